"""Between SQLite's values and a record's: one convention of column names, both ways."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

R = TypeVar("R", bound=tuple[Any, ...])
Convert = Callable[[Any], Any]


def to_instant(text: str) -> datetime:
    """`YYYY-MM-DDTHH:MM:SSZ` as an aware instant in UTC."""
    return datetime.fromisoformat(text)


def from_instant(instant: datetime) -> str:
    """An aware instant as it is stored."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return f"{instant.astimezone(UTC).isoformat()[:19]}Z"


def is_instant(column: str) -> bool:
    """Whether the convention makes the column an instant."""
    return column == "at" or column.endswith("_at")


def is_day(column: str) -> bool:
    """Whether the convention makes the column a date."""
    return column.endswith("_on")


def reader(column: str) -> Convert | None:
    """What turns the stored value of a column into the record's, or None where nothing does."""
    if is_instant(column):
        return to_instant
    return date.fromisoformat if is_day(column) else None


@cache
def _readers(columns: tuple[str, ...]) -> tuple[tuple[int, Convert], ...]:
    pairs = ((index, reader(column)) for index, column in enumerate(columns))
    return tuple((index, convert) for index, convert in pairs if convert)


def decode(columns: tuple[str, ...], row: Iterable[Any]) -> list[Any]:
    """The record's values from a row read in the order of `columns`."""
    values = list(row)
    for index, convert in _readers(columns):
        if values[index] is not None:
            values[index] = convert(values[index])
    return values


def records(kind: type[R], rows: Sequence[Sequence[Any]], skipped: int = 0) -> list[R]:
    """The records of rows that were read in the order of the columns of `kind`, behind `skipped`
    columns of others. Column by column: a page reads thousands of them.
    """  # noqa: D205
    if not rows:
        return []
    columns = [*zip(*rows, strict=True)][skipped:]
    for index, convert in _readers(kind._fields):  # type: ignore[attr-defined]
        columns[index] = tuple(
            [value if value is None else convert(value) for value in columns[index]]
        )
    return [tuple.__new__(kind, row) for row in zip(*columns, strict=True)]


def raw(kind: type[R], rows: Iterable[Iterable[Any]]) -> list[R]:
    """Rows as records whose values are those that are stored: for thousands of them."""
    return [tuple.__new__(kind, row) for row in rows]


def encode(value: Any) -> Any:
    """What SQLite stores for a value of a record."""
    if value is None or type(value) is int:
        return value
    if isinstance(value, datetime):
        return from_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and not value.isascii():
        # Bytes of the command line that are no UTF-8 arrive as lone surrogates.
        return value.encode("utf-8", "replace").decode("utf-8")
    return int(value) if isinstance(value, bool) else value


def array(numbers: Iterable[int]) -> str:
    """A JSON array of numbers for json_each(); what writes JSON takes long to import."""
    return f"[{','.join(map(str, numbers))}]"
