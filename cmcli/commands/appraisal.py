"""`cm appraisal`: the manager's own appraisal for the department's evaluation."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.params import Limit

PeriodArg = Annotated[
    str, typer.Argument(metavar="PERIOD", help=N_("2026Q4, 2026, 本季度, or z1 to change one"))
]
Which = Annotated[
    str | None, typer.Argument(metavar="PERIOD", help=N_("its period or z1; the latest by default"))
]
Items = Annotated[
    list[str] | None,
    typer.Option(
        "--item", metavar="NAME=WEIGHT",
        help=N_("a measure or words, and the weight of 100; blank takes it back"),
    ),
]  # fmt: skip
Scores = Annotated[
    list[str] | None,
    typer.Option("--score", metavar="NAME=SCORE", help=N_("one's own score, 0 to 100")),
]
Comments = Annotated[
    list[str] | None,
    typer.Option("--comment", metavar="NAME=TEXT", help=N_("what is to be said of an item")),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Format = Annotated[str | None, typer.Option("--format", metavar="F", help=N_("md, html, docx"))]
Out = Annotated[str | None, typer.Option("-o", metavar="FILE", help=N_("into this file"))]


def set_(
    period: PeriodArg, item: Items = None, score: Scores = None, comment: Comments = None,
    note: Note = None,
) -> None:  # fmt: skip
    """Make an appraisal, or change one; what is not given stays. The weights come to 100."""
    from cmcli.nouns import appraisal as noun

    noun.set_(desk.current(), period, noun.given(item, score, comment), note)


def show(period: Which = None) -> None:
    """Each item with its figure, target, own score and evidence; the total with its working."""
    from cmcli.nouns import appraisal as noun

    here = desk.current()
    noun.page(here, noun.find(here, period))


def list_(limit: Limit = None) -> None:
    """Appraisals, the latest first."""
    from cmcli.nouns import appraisal as noun

    noun.listing(desk.current(), limit)


def export(period: Which = None, format_: Format = None, out: Out = None) -> None:
    """The paper to hand in and sign; refused until the weights come to 100."""
    from cmcli.nouns import appraisal as noun

    noun.export(desk.current(), period, format_, out)
