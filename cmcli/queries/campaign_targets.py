"""Whom a campaign is for: the clients its conditions pick, and for whom its product is suitable."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cmcli.config import Settings
from cmcli.domain.campaign import Campaign
from cmcli.domain.client import Client, ClientTag, tag_of
from cmcli.domain.product import Product
from cmcli.domain.suitability import SUITABLE, Verdict, judge
from cmcli.domain.where import Where, reasons
from cmcli.messages import Money
from cmcli.queries import suitability
from cmcli.queries.where import matched
from cmcli.store import Store


class Target(NamedTuple):
    """A client of the target group: what picked them, and the verdict on the product, if any."""

    client: ClientTag
    why: tuple[object, ...]
    verdict: Verdict | None

    @property
    def fits(self) -> bool:
        """Whether they may be called about the product."""
        return self.verdict is None or self.verdict.outcome == SUITABLE


def targets(
    store: Store, settings: Settings, campaign: Campaign, wheres: list[Where], now: datetime
) -> list[Target]:
    """Everybody whom the conditions pick, in the order of the book."""
    product = store.find(Product, campaign.product_id or 0)
    found = matched(store, settings, wheres, now)
    verdicts = _verdicts(store, settings, product, (one.client for one in found), now)
    return [
        Target(
            tag_of(facts.client), tuple(reasons(facts, wheres, settings["currency"])),
            verdicts.get(facts.client.id),
        )
        for facts in found
    ]  # fmt: skip


def named(
    store: Store, settings: Settings, campaign: Campaign, clients: Iterable[Client], now: datetime
) -> list[Target]:
    """The same of clients who were named."""
    product = store.find(Product, campaign.product_id or 0)
    picked = list(clients)
    verdicts = _verdicts(store, settings, product, picked, now)
    return [Target(tag_of(one), (), verdicts.get(one.id)) for one in picked]


def _verdicts(
    store: Store, settings: Settings, product: Product | None, clients: Iterable[Client],
    now: datetime,
) -> dict[int, Verdict]:  # fmt: skip
    """By client, for a product that carries a risk; its minimum is judged by their means."""
    if product is None or product.regime == "none":
        return {}
    terms, day = suitability.policy(settings), now.date()
    least = None
    if product.minimum is not None and product.currency is not None:
        least = Money(product.minimum, product.currency)
    return {
        one.id: judge(product, suitability.buyer(store, one, day, now), least, day, terms)
        for one in clients
    }
