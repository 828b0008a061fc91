"""A quarter of requests: most answered in time, a few late, some that waited or came back."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from cmcli.domain.client import Client
from cmcli.domain.request import Request, RequestClock, RequestWait
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.service import ASKS, Ask

NUMBER = 104
LATE = (17, 41, 66, 88)
LATE_URGENT = (53,)
WAITED = (9, 24, 38, 61, 79)
REOPENED = (45,)
_KINDS = ("inquiry",) * 9 + ("service",) * 6 + ("problem",) * 4 + ("complaint",)
# Most and least working days until a request is resolved.
_DAYS = {"inquiry": (0, 1), "service": (0, 3), "problem": (0, 4), "complaint": (3, 8)}


def add_requests(book: Book) -> None:
    """Requests that are dealt with; the morning adds those that are not."""
    dice = book.chance("requests")
    clients = [c for c in book.clients if c.status == "active" and c.id not in book.quiet]
    weights = [{"key": 3, "focus": 2}.get(client.tier, 1) for client in clients]
    for number in range(NUMBER):
        client = dice.choices(clients, weights)[0]
        kind = "complaint" if number % 15 == 7 else dice.choice(_KINDS)
        # A key client who complains is rare, and wants more than an answer.
        if kind == "complaint" and client.tier == "key" and number > 15:
            kind = "service"
        # Complaints take long, so they began long enough ago.
        latest = len(book.days) - (14 if kind == "complaint" else 3 if number in LATE else 1)
        place = dice.randrange(latest)
        ask = dice.choice(ASKS[kind])
        urgent = number in LATE_URGENT or (kind != "complaint" and dice.random() < 0.15)
        if book.at(book.days[place]) > client.created_at:
            _one(book, dice, number, client, kind, place, ask, urgent=urgent)


def _one(
    book: Book, dice: Random, number: int, client: Client, kind: str, place: int, ask: Ask, *,
    urgent: bool,
) -> None:  # fmt: skip
    day = book.days[place]
    asked = book.office_time(dice, day, until=15 if urgent else 16)
    replied = _reply(book, dice, number, asked, place, urgent=urgent)
    ended = max(_ending(book, dice, kind, place), replied)
    priority = "urgent" if urgent else "normal"
    request = Request(
        book.id(), client.id, book.text(ask.summary), kind, priority, "resolved", asked,
        ended, book.text(ask.ending), asked + timedelta(minutes=2),
    )  # fmt: skip
    book.requests.append(request)
    first = RequestClock(book.id(), request.id, priority, asked, replied, ended)
    book.clocks.append(first)
    if number in WAITED:
        _wait(book, request, replied, ended)
    if number in REOPENED:
        _reopen(book, request, first)
    channel, length = dice.choice(("phone", "wechat")), dice.randrange(2, 9)
    if dice.random() < 0.6:
        book.contact(client.id, asked, channel, request.summary, direction="in", minutes=length,
                     request=request.id)  # fmt: skip
    book.contact(client.id, replied, channel, book.text(ask.reply), minutes=length + 1,
                 request=request.id)  # fmt: skip


def _reply(
    book: Book, dice: Random, number: int, asked: datetime, place: int, *, urgent: bool
) -> datetime:
    minutes = round(dice.lognormvariate(4.0, 0.9))
    morning = book.office_time(dice, book.days[place + 1], until=10)
    if number in LATE:
        return book.office_time(dice, book.days[place + 2], until=11)
    if number in LATE_URGENT:
        return asked + timedelta(minutes=155)
    if urgent:
        return asked + timedelta(minutes=min(max(minutes, 8), 104))
    evening = book.at(_local(book, asked), 18)
    soon = asked + timedelta(minutes=max(minutes, 6))
    # After a late question, the next morning, where that is within the day.
    if soon <= evening:
        return soon
    return morning if morning < asked + timedelta(hours=23) else evening


def _local(book: Book, at: datetime) -> date:
    return at.astimezone(book.setup.now.tzinfo).date()


def _ending(book: Book, dice: Random, kind: str, place: int) -> datetime:
    least, most = _DAYS[kind]
    later = min(place + dice.randrange(least, most + 1), len(book.days) - 1)
    return book.office_time(dice, book.days[later])


def _wait(book: Book, request: Request, replied: datetime, ended: datetime) -> None:
    """Most of the time between the reply and the end was spent waiting for a paper."""
    third = timedelta(minutes=int((ended - replied).total_seconds() // 60) // 3)
    book.waits.append(RequestWait(book.id(), request.id, replied, ended - third))


def _reopen(book: Book, request: Request, first: RequestClock) -> None:
    """It came back two hours after it seemed dealt with, and was dealt with the same day."""
    assert first.resolved_at is not None
    again = first.resolved_at + timedelta(hours=2)
    second = RequestClock(
        book.id(), request.id, request.priority, again, again + timedelta(minutes=35),
        again + timedelta(minutes=80),
    )  # fmt: skip
    book.clocks.append(second)
    index = book.requests.index(request)
    book.requests[index] = request._replace(resolved_at=second.resolved_at)


def add_request(
    book: Book, client: str, summary: str, kind: str, asked: datetime, *, urgent: bool = False,
    replied: datetime | None = None, waiting: bool = False,
) -> Request:  # fmt: skip
    """A request that is still open."""
    priority = "urgent" if urgent else "normal"
    request = Request(
        book.id(), book.client(client).id, summary, kind, priority,
        "waiting" if waiting else "open", asked.astimezone(UTC), None, None, asked,
    )  # fmt: skip
    book.requests.append(request)
    book.clocks.append(RequestClock(book.id(), request.id, priority, asked, replied))
    if waiting and replied:
        book.waits.append(RequestWait(book.id(), request.id, replied))
    return request
