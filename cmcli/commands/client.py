"""`cm client`: the files of clients."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain import client as rules
from cmcli.domain.client import Client
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
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
from cmcli.messages import Code, joined, say
from cmcli.nouns import client_file as noun
from cmcli.params import ClientArg, From, Limit, Reveal, Sort, Tag, Tier, To, Where
from cmcli.views import client as view
from cmcli.views.write import receipt

Status = Annotated[str | None, typer.Option(help=N_("prospect, active, dormant, closed"))]
IdNumber = Annotated[str | None, typer.Option(help=N_("identity or registration number"))]
Birthday = Annotated[str | None, typer.Option(help=N_("1980-05-01, or lunar:10-15"))]
District = Annotated[
    str | None, typer.Option(help=N_("district, where the address does not say it: 浦东新区"))
]
Hours = Annotated[str | None, typer.Option(help=N_("when a visit suits: 09:00-11:30,14:00-17:00"))]
Source = Annotated[str | None, typer.Option(help=N_("how the client came to you"))]
Channel = Annotated[str | None, typer.Option(help=N_("preferred channel"))]
Need = Annotated[str | None, typer.Option(help=N_("what the client needs"))]


def add(
    name: Names, kind: Kind = "person", status: Status = "active",
    tier: Tier = "standard", phone: Phone = None, email: Email = None, wechat: Wechat = None,
    id_number: IdNumber = None, birthday: Birthday = None, employer: Employer = None,
    sector: Sector = None, address: Address = None, source: Source = None,
    channel: Channel = None, need: Need = None, note: NoteOpt = None, tag: Tags = None,
    district: District = None, hours: Hours = None, yes: AddYes = False,
) -> None:  # fmt: skip
    """Open a client file; where the book has one that looks the same it asks first."""
    here = desk.current()
    noun.add(here, noun.given(
        name=name, kind=kind, status=status, tier=tier, phone=phone, email=email, wechat=wechat,
        id_number=id_number, birthday=birthday, employer=employer, sector=sector, address=address,
        district=district, hours=hours, source=source, channel=channel, need=need, note=note,
    ), tag or [], yes=yes)  # fmt: skip


def _show(here: desk.Desk, client: Client) -> None:
    words = [Code("tier", client.tier), Code("status", client.status), client.tags]
    here.show(
        lambda: view.document(client, here.zone),
        lambda: receipt(here.speak, joined([_named(client), *words])),
    )


def edit(
    client: ClientArg, name: Annotated[str | None, typer.Option(help=N_("full name"))] = None,
    kind: Annotated[str | None, typer.Option(help=N_("person or company"))] = None,
    status: Status = None, tier: Tier = None, phone: Phone = None,
    email: Email = None, wechat: Wechat = None, id_number: IdNumber = None,
    birthday: Birthday = None, employer: Employer = None, sector: Sector = None,
    address: Address = None, source: Source = None, channel: Channel = None, need: Need = None,
    note: NoteOpt = None, district: District = None, hours: Hours = None,
) -> None:  # fmt: skip
    """Change facts; an empty text clears one."""
    here = desk.current()
    given = noun.given(
        name=name, kind=kind, status=status, tier=tier, phone=phone, email=email, wechat=wechat,
        id_number=id_number, birthday=birthday, employer=employer, sector=sector, address=address,
        district=district, hours=hours, source=source, channel=channel, need=need, note=note,
    )  # fmt: skip
    found = here.client(client)
    noun.edit(here, found.id, {field: text for field, text in given.items() if text is not None})


Due = Annotated[
    bool, typer.Option("--due", help=N_("who is to be met next; with --tier, of that tier"))
]
Archived = Annotated[bool, typer.Option("--archived", help=N_("the archived ones"))]


def list_(
    status: Status = None,
    tier: Tier = None,
    tag: Tag = None,
    due: Due = False,
    archived: Archived = False,
    where: Where = None,
    since: From = None,
    until: To = None,
    sort: Sort = None,
    limit: Limit = None,
    reveal: Reveal = False,
) -> None:
    """Clients, one a line."""
    from cmcli.queries import lists

    here = desk.current()
    start, end = here.span(since, until)
    found = lists.clients(
        here.store,
        status=here.code("status", status) if status else None,
        tier=here.code("tier", tier) if tier else None,
        tag=tag, since=start, until=end, archived=archived, sort=sort,
        among=noun.among(here, where, archived=archived),
    )  # fmt: skip
    if due:
        found = noun.due(here, found, here.code("tier", tier) if tier else None)
    found = here.cut(found, limit)
    here.speak.reveal = reveal
    here.show(
        lambda: [view.row_document(row, here.zone, reveal=reveal) for row in found],
        lambda: view.listing(found, here.speak, reveal=reveal),
    )


def show(client: ClientArg, reveal: Reveal = False) -> None:
    """The client file on one page."""
    here = desk.current()
    noun.show(here, here.client(client).id, reveal=reveal)


Year = Annotated[str | None, typer.Argument(metavar="YEAR", help=N_("this year by default"))]


def coverage(year: Year = None) -> None:
    """A year's key-client contacts by quarter, and each tier now."""
    here = desk.current()
    text = year or str(here.now.year)
    if not text.isdecimal() or not 2000 <= int(text) <= here.now.year:
        raise Usage(say("{text} is no year that has begun", text=text), say("for example 2026"))
    noun.coverage(here, int(text))


Words = Annotated[list[str], typer.Argument(metavar="TAG", help=N_("tags; -tag removes one"))]


def tag(client: ClientArg, tags: Words) -> None:
    """Add tags; a tag with a minus before it is removed (after --)."""
    here = desk.current()
    number = here.client(client).id
    with here.store.transaction():
        found = here.store.get(Client, number)
        here.apply(rules.tagged(found, tags, here.now), _ref(found))
    _show(here, here.store.get(Client, number))


Other = Annotated[str, typer.Argument(metavar="OTHER", help=N_("the file that is joined to it"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("do not ask"))]


def merge(client: ClientArg, other: Other, yes: Yes = False) -> None:
    """Move everything of OTHER to CLIENT; one undo takes it back."""
    here = desk.current()
    keep, twin = here.client(client), here.client(other)
    question = say("Move everything of {other} to {keep}?", other=_named(twin), keep=_named(keep))
    if not yes and not here.confirm(question):
        return
    with here.store.transaction():
        # Read again: somebody may have written while the question stood.
        keep, twin = here.store.get(Client, keep.id), here.store.get(Client, twin.id)
        owned = here.store.pointing_at("client", twin.id)
        here.apply(noun.merged(here, keep, twin, owned), _ref(keep), _ref(twin))
    merged = here.store.get(Client, keep.id)
    moved = say("{n} records of {other} moved", n=len(owned), other=_named(twin))
    here.show(
        lambda: view.document(merged, here.zone),
        lambda: receipt(here.speak, _named(merged), [moved]),
    )


def _ref(client: Client) -> str:
    return ref_of("client", client.id)


def _named(client: Client) -> str:
    return f"{_ref(client)} {client.name}"


def archive(client: ClientArg) -> None:
    """Take a client out of every list; the file is kept."""
    here = desk.current()
    number = here.client(client).id
    with here.store.transaction():
        found = here.store.get(Client, number)
        here.apply(noun.archived(here, found), _ref(found))
    archived = here.store.get(Client, number)
    here.show(
        lambda: view.document(archived, here.zone),
        lambda: receipt(here.speak, say("{client} archived", client=_named(archived))),
    )
