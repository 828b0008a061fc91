"""Open callbacks and deals: what the agenda and a client's file show."""

from datetime import datetime

from cmcli.domain.callback import Callback
from cmcli.domain.client import ClientTag
from cmcli.domain.deal import Deal
from cmcli.queries.joined import with_client
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


def deals_of(store: Store, client_id: int) -> list[Deal]:
    """A client's open deals."""
    return store.select(Deal, "WHERE closed_at IS NULL AND client_id = ? ORDER BY id", client_id)
