"""A callback: a promise to contact a client by a time; it may recur."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, is_whole_day, limit
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Message, joined, say, say_n


class Callback(NamedTuple):
    """`due_at` at local midnight means the whole day; `every` is an RFC 5545 rule."""

    id: int
    client_id: int
    due_at: datetime
    purpose: str | None
    every: str | None
    first_due_at: datetime
    moved: int
    done_at: datetime | None
    cancelled_at: datetime | None
    request_id: int | None
    deal_id: int | None
    created_at: datetime


_FREQUENCIES = {
    "day": "FREQ=DAILY", "天": "FREQ=DAILY", "日": "FREQ=DAILY",
    "week": "FREQ=WEEKLY", "周": "FREQ=WEEKLY", "星期": "FREQ=WEEKLY",
    "month": "FREQ=MONTHLY", "月": "FREQ=MONTHLY",
    "year": "FREQ=YEARLY", "年": "FREQ=YEARLY",
}  # fmt: skip
_MONTHS = {"quarter": 3, "季度": 3, "季": 3, "half-year": 6, "半年": 6}
_EVERY = re.compile(
    r"(?:every|每)?\s*(\d{1,3})?\s*个?\s*([a-z-]+?|天|日|周|星期|月|年|季度|季|半年)s?"
)


def parse_every(text: str) -> str:
    """An RFC 5545 rule from `month`, `2 weeks`, 每季度 or a rule itself; raises `Usage`."""
    phrase = text.strip()
    if phrase.upper().startswith("FREQ="):
        return _checked_rule(phrase.upper())
    match = _EVERY.fullmatch(phrase.lower())
    count, unit = (int(match[1] or 1), match[2]) if match else (0, "")
    if count and unit in _MONTHS:
        return f"FREQ=MONTHLY;INTERVAL={_MONTHS[unit] * count}"
    if count and unit in _FREQUENCIES:
        return _FREQUENCIES[unit] + (f";INTERVAL={count}" if count > 1 else "")
    raise Usage(
        say("{text} is not a rule of recurrence", text=text),
        say("for example month, 2 weeks, quarter, 每月, 每季度, FREQ=MONTHLY;BYMONTHDAY=5"),
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


def following(callback: Callback, now: datetime) -> tuple[datetime, str] | None:
    """The next due time of a recurring callback after both its due time and `now`, and the rule
    that holds from then on.

    Counted in local time, so that 10:00 stays 10:00 across a change of the clocks, and from the
    first promise, so that one moved call does not move all that follow.
    """  # noqa: D205
    if not callback.every:
        return None
    from dateutil.rrule import rrulestr

    first, due = (
        moment.astimezone(now.tzinfo).replace(tzinfo=None)
        for moment in (callback.first_due_at, callback.due_at)
    )
    rule = _to_the_months_end(callback.every, first)
    dates = rrulestr(rule, dtstart=first)
    found = dates.after(max(due, now.replace(tzinfo=None)))
    if found is None:
        return None
    # What is left of COUNT=n, which begins anew with each promise.
    left = re.sub(
        r"COUNT=(\d+)",
        lambda count: f"COUNT={int(count[1]) - len(dates.between(first, found, inc=True)) + 1}",
        rule,
    )
    return found.replace(tzinfo=now.tzinfo), left


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


def booked(callback: Callback, now: datetime) -> list[Change]:
    """A new callback; its due time lies ahead, or is today."""
    if limit(callback.due_at, now) < now:
        raise Usage(
            say("{due} is past; a callback is due in the future", due=callback.due_at),
            say("for example 明天下午3点, fri, +3d"),
        )
    return [insert(callback)]


def completed(callback: Callback, at: datetime, now: datetime) -> list[Change]:
    """Done at `at`; a recurring one books its next date."""
    _still_open(callback)
    changes = update(callback, done_at=at)
    found = following(callback, now)
    if found:
        due, rule = found
        again = callback._replace(
            id=-90, due_at=due, first_due_at=due, moved=0, created_at=now, every=rule
        )
        changes.append(insert(again))
    return changes


def moved(callback: Callback, due: datetime, now: datetime) -> list[Change]:
    """Promised anew for `due`; how often it moved is kept."""
    _still_open(callback)
    if limit(due, now) < now:
        raise Usage(say("{due} is past; a callback is due in the future", due=due))
    if due == callback.due_at:
        raise Refused(say("{ref} is due then already", ref=ref_of("callback", callback.id)))
    return update(callback, due_at=due, moved=callback.moved + 1)


def cancelled(callback: Callback, now: datetime) -> list[Change]:
    """No longer promised; a recurring one ends."""
    _still_open(callback)
    return update(callback, cancelled_at=now)


def _still_open(callback: Callback) -> None:
    ref = ref_of("callback", callback.id)
    if callback.done_at:
        raise Refused(say("{ref} was done at {at}", ref=ref, at=callback.done_at))
    if callback.cancelled_at:
        raise Refused(say("{ref} was cancelled at {at}", ref=ref, at=callback.cancelled_at))


def state(callback: Callback, now: datetime) -> str:
    """`done`, `cancelled`, `overdue`, `due` (today) or `open`."""
    if callback.done_at:
        return "done"
    if callback.cancelled_at:
        return "cancelled"
    if limit(callback.due_at, now) < now:
        return "overdue"
    return "due" if day_of(callback.due_at, now) == now.date() else "open"


def on_time(callback: Callback, now: datetime) -> bool:
    """Whether it was done by its due time."""
    return bool(callback.done_at and callback.done_at <= limit(callback.due_at, now))


def agenda(
    open_callbacks: Iterable[tuple[Callback, ClientTag]], now: datetime
) -> Iterator[AgendaItem]:
    """The callbacks that are overdue or due today."""
    for callback, client in open_callbacks:
        if day_of(callback.due_at, now) > now.date():
            continue
        late = state(callback, now) == "overdue"
        moves = say_n("moved once", "moved {count} times", callback.moved)
        when = say("promised {due}", due=callback.due_at) if late else _due(callback, now)
        why = joined(
            [
                say("Promised for {due} on {made}.", due=callback.due_at, made=callback.created_at),
                say_n("It was moved once.", "It was moved {count} times.", callback.moved)
                if callback.moved
                else None,
                say("A callback stays here until it is done, moved or cancelled."),
            ],
            " ",
        )
        yield AgendaItem(
            ref_of("callback", callback.id), "callback", "callbacks", client,
            callback.purpose or say("call back"), callback.due_at,
            "overdue" if late else "open",
            joined([when, moves if callback.moved else None]), why, 3,
        )  # fmt: skip


def _due(callback: Callback, now: datetime) -> Message:
    return say("today") if is_whole_day(callback.due_at, now) else say("{due}", due=callback.due_at)


def nearest(callbacks: Iterable[Callback], now: datetime) -> Callback | None:
    """The open callback a contact answers: the one due longest, at most until today's end."""
    end = limit(now.replace(hour=0, minute=0, second=0), now)
    due = [c for c in callbacks if c.due_at <= end and not c.done_at and not c.cancelled_at]
    return min(due, key=lambda callback: callback.due_at, default=None)
