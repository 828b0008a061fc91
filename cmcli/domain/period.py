"""Periods: a day, an ISO week, a month, a quarter, a year, or a range of them.

All rules are pure: `today` is given, in the manager's zone.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from cmcli.domain.days import month_days
from cmcli.domain.when_words import (
    AWAY,
    EARLIEST,
    KINDS,
    NUMBER,
    WHICH,
    YEAR,
    BadPhrase,
    add_months,
    any_of,
    normalise,
    number,
    shown,
    year_number,
)
from cmcli.errors import Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple

_HINT = say("for example: thisweek, lastmonth, 2026-W47, 2026Q4, 2026-11-01..2026-11-15, 上周")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Period(NamedTuple):
    """The days from `start` to `end`, both included; `name` reads back as the same period."""

    name: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def is_week(self) -> bool:
        """Whether it goes from a Monday to its Sunday."""
        return self.days == 7 and self.start.weekday() == 0

    def begun(self, today: date, hint: Message | None = None) -> "Period":
        """The period, which has begun by `today`; raises `Usage` where there is nothing in it yet.

        `hint` is what to do then, where there is more to say than when it begins.
        """
        if self.start > today:
            raise Usage(
                say("{period} has not begun yet", period=self.name),
                hint or say("it begins {day}", day=self.start),
            )
        return self

    def previous(self) -> "Period":
        """The one of the same kind and length just before: before two months, two months."""
        start = self._moved(-1)
        end = self.start - timedelta(days=1)
        return _between(calendar_unit(self._kind, start), calendar_unit(self._kind, end))

    def back(self, count: int) -> "list[Period]":
        """So many periods of its kind, the last of them itself."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].previous())
        return found[::-1]

    def next(self) -> "Period":
        """The one of the same kind and length just after."""
        start = self.end + timedelta(days=1)
        end = self._moved(2) - timedelta(days=1)
        return _between(calendar_unit(self._kind, start), calendar_unit(self._kind, end))

    def year_before(self) -> "Period":
        """The same a year earlier: the week of that number, the month, quarter or year, else the
        same days. A week 53 that year did not have is its week 52, a 29 February its 28th.
        """  # noqa: D205
        first, last = _year_before(self._kind, self.start), _year_before(self._kind, self.end)
        return _between(calendar_unit(self._kind, first), calendar_unit(self._kind, last))

    @property
    def _kind(self) -> str:
        """The kind of calendar unit it is made of; days where they differ."""
        kinds = {_kind(name) for name in self.name.split("..")}
        return kinds.pop() if len(kinds) == 1 else "day"

    def _moved(self, times: int) -> date:
        """Its first day, so many of its lengths later."""
        if self._kind not in _MONTHS:
            return self.start + timedelta(days=times * self.days)
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        return add_months(self.start, times * months)


def calendar_unit(kind: str, day: date, away: int = 0) -> Period:
    """The day, week, month, quarter or year (`kind`) that `day` is in, or the one `away` later."""
    if kind == "day":
        day += timedelta(days=away)
        return Period(day.isoformat(), day, day)
    if kind == "week":
        start = day + timedelta(days=7 * away - day.weekday())
        year, week, _ = start.isocalendar()
        return Period(f"{year}-W{week:02}", start, start + timedelta(days=6))
    months = _MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    start = add_months(first, months * away)
    last = add_months(start, months - 1)
    end = last.replace(day=month_days(last.year, last.month))
    names = {
        "month": f"{start.year}-{start.month:02}",
        "quarter": f"{start.year}Q{end.month // 3}",
        "year": f"{start.year}",
    }
    return Period(names[kind], start, end)


def _year_before(kind: str, day: date) -> date:
    """A day of the unit of that kind which stands where that of `day` does, a year earlier."""
    if kind == "week":
        year, week, weekday = day.isocalendar()
        # The 28th of December is in the last week of its year.
        last = date(year - 1, 12, 28).isocalendar().week
        return date.fromisocalendar(year - 1, min(week, last), weekday)
    return day.replace(year=day.year - 1, day=min(day.day, month_days(day.year - 1, day.month)))


