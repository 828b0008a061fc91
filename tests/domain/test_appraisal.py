"""Appraisals: weights, scores, the total, and what is suggested beside them."""

from datetime import date
from typing import Any

import pytest

from cmcli import measures
from cmcli.domain import appraisal as rules
from cmcli.domain.appraisal import Appraisal, AppraisalFile, AppraisalItem, Given, Judged
from cmcli.domain.change import Delete, Insert, Update
from cmcli.messages import Money
from tests.builders import NOW, refused

APPRAISAL = Appraisal(1, "2026Q4", date(2026, 10, 1), date(2026, 12, 31), None, NOW)
WON, TEAM = ("deals.won", None), (None, "team work")


def item(number: int, key: Any, weight: int, score: float | None = None) -> AppraisalItem:
    measure, text = key
    return AppraisalItem(number, 1, measure, text, weight, score, None)


def file(*items: AppraisalItem) -> AppraisalFile:
    return AppraisalFile(APPRAISAL, items)


def given(**fields: Any) -> Given:
    return Given(**{"weights": {}, "scores": {}, "comments": {}, **fields})


def test_the_total_is_the_sum_of_weight_times_score() -> None:
    both = file(item(1, WON, 60, 85), item(2, TEAM, 40, 92.5))
    assert both.total == 88  # (60 × 85 + 40 × 92.5) / 100 = (5100 + 3700) / 100
    assert [one.points for one in both.items] == [51, 37]
    assert rules.lacking(both) == []


def test_there_is_no_total_until_it_is_whole() -> None:
    unscored = file(item(1, WON, 60, 85), item(2, TEAM, 40))
    assert unscored.total is None
    assert list(map(str, rules.lacking(unscored))) == ["not scored yet: team work"]
    light = file(item(1, WON, 60, 85), item(2, TEAM, 39, 90))
    assert light.total is None
    assert list(map(str, rules.lacking(light))) == ["the weights come to 99, not to 100"]
    assert "z1 is not written: its weights come to 99" in refused(lambda: rules.to_export(light))
    rules.to_export(unscored)
    assert file(item(1, WON, 100, 0)).total == 0


def test_what_is_not_given_stays() -> None:
    found = file(item(1, WON, 60, 85), item(2, TEAM, 40))
    first, second, new, gone = rules.revised(
        file(*found.items, item(3, ("deals.lost", None), 5)),
        given(weights={WON: 50, ("sla.response", None): 10, ("deals.lost", None): None},
              scores={TEAM: 90.0}, comments={TEAM: "taught two"}),
    )  # fmt: skip
    assert isinstance(first, Update)
    assert first.fields == {"weight": 50}
    assert isinstance(second, Update)
    assert second.fields == {"score": 90, "comment": "taught two"}
    assert isinstance(new, Insert)
    assert gone == Delete("appraisal_item", 3)


def test_a_score_needs_its_item_and_an_appraisal_something_to_judge() -> None:
    found = file(item(1, WON, 60))
    assert refused(lambda: rules.revised(found, given(scores={TEAM: 3.0}))) == (
        "the appraisal of 2026Q4 has no item team work – its items: deals.won"
    )
    assert "what does the appraisal judge?" in refused(
        lambda: rules.revised(found, given(weights={WON: None}))
    )
    assert "what does" in refused(lambda: rules.begun(APPRAISAL, given()))


@pytest.mark.parametrize("text", ["0", "101", "-5", "x", "4.5", "", "９", "9" * 30])
def test_a_weight_lies_between_1_and_100(text: str) -> None:
    assert "is not a weight" in refused(lambda: rules.weight(text))


@pytest.mark.parametrize("text", ["-1", "100.1", "x", "", "nan", "1e2", "９", "."])
def test_a_score_lies_between_0_and_100(text: str) -> None:
    assert "is not a score" in refused(lambda: rules.score(text))


def test_weights_and_scores_at_their_ends() -> None:
    assert [rules.weight(text) for text in ("1", "100", "40%", " 40 ")] == [1, 100, 40, 40]
    assert [rules.score(text) for text in ("0", "100", "92.5", "90分")] == [0, 100, 92.5, 90]


def judged(name: str, value: Any, target: Any) -> float | None:
    one = item(1, (name, None), 40)
    return Judged(one, measures.named(name), value, None, target).suggested


def test_attainment_is_suggested_as_a_score_and_never_beyond_100() -> None:
    assert judged("deals.won", 15, 20) == 75
    assert judged("deals.won", 30, 20) == 100
    assert judged("sla.response_median", 80, 60) == 75
    assert judged("sla.response_median", 30, 60) == 100
    assert judged("deals.won", 15, None) is None
    assert judged("sla.response", None, 0.9) is None
    yuan = (Money(7_500, "CNY"),)
    assert judged("deals.won_amount", (*yuan, Money(9, "USD")), (Money(10_000, "CNY"),)) == 75
    assert judged("deals.won_amount", yuan, (Money(9, "USD"),)) == 0
    assert judged("aum.net_inflow", (Money(-5, "CNY"),), (Money(10, "CNY"),)) == 0
    assert Judged(item(1, TEAM, 40)).suggested is None
