"""The file as it stood: whatever was written and taken back since, it reads as it did then."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import client as clients
from cmcli.domain.change import Change, Delete, Insert, Update
from cmcli.domain.setting import Setting
from cmcli.errors import CmError, FileUnusable
from cmcli.store import Store
from tests.builders import NOW, client, interaction

TABLES = ("client", "standing", "interaction", "setting")
# What is done, and to which of the rows that are there; the same second may hold several.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "log", "rename", "note", "remove", "set", "undo")),
        st.integers(0, 3),
        st.integers(0, 1),
    ),
    max_size=14,
)


def held(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {name: store.rows(f"SELECT * FROM {name} ORDER BY id") for name in TABLES}


def _change(store: Store, verb: str, which: int) -> list[Change]:
    people = [row[0] for row in store.rows("SELECT id FROM client ORDER BY id")]
    calls = [row[0] for row in store.rows("SELECT id FROM interaction ORDER BY id")]
    if verb == "add":
        return clients.add(client(id=-1, name=f"客户{which}"))
    if verb == "set":
        row = store.rows("SELECT id FROM setting WHERE name = 'manager.name'")
        if row:
            return [Update("setting", row[0][0], {"value": f"李{which}"})]
        return [Insert(Setting(-1, "manager.name", "李"))]
    if verb == "log" and people:
        return [Insert(interaction(id=-1, client_id=people[which % len(people)]))]
    if verb == "rename" and people:
        return [Update("client", people[which % len(people)], {"name": f"'\"{which} 🙂"})]
    if verb == "note" and calls:
        return [Update("interaction", calls[which % len(calls)], {"note": None, "minutes": which})]
    if verb == "remove" and calls:
        return [Delete("interaction", calls[which % len(calls)])]
    return []


@given(STEPS)
def test_the_past_is_what_was_there(
    empty_book: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("past") / "book.db"
    store = Store.open(Path(shutil.copy(empty_book, path)))
    moment = NOW
    stood = {moment - timedelta(seconds=1): held(store)}
    for verb, which, pause in steps:
        moment += timedelta(seconds=pause)
        try:
            if verb == "undo":
                store.undo(None if which else max(1, len(store.history()) - which), moment)
            else:
                store.apply(_change(store, verb, which), verb, moment)
        except (CmError, KeyError):
            continue
        stood[moment] = held(store)
    for instant, was in stood.items():
        with store.as_of(instant):
            assert held(store) == was, instant
    assert held(store) == list(stood.values())[-1]
    store.close()


def _renamed(store: Store, name: str, seconds: int) -> None:
    store.apply([Update("client", 1, {"name": name})], "edit", NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "second",
    [
        ("undo", "三"),
        ("三", "undo", "undo"),
        ("undo", "undo", "三"),
        ("三", "四", "undo", "undo", "undo"),
    ],
)
def test_what_one_second_holds_is_told_apart(store: Store, second: tuple[str, ...]) -> None:
    store.apply(clients.add(client(id=-1)), "add", NOW)
    _renamed(store, "一", 1)
    _renamed(store, "二", 1)
    for step in second:
        if step == "undo":
            store.undo(None, NOW + timedelta(seconds=2))
        else:
            _renamed(store, step, 2)
    with store.as_of(NOW + timedelta(seconds=1)):
        assert store.value("SELECT name FROM client") == "二"


def test_nothing_is_written_and_nothing_is_left_behind(store: Store) -> None:
    store.apply(clients.add(client(id=-1)), "add", NOW)
    before = store.rows("SELECT name, sql FROM sqlite_master")
    with store.as_of(NOW - timedelta(seconds=1)):
        assert store.rows("SELECT * FROM client") == []
    with pytest.raises(FileUnusable), store.as_of(NOW):
        store.apply(clients.add(client(id=-1)), "add", NOW)
    assert store.rows("SELECT name, sql FROM sqlite_master") == before
    assert store.rows("SELECT count(*) FROM sqlite_temp_master") == [(0,)]
    assert store.value("SELECT count(*) FROM client") == 1


def test_an_image_from_before_a_column_has_its_default(store: Store) -> None:
    store.apply([*clients.add(client(id=-1)), Insert(interaction(id=-9, client_id=-1))], "x", NOW)
    later = NOW + timedelta(hours=1)
    store.apply([Update("client", 1, {"name": "周立"})], "edit", later)
    store.connection.execute("ALTER TABLE client ADD COLUMN stars INTEGER NOT NULL DEFAULT 3")
    store.connection.execute("UPDATE client SET stars = 5")
    with store.as_of(NOW):
        assert store.rows("SELECT name, stars FROM client") == [("王建国", 3)]
    assert store.rows("SELECT name, stars FROM client") == [("周立", 5)]
