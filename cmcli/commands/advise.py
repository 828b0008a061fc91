"""`cm advise`: what suits a client, what does not, and why; or whom a product suits."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.client import clean_text
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import advice as noun
from cmcli.nouns import papers
from cmcli.nouns import product as products
from cmcli.params import At, Limit

ClientOption = Annotated[
    str | None,
    typer.Argument(metavar="CLIENT", help=N_("reference, name, pinyin or telephone")),
]
ProductOpt = Annotated[
    str | None,
    typer.Option("--product", metavar="P", help=N_("this product alone; without CLIENT: whom")),
]
Amount = Annotated[str | None, typer.Option(metavar="A", help=N_("how much there is to place"))]
Record = Annotated[bool, typer.Option("--record", help=N_("keep what was offered, and why"))]
Reply = Annotated[
    str | None, typer.Option(metavar="TEXT", help=N_("what the client said; also afterwards"))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Past = Annotated[bool, typer.Option("--list", help=N_("what was offered so far"))]
Everything = Annotated[bool, typer.Option("--all", help=N_("every offer, every exclusion"))]
Format = Annotated[str | None, typer.Option("--format", metavar="F", help=N_("md, html, docx"))]
Out = Annotated[
    str | None, typer.Option("-o", metavar="FILE", help=N_("a one-page proposal to hand over"))
]


def advise(
    client: ClientOption = None, product: ProductOpt = None, amount: Amount = None,
    record: Record = False, reply: Reply = None, note: Note = None, at: At = None,
    past: Past = False, everything: Everything = False, limit: Limit = None,
    format_: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """Rank the catalogue for a client; nothing that the rules forbid is offered."""
    here = desk.current()
    only = products.find(here, product) if product else None
    if client is None:
        if only is None:
            raise Usage(say("for whom?"), say("cm advise CLIENT, or cm advise --product P"))
        noun.whom(here, only, noun.money(here, amount), limit)
        return
    found = here.client(client)
    if past:
        noun.listing(here, found)
        return
    said = clean_text(reply) if reply is not None else None
    if said is not None and not record:
        noun.reply(here, found, said)
        return
    asked = papers.wish(format_, out) if format_ or out else None
    options = noun.Wanted(only, noun.money(here, amount), limit, everything, asked)
    kept = None
    if record:
        kept = noun.Said(said, clean_text(note) if note else None, here.happened(at))
    noun.advise(here, found, options, kept)
