"""The report as a page, a paper and a workbook: what is in them, and that it adds up."""

import io
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import python_calamine

from cmcli.config import REPORT_SECTIONS
from cmcli.measures import MEASURES
from cmcli.reports.sections import SECTIONS
from tests.commands.test_report import FRIDAY, NASTY, _fill, ran, report, values
from tests.support import MORNING, Cm, Demo, Filled

# Small charts in a cell are beyond the package that reads them back.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group:UserWarning")

PERIODS = ("2026-W47", "2026-10", "2026Q4")


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(_fill)


@pytest.fixture
def demo(cm: Cm, demo_book: Demo) -> Cm:
    """The demo book on a Monday morning."""
    shutil.copy(demo_book(), cm.db)
    return cm


def file_of(cm: Cm, folder: Path, name: str, *args: str, now: str = FRIDAY) -> bytes:
    ran(cm, "report", *args, "-o", str(folder / name), now=now)
    return (folder / name).read_bytes()


# What adds up


def folded(rows: list[tuple[float, str]], fold: str) -> Any:
    """The value that rows make: a number, or amounts by their currency."""
    if any(currency for _, currency in rows):
        found: dict[str, list[float]] = {}
        for number, currency in rows:
            found.setdefault(currency, []).append(number)
        mean = fold == "mean"
        return {c: sum(n) / len(n) if mean else sum(n) for c, n in found.items()}
    numbers = sorted(number for number, _ in rows)
    if fold == "sum":
        return sum(numbers)
    if fold == "median":
        return (numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2
    return sum(numbers) / len(numbers)


def expected(value: Any) -> Any:
    """A value of the document in units of its currency."""
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        return {one["currency"]: one["amount"] / 100 for one in value}
    return value


@pytest.mark.parametrize("period", PERIODS)
def test_every_sheet_of_evidence_adds_up_to_its_figure(
    demo: Cm, tmp_path: Path, period: str
) -> None:
    data = file_of(demo, tmp_path, "x.xlsx", period, now=MORNING)
    # The evidence of a quarter is long; this reader is quick, and has what formulas had when they
    # were written.
    made = python_calamine.load_workbook(io.BytesIO(data))
    document = report(demo, period, now=MORNING)
    folds = {measure.id: measure.fold for measure in MEASURES}
    seen = 0
    for measure in document["measures"]:
        if measure["id"] not in made.sheet_names:
            continue
        seen += 1
        rows = made.get_sheet_by_name(measure["id"]).to_python(skip_empty_area=False)
        cells: list[tuple[Any, str]] = [(row[4], str(row[5])) for row in rows[5:]]
        assert {type(number) for number, _ in cells} <= {float}
        found = folded(cells, folds[measure["id"]])
        assert found == pytest.approx(expected(measure["value"]), abs=0.006), measure["id"]
        # What the formula at its head had when it was written.
        assert rows[2][4] == pytest.approx(
            next(iter(found.values())) if isinstance(found, dict) else found, abs=0.006
        )
    assert seen > 40


def html_rows(page: str, measure: str) -> list[tuple[float, str]]:
    start = page.index(f'<section class="fold" id="{measure}">')
    part = page[start : page.index("</section>", start)]
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", part)[1:]:
        text = unescape(re.sub(r"<.*?>", "", re.findall(r"<t[dh].*?</t[dh]>", row)[-1]))
        number, _, currency = text.replace(",", "").partition(" ")
        found.append((float(number), currency))
    return found


@pytest.mark.parametrize("period", PERIODS)
def test_every_table_of_evidence_on_the_page_adds_up_to_its_figure(
    demo: Cm, tmp_path: Path, period: str
) -> None:
    page = file_of(demo, tmp_path, "x.html", period, now=MORNING).decode()
    for measure, one in zip(MEASURES, report(demo, period, now=MORNING)["measures"], strict=True):
        rows = html_rows(page, measure.id)
        value = expected(one["value"])
        if not rows:
            nothing = not any(value.values()) if isinstance(value, dict) else not value
            assert nothing, measure.id
            continue
        if isinstance(value, dict):
            rows = [(number, currency or "CNY") for number, currency in rows]
        assert folded(rows, measure.fold) == pytest.approx(value, abs=0.006), measure.id


# The page


def test_each_figure_leads_to_its_evidence_and_back(book: Cm, tmp_path: Path) -> None:
    page = file_of(book, tmp_path, "x.html").decode()
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= set(names)
    for measure in MEASURES:
        assert measure.id in names
        assert f"of-{measure.id}" in links


def test_the_page_stands_alone_and_every_drawing_says_what_it_shows(
    book: Cm, tmp_path: Path
) -> None:
    page = file_of(book, tmp_path, "x.html").decode()
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    drawings = re.findall(r"<svg ([^>]*)>", page)
    assert drawings
    for drawing in drawings:
        assert 'role="img"' in drawing
        assert re.search(r'aria-label="[^"]{8,}"', drawing)
    assert "&lt;b&gt;[bold]*x*|y" in page
    assert "<b>[bold]" not in page
    # The last of eight weeks has three contacts, the ones before none.
    assert 'aria-label="contacts: 0, 0, 0, 0, 0, 0, 0, 3"' in page


def test_the_list_of_contents_has_every_section_that_says_something(
    book: Cm, tmp_path: Path
) -> None:
    page = file_of(book, tmp_path, "x.html").decode()
    listed = re.findall(r'<li><a href="#(\w+)">', page)
    assert listed[:3] == ["summary", "figures", "met"]
    assert listed[-1] == "evidence"
    assert "warned" not in listed


# The workbook


def test_the_workbook_has_real_numbers_and_dates(book: Cm, tmp_path: Path) -> None:
    made = openpyxl.load_workbook(io.BytesIO(file_of(book, tmp_path, "x.xlsx")))
    sheet = made["measures"]
    titles = [cell.value for cell in sheet[4]]
    assert titles[:9] == ["id", "name", "unit", "currency", "2026-W47", "2026-W46", "2025-W47",
                          "target", "course"]  # fmt: skip
    assert titles[9:] == [f"2026-W{week}" for week in range(40, 48)]
    rows = {(row[0].value, row[3].value): row for row in sheet.iter_rows(min_row=5)}
    assert rows["deals.won_amount", "CNY"][4].value == 50_000
    assert rows["deals.won_amount", "CNY"][4].number_format == "#,##0.00"
    assert rows["deals.open_amount", "USD"][4].value == 1_000
    assert rows["sla.response", None][4].value == pytest.approx(1 / 3)
    assert rows["sla.response", None][4].number_format == "0.0%"
    assert rows["assessment.valid", None][4].value is None
    assert rows["contacts.total", None][1].hyperlink.location == "'contacts.total'!A1"
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref
    evidence = made["contacts.total"]
    assert evidence["A3"].hyperlink.location == "'measures'!A1"
    assert evidence["C6"].value == datetime(2026, 11, 17, 9, 0)
    assert evidence["C6"].is_date
    assert evidence.freeze_panes == "A6"
    assert all(len(name) <= 31 for name in made.sheetnames)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "https://x.example", "007"])
