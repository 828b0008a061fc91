"""The demo book's development plan, and what was found out about the market around it."""

import json
from datetime import date, datetime, timedelta

from cmcli.domain.action import Action
from cmcli.domain.days import day_of
from cmcli.domain.development import Development, DevelopmentReview, DevelopmentTarget
from cmcli.domain.interaction import VISIT_CHANNELS
from cmcli.domain.pace import Pace, days_of
from cmcli.domain.period import calendar_unit
from cmcli.domain.research import Research
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

PLAN: Text = ("clinics and their staff", "医疗机构及员工拓展")
REMARK: Text = ("payroll first, then the families", "先做代发，再做家庭客户")
REVIEW: Text = (
    "visits are where they should be, sales of Steady 90 are not: speak of it at every visit",
    "走访按计划，稳健90天销售偏慢：每次走访都要介绍",
)
# Text, working days from today (before it: done), what came of it.
MEASURES: tuple[tuple[Text, int, Text | None], ...] = (
    (("visit the maternity clinic's finance office", "拜访妇幼保健院财务科"), -15,
     ("payroll of 40 to be tendered in spring", "春季对40人代发招标")),
    (("call the heads of three wards", "致电三位科室主任"), 0, None),
    (("a talk on pensions at the hospital", "在医院办一场养老讲座"), 8, None),
)  # fmt: skip
# Of the quarter: new clients, visits, won in ten thousands, sold of one product.
NEW, VISITS, WON, SOLD, PRODUCT = 60, 220, 3_000, 8, "WM-90"
GROUPS: tuple[Text, ...] = (("sector=healthcare", "sector=医疗"), ("tag=owner", "tag=企业主"))
# What kind of group, which, what was found out, from whom, and how many days ago.
FOUND: tuple[tuple[str, Text, Text, Text, int], ...] = (
    ("sector", ("healthcare", "医疗"),
     ("bonuses are paid in the second week of December", "年终奖12月第二周发放"),
     ("head of a ward", "科室主任"), 6),
    ("sector", ("construction", "建筑"),
     ("payments come two months later than last year", "回款比去年晚两个月"),
     ("three builders", "三家建筑公司"), 12),
    ("tag", ("insurance", "保险"),
     ("two insurers raise their premiums from January", "两家保险公司1月起上调保费"),
     ("newspaper", "报纸"), 9),
    ("tag", ("owner", "企业主"),
     ("the other bank in the street lends at 3.2 percent", "同街另一家银行贷款利率3.2%"),
     ("two shop owners", "两位店主"), 20),
    ("tier", ("focus", "focus"),
     ("many keep their salary account elsewhere", "不少人工资卡在他行"),
     ("own calls", "本人电访"), 33),
)  # fmt: skip


def add_development(book: Book) -> None:
    """A plan of the present quarter with its measures, evaluated where a month of it is over."""
    quarter = calendar_unit("quarter", book.today)
    made = min(book.at(_working(book, quarter.start), 9, 20), book.now)
    groups = "\n".join(book.text(group) for group in GROUPS)
    plan = Development(
        book.id(), book.text(PLAN), quarter.start, quarter.end, groups, book.text(REMARK), made
    )
    currency, product = book.setup.currency, book.products[PRODUCT].id
    targets = [
        DevelopmentTarget(book.id(), plan.id, *aim) for aim in (
            ("clients.new", None, NEW, None), ("contacts.visits", None, VISITS, None),
            ("deals.won_amount", None, book.amount(WON), currency),
            ("deals.won", product, SOLD, None),
        )
    ]  # fmt: skip
    book.others.append(plan)
    book.parts += targets
    for text, away, result in MEASURES:
        _measure(book, plan, text, away, result)
    _review(book, plan, targets)


def _working(book: Book, day: date) -> date:
    while not book.setup.is_working(day):
        day += timedelta(days=1)
    return day


def _measure(book: Book, plan: Development, text: Text, away: int, result: Text | None) -> None:
    due = book.back(-away) if away < 0 else min(book.ahead(away), plan.end_on)
    if due < plan.start_on:
        return
    done = max(book.at(due, 15), plan.created_at) if away < 0 else None
    book.others.append(Action(
        book.id(), None, None, book.text(text), None, book.at(due), done,
        book.text(result) if result else None, plan.created_at, plan.id,
    ))  # fmt: skip


def _review(book: Book, plan: Development, targets: list[DevelopmentTarget]) -> None:
    """Written on the first working day of this month, about the months before it."""
    at = book.at(_working(book, book.today.replace(day=1)), 17)
    if at >= book.now or book.today.month == plan.start_on.month:
        return
    local = at.astimezone(book.setup.now.tzinfo)
    days = days_of(plan.start_on, plan.end_on, local, book.setup.is_working, 18 * 60)
    stood = zip(targets, _stood(book, plan, at), strict=True)
    figures = {
        "elapsed": days.gone, "total": days.total,
        "targets": [
            {"measure": t.measure, "product_id": t.product_id and _number(book), "currency":
             t.currency, "target": t.amount, "actual": actual,
             "expected": Pace(actual, t.amount, *days).expected}
            for t, actual in stood
        ],
        "measures": {"done": 0, "overdue": 0, "open": len(MEASURES)}, "groups": [],
    }  # fmt: skip
    written = json.dumps(figures, ensure_ascii=False)
    book.parts.append(DevelopmentReview(book.id(), plan.id, at, book.text(REVIEW), written))


def _number(book: Book) -> int:
    """The number that the product is written with: products are numbered as they are listed."""
    return list(book.products).index(PRODUCT) + 1


def _stood(book: Book, plan: Development, at: datetime) -> tuple[int, int, int, int]:
    """What each target stood at on the day of the review."""

    def within(moment: datetime | None) -> bool:
        return bool(moment and plan.start_on <= day_of(moment, book.setup.now) and moment < at)

    won = [deal for deal in book.deals if deal.stage == "won" and within(deal.closed_at)]
    product = book.products[PRODUCT].id
    return (
        sum(within(client.created_at) for client in book.clients),
        sum(within(contact.at) and contact.outcome == "reached"
            and contact.channel in VISIT_CHANNELS for contact in book.interactions),
        sum(deal.amount or 0 for deal in won),
        sum(deal.product_id == product for deal in won),
    )  # fmt: skip


def add_research(book: Book) -> None:
    """What was found out about the groups that the clients belong to."""
    for kind, value, text, source, days in FOUND:
        at = min(book.at(book.worked(book.today - timedelta(days=days)), 16, 40), book.now)
        book.others.append(Research(
            book.id(), at, kind, book.text(value), book.text(text), book.text(source), at
        ))  # fmt: skip
