"""Advice: what is offered, in which order, why; and that nothing forbidden ever is."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from cmcli.domain.advise import (
    INVESTMENTS,
    Kept,
    Offer,
    Part,
    Situation,
    Terms,
    advise,
    against,
    in_one,
    telling,
)
from cmcli.domain.needs import THEMES, matching
from cmcli.domain.product import Product
from cmcli.domain.suitability import Buyer, Policy, judge
from cmcli.messages import Money, say
from tests.domain.test_suitability import DAY, assessed, buyer, product

TERMS = Terms(Policy())


def cny(amount: int) -> Money:
    return Money(amount * 100, "CNY")


def shelf(**given: Any) -> Product:
    return product(2)._replace(**{"currency": "CNY", **given})


def codes(one: Product, found: Situation) -> list[str]:
    return [reason.code for reason in against(one, found, DAY, TERMS)]


def only(one: Product, found: Situation) -> Offer:
    return advise([one], found, DAY, TERMS).offers[0]


def points(one: Product, found: Situation) -> dict[str, int]:
    return {part.name: part.points for part in only(one, found).parts}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"until_on": date(2026, 11, 22)}, "off_sale"),
        ({"from_on": date(2026, 11, 24)}, "off_sale"),
        ({"seller_risk": "R3"}, "level"),
        ({"risk": None}, "unrated"),
        ({"minimum": 100_001_00}, "minimum"),
        ({"kind": "loan", "regime": "none"}, "no_investment"),
        ({"kind": "card", "regime": "none"}, "no_investment"),
        ({"kind": "other"}, "no_investment"),
    ],
)
def test_what_is_never_offered(facts: dict[str, Any], code: str) -> None:
    assert codes(shelf(**facts), Situation(buyer(2, means=cny(100_000)))) == [code]


def test_each_reason_is_given() -> None:
    one = shelf(seller_risk="R4", until_on=date(2026, 1, 1), minimum=10**9)
    assert codes(one, Situation(buyer(2), amount=cny(5))) == ["off_sale", "minimum", "level"]


def test_beyond_the_means_and_below_the_minimum_are_different_things() -> None:
    means = buyer(2, means=cny(100_000))
    assert codes(shelf(), Situation(means, amount=cny(100_001))) == ["means"]
    assert codes(shelf(minimum=5_000_000), Situation(means, amount=cny(49_999))) == ["minimum"]
    assert codes(shelf(minimum=5_000_000), Situation(means, amount=cny(50_000))) == []


def test_a_warning_is_not_offered_either() -> None:
    fund = product(3, "csrc", kind="fund")
    assert judge(fund, buyer(2), None, DAY, Policy()).outcome == "warned"
    assert codes(fund, Situation(buyer(2))) == ["level"]


def test_a_rated_product_outside_the_regimes_is_not_offered_above_the_level_either() -> None:
    rated = shelf(kind="deposit", regime="none", risk="R3")
    assert codes(rated, Situation(buyer(2))) == ["level"]
    assert codes(rated, Situation(buyer(3))) == []


def test_without_an_assessment_deposits_remain() -> None:
    deposit = shelf(kind="deposit", regime="none", risk=None)
    found = advise([deposit, shelf()], Situation(buyer(None)), DAY, TERMS)
    assert [offer.product.kind for offer in found.offers] == ["deposit"]
    assert [one.reasons[0].code for one in found.excluded] == ["unassessed"]
    assert advise([shelf()], Situation(buyer(None, assessment=assessed(5, date(2026, 1, 1)))), DAY,
                  TERMS).excluded[0].reasons[0].code == "lapsed"  # fmt: skip


def test_nearer_to_the_level_is_worth_more() -> None:
    fits = [points(product(risk), Situation(buyer(4)))["fit"] for risk in (1, 2, 3, 4)]
    assert fits == [6, 14, 22, 30]


def test_a_need_in_the_clients_words_is_found_and_said() -> None:
    annuity = product(2, "insurance", kind="insurance")
    offer = only(annuity, Situation(buyer(3), "想给自己存养老金"))
    assert [str(part.reason) for part in offer.parts if part.name == "need"] == [
        "serves the need: retirement"
    ]
    assert "need" not in points(annuity, Situation(buyer(3), "tuition in September"))
    for_whom = shelf(target="families who save for 学费")
    assert points(for_whom, Situation(buyer(3), "孩子学费"))["need"] == 20
    long = shelf(term=1000)
    assert "need" not in points(long, Situation(buyer(3), "孩子学费"))


@pytest.mark.parametrize(
    ("needs", "kind", "risk", "served"),
    [
        ("a flat for the son", "wealth", 2, True),
        ("a flat for the son", "wealth", 3, False),
        ("a steady income", "wealth", 3, False),
        ("随时要用", "wealth", 1, True),
        ("随时要用", "wealth", 2, False),
        ("资金增值", "fund", 2, False),
        ("资金增值", "fund", 3, True),
        ("全家保障", "insurance", 5, True),
    ],
)
def test_money_that_is_needed_on_a_day_takes_no_great_risk(
    needs: str, kind: str, risk: int, served: bool
) -> None:
    one = product(risk, kind=kind)
    assert ("need" in points(one, Situation(buyer(5), needs))) == served


def test_themes_are_known_by_english_and_chinese_words() -> None:
    assert len(THEMES) >= 8
    for theme in THEMES:
        assert any(word.isascii() for word in theme.words)
        assert any(not word.isascii() for word in theme.words)
        for word in theme.words:
            assert theme in matching(f"… {word} …")
    assert matching("") == []


@pytest.mark.parametrize(("days", "found"), [(0, True), (90, True), (91, False), (-1, False)])
def test_what_matures_soon_asks_for_its_like(days: int, found: bool) -> None:
    held = Kept(9, "云杉稳利", "wealth", cny(200_000), DAY + timedelta(days=days))
    assert ("maturity" in points(shelf(), Situation(buyer(2), holdings=(held,)))) == found
    fund = product(2, "csrc", kind="fund")
    assert "maturity" not in points(fund, Situation(buyer(2), holdings=(held,)))


def test_more_of_what_is_most_already_counts_against() -> None:
    mine = Kept(3, "稳进理财1号", "wealth", cny(60_000))
    other = Kept(4, "存款", "deposit", cny(40_000))
    assert points(shelf(), Situation(buyer(2), holdings=(mine, other)))["spread"] == -20
    half = (mine._replace(value=cny(50_000)), other._replace(value=cny(50_000)))
    assert "spread" not in points(shelf(), Situation(buyer(2), holdings=half))
    assert points(shelf(), Situation(buyer(2), holdings=(other,)))["spread"] == 8
    dollars = (mine._replace(value=Money(1, "USD")), other)
    assert points(shelf(), Situation(buyer(2), holdings=dollars))["spread"] == 8


@pytest.mark.parametrize(("amount", "worth"), [(30, 10), (31, 5), (50, 5), (51, -10)])
def test_share_of_the_means(amount: int, worth: int) -> None:
    found = Situation(buyer(2, means=cny(100)), amount=cny(amount))
    assert points(shelf(), found)["means"] == worth


def test_who_has_little_at_hand_is_not_tied_up() -> None:
    poor = Situation(buyer(2), liquidity=1.2)
    assert points(shelf(term=365), poor)["liquidity"] == 5
    assert points(shelf(term=366), poor)["liquidity"] == -15
    assert "liquidity" not in points(shelf(term=366), Situation(buyer(2), liquidity=3.0))


def test_old_age_counts_against_a_riskier_product_but_does_not_exclude_it() -> None:
    old = Situation(buyer(4, age=66))
    assert points(product(3), old)["age"] == -15
    assert "age" not in points(product(2), old)


def test_the_order_is_by_score_then_care_then_code() -> None:
    products = [product(2, code="B"), product(2, code="A"), product(3, code="C")]
    found = advise(products, Situation(buyer(3)), DAY, TERMS)
    assert [offer.product.code for offer in found.offers] == ["C", "A", "B"]
    assert [offer.score for offer in found.offers] == sorted(
        (offer.score for offer in found.offers), reverse=True
    )


_DAYS = st.one_of(st.none(), st.dates(date(2026, 10, 1), date(2027, 1, 31)))
_PRODUCTS = st.builds(
    lambda risk, own, regime, kind, minimum, start, end: product(
        risk, regime, seller_risk=f"R{own}" if own else None, kind=kind, minimum=minimum,
        currency="CNY", from_on=start, until_on=end,
    ),
    st.sampled_from([None, 1, 2, 3, 4, 5]), st.sampled_from([None, 1, 2, 3, 4, 5]),
    st.sampled_from(["nfra", "csrc", "insurance", "none"]),
    st.sampled_from([*INVESTMENTS, "loan", "card", "other"]),
    st.one_of(st.none(), st.integers(0, 10**8)), _DAYS, _DAYS,
)  # fmt: skip
_SITUATIONS = st.builds(
    lambda level, until, age, means, amount: Situation(
        Buyer(buyer(1).client, age, assessed(level, until) if level else None,
              Money(means, "CNY") if means is not None else None),
        amount=Money(amount, "CNY") if amount else None,
    ),
    st.sampled_from([None, 1, 2, 3, 4, 5]), st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    st.sampled_from([None, 30, 64, 65, 90]), st.one_of(st.none(), st.integers(0, 10**8)),
    st.one_of(st.none(), st.integers(1, 10**8)),
)  # fmt: skip


@over(st.lists(_PRODUCTS, max_size=8), _SITUATIONS)
def test_nothing_that_the_rules_forbid_is_offered(
    products: list[Product], found: Situation
) -> None:
    result = advise(products, found, DAY, TERMS)
    assert len(result.offers) + len(result.excluded) == len(products)
    assert all(one.reasons for one in result.excluded)
    held, means = found.buyer.assessment, found.buyer.means
    for offer in result.offers:
        one = offer.product
        # Said anew from the words of the contract, not through the functions under test.
        assert one.kind in ("deposit", "wealth", "fund", "insurance")
        assert one.from_on is None or one.from_on <= DAY
        assert one.until_on is None or one.until_on >= DAY
        if one.regime != "none":
            ratings = [int(text[1]) for text in (one.risk, one.seller_risk) if text]
            assert held is not None
            assert held.expires_on >= DAY
            assert max(ratings) <= int(held.level[1])
            if means and found.amount:
                assert found.amount.amount <= means.amount
        elif held and held.expires_on >= DAY and one.level:
            assert one.level <= int(held.level[1])
        for have in (found.amount, means):
            assert have is None or one.minimum is None or one.minimum <= have.amount
        assert offer.score == sum(part.points for part in offer.parts)
        assert all(str(part.reason) for part in offer.parts)


def test_needs_are_told_in_one_and_what_tells_most_comes_first() -> None:
    def need(theme: str) -> Part:
        return Part("need", 20, say("serves the need: {theme}", theme=theme))

    fit, means = Part("fit", 30, say("R2 within C2")), Part("means", 10, say("a share"))
    follows = say("follows {value} in {name}, which matures {day}", value=5, name="x", day=DAY)
    soon = Part("maturity", 15, follows)
    told = in_one([fit, need("a home"), need("education"), soon, means])
    assert [(part.name, part.points) for part in told] == [
        ("fit", 30), ("need", 40), ("maturity", 15), ("means", 10),
    ]  # fmt: skip
    assert str(told[1].reason) == "serves the needs: a home, education"
    two = Offer(shelf(), (means, fit, need("a home"), need("education")))
    assert [*map(str, telling(two))] == ["serves a home, education", "R2 within C2", "a share"]
    one = Offer(shelf(), (fit, need("a home"), soon))
    assert [*map(str, telling(one))] == [f"5 matures {DAY}", "serves a home", "R2 within C2"]
