"""Deals as pages, lists, board and documents."""

from datetime import tzinfo
from typing import Any

from cmcli.domain import pipeline
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal, DealStage
from cmcli.domain.interaction import Interaction
from cmcli.domain.pipeline import Card, Judge
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.sale_check import SaleCheck
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Money, joined, say, say_n
from cmcli.views.record import as_json, instant
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker, moment, starred


def document(
    deal: Deal, client: ClientTag, zone: tzinfo | None, product: Product | None = None
) -> dict[str, Any]:
    """A deal as JSON."""
    sold = {"product": product.code} if product else {}
    return as_json(deal, zone, client=client) | sold


def card_document(card: Card | None) -> dict[str, Any]:
    """How old a deal is against the habit, and its signs, as JSON; a closed deal has neither."""
    if card is None:
        return {"age": None, "signs": []}
    age, norm = card.age, card.age.norm
    return {
        "age": {
            "days": age.days,
            "median": norm.median if norm else None,
            "basis": norm.basis if norm else None,
            "deals": norm.deals if norm else 0,
            "late": age.late,
        },
        "signs": [sign.code for sign in card.signs],
    }


def file_document(
    deal: Deal, client: ClientTag, zone: tzinfo | None, product: Product | None,
    stages: list[DealStage], card: Card | None, check: SaleCheck | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A deal with its stages, and what was checked when it was won, as JSON."""
    return document(deal, client, zone, product) | {
        "stages": [{"stage": s.stage, "at": instant(s.at, zone)} for s in stages],
        "check": _check_document(check, zone) if check and deal.stage == "won" else None,
        **card_document(card),
    }


def _check_document(check: SaleCheck, zone: tzinfo | None) -> dict[str, Any]:
    facts = as_json(check, zone)
    for known in ("deal", "client", "product"):
        del facts[known]
    return facts | {"findings": check.findings.split()}


def _checked(check: SaleCheck) -> Any:
    """What was checked when the deal was won, in a line."""
    levels = joined([check.product_level, check.client_level], " / ")
    if check.outcome == "warned":
        return say("sold after a warning ({levels}): {reason}; taken down by {who}", levels=levels,
                   reason=check.reason, who=check.who or "–")  # fmt: skip
    confirmed = say("confirmed by a client of old age") if check.confirmed_at else None
    return joined([say("checked: suitable"), levels, confirmed])


def amount_of(deal: Deal) -> Money | None:
    """The amount with its currency, if one is known."""
    return Money(deal.amount, deal.currency) if deal.amount is not None else None


def page(
    deal: Deal, client: ClientTag, product: Product | None, stages: list[DealStage],
    contacts: list[Interaction], card: Card | None, speak: Speaker,
    check: SaleCheck | None = None,
) -> Sheet:  # fmt: skip
    """One deal."""
    ref = ref_of("deal", deal.id)
    head = f"{ref} {starred(client.name, client.tier, speak)} · {speak(deal.title)}"
    words = joined(
        [
            Code("stage", deal.stage),
            amount_of(deal),
            product.name if product else None,
            ref_of("campaign", deal.campaign_id) if deal.campaign_id else None,
            say("opened {day}", day=day_of(deal.opened_at, speak.now)),
            say("expected {day}", day=deal.expected_on) if deal.expected_on else None,
            say("closed {day}", day=day_of(deal.closed_at, speak.now)) if deal.closed_at else None,
            say("because {reason}", reason=deal.lost_reason) if deal.lost_reason else None,
        ]
    )
    due = say("due {due}", due=deal.next_due_at) if deal.next_due_at else None
    step = joined([say("next: {step}", step=deal.next) if deal.next else None, due])
    blocks: list[Any] = [Line(Span(head, "head")), Line(speak(words))]
    if speak(step):
        blocks.append(Line(speak(step)))
    if card:
        blocks += _looked_at(deal, card, speak)
    if check and deal.stage == "won":
        style = "risk" if check.outcome == "warned" else "dim"
        blocks.append(Text(Span(speak(_checked(check)), style)))
    rows = [(f" {speak(Code('stage', s.stage))}", moment(s.at, speak)) for s in stages]
    blocks.append(Table((Column(), Column()), [Group(gettext("STAGES"), [*rows])]))
    if contacts:
        found = [(Span(f" {ref_of('interaction', c.id)}", "ref"), moment(c.at, speak),
                  speak(c.note)) for c in contacts]  # fmt: skip
        columns = (Column(), Column(), Column(shrink=True, least=20))
        blocks.append(Table(columns, [Group(gettext("CONTACTS"), [*found])]))
    hint = gettext("next: cm deal move {ref} STAGE · cm deal won {ref}").format(ref=ref)
    return Sheet(tuple(blocks), "" if deal.closed_at else hint)


def _looked_at(deal: Deal, card: Card, speak: Speaker) -> list[Line]:
    """What is the matter with an open deal, a line each; else how old it is."""
    signs = [Line(Span(f"! {speak(sign.text)}", "risk")) for sign in card.signs]
    norm = card.age.norm
    basis = None
    if norm and norm.basis == "cycle":
        basis = say_n("median of {count} past deal from opening to close: stages not on record",
                      "median of {count} past deals from opening to close: stages not on record",
                      norm.deals)  # fmt: skip
    elif norm:
        basis = say_n("median of {count} past deal in this stage",
                      "median of {count} past deals in this stage", norm.deals)  # fmt: skip
    age = None if card.age.late else pipeline.aged(deal, card.age)
    return [*signs, Line(Span(speak(joined([age, basis])), "dim"))]


def listing(rows: list[tuple[Deal, ClientTag]], judge: Judge, speak: Speaker) -> Sheet:
    """Deals, one a line."""
    if not rows:
        return Sheet((Line(gettext("no deal fits")),))
    columns = (
        Column(gap=1), Column(gap=1), Column(gettext("client"), shrink=True, least=10),
        Column(gettext("deal"), shrink=True, least=12), Column(gettext("stage")),
        Column(gettext("amount"), "right"),
        Column(gettext("next step"), shrink=True, least=14, parts=True),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, judge(row[0]), speak) for row in rows]),))


def marked(card: Card | None) -> Span:
    """The mark of a deal that wants a look."""
    return Span("!", "risk") if card and card.signs else Span(" ")


def briefly(card: Card | None) -> Joined:
    """What is the matter with a deal, as short as it goes."""
    return joined([sign.brief for sign in card.signs] if card else [])


def _row(deal: Deal, client: ClientTag, card: Card | None, speak: Speaker) -> tuple[Any, ...]:
    step = deal.lost_reason if deal.closed_at else deal.next or say("no next step")
    when = joined([deal.next_due_at or deal.closed_at, step])
    return (
        Span(ref_of("deal", deal.id), "ref"),
        marked(card),
        starred(client.name, client.tier, speak),
        speak(deal.title),
        speak(Code("stage", deal.stage)),
        speak(amount_of(deal)) or "–",
        speak(joined([*briefly(card).parts, *when.parts])),
    )
