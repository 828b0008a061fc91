"""The manager's own appraisal of a period: weighted items, a score for each, and the total."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from cmcli.domain.change import Change, Record, delete, insert, update
from cmcli.domain.measure import Measure, Value
from cmcli.domain.pace import attainment
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Message, Money, joined, say
from cmcli.named import NamedTuple

WHOLE = 100
# A period that begins later or ended earlier has a mistyped year.
_AHEAD, _BACK = timedelta(days=366), timedelta(days=5 * 366)

# An item's measure or, without one, its words.
Key = tuple[str | None, str | None]


class Appraisal(NamedTuple):
    """`period` is its name, `start_on` to `end_on` its days."""

    id: int
    period: str
    start_on: date
    end_on: date
    note: str | None
    created_at: datetime


class AppraisalItem(NamedTuple):
    """What is judged: a `measure`, or a `text` that no figure speaks for. `weight` is of 100,
    `score` from 0 to 100.
    """  # noqa: D205

    id: int
    appraisal_id: int
    measure: str | None
    text: str | None
    weight: int
    score: float | None
    comment: str | None

    @property
    def key(self) -> Key:
        """What it is about: an appraisal has one item for each."""
        return self.measure, self.text

    @property
    def name(self) -> Code | str:
        """What it is called."""
        return Code("measure", self.measure) if self.measure else self.text or ""

    @property
    def points(self) -> float | None:
        """What it adds to the total."""
        return None if self.score is None else self.weight * self.score / WHOLE


class AppraisalFile(NamedTuple):
    """An appraisal with its items, in the order in which they were given."""

    appraisal: Appraisal
    items: tuple[AppraisalItem, ...] = ()

    @property
    def weights(self) -> int:
        """What the weights come to; 100 when they are complete."""
        return sum(item.weight for item in self.items)

    @property
    def unscored(self) -> list[AppraisalItem]:
        """The items without a score."""
        return [item for item in self.items if item.score is None]

    @property
    def total(self) -> float | None:
        """The weighted score; None until the weights come to 100 and every item has a score."""
        if self.weights != WHOLE or self.unscored:
            return None
        return sum(item.weight * (item.score or 0) for item in self.items) / WHOLE


class Given(NamedTuple):
    """What was typed: a weight of None takes an item back, a score or comment of None clears it."""

    weights: Mapping[Key, int | None]
    scores: Mapping[Key, float | None]
    comments: Mapping[Key, str | None]


class Judged(NamedTuple):
    """An item with its evidence: the figure, the one before, the target, the records behind it."""

    item: AppraisalItem
    measure: Measure | None = None
    value: Value = None
    previous: Value = None
    target: Value = None
    records: int = 0

    @property
    def suggested(self) -> float | None:
        """The attainment as a score from 0 to 100: never written by itself."""
        actual, target = _number(self.value, self.target), _number(self.target, self.target)
        if self.measure is None or actual is None or target is None:
            return None
        part = attainment(actual, target, less=self.measure.better == "less")
        return None if part is None else round(min(max(part, 0), 1) * WHOLE, 1)


def _number(value: Value, target: Value) -> float | None:
    """A value as a number; of money what is in the currency of the target."""
    if not isinstance(value, tuple):
        return value
    if not isinstance(target, tuple) or len(target) != 1:
        return None
    mine: list[Money] = [money for money in value if money.currency == target[0].currency]
    return mine[0].amount if mine else 0


# Making and changing


def begun(appraisal: Appraisal, given: Given) -> list[Change]:
    """A new appraisal; it judges something, of about this time."""
    made = appraisal.created_at.date()
    if appraisal.start_on - made > _AHEAD or made - appraisal.end_on > _BACK:
        raise Usage(
            say("{period} is too far away for an appraisal", period=appraisal.period),
            say("check the year; for example 2026Q4"),
        )
    file = AppraisalFile(appraisal)
    return [insert(appraisal), *_items(file, given)]


def revised(file: AppraisalFile, given: Given) -> list[Change]:
    """Other weights, scores or comments; what is not given stays."""
    return _items(file, given)


def _items(file: AppraisalFile, given: Given) -> list[Change]:
    before = {item.key: item for item in file.items}
    after = dict(before)
    for number, (key, weight) in enumerate(given.weights.items(), 100):
        if weight is None:
            _held(after, key, file)
            del after[key]
        elif key in after:
            after[key] = after[key]._replace(weight=weight)
        else:
            blank = AppraisalItem(-number, file.appraisal.id, *key, weight, None, None)
            after[key] = blank
    for key, score in given.scores.items():
        after[key] = _held(after, key, file)._replace(score=score)
    for key, comment in given.comments.items():
        after[key] = _held(after, key, file)._replace(comment=comment)
    if not after:
        raise Usage(
            say("what does the appraisal judge?"),
            say("--item deals.won_amount=40 --item sla.response=40 --item '团队协作=20'"),
        )
    return [*_differences(before, after)]


def _differences(
    before: dict[Key, AppraisalItem], after: dict[Key, AppraisalItem]
) -> Iterable[Change]:
    for key, item in after.items():
        if key in before:
            yield from update(before[key], **item._asdict())
        else:
            yield insert(item)
    yield from (delete(item) for key, item in before.items() if key not in after)


def _held(items: dict[Key, AppraisalItem], key: Key, file: AppraisalFile) -> AppraisalItem:
    if key not in items:
        names = joined([item.name for item in items.values()], ", ")
        raise Usage(
            say("the appraisal of {period} has no item {name}", period=file.appraisal.period,
                name=key[0] or key[1]),
            say("its items: {names}", names=names) if items
            else say("a new one: --item {name}=20", name=key[0] or key[1]),
        )  # fmt: skip
    return items[key]


def removed(file: AppraisalFile) -> list[Change]:
    """The appraisal with its items."""
    parts: list[Record] = [*file.items, file.appraisal]
    return [delete(part) for part in parts]


# Checks


def weight(text: str) -> int:
    """`40` or `40%`: a whole number from 1 to 100."""
    plain = text.strip().rstrip("%％").strip()
    if not (plain.isascii() and plain.isdecimal()) or not 1 <= int(plain[:9]) <= WHOLE:
        raise Usage(
            say("{text} is not a weight from 1 to 100", text=text),
            say("for example {example}", example="40"),
        )
    return int(plain)


def score(text: str) -> float:
    """A number from 0 to 100."""
    plain = text.strip().removesuffix("分").strip()
    digits = plain.replace(".", "", 1)
    if not (digits.isascii() and digits.isdecimal() and len(plain) < 9) or float(plain) > WHOLE:
        raise Usage(
            say("{text} is not a score from 0 to 100", text=text),
            say("for example {example}", example="92.5"),
        )
    return float(plain)


def lacking(file: AppraisalFile) -> list[Message]:
    """What is missing to a total."""
    found = []
    if file.weights != WHOLE:
        found.append(say("the weights come to {sum}, not to 100", sum=file.weights))
    if file.unscored:
        found.append(
            say("not scored yet: {names}", names=joined([i.name for i in file.unscored], ", "))
        )
    return found


def to_export(file: AppraisalFile) -> None:
    """Raises `Refused` where the weights do not come to 100."""
    if file.weights == WHOLE:
        return
    ref = ref_of("appraisal", file.appraisal.id)
    raise Refused(
        say("{ref} is not written: its weights come to {sum}, not to 100", ref=ref,
            sum=file.weights),
        say("cm appraisal set {period} --item MEASURE=WEIGHT", period=file.appraisal.period),
    )  # fmt: skip
