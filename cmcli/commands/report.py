"""`cm report`: a period handed in, and what stands behind each figure."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.nouns import report as noun
from cmcli.nouns import report_forms as forms
from cmcli.typed import note_from

Period = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("thisweek, lastmonth, 2026-W47, 2026Q4, 上周")),
]
Last = Annotated[
    bool, typer.Option("--last", help=N_("the one before PERIOD: last week; of 2026Q4, 2026Q3"))
]
List = Annotated[bool, typer.Option("--list", help=N_("the reports submitted so far"))]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=N_("term, md, html, docx, xlsx, json")),
]
Out = Annotated[str | None, typer.Option("-o", metavar="FILE", help=N_("write it to this file"))]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain", metavar="MEASURE",
        help=N_("the rows behind a figure, and their sum; by its id, or part of its name"),
    ),
]  # fmt: skip
Submit = Annotated[bool, typer.Option("--submit", help=N_("freeze the figures and hand it in"))]
Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help=N_("the improvement plan; - reads standard input")),
]


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="WHEN", help=N_("as the file stood then: fri, 2026-11-20 17:00, w3")
    ),
]
Diff = Annotated[
    str | None,
    typer.Option(
        "--diff", metavar="WHAT",
        help=N_("beside the period before (last) or what was submitted (submitted, w3, a day)"),
    ),
]  # fmt: skip
Retract = Annotated[
    str | None,
    typer.Option("--retract", metavar="REASON", help=N_("take the submission back, and why")),
]
Improve = Annotated[
    str | None,
    typer.Option("--improve", metavar="TEXT", help=N_("one more thing to do better: an action")),
]  # fmt: skip
Due = Annotated[
    str | None,
    typer.Option("--due", metavar="WHEN", help=N_("by when; else by the end of the next period")),
]  # fmt: skip


Sections = Annotated[
    str | None,
    typer.Option("--sections", metavar="A,B", help=N_("only these parts, in this order")),
]
Template = Annotated[
    str | None,
    typer.Option("--template", metavar="FILE.docx", help=N_("fill this Word file with figures")),
]


def report(
    period: Period = None, last: Last = False, list_: List = False, format_: Format = None,
    out: Out = None, explain: Explain = None, submit: Submit = False, note: Note = None,
    as_of: AsOf = None, diff: Diff = None, retract: Retract = None, improve: Improve = None,
    due: Due = None, sections: Sections = None, template: Template = None,
) -> None:  # fmt: skip
    """Figures, lists and plan of a period."""
    here = desk.current()
    asked = noun.Asked(explain, as_of, diff, retract, improve, submit or note is not None)
    noun.one_at_a_time(asked, due, elsewhere=bool(out or format_))
    wanted = forms.wish(here, format_, out, sections, template)
    if list_:
        noun.listing(here)
        return
    over = noun.period(here, period or [], last=last)
    if noun.answered(here, over, asked, wanted, due):
        return
    writes = submit or note is not None
    if writes:
        noun.keep(here, over, note_from(note), submit=submit)
    if out or not writes:
        forms.present(here, over, wanted, silent=writes and here.json)
