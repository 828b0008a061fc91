"""What clients hold on a day, each with its product, its owner and the price of that day."""

from datetime import date
from typing import Any

from cmcli.domain.change import table_of
from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held, Holding, HoldingMove, stood
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.errors import NotFound
from cmcli.messages import say
from cmcli.queries.conditions import IN_BOOK
from cmcli.storage.rows import decode
from cmcli.store import Store

_KINDS: tuple[type, ...] = (Holding, Product, Price)
_COLUMNS = ", ".join(
    f'{table_of(kind)}."{column}"'
    for kind in _KINDS
    for column in kind._fields  # type: ignore[attr-defined]
)
_HELD = f"""SELECT client.id, client.name, client.tier, {_COLUMNS} FROM holding
    JOIN product ON product.id = holding.product_id
    JOIN client ON client.id = holding.client_id
    LEFT JOIN price ON price.id = (SELECT id FROM price AS p WHERE p.product_id = product.id
        AND p.valued_on <= ? ORDER BY p.valued_on DESC LIMIT 1)"""
_OPEN_ON = "start_on <= ? AND coalesce(closed_on, '9999') > ?"


def held_of(store: Store, client_id: int, day: date) -> list[Held]:
    """What a client holds on that day, as it stood then."""
    rest = f"WHERE holding.client_id = ? AND {_OPEN_ON} ORDER BY holding.id"
    return read(store, day, rest, client_id, day, day)


def held_all(store: Store, day: date) -> list[Held]:
    """What the clients in the book hold on that day, as it stood then."""
    return read(store, day, f"WHERE {IN_BOOK} AND {_OPEN_ON} ORDER BY holding.id", day, day)


def get(store: Store, number: int, day: date) -> Held:
    """One holding, open or closed; raises `NotFound`."""
    found = read(store, day, "WHERE holding.id = ?", number)
    if not found:
        raise NotFound(say("there is no {ref}", ref=ref_of("holding", number)))
    return found[0]


def read(store: Store, day: date, rest: str, *values: Any) -> list[Held]:
    """Holdings as they stood at the end of that day; `rest` is what follows the joins."""
    later: dict[int, list[HoldingMove]] = {}
    for move in store.select(HoldingMove, "WHERE moved_on > ?", day):
        later.setdefault(move.holding_id, []).append(move)
    found = [_held(row) for row in store.rows(f"{_HELD} {rest}", day, *values)]
    return [
        one._replace(holding=stood(one.holding, later.get(one.holding.id, ()))) for one in found
    ]


def _held(row: tuple[Any, ...]) -> Held:
    parts: list[Any] = []
    start = 3
    for kind in _KINDS:
        columns: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
        cells = row[start : start + len(columns)]
        parts.append(kind(*decode(columns, cells)) if cells[0] is not None else None)
        start += len(columns)
    holding, product, price = parts
    return Held(holding, product, ClientTag(*row[:3]), price)


def moves_of(store: Store, number: int) -> list[HoldingMove]:
    """The movements of a holding, the earliest first."""
    return store.select(HoldingMove, "WHERE holding_id = ? ORDER BY moved_on, id", number)
