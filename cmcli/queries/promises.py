"""Open callbacks and deals: what the agenda and a client's file show."""

from datetime import date, datetime

from cmcli.domain.callback import Callback
from cmcli.domain.client import ClientTag
from cmcli.domain.deal import Deal
from cmcli.domain.product import Product
from cmcli.queries.joined import belonging, with_client
from cmcli.store import Store

_OPEN_CALLBACK = "callback.done_at IS NULL AND callback.cancelled_at IS NULL"


def callbacks_until(store: Store, until: datetime) -> list[tuple[Callback, ClientTag]]:
    """Open callbacks due before `until`."""
    rest = f"WHERE {_OPEN_CALLBACK} AND due_at < ? ORDER BY due_at, callback.id"
    return with_client(store, Callback, rest, until)


def callbacks_of(store: Store, client_id: int) -> list[Callback]:
    """A client's open callbacks, the nearest first."""
    rest = f"WHERE {_OPEN_CALLBACK} AND client_id = ? ORDER BY due_at, id"
    return store.select(Callback, rest, client_id)


def open_deals(store: Store) -> list[tuple[Deal, ClientTag]]:
    """Every open deal."""
    return with_client(store, Deal, "WHERE closed_at IS NULL ORDER BY next_due_at, deal.id")


def unsold_deals(store: Store, day: date) -> list[tuple[Deal, ClientTag, Product]]:
    """Open deals whose product was on sale until a day before `day`."""
    # Left to itself SQLite goes by the product, over all the deals that were ever closed.
    rest = """WHERE deal.id IN (SELECT deal.id FROM deal INDEXED BY deal_open
            JOIN product ON product.id = product_id WHERE closed_at IS NULL AND until_on < ?)
        ORDER BY deal.id"""
    found = with_client(store, Deal, rest, day)
    numbers = sorted({deal.product_id for deal, _ in found if deal.product_id})
    products = belonging(store, Product, "id", numbers)
    return [
        (deal, client, products[deal.product_id][0]) for deal, client in found if deal.product_id
    ]


def deals_of(store: Store, client_id: int) -> list[Deal]:
    """A client's open deals."""
    return store.select(Deal, "WHERE closed_at IS NULL AND client_id = ? ORDER BY id", client_id)
