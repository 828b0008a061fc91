"""Adapters of the calendar packages: official days off, and the lunar calendar.

Both are imported when first asked, never at start-up.
"""

from collections.abc import Callable
from datetime import date


def office_calendar(
    *, official: bool, holidays: frozenset[date], extra_days: frozenset[date]
) -> Callable[[date], bool]:
    """Whether a bank's office works on a day: make-up days worked, official holidays not.

    Days added by hand beat the official ones. Past the last official year weekends alone are off.
    """

    def is_working(day: date) -> bool:
        if day in extra_days:
            return True
        if day in holidays:
            return False
        if official and covered(day):
            from chinese_calendar import is_workday

            return bool(is_workday(day))
        return day.weekday() < 5

    return is_working


def covered(day: date) -> bool:
    """Whether the official calendar of that year is known."""
    from chinese_calendar.constants import holidays

    return bool(min(holidays).year <= day.year <= _last_official_year())


def _last_official_year() -> int:
    from chinese_calendar.constants import holidays, workdays

    return int(max(day.year for day in [*holidays, *workdays]))


def lunar_day(day: date) -> tuple[int, int] | None:
    """(month, day) of the lunar calendar; None in a leap month."""
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = int(lunar.getMonth())
    return (month, int(lunar.getDay())) if month > 0 else None
