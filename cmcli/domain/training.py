"""Courses and certificates: what was learned, for how long, until when it is valid."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from cmcli.domain.change import Change, Record, delete, insert, update
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

# Beyond these a number or a year was mistyped: minutes of a course, how far ahead one is planned,
# how long ago one was attended, how long one is valid.
_LONGEST = 200 * 60
_AHEAD, _BACK, _VALID = timedelta(days=2 * 366), timedelta(days=50 * 366), timedelta(days=30 * 366)


class Training(NamedTuple):
    """`kind` is course or certificate. A planned one has `due_on` and no `done_on`; `minutes` is
    how long it took, or is to take; `score` is 0 to 100; `expires_on` the last day it is valid.
    """  # noqa: D205

    id: int
    kind: str
    title: str
    provider: str | None
    due_on: date | None
    done_on: date | None
    minutes: int | None
    score: float | None
    expires_on: date | None
    note: str | None
    created_at: datetime

    @property
    def key(self) -> tuple[str, str]:
        """What a renewal shares with what it renews."""
        return self.kind, self.title.casefold()

    @property
    def day(self) -> date:
        """The day it was attended, else the day it is planned for."""
        day = self.done_on or self.due_on
        assert day is not None, self.id
        return day


class TrainingTopic(NamedTuple):
    """What a training was about: one product, or all of a `kind`."""

    id: int
    training_id: int
    product_id: int | None
    kind: str | None


class Topic(NamedTuple):
    """A topic as it is shown: a product by its code and name, or a kind of products."""

    product_id: int | None
    code: str | None
    name: str | None
    kind: str | None


class TrainingFile(NamedTuple):
    """A training and what it was about."""

    training: Training
    topics: tuple[Topic, ...] = ()

    def covers(self, product_id: int, kind: str) -> bool:
        """Whether it was about that product, or about its kind."""
        return any(t.product_id == product_id or t.kind == kind for t in self.topics)


# What is typed


def clean_hours(text: str) -> int:
    """Whole minutes of `2.5`, `2.5h` or `90m`; raises `Usage`."""
    typed = text.strip().lower()
    match = re.fullmatch(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:h|hours?|小时|学时)?", typed)
    minutes = round(float(match[1]) * 60) if match else 0
    if not match and (match := re.fullmatch(r"(\d{1,5})\s*(?:m|min|minutes?|分钟)", typed)):
        minutes = int(match[1])
    if not 0 < minutes <= _LONGEST:
        raise Usage(
            say("{text} is no number of hours", text=text),
            say("above 0 and at most {most}; for example 2.5 or 90m", most=hours(_LONGEST)),
        )
    return minutes


def clean_score(text: str) -> float:
    """A score from 0 to 100; raises `Usage`."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)\s*(?:分|%)?", text.strip())
    if not match or float(match[1]) > 100:
        raise Usage(say("{text} is no score", text=text), say("from 0 to 100; for example 85"))
    return float(match[1])


def hours(minutes: int) -> str:
    """`2.5` of 150 minutes."""
    return f"{round(minutes / 60, 2):g}"


# Decisions


def added(training: Training, topics: Iterable[TrainingTopic], today: date) -> list[Change]:
    """A training that was attended or is planned, with what it is about."""
    if training.done_on is None:
        _ahead(training.due_on, today)
    elif today - training.done_on > _BACK:
        raise _mistyped(training.done_on)
    return [insert(_checked(training)), *map(insert, topics)]


def attended(training: Training, day: date, **facts: Any) -> list[Change]:
    """A planned one took place; what is not said of it stays as it was planned."""
    _still_planned(training)
    given = {name: value for name, value in facts.items() if value is not None}
    _checked(training._replace(done_on=day, **given))
    return update(training, done_on=day, **given)


def moved(training: Training, day: date, today: date) -> list[Change]:
    """A planned one is on another day."""
    _still_planned(training)
    _ahead(day, today)
    if day == training.due_on:
        raise Refused(say("{ref} is due then already", ref=_ref(training)),
                      say("another time: cm snooze {ref} WHEN", ref=_ref(training)))  # fmt: skip
    _checked(training._replace(due_on=day))
    return update(training, due_on=day)


