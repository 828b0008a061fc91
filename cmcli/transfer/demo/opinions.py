"""What the demo book's clients think of the service."""

from datetime import datetime, timedelta
from random import Random

from cmcli.domain.feedback import Feedback
from cmcli.domain.interaction import MEETING_CHANNELS
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.service import OPINIONS

ASKED = 0.85
_SCORES, _WEIGHTS = (5, 4, 3), (55, 38, 7)


def add_feedback(book: Book) -> None:
    """Most are asked: after a request, and at the meeting of the quarter."""
    dice = book.chance("feedback")
    for request in book.requests:
        if request.resolved_at and dice.random() < ASKED:
            at = request.resolved_at + timedelta(minutes=dice.randrange(5, 40))
            _say(book, dice, request.client_id, at, request=request.id)
    last = {
        contact.client_id: contact
        for contact in sorted(book.interactions, key=lambda contact: contact.at)
        if contact.client_id in book.met
        and contact.outcome == "reached"
        and contact.channel in MEETING_CHANNELS
        and book.in_quarter(contact.at)
    }
    for contact in last.values():
        if dice.random() < ASKED:
            _say(book, dice, contact.client_id, contact.created_at, contact=contact.id)


def _say(
    book: Book, dice: Random, client: int, at: datetime, *, request: int | None = None,
    contact: int | None = None,
) -> None:  # fmt: skip
    score, recommend = dice.choices(_SCORES, _WEIGHTS)[0], dice.choice((7, 8, 9, 9, 10))
    theme, text = dice.choice(OPINIONS)
    also, spoke = dice.random() < 0.3, dice.random() < 0.12
    at = min(at, book.now)
    book.feedback.append(
        Feedback(
            book.id(), client, at, score, recommend if also else None,
            book.text(theme) if spoke else None, book.text(text) if spoke else None,
            contact, request, None, at,
        )
    )  # fmt: skip
