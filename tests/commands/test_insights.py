"""`cm insight`: write down, share without names, count, forget nobody's rights."""

from pathlib import Path
from typing import Any

import pytest

from cmcli.config import Settings
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.queries.figures import Source, window
from cmcli.reports.parts import market as part
from cmcli.reports.section import Drawing, Reading
from cmcli.store import Store
from cmcli.views.sheet import Table
from cmcli.views.speech import Speaker
from tests.builders import NOW
from tests.support import Cm, Given

FRIDAY = "2026-11-27T10:00:00+08:00"


@pytest.fixture
def book(given: Given) -> Cm:
    """n1 about 王建国, of last Wednesday; n2 of today."""
    return given(
        ("client", "add", "王建国", "--tier", "key", "--birthday", "1974-05-01", "--phone",
         "13812345678"),
        ("client", "add", "李娜"),
        ("insight", "add", "王建国介绍来三户", "李娜是其中之一，王总的电话13812345678", "--kind",
         "success", "--client", "王建国", "--tag", "转介", "--at", "2026-11-18 10:00"),
        ("insight", "add", "存款利率下调", "--source", "报纸", "--tag", "存款"),
    )  # fmt: skip


def test_an_insight_is_recorded_with_what_was_typed(book: Cm) -> None:
    found = book.json("show", "n1")
    assert list(found)[:2] == ["ref", "client"]
    assert (found["ref"], found["kind"], found["client"]["name"]) == ("n1", "success", "王建国")
    assert (found["tags"], found["shared"], found["deal"]) == (["转介"], [], None)
    assert "138****5678" in found["text"]
    plain = book.json("show", "n2")
    assert (plain["client"], plain["kind"], plain["source"]) == (None, "market", "报纸")
    typed = book.json("insight", "add", "x", "-", stdin="从标准输入来")
    assert typed["text"] == "从标准输入来"
    assert book.json("insight", "add", "x", "--kind", "失败案例")["kind"] == "failure"


def test_lists_filter(book: Cm) -> None:
    def refs(*words: str) -> list[str]:
        return [found["ref"] for found in book.json("insight", "list", *words)]

    assert refs() == ["n2", "n1"]
    assert refs("--kind", "success") == ["n1"]
    assert refs("--tag", "#存款") == ["n2"]
    assert refs("--to", "2026-11-18") == ["n1"]
    assert refs("--sort", "at", "--limit", "1") == ["n1"]
    book("insight", "share", "n1", "--with", "例会")
    assert refs("--unshared") == ["n2"]
    assert "例会" in book("insight", "list").out


def test_a_digest_names_nobody_and_no_number(book: Cm) -> None:
    found = book.json("insight", "share", "lastweek")
    assert found["period"]["name"] == "2026-W47"
    (one,) = found["insights"]
    assert one["title"] == "client A介绍来三户"
    assert one["text"] == "client B是其中之一，client A的电话***"
    assert (one["client"], one["about"]) == ("client A", "a key client, aged 50 to 59")
    page = book("insight", "share", "lastweek", lang="zh").out
    for word in ("王建国", "王总", "李娜", "5678"):
        assert word not in page
    assert "客户B是其中之一" in page
    assert "重要客户，50 至 59 岁" in page
    assert book.json("show", "n1")["shared"] == []


def test_with_an_audience_each_is_noted_once_as_one_entry(book: Cm) -> None:
    found = book.json("insight", "share", "n1", "n2", "--with", "网点例会")
    assert (found["audience"], found["told"], found["period"]) == ("网点例会", 2, None)
    assert [one["audience"] for one in book.json("show", "n2")["shared"]] == ["网点例会"]
    assert book.json("insight", "share", "n2", "--with", "网点例会")["told"] == 0
    assert book.json("insight", "share", "2026-11", "--with", "条线")["told"] == 2
    assert book("undo").code == 0
    assert len(book.json("show", "n1")["shared"]) == 1
    assert book("undo").code == 0
    assert book.json("show", "n1")["shared"] == []
    at = book.json("insight", "share", "n1", "--with", "早会", "--at", "2026-11-20 09:00")
    assert at["told"] == 1
    assert book.json("show", "n1")["shared"][0]["at"] == "2026-11-20T09:00:00+08:00"


