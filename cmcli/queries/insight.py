"""Insights with their tags and sharings, and the names of clients that a digest has to hide."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cmcli.domain.client import ClientTag
from cmcli.domain.insight import (
    STALE_DAYS,
    Insight,
    InsightFile,
    InsightShare,
    InsightTag,
    Policy,
)  # fmt: skip
from cmcli.queries.conditions import AMONG, Conditions, order
from cmcli.queries.joined import belonging
from cmcli.storage.rows import array
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.queries.figures import Source

UNSHARED = "NOT EXISTS (SELECT 1 FROM insight_share WHERE insight_id = insight.id)"
_HEARD_IN = """EXISTS (SELECT 1 FROM insight_share AS s
    WHERE s.insight_id = insight.id AND s.at >= ? AND s.at < ?)"""

Pair = tuple[InsightFile, ClientTag | None]


def files(store: Store, rest: str = "", *values: Any) -> list[Pair]:
    """Insights with what belongs to them and the client they are about, if any."""
    found = store.select(Insight, rest, *values)
    ids = [insight.id for insight in found]
    tags = belonging(store, InsightTag, "insight_id", ids)
    shares = belonging(store, InsightShare, "insight_id", ids, "at, id")
    clients = _clients(store, [one.client_id for one in found if one.client_id])
    return [
        (InsightFile(one, tuple(tags.get(one.id, ())), tuple(shares.get(one.id, ()))),
         clients.get(one.client_id or 0))
        for one in found
    ]  # fmt: skip


def _clients(store: Store, ids: list[int]) -> dict[int, ClientTag]:
    rows = store.rows(f"SELECT id, name, tier FROM client WHERE id {AMONG}", array(ids))
    return {row[0]: ClientTag(*row) for row in rows}


def file(store: Store, number: int) -> Pair:
    """One insight; raises `NotFound`."""
    found = files(store, "WHERE id = ?", number)
    if not found:
        store.get(Insight, number)  # says that there is none
    return found[0]


def named(store: Store, numbers: list[int]) -> list[Pair]:
    """Insights by their numbers, in that order; raises `NotFound`."""
    return [file(store, number) for number in dict.fromkeys(numbers)]


def listed(
    store: Store, *, kind: str | None = None, tag: str | None = None,
    since: datetime | None = None, until: datetime | None = None, unshared: bool = False,
    sort: str | None = None,
) -> list[Pair]:  # fmt: skip
    """Insights by the filters, the latest first."""
    where = Conditions()
    where.add("kind = ?", kind)
    where.add("""EXISTS (SELECT 1 FROM insight_tag WHERE insight_id = insight.id
        AND lower(tag) = lower(?))""", tag.lstrip("#") if tag else None)  # fmt: skip
    where.add("at >= ?", since)
    where.add("at < ?", until)
    if unshared:
        where.add(UNSHARED)
    allowed = {"at": "at", "kind": "kind", "title": "title", "ref": "id"}
    return files(store, where.sql(order(sort, allowed, "at DESC, id DESC")), *where.values)


def unheard(store: Store, now: datetime, policy: Policy) -> list[Insight]:
    """Those that lie unshared for some days and are not stale yet, the oldest first."""
    rest = f"WHERE at >= ? AND at <= ? AND {UNSHARED} ORDER BY at, id"
    since, until = now - timedelta(days=STALE_DAYS), now - timedelta(days=policy.days)
    return store.select(Insight, rest, since, until)


def all_names(store: Store) -> list[tuple[str, int]]:
    """Every name in the book, archived ones too, with the number of the file it is in now."""
    found: list[tuple[str, int]] = store.rows(
        "SELECT name, coalesce(merged_into_id, id) FROM client ORDER BY id"
    )
    return found


def of_window(source: "Source") -> list[Pair]:
    """Insights of the window, and those shared in it."""
    start, end = source.window.start, source.window.end
    rest = f"WHERE (at >= ? AND at < ?) OR {_HEARD_IN} ORDER BY at, id"
    return files(source.store, rest, start, end, start, end)
