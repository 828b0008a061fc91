"""`cm training`: record, plan, attend, renew, correct; the agenda, the plan, the figures."""

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    """A fund FD-1, a wealth product WM-1; t1 a certificate that expires on Tuesday, t2 a course
    planned for Friday.
    """
    return given(
        ("product", "add", "FD-1", "澄湖纯债", "--kind", "fund", "--risk", "R4", "--fees", "1.0 %"),
        ("product", "add", "WM-1", "稳利", "--kind", "wealth", "--risk", "R2", "--fees", "0.3 %"),
        ("training", "add", "基金从业资格", "--kind", "certificate", "--at", "2025-01-10",
         "--score", "86", "--expires", "2026-11-24", "--about", "fund"),
        ("training", "add", "财富产品", "--due", "fri", "--product", "WM-1", "--hours", "3"),
    )  # fmt: skip


def learning(cm: Cm, now: str | None = None) -> list[tuple[str, str, str]]:
    items = cm.json("today", now=now)["items"]
    return [(i["ref"], i["kind"], i["state"]) for i in items if i["section"] == "learning"]


def test_attended_today_by_default_with_its_minutes(book: Cm) -> None:
    found = book.json("training", "add", "反洗钱", "--hours", "2.5", "--product", "FD-1",
                      "--product", "p1", "--about", "理财", "--provider", "总行")  # fmt: skip
    assert next(iter(found)) == "ref"
    assert (found["ref"], found["kind"], found["title"]) == ("t3", "course", "反洗钱")
    assert (found["done"], found["due"], found["provider"]) == ("2026-11-23", None, "总行")
    assert (found["minutes"], found["hours"], found["state"]) == (150, 2.5, "done")
    assert found["products"] == [{"ref": "p1", "code": "FD-1", "name": "澄湖纯债"}]
    assert found["about"] == ["wealth"]
    assert book.json("show", "t3") == found
    assert "2.5 of 15 h · 3 h planned" in book("show", "t3").out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--hours", "-3"), 2, "-3 is no number of hours"),
        (("--hours", "0"), 2, "hours"),
        (("--score", "101"), 2, "101 is no score"),
        (("--score", "-1"), 2, "score"),
        (("--expires", "2026-11-22"), 2, "before"),
        (("--at", "2026-11-24"), 2, "still to come"),
        (("--due", "2026-11-22"), 2, "past"),
        (("--due", "fri", "--score", "80"), 2, "no score yet"),
        (("--due", "fri", "--at", "2026-11-20"), 2, "exclude each other"),
        (("--kind", "seminar"), 2, "course, certificate"),
        (("--about", "gold"), 2, "fund"),
        (("--product", "FD-"), 3, "near it: FD-1"),
    ],
)
def test_bad_input_is_refused_in_one_line_and_nothing_is_written(
    book: Cm, options: tuple[str, ...], code: int, said: str
) -> None:
    result = book("training", "add", "x", *options)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err
    assert len(book.json("training", "list")) == 2


def test_a_training_has_a_title(book: Cm) -> None:
    assert book("training", "add", "  ").code == 2
    assert book("edit", "t1", "title=").code == 2


def test_planned_attended_and_what_it_counts(book: Cm) -> None:
    found = book.json("done", "t2", "讲得好", now="2026-11-27T18:00:00+08:00")
    assert (found["done"], found["due"], found["note"]) == ("2026-11-27", "2026-11-27", "讲得好")
    assert (found["hours"], found["state"]) == (3, "done")
    again = book("done", "t2", now="2026-11-27T18:00:00+08:00")
    assert (again.code, again.err.count("\n")) == (4, 1)
    assert "cm edit t2" in again.err


def test_done_with_hours_score_and_expiry(book: Cm) -> None:
    found = book.json("training", "done", "t2", "--hours", "90m", "--score", "92.5", "--at",
                      "2026-11-20", "--expires", "2027-11-20")  # fmt: skip
    assert (found["done"], found["minutes"], found["score"]) == ("2026-11-20", 90, 92.5)
    assert (found["expires"], found["state"]) == ("2027-11-20", "valid")
    assert book("training", "done", "t9").code == 3
    assert book("training", "done", "p1").code == 2


def test_hours_that_nobody_knows_yet_are_asked_for_by_the_answer(book: Cm) -> None:
    result = book("training", "add", "网点分享")
    assert result.code == 0
    assert "cm edit t3 hours=2.5" in result.out
    assert book.json("edit", "t3", "hours=1.5")["minutes"] == 90
    assert book.json("edit", "t3", "hours=")["minutes"] is None


