"""Several holdings together: sums by currency, owned and owed apart, and how concentrated."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from cmcli.domain.holding import Held
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.named import NamedTuple


class Total(NamedTuple):
    """What holdings of one currency add up to, in minor units; `owed` for loans and cards."""

    currency: str
    owed: bool
    holdings: int
    clients: int
    cost: int
    value: int


class Concentration(NamedTuple):
    """What is owned in one currency: `hhi` is the sum of the squared shares of the products
    (Herfindahl and Hirschman), 1 where all is one product; the shares add up to 1.
    """  # noqa: D205

    currency: str
    hhi: float
    products: dict[str, float]
    kinds: dict[str, float]
    levels: dict[str, float]


def totals(held: Iterable[Held]) -> list[Total]:
    """Owned, then owed, each currency by itself."""
    groups: dict[tuple[bool, str], list[Held]] = {}
    for one in held:
        groups.setdefault((one.is_debt, one.holding.currency), []).append(one)
    return [
        Total(currency, owed, len(rows), len({row.client.id for row in rows}),
              sum(row.cost for row in rows), sum(row.value for row in rows))
        for (owed, currency), rows in sorted(groups.items())
    ]  # fmt: skip


def concentrations(held: Iterable[Held]) -> list[Concentration]:
    """Of what is owned, each currency by itself; a currency without value has none."""
    groups: dict[str, list[Held]] = {}
    for one in held:
        if not one.is_debt and one.value > 0:
            groups.setdefault(one.holding.currency, []).append(one)
    return [_concentration(currency, rows) for currency, rows in sorted(groups.items())]


def _concentration(currency: str, held: list[Held]) -> Concentration:
    products = _shares(held, lambda one: one.product.code)
    return Concentration(
        currency,
        sum(share**2 for share in products.values()),
        products,
        _shares(held, lambda one: one.product.kind),
        _shares(held, level_of),
    )


def level_of(one: Held) -> str:
    """`R3`, or `none` for a product without a rating."""
    return f"R{one.product.level}" if one.product.level else "none"


def _shares(held: list[Held], key: Callable[[Held], str]) -> dict[str, float]:
    """The share of each key in the value, the largest first."""
    sums: dict[str, int] = {}
    for one in held:
        sums[key(one)] = sums.get(key(one), 0) + one.value
    total = sum(sums.values())
    ranked = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return {name: value / total for name, value in ranked}


_SORT: dict[str, Callable[[Held], Any]] = {
    "ref": lambda one: one.holding.id,
    "name": lambda one: one.client.name,
    "product": lambda one: one.product.code,
    "amount": lambda one: one.holding.amount,
    "value": lambda one: one.value,
    "gain": lambda one: one.value - one.cost,
    "start": lambda one: one.holding.start_on,
    "maturity": lambda one: one.holding.maturity_on or date.max,
}


def ordered(held: Iterable[Held], sort: str | None) -> list[Held]:
    """By a field, the other way round with `-`; raises `Usage` for one that there is not."""
    name, down = (sort or "ref").removeprefix("-"), (sort or "").startswith("-")
    if name not in _SORT:
        raise Usage(
            say("cannot sort by {field}", field=name),
            say("sort by: {fields}", fields=", ".join(_SORT)),
        )
    return sorted(held, key=_SORT[name], reverse=down)
