"""Service plans as pages, lists and documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cmcli.domain import plan as rules
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.plan import Plan
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, joined, say, say_n
from cmcli.views.care import in_a_row, plan_fields
from cmcli.views.record import client_tag
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, named, simple_table
from cmcli.views.speech import Speaker, by_day, starred


def document(plan: Plan, client: ClientTag, now: datetime) -> dict[str, Any]:
    """A revision as JSON: needs and measures as lists, whether its review is due."""
    due = plan.replaced_at is None and rules.is_due(plan, now)
    return plan_fields(plan, client, now.tzinfo) | {"review_due": due}


def history_document(revisions: list[Plan], client: ClientTag, now: datetime) -> dict[str, Any]:
    """The revision in force with all of them, the latest first."""
    present = rules.present(revisions) or revisions[0]
    return document(present, client, now) | {
        "revisions": [document(plan, client, now) for plan in revisions]
    }


def missing_document(client: ClientTag) -> dict[str, Any]:
    """A client without a plan as JSON."""
    return {"ref": None, "client": client_tag(client)}


def page(plan: Plan, client: ClientTag, speak: Speaker, revisions: Sequence[Plan] = ()) -> Sheet:
    """One revision, and the list of all where they are given."""
    ref = ref_of("plan", plan.id)
    head = f"{ref} {starred(client.name, client.tier, speak)}"
    made = say("plan of {day}", day=day_of(plan.created_at, speak.now))
    blocks: list[Any] = [Line(Span(head, "head"), Span(speak(made), "dim"))]
    if plan.replaced_at:
        blocks.append(Line(speak(say("replaced {at}", at=plan.replaced_at))))
    blocks += [Text(speak(line)) for line in _facts(plan)]
    if revisions:
        rows = [_revision(one, speak) for one in revisions]
        columns = (Column(), Column(), Column(shrink=True, least=20))
        blocks.append(Table(columns, [Group(gettext("REVISIONS"), rows)]))
    hint = gettext("next: cm plan set {name} --need TEXT · if it stands as it is, cm done {ref}")
    return Sheet(tuple(blocks), "" if plan.replaced_at else hint.format(name=client.name, ref=ref))


def _facts(plan: Plan) -> list[Any]:
    lines = [say("need: {text}", text=line) for line in plan.needs.splitlines()]
    lines += [say("measure: {text}", text=line) for line in (plan.measures or "").splitlines()]
    reach = joined([Code("channel", plan.channel) if plan.channel else None, plan.hours])
    optional = (
        say("reach by: {text}", text=reach) if reach.parts else None,
        say("avoid: {text}", text=plan.taboo) if plan.taboo else None,
        say("contact every {cadence}", cadence=Code("cadence", plan.cadence))
        if plan.cadence
        else None,
        say("review: {day}", day=plan.review_on) if plan.review_on else None,
    )
    return [*lines, *filter(None, optional)]


def _revision(plan: Plan, speak: Speaker) -> tuple[Any, ...]:
    start = speak.day(day_of(plan.created_at, speak.now))
    until = speak.day(day_of(plan.replaced_at, speak.now)) if plan.replaced_at else ""
    return (
        Span(f" {ref_of('plan', plan.id)}", "ref"),
        f"{start} – {until}".rstrip(),
        speak(in_a_row(plan.needs)),
    )


def listing(rows: list[tuple[Plan, ClientTag]], speak: Speaker) -> Sheet:
    """The plans in force, one a line."""
    if not rows:
        return Sheet((Line(gettext("no plan fits")),), gettext("next: cm plan list --missing"))
    columns = (
        Column(), named(gettext("client")),
        Column(gettext("needs"), shrink=True, least=20), Column(gettext("cadence")),
        Column(gettext("review")),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]),))


def _row(plan: Plan, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    review = speak.day(plan.review_on, near=True) if plan.review_on else "–"
    return (
        Span(ref_of("plan", plan.id), "ref"),
        starred(client.name, client.tier, speak),
        speak(in_a_row(plan.needs)),
        speak(Code("cadence", plan.cadence)) if plan.cadence else "",
        Span(review, by_day(plan.review_on, speak.now)),
    )


def missing(clients: list[ClientTag], tier: str, speak: Speaker) -> Sheet:
    """Clients of a tier without a plan."""
    kind = Code("tier", tier)
    if not clients:
        return Sheet((Line(speak(say("every {tier} client has a plan", tier=kind))),))
    text = say_n("{count} {tier} client has no plan", "{count} {tier} clients have no plan",
                 len(clients), tier=kind)  # fmt: skip
    rows = [
        (Span(ref_of("client", client.id), "ref"), starred(client.name, client.tier, speak))
        for client in clients
    ]
    table = simple_table((Column(), Column(shrink=True, least=20)), [*rows])
    hint = gettext("next: cm plan set {name} --need TEXT").format(name=clients[0].name)
    return Sheet((Line(Span(speak(text), "head")), table), hint)
