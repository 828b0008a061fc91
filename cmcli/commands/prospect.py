"""`cm prospect`: people and companies on the way to becoming clients."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.facts import (
    Address,
    AddYes,
    Email,
    Employer,
    Kind,
    Names,
    NoteOpt,
    Phone,
    Sector,
    Tags,
    Wechat,
)
from cmcli.i18n import N_
from cmcli.nouns import client_file as clients
from cmcli.nouns import prospect as noun
from cmcli.nouns.prospect import Said
from cmcli.params import ClientArg, From, Limit, Reveal, Sort, Tag, Tier, To

TierOpt = Annotated[str, typer.Option("--tier", metavar="TIER", help=N_("key, focus, standard"))]
Source = Annotated[
    str | None,
    typer.Option(metavar="SOURCE", help=N_("referral, campaign, walk_in, cold_call, list, other")),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="CLIENT", help=N_("the client who referred them"))
]
Campaign = Annotated[str | None, typer.Option(metavar="M", help=N_("the campaign: m3"))]
Fit = Annotated[
    str | None, typer.Option(metavar="LEVEL", help=N_("how well we fit: low, medium, high"))
]
Interest = Annotated[
    str | None, typer.Option(metavar="LEVEL", help=N_("how interested: low, medium, high"))
]
Stage = Annotated[
    str, typer.Option(metavar="STAGE", help=N_("new, contacted, interested, opening"))
]
StageArg = Annotated[
    str, typer.Argument(metavar="STAGE", help=N_("new, contacted, interested, opening"))
]
StageOpt = Annotated[str | None, typer.Option(metavar="STAGE", help=N_("only this stage"))]
Next = Annotated[str | None, typer.Option("--next", metavar="TEXT", help=N_("the next step"))]
NextDue = Annotated[str | None, typer.Option("--next-due", metavar="WHEN", help=N_("its time"))]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help=N_("why it is given up"))
]
Stale = Annotated[
    bool, typer.Option("--stale", help=N_("untouched for prospect.idle_days, or no next step"))
]
Period = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("thisquarter by default, 2026-11, 上季度")),
]


def add(
    name: Names, kind: Kind = "person", tier: TierOpt = "standard", phone: Phone = None,
    email: Email = None, wechat: Wechat = None, employer: Employer = None, sector: Sector = None,
    address: Address = None, note: NoteOpt = None, tag: Tags = None, source: Source = None,
    by: By = None, campaign: Campaign = None, fit: Fit = None, interest: Interest = None,
    stage: Stage = "new", next_step: Next = None, next_due: NextDue = None, yes: AddYes = False,
) -> None:  # fmt: skip
    """A new prospect, with its next step; where the book has one that looks the same it asks."""
    here = desk.current()
    given = clients.given(
        name=name, kind=kind, tier=tier, phone=phone, email=email, wechat=wechat,
        employer=employer, sector=sector, address=address, note=note,
    )  # fmt: skip
    said = Said(source, by, campaign, fit, interest, next_step, next_due)
    noun.add(here, given, tag or [], said, stage, yes=yes)


def list_(
    source: Source = None, stage: StageOpt = None, tier: Tier = None, tag: Tag = None,
    since: From = None, until: To = None, stale: Stale = False, sort: Sort = None,
    limit: Limit = None,
) -> None:  # fmt: skip
    """Open prospects, or those of a stage; the next steps that are due first."""
    here = desk.current()
    start, end = here.span(since, until)
    noun.listing(
        here, stale=stale, limit=limit, tag=tag, since=start, until=end, sort=sort,
        source=here.code("prospect_source", source) if source else None,
        stage=here.code("prospect_stage", stage) if stage else None,
        tier=here.code("tier", tier) if tier else None,
    )  # fmt: skip


def show(client: ClientArg, reveal: Reveal = False) -> None:
    """The client file, with how they came and how far they are."""
    here = desk.current()
    clients.show(here, here.client(client).id, reveal=reveal)


def move(
    client: ClientArg, stage: StageArg, next_step: Next = None, next_due: NextDue = None
) -> None:
    """Into another stage, with the next step."""
    here = desk.current()
    noun.move(here, here.client(client), stage, Said(next=next_step, next_due=next_due))


def edit(
    client: ClientArg, source: Source = None, by: By = None, campaign: Campaign = None,
    fit: Fit = None, interest: Interest = None, next_step: Next = None, next_due: NextDue = None,
) -> None:  # fmt: skip
    """Another next step, source, fit or interest; an empty text clears one."""
    here = desk.current()
    said = Said(source, by, campaign, fit, interest, next_step, next_due)
    noun.edit(here, here.client(client), said)


def convert(client: ClientArg) -> None:
    """The prospect is a client now; the tier stays."""
    here = desk.current()
    noun.convert(here, here.client(client))


def drop(client: ClientArg, reason: Reason = None) -> None:
    """Given up, and why; the file stays, dormant."""
    here = desk.current()
    noun.drop(here, here.client(client), reason)


def sources(period: Period = None) -> None:
    """What came of each source: added, converted, dropped, the rate, the days it took."""
    from cmcli.domain.period import parse_period

    here = desk.current()
    noun.sources(here, parse_period(" ".join(period or []) or "thisquarter", here.now.date()))
