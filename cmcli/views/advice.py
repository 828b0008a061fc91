"""Advice as a page, as a document, and as the one page that is handed over."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from cmcli.domain.advice import AdviceFile
from cmcli.domain.advise import Advised, Excluded, Offer, Situation, in_one, telling
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.suitability import Buyer
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, joined, say
from cmcli.views import product as catalogue
from cmcli.views.record import as_json, client_tag, value
from cmcli.views.sheet import (
    BLANK,
    Column,
    Group,
    Line,
    Sheet,
    Signature,
    Span,
    Table,
    Text,
    named,
    simple_table,
)
from cmcli.views.speech import Speaker, moment, starred

# What a terminal shows unless `--all` or `--limit` asks for more.
_OFFERS, _EXCLUDED, _CLIENTS = 5, 8, 20


def tolerance(buyer: Buyer, speak: Speaker) -> Message:
    """The client's level, and whether it holds today."""
    held = buyer.assessment
    if held is None:
        return say("risk tolerance not assessed")
    word = Code("tolerance", held.level)
    if held.is_valid(speak.now.date()):
        return say("{level} {word}, valid to {day}", level=held.level, word=word,
                   day=held.expires_on)  # fmt: skip
    return say("{level} {word}, lapsed after {day}", level=held.level, word=word,
               day=held.expires_on)  # fmt: skip


def _reason(reason: Any) -> Message | Joined:
    if reason.source is None:
        return reason.text  # type: ignore[no-any-return]
    return say("{reason} ({source})", reason=reason.text, source=reason.source)


# The page


def page(
    found: Situation, advised: Advised, speak: Speaker, limit: int | None, *, everything: bool
) -> Sheet:
    """Offers with their parts, then what is not offered and why."""
    buyer = found.buyer
    name = starred(buyer.client.name, buyer.client.tier, speak)
    facts = joined([
        tolerance(buyer, speak),
        say("financial assets {means}", means=buyer.means) if buyer.means else say("no profile"),
        say("to place {amount}", amount=found.amount) if found.amount else None,
    ])  # fmt: skip
    ref = ref_of("client", buyer.client.id)
    blocks: list[Any] = [Line(Span(f"{ref} {name}", "head")), Text(Span(speak(facts), "dim"))]
    shown = len(advised.offers) if everything else limit or _OFFERS
    for place, offer in enumerate(advised.offers[:shown], start=1):
        blocks += [BLANK, *_offer(place, offer, speak)]
    if not advised.offers:
        blocks += [BLANK, Text(speak(_nothing(found, speak)))]
    rest = len(advised.offers) - shown
    if rest > 0:
        more = speak(say("{n} more: cm advise {ref} --all", n=rest, ref=ref))
        blocks += [BLANK, Text(Span(more, "dim"), 1)]
    blocks += _left_out(advised.excluded, speak, None if everything else _EXCLUDED, ref)
    hint = say("next: cm advise {ref} --record --reply '…' · cm disclose {ref} PRODUCT", ref=ref)
    return Sheet(tuple(blocks), speak(hint))


def _nothing(found: Situation, speak: Speaker) -> Message:
    held, name = found.buyer.assessment, found.buyer.client.name
    if held is None or not held.is_valid(speak.now.date()):
        return say("Only deposits can be offered before an assessment: cm assess {name}", name=name)
    return say("Nothing in the catalogue suits.")


def _offer(place: int, offer: Offer, speak: Speaker) -> list[Any]:
    product = offer.product
    head = f"{place}. {ref_of('product', product.id)} {speak(product.name)}"
    terms = joined([
        f"R{product.level}" if product.level else None, *catalogue.short_terms(product),
    ])  # fmt: skip
    lines: list[Any] = [
        Line(Span(head, "head"), str(offer.score)),
        Text(speak(terms), 3),
        Text(speak(beside(product)), 3),
    ]
    parts = [
        say("{reason} {points}", reason=part.reason, points=f"{part.points:+d}")
        for part in in_one(offer.parts)
    ]
    lines.append(Text(Span(speak(say("why: {reasons}", reasons=joined(parts, "; "))), "dim"), 3))
    return lines


