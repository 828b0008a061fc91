"""A hand-off: work asked of another department, its receipt, its own clock, and its return."""

from datetime import datetime, timedelta

from cmcli.domain import worktime
from cmcli.domain.change import Change, insert, update
from cmcli.domain.days import WorkingDay, day_of, limit, midnight
from cmcli.domain.ref import ref_of
from cmcli.domain.sla import Clock
from cmcli.domain.worktime import Hours
from cmcli.errors import Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple


class Handoff(NamedTuple):
    """`person` is whoever has it there; `due_at` at local midnight is the whole day. `first_due_at`
    is the time first agreed, `missed_at` the one that had passed when a later one was agreed;
    `reason` is why it was cancelled.
    """  # noqa: D205

    id: int
    client_id: int | None
    department: str
    person: str | None
    text: str
    request_id: int | None
    deal_id: int | None
    sent_at: datetime
    due_at: datetime
    first_due_at: datetime
    missed_at: datetime | None
    moved: int
    received_at: datetime | None
    done_at: datetime | None
    result: str | None
    cancelled_at: datetime | None
    reason: str | None
    created_at: datetime

    @property
    def ref(self) -> str:
        """`o3`."""
        return ref_of("handoff", self.id)


# How far ahead a department may be given time.
_LONGEST = timedelta(days=366)


class Policy(NamedTuple):
    """What the clock counts (`hours`, None where all time does) and the share of it that makes a
    hand-off at risk; `receipt` is how long its receipt may take, in the `office` hours.
    """  # noqa: D205

    hours: Hours | None
    at_risk: float
    receipt: timedelta
    office: Hours


def usual_due(sent: datetime, days: int, is_working: WorkingDay, now: datetime) -> datetime:
    """So many working days after the day it was sent: the whole of that day."""
    day = day_of(sent, now)
    while days:
        day += timedelta(days=1)
        days -= is_working(day)
    return midnight(day, now.tzinfo)


def clock(handoff: Handoff, policy: Policy, now: datetime) -> Clock:
    """From the sending to the return, in its own time."""
    due = limit(handoff.due_at, now)
    target = worktime.elapsed(handoff.sent_at, due, (), policy.hours)
    # Where no time counts before it is due, the time that counts begins after it.
    risky = min(worktime.due(handoff.sent_at, target * policy.at_risk, (), policy.hours), due)
    return Clock(handoff.sent_at, due, handoff.done_at or handoff.cancelled_at, risky, (),
                 policy.hours)  # fmt: skip


def state(handoff: Handoff, now: datetime) -> str:
    """`waiting` (for the receipt), `received`, `late`, `done`, `done_late` or `cancelled`."""
    if handoff.cancelled_at:
        return "cancelled"
    if handoff.done_at:
        return "done" if on_time(handoff, now) else "done_late"
    if limit(handoff.due_at, now) < now:
        return "late"
    return "received" if handoff.received_at else "waiting"


def is_open(handoff: Handoff) -> bool:
    """Whether it is still out."""
    return handoff.done_at is None and handoff.cancelled_at is None


def on_time(handoff: Handoff, now: datetime) -> bool:
    """Whether it came back by its due time: a later one counts if it was agreed before that."""
    back = handoff.done_at
    return bool(back and not handoff.missed_at and back <= limit(handoff.due_at, now))


def judged_at(handoff: Handoff) -> datetime:
    """The due time by which it is judged: the one it missed, else the one agreed last."""
    return handoff.missed_at or handoff.due_at


# What happens to it


def sent(handoff: Handoff, now: datetime) -> list[Change]:
    """A new one; it is due after it was sent, not necessarily in the future."""
    if not handoff.department:
        raise Usage(say("to which department?"), _EXAMPLE)
    if not handoff.text:
        raise Usage(say("what is asked of {department}?", department=handoff.department), _EXAMPLE)
    if now - handoff.sent_at > _LONGEST:
        raise Usage(say("{at} is more than a year ago", at=handoff.sent_at),
                    say("check the year; for example --at 昨天下午3点"))  # fmt: skip
    _in_order(handoff, now)
    _near(handoff.due_at, handoff.sent_at)
    return [insert(handoff)]


_EXAMPLE = say("cm handoff add CLIENT DEPARTMENT TEXT --due +2d")


