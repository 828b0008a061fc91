from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.config import SETTINGS, Settings
from cmcli.domain import finance
from cmcli.domain.finance import Ratio, Thresholds
from cmcli.domain.profile import ITEMS, Profile, ProfileFile
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.queries.policies import finance_thresholds
from tests.builders import NOW

USUAL = Thresholds()
TODAY = date(2026, 11, 23)


def balance(day: date = TODAY, number: int = 1, currency: str = "CNY", **items: Any) -> ProfileFile:
    return ProfileFile(Profile(number, 1, day, currency, None, NOW), items)


def ratio(
    name: str, before: ProfileFile | None = None, t: Thresholds = USUAL, **items: Any
) -> Ratio:
    kind = "company" if set(items) <= set(ITEMS["company"]) else "person"
    found = {one.name: one for one in finance.ratios(balance(**items), before, kind, t)}
    return found[name]


def value(name: str, **items: Any) -> float | None:
    return ratio(name, **items).value


def state(name: str, **items: Any) -> str:
    return ratio(name, **items).state


def test_the_thresholds_are_the_settings() -> None:
    assert finance_thresholds(Settings({})) == USUAL
    own = finance_thresholds(Settings({"finance.debt": "60%", "finance.growth": "5%"}))
    assert own == USUAL._replace(debt=0.6, growth=0.05)


def test_every_ratio_has_a_word_and_every_threshold_a_setting() -> None:
    file = balance(cash=1)
    found = [*finance.ratios(file, None, "person", USUAL),
             *finance.ratios(file, None, "company", USUAL)]  # fmt: skip
    assert tuple(one.name for one in found) == VOCABULARIES["ratio"]
    assert all(one.setting in SETTINGS for one in found if one.name != "share_of_wallet")


# A household, each by hand: 20,000 a month, of which 9,000 are spent and 3,000 repaid; 36,000
# liquid, 200,000 invested, a flat of 1,000,000 with a mortgage of 436,000.
LI: dict[str, Any] = {
    "income": 20_000, "spending": 9_000, "debt_service": 3_000, "cash": 6_000,
    "deposits": 30_000, "wealth": 100_000, "funds": 50_000, "securities": 30_000,
    "insurance": 20_000, "property": 1_000_000, "mortgage": 400_000, "card_debt": 36_000,
    "with_us": 118_000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("liquidity", 3.0),  # 36,000 / (9,000 + 3,000)
        ("debt_to_assets", 436 / 1236),
        ("debt_service", 0.15),
        ("savings_rate", 0.4),  # (20,000 - 9,000 - 3,000) / 20,000
        ("investment_share", 0.25),  # 200,000 / 800,000
        ("share_of_wallet", 0.5),  # 118,000 / 236,000
    ],
)
def test_the_ratios_of_a_household(name: str, expected: float) -> None:
    assert value(name, **LI) == pytest.approx(expected)


# A company: stock is part of the current assets; profit is before interest.
HUADONG: dict[str, Any] = {
    "revenue": 1_200, "revenue_before": 1_000, "profit": 90, "interest": 30,
    "current_assets": 450, "inventory": 150, "current_debt": 300, "assets": 900, "debt": 600,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("current_ratio", 1.5),
        ("quick_ratio", 1.0),
        ("debt_to_equity", 2.0),
        ("interest_cover", 3.0),
        ("revenue_growth", 0.2),
    ],
)
def test_the_ratios_of_a_company(name: str, expected: float) -> None:
    assert value(name, **HUADONG) == pytest.approx(expected)
    assert state(name, **HUADONG) == "ok"


# The boundary belongs to the range, but for what has to stay below it


@pytest.mark.parametrize(
    ("name", "inside", "outside", "direction"),
    [
        ("liquidity", {"spending": 100, "cash": 300}, {"spending": 100, "cash": 299}, "low"),
        ("liquidity", {"spending": 100, "cash": 600}, {"spending": 100, "cash": 601}, "high"),
        ("debt_to_assets", {"cash": 1000, "mortgage": 499}, {"cash": 1000, "mortgage": 500}, "high"),
        ("debt_service", {"income": 1000, "debt_service": 399},
         {"income": 1000, "debt_service": 400}, "high"),
        ("savings_rate", {"income": 1000, "spending": 700}, {"income": 1000, "spending": 701}, "low"),
        ("investment_share", {"cash": 700, "funds": 300}, {"cash": 701, "funds": 299}, "low"),
        ("investment_share", {"cash": 300, "funds": 700}, {"cash": 299, "funds": 701}, "high"),
        ("current_ratio", {"current_assets": 150, "current_debt": 100},
         {"current_assets": 149, "current_debt": 100}, "low"),
        ("quick_ratio", {"current_assets": 150, "inventory": 50, "current_debt": 100},
         {"current_assets": 150, "inventory": 51, "current_debt": 100}, "low"),
        ("debt_to_equity", {"assets": 300, "debt": 200}, {"assets": 299, "debt": 200}, "high"),
        ("interest_cover", {"profit": 300, "interest": 100}, {"profit": 299, "interest": 100}, "low"),
        ("revenue_growth", {"revenue": 100, "revenue_before": 100},
         {"revenue": 99, "revenue_before": 100}, "low"),
    ],
)  # fmt: skip
def test_a_value_on_the_threshold_is_in_range(
    name: str, inside: dict[str, Any], outside: dict[str, Any], direction: str
) -> None:
    assert state(name, **inside) == "ok"
    assert state(name, **outside) == direction


