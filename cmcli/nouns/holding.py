"""The verbs of a holding."""

from datetime import date, timedelta
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import holding as rules
from cmcli.domain import maturity, portfolio
from cmcli.domain.change import Change, Insert
from cmcli.domain.client import Client, clean_text
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal
from cmcli.domain.holding import Held, Holding, HoldingMove, Part, Terms
from cmcli.domain.money import parse_amount
from cmcli.domain.product import Product, clean_return
from cmcli.domain.ref import need_ref, ref_of
from cmcli.domain.sale import may_renew
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Money, joined, say
from cmcli.named import NamedTuple
from cmcli.nouns import product as products
from cmcli.queries import holding as queries
from cmcli.queries import price as prices
from cmcli.queries import suitability as gate
from cmcli.views import contact as contacts
from cmcli.views import holding as view
from cmcli.views.write import receipt

_FIELDS = ("maturity", "rate", "repayment", "overdue", "note", "start")


class Renewal(NamedTuple):
    """What is bought for the money of a holding that ends, as typed."""

    product: str
    maturity: str | None


def past(here: Desk, phrase: str | None) -> date:
    """A day as one looks back, today by default."""
    return day_of(here.when(phrase, past=True), here.now) if phrase else here.now.date()


def _currency(here: Desk, product: Product) -> str:
    return product.currency or here.settings["currency"]


def add(here: Desk, client: Client, product: str, typed: dict[str, str | None]) -> None:
    """Bought, or borrowed; the term and the price of the product fill what is not said."""
    with here.store.transaction():
        found = products.find(here, product)
        terms = _terms(here, client, found, typed)
        price = prices.latest(here.store, found.id, terms.start_on)
        changes = rules.opened(client.id, found, terms, price, here.now)
        applied = here.apply(changes, ref_of("client", client.id))
    answer(here, applied.ids[-1], Code("holding_move", _move(changes).kind))


def _terms(here: Desk, client: Client, product: Product, typed: dict[str, str | None]) -> Terms:
    currency = _currency(here, product)
    given = {name: text.strip() for name, text in typed.items() if text and text.strip()}
    if "amount" not in given:
        raise Usage(say("how much was it?"), say("for example --amount 50万"))
    return Terms(
        parse_amount(given["amount"], currency), currency, past(here, given.get("start")),
        here.day(given["maturity"]) if "maturity" in given else None,
        rules.clean_units(given["units"]) if "units" in given else None,
        clean_return(given["rate"]) if "rate" in given else None,
        parse_amount(given["repayment"], currency) if "repayment" in given else None,
        past(here, given["overdue"]) if "overdue" in given else None,
        _deal(here, client, product, given["deal"]) if "deal" in given else None,
        clean_text(given["note"]) or None if "note" in given else None,
    )  # fmt: skip


def _deal(here: Desk, client: Client, product: Product, text: str) -> int:
    """The sale that the holding came from: it was won, and was of this product."""
    deal = here.store.get(Deal, need_ref(text, "deal").id)
    if deal.client_id != client.id:
        raise Usage(
            say("{ref} is a deal of another client", ref=ref_of("deal", deal.id)),
            say("cm deal list --client {name}", name=client.name),
        )
    if deal.product_id not in (None, product.id):
        raise Usage(
            say("{ref} is a deal of another product", ref=ref_of("deal", deal.id)),
            say("cm show {ref}", ref=ref_of("deal", deal.id)),
        )
    if deal.stage != "won":
        raise Refused(
            say("{ref} is not won, and nothing came from it", ref=ref_of("deal", deal.id)),
            say("first: cm deal won {ref}", ref=ref_of("deal", deal.id)),
        )
    return deal.id


def _move(changes: list[Change]) -> HoldingMove:
    """The movement that a decision makes."""
    moves = [c.record for c in changes if isinstance(c, Insert)]
    return next(move for move in moves if isinstance(move, HoldingMove))


def answer(here: Desk, number: int, what: Any, effects: tuple[Any, ...] = ()) -> None:
    """The holding as it is now, and what happened to it."""
    held = queries.get(here.store, number, here.now.date())
    head = joined([f"{ref_of('holding', number)} {held.client.name}", held.product.name, what])
    here.show(
        lambda: view.document(held, here.zone),
        lambda: receipt(here.speak, head, [*view.facts(held, here.now), *effects]),
    )


def redeem(
    here: Desk, number: int, typed: dict[str, str | None], renewal: Renewal | None,
    *, everything: bool,
) -> None:  # fmt: skip
    """Part or all of it paid out, or paid back; all of it may go into another product."""
    day, note = past(here, typed["at"]), clean_text(typed["note"] or "") or None
    with here.store.transaction():
        held = queries.get(here.store, number, day)
        part = _part(held, typed, everything=everything)
        moves = queries.moves_of(here.store, number)
        changes = rules.redeemed(held, moves, part, day, here.now, note)
        move = _move(changes)
        if renewal:
            changes += _following(here, held, move, renewal)
        applied = here.apply(changes, ref_of("holding", number))
    moved = joined([Code("holding_move", move.kind), Money(move.amount, held.holding.currency)])
    if renewal:
        closed = say("{ref} closed: {what}", ref=ref_of("holding", number), what=moved)
        answer(here, applied.ids[_NEXT], say("renewed"), (closed,))
    else:
        late = say("still overdue: cm edit {ref} overdue= once it is not",
                   ref=ref_of("holding", number))  # fmt: skip
        open_ = not queries.get(here.store, number, here.now.date()).holding.closed_on
        answer(here, number, moved, (late,) if held.holding.overdue_on and open_ else ())


