"""A service request: what the client asked, its pairs of clocks, its waits."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from cmcli.domain import sla
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Joined, Message, joined, say


class Request(NamedTuple):
    """Something a client asked. `status` is open, waiting (for the client) or resolved."""

    id: int
    client_id: int
    summary: str
    kind: str
    priority: str
    status: str
    asked_at: datetime
    resolved_at: datetime | None
    resolution: str | None
    created_at: datetime


class RequestClock(NamedTuple):
    """One run of a request's two clocks; reopening begins another, the earlier one stays."""

    id: int
    request_id: int
    priority: str
    started_at: datetime
    responded_at: datetime | None = None
    resolved_at: datetime | None = None


class RequestWait(NamedTuple):
    """A time spent waiting for the client; it pauses the resolution clock only."""

    id: int
    request_id: int
    from_at: datetime
    to_at: datetime | None = None


class RequestFile(NamedTuple):
    """A request with its clocks (oldest first) and waits."""

    request: Request
    clocks: tuple[RequestClock, ...]
    waits: tuple[RequestWait, ...]

    @property
    def clock(self) -> RequestClock:
        """The pair of clocks that runs, or ran last."""
        return self.clocks[-1]

    def response(self, policy: sla.Policy) -> sla.Clock:
        """The clock of the first reply."""
        clock = self.clock
        return sla.response_clock(clock.started_at, clock.responded_at, clock.priority, policy)

    def resolution(self, policy: sla.Policy, now: datetime) -> sla.Clock | None:
        """The clock of the resolution, where the kind has a limit: complaints.

        The limit is in natural days and ends at 23:59:59 of its last day; waits move it on.
        """
        if self.request.kind != "complaint":
            return None
        pauses = [(wait.from_at, wait.to_at or now) for wait in self.waits]
        start, stop = self.clock.started_at, self.clock.resolved_at
        return sla.days_clock(start, stop, policy.complaint_days, pauses, policy, now)


def not_ahead(at: datetime, now: datetime) -> datetime:
    """`at`, which is when something happened; raises `Usage` where that is still to come."""
    if at > now:
        raise Usage(
            say("{at} is still to come", at=at),
            say("--at says when it happened: 昨天下午3点, 2h ago, 10:30"),
        )
    return at


def opened(request: Request) -> list[Change]:
    """A new request and its first pair of clocks."""
    clock = RequestClock(request.id - 1, request.id, request.priority, request.asked_at)
    return [insert(request), insert(clock)]


def responded(file: RequestFile, at: datetime) -> list[Change]:
    """Stop the response clock at the first outbound response."""
    if file.clock.responded_at:
        raise Refused(
            say("{ref} was answered at {at}", ref=_ref(file), at=file.clock.responded_at),
            say("close it with: cm request resolve {ref}", ref=_ref(file)),
        )
    _after_start(file, at)
    return update(file.clock, responded_at=at)


def resolved(file: RequestFile, at: datetime, note: str | None) -> list[Change]:
    """The request is dealt with; an unanswered one is answered by it."""
    _still_open(file)
    _after_start(file, at)
    changes = update(file.request, status="resolved", resolved_at=at, resolution=note)
    changes += update(file.clock, resolved_at=at, responded_at=file.clock.responded_at or at)
    return changes + _waits_ended(file, at)


def waiting(file: RequestFile, at: datetime) -> list[Change]:
    """Wait for the client from `at` on."""
    _still_open(file)
    _after_start(file, at)
    if file.request.status == "waiting":
        raise Refused(say("{ref} waits for the client already", ref=_ref(file)))
    wait = RequestWait(-1, file.request.id, at)
    return [*update(file.request, status="waiting"), insert(wait)]


def resumed(file: RequestFile, at: datetime) -> list[Change]:
    """The wait is over."""
    if file.request.status != "waiting":
        raise Refused(say("{ref} is not waiting for the client", ref=_ref(file)))
    since = max((wait.from_at for wait in file.waits if wait.to_at is None), default=at)
    if at < since:
        raise Usage(say("{at} is before the wait began ({since})", at=at, since=since))
    return [*update(file.request, status="open"), *_waits_ended(file, at)]


def reopened(file: RequestFile, at: datetime) -> list[Change]:
    """A new pair of clocks from `at` on; the earlier result stays in the figures."""
    if file.request.status != "resolved":
        raise Refused(say("{ref} is still open", ref=_ref(file)))
    resolved_at = file.request.resolved_at
    if resolved_at and at < resolved_at:
        raise Usage(say("{at} is before it was resolved ({resolved})", at=at, resolved=resolved_at))
    clock = RequestClock(-1, file.request.id, file.request.priority, at)
    changes = update(file.request, status="open", resolved_at=None, resolution=None)
    return [*changes, insert(clock)]


def made_urgent(file: RequestFile) -> list[Change]:
    """Shorten the response target, counted from the moment the client asked."""
    _still_open(file)
    if file.request.priority == "urgent":
        raise Refused(say("{ref} is urgent already", ref=_ref(file)))
    return [*update(file.request, priority="urgent"), *update(file.clock, priority="urgent")]


def _ref(file: RequestFile) -> str:
    return ref_of("request", file.request.id)


def _still_open(file: RequestFile) -> None:
    if file.request.status == "resolved":
        raise Refused(
            say("{ref} is resolved", ref=_ref(file)),
            say("open it again with: cm request reopen {ref}", ref=_ref(file)),
        )


def _after_start(file: RequestFile, at: datetime) -> None:
    if at < file.clock.started_at:
        raise Usage(
            say("{at} is before the client asked ({asked})", at=at, asked=file.clock.started_at)
        )


def _waits_ended(file: RequestFile, at: datetime) -> list[Change]:
    changes: list[Change] = []
    for wait in file.waits:
        if wait.to_at is None:
            changes += update(wait, to_at=max(at, wait.from_at))
    return changes


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
        "The client asked at {asked}. Priority {priority}: answered within {target}, by {due}.",
        asked=clock.start,
        priority=Code("priority", file.clock.priority),
        target=clock.due - clock.start,
        due=clock.due,
    )
    return _item(file, client, clock.due, state, joined([_mark(urgent), _late(clock, now)]), why)


def _unresolved(
    file: RequestFile, client: ClientTag, clock: sla.Clock, now: datetime, policy: sla.Policy
) -> AgendaItem:
    why = say(
        "A complaint is resolved within {days} natural days of its receipt, by {due}.",
        days=policy.complaint_days,
        due=clock.due,
    )
    text = joined([Code("request_kind", "complaint"), say("resolve by {due}", due=clock.due)])
    return _item(file, client, clock.due, clock.state(now), text, why)


def _answered(file: RequestFile, client: ClientTag) -> AgendaItem:
    waits = file.request.status == "waiting"
    text = say("waiting for the client") if waits else say("answered, not resolved")
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
        _ref(file), "request", "service", client, file.request.summary, due, state,
        when, why, weight,
    )  # fmt: skip


def _mark(urgent: bool) -> Code | None:  # noqa: FBT001 a yes or no is what it shows
    return Code("priority", "urgent") if urgent else None


def _late(clock: sla.Clock, now: datetime) -> Message:
    if clock.state(now) == "overdue":
        return say("reply was due {due}", due=clock.due)
    if clock.left(now) <= timedelta(hours=3):
        return say("{left} left", left=clock.left(now))
    return say("reply by {due}", due=clock.due)
