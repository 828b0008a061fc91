from typing import Any

import pytest

from tests.support import Cm, Filled

TOMORROW = "2026-11-24T10:00:00+08:00"


def _fill(cm: Cm) -> None:
    cm.json("client", "add", "王建国", "--tier", "key")
    cm.json("client", "add", "周立")


@pytest.fixture
def book(filled: Filled) -> Cm:
    """c1 a key client nobody talked to, c2 a standard one."""
    return filled(_fill)


def lines(cm: Cm, *kinds: str, now: str | None = None) -> dict[str, Any]:
    """The agenda of these kinds by reference."""
    items = cm.json("today", now=now)["items"]
    return {item["ref"]: item for item in items if item["kind"] in kinds}


def complaint(cm: Cm) -> None:
    cm.json("feedback", "add", "王建国", "等了半小时", "--satisfaction", "3", "--theme", "等候时间",
            "--at", "昨天上午10点")  # fmt: skip


def test_a_feedback_keeps_scores_theme_words_and_time(book: Cm) -> None:
    found = book.json("feedback", "add", "王建国", "很快", "--satisfaction", "5", "--recommend",
                      "10", "--theme", " 手机  银行 ", "--at", "昨天上午10点")  # fmt: skip
    assert list(found)[:2] == ["ref", "client"]
    assert found["client"] == {"ref": "c1", "name": "王建国", "tier": "key"}
    assert found["at"] == "2026-11-22T10:00:00+08:00"
    assert (found["satisfaction"], found["recommend"], found["text"]) == (5, 10, "很快")
    assert (found["theme"], found["state"], found["actions"]) == ("手机 银行", "heard", [])
    assert book.json("show", "f1") == found
    assert book("feedback", "add", "周立", "-", stdin="排队\n").code == 0
    assert book.json("show", "f2")["text"] == "排队"


@pytest.mark.parametrize(
    "wrong",
    [
        ["王建国"],
        ["王建国", "--theme", "等候"],
        ["王建国", "--satisfaction", "0"],
        ["王建国", "--satisfaction", "6"],
        ["王建国", "--satisfaction", "good"],
        ["王建国", "--recommend", "11"],
        ["王建国", "--recommend", "-1"],
        ["王建国", "好", "--at", "tomorrow"],
        ["周立", "好", "--request", "r1"],
        ["王建国", "好", "--request", "d1"],
    ],
)
def test_wrong_feedback_is_refused_in_one_line(book: Cm, wrong: list[str]) -> None:
    book.json("request", "open", "王建国", "卡被锁")
    result = book("feedback", "add", *wrong)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert book.json("feedback", "list") == []


def test_an_unknown_client_or_request_is_not_found(book: Cm) -> None:
    assert book("feedback", "add", "nobody", "x").code == 3
    assert book("feedback", "add", "王建国", "x", "--request", "r9").code == 3
    assert book("feedback", "act", "f9", "x").code == 3
    assert book("show", "a9").code == 3


def test_the_list_filters_and_sorts(book: Cm) -> None:
    complaint(book)
    book.json("feedback", "add", "周立", "--recommend", "9", "--theme", "Fees")

    def refs(*options: str) -> list[str]:
        return [found["ref"] for found in book.json("feedback", "list", *options)]

    assert refs() == ["f2", "f1"]
    assert refs("--client", "王建国") == ["f1"]
    assert refs("--theme", "fees") == ["f2"]
    assert refs("--tier", "key") == ["f1"]
    assert refs("--from", "today") == ["f2"]
    assert refs("--to", "yesterday") == ["f1"]
    assert refs("--open") == ["f1"]
    assert refs("--sort", "recommend", "--limit", "1") == ["f1"]
    assert book("feedback", "list", "--sort", "colour").code == 2
    assert "no feedback fits" in book("feedback", "list", "--theme", "x").out


def test_an_action_runs_from_plan_to_result_and_the_client_is_told(book: Cm) -> None:
    complaint(book)
    planned = book.json("feedback", "act", "f1", "增开窗口", "--owner", "网点", "--due", "today")
    assert (planned["ref"], planned["feedback"], planned["owner"]) == ("a1", "f1", "网点")
    assert (planned["due"], planned["state"]) == ("2026-11-23T00:00:00+08:00", "due")
    book.json("feedback", "act", "f1", "电话致歉")
    assert set(lines(book, "action")) == {"a1", "a2"}
    assert lines(book, "action")["a2"]["due"] is None
    assert lines(book, "action", now=TOMORROW)["a1"]["state"] == "overdue"

    assert book("feedback", "told", "f1").code == 4
    book.json("snooze", "a1", "+3d")
    assert set(lines(book, "action")) == {"a2"}
    done = book.json("done", "a1", "已增开")
    assert (done["result"], done["state"]) == ("已增开", "done")
    assert book("done", "a1").code == 4
    assert not lines(book, "feedback")
    assert "cm feedback told f1" in book("done", "a2").out
    told = lines(book, "feedback")["f1"]
    assert (told["section"], told["due"], told["state"]) == ("service", None, "open")
    assert "cm feedback told f1" in book("why", "f1").out

    closed = book.json("feedback", "told", "f1", "已告知", "--channel", "visit")
    assert (closed["state"], closed["told"]) == ("told", "2026-11-23T10:00:00+08:00")
    assert book.json("show", "i1")["channel"] == "visit"
    assert not lines(book, "feedback", "action")
    assert book("feedback", "told", "f1").code == 4
    book("undo")
    assert "f1" in lines(book, "feedback")
    assert book("show", "i1").code == 3


