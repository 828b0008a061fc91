"""Writing with before and after images, and taking an entry back.

Both work on sets: SQLite itself makes the images (`json_object` over a row) and restores from
them, so an import of ten thousand rows and a single call take the same few statements a table.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from cmcli.domain.change import Change, Delete, Insert, Record, Update, table_of
from cmcli.errors import NotFound, Refused
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.storage.rows import array, encode


class Applied(NamedTuple):
    """`entry` is the number in the history; `ids` maps negative ids to the rows they became."""

    entry: int
    ids: dict[int, int]


def quoted(name: str) -> str:
    """A name of a table or a column as it may stand in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    found = [row[1] for row in connection.execute(f"PRAGMA table_info({quoted(table)})")]
    if not found:
        raise ValueError(f"no table {table}")
    return found


def _row_as_json(columns: Iterable[str], alias: str) -> str:
    pairs = ", ".join(f"'{column}', {alias}.{quoted(column)}" for column in columns)
    return f"json_object({pairs})"


def _new_of(change: Change) -> type | None:
    """The class of a new record; None for what changes an old one."""
    return type(change.record) if isinstance(change, Insert) else None


class Writer:
    """Applies the changes of one decision inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, entry: int) -> None:
        self._connection = connection
        self._entry = entry
        self.ids: dict[int, int] = {}

    def write(self, changes: Sequence[Change]) -> None:
        """Images before, the rows, images after: a few statements for each table."""
        # Rows of one decision may point to each other in any order; the commit checks them all.
        self._connection.execute("PRAGMA defer_foreign_keys = ON")
        self._number([change for change in changes if isinstance(change, Insert)])
        touched: dict[str, dict[int, None]] = {}
        for change in changes:
            table, row_id = self._place(change)
            touched.setdefault(table, {})[row_id] = None
        for table, ids in touched.items():
            self._image_before(table, list(ids))
        for _, alike in groupby(changes, _new_of):
            group = list(alike)
            self._insert_all([change.record for change in group if isinstance(change, Insert)])
            for change in group:
                if not isinstance(change, Insert):
                    self._write_one(change)
        for table in touched:
            self._image_after(table)

    def _number(self, inserts: list[Insert]) -> None:
        counters: dict[str, int] = {}
        for change in inserts:
            table = table_of(type(change.record))
            if table not in counters:
                found = self._connection.execute(
                    "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
                ).fetchone()
                counters[table] = found[0] if found else 0
            counters[table] += 1
            if change.record.id >= 0:
                raise ValueError(f"a new {table} needs a negative id")
            if change.record.id in self.ids:
                raise ValueError(f"two new rows are called {change.record.id}")
            self.ids[change.record.id] = counters[table]

    def _place(self, change: Change) -> tuple[str, int]:
        if isinstance(change, Insert):
            return table_of(type(change.record)), self.ids[change.record.id]
        return change.table, change.id

    def _value(self, column: str, value: Any) -> Any:
        if column.endswith("_id") and isinstance(value, int) and value < 0:
            return self.ids[value]
        return encode(value)

    def _insert_all(self, records: list[Record]) -> None:
        """New rows of one table, by one statement."""
        if not records:
            return
        kind: Any = type(records[0])
        columns: tuple[str, ...] = kind._fields
        names = ", ".join(map(quoted, columns))
        marks = ", ".join("?" * len(columns))
        rows = (
            [
                self.ids[record.id] if name == "id" else self._value(name, value)
                for name, value in zip(columns, record, strict=True)  # type: ignore[call-overload]
            ]
            for record in records
        )
        sql = f"INSERT INTO {quoted(table_of(kind))} ({names}) VALUES ({marks})"
        self._connection.executemany(sql, rows)

    def _write_one(self, change: Update | Delete) -> None:
        table, row_id = self._place(change)
        if isinstance(change, Delete):
            self._connection.execute(f"DELETE FROM {quoted(table)} WHERE id = ?", (row_id,))
            return
        values = {name: self._value(name, value) for name, value in change.fields.items()}
        # Never the number itself: SQLite would look through every table that may refer to it.
        settings = ", ".join(f"{quoted(name)} = ?" for name in values)
        sql = f"UPDATE {quoted(table)} SET {settings} WHERE id = ?"
        if self._connection.execute(sql, [*values.values(), row_id]).rowcount != 1:
            raise NotFound(say("there is no {table} {id}", table=table, id=row_id))

    def _image_before(self, table: str, ids: list[int]) -> None:
        image = _row_as_json(_columns(self._connection, table), "t")
        self._connection.execute(
            f"""INSERT INTO image (entry_id, noun, row_id, before)
                SELECT ?, ?, given.value, CASE WHEN t.id IS NULL THEN NULL ELSE {image} END
                FROM json_each(?) AS given LEFT JOIN {quoted(table)} AS t ON t.id = given.value""",
            (self._entry, table, array(ids)),
        )

    def _image_after(self, table: str) -> None:
        image = _row_as_json(_columns(self._connection, table), "t")
        self._connection.execute(
            f"""UPDATE image SET after =
                    (SELECT {image} FROM {quoted(table)} AS t WHERE t.id = row_id)
                WHERE entry_id = ? AND noun = ?""",
            (self._entry, table),
        )


def undo(connection: sqlite3.Connection, entry: int) -> list[tuple[str, int]]:
    """Restore every row of `entry` to its image before; returns the (noun, row) pairs.

    Raises `Refused` where a later entry that still stands touched one of the rows, or made a row
    that refers to one of them.
    """
    later = connection.execute(
        """SELECT mine.noun, mine.row_id, max(other.entry_id) FROM image AS mine
           JOIN image AS other ON other.noun = mine.noun AND other.row_id = mine.row_id
           JOIN entry ON entry.id = other.entry_id AND entry.undone_at IS NULL
           WHERE mine.entry_id = ? AND other.entry_id > mine.entry_id
           GROUP BY mine.noun, mine.row_id LIMIT 1""",
        (entry,),
    ).fetchone()
    if later:
        raise _stays(entry, later[2], later[0], later[1])
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT DISTINCT noun FROM image WHERE entry_id = ?", (entry,)
        )
    ]
    for table in tables:
        _refuse_where_needed(connection, entry, table)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in tables:
        _restore(connection, entry, table)
    return connection.execute(
        "SELECT noun, row_id FROM image WHERE entry_id = ? ORDER BY id", (entry,)
    ).fetchall()


def _refuse_where_needed(connection: sqlite3.Connection, entry: int, table: str) -> None:
    """Raise `Refused` where a later row refers to one that this entry made."""
    for other, column in _references(connection, table):
        later = connection.execute(
            f"""SELECT max(image.entry_id), child.id FROM {quoted(other)} AS child
                JOIN image ON image.noun = ? AND image.row_id = child.id
                WHERE child.{quoted(column)} IN (SELECT row_id FROM image
                    WHERE entry_id = ? AND noun = ? AND before IS NULL)
                AND child.id NOT IN (SELECT row_id FROM image WHERE entry_id = ? AND noun = ?)
                GROUP BY child.id LIMIT 1""",
            (other, entry, table, entry, other),
        ).fetchone()
        if later:
            raise _stays(entry, later[0], other, later[1])


def _references(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """(table, column) of each foreign key to `table`."""
    return connection.execute(
        """SELECT owner.name, key."from" FROM sqlite_master AS owner,
           pragma_foreign_key_list(owner.name) AS key
           WHERE owner.type = 'table' AND key."table" = ?""",
        (table,),
    ).fetchall()


def _stays(entry: int, later: int, noun: str, row: int) -> Refused:
    return Refused(
        say("entry {entry} stays: entry {later} changed {noun} {row} after it",
            entry=entry, later=later, noun=noun, row=row),
        say("take the later one back first: cm undo {later}", later=later),
    )  # fmt: skip


def _restore(connection: sqlite3.Connection, entry: int, table: str) -> None:
    # An image made before a migration lacks the columns that came later; those keep their values.
    known = connection.execute(
        """SELECT key FROM json_each((SELECT before FROM image WHERE entry_id = ? AND noun = ?
           AND before IS NOT NULL LIMIT 1))""",
        (entry, table),
    ).fetchall()
    columns = [name for name in _columns(connection, table) if (name,) in known]
    connection.execute(
        f"""DELETE FROM {quoted(table)} WHERE id IN
            (SELECT row_id FROM image WHERE entry_id = ? AND noun = ? AND before IS NULL)""",
        (entry, table),
    )
    if not columns:
        return
    names = ", ".join(map(quoted, columns))
    values = ", ".join(f"json_extract(before, '$.{column}')" for column in columns)
    renewed = ", ".join(f"{quoted(c)} = excluded.{quoted(c)}" for c in columns if c != "id")
    connection.execute(
        f"""INSERT INTO {quoted(table)} ({names}) SELECT {values} FROM image
            WHERE entry_id = ? AND noun = ? AND before IS NOT NULL
            ON CONFLICT (id) DO UPDATE SET {renewed}""",
        (entry, table),
    )
