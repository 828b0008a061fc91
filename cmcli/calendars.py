"""The official days off, of a package that is imported when first asked, never at start-up."""

from collections.abc import Callable
from datetime import date
from functools import cache

_MONDAY_TO_FRIDAY = frozenset(range(5))


def office_calendar(
    *,
    official: bool,
    holidays: frozenset[date],
    extra_days: frozenset[date],
    weekdays: frozenset[int] = _MONDAY_TO_FRIDAY,
) -> Callable[[date], bool]:
    """Whether a bank's office works on a day: make-up days worked, official holidays not.

    Days added by hand beat the official ones, those beat the days of the week. Past the last
    official year the days of the week decide alone.
    """

    @cache
    def is_working(day: date) -> bool:
        if day in extra_days:
            return True
        if day in holidays:
            return False
        if official:
            from chinese_calendar.constants import holidays as days_off
            from chinese_calendar.constants import workdays

            if day in workdays or day in days_off:
                return day in workdays
        return day.weekday() in weekdays

    return is_working


def market_calendar(*, official: bool, holidays: frozenset[date]) -> Callable[[date], bool]:
    """Whether the markets trade: never on a weekend, make-up days included, nor on a holiday."""

    @cache
    def is_trading(day: date) -> bool:
        if day in holidays or day.weekday() > 4:
            return False
        if official:
            from chinese_calendar.constants import holidays as days_off

            return day not in days_off
        return True

    return is_trading


def covered(day: date) -> bool:
    """Whether the official calendar of that year is known."""
    from chinese_calendar.constants import holidays

    return bool(min(holidays).year <= day.year <= last_official_year())


@cache
def last_official_year() -> int:
    """The last year whose days off are known."""
    from chinese_calendar.constants import holidays, workdays

    return int(max(day.year for day in [*holidays, *workdays]))
