"""The rows of a table of a Word document, written as its markup.

The library looks a style up anew for each cell, which takes most of the time of a long table.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from cmcli.views.grid import SHORT, Grid, printable
from cmcli.views.sheet import Cell, Column, Span, Spark, style_of, text_of

COLOURS = {"dim": "595F67", "ref": "0B5685", "late": "A5121C", "risk": "7D5200", "good": "1D6B33"}
BOLD = ("head", "late")
# Numbers end where the page's text ends.
_EDGE = '<w:tcMar><w:right w:w="0" w:type="dxa"/></w:tcMar>'


def rows(cells: Grid, sizes: Sequence[int], style: str) -> list[Any]:
    """The rows, each on one page, that of the titles on every page; sizes are in twips."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    found: list[str] = []
    # The rows of a short table keep to the next: it stands on one page.
    kept = len(cells.rows) - 1 if len(cells.rows) <= SHORT else 0
    if cells.titled:
        titles = [Span(column.title, "dim") for column in cells.columns]
        found.append(_row(cells.columns, titles, sizes, style, "<w:tblHeader/>", keeps=True))
    found += [_row(cells.columns, row, sizes, style, "", keeps=place < kept)
              for place, row in enumerate(cells.rows)]  # fmt: skip
    parsed: Any = parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(found)}</w:tbl>")
    return list(parsed)


def _row(
    columns: list[Column], row: Sequence[Cell], sizes: Sequence[int], style: str, more: str,
    *, keeps: bool,
) -> str:  # fmt: skip
    keep = "<w:keepNext/>" if keeps else ""
    last = len(row) - 1
    boxes = [
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{size}"/>{_EDGE if place == last else ""}'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{_align(column)}</w:pPr>'
        f"{_run(cell)}</w:p></w:tc>"
        for place, (column, cell, size) in enumerate(zip(columns, row, sizes, strict=True))
    ]
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(boxes)}</w:tr>"


def _align(column: Column) -> str:
    return '<w:jc w:val="right"/>' if column.align == "right" else ""


def _run(cell: Cell) -> str:
    text, look = escape(printable(text_of(cell)), quote=False), style_of(cell)
    if not text:
        return ""
    bold = "<w:b/>" if look in BOLD else ""
    # The bars of a course take less room than letters of their size would.
    size = '<w:sz w:val="14"/>' if isinstance(cell, Spark) else ""
    colour = f'<w:color w:val="{COLOURS[look]}"/>' if look in COLOURS else ""
    broken = text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return (
        f"<w:r><w:rPr>{bold}{colour}{size}</w:rPr>"
        f'<w:t xml:space="preserve">{broken}</w:t></w:r>'
    )  # fmt: skip
