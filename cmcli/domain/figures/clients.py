"""Figures of the book itself: who is in it, and the standing of each client at a moment."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from cmcli.domain.client import ClientTag, Standing
from cmcli.domain.days import midnight, quarter_start
from cmcli.domain.measure import Drawn, Evidence, Row, Span, drawn
from cmcli.messages import Code, Message, say
from cmcli.named import NamedTuple

# When, and by which channel.
Met = tuple[datetime, str]


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
        found = self.standings[0] if self.standings else None
        if len(self.standings) > 1:
            for standing in self.standings[1:]:
                if standing.since_at <= at:
                    found = standing
        return None if found is None or found.status == "closed" else found


def _created(fact: InBook) -> datetime:
    return fact.created_at


class Book(list[InBook]):
    """Every client ever in the book; who stood how at a moment is looked up once for all figures
    that ask for it.
    """  # noqa: D205

    def __init__(self, facts: Iterable[InBook] = ()) -> None:
        super().__init__(facts)
        self._at: dict[datetime, dict[int, tuple[InBook, Standing]]] = {}

    @cached_property
    def tags(self) -> dict[int, ClientTag]:
        """Every client as a line names it, by its number."""
        return {fact.client.id: fact.client for fact in self}

    @cached_property
    def added(self) -> list[InBook]:
        """Clients as they came; a second file of a client is no new one."""
        return sorted((fact for fact in self if not fact.merged), key=_created)

    @cached_property
    def conversions(self) -> list[tuple[InBook, datetime]]:
        """Whenever a prospect became active, by client."""
        return [
            (fact, after.since_at) for fact in self if len(fact.standings) > 1
            for before, after in pairwise(fact.standings)
            if (before.status, after.status) == ("prospect", "active")
        ]  # fmt: skip

    def present(self, at: datetime) -> dict[int, tuple[InBook, Standing]]:
        """Clients in the book at a moment with their standing then, by their number."""
        if at not in self._at:
            found = ((fact, fact.standing(at)) for fact in self)
            self._at[at] = {fact.client.id: (fact, s) for fact, s in found if s}
        return self._at[at]


class KeyContacts(NamedTuple):
    """The book, and the contacts that satisfy the standard: (at, channel) by client."""

    book: Book
    met: dict[int, list[Met]]


def _row(fact: InBook, at: datetime | None, note: Message | Code | None, value: int = 1) -> Row:
    return Row("client", fact.client.id, fact.client, at, None, value, note)


def total(book: Book, over: Span) -> Evidence:
    """Clients in the book at the period's end."""
    return Evidence(drawn(list(book.present(over.moment).values()), _present))


def _present(pair: tuple[InBook, Standing]) -> Row:
    fact, standing = pair
    return _row(fact, fact.created_at, Code("status", standing.status))


def key(book: Book, over: Span) -> Evidence:
    """Key clients at the period's end."""
    return Evidence(drawn(key_clients(book, over.moment), _since))


def key_clients(book: Book, at: datetime) -> list[tuple[InBook, Standing]]:
    """The key clients of a moment."""
    return [pair for pair in book.present(at).values() if pair[1].tier == "key"]


def prospects(book: Book, over: Span) -> Evidence:
    """Prospects at the period's end."""
    found = [pair for pair in book.present(over.moment).values() if pair[1].status == "prospect"]
    return Evidence(drawn(found, _since))


def _since(pair: tuple[InBook, Standing]) -> Row:
    fact, standing = pair
    return _row(fact, standing.since_at, None)


def new(book: Book, over: Span) -> Evidence:
    """Clients added to the book in the period; a second file of a client is no new client."""
    first, last = (bisect_left(book.added, edge, key=_created) for edge in (over.start, over.end))
    return Evidence(drawn(book.added[first:last], lambda fact: _row(fact, fact.created_at, None)))


def converted(book: Book, over: Span) -> Evidence:
    """Prospects that became active in the period, each client once."""
    found: dict[int, tuple[InBook, datetime]] = {}
    for fact, at in book.conversions:
        if over.holds(at):
            found.setdefault(fact.client.id, (fact, at))
    return Evidence(drawn(list(found.values()), lambda pair: _row(*pair, None)))


def key_coverage(facts: KeyContacts, over: Span) -> Evidence:
    """Key clients at the period's end, met from the start of its quarter up to that end."""
    at = over.moment
    begin = midnight(quarter_start(over.period.end), over.now.tzinfo)
    found = [
        (fact, _first(facts.met.get(fact.client.id, ()), begin, at))
        for fact, _ in key_clients(facts.book, at)
    ]
    return Evidence(
        Drawn(
            lambda: [_contact(*pair) for pair in found], [int(met is not None) for _, met in found]
        )
    )


def _first(contacts: Iterable[Met], begin: datetime, at: datetime) -> Met | None:
    return next((met for met in contacts if begin <= met[0] <= at), None)


def _contact(fact: InBook, met: Met | None) -> Row:
    if met is None:
        return _row(fact, None, say("not met"), 0)
    return _row(fact, met[0], Code("channel", met[1]))
