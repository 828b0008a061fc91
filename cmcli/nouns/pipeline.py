"""The pipeline as a whole: its board, what came of it, what it may bring."""

from datetime import timedelta

from cmcli import measures
from cmcli.desk import Desk
from cmcli.domain import forecast as ahead
from cmcli.domain import pipeline_stats as rules
from cmcli.domain.figures.business import Deals
from cmcli.domain.forecast import Forecast, Gap
from cmcli.domain.measure import Span, Value, figure, span
from cmcli.domain.money import parse_amount
from cmcli.domain.period import Period, parse_period
from cmcli.domain.pipeline import Habits
from cmcli.domain.pipeline_stats import Keys
from cmcli.domain.when_words import add_months
from cmcli.messages import Money
from cmcli.queries import pipeline as queries
from cmcli.queries.promises import open_deals
from cmcli.views import board as boards
from cmcli.views import forecast as forecasts
from cmcli.views import pipeline as view


def board(here: Desk) -> None:
    """Open deals by stage."""
    deals = open_deals(here.store)
    taught = queries.learned(queries.past(here.store, here.now), here.settings)
    judge = queries.judge(here.store, here.settings, taught, [d for d, _ in deals], here.now)
    found = boards.board(deals, queries.chances(here.settings), taught, judge)
    here.show(
        lambda: boards.board_document(found, here.zone), lambda: boards.page(found, here.speak)
    )


def stats(here: Desk, words: list[str], by: str) -> None:
    """What came of the deals of a period."""
    by = rules.checked_by(by.strip().lower())
    over = span(_looking_back(here, words), here.now)
    facts = queries.facts(here.store, here.settings, over)
    if over.period.start > here.now.date():
        # What is open today is no part of a period that has not begun.
        facts = facts._replace(rows=[])
    found = rules.stats(facts, over, _keys(here, by, facts), _figures(here, over))
    odds = _odds(here) if by == "stage" else {}
    here.show(
        lambda: view.document(found, over.period, by, odds, here.zone),
        lambda: view.page(found, over.period, by, odds, here.speak),
    )


def _looking_back(here: Desk, words: list[str]) -> Period:
    """The period typed, else the last twelve months."""
    today = here.now.date()
    if words:
        return parse_period(" ".join(words), today)
    start = add_months(today, -12) + timedelta(days=1)
    return Period(f"{start}..{today}", start, today)


def _keys(here: Desk, by: str, facts: Deals) -> Keys:
    if by == "product":
        return rules.by_product(queries.product_names(here.store))
    if by == "source":
        return rules.by_source(queries.sources(here.store))
    if by == "size":
        return rules.by_size(here.settings["pipeline.sizes"])
    return rules.by_stage(facts) if by == "stage" else rules.by_tier


def _figures(here: Desk, over: Span) -> rules.Figures:
    currency = here.settings["currency"]
    return lambda name, facts: figure(measures.named(name), facts, over, currency).value


def _taught(here: Desk) -> Habits:
    return queries.learned(queries.past(here.store, here.now), here.settings)


def _odds(here: Desk) -> view.Odds:
    chances, taught = queries.chances(here.settings), _taught(here)
    return {stage: (chances[stage], taught.chances[stage]) for stage in chances}


def forecast(here: Desk, words: list[str], goal: str | None) -> None:
    """What the open deals of a period may come to."""
    typed = " ".join(words) or "quarter"
    named = f"this{typed}" if typed in ("month", "quarter") else typed
    over = span(parse_period(named, here.now.date()), here.now)
    ahead.not_past(over)
    aim = parse_amount(goal, here.settings["currency"]) if goal else None
    past = queries.past(here.store, here.now)
    taught, least = queries.learned(past, here.settings), here.settings["forecast.least"]
    found = ahead.forecast(
        open_deals(here.store), over, queries.chances(here.settings), taught.chances, len(past)
    )
    facts = queries.facts(here.store, here.settings, over)
    won = _figures(here, over)("deals.won_amount", facts)
    bounds = ahead.drawn([deal for deal, _ in found.best.deals], past, least)
    shown = forecasts.Outlook(
        over.period, found, won if isinstance(won, tuple) else (), bounds, least,
        _gap(here, aim, found, won) if aim is not None else None,
    )  # fmt: skip
    here.show(
        lambda: forecasts.document(shown, here.zone), lambda: forecasts.page(shown, here.speak)
    )


def _gap(here: Desk, aim: int, found: Forecast, won: Value) -> Gap:
    """To the goal, at the average size and the win rate of the whole past."""
    currency = here.settings["currency"]
    whole = queries.whole_history(here.store, here.now)
    facts = queries.facts(here.store, here.settings, whole)
    mine = facts._replace(rows=[pair for pair in facts.rows if pair[0].currency == currency])
    figures = _figures(here, whole)
    average, rate = (
        _of(figures("deals.average_won", mine), currency),
        figures("deals.win_rate", mine),
    )
    return ahead.gap(
        Money(aim, currency), _of(won, currency) or 0, average,
        rate if isinstance(rate, float) else None, found,
    )  # fmt: skip


def _of(value: Value, currency: str) -> int | None:
    amounts = value if isinstance(value, tuple) else ()
    return next((money.amount for money in amounts if money.currency == currency), None)
