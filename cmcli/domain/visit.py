"""A day's visit round: in which order, at what time, and who does not fit.

Times are minutes after midnight of the day. Clients of a district stand together; within one, who
closes first is visited first, and somebody who closes later fills a gap that delays nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from cmcli.domain.callback import Callback
from cmcli.domain.client import ClientTag
from cmcli.domain.opening import Opening, Windows, clock
from cmcli.errors import Usage
from cmcli.messages import Joined, Message, joined, say
from cmcli.named import NamedTuple

# How pressing a reason is, the most pressing first.
RANKS = ("promise", "deal", "maturity", "contact", "named")
_END = 24 * 60


class Reason(NamedTuple):
    """Why somebody is visited: `kind` is one of RANKS, `late` where its day has passed."""

    kind: str
    text: Message | Joined
    late: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        """What sorts the most pressing first."""
        return not self.late, RANKS.index(self.kind)


class Candidate(NamedTuple):
    """Somebody to visit: where, when it is open (None: at any hour), the reasons in order."""

    client: ClientTag
    district: str | None
    address: str | None
    opening: Opening | None
    reasons: tuple[Reason, ...]

    @property
    def need(self) -> tuple[Any, ...]:
        """What sorts the most needed visit first."""
        best = min((reason.rank for reason in self.reasons), default=(True, len(RANKS)))
        return (*best, -len(self.reasons), self.client.id)

    @property
    def closes(self) -> int:
        """When it is too late for a visit."""
        return self.opening.windows[-1][1] if self.opening else _END


class Booked(NamedTuple):
    """A visit booked before: nobody else is visited then."""

    client: ClientTag
    callback: Callback
    district: str | None
    start: int
    end: int


class Terms(NamedTuple):
    """The hours in which visits are made, the first of them not before `start`; minutes of a
    visit, of the way within a district and between two.
    """  # noqa: D205

    windows: Windows
    start: int
    minutes: int = 60
    travel: int = 20
    travel_district: int = 40


class Stop(NamedTuple):
    """A visit and its time."""

    candidate: Candidate
    start: int
    end: int


class Missed(NamedTuple):
    """Who does not fit: `code` is closed (never open in the hours of the day), shut (closed when
    there is time) or full (there is no time).
    """  # noqa: D205

    candidate: Candidate
    code: str
    text: Message


class Round(NamedTuple):
    """The visits in their order, and who does not fit."""

    stops: tuple[Stop, ...]
    missed: tuple[Missed, ...]


def planned(candidates: Iterable[Candidate], terms: Terms, booked: Sequence[Booked] = ()) -> Round:
    """Whom the day has room for: nobody gives way to a less needed visit of the same district, nor
    to one of a district that comes later.
    """  # noqa: D205
    found = list(candidates)
    first = _districts(found)
    chosen: list[Candidate] = []
    missed: list[Missed] = []
    for one in sorted(found, key=lambda one: (first[one.district], one.need)):
        if _packed([*chosen, one], terms, booked) is None:
            missed.append(_missed(one, chosen, terms, booked))
        else:
            chosen.append(one)
    return Round(tuple(_packed(chosen, terms, booked) or ()), tuple(missed))


def _districts(candidates: Iterable[Candidate]) -> dict[str | None, tuple[Any, ...]]:
    """What sorts the districts: that of the most needed visit first, none known last."""
    first: dict[str | None, tuple[Any, ...]] = {}
    for one in sorted(candidates, key=lambda one: one.need):
        first.setdefault(one.district, (one.district is None, *one.need))
    return first


def _packed(
    chosen: Sequence[Candidate], terms: Terms, booked: Sequence[Booked]
) -> list[Stop] | None:
    """Everybody, district by district, in it who closes first; None where one does not fit.

    The district of the most needed visit comes first, or where that leaves somebody out, the one in
    which somebody closes first.
    """
    needed, closing = _districts(chosen), _closing(chosen)
    for first in (needed, {name: (closing[name], *needed[name]) for name in needed}):
        order = sorted(chosen, key=lambda one: (first[one.district], one.closes, one.need))
        stops = _laid(order, terms, booked)
        if stops is not None:
            return stops
    return None


def _closing(candidates: Iterable[Candidate]) -> dict[str | None, int]:
    """When the first client of each district closes."""
    first: dict[str | None, int] = {}
    for one in candidates:
        first[one.district] = min(one.closes, first.get(one.district, _END))
    return first


def _laid(
    order: Iterable[Candidate], terms: Terms, booked: Sequence[Booked]
) -> list[Stop] | None:  # fmt: skip
    """Each as early as the one before, the hours and the ways allow."""
    left, at = list(order), terms.start
    where: str | None = _START
    stops: list[Stop] = []
    while left:
        start = _earliest(left[0], at, where, terms, booked)
        if start is None:
            return None
        filler = _filler(left, start, at, where, terms, booked)
        stop = filler or Stop(left[0], start, start + terms.minutes)
        stops.append(stop)
        at, where = stop.end, stop.candidate.district
        left.remove(stop.candidate)
    return stops


# Before the first visit there is no way to go.
_START = ""


def _filler(
    left: Sequence[Candidate], start: int, at: int, where: str | None, terms: Terms,
    booked: Sequence[Booked],
) -> Stop | None:  # fmt: skip
    """Somebody of the same district who is visited before the next one without delaying it."""
    head, *others = left
    for one in others:
        begin = _earliest(one, at, where, terms, booked)
        if one.district != head.district or begin is None or begin >= start:
            continue
        stop = Stop(one, begin, begin + terms.minutes)
        if _earliest(head, stop.end, one.district, terms, booked) == start:
            return stop
    return None


def _way(here: str | None, there: str | None, terms: Terms) -> int:
    if here == _START:
        return 0
    return terms.travel if here is not None and here == there else terms.travel_district


def _earliest(
    one: Candidate, at: int, where: str | None, terms: Terms, booked: Sequence[Booked]
) -> int | None:
    """When the visit begins that does not begin before `at` and the way from `where`."""
    ready = at + _way(where, one.district, terms)
    for opens, closes in _free(one, terms, booked):
        begin = max(opens, ready, terms.start)
        if begin + terms.minutes <= closes:
            return begin
    return None


def _free(one: Candidate, terms: Terms, booked: Sequence[Booked]) -> Iterator[tuple[int, int]]:
    """The working hours in which the client is open, without what is booked and the ways to it."""
    pieces = [
        (max(a, c), min(b, d))
        for a, b in terms.windows
        for c, d in (one.opening.windows if one.opening else ((0, _END),))
    ]
    for fixed in booked:
        way = _way(fixed.district, one.district, terms)
        out = fixed.start - way, fixed.end + way
        pieces = [
            piece
            for opens, closes in pieces
            for piece in ((opens, min(closes, out[0])), (max(opens, out[1]), closes))
        ]
    yield from sorted((opens, closes) for opens, closes in pieces if opens < closes)


def _missed(
    one: Candidate, chosen: Sequence[Candidate], terms: Terms, booked: Sequence[Booked]
) -> Missed:
    hours = one.opening
    if hours and _earliest(one, 0, _START, terms, ()) is None:
        text = say("hours {hours}, not in those of the day", hours=hours.text)
        return Missed(one, "closed", text)
    if hours and _packed([*chosen, one._replace(opening=None)], terms, booked) is not None:
        return Missed(one, "shut", say("hours {hours}, which are full", hours=hours.text))
    return Missed(one, "full", say("the day is full"))


# What is typed


def starts_at(text: str) -> int:
    """Minutes after midnight of `09:00`; raises `Usage`."""
    hour, _, minute = text.strip().replace("：", ":").partition(":")
    if not (_small(hour, 23) and _small(minute or "0", 59)):
        raise Usage(say("{text} is no time of day", text=text), say("--start 09:00"))
    return int(hour) * 60 + int(minute or 0)


def way_minutes(text: str) -> int:
    """Minutes of a way, none to four hours; raises `Usage`."""
    if not _small(text.strip(), 240):
        raise Usage(
            say("{text} is no number of minutes", text=text), say("--travel 20, from 0 to 240")
        )
    return int(text)


def _small(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= most


def limited(candidates: Iterable[Candidate], limit: int | None) -> list[Candidate]:
    """The `limit` most needed."""
    return sorted(candidates, key=lambda one: one.need)[:limit]


def not_past(day: date, now: datetime) -> None:
    """Raise `Usage` for a day that is over."""
    if day < now.date():
        raise Usage(say("{day} is past; a round is planned ahead", day=day),
                    say("for example cm visit plan tomorrow"))  # fmt: skip


def terms_of(terms: Terms, day: date, now: datetime) -> Terms:
    """The terms for that day: today begins now, on the next five minutes; raises `Usage`."""
    passed = (now.hour * 60 + now.minute + 4) // 5 * 5 if day == now.date() else 0
    found = terms._replace(start=max(terms.start, passed))
    last = found.windows[-1][1]
    if found.start + found.minutes > last:
        raise Usage(
            say("no visit of {minutes} minutes fits between {start} and {end}",
                minutes=found.minutes, start=clock(found.start), end=clock(last)),
            say("another day, an earlier --start, or the hours: cm config get work.hours"),
        )  # fmt: skip
    return found


def moment(day: date, minutes: int, now: datetime) -> datetime:
    """The instant of so many minutes after the midnight of a local day, in UTC."""
    at = time(minutes // 60, minutes % 60)
    return datetime.combine(day, at, now.tzinfo).astimezone(UTC)


# What is booked


def bookings(
    found: Round, purposes: Sequence[str], day: date, now: datetime
) -> list[Callback]:  # fmt: skip
    """A callback for each stop, at its time."""
    callbacks = []
    for number, (stop, purpose) in enumerate(zip(found.stops, purposes, strict=True), start=1):
        due = moment(day, stop.start, now)
        callbacks.append(
            Callback(-number, stop.candidate.client.id, due, purpose, None, due, 0, None, None,
                     None, None, now)
        )  # fmt: skip
    return callbacks


def purpose(one: Candidate) -> Joined:
    """Where, and the first reason: what a booked visit is for."""
    return joined([one.district, one.reasons[0].text if one.reasons else None])
