"""Disclosures as pages and documents, and the sheet that the client signs."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.disclosure import ITEMS, Disclosure, level_of
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.suitability import Buyer, Verdict
from cmcli.i18n import N_, gettext
from cmcli.messages import Code, Message, joined, say
from cmcli.views import product as catalogue
from cmcli.views.record import as_json
from cmcli.views.sheet import BLANK, Column, Line, Sheet, Signature, Span, Text, Tick, simple_table
from cmcli.views.speech import Speaker, moment, starred


def document(
    one: Disclosure, client: ClientTag, product: Product, zone: tzinfo | None
) -> dict[str, Any]:
    """A disclosure as JSON; `items` is a list, `product` a code, the words are those told."""
    facts = as_json(one, zone, client=client)
    facts["to"] = facts.pop("heard_by")
    return facts | {"product": product.code, "items": one.items.split()}


def wordless(one: Disclosure, product: Product) -> Message | None:
    """What was told of which the catalogue has no words: nothing proves what was said."""
    missing = [item for item in one.items.split() if getattr(one, item) is None]
    if not missing:
        return None
    items = joined([Code("disclosed", item) for item in missing], ", ")
    return say("no words in the catalogue for {items}: cm product edit {code} --{first} '…', then "
               "disclose again", items=items, code=product.code, first=missing[0])  # fmt: skip


def words(product: Product, item: str, speak: Speaker) -> Sheet:
    """What the catalogue says of one item."""
    head = speak(Code("disclosed", item))
    text = getattr(product, item) or gettext("nothing in the catalogue")
    return Sheet((Line(Span(head, "head")), Text(speak(text), 1)))


def page(one: Disclosure, client: ClientTag, product: Product, speak: Speaker) -> Sheet:
    """One disclosure, with the words told."""
    ref = ref_of("disclosure", one.id)
    head = f"{ref} {starred(client.name, client.tier, speak)} · {speak(product.name)}"
    facts = joined([
        moment(one.at, speak), Code("channel", one.channel), one.level,
        say("heard by {name}", name=one.heard_by) if one.heard_by else None, one.note,
    ])  # fmt: skip
    blocks: list[Any] = [Line(Span(head, "head")), Line(speak(facts))]
    for item in one.items.split():
        text = getattr(one, item) or say("told; the catalogue had no words for it")
        label = Code("disclosed", item)
        blocks.append(Text(speak(say("{label}: {value}", label=label, value=text))))
    return Sheet(tuple(blocks))


def listing(found: list[tuple[Disclosure, Product]], name: str, speak: Speaker) -> Sheet:
    """What a client was told, one a line."""
    if not found:
        text = say("{name} was not told of any product yet", name=name)
        return Sheet((Line(speak(text)),), gettext("next: cm disclose CLIENT PRODUCT"))
    columns = (
        Column(), Column(gettext("when")), Column(gettext("product"), shrink=True, least=12),
        Column(gettext("told"), shrink=True, least=12), Column(gettext("how")),
        Column(gettext("heard by"), shrink=True, least=8),
    )  # fmt: skip
    rows = [
        (
            Span(ref_of("disclosure", one.id), "ref"), moment(one.at, speak), speak(product.name),
            speak(joined([Code("disclosed", item) for item in one.items.split()], ", ")),
            speak(Code("channel", one.channel)), speak(one.heard_by),
        )
        for one, product in found
    ]  # fmt: skip
    return Sheet((simple_table(columns, [*rows]),))


# The sheet to sign

_HEADINGS = {"structure": N_("Structure"), "fees": N_("Fees"), "risks": N_("Key risks")}


def confirmation(
    product: Product, buyer: Buyer, verdict: Verdict, names: tuple[str, str], speak: Speaker
) -> Sheet:
    """What was explained, the warnings that apply, and room for two signatures.

    `names` are the manager's and the branch's.
    """
    manager, branch = names
    blocks: list[Any] = [
        Line(Span(gettext("Confirmation of disclosure"), "head")),
        Line(speak(joined([branch, say("{day}", day=speak.long_day(speak.now.date()))]))),
        BLANK,
        simple_table((Column(), Column(shrink=True, least=20)), _facts(product, buyer, speak)),
    ]
    for item in ITEMS:
        heading = gettext(_HEADINGS[item])
        text = getattr(product, item) or gettext("nothing in the catalogue")
        blocks += [BLANK, Line(Span(heading, "head")), Text(speak(text))]
    blocks += [BLANK, Line(Span(gettext("The client confirms"), "head"))]
    blocks += [Tick(speak(text)) for text in _statements(product, buyer, verdict)]
    blocks += [
        BLANK,
        Signature(speak(say("Client: {name}", name=buyer.client.name)), gettext("Date")),
        Signature(speak(say("Relationship manager: {name}", name=manager)), gettext("Date")),
    ]
    return Sheet(tuple(blocks))


def _facts(product: Product, buyer: Buyer, speak: Speaker) -> list[tuple[Any, ...]]:
    held = buyer.assessment
    tolerance = say("not assessed")
    if held:
        tolerance = say("{level} {word}, valid to {day}", level=held.level,
                        word=Code("tolerance", held.level), day=held.expires_on)  # fmt: skip
    rows = [
        (say("client"), buyer.client.name),
        (say("risk tolerance"), tolerance),
        (say("product"), joined([product.name, product.code])),
        *catalogue.terms(product),
    ]
    return [(Span(speak(label), "dim"), speak(value)) for label, value in rows if speak(value)]


def _statements(product: Product, buyer: Buyer, verdict: Verdict) -> list[Message]:
    """What is ticked; the warnings only where they apply."""
    level = level_of(product)
    found: list[Message] = [
        say("The structure of the product was explained to me."),
        say("All fees were disclosed to me."),
        say("The risks were explained to me and I understand them."),
    ]
    if product.regime != "none":
        found.append(
            say("I know that the expected return is no promise and that I may lose money.")
        )
    if "level" in verdict.codes.split() and buyer.assessment:
        found.append(
            say("The product is {risk} and my tolerance is {level}: I was warned in writing that "
                "it does not suit me, and go on of my own will.", risk=level,
                level=buyer.assessment.level)
        )  # fmt: skip
    if verdict.elder:
        found.append(
            say("I am {age} years old and was warned more strongly of a product of {risk}; I "
                "confirm that I want it.", age=buyer.age, risk=level)
        )  # fmt: skip
    found.append(say("The decision is mine; I received a copy of this sheet."))
    return found
