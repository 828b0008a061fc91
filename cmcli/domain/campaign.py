"""A campaign: a marketing plan, exhibition, salon, round of visits or promotion, and its guests."""

from datetime import date, datetime
from typing import NamedTuple


class Campaign(NamedTuple):
    """`target` are the conditions of the target group, one a line; `budget` in minor units."""

    id: int
    name: str
    kind: str
    start_on: date
    end_on: date
    place: str | None
    product_id: int | None
    target: str | None
    budget: int | None
    currency: str
    note: str | None
    created_at: datetime


class CampaignCost(NamedTuple):
    """Money spent on a campaign."""

    id: int
    campaign_id: int
    spent_on: date
    text: str
    amount: int
    currency: str
    created_at: datetime


class CampaignGuest(NamedTuple):
    """A client on the list of a campaign. `invited_at` is None until somebody asked them;
    `reply` is yes, no or maybe; `attended_at` is when they were there.
    """  # noqa: D205

    id: int
    campaign_id: int
    client_id: int
    listed_at: datetime
    invited_at: datetime | None
    reply: str | None
    replied_at: datetime | None
    attended_at: datetime | None
    note: str | None
