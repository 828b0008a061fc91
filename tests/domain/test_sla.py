"""Service clocks, by the standard: reply within 24 hours, urgent within 2."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain.sla import Policy, response_clock
from cmcli.domain.worktime import Hours, Interval, due, elapsed, merged
from tests.builders import SHANGHAI, at

H, M, S = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
ASKED = at("2026-11-23 08:10")


def state(priority: str, now: datetime, answered: datetime | None = None) -> str:
    return response_clock(ASKED, answered, priority, Policy()).state(now)


def test_a_normal_request_has_a_day_and_an_urgent_one_two_hours() -> None:
    assert response_clock(ASKED, None, "normal", Policy()).due == ASKED + 24 * H
    assert response_clock(ASKED, None, "urgent", Policy()).due == ASKED + 2 * H


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (0 * H, "open"),
        (90 * M - S, "open"),
        (90 * M, "at_risk"),
        (2 * H - S, "at_risk"),
        (2 * H, "at_risk"),
        (2 * H + S, "overdue"),
    ],
)
def test_an_urgent_clock_is_at_risk_from_three_quarters_and_overdue_after_the_last_second(
    used: timedelta, expected: str
) -> None:
    assert state("urgent", ASKED + used) == expected


@pytest.mark.parametrize(
    ("used", "expected"), [(18 * H - S, "open"), (18 * H, "at_risk"), (24 * H + S, "overdue")]
)
def test_a_normal_clock_has_the_same_edges(used: timedelta, expected: str) -> None:
    assert state("normal", ASKED + used) == expected


def test_a_reply_at_the_due_instant_keeps_the_promise_and_a_second_later_breaks_it() -> None:
    much_later = ASKED + 99 * H
    assert state("urgent", much_later, ASKED + 2 * H) == "met"
    assert state("urgent", much_later, ASKED + 2 * H + S) == "breached"


def test_the_ledger_ends_with_the_reply() -> None:
    clock = response_clock(ASKED, ASKED + H, "urgent", Policy())
    assert [(piece.start, piece.end) for piece in clock.ledger(ASKED + 5 * H)] == [
        (ASKED, ASKED + H)
    ]
    running = response_clock(ASKED, None, "urgent", Policy())
    assert running.ledger(ASKED + 5 * H)[-1].end == ASKED + 5 * H


def test_the_targets_and_the_share_at_risk_come_from_the_policy() -> None:
    policy = Policy(normal=4 * H, urgent=H, at_risk=0.5)
    clock = response_clock(ASKED, None, "normal", policy)
    assert clock.due == ASKED + 4 * H
    assert (clock.state(ASKED + 2 * H - S), clock.state(ASKED + 2 * H)) == ("open", "at_risk")


def test_a_reply_clock_counts_the_opening_hours_from_end_to_end() -> None:
    office = Hours(((9 * 60, 18 * 60),), lambda day: day.weekday() < 5, SHANGHAI)
    asked = at("2026-11-23 16:00")
    clock = response_clock(asked, None, "normal", Policy(normal=4 * H, hours=office))
    assert (clock.at_risk_from, clock.due) == (at("2026-11-24 10:00"), at("2026-11-24 11:00"))
    assert (clock.used(at("2026-11-24 10:00")), clock.target()) == (3 * H, 4 * H)
    kinds = [piece.kind for piece in clock.ledger(at("2026-11-24 10:00"))]
    assert kinds == ["counted", "closed", "counted"]


def test_a_clock_tells_what_is_used_and_what_is_left() -> None:
    running = response_clock(ASKED, None, "urgent", Policy())
    stopped = response_clock(ASKED, ASKED + 30 * M, "urgent", Policy())
    assert running.used(ASKED + H) == H
    assert running.left(ASKED + 3 * H) == -H
    assert stopped.used(ASKED + 9 * H) == 30 * M


def test_a_day_is_24_hours_also_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    asked = at("2026-10-24 12:00", berlin).astimezone(UTC)
    answer_by = response_clock(asked, None, "normal", Policy()).due.astimezone(berlin)
    assert answer_by.isoformat() == "2026-10-25T11:00:00+01:00"


def test_pauses_are_joined_where_they_touch_or_overlap_and_the_empty_ones_dropped() -> None:
    pauses = [(8, 9), (1, 3), (2, 5), (5, 6), (7, 7), (9, 8)]
    found = merged([(ASKED + a * H, ASKED + b * H) for a, b in pauses])
    assert found == [(ASKED + H, ASKED + 6 * H), (ASKED + 8 * H, ASKED + 9 * H)]


def test_a_pause_within_another_counts_once() -> None:
    pauses = [(ASKED + H, ASKED + 6 * H), (ASKED + 2 * H, ASKED + 3 * H)]
    assert due(ASKED, 2 * H, pauses) == ASKED + 7 * H
    assert elapsed(ASKED, ASKED + 7 * H, pauses) == 2 * H


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        ((-5, -1), 4),  # over before the start
        ((-5, 0), 4),
        ((-1, 1), 5),  # running at the start
        ((3, 5), 6),  # across the end
        ((4, 9), 4),  # begins when the target is reached
        ((6, 9), 4),
    ],
)
def test_only_the_part_of_a_pause_inside_the_clock_moves_its_end(
    pause: tuple[int, int], expected: int
) -> None:
    pauses = [(ASKED + pause[0] * H, ASKED + pause[1] * H)]
    assert due(ASKED, 4 * H, pauses) == ASKED + expected * H
    assert elapsed(ASKED, ASKED + expected * H, pauses) == 4 * H


def test_time_before_the_start_is_no_time() -> None:
    assert elapsed(ASKED, ASKED - H) == timedelta()


def test_a_pause_that_a_pause_brings_into_reach_counts_too() -> None:
    pauses = [(ASKED + H, ASKED + 3 * H), (ASKED + 4 * H, ASKED + 5 * H)]
    assert due(ASKED, 3 * H, pauses) == ASKED + 6 * H


minutes = st.integers(-10_000, 10_000).map(lambda n: ASKED + n * M)
pause_lists = st.lists(st.tuples(minutes, minutes), max_size=8)
targets = st.integers(1, 20_000).map(lambda n: n * M)


@given(targets, pause_lists)
def test_exactly_the_target_has_elapsed_at_the_due_instant(
    target: timedelta, pauses: list[Interval]
) -> None:
    end = due(ASKED, target, pauses)
    assert elapsed(ASKED, end, pauses) == target
    assert elapsed(ASKED, end - S, pauses) == target - S


@given(targets, pause_lists, pause_lists)
def test_another_pause_never_makes_a_clock_end_sooner(
    target: timedelta, pauses: list[Interval], more: list[Interval]
) -> None:
    assert due(ASKED, target, pauses + more) >= due(ASKED, target, pauses)


@given(pause_lists)
def test_merged_pauses_are_in_order_and_apart(pauses: list[Interval]) -> None:
    found = merged(pauses)
    assert all(start < end for start, end in found)
    assert all(a[1] < b[0] for a, b in pairwise(found))


def test_a_clock_accounts_for_every_stretch_of_time() -> None:
    running = response_clock(ASKED, None, "urgent", Policy())
    assert running.target() == 2 * H
    (piece,) = running.ledger(ASKED + H)
    assert (piece[0], piece[1]) == (ASKED, ASKED + H)
