"""`cm visit`: the round of a day, booking it, and the pages to take along."""

from pathlib import Path
from typing import Any

import pytest

from tests.support import Cm, Given

TUESDAY = "2026-11-24"


@pytest.fixture
def book(given: Given) -> Cm:
    """Three key clients in 浦东新区, one with hours in the morning, and a promise in 徐汇区."""
    return given(
        ("client", "add", "王建国", "--tier", "key", "--address", "上海市浦东新区世纪大道100号"),
        ("client", "add", "刘芳", "--tier", "key", "--address", "上海市浦东新区张杨路5号",
         "--hours", "9:00-11:30"),
        ("client", "add", "孙丽", "--tier", "key", "--district", "浦东新区"),
        ("client", "add", "周立", "--address", "上海市徐汇区漕溪路20号"),
        ("client", "add", "赵敏"),
        ("callback", "add", "周立", "--due", "tomorrow", "--purpose", "房贷利率"),
        ("log", "孙丽", "季度回访"),
    )  # fmt: skip


def stops(document: Any) -> list[tuple[str, str]]:
    return [(stop["client"]["name"], stop["from"][11:16]) for stop in document["stops"]]


# The round


def test_the_round_of_tomorrow_goes_by_district_and_hours(book: Cm) -> None:
    found = book.json("visit", "plan")
    # 周立 is promised something by then, 孙丽 was met this quarter. After 周立 and 40 minutes of way
    # it is 10:40, too late for 刘芳, who closes at 11:30: her district comes first.
    assert stops(found) == [("刘芳", "09:00"), ("王建国", "10:20"), ("周立", "12:00")]
    assert (found["day"], found["working_day"], found["minutes"]) == (TUESDAY, True, 60)


def test_the_named_clients_are_visited_whatever_is_due(book: Cm) -> None:
    found = book.json(
        "visit", "plan", "tomorrow", "赵敏", "孙丽", "--minutes", "30", "--travel", "10"
    )
    assert stops(found) == [("孙丽", "09:00"), ("赵敏", "10:10")]
    assert [stop["why"] for stop in found["stops"]] == [["named by you"], ["named by you"]]
    assert stops(book.json("visit", "plan", "赵敏")) == [("赵敏", "09:00")]
    assert book.json("visit", "plan", "下周三", "赵敏")["day"] == "2026-12-02"


def test_a_district_is_named_by_a_part_of_it(book: Cm) -> None:
    for text in ("浦东新区", "浦东"):
        found = book.json("visit", "plan", "--district", text)
        assert stops(found) == [("刘芳", "09:00"), ("王建国", "10:20")]
    assert {stop["district"] for stop in found["stops"]} == {"浦东新区"}
    assert found["stops"][0]["hours"] == "09:00-11:30"


def test_the_most_needed_are_taken_and_the_others_counted(book: Cm) -> None:
    found = book.json("visit", "plan", "--limit", "1")
    assert stops(found) == [("周立", "09:00")]
    assert found["others"] == 2
    assert "2 more clients" in book("visit", "plan", "--limit", "1").out


def test_addresses_are_hidden_unless_they_are_asked_for(book: Cm) -> None:
    hidden, shown = book("visit", "plan"), book("visit", "plan", "--reveal")
    assert "漕溪路" not in hidden.out
    assert "上海市徐汇区****" in hidden.out
    assert "上海市徐汇区漕溪路20号" in shown.out
    assert "漕溪路" not in str(book.json("visit", "plan"))


def test_who_does_not_fit_is_said_with_the_reason(book: Cm) -> None:
    book("client", "edit", "王建国", "--hours", "19:00-21:00")
    found = book.json("visit", "plan", "--district", "浦东", "--start", "10:45")
    assert [(one["client"]["name"], one["reason"]) for one in found["missed"]] == [
        ("王建国", "closed"), ("刘芳", "closed"),
    ]  # fmt: skip
    page = book("visit", "plan", "--district", "浦东", "--start", "10:45").out
    assert "DO NOT FIT" in page
    assert "19:00-21:00" in page


def test_hours_of_the_office_with_lunch_bound_the_day(book: Cm) -> None:
    book("config", "set", "work.hours", "09:00-12:00,13:30-18:00")
    book("config", "set", "visit.travel_district", "90")
    found = book.json("visit", "plan", "周立", "赵敏", "王建国")
    assert [start for _, start in stops(found)] == ["09:00", "13:30", "16:00"]


