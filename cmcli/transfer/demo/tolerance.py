"""How much risk the demo book's clients may take, and until when that holds."""

from datetime import date, datetime, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from cmcli.domain.assessment import LEVELS, Assessment
from cmcli.domain.client import Client
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal
from cmcli.domain.product import Product
from cmcli.transfer.demo.book import Book

# Of the morning: her deposit matures, and her assessment ends soon after.
MATURING = "孙淑华"
ASSESSED = {"key": 0.95, "focus": 0.9, "standard": 0.55}
RENEWED = 0.3
WARNED = 3
_WEIGHTS = (10, 36, 32, 16, 6)
# Days from today on which an assessment ends, lapsed ones first.
_ENDS = (-52, -33, -19, -3, 2, 9, 20, 27)


def sales(book: Book) -> list[tuple[Deal, Product]]:
    """Deals won, with their products."""
    by_id = {product.id: product for product in book.products.values()}
    won = (deal for deal in book.deals if deal.stage == "won" and deal.product_id)
    return [(deal, by_id[deal.product_id or 0]) for deal in won]


def add_assessments(book: Book) -> None:
    """Most active clients have one that suits what they bought; some lapse soon, a few lapsed."""
    dice = book.chance("assessments")
    bought = _bought(book)
    limits = _insisting(book, bought)
    ends = _ends(book, dice, bought)
    # Of those that lapsed only the last one holds anything that needs an assessment.
    lapsed = [client for client, end in ends.items() if end < book.today]
    limits |= dict.fromkeys(lapsed[:-1], 1)
    for client in book.clients:
        rolled, level = dice.random(), dice.choices(range(1, 6), _WEIGHTS)[0]
        days, renewed, before = dice.randrange(105, 330), dice.random(), dice.choice((-1, 0, 0, 1))
        known = client.kind == "person" and client.status == "active"
        if not (client.id in bought or client.id in ends or
                (known and rolled < ASSESSED[client.tier])):  # fmt: skip
            continue
        level = limits.get(client.id, max(level, bought.get(client.id, 1)))
        end = ends.get(client.id)
        day = end - relativedelta(years=1) if end else book.today - timedelta(days=days)
        if client.id == book.fallen:
            level, before, renewed = 3, 1, 0.0
        at = _moment(book, dice, client, day)
        earlier = at - timedelta(days=370)
        if renewed < RENEWED and earlier > client.created_at:
            old = min(max(level + before, 1), 5)
            _assess(book, client, earlier, old, confirmed=False)
            _assess(book, client, at, level, confirmed=old != level, end=end)
        else:
            _assess(book, client, at, level, confirmed=False, end=end)


def _bought(book: Book) -> dict[int, int]:
    """The highest level each client bought in a deal that asked for an assessment."""
    found: dict[int, int] = {}
    for deal, product in sales(book):
        if product.regime != "none":
            found[deal.client_id] = max(found.get(deal.client_id, 1), product.level or 1)
    return found


def _insisting(book: Book, bought: dict[int, int]) -> dict[int, int]:
    """The levels of clients who went on after a warning, one below what they bought; the latest
    of all, so that a report of these days has one.
    """  # noqa: D205
    found: dict[int, int] = {}
    gated = [(deal, product) for deal, product in sales(book) if product.regime != "none"]
    for deal, product in sorted(gated, key=lambda pair: pair[0].touched_at, reverse=True):
        level = product.level or 1
        others = [p.level for d, p in gated if d.client_id == deal.client_id and d.id != deal.id]
        least = {"csrc": 2, "insurance": 1}.get(product.regime, 6)
        if level > least and level == bought[deal.client_id] and level not in others:
            found[deal.client_id] = level - 1
            book.warned.add(deal.id)
        if len(found) == WARNED:
            break
    return found


def _ends(book: Book, dice: Random, bought: dict[int, int]) -> dict[int, date]:
    """Assessments that lapsed or lapse soon; also picks the client whose level fell."""
    old = book.now - timedelta(days=500)
    free = [
        client for client in book.clients
        if client.tier == "key" and client.kind == "person" and client.created_at < old
        and client.id not in bought and client.id not in book.quiet
    ]  # fmt: skip
    chosen = dice.sample(free, min(len(free), len(_ENDS) + 1))
    book.fallen = chosen[0].id if chosen else None
    days = (book.today + timedelta(days=ahead) for ahead in _ENDS)
    found = {client.id: day for client, day in zip(chosen[1:], days, strict=False)}
    return {**found, book.client(MATURING).id: book.today + timedelta(days=22)}


def _moment(book: Book, dice: Random, client: Client, day: date) -> datetime:
    at = book.office_time(dice, book.worked(day))
    return max(at, client.created_at + timedelta(minutes=30))


def _assess(
    book: Book, client: Client, at: datetime, level: int, *, confirmed: bool,
    end: date | None = None,
) -> None:  # fmt: skip
    last = end or day_of(at, book.setup.now) + relativedelta(years=1)
    book.assessments.append(
        Assessment(book.id(), client.id, at, LEVELS[level - 1], None, None, None, last,
                   at if confirmed else None, None, at)
    )  # fmt: skip


def levels(book: Book) -> dict[int, int]:
    """The latest level of each client, as a number."""
    latest = sorted(book.assessments, key=lambda one: one.at)
    return {one.client_id: LEVELS.index(one.level) + 1 for one in latest}
