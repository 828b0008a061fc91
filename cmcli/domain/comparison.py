"""What differs between two computations of the same figure."""

from collections import Counter
from collections.abc import Sequence

from cmcli.domain.measure import Figure, Measure, Row, Value
from cmcli.messages import Money
from cmcli.named import NamedTuple


class Difference(NamedTuple):
    """A measure then and now; `came` and `went` are the rows that only one of them has. Rows are
    compared where both figures are of the same days.
    """  # noqa: D205

    measure: Measure
    then: Value
    now: Value
    came: tuple[Row, ...] = ()
    went: tuple[Row, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether the value or what stands behind it is another."""
        return self.then != self.now or bool(self.came or self.went)


def compared(measure: Measure, then: Figure, now: Figure) -> Difference:
    """Two computations of a figure over the same days."""
    came, went = _beyond(now.rows, then.rows), _beyond(then.rows, now.rows)
    return Difference(measure, then.value, now.value, came, went)


def _beyond(rows: Sequence[Row], others: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that the others lack: another record, or another value of it."""
    there = Counter(_key(row) for row in others)
    found = []
    for row in rows:
        there[_key(row)] -= 1
        if there[_key(row)] < 0:
            found.append(row)
    return tuple(found)


def _key(row: Row) -> tuple[object, ...]:
    return row.noun, row.id, row.client.id if row.client else None, row.value


def change(then: Value, now: Value) -> Value:
    """How much more it is now, amounts by currency; None where either has no value."""
    if then is None or now is None:
        return None
    if isinstance(then, tuple) or isinstance(now, tuple):
        return _amounts(then, now)
    return now - then


def _amounts(then: Value, now: Value) -> Value:
    sums: dict[str, int] = {}
    for value, sign in ((then, -1), (now, 1)):
        for money in value if isinstance(value, tuple) else ():
            sums[money.currency] = sums.get(money.currency, 0) + sign * money.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))
