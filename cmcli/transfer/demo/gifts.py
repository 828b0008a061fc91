"""The demo book's small presents, to clients and from them."""

from datetime import timedelta
from random import Random

from cmcli.domain.client import Client
from cmcli.domain.gift import Gift
from cmcli.domain.money import exponent
from cmcli.named import NamedTuple
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text


class Present(NamedTuple):
    """What it is, what it is given for, and what it is worth in whole units."""

    text: Text
    occasion: Text
    worth: tuple[int, ...]


GIVEN = (
    Present(("tea", "茶叶"), ("a visit", "拜访"), (120, 168, 200)),
    Present(("a box of pastries", "糕点礼盒"), ("the holidays", "节日"), (98, 128)),
    Present(("an umbrella", "雨伞"), ("first account", "开户"), (30, 45)),
    Present(("flowers", "鲜花"), ("birthday", "生日"), (150, 180)),
)
RECEIVED = Present(("fruit from the orchard", "自家果园的水果"), ("thanks", "致谢"), (60, 80))
# A client whose birthday is near was given this much already, in two gifts.
_NEAR = ((GIVEN[0], 230), (GIVEN[1], 190))
_SHARE, _RECEIVED, _BIRTHDAY = 0.3, 3, 8


def add_gifts(book: Book) -> None:
    """Some key clients were given something, a few gave; one has a birthday and little room."""
    dice = book.chance("gifts")
    keys = [c for c in book.clients if c.tier == "key" and c.kind == "person"]
    near = _born_soon(book)
    for client in keys:
        if client is not near and dice.random() < _SHARE:
            present = dice.choice(GIVEN)
            _put(book, dice, client, present, dice.choice(present.worth))
    for client in dice.sample(keys, min(len(keys), _RECEIVED)):
        _put(book, dice, client, RECEIVED, dice.choice(RECEIVED.worth), kind="received")
    if near:
        for present, worth in _NEAR:
            _put(book, dice, near, present, worth)


def _born_soon(book: Book) -> Client | None:
    """Somebody whose birthday is near, by the calendar of the day's light."""
    days = {f"-{book.today + timedelta(days=ahead):%m-%d}" for ahead in range(_BIRTHDAY)}
    return next((c for c in book.clients if c.birthday and c.birthday[-6:] in days), None)


def _put(
    book: Book, dice: Random, client: Client, present: Present, worth: int, *, kind: str = "given"
) -> None:
    at = max(book.office_time(dice, book.back(dice.randrange(2, 60))), client.created_at)
    currency = book.setup.currency
    book.others.append(
        Gift(book.id(), client.id, kind, at, book.text(present.text),
             worth * 10 ** exponent(currency), currency, book.text(present.occasion), None, at)
    )  # fmt: skip
