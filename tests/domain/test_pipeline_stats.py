"""What came of deals, by group; losses by reason and by quarter."""

from typing import Any

import pytest

from cmcli.domain import pipeline_stats as rules
from cmcli.domain.client import ClientTag
from cmcli.domain.deal import Deal, DealStage
from cmcli.domain.figures.business import Deals
from cmcli.domain.measure import Span, figure, span
from cmcli.domain.period import parse_period
from cmcli.domain.pipeline_stats import Keys, Stats
from cmcli.errors import Usage
from cmcli.measures import named
from cmcli.messages import Money
from tests.builders import TAG, at, deal

NOW = at("2026-11-27 17:00")
OVER = span(parse_period("2026", NOW.date()), NOW)


def facts(*deals: Deal, stages: dict[int, list[str]] | None = None) -> Deals:
    rows = [(each._replace(id=n), TAG) for n, each in enumerate(deals, 1)]
    paths = {
        number: [
            DealStage(n, number, stage, at("2026-09-01 09:00")) for n, stage in enumerate(path)
        ]
        for number, path in (stages or {}).items()
    }
    return Deals(rows, paths, {"lead": 0.1, "contacted": 0.3, "proposal": 0.5, "negotiation": 0.75})


def won(amount: int | None, days: int, closed: str = "2026-10-31 10:00", **more: Any) -> Deal:
    end = at(closed)
    start = end.fromordinal(end.toordinal() - days).replace(hour=10, tzinfo=end.tzinfo)
    return deal(stage="won", amount=amount, opened_at=start, closed_at=end, **more)


def lost(
    reason: str | None, amount: int | None = 100, closed: str = "2026-11-05 10:00", **more: Any
) -> Deal:
    return deal(stage="lost", amount=amount, opened_at=at("2026-09-01 09:00"), closed_at=at(closed),
                lost_reason=reason, **more)  # fmt: skip


def stats(found: Deals, keys: Keys, over: Span = OVER) -> Stats:
    return rules.stats(
        found, over, keys, lambda name, some: figure(named(name), some, over, "CNY").value
    )


def test_the_figures_of_all_deals() -> None:
    found = stats(
        facts(won(300, 10), won(500, 20), won(None, 60), lost("利率"), deal()), rules.by_tier
    )
    total = found.total
    assert (total.open, total.won, total.lost, total.win_rate) == (1, 3, 1, 0.75)
    assert (total.won_amount, total.average_won) == ((Money(800, "CNY"),), (Money(400, "CNY"),))
    assert (total.cycle_days, total.cycle_median) == (30, 20)
    # One open x 400 x 3/4 / 30 days.
    assert total.velocity == (Money(10, "CNY"),)


def groups(found: Deals, keys: Keys) -> list[tuple[str | None, int, int]]:
    return [(line.key and line.key.code, line.won, line.lost) for line in stats(found, keys).groups]


def test_a_deal_counts_in_every_stage_it_entered_and_imported_ones_apart() -> None:
    found = facts(
        won(1, 5), lost("x"), lost("y"), won(1, 5),
        stages={1: ["lead", "proposal", "won"], 2: ["lead", "lost"], 3: ["proposal", "lost"], 4: ["won"]},
    )  # fmt: skip
    assert groups(found, rules.by_stage(found)) == [
        ("lead", 1, 1), ("proposal", 1, 1), (None, 1, 0),
    ]  # fmt: skip


def test_products_sources_and_tiers() -> None:
    found = facts(
        won(1, 5, product_id=2), lost("x", product_id=1), lost("y", product_id=1), lost("z")
    )
    names = rules.by_product({1: "乙", 2: "甲"})
    assert groups(found, names) == [("p1", 0, 2), ("p2", 1, 0), (None, 0, 1)]
    assert groups(found, rules.by_source({TAG.id: "介绍"})) == [("介绍", 1, 3)]
    assert groups(found, rules.by_source({})) == [(None, 1, 3)]
    assert groups(found, rules.by_tier) == [("key", 1, 3)]


def test_bands_of_size_begin_at_their_bounds_and_go_by_what_was_thought() -> None:
    amounts = [9_999, 10_000, 99_999, 100_000]
    found = facts(*(lost("x", amount) for amount in amounts), won(5, 5, expected_amount=50_000),
                  lost("x", None), lost("x", 100, currency="JPY"))  # fmt: skip
    assert groups(found, rules.by_size((100, 1000))) == [
        ("0..100", 0, 1), ("100..1000", 1, 3), ("1000..", 0, 1), (None, 0, 1),
    ]  # fmt: skip
    assert groups(found, rules.by_size(())) == [("0", 1, 5), (None, 0, 1)]


def test_reasons_are_ranked_with_what_was_lost() -> None:
    found = stats(
        facts(lost("期限"), lost("利率", 300), lost("利率", 400, currency="USD"), lost(None, None),
              lost("利率", 0, expected_amount=900)), rules.by_tier,
    )  # fmt: skip
    assert [tuple(loss) for loss in found.losses] == [
        ("利率", 3, (Money(1200, "CNY"), Money(400, "USD"))),
        ("期限", 1, (Money(100, "CNY"),)),
        (None, 1, (Money(0, "CNY"),)),
    ]


def test_quarters_run_from_the_first_end_to_the_last() -> None:
    found = stats(
        facts(lost("x", 100, "2026-03-31 23:59:59"), won(1, 5, "2026-09-30 10:00"),
              lost("x", 300, "2026-07-01 00:00"), lost("x", 1, "2025-12-31 10:00")), rules.by_tier,
    )  # fmt: skip
    assert [(q.name, q.won, q.lost, q.win_rate) for q in found.quarters] == [
        ("2026Q1", 0, 1, 0.0), ("2026Q2", 0, 0, None), ("2026Q3", 1, 1, 0.5),
    ]  # fmt: skip
    assert found.quarters[2].lost_amounts == (Money(300, "CNY"),)


def test_nothing_closed_is_nothing() -> None:
    found = stats(facts(), rules.by_tier)
    assert (found.groups, found.losses, found.quarters) == ([], [], [])
    assert found.total.win_rate is None
    assert found.total.velocity is None


def test_clients_of_several_tiers_stand_in_their_order() -> None:
    rows = [
        (won(1, 5)._replace(id=n), ClientTag(n, "x", tier))
        for n, tier in enumerate(("standard", "key"), 1)
    ]
    assert groups(facts()._replace(rows=rows), rules.by_tier) == [("key", 1, 0), ("standard", 1, 0)]


def test_only_what_there_is_can_be_grouped_by() -> None:
    assert rules.checked_by("size") == "size"
    with pytest.raises(Usage):
        rules.checked_by("moon")
