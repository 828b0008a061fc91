"""`cm visit`: a day's round, and the page to take along."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.interaction import minutes
from cmcli.domain.visit import starts_at, way_minutes
from cmcli.i18n import N_
from cmcli.nouns import visit as noun
from cmcli.nouns import visit_sheet as sheets
from cmcli.params import Limit, Reveal

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="DAY|CLIENT", help=N_("明天, fri; whom to visit, else who is due")),
]
District = Annotated[str | None, typer.Option(metavar="D", help=N_("only there: 浦东新区, 浦东"))]
Start = Annotated[str | None, typer.Option(metavar="TIME", help=N_("not before: 09:30"))]
Minutes = Annotated[
    str | None, typer.Option("--minutes", metavar="N", help=N_("minutes of a visit"))
]
Travel = Annotated[
    str | None, typer.Option(metavar="N", help=N_("minutes of the way within a district"))
]
Book = Annotated[bool, typer.Option("--book", help=N_("promise each visit at its time"))]


def plan(
    words: Words = None, district: District = None, start: Start = None, minutes_: Minutes = None,
    travel: Travel = None, limit: Limit = None, book: Book = False, reveal: Reveal = False,
) -> None:  # fmt: skip
    """A day's visits: by district, within the opening hours, with the ways between."""
    here = desk.current()
    day, names = noun.day_and_names(here, words or [])
    asked = noun.Asked(
        day, tuple(here.client(name) for name in names), district,
        starts_at(start) if start is not None else None,
        minutes(minutes_) if minutes_ is not None else None,
        way_minutes(travel) if travel is not None else None, limit,
    )  # fmt: skip
    noun.plan(here, asked, book=book, reveal=reveal)


Clients = Annotated[
    list[str] | None,
    typer.Argument(metavar="CLIENT", help=N_("reference, name, pinyin or telephone")),
]
Day = Annotated[
    str | None, typer.Option(metavar="DAY", help=N_("everybody whose visit is booked for it"))
]
Format = Annotated[str | None, typer.Option("--format", metavar="F", help=N_("md, html, docx"))]
Out = Annotated[
    str | None,
    typer.Option("-o", metavar="FILE|FOLDER", help=N_("one file, or a folder: one for each")),
]


def sheet(
    clients: Clients = None, day: Day = None, format_: Format = None, out: Out = None,
    reveal: Reveal = False,
) -> None:  # fmt: skip
    """A page for each client: standing, promises, holdings, what to offer, what not to raise."""
    here = desk.current()
    named = [here.client(name) for name in clients or []]
    visits = sheets.whom(here, named, here.day(day) if day is not None else None)
    sheets.write(here, visits, format_, out, reveal=reveal)
