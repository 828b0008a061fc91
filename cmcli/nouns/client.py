"""The common verbs of a client. Logging a contact does not import the whole client file."""

from datetime import datetime

from cmcli.desk import Desk
from cmcli.domain.client import Client


def show(here: Desk, number: int) -> None:
    """The client file."""
    from cmcli.nouns import client_file

    client_file.show(here, number)


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """New facts of a client."""
    from cmcli.nouns import client_file

    client_file.edit(here, number, fields)


def done(here: Desk, number: int, note: str | None) -> None:
    """A key contact logged: a call that reached the client, now."""
    from cmcli.nouns.interaction import Said, record

    record(here, Said(client=here.store.get(Client, number), note=note))


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Another time for the next step of a prospect."""
    from cmcli.nouns.prospect import snooze as step

    step(here, number, due)
