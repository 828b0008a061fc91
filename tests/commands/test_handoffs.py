"""`cm handoff`: asked, received, back, moved, taken back; lists, packet, agenda, report."""

import re
import shlex
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cmcli.config import Settings
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.queries.figures import Source, window
from cmcli.queries.handoff import _OUT
from cmcli.reports.parts.handoffs import SECTION
from cmcli.reports.section import Drawing, Reading
from cmcli.store import Store
from cmcli.views.sheet import Table, text_of
from cmcli.views.speech import Speaker
from tests.support import NOW, ZONE, Cm, Given

CARD = "6222020202020202"


@pytest.fixture
def book(given: Given) -> Cm:
    """c1 with r1, c2 with d1; o1 for r1, due on Wednesday; o2 of nobody, due on Thursday."""
    return given(
        ("config", "set", "manager.name", "李明"),
        ("config", "set", "manager.branch", "临江路支行"),
        ("client", "add", "王建国", "--phone", "13812345678", "--id-number", "110101198001011234"),
        ("client", "add", "周立"),
        ("request", "open", "王建国", "卡被锁", "--kind", "problem", "--at", "9:00"),
        ("deal", "add", "周立", "三年期存款"),
        (
            "handoff",
            "add",
            "王建国",
            "运营部",
            f"挂失换卡 {CARD}",
            "--due",
            "+2d",
            "--request",
            "r1",
        ),
        ("handoff", "add", "-", "科技部", "打印机卡纸"),
    )


# Asked


def test_a_hand_off_has_its_client_its_due_time_and_its_clock(book: Cm) -> None:
    found = book.json("show", "o1")
    assert list(found)[:2] == ["ref", "client"]
    assert (found["ref"], found["client"]["name"], found["department"]) == (
        "o1",
        "王建国",
        "运营部",
    )
    assert found["text"] == "挂失换卡 622********0202"
    assert (found["request"], found["deal"], found["state"]) == ("r1", None, "waiting")
    assert found["due"] == found["first_due"] == "2026-11-25T00:00:00+08:00"
    # Monday from 10:00, Tuesday, Wednesday: 8 and 9 and 9 hours.
    assert found["clock"] == {
        "calendar": "working", "due": "2026-11-25T23:59:59+08:00", "state": "open",
        "used_seconds": 0, "target_seconds": 26 * 3600,
    }  # fmt: skip


def test_without_a_due_time_it_has_three_working_days(book: Cm) -> None:
    assert book.json("show", "o2")["due"] == "2026-11-26T00:00:00+08:00"
    sent = book.json("handoff", "add", "-", "科技部", "x", "--at", "2026-11-19 10:00")
    assert (sent["sent"][:10], sent["due"][:10]) == ("2026-11-19", "2026-11-24")
    assert book("config", "set", "handoff.days", "1").code == 0
    assert book.json("handoff", "add", "-", "科技部", "y")["due"][:10] == "2026-11-24"
    assert book("config", "set", "handoff.calendar", "elapsed").code == 0
    assert book.json("show", "o1")["clock"]["target_seconds"] == 62 * 3600 - 1


def test_what_it_is_for_says_whose_it_is(book: Cm) -> None:
    found = book.json(
        "handoff", "add", "-", "授信审批部", "利率", "--deal", "d1", "--person", "小林"
    )
    assert (found["client"]["ref"], found["deal"], found["person"]) == ("c2", "d1", "小林")
    assert book.json("show", "o2")["client"] is None
    wrong = book("handoff", "add", "王建国", "运营部", "x", "--deal", "d1")
    assert wrong.code == 2
    assert "周立" in wrong.err


