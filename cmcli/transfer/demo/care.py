"""The demo book's service plans, and what is done about what clients said."""

from datetime import date, timedelta
from random import Random

from cmcli.domain.action import Action
from cmcli.domain.client import Client
from cmcli.domain.feedback import Feedback
from cmcli.domain.plan import Plan
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

PLANNED = 0.7
ACTED = 0.7

NEEDS: tuple[Text, ...] = (
    ("tuition due every September", "每年九月备好学费"),
    ("a steady income after 60", "六十岁后有稳定收入"),
    ("cash free for the shop in spring", "开春店里要用流动资金"),
    ("cover for the whole family", "全家保障要配齐"),
    ("a flat for the son within three years", "三年内给儿子买房"),
)
MEASURES: tuple[Text, ...] = (
    ("review the portfolio each quarter", "每季度检视一次配置"),
    ("send the maturity list a month ahead", "到期前一个月发到期清单"),
    ("one meeting with the whole family a year", "每年请全家见一次面"),
)
HOURS: tuple[Text, ...] = (("after 19:00", "晚上七点以后"), ("weekday mornings", "工作日上午"))
TABOOS: tuple[Text, ...] = (
    ("the losses of 2022", "2022年的亏损"),
    ("his brother's company", "他弟弟的公司"),
)
IMPROVEMENTS: tuple[Text, ...] = (
    ("a second counter at noon", "午间加开一个窗口"),
    ("show the large-print mode of the app", "教会使用手机银行大字版"),
    ("pass it on to the product team", "反馈给产品部门"),
)
DONE: Text = ("in force since Monday", "周一起已执行")
OWNERS: tuple[Text, ...] = (("branch manager", "网点主任"), ("app team", "手机银行团队"))


def add_plans(book: Book) -> None:
    """Most key clients have one; a review is due this week."""
    dice = book.chance("plans")
    keys = [client for client in book.clients if client.tier == "key"]
    for number, client in enumerate(keys):
        if dice.random() < PLANNED:
            ahead = 2 if number == 0 else dice.randrange(20, 300)
            book.plans.append(_plan(book, dice, client, book.today + timedelta(days=ahead)))


def _plan(book: Book, dice: Random, client: Client, review: date) -> Plan:
    made = max(book.at(book.back(dice.randrange(30, 55)), 16), client.created_at)
    hours, taboo = dice.random() < 0.4, dice.random() < 0.2
    return Plan(
        book.id(), client.id, book.text(dice.choice(NEEDS)), client.channel,
        book.text(dice.choice(HOURS)) if hours else None,
        book.text(dice.choice(TABOOS)) if taboo else None,
        book.text(dice.choice(MEASURES)), None, review, min(made, book.now), None,
    )  # fmt: skip


def add_actions(book: Book) -> None:
    """Something is done about most opinions; the client hears of it, mostly."""
    dice = book.chance("actions")
    for number, feedback in enumerate(book.feedback):
        if feedback.text and dice.random() < ACTED:
            action = _action(book, dice, feedback)
            book.actions.append(action)
            if action.done_at and dice.random() < 0.8:
                told = min(action.done_at + timedelta(days=1), book.now)
                book.feedback[number] = feedback._replace(told_at=told)


def _action(book: Book, dice: Random, feedback: Feedback) -> Action:
    done = feedback.at + timedelta(days=dice.randrange(2, 9))
    finished = done < book.now
    ahead = book.at(book.ahead(dice.randrange(1, 6)))
    return Action(
        book.id(), feedback.client_id, feedback.id, book.text(dice.choice(IMPROVEMENTS)),
        book.text(dice.choice(OWNERS)) if dice.random() < 0.5 else None,
        done if finished else ahead, done if finished else None,
        book.text(DONE) if finished else None, feedback.at,
    )  # fmt: skip