def test_today_begins_now(book: Cm) -> None:
    found = book.json("visit", "plan", "today", "赵敏")
    assert stops(found) == [("赵敏", "10:00")]
    late = book("visit", "plan", "today", "赵敏", now="2026-11-23T17:10:00+08:00")
    assert (late.code, late.out) == (2, "")
    assert "between 17:10 and 18:00" in late.err


def test_a_day_off_is_warned_of(book: Cm) -> None:
    found = book.json("visit", "plan", "2026-11-28", "赵敏")
    assert (found["working_day"], len(found["warnings"])) == (False, 1)
    assert "day off" in book("visit", "plan", "2026-11-28", "赵敏").out
    assert "known up to" in book("visit", "plan", "2031-01-02", "赵敏").out


def test_a_round_without_candidates_is_empty_and_no_error(book: Cm) -> None:
    book("client", "add", "吴刚", "--district", "闵行区")
    result = book("visit", "plan", "--district", "闵行")
    assert result.code == 0
    assert "Nobody there needs a visit" in result.out
    found = book.json("visit", "plan", "--district", "闵行", "--book")
    assert (found["stops"], found["missed"]) == ([], [])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--district", "静安"), 3, "浦东新区 3"),
        (("--district", ""), 3, "浦东新区 3"),
        (("yesterday", "赵敏"), 2, "past"),
        (("2026-11-20",), 2, "past"),
        (("12/1", "赵敏"), 2, "2026-12-01"),
        (("nobody",), 3, "nobody"),
        (("tomorrow", "nobody"), 3, "nobody"),
        (("",), 3, "no client"),
        (("--travel", "far"), 2, "--travel 20"),
        (("--travel", "-5"), 2, "--travel 20"),
        (("--minutes", "0"), 2, "1440"),
        (("--minutes", "600"), 2, "600 minutes"),
        (("--start", "25:00"), 2, "--start 09:00"),
        (("--start", "17:30"), 2, "work.hours"),
        (("--limit", "0"), 2, "whole number"),
    ],
)
def test_bad_input_is_one_line_and_books_nothing(
    book: Cm, words: tuple[str, ...], code: int, said: str
) -> None:
    result = book("visit", "plan", *words, "--book")
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert len(book.json("callback", "list")) == 1


def test_a_client_who_left_the_book_is_not_visited(book: Cm) -> None:
    book("client", "edit", "赵敏", "--status", "closed")
    result = book("visit", "plan", "赵敏")
    assert (result.code, result.out) == (4, "")
    assert "closed or archived" in result.err


# Booking


def test_each_visit_is_promised_at_its_time_and_one_undo_takes_all_back(book: Cm) -> None:
    found = book.json("visit", "plan", "--district", "浦东", "--book")
    assert [stop["callback"] for stop in found["stops"]] == ["b2", "b3"]
    made = book.json("callback", "list", "--client", "刘芳")[0]
    assert (made["due"], made["first_due"]) == (f"{TUESDAY}T09:00:00+08:00",) * 2
    assert made["purpose"] == "visit: 浦东新区 · contact of the quarter due, never met"
    assert book("undo").code == 0
    assert len(book.json("callback", "list")) == 1


def test_the_answer_names_the_visits_and_what_comes_next(book: Cm) -> None:
    result = book("visit", "plan", "--district", "浦东", "--book")
    assert "2 visits booked for 24 Nov" in result.out
    assert "b2 09:00 刘芳 · b3 10:20 王建国" in result.out
    assert f"cm visit sheet --day {TUESDAY}" in result.out


def test_what_is_booked_stays_and_nobody_is_booked_twice(book: Cm) -> None:
    book("visit", "plan", "刘芳", "--book")
    again = book.json("visit", "plan", "--district", "浦东", "--book")
    assert [(one["ref"], one["client"]["name"]) for one in again["booked"]] == [("b2", "刘芳")]
    # 刘芳 is visited 09:00 to 10:00; 王建国 lives 20 minutes away.
    assert stops(again) == [("王建国", "10:20")]
    assert "BOOKED BEFORE" in book("visit", "plan", "刘芳").out


def test_the_days_visits_stand_on_the_agenda_with_time_and_place(book: Cm) -> None:
    book("visit", "plan", "刘芳", "--book")
    morning = f"{TUESDAY}T08:00:00+08:00"
    (line,) = [i for i in book.json("today", now=morning)["items"] if i["ref"] == "b2"]
    assert (line["section"], line["when"]) == ("callbacks", "09:00")
    assert line["title"].startswith("visit: 浦东新区")