# The number that the next holding goes by until it is written.
_NEXT = -2


def _part(held: Held, typed: dict[str, str | None], *, everything: bool) -> Part:
    amount, units = typed["amount"], typed["units"]
    if everything == bool(amount or units):
        raise Usage(say("how much of it: --amount, --units, or --all of it"))
    return Part(
        parse_amount(amount, held.holding.currency) if amount else None,
        rules.clean_units(units) if units else None,
        everything,
    )


def _following(here: Desk, held: Held, move: HoldingMove, renewal: Renewal) -> list[Change]:
    product, currency = products.find(here, renewal.product), held.holding.currency
    left = move.principal < held.holding.amount
    if left or held.is_debt or rules.is_debt(product) or _currency(here, product) != currency:
        raise Usage(
            say(
                "--into goes with --all, from one product that is owned to another, in one currency"
            )
        )
    asked = gate.renewal(
        here.store, here.settings, held, product, Money(move.amount, currency), move.moved_on,
        here.now,
    )  # fmt: skip
    may_renew(asked)
    maturity = here.day(renewal.maturity) if renewal.maturity else None
    terms = Terms(move.amount, currency, move.moved_on, maturity)
    price = prices.latest(here.store, product.id, move.moved_on)
    return rules.opened(held.client.id, product, terms, price, here.now, _NEXT)


def done(here: Desk, number: int, note: str | None) -> None:
    """It matured and was paid out in full; a loan was repaid in full."""
    with here.store.transaction():
        moves = queries.moves_of(here.store, number)
        found = queries.get(here.store, number, here.now.date())
        held = queries.get(here.store, number, rules.settling_day(found, moves, here.now))
        changes = rules.settled(held, moves, here.now, clean_text(note or "") or None)
        here.apply(changes, ref_of("holding", number))
    move = _move(changes)
    amount = Money(move.amount, held.holding.currency)
    answer(here, number, joined([Code("holding_move", move.kind), amount]))


def show(here: Desk, number: int) -> None:
    """One holding with its movements."""
    held = queries.get(here.store, number, here.now.date())
    moves = queries.moves_of(here.store, number)
    here.show(
        lambda: view.file_document(held, moves, here.zone),
        lambda: view.page(held, moves, here.speak),
    )


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other terms; an empty text clears one."""
    with here.store.transaction():
        holding = here.store.get(Holding, number)
        values = dict(_value(here, holding, name, text.strip()) for name, text in fields.items())
        product = here.store.get(Product, holding.product_id)
        moves = queries.moves_of(here.store, number)
        changes = rules.edited(holding, product, moves, values, here.now)
        here.apply(changes, ref_of("holding", number))
    answer(here, number, say("changed"))


def _value(here: Desk, holding: Holding, name: str, text: str) -> tuple[str, Any]:
    if name not in _FIELDS:
        raise Usage(
            say("a holding has no field {field} to edit", field=name),
            say("fields: {fields}; amounts: cm holding redeem", fields=", ".join(_FIELDS)),
        )
    if name == "start" and not text:
        raise Usage(say("{field} cannot be empty", field=name))
    column = f"{name}_on" if name in ("maturity", "overdue", "start") else name
    if not text:
        return column, None
    if name == "maturity":
        return column, here.day(text)
    if name in ("start", "overdue"):
        return column, past(here, text)
    if name == "repayment":
        return column, parse_amount(text, holding.currency)
    return column, clean_return(text) if name == "rate" else clean_text(text) or None


def remove(here: Desk, number: int) -> None:
    """Entered by mistake."""
    with here.store.transaction():
        holding = here.store.get(Holding, number)
        moves = queries.moves_of(here.store, number)
        here.apply(rules.removed(holding, moves), ref_of("holding", number))
    ref = ref_of("holding", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))


def listing(
    here: Desk, wanted: dict[str, Any], sort: str | None, limit: int | None, *, totals: bool
) -> None:  # fmt: skip
    """Holdings with what they add up to; of one client also how concentrated they are."""
    found = queries.matching(here.store, here.now.date(), **wanted)
    found = portfolio.ordered(found, sort)
    of_client = wanted["client"] is not None or totals
    shown = [] if totals else here.cut(found, limit)
    here.show(
        lambda: (
            view.totals_document(found)
            if totals
            else [view.document(held, here.zone) for held in shown]
        ),
        lambda: view.listing(shown, found, here.speak, shares=of_client),
    )


def ladder(here: Desk, client: Client | None, months: int) -> None:
    """What matures month by month, what is past and still open first."""
    today = here.now.date()
    until = maturity.ladder_ends(months, today) - timedelta(days=1)
    found = queries.maturing_by(here.store, today, until, client.id if client else None)
    rungs = maturity.ladder(found, months, today)
    here.show(
        lambda: [view.rung_document(rung) for rung in rungs],
        lambda: view.ladder(rungs, here.speak),
    )
