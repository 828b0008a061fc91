"""Where the demo book's clients live and when they may be visited; two visits are booked."""

from datetime import timedelta
from random import Random

from cmcli.domain.callback import Callback
from cmcli.domain.client import Client
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

DISTRICTS: tuple[Text, ...] = (
    ("Riverside", "滨江区"), ("Old Town", "城南区"), ("Harbour", "望港区"),
    ("East Lake", "东湖新区"),
)  # fmt: skip
STREETS: tuple[Text, ...] = (
    ("Wangjiang Road", "望江路"), ("Linjiang Avenue", "临江大道"), ("Osmanthus Street", "桂花街"),
    ("Pine Lane", "松林巷"), ("Ferry Road", "古渡路"),
)  # fmt: skip
ADDRESS: Text = ("{number} {street}, Linjiang", "临江市{district}{street}{number}号")
OFFICE, SHOP, OLD = "08:30-11:30,13:30-17:00", "14:00-20:00", "09:00-11:00"
VISITS: tuple[tuple[str, int, Text], ...] = (
    ("孙淑华", 16, ("visit: {place} · renew the deposit", "拜访：{place} · 谈定期续存")),
    (
        "云蓠软件",
        14,
        ("visit: {place} · payroll for the new staff", "拜访：{place} · 谈新员工代发工资"),
    ),
)
_KNOWN = {"key": 1.0, "focus": 0.6, "standard": 0.3}


def add_places(book: Book) -> None:
    """An address for most, hours for some, and tomorrow's visits."""
    dice = book.chance("places")
    book.clients[:] = [_placed(book, dice, client) for client in book.clients]
    for name, hour, purpose in VISITS:
        _visit(book, book.client(name), hour, purpose)


def _placed(book: Book, dice: Random, client: Client) -> Client:
    place, street, number = dice.choice(DISTRICTS), dice.choice(STREETS), dice.randrange(3, 400)
    known, timed = dice.random() < _KNOWN[client.tier], dice.random()
    if client.kind == "person" and not known:
        return client
    district = book.text(place)
    address = book.text(ADDRESS, district=district, street=book.text(street), number=str(number))
    return client._replace(address=address, district=district, hours=_hours(client, timed))


def _hours(client: Client, rolled: float) -> str | None:
    if client.kind == "company":
        return OFFICE
    if rolled < 0.12:
        return SHOP
    return OLD if rolled < 0.2 else None


def _visit(book: Book, client: Client, hour: int, purpose: Text) -> None:
    due = book.at(book.ahead(1), hour)
    text = book.text(purpose, place=client.district or "")
    made = book.now - timedelta(minutes=10)
    book.callbacks.append(
        Callback(book.id(), client.id, due, text, None, due, 0, None, None, None, None, made)
    )
