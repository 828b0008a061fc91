"""Hand-offs: those that are out, of a client, of a request, of a period, and the list."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cmcli.domain.client import Client, ClientTag
from cmcli.domain.deal import Deal
from cmcli.domain.handoff import Handoff
from cmcli.domain.request import Request
from cmcli.named import NamedTuple
from cmcli.queries.conditions import AMONG, Conditions, order
from cmcli.storage.rows import array
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.queries.figures import Source

Pair = tuple[Handoff, ClientTag | None]

# In the words of the partial index `handoff_open`.
_OUT = "handoff.done_at IS NULL AND handoff.cancelled_at IS NULL"


def pairs(store: Store, rest: str, *values: Any) -> list[Pair]:
    """Hand-offs beside their client, if they have one; `rest` selects and orders them."""
    join = "LEFT JOIN client ON client.id = handoff.client_id"
    found = store.select(Handoff, f"{join} {rest}", *values)
    ids = array(sorted({one.client_id for one in found if one.client_id}))
    tags = {
        row[0]: ClientTag(*row)
        for row in store.rows(f"SELECT id, name, tier FROM client WHERE id {AMONG}", ids)
    }
    return [(one, tags.get(one.client_id or 0)) for one in found]


def pair(store: Store, number: int) -> Pair:
    """One of them; raises `NotFound`."""
    store.get(Handoff, number)  # says that there is none
    return pairs(store, "WHERE handoff.id = ?", number)[0]


def out(store: Store) -> list[Pair]:
    """Those that are not back, the first due first."""
    return pairs(store, f"WHERE {_OUT} ORDER BY handoff.due_at, handoff.id")


def out_of(store: Store, column: str, number: int) -> list[Handoff]:
    """The same of one `client_id` or `request_id`."""
    rest = f"WHERE {column} = ? AND {_OUT} ORDER BY due_at, id"
    return store.select(Handoff, rest, number)


def listed(
    store: Store, *, client: int | None, department: str | None, since: datetime | None,
    until: datetime | None, out: bool | None, sort: str | None,
) -> list[Pair]:  # fmt: skip
    """Hand-offs by the filters and when they were sent; `out` asks whether they are not back."""
    where = Conditions()
    where.add("handoff.client_id = ?", client)
    where.add("lower(handoff.department) = lower(?)", department)
    where.add("handoff.sent_at >= ?", since)
    where.add("handoff.sent_at < ?", until)
    if out is not None:
        where.add(_OUT if out else "handoff.done_at IS NOT NULL")
    allowed = {"due": "handoff.due_at", "sent": "handoff.sent_at", "done": "handoff.done_at",
               "department": "handoff.department", "name": "client.pinyin",
               "ref": "handoff.id"}  # fmt: skip
    usual = "handoff.due_at, handoff.id" if out else "handoff.sent_at DESC, handoff.id DESC"
    return pairs(store, where.sql(order(sort, allowed, usual)), *where.values)


def of_window(source: "Source") -> list[Pair]:
    """Those sent, due or back in the periods of a report, and those that were out then."""
    start, end = source.window.start, source.window.end
    rest = f"""WHERE handoff.sent_at < ? AND (handoff.sent_at >= ? OR handoff.due_at >= ?
        OR handoff.missed_at >= ? OR handoff.done_at >= ? OR handoff.cancelled_at >= ?
        OR ({_OUT})) ORDER BY handoff.due_at, handoff.id"""
    return pairs(source.store, rest, end, start, start, start, start, start)


class Packet(NamedTuple):
    """What the other department is told: of the client, the request and the deal it is for."""

    handoff: Handoff
    client: Client | None
    request: Request | None
    deal: Deal | None


def packet(store: Store, number: int) -> Packet:
    """The hand-off with what it is for; raises `NotFound`."""
    one = store.get(Handoff, number)
    return Packet(
        one,
        store.get(Client, one.client_id) if one.client_id else None,
        store.get(Request, one.request_id) if one.request_id else None,
        store.get(Deal, one.deal_id) if one.deal_id else None,
    )
