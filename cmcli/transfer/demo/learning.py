"""The demo book's courses and certificates, and some evenings with the product quiz."""

from datetime import date, datetime, timedelta
from random import Random

from cmcli.domain.product import Product
from cmcli.domain.quiz import QuizAnswer
from cmcli.domain.quiz_question import question
from cmcli.domain.training import Training, TrainingTopic
from cmcli.named import NamedTuple
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text


class Lesson(NamedTuple):
    """`days` before today; `left` days until it expires, negative where it lapsed; `about` names
    products by their codes, and kinds.
    """  # noqa: D205

    kind: str
    title: Text
    provider: Text
    days: int
    minutes: int | None
    score: float | None = None
    left: int | None = None
    about: tuple[str, ...] = ()
    note: Text | None = None


HEAD_OFFICE: Text = ("head office", "总行")
BRANCH_COURSE: Text = ("the branch", "分行")
LESSONS = (
    Lesson("certificate", ("Fund sales qualification", "基金从业资格"), ("AMAC", "基金业协会"),
           686, None, 78, 45, ("fund",)),
    Lesson("certificate", ("Anti-money-laundering certificate", "反洗钱岗位合格证"),
           HEAD_OFFICE, 377, 240, 91, -12),
    Lesson("certificate", ("Insurance sales qualification", "保险销售资格"),
           ("insurance association", "保险行业协会"), 240, None, 84, 490),
    Lesson("course", ("Deposits and cash management", "存款与现金管理"), BRANCH_COURSE, 188, 180,
           None, None, ("deposit", "other")),
    Lesson("course", ("Loans to families and small firms", "个人与小微信贷"), BRANCH_COURSE, 131,
           210, 88, None, ("loan", "card")),
    Lesson("course", ("The new rules of suitability", "适当性管理新规"), HEAD_OFFICE, 96, 120, 95,
           None, (), ("bring two cases to the team meeting", "例会上讲两个案例")),
    Lesson("course", ("Annuities and health cover", "年金与重疾保障"), HEAD_OFFICE, 40, 150, None,
           None, ("IN-AN", "IN-HL")),
)  # fmt: skip
PLANNED = Lesson(
    "course", ("Wealth products at the year's end", "岁末财富产品培训"), HEAD_OFFICE, -9, 180,
    about=("wealth",),
)  # fmt: skip
# Working days before today on which the quiz was taken, and the product nobody can tell apart.
_EVENINGS, _WEAK, _EACH, _KNOWN = (33, 19, 8, 2), "WM-G24", 5, 0.75
_ASKED = ("level", "fees", "risks", "term", "return", "minimum")


def add_training(book: Book) -> None:
    """A certificate that lapsed, one that soon will, courses, one planned, and the quiz."""
    for lesson in (*LESSONS, PLANNED):
        _lesson(book, lesson)
    dice = book.chance("quiz")
    for days in _EVENINGS:
        _evening(book, dice, book.back(days))


def _lesson(book: Book, lesson: Lesson) -> None:
    day = book.worked(book.today - timedelta(days=lesson.days))
    ahead = lesson.days < 0
    written = book.back(4) if ahead else day
    training = Training(
        book.id(), lesson.kind, book.text(lesson.title), book.text(lesson.provider),
        day if ahead else None, None if ahead else day, lesson.minutes, lesson.score,
        None if lesson.left is None else book.today + timedelta(days=lesson.left),
        book.text(lesson.note) if lesson.note else None, min(book.at(written, 17, 20), book.now),
    )  # fmt: skip
    book.others.append(training)
    for name in lesson.about:
        product = book.products.get(name)
        topic = (product.id, None) if product else (None, name)
        book.parts.append(TrainingTopic(book.id(), training.id, *topic))


def _evening(book: Book, dice: Random, day: date) -> None:
    """Five questions; the weak product is among them every time."""
    catalogue = list(book.products.values())
    others = [product for product in catalogue if product.code != _WEAK]
    at = book.at(day, 18, 5)
    for product in (book.products[_WEAK], *dice.sample(others, _EACH - 1)):
        _asked(book, dice, product, catalogue, at)


def _asked(
    book: Book, dice: Random, product: Product, catalogue: list[Product], at: datetime
) -> None:  # fmt: skip
    topic, knows = dice.choice(_ASKED), dice.random() < _KNOWN and product.code != _WEAK
    # What is rolled for one question must not differ by the language of the book.
    made = question(product, topic, catalogue, book.chance(f"quiz {product.code} {topic}"))
    if made is None:
        return
    wrong = next(n for n in range(len(made.options)) if n != made.right)
    given = made.options[made.right if knows else wrong].key
    right = made.options[made.right].key
    book.parts.append(QuizAnswer(book.id(), at, product.id, topic, right, given, int(knows)))
