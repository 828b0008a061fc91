"""Campaigns as pages, lists, side by side, and as documents."""

from datetime import datetime, tzinfo
from typing import Any

from cmcli.domain.action import Action
from cmcli.domain.campaign import Campaign, CampaignCost, CampaignGuest, conditions, state
from cmcli.domain.campaign_guest import state as guest_state
from cmcli.domain.campaign_result import Result, Return, result
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal
from cmcli.domain.money import rounded
from cmcli.domain.product import Product
from cmcli.domain.prospect import Prospect
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, Money, joined, say
from cmcli.queries.campaign import CampaignFile, CampaignRow, Guest
from cmcli.views import action as actions
from cmcli.views.record import as_json, value
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker, starred

# On the page of a campaign: whom to ask first, then who may come, then who was there.
_ORDER = ("listed", "asked", "maybe", "yes", "attended", "walk_in", "no")


def result_of(file: CampaignFile, now: datetime) -> Result:
    """What the campaign brought so far."""
    guests = [guest for guest, _ in file.guests]
    return result(file.campaign, guests, file.costs, file.credited, now)


# Documents


def document(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """A campaign as JSON."""
    return as_json(campaign, now.tzinfo) | {
        "target": conditions(campaign), "state": state(campaign, now.date()),
    }  # fmt: skip


def row_document(row: CampaignRow, now: datetime) -> dict[str, Any]:
    """A campaign in a list as JSON."""
    counts = {"guests": row.guests, "attended": row.attended}
    return document(row.campaign, now) | counts


def file_document(file: CampaignFile, now: datetime) -> dict[str, Any]:
    """A campaign with its guests, tasks, costs and result as JSON."""
    zone = now.tzinfo
    return document(file.campaign, now) | {
        "result": result_document(result_of(file, now), zone),
        "guests": [guest_document(*guest, zone) for guest in file.guests],
        "tasks": [actions.document(task, None, now) for task in file.tasks],
        "costs": [cost_document(cost, zone) for cost in file.costs],
        "deals": [ref_of("deal", deal.id) for deal, _ in file.deals],
    }


def guest_document(guest: CampaignGuest, client: ClientTag, zone: tzinfo | None) -> dict[str, Any]:
    """A guest as JSON."""
    found = as_json(guest, zone, client=client)
    del found["campaign"]
    return found | {"walk_in": bool(guest.walk_in), "state": guest_state(guest)}


def cost_document(cost: CampaignCost, zone: tzinfo | None) -> dict[str, Any]:
    """Money spent as JSON."""
    found = as_json(cost, zone)
    del found["campaign"]
    return found


def result_document(found: Result, zone: tzinfo | None) -> dict[str, Any]:
    """Counts, and the money of each currency, as JSON; null where nothing is under the line."""
    return found._asdict() | {"returns": [_return_document(one, zone) for one in found.returns]}


def _return_document(one: Return, zone: tzinfo | None) -> dict[str, Any]:
    def money(amount: int | None) -> Any:
        return None if amount is None else value(Money(amount, one.currency), zone)

    fields = one._asdict()
    sums = {name: money(fields[name]) for name in fields if name not in ("currency", "ratio")}
    return {"currency": one.currency, **sums, "ratio": one.ratio}


def compared_document(files: list[CampaignFile], now: datetime) -> list[dict[str, Any]]:
    """Campaigns with their results as JSON."""
    return [
        document(file.campaign, now) | {"result": result_document(result_of(file, now), now.tzinfo)}
        for file in files
    ]


# Pages


def days(campaign: Campaign, speak: Speaker) -> str:
    """`28 Nov`, or `28 Nov – 3 Dec`."""
    start, end = speak.day(campaign.start_on), speak.day(campaign.end_on)
    return start if campaign.start_on == campaign.end_on else f"{start} – {end}"


def facts(campaign: Campaign, speak: Speaker, product: Product | None = None) -> Joined:
    """Kind, days, place, product, budget."""
    budget = None
    if campaign.budget is not None:
        budget = say("budget {amount}", amount=Money(campaign.budget, campaign.currency))
    return joined([
        Code("campaign_kind", campaign.kind), days(campaign, speak), campaign.place,
        product.name if product else None, budget,
    ])  # fmt: skip


def page(file: CampaignFile, speak: Speaker) -> Sheet:
    """One campaign: its plan, its result, its money, tasks, leads and guests."""
    campaign, found = file.campaign, result_of(file, speak.now)
    stands = Code("campaign_state", state(campaign, speak.now.date()))
    blocks: list[Any] = [
        Line(Span(f"{campaign.ref} {speak(campaign.name)}", "head"), speak(stands)),
        Text(speak(facts(campaign, speak, file.product))),
    ]
    if campaign.target:
        group = joined(conditions(campaign), "; ")
        blocks.append(Text(speak(say("target group: {group}", group=group))))
    if campaign.note:
        blocks += [Text(speak(line)) for line in campaign.note.splitlines()]
    blocks += [Text(speak(line)) for line in _brought(file, found, speak.now)]
    groups = [_tasks(file.tasks, speak), _costs(file.costs, speak), _credits(file, speak),
              _guests(file.guests, speak)]  # fmt: skip
    columns = (Column(), Column(shrink=True, least=10), Column(shrink=True, least=14, parts=True))
    blocks.append(Table(columns, [group for group in groups if group.rows]))
    return Sheet(tuple(blocks), _hint(file, speak))


def _hint(file: CampaignFile, speak: Speaker) -> str:
    ref, stands = file.campaign.ref, state(file.campaign, speak.now.date())
    if not file.guests and stands != "over":
        return gettext("next: cm campaign targets {ref} · cm campaign invite {ref} --all").format(
            ref=ref
        )
    if stands == "ahead":
        return gettext("next: cm campaign invite {ref} CLIENT --reply yes").format(ref=ref)
    return gettext("next: cm campaign attend {ref} CLIENT · cm log CLIENT --campaign {ref}").format(
        ref=ref
    )


def _brought(file: CampaignFile, found: Result, now: datetime) -> list[Joined]:
    """The result in lines; of a campaign that has not begun only who is invited and the cost."""
    if state(file.campaign, now.date()) == "ahead" and not found.leads:
        return [_counted(found), spent(file, now)]
    return [_counted(found), _leads(found), *map(_money, found.returns)]


def _counted(found: Result) -> Joined:
    return joined([
        say("invited {n}", n=found.invited), say("asked {n}", n=found.asked),
        say("said yes {n}", n=found.yes), say("came {n}", n=found.attended),
        say("of them walk-ins {n}", n=found.walk_ins) if found.walk_ins else None,
    ])  # fmt: skip


def _leads(found: Result) -> Joined:
    return joined([
        say("leads {n}", n=found.leads), say("new clients {n}", n=found.new_clients),
        say("deals won {n}", n=found.won),
    ])  # fmt: skip


def _money(one: Return) -> Joined:
    return joined([
        _spent(one),
        say("a lead {amount}", amount=_each(one.per_lead, one)),
        say("a new client {amount}", amount=_each(one.per_client, one)),
        say("a deal won {amount}", amount=_each(one.per_won, one)),
        say("won {amount}", amount=Money(one.won_amount, one.currency)),
        say("return on cost {ratio}", ratio=times(one.ratio)),
    ])  # fmt: skip


def spent(file: CampaignFile, now: datetime) -> Joined:
    """What was spent so far, beside the budget."""
    return joined([_spent(one) for one in result_of(file, now).returns])


def _spent(one: Return) -> Message:
    cost = Money(one.cost, one.currency)
    if one.budget is None:
        return say("cost {amount}", amount=cost)
    budget = Money(one.budget, one.currency)
    if one.cost > one.budget:
        over = Money(one.cost - one.budget, one.currency)
        return say("cost {amount}, {over} over the budget of {budget}", amount=cost, over=over,
                   budget=budget)  # fmt: skip
    return say("cost {amount} of {budget}", amount=cost, budget=budget)


def _each(amount: int | None, one: Return) -> Money | str:
    return "–" if amount is None else rounded(Money(amount, one.currency))


def times(ratio: float | None) -> str:
    """`12.5 ×`, – where there is none."""
    return "–" if ratio is None else f"{ratio:,.1f} ×"


def _tasks(tasks: list[Action], speak: Speaker) -> Group:
    return Group(gettext("TASKS"), [actions.row(task, speak) for task in tasks])


def _costs(costs: list[CampaignCost], speak: Speaker) -> Group:
    rows = [
        (f" {speak.day(cost.spent_on)}", speak(cost.text), speak(Money(cost.amount, cost.currency)))
        for cost in costs
    ]
    return Group(gettext("COSTS"), [*rows])


def _credits(file: CampaignFile, speak: Speaker) -> Group:
    rows = [_deal(*pair, speak) for pair in file.deals]
    rows += [_prospect(*pair, speak) for pair in file.prospects]
    return Group(gettext("LEADS"), rows)


def _deal(deal: Deal, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
    words = joined([deal.title, Code("stage", deal.stage), amount])
    return (Span(f" {ref_of('deal', deal.id)}", "ref"), starred(client.name, client.tier, speak),
            speak(words))  # fmt: skip


def _prospect(prospect: Prospect, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    words = joined([Code("status", "prospect"), day_of(prospect.opened_at, speak.now)])
    return (Span(f" {ref_of('client', client.id)}", "ref"),
            starred(client.name, client.tier, speak), speak(words))  # fmt: skip


def _guests(guests: list[Guest], speak: Speaker) -> Group:
    ordered = sorted(guests, key=lambda pair: _ORDER.index(guest_state(pair[0])))
    return Group(gettext("GUESTS"), [_guest(*pair, speak) for pair in ordered])


def _guest(guest: CampaignGuest, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    asked = None
    if guest.invited_at and not guest.attended_at:
        asked = say("asked {day}", day=day_of(guest.invited_at, speak.now))
    words = joined([Code("guest", guest_state(guest)), asked, guest.note])
    return (Span(f" {ref_of('client', client.id)}", "ref"),
            starred(client.name, client.tier, speak), speak(words))  # fmt: skip


def listing(rows: list[CampaignRow], speak: Speaker) -> Sheet:
    """Campaigns, one a line."""
    if not rows:
        hint = gettext("next: cm campaign add NAME --kind salon --from WHEN --to WHEN")
        return Sheet((Line(gettext("no campaign fits")),), hint)
    columns = (
        Column(), Column(gettext("campaign"), shrink=True, least=30), Column(gettext("kind")),
        Column(gettext("days")), Column(gettext("place"), shrink=True, spare=True),
        Column(gettext("guests"), "right"), Column(gettext("came"), "right"),
        Column(gettext("state")),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(row, speak) for row in rows]),))


def _row(row: CampaignRow, speak: Speaker) -> tuple[Any, ...]:
    campaign = row.campaign
    return (
        Span(campaign.ref, "ref"), speak(campaign.name),
        speak(Code("campaign_kind", campaign.kind)), days(campaign, speak), speak(campaign.place),
        str(row.guests), str(row.attended),
        speak(Code("campaign_state", state(campaign, speak.now.date()))),
    )  # fmt: skip


def compared(files: list[CampaignFile], speak: Speaker) -> Sheet:
    """Campaigns side by side, each in a column."""
    if not files:
        return Sheet((Line(gettext("no campaign has begun yet")),),
                     gettext("next: cm campaign list"))  # fmt: skip
    results = [result_of(file, speak.now) for file in files]
    columns = (Column(), *(Column(file.campaign.ref, "right", shrink=True) for file in files))
    named = (gettext("campaign"), *(speak(file.campaign.name) for file in files))
    on = (gettext("days"), *(days(file.campaign, speak) for file in files))
    rows: list[tuple[Any, ...]] = [named, on]
    rows += [(label, *(str(getattr(one, name)) for one in results)) for label, name in _counts()]
    rows += [
        (label, *(_moneys(one, name, speak) for one in results)) for label, name in _sums()
    ]  # fmt: skip
    rows.append(
        (
            gettext("return on cost"),
            *(" / ".join(times(each.ratio) for each in one.returns) for one in results),
        )
    )
    hint = gettext("next: cm campaign show {ref}").format(ref=files[-1].campaign.ref)
    return Sheet((simple_table(columns, rows),), hint)


def _counts() -> list[tuple[str, str]]:
    return [
        (gettext("invited"), "invited"), (gettext("asked"), "asked"), (gettext("said yes"), "yes"),
        (gettext("came"), "attended"), (gettext("leads"), "leads"),
        (gettext("new clients"), "new_clients"), (gettext("deals won"), "won"),
    ]  # fmt: skip


def _sums() -> list[tuple[str, str]]:
    return [
        (gettext("budget"), "budget"), (gettext("cost"), "cost"),
        (gettext("cost of a lead"), "per_lead"), (gettext("cost of a new client"), "per_client"),
        (gettext("cost of a deal won"), "per_won"), (gettext("won amount"), "won_amount"),
    ]  # fmt: skip


def _moneys(found: Result, name: str, speak: Speaker) -> str:
    values = [(getattr(one, name), one.currency) for one in found.returns]
    amounts = [None if amount is None else Money(amount, code) for amount, code in values]
    if name.startswith("per_"):
        amounts = [amount and rounded(amount) for amount in amounts]
    return " / ".join("–" if amount is None else speak(amount) for amount in amounts)
