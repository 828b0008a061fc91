"""Every pair of product and client under every regime, and what else speaks against a sale."""

from datetime import date
from typing import Any

import pytest

from cmcli.domain.assessment import Assessment
from cmcli.domain.client import age, born_on
from cmcli.domain.product import Product
from cmcli.domain.suitability import Buyer, Policy, Verdict, is_elder, judge
from cmcli.messages import Money
from tests.builders import NOW, TAG, at

DAY = date(2026, 11, 23)
PAIRS = [(risk, level) for risk in range(1, 6) for level in range(1, 6)]


def product(risk: int | None = 3, regime: str = "nfra", **given: Any) -> Product:
    usual: dict[str, Any] = {
        "id": 3, "code": "W1", "name": "稳进理财1号", "kind": "wealth",
        "risk": f"R{risk}" if risk else None, "price": None, "currency": None, "note": None,
        "created_at": NOW, "regime": regime,
    }  # fmt: skip
    return Product(**{**usual, **given})


def assessed(level: int, until: date = date(2027, 3, 1)) -> Assessment:
    return Assessment(
        1, 1, at("2026-03-01 10:00"), f"C{level}", None, None, None, until, None, None, NOW
    )


def buyer(level: int | None = 2, **given: Any) -> Buyer:
    return Buyer(**{"client": TAG, "assessment": assessed(level) if level else None, **given})


def verdict(risk: int, level: int | None, regime: str, **given: Any) -> Verdict:
    return judge(product(risk, regime), buyer(level, **given), None, DAY, Policy())


def outcomes(regime: str) -> dict[str, int]:
    found = [verdict(risk, level, regime).outcome for risk, level in PAIRS]
    return {outcome: found.count(outcome) for outcome in set(found)}


@pytest.mark.parametrize(("risk", "level"), PAIRS)
def test_each_pair_under_each_regime(risk: int, level: int) -> None:
    fits = risk <= level
    assert verdict(risk, level, "nfra").outcome == ("suitable" if fits else "refused")
    csrc = "suitable" if fits else "refused" if level == 1 else "warned"
    assert verdict(risk, level, "csrc").outcome == csrc
    assert verdict(risk, level, "insurance").outcome == ("suitable" if fits else "warned")
    assert verdict(risk, level, "none").outcome == "suitable"


def test_the_counts_of_the_order() -> None:
    assert outcomes("nfra") == {"suitable": 15, "refused": 10}
    assert outcomes("csrc") == {"suitable": 15, "warned": 6, "refused": 4}
    assert outcomes("insurance") == {"suitable": 15, "warned": 10}
    assert outcomes("none") == {"suitable": 25}


@pytest.mark.parametrize(
    ("regime", "outcome"),
    [("nfra", "refused"), ("csrc", "refused"), ("insurance", "warned"), ("none", "suitable")],
)
def test_without_a_valid_assessment(regime: str, outcome: str) -> None:
    never, lapsed = buyer(None), buyer(None, assessment=assessed(5, date(2026, 11, 22)))
    for who, code in ((never, "unassessed"), (lapsed, "lapsed")):
        found = judge(product(1, regime), who, None, DAY, Policy())
        assert found.outcome == outcome
        assert found.codes == ("" if regime == "none" else code)


def test_the_last_day_of_an_assessment_still_counts() -> None:
    assert judge(
        product(2), buyer(None, assessment=assessed(2, DAY)), None, DAY, Policy()
    ).outcome == "suitable"  # fmt: skip


def test_the_higher_of_two_ratings_is_judged() -> None:
    found = judge(product(2, seller_risk="R4"), buyer(3), None, DAY, Policy())
    assert (found.outcome, found.codes) == ("refused", "level")
    assert "R4" in str(found.findings[0].reason)
    assert str(found.findings[0].source) == "NFRA order 2025 no. 7, art. 12"


@pytest.mark.parametrize("regime", ["nfra", "csrc", "insurance"])
def test_a_product_without_a_level_is_never_sold(regime: str) -> None:
    found = judge(product(None, regime), buyer(5), None, DAY, Policy())
    assert found.codes == "unrated"
    assert found.outcome == "refused"


@pytest.mark.parametrize(
    ("regime", "level", "outcome"),
    [("nfra", 5, "refused"), ("csrc", 2, "warned"), ("csrc", 1, "refused"),
     ("insurance", 1, "warned"), ("none", 1, "suitable")],
)  # fmt: skip
def test_beyond_the_means(regime: str, level: int, outcome: str) -> None:
    who = buyer(level, means=Money(100_00, "CNY"))
    exactly = judge(product(1, regime), who, Money(100_00, "CNY"), DAY, Policy())
    beyond = judge(product(1, regime), who, Money(100_01, "CNY"), DAY, Policy())
    assert exactly.outcome == "suitable"
    assert beyond.outcome == outcome


def test_all_that_speaks_against_a_sale_is_named() -> None:
    who = buyer(2, means=Money(100, "CNY"))
    found = judge(product(3, "csrc"), who, Money(101, "CNY"), DAY, Policy())
    assert (found.codes, found.outcome) == ("level means", "warned")


