"""Recurrence: how a manager says it, the RFC 5545 rule it is kept as, and the next date."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from cmcli.domain.days import WorkingDay
from cmcli.errors import Usage
from cmcli.messages import Message, say

_UNITS = {
    "day": "FREQ=DAILY", "天": "FREQ=DAILY", "日": "FREQ=DAILY",
    "week": "FREQ=WEEKLY", "周": "FREQ=WEEKLY", "星期": "FREQ=WEEKLY",
    "month": "FREQ=MONTHLY", "月": "FREQ=MONTHLY",
    "quarter": "FREQ=MONTHLY;INTERVAL=3", "季度": "FREQ=MONTHLY;INTERVAL=3",
    "季": "FREQ=MONTHLY;INTERVAL=3",
    "half-year": "FREQ=MONTHLY;INTERVAL=6", "半年": "FREQ=MONTHLY;INTERVAL=6",
    "year": "FREQ=YEARLY", "年": "FREQ=YEARLY",
}  # fmt: skip
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_DAYS = "一二三四五六日天"
_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "other": 2}
_COUNT = r"(?:(\d{1,3}|[一二两三四五六]|other)\s*)?"


def _number(text: str | None) -> int:
    return _NUMBERS.get(text or "1") or int(text or 1)


def _unit(match: re.Match[str]) -> str:
    rule, count = _UNITS[match["unit"]], _number(match[1])
    if count == 0:
        raise ValueError(match[0])
    base, _, factor = rule.partition(";INTERVAL=")
    interval = count * int(factor or 1)
    return f"{base};INTERVAL={interval}" if interval > 1 else base


def _weekday(match: re.Match[str]) -> str:
    name = match["day"]
    index = _CHINESE_DAYS.index(name) if name in _CHINESE_DAYS else _english(name)
    count = _number(match[1])
    every = f";INTERVAL={count}" if count > 1 else ""
    return f"FREQ=WEEKLY{every};BYDAY={_DAYS[min(index, 6)]}"


def _english(name: str) -> int:
    return _ENGLISH_DAYS.index(name[:3])


def _month_day(match: re.Match[str]) -> str:
    day = int(match["day"])
    if not 1 <= day <= 31:
        raise ValueError(match[0])
    return f"FREQ=MONTHLY;{_at_most(day)}"


def _at_most(day: int) -> str:
    """On that day, or the last one of a month that has no such day."""
    if day <= 28:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"


_WEEKDAY_NAMES = "|".join(f"{day}[a-z]*" for day in _ENGLISH_DAYS)
_GRAMMAR: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"(?:every\s+)?{_COUNT}(?P<unit>half-year|quarter|day|week|month|year)s?", _unit),
    (rf"每?{_COUNT}个?(?P<unit>天|日|周|星期|月|季度|季|半年|年)", _unit),
    (rf"(?:every\s+){_COUNT}(?P<day>{_WEEKDAY_NAMES})", _weekday),
    (rf"每{_COUNT}个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", _weekday),
    (r"每个?月(?P<day>\d{1,2})[号日]", _month_day),
    (r"every\s+month\s+on\s+the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?", _month_day),
    (r"每个?月(?:底|末)|(?:every\s+)?month[ -]end", lambda _: "FREQ=MONTHLY;BYMONTHDAY=-1"),
    (r"每个?工作日|(?:every\s+)?weekday", lambda _: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
)


def parse_every(text: str) -> str:
    """An RFC 5545 rule from `month`, `every 2 weeks`, `every fri`, 每月5号, 每季度; raises `Usage`.

    A rule itself is taken as it is.
    """
    phrase = " ".join(text.lower().split())
    if phrase.startswith("freq="):
        return _checked_rule(phrase.upper())
    for pattern, build in _GRAMMAR:
        match = re.fullmatch(pattern, phrase)
        if match:
            try:
                return build(match)
            except ValueError:
                break
    raise Usage(
        say("{text} is not a rule of recurrence", text=text),
        say("for example month, every 2 weeks, every fri, 每月5号, 每两周, 每季度"),
    )


def _checked_rule(rule: str) -> str:
    from dateutil.rrule import rrulestr

    # dateutil would look for the next date for ever.
    endless = re.search(r"INTERVAL=0*(?!\d)", rule)
    try:
        rrulestr(rule, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 only its form is looked at
    except (ValueError, TypeError, KeyError) as error:
        raise Usage(say("{text} is not an RFC 5545 rule", text=rule)) from error
    if endless:
        raise Usage(say("{text} is not an RFC 5545 rule", text=rule))
    return rule


_NAMED_DAYS = (
    say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"),
)  # fmt: skip
_EVERY = {
    ("DAILY", 1): say("every day"), ("WEEKLY", 1): say("every week"),
    ("MONTHLY", 1): say("every month"), ("MONTHLY", 3): say("every quarter"),
    ("MONTHLY", 6): say("every half-year"), ("YEARLY", 1): say("every year"),
}  # fmt: skip


def in_words(rule: str) -> Message | str:
    """A rule as a manager says it; one that the grammar does not make stays as it is."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    unit, count = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    every = _EVERY.get((unit, int(count) if count.isdecimal() else 0)) or {
        "DAILY": say("every {n} days", n=count), "WEEKLY": say("every {n} weeks", n=count),
        "MONTHLY": say("every {n} months", n=count), "YEARLY": say("every {n} years", n=count),
    }.get(unit)  # fmt: skip
    # The last of several days that go with a BYSETPOS is the day that was meant.
    parts.pop("BYSETPOS", None)
    day, weekday = parts.pop("BYMONTHDAY", "").rpartition(",")[2], parts.pop("BYDAY", "")
    if every is None or parts or (day and weekday):
        return rule
    if day:
        if day == "-1":
            return say("{every} on the last day", every=every)
        return say("{every} on day {day}", every=every, day=day)
    if weekday == "MO,TU,WE,TH,FR":
        return say("Monday to Friday") if unit == "WEEKLY" else rule
    if not weekday:
        return every
    if weekday not in _DAYS:
        return rule
    named = _NAMED_DAYS[_DAYS.index(weekday)]
    if every == _EVERY["WEEKLY", 1]:
        return say("every {weekday}", weekday=named)
    return say("{every} on {weekday}", every=every, weekday=named)


