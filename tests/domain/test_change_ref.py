"""Changes as decisions make them, references as lists print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain.change import Delete, Insert, Update, delete, insert, table_of, update
from cmcli.domain.client import Client
from cmcli.domain.deal import DealStage
from cmcli.domain.ref import LETTERS, Ref, need_ref, parse_ref, ref_of
from cmcli.domain.request import RequestClock
from cmcli.domain.setting import Setting
from cmcli.domain.setting import given as setting_given
from cmcli.errors import Usage
from tests.builders import client


def test_a_table_is_called_as_its_record() -> None:
    assert [table_of(kind) for kind in (Client, RequestClock, DealStage)] == [
        "client", "request_clock", "deal_stage",
    ]  # fmt: skip


def test_an_update_holds_only_what_differs() -> None:
    assert update(client(name="a", need=None), name="a", need="b") == [
        Update("client", 1, {"need": "b"})
    ]
    assert update(client(name="a"), name="a") == []


def test_an_update_of_a_field_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        update(client(), colour="red")


def test_inserts_and_deletes_name_their_row() -> None:
    assert insert(client(id=-1)) == Insert(client(id=-1))
    assert delete(client(id=3)) == Delete("client", 3)


def test_a_setting_is_inserted_once_and_then_updated() -> None:
    assert setting_given(None, "currency", "USD") == [Insert(Setting(-1, "currency", "USD"))]
    there = Setting(4, "currency", "USD")
    assert setting_given(there, "currency", "EUR") == [Update("setting", 4, {"value": "EUR"})]
    assert setting_given(there, "currency", "USD") == []


# PRODUCT section 4: these letters are printed on paper and written in scripts.
FIXED = {
    "c": "client", "i": "interaction", "b": "callback", "r": "request", "d": "deal",
    "p": "product", "h": "holding", "k": "risk", "s": "plan", "m": "campaign", "f": "feedback",
    "g": "goal", "t": "training", "o": "handoff", "e": "meeting", "n": "insight", "a": "action",
    "x": "assessment", "y": "disclosure", "q": "profile", "w": "report",
}  # fmt: skip


def test_every_noun_has_its_own_letter_and_no_letter_moves() -> None:
    assert len(set(LETTERS.values())) == len(LETTERS)
    moved = {letter: noun for letter, noun in FIXED.items() if LETTERS.get(letter) != noun}
    assert moved == {}, "a new noun takes a letter that is free"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c12", Ref("c", 12)),
        (" C12 ", Ref("c", 12)),
        ("b003", Ref("b", 3)),
        ("l9", None),
        ("c", None),
        ("12", None),
        ("c-1", None),
        ("c1.5", None),
        ("c1 2", None),
        ("c" + "9" * 16, None),
        ("c１２", None),
        ("王建国", None),
        ("", None),
    ],
)
def test_a_reference_is_a_letter_and_a_number(text: str, expected: Ref | None) -> None:
    assert parse_ref(text) == expected


def test_a_command_may_need_a_certain_noun() -> None:
    assert need_ref("r7", "request") == Ref("r", 7)
    assert need_ref("r7").noun == "request"
    for text in ("b7", "nobody"):
        with pytest.raises(Usage) as error:
            need_ref(text, "request")
        assert "r12" in str(error.value.hint)
    with pytest.raises(Usage) as error:
        need_ref("nobody")
    assert "c12" in str(error.value.hint)


@given(st.sampled_from(sorted(LETTERS.values())), st.integers(1, 10**15 - 1))
def test_what_a_list_prints_can_be_typed_again(noun: str, number: int) -> None:
    found = parse_ref(ref_of(noun, number))
    assert found
    assert (found.noun, found.id, str(found)) == (noun, number, ref_of(noun, number))
