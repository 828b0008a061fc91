"""A target over working days: what is expected by now, what is needed a day, where it leads.

The straight line: every working day of a period owes the same share of the target. A day counts
as gone when its opening hours are over, so gone and left always add up to the whole.
"""

from datetime import date, datetime, timedelta

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


class Pace(NamedTuple):
    """`actual` of `target` (whole numbers, or minor units of money) after `elapsed` of `total`
    working days.
    """  # noqa: D205

    actual: float
    target: float
    elapsed: int
    total: int

    @property
    def left(self) -> int:
        """Working days to come."""
        return self.total - self.elapsed

    @property
    def attained(self) -> bool:
        """Whether the target is reached; one of zero is, unless less than nothing came in."""
        return self.actual >= self.target

    @property
    def expected(self) -> float:
        """What the straight line asks for by now; all of it where the period has no working day."""
        return self.target * self.elapsed / self.total if self.total else self.target

    @property
    def behind(self) -> float:
        """How far below the straight line it is; 0 on it, above it, and once it is attained."""
        return 0 if self.attained else max(self.expected - self.actual, 0)

    @property
    def missing(self) -> float:
        """What is left to do."""
        return max(self.target - self.actual, 0)

    @property
    def planned(self) -> float | None:
        """What a working day owes by the straight line; None without a working day."""
        return self.target / self.total if self.total else None

    @property
    def needed(self) -> float | None:
        """What each working day left has to bring; None once attained, or with no day left."""
        return self.missing / self.left if self.left and not self.attained else None

    @property
    def projection(self) -> float | None:
        """Where the present pace leads by the end; None before a day is over."""
        return self.actual * self.total / self.elapsed if self.elapsed else None

    @property
    def state(self) -> str:
        """`attained`, `behind`, or `on_track`."""
        if self.attained:
            return "attained"
        return "behind" if self.behind else "on_track"
