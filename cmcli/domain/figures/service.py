"""Figures of promises kept: callbacks, requests, the service clocks.

A state is the one known now: a request of last week that was answered this morning, still in
time, is met. What is said of the period's end leaves out what happened after it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property

from cmcli.domain import sla
from cmcli.domain.callback import Callback, on_time
from cmcli.domain.client import ClientTag
from cmcli.domain.days import limit
from cmcli.domain.measure import Drawn, Evidence, Row, Span, drawn
from cmcli.domain.request import RequestClock, RequestFile
from cmcli.messages import Code, Message, joined, say, say_n
from cmcli.named import NamedTuple

Promise = tuple[Callback, ClientTag]
# Moved this often, a callback is work done again.
_MOVED_OFTEN = 3


# A run of a request with its reply clock.
Reply = tuple[RequestFile, ClientTag, sla.Clock]


class Requests:
    """Requests with all their runs, and the targets. The runs and their reply clocks are the same
    whatever period is asked for, and are made once.
    """  # noqa: D205

    def __init__(self, files: list[tuple[RequestFile, ClientTag]], policy: sla.Policy) -> None:
        self.files = files
        self.policy = policy

    @cached_property
    def runs(self) -> list[tuple[RequestFile, ClientTag]]:
        """Each run as a file whose last clock is that run."""
        return [
            (_run(file, count), client)
            for file, client in self.files for count in range(1, len(file.clocks) + 1)
        ]  # fmt: skip

    @cached_property
    def replies(self) -> list[Reply]:
        """The reply clocks. One that only the client's withdrawal ended is none."""
        found = [(file, client, file.response(self.policy)) for file, client in self.runs]
        return [
            (file, client, clock) for file, client, clock in found
            if not (file.withdrawn and clock.stop == file.clock.resolved_at)
        ]  # fmt: skip


class Promises(NamedTuple):
    """Callbacks and requests: what can come back as work done again."""

    callbacks: list[Promise]
    requests: Requests


# Callbacks


def _callback(callback: Callback, client: ClientTag, value: int, note: Message | Code) -> Row:
    return Row(
        "callback", callback.id, client, callback.due_at, callback.purpose, value, note
    )  # fmt: skip


def _counted(callbacks: list[Promise], over: Span) -> list[Promise]:
    """Due in the period; one given up before its time was no longer promised."""
    return [
        (callback, client)
        for callback, client in callbacks
        if over.holds(callback.due_at)
        and not (
            callback.cancelled_at and callback.cancelled_at <= limit(callback.due_at, over.now)
        )
    ]


def due(callbacks: list[Promise], over: Span) -> Evidence:
    """Callbacks due in the period."""
    return Evidence(drawn(_counted(callbacks, over), _counting))


def _counting(promise: Promise) -> Row:
    return _callback(*promise, 1, _said(promise[0]))


def _said(callback: Callback) -> Message:
    if callback.done_at:
        return say("done {at}", at=callback.done_at)
    return say("cancelled") if callback.cancelled_at else say("not done")


def done(callbacks: list[Promise], over: Span) -> Evidence:
    """Callbacks done in the period, whenever they were due."""
    return Evidence(drawn([each for each in callbacks if over.holds(each[0].done_at)], _counting))


Decided = tuple[Callback, ClientTag, int]


def decided(callbacks: list[Promise], over: Span) -> tuple[list[Decided], int]:
    """The callbacks due in the period that were kept or not, as 1 and 0, and how many still may
    be either.
    """  # noqa: D205
    found, waiting = [], 0
    for callback, client in _counted(callbacks, over):
        ended = callback.done_at or callback.cancelled_at
        if not ended and limit(callback.due_at, over.now) >= over.now:
            waiting += 1
        else:
            found.append((callback, client, int(on_time(callback, over.now))))
    return found, waiting


def kept(callbacks: list[Promise], over: Span) -> Evidence:
    """Of the callbacks due in the period, those done by then; what is not yet due is left out."""
    found, waiting = decided(callbacks, over)
    rows = Drawn(
        lambda: [_callback(*each, _said(each[0])) for each in found], [kept for _, _, kept in found]
    )
    return Evidence(rows, _left_out(waiting))


def _left_out(count: int) -> tuple[tuple[Message, int], ...]:
    return ((say("not yet due, left out"), count),) if count else ()


def overdue_callbacks(callbacks: list[Promise], over: Span) -> list[Row]:
    """Callbacks open and past their time at the period's end."""
    at = over.moment
    return [
        _callback(callback, client, 1, say("call back"))
        for callback, client in callbacks
        if _open(callback, at) and limit(callback.due_at, over.now) < at
    ]


def _open(callback: Callback, at: datetime) -> bool:
    ended = callback.done_at or callback.cancelled_at
    return callback.created_at <= at and (ended is None or ended > at)


def coming_callbacks(callbacks: list[Promise], over: Span, until: datetime) -> list[Row]:
    """Callbacks open at the period's end and due after it, before `until`."""
    return [
        _callback(callback, client, 1, say("call back"))
        for callback, client in callbacks
        if over.end <= callback.due_at < until and _open(callback, over.moment)
    ]


# Requests


def _request(file: RequestFile, client: ClientTag, at: datetime, value: float = 1) -> Row:
    kind = Code("request_kind", file.request.kind)
    return Row("request", file.request.id, client, at, file.request.summary, value, kind)


def received(facts: Requests, over: Span) -> Evidence:
    """Requests asked in the period."""
    found = [pair for pair in facts.files if over.holds(pair[0].request.asked_at)]
    return Evidence(drawn(found, lambda pair: _request(*pair, pair[0].request.asked_at)))


