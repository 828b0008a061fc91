"""A quarter of calls, visits and messages."""

from datetime import date, timedelta
from random import Random

from cmcli.domain.client import Client
from cmcli.domain.interaction import MEETING_CHANNELS
from cmcli.transfer.demo import notes
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.business import BY_CODE, COMPANY_TALK, TALKED_OF
from cmcli.transfer.demo.names import Text
from cmcli.transfer.demo.people import NEW_KEY

A_DAY = (15, 26)
COVERED = 0.68
_WEIGHTS = {"key": 5.0, "focus": 3.0, "standard": 1.0}
_AMOUNTS: tuple[Text, ...] = (
    ("50,000", "5万"), ("100,000", "10万"), ("200,000", "20万"), ("300,000", "30万"),
    ("500,000", "50万"), ("1,000,000", "100万"),
)  # fmt: skip
# channel, direction, notes, least and most minutes, weight
_WAYS: tuple[tuple[str, str, tuple[Text, ...], int, int, int], ...] = (
    ("phone", "out", notes.CALLS, 3, 18, 46),
    ("phone", "in", notes.CALLS_IN, 2, 10, 9),
    ("wechat", "out", notes.WECHAT, 2, 8, 17),
    ("wechat", "in", notes.WECHAT, 2, 6, 3),
    ("visit", "out", notes.VISITS, 40, 90, 7),
    ("meeting", "out", notes.VISITS, 25, 60, 5),
    ("branch", "in", notes.BRANCH, 10, 40, 8),
    ("video", "out", notes.CALLS, 10, 30, 1),
    ("sms", "out", notes.MESSAGES, 1, 2, 2),
    ("email", "out", notes.MESSAGES, 3, 10, 1),
    ("event", "out", notes.EVENTS, 60, 120, 1),
)


def choose_met(book: Book) -> None:
    """Which key clients were met this quarter: two thirds, fewer while it is young."""
    dice = book.chance("met")
    keys = [c.id for c in book.clients if c.tier == "key" and c.name != NEW_KEY]
    worked = sum(day >= book.quarter for day in book.days)
    number = min(round(COVERED * len(keys)), 3 * worked)
    book.met = set(dice.sample(keys, len(keys))[:number])


def add_contacts(book: Book) -> None:
    """Every working day its contacts; then the meetings that make the coverage what it is."""
    dice = book.chance("contacts")
    # Today's are those of the hours that have passed.
    for day in [*book.days, *([book.today] if book.setup.is_working(book.today) else [])]:
        _one_day(book, dice, day)
    _key_meetings(book)


def _one_day(book: Book, dice: Random, day: date) -> None:
    known = [c for c in book.clients if c.created_at < book.at(day) and not _resting(book, c, day)]
    weights = [_weight(client) for client in known]
    # Nobody is called twice a day without a reason.
    for client in dict.fromkeys(dice.choices(known, weights, k=dice.randrange(*A_DAY))):
        _one_contact(book, dice, client, day)


def _resting(book: Book, client: Client, day: date) -> bool:
    return client.id in book.quiet and day > book.today - timedelta(days=12)


def _weight(client: Client) -> float:
    weight = {"dormant": 0.2, "prospect": 2.0}.get(client.status, _WEIGHTS[client.tier])
    return weight * (1.5 if client.kind == "company" else 1.0)


def _one_contact(book: Book, dice: Random, client: Client, day: date) -> None:
    at = book.office_time(dice, day)
    way = dice.choices(_WAYS, [w[-1] for w in _WAYS])[0]
    channel, direction, texts, least, most, _ = way
    rolled, silent, untimed = dice.random(), dice.random() < 0.08, dice.random() < 0.3
    minutes = dice.randrange(least, most + 1)
    unmet = client.tier == "key" and client.id not in book.met and book.in_quarter(at)
    if unmet and channel in MEETING_CHANNELS:
        # Tried, or written to: neither counts.
        channel, direction, texts = ("phone", "out", notes.CALLS) if rolled < 0.4 else _WAYS[2][:3]
        rolled = dice.uniform(0, 0.15) if channel == "phone" else 1.0
    outcome = _outcome(rolled) if (channel, direction) == ("phone", "out") else "reached"
    note = _note(book, dice, client, _texts(client, channel, direction, outcome, texts))
    silent = silent or (outcome == "no_answer" and rolled < 0.05)
    if at < book.now:
        book.contact(
            client.id, at, channel, None if silent else note, direction=direction, outcome=outcome,
            minutes=None if untimed or outcome != "reached" else minutes,
        )  # fmt: skip


def _outcome(rolled: float) -> str:
    if rolled < 0.15:
        return "no_answer"
    if rolled < 0.18:
        return "left_message"
    return "refused" if rolled < 0.195 else "reached"


def _texts(
    client: Client, channel: str, direction: str, outcome: str, usual: tuple[Text, ...]
) -> tuple[Text, ...]:
    failed = {
        "no_answer": notes.NO_ANSWER, "left_message": notes.LEFT_MESSAGE, "refused": notes.REFUSED,
    }  # fmt: skip
    if outcome in failed:
        return failed[outcome]
    personal = channel in ("phone", "visit", "meeting") and direction == "out"
    if personal and client.kind == "company":
        return notes.COMPANY
    if personal and client.status in ("prospect", "dormant"):
        return notes.PROSPECT if client.status == "prospect" else notes.DORMANT
    return usual


def _note(book: Book, dice: Random, client: Client, texts: tuple[Text, ...]) -> str:
    talked = TALKED_OF if client.kind == "person" else COMPANY_TALK
    product, amount = BY_CODE[dice.choice(talked)].name, dice.choice(_AMOUNTS)
    return book.text(dice.choice(texts), product=book.text(product), amount=book.text(amount))


def _key_meetings(book: Book) -> None:
    """A meeting for each key client met this quarter, and one before it for each of them."""
    dice = book.chance("meetings")
    worked = [day for day in book.days if day >= book.quarter]
    for client in [c for c in book.clients if c.tier == "key"]:
        before = book.quarter - timedelta(days=dice.randrange(4, 75))
        while not book.setup.is_working(before):
            before -= timedelta(days=1)
        if book.at(before) > client.created_at:
            _meet(book, dice, client, before)
        if client.id in book.met:
            _meet(book, dice, client, dice.choice(worked))


def _meet(book: Book, dice: Random, client: Client, day: date) -> None:
    channel = dice.choice(("phone", "phone", "visit", "meeting"))
    texts = notes.CALLS if channel == "phone" else notes.VISITS
    texts = notes.COMPANY if client.kind == "company" else texts
    at, minutes = book.office_time(dice, day), dice.randrange(8, 50)
    book.contact(client.id, at, channel, _note(book, dice, client, texts), minutes=minutes)
