"""`cm undo` and `cm history`."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import undoing
from cmcli.params import Limit, whole_number
from cmcli.views import history as view

EntryArg = Annotated[
    int | None, typer.Argument(metavar="N", parser=whole_number, help=N_("an entry of cm history"))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("do not ask"))]
# An import, not a call: worth a question on a terminal.
_MANY = 20
RefOpt = Annotated[str | None, typer.Argument(metavar="REF", help=N_("only what touched it"))]


def undo(entry: EntryArg = None, yes: Yes = False) -> None:
    """Take back the last change, or an earlier one that nothing later depends on."""
    here = desk.current()
    last = here.store.to_undo(entry)
    if last and last.records > _MANY and not yes:
        question = say("Take back {command} of {at}, {n} records?",
                       command=last.reason, at=last.at, n=last.records)  # fmt: skip
        if not here.confirm(question, default=not here.interactive):
            return
    # The name is read before: the entry may be what made the client.
    command = undoing.named(here, last) if last else ""
    taken = undoing.take_back(here, entry)
    here.show(
        lambda: view.document(taken, here.zone), lambda: view.undone(taken, command, here.speak)
    )


def history(ref: RefOpt = None, limit: Limit = None) -> None:
    """What was changed, the latest first."""
    here = desk.current()
    rows = undoing.rows_of(here, need_ref(ref)) if ref else None
    entries = here.store.history(rows=rows, limit=limit or 20)
    here.show(
        lambda: [view.document(entry, here.zone) for entry in entries],
        lambda: view.listing(entries, here.speak),
    )
