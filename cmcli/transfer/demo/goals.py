"""The demo book's goals of the quarter, the next one's, and the appraisal of the last one."""

from datetime import date, timedelta

from cmcli.domain.appraisal import Appraisal, AppraisalItem
from cmcli.domain.goal import Goal, GoalTarget
from cmcli.domain.period import Period, calendar_unit
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

NOTE: Text = ("set by the branch", "支行下达")
RAISED: Text = ("the branch raised the plan for the year's end", "支行年末调增计划")
# The measure, and the target: amounts in ten thousands.
QUARTER: tuple[tuple[str, float], ...] = (
    ("deals.won_amount", 2_400), ("clients.new", 40), ("contacts.visits", 240),
    ("sla.response", 0.98), ("cadence.key_coverage", 1), ("aum.net_inflow", 6_000),
)  # fmt: skip
MONEY = {"deals.won_amount", "aum.net_inflow"}
# Working days ago, and the new target of the first of them.
CHANGED, NEW = 15, 3_000
NEXT = ("deals.won", 24)
LAST: tuple[tuple[str, float], ...] = (
    ("deals.won_amount", 1_200), ("sla.response", 0.98), ("cadence.key_coverage", 1),
)  # fmt: skip
# What is judged, its weight, the own score, and what is said of it.
ITEMS: tuple[tuple[str | Text, int, float | None, Text], ...] = (
    ("deals.won_amount", 40, 82,
     ("two large deals moved into the next quarter", "两笔大额商机顺延至下季度")),
    ("sla.response", 25, 95,
     ("one late reply while the system was down", "仅一次超时，系为系统故障期间")),
    ("cadence.key_coverage", 20, 96,
     ("every key client was met or called", "重要客户均已面谈或致电")),
    (("team work", "团队协作"), 15, 90,
     ("taught two new colleagues the service standard", "带教两位新同事学习服务标准")),
)  # fmt: skip
REMARK: Text = ("next quarter: more visits to company clients", "下季度：多走访对公客户")


def add_goals(book: Book) -> None:
    """Goals of the last quarter, the present one (one of them raised on the way), and the next."""
    for measure, target in LAST:
        _goal(book, measure, calendar_unit("quarter", book.today, -1), target)
    quarter = calendar_unit("quarter", book.today)
    for measure, target in QUARTER:
        goal = _goal(book, measure, quarter, target)
        raised = book.back(CHANGED)
        if measure == QUARTER[0][0] and raised > quarter.start:
            _target(book, goal, raised, NEW, book.text(RAISED))
    measure, target = NEXT
    _goal(book, measure, calendar_unit("quarter", book.today, 1), target)


def _goal(book: Book, measure: str, period: Period, target: float) -> Goal:
    made = min(book.at(period.start - timedelta(days=2), 10), book.now)
    goal = Goal(
        book.id(), measure, period.name, period.start, period.end, book.text(NOTE), made
    )  # fmt: skip
    book.others.append(goal)
    _target(book, goal, period.start, target, None)
    return goal


def _target(book: Book, goal: Goal, since: date, target: float, reason: str | None) -> None:
    made = min(max(book.at(since, 9), goal.created_at), book.now) if reason else goal.created_at
    money = goal.measure in MONEY
    amount = book.amount(int(target)) if money else None
    book.parts.append(GoalTarget(
        book.id(), goal.id, since, amount, book.setup.currency if money else None,
        None if money else float(target), reason, made,
    ))  # fmt: skip


def add_appraisal(book: Book) -> None:
    """The last quarter, weighed and scored, ready to be handed in."""
    period = calendar_unit("quarter", book.today, -1)
    made = min(book.at(period.end + timedelta(days=9), 16), book.now)
    appraisal = Appraisal(
        book.id(), period.name, period.start, period.end, book.text(REMARK), made
    )  # fmt: skip
    book.others.append(appraisal)
    for what, weight, score, comment in ITEMS:
        measure = what if isinstance(what, str) else None
        text = None if isinstance(what, str) else book.text(what)
        book.parts.append(AppraisalItem(
            book.id(), appraisal.id, measure, text, weight, score, book.text(comment)
        ))  # fmt: skip
