"""Prospects as a list, as a part of the client file, and as documents."""

from datetime import datetime, tzinfo
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, limit
from cmcli.domain.prospect import Pending, Prospect, idle_days
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, joined, say
from cmcli.queries.prospect import Origin
from cmcli.views.record import client_tag, instant
from cmcli.views.record import value as plain
from cmcli.views.sheet import Column, Line, Sheet, Span, simple_table
from cmcli.views.speech import Speaker, starred


def fields(prospect: Prospect, zone: tzinfo | None) -> dict[str, Any]:
    """What is known of a prospect as JSON; it has no reference of its own."""
    referrer, campaign = prospect.referrer_id, prospect.campaign_id
    return {
        "source": prospect.source,
        "referrer": ref_of("client", referrer) if referrer else None,
        "campaign": ref_of("campaign", campaign) if campaign else None,
        "fit": prospect.fit,
        "interest": prospect.interest,
        "stage": prospect.stage,
        "next": prospect.next,
        "next_due": plain(prospect.next_due_at, zone),
        "opened": instant(prospect.opened_at, zone),
        "closed": plain(prospect.closed_at, zone),
        "reason": prospect.reason,
    }


def document(found: Origin, client: ClientTag, zone: tzinfo | None) -> dict[str, Any]:
    """A prospect as JSON: the client's reference first."""
    head = {"ref": ref_of("client", client.id), "client": client_tag(client)}
    return head | fields(found.prospect, zone)


def row_document(one: Pending, now: datetime) -> dict[str, Any]:
    """A prospect of a list as JSON, with the days nobody touched it."""
    head = {"ref": ref_of("client", one.client.id), "client": client_tag(one.client)}
    return head | fields(one.prospect, now.tzinfo) | {"untouched_days": idle_days(one, now)}


def state(prospect: Prospect) -> list[Any]:
    """How far and where from, to be said in a row."""
    return [Code("prospect_stage", prospect.stage), Code("prospect_source", prospect.source)]


def step(prospect: Prospect) -> list[Any]:
    """The next step, or that there is none; why it was dropped."""
    if prospect.closed_at:
        return [prospect.reason] if prospect.reason else []
    if prospect.next:
        return [joined([say("next: {step}", step=prospect.next), prospect.next_due_at])]
    ref = ref_of("client", prospect.client_id)
    return [say("no next step: cm prospect edit {ref} --next … --next-due …", ref=ref)]


def facts(found: Origin, now: datetime) -> list[tuple[Any, str]]:
    """Lines of the client file with their styles: how they came, how far they are, what is next."""
    one = found.prospect
    came = joined([
        Code("prospect_source", one.source),
        say("sent by {client}", client=_named(found.referrer)) if found.referrer else None,
        say("at {campaign}", campaign=_campaign(found)) if found.campaign else None,
    ])  # fmt: skip
    if one.closed_at:
        end = say("{stage} on {day}", stage=Code("prospect_stage", one.stage),
                  day=day_of(one.closed_at, now))  # fmt: skip
        return [(say("prospect: {text}", text=joined([came, end, one.reason])), "")]
    lines: list[tuple[Any, str]] = [(say("prospect: {text}", text=joined([_level(one), came])), "")]
    if not one.next:
        return [*lines, (say("no next step"), "risk")]
    late = one.next_due_at is not None and limit(one.next_due_at, now) < now
    due = say("was due {due}", due=one.next_due_at) if late else one.next_due_at
    return [*lines, (joined([say("next: {step}", step=one.next), due]), "late" if late else "")]


def _level(prospect: Prospect) -> Joined:
    return joined([
        Code("prospect_stage", prospect.stage),
        say("fit {level}", level=Code("fit", prospect.fit)) if prospect.fit else None,
        say("interest {level}", level=Code("interest", prospect.interest))
        if prospect.interest else None,
    ])  # fmt: skip


def _named(client: ClientTag) -> str:
    return f"{ref_of('client', client.id)} {client.name}"


def _campaign(found: Origin) -> str:
    return (
        f"{ref_of('campaign', found.campaign.id)} {found.campaign.name}" if found.campaign else ""
    )


def listing(found: list[Pending], speak: Speaker) -> Sheet:
    """Prospects, one a line."""
    if not found:
        return Sheet((Line(gettext("no prospect fits")),), gettext("next: cm prospect add NAME"))
    columns = (
        Column(), Column(gettext("client"), shrink=True, least=10), Column(gettext("stage")),
        Column(gettext("source"), spare=True), Column(gettext("fit/interest")),
        Column(gettext("untouched"), "right"), Column(gettext("due")),
        Column(gettext("next step"), shrink=True, least=14),
    )  # fmt: skip
    rows = [_row(one, speak) for one in found]
    hint = gettext("next: cm log CLIENT · cm prospect move C STAGE")
    return Sheet((simple_table(columns, rows),), hint)


def _row(one: Pending, speak: Speaker) -> tuple[Any, ...]:
    prospect = one.prospect
    due = prospect.next_due_at
    late = due is not None and limit(due, speak.now) < speak.now
    text = prospect.reason if prospect.closed_at else prospect.next or say("no next step")
    return (
        Span(ref_of("client", one.client.id), "ref"),
        starred(one.client.name, one.client.tier, speak),
        speak(Code("prospect_stage", prospect.stage)),
        speak(Code("prospect_source", prospect.source)),
        _levels(prospect, speak),
        "" if prospect.closed_at else speak(say("{n} d", n=idle_days(one, speak.now))),
        Span(speak.day(day_of(due, speak.now)) if due else "", "late" if late else ""),
        speak(text),
    )


def _levels(prospect: Prospect, speak: Speaker) -> str:
    fit = speak(Code("fit", prospect.fit)) if prospect.fit else "–"
    interest = speak(Code("interest", prospect.interest)) if prospect.interest else "–"
    return f"{fit}/{interest}" if prospect.fit or prospect.interest else "–"
