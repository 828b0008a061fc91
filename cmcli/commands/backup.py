"""`cm backup`: a consistent copy of the file."""

from pathlib import Path
from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.transfer.files import copy_of, existing
from cmcli.views import transfer as view

Target = Annotated[
    str | None, typer.Argument(metavar="FILE", help=N_("a new file or a folder; beside the book"))
]


def backup(file: Target = None) -> None:
    """Copy the book, whole and consistent, even while it is in use."""
    here = desk.current()
    book = existing(here.path)
    target = copy_of(book, Path(file).expanduser() if file else None, here.now)
    here.store.back_up(target)
    size = target.stat().st_size
    here.show(
        lambda: {"file": str(target), "bytes": size},
        lambda: view.written(say("copied to {path}", path=str(target)), here.speak),
    )
