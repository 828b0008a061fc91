"""The quiz as pages and documents: its questions, what was answered, the score."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.product import Product
from cmcli.domain.quiz import LETTERS, QuizAnswer, Result, Score, score
from cmcli.domain.quiz_question import Question
from cmcli.domain.ref import ref_of
from cmcli.domain.rounding import percent
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, joined, say
from cmcli.named import NamedTuple
from cmcli.views.record import instant
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, clean


class Answered(NamedTuple):
    """A question, the place of the option that was given (None: not known), and its record."""

    question: Question
    given: int | None
    answer: QuizAnswer


def _product(product: Product, speak: Speaker) -> dict[str, Any]:
    return {"ref": ref_of("product", product.id), "code": product.code, "name": speak(product.name)}


def asks(question: Question) -> Message:
    """The question in words."""
    name, code = question.product.name, question.product.code
    return {
        "level": say("What is the risk level of {name} ({code})?", name=name, code=code),
        "risks": say("What are the key risks of {name} ({code})?", name=name, code=code),
        "fees": say("What are the fees of {name} ({code})?", name=name, code=code),
        "structure": say("How is {name} ({code}) built?", name=name, code=code),
        "term": say("What is the term of {name} ({code})?", name=name, code=code),
        "minimum": say("What is the smallest amount of {name} ({code})?", name=name, code=code),
        "return": say("What is the expected return of {name} ({code})?", name=name, code=code),
        "sale": say("When is {name} ({code}) on sale?", name=name, code=code),
    }[question.topic]


def numbered(question: Question, number: int, total: int) -> Message:
    """`2/5 What are the fees of …?`."""
    return say("{number}/{total} {question}", number=number, total=total, question=asks(question))


def questions_document(questions: list[Question], speak: Speaker) -> list[dict[str, Any]]:
    """Questions with their options; which is right is not said."""
    return [
        {
            "number": number,
            "product": _product(one.product, speak),
            "topic": one.topic,
            "question": speak(asks(one)),
            "options": [
                {"answer": letter, "text": speak(option.shown)}
                for letter, option in zip(LETTERS, one.options, strict=False)
            ],
        }
        for number, one in enumerate(questions, 1)
    ]  # fmt: skip


def questions_page(questions: list[Question], speak: Speaker) -> Sheet:
    """Questions to be read, and how to answer them."""
    blocks: list[Any] = []
    for number, one in enumerate(questions, 1):
        blocks.append(Text(speak(numbered(one, number, len(questions)))))
        blocks += [
            Text(f"{letter}  {speak(option.shown)}", 2, hang=3)
            for letter, option in zip(LETTERS, one.options, strict=False)
        ]
    hint = gettext(
        "answer today, all in order: cm training quiz --answers a,c,- (the same options)"
    )
    return Sheet(tuple(blocks), hint)


def nothing(product: Product | None, speak: Speaker) -> Sheet:
    """No question can be made."""
    text = say("nothing to ask yet: a question takes two products that the catalogue says "
               "different things of")  # fmt: skip
    if product:
        text = say("nothing to ask about {name}: the catalogue says too little of it, or of others "
                   "to tell it from", name=product.name)  # fmt: skip
    return Sheet(
        (Text(speak(text)),), gettext("next: cm product list · cm product edit P --fees …")
    )


def outcome_document(answered: list[Answered], speak: Speaker) -> dict[str, Any]:
    """What was answered; `source` is the command that shows the right answer."""
    total = score(one.answer for one in answered)
    return {
        "asked": total.asked,
        "right": total.right,
        "answers": [
            {
                "product": _product(one.question.product, speak),
                "topic": one.question.topic,
                "given": None if one.given is None else speak(_shown(one.question, one.given)),
                "expected": speak(_shown(one.question, one.question.right)),
                "correct": bool(one.answer.correct),
                "source": _source(one.question),
            }
            for one in answered
        ],
    }  # fmt: skip


def _shown(question: Question, place: int) -> Any:
    return question.options[place].shown


def _source(question: Question) -> str:
    return f"cm product show {clean(question.product.code)}"


def outcome(answered: list[Answered], speak: Speaker) -> Sheet:
    """How many are right, and each wrong one with the right answer and where it stands."""
    total = score(one.answer for one in answered)
    head = speak(say("{right} of {asked} right", right=total.right, asked=total.asked))
    blocks: list[Any] = [Line(Span(head, "head"))]
    for one in answered:
        if one.answer.correct:
            continue
        given = say("not known") if one.given is None else _shown(one.question, one.given)
        right = say("right: {value}", value=_shown(one.question, one.question.right))
        blocks += [
            BLANK, Text(speak(asks(one.question))), Text(speak(right), 2),
            Text(speak(say("you: {value}", value=given)), 2),
            Text(Span(_source(one.question), "dim"), 2),
        ]  # fmt: skip
    return Sheet(tuple(blocks), gettext("next: cm training quiz --results · undo: cm undo"))


# The score


def results_document(found: list[Result], zone: tzinfo | None, speak: Speaker) -> dict[str, Any]:
    """All answers by product and topic."""
    return _score(_sum(found)) | {
        "products": [
            {
                "product": _product(rows[0].product, speak),
                **_score(_sum(rows)),
                "topics": [
                    {"topic": row.topic, **_score(row.score), "last": instant(row.last_at, zone)}
                    for row in rows
                ],
            }
            for rows in _by_product(found)
        ]
    }  # fmt: skip


def _score(found: Score) -> dict[str, Any]:
    return {"asked": found.asked, "right": found.right,
            "share": found.share if found.asked else None}  # fmt: skip


def _sum(found: list[Result]) -> Score:
    return Score(sum(row.score.asked for row in found), sum(row.score.right for row in found))


def _by_product(found: list[Result]) -> list[list[Result]]:
    """The weakest first."""
    groups: dict[int, list[Result]] = {}
    for row in found:
        groups.setdefault(row.product.id, []).append(row)
    return sorted(groups.values(), key=lambda rows: (_sum(rows).share, rows[0].product.id))


def results(found: list[Result], speak: Speaker) -> Sheet:
    """All answers by product and topic, the weakest product first."""
    if not found:
        hint = gettext("next: cm training quiz")
        return Sheet((Line(gettext("no question was answered yet")),), hint)
    total = _sum(found)
    head = say("{right} of {asked} right", right=total.right, asked=total.asked)
    columns = (
        Column("", shrink=True, least=12), Column(gettext("questions"), "right"),
        Column(gettext("right"), "right"), Column("", "right"),
        Column(gettext("last asked")),
    )  # fmt: skip
    groups = [_group(rows, speak) for rows in _by_product(found)]
    blocks = (Line(Span(gettext("Product quiz"), "head"), speak(head)), Table(columns, groups))
    hint = gettext("next: cm training quiz --product CODE")
    return Sheet(blocks, hint)


def _group(rows: list[Result], speak: Speaker) -> Group:
    product, total = rows[0].product, _sum(rows)
    note = joined([say("{right} of {asked} right", right=total.right, asked=total.asked)])
    lines = [
        (f" {speak(Code('quiz_topic', row.topic))}", str(row.score.asked), str(row.score.right),
         percent(row.score.share), speak.moment(row.last_at))
        for row in rows
    ]  # fmt: skip
    return Group(f"{clean(product.code)} {speak(product.name)}", [*lines], speak(note))
