"""Where the time of a period went, where work waited, what came back, and what had no effect.

A wait counts in the period in which it ended: only then is it known how long it was.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil, sqrt
from typing import TypeVar

from cmcli.domain.deal import OPEN_STAGES
from cmcli.domain.interaction import MEETING_CHANNELS
from cmcli.domain.measure import Span, median
from cmcli.named import NamedTuple

T = TypeVar("T")
CALLS = ("phone", "video")
# In a row, or so often moved: work done again.
OFTEN = 3
# Below so many deals, promises or calls nothing is said of all of them.
LEAST = 5


class Touch(NamedTuple):
    """A contact. `work` is what it was for: request, callback, deal, campaign or other; `minutes`
    is None where nobody typed them.
    """  # noqa: D205

    at: datetime
    client: int
    tier: str
    channel: str
    direction: str
    outcome: str
    minutes: int | None
    work: str

    @property
    def is_call(self) -> bool:
        """Whether somebody was to be reached by it."""
        return self.direction == "out" and self.channel in CALLS


class Wait(NamedTuple):
    """One wait that ended: `step` is what was waited for, or the stage a deal left."""

    step: str
    begun: datetime
    ended: datetime


class Passage(NamedTuple):
    """A stage a deal was in, and the one it went to."""

    deal: int
    stage: str
    begun: datetime
    ended: datetime
    into: str


class Due(NamedTuple):
    """A callback due in the period; `reached` is whether a contact that kept it reached anybody."""

    id: int
    client: int
    purpose: str | None
    every: str | None
    moved: int
    done: bool
    reached: bool


class Errand(NamedTuple):
    """A hand-off that was due in the period, and whether it was late or still is."""

    department: str
    late: bool


class Facts(NamedTuple):
    """What a period is judged by; `minutes` are those of a channel where none were typed."""

    touches: list[Touch]
    waits: list[Wait]
    passages: list[Passage]
    callbacks: list[Due]
    reopened: list[int]
    replies: int
    minutes: dict[str, int]
    errands: Sequence[Errand] = ()


class Share(NamedTuple):
    """What of the time went to one channel, kind of work or tier."""

    key: str
    contacts: int
    minutes: int
    estimated: int


class Hour(NamedTuple):
    """An hour of the day: the time that went, and the calls out that reached somebody."""

    hour: int
    minutes: int
    tried: int
    reached: int

    @property
    def rate(self) -> float | None:
        """The share reached; None below the least number of calls."""
        return self.reached / self.tried if self.tried >= LEAST else None


class Waited(NamedTuple):
    """How long a step took: the middle one, and within what nine of ten were over. `spread` is the
    standard deviation in seconds.
    """  # noqa: D205

    step: str
    times: int
    median: timedelta | None
    p90: timedelta | None
    spread: float = 0


class Unanswered(NamedTuple):
    """A client who did not answer so many calls in a row."""

    client: int
    calls: int


class Series(NamedTuple):
    """Callbacks that belong together, and how many there were."""

    client: int | None
    purpose: str | None
    times: int


class Flow(NamedTuple):
    """The figures of a period."""

    total: Share
    channels: list[Share]
    work: list[Share]
    tiers: list[Share]
    hours: list[Hour]
    waits: list[Waited]
    reopened: list[int]
    replies: int
    callbacks: list[Due]
    unanswered: list[Unanswered]
    straight: list[Waited]
    unreached: list[Series]
    put_off: list[Series]
    errands: Sequence[Errand]

    @property
    def moved_often(self) -> list[Due]:
        """Callbacks moved three times or more."""
        return [callback for callback in self.callbacks if callback.moved >= OFTEN]

    @property
    def moved(self) -> int:
        """How many callbacks were moved at all."""
        return sum(callback.moved > 0 for callback in self.callbacks)

    @property
    def tried(self) -> int:
        """Calls out."""
        return sum(hour.tried for hour in self.hours)

    @property
    def reached(self) -> int:
        """Calls out that reached somebody."""
        return sum(hour.reached for hour in self.hours)

    def waited(self, step: str) -> Waited:
        """The waits of one step."""
        return next(w for w in self.waits if w.step == step)


REQUEST_STEPS, HANDOFF_STEPS = ("reply", "resolution", "client"), ("received", "handed")
STEPS = (*REQUEST_STEPS, *OPEN_STAGES, *HANDOFF_STEPS)


def flow(facts: Facts, over: Span) -> Flow:
    """The figures of the period, from the facts of it."""
    passed = [Wait(p.stage, p.begun, p.ended) for p in facts.passages if over.holds(p.ended)]
    waits = [*(wait for wait in facts.waits if over.holds(wait.ended)), *passed]
    return Flow(
        _share("", facts.touches, facts.minutes),
        _shares(facts, _channel), _shares(facts, _work), _shares(facts, _tier),
        hours(facts.touches, facts.minutes, over.now),
        [waited(step, [w for w in waits if w.step == step]) for step in STEPS],
        facts.reopened, facts.replies, facts.callbacks, unanswered(facts.touches),
        _straight(facts.passages, over), _unreached(facts.callbacks), _put_off(facts.callbacks),
        facts.errands,
    )  # fmt: skip


# Time


def _channel(touch: Touch) -> str:
    return touch.channel


def _work(touch: Touch) -> str:
    return touch.work


def _tier(touch: Touch) -> str:
    return touch.tier


def _by(rows: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _share(key: str, touches: Sequence[Touch], usual: dict[str, int]) -> Share:
    estimated = sum(usual.get(t.channel, 0) for t in touches if t.minutes is None)
    return Share(key, len(touches), sum(t.minutes or 0 for t in touches) + estimated, estimated)


def _shares(facts: Facts, key: Callable[[Touch], str]) -> list[Share]:
    """The shares of each key, the largest first."""
    found = [_share(str(name), mine, facts.minutes)
             for name, mine in _by(facts.touches, key).items()]  # fmt: skip
    return sorted(found, key=lambda share: (-share.minutes, share.key))


def hours(touches: Iterable[Touch], usual: dict[str, int], now: datetime) -> list[Hour]:
    """Each hour from the first to the last with a contact, in the zone of `now`."""
    parts = _by(touches, lambda touch: touch.at.astimezone(now.tzinfo).hour)
    if not parts:
        return []
    numbers = [int(str(hour)) for hour in parts]
    return [_hour(n, parts.get(n, []), usual) for n in range(min(numbers), max(numbers) + 1)]


def _hour(number: int, touches: Sequence[Touch], usual: dict[str, int]) -> Hour:
    calls = [touch for touch in touches if touch.is_call]
    reached = sum(call.outcome == "reached" for call in calls)
    return Hour(number, _share("", touches, usual).minutes, len(calls), reached)


# Waiting


def waited(step: str, waits: Sequence[Wait]) -> Waited:
    """The median and the 90th percentile, by the nearest rank."""
    lengths = sorted((wait.ended - wait.begun).total_seconds() for wait in waits)
    if not lengths:
        return Waited(step, 0, None, None)
    middle, late = median(lengths) or 0, lengths[ceil(len(lengths) * 0.9) - 1]
    mean = sum(lengths) / len(lengths)
    spread = sqrt(sum((one - mean) ** 2 for one in lengths) / max(len(lengths) - 1, 1))
    return Waited(step, len(lengths), timedelta(seconds=middle), timedelta(seconds=late), spread)


# What came back


def unanswered(touches: Iterable[Touch]) -> list[Unanswered]:
    """Clients with three unanswered calls in a row or more, the most first.

    A message that was sent neither continues nor ends a row; whatever the client took part in does.
    """
    runs: dict[int, int] = {}
    most: dict[int, int] = {}
    for touch in touches:
        if touch.is_call and touch.outcome == "no_answer":
            runs[touch.client] = runs.get(touch.client, 0) + 1
            most[touch.client] = max(most.get(touch.client, 0), runs[touch.client])
        elif touch.direction == "in" or touch.channel in MEETING_CHANNELS:
            runs[touch.client] = 0
    found = [Unanswered(client, calls) for client, calls in most.items() if calls >= OFTEN]
    return sorted(found, key=lambda one: (-one.calls, one.client))


# What had no effect


def _straight(passages: Iterable[Passage], over: Span) -> list[Waited]:
    """Stages that every deal closed in the period went through without loss and within a day."""
    deals = _by(passages, lambda passage: passage.deal)
    closed = [mine for mine in deals.values() if mine[-1].into in ("won", "lost")
              and over.holds(mine[-1].ended)]  # fmt: skip
    found = []
    for stage in OPEN_STAGES:
        here = [p for mine in closed for p in mine if p.stage == stage]
        time = waited(stage, [Wait(stage, p.begun, p.ended) for p in here])
        if len(here) < LEAST or any(p.into == "lost" for p in here):
            continue
        if time.median is not None and time.median < timedelta(days=1):
            found.append(time)
    return found


def _unreached(callbacks: Iterable[Due]) -> list[Series]:
    """Recurring callbacks done twice or more, none of which reached anybody."""
    kept = [callback for callback in callbacks if callback.every and callback.done]
    series = _by(kept, lambda callback: (callback.client, callback.purpose))
    return [
        Series(mine[0].client, mine[0].purpose, len(mine)) for mine in series.values()
        if len(mine) > 1 and not any(callback.reached for callback in mine)
    ]  # fmt: skip


def _put_off(callbacks: Iterable[Due]) -> list[Series]:
    """Callbacks of one purpose, five or more, every one of which was moved."""
    series = _by((c for c in callbacks if c.purpose), lambda callback: callback.purpose)
    return [
        Series(None, mine[0].purpose, len(mine)) for mine in series.values()
        if len(mine) >= LEAST and all(callback.moved for callback in mine)
    ]  # fmt: skip
