"""`cm flow`: the time of a period, its waits, what came back, and one client's hours."""

import sqlite3

import pytest

from cmcli.config import Settings
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.queries.figures import Source, window
from cmcli.queries.flow import _TOUCHES
from cmcli.reports.parts.flow import SECTION
from cmcli.reports.section import Drawing, Reading
from cmcli.store import Store
from cmcli.views.sheet import text_of
from cmcli.views.speech import Speaker
from tests.builders import NOW
from tests.support import Cm, Filled

NIGHT = "2026-11-23T23:00:00+08:00"


def fill(cm: Cm) -> None:
    """Three calls in vain and a visit, a request answered and reopened, a callback moved thrice."""
    for line in (
        ("client", "add", "王建国", "--tier", "key"),
        ("client", "add", "周立"),
        ("client", "edit", "c2", "--hours", "15:00-17:00"),
        *(("log", "c2", "--outcome", "no_answer", "--at", f"2026-11-{day} 09:30")
          for day in (9, 10, 11)),
        ("log", "c1", "看持仓", "--channel", "visit", "--minutes", "45", "--at", "2026-11-12 14:00"),
        ("request", "open", "c1", "卡被锁", "--at", "2026-11-10 09:00"),
        ("request", "respond", "r1", "--at", "2026-11-10 10:00"),
        ("request", "wait", "r1", "--at", "2026-11-10 11:00"),
        ("request", "resume", "r1", "--at", "2026-11-10 13:00"),
        ("request", "resolve", "r1", "--at", "2026-11-11 10:00"),
        ("request", "reopen", "r1", "--at", "2026-11-12 10:00"),
        ("callback", "add", "c1", "--due", "2026-11-25", "--purpose", "确认到账"),
        ("snooze", "b1", "2026-11-26"), ("snooze", "b1", "2026-11-27"), ("snooze", "b1", "2026-11-28"),
    ):  # fmt: skip
        result = cm(*line, now=NIGHT)
        assert result.code == 0, (line, result.err)


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(fill)


def test_a_month_by_hand(book: Cm) -> None:
    found = book.json("flow", "2026-11", now=NIGHT)
    # 45 typed; three calls of ten minutes and the reply by phone, if it made a contact.
    channels = {each["channel"]: each for each in found["channels"]}
    assert (channels["visit"]["minutes"], channels["visit"]["estimated_minutes"]) == (45, 0)
    assert channels["phone"]["minutes"] == channels["phone"]["estimated_minutes"]
    minutes = book.json("report", "2026-11", "--explain", "contacts.minutes", now=NIGHT)["value"]
    assert found["minutes"] == minutes
    assert sum(hour["minutes"] for hour in found["hours"]) == minutes
    waits = {each["step"]: each for each in found["waits"]}
    # Asked to reply an hour, reply to resolved a day, two hours of it waiting for the client.
    assert [waits[step]["median_minutes"] for step in ("reply", "resolution", "client")] == [
        60, 24 * 60, 120]  # fmt: skip
    assert waits["lead"] == {"step": "lead", "count": 0, "median_minutes": None,
                             "p90_minutes": None}  # fmt: skip
    assert found["rework"]["reopened"] == ["r1"]
    assert found["rework"]["moved_often"] == ["b1"]
    assert [(u["client"]["ref"], u["calls"]) for u in found["rework"]["unanswered"]] == [("c2", 3)]


def test_what_lies_outside_of_the_period_is_not_in_it(book: Cm) -> None:
    found = book.json("flow", "2026-10", now=NIGHT)
    assert (found["contacts"], found["minutes"], found["hours"]) == (0, 0, [])
    assert found["rework"]["unanswered"] == found["suggestions"] == []
    assert "no contact in this period" in book("flow", "2026-10", now=NIGHT).out
    # Two of the three calls alone are no row.
    assert book.json("flow", "2026-11-10..2026-11-11", now=NIGHT)["rework"]["unanswered"] == []


def test_the_last_four_whole_weeks_are_meant(book: Cm) -> None:
    found = book.json("flow", now=NIGHT)
    assert found["period"] == {"name": "2026-W44..2026-W47", "start": "2026-10-26",
                               "end": "2026-11-22"}  # fmt: skip
    assert found["before"]["period"]["start"] == "2026-09-28"
    page = book("flow", now=NIGHT).out
    assert "opened again: 1 (r1)" in page
    assert "周立 (c2) did not answer 3 calls in a row" in page


def test_a_promise_given_up_before_its_time_was_none(book: Cm) -> None:
    assert book("callback", "cancel", "b1", now="2026-11-28T12:00:00+08:00").code == 0
    found = book.json("flow", "2026-11", now="2026-11-30T10:00:00+08:00")["rework"]
    # Promised for the whole 28th and cancelled on it.
    assert (found["callbacks_due"], found["moved_often"]) == (0, [])
    assert book("undo", now="2026-11-28T12:01:00+08:00").code == 0
    assert book("callback", "cancel", "b1", now="2026-11-29T00:00:00+08:00").code == 0
    found = book.json("flow", "2026-11", now="2026-11-30T10:00:00+08:00")["rework"]
    assert (found["callbacks_due"], found["callbacks_moved"]) == (1, 1)


