"""The client file, and lists of clients."""

from datetime import datetime, tzinfo
from typing import Any

from cmcli.domain.client import Client, age, lunar_of, tag_of
from cmcli.domain.days import day_of
from cmcli.domain.interaction import Interaction
from cmcli.domain.ref import ref_of
from cmcli.i18n import N_, gettext
from cmcli.messages import Code, Money, joined, say, say_n
from cmcli.queries.client_file import ClientFile
from cmcli.queries.lists import ClientRow
from cmcli.queries.wealth import Wealth
from cmcli.views import care, handoff, prospect, research
from cmcli.views import wealth as money
from cmcli.views.record import as_json, instant, masked
from cmcli.views.sheet import (
    BLANK,
    Column,
    Group,
    Line,
    Sheet,
    Span,
    Table,
    Text,
    named,
    simple_table,
)  # fmt: skip
from cmcli.views.speech import Speaker, listed, moment, starred


def document(client: Client, zone: tzinfo | None, *, reveal: bool = False) -> dict[str, Any]:
    """A client as JSON."""
    return as_json(client, zone, reveal=reveal)


def row_document(row: ClientRow, zone: tzinfo | None, *, reveal: bool = False) -> dict[str, Any]:
    """A client of a list as JSON, with the last contact that counts."""
    met = instant(row.last_met_at, zone) if row.last_met_at else None
    return document(row.client, zone, reveal=reveal) | {"last_met": met}


def listing(rows: list[ClientRow], speak: Speaker, *, reveal: bool = False) -> Sheet:
    """Clients, one a line."""
    if not rows:
        return Sheet((Line(gettext("no client fits")),), gettext("next: cm client add NAME"))
    columns = (
        Column(), named(gettext("client")), Column(gettext("tier")),
        Column(gettext("status"), spare=True), Column(gettext("phone")),
        Column(gettext("last met")), Column(gettext("tags"), shrink=True),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(row, speak, reveal) for row in rows]),))


def _row(row: ClientRow, speak: Speaker, reveal: bool) -> tuple[Any, ...]:  # noqa: FBT001 passed on
    client = row.client if reveal else masked(row.client)
    met = speak.day(day_of(row.last_met_at, speak.now)) if row.last_met_at else "–"
    return (
        Span(ref_of("client", client.id), "ref"),
        starred(client.name, client.tier, speak),
        speak(Code("tier", client.tier)),
        speak(Code("status", client.status)),
        speak(client.phone),
        met,
        speak(client.tags),
    )


def file_document(
    file: ClientFile, wealth: Wealth, now: datetime, *, reveal: bool = False
) -> dict[str, Any]:
    """The client file as JSON: the client's fields at the top level."""
    client, zone = tag_of(file.client), now.tzinfo
    return (
        document(file.client, zone, reveal=reveal)
        | {
            "requests": [as_json(f.request, zone, client=client) for f in file.requests],
            "callbacks": [as_json(c, zone, client=client) for c in file.callbacks],
            "deals": [as_json(d, zone, client=client) for d in file.deals],
            "actions": [as_json(a, zone, client=client) for a in file.actions],
            "handoffs": [as_json(o, zone, client=client) for o in file.handoffs],
            "timeline": [as_json(i, zone, client=client) for i in file.timeline],
            "plan": care.plan_fields(file.plan, client, zone) if file.plan else None,
            "satisfaction": as_json(file.scored, zone, client=client) if file.scored else None,
            "prospect": prospect.fields(file.origin.prospect, zone) if file.origin else None,
            "research": [as_json(note, zone) for note in file.research.latest],
        }
        | money.document(wealth, client, now)
    )


def file_page(
    file: ClientFile,
    wealth: Wealth,
    speak: Speaker,
    contact: tuple[str, str] | None,
    *,
    reveal: bool = False,
) -> Sheet:
    """The client file: head, facts, open promises, holdings, risks, timeline, what is missing."""
    client = file.client if reveal else masked(file.client)
    blocks: list[Any] = [*_head(client, speak, contact)]
    blocks += [Text(speak(line), 0) for line in _facts(client, speak)]
    standards = care.facts(client, file.plan, file.scored, speak.now)
    came = prospect.facts(file.origin, speak.now) if file.origin else []
    lines = [*came, *standards, *money.facts(wealth, speak.now)]
    blocks += [Text(Span(speak(line), style), 0) for line, style in lines]
    promised = promises(file, speak)
    if promised:
        blocks.append(Table(PROMISE, [Group(gettext("OPEN PROMISES"), promised)]))
    blocks += money.tables(wealth, speak)
    blocks += research.block(file.research, speak)
    if file.timeline:
        rows = [_contact_row(contact_, speak) for contact_ in file.timeline]
        blocks.append(Table(_TIMELINE, [Group(gettext("TIMELINE"), rows)]))
    missing = [*_missing(file), *care.missing(file.client, file.plan, file.scored, speak.now)]
    absent = [*map(gettext, missing), *money.missing(file.client, wealth, speak.now)]
    if absent:
        names = listed(absent)
        blocks += [BLANK, Text(Span(speak(say("not in the file: {names}", names=names)), "dim"))]
    return Sheet(tuple(blocks), gettext("next: cm log {name}").format(name=client.name))


