from typing import Any

import pytest

from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held
from cmcli.domain.portfolio import Total, concentrations, ordered, totals
from cmcli.errors import Usage
from tests.domain.test_holding import held, product


def of(code: str, amount: int, kind: str = "deposit", **given: Any) -> Held:
    risk, client = given.pop("risk", None), given.pop("client", 1)
    one = held(kind, amount=amount, **given)
    return one._replace(
        product=product(kind, code=code, risk=risk), client=ClientTag(client, "王建国", "key")
    )


def test_owned_and_owed_and_each_currency_are_sums_of_their_own() -> None:
    found = totals([
        of("A", 100), of("B", 200, client=2), of("A", 50, currency="USD"), of("L", 700, "loan"),
        of("C", 30, "card"),
    ])  # fmt: skip
    assert found == [
        Total("CNY", False, 2, 2, 300, 300),
        Total("USD", False, 1, 1, 50, 50),
        Total("CNY", True, 2, 1, 730, 730),
    ]
    assert totals([]) == []


def test_concentration_is_the_sum_of_the_squared_shares_of_the_products() -> None:
    [one] = concentrations([
        of("A", 30, "fund", risk="R3"), of("A", 20, "fund", risk="R3"), of("B", 25, "fund",
        risk="R2"), of("C", 25), of("L", 900, "loan"),
    ])  # fmt: skip
    assert one.hhi == pytest.approx(0.5**2 + 0.25**2 + 0.25**2)
    assert one.products == {"A": 0.5, "B": 0.25, "C": 0.25}
    assert one.kinds == {"fund": 0.75, "deposit": 0.25}
    assert one.levels == {"R3": 0.5, "R2": 0.25, "none": 0.25}


def test_each_currency_is_concentrated_by_itself_and_nothing_owned_not_at_all() -> None:
    found = concentrations([of("A", 100), of("B", 100, currency="USD")])
    assert [(one.currency, one.hhi) for one in found] == [("CNY", 1.0), ("USD", 1.0)]
    assert concentrations([of("L", 100, "loan"), of("A", 0)]) == []


def test_the_order_of_a_list() -> None:
    rows = [of("A", 100, id=1), of("B", 50, id=2), of("C", 75, id=3)]
    assert [one.holding.id for one in ordered(rows, None)] == [1, 2, 3]
    assert [one.holding.id for one in ordered(rows, "value")] == [2, 3, 1]
    assert [one.holding.id for one in ordered(rows, "-value")] == [1, 3, 2]
    with pytest.raises(Usage):
        ordered(rows, "colour")
