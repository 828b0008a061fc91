"""The packet that goes to the other department: what it needs and no more, and a return slip."""

from datetime import datetime
from typing import Any

from cmcli.domain.client import Client
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, joined, say
from cmcli.queries.handoff import Packet
from cmcli.views.record import instant, masked
from cmcli.views.sheet import (
    BLANK,
    Column,
    Line,
    Ruled,
    Sheet,
    Signature,
    Span,
    Text,
    Tick,
    simple_table,
)  # fmt: skip
from cmcli.views.speech import Speaker, Written

# The manager's name and the branch.
Names = tuple[str, str]
_PAIR = (Column(), Column(shrink=True, least=20, wrap=True))
_LINES = 3


def sheet(packet: Packet, names: Names, speak: Speaker) -> Sheet:
    """Who is asked for what, for whom and by when; below it what comes back."""
    speak = Written.like(speak)
    one = packet.handoff
    title = say("Hand-off {ref} to {department}", ref=one.ref, department=one.department)
    manager, branch = names
    back = manager or gettext("the relationship manager")
    if branch:
        back = speak(say("{name}, {branch}", name=back, branch=branch))
    blocks: list[Any] = [
        Line(Span(speak(title), "head")),
        Line(Span(speak(joined([branch, speak.long_day(speak.now.date())])), "dim")),
        simple_table(_PAIR, _facts(packet, back, speak)),
        BLANK, Line(Span(gettext("WHAT IS ASKED"), "head")),
        *[Text(speak(line), 1) for line in one.text.splitlines() if line.strip()],
        BLANK, Line(Span(speak(say("RETURN SLIP {ref}", ref=one.ref)), "head")),
        Text(speak(say("Please return to {name} by {due}.", name=back, due=one.due_at)), 1),
        Tick(gettext("received")),
        Signature(gettext("Received by"), gettext("Date")),
        Tick(gettext("done as asked")),
        Tick(gettext("not done, or done otherwise: see the result")),
        Line(gettext("Result")), Ruled(_LINES),
        Signature(gettext("Done by"), gettext("Date")),
    ]  # fmt: skip
    return Sheet(tuple(blocks), gettext("next: cm handoff received {ref}").format(ref=one.ref))


def _facts(packet: Packet, back: str, speak: Speaker) -> list[tuple[Any, ...]]:
    one = packet.handoff
    rows = [
        (say("handed to"), joined([one.department, one.person])),
        (say("client"), _client(packet.client, speak)),
        (say("request"), _request(packet)),
        (say("deal"), joined([ref_of("deal", packet.deal.id), packet.deal.title])
            if packet.deal else None),
        (say("sent"), one.sent_at),
        (say("due"), one.due_at),
        (say("return to"), back),
    ]  # fmt: skip
    return [(Span(speak(label), "dim"), speak(value)) for label, value in rows if speak(value)]


def _client(client: Client | None, speak: Speaker) -> Any:
    """The name, and what tells two of one name apart."""
    if client is None:
        return None
    shown = client if speak.reveal else masked(client)
    number = say("id number {number}", number=shown.id_number) if shown.id_number else None
    return joined([client.name, ref_of("client", client.id), shown.phone, number])


def _request(packet: Packet) -> Any:
    asked = packet.request
    if asked is None:
        return None
    urgent = Code("priority", "urgent") if asked.priority == "urgent" else None
    return joined([ref_of("request", asked.id), Code("request_kind", asked.kind), urgent,
                   asked.summary, say("asked {at}", at=asked.asked_at)])  # fmt: skip


def document(packet: Packet, names: Names, speak: Speaker) -> dict[str, Any]:
    """A packet as JSON."""
    one, zone = packet.handoff, speak.now.tzinfo

    def at(when: datetime) -> str:
        return instant(when, zone)

    shown = packet.client
    if shown and not speak.reveal:
        shown = masked(shown)
    asked, deal = packet.request, packet.deal
    return {
        "ref": one.ref,
        "department": speak(one.department),
        "person": speak(one.person) or None,
        "text": speak(one.text),
        "client": {
            "ref": ref_of("client", shown.id), "name": shown.name, "phone": shown.phone,
            "id_number": shown.id_number,
        } if shown else None,
        "request": {
            "ref": ref_of("request", asked.id), "kind": asked.kind, "priority": asked.priority,
            "summary": speak(asked.summary), "asked": at(asked.asked_at),
        } if asked else None,
        "deal": {"ref": ref_of("deal", deal.id), "title": speak(deal.title)} if deal else None,
        "sent": at(one.sent_at),
        "due": at(one.due_at),
        "return_to": {"manager": names[0] or None, "branch": names[1] or None},
    }  # fmt: skip
