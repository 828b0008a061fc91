"""What a meeting is to speak of: what is late, lost, complained of or worth sharing by now."""

from collections.abc import Iterable
from datetime import datetime

from cmcli.domain import action as actions
from cmcli.domain.action import Action
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, limit
from cmcli.domain.deal import Deal
from cmcli.domain.insight import Insight
from cmcli.domain.meeting import Meeting, series
from cmcli.domain.ref import ref_of
from cmcli.domain.request import Request
from cmcli.messages import Code, Joined, Message, joined, say
from cmcli.named import NamedTuple


class Handed(NamedTuple):
    """Work asked of another department that is not done."""

    id: int
    client: ClientTag | None
    department: str
    text: str
    due_at: datetime


class Facts(NamedTuple):
    """What there is to speak of since the last meeting: its actions, the hand-offs still open,
    complaints, deals lost, and what was not shared yet.
    """  # noqa: D205

    actions: list[Action]
    handoffs: list[Handed]
    complaints: list[tuple[Request, ClientTag]]
    lost: list[tuple[Deal, ClientTag]]
    unshared: list[Insight]


class Proposal(NamedTuple):
    """An item for the agenda, and the record it is about."""

    ref: str
    text: Joined


def last_before(held: Iterable[Meeting], title: str) -> Meeting | None:
    """The last meeting of the same kind, else the last of any; `held` has the latest first."""
    found = list(held)
    alike = (meeting for meeting in found if series(meeting.title) == series(title))
    return next(alike, found[0] if found else None)


def proposals(facts: Facts, taken: set[str], now: datetime) -> list[Proposal]:
    """What to speak of, in the order in which a meeting goes; `taken` are on an agenda already."""
    found = [
        *map(_action, facts.actions),
        *(_handoff(one, now) for one in facts.handoffs if limit(one.due_at, now) < now),
        *(_complaint(*pair, now) for pair in facts.complaints),
        *(_lost(*pair) for pair in facts.lost),
        *map(_insight, facts.unshared),
    ]
    return [proposal for proposal in found if proposal.ref not in taken]


def _action(action: Action) -> Proposal:
    text = say("agreed last time: {text}", text=action.text)
    return Proposal(ref_of("action", action.id), joined([text, action.owner]))


def _handoff(handed: Handed, now: datetime) -> Proposal:
    late = say("late at {department}: {text}", department=handed.department, text=handed.text)
    due = say("due {due}", due=day_of(handed.due_at, now))
    return Proposal(ref_of("handoff", handed.id), joined([late, _name(handed.client), due]))


def _complaint(request: Request, client: ClientTag, now: datetime) -> Proposal:
    text = say("complaint: {summary}", summary=request.summary)
    asked = say("of {day}", day=day_of(request.asked_at, now))
    return Proposal(ref_of("request", request.id), joined([text, client.name, asked]))


def _lost(deal: Deal, client: ClientTag) -> Proposal:
    reason = deal.lost_reason or say("no reason given")
    return Proposal(
        ref_of("deal", deal.id),
        joined([say("deal lost: {title}", title=deal.title), client.name, reason]),
    )


def _insight(insight: Insight) -> Proposal:
    text = say("to share: {title}", title=insight.title)
    return Proposal(
        ref_of("insight", insight.id), joined([text, Code("insight_kind", insight.kind)])
    )


def _name(client: ClientTag | None) -> str | None:
    return client.name if client else None


# How it stands with what an item is about


def of_action(action: Action, now: datetime) -> Message:
    """Done, or when it is due."""
    if action.done_at:
        return say("done {day}", day=day_of(action.done_at, now))
    if not action.due_at:
        return say("open")
    late = actions.state(action, now) == "overdue"
    day = day_of(action.due_at, now)
    return say("open, was due {day}", day=day) if late else say("open, due {day}", day=day)


def of_work(ended: datetime | None, due: datetime | None, now: datetime) -> Message:
    """A request or a hand-off: done, late or open."""
    if ended:
        return say("done {day}", day=day_of(ended, now))
    if due and limit(due, now) < now:
        return say("open, was due {day}", day=day_of(due, now))
    return say("open")