def beside(product: Product) -> Joined:
    """Fees and key risks, which stand beside every return."""
    fees = product.fees or say("not in the catalogue")
    risks = product.risks or say("not in the catalogue")
    return joined([say("fees: {text}", text=fees), say("risks: {text}", text=risks)])


def _left_out(
    excluded: Sequence[Excluded], speak: Speaker, limit: int | None, ref: str
) -> list[Any]:
    """What is not offered; credit and services, which are no investment, only counted."""
    found = [one for one in excluded if one.reasons[0].code != "no_investment"]
    if not found:
        return []
    shown = found[:limit]
    rows = [
        (
            Span(f" {ref_of('product', one.product.id)}", "ref"), speak(one.product.name),
            speak(joined([_reason(reason) for reason in one.reasons], "; ")),
        )
        for one in shown
    ]  # fmt: skip
    more = say("{n} more: cm advise {ref} --all", n=len(found) - len(shown), ref=ref)
    group = Group(gettext("NOT OFFERED"), [*rows], str(len(found)),
                  speak(more) if len(found) > len(shown) else "")  # fmt: skip
    return [
        Table(
            (Column(), Column(shrink=True, least=14), Column(shrink=True, least=24, wrap=True)),
            [group],
        )
    ]


# The document


def document(found: Situation, advised: Advised, speak: Speaker) -> dict[str, Any]:
    """The ranking as JSON: every offer with its parts, every exclusion with its reasons."""
    held = found.buyer.assessment
    return {
        "client": client_tag(found.buyer.client),
        "level": held.level if held else None,
        "expires": held.expires_on.isoformat() if held else None,
        "amount": value(found.amount, None),
        "means": value(found.buyer.means, None),
        "offered": [offer_document(offer, speak) for offer in advised.offers],
        "excluded": [_excluded_document(one, speak) for one in advised.excluded],
    }


def _product(product: Product) -> dict[str, Any]:
    return {"ref": ref_of("product", product.id), "code": product.code, "name": product.name}


def offer_document(offer: Offer, speak: Speaker) -> dict[str, Any]:
    """A product that is offered, with every reason."""
    product = offer.product
    return {
        "product": _product(product),
        "risk": f"R{product.level}" if product.level else None,
        "score": offer.score,
        "parts": [
            {"name": part.name, "points": part.points, "reason": speak(part.reason)}
            for part in offer.parts
        ],
        "return": product.expected_return,
        "fees": product.fees,
        "risks": product.risks,
    }


def _excluded_document(one: Excluded, speak: Speaker) -> dict[str, Any]:
    return {"product": _product(one.product), "reasons": _reasons_document(one, speak)}


def _reasons_document(one: Excluded, speak: Speaker) -> list[dict[str, Any]]:
    return [
        {"code": reason.code, "text": speak(reason.text), "source": speak(reason.source) or None}
        for reason in one.reasons
    ]


# Whom a product suits

Suits = Sequence[tuple[ClientTag, Offer]]
Others = Sequence[tuple[ClientTag, Excluded]]


def whom(
    product: Product, suits: Suits, others: Others, speak: Speaker, limit: int | None
) -> Sheet:
    """Clients a product suits, the best first; the others counted by the first reason."""
    shown = list(suits[: limit or _CLIENTS])
    head = f"{ref_of('product', product.id)} {speak(product.name)}"
    facts = joined([f"R{product.level}" if product.level else None,
                    *catalogue.short_terms(product)])  # fmt: skip
    rows = [
        (
            Span(f" {ref_of('client', client.id)}", "ref"),
            starred(client.name, client.tier, speak), str(offer.score),
            speak(joined(telling(offer))),
        )
        for client, offer in shown
    ]  # fmt: skip
    more = say("{n} more: cm advise --product {code} --limit {all}", n=len(suits) - len(shown),
               code=product.code, all=len(suits))  # fmt: skip
    group = Group(gettext("SUITS"), [*rows], str(len(suits)),
                  speak(more) if len(suits) > len(shown) else "")  # fmt: skip
    columns = (
        Column(), named(), Column("", "right"),
        Column(shrink=True, least=24, parts=True),
    )  # fmt: skip
    blocks: list[Any] = [Line(Span(head, "head"), Span(speak(facts), "dim"))]
    blocks.append(
        Table(columns, [group]) if rows else Line(gettext("It suits nobody in the book."))
    )
    if others:
        counts = joined([say("{code} {n}", code=Code("obstacle", code), n=n)
                         for code, n in _counted(others)])  # fmt: skip
        blocks += [BLANK, Text(speak(say("not offered to {n}: {counts}", n=len(others),
                                         counts=counts)))]  # fmt: skip
    return Sheet(tuple(blocks), gettext("next: cm advise CLIENT --product {code}").format(
        code=product.code))  # fmt: skip


