"""The prices of a product, by the day they are of."""

from datetime import date

from cmcli.domain.price import Price
from cmcli.queries.conditions import Conditions
from cmcli.store import Store


def history(
    store: Store, product_id: int, since: date | None = None, until: date | None = None
) -> list[Price]:
    """The prices from `since` to `until`, both included, the earliest first."""
    where = Conditions()
    where.add("product_id = ?", product_id)
    where.add("valued_on >= ?", since)
    where.add("valued_on <= ?", until)
    return store.select(Price, where.sql("valued_on", None), *where.values)


def latest(store: Store, product_id: int, day: date) -> Price | None:
    """The last price known on that day."""
    rest = "WHERE product_id = ? AND valued_on <= ? ORDER BY valued_on DESC LIMIT 1"
    return next(iter(store.select(Price, rest, product_id, day)), None)


def known(store: Store, product_id: int) -> int:
    """How many days have a price."""
    return int(store.value("SELECT count(*) FROM price WHERE product_id = ?", product_id))
