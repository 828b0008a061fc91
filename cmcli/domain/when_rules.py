"""What each pattern of `when_grammar` means, read against `now`.

A rule gives a day, an hour or an instant; `BadPhrase` refuses a phrase for a reason of its own. A
day or hour that does not exist is a `ValueError`, one out of reach an `OverflowError`.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn, TypeVar

from cmcli.domain.period import calendar_unit
from cmcli.domain.when_words import (
    AWAY,
    DAY_UNITS,
    DIRECTIONS,
    KINDS,
    MONTHS,
    PARTS,
    SECONDS,
    WEEKDAYS,
    WHICH,
    BadPhrase,
    add_months,
    amount,
    number,
    year_number,
)
from cmcli.messages import Message, say
from cmcli.named import NamedTuple

_HINT = say("for example: tomorrow 3pm, fri, +3d, 2026-12-01 15:00, 明天下午3点, 三天后")
_HINT_PAST = say("for example: yesterday 3pm, fri, 2h ago, 2026-11-20 15:00, 昨天下午3点, 半小时前")
HINT_HOUR = say("for example: 3pm, 3am, 15:00, 下午3点, 凌晨3点")
_HINT_CLOCKS = say("choose another hour, or add its offset: 2026-10-25T02:30+02:00")

_MOST = 2400
"""More months or working days than this are not counted: 200 years, or ten."""

_SMALL_HOURS = range(1, 7)

Match = re.Match[str]
Value = TypeVar("Value")


class Ask(NamedTuple):
    """A phrase being read: as it is shown, and what it is read against."""

    phrase: str
    now: datetime
    past: bool
    working_day: Callable[[date], bool]

    @property
    def today(self) -> date:
        """The day of `now` in the manager's zone."""
        return self.now.date()

    @property
    def ahead(self) -> int:
        """The way bare forms look: 1 to the next one, -1 to the last one."""
        return -1 if self.past else 1

    def bad(self, message: Message, hint: Message | None = None) -> BadPhrase:
        """The refusal that says `message`, and shows examples."""
        return BadPhrase(message, hint or (_HINT_PAST if self.past else _HINT))

    def unknown(self) -> BadPhrase:
        """The refusal of what makes no sense."""
        return self.bad(say("'{phrase}' is not understood as a day or a time", phrase=self.phrase))

    def two_ways(self, hint: Message | None = None) -> BadPhrase:
        """The refusal of what makes sense twice."""
        return self.bad(
            say("'{phrase}' can be read in more than one way", phrase=self.phrase), hint
        )


def at(day: date, clock: time, ask: Ask) -> datetime:
    """The instant of a day and an hour; refused where the clocks skip it or show it twice."""
    first = datetime.combine(day, clock, ask.now.tzinfo)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return first
    if before < after:
        raise ask.bad(
            say("'{phrase}': the clocks go forward and skip that hour", phrase=ask.phrase),
            _HINT_CLOCKS,
        )
    raise ask.bad(
        say("'{phrase}': the clocks go back and that hour comes twice", phrase=ask.phrase),
        _HINT_CLOCKS,
    )


def nearest(clock: time, ask: Ask) -> datetime:
    """The next instant the clock shows `clock`, or the last one; now itself counts."""
    present = ask.now.time()
    gone = clock > present if ask.past else clock < present
    return at(ask.today + timedelta(days=ask.ahead * gone), clock, ask)


# Refusals --------------------------------------------------------------------------------------


def two_ways(_: Match, ask: Ask, hint: Message | None = None) -> NoReturn:
    """Refuse what can be read in two ways."""
    raise ask.two_ways(hint)


def no_hour(_: Match, ask: Ask) -> NoReturn:
    """Refuse a part of the day that lacks an hour."""
    raise ask.bad(say("'{phrase}' names a part of a day but no hour", phrase=ask.phrase))


def no_day(_: Match, ask: Ask) -> NoReturn:
    """Refuse a span of days, or a vague part of one."""
    raise ask.bad(say("'{phrase}' does not name one day", phrase=ask.phrase))


# Distances: three days, half an hour -----------------------------------------------------------


def _direction(match: Match, ask: Ask) -> int:
    """1 for later, -1 for earlier; said before the amount or after it, not both."""
    said = [word.strip() for word in (match["head"], match["tail"]) if word]
    if len(said) > 1 or (not said and not match[0].isascii()):
        raise ask.unknown()
    return DIRECTIONS[said[0]] if said else ask.ahead


def days_away(match: Match, ask: Ask) -> date:
    """Days, weeks, months, years or working days away; a month keeps the day if it can."""
    count = amount(match["count"]) * _direction(match, ask)
    unit = DAY_UNITS[match["unit"]]
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    count *= months or 1
    if count != int(count):
        raise ask.unknown()
    if abs(count) > _MOST and unit not in ("day", "week"):
        raise OverflowError
    if months:
        return add_months(ask.today, int(count))
    if unit == "working day":
        return _working_days_away(int(count), ask)
    return ask.today + timedelta(days=int(count) * (7 if unit == "week" else 1))


def _working_days_away(count: int, ask: Ask) -> date:
    day = ask.today
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not ask.working_day(day):
            day += step
    return day


def elapsed(match: Match, ask: Ask) -> datetime:
    """An exact time away, whatever the clocks do meanwhile."""
    return _seconds_away(amount(match["count"]) * SECONDS[match["unit"]], match, ask)


def hours_and_minutes(match: Match, ask: Ask) -> datetime:
    """The same, said in two units."""
    minutes = number(match["hours"]) * 60 + number(match["minutes"])
    return _seconds_away(minutes * 60, match, ask)


