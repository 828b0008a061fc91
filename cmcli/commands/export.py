"""`cm export`: everything, or one client, as JSON."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cmcli import desk
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.params import Reveal
from cmcli.transfer.book import Book
from cmcli.transfer.files import keep_apart, write_private
from cmcli.views import transfer as view
from cmcli.views.output import write_json
from cmcli.views.record import instant

WhatArg = Annotated[str | None, typer.Argument(metavar="client", help=N_("only one client"))]
ClientArg = Annotated[
    str | None,
    typer.Argument(metavar="CLIENT", help=N_("reference, name, pinyin or telephone")),
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("a file, not the screen"))
]


def export(
    what: WhatArg = None, client: ClientArg = None, output: Output = None, reveal: Reveal = False
) -> None:
    """Every record as one JSON document; numbers of clients are masked without --reveal."""
    here = desk.current()
    if what not in (None, "client") or (what and not client):
        raise Usage(
            say("what should be exported?"),
            say("everything: cm export; one client: cm export client c12"),
        )
    book = Book(here.store, here.zone, reveal=reveal)
    head = {"exported": instant(here.now, here.zone), "revealed": reveal}
    document = head | (book.of_client(here.client(client)) if client else book.everything())
    if output is None:
        write_json(document, sys.stdout)
        return
    target = keep_apart(Path(output).expanduser(), here.path)
    write_private(target, view.json_text(document))
    here.show(
        lambda: {"file": str(target)},
        lambda: view.written(say("exported to {path}", path=str(target)), here.speak),
    )