PROMISE = (
    Column(),
    Column(shrink=True, least=16),
    Column(shrink=True, least=16, parts=True),
)
_TIMELINE = (Column(), Column(), Column(), Column(shrink=True, least=20))


def _head(client: Client, speak: Speaker, contact: tuple[str, str] | None) -> list[Line]:
    years = age(client.birthday, client.id_number, speak.now.date())
    words = joined(
        [
            f"{ref_of('client', client.id)} {client.name}",
            Code("tier", client.tier),
            Code("status", client.status),
            say("{n} years", n=years) if years is not None and client.kind == "person" else None,
            say("archived") if client.archived_at else None,
        ]
    )
    since = say("since {day}", day=day_of(client.created_at, speak.now))
    lines = [Line(Span(speak(words), "head"), Span(speak(since), "dim"))]
    if contact:
        state, every = contact
        style = {"done": "good", "at_risk": "risk"}.get(state, "")
        text = say("contact every {every}: {state}", every=Code("cadence", every),
                   state=Code("state", state))  # fmt: skip
        lines.append(Line(Span(speak(text), style)))
    return lines


def _facts(client: Client, speak: Speaker) -> list[Any]:
    reach = joined(
        [
            client.phone,
            client.email,
            say("WeChat {name}", name=client.wechat) if client.wechat else None,
            say("prefers {channel}", channel=Code("channel", client.channel))
            if client.channel
            else None,
        ]
    )
    labelled = (
        (say("employer"), client.employer), (say("sector"), client.sector),
        (say("address"), client.address), (say("district"), client.district),
        (say("visiting hours"), client.hours), (say("birthday"), birthday(client)),
        (say("id number"), client.id_number), (say("source"), client.source),
        (say("need"), client.need), (say("tags"), client.tags), (say("note"), client.note),
    )  # fmt: skip
    lines = [
        say("{label}: {value}", label=label, value=value) for label, value in labelled if value
    ]
    return [line for line in (reach, *lines) if speak(line)]


def birthday(client: Client) -> Any:
    """The day as it is kept, a lunar one said to be lunar."""
    if client.birthday and client.birthday.startswith("lunar:"):
        return say("lunar {day}", day=lunar_of(client.birthday))
    return client.birthday


def promises(file: ClientFile, speak: Speaker) -> list[tuple[Any, ...]]:
    """Requests, callbacks, actions, hand-offs and deals that are open, one a line."""
    rows: list[tuple[Any, ...]] = []
    for request in file.requests:
        answered = request.clock.responded_at
        state = say("answered {at}", at=answered) if answered else say("waits for a reply")
        asked = say("asked {at}", at=request.request.asked_at)
        rows.append(_promise("request", request.request.id, request.request.summary,
                             joined([asked, state]), speak))  # fmt: skip
    for callback in file.callbacks:
        due = say("due {due}", due=callback.due_at)
        moved = say_n("moved once", "moved {count} times", callback.moved)
        rows.append(_promise("callback", callback.id, callback.purpose or say("call back"),
                             joined([due, moved if callback.moved else None]), speak))  # fmt: skip
    for action in file.actions:
        due_at = say("due {due}", due=action.due_at) if action.due_at else say("no date")
        rows.append(_promise("action", action.id, action.text,
                             joined([due_at, action.owner]), speak))  # fmt: skip
    rows += [
        _promise("handoff", one.id, one.text, handoff.detail(one, speak.now), speak)
        for one in file.handoffs
    ]
    for deal in file.deals:
        amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
        step = say("due {due}", due=deal.next_due_at) if deal.next_due_at else None
        detail = joined(
            [
                step or Code("stage", deal.stage),
                deal.next,
                amount,
                Code("stage", deal.stage) if step else None,
            ]
        )
        rows.append(_promise("deal", deal.id, deal.title, detail, speak))
    return rows


def _promise(noun: str, number: int, what: Any, detail: Any, speak: Speaker) -> tuple[Any, ...]:
    return (Span(f" {ref_of(noun, number)}", "ref"), speak(what), speak(detail))


def _contact_row(contact: Interaction, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(f" {ref_of('interaction', contact.id)}", "ref"),
        moment(contact.at, speak),
        speak(joined([Code("channel", contact.channel), outcome(contact)])),
        speak(contact.note),
    )


def outcome(contact: Interaction) -> Any:
    """What came of a contact, where it is not the usual."""
    if contact.outcome != "reached":
        return Code("outcome", contact.outcome)
    return Code("direction", "in") if contact.direction == "in" else None


def _missing(file: ClientFile) -> list[str]:
    client = file.client
    wanted = (
        ("phone", client.phone),
        ("need", client.need or (file.plan and file.plan.needs)),
        ("birthday", client.birthday),
    )
    person = client.kind == "person"
    found = [name for name, value in wanted if not value and (person or name != "birthday")]
    return found if file.timeline else [*found, N_("contact")]
