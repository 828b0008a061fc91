"""Where prospects come from, and how many of them become clients: by source and by referrer."""

from collections.abc import Iterable
from datetime import datetime

from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.measure import Span, median
from cmcli.domain.prospect import Prospect
from cmcli.named import NamedTuple

# The order in which sources stand where two brought as many.
SOURCES = ("referral", "campaign", "walk_in", "cold_call", "list", "other")


class Way(NamedTuple):
    """A prospect with the client it is and the one who sent it."""

    prospect: Prospect
    client: ClientTag
    referrer: ClientTag | None


class Yield(NamedTuple):
    """What a source or a referrer brought in a period; `open` at its end."""

    added: int
    converted: int
    dropped: int
    open: int
    median_days: float | None

    @property
    def rate(self) -> float | None:
        """Converted over all that ended; None where nothing did."""
        ended = self.converted + self.dropped
        return self.converted / ended if ended else None


class Sources(NamedTuple):
    """The yield by source, by who sent them, and of all together."""

    by_source: list[tuple[str, Yield]]
    by_referrer: list[tuple[ClientTag, Yield]]
    total: Yield


def sources(ways: Iterable[Way], over: Span) -> Sources:
    """The sources that did anything in the period or have prospects open at its end."""
    found = list(ways)
    by_source = [(s, _yield([w for w in found if w.prospect.source == s], over)) for s in SOURCES]
    senders = {way.referrer.id: way.referrer for way in found if way.referrer}
    by_referrer = [
        (who, _yield([w for w in found if w.referrer and w.referrer.id == who.id], over))
        for who in senders.values()
    ]
    return Sources(
        sorted([one for one in by_source if any(one[1][:4])], key=lambda one: _most(one[1])),
        sorted([one for one in by_referrer if any(one[1][:4])], key=lambda one: _most(one[1])),
        _yield(found, over),
    )


def _most(found: Yield) -> tuple[int, int]:
    return -found.converted, -found.added


def _yield(ways: list[Way], over: Span) -> Yield:
    ended = [way.prospect for way in ways if _in(way.prospect.closed_at, over)]
    won = [prospect for prospect in ended if prospect.stage == "converted"]
    days = [_days(prospect, over.now) for prospect in won]
    return Yield(
        sum(over.holds(way.prospect.opened_at) for way in ways),
        len(won),
        len(ended) - len(won),
        sum(_open(way.prospect, over) for way in ways),
        median(days),
    )


def _in(at: datetime | None, over: Span) -> bool:
    return at is not None and over.holds(at)


def _open(prospect: Prospect, over: Span) -> bool:
    """Open at the period's end."""
    closed = prospect.closed_at
    return prospect.opened_at <= over.moment and (closed is None or closed > over.moment)


def _days(prospect: Prospect, now: datetime) -> int:
    """Days from the day it was added to the day it was closed."""
    closed = prospect.closed_at or now
    return (day_of(closed, now) - day_of(prospect.opened_at, now)).days
