"""`cm campaign`: marketing plans, exhibitions, salons, rounds of visits, and what they bring."""

from pathlib import Path
from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.campaign_guest import Told
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import campaign as noun
from cmcli.nouns import campaign_guests as guests
from cmcli.params import At, From, Limit, Sort, To, Where
from cmcli.queries.campaign import find

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("what it is called"))]
Kind = Annotated[
    str, typer.Option(metavar="KIND", help=N_("plan, exhibition, salon, visits, promotion"))
]
Start = Annotated[str, typer.Option("--from", metavar="WHEN", help=N_("its first day"))]
End = Annotated[str, typer.Option("--to", metavar="WHEN", help=N_("its last day"))]
Place = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("where it takes place"))]
ProductOpt = Annotated[
    str | None, typer.Option(metavar="P", help=N_("the product it is about: code, name, p3"))
]
Budget = Annotated[str | None, typer.Option(metavar="A", help=N_("what it may cost: 2万"))]
NoteOpt = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Ref = Annotated[str, typer.Argument(metavar="M", help=N_("the campaign: m1, or its name"))]
Refs = Annotated[
    list[str] | None, typer.Argument(metavar="M", help=N_("campaigns; the last four by default"))
]
Clients = Annotated[
    list[str] | None, typer.Argument(metavar="CLIENT", help=N_("one or several clients"))
]
Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("what was paid: 3000"))]
What = Annotated[str, typer.Argument(metavar="TEXT", help=N_("what for"))]
Task = Annotated[str, typer.Argument(metavar="TEXT", help=N_("what is to be done"))]
Due = Annotated[str, typer.Option(metavar="WHEN", help=N_("by when"))]
Owner = Annotated[str | None, typer.Option(metavar="NAME", help=N_("who does it, if not you"))]


def add(
    name: Name, kind: Kind, start: Start, end: End, place: Place = None,
    product: ProductOpt = None, budget: Budget = None, where: Where = None, note: NoteOpt = None,
) -> None:  # fmt: skip
    """Plan a campaign; --where says whom it is for."""
    here = desk.current()
    days = {"from": start, "to": end}
    noun.add(here, noun.new(
        here, name, kind, where, **days, place=place, product=product, budget=budget, note=note
    ))  # fmt: skip


KindOpt = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=N_("only this kind"))]


def list_(
    kind: KindOpt = None, since: From = None, until: To = None, sort: Sort = None,
    limit: Limit = None,
) -> None:  # fmt: skip
    """Campaigns that run in those days, the latest first."""
    here = desk.current()
    noun.listing(
        here, limit, kind=here.code("campaign_kind", kind) if kind else None,
        since=here.day(since) if since else None, until=here.day(until) if until else None,
        sort=sort,
    )  # fmt: skip


def show(ref: Ref) -> None:
    """What it brought: guests, leads, sales, money."""
    here = desk.current()
    noun.show(here, find(here.store, ref).id)


def cost(ref: Ref, amount: Amount, text: What, at: At = None) -> None:
    """Money spent on it."""
    here = desk.current()
    day = here.happened(at).astimezone(here.zone).date()
    noun.spend(here, find(here.store, ref), amount, text, day)


def plan(ref: Ref, text: Task, due: Due, owner: Owner = None) -> None:
    """A task on the way to it; it stands on the agenda."""
    here = desk.current()
    noun.plan(here, find(here.store, ref), text, here.when(due), owner)


def targets(ref: Ref, where: Where = None) -> None:
    """Who would be invited, and for whom the product is not suitable; nothing is written."""
    here = desk.current()
    guests.targets(here, find(here.store, ref), where)


All = Annotated[bool, typer.Option("--all", help=N_("the whole target group"))]
Done = Annotated[bool, typer.Option("--done", help=N_("they were asked"))]
Reply = Annotated[
    str | None, typer.Option(metavar="REPLY", help=N_("they were asked, and said: yes, no, maybe"))
]
Off = Annotated[bool, typer.Option("--off", help=N_("take them off the list again"))]


def invite(
    ref: Ref, clients: Clients = None, everybody: All = False, done: Done = False,
    reply: Reply = None, off: Off = False, at: At = None,
) -> None:  # fmt: skip
    """Put clients on the guest list; take down that they were asked, and what they said."""
    here = desk.current()
    campaign = find(here.store, ref)
    if bool(clients) == everybody or (off and (everybody or done or reply)):
        raise Usage(
            say("whom?"), say("cm campaign invite {ref} CLIENT…, or --all", ref=campaign.ref)
        )
    named = [here.client(text) for text in clients or []]
    if off:
        guests.take_off(here, campaign, named)
        return
    if at and not (done or reply):
        raise Usage(say("--at goes with --done or --reply"))
    said = here.code("reply", reply) if reply else None
    told = Told(here.happened(at) if done or reply else None, said)
    guests.invite(here, campaign, None if everybody else named, told)


File = Annotated[
    str | None, typer.Option("--file", metavar="FILE", help=N_("a .csv or .xlsx sign-in list"))
]
AllYes = Annotated[bool, typer.Option("--all-yes", help=N_("everybody who said yes"))]
WalkIn = Annotated[bool, typer.Option("--walk-in", help=N_("also who was never invited"))]
Strict = Annotated[bool, typer.Option("--strict", help=N_("write nothing if a line is rejected"))]


def attend(
    ref: Ref, clients: Clients = None, file: File = None, all_yes: AllYes = False,
    walk_in: WalkIn = False, strict: Strict = False, at: At = None,
) -> None:  # fmt: skip
    """Tick off who was there, by name or by a sign-in list with names and telephone numbers."""
    here = desk.current()
    campaign, moment = find(here.store, ref), here.happened(at) if at else None
    if bool(clients) + bool(file) + all_yes != 1 or (strict and not file):
        raise Usage(
            say("who was there?"),
            say("cm campaign attend {ref} CLIENT…, or --file FILE [--strict], or --all-yes",
                ref=campaign.ref),
        )  # fmt: skip
    if file:
        path = Path(file).expanduser()
        guests.attend_file(here, campaign, path, moment, walk_in=walk_in, strict=strict)
        return
    named = None if all_yes else [here.client(text) for text in clients or []]
    guests.attend(here, campaign, named, moment, walk_in=walk_in)


def compare(refs: Refs = None) -> None:
    """Campaigns side by side: guests, leads, sales, what each cost."""
    noun.compare(desk.current(), refs or [])