def test_a_visit_keeps_the_booked_one_and_a_call_does_not(book: Cm) -> None:
    book("callback", "add", "刘芳", "--due", "tomorrow", "--purpose", "条款清单")
    book("visit", "plan", "刘芳", "--book")
    noon = f"{TUESDAY}T12:00:00+08:00"
    called = book.json("log", "刘芳", "在路上", now=noon)
    assert called["callback"] == "b2"
    visited = book.json("log", "刘芳", "谈妥", "--channel", "visit", now=noon)
    assert visited["callback"] == "b3"
    assert [c["ref"] for c in book.json("callback", "list", "--client", "刘芳")] == []


def test_in_chinese_the_purpose_is_chinese_and_is_known_in_both_languages(book: Cm) -> None:
    assert book("visit", "plan", "刘芳", "--book", lang="zh").code == 0
    made = book.json("callback", "list", "--client", "刘芳")[0]
    assert made["purpose"] == "拜访：浦东新区 · 本季度尚未联系，从未见面或通话"
    assert book.json("visit", "plan", "刘芳")["booked"][0]["ref"] == made["ref"]


# The page to take along


def test_a_sheet_says_what_is_open_and_that_the_assessment_comes_first(book: Cm) -> None:
    result = book("visit", "sheet", "周立")
    assert result.code == 0
    assert "房贷利率" in result.out
    assert "The assessment comes first (cm assess 周立)" in result.out
    assert "漕溪路" not in result.out
    assert "漕溪路20号" in book("visit", "sheet", "周立", "--reveal").out
    (sheet,) = book.json("visit", "sheet", "周立")
    assert (sheet["client"]["name"], sheet["district"], sheet["offered"]) == ("周立", "徐汇区", [])
    assert sheet["callbacks"][0]["purpose"] == "房贷利率"


@pytest.fixture
def offered(book: Cm) -> Cm:
    """刘芳 is C2; a bond fund R2 and a share fund R4 are on the shelf."""
    for line in (
        ("product", "add", "BD", "稳健纯债", "--kind", "fund", "--risk", "R2", "--fees", "申购0.8%",
         "--risks", "净值会波动", "--return", "3"),
        ("product", "add", "EQ", "成长指数", "--kind", "fund", "--risk", "R4"),
        ("product", "add", "TD", "一年定期", "--kind", "deposit", "--return", "1.5"),
        ("assess", "刘芳", "--level", "C2"),
    ):  # fmt: skip
        result = book(*line)
        assert result.code == 0, result.err
    return book


def codes(cm: Cm) -> list[str]:
    (sheet,) = cm.json("visit", "sheet", "刘芳")
    return [offer["product"]["code"] for offer in sheet["offered"]]


def test_only_what_suits_is_offered_with_its_fees_and_risks(offered: Cm) -> None:
    assert codes(offered) == ["BD", "TD"]
    page = offered("visit", "sheet", "刘芳").out
    assert "成长指数" not in page
    assert "申购0.8%" in page
    assert "净值会波动" in page


def test_before_a_valid_assessment_nothing_is_offered(offered: Cm) -> None:
    said = "The assessment comes first"
    assert offered.json("visit", "sheet", "王建国")[0]["offered"] == []
    assert said in offered("visit", "sheet", "王建国").out
    lapsed = {"now": "2027-11-24T10:00:00+08:00"}
    assert offered.json("visit", "sheet", "刘芳", **lapsed)[0]["offered"] == []
    assert said in offered("visit", "sheet", "刘芳", **lapsed).out
    assert said not in offered("visit", "sheet", "刘芳").out


def test_what_was_refused_is_not_offered_but_said_for_90_days(offered: Cm) -> None:
    offered("advise", "刘芳", "--product", "BD", "--record", "--reply", "不要基金")
    assert codes(offered) == ["TD"]
    (sheet,) = offered.json("visit", "sheet", "刘芳")
    assert sheet["not_to_raise"] == [
        {"kind": "refused", "text": "稳健纯债: offered 23 Nov, 不要基金"}
    ]
    later = offered.json("visit", "sheet", "刘芳", now="2027-02-23T10:00:00+08:00")[0]
    assert later["not_to_raise"] == []