def test_what_is_asked_may_come_from_standard_input(book: Cm) -> None:
    result = book("handoff", "add", "c1", "运营部", "-", "--json", stdin="更正户名\n")
    assert result.json()["text"] == "更正户名"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("c1", "运营部"), 2),
        (("c1", " ", "x"), 2),
        (("c1", "运营部", " "), 2),
        (("c1", "运营部", "x", "--due", "2026-11-22", "--at", "2026-11-23 09:00"), 2),
        (("c1", "运营部", "x", "--due", "soonish"), 2),
        (("c1", "运营部", "x", "--due", "2226-11-25"), 2),
        (("c1", "运营部", "x", "--due", "9999-12-30"), 2),
        (("c1", "运营部", "x", "--at", "2026-11-24"), 2),
        (("c1", "运营部", "x", "--request", "d1"), 2),
        (("c1", "运营部", "x", "--request", "r9"), 3),
        (("c1", "运营部", "x", "--deal", "d9"), 3),
        (("nobody", "运营部", "x"), 3),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(
    book: Cm, words: tuple[str, ...], code: int
) -> None:
    result = book("handoff", "add", *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1
    assert len(book.json("handoff", "list", "--all")) == 2


# Received, back, moved, taken back


def test_the_receipt_and_the_return_are_kept_with_their_times(book: Cm) -> None:
    got = book.json(
        "handoff", "received", "o1", "--person", "小孙", now="2026-11-23T11:30:00+08:00"
    )
    assert (got["state"], got["person"]) == ("received", "小孙")
    assert got["received"] == "2026-11-23T11:30:00+08:00"
    done = book.json("handoff", "done", "o1", "已换卡", now="2026-11-25T16:00:00+08:00")
    assert (done["state"], done["result"]) == ("done", "已换卡")
    # 8 and 9 hours, and on Wednesday 7.
    assert (done["clock"]["state"], done["clock"]["used_seconds"]) == ("met", 24 * 3600)
    assert "after 1 h 30 min" in book("show", "o1").out
    assert "result: 已换卡" in book("show", "o1").out


def test_done_says_what_the_client_waits_for(book: Cm) -> None:
    assert "cm request respond r1" in book("done", "o1", "已换卡").out
    book("undo")
    book("request", "respond", "r1", "在办")
    assert "cm request resolve r1" in book("handoff", "done", "o1").out
    book("undo")
    book("request", "resolve", "r1")
    assert "cm request" not in book("done", "o1").out
    book("handoff", "add", "c2", "运营部", "x")
    assert "cm log c2" in book("done", "o3").out
    assert "next" not in book("done", "o2").out


def test_a_time_agreed_too_late_leaves_it_late(book: Cm) -> None:
    moved = book.json("snooze", "o1", "2026-11-27", now="2026-11-25T10:00:00+08:00")
    assert (moved["due"][:10], moved["first_due"][:10]) == ("2026-11-27", "2026-11-25")
    assert (moved["moved"], moved["missed"], moved["state"]) == (1, None, "waiting")
    late = book.json("snooze", "o1", "2026-12-01", now="2026-11-28T10:00:00+08:00")
    assert (late["moved"], late["missed"][:10]) == (2, "2026-11-27")
    done = book.json("done", "o1", now="2026-11-30T10:00:00+08:00")
    assert done["state"] == "done_late"
    assert "moved 2 times" in book("show", "o1", now="2026-11-30T10:00:00+08:00").out


def test_the_page_lists_the_stretches_of_some_days_and_names_the_command_for_many(book: Cm) -> None:
    assert "counted in all" in book("show", "o1", now="2026-11-25T10:00:00+08:00").out
    page = book("show", "o1", now="2027-01-20T10:00:00+08:00").out
    assert "counted in all" not in page
    command = re.search(r"cm (clock elapsed '[^']+' '[^']+' --calendar working)", page)
    assert command, page
    found = book.json(*shlex.split(command[1]), now="2027-01-20T10:00:00+08:00")
    clock = book.json("show", "o1", now="2027-01-20T10:00:00+08:00")["clock"]
    assert found["seconds"] == clock["used_seconds"]


def test_it_is_taken_back_with_a_reason_and_then_closed(book: Cm) -> None:
    found = book.json("handoff", "cancel", "o2", "已自行修好")
    assert (found["state"], found["reason"], found["clock"]["state"]) == (
        "cancelled", "已自行修好", None,
    )  # fmt: skip
    assert "已自行修好" in book("show", "o2").out
    for words in (("done", "o2"), ("handoff", "received", "o2"), ("snooze", "o2", "fri")):
        result = book(*words)
        assert (result.code, result.err.count("\n")) == (4, 1)
    assert book("undo").code == 0
    assert book.json("show", "o2")["state"] == "waiting"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("handoff", "received", "o1", "--at", "2026-11-23 09:59"), 2),
        (("handoff", "received", "o1", "--at", "tomorrow"), 2),
        (("handoff", "done", "o1", "--at", "2026-11-23 09:59"), 2),
        (("handoff", "received", "o9"), 3),
        (("handoff", "done", "r1"), 2),
        (("handoff", "cancel", "o1", " "), 2),
        (("snooze", "o1", "2026-11-25"), 4),
        (("snooze", "o1", "2020-01-01"), 2),
        (("handoff", "list", "--done", "--late"), 2),
        (("handoff", "list", "--sort", "colour"), 2),
        (("handoff", "packet", "o1", "--format", "pdf"), 2),
        (("handoff", "packet", "o9"), 3),
        (("edit", "o1", "colour=red"), 2),
        (("edit", "o1", "text="), 2),
        (("edit", "o1", "due=fri"), 2),
        (("edit", "o1", "result=x"), 2),
        (("edit", "o1", "deal=d1"), 2),
        (("edit", "o1", "at=2026-11-24"), 2),
        (("rm", "o9", "--yes"), 3),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    book: Cm, words: tuple[str, ...], code: int
) -> None:
    before = book.json("handoff", "list", "--all")
    result = book(*words)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert book.json("handoff", "list", "--all") == before


