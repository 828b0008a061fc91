"""The facts of a client that may be typed: options that `cm client` and `cm prospect` share."""

from typing import Annotated

import typer

from cmcli.i18n import N_

Names = Annotated[str, typer.Argument(metavar="NAME", help=N_("full name"))]
Kind = Annotated[str, typer.Option(help=N_("person or company"))]
Phone = Annotated[str | None, typer.Option(help=N_("telephone number"))]
Email = Annotated[str | None, typer.Option(help=N_("e-mail address"))]
Wechat = Annotated[str | None, typer.Option(help=N_("WeChat name"))]
Employer = Annotated[str | None, typer.Option(help=N_("where the client works, or the group"))]
Sector = Annotated[str | None, typer.Option(help=N_("line of business"))]
Address = Annotated[str | None, typer.Option(help=N_("address"))]
NoteOpt = Annotated[str | None, typer.Option("--note", help=N_("a remark"))]
Tags = Annotated[list[str] | None, typer.Option("--tag", help=N_("a tag; may be repeated"))]
AddYes = Annotated[
    bool, typer.Option("--yes", "-y", help=N_("add, also where somebody looks like the same"))
]
