"""What the rules propose for the risk register, as a list and as documents."""

from typing import Any

from cmcli.domain.ref import ref_of
from cmcli.domain.risk_rules import Proposal
from cmcli.i18n import gettext
from cmcli.messages import Code, say, say_n
from cmcli.views.record import client_tag
from cmcli.views.risk import severity
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, named
from cmcli.views.speech import Speaker, starred


def document(proposal: Proposal, speak: Speaker) -> dict[str, Any]:
    """A proposal as JSON; its texts are in the language in use."""
    return {
        "client": client_tag(proposal.client),
        "rule": proposal.rule,
        "kind": proposal.kind,
        "severity": proposal.severity,
        "title": speak(proposal.title),
        "measure": speak(proposal.measure),
        "why": speak(proposal.why),
    }


def listing(found: list[Proposal], count: int, speak: Speaker) -> Sheet:
    """Proposals, one a line: client and rule first, as the next command wants them."""
    if not found:
        return Sheet((Line(gettext("the rules propose nothing")),), gettext("next: cm risk list"))
    head = speak(say_n("{count} risk proposed", "{count} risks proposed", count))
    columns = (
        Column(), named(gettext("client")), Column(gettext("rule"), spare=True),
        Column(gettext("severity")), Column(gettext("risk"), shrink=True, least=20),
    )  # fmt: skip
    rows = [
        (
            Span(ref_of("client", one.client.id), "ref"),
            starred(one.client.name, one.client.tier, speak),
            one.rule,
            severity(one.severity, speak),
            speak(one.title),
        )
        for one in found
    ]
    more = speak(say("{n} more: cm risk list --proposed --limit {count}", n=count - len(found),
                     count=count)) if count > len(found) else ""  # fmt: skip
    table = Table(columns, [Group("", [*rows], more=more)])
    return Sheet((Line(Span(head, "head")), table), _hint(found[0]))


def explained(found: list[Proposal], speak: Speaker) -> Sheet:
    """The proposals for one client, each with its reason and the measure it comes with."""
    if not found:
        return Sheet((Line(gettext("the rules propose nothing")),), gettext("next: cm risk list"))
    blocks: list[Any] = []
    for one in found:
        title = say("{severity} risk: {title}", severity=Code("severity", one.severity),
                    title=one.title)  # fmt: skip
        blocks += [
            Line(Span(f"{one.rule} · {speak(title)}", "head")),
            Text(speak(one.why), 5),
            Text(speak(say("measure: {text}", text=one.measure)), 5),
        ]
    return Sheet(tuple(blocks), _hint(found[0]))


def _hint(first: Proposal) -> str:
    hint = gettext("next: cm risk accept {client} {rule} · cm risk dismiss CLIENT RULE REASON")
    return hint.format(client=ref_of("client", first.client.id), rule=first.rule)
