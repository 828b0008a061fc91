"""`cm callback`: promises to contact a client."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.i18n import N_
from cmcli.nouns import callback as noun
from cmcli.params import ClientArg, ClientOpt, From, Limit, Sort, Tag, Tier, To
from cmcli.views import callback as view

Due = Annotated[str | None, typer.Option("--due", metavar="WHEN", help=N_("明天下午3点, fri, +3d"))]
Purpose = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("what it is for"))]
Every = Annotated[
    str | None,
    typer.Option(metavar="RULE", help=N_("month, every 2 weeks, every fri, 每月5号, 每季度")),
]
Ref = Annotated[str, typer.Argument(metavar="B", help=N_("the callback: b12"))]
Everything = Annotated[bool, typer.Option("--all", help=N_("done and cancelled ones too"))]


def add(client: ClientArg, due: Due = None, purpose: Purpose = None, every: Every = None) -> None:
    """Promise to contact a client by a time."""
    here = desk.current()
    found, at = here.client(client), here.when(due) if due else None
    noun.book(here, found.id, at, purpose, every)


def list_(
    client: ClientOpt = None,
    tier: Tier = None,
    tag: Tag = None,
    since: From = None,
    until: To = None,
    everything: Everything = False,
    sort: Sort = None,
    limit: Limit = None,
) -> None:
    """Callbacks, the nearest first."""
    from cmcli.queries import lists

    here = desk.current()
    start, end = here.span(since, until)
    found = lists.callbacks(
        here.store, client=here.client(client).id if client else None,
        tier=here.code("tier", tier) if tier else None, tag=tag, since=start, until=end,
        everything=everything, sort=sort,
    )  # fmt: skip
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(*row, here.now) for row in found],
        lambda: view.listing(found, here.speak),
    )


def cancel(ref: Ref) -> None:
    """No longer promised; a recurring one ends."""
    here = desk.current()
    noun.cancel(here, need_ref(ref, "callback").id)
