"""Products from a file."""

from typing import Any

from cmcli.domain.change import Change, insert, update
from cmcli.domain.product import Product
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind


def _code(facts: Facts) -> Any:
    return facts.get("code") or facts["name"]


def _match(facts: Facts, ground: Ground) -> Product | None:
    return ground.products.by_code.get(_code(facts))


def _create(facts: Facts, ground: Ground) -> list[Change]:
    priced = facts.get("price") is not None
    product = Product(
        ground.numbers.take(), _code(facts), facts.get("name") or facts["code"], facts["kind"],
        facts.get("risk"), facts.get("price"), facts["currency"] if priced else None,
        facts.get("note"), ground.now,
    )  # fmt: skip
    return [insert(product)]


def _update(product: Product, said: Facts, ground: Ground) -> list[Change]:
    facts = dict(said)
    if "price" not in facts:
        facts.pop("currency", None)
    return update(product, **facts)


PRODUCTS = Kind(
    name="products",
    noun="product",
    record=Product,
    fields={
        "code": values.name,
        "name": values.name,
        "kind": values.coded("product_kind", "kind"),
        "risk": values.risk,
        "price": values.money,
        "currency": values.currency,
        "note": values.text,
    },
    needed=(("code", "name"), ("kind",)),
    own_key=lambda facts: (_code(facts),),
    match=_match,
    create=_create,
    update=_update,
    money="price",
)
