"""`cm meeting`: the agenda proposed, minutes, decisions, actions, the paper, the day's lines."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cmcli import prompts
from cmcli.config import Settings
from cmcli.desk import Desk
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.queries.figures import Source, window
from cmcli.reports.parts import meetings as part
from cmcli.reports.section import Drawing, Reading
from cmcli.store import Store
from cmcli.views.sheet import Table
from cmcli.views.speech import Speaker
from tests.builders import NOW
from tests.support import Cm, Given

FRIDAY = "2026-11-27T16:00:00+08:00"


@pytest.fixture
def book(given: Given) -> Cm:
    """e1 of last Wednesday, held, with a1 (own, due today) and a2 (王芳, Thursday)."""
    return given(
        ("client", "add", "王建国"),
        ("client", "add", "李娜"),
        ("meeting", "add", "第46周例会", "--at", "2026-11-18 15:00", "--no-proposals"),
        ("meeting", "note", "e1", "利率下调要说明"),
        ("meeting", "act", "e1", "到期清单", "--due", "today"),
        ("meeting", "act", "e1", "收费说明", "--owner", "王芳", "--due", "thu"),
    )


def lines(cm: Cm, **at: Any) -> list[tuple[str, str, str]]:
    items = cm.json("today", **at)["items"]
    return [(i["ref"], i["section"], i["kind"]) for i in items if i["section"] == "team"]


def test_a_meeting_has_time_place_people_and_items(cm: Cm) -> None:
    found = cm.json("meeting", "add", "网点例会", "--at", "周五15:00", "--place", "二楼", "--people",
                    "李明，王芳", "--item", "开门红", "--item", "排班")  # fmt: skip
    assert (found["ref"], found["title"], found["place"]) == ("e1", "网点例会", "二楼")
    assert found["at"] == "2026-11-27T15:00:00+08:00"
    assert (found["people"], found["state"], found["held"]) == (["李明", "王芳"], "ahead", None)
    assert [(i["no"], i["text"], i["ref"]) for i in found["items"]] == [
        (1, "开门红", None), (2, "排班", None)
    ]  # fmt: skip
    assert cm.json("show", "e1") == cm.json("meeting", "show", "e1") == found


def test_what_happened_since_the_last_meeting_is_proposed_off_a_terminal_taken(book: Cm) -> None:
    for line in (
        ("request", "open", "c1", "乱收费 13812345678", "--kind", "complaint", "--at", "yesterday"),
        ("request", "open", "c2", "换卡", "--at", "yesterday"),
        ("deal", "add", "c2", "基金定投"), ("deal", "lost", "d1", "--reason", "嫌慢"),
        ("insight", "add", "到期前联系"), ("insight", "add", "已说过"),
        ("insight", "share", "n2", "--with", "例会"),
    ):  # fmt: skip
        result = book(*line)
        assert result.code == 0, result.err
    earlier = "2026-11-17T10:00:00+08:00"
    assert book("deal", "add", "c2", "旧的", now=earlier).code == 0
    assert book("deal", "lost", "d2", now=earlier).code == 0
    with closing(Store.open(book.db).connection) as file:
        file.execute(
            "INSERT INTO handoff (client_id, department, text, sent_at, due_at, first_due_at, "
            "moved, created_at) VALUES (1, '审批部', '提额', '2026-11-10T00:00:00Z', "
            "'2026-11-20T01:00:00Z', '2026-11-20T01:00:00Z', 0, '2026-11-10T00:00:00Z'), "
            "(NULL, '运营部', '换机', '2026-11-10T00:00:00Z', '2026-11-30T01:00:00Z', "
            "'2026-11-30T01:00:00Z', 0, '2026-11-10T00:00:00Z')"
        )
    shown = book.json("meeting", "propose")
    assert [one["ref"] for one in shown] == ["a1", "a2", "o1", "r1", "d1", "n1"]
    assert "138****5678" in shown[3]["text"]
    found = book.json("meeting", "add", "第47周例会", "--at", "周五15:00", "--item", "开门红")
    assert [i["ref"] for i in found["items"]] == [None, "a1", "a2", "o1", "r1", "d1", "n1"]
    assert [i["standing"] for i in found["items"]][1:4] == [
        "open, due 23 Nov", "open, due 26 Nov", "open, was due 20 Nov",
    ]  # fmt: skip
    assert book.json("meeting", "propose", "e2") == []
    assert book.json("meeting", "add", "x", "--no-proposals")["items"] == []
    # What became of them shows beside them, however they were worded then.
    assert book("done", "a1", "已发").code == 0
    assert book.json("show", "e2")["items"][1]["standing"] == "done 23 Nov"
    assert book("request", "resolve", "r1").code == 0
    assert book.json("show", "e2")["items"][4]["standing"] == "done 23 Nov"


def test_proposals_are_taken_later_and_an_item_goes_off_again(book: Cm) -> None:
    book("meeting", "add", "例会", "--at", "周五15:00", "--no-proposals", "--item", "开门红")
    assert book("meeting", "propose", "e2", "--take").code == 0
    assert [i["ref"] for i in book.json("show", "e2")["items"]] == [None, "a1", "a2"]
    assert "0 items added" in book("meeting", "propose", "e2", "--take").out
    assert book("meeting", "item", "e2", "额度", "--ref", "C1").code == 0
    found = book.json("meeting", "item", "e2", "--drop", "1")
    assert [(i["no"], i["ref"]) for i in found["items"]] == [(1, "a1"), (2, "a2"), (3, "c1")]
    assert book("undo").code == 0
    assert len(book.json("show", "e2")["items"]) == 4


def test_on_a_terminal_the_manager_ticks(book: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def tick(question: str, choices: Any) -> list[Any]:
        asked.extend(label for label, _ in choices)
        return [choices[1][1]]

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "interactive", True)
        patch.setattr(prompts, "tick", tick)
        assert book("meeting", "add", "例会", "--at", "周五15:00").code == 0
    assert [label[:3] for label in asked] == ["a1 ", "a2 "]
    assert [i["ref"] for i in book.json("show", "e2")["items"]] == ["a2"]


def test_minutes_decisions_and_actions(book: Cm) -> None:
    book("meeting", "add", "例会", "--at", "2026-11-23 09:00", "--no-proposals", "--item", "收费")
    assert book("meeting", "decide", "e2", "1", "先说明再收").code == 0
    assert book.json("show", "e2")["state"] == "past"
    found = book.json("meeting", "note", "e2", "-", stdin="第一段\n账号 6222000011112222333\n")
    assert (found["state"], found["held"]) == ("held", "2026-11-23T10:00:00+08:00")
    assert found["minutes"] == "第一段\n账号 622********2333"
    book("meeting", "note", "e2", "第二段")
    assert book.json("show", "e2")["minutes"].endswith("第二段")
    assert book.json("show", "e2")["items"][0]["decision"] == "先说明再收"
    action = book.json("meeting", "act", "e2", "找王芳要表", "--due", "+3d")
    assert (action["ref"], action["meeting"], action["owner"]) == ("a3", "e2", None)
    page = book("show", "e2").out
    assert "decided: 先说明再收" in page
    assert "a3" in page
    assert "e2" in book("show", "a3").out


def test_the_managers_own_name_is_no_other_owner(book: Cm) -> None:
    book("config", "set", "manager.name", "李明")
    for name in ("李明", " "):
        assert book.json("meeting", "act", "e1", "x", "--owner", name)["owner"] is None


def test_done_snooze_edit_and_rm(book: Cm) -> None:
    book("meeting", "add", "例会", "--at", "周五15:00", "--no-proposals", "--item", "x")
    assert book.json("snooze", "e2", "today")["state"] == "today"
    assert book.json("done", "e2", "都说了")["minutes"] == "都说了"
    assert book("done", "e2").code == 4
    assert book("snooze", "e2", "fri").code == 4
    found = book.json("edit", "e2", "title=周会", "place=", "people=李明", "at=2026-11-20 09:00",
                      "minutes=改过")  # fmt: skip
    assert (found["title"], found["place"], found["people"]) == ("周会", None, ["李明"])
    assert (found["at"], found["minutes"]) == ("2026-11-20T09:00:00+08:00", "改过")
    assert book("rm", "e2", "--yes").code == 0
    assert book("show", "e2").code == 3
    assert book("undo").code == 0
    assert len(book.json("show", "e2")["items"]) == 1
    result = book("rm", "e1", "--yes")
    assert (result.code, "a1, a2" in result.err) == (4, True)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("meeting", "add", "  "), 2, "needs a title"),
        (("meeting", "add", "x", "--at", "someday"), 2, "someday"),
        (("meeting", "show", "e9"), 3, "cm meeting list"),
        (("meeting", "show", "r1"), 2, "e12"),
        (("meeting", "note", "e9", "x"), 3, "no e9"),
        (("meeting", "note", "e2", "x"), 4, "no minutes yet"),
        (("meeting", "note", "e1", " "), 2, "what was said"),
        (("meeting", "decide", "e1", "1", "x"), 3, "no item 1"),
        (("meeting", "decide", "e1", "0", "x"), 2, "whole number"),
        (("meeting", "decide", "e1", "one", "x"), 2, "whole number"),
        (("meeting", "decide", "e2", "1", "x"), 4, "no minutes yet"),
        (("meeting", "act", "e1", ""), 2, "what will be done"),
        (("meeting", "act", "e1", "x", "--due", "2026-11-20"), 2, "past"),
        (("meeting", "item", "e2"), 2, "what is the item"),
        (("meeting", "item", "e2", "x", "--ref", "王"), 2, "not a reference"),
        (("meeting", "item", "e2", "x", "--ref", "d9"), 3, "no d9"),
        (("meeting", "item", "e2", "--drop", "5"), 3, "no item 5"),
        (("meeting", "item", "e2", "x", "--drop", "1"), 2, "not both"),
        (("meeting", "propose", "--take"), 2, "whose agenda"),
        (("meeting", "list", "--open", "--held"), 2, "not both"),
        (("meeting", "list", "--sort", "place"), 2, "sort by"),
        (("meeting", "export", "e1", "-o", "x.pdf"), 2, "pdf"),
        (("snooze", "e2", "2026-11-20"), 2, "past"),
        (("edit", "e1", "title="), 2, "needs a title"),
        (("edit", "e1", "held=x"), 2, "no field held"),
        (("meeting", "note", "e1", "password: abc12345"), 2, "password"),
    ],
)
def test_bad_input_is_named_and_writes_nothing(
    book: Cm, line: tuple[str, ...], code: int, said: str
) -> None:
    book("meeting", "add", "例会", "--at", "周五15:00", "--no-proposals", "--item", "x")
    before = book.json("history")
    result = book(*line)
    assert (result.code, result.out) == (code, ""), result.err
    assert said in result.err
    assert result.err.count("\n") == 1
    assert book.json("history") == before


def test_lists_filter_sort_and_limit(book: Cm) -> None:
    book("meeting", "add", "例会", "--at", "周五15:00", "--no-proposals")

    def refs(*words: str) -> list[str]:
        return [found["ref"] for found in book.json("meeting", "list", *words)]

    assert refs() == ["e2", "e1"]
    assert refs("--open") == ["e2"]
    assert refs("--held") == ["e1"]
    assert refs("--to", "2026-11-20") == ["e1"]
    assert refs("--sort", "at") == ["e1", "e2"]
    assert refs("--limit", "1") == ["e2"]
    assert "0/2" in book("meeting", "list").out
    assert book("meeting", "list", "--from", "2026-12-01").code == 0


def test_the_day_has_its_meeting_and_own_actions_and_asks_for_minutes(book: Cm) -> None:
    book("meeting", "add", "例会", "--at", "周五15:00", "--no-proposals")
    assert lines(book) == [("a1", "team", "action")]
    assert lines(book, now="2026-11-27T09:00:00+08:00") == [
        ("a1", "team", "action"), ("e2", "team", "meeting")
    ]  # fmt: skip
    told = book("why", "e2", now="2026-11-30T09:00:00+08:00").out
    assert "not marked as held" in told
    book("meeting", "note", "e2", "说了", now=FRIDAY)
    book("done", "a1")
    assert lines(book, now="2026-11-30T09:00:00+08:00") == []


def test_the_paper_is_the_agenda_before_and_the_minutes_after(book: Cm, tmp_path: Path) -> None:
    book("config", "set", "manager.name", "李明")
    book("meeting", "add", "例会", "--at", "周五15:00", "--no-proposals", "--item",
         "打13812345678")  # fmt: skip
    assert book("meeting", "export", "e2", "-o", str(tmp_path / "a.md")).code == 0
    agenda = (tmp_path / "a.md").read_text("utf-8")
    assert "# Agenda: 例会" in agenda
    assert "Fri 27 Nov 2026 15:00" in agenda
    assert "138\\*\\*\\*\\*5678" in agenda
    assert "13812345678" not in agenda
    target = tmp_path / "minutes.html"
    assert book("meeting", "export", "e1", "-o", str(target), lang="zh").code == 0
    text = target.read_text("utf-8")
    for words in ("纪要：第46周例会", "利率下调要说明", "到期清单", "李明", "王芳"):
        assert words in text
    assert book("meeting", "export", "e1", "-o", str(tmp_path / "m.docx")).code == 0
    assert (tmp_path / "m.docx").read_bytes()[:2] == b"PK"
    assert "Minutes" in book("meeting", "export", "e1").out


def test_titles_minutes_items_and_decisions_are_found(book: Cm) -> None:
    book("meeting", "add", "例会", "--at", "2026-11-23 09:00", "--no-proposals", "--item", "开门红")
    book("meeting", "decide", "e2", "1", "十二月启动")
    for words, ref in (("利率", "e1"), ("开门红", "e2"), ("十二月", "e2"), ("46周", "e1")):
        assert [hit["ref"] for hit in book.json("find", words)] == [ref]


def test_own_actions_on_time_are_explained(book: Cm) -> None:
    book("done", "a1")
    found = book.json("report", "--explain", "meetings.actions_on_time")
    assert (found["value"], [row["ref"] for row in found["rows"]]) == (1, ["a1"])
    later = book.json("report", "--explain", "meetings.actions_on_time", now=FRIDAY)
    assert later["value"] == 1


def test_the_report_has_the_meetings_and_how_their_actions_stood(book: Cm) -> None:
    book("meeting", "act", "e1", "旧账", "--due", "today")
    store = Store.open(book.db)
    try:
        late = NOW.replace(day=26)
        over, before = (span(parse_period(name, late.date()), late)
                        for name in ("lastweek", "2026-W46"))  # fmt: skip
        this = span(parse_period("thisweek", late.date()), late)
        source = Source(store, Settings({}), window([over, before, this]))
        found = part.SECTION.find(Reading(source, over, before, None))
        assert [held.file.ref for held in found] == ["e1"]
        # At the end of last week nothing was late yet.
        assert [state for _, state in found[0].actions] == ["open", "open", "open"]
        speak = Speaker(late)
        (table,) = part.SECTION.blocks(found, Drawing(over.period, before.period, speak, "CNY", 2))
        assert isinstance(table, Table)
        assert len(table.groups[0].rows) == 2
        assert "2 more" in table.groups[0].more
        told = part.SECTION.document(found, speak)
        assert (told[0]["ref"], told[0]["open"], told[0]["late"]) == ("e1", 3, 0)
        assert [one["ref"] for one in told[0]["actions"]] == ["a1", "a2", "a3"]
        none = part.SECTION.find(Reading(source, this, over, None))
        assert part.SECTION.blocks(none, Drawing(this.period, over.period, speak, "CNY", 2)) == ()
    finally:
        store.close()


def test_a_year_that_was_mistyped_is_not_taken(cm: Cm) -> None:
    for at in ("2020-01-01", "2062-11-27 15:00"):
        result = cm("meeting", "add", "例会", "--at", at, "--no-proposals")
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert "is more than a year away" in result.err
    # Last month's minutes may still be written.
    assert cm("meeting", "add", "例会", "--at", "2026-10-20", "--no-proposals").code == 0
    assert cm("edit", "e1", "at=2020-01-01").code == 2
    assert cm("snooze", "e1", "2062-01-01").code == 2
    late = cm("meeting", "act", "e1", "回访", "--due", "2062-01-01")
    assert (late.code, "more than two years ahead" in late.err) == (2, True)
