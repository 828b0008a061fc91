"""One way to write: all or nothing, every row with its image before and after, and taken back."""

import json
import sqlite3
from datetime import datetime
from typing import Any

import pytest

from cmcli.domain import client as clients
from cmcli.domain import request as requests
from cmcli.domain.change import Change, Delete, Insert, Update, update
from cmcli.domain.client import Client, Standing
from cmcli.domain.interaction import Interaction
from cmcli.domain.product import Product
from cmcli.domain.request import Request, RequestClock
from cmcli.domain.setting import Setting
from cmcli.errors import NotFound, Refused
from cmcli.store import Store
from tests.builders import NOW, client, interaction, request
from tests.support import dump

NAMES = ["王建国", 'O\'Neil "Bob"', "100%_\\", "🙂👨\u200d👩", "a\nb\tc", "{}[]$.x", "null", "1"]


def apply(store: Store, *changes: Change, reason: str = "test") -> int:
    return store.apply(changes, reason, NOW).entry


def add_client(store: Store, **given: Any) -> int:
    return store.apply(clients.add(client(id=-1, **given)), "client add", NOW).ids[-1]


def images(store: Store, entry: int) -> list[tuple[Any, ...]]:
    return [
        (noun, row, json.loads(before) if before else None, json.loads(after) if after else None)
        for noun, row, before, after in store.rows(
            "SELECT noun, row_id, before, after FROM image WHERE entry_id = ? ORDER BY id", entry
        )
    ]


# Writing


def test_an_entry_says_when_why_and_which_rows(store: Store) -> None:
    apply(store, *clients.add(client(id=-1)), reason="client add 王建国")
    (entry,) = store.history()
    assert (entry.id, entry.at, entry.reason, entry.undone_at) == (
        1,
        NOW,
        "client add 王建国",
        None,
    )
    assert entry.rows == (("client", 1), ("standing", 1))


def test_nothing_to_change_leaves_no_entry(store: Store) -> None:
    assert apply(store) == 0
    assert store.history() == []


def test_new_rows_refer_to_each_other_by_negative_numbers_in_any_order(store: Store) -> None:
    add_client(store)
    asked = request(NOW, id=-1)
    later = [Insert(interaction(id=-3, request_id=-1)), *requests.opened(asked)]
    applied = store.apply(later, "log", NOW)
    assert applied.ids == {-3: 1, -1: 1, -2: 1}
    assert store.get(Interaction, 1).request_id == 1
    assert store.get(RequestClock, 1).request_id == 1


def test_a_new_row_needs_a_negative_number_of_its_own(store: Store) -> None:
    for wrong in ([Insert(client(id=1))], [Insert(client(id=-1)), Insert(client(id=-1))]):
        with pytest.raises(ValueError, match="new"):
            apply(store, *wrong)
    assert store.history() == []


@pytest.mark.parametrize(
    ("last", "error"),
    [
        (Update("client", 99, {"need": "x"}), NotFound),
        (Update("client", 1, {"name": None}), sqlite3.IntegrityError),
        (Update("client", 1, {"colour": "red"}), Exception),
        (Delete("nowhere", 1), ValueError),
        (Insert(interaction(id=-5, client_id=99)), sqlite3.IntegrityError),
        (Insert(Setting(-5, "a", "b")), sqlite3.IntegrityError),
    ],
)
def test_when_the_last_change_fails_nothing_was_written(
    store: Store, last: Change, error: type[Exception]
) -> None:
    add_client(store)
    apply(store, Insert(Setting(-1, "a", "b")))
    before = dump(store)
    with pytest.raises(error):
        apply(store, *clients.add(client(id=-1)), Update("client", 1, {"need": "x"}), last)
    assert dump(store) == before
    assert len(store.history()) == 2


def test_an_error_inside_a_transaction_takes_all_of_it_back(store: Store) -> None:
    before = dump(store)

    def interrupted() -> None:
        with store.transaction():
            add_client(store)
            add_client(store)
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert dump(store) == before
    assert not store.connection.in_transaction


