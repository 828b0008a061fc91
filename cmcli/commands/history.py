"""`cm undo` and `cm history`."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.i18n import N_
from cmcli.params import Limit, whole_number
from cmcli.views import history as view

EntryArg = Annotated[
    int | None, typer.Argument(metavar="N", parser=whole_number, help=N_("an entry of cm history"))
]
RefOpt = Annotated[str | None, typer.Argument(metavar="REF", help=N_("only what touched it"))]


def undo(entry: EntryArg = None) -> None:
    """Take back the last change, or an earlier one that nothing later depends on."""
    here = desk.current()
    taken = here.store.undo(entry, here.now)
    here.show(lambda: view.document(taken, here.zone), lambda: view.undone(taken, here.speak))


def history(ref: RefOpt = None, limit: Limit = None) -> None:
    """What was changed, the latest first."""
    here = desk.current()
    row = None
    if ref:
        found = need_ref(ref)
        row = (found.noun, found.id)
    entries = here.store.history(row=row, limit=limit or 20)
    here.show(
        lambda: [view.document(entry, here.zone) for entry in entries],
        lambda: view.listing(entries, here.speak),
    )
