"""Conditions that pick clients: how they are typed, what they mean, what satisfies them."""

from typing import Any

import pytest

from cmcli.domain.where import FIELDS, Facts, Where, fits, parse, reasons
from cmcli.errors import Usage
from cmcli.messages import Money
from tests.builders import NOW, client


def holds(text: str, **known: Any) -> bool:
    """Whether a client of whom this is known satisfies the condition."""
    facts = {name: known.pop(name) for name in list(known) if name in Facts._fields}
    return fits(Facts(client(**known), **facts), [parse(text, NOW)])


@pytest.mark.parametrize(
    ("text", "field", "op", "value", "kept"),
    [
        ("tier=key", "tier", "=", "key", "tier=key"),
        (" Tier != key ", "tier", "!=", "key", "tier!=key"),
        ("tag=#茶友", "tag", "=", "茶友", "tag=#茶友"),
        ("age≥60", "age", ">=", 60, "age>=60"),
        ("age＜35岁", "age", "<", 35, "age<35岁"),
        ("assets>50万", "assets", ">", 50_000_000, "assets>50万"),
        ("assets<=50,000.50", "assets", "<=", 5_000_050, "assets<=50,000.50"),
        ("level>=c3", "level", ">=", 3, "level>=c3"),
        ("last_contact>90d", "last_contact", ">", 90, "last_contact>90d"),
        ("last_contact<=2周", "last_contact", "<=", 14, "last_contact<=2周"),
        ("product=WM-90", "product", "=", "WM-90", "product=WM-90"),
        ("birthday=12月", "birthday", "=", 12, "birthday=12"),
        ("birthday=thismonth", "birthday", "=", 11, "birthday=11"),
        ("employer=A & B=C", "employer", "=", "A & B=C", "employer=A & B=C"),
    ],
)
def test_a_condition_is_read(text: str, field: str, op: str, value: Any, kept: str) -> None:
    assert parse(text, NOW) == Where(field, op, value, kept)
    assert parse(kept, NOW) == Where(field, op, value, kept)


@pytest.mark.parametrize(
    "text",
    [
        "", "key", "tier", "tier=", "=key", "colour=red", "tier=gold", "tier>key", "tag>=茶友",
        "age=old", "age>=60x", "assets>-5", "assets>much", "level=C6", "level>=3",
        "last_contact>90m", "last_contact>soon", "birthday=13", "birthday=0", "birthday>3",
        "age==60", "age=>60", "age>=60 and tier=key",
    ],
)  # fmt: skip
def test_anything_else_is_an_error(text: str) -> None:
    with pytest.raises(Usage):
        parse(text, NOW)


def test_the_error_names_the_fields_and_an_example() -> None:
    with pytest.raises(Usage) as error:
        parse("colour=red", NOW)
    hint = str(error.value.hint)
    assert all(field in hint for field in FIELDS)
    assert "last_contact>90d" in hint


def test_a_word_of_the_language_is_turned_into_its_code() -> None:
    found = parse("tier=重要", NOW, code=lambda vocabulary, word: {"重要": "key"}[word])
    assert (found.value, found.text) == ("key", "tier=key")


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("tier=key", {"tier": "key"}, True),
        ("tier=key", {"tier": "focus"}, False),
        ("tier!=key", {"tier": "focus"}, True),
        ("status=active", {"status": "dormant"}, False),
        ("kind=company", {"kind": "company"}, True),
        # A tag is a whole word of the tags.
        ("tag=茶友", {"tags": "球友 茶友"}, True),
        ("tag=茶友", {"tags": "茶友会"}, False),
        ("tag!=茶友", {"tags": ""}, True),
        # Other texts hold the value; Latin letters as a word of its own.
        ("district=徐汇", {"district": "徐汇区"}, True),
        ("district=徐汇", {"district": None}, False),
        ("district!=徐汇", {"district": None}, True),
        ("sector=IT", {"sector": "Hospitality"}, False),
        ("sector=it", {"sector": "IT services"}, True),
        ("employer=华东", {"employer": "华东机械"}, True),
        ("source=展会", {"source": "2026 春季展会"}, True),
        # At the edges.
        ("age>=60", {"age": 60}, True),
        ("age>=60", {"age": 59}, False),
        ("age>60", {"age": 60}, False),
        ("age!=60", {"age": 61}, True),
        ("assets>50万", {"assets": 50_000_000}, False),
        ("assets>50万", {"assets": 50_000_001}, True),
        ("assets<50万", {"assets": 0}, True),
        ("level>=C3", {"level": 3}, True),
        ("level<=C2", {"level": 3}, False),
        ("last_contact>90d", {"silent_days": 90}, False),
        ("last_contact>90d", {"silent_days": 91}, True),
        ("last_contact<=7d", {"silent_days": 0}, True),
        ("product=WM-90", {"products": frozenset({"WM-90", "D1"})}, True),
        ("product!=WM-90", {"products": frozenset({"D1"})}, True),
        ("birthday=12", {"birth_month": 12}, True),
        ("birthday=12", {"birth_month": 1}, False),
        # What is not known satisfies nothing, but never is longer ago than anything.
        ("age<60", {}, False),
        ("age!=60", {}, False),
        ("level<C3", {}, False),
        ("birthday!=12", {}, False),
        ("last_contact>99999d", {}, True),
        ("last_contact<=90d", {}, False),
    ],
)
def test_who_satisfies_it(text: str, known: dict[str, Any], expected: bool) -> None:
    assert holds(text, **known) is expected


def test_all_conditions_have_to_hold() -> None:
    facts = Facts(client(tier="key"), age=70)
    both = [parse("tier=key", NOW), parse("age>=60", NOW)]
    assert fits(facts, both)
    assert fits(facts, [])
    assert not fits(facts, [*both, parse("age>70", NOW)])


def test_what_picked_a_client_is_said() -> None:
    facts = Facts(client(tier="key", tags="茶友"), 67, 12, 50_000_000, 3, 91, frozenset({"WM-90"}))
    typed = ("tier!=standard", "tag=茶友", "age>=60", "age<70", "birthday=12", "assets>10万",
             "level>=C2", "last_contact>90d", "product=WM-90", "product!=D1")  # fmt: skip
    found = reasons(facts, [parse(text, NOW) for text in typed], "CNY")
    assert [str(one) for one in found] == [
        "key", "茶友", "67 years old", "birthday in month 12", f"assets {Money(50_000_000, 'CNY')}",
        "C3", "reached 91 days ago", "WM-90", "product!=D1",
    ]  # fmt: skip
    never = reasons(Facts(client()), [parse("last_contact>90d", NOW)], "CNY")
    assert str(never[0]) == "never reached"
