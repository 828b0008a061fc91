"""The prices of a product, by the day they are of."""

from datetime import date, timedelta

from cmcli.domain.price import Price, grown
from cmcli.named import NamedTuple
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
    return store.select(Price, where.sql("valued_on"), *where.values)


def latest(store: Store, product_id: int, day: date) -> Price | None:
    """The last price known on that day."""
    rest = "WHERE product_id = ? AND valued_on <= ? ORDER BY valued_on DESC LIMIT 1"
    return next(iter(store.select(Price, rest, product_id, day)), None)


class Known(NamedTuple):
    """What is known of a product's price on a day: the last one, of how many, and the return over
    the year before it, None where the prices do not reach back so far.
    """  # noqa: D205

    latest: Price
    days: int
    year: float | None


def known(store: Store, product_id: int, day: date) -> Known | None:
    """What is known on that day; None where no price is."""
    last = latest(store, product_id, day)
    if last is None:
        return None
    sql = "SELECT count(*) FROM price WHERE product_id = ? AND valued_on <= ?"
    first = latest(store, product_id, last.valued_on - timedelta(days=365))
    year = history(store, product_id, first.valued_on, last.valued_on) if first else []
    return Known(last, int(store.value(sql, product_id, day)), grown(year))
