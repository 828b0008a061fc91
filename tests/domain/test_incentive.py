"""Rules of the incentives, their working by hand, and promises kept in a row."""

from datetime import date, timedelta
from typing import Any

import pytest

from cmcli.domain import earning
from cmcli.domain.earning import Earned
from cmcli.domain.incentive import parse, without, written
from cmcli.domain.measure import Figure, Row, Value
from cmcli.domain.recognition import Promise, recognised, window
from cmcli.measures import named
from cmcli.messages import Money
from tests.builders import NOW, TAG, at, refused


def earned(
    rule: str, value: Value, rows: list[Row] | None = None, *, running: bool = True
) -> Earned:
    (found,) = parse(rule, named, "CNY")
    return earning.earned(found, Figure(value, rows or []), running=running)


def said(found: Earned) -> tuple[float, str, str]:
    return found.pay, str(found.working), str(found.ahead or "")


def yuan(amount: int, currency: str = "CNY") -> tuple[Money, ...]:
    return (Money(amount * 100, currency),)


# What is paid


@pytest.mark.parametrize(
    ("value", "pay", "working", "ahead"),
    [
        # 7 x 10; zero is a figure and pays nothing; 21 x 10 = 210, of which 200 are paid.
        (7, 70, "7 × 10 = 70 points", ""),
        (0, 0, "0 × 10 = 0 points", ""),
        (20, 200, "20 × 10 = 200 points", "the cap is reached"),
        (21, 200, "21 × 10 = 210 points, capped at 200", "the cap is reached"),
        (None, 0, "no basis in the period, so nothing", ""),
    ],
)
def test_so_much_for_each_up_to_the_cap(value: Value, pay: float, working: str, ahead: str) -> None:
    assert said(earned("deals.won 10 each, cap 200", value)) == (pay, working, ahead)


@pytest.mark.parametrize(
    ("value", "pay", "working", "ahead"),
    [
        # Below five nothing; from five on every one counts, the first too: 5 x 2.
        (4, 0, "4 is below the floor of 5: nothing", "1 more: the floor, +10 points"),
        (5, 10, "5 × 2 = 10 points", ""),
        (0, 0, "0 is below the floor of 5: nothing", "5 more: the floor, +10 points"),
    ],
)
def test_below_the_floor_nothing_and_from_it_on_all(
    value: Value, pay: float, working: str, ahead: str
) -> None:
    assert said(earned("deals.won 2 each, floor 5", value)) == (pay, working, ahead)


@pytest.mark.parametrize(
    ("amount", "pay", "ahead"),
    [
        # 250,000 holds two whole 100,000; the third wants 50,000 more.
        (250_000, 10, "5000000 CNY more: +5 points"),
        (99_999, 0, "100 CNY more: +5 points"),
        (300_000, 15, "10000000 CNY more: +5 points"),
        # More went than came: nothing is earned, nothing is taken away.
        (-200_000, 0, "30000000 CNY more: +5 points"),
    ],
)
def test_amounts_pay_for_every_full_one(amount: int, pay: float, ahead: str) -> None:
    found = earned("aum.net_inflow 5 per 10万", yuan(amount))
    assert (found.pay, str(found.ahead)) == (pay, ahead)
    if amount < 0:
        assert "nothing taken away" in str(found.working)


@pytest.mark.parametrize(
    ("part", "count", "pay", "ahead", "gain"),
    [
        # 48 of 50 are 96 %; 49 of 50 are 98 % exactly; 37 of 39 are 94.9 %, which is not 95.
        (48, 50, 20, "step 98 %: +30 points", 30),
        (49, 50, 50, "the last step is reached", 0),
        (37, 39, 0, "step 95 %: +20 points", 20),
        (19, 20, 20, "step 98 %: +30 points", 30),
    ],
)
def test_the_highest_step_reached_pays_and_only_that(
    part: int, count: int, pay: float, ahead: str, gain: float
) -> None:
    rows = [Row("request", n, TAG, NOW, None, int(n < part)) for n in range(count)]
    found = earned("sla.response 95%: 20, 98%: 50", part / count, rows)
    assert (found.pay, str(found.ahead), found.gain) == (pay, ahead, gain)
    # The share can be recomputed from what is printed.
    assert str(found.working).startswith(f"{part} of {count} · ")


