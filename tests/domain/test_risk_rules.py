from datetime import date
from typing import Any

import pytest

from cmcli.domain import finance, sla
from cmcli.domain.assessment import Assessment
from cmcli.domain.finance import Thresholds
from cmcli.domain.holding import Held, Holding
from cmcli.domain.price import Price
from cmcli.domain.product import Product, regime_of
from cmcli.domain.profile import Profile, ProfileFile
from cmcli.domain.risk import Risk
from cmcli.domain.risk_rules import Facts, Policy, Proposal, hidden, named, proposals
from cmcli.errors import NotFound, Refused
from tests.builders import NOW, TAG, at, request_file

TODAY = date(2026, 11, 23)
POLICY = Policy(clocks=sla.Policy())


def held(number: int, amount: int = 100, kind: str = "wealth", risk: str | None = "R2",
         product: int | None = None, **given: Any) -> Held:  # fmt: skip
    code = product or number
    sold = Product(
        code, f"P{code}", f"产品{code}", kind, risk, None, None, None, NOW, regime_of(kind),
        given.pop("seller_risk", None),
    )  # fmt: skip
    usual: dict[str, Any] = {
        "id": number, "client_id": 1, "product_id": code, "amount": amount, "currency": "CNY",
        "units": None, "start_on": date(2026, 1, 5), "maturity_on": None, "rate": None,
        "repayment": None, "overdue_on": None, "deal_id": None, "note": None, "closed_on": None,
        "created_at": NOW,
    }  # fmt: skip
    price = given.pop("price", None)
    return Held(Holding(**{**usual, **given}), sold, TAG, price)


def deposit(number: int, amount: int, **given: Any) -> Held:
    return held(number, amount, "deposit", None, **given)


def loan(number: int, overdue: date | None) -> Held:
    return held(number, 10_000, "loan", None, overdue_on=overdue)


def assessed(level: str, expires: date = TODAY) -> Assessment:
    made = at("2026-03-02 10:00")
    return Assessment(1, 1, made, level, None, None, None, expires, None, None, made)


def seen(*holdings: Held, assessment: Assessment | None = None, **given: Any) -> list[Proposal]:
    known = assessment or assessed("C5")
    return proposals(Facts(TAG, tuple(holdings), known, **given), POLICY, NOW)


def rules(*holdings: Held, **given: Any) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in seen(*holdings, **given)]


def test_nothing_known_proposes_nothing() -> None:
    assert proposals(Facts(TAG), POLICY, NOW) == []


# Concentration


@pytest.mark.parametrize(
    ("amount", "found"), [(100, []), (101, [("concentration:p1", "medium")]), (99, [])]
)
def test_more_than_the_share_in_one_product_is_a_concentration(
    amount: int, found: list[tuple[str, str]]
) -> None:
    assert rules(held(1, amount), deposit(2, 100)) == found


def test_the_share_is_a_setting() -> None:
    holdings = (held(1, 60), deposit(2, 40))
    for share, count in ((0.6, 0), (0.59, 1)):
        policy = Policy(share)
        assert len(proposals(Facts(TAG, holdings, assessed("C5")), policy, NOW)) == count
    # 29 of 100 is not above 29 %, though 0.29 times 100 is less than 29.
    holdings = (held(1, 29), deposit(2, 71))
    assert not proposals(Facts(TAG, holdings, assessed("C5")), Policy(0.29), NOW)


def test_what_is_worth_nothing_is_no_concentration() -> None:
    assert rules(held(1, 0, risk="R5")) == []


def test_an_insured_deposit_is_never_a_concentration() -> None:
    assert rules(deposit(1, 900), held(2, 100)) == []
    assert rules(deposit(1, 900)) == []


@pytest.mark.parametrize(
    ("level", "found"),
    [
        ("R1", []),
        ("R2", []),
        ("R3", [("concentration:p1", "medium")]),
        ("R4", [("concentration:p1", "high")]),
        ("R5", [("concentration:p1", "high")]),
    ],
)
def test_a_first_product_up_to_r2_is_no_concentration(
    level: str, found: list[tuple[str, str]]
) -> None:
    assert rules(held(1, 100, risk=level)) == found


def test_several_holdings_of_a_product_count_together_and_once() -> None:
    parts = (held(1, 30, product=7), held(2, 30, product=7), deposit(3, 50))
    assert rules(*parts) == [("concentration:p7", "medium")]


def test_debts_are_not_among_the_holdings() -> None:
    assert rules(held(1, 101), deposit(2, 100), loan(3, None)) == [("concentration:p1", "medium")]
    assert rules(held(1, 100), deposit(2, 100), loan(3, None)) == []


def test_each_currency_is_a_sum_by_itself() -> None:
    dollars = held(1, 60, currency="USD")
    assert rules(dollars, deposit(2, 40, currency="USD"), deposit(3, 900)) == [
        ("concentration:p1", "medium")
    ]


