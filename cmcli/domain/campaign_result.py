"""What a campaign brought: guests, leads, sales, and what each cost, every currency by itself."""

from collections.abc import Mapping
from datetime import datetime

from cmcli.domain.campaign import Campaign, CampaignCost, CampaignGuest
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal
from cmcli.domain.prospect import Prospect
from cmcli.named import NamedTuple


class Credited(NamedTuple):
    """Deals and prospects credited to the campaign; `became_at` is when each of their clients was
    an active client for the first time.
    """  # noqa: D205

    deals: tuple[Deal, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    became_at: Mapping[int, datetime] = {}


class Return(NamedTuple):
    """Money in minor units of one currency; `ratio` is won over cost. What has nothing under the
    line, and all of a currency in which nothing was spent, is None.
    """  # noqa: D205

    currency: str
    budget: int | None
    cost: int
    won_amount: int
    per_lead: int | None
    per_client: int | None
    per_won: int | None
    ratio: float | None


class Result(NamedTuple):
    """`invited` are those put on the list, walk-ins left out; `attended` are all who were there;
    `leads` distinct clients with a credited deal or prospect, `new_clients` those of them who
    became active clients since the campaign began; `won` deals.
    """  # noqa: D205

    invited: int
    asked: int
    yes: int
    attended: int
    walk_ins: int
    leads: int
    new_clients: int
    won: int
    returns: tuple[Return, ...]


def result(
    campaign: Campaign, guests: list[CampaignGuest], costs: list[CampaignCost],
    credited: Credited, now: datetime,
) -> Result:  # fmt: skip
    """Everything that is counted of a campaign."""
    listed = [guest for guest in guests if not guest.walk_in]
    leads = leads_of(credited)
    new = [
        client for client in leads
        if client in credited.became_at
        and day_of(credited.became_at[client], now) >= campaign.start_on
    ]  # fmt: skip
    won = [deal for deal in credited.deals if deal.stage == "won"]
    counts = (len(leads), len(new), len(won))
    return Result(
        len(listed), sum(guest.invited_at is not None for guest in listed),
        sum(guest.reply == "yes" for guest in listed),
        sum(guest.attended_at is not None for guest in guests), len(guests) - len(listed),
        *counts, _returns(campaign, costs, won, counts),
    )  # fmt: skip


def result_by(
    campaign: Campaign, guests: list[CampaignGuest], costs: list[CampaignCost],
    credited: Credited, at: datetime,
) -> Result:  # fmt: skip
    """The same as it stood at `at`, in the zone of which its days are."""

    def by(instant: datetime | None) -> datetime | None:
        return instant if instant and instant <= at else None

    then = [
        guest._replace(
            invited_at=by(guest.invited_at), attended_at=by(guest.attended_at),
            reply=guest.reply if by(guest.replied_at) else None,
        )
        for guest in guests if guest.listed_at <= at
    ]  # fmt: skip
    deals = tuple(
        deal if deal.closed_at is None or deal.closed_at <= at else deal._replace(stage="lead")
        for deal in credited.deals
        if deal.opened_at <= at
    )
    prospects = tuple(one for one in credited.prospects if one.opened_at <= at)
    became = {client: when for client, when in credited.became_at.items() if when <= at}
    spent = [cost for cost in costs if cost.spent_on <= at.date()]
    return result(campaign, then, spent, Credited(deals, prospects, became), at)


def leads_of(credited: Credited) -> set[int]:
    """The clients with a credited deal or prospect."""
    of_deals = {deal.client_id for deal in credited.deals}
    return of_deals | {prospect.client_id for prospect in credited.prospects}


def _returns(
    campaign: Campaign, costs: list[CampaignCost], won: list[Deal], counts: tuple[int, int, int]
) -> tuple[Return, ...]:
    others = {cost.currency for cost in costs} | {deal.currency for deal in won}
    currencies = [campaign.currency, *sorted(others - {campaign.currency})]
    return tuple(_return(currency, campaign, costs, won, counts) for currency in currencies)


def _return(
    currency: str, campaign: Campaign, costs: list[CampaignCost], won: list[Deal],
    counts: tuple[int, int, int],
) -> Return:  # fmt: skip
    cost = sum(one.amount for one in costs if one.currency == currency)
    sold = sum(deal.amount or 0 for deal in won if deal.currency == currency)
    lead, client, sale = (round(cost / count) if cost and count else None for count in counts)
    budget = campaign.budget if currency == campaign.currency else None
    ratio = sold / cost if cost else None
    return Return(currency, budget, cost, sold, lead, client, sale, ratio)
