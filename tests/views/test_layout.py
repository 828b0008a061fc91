"""Pages fit their terminal: no line is wider, no reference is cut, a pipe gets everything."""

import io
import json

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from cmcli.views import markdown, output
from cmcli.views.cells import width
from cmcli.views.layout import fitted, lines
from cmcli.views.sheet import (
    Cell,
    Column,
    Group,
    Line,
    Sheet,
    Span,
    Table,
    Text,
    named,
    simple_table,
)
from tests.support import Cm, Given

WIDTHS = (60, 61, 72, 80, 99, 100, 120, 160)
LONG = "很长的一段说明文字，后面还有 English words and 数字 1234567890，" * 4


def text(sheet: Sheet, columns: int | None) -> list[str]:
    return ["".join(span.text for span in line) for line in lines(sheet, columns)]


def table(*rows: tuple[str, str, str]) -> Table:
    columns = (Column(), Column("client", shrink=True, least=10), Column("note", shrink=True))
    return simple_table(columns, [*rows])


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    found = text(Sheet((table(("c1", "王建国", "a"), ("c12", "Li", "bb")),)), 80)
    assert found == ["     client  note", "c1   王建国  a", "c12  Li      bb"]


def test_titles_stand_below_the_heading_of_the_only_group_and_above_several() -> None:
    columns = (Column(), Column("open", "right"))
    one, two = Group("BY SOURCE", [("a", "1")]), Group("SENT BY", [("b", "2")])
    assert text(Sheet((Table(columns, [one]),)), 80) == ["BY SOURCE", "   open", "a     1"]
    both = text(Sheet((Table(columns, [one, two]),)), 80)
    assert both == ["   open", "", "BY SOURCE", "a     1", "", "SENT BY", "b     2"]


def test_the_widest_column_gives_way_first() -> None:
    found = fitted(table(("c1", "王建国", LONG)), 60)
    assert found[0] == 2
    assert found[1] == 6
    assert sum(found) + 4 == 60


def test_a_column_that_may_not_shrink_is_never_cut() -> None:
    columns = (Column(), Column(shrink=True, least=4))
    (line,) = text(Sheet((simple_table(columns, [("c123456", LONG)]),)), 60)
    assert line.startswith("c123456  ")
    assert width(line) in (59, 60)  # the last character but one is wide


def test_a_pipe_gets_everything() -> None:
    sheet = Sheet((table(("c1", "王建国", LONG)), Text(LONG), Line(LONG, "right")), LONG)
    for found in (text(sheet, None), output.plain_lines(sheet)):
        assert sum(LONG.strip() in line for line in found) == 4


def test_a_line_shows_its_right_side_where_there_is_room() -> None:
    assert text(Sheet((Line("left", "right"),)), 20) == ["left           right"]
    assert text(Sheet((Line("left", "right"),)), 10) == ["left", "right"]


def test_a_group_has_its_heading_note_rows_and_what_is_left() -> None:
    group = Group("HEAD", [(Span("c1", "ref"), "x")], note="note", more="2 more")
    table = Table((Column(), Column()), [group])
    found = text(Sheet((Line("page"), table), "hint"), 60)
    assert found == ["page", "", "HEAD   note", "c1  x", " 2 more", "", "hint"]
    assert text(Sheet((table,)), 60)[0] == "HEAD   note"  # nothing to part it from


def test_the_note_of_a_heading_loses_whole_parts() -> None:
    group = Group("HEAD", [("c1",)], note="40 of 60 met · 20 left · 29 working days")
    found = text(Sheet((Table((Column(),), [group]),)), 40)
    assert found[0] == "HEAD   40 of 60 met · 20 left …"


def test_a_column_that_says_nothing_takes_no_room() -> None:
    columns = (Column(), Column("empty"), Column("note"))
    found = text(Sheet((simple_table(columns, [("c1", "", "a"), ("c2", " ", "b")]),)), 60)
    assert found == ["    note", "c1  a", "c2  b"]


def test_a_spare_column_leaves_before_another_has_too_little() -> None:
    columns = (Column(), Column("note", shrink=True, least=30), Column("source", spare=True))
    wide = simple_table(columns, [("c1", "x" * 40, "s" * 20)])
    assert text(Sheet((wide,)), 56)[1] == f"c1  {'x' * 29}…  {'s' * 20}"
    assert text(Sheet((wide,)), 55) == ["    note", f"c1  {'x' * 40}"]
    assert text(Sheet((wide,)), None)[1].endswith("s" * 20)


def test_a_column_that_wraps_goes_on_below_itself() -> None:
    columns = (Column(), Column(shrink=True, wrap=True), Column())
    found = text(Sheet((simple_table(columns, [("fees", "one two three", "x")]),)), 15)
    assert found == ["fees  one     x", "      two", "      three"]


def test_a_lone_wide_cell_does_not_widen_its_column() -> None:
    columns = (Column(gap=1, lone=True), Column(gap=1), Column(shrink=True), Column())
    rows: list[tuple[Cell, ...]] = [
        ("c1", "x", "王建国", "a"), ("w202647", "!", "", "b"), ("c2", "", "李", "c")
    ]  # fmt: skip
    for found in (text(Sheet((simple_table(columns, rows),)), 60),
                  text(Sheet((simple_table(columns, rows),)), None)):  # fmt: skip
        assert found == ["c1 x 王建国  a", "w202647 !    b", "c2   李      c"]


