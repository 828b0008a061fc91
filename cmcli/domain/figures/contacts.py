"""Figures of the contacts: how many, whom they reached, the time they took."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime

from cmcli.domain.client import ClientTag
from cmcli.domain.interaction import VISIT_CHANNELS
from cmcli.domain.measure import Drawn, Evidence, Row, Span, drawn
from cmcli.messages import Code, joined, say, say_n
from cmcli.named import NamedTuple


class Contact(NamedTuple):
    """What figures need of an interaction. Thousands of them may lie in a period and few are ever
    shown: the instant stays text (ISO 8601, in UTC), the client a number, until somebody asks.
    """  # noqa: D205

    id: int
    time: str
    channel: str
    outcome: str
    minutes: int | None
    note: str | None
    client_id: int

    @property
    def at(self) -> datetime:
        """The instant, in UTC."""
        return datetime.fromisoformat(self.time)


class Contacts(NamedTuple):
    """Contacts, the oldest first; their clients by number; minutes by channel where nobody typed
    any.
    """  # noqa: D205

    rows: list[Contact]
    clients: Mapping[int, ClientTag]
    minutes: dict[str, int]

    def within(self, over: Span) -> list[Contact]:
        """Those of the period."""
        first, last = (bisect_left(self.rows, edge, key=_at) for edge in (over.start, over.end))
        return self.rows[first:last]

    def row_of(self, contact: Contact) -> Row:
        """The contact as evidence, with its channel."""
        return Row(
            "interaction", contact.id, self.clients[contact.client_id], contact.at, contact.note, 1,
            Code("channel", contact.channel),
        )  # fmt: skip

    def reached(self, over: Span) -> list[Contact]:
        """Those of the period that reached the client."""
        return [contact for contact in self.within(over) if contact.outcome == "reached"]


def _at(contact: Contact) -> datetime:
    return contact.at


def total(facts: Contacts, over: Span) -> Evidence:
    """Every contact, reached or not."""
    return Evidence(drawn(facts.within(over), facts.row_of))


def reached(facts: Contacts, over: Span) -> Evidence:
    """Contacts that reached the client."""
    return Evidence(drawn(facts.reached(over), facts.row_of))


def visits(facts: Contacts, over: Span) -> Evidence:
    """Visits and meetings that took place."""
    found = [each for each in facts.reached(over) if each.channel in VISIT_CHANNELS]
    return Evidence(drawn(found, facts.row_of))


def clients(facts: Contacts, over: Span) -> Evidence:
    """Distinct clients reached, with the last contact of each."""
    counts: dict[int, int] = {}
    last: dict[int, Contact] = {}
    for contact in facts.reached(over):
        number = contact.client_id
        counts[number] = counts.get(number, 0) + 1
        last[number] = contact

    def draw(contact: Contact) -> Row:
        client = facts.clients[contact.client_id]
        said = say_n("one contact", "{count} contacts", counts[client.id])
        return Row("client", client.id, client, contact.at, contact.note, 1, said)

    return Evidence(drawn(list(last.values()), draw))


def minutes(facts: Contacts, over: Span) -> Evidence:
    """Minutes typed, or the channel's default, marked as estimated."""
    found, values, estimated = facts.within(over), [], 0
    for contact in found:
        length = contact.minutes
        if length is None:
            length = facts.minutes.get(contact.channel, 0)
            estimated += length
        values.append(length)

    def draw() -> list[Row]:
        return [_timed(facts, *pair) for pair in zip(found, values, strict=True)]

    parts = ((say("estimated minutes"), estimated),) if estimated else ()
    return Evidence(Drawn(draw, values), parts)


def _timed(facts: Contacts, contact: Contact, length: int) -> Row:
    guessed = say("estimated") if contact.minutes is None else None
    note = joined([Code("channel", contact.channel), guessed])
    return facts.row_of(contact)._replace(value=length, note=note)
