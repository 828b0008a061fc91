"""Gifts as pages, lists and documents."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.gift import Gift
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, Money, joined, say
from cmcli.views.record import as_json, value
from cmcli.views.sheet import Column, Line, Sheet, Span, named, simple_table
from cmcli.views.speech import Speaker, moment, starred


def document(
    gift: Gift, client: ClientTag, zone: tzinfo | None, year: tuple[Money, Money] | None = None
) -> dict[str, Any]:
    """A gift as JSON; `year` adds what the client was given in its year, and the limit."""
    found = as_json(gift, zone, client=client)
    if year:
        found["year"] = {"given": value(year[0], zone), "limit": value(year[1], zone)}
    return found


def facts(gift: Gift) -> Joined:
    """Which way it went, its worth, what it was."""
    return joined([Code("gift_kind", gift.kind), Money(gift.amount, gift.currency), gift.text])


def of_year(given: Money, limit: Money) -> Message:
    """What the client was given in the year, and the limit."""
    return say("gifts of the year: {given} of {limit}", given=given, limit=limit)


def page(gift: Gift, client: ClientTag, year: tuple[Money, Money], speak: Speaker) -> Sheet:
    """One gift, and the year it counts in."""
    head = f"{ref_of('gift', gift.id)} {starred(client.name, client.tier, speak)}"
    approved = say("approved by {name}", name=gift.approved_by) if gift.approved_by else None
    lines = [
        Line(Span(speak(head), "head"), moment(gift.at, speak)),
        Line(speak(joined([facts(gift), gift.occasion, approved]))),
        Line(Span(speak(of_year(*year)), "dim")),
    ]
    return Sheet(tuple(lines))


def listing(
    rows: list[tuple[Gift, ClientTag]], year: tuple[Money, Money] | None, speak: Speaker
) -> Sheet:
    """Gifts, one a line; of one client also what is used of the year's limit."""
    if not rows:
        return Sheet((Line(gettext("no gift fits")),),
                     gettext("next: cm gift add CLIENT TEXT --value 200"))  # fmt: skip
    columns = (
        Column(), named(gettext("client")), Column(gettext("when")),
        Column(gettext("kind")), Column(gettext("amount"), "right", even=True),
        Column(gettext("what"), shrink=True, least=12), Column(gettext("occasion"), spare=True),
        Column(gettext("approved by"), shrink=True),
    )  # fmt: skip
    foot = [Line(Span(speak(of_year(*year)), "dim"))] if year else []
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]), *foot))


def _row(gift: Gift, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(ref_of("gift", gift.id), "ref"),
        starred(client.name, client.tier, speak),
        moment(gift.at, speak),
        speak(Code("gift_kind", gift.kind)),
        speak(Money(gift.amount, gift.currency)),
        speak(gift.text),
        speak(gift.occasion),
        speak(gift.approved_by),
    )
