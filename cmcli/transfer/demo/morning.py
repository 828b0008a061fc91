"""The messy morning: what makes the agenda of the day the book is made a real one."""

from datetime import date, datetime, timedelta

from cmcli.domain.callback import Callback
from cmcli.domain.days import midnight
from cmcli.domain.deal import Deal
from cmcli.transfer.demo import service
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.business import NEXT_STEPS
from cmcli.transfer.demo.errands import add_request
from cmcli.transfer.demo.sales import add_deal, put_off

URGENT_LEFT = timedelta(minutes=21)
NO_NEXT_DAYS, STALLED_DAYS = 12, 41


def add_morning(book: Book) -> None:
    """Requests, callbacks and deals that want something of today."""
    _unanswered(book)
    _answered(book)
    promised = book.at(book.back(1), 10)
    _callback(book, "周立", service.RATE_PROMISE, promised, moved=1)
    deal = _deals(book)
    put_off(book)
    _today(book, deal)


def _unanswered(book: Book) -> None:
    """One about to be late, one late, and some whose clock has begun."""
    text, now = book.text, book.now
    two_days = book.today - timedelta(days=2)
    add_request(book, "王建国", text(service.LOCKED), "problem",
                now - timedelta(hours=2) + URGENT_LEFT, urgent=True)  # fmt: skip
    add_request(book, "陈晓梅", text(service.RECEIPT), "service", book.at(two_days, 16, 10))
    add_request(book, "马思琪", text(service.STATEMENT), "service", now - timedelta(hours=19))
    add_request(book, "罗佳慧", text(service.RATE), "inquiry", now - timedelta(hours=12))
    add_request(book, "许志勇", text(service.EARLY), "inquiry", now - timedelta(minutes=35))


def _answered(book: Book) -> None:
    """A complaint near its limit, and what waits for its end."""
    text = book.text
    told = (
        ("高永平", service.FUND_FEE, service.FUND_FEE_REPLY, "complaint", 12, False),
        ("韩文静", service.PROOF, service.PROOF_REPLY, "service", 5, True),
        ("郑卫国", service.LIMIT, service.LIMIT_REPLY, "service", 3, False),
    )
    for name, summary, reply, kind, days, waiting in told:
        asked = book.at(book.today - timedelta(days=days), 9, 20)
        replied = asked + timedelta(minutes=70)
        request = add_request(book, name, text(summary), kind, asked,
                              replied=replied, waiting=waiting)  # fmt: skip
        book.contact(request.client_id, asked, "phone", request.summary, direction="in",
                     minutes=4, request=request.id)  # fmt: skip
        book.contact(request.client_id, replied, "wechat", text(reply), request=request.id)


def _today(book: Book, deal: Deal) -> None:
    """Two at a time of day that lies ahead, three at any hour."""
    times = _hours_ahead(book)
    whole_day = book.at(book.today)
    _callback(book, "刘芳", service.DECIDES, times[0], deal=deal.id)
    _callback(book, "赵慧玲", service.AFTERCARE, times[1])
    _callback(book, "孙淑华", service.MATURES, whole_day)
    _callback(book, "林玉珍", service.ARRIVED, whole_day)
    _callback(book, "谢若曦", service.SALON, whole_day)


def _hours_ahead(book: Book) -> list[datetime]:
    """An hour and some five hours ahead, on the half hour; late in the day, the day itself."""
    now = book.setup.now
    half = now.replace(minute=now.minute // 30 * 30, second=0).astimezone(book.now.tzinfo)
    tomorrow = midnight(book.today + timedelta(days=1), now.tzinfo)
    times = [half + timedelta(minutes=minutes) for minutes in (60, 330)]
    fits = [at if at < tomorrow else half + timedelta(minutes=30) for at in times]
    return [at if at < tomorrow else book.at(book.today) for at in fits]


def _callback(
    book: Book, name: str, purpose: tuple[str, str], due: datetime, *, moved: int = 0,
    deal: int | None = None,
) -> None:  # fmt: skip
    made = book.at(book.back(6), 11, 10)
    first = book.at(book.back(3), 10) if moved else due
    book.callbacks.append(
        Callback(book.id(), book.client(name).id, due, book.text(purpose), None, first, moved,
                 None, None, None, deal, made)
    )  # fmt: skip


def _deals(book: Book) -> Deal:
    """One decided today, one signed today, one without a next step, one that stalled."""
    decides = _deal(book, "刘芳", "TD-36", service.DECIDES_DEAL, "negotiation", 50, 4)
    _next_step(book, NEXT_STEPS[2], book.ahead(2))
    _deal(book, "南屿纺织", "LN-BZ", service.SIGN_DEAL, "negotiation", 300, 5)
    _next_step(book, service.SIGN_TODAY, book.today)
    _deal(book, "东汀机械", "LN-EQ", service.NO_NEXT_DEAL, "proposal", 120, NO_NEXT_DAYS)
    _deal(book, "石棠石材", "LN-BZ", service.STALLED_DEAL, "contacted", 200, STALLED_DAYS)
    return decides


def _next_step(book: Book, step: tuple[str, str], day: date) -> None:
    """What the latest deal comes to next."""
    book.deals[-1] = book.deals[-1]._replace(
        next=book.text(step), next_due_at=book.at(day), expected_on=day + timedelta(days=3),
        first_expected_on=day + timedelta(days=3),
    )  # fmt: skip


def _deal(
    book: Book, name: str, code: str, title: tuple[str, str], stage: str, ten_thousands: int,
    idle: int,
) -> Deal:  # fmt: skip
    """A deal nobody touched for `idle` days."""
    touched = book.at(book.today - timedelta(days=idle), 15, 20)
    opened = touched - timedelta(days=16)
    deal = Deal(
        book.id(), book.client(name).id, book.text(title), book.products[code].id, stage,
        book.amount(ten_thousands), book.setup.currency, opened, None, None, None, None, None,
        touched,
    )  # fmt: skip
    path = [("lead", opened), (stage, touched)]
    if stage == "negotiation":
        path[1:1] = [("proposal", opened + timedelta(days=7))]
    add_deal(book, deal, path)
    return deal
