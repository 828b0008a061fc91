"""A figure and the rows that prove it: the value is folded from the rows, never beside them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cmcli.domain.client import ClientTag
from cmcli.domain.days import midnight
from cmcli.errors import Usage
from cmcli.messages import Code, Joined, Message, Money, say
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    from cmcli.domain.period import Period

Said = Message | Code | Joined | str
Value = int | float | tuple[Money, ...] | None
"""Money is a sum for each currency, since currencies do not add up; None has no basis."""


class Span(NamedTuple):
    """A period as instants: `start` is its first one, `end` the first one after it."""

    period: "Period"
    start: datetime
    end: datetime
    now: datetime

    @property
    def at(self) -> datetime:
        """The moment "at the period's end" is looked at: its last second, or now before that."""
        return min(self.end - timedelta(seconds=1), self.now).astimezone(self.now.tzinfo)

    def holds(self, instant: datetime | None) -> bool:
        """Whether `instant` lies in the period."""
        return instant is not None and self.start <= instant < self.end


def span(period: "Period", now: datetime) -> Span:
    """The instants of a period in the zone of `now`."""
    try:
        end = midnight(period.end + timedelta(days=1), now.tzinfo)
        return Span(period, midnight(period.start, now.tzinfo), end, now)
    except OverflowError as error:
        raise Usage(say("{period} is too far away", period=period.name)) from error


class Row(NamedTuple):
    """A record behind a figure and what it adds: 1 to a count, 0 or 1 to a ratio, an amount.

    `noun` has a letter; what has none stands by its client, and is empty where there is no record
    at all: a rule. `text` is the record's own words in a line, `note` why it has that value.
    """

    noun: str
    id: int
    client: ClientTag | None
    at: datetime | None
    text: str | None
    value: int | float | Money = 1
    note: Said | None = None


class Evidence(NamedTuple):
    """What a computation found. `rows` is None where the figure has no basis at all; `parts` are
    facts beside the rows: what was left out, the factors of a product.
    """  # noqa: D205

    rows: list[Row] | None
    parts: tuple[tuple[Said, Any], ...] = ()


class Figure(NamedTuple):
    """A measure's value over a period, and its evidence."""

    value: Value
    rows: list[Row]
    parts: tuple[tuple[Said, Any], ...] = ()


class Measure(NamedTuple):
    """One definition. `load` reads facts, `compute` is pure and finds the rows among them.

    `unit` is count, ratio, money, minutes, days, score, hours or points; `fold` (sum, share, mean,
    median) makes the value of the rows. `nature` says how it goes with time: a `flow` adds up from
    day to day, a `level` stands at the period's end, a `rate` does neither. `better` is what is
    wished for, `more` or `less`; empty where neither is.
    """

    id: str
    unit: str
    fold: str
    load: Callable[[Any], Any]
    compute: Callable[[Any, Span], Evidence]
    definition: str
    nature: str = "flow"
    better: str = "more"


def figure(measure: Measure, facts: Any, over: Span, currency: str) -> Figure:
    """The measure over a span; `currency` is that of a sum over nothing."""
    found = measure.compute(facts, over)
    if found.rows is None:
        return Figure(None, [], found.parts)
    value = FOLDS[measure.fold](found.rows)
    if measure.unit == "money" and measure.fold == "sum" and not found.rows:
        value = (Money(0, currency),)
    return Figure(value, found.rows, found.parts)


def _sum(rows: Sequence[Row]) -> Value:
    return by_currency(rows, lambda values: sum(values)) if _is_money(rows) else _total(rows)


def _total(rows: Sequence[Row]) -> int | float:
    return sum(row.value for row in rows if not isinstance(row.value, Money))


def _mean(rows: Sequence[Row]) -> Value:
    if _is_money(rows):
        return by_currency(rows, lambda values: round(sum(values) / len(values)))
    return _total(rows) / len(rows) if rows else None


def _median(rows: Sequence[Row]) -> Value:
    return median([row.value for row in rows if not isinstance(row.value, Money)])


def median(values: Sequence[float]) -> float | None:
    """The middle one, or the mean of the two in the middle; None of nothing."""
    if not values:
        return None
    found, middle = sorted(values), len(values) // 2
    return found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2


FOLDS: dict[str, Callable[[Sequence[Row]], Value]] = {
    "sum": _sum,
    "share": _mean,
    "mean": _mean,
    "median": _median,
}


def _is_money(rows: Sequence[Row]) -> bool:
    return bool(rows) and isinstance(rows[0].value, Money)


def by_currency(rows: Iterable[Row], fold: Callable[[list[int]], int]) -> tuple[Money, ...]:
    """The amounts of the rows folded, each currency by itself."""
    amounts: dict[str, list[int]] = {}
    for row in rows:
        if isinstance(row.value, Money):
            amounts.setdefault(row.value.currency, []).append(row.value.amount)
    return tuple(Money(fold(values), currency) for currency, values in sorted(amounts.items()))