def test_a_digest_goes_to_a_file_and_who_heard_is_noted(book: Cm, tmp_path: Path) -> None:
    for ending in ("md", "html", "docx"):
        target = tmp_path / f"digest.{ending}"
        result = book("insight", "share", "2026-11", "--with", ending, "-o", str(target))
        assert (result.code, "2 insights" in result.out) == (0, True), result.err
        data = target.read_bytes()
        assert "王建国".encode() not in data
    assert "client A" in (tmp_path / "digest.md").read_text("utf-8")
    nowhere = str(tmp_path / "no folder" / "x.md")
    before = book.json("show", "n1")["shared"]
    assert book("insight", "share", "n1", "--with", "谁", "-o", nowhere).code == 5
    assert book.json("show", "n1")["shared"] == before
    found = book.json("insight", "share", "n1", "-o", str(tmp_path / "again.md"))
    assert found["path"] == str(tmp_path / "again.md")


def test_a_period_without_any_says_so_and_notes_nothing(book: Cm) -> None:
    result = book("insight", "share", "2016", "--with", "例会")
    assert (result.code, "nothing to share" in result.out) == (0, True)
    assert "hidden" not in result.out
    assert len(book.json("history")) == 4


def test_feedback_themes_of_the_period_come_along_unless_not_wanted(book: Cm) -> None:
    book("feedback", "add", "王建国", "等太久", "--satisfaction", "2", "--theme", "李娜的柜台")
    found = book.json("insight", "share")
    assert [theme["theme"] for theme in found["themes"]] == ["client B的柜台"] or [
        theme["theme"] for theme in found["themes"]
    ] == ["client A的柜台"]
    assert "What clients spoke of" in book("insight", "share").out
    assert book.json("insight", "share", "--no-themes")["themes"] == []
    assert book.json("insight", "share", "n1")["themes"] == []


def test_a_deal_brings_its_client_and_how_it_went(book: Cm) -> None:
    book("deal", "add", "王建国", "定投", now="2026-11-02T10:00:00+08:00")
    assert book("deal", "lost", "d1", "--reason", "王建国嫌慢").code == 0
    found = book.json("insight", "add", "慢了一步", "先等后丢", "--deal", "d1")
    assert (found["kind"], found["deal"], found["client"]["ref"]) == ("failure", "d1", "c1")
    first, course = found["text"].split("\n")
    assert first == "先等后丢"
    assert "lead" in course
    assert "lead 2 Nov → lost 23 Nov · 21 days" in course
    assert "reason: the client嫌慢" in course
    assert "王建国" not in course
    wrong = book("insight", "add", "x", "--deal", "d1", "--client", "李娜")
    assert (wrong.code, "another client" in wrong.err) == (2, True)


def test_edit_and_rm(book: Cm) -> None:
    found = book.json("edit", "n1", "title=新题", "kind=practice", "tags=甲, 乙", "client=",
                      "source=本人", "text=")  # fmt: skip
    assert (found["title"], found["kind"], found["tags"]) == ("新题", "practice", ["甲", "乙"])
    assert (found["client"], found["source"], found["text"]) == (None, "本人", None)
    book("insight", "share", "n1", "--with", "例会")
    assert book("rm", "n1", "--yes").code == 0
    assert book("show", "n1").code == 3
    assert book("undo").code == 0
    assert book.json("show", "n1")["tags"] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("insight", "add", " "), 2, "needs a title"),
        (("insight", "add", "x", "--kind", "gossip"), 2, "gossip"),
        (("insight", "add", "x", "--client", "nobody"), 3, "nobody"),
        (("insight", "add", "x", "--deal", "d9"), 3, "no d9"),
        (("insight", "add", "x", "--deal", "c1"), 2, "d12"),
        (("insight", "add", "x", "--at", "tomorrow"), 2, "tomorrow"),
        (("insight", "share", "n9"), 3, "no n9"),
        (("insight", "share", "n1", "r1"), 2, "n12"),
        (("insight", "share", "someweek"), 2, "someweek"),
        (("insight", "share", "n1", "--kind", "market"), 2, "period"),
        (("insight", "share", "n1", "--with", " "), 2, "with whom"),
        (("insight", "share", "n1", "--with", "x", "--at", "2026-11-17"), 2, "before n1"),
        (("insight", "share", "-o", "x.pdf"), 2, "pdf"),
        (("insight", "list", "--sort", "text"), 2, "sort by"),
        (("edit", "n1", "title="), 2, "needs a title"),
        (("edit", "n1", "shared=x"), 2, "no field shared"),
        (("done", "n1"), 2, "no meaning"),
    ],
)
def test_bad_input_is_named_and_writes_nothing(
    book: Cm, line: tuple[str, ...], code: int, said: str
) -> None:
    before = book.json("history")
    result = book(*line)
    assert (result.code, result.out) == (code, ""), result.err
    assert said in result.err
    assert result.err.count("\n") == 1
    assert book.json("history") == before


