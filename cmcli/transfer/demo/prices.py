"""What a unit of the demo's wealth products and funds was worth on each trading day."""

from datetime import date, timedelta
from random import Random

from cmcli.domain.money import exponent
from cmcli.domain.price import Price
from cmcli.transfer.demo.book import Book

TRADING_DAYS = 260
# Mean and deviation of a day's return in percent, by risk level.
_WALK = {"R1": (0.005, 0.002), "R2": (0.009, 0.05), "R3": (0.014, 0.4), "R4": (0.02, 0.9),
         "R5": (0.025, 1.5)}  # fmt: skip
# Paid out a unit, so many trading days before the last one.
_PAYOUTS = {"FD-BD": {70: 0.015, 200: 0.012}}


def add_prices(book: Book) -> None:
    """A walk for each product that has a price, up to the last trading day."""
    day = book.today
    days: list[date] = []
    while len(days) < TRADING_DAYS:
        day -= timedelta(days=1)
        if book.traded(day) == day:
            days.append(day)
    for code, product in book.products.items():
        if product.kind not in ("wealth", "fund") or product.risk is None:
            continue
        dice = book.chance(f"prices {code}")
        value = total = round(dice.uniform(1.0, 1.4), 4)
        prices: list[Price] = []
        for left in range(TRADING_DAYS - 1, -1, -1):
            paid = _PAYOUTS.get(code, {}).get(left, 0.0)
            before, value = value, round(_next(dice, value, product.risk) - paid, 4)
            total = round(total + value - before + paid, 4)
            growth = round((value + paid - before) / before * 100, 2)
            prices.append(
                Price(book.id(), product.id, days[left], value, total, growth,
                      book.at(days[left], 20))
            )  # fmt: skip
        book.prices[code] = prices


def _next(dice: Random, value: float, level: str) -> float:
    mean, deviation = _WALK[level]
    return value * (1 + dice.gauss(mean, deviation) / 100)


def units(book: Book, price: float, amount: int) -> float:
    """Units that an amount buys."""
    return round(amount / _major(book) / price, 2)


def worth(book: Book, price: float, number: float) -> int:
    """What units come to, in minor units."""
    return round(number * price * _major(book))


def _major(book: Book) -> int:
    return int(10 ** exponent(book.setup.currency))