def test_what_counts_is_the_value_at_the_last_price() -> None:
    price = Price(1, 1, TODAY, 2.0, None, None, NOW)
    grown = held(1, 100, units=1.0, price=price)
    assert grown.value == 200
    assert rules(grown, deposit(2, 199)) == [("concentration:p1", "medium")]
    assert rules(grown, deposit(2, 200)) == []


# Assessment and level


def test_an_assessment_lapses_after_its_last_day() -> None:
    one = held(1, 50), deposit(2, 50)
    assert rules(*one, assessment=assessed("C2", TODAY)) == []
    lapsed = assessed("C2", date(2026, 11, 22))
    assert rules(*one, assessment=lapsed) == [("assessment:lapsed", "medium")]
    never = proposals(Facts(TAG, one), POLICY, NOW)
    assert [one.rule for one in never] == ["assessment:missing"]


@pytest.mark.parametrize(
    "harmless",
    [
        held(1, 50, risk="R1"),
        deposit(1, 50),
        held(1, 50, "deposit", "R2"),
        held(1, 50, "loan", "R3"),
    ],
)
def test_without_a_holding_above_r1_no_assessment_is_missing(harmless: Held) -> None:
    assert proposals(Facts(TAG, (harmless,)), POLICY, NOW) == []


def test_the_higher_of_two_ratings_counts() -> None:
    rated = held(1, 50, risk="R1", seller_risk="R2")
    found = proposals(Facts(TAG, (rated, deposit(2, 50))), POLICY, NOW)
    assert [one.rule for one in found] == ["assessment:missing"]


@pytest.mark.parametrize(("level", "severity"), [("R3", "medium"), ("R4", "high"), ("R5", "high")])
def test_a_lapsed_assessment_weighs_as_the_highest_level_held(level: str, severity: str) -> None:
    holdings = (held(1, 10, risk="R2"), held(2, 10, risk=level), deposit(3, 80))
    found = proposals(Facts(TAG, holdings), POLICY, NOW)
    assert [(one.rule, one.severity) for one in found] == [("assessment:missing", severity)]


@pytest.mark.parametrize(
    ("level", "found"),
    [
        ("R2", []),
        ("R3", [("level:h1", "medium")]),
        ("R4", [("level:h1", "high")]),
    ],
)
def test_a_holding_above_the_level_of_the_client(level: str, found: list[Any]) -> None:
    holdings = (held(1, 40, risk=level), deposit(2, 60))
    assert rules(*holdings, assessment=assessed("C2")) == found


def test_a_lapsed_level_is_no_level() -> None:
    holdings = (held(1, 40, risk="R5"), deposit(2, 60))
    lapsed = assessed("C1", date(2026, 11, 22))
    assert [rule for rule, _ in rules(*holdings, assessment=lapsed)] == ["assessment:lapsed"]


# Loans and complaints


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (None, []),
        (date(2026, 11, 24), []),
        (TODAY, [("loan:h4", "medium")]),
        (date(2026, 10, 25), [("loan:h4", "medium")]),
        (date(2026, 10, 24), [("loan:h4", "high")]),
    ],
)
def test_a_loan_that_is_overdue_for_thirty_days_is_grave(
    since: date | None, found: list[Any]
) -> None:
    assert rules(loan(4, since)) == found


def test_a_complaint_is_a_risk_until_it_is_resolved_grave_past_its_limit() -> None:
    def found(asked: str, **given: Any) -> list[tuple[str, str]]:
        file = request_file(at(asked), responded=at(asked), **{"kind": "complaint", **given})
        return rules(complaints=(file,))

    # 15 natural days: to the end of 23 November, and to the end of the 22nd.
    assert found("2026-11-08 09:00") == [("complaint:r1", "medium")]
    assert found("2026-11-07 09:00") == [("complaint:r1", "high")]
    assert found("2026-11-07 09:00", kind="problem") == []
    assert found("2026-11-07 09:00", status="resolved") == []


# Ratios


def balance(items: dict[str, int], kind: str = "person") -> Facts:
    file = ProfileFile(Profile(1, 1, date(2026, 6, 30), "CNY", None, NOW), items)
    found = finance.findings(file, [file], kind, Thresholds())
    out = tuple(one for one in found if one.ratio.is_out)
    return Facts(TAG, balance=file, findings=out)


def ratio_rules(items: dict[str, int], kind: str = "person") -> list[tuple[str, str]]:
    return [(p.rule, p.severity) for p in proposals(balance(items, kind), POLICY, NOW)]


