"""The catalogue: regimes, levels, sale windows, what is refused."""

from datetime import date
from typing import Any

import pytest

from cmcli.domain.change import Update
from cmcli.domain.product import (
    Product,
    added,
    clean_return,
    clean_risk,
    clean_term,
    edited,
    regime_of,
)  # fmt: skip
from cmcli.errors import Usage
from tests.builders import NOW

DAY = date(2026, 11, 23)


def product(**given: Any) -> Product:
    usual: dict[str, Any] = {
        "id": 3, "code": "W1", "name": "稳进理财1号", "kind": "wealth", "risk": "R2", "price": None,
        "currency": None, "note": None, "created_at": NOW, "regime": "nfra",
    }  # fmt: skip
    return Product(**{**usual, **given})


@pytest.mark.parametrize(
    ("kind", "regime"),
    [("wealth", "nfra"), ("fund", "csrc"), ("insurance", "insurance"), ("deposit", "none"),
     ("loan", "none"), ("card", "none"), ("other", "none")],
)  # fmt: skip
def test_the_kind_decides_the_regime(kind: str, regime: str) -> None:
    assert regime_of(kind) == regime


@pytest.mark.parametrize(
    ("issuer", "seller", "level"),
    [("R2", None, 2), ("R2", "R4", 4), ("R4", "R2", 4), (None, "R1", 1), (None, None, None)],
)
def test_the_higher_rating_counts(issuer: str | None, seller: str | None, level: int) -> None:
    assert product(risk=issuer, seller_risk=seller).level == level


@pytest.mark.parametrize(
    ("start", "until", "open_"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 11, 24), None, False),
        (None, date(2026, 11, 22), False),
        (date(2026, 11, 1), None, True),
    ],
)
def test_both_ends_of_the_sale_window_are_in_it(
    start: date | None, until: date | None, open_: bool
) -> None:
    assert product(from_on=start, until_on=until).on_sale(DAY) is open_


@pytest.mark.parametrize("regime", ["nfra", "csrc", "insurance"])
def test_a_regime_with_investment_risk_needs_a_level(regime: str) -> None:
    with pytest.raises(Usage, match="risk level"):
        added(product(regime=regime, risk=None))
    assert added(product(regime="none", risk=None))
    assert added(product(regime=regime, risk=None, seller_risk="R3"))


@pytest.mark.parametrize("given", [{"risk": "R2"}, {"risk": "R1", "seller_risk": "R4"}])
def test_an_investment_is_not_taken_out_of_its_regime(given: dict[str, Any]) -> None:
    with pytest.raises(Usage, match="without a regime"):
        added(product(regime="none", **given))
    with pytest.raises(Usage):
        edited(product(**given), regime="none")
    assert added(product(regime="none", risk="R1"))
    assert added(product(kind="other", regime="none", **given))


def test_a_kind_that_is_sold_under_a_regime_brings_it() -> None:
    plain = product(kind="deposit", regime="none", risk="R2")
    assert edited(plain, kind="fund") == [Update("product", 3, {"regime": "csrc", "kind": "fund"})]
    assert edited(plain, kind="other") == [Update("product", 3, {"kind": "other"})]
    bare = product(regime="none", risk=None)
    assert edited(bare, fees="1 %") == [Update("product", 3, {"fees": "1 %"})]
    assert edited(product(), kind="deposit") == [Update("product", 3, {"kind": "deposit"})]


def test_an_edit_is_checked_as_a_new_entry_is() -> None:
    with pytest.raises(Usage, match="risk level"):
        edited(product(), risk=None)
    with pytest.raises(Usage, match="begins"):
        edited(product(from_on=DAY), until_on=date(2026, 11, 22))
    assert edited(product(), fees="0.3 %") == [Update("product", 3, {"fees": "0.3 %"})]


@pytest.mark.parametrize(("text", "days"), [("90", 90), ("365 days", 365), ("30天", 30)])
def test_terms_are_days(text: str, days: int) -> None:
    assert clean_term(text) == days


@pytest.mark.parametrize("text", ["0", "-1", "soon", "1.5", "99999"])
def test_what_is_no_term(text: str) -> None:
    with pytest.raises(Usage):
        clean_term(text)


@pytest.mark.parametrize(("text", "percent"), [("2.85", 2.85), ("2.85%", 2.85), ("-1", -1.0)])
def test_returns_are_percent(text: str, percent: float) -> None:
    assert clean_return(text) == percent


@pytest.mark.parametrize("text", ["much", "101", "2,85", ""])
def test_what_is_no_return(text: str) -> None:
    with pytest.raises(Usage):
        clean_return(text)


@pytest.mark.parametrize("text", ["R6", "R0", "3", ""])
def test_what_is_no_level(text: str) -> None:
    with pytest.raises(Usage):
        clean_risk(text)
