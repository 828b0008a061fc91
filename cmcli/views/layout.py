"""From a sheet to lines of spans that fit a width; no width means nothing is cut."""

from collections.abc import Iterator

from cmcli.views.cells import cut, pad, width, wrap
from cmcli.views.sheet import (
    BOX,
    Block,
    Cell,
    Column,
    Group,
    Line,
    Sheet,
    Signature,
    Span,
    Table,
    Text,
    Tick,
    signed,
    style_of,
    text_of,
)

Spans = list[Span]


def lines(sheet: Sheet, columns: int | None) -> Iterator[Spans]:
    """Every line of the sheet."""
    for block in sheet.blocks:
        if isinstance(block, Line):
            yield _line(block, columns)
        else:
            yield from _lines_of(block, columns)
    if sheet.hint:
        yield []
        for text in wrap(sheet.hint, columns or 10_000):
            yield [Span(text, "dim")]


def _lines_of(block: Block, columns: int | None) -> Iterator[Spans]:
    if isinstance(block, Text):
        yield from _paragraph(block, columns)
    elif isinstance(block, Tick):
        yield from _tick(block, columns)
    elif isinstance(block, Signature):
        yield from _paragraph(Text(signed(block)), columns)
    elif isinstance(block, Table):
        yield from _table(block, columns)


def _line(block: Line, columns: int | None) -> Spans:
    left, right = text_of(block.left), text_of(block.right)
    space = (columns or 80) - width(left) - width(right)
    if right and space < 2:
        return [Span(cut(left, columns) if columns else left, style_of(block.left))]
    if columns:
        left = cut(left, columns)
    tail = [Span(" " * space), Span(right, style_of(block.right))] if right else []
    return [Span(left, style_of(block.left)), *tail]


def _paragraph(block: Text, columns: int | None) -> Iterator[Spans]:
    room = (columns or 10_000) - block.indent
    for text in wrap(text_of(block.text), room):
        yield [Span(" " * block.indent + text, style_of(block.text))]


def _tick(block: Tick, columns: int | None) -> Iterator[Spans]:
    box = f"{BOX} "
    (first,), *rest = _paragraph(Text(block.text, len(box)), columns)
    yield [Span(box + first.text[len(box) :], first.style)]
    yield from rest


def _table(table: Table, columns: int | None) -> Iterator[Spans]:
    widths = fitted(table, columns)
    titles = [column.title for column in table.columns]
    if any(titles):
        yield _row(table, tuple(Span(title, "dim") for title in titles), widths)
    for group in table.groups:
        yield from _group(table, group, widths, columns)


def _group(table: Table, group: Group, widths: list[int], columns: int | None) -> Iterator[Spans]:
    if group.heading:
        yield []
        note = group.note
        if columns and note:
            note = cut(note, columns - width(group.heading) - 3)
        yield [Span(group.heading, "head"), Span(f"   {note}" if note else "", "dim")]
    for row in group.rows:
        yield _row(table, row, widths)
    if group.more:
        yield [Span(f" {group.more}", "dim")]


def _row(table: Table, row: tuple[Cell, ...], widths: list[int]) -> Spans:
    spans: Spans = []
    last = max((i for i, cell in enumerate(row) if text_of(cell)), default=-1)
    for index, cell in enumerate(row[: last + 1]):
        column = table.columns[index]
        shorten = without_last_parts if column.parts else cut
        text = shorten(text_of(cell), widths[index])
        align = column.align
        if index < last or align == "right":
            text = pad(text, widths[index], align)
        spans.append(Span(text, style_of(cell)))
        if index < last:
            spans.append(Span(" " * column.gap))
    return spans


_BETWEEN = " · "


def without_last_parts(text: str, columns: int) -> str:
    """`text` in at most that many columns: its last parts left out, its first one kept whole."""
    if width(text) <= columns:
        return text
    parts = text.split(_BETWEEN)
    while len(parts) > 1 and width(_BETWEEN.join(parts)) + 2 > columns:
        parts.pop()
    return cut(_BETWEEN.join(parts) + " …", max(columns, width(parts[0])))


def fitted(table: Table, columns: int | None) -> list[int]:
    """The width of each column: as wide as its widest cell, shrunk where the page is narrow."""
    rows = [row for group in table.groups for row in group.rows]
    widths = [width(column.title) for column in table.columns]
    for row in rows:
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], width(text_of(cell)))
    if columns is None:
        return widths
    gaps = sum(column.gap for column in table.columns[:-1])
    least = [_least(column, index, rows) for index, column in enumerate(table.columns)]
    return _shrunk(table.columns, widths, least, sum(widths) + gaps - columns)


def _least(column: Column, index: int, rows: list[tuple[Cell, ...]]) -> int:
    if not column.parts:
        return column.least
    firsts = (text_of(row[index]).split(_BETWEEN)[0] for row in rows if len(row) > index)
    return max([column.least, *map(width, firsts)])


def _shrunk(
    columns: tuple[Column, ...], widths: list[int], least: list[int], over: int
) -> list[int]:
    # The widest column that may shrink gives way first, a column at a time: long texts lose
    # what short ones would not have to.
    while over > 0:
        able = [i for i, c in enumerate(columns) if c.shrink and widths[i] > least[i]]
        # Below the least of all, a cut text is better than a line that breaks.
        able = able or [i for i, c in enumerate(columns) if c.shrink and widths[i] > 1]
        if not able:
            break
        widest = max(able, key=lambda index: widths[index])
        widths[widest] -= 1
        over -= 1
    return widths