def _kind(name: str) -> str:
    """The kind of one calendar unit, by its canonical name."""
    if "W" in name:
        return "week"
    if "Q" in name:
        return "quarter"
    return ("year", "month", "day")[name.count("-")]


def _between(first: Period, last: Period) -> Period:
    """From the start of `first` to the end of `last`."""
    if first == last:
        return first
    return Period(f"{first.name}..{last.name}", first.start, last.end)


# What is understood ----------------------------------------------------------------------------


def _named(match: re.Match[str], today: date) -> Period:
    return calendar_unit(KINDS[match["kind"]], today, WHICH[match["which"]])


def _day_word(match: re.Match[str], today: date) -> Period:
    return calendar_unit("day", today, AWAY[match[0]])


def _year(match: re.Match[str], _: date) -> Period:
    return calendar_unit("year", date(year_number(match["year"]), 1, 1))


def _quarter(match: re.Match[str], _: date) -> Period:
    first = 3 * number(match["quarter"]) - 2
    return calendar_unit("quarter", date(year_number(match["year"]), first, 1))


def _month(match: re.Match[str], _: date) -> Period:
    return calendar_unit("month", date(year_number(match["year"]), number(match["month"]), 1))


def _week(match: re.Match[str], _: date) -> Period:
    monday = date.fromisocalendar(year_number(match["year"]), number(match["week"]), 1)
    return calendar_unit("week", monday)


def _day(match: re.Match[str], _: date) -> Period:
    year, month, day = year_number(match["year"]), number(match["month"]), number(match["day"])
    return calendar_unit("day", date(year, month, day))


_YEAR = rf"(?P<year>{YEAR})"
_FORMS: tuple[tuple[str, Callable[[re.Match[str], date], Period]], ...] = (
    (r"(?P<which>this|last|next)[ -]?(?P<kind>week|month|quarter|year)", _named),
    (r"(?P<which>[本这上下])个?(?P<kind>周|星期|月|季度?)", _named),
    (r"(?P<which>[今本去明])(?P<kind>年)", _named),
    (any_of(AWAY), _day_word),
    (rf"{_YEAR}年?", _year),
    (rf"{_YEAR}[- ]?q(?P<quarter>[1-4])", _quarter),
    (rf"{_YEAR}年第?(?P<quarter>[1-4一二三四])季度?", _quarter),
    (rf"{_YEAR}[- ]?w(?P<week>\d\d?)", _week),
    (rf"{_YEAR}年第?(?P<week>{NUMBER})周", _week),
    (rf"{_YEAR}[-/.](?P<month>\d\d?)", _month),
    (rf"{_YEAR}年(?P<month>{NUMBER})月份?", _month),
    (rf"{_YEAR}(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)", _day),
    (rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)", _day),
    (rf"{_YEAR}年(?P<month>{NUMBER})月(?P<day>{NUMBER})[日号]", _day),
)


def _one(text: str, today: date) -> Period | None:
    """The calendar unit that `text` names."""
    for pattern, build in _FORMS:
        if match := re.fullmatch(pattern, text, re.ASCII):
            found = build(match, today)
            return found if found.start.year >= EARLIEST else None
    return None


def parse_period(text: str, today: date) -> Period:
    """The period that `text` names on `today`: a calendar unit, or two joined by `..`.

    `BadPhrase` says what cannot be understood, does not exist, or ends before it begins.
    """
    first, dots, last = re.sub(" ?(?:[.]{2}|至|到) ?", "..", normalise(text)).partition("..")
    try:
        start = _one(first, today)
        end = _one(last, today) if dots else start
    except (ValueError, OverflowError):
        raise BadPhrase(
            say("'{phrase}': there is no such period", phrase=shown(text)), _HINT
        ) from None
    if start is None or end is None:
        raise BadPhrase(say("'{phrase}' is not understood as a period", phrase=shown(text)), _HINT)
    if start.start > end.end:
        raise BadPhrase(say("'{phrase}' ends before it begins", phrase=shown(text)), _HINT)
    return _between(start, end)
