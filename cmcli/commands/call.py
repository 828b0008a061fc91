"""`cm call`: the number to dial."""

from typing import Any

from cmcli import desk
from cmcli.domain.client import Client
from cmcli.errors import Refused
from cmcli.messages import say
from cmcli.params import ClientArg
from cmcli.views.sheet import Line, Sheet, Span


def call(client: ClientArg) -> None:
    """Show the one number, record that it was shown, and offer to log the call."""
    here = desk.current()
    found = here.client(client)
    if not found.phone:
        raise Refused(
            say("no number of {name} is in the file", name=found.name),
            say("cm client edit c{n} --phone …", n=found.id),
        )
    here.store.note(f"call c{found.id}", here.now)
    here.show(lambda: _document(found), lambda: _page(here, found))
    if here.interactive and here.confirm(say("Log the call now?")):
        from cmcli.dialogue import ask_after_call
        from cmcli.nouns.interaction import record

        record(here, ask_after_call(here, found))


def _document(client: Client) -> dict[str, Any]:
    return {"ref": f"c{client.id}", "name": client.name, "phone": client.phone}


def _page(here: desk.Desk, client: Client) -> Sheet:
    hint = here.speak(say("next: cm log c{n} NOTE", n=client.id))
    return Sheet((Line(Span(f"{here.speak(client.name)}  {client.phone}", "head")),), hint)
