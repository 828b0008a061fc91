"""Market risk against numpy on a public file, against cases by hand, and against itself."""

import csv
import math
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import market_risk as rules
from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held, Holding
from cmcli.domain.market_risk import Policy, Series
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from tests.builders import NOW, TAG

SHARED = Path(__file__).resolve().parents[2].parent / "shared/data/returns/daily_returns.csv"
MONDAY = date(2026, 1, 5)


def series(steps: Sequence[float], start: date | None = MONDAY, every: int = 1) -> Series:
    """Returns a day (or `every` so many days) apart, the first a step after `start`."""
    first = start or MONDAY
    days = [first + timedelta(days=every * place) for place in range(1, len(steps) + 1)]
    return Series(start, tuple(zip(days, steps, strict=True)))


def product(number: int = 1, **given_: Any) -> Product:
    usual: dict[str, Any] = {
        "id": number, "code": f"P{number}", "name": f"product {number}", "kind": "fund",
        "risk": "R3", "price": None, "currency": None, "note": None, "created_at": NOW,
    }  # fmt: skip
    return Product(**{**usual, **given_})


def held(
    amount: int, of: Product, *, number: int = 1, currency: str = "CNY", client: ClientTag = TAG
) -> Held:
    blank: dict[str, Any] = dict.fromkeys(Holding._fields)
    facts: dict[str, Any] = {
        "id": number, "client_id": client.id, "product_id": of.id, "amount": amount,
        "currency": currency, "start_on": MONDAY, "created_at": NOW,
    }  # fmt: skip
    return Held(Holding(**{**blank, **facts}), of, client)


# The public file -------------------------------------------------------------------------------


def shared_rows() -> list[tuple[date, float]]:
    if not SHARED.exists():
        return []
    with SHARED.open(encoding="utf-8", newline="") as file:
        return [(date.fromisoformat(day), float(step) / 100) for day, step in csv.reader(file)]


needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the public returns are not here")


@pytest.fixture(scope="module")
def figures() -> rules.Figures:
    found = rules.measured(Series(None, tuple(shared_rows())), Policy())
    assert found
    return found


@needs_shared
def test_the_public_file_is_read() -> None:
    assert len(shared_rows()) == 504


@needs_shared
def test_volatility_is_numpys(figures: rules.Figures) -> None:
    steps = np.array([step for _, step in shared_rows()])
    assert figures.volatility.daily == pytest.approx(steps.std(ddof=1), abs=1e-9)
    assert figures.volatility.yearly == pytest.approx(steps.std(ddof=1) * np.sqrt(252), abs=1e-9)


@needs_shared
def test_weighted_volatility_is_the_closed_sum(figures: rules.Figures) -> None:
    steps = np.array([step for _, step in shared_rows()])
    # The recursion written out: the first square keeps what the others leave.
    ages = np.arange(len(steps) - 1, -1, -1)
    weights = np.where(ages == len(steps) - 1, 0.94**ages, 0.06 * 0.94**ages)
    assert weights.sum() == pytest.approx(1)
    expected = math.sqrt(float((weights * steps**2).sum()))
    assert figures.weighted.daily == pytest.approx(expected, abs=1e-9)
    assert figures.weighted.yearly == pytest.approx(expected * math.sqrt(252), abs=1e-9)


@needs_shared
@pytest.mark.parametrize(("place", "level"), [(0, 95), (1, 99)])
def test_value_at_risk_is_numpys_percentile(figures: rules.Figures, place: int, level: int) -> None:
    steps = np.array([step for _, step in shared_rows()])
    bound = float(np.percentile(steps, 100 - level))
    loss = figures.losses[place]
    assert loss.level == level / 100
    assert loss.day == pytest.approx(-bound, abs=1e-9)
    assert loss.ten == pytest.approx(-bound * np.sqrt(10), abs=1e-9)
    assert loss.beyond == pytest.approx(-steps[steps <= bound].mean(), abs=1e-9)


