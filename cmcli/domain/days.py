"""Days, weeks and quarters of the manager's zone; working days of the office calendar.

Instants in records are aware and in UTC; `now` is aware and in the manager's zone. A day is
asked of an instant only through `day_of`, so that no rule takes a UTC day for a local one.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

WorkingDay = Callable[[date], bool]


def month_days(year: int, month: int) -> int:
    """How many days the month has; `calendar` knows it too, and imports every locale."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def day_of(instant: datetime, now: datetime) -> date:
    """The local day of an instant, in the zone of `now`."""
    return instant.astimezone(now.tzinfo).date()


@lru_cache(4096)
def midnight(day: date, zone: tzinfo | None) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def is_whole_day(due: datetime, now: datetime) -> bool:
    """Whether a due time was given as a day: local midnight stands for the whole day.

    Where the clocks skip midnight, the first instant of the day stands for it.
    """
    return due == midnight(day_of(due, now), now.tzinfo)


def limit(due: datetime, now: datetime) -> datetime:
    """The last instant at which a promise for `due` is kept: 23:59:59 where a day was given."""
    return _limit(due, now.tzinfo)


@lru_cache(4096)
def _limit(due: datetime, zone: tzinfo | None) -> datetime:
    day = due.astimezone(zone).date()
    # Where the clocks skip midnight, the first instant of the day stands for it.
    if due != midnight(day, zone):
        return due
    return midnight(day + timedelta(days=1), zone) - timedelta(seconds=1)


def limit_of_days(start: datetime, days: int, now: datetime) -> datetime:
    """A limit in natural days: 23:59:59 of the last one, the day of `start` not counted."""
    last = day_of(start, now) + timedelta(days=days)
    return midnight(last + timedelta(days=1), now.tzinfo) - timedelta(seconds=1)


def monday(day: date) -> date:
    """The Monday of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def quarter_start(day: date) -> date:
    """First day of the calendar quarter of `day`."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def working_days(first: date, last: date, is_working: WorkingDay) -> int:
    """How many working days there are from `first` to `last`, both included."""
    return sum(1 for day in days_between(first, last) if is_working(day))
