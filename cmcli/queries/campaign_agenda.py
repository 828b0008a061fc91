"""What the agenda asks of campaigns: only those ahead, running, or over for a short time."""

from datetime import date, datetime, timedelta

from cmcli.config import Settings
from cmcli.domain.campaign import Campaign, CampaignGuest
from cmcli.domain.campaign_agenda import GIVE_UP, Attended, Policy, ToAsk
from cmcli.domain.client import ClientTag
from cmcli.queries import assessment, policies
from cmcli.queries.conditions import AMONG, IN_BOOK, LAST_REACHED
from cmcli.queries.joined import with_client
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store

_WAITING = "invited_at IS NULL AND reply IS NULL AND attended_at IS NULL"


def policy(settings: Settings) -> Policy:
    """When guests are to be asked, and how many a day."""
    return Policy(
        policies.working_day(settings), settings["campaign.call_days"], settings["today.share"]
    )


def ongoing(store: Store, today: date) -> list[Campaign]:
    """Campaigns that are not over for longer than anybody follows them up."""
    rest = "WHERE end_on >= ? ORDER BY start_on, id"
    return store.select(Campaign, rest, today - timedelta(days=GIVE_UP))


def to_ask(
    store: Store, settings: Settings, campaigns: list[Campaign], now: datetime
) -> list[ToAsk]:
    """Those to come, each with the guests to ask; for whom its product is not suitable is not."""
    today, days = now.date(), timedelta(days=settings["campaign.call_days"])
    near = [one for one in campaigns if one.end_on >= today and one.start_on - today <= days]
    rest = f"""WHERE campaign_id {AMONG} AND {_WAITING} AND {IN_BOOK}
        ORDER BY campaign_guest.id"""
    guests: dict[int, list[ClientTag]] = {}
    for guest, client in with_client(
        store, CampaignGuest, rest, array([one.id for one in near])
    ):  # fmt: skip
        guests.setdefault(guest.campaign_id, []).append(client)
    return [
        ToAsk(one, tuple(_suitable(store, settings, one, guests[one.id], today)))
        for one in near
        if one.id in guests
    ]


def _suitable(
    store: Store, settings: Settings, campaign: Campaign, guests: list[ClientTag], today: date
) -> list[ClientTag]:
    """An assessment may have lapsed, or a level fallen, since somebody was put on the list."""
    regime = store.value("SELECT regime FROM product WHERE id = ?", campaign.product_id)
    if regime in (None, "none"):
        return guests
    # What decides on a sale is much to import, and most campaigns are for no investment.
    from cmcli.domain.product import Product
    from cmcli.domain.suitability import SUITABLE, Buyer, judge

    product = store.get(Product, campaign.product_id or 0)
    held = assessment.current_of(store, [guest.id for guest in guests])
    terms = policies.suitability_policy(settings)
    return [
        guest for guest in guests
        if judge(product, Buyer(guest, assessment=held.get(guest)), None, today, terms).outcome
        == SUITABLE
    ]  # fmt: skip


def attended(store: Store, campaigns: list[Campaign], now: datetime) -> list[Attended]:
    """The guests of those that are over, and when each was last reached."""
    over = {one.id: one for one in campaigns if one.end_on < now.date()}
    rest = f"""WHERE campaign_id {AMONG} AND attended_at IS NOT NULL AND {IN_BOOK}
        ORDER BY campaign_guest.id"""
    found = with_client(store, CampaignGuest, rest, array(sorted(over)))
    ids = array(sorted({client.id for _, client in found}))
    rows = store.rows(f"SELECT id, {LAST_REACHED} FROM client WHERE id {AMONG}", ids)
    reached = {number: to_instant(at) for number, at in rows if at}
    return [
        Attended(over[guest.campaign_id], client, reached.get(client.id)) for guest, client in found
    ]
