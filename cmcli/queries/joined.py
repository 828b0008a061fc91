"""Records of any noun beside the client they belong to."""

from typing import Any, TypeVar

from cmcli.domain.change import table_of
from cmcli.domain.client import ClientTag
from cmcli.queries.conditions import AMONG
from cmcli.storage.rows import array, records
from cmcli.store import Store

R = TypeVar("R", bound=tuple[Any, ...])


def with_client(
    store: Store, kind: type[R], rest: str = "", *values: Any
) -> list[tuple[R, ClientTag]]:
    """Pairs of record and client; `rest` is what follows the join (WHERE, ORDER BY, LIMIT)."""
    columns: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    table = table_of(kind)
    names = ", ".join(f'"{table}"."{column}"' for column in columns)
    found = store.rows(
        f'SELECT client.id, client.name, client.tier, {names} FROM "{table}" '
        f'JOIN client ON client.id = "{table}".client_id {rest}',
        *values,
    )
    tags = {row[0]: row[:3] for row in found}
    clients = {number: ClientTag(*values) for number, values in tags.items()}
    return [
        (one, clients[row[0]])
        for one, row in zip(records(kind, found, skipped=3), found, strict=True)
    ]


def belonging(
    store: Store, kind: type[R], column: str, ids: list[int], order: str = "id"
) -> dict[int, list[R]]:
    """Records that refer by `column` to one of `ids`, by that number."""
    found: dict[int, list[R]] = {}
    if not ids:
        return found
    for part in store.select(kind, f"WHERE {column} {AMONG} ORDER BY {order}", array(ids)):
        found.setdefault(getattr(part, column), []).append(part)
    return found


def tag(store: Store, client_id: int) -> ClientTag:
    """The client of that number as a line names it."""
    row = store.rows("SELECT id, name, tier FROM client WHERE id = ?", client_id)
    return ClientTag(*row[0])
