"""`cm report`: figures that add up, the forms, the plan, the submission, the agenda."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from cmcli.desk import Desk
from cmcli.measures import MEASURES
from tests.support import Cm, Filled

FRIDAY = "2026-11-20T16:00:00+08:00"
MONDAY = "2026-11-23T09:00:00+08:00"
NASTY = "<b>[bold]*x*|y"


def ran(cm: Cm, *args: str, now: str = FRIDAY) -> str:
    result = cm(*args, now=now)
    assert result.code == 0, result.err
    return result.out


def _fill(cm: Cm) -> None:
    monday, tuesday = "2026-11-16T09:00:00+08:00", "2026-11-17T09:00:00+08:00"
    for name, *options in (("王建国", "--tier", "key", "--status", "active"),
                           (NASTY, "--status", "prospect"), ("刘芳", "--tier", "key")):  # fmt: skip
        ran(cm, "client", "add", name, *options, now=monday)
    ran(cm, "log", "c1", "met # him", "--channel", "visit", "--callback", "2026-11-19 10:00",
        now=tuesday)  # fmt: skip
    ran(cm, "log", "c2", "wants a card", "--ask", now=tuesday)
    ran(cm, "log", "c3", "--outcome", "no_answer", "--callback", "2026-11-24", now=tuesday)
    ran(cm, "request", "open", "c3", "receipt", "--urgent", now=tuesday)
    ran(cm, "request", "open", "c3", "fees", "--kind", "complaint", now=tuesday)
    ran(cm, "request", "resolve", "r3", "explained", now="2026-11-17T10:00:00+08:00")
    ran(cm, "done", "b1", now="2026-11-19T09:00:00+08:00")
    deals = (("c1", "理财", "5万"), ("c2", "fund", "3万"), ("c3", "存款", "100万"))
    for client, title, amount in deals:
        ran(cm, "deal", "add", client, title, "--amount", amount, "--stage", "proposal",
            "--next", "call", "--next-due", "2026-11-25", now=tuesday)  # fmt: skip
    ran(cm, "deal", "won", "d1")
    ran(cm, "deal", "lost", "d2", "--reason", "price")
    ran(cm, "config", "set", "currency", "USD")
    ran(cm, "deal", "add", "c1", "dollars", "--amount", "1000", now=tuesday)
    ran(cm, "client", "edit", "c2", "--status", "active")


@pytest.fixture
def book(filled: Filled) -> Cm:
    """A week of work: contacts, a late and a kept request, callbacks, deals in two currencies."""
    return filled(_fill)


def report(cm: Cm, *args: str, now: str = FRIDAY) -> Any:
    return json.loads(ran(cm, "report", *args, "--json", now=now))


def values(document: Any) -> dict[str, Any]:
    return {measure["id"]: measure["value"] for measure in document["measures"]}


# The document


def test_the_document_has_the_keys_scripts_rely_on(book: Cm) -> None:
    document = report(book)
    assert list(document) == ["period", "measures", "sections", "submitted"]
    assert document["period"] == {"name": "2026-W47", "start": "2026-11-16", "end": "2026-11-22"}
    assert document["submitted"] is None
    for measure in document["measures"]:
        assert list(measure) == ["id", "name", "value", "unit", "target", "previous", "last_year"]


def test_every_measure_is_in_the_document_once(book: Cm) -> None:
    ids = [measure["id"] for measure in report(book)["measures"]]
    assert ids == [measure.id for measure in MEASURES]
    assert len(set(ids)) == len(ids)


def test_the_figures_of_the_week_are_what_happened_in_it(book: Cm) -> None:
    found = values(report(book))
    expected = {
        "clients.total": 3, "clients.key": 2, "clients.new": 3, "clients.converted": 1,
        "clients.prospects": 0, "contacts.total": 3, "contacts.reached": 2, "contacts.visits": 1,
        "contacts.clients": 2, "contacts.minutes": 80, "cadence.key_coverage": 0.5,
        "callbacks.due": 1, "callbacks.done": 1, "callbacks.on_time": 1.0,
        "requests.received": 3, "requests.resolved": 1, "requests.open_overdue": 2,
        "sla.response": 1 / 3, "sla.response_urgent": 0.0, "sla.response_median": 60.0,
        "sla.complaints": 1.0, "flow.rework": 0.0, "deals.opened": 4, "deals.won": 1,
        "satisfaction.csat": None, "satisfaction.mean": None, "satisfaction.nps": None,
        "satisfaction.responses": 0, "feedback.acted": None, "plan.coverage": 0.0,
        "deals.lost": 1, "deals.win_rate": 0.5, "deals.cycle_days": 3.0,
        "deals.won_amount": {"amount": 5_000_000, "currency": "CNY"},
        "deals.average_won": {"amount": 5_000_000, "currency": "CNY"},
        "deals.open_amount": [{"amount": 100_000_000, "currency": "CNY"},
                              {"amount": 100_000, "currency": "USD"}],
        "deals.weighted_amount": [{"amount": 50_000_000, "currency": "CNY"},
                                  {"amount": 10_000, "currency": "USD"}],
        "deals.velocity": {"amount": 833_333, "currency": "CNY"},
        "aum.total": {"amount": 0, "currency": "USD"},
        "aum.net_inflow": {"amount": 0, "currency": "USD"},
        "clients.cross_sell": None, "disclosure.complete": None, "suitability.warned": 0,
        "assessment.valid": None, "risk.open": 0, "risk.on_time": None,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


def test_an_empty_book_has_a_report_of_zeros_and_no_ratio(cm: Cm) -> None:
    document = report(cm)
    units = {measure["id"]: measure["unit"] for measure in document["measures"]}
    for name, value in values(document).items():
        if units[name] == "money" and name not in ("deals.average_won", "deals.velocity"):
            assert value == {"amount": 0, "currency": "CNY"}, name
        elif units[name] == "count" or name in ("contacts.minutes", "training.hours"):
            assert value == 0, name
        else:
            assert value is None, name
    assert "0 %" not in ran(cm, "report", "--format", "md")


def test_the_sections_list_what_stands_behind_the_week(book: Cm) -> None:
    found = report(book)["sections"]
    assert [(item["client"]["name"], item["channel"], item["note"]) for item in found["met"]] == [
        ("王建国", "visit", "met # him"), (NASTY, "phone", "wants a card"),
    ]  # fmt: skip
    assert [(item["ref"], item["amount"]["amount"]) for item in found["won"]] == [("d1", 5_000_000)]
    assert [(item["ref"], item["reason"]) for item in found["lost"]] == [("d2", "price")]
    assert found["lost_reasons"] == [{"reason": "price", "count": 1}]
    assert [item["ref"] for item in found["late"]] == ["r2", "r1"]
    assert [item["ref"] for item in found["next_week"]] == ["b2", "d3"]
    assert len(found["summary"]) == 3
    assert found["plan"] == {"note": None, "last": [], "new": []}


@pytest.mark.parametrize(
    ("words", "name"),
    [([], "2026-W46"), (["2026Q4"], "2026Q3"), (["2026-W47"], "2026-W46"),
     (["2026-11-01..2026-11-03"], "2026-10-29..2026-10-31")],
)  # fmt: skip
def test_last_is_the_period_before_the_one_named(cm: Cm, words: list[str], name: str) -> None:
    assert report(cm, *words, "--last")["period"]["name"] == name


def test_previous_is_the_week_before(book: Cm) -> None:
    document = report(book, now=MONDAY)
    assert document["period"]["name"] == "2026-W48"
    previous = {measure["id"]: measure["previous"] for measure in document["measures"]}
    assert previous["contacts.total"] == 3
    assert previous["deals.won_amount"] == {"amount": 5_000_000, "currency": "CNY"}
    assert report(book, "--last", now=MONDAY)["period"]["name"] == "2026-W47"


@pytest.mark.parametrize(
    ("words", "name"),
    [(["2026Q4"], "2026Q4"), (["本月"], "2026-11"), (["last", "week"], "2026-W46"),
     (["2026-11-01..2026-11-15"], "2026-11-01..2026-11-15")],
)  # fmt: skip
def test_a_period_is_any_the_product_knows(cm: Cm, words: list[str], name: str) -> None:
    assert report(cm, *words)["period"]["name"] == name


# Evidence


@pytest.mark.parametrize("measure", [measure.id for measure in MEASURES])
def test_the_rows_of_every_measure_add_up_to_its_value(book: Cm, measure: str) -> None:
    expected = values(report(book))[measure]
    found = report(book, "--explain", measure)
    assert list(found)[:4] == ["id", "definition", "value", "rows"]
    assert found["id"] == measure
    assert found["value"] == expected
    assert all(list(row)[:2] == ["ref", "client"] for row in found["rows"])
    assert added_up(found) == expected


def added_up(found: Any) -> Any:
    """The value made anew from the rows, by nothing but the word for how they fold."""
    numbers = [row["value"] for row in found["rows"]]
    if found["unit"] == "money" and found["fold"] == "sum":
        sums: dict[str, int] = {}
        for number in numbers:
            sums[number["currency"]] = sums.get(number["currency"], 0) + number["amount"]
        amounts = [{"amount": a, "currency": c} for c, a in sorted(sums.items())]
        nothing = {"amount": 0, "currency": "USD"}
        return amounts if len(amounts) > 1 else (amounts or [nothing])[0]
    if found["fold"] == "sum":
        # Points without a rule are none, not zero.
        return sum(numbers) if numbers or found["unit"] != "points" else None
    if not numbers:
        return None
    if found["fold"] == "median":
        return sorted(numbers)[len(numbers) // 2]
    if found["unit"] == "money":
        total = sum(number["amount"] for number in numbers)
        return {"amount": round(total / len(numbers)), "currency": numbers[0]["currency"]}
    return sum(numbers) / len(numbers)


def test_an_explanation_names_rows_and_sum(book: Cm) -> None:
    page = ran(book, "report", "--explain", "contacts.minutes")
    assert "2026-11-16" in page or "Mon 16 Nov 2026" in page
    assert "Sum of 3 rows: 80 min" in page
    assert "visit · estimated" in page
    assert "estimated minutes: 80" in page


def test_an_unknown_measure_names_the_nearest(cm: Cm) -> None:
    result = cm("report", "--explain", "deals.wonamount")
    assert result.code == 2
    assert "deals.won_amount" in result.err


@pytest.mark.parametrize(
    ("text", "measure"),
    [("deals won", "deals.won"), ("Won", "deals.won_amount"), ("成交商机", "deals.won"),
     ("key-client", "cadence.key_coverage"), ("净推荐", "satisfaction.nps"),
     ("cross_sell", "clients.cross_sell")],
)  # fmt: skip
def test_a_measure_is_named_in_either_language_or_by_a_part_of_its_name(
    cm: Cm, text: str, measure: str
) -> None:
    assert report(cm, "--explain", text)["id"] == measure


@pytest.mark.parametrize(
    ("text", "said"),
    [("coverage", "stands in several measures"), ("成交", "deals.won_amount"),
     ("replies on time", "sla.response"), ("", "for example")],
)  # fmt: skip
def test_what_names_no_measure_or_several_says_which_it_may_be(
    cm: Cm, text: str, said: str
) -> None:
    result = cm("report", "--explain", text)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


# The page and its forms


def test_the_page_begins_with_the_resolved_days(book: Cm) -> None:
    lines = ran(book, "report").splitlines()
    assert lines[0] == "Week 47 · Mon 16 Nov 2026 to Sun 22 Nov 2026"
    assert ran(book, "report", "2026-11").startswith("2026-11 · Sun 1 Nov 2026 to Mon 30 Nov 2026")


def test_zero_percent_is_shown_and_nothing_to_divide_is_a_dash(book: Cm) -> None:
    lines = {line.split("  ")[0].strip(): line for line in ran(book, "report").splitlines()}
    assert "0 %" in lines["urgent replies in time"]
    assert "–" in lines["key-client coverage"]


def test_a_terminal_is_shown_a_share_of_a_long_list_a_pipe_and_a_file_all_of_it(
    cm: Cm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(cm, "client", "add", "王建国")
    for number in range(14):
        ran(cm, "log", "c1", f"call {number}")
    with monkeypatch.context() as terminal:
        terminal.setattr(Desk, "shortens", True)
        page = ran(cm, "report")
        ran(cm, "report", "-o", str(tmp_path / "week.txt"))
    assert "2 more: cm report 2026-W47 --format md" in page
    assert page.count("call ") == 12
    whole = ran(cm, "report")
    assert "hours of training" in whole
    for text in (whole, ran(cm, "report", "--format", "md"), (tmp_path / "week.txt").read_text()):
        assert text.count("call ") == 14
        assert " more: " not in text


def test_markdown_disarms_what_clients_are_called(book: Cm) -> None:
    page = ran(book, "report", "--format", "md")
    assert page.startswith("# Week 47")
    assert "&lt;b&gt;\\[bold\\]\\*x\\*\\|y" in page
    assert "<b>" not in page
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert rows
    assert "## WON · 1" in page


def test_names_in_a_row_are_parted_as_the_language_does(book: Cm) -> None:
    ran(book, "deal", "lost", "d3", "--reason", "rate")
    page = ran(book, "report", "--sections", "lost")
    assert "LOST   price (1), rate (1)" in page
    chinese = book("report", "--sections", "lost", lang="zh", now=FRIDAY).out
    assert "price（1）、rate（1）" in chinese


def test_json_is_the_same_by_format_and_by_option(book: Cm) -> None:
    assert json.loads(ran(book, "report", "--format", "json")) == report(book)


@pytest.mark.parametrize("arguments", [["--format", "pdf"], ["-o", "week.odt"]])
def test_a_form_that_does_not_exist_says_which_do(cm: Cm, arguments: list[str]) -> None:
    result = cm("report", *arguments)
    assert result.code == 2
    assert "term, md, html, docx, xlsx, json" in result.err


def test_a_file_is_private_and_in_the_form_of_its_ending(book: Cm, tmp_path: Path) -> None:
    for name, start in (("a.md", "# Week"), ("a.json", "{"), ("a.txt", "Week 47")):
        target = tmp_path / name
        target.write_text("before")
        assert str(target) in ran(book, "report", "-o", str(target))
        assert target.read_text("utf-8").startswith(start)
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} >= {"a.md", "a.json", "a.txt"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_file_that_cannot_be_written_is_named(book: Cm, tmp_path: Path) -> None:
    missing = tmp_path / "no" / "week.md"
    result = book("report", "-o", str(missing))
    assert result.code == 5
    assert str(missing) in result.err


def test_a_book_is_never_overwritten(book: Cm) -> None:
    before = book.db.read_bytes()
    result = book("report", "--format", "md", "-o", str(book.db))
    assert result.code == 5
    assert book.db.read_bytes()[:16] == before[:16]
    assert report(book)["measures"]


# Plan and submission


def test_a_plan_is_kept_for_its_period_and_can_be_replaced(book: Cm) -> None:
    kept = json.loads(ran(book, "report", "--note", "two visits", "--json"))
    assert kept["plan"] == "two visits"
    assert book("report", "--note", "-", stdin="three visits\n", now=FRIDAY).code == 0
    assert report(book)["sections"]["plan"]["note"] == "three visits"
    assert report(book, "--last")["sections"]["plan"]["note"] is None
    assert "three visits" in ran(book, "report")
    assert "improvement plan cleared" in ran(book, "report", "--note", "")
    assert report(book)["sections"]["plan"]["note"] is None


def test_an_empty_plan_makes_no_record(book: Cm) -> None:
    before = book.json("history")
    result = book("report", "--note", " ", now=FRIDAY)
    assert (result.code, result.out) == (2, "")
    assert "has no improvement plan" in result.err
    assert book.json("history") == before


def test_a_submission_freezes_figures_and_page(book: Cm) -> None:
    page = ran(book, "report", "--format", "md")
    ran(book, "report", "--submit")
    frozen = values(report(book))
    ran(book, "log", "c3", "after the report")
    later = report(book)
    assert values(later) == frozen
    assert later["submitted"]["ref"] == "w1"
    assert later["submitted"]["at"] == FRIDAY
    changed = {entry["id"] for entry in later["submitted"]["differs"]}
    assert {"contacts.total", "cadence.key_coverage"} <= changed
    assert "deals.won" not in changed
    shown = ran(book, "report", "--format", "md")
    assert shown.startswith(page)
    assert "contacts 3 → 4" in ran(book, "report")


def test_a_plan_given_with_the_submission_is_part_of_it(book: Cm) -> None:
    ran(book, "report", "--note", "fewer notes, more visits", "--submit")
    assert report(book)["sections"]["plan"]["note"] == "fewer notes, more visits"
    assert "fewer notes, more visits" in ran(book, "report", "--format", "md")


def test_a_submission_without_changes_has_no_warning(book: Cm) -> None:
    ran(book, "report", "--submit")
    assert report(book)["submitted"]["differs"] == []
    assert "other figures" not in ran(book, "report")


def test_a_period_is_submitted_once_and_undo_takes_it_back(book: Cm) -> None:
    ran(book, "report", "--note", "plan", "--submit")
    for arguments in (["--submit"], ["--note", "another"]):
        again = book("report", *arguments, now=FRIDAY)
        assert again.code == 4
        assert "2026-W47" in again.err
        assert "--retract" in again.err
    ran(book, "undo")
    assert report(book)["submitted"] is None
    assert report(book)["sections"]["plan"]["note"] is None


def test_the_same_days_under_another_name_are_the_same_report(book: Cm) -> None:
    ran(book, "report", "--submit")
    assert report(book, "2026-11-16..2026-11-22")["submitted"]["ref"] == "w1"


def test_what_has_not_begun_is_not_submitted(cm: Cm) -> None:
    assert cm("report", "2026-W48", "--submit", now=FRIDAY).code == 2


def test_submissions_are_listed_and_shown_by_their_references(book: Cm) -> None:
    assert report(book, "--list") == []
    assert "no report" in ran(book, "report", "--list")
    ran(book, "report", "--note", "plan", "--submit")
    (listed,) = report(book, "--list")
    assert (listed["ref"], listed["period"]["name"], listed["plan"]) == ("w1", "2026-W47", "plan")
    for ref in ("w1", "w202647"):
        document = json.loads(ran(book, "show", ref, "--json"))
        assert (document["period"]["name"], document["submitted"]["ref"]) == ("2026-W47", "w1")


@pytest.mark.parametrize("ref", ["w7", "w202660"])
def test_a_report_that_is_not_there_is_not_found(cm: Cm, ref: str) -> None:
    assert cm("show", ref).code == 3


def test_explaining_goes_by_itself(cm: Cm) -> None:
    assert cm("report", "--explain", "deals.won", "--submit").code == 2


# The agenda


def scheduled(cm: Cm, now: str) -> list[tuple[str, str, str]]:
    items = json.loads(ran(cm, "today", "--json", now=now))["items"]
    return [(i["ref"], i["state"], i["due"]) for i in items if i["section"] == "schedule"]


def test_the_weekly_report_stays_on_the_agenda_until_it_is_submitted(book: Cm) -> None:
    due = "2026-11-20T17:00:00+08:00"
    assert scheduled(book, "2026-11-19T09:00:00+08:00") == []
    assert scheduled(book, FRIDAY) == [("w202647", "open", due)]
    assert scheduled(book, MONDAY) == [("w202647", "overdue", due)]
    assert "2026-W47" in ran(book, "why", "w202647", now=MONDAY)
    ran(book, "report", "--last", "--submit", now=MONDAY)
    assert scheduled(book, MONDAY) == []
    # Once reports are handed in, a week without contacts owes one as well.
    assert [ref for ref, *_ in scheduled(book, "2026-11-27T09:00:00+08:00")] == ["w202648"]


def test_the_head_of_the_agenda_forgets_a_submitted_report(book: Cm) -> None:
    assert "report due" in ran(book, "today").splitlines()[1]
    ran(book, "report", "--submit")
    assert "report due" not in ran(book, "today").splitlines()[1]


def test_an_empty_book_owes_no_report(cm: Cm) -> None:
    assert scheduled(cm, "2026-11-20T18:00:00+08:00") == []


def test_the_page_of_the_manual_defines_every_measure() -> None:
    manual = (Path(__file__).parents[2] / "docs/report.md").read_text("utf-8")
    for measure in MEASURES:
        assert f"| `{measure.id}` | {measure.unit} |" in manual, measure.id
