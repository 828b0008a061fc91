"""The verbs of a disclosure: record what was told, print the sheet to sign, show, take back."""

from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import disclosure as rules
from cmcli.domain.client import Client, clean_text, tag_of
from cmcli.domain.disclosure import ITEMS, Disclosure, Told
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.suitability import judge
from cmcli.errors import Refused, Usage
from cmcli.i18n import gettext
from cmcli.messages import Code, joined, say
from cmcli.nouns import papers
from cmcli.nouns.papers import Wish
from cmcli.queries import proofs
from cmcli.queries import suitability as queries
from cmcli.queries.policies import suitability_policy
from cmcli.queries.product import then
from cmcli.views import contact as contacts
from cmcli.views import disclosure as view
from cmcli.views.sheet import Sheet
from cmcli.views.write import receipt


def paper(here: Desk, form: str | None, out: str | None, *, wanted: bool) -> Wish | None:
    """The form of the sheet to sign, where one is wanted; raises `Usage`."""
    if form and not (out or wanted):
        raise Usage(say("--format goes with --sheet or -o FILE"))
    return papers.wish(form, out) if out or wanted else None


def how(
    here: Desk, client: Client, product: Product, items: tuple[str, ...] | None, at: datetime,
    channel: str, heard_by: str | None, note: str | None,
) -> Told:  # fmt: skip
    """What was told; on a terminal without `--items` one after the other is read and ticked."""
    if items is None:
        items = _walked(here, then(here.store, product, at)) if here.interactive else ITEMS
    return Told(client.id, items, at, channel, heard_by, note)


def _walked(here: Desk, product: Product) -> tuple[str, ...]:
    """The items that were explained, asked one by one with their words."""
    from cmcli.views import output

    told = []
    for item in ITEMS:
        output.write(view.words(product, item, here.speak))
        if here.confirm(say("Was this explained?"), default=False):
            told.append(item)
    if not told:
        raise Refused(say("nothing was explained; nothing was recorded"))
    return tuple(told)


def record(here: Desk, client: Client, product: Product, told: Told, asked: Wish | None) -> None:
    """Write it, and the sheet to sign where one was asked for."""
    with here.store.transaction():
        # What was told before the catalogue changed was told in the words of that time.
        words = then(here.store, here.store.get(Product, product.id), told.at)
        changes = rules.told(words, told, here.now)
        applied = here.apply(changes, ref_of("client", client.id), product.code)
        if asked:
            # Before the book keeps it: a file that cannot be written leaves nothing recorded.
            papers.put(here, asked, _sheet(here, client, product), gettext("Disclosure"))
    answer(here, applied.ids[-1], asked)


def answer(here: Desk, number: int, asked: Wish | None = None) -> None:
    """The disclosure as it stands, what is still to be told, and what the catalogue lacks."""
    one = here.store.get(Disclosure, number)
    client, product = here.tag(one.client_id), here.store.get(Product, one.product_id)
    items = joined([Code("disclosed", item) for item in one.items.split()], ", ")
    head = joined([
        f"{ref_of('disclosure', number)} {client.name}", product.name, items,
        Code("channel", one.channel), one.at,
    ])  # fmt: skip
    told = queries.disclosures(here.store, one.client_id, one.product_id)
    rest = rules.untold(product, told, here.now.date(), here.now)
    effects = [
        say("still to be told: {items}", items=joined([Code("disclosed", i) for i in rest], ", "))
        if rest else None,
        view.wordless(one, product),
        say("sheet: {path}", path=str(asked.target)) if asked and asked.target else None,
    ]  # fmt: skip
    hint = say("sheet to sign: cm disclose {client} {product} --sheet -o FILE",
               client=ref_of("client", one.client_id), product=product.code)  # fmt: skip
    here.show(
        lambda: view.document(one, client, product, here.zone),
        lambda: receipt(here.speak, head, effects, hint=None if asked else hint),
    )


def _sheet(here: Desk, client: Client, product: Product) -> Sheet:
    day = here.now.date()
    buyer = queries.buyer(here.store, client, day, here.now)
    verdict = judge(product, buyer, None, day, suitability_policy(here.settings))
    names = here.settings.text("manager.name"), here.settings.text("manager.branch")
    return view.confirmation(product, buyer, verdict, names, here.speak)


def print_sheet(here: Desk, client: Client, product: Product, asked: Wish | None) -> None:
    """The sheet alone; nothing is recorded."""
    wish = asked or Wish(None, None)
    papers.put(here, wish, _sheet(here, client, product), gettext("Disclosure"))
    papers.said(here, wish)


def listing(here: Desk, client: Client) -> None:
    """What a client was told so far, the latest first."""
    rest = "WHERE client_id = ? ORDER BY at DESC, id DESC"
    found = here.store.select(Disclosure, rest, client.id)
    products = {p.id: p for p in here.store.select(Product)} if found else {}
    pairs = [(one, products[one.product_id]) for one in found]
    here.show(
        lambda: [view.document(one, tag_of(client), p, here.zone) for one, p in pairs],
        lambda: view.listing(pairs, client.name, here.speak),
    )


def show(here: Desk, number: int) -> None:
    """One disclosure with the words that were told."""
    one = here.store.get(Disclosure, number)
    client, product = here.tag(one.client_id), here.store.get(Product, one.product_id)
    here.show(
        lambda: view.document(one, client, product, here.zone),
        lambda: view.page(one, client, product, here.speak),
    )


_FIELDS = ("to", "note", "channel")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """How it was told, to whom; what was told and when is proof and stays."""
    from cmcli.domain.change import update

    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in _FIELDS:
            raise Usage(
                say("a disclosure has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_FIELDS)),
            )
        column = "heard_by" if name == "to" else name
        values[column] = (
            here.code("channel", text) if name == "channel" else clean_text(text) or None
        )
    with here.store.transaction():
        here.apply(
            update(here.store.get(Disclosure, number), **values), ref_of("disclosure", number)
        )
    answer(here, number)


def remove(here: Desk, number: int) -> None:
    """Take back a disclosure on which no sale rests."""
    with here.store.transaction():
        one = here.store.get(Disclosure, number)
        sold = [sale.check for sale in proofs.rested(here.store, one)]
        here.apply([rules.removable(one, sold, here.now)], ref_of("disclosure", number))
    ref = ref_of("disclosure", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