def test_a_lone_wide_cell_takes_the_room_of_a_text_and_is_whole_in_a_pipe() -> None:
    columns = (Column(gap=1, lone=True), Column(shrink=True, least=8))
    rows: list[tuple[Cell, ...]] = [("c1", "y" * 30), ("w202647", "z" * 30), ("c2", "y")]
    assert text(Sheet((simple_table(columns, rows),)), 20)[1] == f"w202647 {'z' * 11}…"
    assert text(Sheet((simple_table(columns, rows),)), None)[1] == f"w202647 {'z' * 30}"


def test_a_long_first_part_takes_its_room_from_its_own_row() -> None:
    columns = (Column(), Column(shrink=True, least=6), Column(shrink=True, parts=True))
    rows: list[tuple[Cell, ...]] = [(f"c{n}", "a long text here", "today") for n in range(7)]
    rows.append(("c7", "a long text here", "reply by tomorrow · x"))
    found = text(Sheet((simple_table(columns, rows),)), 30)
    assert found[0] == "c0  a long text…  today"
    assert found[7] == "c7  a lo…  reply by tomorrow …"


def test_the_star_of_a_key_client_outlives_the_name() -> None:
    columns = (Column(), named("client"), Column("note", shrink=True))
    row = ("c1", "上海远大国际贸易有限公司 *", LONG)
    for columns_, shown in ((60, "公司 *"), (30, "… *")):
        assert shown in text(Sheet((simple_table(columns, [row]),)), columns_)[1]


def test_texts_give_way_before_names() -> None:
    columns = (Column(), named(), Column(shrink=True, least=16), Column())
    (line,) = text(Sheet((simple_table(columns, [("c1", "东汀机械 *", LONG, "9" * 20)]),)), 46)
    assert "东汀机械 *" in line


def test_a_value_that_wraps_is_not_broken_for_a_longer_text() -> None:
    columns = (Column(), Column(shrink=True, least=6, wrap=True), Column(shrink=True, wrap=True))
    found = text(Sheet((simple_table(columns, [("hours", "09:00-18:00", "a b " * 20)]),)), 30)
    assert "09:00-18:00" in found[0]


def test_a_command_goes_to_the_next_line_whole() -> None:
    rule = Text("It is late. Once it is paid: cm edit h285 overdue=")
    assert text(Sheet((rule,)), 40) == ["It is late. Once it is paid:", "cm edit h285 overdue="]
    group = Group("", [("c1",)], more="1 more is zero: cm report 2026-W47 --format md")
    found = text(Sheet((Table((Column(),), [group]),)), 40)
    assert found[-1] == " cm report 2026-W47 --format md"


def test_a_paragraph_hangs_below_what_names_it() -> None:
    found = text(Sheet((Text("10. one two three", indent=1, hang=4),)), 14)
    assert found == [" 10. one two", "     three"]


@pytest.mark.parametrize(
    ("amounts", "shown"),
    [
        (("900,000", "5,036.55", "–"), ("900,000.00", "5,036.55", "–")),
        (("900,000", "5,036"), ("900,000", "5,036")),
        (("1.1 %", "1.75 %", "2 %"), ("1.10 %", "1.75 %", "2.00 %")),
        (("5.5", "5 JPY"), ("5.5", "5 JPY")),
        (("owes 500", "-1.25"), ("owes 500.00", "-1.25")),
    ],
)
def test_amounts_of_a_column_have_all_decimals_or_none(
    amounts: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    table = simple_table((Column("", "right", even=True),), [(amount,) for amount in amounts])
    assert [line.strip() for line in text(Sheet((table,)), 60)] == [*shown]
    document = markdown.render(Sheet((table,)))
    assert all(amount.replace("-", "\\-") in document for amount in shown)


def test_a_first_part_is_kept_while_a_text_can_give_way() -> None:
    columns = (Column(), Column(shrink=True, least=12), Column(shrink=True, least=8, parts=True))
    rows = simple_table(
        columns, [("c1", "card locked, tuition due", "due yesterday 16:10 · urgent")]
    )
    assert text(Sheet((rows,)), 40) == ["c1  card locked,…  due yesterday 16:10 …"]
    assert text(Sheet((rows,)), 32) == ["c1  card…  due yesterday 16:10 …"]


def test_what_stands_from_the_left_stays_there() -> None:
    found = text(Sheet((Line("     r12 answered · b52 Mon"), Line("   x"))), 20)
    assert found == ["     r12 answered", "     b52 Mon", "   x"]


def test_a_hint_breaks_between_its_commands() -> None:
    found = text(Sheet((Line("page"),), "next: cm why r1 · cm log Li"), 20)
    assert found == ["page", "", "next: cm why r1", "cm log Li"]


def test_a_heading_too_long_for_its_line_goes_on_in_the_next() -> None:
    assert text(Sheet((Line("6 late · report due Fri 27 Nov"),)), 24) == [
        "6 late",
        "report due Fri 27 Nov",
    ]


cells = st.text(st.sampled_from("ab 中文字，·🙂"), max_size=60)


@drawn(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=4), st.integers(60, 160))
def test_any_table_fits_and_keeps_its_references(
    rows: list[tuple[str, str, str]], columns: int
) -> None:
    numbered = [(f"c{number}", *row) for number, row in enumerate(rows, 1000)]
    shape = (Column(), *(Column("标题", shrink=True) for _ in range(3)))
    found = text(Sheet((simple_table(shape, [*numbered]),)), columns)
    assert all(width(line) <= columns for line in found)
    refs = [line.split()[0] for line in found if line.startswith("c")]
    assert refs == [row[0] for row in numbered]


