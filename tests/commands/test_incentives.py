"""`cm incentive`: rules in the settings, what a period earned, promises kept, the figure."""

from typing import Any

import pytest

from cmcli.config import Settings
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.queries.figures import Source, window
from cmcli.reports.parts.incentive import SECTION
from cmcli.reports.section import Drawing, Reading
from cmcli.store import Store
from cmcli.views.sheet import text_of
from cmcli.views.speech import Speaker
from tests.builders import NOW
from tests.support import Cm, Filled

RULES = (
    "deals.won 10 each, cap 15; deals.won 100 USD each; deals.won_amount 100万: 500, 200万: 900; "
    "sla.response 95%: 20; deals.won_amount 1万: 30 CNY"
)


def fill(cm: Cm) -> None:
    """Two deals won in November of 1.5 million, one in October; a reply in time, one late."""
    opening: tuple[tuple[str, ...], ...] = (
        ("client", "add", "王建国"),
        ("deal", "add", "c1", "存款", "--amount", "100万"),
        ("deal", "add", "c1", "理财", "--amount", "50万"),
        ("deal", "add", "c1", "基金", "--amount", "9万"),
    )
    for opened in opening:
        assert cm(*opened, now="2026-10-20T09:00:00+08:00").code == 0
    for line in (
        ("deal", "won", "d1", "--at", "2026-11-02 00:00"),
        ("deal", "won", "d2", "--at", "2026-11-23 09:30"),
        ("deal", "won", "d3", "--at", "2026-10-30 09:00"),
        ("request", "open", "c1", "卡被锁", "--at", "2026-11-19 09:00"),
        ("request", "respond", "r1", "--at", "2026-11-19 10:00"),
        ("request", "open", "c1", "回执", "--at", "2026-11-20 09:00"),
        ("request", "respond", "r2", "--at", "2026-11-21 09:01"),
        ("incentive", "rules", "--set", RULES),
    ):
        assert cm(*line).code == 0, line


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(fill)