def test_done_and_received_twice_are_refused(book: Cm) -> None:
    assert book("handoff", "received", "o1").code == 0
    assert book("handoff", "received", "o1").code == 4
    assert book("done", "o1").code == 0
    assert book("handoff", "done", "o1").code == 4
    assert book("handoff", "cancel", "o1", "x").code == 4


def test_fields_are_corrected_and_mistakes_taken_back(book: Cm) -> None:
    changed = book.json(
        "edit", "o2", "text=卡纸", "department=信息科技部", "person=小吴", "at=9:30", "deal=d1"
    )
    assert (changed["text"], changed["department"]) == ("卡纸", "信息科技部")
    assert (changed["person"], changed["sent"]) == ("小吴", "2026-11-23T09:30:00+08:00")
    assert changed["client"]["ref"] == "c2"
    assert book.json("edit", "o2", "person=", "deal=")["person"] is None
    assert book.json("rm", "o2") == {"ref": "o2", "removed": True}
    assert book("undo").code == 0
    assert len(book.json("handoff", "list")) == 2


# Lists


def refs(cm: Cm, *options: str, now: str | None = None) -> list[str]:
    return [item["ref"] for item in cm.json("handoff", "list", *options, now=now)]


def test_the_list_is_filtered_and_sorted(book: Cm) -> None:
    book("handoff", "add", "c2", "运营部", "流水", "--due", "2026-11-20", "--at", "2026-11-18")
    book("done", "o1", "x")
    book("handoff", "cancel", "o2", "x")
    assert refs(book) == refs(book, "--open") == ["o3"]
    assert refs(book, "--done") == ["o1"]
    assert refs(book, "--late") == ["o3"]
    assert refs(book, "--all") == ["o2", "o1", "o3"]
    assert refs(book, "--all", "--sort", "due") == ["o3", "o1", "o2"]
    assert refs(book, "--all", "--department", "运营部") == ["o1", "o3"]
    assert refs(book, "--all", "--client", "王建国") == ["o1"]
    assert refs(book, "--all", "--from", "2026-11-18", "--to", "2026-11-18") == ["o3"]
    assert refs(book, "--all", "--limit", "1") == ["o2"]
    book("done", "o3")
    assert refs(book, "--late") == ["o3"]
    assert refs(book) == []
    assert "cm handoff add" in book("handoff", "list").out


def test_the_pages_of_client_and_request_show_what_is_out(book: Cm) -> None:
    assert [one["ref"] for one in book.json("client", "show", "c1")["handoffs"]] == ["o1"]
    assert [one["ref"] for one in book.json("show", "r1")["handoffs"]] == ["o1"]
    for page in (book("client", "show", "c1").out, book("show", "r1").out):
        assert re.search(r"o1 .*due Wed 25 Nov · 运营部 · no receipt yet", page), page
    refused = book("client", "archive", "c1")
    assert refused.code == 4
    assert "o1" in refused.err
    book("done", "o1")
    assert book.json("show", "r1")["handoffs"] == []
    assert "o1" not in book("client", "show", "c1").out