@needs_shared
def test_drawdown_is_numpys(figures: rules.Figures) -> None:
    days = [None, *(day for day, _ in shared_rows())]
    worth = np.cumprod([1.0, *(1 + step for _, step in shared_rows())])
    peaks = np.maximum.accumulate(worth)
    trough = int((worth / peaks - 1).argmin())
    peak = int(worth[: trough + 1].argmax())
    found = figures.drawdown
    assert found.depth == pytest.approx(1 - worth[trough] / peaks[trough], abs=1e-9)
    assert (found.peak_on, found.trough_on) == (days[peak], days[trough])
    assert (found.recovered_on is None) == bool((worth[trough:] < worth[peak]).all())


@needs_shared
@pytest.mark.parametrize(("place", "level"), [(0, 95), (1, 99)])
def test_the_backtest_counts_what_numpy_counts(
    figures: rules.Figures, place: int, level: int
) -> None:
    steps = np.array([step for _, step in shared_rows()])
    worse = sum(
        steps[day] < np.percentile(steps[day - 250 : day], 100 - level)
        for day in range(250, len(steps))
    )
    found = figures.backtests[place]
    assert found
    assert (found.window, found.days, found.exceptions) == (250, 254, worse)
    share, seen = 1 - level / 100, worse / 254
    likely = worse * np.log(share / seen) + (254 - worse) * np.log((1 - share) / (1 - seen))
    assert found.ratio == pytest.approx(-2 * likely, abs=1e-9)
    assert found.expected == pytest.approx(254 * share, abs=1e-9)


# By hand ---------------------------------------------------------------------------------------


def test_volatility_by_hand() -> None:
    # Mean 2 %, squared distances 1 + 0 + 1, over n - 1 = 2: variance 1.
    found = rules.volatility([0.01, 0.02, 0.03])
    assert found.daily == pytest.approx(0.01)
    assert found.yearly == pytest.approx(0.01 * math.sqrt(252))
    assert rules.volatility([0.01, 0.02, 0.03], per_year=4).yearly == pytest.approx(0.02)


def test_weighted_volatility_by_hand() -> None:
    # 0.94 * 0.02^2 + 0.06 * 0.01^2 = 0.000382; with decay 0.5: 0.00025.
    assert rules.ewma([0.02, -0.01]).daily == pytest.approx(math.sqrt(0.000382))
    assert rules.ewma([0.02, -0.01], 0.5).daily == pytest.approx(math.sqrt(0.00025))
    assert rules.ewma([0.03]).daily == pytest.approx(0.03)


def test_value_at_risk_lies_between_the_nearest_two() -> None:
    # 21 returns -10 % … 10 %: at 95 % place 20 * 0.05 = 1, the second worst; at 99 % place 0.2.
    steps = [step / 100 for step in range(10, -11, -1)]
    assert rules.value_at_risk(steps, 0.95) == pytest.approx(0.09)
    assert rules.value_at_risk(steps, 0.99) == pytest.approx(0.098)
    assert rules.shortfall(steps, 0.95) == pytest.approx(0.095)


def test_a_loss_that_is_a_gain_keeps_its_sign() -> None:
    assert rules.value_at_risk([0.01, 0.02, 0.03], 0.95) == pytest.approx(-0.011)


def days(*steps: float, start: date | None = MONDAY) -> Any:
    return rules.drawdown(series(steps, start))


def after(count: int) -> date:
    return MONDAY + timedelta(days=count)


def test_drawdown_with_its_three_dates() -> None:
    # 1 → 1.1 → 0.88 → 0.99 → 1.1 → 1.045: a fifth below the peak of the first day.
    found = days(0.10, -0.20, 0.125, 1 / 9, -0.05)
    assert found.depth == pytest.approx(0.2)
    assert (found.peak_on, found.trough_on) == (after(1), after(2))
    assert found.recovered_on == after(4)


def test_the_deepest_fall_counts_not_the_last() -> None:
    found = days(-0.30, 1.0, -0.10)
    assert found == (pytest.approx(0.3), MONDAY, after(1), after(2))
    found = days(-0.10, 1.0, -0.30)
    assert found == (pytest.approx(0.3), after(2), after(3), None)


def test_a_fall_in_two_steps_is_one() -> None:
    assert days(-0.5, 0.2, -0.5) == (pytest.approx(0.7), MONDAY, after(3), None)


def test_without_a_fall_there_are_no_dates() -> None:
    assert days(0.01, 0.0, 0.02) == (0, None, None, None)