def _counted(others: Others) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for _, one in others:
        counts[one.reasons[0].code] = counts.get(one.reasons[0].code, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def whom_document(product: Product, suits: Suits, others: Others, speak: Speaker) -> dict[str, Any]:
    """The same as JSON, every client."""
    return {
        "product": _product(product),
        "suits": [
            {"client": client_tag(client), "score": offer.score,
             "parts": offer_document(offer, speak)["parts"]}
            for client, offer in suits
        ],
        "others": [
            {"client": client_tag(client), "reasons": _reasons_document(one, speak)}
            for client, one in others
        ],
    }  # fmt: skip


# What was offered before


def advice_document(
    file: AdviceFile, names: dict[int, str], client: ClientTag, zone: tzinfo | None
) -> dict[str, Any]:
    """An advice with its products as JSON."""
    items = [
        {"product": ref_of("product", item.product_id), "name": names[item.product_id],
         "why": item.why}
        for item in file.items
    ]  # fmt: skip
    return as_json(file.advice, zone, client=client) | {"offered": items}


def listing(
    found: list[AdviceFile], names: dict[int, str], client: Client, speak: Speaker
) -> Sheet:
    """What a client was offered, one occasion a line."""
    if not found:
        text = say("nothing was offered to {name} yet", name=client.name)
        hint = say("next: cm advise {name} --record", name=client.name)
        return Sheet((Line(speak(text)),), speak(hint))
    columns = (
        Column(gettext("when")), Column(gettext("offered"), shrink=True, least=20),
        Column(gettext("reply"), shrink=True, least=12),
    )  # fmt: skip
    rows = [
        (
            moment(file.advice.at, speak),
            speak(joined([names[item.product_id] for item in file.items], ", ")),
            speak(file.advice.reply or say("none yet")),
        )
        for file in found
    ]
    return Sheet((simple_table(columns, [*rows]),))


# The page that is handed over


def proposal(
    found: Situation, short: Sequence[Offer], names: tuple[str, str], speak: Speaker
) -> Sheet:
    """One page for the client: what is proposed, why, and fees and risks beside each return."""
    buyer = found.buyer
    manager, branch = names
    blocks: list[Any] = [
        Line(Span(speak(say("Proposal for {name}", name=buyer.client.name)), "head")),
        Line(speak(joined([branch, manager, say("{day}", day=speak.long_day(speak.now.date()))]))),
        BLANK,
        Text(speak(say("Your risk tolerance: {level}", level=tolerance(buyer, speak)))),
    ]
    if not short:
        blocks += [BLANK, Text(speak(_nothing(found, speak)))]
    else:
        products = [offer.product for offer in short]
        blocks += [BLANK, catalogue.side_by_side(products, speak), BLANK]
        blocks += [Line(Span(gettext("Why these"), "head"))]
        blocks += [Text(speak(_why(offer))) for offer in short]
    blocks += [
        BLANK,
        Text(gettext("Expected returns are no promise. Investments may lose value; read the "
                     "product's own papers before you decide. This page is no contract.")),
        BLANK,
        Signature(speak(say("Relationship manager: {name}", name=manager)), gettext("Date")),
    ]  # fmt: skip
    return Sheet(tuple(blocks))


def _why(offer: Offer) -> Message:
    reasons = joined([part.reason for part in in_one(offer.parts) if part.points > 0], "; ")
    return say("{label}: {value}", label=offer.product.name, value=reasons)