def next_date(
    rule: str, first: datetime, after: datetime, now: datetime
) -> tuple[datetime, str] | None:
    """The first date of `rule` after both `after` and `now`, and the rule that holds from then on.

    Counted in local time, so that 10:00 stays 10:00 across a change of the clocks, and from the
    `first` promise, so that one moved call does not move all that follow.
    """
    from dateutil.rrule import rrulestr

    start, last = (at.astimezone(now.tzinfo).replace(tzinfo=None) for at in (first, after))
    full = _to_the_months_end(rule, start)
    dates = rrulestr(full, dtstart=start)
    found = dates.after(max(last, now.replace(tzinfo=None)))
    if found is None:
        return None
    # What is left of COUNT=n, which begins anew with each promise.
    left = re.sub(
        r"COUNT=(\d+)",
        lambda count: f"COUNT={int(count[1]) - len(dates.between(start, found, inc=True)) + 1}",
        full,
    )
    return found.replace(tzinfo=now.tzinfo), left


def first_date(rule: str, now: datetime) -> datetime | None:
    """The first day of a rule from tomorrow on, where nothing else says when it begins."""
    from dateutil.rrule import rrulestr

    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    dates = rrulestr(rule, dtstart=midnight)
    found = dates.after(midnight)
    return found.replace(tzinfo=now.tzinfo) if found else None


def off_days_off(due: datetime, is_working: WorkingDay, now: datetime) -> datetime:
    """The same time on the next working day, where `due` falls on a day off."""
    local = due.astimezone(now.tzinfo)
    day: date = local.date()
    for _ in range(60):
        if is_working(day):
            break
        day += timedelta(days=1)
    return local.replace(year=day.year, month=day.month, day=day.day)


def _to_the_months_end(rule: str, first: datetime) -> str:
    """On the 31st, or the last day of a month that has none; RFC 5545 would leave it out."""
    if first.day <= 28 or "BY" in rule:
        return rule
    days = ",".join(map(str, range(28, first.day + 1)))
    if rule.startswith("FREQ=MONTHLY"):
        return f"{rule};BYMONTHDAY={days};BYSETPOS=-1"
    if rule.startswith("FREQ=YEARLY") and first.month == 2:
        return f"{rule};BYMONTH=2;BYMONTHDAY={days};BYSETPOS=-1"
    return rule
