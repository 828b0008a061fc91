"""Deals as pages, lists, board and documents."""

from datetime import tzinfo
from typing import Any

from cmcli.domain import deal as rules
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.deal import OPEN_STAGES, Deal, DealStage
from cmcli.domain.interaction import Interaction
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.sale_check import SaleCheck
from cmcli.i18n import gettext
from cmcli.messages import Code, Money, joined, say, say_n
from cmcli.views.record import as_json, instant
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker, moment, starred


def document(
    deal: Deal, client: ClientTag, zone: tzinfo | None, product: Product | None = None
) -> dict[str, Any]:
    """A deal as JSON."""
    sold = {"product": product.code} if product else {}
    return as_json(deal, zone, client=client) | sold


def file_document(
    deal: Deal, client: ClientTag, zone: tzinfo | None, product: Product | None,
    stages: list[DealStage], check: SaleCheck | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A deal with its stages, and what was checked when it was won, as JSON."""
    return document(deal, client, zone, product) | {
        "stages": [{"stage": s.stage, "at": instant(s.at, zone)} for s in stages],
        "check": _check_document(check, zone) if check and deal.stage == "won" else None,
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
    contacts: list[Interaction], speak: Speaker, check: SaleCheck | None = None,
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


def listing(rows: list[tuple[Deal, ClientTag]], speak: Speaker) -> Sheet:
    """Deals, one a line."""
    if not rows:
        return Sheet((Line(gettext("no deal fits")),))
    columns = (
        Column(), Column(gettext("client"), shrink=True, least=10),
        Column(gettext("deal"), shrink=True, least=14), Column(gettext("stage")),
        Column(gettext("amount"), "right"), Column(gettext("next step"), shrink=True, least=10),
        Column(gettext("due")),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]),))


def _row(deal: Deal, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(ref_of("deal", deal.id), "ref"),
        starred(client.name, client.tier, speak),
        speak(deal.title),
        speak(Code("stage", deal.stage)),
        speak(amount_of(deal)) or "–",
        speak(deal.next or deal.lost_reason),
        speak(deal.next_due_at or deal.closed_at),
    )


def board_document(
    deals: list[tuple[Deal, ClientTag]], chances: dict[str, float], zone: tzinfo | None
) -> list[dict[str, Any]]:
    """Open deals by stage with their sums by currency as JSON."""
    return [
        {
            "stage": stage,
            "chance": chances[stage],
            "amount": [_money(total) for total in sums(found)],
            "deals": [document(deal, client, zone) for deal, client in found],
        }
        for stage, found in _by_stage(deals)
    ]


def _money(money: Money) -> dict[str, Any]:
    return {"amount": money.amount, "currency": money.currency}


def _by_stage(
    deals: list[tuple[Deal, ClientTag]],
) -> list[tuple[str, list[tuple[Deal, ClientTag]]]]:
    return [(stage, [row for row in deals if row[0].stage == stage]) for stage in OPEN_STAGES]


def sums(deals: list[tuple[Deal, ClientTag]]) -> list[Money]:
    """What the deals add up to, each currency by itself."""
    totals: dict[str, int] = {}
    for deal, _ in deals:
        totals[deal.currency] = totals.get(deal.currency, 0) + (deal.amount or 0)
    return [Money(total, currency) for currency, total in sorted(totals.items())]


def board(deals: list[tuple[Deal, ClientTag]], chances: dict[str, float], speak: Speaker) -> Sheet:
    """Open deals in groups by stage: what each is, its next step, how long it lies."""
    groups = [_stage(stage, found, chances[stage], speak) for stage, found in _by_stage(deals)]
    columns = (
        Column(), Column(shrink=True, least=8), Column(shrink=True, least=12),
        Column("", "right"), Column(shrink=True, least=12, parts=True),
    )  # fmt: skip
    if not deals:
        return Sheet((Line(gettext("no open deal")),), gettext("next: cm deal add CLIENT TITLE"))
    title = say_n("{count} open deal", "{count} open deals", len(deals))
    head = joined([title, *sums(deals)])
    return Sheet((Line(Span(speak(head), "head")), Table(columns, groups)))


def _stage(stage: str, found: list[tuple[Deal, ClientTag]], chance: float, speak: Speaker) -> Group:
    odds = f"{100 * chance:.0f} %" if found else None
    note = joined([str(len(found)), *sums(found), odds])
    limit = 12
    rows = [_card(deal, client, speak) for deal, client in found[:limit]]
    rest = len(found) - limit
    more = speak(say("{n} more: cm deal list --stage {stage}", n=rest, stage=stage))
    return Group(speak(Code("stage", stage)), rows, speak(note), more if rest > 0 else "")


def _card(deal: Deal, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    idle = rules.idle_days(deal, speak.now)
    step = joined([deal.next_due_at, deal.next]) if deal.next else say("no next step")
    lies = say_n("{count} day", "{count} days", idle) if idle >= 7 else None
    return (
        Span(f" {ref_of('deal', deal.id)}", "ref"),
        starred(client.name, client.tier, speak),
        speak(deal.title),
        speak(amount_of(deal)) or "–",
        speak(joined([step, lies])),
    )