def test_hand_offs_wait_to_be_received_and_to_be_done(book: Cm) -> None:
    with sqlite3.connect(book.db) as file:
        file.executemany(
            "INSERT INTO handoff (department, text, sent_at, due_at, first_due_at, moved,"
            " received_at, done_at, cancelled_at, created_at)"
            " VALUES ('信贷部', '抵押登记', :sent, :due, :due, 0, :received, :done, :gone, :sent)",
            [
                {"sent": "2026-11-02T01:00:00Z", "due": "2026-11-09T01:00:00Z",
                 "received": received, "done": done, "gone": gone}
                for received, done, gone in [
                    ("2026-11-02T03:00:00Z", "2026-11-04T03:00:00Z", None),
                    (None, "2026-11-03T01:00:00Z", None),
                    ("2026-11-02T02:00:00Z", None, "2026-11-05T01:00:00Z"),
                ]
            ],
        )  # fmt: skip
    file.close()
    waits = {each["step"]: each for each in book.json("flow", "2026-11", now=NIGHT)["waits"]}
    # Received after two hours; done after two days, and after one where nobody said it came.
    assert (waits["received"]["count"], waits["received"]["median_minutes"]) == (1, 120)
    assert (waits["handed"]["count"], waits["handed"]["median_minutes"]) == (2, 36 * 60)
    assert "hand-off: sent to received" in book("flow", "2026-11", now=NIGHT).out


def test_a_department_that_is_late_is_suggested_by_its_hand_offs(book: Cm) -> None:
    for day in ("02", "03", "04"):
        book("handoff", "add", "-", "信贷部", "抵押登记", "--at", f"2026-11-{day} 09:00",
             "--due", "2026-11-10", now=NIGHT)  # fmt: skip
    book("handoff", "done", "o1", "已登记", "--at", "2026-11-09 10:00", now=NIGHT)
    found = book.json("flow", "2026-11", now=NIGHT)["suggestions"]
    assert "handoffs" not in [each["id"] for each in found]
    book("handoff", "add", "-", "信贷部", "解押", "--at", "2026-11-02 09:00",
         "--due", "2026-11-11", now=NIGHT)  # fmt: skip
    found = {each["id"]: each for each in book.json("flow", "2026-11", now=NIGHT)["suggestions"]}
    # o2, o3 and o4 are late, o1 was back the day before.
    assert (found["handoffs"]["key"], found["handoffs"]["value"]) == ("信贷部", 0.75)
    page = book("flow", "2026-11", now=NIGHT, lang="zh").out
    assert "信贷部到期的 4 件转办中有 3 件逾期" in page
    assert "cm handoff list --late --department '信贷部'" in page


def test_one_client_has_its_own_hours(book: Cm) -> None:
    found = book.json("flow", "--client", "周立", now=NIGHT)
    assert (found["client"]["ref"], found["wished"]) == ("c2", "15:00-17:00")
    assert (found["calls"], found["reached"], found["best"]) == (3, 0, [])
    assert found["period"]["start"] == "2025-11-23"
    page = book("flow", "--client", "周立", now=NIGHT).out
    assert "hours the client named: 15:00-17:00" in page
    assert "no hour has 5 calls yet" in page
    for minute in range(10, 15):
        book("log", "c2", "--at", f"2026-11-20 16:{minute}", now=NIGHT)
    assert book.json("flow", "--client", "周立", now=NIGHT)["best"] == [16]
    for minute in range(10, 15):
        outcome = "reached" if minute % 2 else "no_answer"
        book("log", "c2", "--outcome", outcome, "--at", f"2026-11-20 10:{minute}", now=NIGHT)
    assert book.json("flow", "--client", "周立", now=NIGHT)["best"] == [16]
    assert "best reached: 16:00–17:00" in book("flow", "--client", "周立", now=NIGHT).out
    assert book.json("flow", "2026-10", "--client", "周立", now=NIGHT)["calls"] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [(("neverland",), 2), (("2026-12..2026-11",), 2), (("--client", "nobody"), 3)],
)
def test_bad_input_is_one_line(book: Cm, words: tuple[str, ...], code: int) -> None:
    result = book("flow", *words, now=NIGHT)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)


def test_an_empty_book_has_an_empty_flow(cm: Cm) -> None:
    found = cm.json("flow")
    assert (found["contacts"], found["suggestions"]) == (0, [])
    assert "no contact in this period" in cm("flow").out


def test_only_the_period_is_read(book: Cm) -> None:
    with sqlite3.connect(book.db) as file:
        plan = file.execute(
            f"EXPLAIN QUERY PLAN {_TOUCHES} WHERE interaction.at >= '2026' "
            "AND interaction.at < '2027' ORDER BY interaction.at, interaction.id"
        ).fetchall()
    file.close()
    assert [step for step in plan if "interaction_at" in str(step)]
    assert not [step for step in plan if "TEMP B-TREE" in str(step)]


def test_its_suggestions_are_a_section_of_the_report(book: Cm) -> None:
    for minute in range(10, 40):
        book("log", "c1", "--at", f"2026-11-23 09:{minute}", now=NIGHT)
    over = span(parse_period("2026-11", NOW.date()), NOW)
    before = span(over.period.previous(), NOW)
    store = Store.open(book.db)
    try:
        source = Source(store, Settings({}), window([over, before]))
        found = SECTION.find(Reading(source, over, before, None))
        empty = SECTION.find(Reading(source, before, before, None))
    finally:
        store.close()
    drawing = Drawing(over.period, before.period, Speaker(NOW), "CNY", 12)
    blocks = list(SECTION.blocks(found, drawing))
    assert text_of(blocks[1].left) == "WORKING BETTER"  # type: ignore[union-attr]
    assert "cm flow --client c2" in text_of(blocks[2].text)  # type: ignore[union-attr]
    document = SECTION.document(found, Speaker(NOW))
    assert [each["id"] for each in document["suggestions"]] == ["unanswered"]
    assert list(SECTION.blocks(empty, drawing)) == []
