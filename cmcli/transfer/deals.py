"""Deals from a file: open ones, and the history of those won and lost."""

from typing import Any

from cmcli.domain.change import Change, insert, update
from cmcli.domain.days import day_of
from cmcli.domain.deal import CLOSED_STAGES, Deal, DealStage, expecting
from cmcli.domain.product import Product
from cmcli.errors import Usage
from cmcli.messages import Code, say
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind, unmatched
from cmcli.transfer.values import LIST_PRICE, coded

_AMOUNTS = ("amount", "expected_amount")
# The columns of the fields whose names differ.
_COLUMNS = {
    "opened": "opened_at", "closed": "closed_at", "expected": "expected_on",
    "next_due": "next_due_at",
}  # fmt: skip


def _create(facts: Facts, ground: Ground) -> list[Change]:
    sold = ground.products.named(facts["product"]) if "product" in facts else None
    title = facts.get("title") or (sold.name if sold else None)
    if not title:
        raise Usage(say("a deal needs a title"))
    facts = _priced(facts, sold)
    stage, closed = facts.get("stage", "lead"), facts.get("closed")
    opened = facts.get("opened") or _unknown_opening(stage, ground)
    deal = _checked(Deal(
        ground.numbers.take(2), 0, title, sold.id if sold else None, stage, facts.get("amount"),
        facts["currency"], opened, closed, facts.get("expected"), facts.get("next"),
        facts.get("next_due"), facts.get("lost_reason"), max(opened, closed or opened),
        first_expected_on=facts.get("expected"), expected_amount=facts.get("expected_amount"),
    ), ground)  # fmt: skip
    # Last: a line that is refused must not open the file of a client.
    deal = deal._replace(client_id=ground.clients.named(facts["client"]))
    entered = DealStage(deal.id - 1, deal.id, stage, closed or opened)
    return [insert(deal), insert(entered)]


def _priced(facts: Facts, sold: Product | None) -> Facts:
    """The facts with the list price of the product where `--set` asks for it, in its currency.
    Raises `Usage` where there is none.
    """  # noqa: D205
    asked = [field for field, value in facts.items() if value == LIST_PRICE and field in _AMOUNTS]
    if not asked:
        return facts
    if sold is None:
        raise Usage(say("a deal without a product has no list price"))
    if sold.price is None:
        raise Usage(
            say("{product} has no list price: cm product edit {product} --price …",
                product=sold.code)
        )  # fmt: skip
    currency = sold.currency or facts.get("currency")
    if facts.get("currency", currency) != currency:
        raise Usage(
            say("the price of {product} is in {price}, the deal in {currency}",
                product=sold.code, price=currency, currency=facts["currency"])
        )  # fmt: skip
    return {**facts, **dict.fromkeys(asked, sold.price), "currency": currency}


def _unknown_opening(stage: str, ground: Ground) -> Any:
    if stage in CLOSED_STAGES:
        raise Usage(
            say("a deal that is {stage} needs the day it was opened", stage=Code("stage", stage))
        )
    return ground.now


def _checked(deal: Deal, ground: Ground) -> Deal:
    """The deal with what its stage leaves of it; raises `Usage` where the facts disagree."""
    word = Code("stage", deal.stage)
    if deal.stage not in CLOSED_STAGES:
        if deal.closed_at:
            raise Usage(say("a deal in the stage {stage} has no closing date", stage=word))
        if deal.next_due_at and not deal.next:
            raise Usage(say("a time for the next step needs a next step"))
        # What an open deal is thought to come to is its amount.
        return deal._replace(lost_reason=None, expected_amount=None)
    if deal.closed_at is None:
        raise Usage(say("a deal that is {stage} needs its closing date", stage=word))
    if day_of(deal.closed_at, ground.now) < day_of(deal.opened_at, ground.now):
        raise Usage(say("closed {closed}, before it was opened {opened}",
                        closed=deal.closed_at, opened=deal.opened_at))  # fmt: skip
    if deal.stage == "won" and deal.amount is None:
        raise Usage(say("a deal that is {stage} needs its amount", stage=word))
    reason = deal.lost_reason if deal.stage == "lost" else None
    return deal._replace(next=None, next_due_at=None, lost_reason=reason)


def _update(deal: Deal, said: Facts, ground: Ground) -> list[Change]:
    facts: dict[str, Any] = {_COLUMNS.get(f, f): v for f, v in said.items() if f != "currency"}
    if "amount" in facts:
        facts["currency"] = said["currency"]
    if "expected_on" in facts:
        facts |= expecting(deal, facts["expected_on"])
    if "product" in facts:
        facts["product_id"] = ground.products.named(facts.pop("product")).id
    client = facts.pop("client", None)
    if facts.get("stage", deal.stage) not in CLOSED_STAGES:
        # The file says that it is open (again).
        facts.setdefault("closed_at", None)
    changed = _checked(deal._replace(**facts), ground)
    if client is not None:
        changed = changed._replace(client_id=ground.clients.named(client))
    if changed == deal:
        return []
    changed = changed._replace(touched_at=max(ground.now, deal.touched_at))
    changes = update(deal, **changed._asdict())
    if changed.stage != deal.stage:
        at = changed.closed_at or ground.now
        entered = DealStage(ground.numbers.take(), deal.id, changed.stage, at)
        changes.append(insert(entered))
    return changes


DEALS = Kind(
    name="deals",
    noun="deal",
    record=Deal,
    fields={
        "client": values.name,
        "title": values.name,
        "product": values.name,
        "stage": coded("stage", "stage"),
        "opened": values.past,
        "closed": values.past,
        "amount": values.money,
        "currency": values.currency,
        "expected": values.day,
        "expected_amount": values.money,
        "next": values.text,
        "next_due": values.moment,
        "lost_reason": values.text,
    },
    needed=(("client",), ("title", "product")),
    own_key=None,
    match=unmatched,
    create=_create,
    update=_update,
    money="amount",
    set_as={"amount": values.money_or_price, "expected_amount": values.money_or_price},
)
