"""Amounts as managers type them, in whole minor units."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain.money import exponent, format_amount, nearest, parse_amount, rounded
from cmcli.errors import Usage
from cmcli.messages import Money
from tests.builders import refused


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("50000", "50000.00"),
        ("5万", "50000.00"),
        ("5 万", "50000.00"),
        ("5万元", "50000.00"),
        ("1.2亿", "120000000.00"),
        ("3千万", "30000000.00"),
        ("2百万", "2000000.00"),
        ("8千", "8000.00"),
        ("50k", "50000.00"),
        ("1.5M", "1500000.00"),
        ("50,000.50", "50000.50"),
        ("50，000", "50000.00"),
        ("¥100", "100.00"),
        ("￥100.05", "100.05"),
        ("0.01", "0.01"),
        ("0.000001万", "0.01"),
        ("0", "0.00"),
        (" 12 ", "12.00"),
        ("1,234,567.8", "1234567.80"),
    ],
)
def test_an_amount_is_read_as_typed(typed: str, yuan: str) -> None:
    assert parse_amount(typed, "CNY") == int(yuan.replace(".", ""))


@pytest.mark.parametrize(
    "typed",
    ["-1", "-5万", "", "many", "1,00", "12,34", "1.2.3", "1e5", "nan", "5万5", "$5", ".5", "5.", "万",
     "0.001", "1.234", "0.0000001万", "99999999999999999999", "100000亿亿", "200000亿"],
)  # fmt: skip
def test_what_is_no_amount_negative_too_fine_or_too_large_is_an_error(typed: str) -> None:
    with pytest.raises(Usage):
        parse_amount(typed, "CNY")


def test_each_currency_has_its_smallest_unit() -> None:
    assert parse_amount("5万", "JPY") == 50_000
    assert parse_amount("1.234", "KWD") == 1_234
    assert [exponent(name) for name in ("JPY", "KRW", "VND")] == [0, 0, 0]
    assert [exponent(name) for name in ("BHD", "KWD", "OMR")] == [3, 3, 3]
    assert [exponent(name) for name in ("CNY", "USD", "HKD")] == [2, 2, 2]
    with pytest.raises(Usage):
        parse_amount("100.5", "JPY")


def test_the_largest_amount_is_ten_trillion() -> None:
    assert parse_amount("100000亿", "CNY") == 10**15
    with pytest.raises(Usage, match="too large"):
        parse_amount("10000000000000.01", "CNY")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("-5万", "an amount cannot be negative: -5万"),
        ("many", "many is not an amount"),
        ("200000亿", "200000亿 is too large to be an amount"),
    ],
)
def test_what_is_wrong_with_an_amount_is_said_with_examples(typed: str, wrong: str) -> None:
    examples = "for example 50000, 5万, 1.2亿, 50k or 50,000.50"
    assert refused(lambda: parse_amount(typed, "CNY")) == f"{wrong} – {examples}"


def test_an_amount_too_fine_is_said_with_its_currency() -> None:
    says = refused(lambda: parse_amount("1.234", "CNY"))
    assert says == "1.234 is finer than the smallest unit of CNY"


@pytest.mark.parametrize(
    ("amount", "currency", "whole"),
    [(123_456, "CNY", 123_500), (123_450, "CNY", 123_400), (-99, "CNY", -100), (0, "CNY", 0),
     (1_499, "KWD", 1_000), (17, "JPY", 17)],
)  # fmt: skip
def test_an_estimate_is_rounded_to_whole_units(amount: int, currency: str, whole: int) -> None:
    assert rounded(Money(amount, currency)) == Money(whole, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (125_000_000, "CNY", "1,250,000"),
        (5_000_050, "CNY", "50,000.50"),
        (1, "CNY", "0.01"),
        (0, "CNY", "0"),
        (50_000, "JPY", "50,000"),
        (1_234, "KWD", "1.234"),
        (-150, "CNY", "-1.50"),
        (-1, "CNY", "-0.01"),
    ],
)
def test_an_amount_is_shown_with_decimals_only_where_there_are_any(
    amount: int, currency: str, shown: str
) -> None:
    assert format_amount(Money(amount, currency)) == shown


@given(st.integers(0, 10**15), st.sampled_from(["CNY", "USD", "JPY", "KWD"]))
def test_what_is_shown_can_be_typed_again(amount: int, currency: str) -> None:
    assert parse_amount(format_amount(Money(amount, currency)), currency) == amount


@given(st.integers(0, 10**9))
def test_ten_thousands_are_exact(amount: int) -> None:
    assert parse_amount(f"{amount // 10_000}.{amount % 10_000:04}万", "CNY") == amount * 100


@given(st.text(max_size=12))
def test_any_other_text_is_an_error_and_never_a_crash(text: str) -> None:
    with suppress(Usage):
        assert parse_amount(text, "CNY") >= 0


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [(5, 2, 2), (7, 2, 4), (-5, 2, -2), (-3, 2, -2), (7, 3, 2), (8, 3, 3), (10, 3, 3), (0, 7, 0), (6, 3, 2),
     (10**30 + 1, 2, 5 * 10**29), (10**30 + 3, 2, 5 * 10**29 + 2)],
)  # fmt: skip
def test_a_fraction_goes_to_the_nearest_whole_and_a_half_to_the_even_one(
    part: int, whole: int, found: int
) -> None:
    assert nearest(part, whole) == found