def test_no_name_is_a_formula_a_link_or_a_number(cm: Cm, tmp_path: Path, name: str) -> None:
    ran(cm, "client", "add", "--", name)
    ran(cm, "log", "c1", "--", name)
    made = openpyxl.load_workbook(io.BytesIO(file_of(cm, tmp_path, "x.xlsx")))
    cells = [cell for row in made["contacts.total"].iter_rows(min_row=6) for cell in row]
    found = [cell for cell in cells if str(cell.value).startswith(name)]
    assert len(found) == 2
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.hyperlink is None for cell in found)


# The document


def test_the_document_has_the_figures_with_their_columns(book: Cm, tmp_path: Path) -> None:
    made = docx.Document(io.BytesIO(file_of(book, tmp_path, "x.docx")))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == "Week 47 · Mon 16 Nov 2026 to Sun 22 Nov 2026"
    assert "MET OR CALLED  2 contacts" in texts
    (titles,) = {tuple(cell.text for cell in table.rows[0].cells) for table in made.tables
                 if "2026-W46" in [cell.text for cell in table.rows[0].cells]
                 and "last 8" in [cell.text for cell in table.rows[0].cells]}  # fmt: skip
    # The book is younger than a year, so last year has no column.
    assert titles == ("", "2026-W47", "2026-W46", "last 8")
    assert made.core_properties.created.isoformat() == "2026-11-20T08:00:00+00:00"


# All of them


def test_the_workbook_is_printed_without_the_numbers_of_the_course(
    book: Cm, tmp_path: Path
) -> None:
    ran(book, "report", "-o", str(tmp_path / "week.xlsx"))
    made = openpyxl.load_workbook(tmp_path / "week.xlsx")
    assert str(made["measures"].print_area).startswith("'measures'!$A$1:$I$")
    assert made["measures"].oddFooter.center.text == "&P / &N"


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "md", "json", "txt"])
def test_the_same_book_at_the_same_moment_gives_the_same_bytes(
    book: Cm, tmp_path: Path, form: str
) -> None:
    first = file_of(book, tmp_path, f"a.{form}")
    assert file_of(book, tmp_path, f"b.{form}") == first


@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_a_form_that_is_no_text_goes_through_a_pipe(book: Cm, tmp_path: Path, form: str) -> None:
    env = {**os.environ, "CM_DB": str(book.db), "CM_NOW": FRIDAY, "CM_LANG": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "cmcli", "report", "--format", form], env=env, check=True,
        capture_output=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.stdout == file_of(book, tmp_path, f"x.{form}")


