"""Files of the book that may be of whoever is to be entered; the rule decides."""

from typing import Any

from cmcli.domain.client import Client
from cmcli.domain.twins import Facts, likeness, short_name, spellings
from cmcli.store import Store


def alike(store: Store, facts: Facts) -> list[tuple[Client, str]]:
    """Files like the facts and how: `phone`, `name` or `sound`, the strongest likeness first."""
    candidates = _candidates(store, facts)
    found = [(client, how) for client in candidates if (how := likeness(client, facts))]
    return sorted(found, key=lambda one: (("phone", "name", "sound").index(one[1]), one[0].id))


def _candidates(store: Store, facts: Facts) -> list[Client]:
    """Whoever an index finds by name, sound or number."""
    conditions, values = ["name = ?"], [facts.name]
    if facts.pinyin:
        conditions.append("pinyin = ?")
        values.append(facts.pinyin)
    if facts.kind == "company":
        short = short_name(facts.name)
        conditions.append("name >= ? AND name < ?")
        values += [short, short + "\U0010ffff"]
    if facts.phone:
        forms: list[Any] = spellings(facts.phone)
        conditions.append(f"phone IN ({', '.join('?' * len(forms))})")
        values += forms
    which = " OR ".join(f"({condition})" for condition in conditions)
    return store.select(Client, f"WHERE archived_at IS NULL AND ({which}) ORDER BY id", *values)
