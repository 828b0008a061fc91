"""Past deals and the present ones, for the board, the figures of the pipeline and the forecast."""

from datetime import date, datetime
from functools import cache

from cmcli.config import Settings
from cmcli.domain.days import day_of
from cmcli.domain.deal import OPEN_STAGES, Deal
from cmcli.domain.figures.business import Deals
from cmcli.domain.measure import Span, span
from cmcli.domain.period import Period
from cmcli.domain.pipeline import Habits, Judge, Past, card, habits, ratio
from cmcli.queries import figures
from cmcli.queries.conditions import AMONG
from cmcli.queries.policies import deal_policy
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store

# Only what the medians and chances need: thousands of whole records would take their time.
_CLOSED = """SELECT id, stage, opened_at, closed_at, amount, expected_amount FROM deal
    WHERE closed_at IS NOT NULL ORDER BY id"""
_PATHS = """SELECT deal_id, deal_stage.stage, at FROM deal_stage JOIN deal ON deal.id = deal_id
    WHERE closed_at IS NOT NULL ORDER BY deal_id, at, deal_stage.id"""


def past(store: Store, now: datetime) -> list[Past]:
    """Every deal won or lost."""

    @cache
    def day(text: str) -> date:
        return day_of(to_instant(text), now)

    paths: dict[int, list[tuple[str, date]]] = {}
    for number, stage, at in store.rows(_PATHS):
        paths.setdefault(number, []).append((stage, day(at)))
    return [
        Past(stage == "won", day(opened), day(closed), tuple(paths.get(number, ())),
             ratio(stage == "won", amount, thought))
        for number, stage, opened, closed, amount, thought in store.rows(_CLOSED)
    ]  # fmt: skip


def learned(found: list[Past], settings: Settings) -> Habits:
    """What past deals teach, by the settings in force."""
    return habits(found, settings["forecast.least"], settings["pipeline.ageing"])


def judge(
    store: Store, settings: Settings, taught: Habits, deals: list[Deal], now: datetime
) -> Judge:
    """Says of each of these deals how old it is and what is the matter with it."""
    policy = deal_policy(settings)
    sql = f"SELECT deal_id, max(at) FROM deal_stage WHERE deal_id {AMONG} GROUP BY deal_id"
    open_ = array(deal.id for deal in deals if not deal.closed_at)
    entered = {number: to_instant(at) for number, at in store.rows(sql, open_)}
    cards = {deal.id: card(deal, entered.get(deal.id), taught, policy, now) for deal in deals}
    return lambda deal: cards[deal.id]


def chances(settings: Settings) -> dict[str, float]:
    """The chance of each stage by the settings."""
    return {stage: settings[f"stage.{stage}"] for stage in OPEN_STAGES}


def facts(store: Store, settings: Settings, over: Span) -> Deals:
    """Deals open at some time of a period, or closed in it."""
    return figures.deals(figures.Source(store, settings, figures.window([over])))


def whole_history(store: Store, now: datetime) -> Span:
    """From the first deal on record to today."""
    first = store.value("SELECT min(opened_at) FROM deal")
    start = day_of(to_instant(first), now) if first else now.date()
    return span(Period(f"{start}..{now.date()}", start, now.date()), now)


def product_names(store: Store) -> dict[int, str]:
    """What each product is called."""
    return dict(store.rows("SELECT id, name FROM product"))


def sources(store: Store) -> dict[int, str]:
    """How each client came to us, where that is known."""
    return dict(store.rows("SELECT id, source FROM client WHERE source IS NOT NULL"))
