from datetime import date
from typing import Any

import pytest

from cmcli.domain import plan as rules
from cmcli.domain.change import Insert, Update
from cmcli.domain.client import ClientTag
from cmcli.domain.figures.clients import Book, InBook
from cmcli.domain.figures.satisfaction import Plans, coverage
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.domain.plan import Plan, Signal, Terms
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at

KEY = Terms("key", "quarter")
MADE = at("2026-09-01 09:00")


def plan(**given: Any) -> Plan:
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "needs": "教育金", "channel": None, "hours": None, "taboo": None,
        "measures": None, "cadence": None, "review_on": date(2027, 9, 1), "created_at": MADE,
        "replaced_at": None,
    }  # fmt: skip
    return Plan(**{**usual, **given})


def revised(before: Plan | None = None, terms: Terms = KEY, **given: Any) -> Plan:
    return rules.revised(1, before, given, terms, NOW)


def test_a_revision_carries_over_what_is_not_given() -> None:
    before = plan(taboo="股票", channel="phone", measures="月报")
    after = revised(before, channel=None, hours="16点后")
    assert after == before._replace(id=-1, channel=None, hours="16点后", created_at=NOW)


def test_the_first_review_is_a_year_ahead() -> None:
    assert revised(needs="理财").review_on == date(2027, 11, 23)
    short = Terms("key", "quarter", review_months=6)
    assert revised(None, short, needs="理财").review_on == date(2027, 5, 23)


def test_a_review_that_is_due_moves_on_with_the_revision() -> None:
    assert revised(plan(review_on=date(2026, 11, 23)), taboo="股票").review_on == date(2027, 11, 23)
    assert revised(plan(review_on=date(2026, 11, 24)), taboo="股票").review_on == date(2026, 11, 24)
    assert revised(plan(), review_on=date(2026, 12, 1)).review_on == date(2026, 12, 1)
    with pytest.raises(Usage):
        revised(plan(), review_on=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("tier", "loosest", "fits", "too_loose"),
    [
        ("key", "quarter", ["month", "quarter"], ["half-year", "year"]),
        ("focus", "half-year", ["month", "quarter", "half-year"], ["year"]),
        ("standard", "year", ["month", "quarter", "half-year", "year"], []),
    ],
)
def test_a_plan_may_be_stricter_than_the_standard_not_looser(
    tier: str, loosest: str, fits: list[str], too_loose: list[str]
) -> None:
    terms = Terms(tier, loosest)
    for cadence in fits:
        assert revised(None, terms, cadence=cadence).cadence == cadence
    for cadence in too_loose:
        with pytest.raises(Refused):
            revised(None, terms, cadence=cadence)


def test_the_present_revision_is_closed_by_the_next() -> None:
    old = plan(id=1, replaced_at=MADE)
    joined = plan(id=2, created_at=at("2026-08-01 09:00"))
    new = revised(plan(id=3), taboo="股票")
    assert rules.replaced([plan(id=3), joined, old], new) == [
        Update("plan", 3, {"replaced_at": NOW}),
        Update("plan", 2, {"replaced_at": NOW}),
        Insert(new),
    ]


def test_of_two_files_joined_the_later_plan_holds() -> None:
    earlier, later = plan(id=5), plan(id=4, created_at=at("2026-10-01 09:00"))
    assert rules.present([earlier, later, plan(id=9, replaced_at=NOW)]) == later
    assert rules.present([plan(replaced_at=NOW)]) is None


def test_a_review_is_put_off_but_not_into_the_past() -> None:
    day = date(2026, 12, 1)
    assert rules.postponed(plan(), day, NOW) == [Update("plan", 1, {"review_on": day})]
    with pytest.raises(Usage):
        rules.postponed(plan(), date(2026, 11, 22), NOW)
    with pytest.raises(Refused):
        rules.postponed(plan(replaced_at=MADE), day, NOW)


# The agenda


def items(plans: list[Plan], signals: list[Signal], tag: ClientTag = TAG) -> list[Any]:
    return list(rules.agenda([(one, tag) for one in plans], signals, NOW))


def scored(when: str, score: int | None = 2, tag: ClientTag = TAG) -> Signal:
    return Signal(tag, at(when), score)


@pytest.mark.parametrize(
    ("review", "states"),
    [
        (date(2026, 11, 22), ["overdue"]),
        (date(2026, 11, 23), ["open"]),
        (date(2026, 11, 24), []),
        (None, []),
    ],
)
def test_a_review_stands_on_the_agenda_from_its_day_on(
    review: date | None, states: list[str]
) -> None:
    found = items([plan(review_on=review)], [])
    assert [item.state for item in found] == states
    assert all((i.ref, i.kind, i.section) == ("s1", "plan", "service") for i in found)


def test_a_poor_score_or_a_complaint_after_the_plan_asks_for_a_review() -> None:
    after, before = scored("2026-09-01 09:01"), scored("2026-09-01 09:00")
    [item] = items([plan()], [after, before])
    assert (item.ref, item.due, item.state) == ("s1", None, "open")
    assert "scored 2" in str(item.title)
    assert not items([plan()], [before])
    [complained] = items([plan()], [after, scored("2026-10-01 09:00", None)])
    assert "complained" in str(complained.title)


def test_a_review_that_is_due_and_doubted_is_one_line() -> None:
    [item] = items([plan(review_on=date(2026, 11, 20))], [scored("2026-10-01 09:00")])
    assert item.state == "overdue"
    assert "scored 2" in str(item.title)
    assert "to be reviewed by" in str(item.why)


def test_a_key_client_without_a_plan_is_remembered_for_a_year() -> None:
    [item] = items([], [scored("2025-11-23 10:01")])
    assert (item.ref, item.kind) == ("c1", "plan")
    assert not items([], [scored("2025-11-23 09:59")])
    standard = ClientTag(1, "周立", "standard")
    assert not items([], [scored("2026-11-20 09:00", tag=standard)])


# The figure


def test_coverage_counts_the_key_clients_with_a_plan_in_force_at_the_end() -> None:
    def in_book(number: int) -> InBook:
        from cmcli.domain.client import Standing

        tag = ClientTag(number, f"客户{number}", "key")
        since = at("2026-01-01 09:00")
        return InBook(tag, since, None, False, (Standing(1, number, "key", "active", since),))

    plans = {
        1: [plan(replaced_at=at("2026-10-15 09:00")), plan(created_at=at("2026-10-15 09:00"))],
        2: [plan(replaced_at=at("2026-10-15 09:00"))],
        3: [plan(created_at=at("2026-11-01 00:00"))],
    }
    facts = Plans(Book(in_book(number) for number in (1, 2, 3, 4)), plans)
    over = span(parse_period("2026-10", NOW.date()), NOW)
    assert [row.value for row in coverage(facts, over).rows or ()] == [1, 0, 0, 0]
