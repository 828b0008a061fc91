from typing import Any

import pytest

from cmcli.queries.plan import cadences, current
from cmcli.store import Store
from tests.support import Cm, Filled

LATER = "2026-11-24T10:00:00+08:00"
NEXT_YEAR = "2027-11-23T10:00:00+08:00"


def _fill(cm: Cm) -> None:
    cm.json("client", "add", "王建国", "--tier", "key")
    cm.json("client", "add", "周立")


@pytest.fixture
def book(filled: Filled) -> Cm:
    """c1 a key client, c2 a standard one."""
    return filled(_fill)


def plans(cm: Cm, now: str | None = None) -> dict[str, Any]:
    items = cm.json("today", now=now)["items"]
    return {item["ref"]: item for item in items if item["kind"] == "plan"}


def made(cm: Cm, *options: str) -> Any:
    return cm.json("plan", "set", "王建国", "--need", "教育金", *options)


def test_a_plan_keeps_needs_wishes_and_measures(book: Cm) -> None:
    found = made(book, "--need", "稳健理财", "--channel", "phone", "--hours", "16点后", "--taboo",
                 "股票", "--measure", "月报", "--cadence", "month")  # fmt: skip
    assert found["ref"] == "s1"
    assert found["client"]["ref"] == "c1"
    assert found["needs"] == ["教育金", "稳健理财"]
    assert found["measures"] == ["月报"]
    assert (found["channel"], found["hours"], found["taboo"]) == ("phone", "16点后", "股票")
    assert (found["cadence"], found["review"]) == ("month", "2027-11-23")
    assert book.json("plan", "show", "王建国") == found
    assert book.json("show", "s1") == found


def test_a_revision_closes_the_one_before_and_keeps_what_is_not_given(book: Cm) -> None:
    first = made(book, "--taboo", "股票")
    second = book.json("plan", "set", "c1", "--measure", "月报", "--taboo", "", now=LATER)
    assert (second["ref"], second["needs"], second["taboo"]) == ("s2", ["教育金"], None)
    found = book.json("plan", "show", "c1", "--revisions", now=LATER)
    assert found["ref"] == "s2"
    assert [revision["ref"] for revision in found["revisions"]] == ["s2", "s1"]
    assert found["revisions"][1]["replaced"] == LATER
    assert book.json("show", "s1", now=LATER)["replaced"] == LATER
    book("undo", now=LATER)
    assert book.json("plan", "show", "c1") == first


def test_the_first_plan_takes_the_need_of_the_file(book: Cm) -> None:
    book.json("client", "edit", "c1", "--need", "留学")
    assert book.json("plan", "set", "c1", "--cadence", "quarter")["needs"] == ["留学"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 2),
        (["--cadence", "weekly"], 2),
        (["--channel", "pigeon"], 2),
        (["--review", "yesterday"], 2),
        (["--review", "someday"], 2),
        (["--cadence", "half-year"], 4),
        (["--cadence", "year"], 4),
    ],
)
def test_wrong_plans_are_refused_in_one_line(book: Cm, options: list[str], code: int) -> None:
    result = book("plan", "set", "王建国", *options)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert book.json("plan", "list") == []


def test_the_refusal_of_a_loose_cadence_says_the_standard(book: Cm) -> None:
    assert "every quarter" in book("plan", "set", "王建国", "--cadence", "year").err
    assert book("plan", "set", "周立", "--cadence", "year").code == 0


def test_show_and_lists_without_a_plan(book: Cm) -> None:
    assert book("plan", "show", "王建国").code == 3
    assert book("show", "s1").code == 3
    assert book.json("plan", "list") == []
    assert book.json("plan", "list", "--missing") == [
        {"ref": None, "client": {"ref": "c1", "name": "王建国", "tier": "key"}}
    ]
    assert [m["client"]["ref"] for m in book.json(
        "plan", "list", "--missing", "--tier", "standard")] == ["c2"]  # fmt: skip
    made(book)
    assert book.json("plan", "list", "--missing") == []
    assert [found["ref"] for found in book.json("plan", "list", "--tier", "key")] == ["s1"]
    assert book.json("plan", "list", "--tier", "focus") == []
    assert book("plan", "list", "--missing", "--due").code == 2


def test_a_review_stands_on_the_agenda_until_it_is_held(book: Cm) -> None:
    made(book)
    assert not plans(book)
    assert not plans(book, now="2027-11-22T10:00:00+08:00")
    assert plans(book, now=NEXT_YEAR)["s1"]["state"] == "open"
    late = plans(book, now="2027-11-24T10:00:00+08:00")["s1"]
    assert (late["state"], late["due"]) == ("overdue", "2027-11-23T00:00:00+08:00")
    assert [found["ref"] for found in book.json("plan", "list", "--due", now=NEXT_YEAR)] == ["s1"]
    book.json("snooze", "s1", "2027-12-01", now=NEXT_YEAR)
    assert not plans(book, now=NEXT_YEAR)
    held = book.json("done", "s1", now="2027-12-01T10:00:00+08:00")
    assert (held["ref"], held["needs"], held["review"]) == ("s2", ["教育金"], "2028-12-01")
    assert not plans(book, now="2027-12-01T10:00:00+08:00")
    assert book("done", "s1", now="2027-12-01T10:00:00+08:00").code == 4
    assert book("done", "s2", "a note", now="2027-12-01T10:00:00+08:00").code == 2


