"""What a decision asks the store to do.

A record is a NamedTuple whose class is called as its table (`RequestClock` is `request_clock`).
Its columns follow one convention: `at` and `*_at` are instants (aware, UTC), `*_on` are dates,
`*_id` refer to rows; everything else is text, a number or None.

A new record has a negative `id`; other new records of the same decision refer to it by that
number, and the store puts the real one in both places.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from cmcli.named import NamedTuple

if TYPE_CHECKING:
    from typing import Protocol

    class Record(Protocol):
        """Any row of any noun."""

        @property
        def id(self) -> int:
            """The row's number, negative while it is new."""
            ...

        def _asdict(self) -> dict[str, Any]: ...

else:
    # What only the type checker asks for costs every start.
    Record = Any


class Insert(NamedTuple):
    """A new row."""

    record: Record


class Update(NamedTuple):
    """New values for some columns of a row."""

    table: str
    id: int
    fields: dict[str, Any]


class Delete(NamedTuple):
    """A row to take away."""

    table: str
    id: int


Change = Insert | Update | Delete


@cache
def table_of(kind: type) -> str:
    """The table of a record class: `RequestClock` -> `request_clock`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def insert(record: Record) -> Insert:
    """A new row; see the module for its id."""
    return Insert(record)


def update(record: Record, **fields: Any) -> list[Change]:
    """The change that gives `record` these values; nothing where it has them already."""
    current = record._asdict()
    changed = {name: value for name, value in fields.items() if current[name] != value}
    return [Update(table_of(type(record)), record.id, changed)] if changed else []


def delete(record: Record) -> Delete:
    """The change that takes `record` away."""
    return Delete(table_of(type(record)), record.id)
