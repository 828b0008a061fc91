"""Service clocks: how much of a target is used, and the state that follows.

A clock counts from its start to its stop, over the intervals that count. Here every instant
counts (elapsed time, PRODUCT 3.2) less the pauses; a calendar of opening hours passes other
intervals to the same functions. Intervals are half open: [start, end).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

Interval = tuple[datetime, datetime]


class Policy(NamedTuple):
    """Targets from settings; `at_risk` is the share of a target that makes it at risk."""

    normal: timedelta = timedelta(hours=24)
    urgent: timedelta = timedelta(hours=2)
    at_risk: float = 0.75
    complaint_days: int = 15

    def response_target(self, priority: str) -> timedelta:
        """Time to the first reply for a priority."""
        return self.urgent if priority == "urgent" else self.normal


class Clock(NamedTuple):
    """One running clock: `due` is the last instant that keeps the promise."""

    start: datetime
    due: datetime
    stop: datetime | None
    at_risk_from: datetime

    def state(self, now: datetime) -> str:
        """`met` or `breached` once stopped, else `open`, `at_risk` or `overdue`."""
        if self.stop is not None:
            return "met" if self.stop <= self.due else "breached"
        if now > self.due:
            return "overdue"
        return "at_risk" if now >= self.at_risk_from else "open"

    def used(self, now: datetime) -> timedelta:
        """Time from the start to the stop, or to now."""
        return (self.stop or now) - self.start

    def left(self, now: datetime) -> timedelta:
        """Time to the due instant; negative when late."""
        return self.due - now


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Overlapping intervals joined, in order, the empty ones dropped."""
    result: list[Interval] = []
    for start, end in sorted(pair for pair in intervals if pair[0] < pair[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def elapsed(start: datetime, end: datetime, pauses: Iterable[Interval] = ()) -> timedelta:
    """Counted time between two instants: all of it, less the pauses."""
    total = max(end - start, timedelta())
    for pause_start, pause_end in merged(pauses):
        total -= max(min(pause_end, end) - max(pause_start, start), timedelta())
    return total


def due(start: datetime, target: timedelta, pauses: Iterable[Interval] = ()) -> datetime:
    """The instant at which `target` has been counted; each pause before it moves it on."""
    result = start + target
    for pause_start, pause_end in merged(pauses):
        if pause_end <= start:
            continue
        if pause_start >= result:
            break
        result += pause_end - max(pause_start, start)
    return result


def response_clock(
    started_at: datetime, responded_at: datetime | None, priority: str, policy: Policy
) -> Clock:
    """The clock of the first reply; nothing pauses it."""
    target = policy.response_target(priority)
    return Clock(
        started_at,
        due(started_at, target),
        responded_at,
        due(started_at, target * policy.at_risk),
    )


def compliance(states: Iterable[str]) -> tuple[int, int]:
    """(met, met + breached + overdue): the two sides of the ratio of PRODUCT 3.2."""
    counted = [state for state in states if state in ("met", "breached", "overdue")]
    return counted.count("met"), len(counted)
