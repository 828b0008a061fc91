"""`cm gift`: what clients were given, what they gave, and the limit of the year."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.nouns import gift as noun
from cmcli.params import At, ClientArg, ClientOpt, From, Limit, Sort, To

Words = Annotated[str, typer.Argument(metavar="TEXT", help=N_("what was given: 茶叶, tea"))]
Value = Annotated[str, typer.Option("--value", metavar="AMOUNT", help=N_("what it is worth: 200"))]
Occasion = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("生日, 中秋, a visit"))]
Received = Annotated[bool, typer.Option("--received", help=N_("the client gave it"))]
Approved = Annotated[
    str | None, typer.Option(metavar="NAME", help=N_("who allowed it beyond the limit"))
]


def add(
    client: ClientArg, text: Words, value: Value, at: At = None, occasion: Occasion = None,
    received: Received = False, approved: Approved = None,
) -> None:  # fmt: skip
    """Record a gift. Beyond the limit of the year (gift.limit) somebody has to allow it."""
    here = desk.current()
    found, moment = here.client(client), here.happened(at)
    noun.add(here, noun.new(
        here, found, text, "received" if received else "given", moment, value=value,
        occasion=occasion, approved=approved,
    ))  # fmt: skip


def list_(
    client: ClientOpt = None, since: From = None, until: To = None, sort: Sort = None,
    limit: Limit = None,
) -> None:  # fmt: skip
    """Gifts, the latest first."""
    here = desk.current()
    start, end = here.span(since, until)
    owner = here.client(client) if client else None
    noun.listing(here, owner, limit, since=start, until=end, sort=sort)
