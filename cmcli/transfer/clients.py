"""Clients from a file."""

from typing import Any

from cmcli.domain import client as rules
from cmcli.domain import prospect
from cmcli.domain.change import Change
from cmcli.domain.client import Client
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind
from cmcli.transfer.lookup import fresh, sounds
from cmcli.transfer.values import coded


def _match(facts: Facts, ground: Ground) -> Client | None:
    return ground.clients.twin(facts["name"], facts.get("phone"))


def _create(facts: Facts, ground: Ground) -> list[Change]:
    client = fresh(ground.numbers.take(4), dict(facts), ground.now)
    ground.clients.keep(client)
    return prospect.added(client)


def _update(client: Client, said: Facts, ground: Ground) -> list[Change]:
    facts: dict[str, Any] = dict(said)
    client = ground.clients.standing(client)
    if ground.clients.is_merged(facts.get("name")):
        # The manager has joined that file to this one, which keeps its own name.
        del facts["name"]
    if "tags" in facts:
        facts["tags"] = rules.clean_tags(f"{client.tags} {facts['tags']}".split())
    name, kind = facts.get("name", client.name), facts.get("kind", client.kind)
    if (name, kind) != (client.name, client.kind):
        facts |= sounds(name, kind)
    record = ground.prospects.get(client.id)
    # A rule numbers its new rows for one decision; here many decisions are written at once.
    return prospect.edited(client, record, ground.now, first=ground.numbers.take(3), **facts)


CLIENTS = Kind(
    name="clients",
    noun="client",
    record=Client,
    fields={
        "name": values.name,
        "kind": coded("client_kind", "kind"),
        "status": coded("status", "status"),
        "tier": coded("tier", "tier"),
        "phone": values.phone,
        "email": values.email,
        "wechat": values.text,
        "id_number": values.id_number,
        "birthday": values.birthday,
        "employer": values.text,
        "sector": values.text,
        "address": values.text,
        "district": values.text,
        "hours": values.hours,
        "source": values.text,
        "channel": coded("channel", "channel"),
        "need": values.text,
        "note": values.text,
        "tags": values.tags,
    },
    needed=(("name",),),
    own_key=lambda facts: (facts["name"], facts.get("phone") or ""),
    match=_match,
    create=_create,
    update=_update,
    alike=lambda facts, ground: ground.clients.alike(facts),
)
