"""Prospects: the open record of a client, those that are pending, the list."""

from datetime import datetime
from typing import Any

from cmcli.domain.campaign import Campaign
from cmcli.domain.client import ClientTag
from cmcli.domain.prospect import OPEN_STAGES, Pending, Prospect, ProspectStage
from cmcli.named import NamedTuple
from cmcli.queries.conditions import IN_BOOK, Conditions, order
from cmcli.queries.joined import belonging
from cmcli.queries.joined import tag as tag_of
from cmcli.storage.rows import decode, to_instant
from cmcli.store import Store

# The last contact or change of stage; both are sought by their indexes, for the rows shown only.
_TOUCHED = """max(prospect.opened_at,
    coalesce((SELECT max(at) FROM interaction WHERE client_id = prospect.client_id), ''),
    coalesce((SELECT max(at) FROM prospect_stage WHERE prospect_id = prospect.id), ''))"""
_STAGE = "CASE prospect.stage " + " ".join(
    f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(OPEN_STAGES)
) + " ELSE 9 END"  # fmt: skip
_SORT = {
    "name": "client.pinyin", "stage": _STAGE, "source": "prospect.source",
    "opened": "prospect.opened_at", "due": "prospect.next_due_at IS NULL, prospect.next_due_at",
    "touched": _TOUCHED, "ref": "client.id",
}  # fmt: skip


class Origin(NamedTuple):
    """A prospect's record with the names of who sent them and of the campaign."""

    prospect: Prospect
    referrer: ClientTag | None
    campaign: Campaign | None


def open_of(store: Store, client_id: int) -> Prospect | None:
    """The open record of a client."""
    rest = "WHERE closed_at IS NULL AND client_id = ?"
    return next(iter(store.select(Prospect, rest, client_id)), None)


def open_ones(store: Store) -> dict[int, Prospect]:
    """Every open record, by the client."""
    found = store.select(Prospect, "WHERE closed_at IS NULL")
    return {prospect.client_id: prospect for prospect in found}


def of_clients(store: Store, *clients: int) -> list[Prospect]:
    """Every record of these clients, open or closed."""
    return [
        prospect for client in clients
        for prospect in store.select(Prospect, "WHERE client_id = ? ORDER BY id", client)
    ]  # fmt: skip


def stages(store: Store, prospects: list[Prospect]) -> dict[int, list[ProspectStage]]:
    """The stages of each record, the oldest first."""
    ids = [prospect.id for prospect in prospects]
    return belonging(store, ProspectStage, "prospect_id", ids, "at, id")


def last_of(store: Store, client_id: int) -> Origin | None:
    """The latest record of a client, with whoever sent them and the campaign."""
    rest = "WHERE client_id = ? ORDER BY closed_at IS NOT NULL, id DESC LIMIT 1"
    found = store.select(Prospect, rest, client_id)
    return origin(store, found[0]) if found else None


def origin(store: Store, prospect: Prospect) -> Origin:
    """The record with the names it refers to."""
    referrer = tag_of(store, prospect.referrer_id) if prospect.referrer_id else None
    return Origin(prospect, referrer, store.find(Campaign, prospect.campaign_id or 0))


def pending(store: Store) -> list[Pending]:
    """Every open prospect in the book, with its last touch."""
    rest = f"WHERE prospect.closed_at IS NULL AND {IN_BOOK} ORDER BY prospect.client_id"
    # Left to itself SQLite reads the whole table, which grows with all who ever came.
    return _pending(store, rest, index="INDEXED BY prospect_open")


def _pending(store: Store, rest: str, *values: Any, index: str = "") -> list[Pending]:
    names = ", ".join(f"prospect.{column}" for column in Prospect._fields)
    rows = store.rows(
        f"""SELECT client.id, client.name, client.tier, {_TOUCHED}, {names}
            FROM prospect {index} JOIN client ON client.id = prospect.client_id {rest}""",
        *values,
    )  # fmt: skip
    return [
        Pending(Prospect._make(decode(Prospect._fields, row[4:])), ClientTag(*row[:3]),
                to_instant(row[3]))
        for row in rows
    ]  # fmt: skip


def listed(
    store: Store, *, stage: str | None, source: str | None, tier: str | None, tag: str | None,
    since: datetime | None, until: datetime | None, sort: str | None,
) -> list[Pending]:  # fmt: skip
    """Open prospects, or those of a stage; `since` and `until` bound the day they were added."""
    where = Conditions()
    where.add(IN_BOOK if stage not in ("converted", "dropped") else "client.archived_at IS NULL")
    if stage is None:
        where.add("prospect.closed_at IS NULL")
    where.add("prospect.stage = ?", stage)
    where.add("prospect.source = ?", source)
    where.add("client.tier = ?", tier)
    where.tag(tag)
    where.add("prospect.opened_at >= ?", since)
    where.add("prospect.opened_at < ?", until)
    usual = f"{_SORT['due']}, prospect.id"
    return _pending(store, where.sql(order(sort, _SORT, usual)), *where.values)
