"""`cm clock`: the reference vectors, warnings, bad input."""

import csv
from pathlib import Path

import pytest

from tests.support import Cm

SLA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "sla"
needs_vectors = pytest.mark.skipif(not SLA.is_dir(), reason=f"the vectors are not here: {SLA}")


def vectors(name: str) -> list[dict[str, str]]:
    if not SLA.is_dir():
        return []
    with (SLA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ten_to_six(cm: Cm, **more: str) -> None:
    settings = {"work.hours": "10:00-18:00", "work.calendar": "none"} | more
    for name, value in settings.items():
        assert cm("config", "set", name, value).code == 0


@needs_vectors
def test_all_elapsed_vectors(cm: Cm) -> None:
    ten_to_six(cm)
    rows = vectors("elapsed_vectors.csv")
    assert len(rows) == 29
    for row in rows:
        found = cm.json(
            "clock", "elapsed", row["created"], row["first_response"], "--calendar", "working"
        )
        assert found["seconds"] == int(row["expected_working_seconds"]), row


@needs_vectors
def test_all_due_vectors(cm: Cm) -> None:
    ten_to_six(cm, **{"work.days": "mon-sun", "work.holidays": "2019-03-05"})
    rows = vectors("due_vectors.csv")
    assert len(rows) == 5
    for row in rows:
        for hours, due in (("response_h", "response_by"), ("resolution_h", "resolution_by")):
            found = cm.json(
                "clock", "due", row["created"], "--for", f"{row[hours]}h", "--calendar", "working"
            )
            assert found["due"] == f"{row[due]}:00+08:00", row


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-02-14 17:00", "2h", "2026-02-24T10:00:00+08:00"),
        ("2026-02-13 17:00", "8h", "2026-02-14T16:00:00+08:00"),
        ("2026-09-30 16:00", "4h", "2026-10-08T11:00:00+08:00"),
    ],
)
def test_office_hours_with_the_official_days_off(cm: Cm, start: str, length: str, end: str) -> None:
    found = cm.json("clock", "due", start, "--for", length, "--calendar", "working")
    assert found["due"] == end
    assert found["warnings"] == []
    assert (
        sum(i["seconds"] for i in found["intervals"] if i["kind"] == "counted")
        == (found["seconds"])
    )


def test_natural_days_end_with_their_last_second(cm: Cm) -> None:
    found = cm.json("clock", "due", "2026-11-01T10:00", "--for", "15d")
    assert found["due"] == "2026-11-16T23:59:59+08:00"


def test_a_year_without_official_days_carries_a_warning(cm: Cm) -> None:
    found = cm.json("clock", "due", "2027-01-04 17:00", "--for", "4h", "--calendar", "working")
    assert found["due"] == "2027-01-05T12:00:00+08:00"
    assert len(found["warnings"]) == 1
    assert "2026" in found["warnings"][0]


def test_the_page_shows_the_arithmetic(cm: Cm) -> None:
    out = cm("clock", "due", "2026-02-13 17:00", "--for", "8h", "--calendar", "working").out
    lines = out.splitlines()
    assert lines[0] == "due Sat 14 Feb 2026 16:00"
    assert lines[1].split("  ")[:2] == [" Fri 13 Feb 17:00", "Fri 13 Feb 18:00"]
    lengths = [line.rsplit("  ", 1)[-1].strip() for line in lines[1:5]]
    assert lengths == ["1 h", "(15 h)", "7 h", "8 h"]
    odd = cm("clock", "elapsed", "2026-11-23 10:00:00", "2026-11-23 11:30:05").out
    assert odd.startswith("1 h 30 min 5 s counted")


@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "2026-11-23 10:00", "--for", "soon"),
        ("due", "2026-11-23 10:00", "--for", "2d", "--calendar", "working"),
        ("due", "2026-11-23 10:00", "--for", "2h", "--calendar", "lunar"),
        ("due", "2026-11-23 10:00", "--for", "2h", "--pause", "noon"),
        ("due", "2026-11-23 10:00", "--for", "2h", "--pause", "2026-11-23..2026-11-22"),
        ("elapsed", "2026-11-23 10:00", "2026-11-22 10:00"),
    ],
)
def test_bad_input_is_one_clear_line(cm: Cm, arguments: tuple[str, ...]) -> None:
    result = cm("clock", *arguments)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(("year", "days"), [("2024", 251), ("2025", 248), ("2026", 248)])
def test_the_working_days_of_a_year(cm: Cm, year: str, days: int) -> None:
    found = cm.json("clock", "days", year)
    assert (found["working_days"], found["warnings"]) == (days, [])


def test_the_markets_are_closed_on_make_up_saturdays(cm: Cm) -> None:
    # October 2026: closed 1 to 7, the office works on Saturday the 10th.
    assert cm.json("clock", "days", "2026-10")["working_days"] == 18
    assert cm.json("clock", "days", "2026-10", "--calendar", "market")["working_days"] == 17
    assert cm("clock", "days", "2026-10", "--calendar", "moon").code == 2


def test_days_beyond_the_official_years_carry_a_warning(cm: Cm) -> None:
    assert len(cm.json("clock", "days", "2027")["warnings"]) == 1


def test_a_target_beyond_the_calendar_is_one_line(cm: Cm) -> None:
    result = cm("clock", "due", "9999-12-30", "--for", "48h")
    assert (result.code, result.out) == (2, "")
    assert result.err == "a day is too far away – the calendar ends with the year 9999\n"