def test_snooze_moves_what_is_planned_and_nothing_else(book: Cm) -> None:
    assert book.json("snooze", "t2", "+7d")["due"] == "2026-11-30"
    assert book("snooze", "t2", "2026-11-30").code == 4
    assert book("snooze", "t1", "fri").code == 4


def test_edit_corrects_and_replaces_what_it_was_about(book: Cm) -> None:
    found = book.json("edit", "t2", "product=FD-1", "about=基金，保险", "provider=分行", "due=+8d")
    assert [one["code"] for one in found["products"]] == ["FD-1"]
    assert (found["about"], found["provider"]) == (["fund", "insurance"], "分行")
    assert book.json("edit", "t2", "product=")["about"] == ["fund", "insurance"]
    assert book.json("edit", "t2", "product=")["products"] == []
    for field in ("colour=red", "hours=x", "due=", "score=80", "expires=2026-11-01", "kind="):
        assert book("edit", "t2", field).code == 2, field
    assert book("edit", "t2", "product=NIX").code == 3


def test_rm_takes_it_away_with_what_it_was_about_and_undo_brings_both_back(book: Cm) -> None:
    before = book.json("show", "t2")
    assert book.json("rm", "t2", "--yes") == {"ref": "t2", "removed": True}
    assert book("show", "t2").code == 3
    assert book("undo").code == 0
    assert book.json("show", "t2") == before


def test_the_list_filters_and_says_the_year(book: Cm) -> None:
    assert book("training", "add", "反洗钱", "--hours", "2", "--at", "2026-05-04").code == 0

    def refs(*options: str) -> list[str]:
        return [row["ref"] for row in book.json("training", "list", *options)]

    assert refs() == ["t2", "t3", "t1"]
    assert refs("--planned") == ["t2"]
    assert refs("--done") == ["t3", "t1"]
    assert refs("--expiring") == ["t1"]
    assert refs("--kind", "证书") == ["t1"]
    assert refs("--from", "2026-05-04", "--to", "2026-05-04") == ["t3"]
    assert refs("--sort", "-date") == ["t2", "t3", "t1"]
    assert refs("--from", "2030-01-01") == []
    assert book("training", "list", "--sort", "colour").code == 2
    text = book("training", "list", "--limit", "1").out
    assert "2026: 2 of 15 h · 3 h planned" in text
    assert "2 more" in text
    assert book("config", "set", "training.hours", "0").code == 0
    assert "2026: 2 h · 3 h planned" in book("training", "list").out


def test_a_certificate_is_on_the_agenda_until_a_renewal_is_planned_or_recorded(book: Cm) -> None:
    assert book("config", "set", "training.hours", "0").code == 0
    assert learning(book) == [("t1", "certificate", "at_risk")]
    assert "cm training add" in book("why", "t1").out
    late = "2026-11-25T09:00:00+08:00"
    assert learning(book, late) == [("t1", "certificate", "overdue")]
    assert book("config", "set", "training.notice", "1").code == 0
    assert learning(book, "2026-11-22T09:00:00+08:00") == []
    again = ("training", "add", "基金从业资格", "--kind", "certificate")
    assert book(*again, "--due", "2026-11-26").code == 0
    assert learning(book, late) == []
    assert book.json("show", "t1", now=late)["renewal"] == "t3"
    assert learning(book, "2026-11-27T09:00:00+08:00") == [
        ("t1", "certificate", "overdue"), ("t3", "training", "overdue"), ("t2", "training", "open"),
    ]  # fmt: skip
    assert book("training", "done", "t3", "--expires", "2028-11-26").code == 0
    assert learning(book, late) == []
    assert book.json("show", "t1")["state"] == "renewed"


def test_a_planned_course_is_on_the_agenda_on_its_day_and_then_late(book: Cm) -> None:
    assert book("rm", "t1", "--yes").code == 0
    assert book("config", "set", "training.hours", "0").code == 0
    assert learning(book, "2026-11-27T09:00:00+08:00") == [("t2", "training", "open")]
    assert learning(book, "2026-11-28T09:00:00+08:00") == [("t2", "training", "overdue")]
    assert book("done", "t2", now="2026-11-28T09:00:00+08:00").code == 0
    assert learning(book, "2026-11-28T09:00:00+08:00") == []