def test_a_peak_before_the_first_day_has_no_date() -> None:
    assert days(-0.1, 0.2, start=None) == (pytest.approx(0.1), None, after(1), after(2))


def test_all_of_it_lost_is_never_made_up_for() -> None:
    assert days(-1.0, 0.5) == (1, MONDAY, after(1), None)


@pytest.mark.parametrize(
    ("exceptions", "ratio"),
    [
        # -2 * (245 ln 0.99 + 5 ln 0.01 - 245 ln 0.98 - 5 ln 0.02)
        (5, 1.9568098),
        (6, 3.5554),
        (7, 5.496967),
        # None: -2 * 250 ln 0.99. All: -2 * 250 ln 0.01.
        (0, 5.0251679),
        (250, 2302.585093),
    ],
)
def test_kupiec_by_hand(exceptions: int, ratio: float) -> None:
    assert rules.kupiec(250, exceptions, 0.01) == pytest.approx(ratio, rel=1e-4)


def test_as_many_exceptions_as_expected_speak_against_nothing() -> None:
    assert rules.kupiec(1000, 50, 0.05) == pytest.approx(0, abs=1e-9)


# The regions of Kupiec's table, 5 %: days, share, fewest and most exceptions that pass. (Of 255
# days at 1 % none at all has a ratio of 5.1.)
PASSES = [
    (255, 0.01, 1, 6), (510, 0.01, 2, 10), (1000, 0.01, 5, 16),
    (255, 0.05, 7, 20), (510, 0.05, 17, 35), (1000, 0.05, 38, 64),
]  # fmt: skip


@pytest.mark.parametrize(("count", "share", "fewest", "most"), PASSES)
def test_what_passes_is_what_the_paper_lets_pass(
    count: int, share: float, fewest: int, most: int
) -> None:
    passed = [n for n in range(100) if rules.kupiec(count, n, share) < 3.841459]
    assert (passed[0], passed[-1]) == (fewest, most)
    assert passed == list(range(fewest, most + 1))


def test_the_p_value_is_that_of_one_degree_of_freedom() -> None:
    # Of 31 days none is worse: -2 * 31 ln 0.95 = 3.180. Then 3.8415 would be 5 %.
    found = rules.backtest([0.01] * 81, 0.95, 50)
    assert found
    assert (found.days, found.exceptions) == (31, 0)
    assert found.ratio == pytest.approx(3.18018, abs=1e-5)
    assert found.p_value == pytest.approx(0.07454, abs=1e-4)
    assert not found.is_off
    assert math.erfc(math.sqrt(3.841459 / 2)) == pytest.approx(0.05, abs=1e-6)


def test_each_day_is_judged_by_the_days_before_it() -> None:
    # Ever deeper: every day is worse than all before it.
    falling = [-0.0001 * step for step in range(1, 101)]
    found = rules.backtest(falling, 0.99, 50)
    assert found
    assert (found.days, found.exceptions) == (50, 50)
    assert found.expected == pytest.approx(0.5)
    assert found.is_off
    # A loss that is as large as was said is no exception.
    flat = rules.backtest([-0.01] * 100, 0.99, 50)
    assert flat
    assert flat.exceptions == 0


def test_a_day_is_not_among_those_that_judge_it() -> None:
    # Place 49 * 0.01 of the 50 before: 1 % less 0.49 of the way to 0.5 %, 0.755 %. With the day
    # itself among them it would be 0.88 %, and 0.76 % no exception.
    steps = [-0.01, -0.005] + [0.0] * 48 + [-0.0076] + [0.0] * 30
    found = rules.backtest(steps, 0.99, 50)
    assert found
    assert found.exceptions == 1


def test_too_few_days_for_a_backtest() -> None:
    assert rules.backtest([0.01] * 79, 0.95, 50) is None
    assert rules.backtest([0.01] * 80, 0.95, 50) is not None


# What forbids figures --------------------------------------------------------------------------


def moving(count: int) -> list[float]:
    return [0.01 * math.sin(7 * place) for place in range(count)]


def test_below_thirty_returns_there_are_no_figures() -> None:
    assert rules.why_not(Series(None, ())) == "no_prices"
    assert rules.why_not(series(moving(29))) == "too_few_days"
    assert rules.measured(series(moving(29)), Policy()) is None
    assert rules.why_not(series(moving(30))) is None
    found = rules.measured(series(moving(30)), Policy())
    assert found
    assert found.backtests == (None, None)


