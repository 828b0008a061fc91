from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cmcli.domain import risk as rules
from cmcli.domain.agenda import ordered
from cmcli.domain.change import Change, Delete, Insert, Update
from cmcli.domain.risk import SEVERITIES, Found, Risk, RiskReview
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at

TODAY, NEXT = date(2026, 11, 23), date(2027, 2, 21)
OPENED = at("2026-08-25 09:00")


def risk(**given: Any) -> Risk:
    usual: dict[str, Any] = {
        "id": 3, "client_id": 1, "kind": "other", "title": "商铺空置", "severity": "medium",
        "measure": "备用金", "review_on": TODAY, "rule": None, "opened_at": OPENED,
        "closed_at": None, "outcome": None, "reason": None, "created_at": OPENED,
    }  # fmt: skip
    return Risk(**{**usual, **given})


def ended(**given: Any) -> Risk:
    return risk(closed_at=at("2026-11-20 09:00"), outcome="closed", reason="已出租", **given)


def test_the_severities_are_those_of_the_vocabulary() -> None:
    assert VOCABULARIES["severity"] == SEVERITIES


def test_a_review_is_set_so_many_days_ahead_or_on_a_day_that_is_not_past() -> None:
    assert rules.review_day(None, 90, NOW) == NEXT
    assert rules.review_day(TODAY, 90, NOW) == TODAY
    with pytest.raises(Usage):
        rules.review_day(date(2026, 11, 22), 90, NOW)


def test_a_risk_has_a_title() -> None:
    assert rules.added(risk(id=-1)) == [Insert(risk(id=-1))]
    with pytest.raises(Usage):
        rules.added(risk(title=""))


def test_a_review_keeps_the_day_it_was_due_and_what_it_found() -> None:
    found = Found("押金已收", "low", "续租")
    assert rules.reviewed(risk(), found, NEXT, NOW) == [
        Update("risk", 3, {"severity": "low", "measure": "续租", "review_on": NEXT}),
        Insert(RiskReview(-1, 3, TODAY, NOW, "low", "押金已收")),
    ]


def test_a_review_that_finds_nothing_new_leaves_severity_and_measure() -> None:
    assert rules.reviewed(risk(), Found(), NEXT, NOW) == [
        Update("risk", 3, {"review_on": NEXT}),
        Insert(RiskReview(-1, 3, TODAY, NOW, "medium", None)),
    ]


@pytest.mark.parametrize(
    ("held", "late"),
    [
        ("2026-11-20 09:00", 0),
        ("2026-11-23 23:59:59", 0),
        ("2026-11-24 00:00", 1),
        ("2026-12-03 09:00", 10),
    ],
)
def test_a_review_is_on_time_until_the_end_of_its_day(held: str, late: int) -> None:
    review = RiskReview(1, 3, TODAY, at(held), "low", None)
    assert rules.days_late(review, NOW) == late
    assert rules.days_late(review._replace(due_on=None), NOW) == 0


def test_a_review_is_put_off_but_not_into_the_past() -> None:
    assert rules.postponed(risk(), NEXT, NOW) == [Update("risk", 3, {"review_on": NEXT})]
    with pytest.raises(Usage):
        rules.postponed(risk(), date(2026, 11, 22), NOW)


def test_a_risk_is_closed_with_a_reason() -> None:
    assert rules.closed(risk(), "已出租", NOW) == [
        Update("risk", 3, {"closed_at": NOW, "outcome": "closed", "reason": "已出租"})
    ]
    with pytest.raises(Usage):
        rules.closed(risk(), "", NOW)


def test_a_dismissed_proposal_is_kept_with_its_reason_and_without_a_review() -> None:
    [change] = rules.dismissed(risk(id=-1, rule="level:h2"), "母亲代持")
    assert change == Insert(risk(
        id=-1, rule="level:h2", review_on=None, closed_at=OPENED, outcome="dismissed",
        reason="母亲代持",
    ))  # fmt: skip
    with pytest.raises(Usage):
        rules.dismissed(risk(id=-1), "")


@pytest.mark.parametrize(
    "decide",
    [
        lambda one: rules.reviewed(one, Found(), NEXT, NOW),
        lambda one: rules.postponed(one, NEXT, NOW),
        lambda one: rules.closed(one, "x", NOW),
        lambda one: rules.edited(one, NOW, review_on=NEXT),
    ],
)
def test_what_was_closed_is_neither_reviewed_nor_moved_nor_closed_again(
    decide: Callable[[Risk], list[Change]],
) -> None:
    with pytest.raises(Refused):
        decide(ended())


def test_words_are_corrected_a_reason_only_where_there_is_one() -> None:
    assert rules.edited(risk(), NOW, title="x") == [Update("risk", 3, {"title": "x"})]
    assert rules.edited(ended(), NOW, reason="x") == [Update("risk", 3, {"reason": "x"})]
    with pytest.raises(Usage):
        rules.edited(risk(), NOW, reason="x")
    with pytest.raises(Usage):
        rules.edited(risk(), NOW, review_on=date(2026, 11, 22))


def test_a_risk_that_was_reviewed_is_not_removed() -> None:
    assert rules.removed(risk(), []) == [Delete("risk", 3)]
    with pytest.raises(Refused):
        rules.removed(risk(), [RiskReview(1, 3, TODAY, NOW, "low", None)])


# The agenda


@pytest.mark.parametrize(
    ("review", "states"),
    [
        (date(2026, 11, 22), ["overdue"]),
        (TODAY, ["open"]),
        (date(2026, 11, 24), []),
        (None, []),
    ],
)
def test_a_review_stands_on_the_agenda_from_its_day_on(
    review: date | None, states: list[str]
) -> None:
    found = list(rules.agenda([(risk(review_on=review), TAG)], NOW, 90))
    assert [item.state for item in found] == states
    assert all((i.ref, i.kind, i.section) == ("k3", "risk", "risk") for i in found)


def test_a_closed_risk_is_not_on_the_agenda() -> None:
    assert not list(rules.agenda([(ended(review_on=date(2026, 11, 1)), TAG)], NOW, 90))


def test_of_the_same_day_the_gravest_comes_first() -> None:
    risks = [
        (risk(id=number, severity=severity), TAG)
        for number, severity in enumerate(["low", "high", "medium", "high"], 1)
    ]
    late = (risk(id=5, severity="low", review_on=date(2026, 11, 22)), TAG)
    found = ordered(rules.agenda([*risks, late], NOW, 90))
    assert [item.ref for item in found] == ["k5", "k2", "k4", "k3", "k1"]


def test_why_says_the_dates_and_the_setting() -> None:
    [item] = rules.agenda([(risk(), TAG)], NOW, 45)
    why = str(item.why)
    for words in ("2026-08-25", "2026-11-23", "45 days", "risk.review_days", "cm risk review k3"):
        assert words in why
    assert "medium" in str(item.title)