def of(found: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(each for each in found["rules"] if each["rule"].startswith(rule))


def test_a_month_by_hand(book: Cm) -> None:
    found = book.json("incentive", "score")
    assert found["period"]["name"] == "2026-11"
    # 2 x 10 = 20, capped at 15; 1.5 million reached 1 million: 500; 1 of 2 replies is not 95 %.
    assert (found["points"], len(found["rules"])) == (15 + 500, 5)
    # 2 x 100 dollars; 1.5 million reached 10,000: 30 yuan.
    assert found["money"] == [
        {"amount": 3_000, "currency": "CNY"}, {"amount": 20_000, "currency": "USD"},
    ]  # fmt: skip
    assert of(found, "sla.response")["points"] == 0
    assert of(found, "sla.response")["working"].startswith("1 of 2")
    amount = of(found, "deals.won_amount 1000000")
    assert amount["next"] == "500,000 more: step 2,000,000, +400 points"
    assert amount["gain"] == 400
    page = book("incentive", "score").out
    assert "515 points · 30 CNY · 200 USD" in page
    assert "capped at 15" in page


def test_the_figure_is_the_sum_of_its_rules_and_leaves_money_out(book: Cm) -> None:
    found = book.json("report", "2026-11", "--explain", "incentive.points")
    assert (found["value"], found["unit"]) == (515, "points")
    assert [row["value"] for row in found["rows"]] == [15, 500, 0]
    assert {row["ref"] for row in found["rows"]} == {None}
    assert "2 × 10" in found["rows"][0]["label"]
    assert found["value"] == book.json("incentive", "score", "2026-11")["points"]
    # October by itself: one deal, 90,000.
    assert book.json("report", "2026-10", "--explain", "incentive.points")["value"] == 10


def test_without_rules_there_is_no_figure(book: Cm) -> None:
    assert book("incentive", "rules", "--set", "", "--yes").code == 0
    found = book.json("report", "2026-11", "--explain", "incentive.points")
    assert (found["value"], found["rows"]) == (None, [])
    score = book.json("incentive", "score")
    assert (score["points"], score["money"], score["rules"]) == (None, [], [])
    assert "there is no rule" in book("incentive", "score").out
    # Money alone gives no points either, not zero.
    book("incentive", "rules", "--add", "deals.won 5 CNY each")
    assert book.json("report", "2026-11", "--explain", "incentive.points")["value"] is None


def test_a_rule_changed_within_the_period_counts_for_all_of_it_and_that_is_said(book: Cm) -> None:
    assert "They changed" not in book("incentive", "score").out
    book("incentive", "rules", "--rm", "1", "--add", "deals.won 7 each")
    found = book.json("incentive", "score")
    assert of(found, "deals.won 7")["points"] == 14
    assert found["rules_changed"].startswith("2026-11-23T10:00")
    assert "They changed on Mon 23 Nov" in book("incentive", "score").out
    # October was over by then.
    assert "They changed" in book("incentive", "score", "2026-10..2026-11").out
    # Nothing is earned before its time: zero would be within a step that falls.
    ahead = book("incentive", "score", "2026-12")
    assert (ahead.code, ahead.out) == (2, "")
    assert "has not begun" in ahead.err


def test_rules_are_added_taken_away_and_undone(book: Cm) -> None:
    listed = book.json("incentive", "rules")
    assert listed["period"] == "month"
    assert [rule["measure"] for rule in listed["rules"]][:2] == ["deals.won", "deals.won"]
    first = listed["rules"][0]
    assert (first["each"], first["cap"], first["pays"]) == (10, 15, "points")
    after = book.json("incentive", "rules", "--rm", "1", "--rm", "2", "--add", "risk.open 5: 9")
    assert [rule["rule"] for rule in after["rules"]][-1] == "risk.open 5: 9"
    assert len(after["rules"]) == 4
    assert book("undo").code == 0
    assert book.json("incentive", "rules") == listed
    # Twice the same number is one rule; the same rules once more change nothing.
    assert len(book.json("incentive", "rules", "--rm", "1", "--rm", "1")["rules"]) == 4
    assert book("undo").code == 0
    assert book.json("incentive", "rules", "--set", RULES) == listed


@pytest.mark.parametrize(
    "words",
    [
        ("--add", "deals.won 9 each"),
        ("--add", "deals.lost 5 each"),
        ("--set", "deals.won 10 eachh"),
        ("--rm", "9"),
        ("--rm", "clients.new"),
    ],
)
def test_a_bad_rule_is_one_line_and_changes_nothing(book: Cm, words: tuple[str, ...]) -> None:
    before = book.json("incentive", "rules")
    result = book("incentive", "rules", *words)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert book.json("incentive", "rules") == before


def test_the_setting_is_checked_by_the_same_grammar(book: Cm) -> None:
    result = book("config", "set", "incentive.rules", "deals.won 5 CNY each, cap 6 USD")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert book("config", "set", "incentive.rules", "deals.won  7分 each").code == 0
    assert book.json("config", "get", "incentive.rules")["value"] == "deals.won 7 each"
    assert book("config", "set", "incentive.period", "day").code == 2
    assert book("config", "set", "incentive.period", "quarter").code == 0
    assert book.json("incentive", "score")["period"]["name"] == "2026Q4"
    assert "meant for a whole quarter" in book("incentive", "score", "2026-11").out
    whole = book("incentive", "score", "2026-10-01..2026-12-31").out
    assert "meant for" not in whole


def test_promises_are_named_with_their_records(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "2026-11-24 10:00")
    book("done", "b1", now="2026-11-24T09:00:00+08:00")
    found = book.json("incentive", "score", now="2026-11-24T11:00:00+08:00")["recognition"]
    # r1 kept, r2 late, b1 kept.
    assert [row["ref"] for row in found["longest_streak"]["rows"]] == ["b1"]
    assert found["current_streak"]["length"] == 1
    best = found["best_week"]
    assert (best["week"], best["kept"], best["promises"]) == ("2026-W48", 1, 1)
    assert [row["kept"] for row in best["rows"]] == [True]


def test_it_has_a_section_in_the_report(book: Cm) -> None:
    over = span(parse_period("2026-11", NOW.date()), NOW)
    before = span(over.period.previous(), NOW)
    store = Store.open(book.db)
    try:
        settings = Settings(dict(store.rows("SELECT name, value FROM setting")))
        reading = Reading(Source(store, settings, window([over, before])), over, before, None)
        found = SECTION.find(reading)
        empty = SECTION.find(reading._replace(
            source=Source(store, Settings({}), window([over, before]))))  # fmt: skip
    finally:
        store.close()
    drawing = Drawing(over.period, before.period, Speaker(NOW), "CNY", 12)
    blocks = list(SECTION.blocks(found, drawing))
    assert text_of(blocks[1].left) == "INCENTIVES"  # type: ignore[union-attr]
    assert SECTION.document(found, Speaker(NOW))["points"] == 515
    assert (list(SECTION.blocks(empty, drawing)), SECTION.document(empty, Speaker(NOW))) == (
        [], None)  # fmt: skip


def test_an_empty_set_takes_nothing_away_unless_it_is_meant(book: Cm) -> None:
    before = book.json("incentive", "rules")["rules"]
    for text in ("", "  "):
        result = book("incentive", "rules", "--set", text)
        assert (result.code, result.out, result.err.count("\n")) == (4, "", 1)
        assert "all 5 rules" in result.err
    assert book.json("incentive", "rules")["rules"] == before
    result = book("incentive", "rules", "--set", "", "--yes")
    assert result.code == 0
    assert result.out.count("taken away: ") == 5
    assert "undo: cm undo" in result.out
    assert book.json("incentive", "rules")["rules"] == []
    # Nothing is left to lose.
    assert book("incentive", "rules", "--set", "").code == 0


def test_rules_that_go_are_named_and_an_empty_one_is_refused(book: Cm) -> None:
    result = book("incentive", "rules", "--rm", "4")
    assert "taken away: replies in time · from 95 %: 20 points" in result.out
    again = book("incentive", "rules", "--set", "deals.won 10 each").out
    assert again.count("taken away: ") == 4
    # What stands there already changes nothing, and there is nothing to take back.
    same = book("incentive", "rules", "--set", "deals.won 10 each").out
    assert ("taken away" in same, "cm undo" in same) == (False, False)
    result = book("incentive", "rules", "--add", " ")
    assert (result.code, result.err.startswith("what is the rule?")) == (2, True)


def test_a_run_of_one_has_one_day(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "2026-11-24 10:00")
    book("done", "b1", now="2026-11-24T09:00:00+08:00")
    page = book("incentive", "score", now="2026-11-24T11:00:00+08:00").out
    assert "present run: one promise kept · Tue 24 Nov (b1)\n" in page


def test_rules_are_typed_as_they_are_shown_in_chinese(cm: Cm) -> None:
    for rule in ("成交金额 100万：500元，300万：1500元", "拜访面谈 每个 2 分，封顶 60 分，不足 20 不计",
                 "按时回复率 达到 90%：20 分，达到 98%：50 分"):  # fmt: skip
        result = cm("incentive", "rules", "--add", rule)
        assert result.code == 0, result.err
    assert [each["rule"] for each in cm.json("incentive", "rules")["rules"]] == [
        "deals.won_amount 1000000 CNY: 500 CNY, 3000000 CNY: 1500 CNY",
        "contacts.visits 2 each, cap 60, floor 20",
        "sla.response 90%: 20, 98%: 50",
    ]
    assert cm("incentive", "rules", "--rm", "拜访面谈").code == 0
    assert len(cm.json("incentive", "rules")["rules"]) == 2