@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_a_terminal_is_told_to_name_a_file(
    cm: Cm, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("tests.support.io.StringIO", Terminal)
    result = cm("report", "--format", form)
    assert result.code == 2
    assert f"cm report -o report.{form}" in result.err
    assert result.out == ""


def test_a_submitted_report_is_made_again_from_the_file_as_it_stood(
    book: Cm, tmp_path: Path
) -> None:
    ran(book, "report", "--submit")
    ran(book, "log", "c3", "after the report", now="2026-11-20T17:00:00+08:00")
    later = "2026-11-20T18:00:00+08:00"
    page = file_of(book, tmp_path, "x.html", now=later).decode()
    assert "after the report" not in page
    assert "submitted Fri 20 Nov 16:00 as w1" in page
    assert "contacts 3 → 4" in page
    made = openpyxl.load_workbook(io.BytesIO(file_of(book, tmp_path, "x.xlsx", now=later)))
    rows = {row[0].value: row for row in made["measures"].iter_rows(min_row=5)}
    assert rows["contacts.total"][4].value == 3
    text = ran(book, "report", "--sections", "met", now=later)
    assert "after the report" not in text


def test_no_folder_is_one_line_and_no_file(book: Cm, tmp_path: Path) -> None:
    for form in ("html", "docx", "xlsx", "txt"):
        result = book("report", "-o", str(tmp_path / "no" / f"x.{form}"))
        assert result.code == 5
        assert result.err.count("\n") == 1
        assert f"there is no folder {tmp_path / 'no'}" in result.err
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [("no/x.md", "没有文件夹"), ("file/x.md", "不是文件夹"), ("x" * 300 + ".md", "太长")],
)
def test_what_the_system_says_of_a_path_is_said_in_the_language(
    book: Cm, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "file").write_text("x")
    result = book("report", "-o", str(tmp_path / name), lang="zh")
    assert (result.code, result.err.count("\n")) == (5, 1)
    assert says in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_nothing_is_one_line(book: Cm, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    result = book("report", "-o", str(folder / "x.xlsx"))
    assert result.code == 5
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_a_file_that_is_held_stays_as_it_was(
    book: Cm, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / f"x.{form}"
    target.write_text("before")

    def held(self: Path, other: Path) -> None:
        # What Windows says of a file that Word or Excel has open.
        raise PermissionError(13, "the file is used by another process")

    monkeypatch.setattr(Path, "replace", held)
    result = book("report", "-o", str(target))
    assert result.code == 5
    assert str(target) in result.err
    assert result.err.count("\n") == 1
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# Sections


def test_the_setting_knows_every_section() -> None:
    assert tuple(section.id for section in SECTIONS) == REPORT_SECTIONS


def test_a_setting_says_which_sections_stand_in_which_order(book: Cm) -> None:
    ran(book, "config", "set", "report.sections", "won,summary")
    text = ran(book, "report", "--format", "md")
    assert text.index("## WON") < text.index("Clients reached")
    assert "## MET" not in text
    # A program finds all of them, whatever a person likes to read.
    assert {"met", "won", "plan"} <= set(report(book)["sections"])
    assert "## MET" in ran(book, "report", "--format", "md", "--sections", "met")


def test_only_some_sections_in_the_document(book: Cm) -> None:
    found = report(book, "--sections", "won,lost")
    assert list(found["sections"]) == ["won", "lost", "lost_reasons"]
    assert found["measures"]


@pytest.mark.parametrize("text", ["won,nonsense", "won,won"])
def test_an_unknown_section_names_those_there_are(cm: Cm, text: str) -> None:
    for line in (("config", "set", "report.sections", text), ("report", "--sections", text)):
        result = cm(*line)
        assert result.code == 2
        assert ",".join(REPORT_SECTIONS) in result.err


# Last year


def test_last_year_is_the_week_of_that_number(cm: Cm) -> None:
    ran(cm, "client", "add", "王建国", now="2025-11-18T09:00:00+08:00")
    ran(cm, "log", "c1", "a year ago", now="2025-11-19T09:00:00+08:00")
    ran(cm, "log", "c1", "today")
    ran(cm, "log", "c1", "today")
    found = {one["id"]: one for one in report(cm)["measures"]}
    assert (found["contacts.total"]["value"], found["contacts.total"]["last_year"]) == (2, 1)
    assert found["contacts.total"]["previous"] == 0
    assert "2025-W47" in ran(cm, "report")


def test_before_the_book_began_there_is_no_last_year(book: Cm) -> None:
    assert {one["last_year"] for one in report(book)["measures"]} == {None}
    assert values(report(book))["contacts.total"] == 3
    assert NASTY  # the name that every form has to disarm
