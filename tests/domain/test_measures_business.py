"""Figures of deals: counts, sums by currency, stages as they were, velocity."""

from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest

from cmcli.domain.client import ClientTag
from cmcli.domain.deal import Deal, DealStage
from cmcli.domain.figures import business
from cmcli.domain.figures.business import Deals
from cmcli.domain.measure import Evidence, Span, span
from cmcli.domain.period import parse_period
from cmcli.messages import Money
from tests.builders import TAG, at, deal

NOW = at("2026-11-27 17:00")
CHANCES = {"lead": 0.1, "contacted": 0.3, "proposal": 0.5, "negotiation": 0.75}


def over(text: str = "2026-W47", now: datetime = NOW) -> Span:
    return span(parse_period(text, now.date()), now)


def facts(*deals: Deal, stages: dict[int, list[DealStage]] | None = None) -> Deals:
    rows: list[tuple[Deal, ClientTag]] = [(d._replace(id=n), TAG) for n, d in enumerate(deals, 1)]
    return Deals(rows, stages or {}, CHANCES)


def won(amount: int | None, closed: str = "2026-11-18 10:00", **given: Any) -> Deal:
    return deal(stage="won", amount=amount, closed_at=at(closed), **given)


def lost(closed: str = "2026-11-18 10:00", **given: Any) -> Deal:
    return deal(stage="lost", closed_at=at(closed), **given)


def values(evidence: Evidence) -> list[Any]:
    assert evidence.rows is not None
    return [(row.id, row.value) for row in evidence.rows]


def money(evidence: Evidence) -> list[tuple[int, int, str]]:
    return [(number, value.amount, value.currency) for number, value in values(evidence)]


def test_deals_count_by_their_opening_and_closing_time() -> None:
    found = facts(
        deal(opened_at=at("2026-11-16 00:00")),
        deal(opened_at=at("2026-11-22 23:59:59")),
        deal(opened_at=at("2026-11-23 00:00")),
        won(1, "2026-11-15 23:59:59"),
        won(1, "2026-11-16 00:00"),
        lost("2026-11-22 23:59:59"),
        lost("2026-11-23 00:00"),
    )
    assert values(business.opened(found, over())) == [(1, 1), (2, 1)]
    assert values(business.won(found, over())) == [(5, 1)]
    assert values(business.lost(found, over())) == [(6, 1)]
    assert values(business.win_rate(found, over())) == [(5, 1), (6, 0)]


def test_amounts_keep_their_currency_and_an_unknown_one_adds_nothing() -> None:
    found = facts(won(100), won(None), won(7, currency="USD"))
    assert money(business.won_amount(found, over())) == [(1, 100, "CNY"), (2, 0, "CNY"),
                                                         (3, 7, "USD")]  # fmt: skip
    assert money(business.average_won(found, over())) == [(1, 100, "CNY"), (3, 7, "USD")]


def test_the_cycle_is_in_local_days() -> None:
    found = facts(won(1, "2026-11-18 00:30", opened_at=at("2026-11-16 23:30")))
    assert values(business.cycle(found, over())) == [(1, 2)]


def test_open_at_the_end_forgets_what_came_later() -> None:
    found = facts(
        deal(amount=1),
        won(2, "2026-11-23 00:00"),
        won(4, "2026-11-22 23:00"),
        deal(amount=8, opened_at=at("2026-11-23 09:00")),
        deal(amount=None),
    )
    assert money(business.open_amount(found, over())) == [(1, 1, "CNY"), (2, 2, "CNY"),
                                                          (5, 0, "CNY")]  # fmt: skip


def stage(name: str, when: str) -> DealStage:
    return DealStage(1, 1, name, at(when))


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ([], 75),
        ([stage("lead", "2026-11-01 09:00"), stage("proposal", "2026-11-22 10:00"),
          stage("negotiation", "2026-11-24 10:00")], 50),
        ([stage("proposal", "2026-11-24 10:00")], 75),
    ],
)  # fmt: skip
def test_weight_is_the_chance_of_the_stage_at_the_end(
    stages: list[DealStage], expected: int
) -> None:
    found = facts(deal(amount=100, stage="negotiation"), stages={1: stages})
    assert money(business.weighted_amount(found, over())) == [(1, expected, "CNY")]


def test_a_closed_deal_without_stages_on_record_was_a_lead() -> None:
    found = facts(won(100, "2026-11-24 10:00"))
    assert money(business.weighted_amount(found, over())) == [(1, 10, "CNY")]


def test_weighted_rows_add_up_to_the_exact_sum_rounded() -> None:
    found = facts(*(deal(amount=5) for _ in range(10)))
    assert sum(amount for _, amount, _ in money(business.weighted_amount(found, over()))) == 5


def test_velocity_is_open_times_average_times_rate_over_days_shared_out() -> None:
    started = at("2026-11-08 09:00")
    found = facts(
        deal(), deal(), deal(),
        won(1_000, opened_at=started), won(3_000, opened_at=started), lost(opened_at=started),
    )  # fmt: skip
    evidence = business.velocity(found, over())
    exact = Fraction(3) * 2_000 * Fraction(2, 3) / 10
    assert sum(amount for _, amount, _ in money(evidence)) == round(exact) == 400
    assert [value for _, value in evidence.parts] == [3, Money(2_000, "CNY"), "66.7 %", "10.0"]


@pytest.mark.parametrize(
    "deals",
    [
        [],
        [deal()],
        [deal(), lost()],
        [deal(), won(None)],
        [deal(), won(100, opened_at=at("2026-11-18 09:00"))],
        [deal(currency="USD"), lost(currency="USD")],
    ],
)
def test_velocity_without_a_win_an_amount_or_a_day_has_no_value(deals: list[Deal]) -> None:
    assert business.velocity(facts(*deals), over()).rows is None


def test_velocity_keeps_currencies_apart() -> None:
    found = facts(deal(), deal(currency="USD"), won(100, "2026-11-18 09:00"),
                  won(300, "2026-11-18 09:00", currency="USD"))  # fmt: skip
    assert money(business.velocity(found, over())) == [(1, 6, "CNY"), (2, 18, "USD")]


def test_no_open_deal_is_a_velocity_of_nothing() -> None:
    assert business.velocity(facts(won(100)), over()).rows == []


def test_reasons_of_losses_are_ranked_the_unknown_last_among_equals() -> None:
    found = facts(lost(), lost(lost_reason="价格"), lost(lost_reason="时机"),
                  lost(lost_reason="价格"))  # fmt: skip
    assert business.reasons(found, over()) == [("价格", 2), ("时机", 1), (None, 1)]


def test_coming_are_next_steps_and_expected_closes_of_the_week_after() -> None:
    found = facts(
        deal(next="send", next_due_at=at("2026-11-23 00:00")),
        deal(next="send", next_due_at=at("2026-11-30 00:00")),
        deal(expected_on=at("2026-11-29 00:00").date()),
        deal(expected_on=at("2026-11-30 00:00").date()),
        deal(expected_on=at("2026-11-22 00:00").date()),
    )
    until = at("2026-11-30 00:00")
    assert [row.id for row in business.coming(found, over(), until)] == [1, 3]