def test_steps_of_money_pay_money_and_count_one_currency() -> None:
    rule = "deals.won_amount 100万: 500 CNY, 200万: 1500"
    value = (Money(150_000_000, "CNY"), Money(900_000_000, "USD"))
    found = earned(rule, value)
    assert (found.money, found.points) == (Money(50_000, "CNY"), 0)
    assert str(found.ahead) == "50000000 CNY more: step 200000000 CNY, +1,000 CNY"
    assert "900000000 USD not counted" in str(found.working)
    assert earned(rule, yuan(999_999)).pay == 0
    assert earned(rule, yuan(-5)).pay == 0
    assert earned(rule, yuan(2_000_000)).money == Money(150_000, "CNY")


@pytest.mark.parametrize(
    ("value", "pay", "ahead"),
    [
        (121, 0, "step 120 min: +10 points"),
        (120, 10, "step 60 min: +15 points"),
        (60.5, 10, "step 60 min: +15 points"),
        (60, 25, "the last step is reached"),
        (0, 25, "the last step is reached"),
        (None, 0, "step 120 min: +10 points"),
    ],
)
def test_where_less_is_better_the_steps_fall(value: Value, pay: float, ahead: str) -> None:
    found = earned("sla.response_median 120: 10, 60: 25", value)
    assert (found.pay, str(found.ahead)) == (pay, ahead)


def test_how_many_fewer_is_said_of_what_can_still_fall() -> None:
    # Open risks can be closed; deals that are lost stay lost.
    assert str(earned("risk.open 10: 5, 4: 20", 7).ahead) == "3 fewer: step 4, +15 points"
    assert earned("deals.lost 10: 5, 4: 20", 7).ahead is None


def test_a_period_that_is_over_brings_nothing_more() -> None:
    assert earned("deals.won 2 each, floor 5", 4, running=False).ahead is None
    assert earned("sla.response 95%: 20", None, running=False).ahead is None


def test_points_and_each_currency_are_summed_by_themselves() -> None:
    found = [
        earned("deals.won 10 each", 3), earned("contacts.visits 0.5 each", 5),
        earned("deals.won 100 CNY each", 3), earned("deals.won 20 USD each, cap 50", 3),
        earned("deals.won_amount 1万: 8 CNY", yuan(20_000)),
    ]  # fmt: skip
    # 30 + 2.5 points; 300 + 8 yuan; 60 dollars, of which 50.
    assert earning.points(found) == 32.5
    assert earning.money(found) == (Money(30_800, "CNY"), Money(5_000, "USD"))
    assert earning.points(found[2:]) is None


# What can be typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("deals.won 10 each", "deals.won 10 each"),
        ("deals.won 每个10分，封顶200", "deals.won 10 each, cap 200"),
        ("deals.won 10points each,cap 200 , floor 5", "deals.won 10 each, cap 200, floor 5"),
        ("deals.won 50元 each, cap 2,000", "deals.won 50 CNY each, cap 2000 CNY"),
        ("sla.response 95％：20，98%：50", "sla.response 95%: 20, 98%: 50"),
        ("sla.response 0.955: 20", "sla.response 95.5%: 20"),
        ("clients.cross_sell 1.5: 10, 2: 20", "clients.cross_sell 1.5: 10, 2: 20"),
        ("deals.won_amount 1,000,000: 500 CNY, 200万: 1500",
         "deals.won_amount 1000000 CNY: 500 CNY, 2000000 CNY: 1500 CNY"),
        ("aum.net_inflow 5 per 10万 USD", "aum.net_inflow 5 per 100000 USD"),
        ("deals.won 10 each; deals.won 50 CNY each\ndeals.won_amount 1 per 1万 USD",
         "deals.won 10 each; deals.won 50 CNY each; deals.won_amount 1 per 10000 USD"),
        (" ; ", ""),
    ],
)  # fmt: skip
def test_rules_are_kept_in_one_form_that_reads_back_as_the_same(typed: str, kept: str) -> None:
    rules = parse(typed, named, "CNY")
    assert written(rules) == kept
    # Whatever the manager's currency is by then.
    assert parse(kept, named, "JPY") == rules


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("deals.one 10 each", "no measure is called deals.one"),
        ("deals.won", "is not understood"),
        ("deals.won ten each", "neither points nor an amount"),
        ("deals.won 0 each", "no number of points"),
        ("deals.won 10 each, cap 5, cap 6", "stands there twice"),
        ("deals.won cap 5", "nothing that is paid"),
        ("deals.won 10 each, 5: 20", "not both"),
        ("deals.won 5: 20, 10: 30, cap 25", "steps have no cap"),
        ("deals.won 10: 20, 5: 30", "do not rise"),
        ("deals.won 5: 20, 5: 30", "begin at the same figure"),
        ("deals.won 5: 30, 10: 20", "pays no more"),
        ("deals.won 5: 20, 10: 30 CNY", "not both"),
        ("deals.won 95%: 20", "no whole number"),
        ("deals.won 1.5: 20", "no whole number"),
        ("deals.won 5 per 10万", "no whole number"),
        ("sla.response 95: 20", "no share"),
        ("sla.response 101%: 20", "no share"),
        ("sla.response 10 each", "has steps"),
        ("sla.response_median 60: 10, 120: 20", "steps fall"),
        ("sla.response_median 5 each", "has steps"),
        ("deals.won_amount 10 each", "per amount"),
        ("deals.won_amount 5 per 0", "per nothing"),
        ("deals.won_amount 95%: 5", "not an amount"),
        ("deals.won_amount 100万 CNY: 5, 200万 USD: 9", "in one currency"),
        ("gifts.given 5 each", "neither more nor less"),
        ("incentive.points 5 each", "made of other figures"),
        ("develop.attainment 50%: 5", "made of other figures"),
        ("deals.won 10 each; deals.won 5: 9", "two rules"),
        ("deals.won_amount 1 per 1万; deals.won_amount 2 per 5万", "two rules"),
    ],
)  # fmt: skip
def test_what_makes_no_rule_is_said_in_a_line(typed: str, what: str) -> None:
    text = refused(lambda: parse(typed, named, "CNY"))
    assert what in text
    assert "\n" not in text


