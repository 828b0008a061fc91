"""The target group and the guests of a campaign: who was picked, listed, there, and who was not."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.campaign import Campaign
from cmcli.domain.client import ClientTag, mask_numbers
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Joined, Message, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.queries.campaign_targets import Target
from cmcli.views import campaign as campaigns
from cmcli.views.record import client_tag
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table
from cmcli.views.speech import Speaker, starred
from cmcli.views.write import receipt

# So many names stand in a receipt; the document has all.
_NAMED = 6


class Unknown(NamedTuple):
    """A line of a file in which nobody was found: its number, what it says, and why."""

    line: int
    text: str
    why: Message


class Written(NamedTuple):
    """What a command did with the guests of a campaign; `verb` says it in a word."""

    campaign: Campaign
    verb: Message
    new: list[ClientTag]
    already: Sequence[ClientTag] = ()
    unsuitable: Sequence[Target] = ()
    uninvited: Sequence[ClientTag] = ()
    unknown: Sequence[Unknown] = ()
    written: bool = True


def document(done: Written, speak: Speaker) -> dict[str, Any]:
    """Who is new, who was so already, who was left out and why, as JSON."""
    return campaigns.document(done.campaign, speak.now) | {
        "written": done.written,
        "new": [client_tag(client) for client in done.new],
        "already": [client_tag(client) for client in done.already],
        "unsuitable": [
            {"client": client_tag(one.client), "why": speak(against(one))}
            for one in done.unsuitable
        ],
        "not_invited": [client_tag(client) for client in done.uninvited],
        "unknown": [
            {"line": one.line, "text": mask_numbers(one.text), "why": speak(one.why)}
            for one in done.unknown
        ],
    }


def page(done: Written, speak: Speaker) -> Sheet:
    """What was written, and what was not."""
    count = say_n("{count} client", "{count} clients", len(done.new))
    head = joined([f"{done.campaign.ref} {done.campaign.name}", done.verb, count])
    lines = [
        _names(done.new, speak),
        say("already so: {names}", names=_names(done.already, speak)) if done.already else None,
    ]
    sheet = receipt(speak, head, lines)
    if not (done.written and done.new):
        # There is nothing to undo.
        kept = joined([lines[1] if done.written else None, say("nothing was written")])
        sheet = Sheet((Line(speak(head)), Line(f"     {speak(kept)}")))
    left = [group for group in _left_out(done, speak) if group.rows]
    columns = (Column(), Column(shrink=True, least=10), Column(shrink=True, least=16))
    return Sheet((*sheet.blocks, Table(columns, left))) if left else sheet


def _names(clients: Sequence[ClientTag], speak: Speaker) -> Joined:
    names: list[Any] = [client.name for client in clients[:_NAMED]]
    rest = len(clients) - _NAMED
    return joined([*names, say("{n} more", n=rest) if rest > 0 else None], ", ")


def _left_out(done: Written, speak: Speaker) -> list[Group]:
    uninvited = [
        (*_who(client, speak), speak(say("came without being invited: --walk-in takes them")))
        for client in done.uninvited
    ]
    unknown = [
        (Span(f" {one.line}", "dim"), speak(one.text), speak(one.why)) for one in done.unknown
    ]
    return [
        Group(
            gettext("NOT SUITABLE, NOT LISTED"),
            [_target(t, speak) for t in done.unsuitable],
            _by_law(done.unsuitable, speak),
        ),
        Group(gettext("NOT INVITED"), [*uninvited]),
        Group(gettext("NOT FOUND (LINE OF THE FILE)"), [*unknown]),
    ]


def _who(client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(f" {ref_of('client', client.id)}", "ref"), starred(client.name, client.tier, speak)
    )  # fmt: skip


def against(target: Target) -> Joined:
    """Why the product is not for this client, each reason with its source."""
    findings = target.verdict.findings if target.verdict else ()
    return joined(
        [say("{reason} ({source})", reason=one.reason, source=one.source) for one in findings], "; "
    )


def _target(target: Target, speak: Speaker) -> tuple[Any, ...]:
    if not target.fits:
        return (*_who(target.client, speak), speak(joined(target.against)))
    elder = target.verdict is not None and target.verdict.elder
    age = say("of old age: a stronger warning") if elder else None
    return (*_who(target.client, speak), speak(joined([*target.why, age])))


def _by_law(bad: Sequence[Target], speak: Speaker) -> str:
    """How many, and the articles by which."""
    articles = [one.source for target in bad if target.verdict for one in target.verdict.findings]
    return speak(joined([str(len(bad)), joined(dict.fromkeys(articles), "; ")]))


def targets_document(
    campaign: Campaign, found: list[Target], listed: set[int], speak: Speaker
) -> dict[str, Any]:
    """The target group as JSON: those who may be called, those who may not."""
    return campaigns.document(campaign, speak.now) | {
        "suitable": [
            {
                "client": client_tag(one.client),
                "why": [speak(reason) for reason in one.why],
                "elder": bool(one.verdict and one.verdict.elder),
                "listed": one.client.id in listed,
            }
            for one in found if one.fits
        ],
        "unsuitable": [
            {"client": client_tag(one.client), "why": speak(against(one))}
            for one in found if not one.fits
        ],
    }  # fmt: skip


def targets_page(
    campaign: Campaign, found: list[Target], listed: set[int], speak: Speaker
) -> Sheet:
    """The target group: who would be called and why, who would not and why."""
    good = [one for one in found if one.fits and one.client.id not in listed]
    bad = [one for one in found if not one.fits]
    on_list = sum(one.fits and one.client.id in listed for one in found)
    head = joined([
        f"{campaign.ref} {campaign.name}",
        say_n("{count} client fits", "{count} clients fit", len(found)),
        say("{n} on the list already", n=on_list) if on_list else None,
    ])  # fmt: skip
    groups = [
        Group(gettext("TO INVITE"), [_target(one, speak) for one in good], str(len(good))),
        Group(gettext("NOT SUITABLE"), [_target(one, speak) for one in bad], _by_law(bad, speak)),
    ]
    columns = (Column(), Column(shrink=True, least=10), Column(shrink=True, least=16, wrap=True))
    hint = gettext("next: cm campaign invite {ref} --all").format(ref=campaign.ref)
    table = Table(columns, [group for group in groups if group.rows])
    blocks: list[Any] = [Line(Span(speak(head), "head"))]
    if any(group.rows for group in groups):
        blocks.append(table)
    return Sheet(tuple(blocks), hint if good else "")
