"""Contacts from a file: history, so that they answer no request and close no callback."""

from typing import Any

from cmcli.domain.change import Change, insert, update
from cmcli.domain.interaction import Interaction
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind, unmatched
from cmcli.transfer.values import coded


def _create(facts: Facts, ground: Ground) -> list[Change]:
    # Last: a line that is refused must not open the file of a client.
    client = ground.clients.named(facts["client"])
    contact = Interaction(
        ground.numbers.take(), client, facts["at"], facts.get("channel", "phone"),
        facts.get("direction", "out"), facts.get("outcome", "reached"), facts.get("minutes"),
        facts.get("note"), None, None, None, ground.now,
    )  # fmt: skip
    return [insert(contact)]


def _update(contact: Interaction, said: Facts, ground: Ground) -> list[Change]:
    facts: dict[str, Any] = dict(said)
    if "client" in facts:
        facts["client_id"] = ground.clients.named(facts.pop("client"))
    return update(contact, **facts)


INTERACTIONS = Kind(
    name="interactions",
    noun="interaction",
    record=Interaction,
    fields={
        "client": values.name,
        "at": values.past,
        "channel": coded("channel", "channel"),
        "direction": coded("direction", "direction"),
        "outcome": coded("outcome", "outcome"),
        "minutes": values.minutes,
        "note": values.text,
    },
    needed=(("client",), ("at",)),
    own_key=None,
    match=unmatched,
    create=_create,
    update=_update,
)
