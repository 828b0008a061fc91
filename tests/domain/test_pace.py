from datetime import date
from itertools import pairwise

import pytest

from cmcli.calendars import office_calendar
from cmcli.domain.pace import Days, Pace, days_of
from tests.builders import at

OFFICE = office_calendar(official=True, holidays=frozenset(), extra_days=frozenset())
Q4 = (date(2026, 10, 1), date(2026, 12, 31))


# October 2026: the 1st to the 7th is a holiday, Saturday the 10th is worked: 8 9 10, 12 to 16,
# 19 to 23, 26 to 30 are 18 days. November has 21, December 23.
@pytest.mark.parametrize(
    ("now", "gone"),
    [
        ("2026-09-30 20:00", 0),
        ("2026-10-07 12:00", 0),
        ("2026-10-10 17:59", 2),
        ("2026-10-10 18:00", 3),
        ("2026-10-31 12:00", 18),
        ("2026-11-18 17:59", 30),
        ("2026-11-18 18:00", 31),
        ("2026-11-22 12:00", 33),
        ("2026-12-31 09:00", 61),
        ("2026-12-31 18:00", 62),
        ("2027-03-01 09:00", 62),
    ],
)
def test_a_working_day_is_gone_when_the_office_closes(now: str, gone: int) -> None:
    days = days_of(*Q4, at(now), OFFICE, 18 * 60)
    assert days == Days(gone, 18 + 21 + 23)
    assert days.left == 62 - gone


def test_a_weekend_has_no_working_day() -> None:
    weekend = (date(2026, 11, 21), date(2026, 11, 22))
    assert days_of(*weekend, at("2026-11-23 10:00"), OFFICE, 18 * 60) == Days(0, 0)


def test_half_way_through_a_quarter() -> None:
    pace = Pace(7, 20, 31, 62)
    assert (pace.expected, pace.behind, pace.state) == (10, 3, "behind")
    assert (pace.missing, pace.left) == (13, 31)
    assert pace.needed == pytest.approx(13 / 31)
    assert pace.planned == pytest.approx(20 / 62)
    assert pace.projection == 14


@pytest.mark.parametrize(
    ("actual", "state", "behind"),
    [
        (9.9, "behind", 0.1),
        (10, "on_track", 0),
        (19, "on_track", 0),
        (20, "attained", 0),
        (25, "attained", 0),
    ],
)
def test_on_the_line_is_not_behind_it(actual: float, state: str, behind: float) -> None:
    pace = Pace(actual, 20, 31, 62)
    assert pace.state == state
    assert pace.behind == pytest.approx(behind)


def test_a_target_of_zero_is_attained_and_never_behind() -> None:
    for elapsed in (0, 31, 62):
        pace = Pace(0, 0, elapsed, 62)
        assert (pace.state, pace.behind, pace.needed, pace.planned) == ("attained", 0, None, 0)
    assert Pace(0, 0, 0, 0).state == "attained"


def test_no_money_out_is_missed_when_money_went_out() -> None:
    pace = Pace(-500, 0, 31, 62)
    assert (pace.state, pace.behind, pace.projection) == ("behind", 500, -1000)


def test_less_than_nothing_is_behind_by_more_than_what_was_expected() -> None:
    pace = Pace(-100, 300, 31, 62)
    assert (pace.expected, pace.behind, pace.missing, pace.projection) == (150, 250, 400, -200)


def test_with_no_day_left_there_is_no_pace_to_need() -> None:
    pace = Pace(19, 20, 62, 62)
    assert (pace.state, pace.behind, pace.needed, pace.projection) == ("behind", 1, None, 19)


def test_before_the_first_day_nothing_is_expected_and_nothing_projected() -> None:
    pace = Pace(0, 20, 0, 62)
    assert (pace.expected, pace.state, pace.projection) == (0, "on_track", None)


def test_without_a_working_day_everything_is_expected_at_once() -> None:
    pace = Pace(3, 20, 0, 0)
    assert (pace.expected, pace.behind) == (20, 17)
    assert (pace.needed, pace.planned, pace.projection) == (None, None, None)


def test_what_each_day_left_needs_adds_up_to_the_target() -> None:
    for actual in range(20):
        pace = Pace(actual, 20, 40, 62)
        assert pace.needed is not None
        assert actual + pace.needed * pace.left == pytest.approx(20)
    assert all(
        a.needed > b.needed
        for a, b in pairwise(Pace(n, 20, 40, 62) for n in range(20))
        if a.needed and b.needed
    )
