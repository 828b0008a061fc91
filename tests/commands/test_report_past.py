"""A report of the past: as it was then, beside what is now, taken back, and the plan to do better."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cmcli.desk import Desk
from cmcli.measures import MEASURES
from cmcli.reports import build, words
from cmcli.views.speech import Speaker
from tests.commands.test_report import FRIDAY, _fill, ran, values
from tests.support import Cm, Filled

NEXT_TUESDAY = "2026-11-24T09:00:00+08:00"
SPEAK = Speaker(datetime(2026, 11, 24, tzinfo=UTC))


@pytest.fixture
def book(filled: Filled) -> Cm:
    """The week of the other tests, submitted on Friday and written on since."""
    return filled(_submitted)


def _submitted(cm: Cm) -> None:
    _fill(cm)
    ran(cm, "config", "set", "stage.lead", "40%")
    ran(cm, "report", "--note", "two visits a day", "--submit")
    later = {"now": NEXT_TUESDAY}
    ran(cm, "log", "c3", "forgotten", "--at", "2026-11-19 10:00", **later)
    ran(cm, "config", "set", "stage.lead", "90%", **later)
    ran(cm, "rm", "i3", **later)


def past(cm: Cm, *args: str) -> Any:
    return json.loads(ran(cm, "report", "2026-W47", *args, "--json", now=NEXT_TUESDAY))


@pytest.mark.parametrize("moment", ["w1", "2026-11-20", "上周五", FRIDAY])
def test_what_was_submitted_is_what_the_file_gave_then(book: Cm, moment: str) -> None:
    submitted = past(book)
    assert submitted["submitted"]["ref"] == "w1"
    rebuilt = past(book, "--as-of", moment)
    assert rebuilt["submitted"] is None
    assert rebuilt["measures"] == submitted["measures"]
    assert rebuilt["sections"] == submitted["sections"]


def test_the_page_rebuilt_is_the_page_submitted_to_the_byte(book: Cm, tmp_path: Path) -> None:
    pages = []
    for name in ("one.md", "two.md"):
        ran(book, "report", "2026-W47", "--as-of", "w1", "-o", str(tmp_path / name),
            now=NEXT_TUESDAY)  # fmt: skip
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]
    frozen = ran(book, "report", "2026-W47", "--format", "md", now=NEXT_TUESDAY)
    assert frozen.startswith(pages[0].decode())


def test_the_past_has_the_settings_of_then_and_nothing_entered_since(book: Cm) -> None:
    before = values(past(book, "--as-of", FRIDAY))
    today = values(past(book, "--as-of", NEXT_TUESDAY))
    assert today["contacts.total"] == before["contacts.total"] + 1 - 1
    assert today["contacts.reached"] == before["contacts.reached"] + 1
    open_amount, weighted = before["deals.open_amount"], before["deals.weighted_amount"]
    assert weighted != today["deals.weighted_amount"]
    assert open_amount == today["deals.open_amount"]


def test_a_figure_of_then_opens_with_the_rows_of_then(book: Cm) -> None:
    then = past(book, "--as-of", "w1", "--explain", "contacts.total")
    now = past(book, "--explain", "contacts.total")
    assert {row["ref"] for row in now["rows"]} == {"i1", "i2", "i4"}
    assert {row["ref"] for row in then["rows"]} == {"i1", "i2", "i3"}


def test_before_there_was_anything_the_report_is_empty(book: Cm) -> None:
    found = values(past(book, "--as-of", "2026-11-16 08:00"))
    assert (found["clients.total"], found["contacts.total"]) == (0, 0)
    assert found["sla.response"] is None


def test_what_changed_since_the_submission_is_named_with_its_records(book: Cm) -> None:
    found = past(book, "--diff", "submitted")
    assert found["against"]["at"] == FRIDAY
    changed = {each["id"]: each for each in found["measures"]}
    contacts = changed["contacts.total"]
    # As many as before, and yet not the same ones.
    assert (contacts["then"], contacts["now"], contacts["change"]) == (3, 3, 0)
    assert [row["label"] for row in contacts["came"]] == ["forgotten · phone"]
    assert [row["ref"] for row in contacts["went"]] == ["i3"]
    assert changed["contacts.reached"]["change"] == 1
    assert "deals.won" not in changed
    page = ran(book, "report", "2026-W47", "--diff", "submitted", now=NEXT_TUESDAY)
    assert "forgotten" in page
    assert past(book, "--diff", "w1") == found


def test_a_week_beside_the_week_before(book: Cm) -> None:
    found = past(book, "--diff", "last")
    document = past(book, "--as-of", NEXT_TUESDAY)
    assert found["against"] == {"period": "2026-W46", "at": None}
    assert [(m["id"], m["then"], m["now"]) for m in found["measures"]] == [
        (m["id"], m["previous"], m["value"]) for m in document["measures"]
    ]


def test_a_change_is_that_of_the_two_values_beside_it(book: Cm) -> None:
    page = ran(book, "report", "2026-W48", "--diff", "last", now=NEXT_TUESDAY)
    assert ["clients", "3", "3", "="] in [line.split() for line in page.splitlines()]
    units = {measure.id: words.unit(measure) for measure in MEASURES}
    for then, now, change in ((0.6649, 0.6656, 0.001), (0.994, 0.9997, 0.006), (0.5, 0.50001, 0)):
        assert words.change(then, now, "ratio") == pytest.approx(change)
    assert words.fine(0.625, units["sla.response"], SPEAK) == "62.5 %"
    assert words.change(4.6, 4.604, units["satisfaction.mean"]) == 0
    assert words.change(3, 5, units["deals.won"]) == 2


def test_a_terminal_folds_the_records_behind_a_change(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    cm = filled(_fill)
    ran(cm, "report", "--submit")
    for number in range(9):
        ran(cm, "log", "c1", f"call {number}", "--at", "2026-11-19 10:00", now=NEXT_TUESDAY)
    diff = ("report", "2026-W47", "--diff", "submitted")
    whole = ran(cm, *diff, now=NEXT_TUESDAY)
    monkeypatch.setattr(Desk, "shortens", True)
    page = ran(cm, *diff, now=NEXT_TUESDAY)
    assert "3 more: cm report 2026-W47 --explain contacts.total" in page
    assert " more: " not in whole
    assert whole.count("call 8") > page.count("call 8") == 0


def test_nothing_changed_says_so(filled: Filled) -> None:
    cm = filled(_fill)
    ran(cm, "report", "--submit")
    assert "nothing differs" in ran(cm, "report", "--diff", "submitted")


def test_a_submitted_report_is_a_page_with_names_and_not_its_markdown(book: Cm) -> None:
    page = ran(book, "report", "2026-W47", now=NEXT_TUESDAY)
    assert "| --- |" not in page
    assert re.search(r"submitted Fri 20 Nov \d\d:\d\d as w1", page)
    assert "contacts reached 2 → 3" in page
    assert "contacts.reached" not in page.split("submitted", 1)[1]


@pytest.mark.parametrize(
    ("options", "times"), [([], 1), (["--sections", "won", "--json"], 1), (["--json"], 0),
                           (["--format", "md"], 0), (["--format", "html"], 1)],
)  # fmt: skip
def test_what_was_submitted_is_built_once_and_not_at_all_where_it_is_kept(
    book: Cm, monkeypatch: pytest.MonkeyPatch, options: list[str], times: int
) -> None:
    built: list[object] = []

    def counted(*args: Any, **options: Any) -> build.Built:
        built.append(args)
        return make(*args, **options)

    make = build.build
    monkeypatch.setattr(build, "build", counted)
    ran(book, "report", "2026-W47", *options, now=NEXT_TUESDAY)
    assert len(built) == times


def test_the_template_is_never_written_over(book: Cm, tmp_path: Path) -> None:
    house = tmp_path / "branch.docx"
    house.write_bytes(b"the branch's own")
    result = book("report", "--template", str(house), "-o", str(house), now=NEXT_TUESDAY)
    assert (result.code, house.read_bytes()) == (2, b"the branch's own")
    assert "template" in result.err


# Taking back


def test_a_submission_is_taken_back_with_its_reason(book: Cm) -> None:
    ran(book, "report", "2026-W47", "--retract", "a call was forgotten", now=NEXT_TUESDAY)
    open_again = past(book)
    assert open_again["submitted"] is None
    assert values(open_again)["contacts.reached"] == 3
    (listed,) = json.loads(ran(book, "report", "--list", "--json", now=NEXT_TUESDAY))
    assert listed["submitted"] is None
    assert listed["plan"] == "two visits a day"
    assert listed["retracted"] == [
        {"at": NEXT_TUESDAY, "submitted": FRIDAY, "reason": "a call was forgotten"}
    ]
    ran(book, "report", "2026-W47", "--submit", now=NEXT_TUESDAY)
    assert past(book)["submitted"]["at"] == NEXT_TUESDAY
    assert "a call was forgotten" in ran(book, "report", "--list", now=NEXT_TUESDAY)
    assert values(past(book, "--as-of", FRIDAY))["contacts.reached"] == 2


@pytest.mark.parametrize("moment", ["w1", "w202647", "2026-11-20"])
def test_what_was_taken_back_is_still_found(book: Cm, moment: str) -> None:
    handed_in = past(book)["measures"]
    ran(book, "report", "2026-W47", "--retract", "a call was forgotten", now=NEXT_TUESDAY)
    assert past(book, "--as-of", moment)["measures"] == handed_in


def test_taking_back_is_undone_like_anything_else(book: Cm) -> None:
    before = past(book)
    ran(book, "report", "2026-W47", "--retract", "by mistake", now=NEXT_TUESDAY)
    ran(book, "undo", now=NEXT_TUESDAY)
    assert past(book) == before


# Doing better


def test_the_plan_of_last_week_stands_in_this_week_done_or_not(book: Cm) -> None:
    for text in ("call before noon", "ask for referrals"):
        ran(book, "report", "2026-W48", "--improve", text, now=NEXT_TUESDAY)
    (first, second) = (
        json.loads(ran(book, "show", ref, "--json", now=NEXT_TUESDAY)) for ref in ("a1", "a2")
    )
    assert (first["text"], first["due"]) == ("call before noon", "2026-12-06T00:00:00+08:00")
    assert second["state"] == "open"
    ran(book, "done", "a1", "three a day", now="2026-12-01T12:00:00+08:00")
    sunday = "2026-12-06T09:00:00+08:00"
    items = json.loads(book("today", "--json", now=sunday).out)["items"]
    (line,) = [item for item in items if item["kind"] == "action"]
    assert (line["ref"], line["section"]) == ("a2", "schedule")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["2026-W50"], 2, "not begun"),
        (["2026-W50", "--format", "md", "-o", "week.md"], 2, "not begun"),
        (["2026-W50", "--explain", "deals.won"], 2, "not begun"),
        (["2026-W50", "--diff", "last"], 2, "not begun"),
        (["2026-W48", "--submit", "--as-of", "today"], 2, "only read"),
        (["--as-of", "tomorrow"], 2, "still to come"),
        (["--as-of", "w9"], 3, "w9"),
        (["--as-of", "12/1"], 2, "12/1"),
        (["--diff", "submitted"], 4, "not submitted"),
        (["--diff", "last", "--retract", "x"], 2, "goes by itself"),
        (["--diff", "last", "--note", "x"], 2, "goes by itself"),
        (["2026-W47", "--retract", "  "], 2, "why is it taken back"),
        (["2026-W48", "--retract", "x"], 4, "not submitted"),
        (["2026-W47", "--improve", "x"], 4, "was submitted"),
        (["2026-W48", "--improve", " "], 2, "what will be done"),
        (["2026-W48", "--improve", "x", "--due", "2026-11-01"], 2, "past"),
        (["--due", "+3d"], 2, "--improve"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_writes_nothing(
    book: Cm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], code: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = book("history", "--json", now=NEXT_TUESDAY).out
    result = book("report", *arguments, now=NEXT_TUESDAY)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert book("history", "--json", now=NEXT_TUESDAY).out == before
    assert not (tmp_path / "week.md").exists()
