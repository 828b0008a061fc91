"""Filtered lists of each noun."""

from datetime import datetime

from cmcli.domain.callback import Callback
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.deal import Deal
from cmcli.domain.request import RequestFile
from cmcli.named import NamedTuple
from cmcli.queries.conditions import AMONG, LAST_MET, Conditions, order
from cmcli.queries.joined import with_client
from cmcli.queries.request import files
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store


class ClientRow(NamedTuple):
    """A client in a list, with the last contact that counts."""

    client: Client
    last_met_at: datetime | None


_CLIENT_SORT = {
    "name": "pinyin", "tier": "CASE tier WHEN 'key' THEN 0 WHEN 'focus' THEN 1 ELSE 2 END",
    "status": "status", "created": "created_at", "last": LAST_MET, "ref": "id",
}  # fmt: skip


def clients(
    store: Store,
    *,
    status: str | None,
    tier: str | None,
    tag: str | None,
    since: datetime | None,
    until: datetime | None,
    archived: bool,
    sort: str | None,
    among: list[int] | None = None,
) -> list[ClientRow]:
    """Clients in the book, or the archived ones; `among` leaves only those numbers."""
    where = Conditions()
    where.add(f"id {AMONG}", None if among is None else array(among))
    where.add("archived_at IS NOT NULL" if archived else "archived_at IS NULL")
    where.add("status = ?", status)
    where.add("tier = ?", tier)
    where.tag(tag)
    where.add("created_at >= ?", since)
    where.add("created_at < ?", until)
    rest = where.sql(order(sort, _CLIENT_SORT, "id"))
    found = store.select(Client, rest, *where.values)
    met = dict(store.rows(f"SELECT id, {LAST_MET} FROM client {rest}", *where.values))
    return [ClientRow(c, to_instant(met[c.id]) if met[c.id] else None) for c in found]


def callbacks(
    store: Store,
    *,
    client: int | None,
    tier: str | None,
    tag: str | None,
    since: datetime | None,
    until: datetime | None,
    everything: bool,
    sort: str | None,
) -> list[tuple[Callback, ClientTag]]:
    """Open callbacks, or all of them; `since` and `until` bound the due time."""
    where = Conditions()
    if not everything:
        where.add("callback.done_at IS NULL AND callback.cancelled_at IS NULL")
    where.add("callback.client_id = ?", client)
    where.add("client.tier = ?", tier)
    where.tag(tag)
    where.add("due_at >= ?", since)
    where.add("due_at < ?", until)
    allowed = {"due": "due_at", "name": "client.pinyin", "ref": "callback.id"}
    rest = where.sql(order(sort, allowed, "due_at, callback.id"))
    return with_client(store, Callback, rest, *where.values)


def requests(
    store: Store,
    *,
    client: int | None,
    tier: str | None,
    tag: str | None,
    status: str | None,
    since: datetime | None,
    until: datetime | None,
    sort: str | None,
) -> list[tuple[RequestFile, ClientTag]]:
    """Requests by status; `unresolved` stands for open and waiting."""
    where = Conditions()
    if status == "unresolved":
        where.add("request.status <> 'resolved'")
    elif status:
        where.add("request.status = ?", status)
    where.add("client_id = ?", client)
    where.add("client.tier = ?", tier)
    where.tag(tag)
    where.add("asked_at >= ?", since)
    where.add("asked_at < ?", until)
    allowed = {"asked": "asked_at", "name": "client.pinyin", "ref": "request.id",
               "priority": "priority = 'normal'"}  # fmt: skip
    rest = where.sql(order(sort, allowed, "asked_at, request.id"))
    return files(store, rest, *where.values)


def deals(
    store: Store,
    *,
    client: int | None,
    tier: str | None,
    tag: str | None,
    stage: str | None,
    closed: bool | None,
    since: datetime | None,
    until: datetime | None,
    sort: str | None,
) -> list[tuple[Deal, ClientTag]]:
    """Deals by stage; `since` and `until` bound the opening."""
    where = Conditions()
    where.add("deal.stage = ?", stage)
    if closed is not None and not stage:
        where.add(f"deal.closed_at IS {'NOT NULL' if closed else 'NULL'}")
    where.add("client_id = ?", client)
    where.add("client.tier = ?", tier)
    where.tag(tag)
    where.add("opened_at >= ?", since)
    where.add("opened_at < ?", until)
    allowed = {"amount": "amount", "opened": "opened_at", "expected": "expected_on",
               "name": "client.pinyin", "stage": "deal.stage", "ref": "deal.id"}  # fmt: skip
    rest = where.sql(order(sort, allowed, "deal.id"))
    return with_client(store, Deal, rest, *where.values)
