"""A sheet as a Word document: A4, for print; the same sheet gives the same bytes."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cmcli.views.cells import width
from cmcli.views.grid import Grid, grids, printable
from cmcli.views.sheet import (
    BOX,
    Block,
    Break,
    Cell,
    Charts,
    Fold,
    Line,
    Mark,
    Ruled,
    Sheet,
    Signature,
    Span,
    Table,
    Text,
    Tick,
    outline,
    style_of,
    text_of,
)
from cmcli.views.word_rows import BOLD, COLOURS, rows

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# Millimetres of A4 between margins of 20 mm, and what a narrow character takes of them.
_ROOM = 170
_NARROW = 1.9
_PADDING = 5.5
# Points: letters, line, space before and after. The line is exact, since letters of two scripts
# side by side would else stand at two heights.
_SIZES: dict[str, tuple[float, float, float, float]] = {
    "Normal": (10.5, 16.5, 0, 4),
    "Heading 1": (17, 24, 0, 6),
    "Heading 2": (12, 18, 14, 4),
    "Heading 3": (10.5, 16, 10, 3),
    "Cell": (9.5, 14, 2.5, 2.5),
    "Footer": (8.5, 12, 0, 0),
}
# The same of a page that holds much, and the height of a line to write on.
_DENSE: dict[str, tuple[float, float, float, float]] = {
    "Normal": (9, 12.5, 0, 2),
    "Heading 1": (14, 18, 0, 3),
    "Heading 2": (10.5, 13, 6, 2),
    "Heading 3": (9, 12, 4, 1),
    "Cell": (8.5, 11.5, 1, 1),
    "Footer": (8, 10, 0, 0),
}
_WRITTEN = 22
_INK = "1C1F23"
_LATIN, _HAN = "Arial", "Microsoft YaHei"
_RULE = "A6ABB2"
# The longest label that leaves room on its line for a signature and a date.
_LABEL = 36
# A document is as old as its figures, not as its file: a fixed date keeps its bytes the same.
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_ZIPPED = (1980, 1, 1, 0, 0, 0)


def write(sheet: Sheet, *, title: str, language: str, at: datetime = _MADE) -> bytes:
    """The whole document; `language` is that of its words, `at` what it is dated."""
    import docx

    made = docx.Document()
    _paper(made)
    _properties(made, title)
    _spoken(made)
    _letters(made, language, _DENSE if sheet.dense else _SIZES)
    found = list(outline(sheet))
    if not any(level == 1 for _, level in found):
        made.add_heading(printable(title), 1)
    _blocks(made, found)
    return saved(made, at=at)


def saved(made: "Document", *, at: datetime) -> bytes:
    """The bytes of a document, dated; the same document gives the same bytes."""
    made.core_properties.created = made.core_properties.modified = at.astimezone(UTC)
    stream = io.BytesIO()
    made.save(stream)
    return _timeless(stream.getvalue())


def drawn(made: "Document", sheet: Sheet, *, language: str) -> list[Any]:
    """The sheet as elements to be put into a document that somebody else laid out: its own
    styles where it has those of that name. A section has no title above its own headings.
    """  # noqa: D205
    names = {style.name for style in made.styles}
    if "Cell" not in names:
        _letters(made, language, {"Cell": _SIZES["Cell"]})
    missing = {name: _SIZES[name] for name in ("Heading 2", "Heading 3") if name not in names}
    if missing:
        _letters(made, language, missing)
    last = made.element.body[-1]
    count = len(made.element.body)
    _blocks(made, [(block, max(level, 2) if level else 0) for block, level in outline(sheet)])
    body = made.element.body
    new = len(body) - count
    found = list(body)[-1 - new : -1] if last.tag == q("w:sectPr") else list(body)[-new:]
    for element in found:
        body.remove(element)
    return found


def _blocks(made: "Document", blocks: Iterable[tuple[Block, int]]) -> None:
    for block, level in blocks:
        if isinstance(block, Mark):
            if block.headed:
                made.add_heading(printable(block.title), 2)
        elif not isinstance(block, Charts | Fold):
            _block(made, block, level)


# The page


def _paper(made: "Document") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _ROOM) / 2)
    section.top_margin = section.bottom_margin = Mm(18)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot._p.append(_made("w:fldSimple", instr="PAGE"))
    foot.add_run(" / ")
    foot._p.append(_made("w:fldSimple", instr="NUMPAGES"))


def _properties(made: "Document", title: str) -> None:
    core = made.core_properties
    core.title = printable(title)[:255]
    core.author = core.last_modified_by = core.comments = ""
    # The picture of an empty page that the template brings along.
    beside = made.part.package.rels
    for key in [key for key, one in beside.items() if one.reltype.endswith("/thumbnail")]:
        del beside[key]


def _spoken(made: "Document") -> None:
    """Of two scripts the wide one is Chinese."""
    spoken = made.styles.element.find(f".//{q('w:lang')}")
    assert spoken is not None
    spoken.set(q("w:eastAsia"), "zh-CN")


def _letters(
    made: "Document", language: str, sizes: dict[str, tuple[float, float, float, float]]
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    given = {"ascii": _LATIN, "hAnsi": _LATIN, "cs": _LATIN, "eastAsia": _HAN}
    if language.startswith("zh"):
        # Quotes, dots and dashes stand in both scripts: in Chinese they take its widths.
        given["hint"] = "eastAsia"
    names = {style.name for style in made.styles}
    for name, (size, line, before, after) in sizes.items():
        if name not in names:
            made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles["Normal"]
        style: Any = made.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor.from_string(_INK)
        form = style.paragraph_format
        form.line_spacing, form.space_before, form.space_after = Pt(line), Pt(before), Pt(after)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        fonts.attrib.update({q(f"w:{key}"): value for key, value in given.items()})


def q(name: str) -> str:
    """The full name of an element or attribute of the document's markup."""
    from docx.oxml.ns import qn

    return qn(name)