@pytest.mark.parametrize(
    ("risk", "who", "article"),
    [(None, buyer(5), "22"), (2, buyer(None), "12"),
     (2, buyer(None, assessment=assessed(2, date(2026, 11, 22))), "29"), (3, buyer(2), "12")],
)  # fmt: skip
def test_each_finding_names_its_article(risk: int | None, who: Buyer, article: str) -> None:
    [found] = judge(product(risk), who, None, DAY, Policy()).findings
    assert str(found.source) == f"NFRA order 2025 no. 7, art. {article}"


def test_age_says_nothing_of_what_is_no_investment_or_has_no_level() -> None:
    old = buyer(5, age=80)
    assert is_elder(product(5), old, Policy())
    assert not is_elder(product(5, "none"), old, Policy())
    assert not is_elder(product(None), old, Policy())


def test_means_never_refuse_without_a_balance_or_in_another_currency() -> None:
    amount = Money(10**12, "CNY")
    assert judge(product(1), buyer(5), amount, DAY, Policy()).outcome == "suitable"
    dollars = buyer(5, means=Money(1, "USD"))
    assert judge(product(1), dollars, amount, DAY, Policy()).outcome == "suitable"
    half = judge(product(1), buyer(5, means=Money(100, "CNY")), Money(51, "CNY"), DAY,
                 Policy(means=0.5))  # fmt: skip
    assert half.outcome == "refused"


@pytest.mark.parametrize(
    ("years", "risk", "regime", "elder"),
    [(65, 3, "nfra", True), (64, 3, "nfra", False), (65, 2, "nfra", False), (90, 5, "csrc", True),
     (65, 3, "insurance", True), (65, 3, "none", False), (None, 3, "nfra", False)],
)  # fmt: skip
def test_who_is_warned_for_their_age(
    years: int | None, risk: int, regime: str, elder: bool
) -> None:
    assert verdict(risk, 5, regime, age=years).elder is elder


@pytest.mark.parametrize(
    ("birthday", "id_number", "years"),
    [
        ("1961-11-23", None, 65), ("1961-11-24", None, 64), ("1961-12-01", None, 64),
        (None, "110101196111231234", 65), (None, "11010119611124123X", 64),
        ("lunar:10-15", "110101196111231234", 65), ("lunar:10-15", None, None),
        (None, "91110000123456789X", None), (None, "110101196113991234", None), (None, None, None),
        ("2027-01-01", None, None), ("1960-02-29", None, 66),
    ],
)  # fmt: skip
def test_age_by_birthday_or_identity_number(
    birthday: str | None, id_number: str | None, years: int | None
) -> None:
    assert age(birthday, id_number, DAY) == years


def test_the_birthday_beats_the_identity_number() -> None:
    assert born_on("1970-01-01", "110101196111231234") == date(1970, 1, 1)


def test_a_verdict_names_who_what_and_where_it_stands() -> None:
    found = verdict(3, 2, "csrc").findings[0]
    assert str(found.reason) == "王建国 is C2 and 稳进理财1号 is R3"
    assert str(found.source) == "CSRC order 130, art. 19"
    assert str(verdict(3, 2, "insurance").findings[0].source).endswith("art. 38")


@pytest.mark.parametrize(
    ("risk", "who", "reason"),
    [
        (None, buyer(5), "稳进理财1号 has no risk level"),
        (2, buyer(None), "the risk tolerance of 王建国 was never assessed"),
        (2, buyer(None, assessment=assessed(2, date(2026, 11, 22))),
         "the assessment of 王建国 (C2) lapsed after 2026-11-22"),
        (2, buyer(2, means=Money(100, "CNY")),
         "101 CNY is beyond the means of 王建国: financial assets 100 CNY"),
    ],
)  # fmt: skip
def test_each_finding_says_what_speaks_against_the_sale(
    risk: int | None, who: Buyer, reason: str
) -> None:
    [found] = judge(product(risk), who, Money(101, "CNY"), DAY, Policy()).findings
    assert str(found.reason) == reason


@pytest.mark.parametrize(
    ("regime", "source"),
    [("nfra", "NFRA order 2025 no. 7, art. 12"), ("csrc", "CSRC order 130, art. 19"),
     ("insurance", "NFRA order 2025 no. 7, art. 38")],
)  # fmt: skip
def test_what_is_beyond_the_means_rests_on_the_article_of_its_regime(
    regime: str, source: str
) -> None:
    who = buyer(5, means=Money(100, "CNY"))
    [found] = judge(product(1, regime), who, Money(101, "CNY"), DAY, Policy()).findings
    assert (found.code, str(found.source)) == ("means", source)


@pytest.mark.parametrize(
    ("risk", "who", "code"),
    [(None, buyer(5), "unrated"), (2, buyer(None), "unassessed"),
     (2, buyer(None, assessment=assessed(2, date(2026, 11, 22))), "lapsed"),
     (3, buyer(2), "level")],
)  # fmt: skip
def test_what_no_smaller_amount_mends_comes_before_the_means(
    risk: int | None, who: Buyer, code: str
) -> None:
    poor = who._replace(means=Money(100, "CNY"))
    assert judge(product(risk), poor, Money(101, "CNY"), DAY, Policy()).codes == f"{code} means"
