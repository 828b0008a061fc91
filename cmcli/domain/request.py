"""A service request: what the client asked, its pairs of clocks, its waits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from cmcli.domain import sla
from cmcli.domain.change import Change, insert, update
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple


class Request(NamedTuple):
    """Something a client asked. `status` is open, waiting (for the client) or resolved;
    `limit_days` is a complaint's longer limit, where one was granted.
    """  # noqa: D205

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
    limit_days: int | None = None


class RequestClock(NamedTuple):
    """One run of a request's two clocks; reopening begins another, the earlier one stays."""

    id: int
    request_id: int
    priority: str
    started_at: datetime
    responded_at: datetime | None = None
    resolved_at: datetime | None = None


class RequestWait(NamedTuple):
    """A time that pauses the resolution clock: waiting for the client, or mediation."""

    id: int
    request_id: int
    from_at: datetime
    to_at: datetime | None = None
    kind: str = "client"


class RequestEvent(NamedTuple):
    """A step on the way: `kind` is urgent, limit, facts, withdrawn, escalated or handed_over;
    `who` is a person or department.
    """  # noqa: D205

    id: int
    request_id: int
    at: datetime
    kind: str
    who: str | None
    note: str | None


# What an open request needs: a reply, a resolution in time, closing, or patience.
NEEDS = ("reply", "running", "answered", "waiting")


class RequestFile(NamedTuple):
    """A request with its clocks, waits and events, the oldest first."""

    request: Request
    clocks: tuple[RequestClock, ...]
    waits: tuple[RequestWait, ...]
    events: tuple[RequestEvent, ...] = ()

    @property
    def ref(self) -> str:
        """`r7`."""
        return ref_of("request", self.request.id)

    @property
    def withdrawn(self) -> bool:
        """Whether the client took it back: then nothing was to be kept any more."""
        return any(event.kind == "withdrawn" for event in self.events)

    @property
    def resolution_start(self) -> datetime:
        """When the resolution clock began: at the receipt, or when new facts came."""
        facts = [event.at for event in self.events if event.kind == "facts"]
        return max([self.clock.started_at, *facts])

    def limit_days(self, policy: sla.Policy) -> int:
        """Natural days to resolve a complaint."""
        return self.request.limit_days or policy.complaint_days

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
        days, stop = self.limit_days(policy), self.clock.resolved_at
        return sla.days_clock(self.resolution_start, stop, days, pauses, policy, now)

    def telling(self, policy: sla.Policy, now: datetime) -> sla.Clock:
        """The clock that matters: the response's until it stops, then the resolution's, if any."""
        response = self.response(policy)
        return (self.resolution(policy, now) or response) if self.clock.responded_at else response

    def state(self, policy: sla.Policy, now: datetime) -> str:
        """The state of the clock that matters."""
        return self.telling(policy, now).state(now)

    @property
    def need(self) -> str:
        """What it waits for while it is open (NEEDS)."""
        if self.clock.responded_at is None:
            return "reply"
        if self.request.status == "waiting":
            return "waiting"
        return "running" if self.request.kind == "complaint" else "answered"


F = TypeVar("F", bound=tuple[RequestFile, Any])


def by_urgency(found: Iterable[F], policy: sla.Policy, now: datetime) -> list[F]:
    """Requests with what stands beside them, the first to act on first: overdue, at risk, then by
    due time; where no clock runs, by the time they were asked.
    """  # noqa: D205

    def key(pair: F) -> tuple[int, datetime, int]:
        clock, request = pair[0].telling(policy, now), pair[0].request
        if clock.stop is not None:
            return len(_ACUTE) + 1, request.asked_at, request.id
        return _ACUTE.get(clock.state(now), len(_ACUTE)), clock.due, request.id

    return sorted(found, key=key)


_ACUTE = {"overdue": 0, "at_risk": 1}


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
            say("{ref} was answered at {at}", ref=file.ref, at=file.clock.responded_at),
            say("close it with: cm request resolve {ref}", ref=file.ref),
        )
    after_start(file, at)
    return update(file.clock, responded_at=at)


def resolved(file: RequestFile, at: datetime, note: str | None) -> list[Change]:
    """The request is dealt with; an unanswered one is answered by it."""
    still_open(file)
    after_start(file, at)
    changes = update(file.request, status="resolved", resolved_at=at, resolution=note)
    changes += update(file.clock, resolved_at=at, responded_at=file.clock.responded_at or at)
    return changes + waits_ended(file, at)


def waiting(file: RequestFile, at: datetime, kind: str = "client") -> list[Change]:
    """Wait from `at` on: for the client, or for a mediation to end."""
    still_open(file)
    after_start(file, at)
    if file.request.status == "waiting":
        raise Refused(
            say("{ref} waits already", ref=file.ref), say("cm request resume {ref}", ref=file.ref)
        )
    wait = RequestWait(-1, file.request.id, at, None, kind)
    return [*update(file.request, status="waiting"), insert(wait)]


def resumed(file: RequestFile, at: datetime) -> list[Change]:
    """The wait is over."""
    if file.request.status != "waiting":
        raise Refused(say("{ref} is not waiting", ref=file.ref))
    for wait in _running(file):
        if at < wait.from_at:
            raise Usage(say("{at} is before the wait began ({since})", at=at, since=wait.from_at))
    return [*update(file.request, status="open"), *waits_ended(file, at)]


def reopened(file: RequestFile, at: datetime) -> list[Change]:
    """A new pair of clocks from `at` on; the earlier result stays in the figures."""
    if file.request.status != "resolved":
        raise Refused(say("{ref} is still open", ref=file.ref))
    resolved_at = file.request.resolved_at
    if resolved_at and at < resolved_at:
        raise Usage(say("{at} is before it was resolved ({resolved})", at=at, resolved=resolved_at))
    clock = RequestClock(-1, file.request.id, file.request.priority, at)
    changes = update(file.request, status="open", resolved_at=None, resolution=None)
    return [*changes, insert(clock)]


def made_urgent(file: RequestFile, at: datetime) -> list[Change]:
    """Shorten the response target, counted from the moment the client asked.

    A reply that was given stays judged by the target it had.
    """
    still_open(file)
    after_start(file, at)
    if file.request.priority == "urgent":
        raise Refused(say("{ref} is urgent already", ref=file.ref))
    if file.clock.responded_at:
        raise Refused(
            say("{ref} was answered at {at}", ref=file.ref, at=file.clock.responded_at),
            say("urgent shortens the time to reply; close it with: cm done {ref}", ref=file.ref),
        )
    return [
        *update(file.request, priority="urgent"),
        *update(file.clock, priority="urgent"),
        insert(RequestEvent(-1, file.request.id, at, "urgent", None, None)),
    ]


def still_open(file: RequestFile) -> None:
    """Raise `Refused` where the request is resolved."""
    if file.request.status == "resolved":
        raise Refused(
            say("{ref} is resolved", ref=file.ref),
            say("open it again with: cm request reopen {ref}", ref=file.ref),
        )


def after_start(file: RequestFile, at: datetime) -> None:
    """Raise `Usage` where `at` lies before the client asked."""
    if at < file.clock.started_at:
        raise Usage(
            say("{at} is before the client asked ({asked})", at=at, asked=file.clock.started_at)
        )


def waits_ended(file: RequestFile, at: datetime) -> list[Change]:
    """Every wait that runs ends at `at`."""
    ends = [update(wait, to_at=max(at, wait.from_at)) for wait in _running(file)]
    return [change for end in ends for change in end]


def _running(file: RequestFile) -> list[RequestWait]:
    return [wait for wait in file.waits if wait.to_at is None]
