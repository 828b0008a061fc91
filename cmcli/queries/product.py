"""Products by name, by text, and as they stood at an instant."""

import json
from datetime import datetime

from cmcli.domain.product import Product
from cmcli.queries.conditions import Conditions, like, order
from cmcli.storage.rows import decode
from cmcli.store import Store

_SORT = {
    "code": "code", "name": "name", "risk": "risk", "price": "price", "minimum": "minimum",
    "term": "term", "return": "expected_return", "ref": "id",
}  # fmt: skip
_TEXTS = ("code", "name", "fees", "structure", "risks", "target", "note")


def named(store: Store, text: str) -> Product | None:
    """The product with that code, else that name."""
    rest = "WHERE code = ? OR name = ? ORDER BY code <> ? LIMIT 1"
    return next(iter(store.select(Product, rest, text, text, text)), None)


def matching(
    store: Store,
    text: str | None = None,
    *,
    kind: str | None = None,
    sort: str | None = None,
) -> list[Product]:
    """Products whose texts hold every word of `text`, of a kind."""
    where = Conditions()
    where.add("kind = ?", kind)
    texts = " || ' ' || ".join(f"coalesce({column}, '')" for column in _TEXTS)
    for word in (text or "").split():
        where.add(f"{texts} LIKE ? ESCAPE '\\'", f"%{like(word)}%")
    return store.select(Product, where.sql(order(sort, _SORT, "code")), *where.values)


def as_of(store: Store, number: int, at: datetime) -> Product | None:
    """The product as it stood at `at`, from the history; None before it was in the catalogue."""
    image = store.value(
        """SELECT after FROM image JOIN entry ON entry.id = entry_id
           WHERE noun = 'product' AND row_id = ? AND entry.at <= ? AND undone_at IS NULL
           ORDER BY entry_id DESC LIMIT 1""",
        number,
        at,
    )
    return _of_image(image) if image else None


def then(store: Store, product: Product, at: datetime) -> Product:
    """The words that could be told at `at`: before the product was in the catalogue, the first."""
    stood = as_of(store, product.id, at)
    if stood:
        return stood
    first = """SELECT after FROM image WHERE noun = 'product' AND row_id = ? AND before IS NULL
        ORDER BY entry_id LIMIT 1"""
    image = store.value(first, product.id)
    return _of_image(image) if image else product


def _of_image(image: str) -> Product:
    facts = json.loads(image)
    # An image from before the catalogue grew lacks the later columns: their defaults hold.
    columns = tuple(column for column in Product._fields if column in facts)
    values = decode(columns, [facts[column] for column in columns])
    return Product(**dict(zip(columns, values, strict=True)))
