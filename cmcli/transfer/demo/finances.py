"""What the demo book's key clients earn, spend, own and owe; some of it out of range."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from cmcli.domain.client import Client
from cmcli.domain.days import day_of
from cmcli.domain.profile import Profile, ProfileItem
from cmcli.transfer.demo.book import Book

KNOWN, AGAIN = 0.5, 0.4
COMPANIES = 2


def add_profiles(book: Book) -> None:
    """Half of the key clients and two companies; some have a balance of the year before."""
    dice = book.chance("profiles")
    keys = [client for client in book.clients if client.tier == "key"]
    for client in (client for client in keys if client.kind == "person"):
        known, again, days = dice.random(), dice.random(), dice.randrange(5, 300)
        scale, strained = dice.choice((1, 2, 3, 5)), dice.random() < 0.2
        items = _household(book, dice, client, scale, strained=strained)
        if known < KNOWN:
            _balance(book, client, days, items)
            if again < AGAIN:
                _balance(book, client, days + 365, {n: a * 9 // 10 for n, a in items.items()})
    for client in [client for client in keys if client.kind == "company"][:COMPANIES]:
        _balance(book, client, dice.randrange(30, 200), _company(book, dice))


def _balance(book: Book, client: Client, days: int, items: Mapping[str, int]) -> None:
    """A dated balance, not from before the client came."""
    since = day_of(client.created_at, book.setup.now)
    day: date = max(book.worked(book.today - timedelta(days=days)), since)
    if any(profile.client_id == client.id and profile.as_of_on <= day for profile in book.profiles):
        return
    at = max(book.at(day, 11, 30), client.created_at)
    profile = Profile(book.id(), client.id, day, book.setup.currency, None, min(at, book.now))
    book.profiles.append(profile)
    book.profile_items += [
        ProfileItem(book.id(), profile.id, name, amount) for name, amount in items.items()
    ]


def _held(book: Book, client: Client, *kinds: str) -> int:
    """What the client holds with us of these kinds."""
    ids = {product.id for product in book.products.values() if product.kind in kinds}
    return sum(
        holding.amount for holding in book.holdings
        if holding.client_id == client.id and holding.product_id in ids
    )  # fmt: skip


def _household(
    book: Book, dice: Random, client: Client, scale: int, *, strained: bool
) -> dict[str, int]:
    """A month's income and spending; what is held with us, and about half as much elsewhere."""
    unit = book.amount(1)
    income = unit * scale * 2
    spending = income * dice.randrange(32, 48) // 100
    service = income * (dice.randrange(42, 55) if strained else dice.randrange(0, 20)) // 100
    deposits, wealth, funds = (_held(book, client, kind) for kind in ("deposit", "wealth", "fund"))
    return {
        "income": income,
        "spending": spending,
        "debt_service": service,
        "cash": spending * (1 if strained else dice.randrange(2, 7)),
        "deposits": deposits + unit * scale * dice.randrange(0, 20),
        "wealth": wealth + unit * scale * dice.randrange(0, 10),
        "funds": funds + unit * scale * dice.randrange(0, 6),
        "insurance": _held(book, client, "insurance"),
        "property": unit * scale * 100,
        "mortgage": service * dice.randrange(80, 140),
    }


def _company(book: Book, dice: Random) -> dict[str, int]:
    """A year's revenue and profit, and the balance sheet."""
    unit = book.amount(dice.choice((300, 500, 800)))
    return {
        "revenue": unit * 10,
        "revenue_before": unit * dice.choice((9, 11)),
        "profit": unit,
        "interest": unit * dice.choice((2, 5)) // 10,
        "current_assets": unit * 4,
        "inventory": unit * 2,
        "current_debt": unit * dice.choice((2, 3)),
        "assets": unit * 9,
        "debt": unit * dice.choice((4, 6)),
        "equity": unit * 4,
    }
