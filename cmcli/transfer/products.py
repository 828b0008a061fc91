"""Products from a file."""

from typing import Any

from cmcli.domain.change import Change
from cmcli.domain.product import (
    Product,
    added,
    clean_duration,
    clean_equity,
    edited,
    regime_of,
)
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind
from cmcli.transfer.reading import Cell

# Fields that every product may have, by their names outside, and their columns.
_TERMS = {
    "seller_risk": "seller_risk", "minimum": "minimum", "term": "term",
    "return": "expected_return", "fees": "fees", "structure": "structure", "risks": "risks",
    "target": "target", "from": "from_on", "until": "until_on", "equity": "equity",
    "duration": "duration",
}  # fmt: skip


def _code(facts: Facts) -> Any:
    return facts.get("code") or facts["name"]


def _match(facts: Facts, ground: Ground) -> Product | None:
    return ground.products.by_code.get(_code(facts))


def _create(facts: Facts, ground: Ground) -> list[Change]:
    priced = facts.get("price") is not None or facts.get("minimum") is not None
    product = Product(
        ground.numbers.take(), _code(facts), facts.get("name") or facts["code"], facts["kind"],
        facts.get("risk"), facts.get("price"), facts["currency"] if priced else None,
        facts.get("note"), ground.now, facts.get("regime") or regime_of(facts["kind"]),
        **{column: facts.get(name) for name, column in _TERMS.items()},
    )  # fmt: skip
    return added(product)


def _update(product: Product, said: Facts, ground: Ground) -> list[Change]:
    facts = dict(said)
    if not {"price", "minimum"} & facts.keys():
        facts.pop("currency", None)
    return edited(product, **{_TERMS.get(name, name): value for name, value in facts.items()})


def _equity(reader: values.Reader, cell: Cell) -> float:
    return clean_equity(values.plain(cell))


def _duration(reader: values.Reader, cell: Cell) -> float:
    return clean_duration(values.plain(cell))


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
        "regime": values.coded("regime", "regime"),
        "seller_risk": values.risk,
        "minimum": values.money,
        "term": values.term,
        "return": values.percent,
        "fees": values.text,
        "structure": values.text,
        "risks": values.text,
        "target": values.text,
        "from": values.day,
        "until": values.day,
        "equity": _equity,
        "duration": _duration,
    },
    needed=(("code", "name"), ("kind",)),
    own_key=lambda facts: (_code(facts),),
    match=_match,
    create=_create,
    update=_update,
    money="price",
)