def test_the_band_of_the_investment_share_is_around_its_setting() -> None:
    around = ratio("investment_share", t=USUAL._replace(investment=0.4), cash=1)
    assert (around.low, around.high) == (0.2, 0.6)
    assert ratio("investment_share", t=USUAL._replace(investment=0.1), cash=1).low == 0.0


# Nothing under the line


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("liquidity", {"cash": 100}),
        ("liquidity", {"cash": 100, "spending": 0}),
        ("liquidity", {"spending": 100}),
        ("debt_to_assets", {"income": 100}),
        ("debt_service", {"debt_service": 100}),
        ("debt_service", {"income": 0, "debt_service": 0}),
        ("debt_service", {"income": 100}),
        ("debt_service", {"income": 100, "cash": 1, "mortgage": 5}),
        ("savings_rate", {"income": 0, "spending": 100}),
        ("savings_rate", {"income": 100}),
        ("savings_rate", {"spending": 100}),
        ("investment_share", {"funds": 100, "mortgage": 100}),
        ("share_of_wallet", {"with_us": 100}),
        ("share_of_wallet", {"cash": 100}),
        ("share_of_wallet", {"with_us": 100, "property": 100}),
        ("current_ratio", {"current_assets": 100, "current_debt": 0}),
        ("quick_ratio", {"current_assets": 100, "current_debt": 100}),
        ("debt_to_equity", {"assets": 100}),
        ("interest_cover", {"profit": 100, "interest": 0}),
        ("revenue_growth", {"revenue": 100, "revenue_before": 0}),
        ("revenue_growth", {"revenue": 100}),
    ],
)
def test_a_ratio_with_nothing_under_the_line_is_none(name: str, items: dict[str, Any]) -> None:
    found = ratio(name, **items)
    assert (found.value, found.state) == (None, "unknown")
    assert finance.measure(found, "CNY") is None
    assert finance.in_words(found.value, found.unit) == "–"


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("debt_service", {"income": 0, "debt_service": 100}),
        ("debt_to_assets", {"mortgage": 100}),
        ("debt_to_equity", {"assets": 100, "debt": 100}),
        ("debt_to_equity", {"assets": 100, "debt": 130}),
    ],
)
def test_debts_that_nothing_bears_are_beyond_any_limit(name: str, items: dict[str, Any]) -> None:
    found = ratio(name, **items)
    assert (found.value, found.state) == (None, "high")
    assert "nothing bears" in str(finance.measure(found, "CNY"))


def test_without_debts_there_is_no_debt_service() -> None:
    assert value("debt_service", income=100, cash=5) == 0
    assert value("debt_service", income=100, cash=5, mortgage=0) == 0
    assert value("liquidity", spending=100, cash=300, mortgage=5) == 3


def test_a_household_that_spends_more_than_it_earns_saves_less_than_nothing() -> None:
    found = ratio("savings_rate", income=100, spending=90, debt_service=30)
    assert (found.value, found.state) == (-0.2, "low")


def test_more_than_everything_can_be_with_us() -> None:
    found = ratio("share_of_wallet", with_us=150, cash=100)
    assert (found.value, found.state, found.low, found.high) == (1.5, "ok", None, None)


# Growth


def year(day: date, currency: str = "CNY", **items: Any) -> ProfileFile:
    return balance(day, day.year, currency, **items)


def test_growth_is_against_the_stated_year_before_all() -> None:
    before = year(date(2025, 11, 1), revenue=50)
    assert ratio("revenue_growth", before, revenue=110, revenue_before=100).value == 0.1
    assert ratio("revenue_growth", before, revenue=110).value == pytest.approx(1.2)
    dollars = year(date(2025, 11, 1), "USD", revenue=50)
    assert ratio("revenue_growth", dollars, revenue=110).value is None


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 2, 22), False),  # 274 days
        (date(2026, 2, 21), True),
        (date(2025, 11, 23), True),
        (date(2025, 8, 24), True),
        (date(2025, 8, 23), False),  # 457 days
    ],
)
def test_a_year_earlier_is_nine_to_fifteen_months(day: date, fits: bool) -> None:
    file, other = balance(revenue=1), year(day, revenue=1)
    assert finance.year_earlier(file, [file, other]) == (other if fits else None)


def test_of_several_the_nearest_to_a_year_counts() -> None:
    near, far = year(date(2025, 12, 1)), year(date(2025, 9, 1))
    assert finance.year_earlier(balance(), [far, near, balance()]) == near


