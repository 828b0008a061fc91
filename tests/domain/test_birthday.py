"""Birthdays by either calendar, some days ahead."""

from datetime import date

import pytest

from cmcli.domain import birthday
from cmcli.domain.birthday import Policy
from cmcli.domain.client import ClientTag
from cmcli.lunar import lunar_day
from tests.builders import NOW, TAG, at

SOLAR = Policy(7, lambda _: None)
BOTH = Policy(7, lunar_day)


def falls(stored: str, day: str, policy: Policy = BOTH) -> bool:
    return any(stored.endswith(ending) for ending in birthday.keys(date.fromisoformat(day), policy))


@pytest.mark.parametrize(
    ("stored", "day", "expected"),
    [
        ("1980-11-23", "2026-11-23", True),
        ("1980-11-23", "2026-11-24", False),
        ("2000-02-29", "2028-02-29", True),
        ("2000-02-29", "2028-02-28", False),
        ("2000-02-29", "2027-02-28", True),
        ("2000-02-28", "2027-02-28", True),
        ("2000-02-28", "2028-02-28", True),
        ("2000-03-01", "2027-02-28", False),
    ],
)
def test_a_birthday_of_29_february_is_kept_on_the_28th_where_there_is_none(
    stored: str, day: str, expected: bool
) -> None:
    assert falls(stored, day, SOLAR) == expected


@pytest.mark.parametrize(
    ("stored", "day", "expected"),
    [
        ("lunar:01-01", "2026-02-17", True),  # the Spring Festival
        ("lunar:01-01", "2027-02-06", True),
        ("lunar:08-15", "2026-09-25", True),  # the Mid-Autumn Festival
        ("lunar:08-15", "2026-09-24", False),
        ("lunar:12-29", "2026-02-16", True),  # the eve of a year whose last month has 29 days
        ("lunar:12-30", "2026-02-16", True),
        ("lunar:12-30", "2024-02-09", True),  # and of one that has 30
        ("lunar:12-30", "2024-02-08", False),
        ("lunar:12-29", "2024-02-09", False),
    ],
)
def test_a_lunar_birthday_falls_where_the_lunar_calendar_puts_it(
    stored: str, day: str, expected: bool
) -> None:
    assert falls(stored, day) == expected


def test_a_lunar_30th_is_kept_on_the_29th_of_a_month_that_has_none() -> None:
    short = {date(2026, 5, 10): (3, 29), date(2026, 5, 11): (4, 1)}
    long = {date(2026, 5, 10): (3, 29), date(2026, 5, 11): (3, 30), date(2026, 5, 12): (4, 1)}
    assert falls("lunar:03-30", "2026-05-10", Policy(7, short.get))
    assert not falls("lunar:03-30", "2026-05-10", Policy(7, long.get))
    assert falls("lunar:03-30", "2026-05-11", Policy(7, long.get))
    assert not falls("lunar:03-30", "2026-05-12", Policy(7, long.get))


def test_a_leap_month_repeats_no_birthday() -> None:
    assert lunar_day(date(2025, 7, 24)) == (6, 30)
    assert lunar_day(date(2025, 7, 25)) is None  # the leap sixth month begins
    assert not falls("lunar:06-01", "2025-07-25")


def test_a_lunar_and_a_solar_day_of_the_same_numbers_are_two_days() -> None:
    assert not falls("lunar:11-23", "2026-11-23", SOLAR)
    assert not falls("1980-10-15", "2026-11-23", BOTH)


def lines(*people: tuple[ClientTag, str], days: int = 7) -> list[tuple[str, str, str]]:
    found = [*birthday.agenda(people, NOW, Policy(days, lunar_day))]
    assert all((i.section, i.kind, i.state) == ("dates", "birthday", "open") for i in found)
    return [(i.ref, str(i.title), str(i.when)) for i in found]


def test_the_days_ahead_include_today_and_the_last_one() -> None:
    people = [(TAG, "1980-11-30"), (TAG, "1986-11-23"), (TAG, "1990-12-01"), (TAG, "1990-11-22")]
    assert [(ref, title) for ref, title, _ in lines(*people)] == [
        ("c1", "turns 40"),
        ("c1", "turns 46"),
    ]
    assert len(lines(*people, days=0)) == 1
    assert lines() == []


def test_a_line_is_due_on_the_day_itself() -> None:
    (item,) = birthday.agenda([(TAG, "1980-11-30")], NOW, SOLAR)
    assert item.due == at("2026-11-30 00:00")


def test_a_lunar_birthday_tells_its_lunar_day_and_a_doubtful_year_no_age() -> None:
    assert lines((TAG, "lunar:10-15"))[0][1] == "birthday (lunar 10-15)"
    assert lines((TAG, "1800-11-23"))[0][1] == "birthday"
    assert lines((TAG, "2026-11-23"))[0][1] == "birthday"