# The packet


def test_the_packet_says_what_is_asked_and_hides_numbers(book: Cm) -> None:
    text = book("handoff", "packet", "o1").out
    for part in ("王建国", "138****5678", "1101********1234", "卡被锁",
                 "李明, 临江路支行", "Wed 25 Nov", "Received by", "Done by"):  # fmt: skip
        assert part in text, part
    assert CARD not in text
    assert "13812345678" not in text
    assert "handoff packet" not in book("history").out


def test_numbers_shown_in_full_leave_a_trace(book: Cm) -> None:
    text = book("handoff", "packet", "o1", "--reveal").out
    assert CARD in text
    assert "13812345678" in text
    assert "handoff packet o1 --reveal" in book("history").out
    assert book("undo").code == 0
    assert len(book.json("handoff", "list", "--all")) == 1


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("html", b"<!"), ("md", b"#")])
def test_the_packet_is_a_file_to_send(book: Cm, tmp_path: Path, form: str, start: bytes) -> None:
    target = tmp_path / f"packet.{form}"
    assert book.json("handoff", "packet", "o1", "-o", str(target)) == {"path": str(target)}
    assert target.read_bytes().startswith(start)


def test_the_packet_as_a_document(book: Cm) -> None:
    found = book.json("handoff", "packet", "o1")
    assert found["client"]["phone"] == "138****5678"
    assert found["request"]["summary"] == "卡被锁"
    assert found["return_to"] == {"manager": "李明", "branch": "临江路支行"}
    assert CARD not in str(found)
    nobody = book.json("handoff", "packet", "o2")
    assert (nobody["client"], nobody["request"], nobody["deal"]) == (None, None, None)


# Today, report, and what comes along


def agenda(cm: Cm, now: str) -> list[tuple[str, str]]:
    items = cm.json("today", now=now)["items"]
    return [(item["ref"], item["state"]) for item in items if item["section"] == "team"]


def test_today_shows_what_is_late_at_risk_unheard_of_or_due(book: Cm) -> None:
    book("handoff", "received", "o1")
    assert agenda(book, NOW) == []
    # o2 has no receipt after the eight hours of Monday; o1 is due on Wednesday.
    assert agenda(book, "2026-11-24T09:00:00+08:00") == [("o2", "open")]
    assert agenda(book, "2026-11-25T09:00:00+08:00") == [("o1", "open"), ("o2", "open")]
    # 19.5 of o1's 26 hours are used at 11:30; of o2's 35, 26.25 are at 18:15, which is 9:15.
    assert agenda(book, "2026-11-25T11:30:00+08:00") == [("o1", "at_risk"), ("o2", "open")]
    assert agenda(book, "2026-11-26T09:15:00+08:00") == [("o1", "overdue"), ("o2", "at_risk")]
    why = book("why", "o1", now="2026-11-26T09:15:00+08:00").out
    assert "cm snooze o1" in why
    book("done", "o1")
    assert [ref for ref, _ in agenda(book, "2026-11-26T09:15:00+08:00")] == ["o2"]
    assert book("config", "set", "handoff.receipt_hours", "9").code == 0
    assert agenda(book, "2026-11-24T09:59:00+08:00") == []


def test_today_reads_only_what_is_out(book: Cm) -> None:
    store = Store.open(book.db)
    sql = f"SELECT id FROM handoff WHERE {_OUT} ORDER BY handoff.due_at, handoff.id"
    steps = [row[3] for row in store.rows(f"EXPLAIN QUERY PLAN {sql}")]
    store.close()
    assert any("handoff_open" in step for step in steps), steps


def test_the_report_counts_them(book: Cm) -> None:
    book("handoff", "add", "c2", "运营部", "流水", "--due", "2026-11-20", "--at", "2026-11-18")
    book("handoff", "cancel", "o2", "x")
    measures = {m["id"]: m["value"] for m in book.json("report", "2026-11")["measures"]}
    assert measures["handoffs.sent"] == 2
    # o3 is late, o1 not yet due.
    assert measures["handoffs.on_time"] == 0
    found = book.json("report", "2026-11", "--explain", "handoffs.on_time")
    assert [row["ref"] for row in found["rows"]] == ["o3"]
    assert found["parts"] == [{"name": "not yet due, left out", "value": 1}]