def _seconds_away(seconds: float, match: Match, ask: Ask) -> datetime:
    away = timedelta(seconds=_direction(match, ask) * round(seconds))
    return (ask.now.astimezone(UTC) + away).astimezone(ask.now.tzinfo)


def now(_: Match, ask: Ask) -> datetime:
    """The present."""
    return ask.now


# Days ------------------------------------------------------------------------------------------


def word(match: Match, ask: Ask) -> date:
    """A day called by its distance from today."""
    return ask.today + timedelta(days=AWAY[match["word"]])


def weekday(match: Match, ask: Ask) -> date:
    """A weekday: of the week said, else the next one, or the last; never today."""
    wanted = WEEKDAYS[match["weekday"]]
    if which := match["which"]:
        monday = calendar_unit("week", ask.today, WHICH[which]).start
        return monday + timedelta(days=wanted)
    days = (ask.ahead * (wanted - ask.today.weekday()) - 1) % 7 + 1
    return ask.today + timedelta(days=ask.ahead * days)


def end(match: Match, ask: Ask) -> date:
    """The end of a week, month, quarter or year: bare, the first one that has not gone by."""
    kind = KINDS[match["kind"]]
    if which := match["which"]:
        return calendar_unit(kind, ask.today, WHICH[which]).end
    present = calendar_unit(kind, ask.today)
    if ask.past and present.end > ask.today:
        return calendar_unit(kind, ask.today, -1).end
    return present.end


def full_date(match: Match, ask: Ask) -> date:
    """A day said with its year; a weekday said with it has to be its own."""
    year, month, day = year_number(match["year"]), match["month"], number(match["day"])
    found = date(year, MONTHS.get(month) or number(month), day)
    return _on_its_weekday(found, match, ask)


def _on_its_weekday(day: date, match: Match, ask: Ask) -> date:
    """The same day, if it is on the weekday said with it."""
    said = match.groupdict().get("weekday")
    if said and WEEKDAYS[said] != day.weekday():
        raise ask.bad(say("'{phrase}': that day is another weekday", phrase=ask.phrase))
    return day


def month_day(match: Match, ask: Ask) -> date:
    """A month and a day: of the year said, else the first that has not gone by; today counts.

    With its weekday, as cm itself says a day around now, it is the nearest one.
    """
    month, day = match["month"], number(match["day"])
    wanted = (MONTHS.get(month) or number(month), day)
    present = (ask.today.month, ask.today.day)
    if which := match.groupdict().get("which"):
        found = date(ask.today.year + WHICH[which], *wanted)
    elif match.groupdict().get("weekday"):
        found = _nearest_day(wanted, ask.today)
    else:
        gone = wanted > present if ask.past else wanted < present
        found = date(ask.today.year + ask.ahead * gone, *wanted)
    return _on_its_weekday(found, match, ask)


def _nearest_day(wanted: tuple[int, int], today: date) -> date:
    """That month and day of the year in which it is nearest."""
    days = []
    for year in (today.year - 1, today.year, today.year + 1):
        with suppress(ValueError):  # 29 February is not in each of them
            days.append(date(year, *wanted))
    return min(days, key=lambda day: abs(day - today))


def day_of_month(match: Match, ask: Ask) -> date:
    """A day of the month said, else of the first month where it has not gone by; today counts."""
    day = number(match["day"])
    if which := match["which"]:
        return calendar_unit("month", ask.today, WHICH[which]).start.replace(day=day)
    for away in range(3):
        month = calendar_unit("month", ask.today, away * ask.ahead)
        gone = away == 0 and (day > ask.today.day if ask.past else day < ask.today.day)
        if 1 <= day <= month.end.day and not gone:
            return month.start.replace(day=day)
    raise ValueError


# Hours -----------------------------------------------------------------------------------------


def clock(match: Match, ask: Ask) -> time:
    """An hour, with its minutes if said."""
    found = match.groupdict()
    hour = number(found["hour"])
    minute = number(found.get("minute") or "0")
    if found.get("half"):
        minute = 30
    elif quarters := found.get("quarters"):
        minute = 15 * number(quarters)
    return time(_hour(hour, found, ask), minute, int(found.get("second") or 0))


def _hour(hour: int, found: dict[str, str], ask: Ask) -> int:
    """The hour on the 24-hour clock, by `am`, by the part of the day, or as it is."""
    part, half_day = found.get("part"), found.get("half_day")
    if half_day:
        if hour not in range(1, 13):
            raise ValueError
        hour = hour % 12 + (12 if half_day == "p" else 0)
    if part:
        as_said, twelve_more = PARTS[part]
        if hour in twelve_more and not half_day:
            return hour + 12
        if hour not in as_said:
            raise ask.bad(
                say("'{phrase}': the hour is not in that part of the day", phrase=ask.phrase),
                HINT_HOUR,
            )
    elif found.get("spoken") and hour in _SMALL_HOURS:
        raise ask.two_ways(HINT_HOUR)
    return hour


def noon(_: Match, __: Ask) -> time:
    """Noon."""
    return time(12)


def midnight(_: Match, ask: Ask) -> datetime:
    """The next midnight, or the last one: with a day it would mean either end."""
    return nearest(time(), ask)


def iso_instant(match: Match, ask: Ask) -> datetime:
    """A day and hour in ISO 8601, local unless it has an offset."""
    offset = (match["offset"] or "").upper()
    found = datetime.fromisoformat(f"{match['day']}T{match['clock']}{offset}")
    if found.tzinfo is None:
        return at(found.date(), found.time(), ask)
    return found.astimezone(ask.now.tzinfo)
