"""Time that counts: all of it, or that of the working hours, less the pauses.

Intervals are half open, [start, end), between aware instants; lengths are taken in UTC, so an
hour that the clocks skip or repeat in spring or autumn is no hour lost or gained. Hence:

- a target that is used up exactly at closing time is due at closing time, not at the next opening;
- what begins exactly at closing time counts nothing before the next opening;
- a pause takes away only time that would have counted: one over a weekend takes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from cmcli.domain.days import WorkingDay
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

Interval = tuple[datetime, datetime]

# Longer than any run of days off; a calendar that has none within it never opens.
_NEVER = 400
_ENDLESS = datetime.max.replace(tzinfo=UTC)


class Hours(NamedTuple):
    """Opening hours: `windows` in minutes after local midnight, in order; days by `is_working`."""

    windows: tuple[tuple[int, int], ...]
    is_working: WorkingDay
    zone: tzinfo


class Piece(NamedTuple):
    """A stretch of a clock: `kind` is counted, closed (night), break, day_off or pause."""

    start: datetime
    end: datetime
    kind: str

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Overlapping and touching intervals joined, in order, the empty ones dropped."""
    result: list[Interval] = []
    for start, end in sorted(_utc(pair) for pair in intervals if pair[0] < pair[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _utc(interval: Interval) -> Interval:
    return interval[0].astimezone(UTC), interval[1].astimezone(UTC)


def _windows(hours: Hours, day: date) -> list[Interval]:
    if not hours.is_working(day):
        return []
    return [
        (_instant(day, opens, hours.zone), _instant(day, closes, hours.zone))
        for opens, closes in hours.windows
    ]


def _instant(day: date, minutes: int, zone: tzinfo) -> datetime:
    extra, rest = divmod(minutes, 24 * 60)
    clock = time(rest // 60, rest % 60)
    return datetime.combine(day + timedelta(days=extra), clock, zone).astimezone(UTC)


def _open_from(start: datetime, hours: Hours | None) -> Iterator[Interval]:
    """The intervals that count from `start` on, without end; those of its day may be past."""
    if hours is None:
        yield start.astimezone(UTC), _ENDLESS
        return
    day, closed = start.astimezone(hours.zone).date(), 0
    while closed <= _NEVER:
        windows = _windows(hours, day)
        for opens, closes in windows:
            yield max(opens, start.astimezone(UTC)), closes
        closed = 0 if windows else closed + 1
        day += timedelta(days=1)
    raise Usage(
        say("no working time follows {start} within a year", start=start),
        say("look at work.hours, work.days, work.holidays: cm config list"),
    )


def counted(
    start: datetime, hours: Hours | None, pauses: Iterable[Interval] = ()
) -> Iterator[Interval]:
    """The intervals that count, the pauses cut out of them; without end."""
    stops = merged(pauses)
    for opens, closes in _open_from(start, hours):
        at = opens
        for pause_start, pause_end in stops:
            if pause_start >= closes:
                break
            if pause_start > at:
                yield at, pause_start
            at = max(at, pause_end)
        if at < closes:
            yield at, closes


def elapsed(
    start: datetime, end: datetime, pauses: Iterable[Interval] = (), hours: Hours | None = None
) -> timedelta:
    """Counted time from `start` to `end`."""
    total, limit = timedelta(), end.astimezone(UTC)
    for opens, closes in counted(start, hours, pauses):
        if opens >= limit:
            break
        total += min(closes, limit) - opens
    return total


def due(
    start: datetime,
    target: timedelta,
    pauses: Iterable[Interval] = (),
    hours: Hours | None = None,
) -> datetime:
    """When `target` has been counted from `start`; raises `OverflowError` after the year 9999."""
    left = target
    for opens, closes in counted(start, hours, pauses):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise OverflowError


def ledger(
    start: datetime, end: datetime, pauses: Iterable[Interval] = (), hours: Hours | None = None
) -> list[Piece]:
    """Every stretch from `start` to `end`, counted or skipped and why; nothing left out."""
    pieces: list[Piece] = []
    at, limit = start.astimezone(UTC), end.astimezone(UTC)
    for opens, closes in counted(start, hours, pauses):
        if opens >= limit:
            break
        pieces += _skipped(at, opens, hours)
        pieces.append(Piece(opens, min(closes, limit), "counted"))
        at = min(closes, limit)
    pieces += _skipped(at, limit, hours)
    return _joined(pieces)


def _skipped(start: datetime, end: datetime, hours: Hours | None) -> list[Piece]:
    """What lies between two counted stretches, cut where its reason changes."""
    if start >= end:
        return []
    cuts = {start, end}
    if hours:
        day, last = start.astimezone(hours.zone).date(), end.astimezone(hours.zone).date()
        while day <= last:
            edges = [_instant(day, 0, hours.zone), *(at for w in _windows(hours, day) for at in w)]
            cuts |= {at for at in edges if start < at < end}
            day += timedelta(days=1)
    return [Piece(a, b, _reason(a, b, hours)) for a, b in pairwise(sorted(cuts))]


def _reason(start: datetime, end: datetime, hours: Hours | None) -> str:
    # Opening hours that are not counted are a pause's: its edges lie at what is counted.
    if hours is None:
        return "pause"
    day = start.astimezone(hours.zone).date()
    windows = _windows(hours, day)
    if not windows:
        return "day_off"
    if any(opens <= start and end <= closes for opens, closes in windows):
        return "pause"
    return "break" if windows[0][1] <= start and end <= windows[-1][0] else "closed"


def _joined(pieces: list[Piece]) -> list[Piece]:
    result: list[Piece] = []
    for piece in pieces:
        if result and result[-1].kind == piece.kind:
            result[-1] = result[-1]._replace(end=piece.end)
        else:
            result.append(piece)
    return result
