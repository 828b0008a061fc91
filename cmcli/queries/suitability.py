"""What a sale is judged by: the buyer as of a day, what was disclosed, what was sold before."""

from datetime import date, datetime, timedelta

from cmcli.config import Settings
from cmcli.domain.assessment import Assessment
from cmcli.domain.client import Client, age, tag_of
from cmcli.domain.days import day_of, is_whole_day, midnight
from cmcli.domain.deal import Deal
from cmcli.domain.disclosure import Disclosure, untold
from cmcli.domain.holding import Held
from cmcli.domain.product import Product
from cmcli.domain.sale import Renewal, Sale
from cmcli.domain.sale_check import SaleCheck
from cmcli.domain.suitability import Buyer, judge
from cmcli.messages import Money
from cmcli.queries import profile as profiles
from cmcli.queries.policies import suitability_policy
from cmcli.queries.product import then
from cmcli.store import Store


def buyer(store: Store, client: Client, day: date, now: datetime) -> Buyer:
    """The client with the assessment and the balance that were the latest on that day."""
    before = midnight(day + timedelta(days=1), now.tzinfo)
    rest = "WHERE client_id = ? AND at < ? ORDER BY at DESC, id DESC LIMIT 1"
    held = next(iter(store.select(Assessment, rest, client.id, before)), None)
    return Buyer(
        tag_of(client), age(client.birthday, client.id_number, day), held,
        _means(store, client.id, day),
    )  # fmt: skip


def _means(store: Store, client_id: int, day: date) -> Money | None:
    file = profiles.latest(store, client_id, day)
    if file is None or file.financial is None:
        return None
    return Money(file.financial, file.profile.currency)


def sale(
    store: Store, settings: Settings, deal: Deal, product: Product, amount: Money | None,
    at: datetime, now: datetime,
) -> Sale:  # fmt: skip
    """A deal about to be won, judged as of the day of `at`."""
    day = day_of(at, now)
    who = buyer(store, store.get(Client, deal.client_id), day, now)
    verdict = judge(product, who, amount, day, suitability_policy(settings))
    return Sale(deal, product, who, verdict, _untold(store, deal.client_id, product, at, now))


def renewal(
    store: Store, settings: Settings, held: Held, product: Product, amount: Money, day: date,
    now: datetime,
) -> Renewal:  # fmt: skip
    """A holding about to go into a product, judged as of a day."""
    who = buyer(store, store.get(Client, held.client.id), day, now)
    verdict = judge(product, who, amount, day, suitability_policy(settings))
    rest = _untold(store, held.client.id, product, midnight(day, now.tzinfo), now)
    return Renewal(held.holding.id, product, who, verdict, rest)


def _untold(
    store: Store, client_id: int, product: Product, at: datetime, now: datetime
) -> tuple[str, ...]:
    """What the client was not told by the day of `at`, in the words of the catalogue then.

    Where only a past day is known, the words of its morning or of its evening; today's are now's.
    """
    day = day_of(at, now)
    told = disclosures(store, client_id, product.id)
    words = [then(store, product, moment) for moment in _moments(at, day, now)]
    return min((untold(one, told, day, now) for one in words), key=len)


def _moments(at: datetime, day: date, now: datetime) -> tuple[datetime, ...]:
    if not is_whole_day(at, now):
        return (at,)
    if day >= now.date():
        return (now,)
    return at, midnight(day + timedelta(days=1), now.tzinfo) - timedelta(seconds=1)


def disclosures(store: Store, client_id: int, product_id: int) -> list[Disclosure]:
    """What a client was told of a product, the latest first."""
    rest = "WHERE client_id = ? AND product_id = ? ORDER BY at DESC, id DESC"
    return store.select(Disclosure, rest, client_id, product_id)


def check_of(store: Store, deal_id: int) -> SaleCheck | None:
    """What was checked when the deal was won; the latest where it was won again."""
    rest = "WHERE deal_id = ? ORDER BY id DESC LIMIT 1"
    return next(iter(store.select(SaleCheck, rest, deal_id)), None)