def test_an_opinion_stands_on_the_agenda_until_something_is_planned(book: Cm) -> None:
    complaint(book)
    book.json("feedback", "add", "周立", "--satisfaction", "5")
    book.json("feedback", "add", "周立", "--satisfaction", "2")
    waiting = lines(book, "feedback")
    assert {ref: item["title"] for ref, item in waiting.items()} == {
        "f1": "answer: 等了半小时", "f3": "satisfaction 2 of 5: ask why",
    }  # fmt: skip
    assert "feedback.answer_days" in book("why", "f1").out
    book.json("feedback", "act", "f1", "增开窗口")
    book.json("done", "f3", "已致电")
    assert not lines(book, "feedback")
    book("undo")
    assert set(lines(book, "feedback")) == {"f3"}
    assert not lines(book, "feedback", now="2026-12-07T10:00:01+08:00")
    book("config", "set", "feedback.answer_days", "0")
    assert not lines(book, "feedback")
    book("config", "set", "feedback.answer_days", "30")
    assert book("client", "archive", "周立").code == 0
    assert not lines(book, "feedback")


def test_done_on_a_feedback_tells_the_client(book: Cm) -> None:
    complaint(book)
    assert book.json("done", "f1", "已致歉")["state"] == "told"
    book.json("feedback", "act", "f1", "再看一次")
    assert book.json("show", "f1")["state"] == "acting"


def test_wrong_actions(book: Cm) -> None:
    complaint(book)
    assert book("feedback", "act", "f1", " ").code == 2
    assert book("feedback", "act", "f1", "x", "--due", "2026-11-20").code == 2
    assert book("feedback", "act", "a1", "x").code == 2
    book.json("feedback", "act", "f1", "x")
    assert book("snooze", "a1", "yesterday").code == 2
    assert book("edit", "a1", "text=").code == 2
    assert book("edit", "a1", "colour=red").code == 2


def test_edit_rm_and_undo(book: Cm) -> None:
    complaint(book)
    changed = book.json("edit", "f1", "satisfaction=2", "theme=", "text=等了一小时")
    assert (changed["satisfaction"], changed["theme"], changed["text"]) == (2, None, "等了一小时")
    assert book("edit", "f1", "satisfaction=9").code == 2
    assert book("edit", "f1", "satisfaction=", "text=").code == 2
    assert book("edit", "f1", "told=now").code == 2
    book.json("feedback", "act", "f1", "x")
    edited = book.json("edit", "a1", "owner=网点", "due=fri")
    assert (edited["owner"], edited["due"]) == ("网点", "2026-11-27T00:00:00+08:00")
    assert book("rm", "f1", "--yes").code == 4
    assert book.json("rm", "a1", "--yes") == {"ref": "a1", "removed": True}
    book.json("rm", "f1", "--yes")
    assert book.json("feedback", "list") == []
    book("undo")
    book("undo")
    assert book.json("show", "f1")["actions"][0]["owner"] == "网点"


def test_a_logged_contact_may_carry_a_satisfaction(book: Cm) -> None:
    book.json("request", "open", "王建国", "卡被锁", "--at", "9:00")
    found = book.json("log", "王建国", "已解锁", "--satisfaction", "4")
    assert (found["feedback"], found["answered"]) == ("f1", "r1")
    given = book.json("show", "f1")
    assert (given["satisfaction"], given["interaction"], given["request"]) == (4, "i1", "r1")
    assert "f2 satisfaction 5" in book("log", "周立", "--satisfaction", "5").out
    assert book("rm", "i2", "--yes").code == 4
    book("undo")
    assert book("show", "f2").code == 3
    assert book("show", "i2").code == 3
    assert book.json("log", "周立")["feedback"] is None


@pytest.mark.parametrize("wrong", [["--satisfaction", "0"], ["--satisfaction", "x"],
                                   ["--satisfaction", "4", "--outcome", "no_answer"]])  # fmt: skip
def test_a_contact_with_a_wrong_satisfaction_is_not_recorded(book: Cm, wrong: list[str]) -> None:
    assert book("log", "周立", *wrong).code == 2
    assert book.json("show", "c2")["timeline"] == []


def test_satisfaction_is_asked_after_a_request(book: Cm) -> None:
    book.json("request", "open", "周立", "卡被锁", "--at", "9:00")
    book.json("done", "r1")
    asked = lines(book, "survey")["r1"]
    assert (asked["section"], asked["due"], asked["state"]) == ("service", None, "open")
    assert "卡被锁" in asked["title"]
    assert "feedback.ask_days" in book("why", "r1").out
    assert not lines(book, "survey", now="2026-12-08T10:00:00+08:00")
    book.json("feedback", "add", "周立", "--satisfaction", "5", "--request", "r1")
    assert not lines(book, "survey")


