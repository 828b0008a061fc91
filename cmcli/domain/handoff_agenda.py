"""Hand-offs that are out, as lines of the agenda."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from cmcli.domain import worktime
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, is_whole_day, limit
from cmcli.domain.handoff import Handoff, Policy, clock
from cmcli.messages import Joined, Message, joined, say


def agenda(
    out: Iterable[tuple[Handoff, ClientTag | None]], now: datetime, policy: Policy
) -> Iterator[AgendaItem]:
    """Those that are late, at risk, without a receipt for too long, or due today; one line each.

    One that came back has no line: the request it was for has its own until it is resolved.
    """
    for handoff, client in out:
        # However long it is late, its clock is not counted for that.
        late = limit(handoff.due_at, now) < now
        running = "overdue" if late else clock(handoff, policy, now).state(now)
        unheard = _unheard(handoff, now, policy)
        if running != "open":
            why = _late(handoff) if running == "overdue" else _at_risk(handoff, policy)
        elif unheard:
            why = _receipt(handoff, policy)
        elif day_of(handoff.due_at, now) == now.date():
            why = _due(handoff)
        else:
            continue
        words = [_when(handoff, now, running), say("no receipt") if unheard else None]
        first = reversed(words) if unheard and running == "open" else words
        yield AgendaItem(
            handoff.ref, "handoff", "team", client, handoff.text, handoff.due_at, running,
            joined([*first, handoff.department, handoff.person]), joined([why, _end(handoff)], " "),
        )  # fmt: skip


def _unheard(handoff: Handoff, now: datetime, policy: Policy) -> bool:
    """Whether the department should have said by now that it has it."""
    if handoff.received_at:
        return False
    return worktime.due(handoff.sent_at, policy.receipt, (), policy.office) <= now


def _when(handoff: Handoff, now: datetime, running: str) -> Message:
    due = handoff.due_at
    if running == "overdue":
        return say("was due {due}", due=due)
    if day_of(due, now) == now.date():
        return say("due today") if is_whole_day(due, now) else say("due {due}", due=due)
    return say("due {due}", due=due)


def _late(handoff: Handoff) -> Message:
    return say("{department} was to return it by {due}, it was sent {sent}.",
               department=handoff.department, due=handoff.due_at, sent=handoff.sent_at)  # fmt: skip


def _at_risk(handoff: Handoff, policy: Policy) -> Message:
    return say(
        "{share} % of the time that {department} has for it is used, from {sent} to {due} "
        "(settings sla.at_risk, handoff.calendar).",
        share=round(policy.at_risk * 100), department=handoff.department, sent=handoff.sent_at,
        due=handoff.due_at,
    )  # fmt: skip


def _receipt(handoff: Handoff, policy: Policy) -> Message:
    hours = round(policy.receipt.total_seconds() / 3600)
    return say(
        "Sent {sent}, and {hours} working hours later (setting handoff.receipt_hours) {department} "
        "has not said that it has it: call them, then cm handoff received {ref}.",
        sent=handoff.sent_at, hours=hours, department=handoff.department, ref=handoff.ref,
    )  # fmt: skip


def _due(handoff: Handoff) -> Message:
    return say("{department} is to return it by {due}, it was sent {sent}.",
               department=handoff.department, due=handoff.due_at, sent=handoff.sent_at)  # fmt: skip


def _end(handoff: Handoff) -> Message | Joined:
    return say(
        "It stays here until it is back (cm done {ref} RESULT), a later time is agreed (cm snooze "
        "{ref} WHEN), or it is taken back (cm handoff cancel {ref} REASON).", ref=handoff.ref,
    )  # fmt: skip
