"""Figures of the hand-offs to other departments."""

from datetime import datetime, timedelta

from cmcli.domain import worktime
from cmcli.domain.client import ClientTag
from cmcli.domain.days import limit
from cmcli.domain.handoff import Handoff, judged_at, on_time
from cmcli.domain.measure import Evidence, Row, Span
from cmcli.domain.worktime import Hours
from cmcli.messages import Message, say
from cmcli.named import NamedTuple

Pair = tuple[Handoff, ClientTag | None]


def sent(facts: list[Pair], over: Span) -> Evidence:
    """Hand-offs of the period; one that was taken back was no work asked for."""
    rows = [
        Row("handoff", one.id, client, one.sent_at, one.text, 1, one.department)
        for one, client in facts
        if over.holds(one.sent_at) and not one.cancelled_at
    ]
    taken = sum(over.holds(one.sent_at) and bool(one.cancelled_at) for one, _ in facts)
    return Evidence(rows, ((say("cancelled, left out"), taken),) if taken else ())


def kept(facts: list[Pair], over: Span) -> Evidence:
    """Of the hand-offs due in the period, those back by then. One moved to a later time before it
    was due is judged by that; one that was late already stays late, however it is moved.
    """  # noqa: D205
    rows, waiting, moved = [], 0, 0
    for one, client in facts:
        due = judged_at(one)
        by = limit(due, over.now)
        if not over.holds(due) or (one.cancelled_at and one.cancelled_at <= by):
            continue
        if not (one.done_at or one.cancelled_at) and by >= over.now:
            waiting += 1
            continue
        moved += bool(one.moved)
        value = int(on_time(one, over.now))
        rows.append(Row("handoff", one.id, client, due, one.text, value, _said(one)))
    parts = (
        (say("not yet due, left out"), waiting), (say("moved to another due time"), moved),
    )  # fmt: skip
    return Evidence(rows, tuple(part for part in parts if part[1]))


def _said(one: Handoff) -> Message:
    if one.done_at and one.moved:
        return say("{department}: back {at}, first due {due}", department=one.department,
                   at=one.done_at, due=one.first_due_at)  # fmt: skip
    if one.done_at:
        return say("{department}: back {at}", department=one.department, at=one.done_at)
    return say("{department}: not back", department=one.department)


# By department


class Department(NamedTuple):
    """What a department has at the period's end (`late` of it was due by then) and what came back
    in the period: how many, how many in time, the mean time it took.
    """  # noqa: D205

    name: str
    out: int
    late: int
    back: int
    in_time: int
    took: timedelta | None


class Handed(NamedTuple):
    """Hand-offs that were out at the period's end, the first due first, and those that came back
    in the period with the time each took; the same by department.
    """  # noqa: D205

    out: list[Pair]
    back: list[tuple[Handoff, ClientTag | None, timedelta]]
    departments: list[Department]
    at: datetime


def handed(facts: list[Pair], over: Span, hours: Hours | None) -> Handed:
    """What stands at the period's end, and what came back; time counts in `hours`, else all of it.

    The due time is the one agreed last: what it was before a later move is not asked.
    """
    out = [pair for pair in facts if _is_out(pair[0], over.at)]
    back = [
        (one, client, worktime.elapsed(one.sent_at, one.done_at, (), hours))
        for one, client in facts if one.done_at and over.holds(one.done_at)
    ]  # fmt: skip
    names = sorted({one.department for one in [p[0] for p in out] + [row[0] for row in back]})
    return Handed(out, back, [_department(name, out, back, over) for name in names], over.at)


def _is_out(one: Handoff, at: datetime) -> bool:
    ended = one.done_at or one.cancelled_at
    return one.sent_at <= at and (ended is None or ended > at)


def is_late(one: Handoff, at: datetime) -> bool:
    """Whether its due time had passed at that moment, whose zone is the manager's."""
    return limit(one.due_at, at) < at


def _department(
    name: str, out: list[Pair], back: list[tuple[Handoff, ClientTag | None, timedelta]], over: Span
) -> Department:
    mine = [one for one, _ in out if one.department == name]
    theirs = [(one, took) for one, _, took in back if one.department == name]
    total = sum((took for _, took in theirs), timedelta())
    return Department(
        name, len(mine), sum(is_late(one, over.at) for one in mine), len(theirs),
        sum(on_time(one, over.now) for one, _ in theirs),
        total / len(theirs) if theirs else None,
    )  # fmt: skip