def test_a_key_client_met_this_quarter_is_asked_once(book: Cm) -> None:
    assert not lines(book, "survey")
    book.json("log", "王建国", "谈了理财")
    assert set(lines(book, "survey")) == {"c1"}
    book("config", "set", "feedback.share", "0")
    assert not lines(book, "survey")
    book("undo")
    book.json("log", "王建国", "--satisfaction", "4")
    assert not lines(book, "survey")
    later = "2027-01-05T10:00:00+08:00"
    book("log", "王建国", now=later)
    assert set(lines(book, "survey", now=later)) == {"c1"}


def test_themes_of_a_period_stand_beside_the_one_before(book: Cm) -> None:
    complaint(book)
    book.json("feedback", "add", "周立", "--satisfaction", "5")
    book.json("feedback", "add", "周立", "慢", "--theme", "等候时间", "--at", "2026-09-01")
    book.json("feedback", "act", "f1", "增开窗口")
    book.json("done", "a1")
    found = book.json("feedback", "themes")
    assert (found["period"]["name"], found["previous"]["name"]) == ("2026Q4", "2026Q3")
    assert found["themes"] == [
        {"theme": "等候时间", "count": 1, "mean": 3.0, "acted": 1.0,
         "previous": {"count": 1, "mean": None, "acted": 0.0}},
        {"theme": None, "count": 1, "mean": 5.0, "acted": None,
         "previous": {"count": 0, "mean": None, "acted": None}},
    ]  # fmt: skip
    page = book("feedback", "themes", "上季度").out
    assert "2026Q3" in page
    assert "等候时间" in page
    assert book("feedback", "themes", "someday").code == 2
    assert "no feedback" in book("feedback", "themes", "2020").out


def test_the_report_has_the_figures_and_the_themes(book: Cm) -> None:
    complaint(book)
    book.json("feedback", "add", "王建国", "--satisfaction", "5", "--recommend", "10")
    document = book.json("report", "thisquarter")
    values = {measure["id"]: measure["value"] for measure in document["measures"]}
    assert values["satisfaction.csat"] == 0.5
    assert values["satisfaction.mean"] == 4.0
    assert values["satisfaction.nps"] == 100
    assert values["satisfaction.responses"] == 2
    assert values["feedback.acted"] == 0.0
    assert [theme["theme"] for theme in document["sections"]["satisfaction"]] == ["等候时间", None]
    page = book("report", "thisquarter").out
    assert "THEMES" in page
    assert "SATISFACTION" in page
    rows = book.json("report", "thisquarter", "--explain", "satisfaction.mean")["rows"]
    assert [(row["ref"], row["value"]) for row in rows] == [("f1", 3), ("f2", 5)]


def test_the_client_file_names_the_last_satisfaction_and_open_actions(book: Cm) -> None:
    complaint(book)
    book.json("feedback", "act", "f1", "增开窗口", "--due", "fri")
    page = book("show", "c1").out
    assert "last satisfaction: 3 of 5 on 22 Nov (f1)" in page
    assert "增开窗口" in page
    document = book.json("show", "c1")
    assert document["satisfaction"]["ref"] == "f1"
    assert [action["ref"] for action in document["actions"]] == ["a1"]


def test_merged_files_bring_their_feedback_and_undo_parts_them(book: Cm) -> None:
    complaint(book)
    book.json("feedback", "act", "f1", "增开窗口")
    before = book.json("show", "f1")
    book.json("client", "merge", "c2", "c1", "--yes")
    moved = book.json("show", "f1")
    assert moved["client"]["ref"] == "c2"
    assert moved["actions"][0]["client"]["ref"] == "c2"
    assert book("undo").code == 0
    assert book.json("show", "f1") == before


def test_pages_in_chinese(book: Cm) -> None:
    complaint(book)
    book.json("feedback", "act", "f1", "增开窗口", "--owner", "网点", "--due", "today")
    pages = [
        book(*words, lang="zh")
        for words in (["feedback", "list"], ["show", "f1"], ["show", "a1"], ["feedback", "themes"],
                      ["why", "a1"], ["log", "周立", "--satisfaction", "4"])
    ]  # fmt: skip
    assert all(page.code == 0 for page in pages)
    assert "改进措施" in pages[1].out
    assert "满意度" in pages[1].out
    assert "网点" in pages[2].out
    assert "f2 满意度 4" in pages[5].out
    wrong = book("feedback", "add", "周立", "--satisfaction", "6", lang="zh")
    assert "1" in wrong.err
    assert "no score" not in wrong.err
    refused = book("feedback", "told", "f1", lang="zh")
    assert "waits for" not in refused.err


def test_an_archived_client_is_not_asked(book: Cm) -> None:
    book.json("request", "open", "周立", "卡被锁", "--at", "9:00")
    book.json("done", "r1")
    book.json("log", "王建国")
    assert set(lines(book, "survey")) == {"r1", "c1"}
    book("client", "archive", "c2")
    book("client", "archive", "c1")
    assert not lines(book, "survey")
