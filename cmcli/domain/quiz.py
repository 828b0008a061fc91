"""The quiz on the catalogue: which questions are asked, what was answered, how well."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from cmcli.domain.change import Change, insert
from cmcli.domain.days import day_of
from cmcli.domain.product import Product
from cmcli.domain.quiz_question import TOPICS, Question, fact, question
from cmcli.errors import Usage
from cmcli.messages import say, say_n
from cmcli.named import NamedTuple

LETTERS = "abcd"
# A product is weak below this share of its last answers, of which there have to be some.
WEAK, LAST, LEAST = 0.6, 10, 3

# How much more likely a question is. What is neither on sale nor sold is seldom asked for.
_OFF, _ON_SALE, _SOLD = 0.2, 1.0, 3.0
_NEW, _WRONG, _LONGEST = 3.0, 4.0, 2.0
# A question answered right comes back slowly, wholly after two months.
_FRESH, _MONTH = 0.2, 30
# Once a product was asked about, another one is more likely.
_AGAIN = 4


class QuizAnswer(NamedTuple):
    """`expected` and `given` are the keys of options (domain/quiz_question.py); `given` is None
    where no answer was known; `correct` is 1 or 0.
    """  # noqa: D205

    id: int
    at: datetime
    product_id: int
    topic: str
    expected: str
    given: str | None
    correct: int


class Score(NamedTuple):
    """Right answers of those asked."""

    asked: int
    right: int

    @property
    def share(self) -> float:
        """The share of right answers; of none it is 0."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def weak(self) -> bool:
        """Whether there were enough answers, and too few of them right."""
        return self.asked >= LEAST and self.share < WEAK


class Result(NamedTuple):
    """All answers about one topic of a product."""

    product: Product
    topic: str
    score: Score
    last_at: datetime


class Known(NamedTuple):
    """What the choice of questions goes by: deals won of each product, the last answer to each
    question, and how many were answered in all.
    """  # noqa: D205

    sold: Mapping[int, int]
    last: Mapping[tuple[int, str], QuizAnswer]
    asked: int


def score(answers: Iterable[QuizAnswer]) -> Score:
    """How many of these answers are right."""
    found = [answer.correct for answer in answers]
    return Score(len(found), sum(found))


def chosen(
    catalogue: Sequence[Product], known: Known, count: int, now: datetime,
    *, only: Product | None = None,
) -> list[Question]:  # fmt: skip
    """At most `count` questions: the same for the same day and number of answers so far."""
    # Imported where dice are thrown: scores are read by every report.
    from random import Random

    dice = Random(f"cm quiz {now.date()} {known.asked}")  # noqa: S311 no secret
    pool = [only] if only else catalogue
    weights = {
        (product.id, topic): _weight(product, topic, known, now)
        for product in pool for topic in TOPICS if fact(product, topic)
    }  # fmt: skip
    by_id = {product.id: product for product in pool}
    found: list[Question] = []
    while weights and len(found) < count:
        number, topic = dice.choices(list(weights), list(weights.values()))[0]
        del weights[number, topic]
        made = question(by_id[number], topic, catalogue, dice)
        if made is None:
            continue
        found.append(made)
        for other in weights:
            weights[other] /= _AGAIN if other[0] == number else 1
    return found


def _weight(product: Product, topic: str, known: Known, now: datetime) -> float:
    wanted = _OFF + _ON_SALE * product.on_sale(now.date())
    wanted += _SOLD if known.sold.get(product.id) else 0
    last = known.last.get((product.id, topic))
    if last is None:
        return wanted * _NEW
    if not last.correct:
        return wanted * _WRONG
    return wanted * min(_FRESH + _since(last.at, now.date(), now) / _MONTH, _LONGEST)


def _since(at: datetime, today: date, now: datetime) -> int:
    return max((today - day_of(at, now)).days, 0)


def read(text: str, questions: Sequence[Question]) -> list[int | None]:
    """The options that `a,c,-` or `1,3,-` names, one for each question; raises `Usage`."""
    parts = [part.strip().lower() for part in text.replace("，", ",").split(",")]
    if len(parts) != len(questions):
        raise Usage(
            say_n("{count} answer, where there are {total} questions",
                  "{count} answers, where there are {total} questions", len(parts),
                  total=len(questions)),
            say("one for each, in order, - where none is known: --answers a,c,-"),
        )  # fmt: skip
    pairs = zip(parts, questions, strict=True)
    return [_option(part, number, one) for number, (part, one) in enumerate(pairs, 1)]


def _option(text: str, number: int, one: Question) -> int | None:
    if text == "-":
        return None
    allowed = LETTERS[: len(one.options)]
    place = int(text) - 1 if text.isdecimal() else allowed.find(text) if len(text) == 1 else -1
    if not 0 <= place < len(one.options):
        raise Usage(
            say("{text} is no answer to question {number}", text=text or "''", number=number),
            say("its answers are a … {last}", last=allowed[-1]),
        )
    return place


def answered(
    questions: Sequence[Question], given: Sequence[int | None], now: datetime
) -> list[QuizAnswer]:
    """The answers as they are kept."""
    return [
        QuizAnswer(
            -number, now, one.product.id, one.topic, one.options[one.right].key,
            None if place is None else one.options[place].key, int(place == one.right),
        )
        for number, (one, place) in enumerate(zip(questions, given, strict=True), 1)
    ]  # fmt: skip


def kept(answers: Iterable[QuizAnswer]) -> list[Change]:
    """What writes them."""
    return [insert(answer) for answer in answers]