def test_what_lies_unshared_is_one_line_on_the_day_of_the_report(book: Cm) -> None:
    def team(now: str) -> list[tuple[str, str]]:
        items = book.json("today", now=now)["items"]
        return [(i["ref"], i["title"]) for i in items if i["section"] == "team"]

    assert team("2026-11-26T10:00:00+08:00") == []
    assert team(FRIDAY) == [("n1", "one insight not shared yet")]
    assert "insight.days" in book("why", "n1", now=FRIDAY).out
    book("config", "set", "insight.days", "3")
    assert team(FRIDAY) == [("n1", "2 insights not shared yet")]
    book("config", "set", "insight.days", "0")
    assert team(FRIDAY) == []
    book("config", "set", "insight.days", "7")
    # Nobody is asked to share what is three months old.
    assert team("2027-03-05T10:00:00+08:00") == []


def test_find_export_and_merge(book: Cm) -> None:
    assert [hit["ref"] for hit in book.json("find", "三户")] == ["n1"]
    assert [hit["ref"] for hit in book.json("find", "转介")] == ["n1"]
    held = book.json("export", "client", "王建国")
    assert [row["ref"] for row in held["insight"]] == ["n1"]
    assert [row["tag"] for row in held["insight_tag"]] == ["转介"]
    assert "insight" not in book.json("export", "client", "李娜")
    assert book("client", "merge", "c2", "c1", "--yes").code == 0
    assert book.json("show", "n1")["client"]["name"] == "李娜"
    # The name that was merged away still tells who it was; it is the same client.
    (one,) = book.json("insight", "share", "n1")["insights"]
    assert one["title"] == "client A介绍来三户"
    assert one["text"].startswith("client A是其中之一")


def test_shared_in_the_period_is_counted_once_with_its_rows(book: Cm) -> None:
    book("insight", "share", "n1", "--with", "例会", "--at", "2026-11-20 09:00")
    book("insight", "share", "n1", "--with", "条线", "--at", "2026-11-21 09:00")
    last = book.json("report", "lastweek", "--explain", "insights.shared")
    assert (last["value"], [row["ref"] for row in last["rows"]]) == (1, ["n1"])
    assert book.json("report", "--explain", "insights.shared")["value"] == 0


def test_the_report_has_the_insights_of_the_period(book: Cm) -> None:
    store = Store.open(book.db)
    try:
        over, before = (span(parse_period(name, NOW.date()), NOW)
                        for name in ("lastweek", "2026-W46"))  # fmt: skip
        reading = Reading(Source(store, Settings({}), window([over, before])), over, before, None)
        found = part.SECTION.find(reading)
        speak = Speaker(NOW)
        drawing: Any = Drawing(over.period, before.period, speak, "CNY", 5)
        (table,) = part.SECTION.blocks(found, drawing)
        assert isinstance(table, Table)
        assert table.groups[0].rows[0][2] == "王建国介绍来三户"
        assert table.groups[0].rows[0][4] == "not shared yet"
        assert [one["ref"] for one in part.SECTION.document(found, speak)] == ["n1"]
        assert part.SECTION.blocks([], drawing) == ()
    finally:
        store.close()


def test_who_heard_of_all_of_it_is_said(cm: Cm) -> None:
    cm("insight", "add", "存款利率下调")
    assert (
        "noted as shared with 网点例会: 1" in cm("insight", "share", "n1", "--with", "网点例会").out
    )
    again = cm("insight", "share", "n1", "--with", "网点例会").out
    assert "网点例会 had heard of all of it" in again
    assert "noted as shared" not in again
