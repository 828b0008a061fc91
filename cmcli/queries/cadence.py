"""Whom the standard, or a service plan, wants to be met: with the last contact that counts."""

from typing import Any

from cmcli.config import Settings
from cmcli.domain.cadence import KeyClient, stricter
from cmcli.domain.client import ClientTag
from cmcli.domain.plan import present
from cmcli.queries import plan
from cmcli.queries.conditions import AMONG, IN_BOOK, LAST_MET
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store

# A key client counts as met by voice or in person only, any other by any contact.
_REACHED = """(SELECT max(at) FROM interaction WHERE interaction.client_id = client.id
    AND outcome = 'reached')"""
_SINCE = """(SELECT min(since_at) FROM standing AS s
    WHERE s.client_id = client.id AND s.tier = client.tier AND s.since_at > coalesce(
        (SELECT max(o.since_at) FROM standing AS o
         WHERE o.client_id = client.id AND o.tier <> client.tier), ''))"""


def duty_of(store: Store, settings: Settings, client_id: int) -> KeyClient | None:
    """The contact duty of one client, by its tier or its service plan; None where it has none."""
    planned = present(plan.revisions(store, client_id))
    every = planned.cadence if planned else None
    found = _found(store, "client.id = ? AND (client.tier = 'key' OR ?)", client_id, bool(every))
    return _duty(found[0], settings, every) if found else None


def duties(
    store: Store, settings: Settings, plans: dict[int, str] | None = None
) -> list[KeyClient]:
    """Key clients, and those whose service plan sets a cadence; `plans` where they are read."""
    if plans is None:
        plans = plan.cadences(plan.current(store))
    condition = f"client.tier <> 'key' AND client.id {AMONG}"
    others = _found(store, condition, array(sorted(plans)))
    rows = [*_found(store, "client.tier = 'key'"), *others]
    return [_duty(row, settings, plans.get(row[0])) for row in rows]


def of_tier(store: Store, settings: Settings, tier: str) -> list[KeyClient]:
    """Every client of a tier; prospects are no clients yet."""
    plans = plan.cadences(plan.current(store))
    rows = _found(store, "client.tier = ? AND client.status <> 'prospect'", tier)
    return [_duty(row, settings, plans.get(row[0])) for row in rows]


def _found(store: Store, condition: str, *values: Any) -> list[tuple[Any, ...]]:
    return store.rows(
        f"""SELECT client.id, name, client.tier, client.created_at, {_SINCE},
                CASE client.tier WHEN 'key' THEN {LAST_MET} ELSE {_REACHED} END
            FROM client WHERE {condition} AND {IN_BOOK}
            ORDER BY client.id""",
        *values,
    )


def _duty(row: tuple[Any, ...], settings: Settings, planned: str | None) -> KeyClient:
    number, name, tier, created, since, met = row
    return KeyClient(
        ClientTag(number, name, tier),
        to_instant(since or created),
        to_instant(met) if met else None,
        stricter(settings.text(f"cadence.{tier}"), planned),
    )