def resolved(facts: Requests, over: Span) -> Evidence:
    """Requests dealt with in the period, each once, even if it was opened again since."""
    rows = []
    for file, client in facts.files:
        ends = [clock.resolved_at for clock in file.clocks if over.holds(clock.resolved_at)]
        if ends and ends[-1]:
            rows.append(_request(file, client, ends[-1]))
    return Evidence(rows)


def open_overdue(facts: Requests, over: Span) -> Evidence:
    """Requests open at the period's end whose running clock is past its target then, each at
    the moment it was due.
    """  # noqa: D205
    at, rows = over.moment, []
    for file, client in facts.files:
        if not any(_ran(clock, at) for clock in file.clocks):
            continue
        then = as_of(file, at)
        late = then and _overdue(then, facts.policy, at)
        if late:
            name, due = late
            rows.append(_request(file, client, due)._replace(note=Code("clock", name)))
    return Evidence(rows)


def _ran(clock: RequestClock, at: datetime) -> bool:
    return clock.started_at <= at and (clock.resolved_at is None or clock.resolved_at > at)


def as_of(file: RequestFile, at: datetime) -> RequestFile | None:
    """The request as it stood at a moment; None before it was asked.

    Its priority and a complaint's longer limit are those of today.
    """
    clocks = tuple(_clock_as_of(clock, at) for clock in file.clocks if clock.started_at <= at)
    waits = tuple(
        wait._replace(to_at=_by_then(wait.to_at, at)) for wait in file.waits if wait.from_at <= at
    )
    events = tuple(event for event in file.events if event.at <= at)
    return file._replace(clocks=clocks, waits=waits, events=events) if clocks else None


def _clock_as_of(clock: RequestClock, at: datetime) -> RequestClock:
    return clock._replace(
        responded_at=_by_then(clock.responded_at, at), resolved_at=_by_then(clock.resolved_at, at)
    )


def _by_then(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant and instant <= at else None


def _overdue(file: RequestFile, policy: sla.Policy, at: datetime) -> tuple[str, datetime] | None:
    """The clock that is past its target, and when that was."""
    if file.clock.resolved_at:
        return None
    response = file.response(policy)
    if response.state(at) == "overdue":
        return "first reply", response.due
    resolution = file.resolution(policy, at)
    if resolution and resolution.state(at) == "overdue":
        return "resolution", resolution.due
    return None


# Clocks


def _run(file: RequestFile, count: int) -> RequestFile:
    """The request up to its run number `count`, without what happened in later ones."""
    start = file.clocks[count - 1].started_at
    ends = [clock.started_at for clock in file.clocks[count:]]
    events = tuple(
        event for event in file.events
        if start <= event.at and not any(end <= event.at for end in ends)
    )  # fmt: skip
    return file._replace(clocks=file.clocks[:count], events=events)


def replies(facts: Requests, over: Span) -> list[Reply]:
    """The reply clocks that began in the period."""
    return [reply for reply in facts.replies if over.holds(reply[0].clock.started_at)]


def _judged(clocks: Iterable[Reply], over: Span) -> Evidence:
    """1 for a clock that was met, 0 for one breached or overdue; the others still run."""
    states = [(reply, reply[2].state(over.now)) for reply in clocks]
    found = [pair for pair in states if pair[1] not in ("open", "at_risk")]
    values = [int(state == "met") for _, state in found]
    rows = Drawn(lambda: [_judgement(*pair) for pair in found], values)
    return Evidence(rows, _left_out(len(states) - len(found)))


def _judgement(reply: Reply, state: str) -> Row:
    file, client, clock = reply
    note = joined([Code("state", state), say("due {due}", due=clock.due)])
    return _request(file, client, clock.start, int(state == "met"))._replace(note=note)


def response(facts: Requests, over: Span) -> Evidence:
    """First replies in time, over the clocks begun in the period."""
    return _judged(replies(facts, over), over)


def response_urgent(facts: Requests, over: Span) -> Evidence:
    """The same, of urgent requests."""
    found = replies(facts, over)
    return _judged((r for r in found if r[0].clock.priority == "urgent"), over)


def response_time(facts: Requests, over: Span) -> Evidence:
    """Minutes to the first reply, of the clocks begun in the period that were answered."""
    return Evidence([
        _request(file, client, clock.start, clock.used(over.now) / timedelta(minutes=1))
        for file, client, clock in replies(facts, over) if clock.stop
    ])  # fmt: skip


def complaints(facts: Requests, over: Span) -> Evidence:
    """Complaints received in the period and resolved within their limit; one that the client
    withdrew counts neither way.
    """  # noqa: D205
    found = []
    for file, client in facts.runs:
        if file.request.kind != "complaint" or not over.holds(file.clock.started_at):
            continue
        clock = file.resolution(facts.policy, over.now)
        if clock and not file.withdrawn:
            found.append((file, client, clock))
    return _judged(found, over)


def rework(facts: Promises, over: Span) -> Evidence:
    """Requests received that were opened again and callbacks due that were moved three times."""
    requests = [pair for pair in facts.requests.files if over.holds(pair[0].request.asked_at)]
    callbacks = _counted(facts.callbacks, over)
    values = [int(len(file.clocks) > 1) for file, _ in requests]
    values += [int(callback.moved >= _MOVED_OFTEN) for callback, _ in callbacks]
    return Evidence(Drawn(lambda: [*map(_again, requests), *map(_moved, callbacks)], values))


def _again(pair: tuple[RequestFile, ClientTag]) -> Row:
    file, client = pair
    again = len(file.clocks) > 1
    row = _request(file, client, file.request.asked_at, int(again))
    return row._replace(note=say("reopened") if again else None)


def _moved(promise: Promise) -> Row:
    callback, client = promise
    note = say_n("moved once", "moved {count} times", callback.moved)
    return _callback(callback, client, int(callback.moved >= _MOVED_OFTEN), note)
