"""Figures of the contacts: how many, whom they reached, the time they took."""

from bisect import bisect_left
from datetime import datetime

from cmcli.domain.client import ClientTag
from cmcli.domain.interaction import VISIT_CHANNELS, Interaction
from cmcli.domain.measure import Drawn, Evidence, Row, Span, drawn
from cmcli.messages import Code, joined, say, say_n
from cmcli.named import NamedTuple

Contact = tuple[Interaction, ClientTag]


class Contacts(NamedTuple):
    """Interactions, the oldest first; minutes by channel where nobody typed any."""

    rows: list[Contact]
    minutes: dict[str, int]

    def within(self, over: Span) -> list[Contact]:
        """Those of the period."""
        first, last = (bisect_left(self.rows, edge, key=_at) for edge in (over.start, over.end))
        return self.rows[first:last]

    def reached(self, over: Span) -> list[Contact]:
        """Those of the period that reached the client."""
        return [pair for pair in self.within(over) if pair[0].outcome == "reached"]


def _at(pair: Contact) -> datetime:
    return pair[0].at


def _row(pair: Contact) -> Row:
    contact, client = pair
    return Row(
        "interaction", contact.id, client, contact.at, contact.note, 1,
        Code("channel", contact.channel),
    )  # fmt: skip


def total(facts: Contacts, over: Span) -> Evidence:
    """Every contact, reached or not."""
    return Evidence(drawn(facts.within(over), _row))


def reached(facts: Contacts, over: Span) -> Evidence:
    """Contacts that reached the client."""
    return Evidence(drawn(facts.reached(over), _row))


def visits(facts: Contacts, over: Span) -> Evidence:
    """Visits and meetings that took place."""
    found = [pair for pair in facts.reached(over) if pair[0].channel in VISIT_CHANNELS]
    return Evidence(drawn(found, _row))


def clients(facts: Contacts, over: Span) -> Evidence:
    """Distinct clients reached, with the last contact of each."""
    counts: dict[int, int] = {}
    last: dict[int, Contact] = {}
    for contact, client in facts.reached(over):
        counts[client.id] = counts.get(client.id, 0) + 1
        last[client.id] = (contact, client)

    def draw(pair: Contact) -> Row:
        contact, client = pair
        said = say_n("one contact", "{count} contacts", counts[client.id])
        return Row("client", client.id, client, contact.at, contact.note, 1, said)

    return Evidence(drawn(list(last.values()), draw))


def minutes(facts: Contacts, over: Span) -> Evidence:
    """Minutes typed, or the channel's default, marked as estimated."""
    found, values, estimated = facts.within(over), [], 0
    for contact, _ in found:
        length = contact.minutes
        if length is None:
            length = facts.minutes.get(contact.channel, 0)
            estimated += length
        values.append(length)

    def draw(pair: Contact) -> Row:
        contact, typed = pair[0], pair[0].minutes
        length = facts.minutes.get(contact.channel, 0) if typed is None else typed
        guessed = say("estimated") if typed is None else None
        note = joined([Code("channel", contact.channel), guessed])
        return _row(pair)._replace(value=length, note=note)

    parts = ((say("estimated minutes"), estimated),) if estimated else ()
    return Evidence(Drawn(lambda: [draw(pair) for pair in found], values), parts)
