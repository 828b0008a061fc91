"""Which figures moved from one period to the next by more than chance would have them move."""

from collections.abc import Iterable, Sequence
from math import log2, sqrt

from cmcli.domain.measure import Figure, Measure, Row, Value, values_of
from cmcli.messages import Money
from cmcli.named import NamedTuple

# How many standard errors a step has to be, of what so many rows give by chance.
SURE = 2.0
# A count says something from so many rows in one of the periods on, a share or a mean from so
# many in both, an amount from so many deals or movements in one.
LEAST_ROWS = 5
LEAST_AMOUNTS = 3
# A share of a hundred that moved by less is not worth a line.
LEAST_POINTS = 0.10
# An amount has to be half as much again; what grew from nothing counts as four times.
LEAST_FACTOR = 1.5
_MOST = 4.0
# The median of few rows is less certain than their mean, by this.
_MEDIAN = 1.25


class Shift(NamedTuple):
    """A measure that moved, by `size` times what chance gives; `good` where it was wished for."""

    measure: Measure
    now: Figure
    before: Figure
    size: float
    good: bool


def shift(measure: Measure, now: Figure, before: Figure, *, over: bool) -> Shift | None:
    """How the measure moved; None where it did not, or not enough to say so.

    One without a wished-for direction never counts. While the period is not `over`, a flow that
    is less than before has only not come to its end.
    """
    new, old = _number(now.value), _number(before.value)
    if not measure.better or new is None or old is None or new == old:
        return None
    if measure.nature == "flow" and not over and new < old:
        return None
    size = _size(measure, now.rows, before.rows)
    good = (new > old) == (measure.better == "more")
    return None if size is None else Shift(measure, now, before, size, good)


def largest(shifts: Iterable[Shift | None], count: int, *, good: bool) -> list[Shift]:
    """What went well, or what badly: the largest of each kind of measure, so many in all."""
    found = [one for one in shifts if one is not None and one.good is good]
    of_kind: dict[str, Shift] = {}
    for one in sorted(found, key=lambda each: -each.size):
        of_kind.setdefault(one.measure.id.partition(".")[0], one)
    return list(of_kind.values())[:count]


def _number(value: Value) -> float | None:
    """One number; sums of several currencies have none."""
    if not isinstance(value, tuple):
        return value
    return value[0].amount if len(value) == 1 else None


def _size(measure: Measure, now: Sequence[Row], before: Sequence[Row]) -> float | None:
    if measure.fold == "sum":
        if measure.unit == "money":
            return _of_amounts(_numbers(now), _numbers(before))
        return _of_counts(_numbers(now), _numbers(before))
    return _of_means(measure, _numbers(now), _numbers(before))


def _numbers(rows: Sequence[Row]) -> list[float]:
    return [each.amount if isinstance(each, Money) else each for each in values_of(rows)]


def _of_counts(new: list[float], old: list[float]) -> float | None:
    """As of events that come by chance: the spread of a sum is the root of its squares."""
    if max(len(new), len(old)) < LEAST_ROWS:
        return None
    chance = sqrt(sum(value * value for value in new + old))
    return _sure(abs(sum(new) - sum(old)), chance)


def _of_amounts(new: list[float], old: list[float]) -> float | None:
    """By how often one is in the other: a single large sale is chance, and still good news."""
    if max(len(new), len(old)) < LEAST_AMOUNTS:
        return None
    low, high = sorted((sum(new), sum(old)))
    factor = _MOST if low <= 0 else min(high / low, _MOST)
    return SURE * log2(factor) / log2(LEAST_FACTOR) if factor >= LEAST_FACTOR else None


def _of_means(measure: Measure, new: list[float], old: list[float]) -> float | None:
    if min(len(new), len(old)) < LEAST_ROWS:
        return None
    step = abs(sum(new) / len(new) - sum(old) / len(old))
    if measure.fold == "share":
        if step < LEAST_POINTS:
            return None
        whole = sum(new + old) / len(new + old)
        return _sure(step, sqrt(whole * (1 - whole) * (1 / len(new) + 1 / len(old))))
    chance = sqrt(_variance(new) / len(new) + _variance(old) / len(old))
    if measure.fold == "median":
        step, chance = abs(_middle(new) - _middle(old)), chance * _MEDIAN
    return _sure(step, chance)


def _variance(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _middle(values: list[float]) -> float:
    found = sorted(values)
    return (found[(len(found) - 1) // 2] + found[len(found) // 2]) / 2


def _sure(step: float, chance: float) -> float | None:
    """The step in standard errors; None below what is sure, or where nothing ever varied."""
    if not step or not chance:
        return None
    return step / chance if step >= SURE * chance else None
