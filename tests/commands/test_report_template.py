"""A branch's own Word file, filled."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.commands.test_report import FRIDAY, _fill, ran
from tests.support import Cm, Filled


@pytest.fixture
def book(filled: Filled) -> Cm:
    cm = filled(_fill)
    ran(cm, "config", "set", "manager.name", "李明 & <Co>")
    return cm


def split(paragraph: Any, *texts: str) -> None:
    """The text in runs of different looks, as Word leaves it after an edit."""
    for number, text in enumerate(texts):
        paragraph.add_run(text).bold = number % 2 == 0


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Placeholders in the text, a table, a header and a footer, cut into runs anywhere."""
    made = docx.Document()
    split(made.add_paragraph(), "Report of {", "{man", "ager}", "} for {{", " period }}, end")
    made.add_paragraph("{{sla.response}} was {{sla.response.previous}}, {{sla.response.target}}")
    table = made.add_table(1, 2)
    split(table.cell(0, 0).paragraphs[0], "won: {{deals.won", "_amount}}")
    table.cell(0, 1).text = "{{section:lost}}"
    split(made.sections[0].header.paragraphs[0], "{{bran", "ch}}|{{start}}")
    made.sections[0].footer.paragraphs[0].text = "{{contacts.total.name}}"
    made.add_paragraph("{{section:won}}")
    made.add_paragraph("the end {not one} { {x} }")
    path = tmp_path / "house.docx"
    made.save(str(path))
    return path


def filled_in(cm: Cm, house: Path, target: Path, *options: str) -> Any:
    ran(cm, "report", "--template", str(house), "-o", str(target), *options)
    return docx.Document(io.BytesIO(target.read_bytes()))


def test_every_placeholder_is_filled_wherever_it_stands(
    book: Cm, house: Path, tmp_path: Path
) -> None:
    made = filled_in(book, house, tmp_path / "out.docx")
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == "Report of 李明 & <Co> for 2026-W47, end"
    assert texts[1] == "33 % was –, –"
    assert made.tables[0].cell(0, 0).text == "won: 50,000 CNY"
    assert made.sections[0].header.paragraphs[0].text == "|Mon 16 Nov 2026"
    assert made.sections[0].footer.paragraphs[0].text == "contacts"
    assert texts[-1] == "the end {not one} { {x} }"
    assert "{{" not in "".join(texts)


def test_what_is_put_in_looks_as_the_placeholder_began(
    book: Cm, house: Path, tmp_path: Path
) -> None:
    runs = filled_in(book, house, tmp_path / "out.docx").paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs if run.text] == [
        ("Report of 李明 & <Co>", True), (" for 2026-W47", False), (", end", True),
    ]  # fmt: skip


def test_a_section_is_a_table_in_the_place_of_its_name(
    book: Cm, house: Path, tmp_path: Path
) -> None:
    made = filled_in(book, house, tmp_path / "out.docx")
    order = [child.tag.rpartition("}")[2] for child in made.element.body]
    texts = ["".join(child.itertext()) for child in made.element.body]
    place = next(n for n, text in enumerate(texts) if text.startswith("WON"))
    assert order[place : place + 2] == ["p", "tbl"]
    assert "50,000" in texts[place + 1]
    assert next(n for n, text in enumerate(texts) if text.startswith("the end")) > place
    inside = made.tables[0].cell(0, 1)
    assert "LOST" in inside.text
    assert "fund" in inside.tables[0].rows[1].cells[3].text
    # A cell ends with a paragraph, else Word calls the file damaged.
    assert inside._tc[-1].tag.endswith("}p")


def test_the_same_report_fills_the_same_bytes(book: Cm, house: Path, tmp_path: Path) -> None:
    filled_in(book, house, tmp_path / "a.docx")
    filled_in(book, house, tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_setting_names_the_usual_template(book: Cm, house: Path, tmp_path: Path) -> None:
    ran(book, "config", "set", "report.template", str(house))
    ran(book, "report", "-o", str(tmp_path / "out.docx"))
    made = docx.Document(str(tmp_path / "out.docx"))
    assert made.paragraphs[0].text.startswith("Report of 李明")
    # Other forms know nothing of it.
    ran(book, "report", "-o", str(tmp_path / "out.html"))


@pytest.mark.parametrize(
    ("place", "near"),
    [("sla.respones", "sla.response"), ("section:one", "section:won"), ("mangaer", "manager"),
     ("", "manager"), ("sla.response.last", "sla.response.last_year")],
)  # fmt: skip
def test_a_placeholder_that_means_nothing_is_named_with_those_near(
    book: Cm, tmp_path: Path, place: str, near: str
) -> None:
    made = docx.Document()
    made.add_paragraph("{{manager}}")
    made.sections[0].header.paragraphs[0].text = f"x {{{{{place}}}}}"
    made.save(str(tmp_path / "t.docx"))
    target = tmp_path / "out.docx"
    result = book(
        "report", "--template", str(tmp_path / "t.docx"), "-o", str(target), now=FRIDAY
    )  # fmt: skip
    assert result.code == 2
    assert f"{{{{{place}}}}}" in result.err
    assert near in result.err
    assert result.err.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize("text", ["{{manager", "by {{manager and {{branch}}", "{{manager}"])
def test_a_placeholder_that_is_not_closed_is_named(book: Cm, tmp_path: Path, text: str) -> None:
    made = docx.Document()
    made.add_paragraph(text)
    made.save(str(tmp_path / "t.docx"))
    target = tmp_path / "out.docx"
    result = book("report", "--template", str(tmp_path / "t.docx"), "-o", str(target), lang="zh")
    assert result.code == 2
    assert "“{{manager" in result.err
    assert result.err.count("\n") == 1
    assert not target.exists()


def test_a_folder_is_no_template(book: Cm, tmp_path: Path) -> None:
    result = book("report", "--template", str(tmp_path), "-o", str(tmp_path / "out.docx"))
    assert (result.code, result.err.count("\n")) == (5, 1)
    assert f"{tmp_path} cannot be read: it is a folder" in result.err


def test_a_section_in_the_middle_of_a_line_is_refused(book: Cm, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("won: {{section:won}}")
    made.save(str(tmp_path / "t.docx"))
    result = book(
        "report", "--template", str(tmp_path / "t.docx"), "-o", str(tmp_path / "out.docx")
    )
    assert result.code == 2
    assert "{{section:won}} has to stand alone" in result.err


def test_a_template_without_the_styles_of_word_is_given_them(book: Cm, tmp_path: Path) -> None:
    made = docx.Document()
    for name in ("Heading 1", "Heading 2"):
        style = made.styles[name]
        style.element.getparent().remove(style.element)
    made.add_paragraph("{{section:won}}")
    made.save(str(tmp_path / "t.docx"))
    found = filled_in(book, tmp_path / "t.docx", tmp_path / "out.docx")
    assert "WON" in found.paragraphs[0].text


@pytest.mark.parametrize("content", [None, b"", b"plain text", "zip"])
def test_what_is_no_word_file_is_named(book: Cm, tmp_path: Path, content: Any) -> None:
    path, target = tmp_path / "t.docx", tmp_path / "out.docx"
    if content == "zip":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("a", "b")
    elif content is not None:
        path.write_bytes(content)
    result = book("report", "--template", str(path), "-o", str(target))
    assert result.code == 5
    assert str(path) in result.err
    assert result.err.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize("options", [["-o", "x.html"], ["--format", "md"], []])
def test_a_template_is_for_a_word_file(cm: Cm, options: list[str]) -> None:
    result = cm("report", "--template", "t.docx", *options)
    assert result.code == 2
    assert "-o report.docx" in result.err
