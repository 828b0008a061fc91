"""What clients hold on a day, each with its product, its owner and the price of that day."""

from datetime import date, timedelta
from typing import Any

from cmcli.domain.change import table_of
from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held, Holding, HoldingMove, stood
from cmcli.domain.maturity import Maturing
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.domain.ref import absent
from cmcli.queries.conditions import AMONG, IN_BOOK, Conditions
from cmcli.storage.rows import array, decode, to_instant
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
        raise absent("holding", number)
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


def matching(
    store: Store,
    day: date,
    *,
    client: int | None = None,
    product: int | None = None,
    kind: str | None = None,
    tier: str | None = None,
    tag: str | None = None,
    everything: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> list[Held]:
    """Open holdings, or closed ones too; `since` and `until` bound the start, both included."""
    where = Conditions()
    if not everything:
        where.add("holding.closed_on IS NULL")
    if client is None:
        where.add(IN_BOOK)
    where.add("holding.client_id = ?", client)
    where.add("holding.product_id = ?", product)
    where.add("product.kind = ?", kind)
    where.add("client.tier = ?", tier)
    where.tag(tag)
    where.add("holding.start_on >= ?", since)
    where.add("holding.start_on <= ?", until)
    return read(store, day, where.sql("holding.id"), *where.values)


def maturing_by(
    store: Store, day: date, until: date, client: int | None = None
) -> list[Held]:  # fmt: skip
    """Open holdings that mature by `until` or are past it, the earliest first."""
    where = Conditions()
    # In the words of the partial index `holding_maturing`.
    where.add("holding.closed_on IS NULL AND holding.maturity_on IS NOT NULL")
    where.add("holding.maturity_on <= ?", until)
    if client is None:
        where.add(IN_BOOK)
    where.add("holding.client_id = ?", client)
    return read(store, day, where.sql("holding.maturity_on, holding.id"), *where.values)


def maturing(store: Store, day: date, ahead: int) -> list[Maturing]:
    """What matures within so many days or is past it, with what the agenda asks of the owner."""
    found = maturing_by(store, day, day + timedelta(days=ahead))
    # Each by its index: the latest assessment, and backwards to the last contact that reached.
    rows = store.rows(
        f"""SELECT id,
            (SELECT expires_on FROM assessment WHERE client_id = client.id
                ORDER BY at DESC, id DESC LIMIT 1),
            (SELECT at FROM interaction WHERE client_id = client.id AND outcome = 'reached'
                ORDER BY at DESC LIMIT 1)
            FROM client WHERE id {AMONG}""",
        array(sorted({held.client.id for held in found})),
    )
    facts = {row[0]: row[1:] for row in rows}
    return [_maturing(held, *facts[held.client.id]) for held in found]


def _maturing(held: Held, expires: str | None, reached: str | None) -> Maturing:
    maturity = held.holding.maturity_on
    if maturity is None:
        raise ValueError("a holding without a maturity does not mature")
    return Maturing(
        held, maturity, date.fromisoformat(expires) if expires else None,
        to_instant(reached) if reached else None,
    )  # fmt: skip


def overdue(store: Store, day: date) -> list[Held]:
    """Open loans with an instalment that is overdue on that day."""
    # In the words of the partial index `holding_overdue`.
    rest = f"""WHERE holding.closed_on IS NULL AND holding.overdue_on IS NOT NULL
        AND holding.overdue_on <= ? AND {IN_BOOK} ORDER BY holding.overdue_on, holding.id"""
    return read(store, day, rest, day)
