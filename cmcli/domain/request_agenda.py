"""Open requests as lines of the agenda."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cmcli.domain import sla
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.client import ClientTag
from cmcli.domain.request import RequestFile
from cmcli.messages import Code, Joined, Message, joined, say

# Nearer than this, the time left says more than the hour.
_SOON = timedelta(hours=3)
_PASSED_ON = ("escalated", "handed_over")


def agenda(
    open_requests: Iterable[tuple[RequestFile, ClientTag]], now: datetime, policy: sla.Policy
) -> Iterator[AgendaItem]:
    """A line for each open request: the running clock that ends first speaks for it."""
    for file, client in open_requests:
        response = file.response(policy)
        resolution = file.resolution(policy, now)
        if file.clock.responded_at is None:
            yield _unanswered(file, client, response, now)
        elif resolution:
            yield _unresolved(file, client, resolution, now, policy)
        else:
            yield _answered(file, client)


def _unanswered(
    file: RequestFile, client: ClientTag, clock: sla.Clock, now: datetime
) -> AgendaItem:
    urgent = file.clock.priority == "urgent"
    state = clock.state(now)
    why = say(
        "The client asked {asked}. Priority {priority}: answered within {target}, by {due}.",
        asked=clock.start,
        priority=Code("priority", file.clock.priority),
        target=clock.target(),
        due=clock.due,
    )
    return _item(file, client, clock.due, state, joined([_mark(urgent), _late(clock, now)]), why)


def _unresolved(
    file: RequestFile, client: ClientTag, clock: sla.Clock, now: datetime, policy: sla.Policy
) -> AgendaItem:
    why = say(
        "A complaint is resolved within {days} natural days of its receipt, by {due}.",
        days=file.limit_days(policy),
        due=clock.due,
    )
    late = clock.state(now) == "overdue"
    by = say("was to be resolved by {due}", due=clock.due) if late else None
    left = say("{left} left", left=clock.left(now)) if clock.state(now) == "at_risk" else None
    text = joined(
        [by or say("resolve by {due}", due=clock.due), left, Code("request_kind", "complaint")]
    )
    return _item(file, client, clock.due, clock.state(now), text, why)


def _answered(file: RequestFile, client: ClientTag) -> AgendaItem:
    waits = file.request.status == "waiting"
    text = say("waiting for the client") if waits else say("answered, not resolved")
    with_whom = next((e.who for e in reversed(file.events) if e.kind in _PASSED_ON), None)
    if with_whom:
        text = say("answered, now with {who}", who=with_whom)
    why = say("An answered request stays on the agenda until it is resolved.")
    return _item(file, client, None, "open", text, why)


def _item(
    file: RequestFile,
    client: ClientTag,
    due: datetime | None,
    state: str,
    when: Message | Joined,
    why: Message,
) -> AgendaItem:
    weight = {"urgent": 0}.get(file.clock.priority, 1 if file.request.kind == "complaint" else 2)
    return AgendaItem(
        file.ref, "request", "service", client, file.request.summary, due, state,
        when, why, weight,
    )  # fmt: skip


def _mark(urgent: bool) -> Code | None:  # noqa: FBT001 a yes or no is what it shows
    return Code("priority", "urgent") if urgent else None


def _late(clock: sla.Clock, now: datetime) -> Message:
    if clock.state(now) == "overdue":
        return say("reply due {due}", due=clock.due)
    if clock.state(now) == "at_risk" or clock.left(now) <= _SOON:
        return say("{left} left", left=clock.left(now))
    return say("reply by {due}", due=clock.due)
