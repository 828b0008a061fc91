"""The file as it stood at an earlier instant, read through the images of its history.

The rows that were written since get, for one connection and for a while, a view of the same name
in the temporary schema, which SQLite looks at first: every query reads the past and none knows it.
Nothing is written to the file, and what did not change keeps its indexes.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from cmcli.storage.history import quoted

# What a row was just before the first thing that befell it after the instant: the image before
# that entry, or the image after an earlier entry that was then undone. Of what happened in one
# second, undoing what was there comes first: an entry that still stood could not be undone.
_STATES = """CREATE TEMP TABLE past AS
    SELECT noun, row_id, state FROM (
        SELECT noun, row_id, state, row_number() OVER (
            PARTITION BY noun, row_id ORDER BY at, place) AS turn
        FROM (
            SELECT noun, row_id, before AS state, at, entry.id AS place
            FROM entry JOIN image ON image.entry_id = entry.id WHERE at > :instant
            UNION ALL
            SELECT noun, row_id, after, undone_at, -entry.id
            FROM entry JOIN image ON image.entry_id = entry.id
            WHERE undone_at > :instant AND at <= :instant))
    WHERE turn = 1"""


@contextmanager
def as_of(connection: sqlite3.Connection, instant: str) -> Iterator[None]:
    """Inside, the connection reads what the file held at `instant` (UTC, as it is stored).

    What was entered later for an earlier day is not there yet. Nothing can be written inside.
    """
    # What is set aside holds clients' data: it never touches the disk.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("BEGIN")
    try:
        connection.execute(_STATES, {"instant": instant})
        connection.execute("CREATE INDEX temp.past_row ON past(noun, row_id)")
        nouns = connection.execute("SELECT DISTINCT noun FROM past ORDER BY noun").fetchall()
        for (noun,) in nouns:
            _cover(connection, noun)
        connection.execute("PRAGMA query_only = ON")
        yield
    finally:
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("ROLLBACK")


def _cover(connection: sqlite3.Connection, table: str) -> None:
    """Put a view of the past in front of the table."""
    found = connection.execute(f"PRAGMA main.table_info({quoted(table)})").fetchall()
    columns = [(row[1], row[4]) for row in found]
    present = ", ".join(quoted(name) for name, _ in columns)
    past = ", ".join(f"{_earlier(*column)} AS {quoted(column[0])}" for column in columns)
    connection.execute(
        f"""CREATE TEMP VIEW {quoted(table)} AS
            SELECT {present} FROM main.{quoted(table)} AS now WHERE NOT EXISTS
                (SELECT 1 FROM past WHERE noun = '{table}' AND row_id = now.id)
            UNION ALL SELECT {past} FROM past WHERE noun = '{table}' AND state IS NOT NULL"""
    )


def _earlier(column: str, default: str | None) -> str:
    """The value in an image; one made before the column was added had its default."""
    value = f"json_extract(state, '$.{column}')"
    return value if default is None else f"coalesce({value}, {default})"
