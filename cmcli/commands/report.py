"""`cm report`: a period handed in, and what stands behind each figure."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import report as noun
from cmcli.typed import note_from

Period = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("thisweek, lastmonth, 2026-W47, 2026Q4, 上周")),
]
Last = Annotated[bool, typer.Option("--last", help=N_("the period before that one"))]
List = Annotated[bool, typer.Option("--list", help=N_("the reports submitted so far"))]
Format = Annotated[
    str | None, typer.Option("--format", metavar="FORMAT", help=N_("term, md, json"))
]
Out = Annotated[str | None, typer.Option("-o", metavar="FILE", help=N_("write it to this file"))]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain", metavar="MEASURE", help=N_("the rows behind a figure, and their sum")
    ),
]
Submit = Annotated[bool, typer.Option("--submit", help=N_("freeze the figures and hand it in"))]
Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help=N_("the improvement plan; - reads standard input")),
]


def report(
    period: Period = None, last: Last = False, list_: List = False, format_: Format = None,
    out: Out = None, explain: Explain = None, submit: Submit = False, note: Note = None,
) -> None:  # fmt: skip
    """Figures, lists and plan of a period."""
    here = desk.current()
    if explain and (submit or out or note is not None):
        raise Usage(say("--explain goes by itself"), say("cm report PERIOD --explain MEASURE"))
    wanted = noun.wish(here, format_, out)
    if list_:
        noun.listing(here)
        return
    over = noun.period(here, period or [], last=last)
    if explain:
        noun.explain(here, explain, over)
        return
    writes = submit or note is not None
    if writes:
        noun.keep(here, over, note_from(note), submit=submit)
    if out or not writes:
        noun.present(here, over, wanted, silent=writes and here.json)
