"""The demo book's risk register, and what its clients were offered."""

from datetime import date, timedelta
from random import Random

from cmcli.domain.advice import Advice, AdviceItem
from cmcli.domain.client import Client
from cmcli.domain.risk import Risk, RiskReview
from cmcli.transfer.demo import wealth
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.tolerance import levels
from cmcli.transfer.demo.wealth import Danger

OPEN, ADVISED = 5, 6
# Days between reviews, and to the review of this week.
_REVIEWED, _THIS_WEEK = 30, 2
_SHELF = ("WM-D", "TD-36", "WM-90", "WM-180", "FD-BD", "WM-B12", "FD-MX")


def add_risks(book: Book) -> None:
    """Some are open, one to be reviewed this week; the others were reviewed and closed."""
    dice = book.chance("risks")
    for number, danger in enumerate(wealth.DANGERS):
        client = _concerned(book, dice, danger)
        opened = book.worked(book.today - timedelta(days=dice.randrange(50, 95)))
        ahead = _THIS_WEEK if number == 0 else dice.randrange(12, 80)
        closed = None if number < OPEN else book.back(dice.randrange(1, 15))
        _risk(book, dice, client, danger, opened, closed, book.today + timedelta(days=ahead))


def _concerned(book: Book, dice: Random, danger: Danger) -> Client:
    """Whoever the risk is about: the late borrower, the one whose level fell, or any key client."""
    late = next(holding.client_id for holding in book.holdings if holding.overdue_on)
    known = {"loan": late, "level": book.fallen}.get(danger.kind)
    old = book.now - timedelta(days=120)
    keys = [c for c in book.clients if c.tier == "key" and c.kind == "person"
            and c.created_at < old and c.id != book.fallen]  # fmt: skip
    chosen = dice.choice(keys)
    return next((client for client in book.clients if client.id == known), chosen)


def _risk(
    book: Book, dice: Random, client: Client, danger: Danger, opened: date, closed: date | None,
    review: date,
) -> None:  # fmt: skip
    """A risk with a review every month; most of them were held on the day."""
    at = max(book.at(opened, 15, 20), client.created_at)
    due = opened + timedelta(days=_REVIEWED)
    risk = Risk(
        book.id(), client.id, danger.kind, book.text(danger.title), danger.severity,
        book.text(danger.measure), review, None, at,
        book.at(closed, 16, 40) if closed else None, "closed" if closed else None,
        book.text(dice.choice(wealth.SETTLED)) if closed else None, at,
    )  # fmt: skip
    while due < (closed or book.today):
        held = book.at(book.worked(due + timedelta(days=dice.choice((-1, 0, 0, 3)))), 10, 15)
        if held < (risk.closed_at or book.now):
            note = book.text(dice.choice(wealth.REVIEWED))
            book.reviews.append(RiskReview(book.id(), risk.id, due, held, danger.severity, note))
        due += timedelta(days=_REVIEWED)
    book.risks.append(risk)


def add_advice(book: Book) -> None:
    """A few were offered something; most have answered."""
    dice = book.chance("advice")
    level = levels(book)
    keys = [c for c in book.clients if c.tier == "key" and c.kind == "person"
            and level.get(c.id, 0) > 1 and c.id not in book.quiet]  # fmt: skip
    for client in dice.sample(keys, min(len(keys), ADVISED)):
        at = max(book.office_time(dice, book.back(dice.randrange(2, 40))), client.created_at)
        reply = dice.choice(wealth.REPLIES) if dice.random() < 0.7 else None
        said = book.text(reply) if reply else None
        advice = Advice(book.id(), client.id, at, said, None, at)
        book.advices.append(advice)
        suitable = [code for code in _SHELF if (book.products[code].level or 0) <= level[client.id]]
        for place, code in enumerate(dice.sample(suitable, min(len(suitable), 3)), start=1):
            why = book.text(wealth.OFFERED[place - 1])
            product = book.products[code].id
            book.advice_items.append(AdviceItem(book.id(), advice.id, product, place, why))
