"""`cm flow`: where the time goes, where work waits, and what the figures suggest."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.nouns import flow as noun

Period = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("lastmonth, 2026-10, 2026Q3; the last four weeks")),
]
Client = Annotated[
    str | None,
    typer.Option("--client", metavar="CLIENT", help=N_("when this client is best reached")),
]


def flow(period: Period = None, client: Client = None) -> None:
    """Time by kind of work, waits between steps, what came back, and three suggestions."""
    here = desk.current()
    if client:
        noun.of_client(here, here.client(client), period or [])
        return
    noun.show(here, period or [])
