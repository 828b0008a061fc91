"""The values of measures as `measures.sql` finds them in a file, without the program."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from math import prod
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain.measure import Measure
from cmcli.messages import Money
from tests.support import ZONE

FILE = Path(__file__).parent / "measures.sql"
# Money of which there is none, not zero, where nothing was won.
NOT_ZERO = ("deals.average_won", "deals.velocity")


@cache
def blocks() -> dict[str, str]:
    """The statements by their names, each with what they share before it."""
    parts = re.split(r"^-- name: (\S+)$", FILE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    assert len(found) == len(parts) // 2, f"two blocks of {FILE.name} have one name"
    shared = found.pop("shared")
    return {name: shared + block for name, block in found.items()}


def found(
    path: Path, names: list[str], first: str, last: str, now: datetime
) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of these blocks over the days from `first` to `last`."""
    after = date.fromisoformat(last) + timedelta(days=1)
    values = {
        "start": _instant(date.fromisoformat(first)), "end": _instant(after),
        "first_day": first, "last_day": last, "now": _utc(now),
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as base:
        return {name: base.execute(blocks()[name], values).fetchall() for name in names}


def _instant(day: date) -> str:
    return _utc(datetime.combine(day, time(), ZoneInfo(ZONE)))


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def value(measure: Measure, rows: list[tuple[Any, ...]], currency: str = "CNY") -> Any:
    """The value these rows of a block stand for: a number, None, or amounts by currency."""
    if measure.unit != "money":
        return rows[0][0]
    amounts = {code: round(_product(numbers)) for code, *numbers in rows}
    return amounts or (None if measure.id in NOT_ZERO else {currency: 0})


def _product(numbers: list[int]) -> Fraction:
    pairs = zip(numbers[::2], numbers[1::2] or [1], strict=True)
    return prod((Fraction(*pair) for pair in pairs), start=Fraction(1))


def of_program(value: Any) -> Any:
    """A value of the program, or of its JSON, in the same form."""
    if isinstance(value, tuple | list):
        return dict(map(_money, value))
    return dict([_money(value)]) if isinstance(value, dict) else value


def _money(money: Any) -> tuple[str, int]:
    if isinstance(money, Money):
        return money.currency, money.amount
    return money["currency"], money["amount"]


def same(one: Any, other: Any) -> bool:
    """Amounts and counts exactly, other numbers to a part in 10⁹."""
    if isinstance(one, float) and other is not None:
        return bool(one == pytest.approx(other, rel=1e-9, abs=1e-9))
    return bool(one == other)


def differences(
    measures: list[Measure],
    values: dict[str, Any],
    rows: dict[str, list[tuple[Any, ...]]],
    currency: str = "CNY",
) -> list[str]:
    """A line for each measure in which the program and SQL differ."""
    return [
        f"{measure.id}: the program has {mine}, SQL has {theirs}"
        for measure in measures
        for mine, theirs in [(values[measure.id], value(measure, rows[measure.id], currency))]
        if not same(mine, theirs)
    ]  # fmt: skip
