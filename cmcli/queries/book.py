"""The tables of the book and what points to what, for those who read all of it."""

import json
from collections.abc import Iterable
from typing import Any

from cmcli.named import NamedTuple
from cmcli.queries.conditions import AMONG
from cmcli.storage.rows import decode
from cmcli.store import Store

# How the file keeps itself: earlier images, the keys of imports. No one's record.
_OWN = ("entry", "image", "import_key", "setting")


class Tables(NamedTuple):
    """`links` are the columns of each table that refer to another: table -> column -> table."""

    store: Store
    links: dict[str, dict[str, str]]

    def rows(self, table: str, ids: Iterable[int] | None = None) -> list[dict[str, Any]]:
        """The rows of a table by column, all of them or those of some numbers."""
        found = self.store.rows("SELECT name FROM pragma_table_info(?)", table)
        columns = tuple(name for (name,) in found)
        names = ", ".join(f'"{column}"' for column in columns)
        where, values = "", list[str]()
        if ids is not None:
            where, values = f"WHERE id {AMONG}", [json.dumps(sorted(ids))]
        rows = self.store.rows(f'SELECT {names} FROM "{table}" {where} ORDER BY id', *values)
        return [dict(zip(columns, decode(columns, row), strict=True)) for row in rows]

    def of_client(self, number: int) -> dict[str, set[int]]:
        """Row numbers by table: the file, those merged into it, and all that belongs to them."""
        held = {"client": self._merged(number)}
        waiting = self.links.keys() - {"client"}
        while True:
            found = {table: self._belonging(table, held) for table in waiting}
            new = {table: ids for table, ids in found.items() if ids}
            if not new:
                return held
            held |= new
            waiting -= new.keys()

    def _merged(self, number: int) -> set[int]:
        sql = """WITH RECURSIVE file(id) AS (SELECT ? UNION
                 SELECT client.id FROM client JOIN file ON merged_into_id = file.id)
                 SELECT id FROM file"""
        return {found for (found,) in self.store.rows(sql, number)}

    def _belonging(self, table: str, held: dict[str, set[int]]) -> set[int]:
        """Rows of a table that refer to what is held already."""
        links = self.links[table]
        found: set[int] = set()
        for column in (column for column, target in links.items() if target in held):
            ids = json.dumps(sorted(held[links[column]]))
            rows = self.store.rows(f'SELECT id FROM "{table}" WHERE "{column}" {AMONG}', ids)
            found |= {number for (number,) in rows}
        return found


def tables(store: Store) -> Tables:
    """The tables that hold records, in the order in which they were made."""
    found = store.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    names = [name for (name,) in found if not name.startswith(("sqlite_", "_sqlite"))]
    links = {name: _links(store, name) for name in names if name not in _OWN}
    return Tables(store, links)


def _links(store: Store, table: str) -> dict[str, str]:
    found = store.rows("SELECT * FROM pragma_foreign_key_list(?)", table)
    return {key[3]: key[2] for key in found}
