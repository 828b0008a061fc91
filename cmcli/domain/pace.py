"""A target over working days: what is expected by now, what is needed a day, where it leads.

The straight line: every working day of a period owes the same share of the target. A day counts
as gone when its opening hours are over, so gone and left always add up to the whole. Where the
target was changed on the way the line bends: up to that day the old one holds, and from the value
it had come to by then a straight line leads to the new target at the end.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from cmcli.domain.days import WorkingDay, working_days
from cmcli.named import NamedTuple


class Days(NamedTuple):
    """Working days of a period: gone, and in all."""

    gone: int
    total: int

    @property
    def left(self) -> int:
        """Those still to come, today among them until it closes."""
        return self.total - self.gone


def days_of(start: date, end: date, now: datetime, is_working: WorkingDay, closing: int) -> Days:
    """The working days from `start` to `end`; today is over `closing` minutes after midnight."""
    is_over = now.hour * 60 + now.minute >= closing
    last = now.date() if is_over else now.date() - timedelta(days=1)
    return Days(
        working_days(start, min(end, last), is_working), working_days(start, end, is_working)
    )


# Working days gone, and the value that is expected by then: the beginning, the bends, the end.
Line = tuple[tuple[int, float], ...]


def drawn(start: float, steps: Sequence[tuple[int, float]], total: int) -> Line:
    """The line from `start` over `total` working days; `steps` are the targets, each with the
    working days gone before the day it holds from.
    """  # noqa: D205
    points = [(0, start)]
    for (_, target), (gone, _) in pairwise(steps):
        points.append((gone, along((points[-1], (total, target)), gone)))
    return (*points, (total, steps[-1][1]))


def along(line: Line, gone: int) -> float:
    """What the line asks for after so many working days; the end of it without any."""
    for (since, low), (until, high) in pairwise(line):
        if since <= gone < until:
            return low + (high - low) * (gone - since) / (until - since)
    return line[-1][1]


def attainment(actual: float, target: float, *, less: bool) -> float | None:
    """Actual over target; where less is better target over actual, at most 1.

    A target of zero divides nothing: 1 where it is met, else None, or 0 where less is better.
    """
    if less:
        return 1 if actual <= target else target / actual
    if target > 0:
        return actual / target
    return 1 if actual >= target else None


class Pace(NamedTuple):
    """`actual` of `target` (whole numbers, or minor units of money) after `elapsed` of `total`
    working days, along `line`; without one from nothing straight to the target. With `less` the
    target is to be come down to.
    """  # noqa: D205

    actual: float
    target: float
    elapsed: int
    total: int
    line: Line = ()
    less: bool = False

    @property
    def left(self) -> int:
        """Working days to come."""
        return self.total - self.elapsed

    @property
    def attained(self) -> bool:
        """Whether the target is reached; one of zero is, unless less than nothing came in."""
        return self.actual <= self.target if self.less else self.actual >= self.target

    @property
    def expected(self) -> float:
        """What the straight line asks for by now; all of it where the period has no working day."""
        return along(self.line or ((0, 0), (self.total, self.target)), self.elapsed)

    @property
    def behind(self) -> float:
        """How far on the wrong side of the line it is; 0 on it, and once it is attained."""
        gap = self.expected - self.actual
        return 0 if self.attained else max(-gap if self.less else gap, 0)

    @property
    def missing(self) -> float:
        """What is left to do."""
        left = self.target - self.actual
        return max(-left if self.less else left, 0)

    @property
    def start(self) -> float:
        """Where the line begins."""
        return self.line[0][1] if self.line else 0

    @property
    def planned(self) -> float | None:
        """What a working day owes by the straight line; None without a working day."""
        return abs(self.target - self.start) / self.total if self.total else None

    @property
    def needed(self) -> float | None:
        """What each working day left has to bring; None once attained, or with no day left."""
        return self.missing / self.left if self.left and not self.attained else None

    @property
    def projection(self) -> float | None:
        """Where the present pace leads by the end; None before a day is over."""
        if not self.elapsed:
            return None
        return self.start + (self.actual - self.start) * self.total / self.elapsed

    @property
    def state(self) -> str:
        """`attained`, `behind`, or `on_track`."""
        if self.attained:
            return "attained"
        return "behind" if self.behind else "on_track"
