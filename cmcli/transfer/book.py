"""The book, or what it holds on one client, as one document (个人信息保护法 art. 45).

It knows tables and what points to what, no noun: a table that a later version adds comes along.
"""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

from cmcli.domain.client import Client, mask_numbers
from cmcli.domain.ref import LETTERS, ref_of
from cmcli.queries.book import tables
from cmcli.store import Store
from cmcli.views.record import MONEY, OPEN, masked, plain_name, value

# The row's number is its ref; the others are keys of the search, no facts.
_LEFT_OUT = ("id", "pinyin", "initials")
_NOUNS = frozenset(LETTERS.values())


class Book:
    """The documents of a book; `reveal` shows numbers in full."""

    def __init__(self, store: Store, zone: tzinfo | None, *, reveal: bool) -> None:
        self._store, self._zone, self._reveal = store, zone, reveal
        self._tables = tables(store)

    def everything(self) -> dict[str, Any]:
        """Every record of every table, and the settings that differ from the defaults."""
        settings = dict(self._store.rows("SELECT name, value FROM setting ORDER BY name"))
        lists = {table: self._records(table) for table in self._tables.links}
        return {"setting": settings, **lists}

    def of_client(self, client: Client) -> dict[str, Any]:
        """The client file, every record that belongs to it, and the products these name."""
        held = self._tables.of_client(client.id)
        lists = {t: self._records(t, held[t]) for t in self._tables.links if t in held}
        named = {row["product"] for rows in lists.values() for row in rows if row.get("product")}
        files = lists.pop("client")
        own = next(row for row in files if row["ref"] == ref_of("client", client.id))
        return {
            "client": own,
            "merged": [row for row in files if row is not own],
            **lists,
            "product": [row for row in self._records("product") if row["ref"] in named],
        }

    def _records(self, table: str, ids: Iterable[int] | None = None) -> list[dict[str, Any]]:
        links = self._tables.links[table]
        return [self._record(table, links, row) for row in self._tables.rows(table, ids)]

    def _record(self, table: str, links: dict[str, str], row: dict[str, Any]) -> dict[str, Any]:
        if table == "client" and not self._reveal:
            row = masked(Client(**row))._asdict()
        result: dict[str, Any] = {"ref": ref_of(table, row["id"])} if table in _NOUNS else {}
        currency = row.get("currency")
        for column, item in row.items():
            if column in MONEY and currency and item is not None:
                result[column] = {"amount": item, "currency": currency}
            elif column not in _LEFT_OUT and not (column == "currency" and row.keys() & MONEY):
                result[plain_name(column)] = self._value(column, item, links.get(column))
        return result

    def _value(self, column: str, item: Any, target: str | None) -> Any:
        if target in _NOUNS and item is not None:
            return ref_of(str(target), item)
        if column == "tags" and isinstance(item, str):
            return item.split()
        if isinstance(item, str) and not self._reveal and column not in OPEN:
            return mask_numbers(item)
        return value(item, self._zone)
