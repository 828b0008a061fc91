"""The demo book's catalogue, and deals won, lost and open with the stages they went through."""

from datetime import datetime, timedelta
from random import Random

from cmcli.domain.client import Client
from cmcli.domain.days import day_of
from cmcli.domain.deal import OPEN_STAGES, Deal, DealStage
from cmcli.domain.product import Product
from cmcli.transfer.demo import notes
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.business import (
    COMPANY_IDEAS,
    IDEAS,
    LOST_REASONS,
    NEXT_STEPS,
    OFFERS,
    Idea,
)
from cmcli.transfer.demo.names import Text
from cmcli.transfer.demo.shelf import terms

WON, LOST, OPEN = 32, 22, 33


def add_products(book: Book) -> None:
    """The catalogue."""
    made = book.at(book.back(80), 9)
    for offer in OFFERS:
        book.products[offer.code] = Product(
            book.id(), offer.code, book.text(offer.name), offer.kind, offer.risk, None, None,
            book.text(offer.note), made,
        )._replace(**terms(book, offer))  # fmt: skip


def add_deals(book: Book) -> None:
    """Deals of the quarter, except those of the morning."""
    dice = book.chance("deals")
    clients = [c for c in book.clients if c.status != "dormant" and c.id not in book.quiet]
    weights = [{"key": 4, "focus": 3}.get(c.tier, 1) * (2 if c.kind == "company" else 1)
               for c in clients]  # fmt: skip
    for number in range(WON + LOST + OPEN):
        client = dice.choices(clients, weights)[0]
        idea = dice.choice(IDEAS if client.kind == "person" else COMPANY_IDEAS)
        if number < WON + LOST:
            _closed(book, dice, client, idea, won=number < WON)
        else:
            _open(book, dice, client, idea)


def _closed(book: Book, dice: Random, client: Client, idea: Idea, *, won: bool) -> None:
    days = [day for day in book.days if book.at(day) > client.created_at]
    closed = book.office_time(dice, dice.choice(days[len(days) // 8 :]))
    opened = _opened(book, dice, client, closed, dice.randrange(6, 60))
    path = OPEN_STAGES if won else OPEN_STAGES[: dice.randrange(2, 5)]
    end = "won" if won else "lost"
    times = [opened, *_between(book, dice, opened, closed, len(path) - 1), closed]
    amount = book.amount(dice.choice(idea.amounts))
    _keep(book, dice, client, idea, [*zip([*path, end], times, strict=True)], {
        "amount": amount if dice.random() < 0.8 else amount * 4 // 5,
        "closed_at": closed, "lost_reason": None if won else book.text(dice.choice(LOST_REASONS)),
        "touched_at": closed,
    })  # fmt: skip


def _open(book: Book, dice: Random, client: Client, idea: Idea) -> None:
    touched = book.office_time(dice, book.back(dice.randrange(1, 6)))
    touched = max(touched, client.created_at + timedelta(hours=1))
    # Most are young for their stage: where everything is late nothing is.
    opened = _opened(book, dice, client, touched, dice.randrange(1, 45) * 2 // 5)
    path = OPEN_STAGES[: dice.choices((1, 2, 3, 4), (6, 9, 11, 7))[0]]
    times = [opened, *_between(book, dice, opened, touched, len(path) - 1)]
    planned, whole, valued = dice.random() < 0.9, dice.random() < 0.6, dice.random() < 0.92
    # Only the morning's deal goes without a next step for long.
    planned = planned or touched < book.now - timedelta(days=5)
    day, hour = book.ahead(dice.randrange(1, 14)), dice.randrange(9, 17)
    step, amount = dice.choice(NEXT_STEPS), book.amount(dice.choice(idea.amounts))
    expected = book.today + timedelta(days=dice.randrange(10, 70))
    _keep(book, dice, client, idea, [*zip(path, times, strict=True)], {
        "amount": amount if valued or len(path) > 2 else None,
        "expected_on": expected if len(path) > 1 else None,
        "first_expected_on": expected if len(path) > 1 else None,
        "next": book.text(step) if planned else None,
        "next_due_at": book.at(day, 0 if whole else hour) if planned else None,
        "touched_at": touched,
    })  # fmt: skip


def put_off(book: Book) -> None:
    """Of the deals that are expected, one whose day has passed and two put off more than once."""
    dice, far = book.chance("put off"), book.now + timedelta(days=8)
    able = [place for place, deal in enumerate(book.deals)
            if deal.closed_at is None and deal.expected_on
            and deal.next_due_at and deal.next_due_at > far]  # fmt: skip
    late, *slipped = dice.sample(able, 3)
    day = book.back(dice.randrange(2, 6))
    book.deals[late] = book.deals[late]._replace(expected_on=day, first_expected_on=day)
    for place, moved in zip(slipped, (2, 3), strict=True):
        deal = book.deals[place]
        first = (deal.expected_on or book.today) - timedelta(days=14 * moved)
        first = max(first, day_of(deal.opened_at, book.setup.now))
        book.deals[place] = deal._replace(first_expected_on=first, moved=moved)


def _opened(book: Book, dice: Random, client: Client, end: datetime, days: int) -> datetime:
    """So many days before its end, and after the client came into the book."""
    return _at_work(book, dice, end - timedelta(days=days), client.created_at, end)


def _between(
    book: Book, dice: Random, start: datetime, end: datetime, number: int
) -> list[datetime]:
    """Moments of working hours, in order between two."""
    span = int((end - start).total_seconds() // 60)
    moments = [start + timedelta(minutes=dice.randrange(span + 1)) for _ in range(number)]
    return sorted(_at_work(book, dice, moment, start, end) for moment in moments)


def _at_work(
    book: Book, dice: Random, about: datetime, first: datetime, last: datetime
) -> datetime:
    """Working hours of the day of `about`, or of the working day before it, within bounds."""
    day = book.worked(day_of(about, book.setup.now))
    return min(max(book.office_time(dice, day), first), last)


def _keep(
    book: Book, dice: Random, client: Client, idea: Idea, path: list[tuple[str, datetime]],
    facts: dict[str, object],
) -> None:  # fmt: skip
    usual = {"closed_at": None, "expected_on": None, "next": None, "next_due_at": None,
             "lost_reason": None}  # fmt: skip
    deal = Deal(
        **{**usual, **facts},  # type: ignore[arg-type]
        id=book.id(), client_id=client.id, title=book.text(idea.title),
        product_id=book.products[idea.code].id, stage=path[-1][0],
        currency=book.setup.currency, opened_at=path[0][1],
    )  # fmt: skip
    add_deal(book, deal, path)
    for stage, at in path:
        rolled, minutes = dice.random(), dice.randrange(5, 45)
        text = dice.choice(notes.DEALS[stage])
        if rolled < 0.6 and at <= deal.touched_at:
            said = book.text(text, amount=_said(book, deal.amount))
            channel = "phone" if rolled < 0.35 else "meeting"
            book.contact(client.id, at, channel, said, minutes=minutes, deal=deal.id)


def _said(book: Book, amount: int | None) -> str:
    """An amount as a manager writes it."""
    whole = (amount or 10 * book.amount(1)) // book.amount(1)
    text: Text = (f"{whole * 10_000:,}", f"{whole}万")
    return book.text(text)


def add_deal(book: Book, deal: Deal, path: list[tuple[str, datetime]]) -> None:
    """A deal and the stages it entered."""
    book.deals.append(deal)
    book.stages += [DealStage(book.id(), deal.id, stage, at) for stage, at in path]
