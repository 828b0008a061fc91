"""Market research: the notes by their filters, and those about the groups a client belongs to."""

from datetime import datetime
from typing import Any

from cmcli.domain.client import Client
from cmcli.domain.research import Notes, Research
from cmcli.queries.conditions import IN_BOOK, Conditions, order
from cmcli.store import Store

# Whom a note is about. An employer and a street are written in many ways: the note's is part of
# the client's.
_ABOUT = {
    "employer": "instr(lower(client.employer), lower(?)) > 0",
    "sector": "lower(client.sector) = lower(?)",
    "street": "instr(lower(coalesce(client.address, '') || ' ' || coalesce(client.district, '')), "
    "lower(?)) > 0",
    "tag": "instr(' ' || lower(client.tags) || ' ', ' ' || lower(?) || ' ') > 0",
    "tier": "client.tier = ?",
}


def listed(
    store: Store, *, segment: str | None, value: str | None, since: datetime | None,
    until: datetime | None, sort: str | None,
) -> list[Research]:  # fmt: skip
    """Notes by the filters, the latest first."""
    where = Conditions()
    where.add("segment = ?", segment)
    where.add("lower(value) = lower(?)", value)
    where.add("at >= ?", since)
    where.add("at < ?", until)
    allowed = {"at": "at", "segment": "segment", "value": "value", "ref": "id"}
    rest = where.sql(order(sort, allowed, "at DESC, id DESC"))
    return store.select(Research, rest, *where.values)


def about(store: Store, client: Client, share: int = 3) -> Notes:
    """The latest notes about the groups a client belongs to; only notes are read for it."""
    place = f"{client.address or ''} {client.district or ''}"
    conditions = (
        ("segment = 'tier' AND value = ?", client.tier),
        ("segment = 'sector' AND lower(value) = lower(?)", client.sector),
        ("segment = 'employer' AND instr(lower(?), lower(value)) > 0", client.employer),
        ("segment = 'street' AND instr(lower(?), lower(value)) > 0", place.strip()),
        ("segment = 'tag' AND instr(lower(?), ' ' || lower(value) || ' ') > 0",
         f" {client.tags} " if client.tags else None),
    )  # fmt: skip
    asked = [(text, value) for text, value in conditions if value]
    where = f"WHERE ({' OR '.join(f'({text})' for text, _ in asked)})"
    values: list[Any] = [value for _, value in asked]
    latest = store.select(Research, f"{where} ORDER BY at DESC, id DESC LIMIT ?", *values, share)
    total = len(latest)
    if total == share:
        total = int(store.value(f"SELECT count(*) FROM research {where}", *values))
    return Notes(latest, total)


def members(store: Store, segment: str, value: str) -> int:
    """How many clients in the book a note is about."""
    sql = f"SELECT count(*) FROM client WHERE {IN_BOOK} AND {_ABOUT[segment]}"
    return int(store.value(sql, value))
