"""The verbs of a gift: record one within the limit of the year, show, correct, take back."""

from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import gift as rules
from cmcli.domain.change import delete
from cmcli.domain.client import Client, clean_name, clean_text
from cmcli.domain.days import day_of
from cmcli.domain.gift import Gift
from cmcli.domain.money import parse_amount
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Money, joined, say
from cmcli.queries import gift as queries
from cmcli.views import contact as contacts
from cmcli.views import gift as view
from cmcli.views.write import receipt


def new(
    here: Desk, client: Client, text: str, kind: str, at: datetime, **given: str | None
) -> Gift:
    """A gift from what was typed: its value, the occasion, who approved it."""
    currency = here.settings["currency"]
    values = {_COLUMNS[name]: _value(name, typed or "", currency) for name, typed in given.items()}
    return Gift(
        -1, client.id, kind, at, _value("text", text, currency), currency=currency,
        created_at=here.now, **values,
    )  # fmt: skip


def add(here: Desk, gift: Gift) -> None:
    """Write it; beyond the limit of the year it is refused."""
    with here.store.transaction():
        others = queries.of_client(here.store, gift.client_id)
        changes = rules.recorded(gift, others, queries.limit_of(here.settings), here.now)
        applied = here.apply(changes, ref_of("client", gift.client_id))
    answer(here, applied.ids[gift.id])


def answer(here: Desk, number: int, what: Any = None) -> None:
    """The gift as it is now, and how much of the year's limit is used."""
    gift = here.store.get(Gift, number)
    client, year = here.tag(gift.client_id), _year(here, gift.client_id, gift.at)
    head = joined([f"{ref_of('gift', number)} {client.name}", what, view.facts(gift)])
    here.show(
        lambda: view.document(gift, client, here.zone, year),
        lambda: receipt(here.speak, head, [view.of_year(*year)]),
    )


def _year(here: Desk, client: int, at: datetime) -> tuple[Money, Money]:
    """What the client was given in the year of `at`, and the limit."""
    limit = queries.limit_of(here.settings)
    year = day_of(at, here.now).year
    return rules.used(queries.of_client(here.store, client), year, limit.currency, here.now), limit


def listing(here: Desk, client: Client | None, limit: int | None, **wanted: Any) -> None:
    """Gifts by the filters; of one client also what is used of this year's limit."""
    found = queries.listed(here.store, client=client.id if client else None, **wanted)
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(gift, owner, here.zone) for gift, owner in found],
        lambda: view.listing(
            found, _year(here, client.id, here.now) if client else None, here.speak
        ),
    )


def show(here: Desk, number: int) -> None:
    """One gift, and the year it counts in."""
    gift = here.store.get(Gift, number)
    client, year = here.tag(gift.client_id), _year(here, gift.client_id, gift.at)
    here.show(
        lambda: view.document(gift, client, here.zone, year),
        lambda: view.page(gift, client, year, here.speak),
    )


# The fields by the names of the options.
_COLUMNS = {
    "text": "text", "value": "amount", "at": "at", "occasion": "occasion",
    "approved": "approved_by",
}  # fmt: skip


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other words, value, time, occasion or approval."""
    for name in fields:
        if name not in _COLUMNS:
            raise Usage(
                say("a gift has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_COLUMNS)),
            )
    with here.store.transaction():
        gift = here.store.get(Gift, number)
        values = {
            _COLUMNS[name]: here.happened(text.strip()) if name == "at"
            else _value(name, text, gift.currency)
            for name, text in fields.items()
        }  # fmt: skip
        limit = queries.limit_of(here.settings)
        others = queries.of_client(here.store, gift.client_id)
        here.apply(rules.corrected(gift, others, limit, here.now, **values), ref_of("gift", number))
    answer(here, number, say("changed"))


def _value(name: str, text: str, currency: str) -> Any:
    typed = text.strip()
    if name == "value":
        return parse_amount(typed, currency)
    if name == "text" and not clean_text(typed):
        raise Usage(say("what was the gift?"), say("cm gift add CLIENT TEXT --value 200"))
    if not typed:
        return None
    return clean_name(typed) if name == "approved" else clean_text(typed) or None


def remove(here: Desk, number: int) -> None:
    """Entered by mistake."""
    with here.store.transaction():
        here.apply([delete(here.store.get(Gift, number))], ref_of("gift", number))
    ref = ref_of("gift", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
