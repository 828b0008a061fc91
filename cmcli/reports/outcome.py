"""What came of a measure over a period."""

from collections.abc import Sequence

from cmcli.domain.measure import Figure, Measure, Value
from cmcli.named import NamedTuple

# How many periods the course of a measure has.
TREND = 8


class Outcome(NamedTuple):
    """A measure over the period and the one before, its value in the same period a year earlier
    and the target; `trend` ends with the period, often empty.
    """  # noqa: D205

    measure: Measure
    now: Figure
    before: Figure
    trend: tuple[Value, ...] = ()
    last_year: Value = None
    target: Value = None


def of(name: str, outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of the measure with that id."""
    return next(o for o in outcomes if o.measure.id == name)
