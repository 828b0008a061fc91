"""What came of a measure over a period."""

from collections.abc import Sequence

from cmcli.domain.measure import Figure, Measure, Value
from cmcli.named import NamedTuple

# How many periods the course of a measure has.
TREND = 8


class Outcome(NamedTuple):
    """A measure over the period and the one before; `trend` ends with the period, often empty."""

    measure: Measure
    now: Figure
    before: Figure
    trend: tuple[Value, ...] = ()


def of(name: str, outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of the measure with that id."""
    return next(o for o in outcomes if o.measure.id == name)
