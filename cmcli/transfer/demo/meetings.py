"""The demo book's meetings: one that was held, one to come."""

from datetime import date, datetime

from cmcli.domain.action import Action
from cmcli.domain.meeting import Meeting, MeetingItem
from cmcli.named import NamedTuple
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

TITLE: Text = ("Branch meeting", "网点例会")
PLACE: Text = ("meeting room", "二楼会议室")
PEOPLE: Text = ("Li Ming, Wang Fang, Zhao Lei", "李明, 王芳, 赵磊")
HELPER: Text = ("Wang Fang", "王芳")
MINUTES: Text = (
    "Key-client contacts are behind the plan.\nThe cut of rates is explained to every saver.",
    "重要客户联系落后于计划，季度后半段要补上。\n向每位存款客户说明利率下调。",
)
# What was spoken of, and what was decided.
AGENDA: tuple[tuple[Text, Text | None], ...] = (
    (("deposits that mature in December", "12月到期存款"),
     ("call from ten working days before on", "到期前10个工作日开始联系")),
    (("complaints of the month", "本月投诉"),
     ("every fee is explained before it is taken", "收费前必须先说明")),
    (("loss of payroll accounts", "代发工资流失"), None),
)  # fmt: skip
COMING: tuple[Text, ...] = (
    ("the year's last quarter: where we stand", "四季度进度"),
    ("roster of the holidays", "节日排班"),
)


class Task(NamedTuple):
    """What was agreed, whose it is, and working days from today to its date and its end."""

    text: Text
    owner: Text | None
    due: int
    done: int | None
    result: Text | None = None


TASKS = (
    Task(("list of deposits above 500,000 that mature", "50万以上到期存款清单"), None, -1, -1,
         ("sent to everybody", "已发全员")),
    Task(("a page on fees for the counter", "柜面收费说明一页纸"), HELPER, 4, None),
    Task(("ask two companies why they left", "回访两家流失企业的原因"), None, 2, None),
)  # fmt: skip
_HELD, _AHEAD = 3, 4


def add_meetings(book: Book) -> None:
    """Held last week with minutes and actions; the next one has an agenda."""
    day = book.back(_HELD)
    held = _meeting(book, book.at(day, 16, 30), day_before=book.back(_HELD + 2))
    held = held._replace(minutes=book.text(MINUTES), held_at=book.at(day, 17, 25))
    book.others.append(held)
    for text, decision in AGENDA:
        said = book.text(decision) if decision else None
        book.parts.append(MeetingItem(book.id(), held.id, book.text(text), None, said))
    for task in TASKS:
        book.parts.append(_action(book, held, task))
    coming = _meeting(book, book.at(book.ahead(_AHEAD), 15, 30), day_before=book.back(1))
    book.others.append(coming)
    for text in COMING:
        book.parts.append(MeetingItem(book.id(), coming.id, book.text(text)))


def _meeting(book: Book, at: datetime, day_before: date) -> Meeting:
    return Meeting(
        book.id(), book.text(TITLE), at, book.text(PLACE), book.text(PEOPLE), None, None,
        book.at(day_before, 9, 10),
    )  # fmt: skip


def _action(book: Book, meeting: Meeting, task: Task) -> Action:
    day = book.ahead(task.due) if task.due > 0 else book.back(-task.due)
    done = book.at(book.back(-task.done), 11, 20) if task.done else None
    return Action(
        book.id(), None, None, book.text(task.text), book.text(task.owner) if task.owner else None,
        book.at(day), done, book.text(task.result) if task.result else None,
        meeting.held_at or meeting.at, meeting_id=meeting.id,
    )  # fmt: skip
