"""Days of the manager's zone, whole days, quarters and working days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import days
from cmcli.domain.cadence import period_of
from tests.builders import NOW, SHANGHAI, at

BERLIN, CAIRO = ZoneInfo("Europe/Berlin"), ZoneInfo("Africa/Cairo")


def test_the_day_of_an_instant_is_the_managers() -> None:
    late = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert days.day_of(late, NOW) == date(2026, 11, 23)
    assert days.day_of(late - timedelta(seconds=1), NOW) == date(2026, 11, 22)
    assert days.day_of(late, at("2026-11-22 17:00", BERLIN)) == date(2026, 11, 22)


def test_a_day_begins_at_its_midnight_also_after_the_clocks_changed() -> None:
    assert days.midnight(date(2026, 11, 23), SHANGHAI).isoformat() == "2026-11-22T16:00:00+00:00"
    assert days.midnight(date(2026, 10, 25), BERLIN).isoformat() == "2026-10-24T22:00:00+00:00"
    assert days.midnight(date(2026, 10, 26), BERLIN).isoformat() == "2026-10-25T23:00:00+00:00"


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-23 00:00", "2026-11-23 23:59:59"),
        ("2026-11-23 00:00:01", "2026-11-23 00:00:01"),
        ("2026-11-23 15:00", "2026-11-23 15:00"),
    ],
)
def test_a_promise_for_a_day_is_kept_until_its_last_second(due: str, expected: str) -> None:
    assert days.limit(at(due).astimezone(UTC), NOW) == at(expected)


def test_the_day_on_which_the_clocks_change_is_longer() -> None:
    now = at("2026-10-25 12:00", BERLIN)
    due = days.midnight(date(2026, 10, 25), BERLIN)
    assert days.limit(due, now) - due == timedelta(hours=25, seconds=-1)


def test_where_a_day_has_no_midnight_its_first_instant_stands_for_it() -> None:
    now = at("2026-04-24 12:00", CAIRO)  # the clocks go from 00:00 to 01:00
    due = days.midnight(date(2026, 4, 24), CAIRO)
    assert days.day_of(due, now) == date(2026, 4, 24)
    assert days.is_whole_day(due, now)
    assert days.limit(due, now) == at("2026-04-24 23:59:59", CAIRO)


def test_a_week_begins_on_monday() -> None:
    assert days.monday(date(2026, 11, 23)) == date(2026, 11, 23)
    assert days.monday(date(2026, 11, 29)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        ("2026-01-01", "2026-01-01", "2026-03-31"),
        ("2026-03-31", "2026-01-01", "2026-03-31"),
        ("2026-04-01", "2026-04-01", "2026-06-30"),
        ("2026-09-30", "2026-07-01", "2026-09-30"),
        ("2026-10-01", "2026-10-01", "2026-12-31"),
        ("2026-12-31", "2026-10-01", "2026-12-31"),
        ("2028-02-29", "2028-01-01", "2028-03-31"),
    ],
)
def test_quarters_have_their_edges(day: str, start: str, end: str) -> None:
    found = date.fromisoformat(day)
    assert days.quarter_start(found).isoformat() == start
    assert period_of("quarter", found)[1].isoformat() == end


@given(st.dates(date(1900, 1, 1), date(9990, 1, 1)))
def test_every_day_lies_in_its_quarter_and_the_next_quarter_follows(day: date) -> None:
    start, end = period_of("quarter", day)
    assert start == days.quarter_start(day)
    assert start <= day <= end
    assert days.quarter_start(end + timedelta(days=1)) == end + timedelta(days=1)
    assert 90 <= (end - start).days + 1 <= 92


def test_working_days_count_both_ends() -> None:
    def office(day: date) -> bool:
        return day.weekday() < 5

    monday, sunday = date(2026, 11, 23), date(2026, 11, 29)
    assert days.working_days(monday, sunday, office) == 5
    assert days.working_days(monday, monday, office) == 1
    assert days.working_days(sunday, sunday, office) == 0
    assert days.working_days(sunday, monday, office) == 0
    assert len([*days.days_between(monday, sunday)]) == 7
