"""A quarter of callbacks: kept, kept late, moved, cancelled, recurring, and those ahead."""

from datetime import date, datetime, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from cmcli.domain.callback import Callback
from cmcli.domain.client import Client
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text
from cmcli.transfer.demo.service import PROMISES, RECURRING

DONE, CANCELLED, AHEAD, MONTHLY = 165, 8, 24, 9


def add_callbacks(book: Book) -> None:
    """Callbacks, except those of the morning."""
    dice = book.chance("callbacks")
    clients = [c for c in book.clients if c.status != "dormant" and c.id not in book.quiet]
    weights = [{"key": 3, "focus": 2}.get(client.tier, 1) for client in clients]
    for number in range(DONE + CANCELLED):
        client = dice.choices(clients, weights)[0]
        _past(book, dice, client, cancelled=number >= DONE)
    for _ in range(AHEAD):
        _ahead(book, dice, dice.choices(clients, weights)[0])
    old = [c for c in clients if c.created_at < book.at(book.today - timedelta(days=130))]
    for client in dice.sample(old, MONTHLY):
        _monthly(book, dice, client)


def _past(book: Book, dice: Random, client: Client, *, cancelled: bool) -> None:
    place = dice.randrange(4, len(book.days))
    due = _due(book, dice, book.days[place])
    made = book.office_time(dice, book.days[max(place - dice.randrange(2, 9), 0)], until=16)
    rolled, late, early = dice.random(), dice.randrange(1, 4), dice.randrange(0, 25)
    purpose, result = dice.choice(PROMISES)
    done = _done_in_time(book, dice, due, early)
    if rolled < 0.15 and place + late < len(book.days):
        done = book.office_time(dice, book.days[place + late])
    moved = dice.choices((0, 1, 2), (85, 12, 3))[0]
    first = max(due - timedelta(days=2 * moved), made + timedelta(hours=1)) if moved else due
    if made < client.created_at or made >= min(done, due):
        return
    callback = Callback(
        book.id(), client.id, due, book.text(purpose), None, first, moved,
        None if cancelled else done, done if cancelled else None, None, None, made,
    )  # fmt: skip
    book.callbacks.append(callback)
    if not cancelled:
        _answered(book, dice, callback, result, done)


def _due(book: Book, dice: Random, day: date) -> datetime:
    """Half of them have a time, the others the whole day."""
    hour, minute = dice.choice((9, 10, 11, 14, 15, 16)), dice.choice((0, 0, 30))
    return book.at(day, hour, minute) if dice.random() < 0.5 else book.at(day)


def _done_in_time(book: Book, dice: Random, due: datetime, early: int) -> datetime:
    day = due.astimezone(book.setup.now.tzinfo).date()
    return book.office_time(dice, day) if due == book.at(day) else due - timedelta(minutes=early)


def _answered(book: Book, dice: Random, callback: Callback, result: Text, done: datetime) -> None:
    book.contact(
        callback.client_id, done, "phone", book.text(result),
        minutes=dice.choice((3, 4, 5, 6, 8, 12)), callback=callback.id,
    )  # fmt: skip


def _ahead(book: Book, dice: Random, client: Client) -> None:
    due = _due(book, dice, book.ahead(dice.randrange(1, 16)))
    made = book.office_time(dice, book.back(dice.randrange(1, 9)), until=16)
    made = max(made, client.created_at + timedelta(minutes=20))
    book.callbacks.append(
        Callback(book.id(), client.id, due, book.text(dice.choice(PROMISES)[0]), None, due, 0,
                 None, None, None, None, made)
    )  # fmt: skip


def _monthly(book: Book, dice: Random, client: Client) -> None:
    """A promise of every month: three kept, the next one ahead."""
    purpose, result = dice.choice(RECURRING)
    coming = book.today + timedelta(days=dice.randrange(4, 15))
    while coming.day > 28:
        coming += timedelta(days=1)
    hour, made = dice.choice((9, 10, 14)), book.at(coming - relativedelta(months=4), 15, 30)
    for months in (3, 2, 1, 0):
        day = coming - relativedelta(months=months)
        due = book.at(_working(book, day), hour)
        done = due - timedelta(minutes=dice.randrange(0, 40)) if months else None
        callback = Callback(
            book.id(), client.id, due, book.text(purpose), "FREQ=MONTHLY", book.at(day, hour), 0,
            done, None, None, None, made,
        )  # fmt: skip
        book.callbacks.append(callback)
        if done:
            _answered(book, dice, callback, result, done)
            made = done


def _working(book: Book, day: date) -> date:
    """The day, or the working day after a day off; the rule goes on from the day itself."""
    while not book.setup.is_working(day):
        day += timedelta(days=1)
    return day
