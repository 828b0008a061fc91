"""What is better not raised, for how long, and which replies read as a no."""

from datetime import timedelta
from typing import Any

import pytest

from cmcli.domain import visit_sheet as rules
from cmcli.domain.advice import Advice
from cmcli.domain.plan import Plan
from cmcli.domain.request import RequestEvent, RequestWait
from cmcli.domain.visit_sheet import Refused
from tests.builders import NOW, at, deal, request_file


@pytest.mark.parametrize(
    "reply",
    ["No, thank you", "does not want funds", "declined", "won't lock money up", "不要基金，亏怕了",
     "没兴趣", "拒绝了", "先别提", "算了吧"],
)  # fmt: skip
def test_a_no_is_read_in_both_languages(reply: str) -> None:
    assert rules.is_refusal(reply)


@pytest.mark.parametrize(
    "reply",
    [None, "", "wants to think it over", "no hurry, next week", "not bad", "agreed, comes on Thursday",
     "不错，周四来办", "没问题", "不急，月底再定", "节后先做第一个", "先问问儿子", "要和他行比较"],
)  # fmt: skip
def test_other_replies_are_no_refusal(reply: str | None) -> None:
    assert not rules.is_refusal(reply)


def refused(when: Any, reply: str = "不要") -> Refused:
    return Refused(Advice(1, 1, when, reply, None, when), ((7, "纯债"), (8, "指数")))


def texts(**given: Any) -> list[tuple[str, str]]:
    usual: dict[str, Any] = {"plan": None, "requests": [], "lost": [], "refused": [], "now": NOW}
    return [(one.kind, str(one.text)) for one in rules.topics(**{**usual, **given})]


def test_the_taboo_of_the_plan_comes_first() -> None:
    plan = Plan(1, 1, "", None, None, "his brother's company", None, None, None, NOW, None)
    assert texts(plan=plan) == [("taboo", "his brother's company")]
    assert texts(plan=plan._replace(taboo=None)) == []


def test_lost_deals_and_refusals_are_left_alone_for_90_days() -> None:
    edge = NOW - timedelta(days=90)
    old = edge - timedelta(seconds=1)
    lost = [deal(title="保险", closed_at=edge, lost_reason="太长"), deal(title="旧", closed_at=old)]
    assert texts(lost=lost) == [("lost", "保险: not wanted 2026-08-25, 太长")]
    assert texts(refused=[refused(edge), refused(old)]) == [
        ("refused", "纯债, 指数: offered 2026-08-25, 不要")
    ]


def test_a_deal_lost_without_a_reason_says_so_much_as_is_known() -> None:
    assert texts(lost=[deal(title="保险", closed_at=NOW)]) == [
        ("lost", "保险: not wanted 2026-11-23")
    ]


def test_a_complaint_is_left_alone_in_other_hands_only() -> None:
    asked = at("2026-11-20 10:00")
    mine = request_file(asked, kind="complaint", summary="手续费")
    assert texts(requests=[mine]) == []
    mediated = mine._replace(waits=(RequestWait(1, 1, asked, None, "mediation"),))
    assert texts(requests=[mediated]) == [("complaint", "手续费 (r1): in mediation")]
    over = mine._replace(waits=(RequestWait(1, 1, asked, NOW, "mediation"),))
    assert texts(requests=[over]) == []
    handed = mine._replace(events=(RequestEvent(1, 1, asked, "handed_over", "消保部", None),))
    assert texts(requests=[handed]) == [("complaint", "手续费 (r1): 消保部 works on it")]
    inquiry = request_file(asked, kind="inquiry")._replace(events=handed.events)
    assert texts(requests=[inquiry]) == []


def test_what_was_not_wanted_of_late_is_not_offered() -> None:
    old = NOW - timedelta(days=91)
    lost = [
        deal(product_id=3, closed_at=NOW),
        deal(product_id=4, closed_at=old),
        deal(closed_at=NOW),
    ]
    assert rules.unwanted(lost, [refused(NOW)], NOW) == {3, 7, 8}
    assert rules.unwanted([], [refused(old)], NOW) == set()
