"""Assessments of risk tolerance: the latest of a client, and all of them."""

from cmcli.domain.assessment import Assessment
from cmcli.domain.client import ClientTag
from cmcli.queries.conditions import IN_BOOK
from cmcli.queries.joined import with_client
from cmcli.store import Store

_LATEST = """assessment.id = (SELECT id FROM assessment AS x WHERE x.client_id = client.id
    ORDER BY x.at DESC, x.id DESC LIMIT 1)"""


def current(store: Store, client_id: int) -> Assessment | None:
    """The latest assessment of a client, whether it is still valid or not."""
    return next(iter(history(store, client_id)), None)


def history(store: Store, client_id: int) -> list[Assessment]:
    """Every assessment of a client, the latest first."""
    return store.select(Assessment, "WHERE client_id = ? ORDER BY at DESC, id DESC", client_id)


def current_all(store: Store) -> list[tuple[Assessment, ClientTag]]:
    """The latest assessment of each client in the book."""
    return with_client(store, Assessment, f"WHERE {_LATEST} AND {IN_BOOK} ORDER BY client.id")
