"""A document for Word: opened again, it says what the sheet says, and is the same each time."""

import io
import re
import subprocess
import sys
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from cmcli.views.grid import SHORT
from cmcli.views.html import render
from cmcli.views.sheet import Column, Line, Sheet, Signature, Span, Text, simple_table
from cmcli.views.word import shares, write
from tests.views.papers import NASTY, RISKS, paper

# What Word asks of the order of elements, as far as it is written here.
TABLE = ["tblStyle", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]


def opened(sheet: Sheet, title: str = "Paper", language: str = "zh_CN") -> Any:
    return docx.Document(io.BytesIO(write(sheet, title=title, language=language)))


def paragraphs(found: Any) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in found.paragraphs if p.text.strip()]


def test_a_paper_says_what_its_sheet_says() -> None:
    found = opened(paper())
    assert paragraphs(found) == [
        ("Heading 1", "产品信息披露确认书"), ("Normal", "港湾路支行\t2026年11月23日"),
        ("Heading 2", "主要风险"), ("Normal", RISKS),
        ("Heading 2", "费用  每日计提"), ("Normal", "另有 2 项"),
        ("Normal", "☐\t产品风险已说明。"), ("Normal", "☐\t全部费用已披露。"),
        ("Normal", "客户：王建国 \t\t日期 \t"), ("Normal", "客户经理：李明 \t\t日期 \t"),
    ]  # fmt: skip
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in found.tables]
    assert tables == [
        [["客户", "王建国"], ["风险等级", "R3"]],
        [["项目", "费率"], ["管理费", "0.30 %"], ["托管费", "1,234.50"]],
    ]


def test_titles_are_repeated_rows_stay_whole_and_numbers_end_at_the_right() -> None:
    facts, figures = opened(paper()).tables
    marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in figures.rows]
    assert marks == [True, False, False]
    assert not facts._tbl.findall(f".//{qn('w:tblHeader')}")
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in figures.rows)
    sides = [[cell.paragraphs[0].alignment for cell in row.cells] for row in figures.rows]
    assert sides == [[None, 2]] * 3


def test_tables_take_the_width_between_the_margins_and_keep_the_laid_down_order() -> None:
    found = opened(paper())
    section = found.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    room = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
    for table in found.tables:
        assert sum(column.width.mm for column in table.columns) == pytest.approx(room, abs=0.2)
        names = [part.tag.rpartition("}")[2] for part in table._tbl.tblPr]
        assert names == [name for name in TABLE if name in names]
        assert {"tblBorders", "tblLayout", "tblCellMar"} <= set(names)


def test_letters_of_both_scripts_have_a_font() -> None:
    found = opened(paper())
    for name in ("Normal", "Heading 1", "Heading 2", "Cell"):
        fonts = found.styles[name].element.rPr.rFonts.attrib
        assert fonts[qn("w:eastAsia")] == "Microsoft YaHei"
        assert fonts[qn("w:ascii")] == "Arial"
        assert fonts[qn("w:hint")] == "eastAsia"
        # A font of the theme would win over a font by its name.
        assert not [key for key in fonts if key.endswith("Theme")]
    english = opened(paper(), language="en").styles["Normal"].element.rPr.rFonts
    assert english.get(qn("w:hint")) is None


def test_what_a_client_is_called_stays_text() -> None:
    found = opened(paper(NASTY), title=NASTY)
    assert found.tables[0].cell(0, 1).text == NASTY
    assert ("Normal", f"客户：{NASTY} \t") in paragraphs(found)
    assert found.core_properties.title == NASTY


def test_what_xml_cannot_hold_is_left_out() -> None:
    text = "a\x00\x0b\x1b[1mb\ud800\ufffe\u202ec\tα\r\nd𠮷㐂"
    found = opened(Sheet((Text(text), simple_table((Column(),), [(text,)]))), title=text)
    assert paragraphs(found) == [
        ("Heading 1", "a[1mbc α\nd𠮷㐂"), ("Normal", "a[1mbc α\nd𠮷㐂"),
    ]  # fmt: skip
    assert found.tables[0].cell(0, 0).text == "a[1mbc α\nd𠮷㐂"


def test_a_sheet_without_a_heading_gets_its_title() -> None:
    assert paragraphs(opened(Sheet((Text("x"),)), title="T" * 300))[0] == ("Heading 1", "T" * 300)
    assert paragraphs(opened(Sheet((Line(Span("H", "head")),))))[0] == ("Heading 1", "H")


def test_a_name_that_leaves_no_room_to_sign_has_a_line_of_its_own() -> None:
    found = opened(Sheet((Signature("长" * 40, "日期"),)))
    assert paragraphs(found)[1:] == [("Normal", "长" * 40 + " \t"), ("Normal", "日期 \t")]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ([10, 30, 20], [10, 120, 20]),
        ([10, 500], [10, 140]),
        ([400, 20, 300], [65, 20, 65]),
        ([200] * 3, [50] * 3),
    ],
)
def test_columns_share_the_room(wanted: list[float], given: list[float]) -> None:
    assert shares(wanted, 150) == given


def test_a_column_of_numbers_is_not_broken_for_the_sake_of_texts() -> None:
    assert shares([100, 60, 100], 150, [10, 60, 20]) == [40, 60, 50]
    # Where not even the narrowest fit, all give way alike.
    assert shares([100, 100], 50, [60, 40]) == [30, 20]


@pytest.mark.parametrize(("count", "kept"), [(3, 3), (SHORT + 1, 1)])
def test_a_short_table_stands_on_one_page(count: int, kept: int) -> None:
    sheet = Sheet((simple_table((Column("what"),), [(str(n),) for n in range(count)]),))
    with zipfile.ZipFile(io.BytesIO(write(sheet, title="x", language="en"))) as packed:
        assert packed.read("word/document.xml").decode().count("<w:keepNext/>") == kept
    page = render(sheet, title="x", language="en")
    assert ('class="box short"' in page) == (count <= SHORT)


def test_nothing_in_the_file_says_when_and_by_whom_it_was_made() -> None:
    data = write(paper(), title="x", language="en")
    assert docx.Document(io.BytesIO(data)).core_properties.author == ""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
        assert not any("thumbnail" in name for name in packed.namelist())
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2000-01-01T"}
    assert "python" not in core


def test_the_same_sheet_is_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys; from tests.views.papers import paper; from cmcli.views.word import write; "
        "sys.stdout.buffer.write(write(paper(), title='x', language='zh_CN'))"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert made == write(paper(), title="x", language="zh_CN")
