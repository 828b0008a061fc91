"""The verbs of a campaign: plan one, spend on it, credit to it, look at what it brought."""

from datetime import date, datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import action as tasks
from cmcli.domain import campaign as rules
from cmcli.domain.action import Action
from cmcli.domain.campaign import Campaign, CampaignCost
from cmcli.domain.client import clean_name, clean_text
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Money, joined, say
from cmcli.nouns import action as actions
from cmcli.nouns import product as products
from cmcli.queries import campaign as queries
from cmcli.queries.where import matching
from cmcli.views import campaign as view
from cmcli.views import contact as contacts
from cmcli.views.write import receipt

# How many campaigns stand side by side where none are named.
_SIDE_BY_SIDE = 4


def new(here: Desk, name: str, kind: str, where: list[str] | None, **given: str | None) -> Campaign:
    """A campaign from what was typed."""
    currency = here.settings["currency"]
    values = {
        _COLUMNS[field]: _value(here, field, text or "", currency) for field, text in given.items()
    }
    return Campaign(
        -1, _value(here, "name", name, currency), here.code("campaign_kind", kind),
        target=_target(here, where or []), currency=currency, created_at=here.now, **values,
    )  # fmt: skip


def add(here: Desk, campaign: Campaign) -> None:
    """Write it, where its target group has anybody in it."""
    with here.store.transaction():
        matched = _matched(here, campaign)
        applied = here.apply(rules.added(campaign, matched), campaign.name)
    hint = say("cm campaign targets {ref}", ref=ref_of("campaign", applied.ids[-1]))
    group = say("{n} clients in the target group", n=matched) if matched else None
    answer(here, applied.ids[-1], group, hint if matched else None)


def _target(here: Desk, texts: list[str]) -> str | None:
    return "\n".join(where.text for where in here.wheres(texts)) or None


def _matched(here: Desk, campaign: Campaign) -> int | None:
    wheres = here.wheres(rules.conditions(campaign))
    return len(matching(here.store, here.settings, wheres, here.now)) if wheres else None


def answer(here: Desk, number: int, what: Any = None, hint: Any = None) -> None:
    """The campaign as it is now, and what happened to it."""
    campaign = here.store.get(Campaign, number)
    product = here.store.find(Product, campaign.product_id or 0)
    head = joined([f"{campaign.ref} {campaign.name}", view.facts(campaign, here.speak, product)])
    here.show(
        lambda: view.document(campaign, here.now),
        lambda: receipt(here.speak, head, [what], hint=hint),
    )


def spend(here: Desk, campaign: Campaign, amount: str, text: str, day: date) -> None:
    """Money spent on it."""
    currency = here.settings["currency"]
    cost = CampaignCost(
        -1, campaign.id, day, clean_text(text), rules.amount_in(amount, currency), currency,
        here.now,
    )  # fmt: skip
    with here.store.transaction():
        here.apply(rules.spent(cost), campaign.ref)
    file = queries.file(here.store, campaign)
    head = joined([f"{campaign.ref} {campaign.name}", cost.text, Money(cost.amount, currency)])
    here.show(
        lambda: view.file_document(file, here.now),
        lambda: receipt(here.speak, head, [view.spent(file, here.now)]),
    )


def plan(here: Desk, campaign: Campaign, text: str, due: datetime, owner: str | None) -> None:
    """A task on the way to it."""
    if not clean_text(text):
        raise Usage(
            say("what is to be done?"), say("cm campaign plan m1 'book the hall' --due fri")
        )
    task = Action(
        -1, None, None, clean_text(text), clean_name(owner) if owner else None, due, None, None,
        here.now, campaign_id=campaign.id,
    )  # fmt: skip
    with here.store.transaction():
        applied = here.apply(tasks.planned(task, here.now), campaign.ref)
    actions.answer(here, applied.ids[-1], joined([campaign.name, say("due {due}", due=due)]))


def listing(here: Desk, limit: int | None, **wanted: Any) -> None:
    """Campaigns by the filters."""
    found = here.cut(queries.listed(here.store, **wanted), limit)
    here.show(
        lambda: [view.row_document(row, here.now) for row in found],
        lambda: view.listing(found, here.speak),
    )


def compare(here: Desk, names: list[str]) -> None:
    """Those named, else the last few that have begun, side by side."""
    picked = [queries.find(here.store, name) for name in names]
    found = picked or queries.latest(here.store, here.now.date(), _SIDE_BY_SIDE)
    files = [queries.file(here.store, campaign) for campaign in found]
    here.show(
        lambda: view.compared_document(files, here.now), lambda: view.compared(files, here.speak)
    )


def show(here: Desk, number: int) -> None:
    """One campaign with everything that belongs to it."""
    file = queries.file(here.store, here.store.get(Campaign, number))
    here.show(lambda: view.file_document(file, here.now), lambda: view.page(file, here.speak))


# The fields by the names of the options.
_COLUMNS = {
    "name": "name", "kind": "kind", "from": "start_on", "to": "end_on", "place": "place",
    "product": "product_id", "where": "target", "budget": "budget", "note": "note",
}  # fmt: skip
_NEEDED = ("name", "kind", "from", "to")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other days, place, product, target group (conditions parted by ;) or budget."""
    for name in fields:
        if name not in _COLUMNS:
            raise Usage(
                say("a campaign has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_COLUMNS)),
            )
    with here.store.transaction():
        campaign = here.store.get(Campaign, number)
        values = {
            _COLUMNS[name]: _value(here, name, text, campaign.currency)
            for name, text in fields.items()
        }
        matched = _matched(here, campaign._replace(**values)) if "target" in values else None
        here.apply(rules.edited(campaign, matched, **values), campaign.ref)
    answer(here, number, say("changed"))


def _value(here: Desk, name: str, text: str, currency: str) -> Any:
    typed = text.strip()
    if name in _NEEDED and not typed:
        raise Usage(say("{field} cannot be empty", field=name))
    if not typed:
        return None
    if name == "name":
        return clean_name(clean_text(typed))
    if name == "kind":
        return here.code("campaign_kind", typed)
    if name in ("from", "to"):
        return here.day(typed)
    if name == "product":
        return products.find(here, typed).id
    if name == "where":
        return _target(here, [part for part in typed.replace("；", ";").split(";") if part.strip()])
    return rules.amount_in(typed, currency) if name == "budget" else clean_text(typed) or None


def remove(here: Desk, number: int) -> None:
    """Entered by mistake: nobody was asked, nothing was spent or credited."""
    with here.store.transaction():
        campaign = here.store.get(Campaign, number)
        guests = [guest for guest, _ in queries.guests_of(here.store, number)]
        held = queries.holds(here.store, number)
        here.apply(rules.removable(campaign, guests, held), campaign.ref)
    ref = ref_of("campaign", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
