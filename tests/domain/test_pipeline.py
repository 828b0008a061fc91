"""How deals move: days in a stage against the past, chances by stage, slipping, the signs."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from cmcli.domain import deal as rules
from cmcli.domain import pipeline
from cmcli.domain.change import Insert, Update
from cmcli.domain.deal import Deal, Policy
from cmcli.domain.pipeline import Ageing, Norm, Past
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at, deal

POLICY = Policy(stalled_days=30, no_next_days=7, slips=2)
DAY = date(2026, 9, 1)


def past(won: bool, *path: tuple[str, int], opened: int = 0) -> Past:
    """A past deal; the days of its path are counted from 1 September."""
    found = tuple((stage, date.fromordinal(DAY.toordinal() + day)) for stage, day in path)
    start = date.fromordinal(DAY.toordinal() + opened)
    return Past(won, start, found[-1][1], found, 1.0 if won else 0.0)


FIVE = [
    past(True, ("lead", 0), ("proposal", 4), ("won", 10)),  # lead 4, proposal 6
    past(False, ("lead", 0), ("lost", 2)),  # lead 2
    past(True, ("lead", 0), ("contacted", 8), ("lead", 9), ("won", 12)),  # lead 8 + 3
    past(False, ("lead", 0), ("lost", 7)),  # lead 7
    past(True, ("lead", 0), ("won", 9)),  # lead 9
]


def test_days_in_a_stage_run_until_the_next_one_and_visits_add_up() -> None:
    assert [each.days_in("lead") for each in FIVE] == [4, 2, 11, 7, 9]
    assert FIVE[0].days_in("proposal") == 6
    assert FIVE[1].days_in("proposal") is None


def test_the_norm_is_the_median_of_the_stage_else_that_of_the_whole_cycle() -> None:
    found = pipeline.habits(FIVE, 30, 2.0)
    # 2 4 7 9 11; proposal was seen once, so its norm is that of 10 2 12 7 9 from open to close.
    assert found.norms["lead"] == Norm(7, 5, "stage")
    assert found.norms["proposal"] == Norm(9, 5, "cycle")
    assert pipeline.habits(FIVE[:4], 30, 2.0).norms == {}


def test_an_even_number_has_the_mean_of_the_two_in_the_middle() -> None:
    six = [*FIVE, past(False, ("lead", 0), ("lost", 8))]
    assert pipeline.habits(six, 30, 2.0).norms["lead"].median == 7.5


def test_imported_history_that_knows_only_its_end_gives_the_cycle() -> None:
    ended = [past(True, ("won", days)) for days in (10, 20, 30, 40, 50)]
    assert pipeline.habits(ended, 30, 2.0).norms["lead"] == Norm(30, 5, "cycle")
    assert pipeline.habits(ended, 1, 2.0).chances["lead"].share is None


def test_a_chance_is_the_share_won_of_those_that_entered_the_stage() -> None:
    lead = pipeline.habits(FIVE, 5, 2.0).chances["lead"]
    assert (lead.won, lead.closed, lead.share) == (3, 5, Fraction(3, 5))
    assert pipeline.habits(FIVE, 6, 2.0).chances["lead"].share is None
    assert pipeline.habits([], 0, 2.0).chances["lead"].share is None


def age(days: int, deals: list[Past] = FIVE) -> Ageing:
    since = NOW - timedelta(days=days)
    return pipeline.ageing(deal(opened_at=since), since, pipeline.habits(deals, 30, 2.0), NOW)


@pytest.mark.parametrize(("days", "late"), [(0, False), (14, False), (15, True)])
def test_more_than_twice_the_median_is_late(days: int, late: bool) -> None:
    found = age(days)
    assert (found.days, found.late) == (days, late)


def test_without_a_norm_nothing_is_late() -> None:
    assert age(40, []) == Ageing(40, None, False)


def test_a_median_below_a_day_counts_as_one() -> None:
    at_once = [past(True, ("lead", 0), ("won", 0))] * 5
    assert [age(days, at_once).late for days in (2, 3)] == [False, True]


def test_on_the_basis_of_the_cycle_the_days_since_the_opening_count() -> None:
    ended = [past(True, ("won", 10))] * 5
    mine = deal(opened_at=at("2026-11-01 09:00"), stage="proposal")
    entered = at("2026-11-22 09:00")
    assert pipeline.ageing(mine, entered, pipeline.habits(ended, 30, 2.0), NOW).days == 22
    assert pipeline.ageing(mine, entered, pipeline.habits([], 30, 2.0), NOW).days == 1


def signs(mine: Deal) -> list[str]:
    card = pipeline.card(mine, mine.opened_at, pipeline.habits(FIVE, 30, 2.0), POLICY, NOW)
    assert card is not None
    return [sign.code for sign in card.signs]


def test_the_signs_of_a_deal_the_gravest_first() -> None:
    fresh = {"opened_at": at("2026-11-20 09:00")}
    assert signs(deal(**fresh)) == []
    assert signs(deal(**fresh, expected_on=date(2026, 11, 23))) == []
    assert signs(deal(**fresh, expected_on=date(2026, 11, 22))) == ["passed"]
    assert signs(deal(**fresh, moved=1)) == []
    worst = deal(
        opened_at=at("2026-10-01 09:00"), touched_at=at("2026-10-24 09:00"), moved=2,
        first_expected_on=date(2026, 10, 10), expected_on=date(2026, 11, 1),
    )  # fmt: skip
    assert signs(worst) == ["passed", "slipping", "ageing", "stalled"]


def test_a_closed_deal_has_no_age_and_no_signs() -> None:
    closed = deal(stage="lost", closed_at=NOW, moved=5, expected_on=date(2020, 1, 1))
    assert pipeline.card(closed, None, pipeline.habits(FIVE, 30, 2.0), POLICY, NOW) is None


# Slipping


def moved(changes: list[Any]) -> tuple[Any, Any, Any]:
    (fields,) = (change.fields for change in changes if isinstance(change, Update))
    return tuple(fields.get(name) for name in ("expected_on", "first_expected_on", "moved"))  # type: ignore[return-value]


def test_only_a_later_day_counts_as_moved_and_the_first_one_is_kept() -> None:
    first, later = date(2026, 12, 1), date(2026, 12, 20)
    once = deal(expected_on=first, first_expected_on=first)
    assert moved(rules.expected(once, later, NOW)) == (later, None, 1)
    assert rules.expecting(once, later)["first_expected_on"] == first
    assert rules.expecting(once, date(2026, 11, 25))["moved"] == 0
    assert rules.expecting(once, first)["moved"] == 0
    assert rules.expecting(once, None) == {
        "expected_on": None,
        "first_expected_on": first,
        "moved": 0,
    }
    # Written before the first day was kept: the one that stood is the first that is known.
    assert rules.expecting(deal(expected_on=first), later)["first_expected_on"] == first
    assert rules.expecting(deal(), later) == {
        "expected_on": later,
        "first_expected_on": later,
        "moved": 0,
    }


def test_a_new_deal_keeps_its_first_expected_close() -> None:
    day = date(2026, 12, 1)
    new = next(c.record for c in rules.added(deal(id=-1, expected_on=day)) if isinstance(c, Insert))
    assert new.first_expected_on == day  # type: ignore[attr-defined]


def test_a_close_is_expected_today_or_later_of_an_open_deal() -> None:
    rules.expected(deal(), date(2026, 11, 23), NOW)
    with pytest.raises(Usage):
        rules.expected(deal(), date(2026, 11, 22), NOW)
    with pytest.raises(Refused):
        rules.expected(deal(stage="won", closed_at=NOW), date(2026, 12, 1), NOW)


def test_correcting_a_closed_deal_is_no_slip() -> None:
    closed = deal(stage="won", closed_at=NOW, expected_on=date(2026, 11, 1))
    assert rules.expecting(closed, date(2026, 12, 1))["moved"] == 0


def test_what_a_sale_was_thought_to_come_to_is_kept_where_it_came_to_something_else() -> None:
    (change, *_) = rules.won(deal(amount=100), 70, NOW, NOW)
    assert isinstance(change, Update)
    assert change.fields["expected_amount"] == 100
    (change, *_) = rules.won(deal(amount=100), None, NOW, NOW)
    assert isinstance(change, Update)
    assert "expected_amount" not in change.fields


def lines(*deals: Deal) -> list[tuple[int, str]]:
    found = rules.agenda([(each, TAG) for each in deals], NOW, POLICY)
    return [(int(item.ref[1:]), str(item.when).partition(" · ")[0]) for item in found]


def test_the_agenda_names_a_close_that_has_passed_even_where_a_step_lies_ahead() -> None:
    late = deal(expected_on=date(2026, 11, 20), next="签约", next_due_at=at("2026-11-26 00:00"))
    assert lines(late) == [(1, "3 days past its close")]
    assert lines(late._replace(expected_on=date(2026, 11, 23))) == []
    due = late._replace(next_due_at=at("2026-11-23 00:00"))
    assert lines(due) == [(1, "today")]


@pytest.mark.parametrize(
    ("count", "due", "shown"),
    [
        (1, None, False),
        (2, None, True),
        (3, "2026-12-01 00:00", True),
        (3, "2026-11-30 00:00", False),
    ],
)
def test_a_slipping_deal_wants_a_step_within_the_week(
    count: int, due: str | None, shown: bool
) -> None:
    mine = deal(
        moved=count, first_expected_on=date(2026, 11, 1), expected_on=date(2026, 12, 24),
        next="签约" if due else None, next_due_at=at(due) if due else None,
    )  # fmt: skip
    assert bool(lines(mine)) is shown


def test_the_undated_lines_stand_with_the_gravest_first() -> None:
    old = at("2026-10-01 09:00")
    found = lines(
        deal(id=1, touched_at=old),
        deal(id=2, moved=2, first_expected_on=date(2026, 11, 1), expected_on=date(2026, 12, 1)),
        deal(id=3, expected_on=date(2026, 11, 1)),
    )
    assert [number for number, _ in found] == [3, 2, 1]
