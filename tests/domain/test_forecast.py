"""The forecast: piles by date, weights, the range of the draws, the way to a goal."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmcli.domain import forecast as rules
from cmcli.domain.deal import OPEN_STAGES, Deal
from cmcli.domain.forecast import Forecast
from cmcli.domain.measure import Span, span
from cmcli.domain.period import parse_period
from cmcli.domain.pipeline import Chance, Past, ratio
from cmcli.errors import Usage
from cmcli.messages import Money
from tests.builders import NOW, TAG, deal

CHANCES = {"lead": 0.1, "contacted": 0.3, "proposal": 0.5, "negotiation": 0.75}
KNOWN = {stage: Chance(20, 40, 30) for stage in OPEN_STAGES}
FEW = {**KNOWN, "lead": Chance(20, 29, 30)}
DAY = date(2026, 9, 1)


def over(text: str = "2026-11") -> Span:
    return span(parse_period(text, NOW.date()), NOW)


def forecast(*deals: Deal, history: dict[str, Chance] = KNOWN, period: str = "2026-11") -> Forecast:
    pairs = [(each._replace(id=n), TAG) for n, each in enumerate(deals, 1)]
    return rules.forecast(pairs, over(period), CHANCES, history, 40)


def expected(day: str | None, stage: str = "lead", amount: int | None = 1000, **more: Any) -> Deal:
    return deal(
        expected_on=date.fromisoformat(day) if day else None, stage=stage, amount=amount, **more
    )


def refs(pile: rules.Pile) -> list[int]:
    return [each.id for each, _ in pile.deals]


def test_deals_are_told_apart_by_their_expected_close() -> None:
    found = forecast(
        expected("2026-11-30"), expected("2026-11-01", "negotiation"),
        expected("2026-10-31", "negotiation"), expected("2026-12-01"), expected(None, "negotiation"),
        expected("2026-11-23", "negotiation"),
    )  # fmt: skip
    assert refs(found.best) == [1, 2, 6]
    assert refs(found.committed) == [2, 6]
    assert refs(found.overdue) == [2]
    assert refs(found.earlier) == [3]
    assert refs(found.undated) == [5]


def test_weights_are_by_the_settings_and_by_the_past_each_currency_by_itself() -> None:
    found = forecast(
        expected("2026-11-30", "lead", 1005), expected("2026-11-30", "negotiation", 2000),
        expected("2026-11-30", "proposal", 301, currency="USD"), expected("2026-11-30", "lead", None),
    )  # fmt: skip
    # 100.5 + 1500 = 1600.5, half to even; 150.5 likewise.
    assert found.by_setting == (Money(1600, "CNY"), Money(150, "USD"))
    assert found.by_history == (Money(1502, "CNY"), Money(150, "USD"))
    assert found.best.amounts == (Money(3005, "CNY"), Money(301, "USD"))
    assert found.best.unvalued == 1


def test_the_past_says_nothing_of_a_stage_with_too_few_deals() -> None:
    assert forecast(expected("2026-11-30", "lead"), history=FEW).by_history is None
    assert forecast(expected("2026-11-30", "proposal"), history=FEW).by_history == (
        Money(500, "CNY"),
    )


def test_a_period_that_is_over_cannot_be_forecast() -> None:
    rules.not_past(over("2026-11-23"))
    with pytest.raises(Usage, match="is over"):
        rules.not_past(over("2026-11-22"))


# The draws


def past(ratios: Iterable[float], stage: str = "lead") -> list[Past]:
    return [Past(r > 0, DAY, DAY, ((stage, DAY), ("won", DAY)), r) for r in ratios]


def test_fewer_than_thirty_closed_deals_give_no_range() -> None:
    assert rules.drawn([deal()], past([1.0] * 29), 30) is None
    assert rules.drawn([deal()], past([1.0] * 30), 30) is not None


def test_what_always_happened_always_happens() -> None:
    found = rules.drawn([deal(amount=1000), deal(id=2, amount=500)], past([1.0] * 30), 30)
    assert found is not None
    assert {found.at("CNY", share) for share in (0.1, 0.5, 0.9)} == {1500}
    nothing = rules.drawn([deal(amount=1000)], past([0.0] * 30), 30)
    assert nothing is not None
    assert nothing.at("CNY", 0.9) == 0


def test_a_deal_ends_like_those_that_were_in_its_stage_where_there_are_enough() -> None:
    mixed = [*past([1.0] * 30, "proposal"), *past([0.0] * 29, "lead")]
    sure = rules.drawn([deal(amount=100, stage="proposal")], mixed, 30)
    assert sure is not None
    assert sure.at("CNY", 0.1) == 100
    # 29 leads are too few, so any of the 59 may be drawn.
    open_ = rules.drawn([deal(amount=100, stage="lead")], mixed, 30)
    assert open_ is not None
    assert sum(open_.draws["CNY"]) / 100 == pytest.approx(2000 * 30 / 59, rel=0.1)


def test_half_won_is_half_of_the_draws() -> None:
    found = rules.drawn([deal(amount=100)], past([1.0] * 15 + [0.0] * 15), 30)
    assert found is not None
    assert found.reached("CNY", 100) == pytest.approx(0.5, abs=0.04)
    assert (found.at("CNY", 0.1), found.at("CNY", 0.9)) == (0, 100)


def test_the_same_past_gives_the_same_draws_and_one_more_deal_moves_no_other() -> None:
    history = past([1.0] * 15 + [0.0] * 15)
    first = rules.drawn([deal(amount=100)], history, 30)
    assert first == rules.drawn([deal(amount=100)], history, 30)
    with_dollars = rules.drawn(
        [deal(amount=100), deal(id=2, amount=7, currency="USD")], history, 30
    )
    assert first is not None
    assert with_dollars is not None
    assert with_dollars.draws["CNY"] == first.draws["CNY"]


def test_percentiles_lie_between_two_values_in_proportion() -> None:
    assert rules.percentile([10, 20, 30, 40, 50], 0.1) == 14
    assert rules.percentile([10, 20, 30, 40, 50], 0.5) == 30
    assert rules.percentile([10, 20, 30, 40, 50], 0.9) == 46
    assert rules.percentile([7], 0.9) == 7


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=6),
    st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.2]), min_size=30, max_size=40),
    st.integers(0, 10**9), st.integers(0, 10**9),
)  # fmt: skip
def test_the_range_stays_within_what_is_possible_and_a_higher_goal_is_no_likelier(
    amounts: list[int], ratios: list[float], one: int, other: int
) -> None:
    deals = [deal(id=n, amount=amount) for n, amount in enumerate(amounts, 1)]
    found = rules.drawn(deals, past(ratios), 30, draws=50)
    assert found is not None
    low, middle, high = (found.at("CNY", share) for share in (0.1, 0.5, 0.9))
    assert 0 <= low <= middle <= high <= sum(amounts) * max(ratios) + 1
    goals = sorted([one, other])
    assert found.reached("CNY", goals[0]) >= found.reached("CNY", goals[1])


def test_the_ratio_is_what_came_over_what_was_thought() -> None:
    assert ratio(True, 80, 100) == 0.8
    assert ratio(True, 80, None) == 1.0
    assert ratio(True, 80, 0) == 1.0
    assert ratio(False, 80, 100) == 0.0


# The goal


def gap(
    goal: int, won: int, found: Forecast, average: int | None = 400, rate: float | None = 0.5
) -> rules.Gap:
    return rules.gap(Money(goal, "CNY"), won, average, rate, found)


def test_the_gap_counts_deals_of_the_average_size_and_those_to_be_worked_on() -> None:
    found = gap(3000, 1000, forecast())
    # 2000 missing: 5 deals of 400; at one won of two, 10 in work.
    assert (found.amount, found.to_win, found.to_work, found.missing) == (2000, 5, 10, 2000)
    assert gap(3001, 1000, forecast()).to_win == 6
    blank = gap(3000, 0, forecast(), None, None)
    assert (blank.to_win, blank.to_work) == (None, None)
    assert gap(3000, 0, forecast(), 400, 0.0).to_work is None


def test_a_goal_that_is_reached_has_no_gap() -> None:
    found = gap(1000, 1000, forecast(expected("2026-11-30")))
    assert (found.amount, found.to_win, found.closing, found.missing) == (0, 0, [], 0)
    assert gap(1000, 1500, forecast()).amount == 0


def test_the_likeliest_deals_close_the_gap_first_then_the_nearest_then_the_largest() -> None:
    found = gap(1500, 0, forecast(
        expected("2026-11-25", "lead", 9000), expected("2026-11-30", "negotiation", 500),
        expected("2026-11-25", "negotiation", 300), expected("2026-11-25", "negotiation", 400),
        expected("2026-11-24", "negotiation", None), expected("2026-11-24", "negotiation", 9000, currency="USD"),
    ))  # fmt: skip
    assert [each.id for each, _ in found.closing] == [4, 3, 2, 1]
    assert found.missing == 0
    short = gap(1500, 0, forecast(expected("2026-11-25", "proposal", 400)))
    assert (len(short.closing), short.missing) == (1, 1100)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_higher_goal_never_asks_for_less(one: int, other: int) -> None:
    found = forecast(expected("2026-11-25", "proposal", 400), expected("2026-11-26", "lead", 900))
    low, high = (gap(goal, 500, found) for goal in sorted([one, other]))
    assert low.amount <= high.amount
    assert (low.to_win or 0) <= (high.to_win or 0)
    assert (low.to_work or 0) <= (high.to_work or 0)
    assert len(low.closing) <= len(high.closing)
    assert low.missing <= high.missing


def test_a_chance_is_exact() -> None:
    assert forecast().stages[0].chance == Fraction(1, 10)
