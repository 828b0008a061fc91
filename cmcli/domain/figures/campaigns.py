"""Figures of the campaigns. Amounts of different currencies never mix."""

from datetime import datetime

from cmcli.domain.campaign import CampaignCost
from cmcli.domain.client import ClientTag
from cmcli.domain.days import midnight
from cmcli.domain.deal import Deal
from cmcli.domain.measure import Evidence, Row, Span
from cmcli.domain.prospect import Prospect
from cmcli.messages import Money, joined
from cmcli.named import NamedTuple


class Campaigns(NamedTuple):
    """Deals and prospects credited to campaigns, what was spent, and the campaigns' names."""

    deals: list[tuple[Deal, ClientTag]]
    prospects: list[tuple[Prospect, ClientTag]]
    costs: list[CampaignCost]
    names: dict[int, str]


def leads(facts: Campaigns, over: Span) -> Evidence:
    """Clients of a campaign whose first deal or prospect credited to it was opened in the period.

    A client whom two campaigns brought is a lead of both.
    """
    opened = [(deal.campaign_id, client, deal.opened_at) for deal, client in facts.deals]
    opened += [(one.campaign_id, client, one.opened_at) for one, client in facts.prospects]
    first: dict[tuple[int, ClientTag], datetime] = {}
    for campaign, client, at in sorted(opened, key=lambda each: each[2]):
        first.setdefault((campaign or 0, client), at)
    return Evidence([
        Row("campaign", campaign, client, at, facts.names.get(campaign))
        for (campaign, client), at in first.items()
        if over.holds(at)
    ])  # fmt: skip


def cost(facts: Campaigns, over: Span) -> Evidence:
    """What was spent on campaigns in the period."""
    return Evidence([
        Row("campaign", one.campaign_id, None, midnight(one.spent_on, over.now.tzinfo),
            facts.names.get(one.campaign_id), Money(one.amount, one.currency), one.text)
        for one in facts.costs
        if over.period.start <= one.spent_on <= over.period.end
    ])  # fmt: skip


def won_amount(facts: Campaigns, over: Span) -> Evidence:
    """What the deals credited to a campaign and won in the period came to."""
    return Evidence([
        Row("deal", deal.id, client, deal.closed_at, deal.title,
            Money(deal.amount or 0, deal.currency),
            joined([facts.names.get(deal.campaign_id or 0)]))
        for deal, client in facts.deals
        if deal.stage == "won" and over.holds(deal.closed_at)
    ])  # fmt: skip