def test_images_hold_the_row_before_and_after(store: Store) -> None:
    number = add_client(store)
    entry = apply(store, Update("client", number, {"need": "学费"}))
    ((noun, row, before, after),) = images(store, entry)
    assert (noun, row) == ("client", number)
    assert before == {**after, "need": None}
    assert after["need"] == "学费"


def test_two_changes_of_one_row_are_one_image(store: Store) -> None:
    add_client(store)
    entry = apply(
        store, Update("client", 1, {"need": "a"}), Update("client", 1, {"need": "b", "note": "c"})
    )
    ((_, _, before, after),) = images(store, entry)
    assert (before["need"], after["need"], after["note"]) == (None, "b", "c")


def test_numbers_are_never_used_again(store: Store) -> None:
    assert add_client(store) == 1
    store.undo(None, NOW)
    assert add_client(store) == 2
    apply(store, Delete("standing", 2), Delete("client", 2))
    assert add_client(store) == 3


def test_bytes_that_are_no_text_are_kept_as_question_marks(store: Store) -> None:
    add_client(store, name="王\udcff")
    assert store.get(Client, 1).name == "王?"
    assert store.rows("SELECT 1 FROM client WHERE name = ?", "\udcfe") == []


# Taking back


def test_undo_restores_a_mixture_of_inserts_updates_and_deletes(store: Store) -> None:
    for name in NAMES:
        add_client(store, name=name)
    apply(store, Insert(interaction(id=-1, note="eins")), Insert(interaction(id=-2)))
    before = dump(store)
    apply(
        store,
        *clients.add(client(id=-1, name="neu")),
        Insert(interaction(id=-3, client_id=-1)),
        Update("client", 1, {"need": "x", "phone": "138"}),
        Delete("interaction", 1),
        Update("client", 2, {"merged_into_id": -1}),
        Update("interaction", 2, {"client_id": 3}),
    )
    assert dump(store) != before
    store.undo(None, NOW)
    assert dump(store) == before


def test_every_entry_can_be_taken_back_one_after_the_other(store: Store) -> None:
    states = [dump(store)]
    for number, name in enumerate(NAMES, 1):
        add_client(store, name=name)
        states.append(dump(store))
        apply(store, *update(store.get(Client, number), note=name, need=None, tags="x"))
        states.append(dump(store))
    while len(states) > 1:
        assert dump(store) == states.pop()
        store.undo(None, NOW)
    assert dump(store) == states[0]
    with pytest.raises(NotFound):
        store.undo(None, NOW)


def test_values_come_back_to_the_bit(store: Store) -> None:
    huge = 2**63 - 1
    for number, text in enumerate(NAMES):
        apply(store, Insert(Product(-1, f"{number}", text, "card", None, huge, "CNY", "", NOW)))
    before = dump(store)
    for number in range(1, len(NAMES) + 1):
        apply(store, Update("product", number, {"price": -huge, "note": None, "name": "x"}))
        apply(store, Delete("product", number))
    for _ in range(2 * len(NAMES)):
        store.undo(None, NOW)
    assert dump(store) == before
    assert store.get(Product, 1).price == huge
    assert store.get(Product, 1).note == ""


def test_an_earlier_entry_can_be_taken_back_where_nothing_later_depends_on_it(store: Store) -> None:
    add_client(store)
    add_client(store, name="李娜")
    taken = store.undo(1, NOW)
    assert (taken.id, taken.rows) == (1, (("client", 1), ("standing", 1)))
    assert [c.name for c in store.select(Client)] == ["李娜"]
    assert store.select(Standing)[0].client_id == 2


def test_undo_refuses_where_a_later_entry_touched_the_row_and_names_it(store: Store) -> None:
    add_client(store)
    apply(store, Update("client", 1, {"need": "a"}))
    apply(store, Update("client", 1, {"need": "b"}))
    before = dump(store)
    with pytest.raises(Refused) as error:
        store.undo(2, NOW)
    assert "entry 3" in str(error.value)
    assert "cm undo 3" in str(error.value.hint)
    assert dump(store) == before
    store.undo(3, NOW)
    store.undo(2, NOW)
    assert store.get(Client, 1).need is None


