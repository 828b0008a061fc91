"""A campaign: a marketing plan, exhibition, salon, round of visits or promotion, and its cost."""

import re
from datetime import date, datetime

from cmcli.domain.change import Change, delete, insert, update
from cmcli.domain.money import parse_amount
from cmcli.domain.ref import ref_of
from cmcli.errors import NotFound, Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

# An amount with a currency before or after it; 元 and ¥ are known to `parse_amount`.
_CURRENCY = r"([A-Za-z]{3}|[$€£])\s*([\d.,]+\D{0,2})|([\d.,]+[万亿千kKmM]?)\s*([A-Za-z]{3}|[$€£])"
_SAME = {"RMB": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}


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

    @property
    def ref(self) -> str:
        """`m1`."""
        return ref_of("campaign", self.id)


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
    `reply` is yes, no or maybe; `attended_at` is when they were there; `walk_in` is 1 where
    they came without being on the list.
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
    walk_in: int = 0


def amount_in(text: str, currency: str) -> int:
    """Minor units of a budget or a cost; raises `Usage` where it names another currency."""
    match = re.fullmatch(_CURRENCY, text.strip())
    if not match:
        return parse_amount(text, currency)
    named, bare = match[1] or match[4], match[2] or match[3]
    code = _SAME.get(named.upper(), named.upper())
    if code != currency:
        raise Usage(
            say("{text} is not in {currency}, in which campaigns are reckoned",
                text=text.strip(), currency=currency),
            say("convert it first (your currency: cm config get currency)"),
        )  # fmt: skip
    return parse_amount(bare, currency)


def added(campaign: Campaign, matched: int | None) -> list[Change]:
    """A new campaign; `matched` is how many clients its target group has, None without one."""
    _sound(campaign, matched)
    return [insert(campaign)]


def edited(campaign: Campaign, matched: int | None, **fields: object) -> list[Change]:
    """Other facts, which have to be as sound as those of a new one."""
    _sound(campaign._replace(**fields), matched)  # type: ignore[arg-type]
    return update(campaign, **fields)


def _sound(campaign: Campaign, matched: int | None) -> None:
    if campaign.end_on < campaign.start_on:
        raise Usage(
            say("a campaign cannot end on {end}, before it begins on {start}",
                end=campaign.end_on, start=campaign.start_on)
        )  # fmt: skip
    if matched == 0:
        raise nobody(campaign)


def nobody(campaign: Campaign) -> NotFound:
    """What is said where the conditions fit no client."""
    group = "; ".join(conditions(campaign))
    return NotFound(
        say("no client in the book fits the target group: {group}", group=group),
        say("try conditions with: cm client list --where …"),
    )


def conditions(campaign: Campaign) -> list[str]:
    """The conditions of the target group as typed."""
    return (campaign.target or "").splitlines()


def spent(cost: CampaignCost) -> list[Change]:
    """Money spent, on something."""
    if not cost.text:
        raise Usage(say("what was it spent on?"), say("cm campaign cost m1 3000 hall"))
    return [insert(cost)]


def removable(
    campaign: Campaign, guests: list[CampaignGuest], others: list[tuple[str, int]]
) -> list[Change]:
    """Entered by mistake: it goes with its list, as long as nobody was asked and nothing hangs on
    it. `others` are the tables of what else refers to it, each with the number of rows.
    """  # noqa: D205
    met = [one for one in guests if one.invited_at or one.reply or one.attended_at]
    held = [*([("campaign_guest", len(met))] if met else []), *others]
    if held:
        raise Refused(
            say("{ref} stays: {n} records hang on it", ref=campaign.ref,
                n=sum(count for _, count in held)),
            say("what was asked, spent or credited is kept; cm undo takes back what was last done"),
        )  # fmt: skip
    return [*(delete(guest) for guest in guests), delete(campaign)]


def state(campaign: Campaign, today: date) -> str:
    """`ahead`, `running` or `over`."""
    if today < campaign.start_on:
        return "ahead"
    return "over" if today > campaign.end_on else "running"
