from datetime import date
from typing import Any

import pytest

from cmcli.domain.price import Price, grown, returns
from tests.builders import NOW


def price(day: int, value: float, **given: Any) -> Price:
    usual: dict[str, Any] = {"id": day, "product_id": 1, "total": None, "growth": None}
    return Price(**{**usual, "valued_on": date(2026, 11, day), "value": value,
                    "created_at": NOW, **given})  # fmt: skip


def test_a_return_is_the_rise_of_the_price() -> None:
    found = returns([price(2, 1.0), price(3, 1.02), price(4, 0.51)])
    assert [day for day, _ in found] == [date(2026, 11, 3), date(2026, 11, 4)]
    assert [step for _, step in found] == pytest.approx([0.02, -0.5])


def test_a_payout_counts_as_earned() -> None:
    # 0.10 was paid out: the price fell by 0.08, its owner gained 0.02.
    [(_, step)] = returns([price(2, 1.0, total=1.5), price(3, 0.92, total=1.52)])
    assert step == pytest.approx(0.02)


def test_the_growth_of_the_source_counts_where_the_totals_do_not_tell() -> None:
    [(_, step)] = returns([price(2, 1.0, total=1.5), price(3, 0.92, growth=2.0)])
    assert step == pytest.approx(0.02)
    [(_, told)] = returns([price(2, 1.0, total=1.5), price(3, 0.9, total=1.6, growth=3.0)])
    assert told == pytest.approx(0.1)


def test_prices_come_in_any_order_and_one_has_no_return() -> None:
    assert returns([price(3, 2.0), price(2, 1.0)]) == [(date(2026, 11, 3), 1.0)]
    assert returns([price(2, 1.0)]) == []
    assert returns([]) == []


def test_returns_follow_one_another() -> None:
    assert grown([price(2, 1.0), price(3, 1.1), price(4, 1.21)]) == pytest.approx(0.21)
    assert grown([price(2, 1.0)]) is None
