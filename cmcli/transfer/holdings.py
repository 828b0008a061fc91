"""Holdings from a file: what clients own and owe, and later statements of the same."""

from typing import Any

from cmcli.domain import holding as rules
from cmcli.domain.change import Change, Insert, insert
from cmcli.domain.holding import Holding, Terms
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.queries import holding as holdings
from cmcli.queries import price as prices
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind, unmatched

_COLUMNS = {
    "start": "start_on", "maturity": "maturity_on", "rate": "rate", "repayment": "repayment",
    "overdue": "overdue_on", "note": "note",
}  # fmt: skip


def _create(facts: Facts, ground: Ground) -> list[Change]:
    product = ground.products.named(facts["product"])
    _in_its_currency(product, facts["currency"])
    given: dict[str, Any] = {column: facts.get(name) for name, column in _COLUMNS.items()}
    given["start_on"] = given["start_on"] or ground.now.date()
    terms = Terms(facts["amount"], facts["currency"], units=facts.get("units"), **given)
    price = prices.latest(ground.store, product.id, terms.start_on)
    number = ground.numbers.take(2)
    changes = rules.opened(0, product, terms, price, ground.now, number)
    # Last: a line that is refused must not open the file of a client.
    client = ground.clients.named(facts["client"])
    return [_owned_by(client, change) for change in changes]


def _owned_by(client: int, change: Change) -> Change:
    if isinstance(change, Insert) and isinstance(change.record, Holding):
        return insert(change.record._replace(client_id=client))
    return change


def _in_its_currency(product: Product, currency: str) -> None:
    if product.currency and product.currency != currency:
        raise Usage(
            say("{product} is kept in {currency}: --set currency={currency}",
                product=product.code, currency=product.currency)
        )  # fmt: skip


def _update(holding: Holding, said: Facts, ground: Ground) -> list[Change]:
    product = next(iter(ground.store.select(Product, "WHERE id = ?", holding.product_id)))
    _same(holding, product, said, ground)
    fields: dict[str, Any] = {_COLUMNS[name]: said[name] for name in _COLUMNS if name in said}
    moves = holdings.moves_of(ground.store, holding.id)
    changes = rules.edited(holding, product, moves, fields, ground.now) if fields else []
    price = prices.latest(ground.store, product.id, ground.now.date())
    amount, units = said.get("amount", holding.amount), said.get("units")
    restated = rules.restated(holding, product, amount, units, ground.now, price)
    return [*changes, *(_renumbered(change, ground) for change in restated)]


def _same(holding: Holding, product: Product, said: Facts, ground: Ground) -> None:
    """Raises `Usage` where the line is about what is closed, or somebody's else."""
    ref = ref_of("holding", holding.id)
    if holding.closed_on:
        raise Usage(say("{ref} was closed on {day}", ref=ref, day=holding.closed_on))
    other = (
        ("client" in said and ground.clients.named(said["client"]) != holding.client_id)
        or ("product" in said and ground.products.named(said["product"]).id != product.id)
        or ("amount" in said and said["currency"] != holding.currency)
    )
    if other:
        raise Usage(say("{ref} has another client, product or currency", ref=ref))


def _renumbered(change: Change, ground: Ground) -> Change:
    if isinstance(change, Insert):
        return insert(change.record._replace(id=ground.numbers.take()))  # type: ignore[attr-defined]
    return change


HOLDINGS = Kind(
    name="holdings",
    noun="holding",
    record=Holding,
    fields={
        "client": values.name,
        "product": values.name,
        "amount": values.money,
        "currency": values.currency,
        "units": values.units,
        "start": values.past_day,
        "maturity": values.day,
        "rate": values.percent,
        "repayment": values.money,
        "overdue": values.past_day,
        "note": values.text,
    },
    needed=(("client",), ("product",), ("amount",)),
    own_key=None,
    match=unmatched,
    create=_create,
    update=_update,
    money="amount",
)
