"""Gifts: the list, those of a client, those of a period, and the limit in force."""

from datetime import datetime
from typing import TYPE_CHECKING

from cmcli.config import Settings
from cmcli.domain.client import ClientTag
from cmcli.domain.gift import Gift
from cmcli.domain.money import exponent
from cmcli.messages import Money
from cmcli.queries.conditions import Conditions, order
from cmcli.queries.joined import belonging, with_client
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.queries.figures import Source


def limit_of(settings: Settings) -> Money:
    """What one client may be given in a calendar year."""
    currency = settings["currency"]
    return Money(settings["gift.limit"] * 10 ** exponent(currency), currency)


def of_client(store: Store, client: int) -> list[Gift]:
    """Every gift to and from a client."""
    return store.select(Gift, "WHERE client_id = ?", client)


def of_clients(store: Store, clients: list[int]) -> dict[int, list[Gift]]:
    """The same of several, by client."""
    return belonging(store, Gift, "client_id", clients) if clients else {}


def listed(
    store: Store, *, client: int | None, since: datetime | None, until: datetime | None,
    sort: str | None,
) -> list[tuple[Gift, ClientTag]]:  # fmt: skip
    """Gifts by the filters, the latest first."""
    where = Conditions()
    where.add("gift.client_id = ?", client)
    where.add("gift.at >= ?", since)
    where.add("gift.at < ?", until)
    allowed = {"at": "gift.at", "value": "gift.amount", "name": "client.pinyin", "ref": "gift.id"}
    rest = where.sql(order(sort, allowed, "gift.at DESC, gift.id DESC"))
    return with_client(store, Gift, rest, *where.values)


def of_window(source: "Source") -> list[tuple[Gift, ClientTag]]:
    """Gifts of the periods of a report."""
    rest = "WHERE gift.at >= ? AND gift.at < ? ORDER BY gift.at, gift.id"
    return with_client(source.store, Gift, rest, source.window.start, source.window.end)