@pytest.mark.parametrize(
    ("rule", "items", "severity"),
    [
        ("liquidity", {"spending": 100, "cash": 300}, None),
        ("liquidity", {"spending": 100, "cash": 299}, "medium"),
        ("liquidity", {"spending": 100, "cash": 100}, "medium"),
        ("liquidity", {"spending": 100, "cash": 99}, "high"),
        ("liquidity", {"spending": 100, "cash": 600}, None),
        ("liquidity", {"spending": 100, "cash": 601}, "low"),
        ("savings_rate", {"income": 100, "spending": 70}, None),
        ("savings_rate", {"income": 100, "spending": 71}, "medium"),
        ("savings_rate", {"income": 100, "spending": 100}, "medium"),
        ("savings_rate", {"income": 100, "spending": 101}, "high"),
        ("debt_to_assets", {"property": 100, "mortgage": 49}, None),
        ("debt_to_assets", {"property": 100, "mortgage": 50}, "medium"),
        ("debt_to_assets", {"property": 100, "mortgage": 101}, "high"),
        ("debt_to_assets", {"cash": 0, "card_debt": 1}, "high"),
        ("investment_share", {"cash": 100, "funds": 20}, "low"),
        ("investment_share", {"cash": 10, "funds": 90}, "medium"),
    ],
)
def test_a_ratio_of_a_household_out_of_its_range(
    rule: str, items: dict[str, int], severity: str | None
) -> None:
    assert dict(ratio_rules(items)).get(f"ratio:{rule}") == severity


@pytest.mark.parametrize(("profit", "severity"), [(200, "medium"), (100, "medium"), (99, "high")])
def test_interest_that_is_not_earned_is_grave(profit: int, severity: str) -> None:
    assert ratio_rules({"profit": profit, "interest": 100}, "company") == [
        ("ratio:interest_cover", severity)
    ]
    assert ratio_rules({"profit": 300, "interest": 100}, "company") == []


def test_a_ratio_says_its_value_limit_day_and_setting() -> None:
    facts = balance({"income": 100, "spending": 80})
    [found] = proposals(facts, POLICY, NOW)
    assert str(found.title) == "savings rate 20 %, below 30 %"
    assert found.measure == finance.measure(facts.findings[0].ratio, "CNY")
    assert "2026-06-30" in str(found.why)
    assert "finance.savings" in str(found.why)


def test_a_ratio_without_a_balance_is_nothing() -> None:
    facts = balance({"income": 100, "spending": 80})
    assert len(facts.findings) == 1
    assert proposals(facts._replace(balance=None), POLICY, NOW) == []


def test_a_ratio_within_its_range_is_nothing() -> None:
    facts = balance({"income": 100, "spending": 80})
    [found] = facts.findings
    sound = found._replace(ratio=found.ratio._replace(state="ok"))
    assert proposals(facts._replace(findings=(sound,)), POLICY, NOW) == []


# What of it is shown


def risk(**given: Any) -> Risk:
    usual: dict[str, Any] = {
        "id": 3, "client_id": 1, "kind": "level", "title": "x", "severity": "high",
        "measure": None, "review_on": None, "rule": "level:h1", "opened_at": NOW,
        "closed_at": None, "outcome": None, "reason": None, "created_at": NOW,
    }  # fmt: skip
    return Risk(**{**usual, **given})


def mismatch() -> Proposal:
    [found] = seen(held(1, 40, risk="R4"), deposit(2, 60), assessment=assessed("C2"))
    return found


def ended(day: str, outcome: str) -> Risk:
    return risk(closed_at=at(f"{day} 23:30"), outcome=outcome)


@pytest.mark.parametrize(
    ("standing", "away"),
    [
        (risk(), True),
        (risk(rule="level:h2"), False),
        (risk(client_id=2), False),
        (risk(rule=None), False),
        (ended("2026-05-28", "dismissed"), True),
        (ended("2026-05-27", "dismissed"), False),
        (ended("2026-10-25", "closed"), True),
        (ended("2026-10-24", "closed"), False),
    ],
)
def test_a_proposal_stays_away_while_the_register_has_it_or_had_it_lately(
    standing: Risk, away: bool
) -> None:
    assert hidden(mismatch(), [standing], POLICY, NOW) is away


def test_the_days_of_a_dismissal_are_a_setting() -> None:
    gone = [ended("2026-11-13", "dismissed")]
    assert hidden(mismatch(), gone, Policy(dismissed_days=11), NOW)
    assert not hidden(mismatch(), gone, Policy(dismissed_days=10), NOW)


def test_a_proposal_is_named_by_its_rule() -> None:
    found = [mismatch()]
    assert named(found, " LEVEL:h1 ", [], POLICY, NOW) == found[0]
    dismissed = [ended("2026-11-20", "dismissed")]
    assert named(found, "level:h1", dismissed, POLICY, NOW) == found[0]
    with pytest.raises(Refused):
        named(found, "level:h1", [risk()], POLICY, NOW)


def test_a_rule_that_does_not_hold_names_those_that_do() -> None:
    with pytest.raises(NotFound) as error:
        named([mismatch()], "level:h9", [], POLICY, NOW)
    assert "level:h1" in str(error.value.hint)
    with pytest.raises(NotFound) as error:
        named([mismatch()], "level:h9", [risk()], POLICY, NOW)
    assert "level:h1" not in str(error.value.hint)