@drawn(cells, cells, st.integers(60, 160))
def test_any_paragraph_line_and_hint_fit(left: str, right: str, columns: int) -> None:
    sheet = Sheet((Line(left * 3, right), Text(left * 5, 2)), right * 4)
    assert all(width(line) <= columns for line in text(sheet, columns))


PAGES = (
    ("today",), ("client", "list"), ("client", "show", "c1"), ("callback", "list"),
    ("request", "list"), ("show", "r1"), ("show", "d1"), ("show", "b1"), ("deal", "list"),
    ("deal", "board"), ("history",), ("config", "list"), ("find", "学费"), ("product", "list"),
    ("why", "r1"),
)  # fmt: skip


@pytest.fixture
def pages(given: Given, monkeypatch: pytest.MonkeyPatch) -> dict[str, Sheet]:
    """Pages with long texts everywhere, in both languages."""
    cm: Cm = given(
        ("client", "add", "上海远大国际贸易进出口有限责任公司浦东分公司", "--kind", "company", "--tier", "key",
         "--phone", "13812345678", "--need", f"学费{LONG}", "--note", "x" * 150, "--address", LONG),
        ("client", "add", "x" * 200, "--tier", "key", "--tag", "t" * 60),
        ("request", "open", "c1", f"学费{LONG}", "--urgent", "--at", "07:00"),
        ("callback", "add", "c1", "--due", "today", "--purpose", f"学费{LONG}"),
        ("deal", "add", "c1", f"学费{LONG}", "--amount", "1.2亿", "--next", LONG, "--next-due", "today"),
        ("product", "add", "CODE-1", LONG[:60], "--kind", "wealth", "--risk", "R2"),
        ("log", "c1", LONG, "--channel", "wechat"),
    )  # fmt: skip
    shown: list[Sheet] = []
    monkeypatch.setattr(output, "write", shown.append)
    found = {}
    for lang in ("en", "zh"):
        for page in PAGES:
            result = cm(*page, lang=lang)
            assert result.code == 0, result.err
            found[f"{' '.join(page)} {lang}"] = shown.pop()
    return found


def test_every_page_fits_and_no_reference_is_cut(pages: dict[str, Sheet]) -> None:
    for name, sheet in pages.items():
        refs = [
            span.text.strip() for line in lines(sheet, None) for span in line if span.style == "ref"
        ]
        for columns in WIDTHS:
            found = [*lines(sheet, columns)]
            widest = max(width("".join(span.text for span in line)) for line in found)
            assert widest <= columns, (name, columns)
            kept = [span.text.strip() for line in found for span in line if span.style == "ref"]
            assert kept == refs, (name, columns)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_colour_and_a_pipe_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    sheet = Sheet((Line(Span("[bold]c1[/bold]", "late")),))
    terminal, pipe = Terminal(), io.StringIO()
    output.write(sheet, terminal)
    output.write(sheet, pipe)
    assert "\x1b[" in terminal.getvalue()
    assert "[bold]c1[/bold]" in terminal.getvalue()
    assert pipe.getvalue() == "[bold]c1[/bold]\n"
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    output.write(sheet, plain)
    assert "31" not in plain.getvalue()


@pytest.mark.parametrize("forbidden", [False, True])
def test_styles_are_written_as_rich_would_write_them(
    monkeypatch: pytest.MonkeyPatch, *, forbidden: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", "1" if forbidden else "")
    monkeypatch.setenv("TERM", "xterm")
    for name, words in output._STYLES.items():
        style = Style.parse(words).without_color if forbidden else Style.parse(words)
        stream = io.StringIO()
        output.write_terminal(Sheet((Line(Span("王建国", name)),)), stream, width=80)
        expected = style.render("王建国", color_system=ColorSystem.STANDARD)
        assert stream.getvalue() == f"{expected}\n", name


def test_a_terminal_without_styles_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = io.StringIO()
    output.write_terminal(Sheet((Line(Span("late", "late")),)), stream, width=80)
    assert stream.getvalue() == "late\n"


def test_a_document_is_utf_8_and_ends_its_line() -> None:
    stream = io.StringIO()
    output.write_json({"name": "王建国"}, stream)
    assert "王建国" in stream.getvalue()
    assert stream.getvalue().endswith("}\n")
    assert json.loads(stream.getvalue()) == {"name": "王建国"}
