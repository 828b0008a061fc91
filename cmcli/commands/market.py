"""`cm risk market` and `cm risk stress`: how much holdings move, what a shock would cost."""

from pathlib import Path
from typing import Annotated

import typer

from cmcli import desk
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import market as noun
from cmcli.params import ClientOpt, whole_number

ProductOpt = Annotated[
    str | None, typer.Option("--product", metavar="P", help=N_("product: p3, code, name"))
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="DATE", help=N_("as it was on that day; today unless said")),
]
Window = Annotated[
    int | None,
    typer.Option(
        "--window", metavar="N", parser=whole_number,
        help=N_("the last N daily returns; all of them unless said"),
    ),
]  # fmt: skip
Returns = Annotated[
    str | None,
    typer.Option("--returns", metavar="FILE", help=N_("of a CSV file: day, return in percent")),
]
ScenarioOpt = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME", help=N_("only this one, in full"))
]
FileOpt = Annotated[
    str | None, typer.Option("--file", metavar="TOML", help=N_("scenarios of a file, this once"))
]
Use = Annotated[
    str | None,
    typer.Option(
        "--use", metavar="FILE", help=N_("take the scenarios from a TOML file, from now on")
    ),
]


def market(
    product: ProductOpt = None, client: ClientOpt = None, at: At = None, window: Window = None,
    returns: Returns = None,
) -> None:  # fmt: skip
    """Of a product, a client, the whole book, or a file of returns."""
    here = desk.current()
    _only_one({"--product": product, "--client": client, "--returns": returns})
    if returns:
        _only_one({"--returns": returns, "--at": at})
        noun.of_file(here, Path(returns).expanduser(), window)
    elif product:
        noun.of_product(here, product, at, window)
    else:
        noun.of_holdings(here, here.client(client) if client else None, at, window)


def stress(
    client: ClientOpt = None, scenario: ScenarioOpt = None, file: FileOpt = None, use: Use = None
) -> None:
    """Of a client or the whole book; --use keeps the scenarios of a file."""
    here = desk.current()
    _only_one({"--file": file, "--use": use})
    if use:
        _only_one({"--use": use, "--client": client, "--scenario": scenario})
        noun.use(here, Path(use).expanduser())
        return
    path = Path(file).expanduser() if file else None
    noun.stressed(here, here.client(client) if client else None, scenario, path)


def _only_one(options: dict[str, object]) -> None:
    given = [name for name, value in options.items() if value is not None]
    if len(given) > 1:
        raise Usage(say("{first} and {second} exclude each other", first=given[0], second=given[1]))