# Over the history


def poor(day: date, number: int = 1) -> ProfileFile:
    return balance(day, number, spending=100, cash=100)


def rich(day: date, number: int = 1) -> ProfileFile:
    return balance(day, number, spending=100, cash=1000)


def fair(day: date, number: int = 1) -> ProfileFile:
    return balance(day, number, spending=100, cash=400)


def since(*history: ProfileFile) -> date | None:
    found = finance.findings(history[-1], history, "person", USUAL)
    return next(one.since for one in found if one.ratio.name == "liquidity")


def test_a_ratio_is_out_since_the_first_balance_of_an_unbroken_row() -> None:
    one, two, three = date(2024, 5, 1), date(2025, 5, 1), date(2026, 5, 1)
    assert since(poor(one), poor(two), poor(three)) == one
    assert since(poor(one), fair(two), poor(three)) == three
    assert since(rich(one), poor(two), poor(three)) == two
    assert since(poor(one), balance(two, income=5), poor(three)) == three
    assert since(poor(one), poor(two), fair(three)) is None


def test_balances_that_came_later_do_not_count() -> None:
    early, late = poor(date(2024, 5, 1), 1), poor(date(2026, 5, 1), 2)
    found = finance.findings(early, [late, early], "person", USUAL)
    assert next(one.since for one in found if one.ratio.name == "liquidity") == date(2024, 5, 1)


def test_the_growth_of_earlier_balances_is_looked_at_too() -> None:
    history = [year(date(2024, 5, 1), revenue=100), year(date(2025, 5, 1), revenue=90),
               year(date(2026, 5, 1), revenue=80)]  # fmt: skip
    found = finance.findings(history[-1], history, "company", USUAL)
    [growth] = [one for one in found if one.ratio.name == "revenue_growth"]
    assert (growth.ratio.state, growth.since) == ("low", date(2025, 5, 1))


# What to do, with the amount that is missing


def advice(name: str, **items: Any) -> Any:
    message = finance.measure(ratio(name, **items), "CNY")
    assert message is not None
    return dict(message.params)


@pytest.mark.parametrize(
    ("name", "items", "away"),
    [
        ("liquidity", {"spending": 80, "debt_service": 20, "cash": 100}, 200),
        ("liquidity", {"spending": 100, "cash": 1000}, 400),
        ("debt_to_assets", {"cash": 1000, "mortgage": 700}, 200),
        ("debt_service", {"income": 1000, "debt_service": 450}, 50),
        ("savings_rate", {"income": 1000, "spending": 900}, 200),
        ("investment_share", {"cash": 1000}, 300),
        ("investment_share", {"funds": 1000}, 300),
        ("current_ratio", {"current_assets": 100, "current_debt": 100}, 50),
        ("quick_ratio", {"current_assets": 100, "inventory": 40, "current_debt": 100}, 40),
        ("debt_to_equity", {"assets": 400, "debt": 300}, 100),
        ("interest_cover", {"profit": -20, "interest": 10}, 50),
        ("revenue_growth", {"revenue": 80, "revenue_before": 100}, 20),
    ],
)
def test_a_measure_says_how_much_is_missing(name: str, items: dict[str, Any], away: int) -> None:
    assert advice(name, **items)["away"].amount == away


def test_an_emergency_fund_is_the_lowest_liquidity_in_money() -> None:
    assert advice("liquidity", spending=80, debt_service=20, cash=100)["whole"].amount == 300


def test_growth_below_a_target_is_no_fall() -> None:
    found = ratio(
        "revenue_growth", None, USUAL._replace(growth=0.1), revenue=105, revenue_before=100
    )
    assert "5 CNY short of 10 % growth" in str(finance.measure(found, "CNY"))


@given(st.dictionaries(st.sampled_from(ITEMS["person"]), st.integers(0, 10**9)))
def test_every_ratio_out_of_range_has_a_measure_and_no_other(items: dict[str, Any]) -> None:
    for one in finance.ratios(balance(**items), None, "person", USUAL):
        assert (finance.measure(one, "CNY") is not None) == one.is_out
        assert one.value is not None or one.state in ("unknown", "high")


@given(st.dictionaries(st.sampled_from(ITEMS["company"]), st.integers(-(10**9), 10**9)))
def test_every_ratio_of_a_company_too(items: dict[str, Any]) -> None:
    for one in finance.ratios(balance(**items), None, "company", USUAL):
        assert (finance.measure(one, "CNY") is not None) == one.is_out


# In words


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        (None, "share", "–"),
        (0.5, "share", "50 %"),
        (0.4133, "share", "41.3 %"),
        (-0.0001, "share", "0 %"),
        (2.86, "months", "2.9 months"),
        (1.0, "months", "1 month"),
        (1.0, "times", "1"),
    ],
)
def test_a_value_is_said_with_one_decimal(figure: float | None, unit: str, text: str) -> None:
    assert str(finance.in_words(figure, unit)) == text
