"""`cm product`: the catalogue."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.nouns import product as noun
from cmcli.params import Limit, Sort
from cmcli.views import product as view

CodeArg = Annotated[str, typer.Argument(metavar="CODE", help=N_("its code in the bank's list"))]
NameArg = Annotated[str, typer.Argument(metavar="NAME", help=N_("its name"))]
Ref = Annotated[str, typer.Argument(metavar="P", help=N_("the product: p3, its code or name"))]
Kind = Annotated[
    str,
    typer.Option(metavar="KIND", help=N_("deposit, wealth, fund, insurance, loan, card, other")),
]
KindOpt = Annotated[
    str | None,
    typer.Option(
        "--kind", metavar="KIND", help=N_("deposit, wealth, fund, insurance, loan, card, other")
    ),
]
CodeOpt = Annotated[
    str | None, typer.Option("--code", metavar="CODE", help=N_("its code in the bank's list"))
]
NameOpt = Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("its name"))]
Risk = Annotated[str | None, typer.Option(metavar="R1..R5", help=N_("the issuer's rating"))]
SellerRisk = Annotated[
    str | None,
    typer.Option(
        "--seller-risk", metavar="R1..R5", help=N_("the bank's own rating; the higher counts")
    ),
]
Regime = Annotated[
    str | None,
    typer.Option(metavar="REGIME", help=N_("nfra, csrc, insurance, none; by its kind unless said")),
]
Minimum = Annotated[str | None, typer.Option(metavar="A", help=N_("smallest amount: 1万"))]
Term = Annotated[str | None, typer.Option(metavar="DAYS", help=N_("term in days"))]
Return = Annotated[
    str | None, typer.Option("--return", metavar="PCT", help=N_("expected return, percent a year"))
]
Fees = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("fees"))]
Structure = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("how it is built"))]
Risks = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("its key risks"))]
Target = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("whom it is made for"))]
Equity = Annotated[str | None, typer.Option(metavar="PCT", help=N_("equity share, percent"))]
Duration = Annotated[
    str | None, typer.Option(metavar="YEARS", help=N_("how it moves with interest rates, years"))
]
SaleFrom = Annotated[str | None, typer.Option("--from", metavar="DATE", help=N_("on sale from"))]
SaleUntil = Annotated[str | None, typer.Option("--until", metavar="DATE", help=N_("on sale until"))]
Price = Annotated[str | None, typer.Option(metavar="A", help=N_("list price"))]
NoteOpt = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Search = Annotated[
    list[str] | None, typer.Argument(metavar="TEXT", help=N_("words that all occur"))
]
AtDate = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help=N_("as the catalogue stood then"))
]
Several = Annotated[list[str], typer.Argument(metavar="P P", help=N_("two products or more"))]


def add(
    code: CodeArg, name: NameArg, kind: Kind, risk: Risk = None, seller_risk: SellerRisk = None,
    regime: Regime = None, minimum: Minimum = None, term: Term = None, expected: Return = None,
    fees: Fees = None, structure: Structure = None, risks: Risks = None, target: Target = None,
    start: SaleFrom = None, until: SaleUntil = None, price: Price = None, note: NoteOpt = None,
    equity: Equity = None, duration: Duration = None,
) -> None:  # fmt: skip
    """A new catalogue entry."""
    noun.add(desk.current(), {
        "code": code, "name": name, "kind": kind, "risk": risk, "seller_risk": seller_risk,
        "regime": regime, "minimum": minimum, "term": term, "return": expected, "fees": fees,
        "structure": structure, "risks": risks, "target": target, "from": start, "until": until,
        "price": price, "note": note, "equity": equity, "duration": duration,
    })  # fmt: skip


def edit(
    ref: Ref, code: CodeOpt = None, name: NameOpt = None, kind: KindOpt = None, risk: Risk = None,
    seller_risk: SellerRisk = None, regime: Regime = None, minimum: Minimum = None,
    term: Term = None, expected: Return = None, fees: Fees = None, structure: Structure = None,
    risks: Risks = None, target: Target = None, start: SaleFrom = None, until: SaleUntil = None,
    price: Price = None, note: NoteOpt = None,
    equity: Equity = None, duration: Duration = None,
) -> None:  # fmt: skip
    """Change facts; an empty text clears one, the history keeps what was said before."""
    here = desk.current()
    given = {
        "code": code, "name": name, "kind": kind, "risk": risk, "seller_risk": seller_risk,
        "regime": regime, "minimum": minimum, "term": term, "return": expected, "fees": fees,
        "structure": structure, "risks": risks, "target": target, "from": start, "until": until,
        "price": price, "note": note, "equity": equity, "duration": duration,
    }  # fmt: skip
    fields = {field: text for field, text in given.items() if text is not None}
    noun.edit(here, noun.find(here, ref).id, fields)


def list_(
    text: Search = None, kind: KindOpt = None, sort: Sort = None, limit: Limit = None
) -> None:
    """The catalogue, or what holds every word of TEXT."""
    from cmcli.queries.product import matching

    here = desk.current()
    wanted = here.code("product_kind", kind) if kind else None
    found = matching(here.store, " ".join(text or []), kind=wanted, sort=sort)
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(product, here.zone) for product in found],
        lambda: view.listing(found, here.speak),
    )


def show(ref: Ref, at: AtDate = None) -> None:
    """One product, as it is or as it stood."""
    here = desk.current()
    noun.show(here, noun.find(here, ref).id, here.end_of_day(at) if at else None)


def compare(products: Several) -> None:
    """Products side by side."""
    noun.compare(desk.current(), products)
