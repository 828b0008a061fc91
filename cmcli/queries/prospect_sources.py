"""Prospects with whoever sent them, for what came of each source."""

from datetime import datetime
from typing import TYPE_CHECKING

from cmcli.domain.client import Client, tag_of
from cmcli.domain.figures.prospects import Way
from cmcli.domain.prospect import Prospect
from cmcli.queries.conditions import AMONG
from cmcli.queries.joined import with_client
from cmcli.storage.rows import array
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.queries.figures import Source


def of_window(source: "Source") -> list[Way]:
    """Those of a report: added before the end of its last period."""
    return ways(source.store, source.window.end)


def ways(store: Store, until: datetime) -> list[Way]:
    """Every prospect added before `until`."""
    found = with_client(store, Prospect, "WHERE opened_at < ? ORDER BY prospect.id", until)
    ids = sorted({one.referrer_id for one, _ in found if one.referrer_id})
    senders = store.select(Client, f"WHERE id {AMONG}", array(ids))
    known = {client.id: tag_of(client) for client in senders}
    return [Way(one, client, known.get(one.referrer_id or 0)) for one, client in found]
