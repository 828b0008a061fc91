"""The verbs of a client."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cmcli import agenda
from cmcli.desk import Desk
from cmcli.domain import client as rules
from cmcli.domain.cadence import state
from cmcli.domain.client import Client
from cmcli.errors import Usage
from cmcli.messages import Code, joined, say
from cmcli.queries import client as queries
from cmcli.queries import policies
from cmcli.views import client as view
from cmcli.views.write import receipt

_CLEAN: dict[str, Callable[[str], str]] = {
    "name": rules.clean_name,
    "phone": rules.clean_phone,
    "email": rules.clean_email,
    "birthday": rules.clean_birthday,
}
_CODES = {"kind": "client_kind", "status": "status", "tier": "tier", "channel": "channel"}
_NEEDED = ("name", "kind", "status", "tier")


def given(**facts: str | None) -> dict[str, str | None]:
    """The facts by the names of their fields."""
    return facts


def checked(here: Desk, given: dict[str, str | None]) -> dict[str, Any]:
    """Facts as they are kept, from facts as they are typed; an empty text is None."""
    facts: dict[str, Any] = {}
    for field, text in given.items():
        if field not in rules.FIELDS:
            raise Usage(
                say("a client has no field {field}", field=field),
                say("fields: {fields}", fields=", ".join(rules.FIELDS)),
            )
        if not (text or "").strip():
            if field in _NEEDED and text is not None:
                raise Usage(say("{field} cannot be empty", field=field))
            facts[field] = None
        elif field in _CODES:
            facts[field] = here.code(_CODES[field], str(text))
        else:
            facts[field] = _CLEAN.get(field, rules.clean_text)(str(text))
    return facts


def new(facts: dict[str, Any], tags: str, now: datetime) -> Client:
    """A client from checked facts, with the keys it is found by."""
    keys = search_keys(facts["name"], facts["kind"])
    values: dict[str, Any] = {**facts, **keys, "tags": tags, "created_at": now}
    return Client(-1, **values)


def search_keys(name: str, kind: str) -> dict[str, str]:
    """`pinyin` and `initials` of a name."""
    from cmcli import pinyin

    sound, initials = pinyin.keys(name, person=kind == "person")
    return {"pinyin": sound, "initials": initials}


def twins(here: Desk, facts: dict[str, Any]) -> list[Client]:
    """Clients in the book with the same name or number."""
    rest = "WHERE archived_at IS NULL AND (name = ? OR (phone = ? AND ? <> '')) ORDER BY id"
    phone = facts.get("phone") or ""
    return here.store.select(Client, rest, facts["name"], phone, phone)


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """New facts of a client."""
    if not fields:
        raise Usage(say("what should change?"), say("for example: cm client edit c3 --tier key"))
    facts = checked(here, dict(fields))
    with here.store.transaction():
        client = here.store.get(Client, number)
        if "name" in facts or "kind" in facts:
            facts |= search_keys(facts.get("name", client.name), facts.get("kind", client.kind))
        here.apply(rules.edit(client, here.now, **facts), f"c{number}")
    changed = here.store.get(Client, number)
    words = [Code("tier", changed.tier), Code("status", changed.status)]
    here.show(
        lambda: view.document(changed, here.zone),
        lambda: receipt(here.speak, joined([f"c{number} {changed.name}", *words])),
    )


def show(here: Desk, number: int, *, reveal: bool = False) -> None:
    """The client file."""
    client = here.store.get(Client, number)
    file = queries.file(here.store, client)
    here.show(
        lambda: view.file_document(file, here.zone, reveal=reveal),
        lambda: view.file_page(file, here.speak, _contact(here, client), reveal=reveal),
    )


def _contact(here: Desk, client: Client) -> str | None:
    """The state of a key client's quarterly contact."""
    if client.tier != "key":
        return None
    policy = policies.cadence_policy(here.settings)
    key = next((k for k in queries.key_clients(here.store) if k.client.id == client.id), None)
    return state(key.last_met_at, here.now, policy) if key else None


def due(here: Desk, rows: list[Any]) -> list[Any]:
    """The rows of key clients not yet met this quarter, in the order of the agenda."""
    waiting = agenda.build(here.store, here.settings, here.now).section("key_contact")
    by_id = {row.client.id: row for row in rows}
    return [by_id[i.client.id] for i in waiting if i.client and i.client.id in by_id]


def done(here: Desk, number: int, note: str | None) -> None:
    """A key contact logged: a call that reached the client, now."""
    from cmcli.nouns.interaction import Said, record

    record(here, Said(client=here.store.get(Client, number), note=note))
