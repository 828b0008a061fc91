"""Risks of clients: the register, a client's open ones, and the reviews that were held."""

from datetime import date

from cmcli.domain.client import ClientTag
from cmcli.domain.risk import Risk, RiskReview
from cmcli.queries.conditions import IN_BOOK, Conditions, order
from cmcli.queries.joined import with_client
from cmcli.store import Store

_GRAVEST = "CASE risk.severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END"
_NEAREST = f"closed_at IS NOT NULL, review_on IS NULL, review_on, {_GRAVEST}, risk.id"
_SORT = {
    "review": "review_on", "severity": _GRAVEST, "opened": "opened_at", "name": "client.pinyin",
    "kind": "risk.kind", "ref": "risk.id",
}  # fmt: skip


def listed(
    store: Store,
    *,
    client: int | None,
    tier: str | None,
    tag: str | None,
    kind: str | None,
    severity: str | None,
    everything: bool,
    sort: str | None,
) -> list[tuple[Risk, ClientTag]]:
    """Open risks of clients in the book, the nearest review first; or all, the closed ones last."""
    where = Conditions()
    if not everything:
        where.add("closed_at IS NULL")
    if client is None:
        where.add("client.archived_at IS NULL" if everything else IN_BOOK)
    where.add("client_id = ?", client)
    where.add("client.tier = ?", tier)
    where.tag(tag)
    where.add("risk.kind = ?", kind)
    where.add("severity = ?", severity)
    return with_client(store, Risk, where.sql(order(sort, _SORT, _NEAREST)), *where.values)


def due(store: Store, day: date) -> list[tuple[Risk, ClientTag]]:
    """Open risks whose review is due by that day, the longest overdue first."""
    rest = f"""WHERE closed_at IS NULL AND review_on <= ? AND {IN_BOOK}
        ORDER BY review_on, risk.id"""
    return with_client(store, Risk, rest, day)


def open_of(store: Store, client_id: int) -> list[Risk]:
    """A client's open risks, the gravest first, then the nearest review."""
    rest = f"""WHERE client_id = ? AND closed_at IS NULL
        ORDER BY {_GRAVEST}, review_on IS NULL, review_on, id"""
    return store.select(Risk, rest, client_id)


def reviews(store: Store, risk_id: int) -> list[RiskReview]:
    """The reviews of a risk, the latest first."""
    return store.select(RiskReview, "WHERE risk_id = ? ORDER BY at DESC, id DESC", risk_id)


def by_rule(store: Store) -> list[Risk]:
    """Every risk that a rule proposed, whatever became of it."""
    return store.select(Risk, "WHERE rule IS NOT NULL ORDER BY id")
