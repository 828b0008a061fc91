"""Campaigns: by name, the list, the guests, what was spent and what is credited to them."""

from datetime import date
from typing import TYPE_CHECKING

from cmcli.domain.action import Action
from cmcli.domain.campaign import Campaign, CampaignCost, CampaignGuest
from cmcli.domain.campaign_result import Credited, leads_of
from cmcli.domain.client import ClientTag
from cmcli.domain.deal import Deal
from cmcli.domain.figures.campaigns import Campaigns
from cmcli.domain.product import Product
from cmcli.domain.prospect import Prospect
from cmcli.domain.ref import parse_ref
from cmcli.errors import Ambiguous, NotFound
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.queries.conditions import AMONG, Conditions, order
from cmcli.queries.joined import with_client
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.queries.figures import Source

Guest = tuple[CampaignGuest, ClientTag]


class CampaignFile(NamedTuple):
    """A campaign with all that belongs to it."""

    campaign: Campaign
    product: Product | None
    guests: list[Guest]
    costs: list[CampaignCost]
    tasks: list[Action]
    deals: list[tuple[Deal, ClientTag]]
    prospects: list[tuple[Prospect, ClientTag]]
    credited: Credited


class CampaignRow(NamedTuple):
    """A campaign in a list: how many are on its list, and how many were there."""

    campaign: Campaign
    guests: int
    attended: int


def find(store: Store, text: str) -> Campaign:
    """The campaign of a reference, a name or the start of one; raises `NotFound`, `Ambiguous`."""
    ref = parse_ref(text)
    if ref and ref.noun == "campaign":
        return store.get(Campaign, ref.id)
    name = " ".join(text.split())
    for condition, value in (("name = ?", name), ("instr(lower(name), lower(?)) = 1", name)):
        found = store.select(Campaign, f"WHERE {condition} ORDER BY id LIMIT 9", value)
        if len(found) == 1:
            return found[0]
        if found and name:
            listed = ", ".join(f"{one.ref} {one.name}" for one in found)
            raise Ambiguous(
                say("{text} could be several campaigns: {listed}", text=text, listed=listed),
                found, say("say which by its reference"),
            )  # fmt: skip
    raise NotFound(
        say("no campaign is called {text}", text=text), say("all of them: cm campaign list")
    )


def listed(
    store: Store, *, kind: str | None, since: date | None, until: date | None,
    sort: str | None,
) -> list[CampaignRow]:  # fmt: skip
    """Campaigns that run in those days, the latest first."""
    where = Conditions()
    where.add("kind = ?", kind)
    where.add("end_on >= ?", since)
    where.add("start_on <= ?", until)
    allowed = {"start": "start_on", "end": "end_on", "name": "name", "budget": "budget",
               "ref": "id"}  # fmt: skip
    rest = where.sql(order(sort, allowed, "start_on DESC, id DESC"))
    found = store.select(Campaign, rest, *where.values)
    counted = {
        number: (guests, there)
        for number, guests, there in store.rows(
            f"""SELECT campaign_id, count(*), count(attended_at) FROM campaign_guest
                WHERE campaign_id {AMONG} GROUP BY campaign_id""",
            array([one.id for one in found]),
        )
    }
    return [CampaignRow(one, *counted.get(one.id, (0, 0))) for one in found]


def running(store: Store, start: date, end: date) -> list[CampaignFile]:
    """The campaigns with a day from `start` to `end`, the earliest first."""
    rest = "WHERE start_on <= ? AND end_on >= ? ORDER BY start_on, id"
    return [file(store, one) for one in store.select(Campaign, rest, end, start)]


def latest(store: Store, today: date, count: int) -> list[Campaign]:
    """The last campaigns that have begun, the earliest of them first."""
    rest = "WHERE start_on <= ? ORDER BY start_on DESC, id DESC LIMIT ?"
    return store.select(Campaign, rest, today, count)[::-1]


def guests_of(store: Store, campaign: int) -> list[Guest]:
    """The guests of a campaign, in the order in which they were put on its list."""
    rest = "WHERE campaign_id = ? ORDER BY campaign_guest.id"
    return with_client(store, CampaignGuest, rest, campaign)


def guest(store: Store, campaign: int, client: int) -> CampaignGuest | None:
    """A client as a guest of a campaign."""
    rest = "WHERE campaign_id = ? AND client_id = ?"
    return next(iter(store.select(CampaignGuest, rest, campaign, client)), None)


def shared(store: Store, first: int, second: int) -> list[tuple[CampaignGuest, CampaignGuest]]:
    """The rows of two clients who are guests of the same campaign."""
    rest = "WHERE client_id = ? ORDER BY id"
    of_first = {one.campaign_id: one for one in store.select(CampaignGuest, rest, first)}
    others = store.select(CampaignGuest, rest, second)
    return [
        (of_first[one.campaign_id], one) for one in others if one.campaign_id in of_first
    ]  # fmt: skip


def file(store: Store, campaign: Campaign) -> CampaignFile:
    """Everything about a campaign."""
    of_it = "WHERE campaign_id = ?"
    opened = f"{of_it} ORDER BY opened_at"
    deals = with_client(store, Deal, f"{opened}, deal.id", campaign.id)
    prospects = with_client(store, Prospect, f"{opened}, prospect.id", campaign.id)
    return CampaignFile(
        campaign, store.find(Product, campaign.product_id or 0), guests_of(store, campaign.id),
        store.select(CampaignCost, f"{of_it} ORDER BY spent_on, id", campaign.id),
        store.select(Action, f"{of_it} ORDER BY due_at IS NULL, due_at, id", campaign.id),
        deals, prospects,
        _credited(store, [deal for deal, _ in deals], [one for one, _ in prospects]),
    )  # fmt: skip


def _credited(store: Store, deals: list[Deal], prospects: list[Prospect]) -> Credited:
    """With them, when each of their clients became an active one."""
    found = Credited(tuple(deals), tuple(prospects))
    rows = store.rows(
        f"""SELECT client_id, min(since_at) FROM standing
            WHERE client_id {AMONG} AND status = 'active' GROUP BY client_id""",
        array(sorted(leads_of(found))),
    )
    return found._replace(became_at={number: to_instant(at) for number, at in rows})


def holds(store: Store, campaign: int) -> list[tuple[str, int]]:
    """What refers to a campaign, its guests left out: tables and how many rows of each."""
    counts: dict[str, int] = {}
    for table, _, _ in store.pointing_at("campaign", campaign):
        if table != "campaign_guest":
            counts[table] = counts.get(table, 0) + 1
    return list(counts.items())


def of_window(source: "Source") -> Campaigns:
    """What is credited to campaigns up to the end of the window, and what was spent in it."""
    store, over = source.store, source.window
    given = "campaign_id IS NOT NULL AND opened_at < ? ORDER BY opened_at"
    last = over.end.date()
    return Campaigns(
        with_client(store, Deal, f"WHERE deal.{given}, deal.id", over.end),
        with_client(store, Prospect, f"WHERE prospect.{given}, prospect.id", over.end),
        store.select(
            CampaignCost, "WHERE spent_on >= ? AND spent_on <= ? ORDER BY spent_on, id",
            over.day, last,
        ),
        dict(store.rows("SELECT id, name FROM campaign")),
    )  # fmt: skip