def test_taboos_lost_deals_and_complaints_elsewhere_are_better_not_raised(book: Cm) -> None:
    book("plan", "set", "刘芳", "--need", "学费", "--taboo", "不提2022年")
    book("deal", "add", "刘芳", "养老保险", "--amount", "10万")
    book("deal", "lost", "d1", "--reason", "嫌期限长")
    book("request", "open", "刘芳", "多扣手续费", "--kind", "complaint")
    book("request", "handover", "r1", "消保部")
    (sheet,) = book.json("visit", "sheet", "刘芳")
    assert [one["kind"] for one in sheet["not_to_raise"]] == ["taboo", "complaint", "lost"]
    page = book("visit", "sheet", "刘芳").out
    for said in ("不提2022年", "嫌期限长", "消保部"):
        assert said in page


def test_the_sheets_of_a_day_are_those_of_the_booked_visits_in_order(book: Cm) -> None:
    book("visit", "plan", "--book")
    found = book.json("visit", "sheet", "--day", "tomorrow")
    times = [sheet["visit"]["due"][11:16] for sheet in found]
    assert times == sorted(times)
    assert len(times) == len(book.json("visit", "plan")["booked"])
    # A visit is not among what is to be kept on it.
    assert all(not one["purpose"].startswith("visit") for s in found for one in s["callbacks"])


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_several_pages_go_into_one_file(book: Cm, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"round.{form}"
    result = book("visit", "sheet", "刘芳", "周立", "-o", str(target))
    assert result.code == 0, result.err
    assert str(target) in result.out
    data = target.read_bytes()
    if form == "md":
        text = data.decode()
        assert text.count("\n---\n") == 1
        assert text.count("# Visit to") == 2
        assert "____" in text
    elif form == "html":
        assert data.decode().count('<h1 class="new">Visit to 周立</h1>') == 1
    else:
        assert data.startswith(b"PK")


def test_a_folder_gets_a_file_for_each(book: Cm, tmp_path: Path) -> None:
    book("client", "add", "../A & B", "--kind", "company")
    found = book.json("visit", "sheet", "刘芳", "../A & B", "-o", str(tmp_path), "--format", "md")
    names = sorted(path.name for path in tmp_path.glob("*.md"))
    assert names == ["c2-刘芳.md", "c6-___A___B.md"]
    assert found == {"paths": [str(tmp_path / name) for name in names]}
    assert book("visit", "sheet", "刘芳", "-o", str(tmp_path)).code == 0
    assert (tmp_path / "c2-刘芳.docx").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "CLIENT"),
        (("nobody",), 3, "nobody"),
        (("刘芳", "--day", "tomorrow"), 2, "not both"),
        (("--day", "tomorrow"), 3, "cm visit plan 2026-11-24 --book"),
        (("--day", "someday"), 2, "someday"),
        (("刘芳", "--format", "pdf"), 2, "md, html, docx"),
        (("刘芳", "-o", "no/such/folder/"), 5, "no folder"),
        (("刘芳", "-o", "no/such/a.md"), 5, "cannot be written"),
        (("刘芳", "-o", "sheet"), 2, "md, html, docx"),
    ],
)
def test_a_sheet_that_cannot_be_is_one_line(
    book: Cm, words: tuple[str, ...], code: int, said: str
) -> None:
    result = book("visit", "sheet", *words)
    assert (result.code, result.out) == (code, "")
    assert said in result.err


# The facts of the client file


def test_district_and_hours_are_kept_shown_and_corrected(book: Cm) -> None:
    found = book.json("client", "edit", "王建国", "--district", "黄浦区", "--hours", "9-12，14-17")
    assert (found["district"], found["hours"]) == ("黄浦区", "09:00-12:00,14:00-17:00")
    page = book("client", "show", "王建国").out
    assert "黄浦区" in page
    assert "09:00-12:00,14:00-17:00" in page
    assert book.json("edit", "c1", "hours=")["hours"] is None


@pytest.mark.parametrize("hours", ["mornings", "17:00-9:00", "9:00"])
def test_malformed_hours_are_refused_with_an_example(book: Cm, hours: str) -> None:
    for words in (("edit", "王建国"), ("add", "新客户")):
        result = book("client", *words, "--hours", hours)
        assert (result.code, result.out) == (2, "")
        assert "09:00-11:30,14:00-17:00" in result.err


def test_an_import_brings_district_and_hours(cm: Cm, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text(
        "姓名,行政区,营业时间\n东汀机械,望港区,8:30-11:30，13:30-17:00\n周立,,早上\n", "utf-8"
    )
    found = cm.json("import", "clients", str(file))
    assert (found["created"], found["rejected"]) == (1, 1)
    (client,) = cm.json("client", "list")
    assert (client["district"], client["hours"]) == ("望港区", "08:30-11:30,13:30-17:00")