def _made(tag: str, *inner: Any, **attributes: str) -> Any:
    """An element of the document's markup, with attributes of its own namespace."""
    from docx.oxml import OxmlElement

    found: Any = OxmlElement(tag, {q(f"w:{key}"): text for key, text in attributes.items()})
    found.extend(inner)
    return found


def _timeless(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIPPED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            new.writestr(entry, old.read(name))
    return stream.getvalue()


# Its blocks


def _block(made: "Document", block: Block, level: int) -> None:
    if isinstance(block, Table):
        _tables(made, block, level)
    elif isinstance(block, Tick):
        _tick(made, block)
    elif isinstance(block, Signature):
        _signature(made, block)
    elif isinstance(block, Text):
        _paragraph(made, block)
    elif isinstance(block, Ruled):
        for _ in range(block.lines):
            _ruled(made, "\t", (_ROOM,), before=_WRITTEN - 14)
    elif isinstance(block, Break):
        heading = made.add_paragraph(printable(block.heading.text), style="Heading 1")
        heading.paragraph_format.page_break_before = True
    else:
        assert isinstance(block, Line)
        _line(made, block, level)


def _run(into: "Paragraph", cell: Cell) -> None:
    from docx.shared import RGBColor

    style = style_of(cell)
    run = into.add_run(printable(text_of(cell)))
    if style in BOLD:
        run.bold = True
    if style in COLOURS:
        run.font.color.rgb = RGBColor.from_string(COLOURS[style])


def _line(made: "Document", block: Line, level: int) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    into = made.add_paragraph(style=f"Heading {level}" if level else "Normal")
    if level:
        into.add_run(printable(text_of(block.left)))
    elif text_of(block.left):
        _run(into, block.left)
    if text_of(block.right):
        into.paragraph_format.tab_stops.add_tab_stop(Mm(_ROOM), WD_TAB_ALIGNMENT.RIGHT)
        into.add_run("\t")
        _run(into, block.right)
        if level:
            into.runs[-1].bold = False


def _paragraph(made: "Document", block: Text) -> None:
    from docx.shared import Mm

    into = made.add_paragraph()
    into.paragraph_format.left_indent = Mm(2 * block.indent)
    _run(into, block.text)


def _tick(made: "Document", block: Tick) -> None:
    from docx.shared import Mm

    into = made.add_paragraph()
    form = into.paragraph_format
    form.left_indent, form.first_line_indent = Mm(7), Mm(-7)
    form.tab_stops.add_tab_stop(Mm(7))
    into.add_run(BOX).font.name = "Segoe UI Symbol"
    into.add_run("\t")
    _run(into, block.text)


def _signature(made: "Document", block: Signature) -> None:
    label, date = printable(block.label), printable(block.date_label)
    if width(label) <= _LABEL:
        _ruled(made, f"{label} \t\t{date} \t", (108, 114, _ROOM), before=26)
    else:
        # A name that leaves no room for the hand gets a line of its own.
        _ruled(made, f"{label} \t", (_ROOM,), before=26)
        _ruled(made, f"{date} \t", (80,), before=16)


def _ruled(made: "Document", text: str, stops: tuple[int, ...], *, before: float) -> None:
    """Text in which every other tab, beginning with the first, is a rule to write on."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt

    into = made.add_paragraph(text)
    into.paragraph_format.space_before = Pt(before)
    into.paragraph_format.keep_together = True
    for number, stop in enumerate(stops):
        ruled = number % 2 == 0
        into.paragraph_format.tab_stops.add_tab_stop(
            Mm(stop),
            WD_TAB_ALIGNMENT.RIGHT if ruled else WD_TAB_ALIGNMENT.LEFT,
            WD_TAB_LEADER.LINES if ruled else WD_TAB_LEADER.SPACES,
        )


# Its tables


def _tables(made: "Document", table: Table, level: int) -> None:
    found = list(grids(table))
    # Tables of the same columns stand below each other.
    wide = [_most([cells.widths for _, cells in found]),
            _most([cells.leasts for _, cells in found])] if table.even else None  # fmt: skip
    for group, cells in found:
        if group.heading:
            note = f"  {printable(group.note)}" if group.note else ""
            made.add_heading(printable(group.heading), level).add_run(note).bold = False
        if cells.columns:
            _table(made, cells, *(wide or (cells.widths, cells.leasts)))
        if group.more:
            _run(made.add_paragraph(), Span(group.more, "dim"))


def _most(widths: list[list[int]]) -> list[int]:
    return [max(each) for each in zip(*widths, strict=True)]


def _table(
    made: "Document", cells: Grid, widths: Sequence[int], leasts: Sequence[int]
) -> None:  # fmt: skip
    from docx.shared import Mm, Pt

    table = made.add_table(0, len(cells.columns))
    table.autofit = False
    _frame(table._tblPr)
    wanted, least = ([n * _NARROW + _PADDING for n in each] for each in (widths, leasts))
    found = shares(wanted, _ROOM, least)
    sizes = [Mm(share) for share in found]
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = size
    style = str(made.styles["Cell"].style_id)
    table._tbl.extend(rows(cells, [size.twips for size in sizes], style))
    # Word joins a table to one that follows it without a paragraph between them.
    made.add_paragraph().paragraph_format.line_spacing = Pt(4)


def shares(wanted: list[float], room: float, least: Sequence[float] = ()) -> list[float]:
    """How much of the room each gets: what it wants, where all fit, and the widest the rest.

    Where they do not fit, each has its `least`, as far as that goes, and of what is left over those
    that want less than an even share have what they want.
    """
    found = list(wanted)
    spare = room - sum(wanted)
    if spare >= 0:
        found[wanted.index(max(wanted))] += spare
        return found
    scale = min(1, room / sum(least)) if least else 0
    given = [each * scale for each in least] or [0.0] * len(wanted)
    left, count = room - sum(given), len(wanted)
    for index in sorted(range(len(wanted)), key=lambda i: wanted[i] - given[i]):
        more = min(wanted[index] - given[index], left / count)
        found[index] = given[index] + more
        left, count = left - more, count - 1
    return found


def _frame(properties: Any) -> None:
    lines = [_made(f"w:{side}", val="single", sz="4", space="0", color=_RULE)
             for side in ("top", "bottom", "insideH")]  # fmt: skip
    gaps = [
        _made(f"w:{side}", w=str(gap), type="dxa") for side, gap in (("left", 0), ("right", 170))
    ]
    # The order of these elements is laid down; a file that breaks it is "damaged" to Word.
    properties.find(q("w:tblW")).addnext(_made("w:tblBorders", *lines))
    properties.find(q("w:tblLook")).addprevious(_made("w:tblCellMar", *gaps))
