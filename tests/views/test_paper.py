"""The forms of a paper, what is signed and ticked where only text can be drawn, and saving it."""

import stat
from pathlib import Path

import pytest

from cmcli.errors import FileUnusable, Usage
from cmcli.store import Store
from cmcli.views import html, markdown, output, word
from cmcli.views.layout import lines
from cmcli.views.paper import format_of, rendered, save
from cmcli.views.sheet import (
    Break,
    Column,
    Line,
    Ruled,
    Sheet,
    Signature,
    Span,
    Text,
    Tick,
    simple_table,
)
from tests.views.papers import NASTY, paper

SIGNED = Sheet((Tick(Span("I was warned of the risk", "late")), Signature("Client: Li", "Date")))


def text(columns: int | None) -> list[str]:
    return ["".join(span.text for span in line) for line in lines(SIGNED, columns)]


def test_what_is_signed_has_rules_and_what_is_ticked_a_box() -> None:
    rules = f"Client: Li {'_' * 24}  Date {'_' * 14}"
    assert text(None) == ["☐ I was warned of the risk", rules]
    assert output.plain_lines(SIGNED) == text(None)
    assert markdown.render(SIGNED) == f"☐ I was warned of the risk\n\n{rules}\n"


def test_on_a_narrow_page_a_statement_hangs_under_its_text() -> None:
    assert text(14) == [
        "☐ I was warned", "  of the risk", "Client: Li", "_" * 14, "_" * 10, "Date", "_" * 14,
    ]  # fmt: skip
    assert {span.style for span in list(lines(SIGNED, 14))[1]} == {"late"}


def test_in_markdown_names_and_statements_stay_text() -> None:
    page = markdown.render(Sheet((Tick("<b>*x*"), Signature("# <i>_y_", "1. z"))))
    assert page.startswith("☐ &lt;b&gt;\\*x\\*\n\n\\# &lt;i&gt;\\_y\\_ ___")
    broken = markdown.render(Sheet((Text("a\n# b\n- c"), simple_table((Column(),), [("d\ne",)]))))
    assert broken == "a\n\\# b\n\\- c\n\n|     |\n| --- |\n| d e |\n"


@pytest.mark.parametrize(
    ("given", "target", "form"),
    [
        ("html", "a.docx", "html"), (None, "a.MD", "md"), (None, "a.markdown", "md"),
        (None, "a.htm", "html"), (None, "a.docx", "docx"), ("md", None, "md"),
    ],
)  # fmt: skip
def test_the_form_is_named_or_is_the_files_ending(
    given: str | None, target: str | None, form: str
) -> None:
    assert format_of(given, Path(target) if target else None) == form


@pytest.mark.parametrize(
    ("given", "target"), [("pdf", "a.md"), (None, "a.xlsx"), (None, "a"), (None, None), ("", None)]
)
def test_a_form_there_is_not_names_those_there_are(given: str | None, target: str | None) -> None:
    with pytest.raises(Usage) as caught:
        format_of(given, Path(target) if target else None)
    assert str(caught.value.hint) == "--format takes: md, html, docx"


def test_each_form_is_written_by_its_writer() -> None:
    said = {"title": "确认书", "language": "zh_CN"}
    assert rendered(paper(), "md", **said) == markdown.render(paper()).encode()
    assert rendered(paper(), "html", **said) == html.render(paper(), **said).encode()
    assert rendered(paper(), "docx", **said) == word.write(
        paper(), title="确认书", language="zh_CN"
    )


def test_a_new_page_has_a_title_of_its_own_and_room_to_write_is_for_paper_alone() -> None:
    blocks = (Line(Span("First", "head")), Line(Span("Part", "head")), Ruled(2),
              Break(Span("<Second>", "head")), Line(Span("Part", "head")))  # fmt: skip
    sheet = Sheet(blocks)
    assert output.plain_lines(sheet) == ["First", "Part", "", "", "<Second>", "Part"]
    rule = "_" * 64
    assert markdown.render(sheet) == (
        f"# First\n\n## Part\n\n{rule}\n\n{rule}\n\n---\n\n# &lt;Second&gt;\n\n## Part\n"
    )
    page = html.render(sheet, title="x", language="en")
    assert '<div class="ruled">\n<i></i>\n<i></i>\n</div>' in page
    assert '<h1 class="new">&lt;Second&gt;</h1>\n<h2>Part</h2>' in page


def test_a_dense_page_is_set_smaller_on_paper() -> None:
    dense = Sheet((Text("x"),), dense=True)
    assert '<main class="dense">' in html.render(dense, title="x", language="en")
    assert "<main>" in html.render(Sheet((Text("x"),)), title="x", language="en")
    plain = word.write(Sheet((Text("x"),)), title="x", language="en")
    assert word.write(dense, title="x", language="en") != plain


def test_bytes_of_the_command_line_that_are_no_text_do_not_break_a_paper() -> None:
    for form in ("md", "html", "docx"):
        data = rendered(Sheet((Text(f"{NASTY}\udcff"),)), form, title="x\udcff", language="en")
        assert data


@pytest.mark.parametrize("data", ["第一页\n", b"PK\x03\x04\r\n\xff"])
def test_a_file_is_replaced_whole_and_private(tmp_path: Path, data: str | bytes) -> None:
    target = tmp_path / "a.docx"
    target.write_text("before" * 100)
    target.chmod(0o644)
    save(target, data)
    assert target.read_bytes() == (data.encode() if isinstance(data, str) else data)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_no_place_for_a_document_stays_as_it_is(tmp_path: Path, store: Store) -> None:
    book = tmp_path / "store.db"
    link = tmp_path / "link.md"
    link.symlink_to(book)
    # By a link: were it not refused, the link would be lost and not the device.
    device = tmp_path / "device.md"
    device.symlink_to("/dev/null")
    before = book.read_bytes()
    for target in (tmp_path, book, link, device):
        with pytest.raises(FileUnusable) as caught:
            save(target, "x")
        assert str(caught.value) == f"{target} is no place for a document"
    assert book.read_bytes() == before
    assert link.is_symlink()
    assert device.is_symlink()


def test_a_folder_that_is_not_there_is_named_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"no/a\.md cannot be written: there is no such file"):
        save(tmp_path / "no" / "a.md", "x")


def test_a_file_that_could_not_be_finished_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "a.md"
    target.write_text("before")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileUnusable, match="is full; nothing was written"):
        save(target, "after")
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]
