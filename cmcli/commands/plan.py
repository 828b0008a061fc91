"""`cm plan`: the service plan of each client."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import plan as noun
from cmcli.params import ClientArg, Limit, Tier

Needs = Annotated[
    list[str] | None,
    typer.Option("--need", metavar="TEXT", help=N_("what the client needs; may be repeated")),
]
Channel = Annotated[
    str | None, typer.Option("--channel", "-c", metavar="CHANNEL", help=N_("preferred channel"))
]
Hours = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("preferred time: 工作日16点后"))]
Taboo = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("what to avoid"))]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", metavar="TEXT", help=N_("what will be done; may be repeated")),
]
Cadence = Annotated[
    str | None, typer.Option(metavar="CADENCE", help=N_("month, quarter, half-year, year"))
]
Review = Annotated[
    str | None, typer.Option(metavar="WHEN", help=N_("day of the review; a year ahead by default"))
]
Revisions = Annotated[
    bool, typer.Option("--revisions", help=N_("every revision, the latest first"))
]
Missing = Annotated[bool, typer.Option("--missing", help=N_("key clients without a plan"))]
Due = Annotated[bool, typer.Option("--due", help=N_("those that want a review"))]


def set_(
    client: ClientArg, need: Needs = None, channel: Channel = None, hours: Hours = None,
    taboo: Taboo = None, measure: Measures = None, cadence: Cadence = None,
    review: Review = None,
) -> None:  # fmt: skip
    """Make or revise a plan; what is not given stays, an empty text clears."""
    here = desk.current()
    found = here.client(client)
    fields = noun.given(
        here, {"channel": channel, "hours": hours, "taboo": taboo, "cadence": cadence},
        {"needs": need, "measures": measure}, review,
    )  # fmt: skip
    noun.set_(here, found, fields)


def show(client: ClientArg, revisions: Revisions = False) -> None:
    """The plan in force."""
    here = desk.current()
    noun.show_of(here, here.client(client), everything=revisions)


def list_(
    missing: Missing = False, due: Due = False, tier: Tier = None, limit: Limit = None
) -> None:
    """The plans in force, the nearest review first."""
    here = desk.current()
    if missing and due:
        raise Usage(say("--missing and --due exclude each other"))
    of_tier = here.code("tier", tier) if tier else None
    if missing:
        noun.missing(here, of_tier or "key", limit)
    else:
        noun.listing(here, of_tier, limit, due=due)