def test_a_rule_is_taken_away_by_its_number_or_measure() -> None:
    rules = parse("deals.won 10 each; deals.won 5 CNY each; risk.open 5: 1", named, "CNY")
    assert written(without(rules, "1")) == "deals.won 5 CNY each; risk.open 5: 1"
    assert written(without(rules, "deals.won")) == "risk.open 5: 1"
    for wanted in ("0", "4", "deals.lost", ""):
        assert "there is no rule" in refused(lambda wanted=wanted: without(rules, wanted))  # type: ignore[misc]


# Promises


def promise(number: int, due: str, **given: Any) -> Promise:
    usual: dict[str, Any] = {"noun": "callback", "client": TAG, "kept": True, "text": None}
    return Promise(id=number, due=at(due), **{**usual, **given})


def recognition(*promises: Promise) -> Any:
    return recognised(promises, date(2025, 12, 1), date(2026, 11, 29), NOW)


def test_the_best_week_has_the_most_kept_then_the_fewest_broken_then_is_the_later() -> None:
    first = [promise(n, "2026-11-02 10:00") for n in (1, 2)]
    broken = promise(3, "2026-11-08 23:59", kept=False)
    second = [promise(n, "2026-11-09 00:00") for n in (4, 5)]
    assert recognition(*first, *second).best.monday == date(2026, 11, 9)
    assert recognition(*first, broken, *second).best.monday == date(2026, 11, 9)
    # Two kept in each week, but one broken in the later.
    later = promise(7, "2026-11-10 00:00", kept=False)
    assert recognition(*first, *second, later).best.monday == date(2026, 11, 2)
    third = promise(6, "2026-11-03 10:00")
    best = recognition(*first, third, broken, *second).best
    assert (best.monday, best.kept, len(best.promises)) == (date(2026, 11, 2), 3, 4)
    assert recognition(broken).best is None
    assert recognition().best is None


def test_runs_go_by_due_time_and_a_broken_promise_ends_them() -> None:
    days = [promise(n, f"2026-11-{n:02} 10:00", kept=n not in (4, 8)) for n in range(1, 11)]
    found = recognition(*reversed(days))
    # 1 2 3 | 5 6 7 | 9 10: two runs of three, of which the later is named.
    assert [p.id for p in found.longest] == [5, 6, 7]
    assert [p.id for p in found.current] == [9, 10]
    assert recognition(days[3]).current == recognition(days[3]).longest == ()


def test_only_what_is_due_in_the_year_counts() -> None:
    assert window(date(2026, 11, 23)) == (date(2025, 12, 1), date(2026, 11, 29))
    assert date(2026, 11, 29) - date(2025, 12, 1) == timedelta(days=52 * 7 - 1)
    early, late = promise(1, "2025-11-30 23:59"), promise(2, "2026-11-30 00:00")
    assert recognition(early, late).longest == ()
    assert len(recognition(promise(1, "2025-12-01 00:00")).longest) == 1
