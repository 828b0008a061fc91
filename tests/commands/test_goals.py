"""`cm goal`: set, changed, listed, shown, corrected, in the agenda, the report and beside it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cmcli.config import Settings
from cmcli.domain.measure import span
from cmcli.domain.period import Period, parse_period
from cmcli.messages import Money
from cmcli.queries.figures import Source, window
from cmcli.reports.parts.goals import SECTION
from cmcli.reports.section import Drawing, Reading
from cmcli.reports.targets import targets_of
from cmcli.store import Store
from cmcli.views import layout
from cmcli.views.sheet import Sheet
from cmcli.views.speech import Speaker
from tests.support import NOW, ZONE, Cm, Filled, Given

MOMENT = datetime.fromisoformat(NOW).astimezone(ZoneInfo(ZONE))
# Won: 60万 in October, 10万 on 16 November. 33 of the quarter's 62 working days are gone.
BOOK: tuple[tuple[str, ...], ...] = (
    ("client", "add", "王建国"),
    ("deal", "add", "c1", "存款", "--amount", "60万"),
    ("deal", "add", "c1", "续存", "--amount", "10万"),
)
WON: tuple[tuple[str, ...], ...] = (
    ("deal", "won", "d1", "--at", "2026-10-20 10:00"),
    ("deal", "won", "d2", "--at", "2026-11-16 10:00"),
)
SET: tuple[tuple[str, ...], ...] = (
    ("goal", "set", "deals.won_amount", "248万", "--note", "支行下达"),
    ("goal", "set", "sla.response", "98%", "--period", "2026"),
    ("goal", "set", "deals.won", "2", "--period", "2026-11"),
    ("goal", "set", "成交商机", "20", "--period", "2027Q1"),
)


SEPTEMBER = "2026-09-01T10:00:00+08:00"


def fill(cm: Cm) -> None:
    for line in BOOK:
        assert cm(*line, now=SEPTEMBER).code == 0
    for line in (*WON, *SET):
        assert cm(*line).code == 0


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(fill)


def states(cm: Cm, *args: str, now: str | None = None) -> list[tuple[str, str]]:
    return [(one["ref"], one["state"]) for one in cm.json("goal", "list", *args, now=now)]


def test_a_goal_against_its_line(book: Cm) -> None:
    one = book.json("goal", "show", "g1")
    assert one["measure"] == "deals.won_amount"
    assert one["period"] == {"name": "2026Q4", "start": "2026-10-01", "end": "2026-12-31"}
    assert one["working_days"] == {"elapsed": 33, "total": 62}
    # 2,480,000 over 62 days are 40,000 a day: 1,320,000 by now, 700,000 there.
    assert one["target"] == {"amount": 248_000_000, "currency": "CNY"}
    assert one["actual"]["amount"] == 70_000_000
    assert one["expected"]["amount"] == 132_000_000
    assert one["behind"]["amount"] == 62_000_000
    assert one["needed_per_day"]["amount"] == round(178_000_000 / 29)
    assert one["projection"]["amount"] == round(70_000_000 * 62 / 33)
    assert (one["state"], one["note"]) == ("behind", "支行下达")
    assert one["attainment"] == round(70 / 248, 4)


def test_the_list_has_what_runs_and_what_is_to_come(book: Cm) -> None:
    assert states(book) == [
        ("g3", "behind"), ("g2", "unmeasured"), ("g1", "behind"), ("g4", "coming"),
    ]  # fmt: skip
    assert states(book, "--period", "2026Q4") == [
        ("g3", "behind"), ("g2", "unmeasured"), ("g1", "behind"),
    ]  # fmt: skip
    assert states(book, "--period", "2025") == []
    assert states(book, "--limit", "1") == [("g3", "behind")]
    # In March the year's goals are over, and November's was missed by one of two.
    march = "2027-03-01T10:00:00+08:00"
    assert states(book, now=march) == [("g4", "behind")]
    assert states(book, "--period", "2026", now=march) == [
        ("g3", "missed"), ("g2", "unmeasured"), ("g1", "missed"),
    ]  # fmt: skip
    page = book("goal", "list").out
    assert "33 of 62 working days" in page
    assert "behind by 620,000; 61,379 a working day needed, 40,000 planned" in page


def test_set_again_the_target_changes_from_a_day_on(book: Cm) -> None:
    changed = book.json(
        "goal", "set", "deals.won_amount", "300万", "--from", "2026-11-02", "--reason", "年末调增"
    )
    assert changed["ref"] == "g1"
    assert [(t["since"], t["target"]["amount"], t["reason"]) for t in changed["targets"]] == [
        ("2026-10-01", 248_000_000, None), ("2026-11-02", 300_000_000, "年末调增"),
    ]  # fmt: skip
    # 18 days at 40,000 are 720,000; of the 2,280,000 left 15/44.
    assert changed["expected"]["amount"] == round(72_000_000 + 228_000_000 * 15 / 44)
    page = book("goal", "show", "g1").out
    assert "720,000 + (3,000,000 − 720,000) × 15 / 44 working days" in page
    assert "from 2 Nov" in page
    assert "年末调增" in page
    assert "as it was" in book("goal", "set", "deals.won_amount", "300万").out
    refused = book("goal", "set", "deals.won_amount", "1万", "--from", "2026-11-01")
    assert refused.code == 4
    assert book("undo").code == 0
    assert len(book.json("goal", "show", "g1")["targets"]) == 1


def test_a_coming_goal_is_replaced(book: Cm) -> None:
    one = book.json("goal", "set", "deals.won", "24", "--period", "2027Q1")
    assert (one["ref"], one["target"], len(one["targets"])) == ("g4", 24, 1)
    assert one["state"] == "coming"


def test_another_currency_is_another_goal(book: Cm) -> None:
    one = book.json("goal", "set", "deals.won_amount", "5万 USD")
    assert (one["ref"], one["actual"]) == ("g5", {"amount": 0, "currency": "USD"})
    assert one["not_counted"] == [{"amount": 70_000_000, "currency": "CNY"}]
    assert "700,000 is not counted, the target is in USD" in book("goal", "show", "g5").out
    assert book("edit", "g5", "target=3万 CNY").code == 2


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("deals.wonn", "5"), 2, "near it: deals.won"),
        (("deals.won", "5%"), 2, "5% is not a whole number"),
        (("deals.won_amount", "x"), 2, "x is not an amount"),
        (("sla.response", "98"), 2, "98%, 0.98"),
        (("sla.response", "120%"), 2, "no share between 0 and 100"),
        (("sla.response_median", "98%"), 2, "not a number of minutes"),
        (("deals.won", "5", "--period", "2026Q4..2026Q1"), 2, "ends before it begins"),
        (("deals.won", "5", "--period", "soon"), 2, "not understood as a period"),
        (("goals.attainment", "50%"), 2, "counts the goals and cannot be one"),
        (("deals.lost", "5", "--from", "2026-11-01"), 2, "leave --from out"),
        (("deals.won_amount", "5", "--from", "2027-01-01"), 2, "is outside 2026Q4"),
    ],
)
def test_what_cannot_be_a_goal(book: Cm, line: tuple[str, ...], code: int, said: str) -> None:
    result = book("goal", "set", *line)
    assert (result.code, result.err.count("\n")) == (code, 1)
    assert said in result.err


def test_a_goal_that_is_over_stays(book: Cm) -> None:
    late = book("goal", "set", "deals.won_amount", "1", "--period", "2026Q4",
                now="2027-01-01T00:00:00+08:00")  # fmt: skip
    assert late.code == 4
    assert "2026Q4 is over" in late.err


def test_corrected_removed_and_found(book: Cm) -> None:
    assert book.json("edit", "g3", "target=1", "note=一单即可")["state"] == "attained"
    wrong = book("edit", "g3", "period=2026")
    assert (wrong.code, "another period: cm rm g3" in wrong.err) == (2, True)
    assert book("done", "g3").code == 2
    assert "g3" in book("find", "一单").out
    assert book.json("rm", "g3", "--yes") == {"ref": "g3", "removed": True}
    assert book("show", "g3").code == 3
    assert "cm goal list" in book("show", "g3").err
    assert book("undo").code == 0
    assert book.json("show", "g3")["target"] == 1


def test_texts_are_masked_and_markup_is_text(book: Cm) -> None:
    one = book.json("goal", "set", "deals.lost", "3", "--note", "[red]电话13812345678")
    assert one["note"] == "[red]电话138****5678"
    assert "[red]电话138****5678" in book("goal", "show", one["ref"]).out


# On the agenda


def lines(cm: Cm, now: str | None = None) -> list[Any]:
    return [i for i in cm.json("today", now=now)["items"] if i["kind"] == "goal"]


def test_one_line_while_a_goal_is_behind(book: Cm) -> None:
    # 620,000 of 2,480,000 short are more than 0.43 of 2.
    (item,) = lines(book)
    assert (item["ref"], item["section"], item["due"]) == ("g1", "schedule", None)
    assert item["title"] == "goals: 2 of 3 behind"
    why = book("why", "g1")
    assert "a share when it is short of its target" in why.out
    assert book("edit", "g3", "target=1").code == 0
    assert lines(book)[0]["title"] == "goals: 1 of 3 behind"
    assert book("edit", "g1", "target=70万").code == 0
    assert lines(book) == []


def test_goals_to_come_and_gone_are_not_looked_at(book: Cm) -> None:
    assert lines(book, "2027-01-01T08:30:00+08:00") == []


# In the report


def test_attainment_and_its_rows(book: Cm) -> None:
    found = book.json("report", "2026Q4", "--explain", "goals.attainment")
    assert found["value"] == 0
    assert [(row["ref"], row["value"]) for row in found["rows"]] == [("g3", 0), ("g1", 0)]
    assert found["parts"] == [{"name": "goals without a basis yet, left out", "value": 1}]
    assert book.json("report", "2025", "--explain", "goals.attainment")["value"] is None
    book("edit", "g3", "target=1")
    assert book.json("report", "2026Q4", "--explain", "goals.attainment")["value"] == 0.5
    # Before the 16th of November nothing was won in the month.
    assert book.json("report", "2026-W46", "--explain", "goals.attainment")["value"] == 0


def opened(cm: Cm) -> tuple[Store, Settings]:
    store = Store.open(Path(cm.db))
    return store, Settings(dict(store.rows("SELECT name, value FROM setting")))


def asked(cm: Cm, period: str) -> dict[str, Any]:
    store, settings = opened(cm)
    found = targets_of(store, settings, parse_period(period, MOMENT.date()), MOMENT)
    store.close()
    return found


def test_the_targets_that_stand_beside_a_report(book: Cm) -> None:
    assert asked(book, "2026Q4") == {
        "deals.won_amount": (Money(248_000_000, "CNY"),), "sla.response": 0.98,
    }  # fmt: skip
    # Five of 62 days; two deals over November's 21 days; the share itself.
    assert asked(book, "2026-W47") == {
        "deals.won_amount": (Money(20_000_000, "CNY"),), "sla.response": 0.98, "deals.won": 0.5,
    }  # fmt: skip
    assert asked(book, "2026-11") == {
        "deals.won_amount": (Money(84_000_000, "CNY"),), "sla.response": 0.98, "deals.won": 2,
    }  # fmt: skip
    assert asked(book, "2026") == {"sla.response": 0.98}
    assert asked(book, "2025") == {}


def test_a_share_of_a_target_of_money_is_whole_units(given: Given) -> None:
    book = given(("goal", "set", "deals.won_amount", "1000000.50"))
    assert asked(book, "2026Q4")["deals.won_amount"] == (Money(100_000_050, "CNY"),)
    # Five of 62 days: 80,645.20.
    assert asked(book, "2026-W47")["deals.won_amount"] == (Money(8_064_500, "CNY"),)


def test_a_later_change_does_not_touch_a_week_that_is_over(book: Cm) -> None:
    book("goal", "set", "deals.won_amount", "500万", "--from", "2026-11-23")
    book("goal", "set", "sla.response", "99%", "--period", "2026", "--from", "2026-11-23")
    assert asked(book, "2026-W47")["deals.won_amount"] == (Money(20_000_000, "CNY"),)
    assert asked(book, "2026-W47")["sla.response"] == 0.98
    assert asked(book, "2026-W48")["sla.response"] == 0.99


def test_several_currencies_stand_beside_each_other(book: Cm) -> None:
    book("goal", "set", "deals.won_amount", "5万 USD")
    assert asked(book, "2026Q4")["deals.won_amount"] == (
        Money(248_000_000, "CNY"), Money(5_000_000, "USD"),
    )  # fmt: skip


def test_the_goals_of_a_report_as_they_stood_at_its_end(book: Cm) -> None:
    store, settings = opened(book)
    period = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
    over, before = span(period, MOMENT), span(period.previous(), MOMENT)
    reading = Reading(Source(store, settings, window([over, before])), over, before, None)
    found = SECTION.find(reading)
    store.close()
    speak = Speaker(MOMENT)
    (rate, won) = SECTION.document(found, speak)
    assert (rate["measure"], rate["state"]) == ("sla.response", "unmeasured")
    # On 31 October 18 days were gone and 600,000 of 720,000 there.
    assert (won["actual"]["amount"], won["expected"]["amount"]) == (60_000_000, 72_000_000)
    assert (won["state"], won["working_days"]["elapsed"]) == ("behind", 18)
    drawing = Drawing(period, period.previous(), speak, "CNY", 1)
    blocks = SECTION.blocks(found, drawing)
    text = "\n".join(
        "".join(s.text for s in line) for line in layout.lines(Sheet(tuple(blocks)), 80)
    )
    assert "GOALS" in text
    assert "1 more: cm goal list --period 2026-10" in text
    assert list(SECTION.blocks([], drawing)) == []


def test_a_level_begins_where_it_stood_on_the_eve(given: Given) -> None:
    cm = given(
        ("client", "add", "甲", "--status", "active"),
        ("goal", "set", "clients.total", "63"),
    )
    # Added today: none on the eve of the quarter, so one a working day and 33 by now.
    one = cm.json("goal", "show", "g1")
    assert one["actual"] == 1
    assert one["expected"] == round(63 * 33 / 62, 4)


# From a file


TABLE = """指标,考核期,目标值,备注
成交金额,2027Q1,2000万,分行下达
won,2027-01,5万 USD,
deals.won,2027Q1,20,
sla.response,2027Q1,98,
deals.wonn,2027Q1,20,
clients.new,2026-13,5,
clients.new,2027Q1,,
首次回复中位数,2027,1h,
goals.attainment,2027,50%,
"""


def test_the_branchs_table_of_targets(given: Given, tmp_path: Path) -> None:
    cm, file = given(*BOOK), tmp_path / "targets.csv"
    file.write_text(TABLE.replace("首次回复中位数", "sla.response_median"), encoding="utf-8")
    rejects = tmp_path / "rejects.csv"
    found = cm.json("import", "goals", str(file), "--rejects", str(rejects))
    assert (found["read"], found["created"], found["rejected"]) == (9, 4, 5)
    assert "98 is no share between 0 and 100 %" in found["reasons"]
    assert "measure: no measure is called deals.wonn" in found["reasons"]
    assert any("there is no such period" in reason for reason in found["reasons"])
    assert "target is blank" in found["reasons"]
    goals = {one["measure"]: one for one in cm.json("goal", "list", "--period", "2027")}
    assert goals["deals.won"]["target"] == 20
    assert goals["sla.response_median"]["target"] == 60
    again = cm.json("import", "goals", str(file), "--rejects", str(rejects))
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 4)
    assert cm("undo").code == 0
    assert cm.json("goal", "list") == []


def imported(cm: Cm, tmp_path: Path, text: str, *options: str) -> Any:
    file = tmp_path / "targets.csv"
    file.write_text(text, encoding="utf-8")
    rejects = str(tmp_path / "rejects.csv")
    return cm.json("import", "goals", str(file), "--rejects", rejects, *options)


def test_another_figure_in_the_table_changes_the_target_from_today(
    given: Given, tmp_path: Path
) -> None:
    cm = given(*BOOK)
    head = "measure,period,target,note\n"
    assert imported(cm, tmp_path, head + "deals.won,2026Q4,20,a\n")["created"] == 1
    assert imported(cm, tmp_path, head + "deals.won,2026Q4,30,b\n")["updated"] == 1
    one = cm.json("goal", "show", "g1")
    assert [(t["since"], t["target"]) for t in one["targets"]] == [
        ("2026-10-01", 20), ("2026-11-23", 30),
    ]  # fmt: skip
    assert one["note"] == "b"
    # What was typed by hand is the same goal.
    assert cm("goal", "set", "deals.lost", "4").code == 0
    same = imported(
        cm, tmp_path, head + "deals.lost,2026Q4,4,\ndeals.lost,2026-10-01..2026-12-31,5,\n"
    )
    assert (same["unchanged"], same["rejected"]) == (1, 1)
    assert "line 2 has the same key and says otherwise" in same["reasons"]


def test_a_head_in_ten_thousands_is_for_amounts_alone(given: Given, tmp_path: Path) -> None:
    cm = given(*BOOK)
    text = "指标,考核期,目标值（万元）\n成交金额,2026Q4,500\ndeals.won,2026Q4,20\n"
    found = imported(cm, tmp_path, text)
    assert (found["created"], found["reasons"]) == (1, {"20万 is not a whole number": 1})
    assert cm.json("goal", "show", "g1")["target"]["amount"] == 500_000_000


def test_what_is_over_is_not_changed_by_a_file(given: Given, tmp_path: Path) -> None:
    cm, head = given(*BOOK), "measure,period,target\n"
    assert imported(cm, tmp_path, head + "deals.won,2026Q3,20\n")["created"] == 1
    found = imported(cm, tmp_path, head + "deals.won,2026Q3,30\n")
    assert found["reasons"] == {"2026Q3 is over: the target of g1 stays what it was": 1}


def test_a_period_of_too_many_contacts_is_left_out_of_the_morning_and_said(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        assert book("log", "c1", "x").code == 0
    assert book("goal", "set", "contacts.total", "200").code == 0
    assert lines(book)[0]["title"] == "goals: 3 of 4 behind"
    monkeypatch.setattr("cmcli.queries.goal._MOST", 1)
    (item,) = lines(book)
    assert item["title"] == "goals: 2 of 3 behind"
    assert "not looked at, too many contacts: 1" in book("today").out
    assert ("g5", "behind") in states(book)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("deals.won", "5", "--period", "2025Q4"), 4, "2025Q4 is over"),
        (("deals.won", "5", "--period", "2026Q3"), 4, "cm import goals FILE"),
        (("deals.won", "5", "--period", "2062Q4"), 2, "check the year"),
        (("deals.won", "0"), 2, "a target of 0 is met from the start"),
        (("deals.won_amount", "0"), 2, "a target of 0 is met from the start"),
        (("satisfaction.mean", "9"), 2, "at most 5"),
        (("satisfaction.nps", "101"), 2, "at most 100"),
        (("deals.won", "-5"), 2, "what is below 0 goes after --"),
    ],
)
def test_what_no_goal_can_be_is_refused(
    cm: Cm, words: tuple[str, ...], code: int, said: str
) -> None:
    result = cm("goal", "set", *words)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err
    assert cm.json("goal", "list", "--period", "2020..2070") == []


def test_nothing_is_a_target_where_less_is_better(cm: Cm) -> None:
    assert cm("goal", "set", "requests.open_overdue", "0").code == 0
    # Nor where the figure may be less than nothing.
    assert cm("goal", "set", "satisfaction.nps", "0").code == 0
    assert cm("goal", "set", "aum.net_inflow", "0").code == 0


def test_the_gap_of_a_share_is_in_points(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("request", "open", "c1", "卡被锁", "--at", "2026-11-19 09:00")
    cm("request", "respond", "r1", "--at", "2026-11-21 09:00")
    cm("goal", "set", "sla.response", "98%", "--period", "2026-11")
    assert "98.0 pp" in cm("goal", "show", "g1").out


def test_a_window_reads_to_its_own_end_whatever_another_one_read(book: Cm) -> None:
    store, settings = opened(book)
    now, before = (
        window([span(parse_period(name, MOMENT.date()), MOMENT)])
        for name in ("2026-W47", "2025-W47")
    )
    source = Source(store, settings, now)
    day = date(2025, 6, 30)
    assert source.over(before).since(day).window.end == before.end
    assert source.since(day).window.end == now.end
    assert source.since(day) is source.since(day)
    store.close()
