"""Figures of the book itself: who is in it, and the standing of each client at a moment."""

from datetime import date, datetime

from cmcli.domain.client import ClientTag, Standing
from cmcli.domain.days import day_of, quarter_start
from cmcli.domain.measure import Evidence, Row, Span
from cmcli.messages import Code, Message, say
from cmcli.named import NamedTuple


class InBook(NamedTuple):
    """A client with its standings, the oldest first."""

    client: ClientTag
    created_at: datetime
    archived_at: datetime | None
    merged: bool
    standings: tuple[Standing, ...]

    def standing(self, at: datetime) -> Standing | None:
        """Tier and status at a moment; None where the client was not in the book, or closed."""
        if self.created_at > at or (self.archived_at and self.archived_at <= at):
            return None
        standings = self.standings
        found = standings[0] if standings else None
        if len(standings) > 1:
            for standing in standings[1:]:
                if standing.since_at <= at:
                    found = standing
        return None if found is None or found.status == "closed" else found


class KeyContacts(NamedTuple):
    """The book, and the contacts that satisfy the standard: (at, channel) by client."""

    book: list[InBook]
    met: dict[int, list[tuple[datetime, str]]]


def _row(fact: InBook, at: datetime | None, note: Message | Code | None, value: int = 1) -> Row:
    return Row("client", fact.client.id, fact.client, at, None, value, note)


def total(book: list[InBook], over: Span) -> Evidence:
    """Clients in the book at the period's end."""
    at = over.moment
    found = ((fact, fact.standing(at)) for fact in book)
    return Evidence([_row(f, f.created_at, Code("status", s.status)) for f, s in found if s])


def key(book: list[InBook], over: Span) -> Evidence:
    """Key clients at the period's end."""
    at = over.moment
    found = ((fact, fact.standing(at)) for fact in book)
    return Evidence([_row(f, s.since_at, None) for f, s in found if s and s.tier == "key"])


def prospects(book: list[InBook], over: Span) -> Evidence:
    """Prospects at the period's end."""
    at = over.moment
    found = ((fact, fact.standing(at)) for fact in book)
    return Evidence([_row(f, s.since_at, None) for f, s in found if s and s.status == "prospect"])


def new(book: list[InBook], over: Span) -> Evidence:
    """Clients added to the book in the period; a second file of a client is no new client."""
    return Evidence(
        [_row(f, f.created_at, None) for f in book if over.holds(f.created_at) and not f.merged]
    )


def converted(book: list[InBook], over: Span) -> Evidence:
    """Prospects that became active in the period, each client once."""
    return Evidence([_row(f, at, None) for f in book if (at := _conversion(f, over))])


def _conversion(fact: InBook, over: Span) -> datetime | None:
    for before, after in zip(fact.standings, fact.standings[1:], strict=False):
        turned = (before.status, after.status) == ("prospect", "active")
        if turned and over.holds(after.since_at):
            return after.since_at
    return None


def key_coverage(facts: KeyContacts, over: Span) -> Evidence:
    """Key clients at the period's end, met from the start of its quarter up to that end."""
    at, moment = over.at, over.moment
    start = quarter_start(over.period.end)
    rows = []
    for fact in facts.book:
        standing = fact.standing(moment)
        if standing and standing.tier == "key":
            rows.append(_contact(fact, facts.met.get(fact.client.id, []), start, at))
    return Evidence(rows)


def _contact(fact: InBook, contacts: list[tuple[datetime, str]], start: date, at: datetime) -> Row:
    for met_at, channel in contacts:
        if met_at <= at and start <= day_of(met_at, at):
            return _row(fact, met_at, Code("channel", channel))
    return _row(fact, None, say("not met"), 0)
