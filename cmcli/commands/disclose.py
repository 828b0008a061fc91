"""`cm disclose`: structure, fees and risks of a product were explained to a client."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.client import clean_name, clean_text
from cmcli.domain.disclosure import clean_items
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import disclosure as noun
from cmcli.nouns import product as products
from cmcli.params import At, ClientArg

ProductArg = Annotated[
    str | None, typer.Argument(metavar="PRODUCT", help=N_("the product: p3, code, name"))
]
Items = Annotated[
    str | None, typer.Option(metavar="LIST", help=N_("structure,fees,risks; all by default"))
]
Channel = Annotated[
    str, typer.Option("--channel", "-c", metavar="CHANNEL", help=N_("how: branch, visit, video …"))
]
To = Annotated[
    str | None, typer.Option("--to", metavar="NAME", help=N_("who heard it, beside the client"))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
SheetOnly = Annotated[
    bool, typer.Option("--sheet", help=N_("the sheet to sign, to read first; records nothing"))
]
Format = Annotated[str | None, typer.Option("--format", metavar="F", help=N_("md, html, docx"))]
Out = Annotated[
    str | None, typer.Option("-o", metavar="FILE", help=N_("the sheet to sign, into this file"))
]


def disclose(
    client: ClientArg, product: ProductArg = None, items: Items = None, at: At = None,
    channel: Channel = "branch", to: To = None, note: Note = None, sheet: SheetOnly = False,
    format_: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """Record what a client was told; without a product, what was told so far."""
    here = desk.current()
    found = here.client(client)
    if product is None:
        if items is not None or sheet or out:
            raise Usage(say("which product?"), say("cm disclose {name} W1", name=found.name))
        noun.listing(here, found)
        return
    sold = products.find(here, product)
    paper = noun.paper(here, format_, out, wanted=sheet)
    if sheet:
        noun.print_sheet(here, found, sold, paper)
        return
    how = noun.how(
        here, found, sold, clean_items(items) if items is not None else None, here.happened(at),
        here.code("channel", channel), clean_name(to) if to else None,
        clean_text(note) if note else None,
    )  # fmt: skip
    noun.record(here, found, sold, how, paper)
