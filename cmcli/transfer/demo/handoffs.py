"""The demo book's hand-offs: one late, one without a receipt, one on its way, some back."""

from datetime import datetime, timedelta

from cmcli.domain.handoff import Handoff
from cmcli.named import NamedTuple
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text
from cmcli.transfer.demo.service import LIMIT

OPERATIONS: Text = ("operations", "运营部")
CREDIT: Text = ("credit approval", "授信审批部")
CARDS: Text = ("card centre", "信用卡中心")
TECHNOLOGY: Text = ("technology", "科技部")


class Errand(NamedTuple):
    """What is asked of whom, and for which client; sent, received, due and back so many working
    days before today, after it where negative. `again` is what it was due then instead.
    """  # noqa: D205

    department: Text
    text: Text
    client: str | None
    sent: int
    received: int | None
    due: int
    back: int | None = None
    result: Text | None = None
    person: Text | None = None
    again: int | None = None


ERRANDS = (
    Errand(OPERATIONS, ("correct the name on the passbook", "更正存折户名"), "周立", 14, 13, 11, 11,
           ("corrected, passbook at the counter", "已更正，存折在柜台"), ("Xiao Sun", "小孙")),
    Errand(CARDS, ("raise the card limit", "提高信用卡额度"), "孙淑华", 12, 12, 9, 7,
           ("raised to 80,000", "额度已调至 8 万"), ("Xiao Lin", "小林"), again=6),
    Errand(OPERATIONS, ("print three years of statements", "打印三年流水"), "马思琪", 5, 5, 2, 3,
           ("printed and sealed", "已打印并盖章")),
    Errand(CREDIT, ("a discount on the mortgage rate?", "房贷利率能否优惠"), "刘芳", 2, None, -2),
    Errand(TECHNOLOGY, ("the queue machine prints no numbers", "叫号机打不出号"), None, 1, 1, -3),
)  # fmt: skip
# What the branch is to confirm for a request of the morning, asked some days ago.
CONFIRM: Text = ("approval of the higher limit", "审批提高转账限额")


def add_handoffs(book: Book) -> None:
    """Work asked of other departments in the last weeks."""
    dice = book.chance("handoffs")
    for errand in ERRANDS:
        sent = book.office_time(dice, book.back(errand.sent), until=11)
        received = None
        if errand.received is not None:
            on_day = book.at(book.back(errand.received), 14, dice.randrange(0, 55))
            received = max(on_day, sent + timedelta(minutes=25))
        book.others.append(_handoff(book, errand, sent, received))
    book.others += _for_request(book)


def _handoff(book: Book, errand: Errand, sent: datetime, received: datetime | None) -> Handoff:
    client = book.client(errand.client).id if errand.client else None
    first = book.at(book.back(errand.due) if errand.due > 0 else book.ahead(-errand.due))
    due = book.at(book.back(errand.again)) if errand.again else first
    return Handoff(
        book.id(), client, book.text(errand.department),
        book.text(errand.person) if errand.person else None, book.text(errand.text), None, None,
        sent, due, first, first if errand.again else None, int(errand.again is not None), received,
        book.at(book.back(errand.back), 16, 20) if errand.back else None,
        book.text(errand.result) if errand.result else None, None, None, sent,
    )  # fmt: skip


def _for_request(book: Book) -> list[Handoff]:
    """The one that a request waits for was due on the evening of the day it was asked."""
    summary = book.text(LIMIT)
    waiting = [one for one in book.requests if one.summary == summary and one.status == "open"]
    found = []
    for request in waiting[-1:]:
        sent = request.asked_at + timedelta(minutes=80)
        due = book.at(request.asked_at.astimezone(book.setup.now.tzinfo).date(), 17)
        found.append(Handoff(
            book.id(), request.client_id, book.text(OPERATIONS), book.text(("Xiao Sun", "小孙")),
            book.text(CONFIRM), request.id, None, sent, due, due, None, 0,
            sent + timedelta(minutes=35), None, None, None, None, sent,
        ))  # fmt: skip
    return found
