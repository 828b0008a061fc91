"""Figures of learning: hours of training, right answers of the quiz."""

from datetime import date

from cmcli.domain.days import midnight
from cmcli.domain.measure import Evidence, Row, Span
from cmcli.domain.quiz import QuizAnswer
from cmcli.domain.training import Training, TrainingFile, renewed_by
from cmcli.messages import Code
from cmcli.named import NamedTuple


class Answer(NamedTuple):
    """An answer of the quiz with the name of its product."""

    answer: QuizAnswer
    name: str


def attended(files: list[TrainingFile], over: Span) -> list[TrainingFile]:
    """The trainings of the period, by the day they took place."""
    return [
        file for file in files
        if file.training.done_on and over.period.start <= file.training.done_on <= over.period.end
    ]  # fmt: skip


def hours(files: list[TrainingFile], over: Span) -> Evidence:
    """Hours of the trainings attended in the period; one of unknown length adds nothing."""
    return Evidence([
        Row("training", one.id, None, midnight(one.day, over.now.tzinfo), one.title,
            (one.minutes or 0) / 60, Code("training_kind", one.kind))
        for one in (file.training for file in attended(files, over))
    ])  # fmt: skip


def quiz(facts: list[Answer], over: Span) -> Evidence:
    """Right answers over all answers of the period."""
    return Evidence([
        Row("product", answer.product_id, None, answer.at, name, answer.correct,
            Code("quiz_topic", answer.topic))
        for answer, name in facts if over.holds(answer.at)
    ])  # fmt: skip


def running_out(rows: list[Training], day: date, days: int) -> list[Training]:
    """What, as things stood on `day`, was not renewed and expires within so many days, or has
    expired; the first to expire first.
    """  # noqa: D205
    known = [row for row in rows if row.done_on and row.done_on <= day]
    found = [
        row for row in known
        if row.expires_on and (row.expires_on - day).days <= days and not renewed_by(row, known)
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.expires_on or day, row.id))
