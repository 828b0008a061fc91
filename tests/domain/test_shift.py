"""What counts as having moved: rows worked by hand, at the edge of each rule."""

from datetime import datetime
from typing import Any

import pytest

from cmcli.domain.measure import Evidence, Figure, Measure, Row
from cmcli.domain.shift import Shift, largest, shift
from cmcli.messages import Money


def measure(**given: Any) -> Measure:
    usual = {"id": "contacts.total", "unit": "count", "fold": "sum", "load": None,
             "compute": lambda facts, over: Evidence([]), "definition": ""}  # fmt: skip
    return Measure(**{**usual, **given})


def rows(*values: float | Money) -> list[Row]:
    return [Row("deal", n, None, datetime(2026, 11, 20), None, v) for n, v in enumerate(values)]


def moved(new: list[Row], old: list[Row], values: tuple[Any, Any], **given: Any) -> Shift | None:
    over = given.pop("over", True)
    return shift(measure(**given), Figure(values[0], new), Figure(values[1], old), over=over)


def counts(new: int, old: int, **given: Any) -> Shift | None:
    return moved(rows(*[1] * new), rows(*[1] * old), (new, old), **given)


def test_one_more_than_one_says_nothing() -> None:
    assert counts(2, 1) is None
    assert counts(4, 0) is None  # four rows are not five


def test_a_count_moves_by_twice_the_root_of_both() -> None:
    # 2 x sqrt(16 + 5) is 9.2: eleven is past it; of 15 and 6 (9.2 again) nine is not.
    found = counts(16, 5)
    assert found is not None
    assert found.size == pytest.approx(11 / 21**0.5)
    assert counts(15, 6) is None
    assert counts(6, 0) is not None


def test_good_is_what_was_wished_for() -> None:
    assert counts(20, 4).good is True  # type: ignore[union-attr]
    assert counts(4, 20).good is False  # type: ignore[union-attr]
    assert counts(4, 20, better="less").good is True  # type: ignore[union-attr]
    assert counts(20, 4, better="") is None


def test_a_flow_that_is_still_running_is_not_behind() -> None:
    assert counts(4, 20, over=False) is None
    assert counts(20, 4, over=False) is not None
    assert counts(4, 20, over=False, nature="level") is not None


def shares(new: tuple[int, int], old: tuple[int, int]) -> Shift | None:
    def of(yes: int, no: int) -> list[Row]:
        return rows(*[1] * yes, *[0] * no)

    values = (new[0] / sum(new), old[0] / sum(old))
    return moved(of(*new), of(*old), values, unit="ratio", fold="share", nature="rate")


def test_a_share_moves_by_ten_points_past_chance() -> None:
    # 18 of 20 beside 8 of 20: 0.5 over sqrt(0.65 x 0.35 x 0.1) = 3.3 standard errors.
    found = shares((18, 2), (8, 12))
    assert found is not None
    assert found.size == pytest.approx(0.5 / (0.65 * 0.35 * 0.1) ** 0.5)
    assert shares((19, 1), (20, 0)) is None
    # Nine points of a thousand are sure, and not worth a line.
    assert shares((590, 410), (500, 500)) is None
    assert shares((4, 0), (0, 4)) is None  # four of four, against none: too few


def test_a_mean_moves_by_twice_its_standard_error() -> None:
    high, low = rows(5, 5, 4, 5, 5), rows(3, 2, 3, 3, 2)
    found = moved(high, low, (4.8, 2.6), unit="score", fold="mean", nature="rate")
    assert found is not None
    # Variances 0.2 and 0.3 over five each: 2.2 / sqrt(0.1).
    assert found.size == pytest.approx(2.2 / 0.1**0.5)
    near = rows(3, 3, 3, 3, 2)
    assert moved(near, low, (2.8, 2.6), unit="score", fold="mean", nature="rate") is None
    same = rows(3, 3, 3, 3, 3)
    assert moved(same, same, (3, 3), unit="score", fold="mean", nature="rate") is None


def test_a_median_is_less_certain_than_a_mean() -> None:
    new, old = rows(90, 95, 100, 105, 110), rows(50, 55, 60, 65, 70)
    given = {"unit": "minutes", "fold": "median", "nature": "rate", "better": "less"}
    found = moved(new, old, (100, 60), **given)
    assert found is not None
    assert found.good is False
    # Variance 62.5 each, over five: 40 / (1.25 x sqrt(25)).
    assert found.size == pytest.approx(40 / 6.25)


def amounts(new: list[int], old: list[int]) -> Shift | None:
    def total(values: list[int]) -> tuple[Money, ...]:
        return (Money(sum(values), "CNY"),)

    def of(values: list[int]) -> list[Row]:
        return rows(*[Money(value, "CNY") for value in values])

    return moved(of(new), of(old), (total(new), total(old)), unit="money")


def test_an_amount_moves_by_half_as_much_again() -> None:
    assert amounts([50, 50, 50], [100]) is not None
    assert amounts([50, 50, 49], [100]) is None
    assert amounts([100, 200], [100]) is None  # two deals are not three
    assert amounts([1, 1, 1], []).size == pytest.approx(6.84, abs=0.01)  # type: ignore[union-attr]


def test_several_currencies_have_no_one_change() -> None:
    both = (Money(1, "CNY"), Money(1, "USD"))
    assert moved(rows(*[1] * 9), rows(1), (both, both), unit="money") is None


def test_the_largest_of_each_kind_come_first() -> None:
    found = [
        counts(30, 2, id="contacts.total"), counts(20, 2, id="contacts.reached"),
        counts(12, 2, id="deals.opened"), counts(2, 30, id="requests.resolved"), None,
    ]  # fmt: skip
    well = [one.measure.id for one in largest(found, 3, good=True)]
    assert well == ["contacts.total", "deals.opened"]
    assert [one.measure.id for one in largest(found, 1, good=True)] == ["contacts.total"]
    assert [one.measure.id for one in largest(found, 3, good=False)] == ["requests.resolved"]
