"""The verbs of a deal."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import closing
from cmcli.domain import deal as rules
from cmcli.domain.change import Change, update
from cmcli.domain.client import clean_text
from cmcli.domain.deal import Deal, DealStage
from cmcli.domain.interaction import Interaction
from cmcli.domain.money import parse_amount
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Code, Message, Money, joined, say
from cmcli.nouns import care, product
from cmcli.views import deal as view
from cmcli.views.write import receipt


def change(here: Desk, number: int, decide: Callable[[Deal], list[Change]]) -> Deal:
    """Load a deal, decide, write; returns it as it is now."""
    with here.store.transaction():
        here.apply(decide(here.store.get(Deal, number)), ref_of("deal", number))
    return here.store.get(Deal, number)


def answer(here: Desk, deal: Deal, what: Any, hint: Message | None = None) -> None:
    """The deal as it is now, and what happened to it."""
    client = here.tag(deal.client_id)
    amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
    head = joined([f"{ref_of('deal', deal.id)} {client.name}", deal.title, amount, what])
    here.show(
        lambda: view.document(
            deal, client, here.zone, here.store.find(Product, deal.product_id or 0)
        ),
        lambda: receipt(here.speak, head, hint=hint),
    )


def won(here: Desk, number: int, amount: str | None, at: datetime) -> None:
    """Sold; proposes an after-care call."""
    rules.still_open(here.store.get(Deal, number))
    due = care.aftercare(here, "aftercare.deal")
    with here.store.transaction():
        deal = here.store.get(Deal, number)
        final = parse_amount(amount, deal.currency) if amount else None
        changes = rules.won(deal, final, at, here.now)
        if due:
            purpose = here.speak(say("after-care: {what}", what=deal.title))
            call = closing.aftercare(deal.client_id, due, purpose, here.now, deal_id=number)
            changes.append(call)
        applied = here.apply(changes, ref_of("deal", number))
    hint = None if due else care.hint(here, deal.client_id, "aftercare.deal")
    what = joined([Code("stage", "won"), *care.effects(applied, None, due)])
    answer(here, here.store.get(Deal, number), what, hint)


def show(here: Desk, number: int) -> None:
    """One deal: its stages, contacts and next step."""
    deal = here.store.get(Deal, number)
    client = here.tag(deal.client_id)
    sold = here.store.find(Product, deal.product_id or 0)
    stages = here.store.select(DealStage, "WHERE deal_id = ? ORDER BY at, id", number)
    recent = "WHERE deal_id = ? ORDER BY at DESC LIMIT 10"
    contacts = here.store.select(Interaction, recent, number)
    here.show(
        lambda: view.file_document(deal, client, here.zone, sold, stages),
        lambda: view.page(deal, client, sold, stages, contacts, here.speak),
    )


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Another date for the next step."""
    deal = here.store.get(Deal, number)
    if not deal.next:
        raise Usage(
            say("{ref} has no next step to move", ref=ref_of("deal", number)),
            say("cm edit {ref} next=… next_due=…", ref=ref_of("deal", number)),
        )
    moved = change(here, number, lambda deal: rules.step_moved(deal, due, here.now))
    answer(here, moved, say("next step due {due}", due=due))


_FIELDS = ("title", "amount", "next", "next_due", "expected", "product")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another title, amount, next step, or expected close."""
    deal = here.store.get(Deal, number)
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in _FIELDS:
            raise Usage(
                say("a deal has no field {field} to edit", field=name),
                say("fields: {fields}; the stage: cm deal move", fields=", ".join(_FIELDS)),
            )
        column, value = _value(here, deal, name, text.strip())
        values[column] = value
    changed = change(here, number, lambda deal: update(deal, **values, touched_at=here.now))
    answer(here, changed, say("changed"))


def _value(here: Desk, deal: Deal, name: str, text: str) -> tuple[str, Any]:
    if name == "amount":
        return name, parse_amount(text, deal.currency) if text else None
    if name == "next_due":
        return "next_due_at", here.when(text) if text else None
    if name == "expected":
        return "expected_on", here.when(text).astimezone(here.zone).date() if text else None
    if name == "product":
        return "product_id", product.find(here, text).id if text else None
    if name == "title" and not text:
        raise Usage(say("{field} cannot be empty", field=name))
    return name, clean_text(text) or None
