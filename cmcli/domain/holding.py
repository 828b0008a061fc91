"""What a client owns or owes: bought, redeemed, matured, repaid."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from cmcli.domain.client import ClientTag
from cmcli.domain.money import exponent
from cmcli.domain.price import Price
from cmcli.domain.product import Product

# What is owed, not owned.
DEBTS = ("loan", "card")
# A movement that puts something on the principal; the others take off.
_ADDING = ("bought", "borrowed")
# Units and prices are reckoned to this many decimals.
_PLACES = 8


class Holding(NamedTuple):
    """`amount` is the principal still held (of a loan: still owed) in minor units of `currency`,
    `units` the units still held of a product with a price; `rate` in percent a year; `repayment`
    is a loan's monthly instalment, `overdue_on` the day since which one is overdue.
    """  # noqa: D205

    id: int
    client_id: int
    product_id: int
    amount: int
    currency: str
    units: float | None
    start_on: date
    maturity_on: date | None
    rate: float | None
    repayment: int | None
    overdue_on: date | None
    deal_id: int | None
    note: str | None
    closed_on: date | None
    created_at: datetime


class HoldingMove(NamedTuple):
    """One movement; `kind` is bought, redeemed, matured, borrowed or repaid. `amount` is the money
    that moved, `principal` what it took off (or put on) the holding's principal, both positive.
    """  # noqa: D205

    id: int
    holding_id: int
    kind: str
    moved_on: date
    amount: int
    principal: int
    units: float | None
    note: str | None
    created_at: datetime


class Held(NamedTuple):
    """A holding with its product, its owner, and the last price known on the day asked for."""

    holding: Holding
    product: Product
    client: ClientTag
    price: Price | None = None

    @property
    def is_debt(self) -> bool:
        """Owed, not owned."""
        return self.product.kind in DEBTS

    @property
    def cost(self) -> int:
        """What was paid for what is still held, minor units."""
        return self.holding.amount

    @property
    def value(self) -> int:
        """Minor units: the units at the price where both are known, else the principal."""
        units = self.holding.units
        if units is None or self.price is None:
            return self.holding.amount
        return worth(units, self.price.value, self.holding.currency)


def worth(units: float, price: float, currency: str) -> int:
    """Minor units of so many units at a price, rounded half to even."""
    unit: int = 10 ** (2 * _PLACES - exponent(currency))
    whole, rest = divmod(_scaled(units) * _scaled(price), unit)
    return whole + int(2 * rest > unit or (2 * rest == unit and whole % 2 == 1))


def _scaled(number: float) -> int:
    # As it is written, not as the nearest binary fraction.
    return int(f"{number:.{_PLACES}f}".replace(".", ""))


def stood(holding: Holding, later: Iterable[HoldingMove]) -> Holding:
    """The holding as it stood before these later movements."""
    for move in later:
        sign = -1 if move.kind in _ADDING else 1
        units = None if holding.units is None else holding.units + sign * (move.units or 0)
        holding = holding._replace(amount=holding.amount + sign * move.principal, units=units)
    return holding
