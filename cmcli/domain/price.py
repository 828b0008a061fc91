"""A product's price or net asset value on a day, and the returns between such days."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise

from cmcli.named import NamedTuple


class Price(NamedTuple):
    """`value` is the price of one unit (单位净值); `total` adds all that was paid out (累计净值);
    `growth` is the day's return in percent as the source gives it (日增长率).
    """  # noqa: D205

    id: int
    product_id: int
    valued_on: date
    value: float
    total: float | None
    growth: float | None
    created_at: datetime


def returns(prices: Iterable[Price]) -> list[tuple[date, float]]:
    """Simple returns from one known day to the next, payouts included; 0.01 is 1 %."""
    ordered = sorted(prices, key=lambda price: price.valued_on)
    return [(price.valued_on, _return(before, price)) for before, price in pairwise(ordered)]


def _return(before: Price, price: Price) -> float:
    if price.total is not None and before.total is not None:
        # 累计净值 is 单位净值 and the payouts: its rise is what the owner of a unit earned.
        return (price.total - before.total) / before.value
    if price.growth is not None:
        return price.growth / 100
    return price.value / before.value - 1


def grown(prices: Iterable[Price]) -> float | None:
    """The return over all of them, one after the other; None where there are fewer than two."""
    found = returns(prices)
    if not found:
        return None
    result = 1.0
    for _, step in found:
        result *= 1 + step
    return result - 1
