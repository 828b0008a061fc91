"""Whom a campaign is for: the clients its conditions pick, and for whom its product is suitable."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cmcli.config import Settings
from cmcli.domain.advise import short
from cmcli.domain.campaign import Campaign
from cmcli.domain.client import Client, ClientTag, tag_of
from cmcli.domain.product import Product
from cmcli.domain.suitability import SUITABLE, Verdict, judge
from cmcli.domain.where import Where, reasons
from cmcli.messages import Message, Money
from cmcli.named import NamedTuple
from cmcli.queries import policies, suitability
from cmcli.queries.where import matched
from cmcli.store import Store


class Target(NamedTuple):
    """A client of the target group: what picked them, the verdict on the product, if any, and in
    short what speaks against it.
    """  # noqa: D205

    client: ClientTag
    why: tuple[object, ...]
    verdict: Verdict | None = None
    against: tuple[Message, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether they may be called about the product."""
        return self.verdict is None or self.verdict.outcome == SUITABLE


def targets(
    store: Store, settings: Settings, campaign: Campaign, wheres: list[Where], now: datetime
) -> list[Target]:
    """Everybody whom the conditions pick, in the order of the book."""
    currency = settings["currency"]
    found = [
        (facts.client, tuple(reasons(facts, wheres, currency)))
        for facts in matched(store, settings, wheres, now)
    ]
    return _judged(store, settings, campaign, found, now)


def named(
    store: Store, settings: Settings, campaign: Campaign, clients: Iterable[Client], now: datetime
) -> list[Target]:
    """The same of clients who were named."""
    return _judged(store, settings, campaign, [(client, ()) for client in clients], now)


def _judged(
    store: Store, settings: Settings, campaign: Campaign,
    found: Sequence[tuple[Client, tuple[object, ...]]], now: datetime,
) -> list[Target]:  # fmt: skip
    """With the verdict on a product that carries a risk; its minimum is judged by their means."""
    product = store.find(Product, campaign.product_id or 0)
    if product is None or product.regime == "none":
        return [Target(tag_of(client), why) for client, why in found]
    terms, day = policies.suitability_policy(settings), now.date()
    least = None
    if product.minimum is not None and product.currency is not None:
        least = Money(product.minimum, product.currency)
    result = []
    for client, why in found:
        buyer = suitability.buyer(store, client, day, now)
        verdict = judge(product, buyer, least, day, terms)
        against = tuple(short(one, product, buyer) for one in verdict.findings)
        result.append(Target(tag_of(client), why, verdict, against))
    return result
