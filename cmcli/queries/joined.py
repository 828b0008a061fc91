"""Records of any noun beside the client they belong to."""

from typing import Any, TypeVar

from cmcli.domain.change import table_of
from cmcli.domain.client import ClientTag
from cmcli.storage.rows import decode
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
    return [
        (kind._make(decode(columns, row[3:])), ClientTag(*row[:3]))  # type: ignore[attr-defined]
        for row in found
    ]


def tag(store: Store, client_id: int) -> ClientTag:
    """The client of that number as a line names it."""
    row = store.rows("SELECT id, name, tier FROM client WHERE id = ?", client_id)
    return ClientTag(*row[0])
