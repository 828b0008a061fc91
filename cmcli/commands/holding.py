"""`cm holding`: what clients own and owe."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import holding as noun
from cmcli.nouns import product as products
from cmcli.params import ClientArg, ClientOpt, From, Limit, Sort, Tag, Tier, To, whole_number

ProductArg = Annotated[
    str, typer.Argument(metavar="PRODUCT", help=N_("the product: p3, its code or name"))
]
Ref = Annotated[str, typer.Argument(metavar="H", help=N_("the holding: h22"))]
Amount = Annotated[str, typer.Option(metavar="A", help=N_("50000, 5万, 1.2亿, 50k"))]
Part = Annotated[str | None, typer.Option("--amount", metavar="A", help=N_("so much money: 10万"))]
Start = Annotated[
    str | None, typer.Option(metavar="DATE", help=N_("the day it was bought; today by default"))
]
Maturity = Annotated[
    str | None, typer.Option(metavar="DATE", help=N_("the day it matures; by the product's term"))
]
Units = Annotated[
    str | None, typer.Option(metavar="N", help=N_("units; by the price of the day unless said"))
]
Rate = Annotated[str | None, typer.Option(metavar="PCT", help=N_("interest, percent a year"))]
Repayment = Annotated[str | None, typer.Option(metavar="A", help=N_("a loan's monthly instalment"))]
Overdue = Annotated[
    str | None, typer.Option(metavar="DATE", help=N_("since when an instalment is overdue"))
]
DealOpt = Annotated[str | None, typer.Option("--deal", metavar="D", help=N_("the deal: d7"))]
NoteOpt = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Everything = Annotated[bool, typer.Option("--all", help=N_("all that is held or owed"))]
At = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help=N_("the day it was; today by default"))
]
Into = Annotated[
    str | None, typer.Option(metavar="PRODUCT", help=N_("renew: all of it into this product"))
]
NextMaturity = Annotated[
    str | None,
    typer.Option("--maturity", metavar="DATE", help=N_("with --into: when that matures")),
]
ProductOpt = Annotated[
    str | None, typer.Option("--product", metavar="P", help=N_("product: p3, code, name"))
]
Kind = Annotated[
    str | None,
    typer.Option(metavar="KIND", help=N_("deposit, wealth, fund, insurance, loan, card, other")),
]
Closed = Annotated[bool, typer.Option("--all", help=N_("closed ones too"))]
Totals = Annotated[
    bool, typer.Option("--totals", help=N_("only the sums, and how concentrated it is"))
]
Months = Annotated[
    int | None,
    typer.Option(
        metavar="N", parser=whole_number, help=N_("months, this one included; 12 by default")
    ),
]


def add(
    client: ClientArg, product: ProductArg, amount: Amount, start: Start = None,
    maturity: Maturity = None, units: Units = None, rate: Rate = None,
    repayment: Repayment = None, overdue: Overdue = None, deal: DealOpt = None,
    note: NoteOpt = None,
) -> None:  # fmt: skip
    """Bought, or borrowed."""
    here = desk.current()
    noun.add(here, here.client(client), product, {
        "amount": amount, "start": start, "maturity": maturity, "units": units, "rate": rate,
        "repayment": repayment, "overdue": overdue, "deal": deal, "note": note,
    })  # fmt: skip


def redeem(
    ref: Ref, amount: Part = None, everything: Everything = False, at: At = None,
    units: Units = None, into: Into = None, maturity: NextMaturity = None, note: NoteOpt = None,
) -> None:  # fmt: skip
    """Redeemed or repaid; with --into all of it goes into another product."""
    if maturity and not into:
        raise Usage(say("--maturity goes with --into"), say("--into PRODUCT --maturity DATE"))
    noun.redeem(
        desk.current(), need_ref(ref, "holding").id,
        {"amount": amount, "units": units, "at": at, "note": note},
        noun.Renewal(into, maturity) if into else None, everything=everything,
    )  # fmt: skip


def list_(
    client: ClientOpt = None, product: ProductOpt = None, kind: Kind = None, tier: Tier = None,
    tag: Tag = None, everything: Closed = False, since: From = None, until: To = None,
    sort: Sort = None, limit: Limit = None, totals: Totals = False,
) -> None:  # fmt: skip
    """What is held and owed; --from and --to bound the day it was bought."""
    here = desk.current()
    noun.listing(here, {
        "client": here.client(client).id if client else None,
        "product": products.find(here, product).id if product else None,
        "kind": here.code("product_kind", kind) if kind else None,
        "tier": here.code("tier", tier) if tier else None, "tag": tag, "everything": everything,
        "since": noun.past(here, since) if since else None,
        "until": noun.past(here, until) if until else None,
    }, sort, limit, totals=totals)  # fmt: skip


def ladder(client: ClientOpt = None, months: Months = None) -> None:
    """What matures, month by month; what is past and still open first."""
    here = desk.current()
    if months and months > 600:
        raise Usage(say("a ladder has at most 600 months"))
    noun.ladder(here, here.client(client) if client else None, months or 12)
