"""A figure and the rows that prove it: the value is folded from the rows, never beside them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, overload

from cmcli.domain.client import ClientTag
from cmcli.domain.days import midnight
from cmcli.errors import Usage
from cmcli.messages import Code, Joined, Message, Money, say
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    from cmcli.domain.period import Period

T = TypeVar("T")
Said = Message | Code | Joined | str
Value = int | float | tuple[Money, ...] | None
"""Money is a sum for each currency, since currencies do not add up; None has no basis."""


class Span(NamedTuple):
    """A period as instants: `start` is its first one, `end` the first one after it.

    "At the period's end" is looked at its last second, or now before that: `at` in the zone of
    `now`, for its day, and `moment` in UTC, which the instants of records are compared with.
    """

    period: "Period"
    start: datetime
    end: datetime
    now: datetime
    at: datetime
    moment: datetime

    def holds(self, instant: datetime | None) -> bool:
        """Whether `instant` lies in the period."""
        return instant is not None and self.start <= instant < self.end


def span(period: "Period", now: datetime) -> Span:
    """The instants of a period in the zone of `now`."""
    try:
        end = midnight(period.end + timedelta(days=1), now.tzinfo)
        at = min(end - timedelta(seconds=1), now)
        return Span(
            period, midnight(period.start, now.tzinfo), end, now,
            at.astimezone(now.tzinfo), at.astimezone(UTC),
        )  # fmt: skip
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


class Drawn(Sequence[Row]):
    """Rows that `draw` makes when somebody looks at them; `values` is what they add, known without.

    A trend asks for the value of a figure eight times and never for its rows.
    """

    def __init__(self, draw: Callable[[], list[Row]], values: Sequence[Any]) -> None:
        self._draw = draw
        self._rows: list[Row] | None = None
        self.values = values

    def drawn(self) -> list[Row]:
        """The rows themselves."""
        if self._rows is None:
            self._rows = self._draw()
        return self._rows

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self.drawn()[place]

    def __eq__(self, other: object) -> bool:
        return self.drawn() == other

    __hash__ = None  # type: ignore[assignment]


def drawn(items: Sequence[T], row: Callable[[T], Row]) -> Drawn:
    """A row for each item, each counting one."""
    return Drawn(lambda: [row(item) for item in items], [1] * len(items))


class Evidence(NamedTuple):
    """What a computation found. `rows` is None where the figure has no basis at all; `parts` are
    facts beside the rows: what was left out, the factors of a product.
    """  # noqa: D205

    rows: Sequence[Row] | None
    parts: tuple[tuple[Said, Any], ...] = ()


class Figure(NamedTuple):
    """A measure's value over a period, and its evidence."""

    value: Value
    rows: Sequence[Row]
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


def values_of(rows: Sequence[Row]) -> Sequence[Any]:
    """What each of the rows adds."""
    return rows.values if isinstance(rows, Drawn) else [row.value for row in rows]


def _is_money(values: Sequence[Any]) -> bool:
    return bool(values) and isinstance(values[0], Money)


def _sum(rows: Sequence[Row]) -> Value:
    values = values_of(rows)
    return _by_currency(values, sum) if _is_money(values) else sum(values)


def _mean(rows: Sequence[Row]) -> Value:
    values = values_of(rows)
    if _is_money(values):
        return _by_currency(values, lambda amounts: round(sum(amounts) / len(amounts)))
    return sum(values) / len(values) if values else None


def _median(rows: Sequence[Row]) -> Value:
    return median(values_of(rows))


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


def _by_currency(
    values: Iterable[Money | None], fold: Callable[[list[int]], int]
) -> tuple[Money, ...]:
    """The amounts folded, each currency by itself."""
    amounts: dict[str, list[int]] = {}
    for value in values:
        if value is not None:
            amount, currency = value
            amounts.setdefault(currency, []).append(amount)
    return tuple(Money(fold(found), currency) for currency, found in sorted(amounts.items()))
