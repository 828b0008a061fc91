"""The one way to read and to write the file. It knows no noun: a record class names its table."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from cmcli.domain.change import Change, table_of
from cmcli.domain.ref import absent
from cmcli.errors import NotFound, Refused
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.storage.history import Applied, Writer, undo
from cmcli.storage.opening import back_up, connect, named_errors
from cmcli.storage.rows import encode, from_instant, records, to_instant

R = TypeVar("R", bound=tuple[Any, ...])


# What was only noted (a number shown) has no images and cannot be taken back.
_LAST_STANDING = """SELECT max(id) FROM entry WHERE undone_at IS NULL
    AND EXISTS (SELECT 1 FROM image WHERE entry_id = entry.id)"""


class Entry(NamedTuple):
    """One line of the history: `records` is how many it touched; `rows` are the first of them,
    as (noun, row number).
    """  # noqa: D205

    id: int
    at: datetime
    reason: str
    undone_at: datetime | None
    rows: tuple[tuple[str, int], ...]
    records: int


class Store:
    """An open file. Use `Store.open`, and `with store.transaction():` around load and apply.

    `written` says whether anything was committed since it was opened.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.written = False

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open the file at `path`, creating it where there is none; raises `FileUnusable`."""
        return cls(connect(path), path)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    # Reading

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows as SQLite returns them; values are bound."""
        with named_errors(self.path):
            return self.connection.execute(sql, [encode(value) for value in values]).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(sql, *values)
        return found[0][0] if found else None

    def select(self, kind: type[R], rest: str = "", *values: Any) -> list[R]:
        """Records of a class; `rest` is what follows FROM (joins, WHERE, ORDER BY, LIMIT)."""
        columns: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
        table = table_of(kind)
        names = ", ".join(f'"{table}"."{column}"' for column in columns)
        found = self.rows(f'SELECT {names} FROM "{table}" {rest}', *values)
        return records(kind, found)

    def find(self, kind: type[R], row_id: int) -> R | None:
        """The record with that number, if there is one."""
        return next(iter(self.select(kind, "WHERE id = ?", row_id)), None)

    def get(self, kind: type[R], row_id: int) -> R:
        """The record with that number; raises `NotFound`."""
        found = self.find(kind, row_id)
        if found is None:
            raise absent(table_of(kind), row_id)
        return found

    def need(self, noun: str, row_id: int) -> None:
        """Raise `NotFound` where the table of the noun has no such row."""
        if self.value(f'SELECT 1 FROM "{noun}" WHERE id = ?', row_id) is None:
            raise absent(noun, row_id)

    def pointing_at(self, noun: str, row_id: int) -> list[tuple[str, str, int]]:
        """Every row that refers to a row of `noun`: (table, column, row number)."""
        tables = [
            name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found: list[tuple[str, str, int]] = []
        for table in tables:
            for key in self.rows("SELECT * FROM pragma_foreign_key_list(?)", table):
                target, column = key[2], key[3]
                if target == noun:
                    ids = self.rows(f'SELECT id FROM "{table}" WHERE "{column}" = ?', row_id)
                    found += [(table, column, number) for (number,) in ids]
        return found

    @contextmanager
    def as_of(self, instant: datetime) -> Iterator[None]:
        """Inside, what is read is what the file held at `instant`; nothing can be written."""
        from cmcli.storage.past import as_of

        with named_errors(self.path), as_of(self.connection, from_instant(instant)):
            yield

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the file for writing: what is read inside cannot change before it is written."""
        if self.connection.in_transaction:
            yield
            return
        with named_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
                self.written = True
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def apply(self, changes: Sequence[Change], reason: str, now: datetime) -> Applied:
        """Write all of `changes` or nothing, as one entry of the history."""
        if not changes:
            return Applied(0, {})
        with self.transaction():
            cursor = self.connection.execute(
                "INSERT INTO entry (at, reason) VALUES (?, ?)", (from_instant(now), reason)
            )
            entry = int(cursor.lastrowid or 0)
            writer = Writer(self.connection, entry)
            writer.write(changes)
            return Applied(entry, writer.ids)

    def note(self, reason: str, now: datetime) -> None:
        """An entry that changed no row: something was shown that leaves a trace."""
        with self.transaction():
            self.connection.execute(
                "INSERT INTO entry (at, reason, undone_at) VALUES (?, ?, NULL)",
                (from_instant(now), reason),
            )

    def undo(self, entry: int | None, now: datetime) -> Entry:
        """Take back an entry, the last one standing by default; raises `NotFound`, `Refused`."""
        try:
            return self._undo(entry, now)
        except sqlite3.IntegrityError as error:
            raise Refused(
                say("entry {entry} stays: what came after depends on it", entry=entry),
                say("take the later ones back first: cm history"),
            ) from error

    def _undo(self, entry: int | None, now: datetime) -> Entry:
        with self.transaction():
            number = entry or self.value(_LAST_STANDING)
            found = self.history(number=number) if number else []
            if not found:
                missing = say("there is no entry {entry}", entry=entry)
                raise NotFound(missing if entry else say("there is nothing to undo"))
            if found[0].undone_at:
                raise Refused(say("entry {entry} was undone before", entry=number))
            if not found[0].rows:
                raise Refused(say("entry {entry} changed nothing to undo", entry=number))
            undo(self.connection, number)
            self.connection.execute(
                "UPDATE entry SET undone_at = ? WHERE id = ?", (from_instant(now), number)
            )
            return found[0]

    def to_undo(self, entry: int | None) -> Entry | None:
        """What `undo` would take back, if there is anything."""
        number = entry or self.value(_LAST_STANDING)
        return next(iter(self.history(number=number)), None) if number else None

    def history(
        self, *, number: int | None = None, rows: Sequence[tuple[str, int]] | None = None,
        limit: int = 20,
    ) -> list[Entry]:  # fmt: skip
        """Entries, the latest first: one by its number, those of any (noun, row), or all."""
        where, values = "", list[Any]()
        if number is not None:
            where, values = "WHERE id = ?", [number]
        elif rows is not None:
            which = " OR ".join("(noun = ? AND row_id = ?)" for _ in rows)
            where = f"WHERE id IN (SELECT entry_id FROM image WHERE {which})"
            values = [part for row in rows for part in row]
        heads = self.rows(
            f"""SELECT id, at, reason, undone_at,
                (SELECT count(*) FROM image WHERE entry_id = entry.id)
                FROM entry {where} ORDER BY id DESC LIMIT ?""",
            *values, limit,
        )  # fmt: skip
        return [
            Entry(number, to_instant(at), reason, to_instant(undone) if undone else None,
                  tuple(self._rows_of(number, 50)), count)
            for number, at, reason, undone, count in heads
        ]  # fmt: skip

    def _rows_of(self, entry: int, limit: int) -> list[tuple[Any, ...]]:
        return self.rows(
            "SELECT noun, row_id FROM image WHERE entry_id = ? ORDER BY id LIMIT ?", entry, limit
        )

    def back_up(self, target: Path) -> Path:
        """A consistent copy beside or elsewhere."""
        with named_errors(target):
            return back_up(self.connection, target)
