"""A callback: a promise to contact a client by a time; it may recur."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from cmcli.domain import recurrence
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import WorkingDay, day_of, is_whole_day, limit
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Message, joined, say, say_n
from cmcli.named import NamedTuple


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


# The negative id of the next callback of a recurring one.
AGAIN = -90


def booked(callback: Callback, now: datetime) -> list[Change]:
    """A new callback; its due time lies ahead, or is today."""
    if limit(callback.due_at, now) < now:
        raise Usage(
            say("{due} is past; a callback is due in the future", due=callback.due_at),
            say("for example 明天下午3点, fri, +3d"),
        )
    return [insert(callback)]


def completed(
    callback: Callback, at: datetime, now: datetime, is_working: WorkingDay | None = None
) -> list[Change]:
    """Done at `at`; a recurring one books its next date, on a working day where that is asked.

    `first_due_at` stays the date of the rule: a day off moves one call, not all that follow.
    """
    _still_open(callback)
    changes = update(callback, done_at=at)
    found = following(callback, now)
    if found:
        date, rule = found
        due = recurrence.off_days_off(date, is_working, now) if is_working else date
        again = callback._replace(
            id=AGAIN, due_at=due, first_due_at=date, moved=0, created_at=now, every=rule
        )
        changes.append(insert(again))
    return changes


def following(callback: Callback, now: datetime) -> tuple[datetime, str] | None:
    """The next date of a recurring callback, and the rule that holds from then on."""
    if not callback.every:
        return None
    return recurrence.next_date(callback.every, callback.first_due_at, callback.due_at, now)


def all_moved(callbacks: Iterable[Callback], due: datetime, now: datetime) -> list[Change]:
    """Every open callback that is due by the end of today, moved: a time of day is kept."""
    changes: list[Change] = []
    day = due.astimezone(now.tzinfo)
    for callback in callbacks:
        local = callback.due_at.astimezone(now.tzinfo)
        if day_of(callback.due_at, now) > now.date():
            continue
        keeps = is_whole_day(due, now) and local.date() == now.date()
        target = local.replace(year=day.year, month=day.month, day=day.day) if keeps else due
        changes += moved(callback, target, now)
    return changes


def crowded(callbacks: Iterable[Callback], day: date, now: datetime, cap: int) -> int | None:
    """How many callbacks a day holds, where that is more than `cap`."""
    count = sum(1 for callback in callbacks if day_of(callback.due_at, now) == day)
    return count if count > cap else None


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


# A visit that was booked begins its purpose with this word, in either language.
_VISITS = ("visit:", "visit：", "拜访:", "拜访：")


def is_visit(callback: Callback) -> bool:
    """Whether the promise is to come, not to call."""
    return (callback.purpose or "").strip().lower().startswith(_VISITS)


def visit_purpose(callback: Callback) -> str:
    """What a booked visit is for, without the word that makes it one."""
    return (callback.purpose or "").replace("：", ":").partition(":")[2].strip()


def nearest(
    callbacks: Iterable[Callback], now: datetime, *, visit: bool = False
) -> Callback | None:
    """The open callback a contact answers: the one due longest, at most until today's end.

    A booked visit is kept by a `visit` alone, and a visit keeps a booked one first.
    """
    found = [callback for callback in callbacks if visit or not is_visit(callback)]
    booked = [callback for callback in found if is_visit(callback)]
    return _due_longest(booked, now) or _due_longest(found, now)


def _due_longest(callbacks: Iterable[Callback], now: datetime) -> Callback | None:
    end = limit(now.replace(hour=0, minute=0, second=0), now)
    due = [c for c in callbacks if c.due_at <= end and not c.done_at and not c.cancelled_at]
    return min(due, key=lambda callback: callback.due_at, default=None)