def test_a_poor_score_after_the_plan_asks_for_a_review(book: Cm) -> None:
    made(book)
    book.json("feedback", "add", "王建国", "--satisfaction", "3", now=LATER)
    assert not plans(book, now=LATER)
    book.json("feedback", "add", "王建国", "--satisfaction", "2", now=LATER)
    found = plans(book, now=LATER)["s1"]
    assert "scored 2" in found["title"]
    assert (found["section"], found["due"], found["state"]) == ("service", None, "open")
    assert [found["ref"] for found in book.json("plan", "list", "--due", now=LATER)] == ["s1"]
    after = "2026-11-25T10:00:00+08:00"
    book.json("plan", "set", "c1", "--measure", "电话致歉", now=after)
    assert not plans(book, now=after)
    assert book.json("plan", "list", "--due", now=after) == []


def test_a_complaint_after_the_plan_asks_for_a_review(book: Cm) -> None:
    book.json("plan", "set", "周立", "--need", "理财")
    book.json("request", "open", "周立", "少了一笔利息", "--kind", "complaint", now=LATER)
    assert "complained" in plans(book, now=LATER)["s1"]["title"]
    assert "s1" in book("why", "s1", now=LATER).out


def test_a_key_client_with_a_poor_score_and_no_plan(book: Cm) -> None:
    book.json("feedback", "add", "王建国", "--satisfaction", "1")
    book.json("feedback", "add", "周立", "--satisfaction", "1")
    assert set(plans(book)) == {"c1"}
    made(book)
    assert not plans(book)


def test_the_client_file_says_what_to_know_before_a_call(book: Cm) -> None:
    assert "service plan" in book("show", "c1").out
    made(book, "--channel", "phone", "--hours", "16点后", "--taboo", "股票")
    page = book("show", "c1").out
    for words in ("plan s1: 教育金", "phone · 16点后", "avoid: 股票", "23 Nov 2027"):
        assert words in page
    assert book.json("show", "c1")["plan"]["needs"] == ["教育金"]
    assert "service plan" not in page
    assert book.json("show", "c2")["plan"] is None


def test_merged_files_keep_both_plans_and_the_later_one_holds(book: Cm) -> None:
    made(book)
    book.json("plan", "set", "周立", "--need", "留学", "--cadence", "quarter", now=LATER)
    book.json("client", "merge", "c1", "c2", "--yes", now=LATER)
    found = book.json("plan", "show", "c1", "--revisions", now=LATER)
    assert found["needs"] == ["留学"]
    assert [revision["ref"] for revision in found["revisions"]] == ["s2", "s1"]
    assert [plan["ref"] for plan in book.json("plan", "list", now=LATER)] == ["s2"]
    book("undo", now=LATER)
    assert book.json("plan", "show", "c1")["needs"] == ["教育金"]
    assert book.json("plan", "show", "c2")["needs"] == ["留学"]

    book.json("client", "merge", "c1", "c2", "--yes", now=LATER)
    book.json("plan", "set", "c1", "--taboo", "股票", now="2026-11-25T10:00:00+08:00")
    closed = book.json("plan", "show", "c1", "--revisions")["revisions"]
    assert [plan["replaced"] is None for plan in closed] == [True, False, False]


def test_the_cadences_of_the_plans_in_force(book: Cm) -> None:
    made(book, "--cadence", "month")
    book.json("plan", "set", "周立", "--need", "理财")
    store = Store.open(book.db)
    assert cadences(current(store)) == {1: "month"}
    store.close()
    book.json("client", "archive", "c1")
    store = Store.open(book.db)
    assert cadences(current(store)) == {}
    store.close()


def test_the_report_counts_key_clients_with_a_plan(book: Cm) -> None:
    book.json("client", "add", "刘芳", "--tier", "key")
    made(book)
    found = book.json("report", "--explain", "plan.coverage")
    assert found["value"] == 0.5
    assert [(row["client"]["ref"], row["value"]) for row in found["rows"]] == [("c1", 1), ("c3", 0)]


def test_pages_in_chinese(book: Cm) -> None:
    made(book, "--channel", "phone", "--taboo", "股票", "--cadence", "month")
    page = book("plan", "show", "王建国", "--revisions", lang="zh").out
    assert "每月" in page
    assert "股票" in page
    assert "avoid" not in page
    assert "服务方案" in book("plan", "list", "--missing", lang="zh").out
    refused = book("plan", "set", "王建国", "--cadence", "year", lang="zh")
    assert refused.code == 4
    assert "每季度" in refused.err
    assert book.json("plan", "set", "王建国", "--cadence", "每季度")["cadence"] == "quarter"


def test_a_first_plan_of_nothing_is_refused(cm: Cm) -> None:
    cm("client", "add", "王建国")
    for option in ("--need", "--measure"):
        result = cm("plan", "set", "c1", option, "  ")
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert "cm plan set 王建国 --need" in result.err
    assert cm.json("plan", "list") == []
