"""What advice rests on: the client's situation as of a day; and the advice given before."""

from datetime import date, datetime

from cmcli.config import Settings
from cmcli.domain.advice import Advice, AdviceFile, AdviceItem
from cmcli.domain.advise import Kept, Situation, Terms
from cmcli.domain.client import Client
from cmcli.domain.finance import ratios
from cmcli.domain.plan import present
from cmcli.messages import Money
from cmcli.queries import holding, plan, policies, profile, suitability
from cmcli.queries.joined import belonging
from cmcli.store import Store


def terms(settings: Settings) -> Terms:
    """What the settings say of suitability, concentration and liquidity."""
    return Terms(
        policies.suitability_policy(settings), settings["risk.concentration"],
        liquidity_low=settings["finance.liquidity_low"],
    )  # fmt: skip


def situation(
    store: Store, settings: Settings, client: Client, amount: Money | None, now: datetime
) -> Situation:
    """The client today: assessment, means, needs, liquidity, holdings."""
    day = now.date()
    planned = present(plan.revisions(store, client.id))
    needs = " ".join(filter(None, (client.need, planned.needs if planned else None, client.tags)))
    return Situation(
        suitability.buyer(store, client, day, now), needs, amount,
        _liquidity(store, settings, client, day), _kept(store, client.id, now),
    )  # fmt: skip


def _liquidity(store: Store, settings: Settings, client: Client, day: date) -> float | None:
    """Months of spending that cash covers, by the latest balance."""
    file = profile.latest(store, client.id, day)
    if file is None:
        return None
    found = ratios(file, None, client.kind, policies.finance_thresholds(settings))
    return next((ratio.value for ratio in found if ratio.name == "liquidity"), None)


def _kept(store: Store, client_id: int, now: datetime) -> tuple[Kept, ...]:
    return tuple(
        Kept(one.product.id, one.product.name, one.product.kind,
             Money(one.value, one.holding.currency), one.holding.maturity_on)
        for one in holding.held_of(store, client_id, now.date()) if not one.is_debt
    )  # fmt: skip


def last(store: Store, client_id: int) -> Advice | None:
    """The last advice given to a client."""
    rest = "WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT 1"
    return next(iter(store.select(Advice, rest, client_id)), None)


def given(store: Store, client_id: int) -> list[AdviceFile]:
    """Every advice a client was given, the latest first."""
    rest = "WHERE client_id = ? ORDER BY at DESC, id DESC"
    found = store.select(Advice, rest, client_id)
    items = belonging(store, AdviceItem, "advice_id", [one.id for one in found], "place")
    return [AdviceFile(one, tuple(items.get(one.id, ()))) for one in found]


def active(store: Store) -> list[Client]:
    """Clients in the book to whom something may be offered."""
    rest = "WHERE archived_at IS NULL AND status IN ('active', 'dormant', 'prospect') ORDER BY id"
    return store.select(Client, rest)
