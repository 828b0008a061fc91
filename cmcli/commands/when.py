"""`cm when`: what a date phrase means."""

from typing import Annotated, Any

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.views.sheet import Line, Sheet

Phrase = Annotated[
    list[str], typer.Argument(metavar="PHRASE", help=N_("明天下午3点, next fri 15:00, +3d"))
]
Past = Annotated[bool, typer.Option("--past", help=N_("read it as --at does: looking back"))]


def when(phrase: Phrase, past: Past = False) -> None:
    """Say what a phrase is taken to mean."""
    from cmcli.domain.when import parse
    from cmcli.queries.policies import working_day

    here = desk.current()
    text = " ".join(phrase)
    found = parse(text, here.now, past=past, working_day=working_day(here.settings))

    def document() -> dict[str, Any]:
        return {"phrase": text, "kind": found.kind, "value": found.value.isoformat()}

    def sheet() -> Sheet:
        day = here.speak.long_day(found.start(here.zone).astimezone(here.zone).date())
        clock = f" {found.value:%H:%M}" if found.kind == "instant" else ""
        return Sheet((Line(f"{day}{clock}"),))

    here.show(document, sheet)
