"""Advice: the catalogue ranked for a client, kept with the reply, handed over on one page."""

from collections.abc import Sequence
from datetime import datetime

from cmcli.desk import Desk
from cmcli.domain import advice as rules
from cmcli.domain import advise as ranking
from cmcli.domain.advice import Advice
from cmcli.domain.advise import Offer, Situation
from cmcli.domain.client import Client, tag_of
from cmcli.domain.money import parse_amount
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Money, joined, say
from cmcli.named import NamedTuple
from cmcli.nouns import papers
from cmcli.queries import advice as queries
from cmcli.views import advice as view
from cmcli.views.write import receipt

# What is recorded and handed over unless `--limit` says otherwise.
SHORT_LIST = 3


class Wanted(NamedTuple):
    """What was asked: one product alone, the amount to place, how many, where the page goes."""

    product: Product | None
    amount: Money | None
    limit: int | None
    everything: bool
    paper: papers.Wish | None


class Said(NamedTuple):
    """What is kept with an advice: the client's reply, a remark, when it was given."""

    reply: str | None
    note: str | None
    at: datetime


def money(here: Desk, text: str | None) -> Money | None:
    """An amount as typed, in the manager's currency."""
    if not text:
        return None
    currency = here.settings["currency"]
    return Money(parse_amount(text, currency), currency)


def advise(here: Desk, client: Client, wanted: Wanted, kept: Said | None) -> None:
    """Rank, keep where asked, hand over where asked."""
    situation = queries.situation(here.store, here.settings, client, wanted.amount, here.now)
    shelf = [wanted.product] if wanted.product else here.store.select(Product, "ORDER BY code")
    found = ranking.advise(shelf, situation, here.now.date(), queries.terms(here.settings))
    short = found.offers[: wanted.limit or SHORT_LIST]
    if kept:
        with here.store.transaction():
            _keep(here, client, short, kept)
            # Before the book keeps it: a page that cannot be written leaves nothing recorded.
            _hand_over(here, situation, short, wanted.paper)
        _answer(here, client, wanted)
        return
    _hand_over(here, situation, short, wanted.paper)
    if wanted.paper:
        papers.said(here, wanted.paper)
    else:
        everything = wanted.everything or wanted.product is not None
        here.show(
            lambda: view.document(situation, found, here.speak),
            lambda: view.page(situation, found, here.speak, wanted.limit, everything=everything),
        )


def _hand_over(
    here: Desk, situation: Situation, short: Sequence[Offer], paper: papers.Wish | None
) -> None:
    if paper:
        names = here.settings.text("manager.name"), here.settings.text("manager.branch")
        page = view.proposal(situation, short, names, here.speak)
        papers.put(here, paper, page, gettext("Proposal"))


def _keep(here: Desk, client: Client, short: Sequence[Offer], kept: Said) -> None:
    """Write what was offered, in the words in which it was explained."""
    changes = rules.given(
        client.id, [(offer.product.id, _why(here, offer)) for offer in short],
        kept.reply, kept.note, kept.at, here.now,
    )  # fmt: skip
    here.apply(changes, ref_of("client", client.id))


def _why(here: Desk, offer: Offer) -> str:
    return here.speak(joined([part.reason for part in offer.parts], "; "))


def _answer(here: Desk, client: Client, wanted: Wanted) -> None:
    """The advice that was just recorded."""
    file = queries.given(here.store, client.id)[0]
    names = {p.id: p.name for p in here.store.select(Product)}
    head = joined([
        f"{ref_of('client', client.id)} {client.name}", say("advice recorded"),
        joined([names[item.product_id] for item in file.items], ", "),
    ])  # fmt: skip
    path = str(wanted.paper.target) if wanted.paper and wanted.paper.target else None
    effects = [
        say("reply: {text}", text=file.advice.reply) if file.advice.reply else None,
        say("proposal: {path}", path=path) if path else None,
    ]
    hint = say("what the client says: cm advise {ref} --reply '…'", ref=ref_of("client", client.id))
    here.show(
        lambda: view.advice_document(file, names, tag_of(client), here.zone),
        lambda: receipt(here.speak, head, effects, hint=None if file.advice.reply else hint),
    )


def reply(here: Desk, client: Client, text: str) -> None:
    """The answer to the last advice."""
    with here.store.transaction():
        last: Advice | None = queries.last(here.store, client.id)
        here.apply(rules.replied(last, text, client.name), ref_of("client", client.id))
    _answer(here, client, Wanted(None, None, None, False, None))


def listing(here: Desk, client: Client) -> None:
    """What a client was offered so far, with the replies."""
    found = queries.given(here.store, client.id)
    names = {p.id: p.name for p in here.store.select(Product)} if found else {}
    here.show(
        lambda: [view.advice_document(f, names, tag_of(client), here.zone) for f in found],
        lambda: view.listing(found, names, client, here.speak),
    )


def whom(here: Desk, product: Product, amount: Money | None, limit: int | None) -> None:
    """Whom a product suits: every client in the book, the best first, and why others are not."""
    day, terms = here.now.date(), queries.terms(here.settings)
    suits, others = [], []
    for client in queries.active(here.store):
        situation = queries.situation(here.store, here.settings, client, amount, here.now)
        found = ranking.advise([product], situation, day, terms)
        if found.offers:
            suits.append((situation.buyer.client, found.offers[0]))
        else:
            others.append((situation.buyer.client, found.excluded[0]))
    suits.sort(key=lambda pair: (-pair[1].score, pair[0].tier != "key", pair[0].id))
    here.show(
        lambda: view.whom_document(product, suits, others, here.speak),
        lambda: view.whom(product, suits, others, here.speak, limit),
    )
