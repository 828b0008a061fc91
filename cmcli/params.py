"""Arguments and options that several commands take, declared once."""

from typing import Annotated

import typer

from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say


def whole_number(text: str) -> int:
    """A whole number from 1 up; raises `Usage`."""
    if not text.isdecimal() or not 0 < int(text) < 10**9:
        raise Usage(say("{text} is not a whole number from 1 up", text=text))
    return int(text)


ClientArg = Annotated[
    str, typer.Argument(metavar="CLIENT", help=N_("reference, name, pinyin or telephone"))
]
RefArg = Annotated[str, typer.Argument(metavar="REF", help=N_("a reference: c12, b3, r7, d4"))]
NoteArg = Annotated[
    str | None, typer.Argument(metavar="NOTE", help=N_("a note; - reads it from standard input"))
]
At = Annotated[
    str | None, typer.Option("--at", metavar="WHEN", help=N_("when it happened; now by default"))
]
ClientOpt = Annotated[
    str | None, typer.Option("--client", metavar="CLIENT", help=N_("only this client's"))
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help=N_("from this day on"))]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help=N_("up to this day"))]
Tier = Annotated[
    str | None, typer.Option("--tier", metavar="TIER", help=N_("key, focus, standard"))
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar="COND", help=N_("tier=key, age>=60, assets>50万; may be repeated")
    ),
]
Tag = Annotated[str | None, typer.Option("--tag", metavar="TAG", help=N_("with this tag"))]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", parser=whole_number, help=N_("at most N lines")),
]
Sort = Annotated[
    str | None,
    typer.Option("--sort", metavar="FIELD", help=N_("by this field; -field turns it round")),
]
Reveal = Annotated[bool, typer.Option("--reveal", help=N_("show numbers in full"))]
