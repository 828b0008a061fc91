"""What went round in circles in the demo book: promises put off, calls nobody answered."""

from datetime import date, timedelta

from cmcli.domain.callback import Callback
from cmcli.domain.client import Client
from cmcli.domain.interaction import Interaction
from cmcli.transfer.demo import notes
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

PUT_OFF: Text = ("papers for the tax office", "报税资料")
WEEKLY: Text = ("weekly look at the cash position", "每周看一次头寸")
# How often each promise was moved, and how many working days ago it was kept at last.
_MOVED = ((3, 4), (3, 6), (4, 9), (2, 12), (1, 15))
# Working days ago on which each of two clients was called in vain.
_IN_VAIN = ((12, 8, 3), (14, 11, 7, 2))
_WEEKS = 4


def add_waits(book: Book) -> None:
    """Promises moved again and again, a round that reaches nobody, calls in vain."""
    dice = book.chance("waits")
    able = [
        client for client in book.clients
        if client.tier == "standard" and client.kind == "person" and client.status == "active"
        and client.id not in book.quiet and client.created_at < book.at(book.back(60))
    ]  # fmt: skip
    chosen = dice.sample(able, len(_MOVED) + len(_IN_VAIN) + 1)
    for client, (moved, ago) in zip(chosen, _MOVED, strict=False):
        _put_off(book, client, moved, ago)
    for client, days in zip(chosen[len(_MOVED) :], _IN_VAIN, strict=False):
        for place, ago in enumerate(days):
            at = book.at(book.back(ago), 9 + place, 40)
            note = book.text(notes.NO_ANSWER[place])
            _contact(book, client, Interaction(
                book.id(), client.id, at, "phone", "out", "no_answer", None, note, None, None,
                None, at + timedelta(minutes=2),
            ))  # fmt: skip
    _weekly(book, chosen[-1])


def _contact(book: Book, client: Client, contact: Interaction) -> None:
    if contact.at > client.created_at:
        book.others.append(contact)


def _put_off(book: Book, client: Client, moved: int, ago: int) -> None:
    due = book.at(book.back(ago), 16)
    first = due - timedelta(days=2 * moved)
    done = due - timedelta(minutes=15)
    callback = Callback(
        book.id(), client.id, due, book.text(PUT_OFF), None, first, moved, done, None, None, None,
        first - timedelta(days=2),
    )  # fmt: skip
    book.others.append(callback)
    book.parts.append(Interaction(
        book.id(), client.id, done, "phone", "out", "reached", 4, book.text(PUT_OFF), callback.id,
        None, None, done + timedelta(minutes=5),
    ))  # fmt: skip


def _weekly(book: Book, client: Client) -> None:
    """Marked as done week after week, and nobody was reached; the next one is ahead."""
    coming = book.today + timedelta(days=5)
    made = book.at(coming - timedelta(weeks=_WEEKS + 1), 15)
    for weeks in range(_WEEKS, -1, -1):
        day = coming - timedelta(weeks=weeks)
        due = book.at(_open_day(book, day), 11)
        done = due - timedelta(minutes=5) if weeks else None
        if done and done >= book.now:
            # A day off moved it to this very day.
            continue
        book.others.append(Callback(
            book.id(), client.id, due, book.text(WEEKLY), "FREQ=WEEKLY", book.at(day, 11), 0, done,
            None, None, None, made,
        ))  # fmt: skip
        made = done or made


def _open_day(book: Book, day: date) -> date:
    while not book.setup.is_working(day):
        day += timedelta(days=1)
    return day
