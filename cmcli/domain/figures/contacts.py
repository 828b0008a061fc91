"""Figures of the contacts: how many, whom they reached, the time they took."""

from bisect import bisect_left
from datetime import datetime

from cmcli.domain.client import ClientTag
from cmcli.domain.interaction import VISIT_CHANNELS, Interaction
from cmcli.domain.measure import Evidence, Row, Span
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


def _row(contact: Interaction, client: ClientTag) -> Row:
    return Row(
        "interaction", contact.id, client, contact.at, contact.note, 1,
        Code("channel", contact.channel),
    )  # fmt: skip


def total(facts: Contacts, over: Span) -> Evidence:
    """Every contact, reached or not."""
    return Evidence([_row(*pair) for pair in facts.within(over)])


def reached(facts: Contacts, over: Span) -> Evidence:
    """Contacts that reached the client."""
    return Evidence([_row(*pair) for pair in facts.reached(over)])


def visits(facts: Contacts, over: Span) -> Evidence:
    """Visits and meetings that took place."""
    found = facts.reached(over)
    return Evidence([_row(*pair) for pair in found if pair[0].channel in VISIT_CHANNELS])


def clients(facts: Contacts, over: Span) -> Evidence:
    """Distinct clients reached, with the last contact of each."""
    counts: dict[int, int] = {}
    last: dict[int, Contact] = {}
    for contact, client in facts.reached(over):
        counts[client.id] = counts.get(client.id, 0) + 1
        last[client.id] = (contact, client)
    return Evidence([
        Row("client", number, client, contact.at, contact.note, 1,
            say_n("one contact", "{count} contacts", counts[number]))
        for number, (contact, client) in last.items()
    ])  # fmt: skip


def minutes(facts: Contacts, over: Span) -> Evidence:
    """Minutes typed, or the channel's default, marked as estimated."""
    rows, estimated = [], 0
    for contact, client in facts.within(over):
        length, note = contact.minutes, joined([Code("channel", contact.channel)])
        if length is None:
            length = facts.minutes.get(contact.channel, 0)
            estimated += length
            note = joined([*note.parts, say("estimated")])
        rows.append(_row(contact, client)._replace(value=length, note=note))
    return Evidence(rows, ((say("estimated minutes"), estimated),) if estimated else ())