def test_undo_refuses_where_a_later_row_refers_to_one_it_would_take_away(store: Store) -> None:
    add_client(store)
    apply(store, Insert(interaction(id=-1)))
    apply(store, Update("interaction", 1, {"note": "x"}))
    before = dump(store)
    with pytest.raises(Refused) as error:
        store.undo(1, NOW)
    assert "entry 3" in str(error.value)
    assert dump(store) == before
    for _ in range(3):
        store.undo(None, NOW)
    assert store.select(Client) == []


def test_undo_refuses_where_another_row_has_taken_the_place(store: Store) -> None:
    apply(store, Insert(Setting(-1, "a", "1")))
    apply(store, Update("setting", 1, {"name": "b"}))
    apply(store, Insert(Setting(-1, "a", "2")))
    with pytest.raises(Refused):
        store.undo(2, NOW)
    assert store.rows("SELECT name, value FROM setting ORDER BY id") == [("b", "1"), ("a", "2")]


def test_what_was_taken_back_is_not_taken_back_again(store: Store) -> None:
    add_client(store)
    store.undo(1, NOW)
    assert store.history()[0].undone_at == NOW
    with pytest.raises(Refused):
        store.undo(1, NOW)
    with pytest.raises(NotFound):
        store.undo(7, NOW)


def test_a_number_that_was_shown_stays_in_the_history(store: Store) -> None:
    add_client(store)
    store.note("call c1", NOW)
    assert store.history()[0].reason == "call c1"
    with pytest.raises(Refused):
        store.undo(2, NOW)
    assert store.undo(None, NOW).id == 1
    assert store.history()[0].undone_at is None


def test_the_history_of_a_row_is_what_touched_it(store: Store) -> None:
    add_client(store)
    add_client(store)
    apply(store, Update("client", 1, {"need": "a"}), reason="edit")
    apply(store, Update("client", 2, {"need": "a"}))
    assert [entry.id for entry in store.history(rows=[("client", 1)])] == [3, 1]
    assert [entry.id for entry in store.history(limit=2)] == [4, 3]
    assert store.history(rows=[("client", 99)]) == []


def test_a_whole_import_is_one_entry_and_one_undo(store: Store) -> None:
    before = dump(store)
    many = [
        change
        for number in range(1, 501)
        for change in clients.add(client(id=-2 * number, name=f"客户{number}"))
    ]
    apply(store, *many, reason="import clients")
    assert store.value("SELECT count(*) FROM client") == 500
    assert len(store.history()) == 1
    store.undo(None, NOW)
    assert dump(store) == before


# Reading


def test_instants_come_back_in_utc_and_dates_as_dates(store: Store, now: datetime) -> None:
    add_client(store)
    store.apply(requests.opened(request(now, id=-1)), "open", now)
    asked = store.get(Request, 1).asked_at
    assert asked == now
    assert asked.isoformat() == "2026-11-23T02:00:00+00:00"
    assert store.value("SELECT asked_at FROM request") == "2026-11-23T02:00:00Z"


def test_an_instant_without_a_zone_is_never_written(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        apply(store, Insert(client(id=-1, created_at=NOW.replace(tzinfo=None))))


def test_a_row_that_is_not_there_is_named(store: Store) -> None:
    assert store.find(Client, 9) is None
    with pytest.raises(NotFound) as error:
        store.get(Client, 9)
    assert "c9" in str(error.value)
    with pytest.raises(NotFound):
        store.get(Standing, 9)


def test_rows_that_point_at_a_client_are_found_in_every_table(store: Store) -> None:
    add_client(store)
    apply(store, Insert(interaction(id=-1)))
    apply(store, Insert(client(id=-1, merged_into_id=1)))
    assert sorted(store.pointing_at("client", 1)) == [
        ("client", "merged_into_id", 2),
        ("interaction", "client_id", 1),
        ("standing", "client_id", 1),
    ]
