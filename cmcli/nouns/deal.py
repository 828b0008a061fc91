"""The verbs of a deal."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cmcli.desk import Desk
from cmcli.domain import closing
from cmcli.domain import deal as rules
from cmcli.domain import sale as sales
from cmcli.domain.change import Change, update
from cmcli.domain.client import clean_text
from cmcli.domain.deal import Deal, DealStage
from cmcli.domain.interaction import Interaction
from cmcli.domain.money import parse_amount
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.sale import Consent, Sale
from cmcli.errors import Usage
from cmcli.messages import Code, Joined, Message, Money, joined, say
from cmcli.nouns import care, product
from cmcli.queries import suitability as gate
from cmcli.views import deal as view
from cmcli.views.write import receipt

if TYPE_CHECKING:
    from cmcli.domain.pipeline import Judge


def change(here: Desk, number: int, decide: Callable[[Deal], list[Change]]) -> Deal:
    """Load a deal, decide, write; returns it as it is now."""
    with here.store.transaction():
        here.apply(decide(here.store.get(Deal, number)), ref_of("deal", number))
    return here.store.get(Deal, number)


def credited(here: Desk, campaign: str | None) -> int | None:
    """The campaign that a deal is credited to, by reference or name."""
    if not campaign:
        return None
    from cmcli.queries.campaign import find

    return find(here.store, campaign).id


def answer(here: Desk, deal: Deal, what: Any, hint: Message | Joined | None = None) -> None:
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


def won(
    here: Desk, number: int, amount: str | None, at: datetime, warned: str | None, *, confirm: bool
) -> None:
    """Sold, where the rules allow it; proposes an after-care call."""
    deal = here.store.get(Deal, number)
    rules.still_open(deal)
    consent = Consent(warned, confirm, here.manager)
    setting = (
        "aftercare.elder" if _checked(here, deal, amount, at, consent)[1] else "aftercare.deal"
    )
    due = care.aftercare(here, setting)
    with here.store.transaction():
        deal = here.store.get(Deal, number)
        changes = rules.won(deal, _final(deal, amount), at, here.now)
        checks, _ = _checked(here, deal, amount, at, consent)
        changes += checks
        if due:
            purpose = here.speak(say("after-care: {what}", what=deal.title))
            call = closing.aftercare(deal.client_id, due, purpose, here.now, deal_id=number)
            changes.append(call)
        applied = here.apply(changes, ref_of("deal", number))
    kept = gate.check_of(here.store, number)
    after = bool(checks) and kept is not None and kept.reason is not None
    warning = say("sold after a warning: it stands in the report") if after else None
    what = joined([Code("stage", "won"), warning, *care.effects(applied, None, due)])
    answer(here, here.store.get(Deal, number), what, _next_steps(here, deal, setting, due))


def _final(deal: Deal, amount: str | None) -> int | None:
    return parse_amount(amount, deal.currency) if amount else None


def _checked(
    here: Desk, deal: Deal, amount: str | None, at: datetime, consent: Consent
) -> tuple[list[Change], bool]:
    """The proof of the gate and whether the client is of old age; a deal without a product has
    none. Raises `Refused`.
    """  # noqa: D205
    if deal.product_id is None:
        return [], False
    sale = _sale(here, deal, deal.product_id, _final(deal, amount), at)
    return sales.passed(sale, consent, at), sale.verdict.elder


def _sale(here: Desk, deal: Deal, product_id: int, final: int | None, at: datetime) -> Sale:
    found = here.store.get(Product, product_id)
    value = deal.amount if final is None else final
    amount = Money(value, deal.currency) if value is not None else None
    return gate.sale(here.store, here.settings, deal, found, amount, at, here.now)


def _next_steps(here: Desk, deal: Deal, setting: str, due: datetime | None) -> Message | Joined:
    """The call nobody could be asked about, and the holding that the sale became."""
    call = None if due else care.hint(here, deal.client_id, setting)
    if deal.product_id is None:
        return joined([call])
    holding = say("cm holding add {client} {product} --amount … --deal {ref}",
                  client=ref_of("client", deal.client_id),
                  product=ref_of("product", deal.product_id),
                  ref=ref_of("deal", deal.id))  # fmt: skip
    return joined([call, holding])


def show(here: Desk, number: int) -> None:
    """One deal: its stages, contacts and next step."""
    deal = here.store.get(Deal, number)
    client = here.tag(deal.client_id)
    sold = here.store.find(Product, deal.product_id or 0)
    stages = here.store.select(DealStage, "WHERE deal_id = ? ORDER BY at, id", number)
    recent = "WHERE deal_id = ? ORDER BY at DESC LIMIT 10"
    contacts = here.store.select(Interaction, recent, number)
    check = gate.check_of(here.store, number)
    card = judged(here, [deal])(deal)
    here.show(
        lambda: view.file_document(deal, client, here.zone, sold, stages, card, check),
        lambda: view.page(deal, client, sold, stages, contacts, card, here.speak, check),
    )


def judged(here: Desk, deals: list[Deal]) -> "Judge":
    """How old each deal is, and what is the matter with it; the past is read for open ones."""
    from cmcli.queries import pipeline

    known = any(deal.closed_at is None for deal in deals)
    past = pipeline.past(here.store, here.now) if known else []
    taught = pipeline.learned(past, here.settings)
    return pipeline.judge(here.store, here.settings, taught, deals, here.now)


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


_FIELDS = ("title", "amount", "next", "next_due", "expected", "product", "campaign")


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
    changed = change(here, number, lambda deal: _edited(here, deal, values))
    answer(here, changed, say("changed"))


def _edited(here: Desk, deal: Deal, values: dict[str, Any]) -> list[Change]:
    if "expected_on" in values:
        values = {**values, **rules.expecting(deal, values["expected_on"])}
    return [*update(deal, **values, touched_at=here.now), *_again(here, deal, values)]


def expect(here: Desk, number: int, phrase: str) -> None:
    """Another day on which it is expected to close, and what that says of the deal."""
    before = here.store.get(Deal, number)
    day = here.day(phrase)
    deal = change(here, number, lambda deal: rules.expected(deal, day, here.now))
    later = deal.moved > before.moved
    what = [say("expected {day}", day=day), rules.slipped(deal) if later else None]
    answer(here, deal, joined(what))


def _again(here: Desk, deal: Deal, values: dict[str, Any]) -> list[Change]:
    """A deal that was won is judged again where its product or amount changes; imported history,
    which never was, only where it gets another product. Raises `Refused`.
    """  # noqa: D205
    changed = deal._replace(**values)
    if deal.stage != "won" or changed.product_id is None or deal.closed_at is None:
        return []
    check = gate.check_of(here.store, deal.id)
    other = changed.product_id != deal.product_id
    if not other and (check is None or changed.amount == deal.amount):
        return []
    sale = _sale(here, changed, changed.product_id, None, deal.closed_at)
    return sales.corrected(sale, None if other else check, deal.closed_at)


def _value(here: Desk, deal: Deal, name: str, text: str) -> tuple[str, Any]:
    if name == "amount":
        return name, parse_amount(text, deal.currency) if text else None
    if name == "next_due":
        return "next_due_at", here.when(text) if text else None
    if name == "expected":
        return "expected_on", here.when(text).astimezone(here.zone).date() if text else None
    if name == "product":
        return "product_id", product.find(here, text).id if text else None
    if name == "campaign":
        return "campaign_id", credited(here, text)
    if name == "title" and not text:
        raise Usage(say("{field} cannot be empty", field=name))
    return name, clean_text(text) or None