def corrected(
    file: TrainingFile, kept: Iterable[TrainingTopic], topics: Iterable[TrainingTopic] | None,
    **fields: Any,
) -> list[Change]:  # fmt: skip
    """Other facts; `topics`, where given, replace those it had."""
    training = file.training
    changed = _checked(training._replace(**fields))
    if changed.done_on is None and changed.due_on is None:
        raise Usage(
            say("a training was attended or is planned"), say("at=DATE, or due=DATE"),
        )  # fmt: skip
    changes = update(training, **fields)
    if topics is not None:
        changes += [*map(delete, kept), *map(insert, topics)]
    return changes


def removed(training: Training, topics: Iterable[TrainingTopic]) -> list[Change]:
    """Entered by mistake."""
    records: list[Record] = [*topics, training]
    return [delete(record) for record in records]


def _mistyped(day: date) -> Usage:
    return Usage(say("{day} is too far away for a training", day=day), say("check the year"))


def _checked(training: Training) -> Training:
    day = training.done_on or training.due_on
    if training.expires_on and day and training.expires_on - day > _VALID:
        raise Usage(
            say("it would expire {expires}, more than 30 years on", expires=training.expires_on),
            say("what lasts for good has no --expires"),
        )
    if training.expires_on and day and training.expires_on < day:
        raise Usage(
            say("it expires {expires}, before {day}", expires=training.expires_on, day=day),
            say("check --expires"),
        )
    if training.score is not None and training.done_on is None:
        raise Usage(
            say("a planned training has no score yet"),
            say("once it was attended: cm training done T --score 85"),
        )
    return training


def _still_planned(training: Training) -> None:
    if training.done_on:
        raise Refused(
            say("{ref} was attended {day}", ref=_ref(training), day=training.done_on),
            say("to correct it: cm edit {ref} hours=… score=… at=…", ref=_ref(training)),
        )


def _ahead(day: date | None, today: date) -> None:
    if day is None or day < today:
        raise Usage(
            say("{due} is past; a planned training lies ahead", due=day),
            say("what was attended: --at DATE"),
        )
    if day - today > _AHEAD:
        raise _mistyped(day)


def _ref(training: Training) -> str:
    return ref_of("training", training.id)


# How long it is valid


def renewed_by(training: Training, others: Iterable[Training]) -> Training | None:
    """The latest one of the same kind and title that was attended after it."""
    if training.done_on is None:
        return None
    later = [
        other for other in others
        if other.key == training.key and other.done_on
        and (other.done_on, other.id) > (training.done_on, training.id)
    ]  # fmt: skip
    return max(later, key=lambda other: (other.day, other.id), default=None)


def renewal_planned(
    training: Training, others: Iterable[Training], today: date
) -> Training | None:  # fmt: skip
    """The next one of the same kind and title that is planned, unless its day has passed."""
    planned = [
        other for other in others
        if other.key == training.key and other.done_on is None and other.day >= today
    ]  # fmt: skip
    return min(planned, key=lambda other: (other.day, other.id), default=None)


def state(training: Training, others: Iterable[Training], today: date, notice: int) -> str:
    """`planned` or `overdue`; attended: `done` where it does not expire, `renewed`, `lapsed`,
    `expiring` within `notice` days, else `valid`.
    """  # noqa: D205
    if training.done_on is None:
        return "overdue" if training.day < today else "planned"
    if training.expires_on is None:
        return "done"
    if renewed_by(training, others):
        return "renewed"
    left = (training.expires_on - today).days
    if left < 0:
        return "lapsed"
    return "expiring" if left <= notice else "valid"


class Year(NamedTuple):
    """Minutes of a calendar year: attended, planned for the rest of it, required (0: nothing is);
    `last` is the training written down last, None where there never was one.
    """  # noqa: D205

    name: int
    done: int
    planned: int
    target: int
    last: int | None = None

    @property
    def missing(self) -> int:
        """What is neither attended nor planned."""
        return max(self.target - self.done - self.planned, 0)