def test_weekly_prices_give_no_daily_figures() -> None:
    assert rules.why_not(series(moving(60), every=7)) == "not_daily"
    assert rules.measured(series(moving(60), every=7), Policy()) is None
    assert rules.why_not(series(moving(60), every=3)) is None


def test_a_window_takes_the_last_days_and_the_backtest_all() -> None:
    steps = moving(120)
    found = rules.measured(series(steps), Policy(window=40))
    assert found
    assert (found.days, found.since_on, found.until_on) == (40, after(81), after(120))
    assert found.volatility == rules.volatility(steps[-40:])
    assert [(test.window, test.days) for test in found.backtests if test] == [(40, 80)] * 2


def test_the_start_of_a_window_is_the_day_before_it() -> None:
    recent = series([0.5, -0.5, 0.1]).last(2)
    assert recent == Series(after(1), ((after(2), -0.5), (after(3), 0.1)))
    assert rules.drawdown(recent).peak_on == after(1)
    assert recent.last(2) == recent
    assert recent.last(None) == recent


def test_the_longest_step_is_said() -> None:
    early = series(moving(30))
    late = tuple((day + timedelta(days=20), step) for day, step in early.steps[15:])
    found = rules.measured(Series(early.start, (*early.steps[:15], *late)), Policy())
    assert found
    assert found.gap == 21


# What is held ----------------------------------------------------------------------------------


def test_weights_are_those_of_today() -> None:
    # 3 parts of one, 1 of the other: (3 * 1 % - 1 * 3 %) / 4 = 0; (3 * 2 % + 1 * 2 %) / 4 = 2 %.
    found = rules.combined([(series([0.01, 0.02]), 300), (series([-0.03, 0.02]), 100)])
    assert found.start == MONDAY
    assert [step for _, step in found.steps] == pytest.approx([0.0, 0.02])


def test_a_day_that_one_does_not_know_goes_into_the_next() -> None:
    # The second has no price on the first day: 1.1 * 1.1 - 1 = 21 % of the first go with its 5 %.
    gap = Series(MONDAY, ((after(2), 0.05), (after(3), 0.01)))
    found = rules.combined([(series([0.1, 0.1, 0.03]), 1), (gap, 1)])
    assert found.days == [MONDAY, after(2), after(3)]
    assert [step for _, step in found.steps] == pytest.approx([0.13, 0.02])


def test_what_begins_later_sets_the_first_day() -> None:
    young = series([0.02], start=after(2))
    found = rules.combined([(series([0.5, 0.5, 0.04]), 1), (young, 1)])
    assert found.days == [after(2), after(3)]
    assert found.returns == pytest.approx([0.03])


def test_series_without_a_common_day_have_no_returns() -> None:
    young = series([0.02], start=after(20))
    assert rules.combined([(series([0.5]), 1), (young, 1)]) == Series(None, ())


def test_currencies_are_kept_apart() -> None:
    fund, other = product(1), product(2)
    known = {1: series([0.01]), 2: series([0.03])}
    found = rules.portfolios(
        [held(100, fund), held(200, other, currency="USD"), held(300, fund), held(100, other)], known
    )  # fmt: skip
    assert [(one.currency, one.value) for one in found] == [("CNY", 500), ("USD", 200)]
    assert found[0].series.returns == pytest.approx([0.014])
    assert found[1].series.returns == pytest.approx([0.03])


def test_what_is_left_out_says_why() -> None:
    last = after(40)
    known = {
        1: series(moving(40)), 2: series(moving(20)), 3: series(moving(40), every=7),
        4: series(moving(40), start=MONDAY - timedelta(days=31)), 5: series(moving(40)),
        6: Series(None, ()), 7: series(moving(40)), 9: series(moving(40)),
    }  # fmt: skip
    rows = [
        held(100, product(number, kind={5: "loan", 6: "deposit", 9: "deposit"}.get(number, "fund")))
        for number in range(1, 10)
        if number != 7
    ]
    covered, left = rules.sifted([*rows, held(0, product(7))], known, last)
    assert [one.product.id for one in covered] == [1, 9]
    assert {one.held.product.id: one.reason for one in left} == {
        2: "too_few_days", 3: "not_daily", 4: "old_prices", 5: "owed", 6: "deposit",
        8: "no_prices", 7: "no_value",
    }  # fmt: skip