def test_the_hours_of_the_year_stand_there_late_in_it_and_only_behind(cm: Cm) -> None:
    assert learning(cm) == []
    assert cm("training", "add", "x", "--hours", "5", "--at", "2026-03-02").code == 0
    assert learning(cm) == [("t1", "hours", "open")]
    assert learning(cm, "2026-09-30T09:00:00+08:00") == []
    why = cm("why", "t1").out
    assert "training.hours" in why
    assert "cm training plan" in why
    assert cm("training", "add", "y", "--hours", "10", "--due", "fri").code == 0
    assert learning(cm) == []


def test_the_learning_plan_names_each_gap_and_its_command_closes_it(book: Cm) -> None:
    book("config", "set", "training.certificates", "基金从业资格, 保险销售资格")
    assert book("client", "add", "王建国").code == 0
    assert book("deal", "add", "王建国", "基金", "--product", "FD-1", "--amount", "1万").code == 0
    found = book.json("training", "plan", now="2026-11-25T09:00:00+08:00")
    assert [(gap["kind"], gap["ref"]) for gap in found["gaps"]] == [
        ("certificate", None), ("certificate", "t1"), ("hours", None),
    ]  # fmt: skip
    assert found["gaps"][0]["what"] == "保险销售资格"
    assert found["year"] == {"year": 2026, "hours": 0, "planned": 3, "target": 15}
    # Without the certificate about funds, the fund at R4 is a gap as well.
    assert book("edit", "t1", "about=").code == 0
    gaps = {gap["ref"]: gap for gap in book.json("training", "plan")["gaps"]}
    assert gaps["p1"]["command"] == "cm training add '澄湖纯债' --product FD-1 --due +14d"
    assert "on sale at R4" in gaps["p1"]["why"]
    assert "cm training add '澄湖纯债' --product FD-1" in book("training", "plan").out
    assert book("training", "add", "澄湖纯债", "--product", "FD-1", "--due", "+14d").code == 0
    assert "p1" not in {gap["ref"] for gap in book.json("training", "plan")["gaps"]}


def test_a_product_sold_a_year_ago_is_no_longer_one_to_have_learned(cm: Cm) -> None:
    assert cm("product", "add", "LN-1", "房贷", "--kind", "loan").code == 0
    assert cm("client", "add", "周立").code == 0
    assert cm("deal", "add", "周立", "房贷", "--product", "LN-1", "--amount", "1万").code == 0
    for line in (("disclose", "周立", "LN-1"), ("deal", "won", "d1")):
        assert cm(*line, now="2026-11-23T18:00:00+08:00").code == 0

    def refs(now: str) -> list[str | None]:
        return [gap["ref"] for gap in cm.json("training", "plan", now=now)["gaps"]]

    assert "p1" in refs("2027-11-23T09:00:00+08:00")
    assert "p1" not in refs("2027-11-24T09:00:00+08:00")


def test_an_empty_book_has_an_empty_plan_and_list(cm: Cm) -> None:
    assert cm.json("training", "list") == []
    assert "no training fits" in cm("training", "list").out
    assert cm("config", "set", "training.hours", "0").code == 0
    assert cm.json("training", "plan")["gaps"] == []
    assert "no gap" in cm("training", "plan").out


def test_find_reads_titles_and_notes(book: Cm) -> None:
    assert book("edit", "t2", "note=重点看费用").code == 0
    assert [hit["ref"] for hit in book.json("find", "财富")] == ["t2"]
    assert [hit["ref"] for hit in book.json("find", "费用")] == ["t2"]


def test_hours_of_a_period_are_those_of_its_days_and_the_rows_add_up(book: Cm) -> None:
    # Monday to Sunday of last week: the wrong side of each end by a day.
    for day, hours in (("15", "8"), ("16", "1.5"), ("22", "2"), ("23", "4")):
        assert book("training", "add", "x", "--hours", hours, "--at", f"2026-11-{day}").code == 0
    assert book("training", "add", "y", "--at", "2026-11-18").code == 0
    found = book.json("report", "lastweek", "--explain", "training.hours")
    assert found["value"] == 3.5
    assert [row["value"] for row in found["rows"]] == [1.5, 0, 2]
    assert {row["ref"][0] for row in found["rows"]} == {"t"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--hours", "999"), "at most 200"),
        (("--due", "2099-01-01"), "1 Jan 2099 is too far away for a training"),
        (("--at", "1900-01-01"), "check the year"),
        (("--expires", "2999-01-01"), "what lasts for good has no --expires"),
    ],
)
def test_what_was_mistyped_is_not_taken(cm: Cm, words: tuple[str, ...], said: str) -> None:
    result = cm("training", "add", "x", *words)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert said in result.err
    assert cm("training", "add", "y", "--due", "+14d").code == 0
    assert "check the year" in cm("snooze", "t1", "2099-01-01").err
