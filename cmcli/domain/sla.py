"""Service clocks: a target, how much of it is used, and the state that follows.

The time that counts is `worktime`'s: every instant, or the working hours, less the pauses.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cmcli.domain import worktime
from cmcli.domain.days import limit_of_days
from cmcli.domain.worktime import Hours, Interval, Piece
from cmcli.named import NamedTuple


class Policy(NamedTuple):
    """Targets from settings. `at_risk` is the share of a target that makes it at risk; `hours`
    are the opening hours that reply clocks count, None where all time counts.
    """  # noqa: D205

    normal: timedelta = timedelta(hours=24)
    urgent: timedelta = timedelta(hours=2)
    at_risk: float = 0.75
    complaint_days: int = 15
    complex_days: int = 30
    special_days: int = 60
    hours: Hours | None = None

    def response_target(self, priority: str) -> timedelta:
        """Time to the first reply for a priority."""
        return self.urgent if priority == "urgent" else self.normal


class Clock(NamedTuple):
    """One clock: `due` is the last instant that keeps the promise, `stop` when it was kept."""

    start: datetime
    due: datetime
    stop: datetime | None
    at_risk_from: datetime
    pauses: tuple[Interval, ...] = ()
    hours: Hours | None = None

    def state(self, now: datetime) -> str:
        """`met` or `breached` once stopped, else `open`, `at_risk` or `overdue`."""
        if self.stop is not None:
            return "met" if self.stop <= self.due else "breached"
        if now > self.due:
            return "overdue"
        return "at_risk" if now >= self.at_risk_from else "open"

    def used(self, now: datetime) -> timedelta:
        """Counted time from the start to the stop, or to now."""
        return worktime.elapsed(self.start, self.stop or now, self.pauses, self.hours)

    def target(self) -> timedelta:
        """Counted time from the start to the due instant."""
        return worktime.elapsed(self.start, self.due, self.pauses, self.hours)

    def left(self, now: datetime) -> timedelta:
        """Time to the due instant; negative when late."""
        return self.due - now

    def ledger(self, now: datetime) -> list[Piece]:
        """Every stretch from the start to the stop, or to now: counted, or skipped and why."""
        return worktime.ledger(self.start, self.stop or now, self.pauses, self.hours)


def response_clock(
    started_at: datetime, responded_at: datetime | None, priority: str, policy: Policy
) -> Clock:
    """The clock of the first reply; nothing pauses it."""
    target, hours = policy.response_target(priority), policy.hours
    return Clock(
        started_at,
        worktime.due(started_at, target, (), hours),
        responded_at,
        worktime.due(started_at, target * policy.at_risk, (), hours),
        (),
        hours,
    )


def days_clock(
    started_at: datetime,
    stopped_at: datetime | None,
    days: int,
    pauses: Iterable[Interval],
    policy: Policy,
    now: datetime,
) -> Clock:
    """A limit in natural days: 23:59:59 of the last one, moved on by the time of the pauses."""
    stops = tuple(pauses)
    length = limit_of_days(started_at, days, now) - started_at
    return Clock(
        started_at,
        worktime.due(started_at, length, stops),
        stopped_at,
        worktime.due(started_at, length * policy.at_risk, stops),
        stops,
    )