def received(handoff: Handoff, at: datetime, person: str | None) -> list[Change]:
    """The department says that it has it; `person` is who has it there."""
    _still_open(handoff)
    if handoff.received_at:
        raise Refused(
            say("{ref} was received {at}", ref=handoff.ref, at=handoff.received_at),
            say("when it is back: cm handoff done {ref} RESULT", ref=handoff.ref),
        )
    _after_sent(handoff, at)
    return update(handoff, received_at=at, person=person or handoff.person)


def returned(handoff: Handoff, at: datetime, result: str | None) -> list[Change]:
    """It came back, with what came of it; without a receipt too."""
    _still_open(handoff)
    _after_sent(handoff, at)
    if handoff.received_at and at < handoff.received_at:
        raise Usage(say("{at} is before it was received ({received})", at=at,
                        received=handoff.received_at),
                    say("check --at · its times: cm show {ref}", ref=handoff.ref))  # fmt: skip
    return update(handoff, done_at=at, result=result)


def moved(handoff: Handoff, due: datetime, now: datetime) -> list[Change]:
    """Another due time was agreed. How often is kept, and the first that had passed by then."""
    _still_open(handoff)
    if limit(due, now) < now:
        raise Usage(say("{due} is past; a hand-off is moved to a time ahead", due=due),
                    say("for example 明天下午3点, fri, +3d"))  # fmt: skip
    _near(due, now)
    if due == handoff.due_at:
        raise Refused(say("{ref} is due then already", ref=handoff.ref),
                      say("another time: cm snooze {ref} WHEN", ref=handoff.ref))  # fmt: skip
    missed = handoff.missed_at
    if missed is None and limit(handoff.due_at, now) < now:
        missed = handoff.due_at
    return update(handoff, due_at=due, moved=handoff.moved + 1, missed_at=missed)


def cancelled(handoff: Handoff, reason: str, now: datetime) -> list[Change]:
    """Taken back, and why."""
    _still_open(handoff)
    if not reason:
        raise Usage(say("why is it taken back?"),
                    say("cm handoff cancel {ref} REASON", ref=handoff.ref))  # fmt: skip
    return update(handoff, cancelled_at=now, reason=reason)


def corrected(handoff: Handoff, now: datetime, **fields: object) -> list[Change]:
    """Other values of what was typed; the order of its times stays."""
    changed = handoff._replace(**fields)  # type: ignore[arg-type]
    if changed.result and not changed.done_at:
        raise Usage(say("{ref} is not back yet", ref=handoff.ref),
                    say("cm handoff done {ref} RESULT", ref=handoff.ref))  # fmt: skip
    _in_order(changed, now)
    return update(handoff, **fields)


def _in_order(handoff: Handoff, now: datetime) -> None:
    """Raise `Usage` where something lies before the sending."""
    if limit(handoff.first_due_at, now) < handoff.sent_at:
        raise Usage(
            say("{due} is before it was sent ({sent})", due=handoff.first_due_at,
                sent=handoff.sent_at),
            say("--at says when it was sent, --due when it is to be back"),
        )  # fmt: skip
    for at in (handoff.received_at, handoff.done_at, handoff.cancelled_at):
        if at:
            _after_sent(handoff, at)


def _near(due: datetime, start: datetime) -> None:
    """Raise `Usage` where nobody would wait so long: a year was mistyped."""
    if due - start > _LONGEST:
        raise Usage(
            say("{due} is more than a year ahead; a hand-off is due within one", due=due),
            say("for example 明天下午3点, fri, +3d"),
        )


def _after_sent(handoff: Handoff, at: datetime) -> None:
    if at < handoff.sent_at:
        raise Usage(
            say("{at} is before it was sent ({sent})", at=at, sent=handoff.sent_at),
            say("check --at · its times: cm show {ref}", ref=handoff.ref),
        )


def _still_open(handoff: Handoff) -> None:
    if handoff.done_at:
        raise Refused(
            say("{ref} came back {at}", ref=handoff.ref, at=handoff.done_at),
            say("what came of it: cm edit {ref} result=…", ref=handoff.ref),
        )
    if handoff.cancelled_at:
        raise Refused(
            say("{ref} was cancelled at {at}", ref=handoff.ref, at=handoff.cancelled_at),
            say("to ask again: cm handoff add CLIENT DEPARTMENT TEXT"),
        )
