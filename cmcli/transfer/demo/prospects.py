"""The demo book's prospects: where they came from, how far they are, who came of it."""

from datetime import datetime, timedelta
from random import Random

from cmcli.domain.client import Client, Standing
from cmcli.domain.prospect import Prospect, ProspectStage, source_named
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

STEPS: tuple[Text, ...] = (
    ("invite to the branch", "约到网点面谈"),
    ("send the rates of this week", "发本周利率表"),
    ("call again after office hours", "下班后再致电"),
    ("collect the papers for the account", "收开户资料"),
    ("bring the comparison with the other bank", "带他行方案对比上门"),
    ("add on WeChat", "加微信"),
)
GIVEN_UP: tuple[Text, ...] = (
    ("stays with the other bank", "资金留在他行"),
    ("moved to another city", "已搬离本市"),
    ("wants no calls", "不愿再接电话"),
    ("below what we can serve", "不符合准入条件"),
)
_LEVELS = (None, "low", "medium", "medium", "high")
# Clients who send others; prospects with a step late, due today, and with none.
_SENDERS, _LATE, _DUE, _NONE = 3, 1, 2, 4
# Dormant clients who were courted again, in vain.
_DROPPED = 4


def add_prospects(book: Book) -> None:
    """A record for every prospect of the book, for those who became active, and some dropped."""
    dice = book.chance("prospects")
    keys = [c for c in book.clients if c.tier == "key" and c.kind == "person"]
    senders = dice.sample(keys, _SENDERS)
    found = [client for client in book.clients if client.status == "prospect"]
    for place, client in enumerate(sorted(found, key=lambda one: one.created_at)):
        _open(book, dice, client, senders, place)
    for client in [*book.clients]:
        _converted(book, dice, client, senders)
    asleep = [c for c in book.clients if c.status == "dormant" and len(_standings(book, c)) == 1]
    for client in dice.sample(asleep, _DROPPED):
        _dropped(book, dice, client, senders)


def _standings(book: Book, client: Client) -> list[Standing]:
    return sorted(
        (one for one in book.standings if one.client_id == client.id),
        key=lambda one: one.since_at,
    )


def _record(
    book: Book, dice: Random, client: Client, senders: list[Client], opened: datetime
) -> Prospect:
    source, sender = source_named(client.source), dice.choice(senders)
    sent = source == "referral" and sender.id != client.id
    fit, interest = dice.choice(_LEVELS), dice.choice(_LEVELS)
    return Prospect(book.id(), client.id, source, sender.id if sent else None, None, fit, interest,
                    "new", None, None, opened, None, None)  # fmt: skip


def _open(book: Book, dice: Random, client: Client, senders: list[Client], place: int) -> None:
    record = _record(book, dice, client, senders, client.created_at)
    further, step = dice.choice(("contacted", "interested", "opening")), dice.choice(STEPS)
    ahead, asked = dice.randrange(1, 12), place >= _NONE
    reached = [c.at for c in book.interactions if c.client_id == client.id
               and c.outcome == "reached" and c.at >= record.opened_at]  # fmt: skip
    day = book.ahead(ahead)
    if place < _NONE + _LATE:
        day = book.back(1)
    elif place < _NONE + _LATE + _DUE:
        day = book.today
    _put(
        book,
        record._replace(
            stage=further if reached else "new",
            next=book.text(step) if asked else None,
            next_due_at=book.at(day) if asked else None,
        ),
        [("contacted", min(reached)), (further, max(reached))] if reached else [],
    )


def _converted(book: Book, dice: Random, client: Client, senders: list[Client]) -> None:
    """One who became active was courted for some weeks before."""
    standings = _standings(book, client)
    if [one.status for one in standings] != ["prospect", "active"]:
        return
    before, now = standings
    opened = now.since_at - timedelta(days=dice.randrange(6, 70))
    book.standings[book.standings.index(before)] = before._replace(status="dormant")
    book.standings.append(before._replace(id=book.id(), since_at=opened))
    record = _record(book, dice, client, senders, opened)
    met = opened + (now.since_at - opened) / 3
    closed = record._replace(stage="converted", closed_at=now.since_at)
    _put(book, closed, [("contacted", met), ("converted", now.since_at)])


def _dropped(book: Book, dice: Random, client: Client, senders: list[Client]) -> None:
    (asleep,) = _standings(book, client)
    end = book.at(book.back(dice.randrange(3, 50)), 16, 15)
    opened = end - timedelta(days=dice.randrange(15, 60))
    book.standings += [
        asleep._replace(id=book.id(), status="prospect", since_at=opened),
        asleep._replace(id=book.id(), since_at=end),
    ]
    record = _record(book, dice, client, senders, opened)
    reason = book.text(dice.choice(GIVEN_UP))
    closed = record._replace(stage="dropped", closed_at=end, reason=reason)
    _put(book, closed, [("dropped", end)])


def _put(book: Book, record: Prospect, path: list[tuple[str, datetime]]) -> None:
    book.prospects.append(record)
    for stage, at in dict([("new", record.opened_at), *path]).items():
        book.prospect_stages.append(ProspectStage(book.id(), record.id, stage, at))
