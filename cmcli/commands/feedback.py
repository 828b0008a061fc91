"""`cm feedback`: what clients think of the service, and what is done about it."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.client import clean_text
from cmcli.domain.ref import need_ref
from cmcli.i18n import N_
from cmcli.nouns import feedback as noun
from cmcli.params import At, ClientArg, ClientOpt, From, Limit, NoteArg, Sort, Tier, To
from cmcli.typed import note_from
from cmcli.views import feedback as view

Words = Annotated[
    str | None,
    typer.Argument(metavar="TEXT", help=N_("what the client said; - reads it from standard input")),
]
Satisfaction = Annotated[str | None, typer.Option(metavar="1-5", help=N_("5 is very satisfied"))]
Recommend = Annotated[
    str | None, typer.Option(metavar="0-10", help=N_("would the client recommend us; 10 is surely"))
]
Theme = Annotated[
    str | None, typer.Option(metavar="THEME", help=N_("waiting time, fees, 手机银行"))
]
RequestOpt = Annotated[
    str | None, typer.Option("--request", "-r", metavar="R", help=N_("the request it is about"))
]
Ref = Annotated[str, typer.Argument(metavar="F", help=N_("the feedback: f3"))]
Act = Annotated[str, typer.Argument(metavar="ACTION", help=N_("what will be done"))]
Owner = Annotated[
    str | None, typer.Option(metavar="NAME", help=N_("who does it; you, where nobody is named"))
]
Due = Annotated[str | None, typer.Option("--due", metavar="WHEN", help=N_("周五, +3d"))]
Channel = Annotated[str, typer.Option("--channel", "-c", metavar="CHANNEL", help=N_("by which"))]
Open = Annotated[bool, typer.Option("--open", help=N_("where something is still to be done"))]
Period = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("thisquarter, lastmonth, 2026Q4, 上季度")),
]


def add(
    client: ClientArg, text: Words = None, satisfaction: Satisfaction = None,
    recommend: Recommend = None, theme: Theme = None, request: RequestOpt = None, at: At = None,
) -> None:  # fmt: skip
    """Record a score, an opinion, or both."""
    here = desk.current()
    found, moment = here.client(client), here.happened(at)
    noun.add(here, noun.new(
        here, found, note_from(text), moment, satisfaction=satisfaction, recommend=recommend,
        theme=theme, request=request,
    ))  # fmt: skip


def list_(
    client: ClientOpt = None, theme: Theme = None, since: From = None, until: To = None,
    tier: Tier = None, open_: Open = False, sort: Sort = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Feedback, the latest first."""
    from cmcli.queries.feedback import listed

    here = desk.current()
    start, end = here.span(since, until)
    found = listed(
        here.store, client=here.client(client).id if client else None,
        tier=here.code("tier", tier) if tier else None, theme=theme, since=start, until=end,
        sort=sort,
    )  # fmt: skip
    if open_:
        found = [row for row in found if row[0].is_open]
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(*row, here.now) for row in found],
        lambda: view.listing(found, here.speak),
    )


def act(ref: Ref, action: Act, owner: Owner = None, due: Due = None) -> None:
    """Plan what will be done about it."""
    here = desk.current()
    number = need_ref(ref, "feedback").id
    noun.act(here, number, action, owner, here.when(due) if due else None)


def told(ref: Ref, note: NoteArg = None, at: At = None, channel: Channel = "phone") -> None:
    """The client was told what was done; a note records the contact."""
    here = desk.current()
    number, text = need_ref(ref, "feedback").id, note_from(note)
    noun.tell(here, number, clean_text(text) if text else None, here.happened(at),
              here.code("channel", channel))  # fmt: skip


def themes(period: Period = None) -> None:
    """Themes of a period beside the one before: how often, how satisfied, how much acted on."""
    from cmcli.domain.period import parse_period

    here = desk.current()
    noun.themes(here, parse_period(" ".join(period or []) or "thisquarter", here.now.date()))
