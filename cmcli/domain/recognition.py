"""Promises kept, week by week and in a row: callbacks by their time, first replies in time."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, monday
from cmcli.messages import Message
from cmcli.named import NamedTuple

WEEKS = 52


class Promise(NamedTuple):
    """A callback or a request's first reply, when it was due, and whether it was kept by then."""

    noun: str
    id: int
    client: ClientTag | None
    due: datetime
    kept: bool
    text: str | None
    note: Message | None = None


class Week(NamedTuple):
    """The promises due in the week that begins on `monday`."""

    monday: date
    promises: tuple[Promise, ...]

    @property
    def kept(self) -> int:
        """How many were kept."""
        return sum(promise.kept for promise in self.promises)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.monday + timedelta(days=6)


class Recognition(NamedTuple):
    """The best week and the runs of kept promises, of those due from `start` to `end`."""

    start: date
    end: date
    best: Week | None
    longest: tuple[Promise, ...]
    current: tuple[Promise, ...]


def window(last: date) -> tuple[date, date]:
    """The 52 weeks up to the one that holds `last`: Monday of the first, Sunday of the last."""
    end = monday(last) + timedelta(days=6)
    return monday(last) - timedelta(weeks=WEEKS - 1), end


def recognised(
    promises: Iterable[Promise], start: date, end: date, now: datetime
) -> Recognition:  # fmt: skip
    """What is worth naming among the promises due from `start` to `end`."""
    dated = [(promise, day_of(promise.due, now)) for promise in promises]
    mine = sorted(
        (pair for pair in dated if start <= pair[1] <= end),
        key=lambda pair: (pair[0].due, pair[0].noun, pair[0].id),
    )
    longest, current = _runs([promise for promise, _ in mine])
    return Recognition(start, end, _best(mine), longest, current)


def _best(promises: Sequence[tuple[Promise, date]]) -> Week | None:
    """The week with the most kept; of equal ones that with the fewest broken, then the later."""
    weeks: dict[date, list[Promise]] = {}
    for promise, day in promises:
        weeks.setdefault(monday(day), []).append(promise)
    found = [Week(day, tuple(mine)) for day, mine in weeks.items()]
    best = max(found, key=lambda w: (w.kept, -len(w.promises), w.monday), default=None)
    return best if best and best.kept else None


def _runs(promises: Sequence[Promise]) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    """The longest run without a break, of equal ones the later; and the one that still goes on."""
    begun, longest = 0, (0, 0)
    for end, promise in enumerate(promises, 1):
        begun = begun if promise.kept else end
        longest = max(longest, (begun, end), key=lambda run: (run[1] - run[0], run[1]))
    return tuple(promises[slice(*longest)]), tuple(promises[begun:])
