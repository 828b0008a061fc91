"""Products as pages and documents."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Money, joined
from cmcli.views.record import as_json
from cmcli.views.sheet import Column, Line, Sheet, Span, Text, simple_table
from cmcli.views.speech import Speaker


def document(product: Product, zone: tzinfo | None) -> dict[str, Any]:
    """A product as JSON."""
    return as_json(product, zone)


def _price(product: Product) -> Money | None:
    if product.price is None or product.currency is None:
        return None
    return Money(product.price, product.currency)


def page(product: Product, speak: Speaker) -> Sheet:
    """One product."""
    head = f"{ref_of('product', product.id)} {speak(product.name)}"
    words = joined(
        [product.code, Code("product_kind", product.kind), product.risk, _price(product)]
    )
    blocks: list[Any] = [Line(Span(head, "head")), Line(speak(words))]
    if product.note:
        blocks.append(Text(speak(product.note)))
    return Sheet(tuple(blocks))


def listing(products: list[Product], speak: Speaker) -> Sheet:
    """The catalogue, one a line."""
    if not products:
        hint = gettext("next: cm product add CODE NAME --kind wealth --risk R2")
        return Sheet((Line(gettext("the catalogue is empty")),), hint)
    columns = (
        Column(), Column(gettext("code")), Column(gettext("name"), shrink=True, least=16),
        Column(gettext("kind")), Column(gettext("risk")), Column(gettext("price"), "right"),
    )  # fmt: skip
    rows = [
        (Span(ref_of("product", p.id), "ref"), speak(p.code), speak(p.name),
         speak(Code("product_kind", p.kind)), p.risk or "–", speak(_price(p)) or "–")
        for p in products
    ]  # fmt: skip
    return Sheet((simple_table(columns, [*rows]),))
