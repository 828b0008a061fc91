"""`cm product`: the catalogue."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.change import insert
from cmcli.domain.client import clean_name, clean_text
from cmcli.domain.money import parse_amount
from cmcli.domain.product import Product, clean_risk
from cmcli.errors import Refused
from cmcli.i18n import N_
from cmcli.messages import joined, say
from cmcli.nouns import deal as deals
from cmcli.nouns import product as noun
from cmcli.params import Limit, Sort
from cmcli.views import product as view
from cmcli.views.write import receipt

Code_ = Annotated[str, typer.Argument(metavar="CODE", help=N_("its code in the bank's list"))]
Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("its name"))]
Kind = Annotated[
    str, typer.Option(metavar="KIND", help=N_("deposit, wealth, fund, insurance, loan, card"))
]
KindOpt = Annotated[str | None, typer.Option(metavar="KIND", help=N_("only this kind"))]
Risk = Annotated[str | None, typer.Option(metavar="R1..R5", help=N_("risk level"))]
Price = Annotated[str | None, typer.Option(metavar="A", help=N_("list price"))]
NoteOpt = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Ref = Annotated[str, typer.Argument(metavar="P", help=N_("the product: p3, its code or name"))]


def add(
    code: Code_, name: Name, kind: Kind, risk: Risk = None, price: Price = None,
    note: NoteOpt = None,
) -> None:  # fmt: skip
    """A new product."""
    here = desk.current()
    currency = here.settings["currency"]
    made = Product(
        -1, clean_name(code), clean_name(name), here.code("product_kind", kind),
        clean_risk(risk) if risk else None, parse_amount(price, currency) if price else None,
        currency if price else None, clean_text(note) if note else None, here.now,
    )  # fmt: skip
    with here.store.transaction():
        if here.store.select(Product, "WHERE code = ?", made.code):
            raise Refused(say("the code {code} is taken", code=made.code), say("cm product list"))
        applied = here.apply([insert(made)], made.code)
    product = here.store.get(Product, applied.ids[-1])
    head = joined([f"p{product.id} {product.name}", product.code, product.risk])
    here.show(lambda: view.document(product, here.zone), lambda: receipt(here.speak, head))


def list_(kind: KindOpt = None, sort: Sort = None, limit: Limit = None) -> None:
    """The catalogue."""
    from cmcli.queries.lists import Conditions, order

    here = desk.current()
    where = Conditions()
    where.add("kind = ?", here.code("product_kind", kind) if kind else None)
    allowed = {"code": "code", "name": "name", "risk": "risk", "price": "price", "ref": "id"}
    found = here.store.select(
        Product, where.sql(order(sort, allowed, "code"), limit), *where.values
    )
    here.show(
        lambda: [view.document(product, here.zone) for product in found],
        lambda: view.listing(found, here.speak),
    )


def show(ref: Ref) -> None:
    """One product."""
    here = desk.current()
    noun.show(here, deals.product(here, ref).id)
