"""The table of lunar months is the library's."""

from datetime import date, timedelta

import pytest

from cmcli import lunar
from tools import lunar as made


def test_every_year_of_the_table_is_the_librarys() -> None:
    years = range(made.FIRST, made.LAST + 1)
    assert tuple(made.code(year) for year in years) == lunar.YEARS
    assert lunar.lunar_day(made.new_year(made.FIRST) - timedelta(days=1)) is None


@pytest.mark.parametrize("year", [1990, 2025, 2026, 2033, 2034, 2099])
def test_days_are_counted_as_the_library_does(year: int) -> None:
    # 2033 is the year in which simpler tables put the leap month wrongly.
    days = [date(year, 2, 20) + timedelta(days=n) for n in range(0, 300, 3)]
    assert [lunar.lunar_day(day) for day in days] == [made.by_library(day) for day in days]


def test_new_year_and_its_eve() -> None:
    assert lunar.lunar_day(date(2026, 2, 17)) == (1, 1)
    assert lunar.lunar_day(date(2026, 2, 16)) == (12, 29)


@pytest.mark.parametrize("day", [date(1990, 1, 26), date(2100, 2, 9), date(2200, 1, 1)])
def test_beyond_the_table_nothing_is_said(day: date) -> None:
    assert lunar.lunar_day(day) is None