def test_a_price_of_thirty_days_ago_still_counts() -> None:
    known = {1: series(moving(40))}
    rows = [held(100, product(1))]
    assert rules.sifted(rows, known, after(70))[1] == []
    assert rules.sifted(rows, known, after(71))[1][0].reason == "old_prices"


def test_what_is_too_young_for_a_window_is_left_out() -> None:
    known = {1: series(moving(40)), 2: series(moving(60))}
    rows = [held(100, product(1)), held(100, product(2))]
    covered, left = rules.sifted(rows, known, after(50), 60)
    assert [one.product.id for one in covered] == [2]
    assert left[0].reason == "too_few_days"


def test_too_few_common_days_are_too_few() -> None:
    known = {1: series(moving(40)), 2: series(moving(40), start=after(25))}
    found = rules.portfolios([held(1, product(1)), held(1, product(2))], known)[0]
    assert found.reason == "too_few_days"
    assert rules.youngest(found, known) == product(2)
    apart = {1: series(moving(40)), 2: series(moving(40), start=after(60))}
    alone = rules.portfolios([held(1, product(1)), held(1, product(2))], apart)[0]
    assert alone.reason == "too_few_days"
    same = {1: series(moving(40)), 2: series(moving(40))}
    both = rules.portfolios([held(1, product(1)), held(1, product(2))], same)[0]
    assert (both.reason, rules.youngest(both, same)) == (None, None)


def test_prices_become_a_series() -> None:
    prices = [
        Price(number, 1, MONDAY + timedelta(days=number), value, None, None, NOW)
        for number, value in ((2, 1.32), (0, 1.0), (1, 1.1))
    ]
    found = rules.series_of(prices)
    assert found.start == MONDAY
    assert found.returns == pytest.approx([0.1, 0.2])
    assert rules.series_of([]) == Series(None, ())


# Against itself --------------------------------------------------------------------------------

STEPS = st.lists(st.floats(-0.9, 0.9), min_size=30, max_size=80)
LEVEL = st.floats(0.5, 0.999)


@given(STEPS, LEVEL, LEVEL)
def test_a_higher_level_is_never_a_smaller_loss(steps: list[float], a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert rules.value_at_risk(steps, low) <= rules.value_at_risk(steps, high) + 1e-12
    assert rules.value_at_risk(steps, low) <= rules.shortfall(steps, low) + 1e-12


@given(STEPS, st.floats(0.1, 10))
def test_twice_the_returns_are_twice_the_risk(steps: list[float], factor: float) -> None:
    scaled = [factor * step for step in steps]

    def figures_of(values: list[float]) -> list[float]:
        return [
            rules.volatility(values).daily, rules.ewma(values).daily,
            rules.value_at_risk(values, 0.95), rules.shortfall(values, 0.99),
        ]  # fmt: skip

    expected = [factor * figure for figure in figures_of(steps)]
    assert figures_of(scaled) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(STEPS)
def test_a_fall_is_a_share_and_its_dates_are_in_order(steps: list[float]) -> None:
    found = rules.drawdown(series(steps))
    assert 0 <= found.depth <= 1
    if found.trough_on is None:
        assert found.depth == 0
        return
    assert found.peak_on
    assert found.peak_on < found.trough_on
    assert found.recovered_on is None or found.trough_on < found.recovered_on


@given(STEPS, st.lists(st.integers(1, 1000), min_size=1, max_size=4))
def test_one_product_in_several_holdings_is_that_product(
    steps: list[float], amounts: list[int]
) -> None:
    known = {1: series(steps)}
    rows = [held(amount, product(1)) for amount in amounts]
    found = rules.portfolios(rows, known)[0]
    assert found.series.days == known[1].days
    assert found.series.returns == pytest.approx(steps, abs=1e-12)


@given(st.integers(1, 400), st.data())
def test_the_ratio_is_never_negative(count: int, data: st.DataObject) -> None:
    exceptions = data.draw(st.integers(0, count))
    assert rules.kupiec(count, exceptions, 0.01) >= 0