def _section(db: Path, period: str, share: int | None) -> tuple[list[Any], Any]:
    now = datetime.fromisoformat(NOW).astimezone(ZoneInfo(ZONE))
    of = parse_period(period, now.date())
    over, before = span(of, now), span(of.previous(), now)
    store = Store.open(db)
    source = Source(store, Settings({}), window([over, before]))
    found = SECTION.find(Reading(source, over, before, None))
    drawing = Drawing(of, of.previous(), Speaker(now), "CNY", share)
    blocks, document = list(SECTION.blocks(found, drawing)), SECTION.document(found, drawing.speak)
    store.close()
    return blocks, document


def test_the_section_of_the_report_tells_departments_apart(book: Cm) -> None:
    book(
        "handoff", "add", "c2", "运营部", "流水", "--due", "2026-11-20", "--at", "2026-11-18 09:00"
    )
    book(
        "handoff", "add", "c2", "运营部", "户名", "--due", "2026-11-20", "--at", "2026-11-19 09:00"
    )
    book("handoff", "done", "o4", "--at", "2026-11-19 12:00")
    blocks, document = _section(book.db, "2026-W47", None)
    assert text_of(blocks[0].left) == "HAND-OFFS"
    counts, lists = (block for block in blocks if isinstance(block, Table))
    (row,) = counts.groups[0].rows
    assert [text_of(cell) for cell in row] == ["运营部", "1", "1", "1", "1", "3 h"]
    assert [(g.heading, g.note) for g in lists.groups] == [("Late at the end", "1"), ("Back", "1")]
    assert text_of(lists.groups[0].rows[0][-1]) == "was due Fri 20 Nov"
    assert text_of(lists.groups[1].rows[0][-1]) == "back Thu 19 Nov 12:00 · 3 h"
    assert document["departments"] == [
        {"name": "运营部", "out": 1, "late": 1, "back": 1, "in_time": 1, "mean_seconds": 10_800}
    ]
    assert [(one["ref"], one["late"]) for one in document["out"]] == [("o3", True)]
    assert [(one["ref"], one["used_seconds"]) for one in document["back"]] == [("o4", 10_800)]


def test_the_section_shows_a_share_and_says_nothing_of_nothing(book: Cm) -> None:
    for number in range(3):
        book("handoff", "add", "-", "科技部", f"x{number}", "--due", "2026-11-24")
    blocks, document = _section(book.db, "2026-W48", 2)
    (group,) = blocks[-1].groups
    assert (len(group.rows), group.note) == (2, "5")
    assert group.more.startswith("3 more: cm report 2026-W48")
    assert len(document["out"]) == 5
    blocks, document = _section(book.db, "2026-W40", None)
    assert (blocks, document) == ([], {"departments": [], "out": [], "back": []})


def test_a_merge_moves_them_and_find_and_export_have_them(book: Cm) -> None:
    assert [hit["ref"] for hit in book.json("find", "挂失换卡")] == ["o1"]
    assert [hit["ref"] for hit in book.json("find", "科技部")] == ["o2"]
    book("handoff", "done", "o2", "换了硒鼓")
    assert [hit["ref"] for hit in book.json("find", "硒鼓")] == ["o2"]
    kept = book.json("export", "client", "c1")["handoff"]
    assert [one["ref"] for one in kept] == ["o1"]
    assert CARD not in str(kept)
    assert book("client", "merge", "c2", "c1").code == 0
    assert book.json("show", "o1")["client"]["ref"] == "c2"


def test_a_request_that_was_handed_on_is_not_undone_alone(book: Cm) -> None:
    entry = next(e for e in book.json("history") if e["command"].startswith("request open"))
    result = book("undo", str(entry["entry"]))
    assert (result.code, result.err.count("\n")) == (4, 1)
    assert book.json("show", "o1")["request"] == "r1"


def test_a_hand_off_of_years_ago_has_a_mistyped_year(cm: Cm) -> None:
    result = cm(
        "handoff", "add", "-", "科技部", "打印机", "--at", "2020-01-01", "--due", "2020-02-01"
    )
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "is more than a year ago" in result.err
