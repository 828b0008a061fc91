"""From a sheet to lines of spans that fit a width; no width means nothing is cut."""

from collections.abc import Iterator

from cmcli.views.cells import cut, longest, pad, width, wrap
from cmcli.views.sheet import (
    BOX,
    STAR,
    Block,
    Break,
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
    evened,
    signed,
    style_of,
    text_of,
)

Spans = list[Span]


def lines(sheet: Sheet, columns: int | None) -> Iterator[Spans]:
    """Every line of the sheet."""
    roomy = columns is not None and columns >= sheet.wide_from
    blocks = sheet.wide if sheet.wide and roomy else sheet.blocks
    page = (line for block in blocks for line in _lines_of(block, columns))
    for number, line in enumerate(page):
        if line or number:
            yield line
    if sheet.hint:
        yield []
        for text in _by_parts(sheet.hint, columns or 10_000):
            yield [Span(text, "dim")]


def _lines_of(block: Block, columns: int | None) -> Iterator[Spans]:
    if isinstance(block, Line):
        yield from _line(block, columns)
    elif isinstance(block, Text):
        yield from _paragraph(block, columns)
    elif isinstance(block, Tick):
        yield from _tick(block, columns)
    elif isinstance(block, Signature):
        yield from _paragraph(Text(signed(block)), columns)
    elif isinstance(block, Table):
        yield from _table(block, columns)
    elif isinstance(block, Break):
        yield from ([], [], [block.heading])


def _line(block: Line, columns: int | None) -> Iterator[Spans]:
    left, right = text_of(block.left), text_of(block.right)
    space = (columns or 80) - width(left) - width(right)
    if right and (space >= 2 or not columns):
        tail = [Span(" " * max(space, 2)), Span(right, style_of(block.right))]
        yield [Span(left, style_of(block.left)), *tail]
        return
    if not (left or right):
        yield []
    # Where both have no room beside each other, what stood at the right goes on below.
    for cell, text in ((block.left, left), (block.right, right)):
        for part in _by_parts(text, columns or 10_000) if text else ():
            yield [Span(part, style_of(cell))]


def _by_parts(text: str, columns: int) -> Iterator[str]:
    """Lines of at most that many columns, broken between parts where there are any; each stands
    as far from the left as the first.
    """  # noqa: D205
    if width(text) <= columns:
        yield text
        return
    body = text.lstrip(" ")
    left = text[: min(len(text) - len(body), columns // 2)]
    lines = [""]
    for part in body.split(_BETWEEN):
        longer = f"{lines[-1]}{_BETWEEN}{part}" if lines[-1] else part
        if lines[-1] and width(longer) > columns - len(left):
            lines.append(part)
        else:
            lines[-1] = longer
    yield from (left + piece for line in lines for piece in wrap(line, columns - len(left)))


def _paragraph(block: Text, columns: int | None) -> Iterator[Spans]:
    text = text_of(block.text)
    label, text = text[: block.hang], text[block.hang :]
    indent = block.indent + width(label)
    for number, part in enumerate(_by_parts(text, (columns or 10_000) - indent)):
        before = " " * indent if number else " " * block.indent + label
        yield [Span(before + part, style_of(block.text))]


def _tick(block: Tick, columns: int | None) -> Iterator[Spans]:
    box = f"{BOX} "
    cell = block.text
    text = box + cell if isinstance(cell, str) else cell._replace(text=box + cell.text)
    yield from _paragraph(Text(text, hang=len(box)), columns)


def _table(table: Table, columns: int | None) -> Iterator[Spans]:
    table = _in_use(evened(table))
    if columns:
        table = _without_spare(table, columns)
    widths = fitted(table, columns)
    titles = _titles(table, widths)
    # Titles are above all groups, but below the heading of the only one.
    alone = len(table.groups) == 1 and bool(table.groups[0].heading)
    yield from [] if alone else titles
    for group in table.groups:
        yield from _heading(group, columns) if group.heading else ()
        yield from titles if alone else ()
        yield from _group(table, group, widths, columns)


def _titles(table: Table, widths: list[int]) -> list[Spans]:
    if not any(column.title for column in table.columns):
        return []
    pairs = zip(table.columns, widths, strict=True)
    titles = [cut(column.title, room) for column, room in pairs]
    return [_aligned(table, titles, ["dim"] * len(titles), widths)]


def _in_use(table: Table) -> Table:
    """The table without the columns in which no row says anything."""
    used = {
        i for group in table.groups for row in group.rows
        for i, cell in enumerate(row) if text_of(cell).strip()
    }  # fmt: skip
    return _only(table, used) if used else table


def _without_spare(table: Table, columns: int) -> Table:
    """The table without the spare columns that leave the others too little: the most spare first,
    of equal ones the last.
    """  # noqa: D205
    spare = [(column.spare, index) for index, column in enumerate(table.columns) if column.spare]
    gone: set[int] = set()
    found = table
    for _, index in sorted(spare, reverse=True):
        if _over(found, _leasts(found), columns) > 0:
            gone.add(index)
            found = _only(table, set(range(len(table.columns))) - gone)
    return found


def _leasts(table: Table) -> list[int]:
    return [
        min(natural, _least(column, index, table)) if column.shrink else natural
        for index, (column, natural) in enumerate(zip(table.columns, _natural(table), strict=True))
    ]


def _only(table: Table, kept: set[int]) -> Table:
    if len(kept) == len(table.columns):
        return table
    groups = [
        group._replace(
            rows=[tuple(c for i, c in enumerate(row) if i in kept) for row in group.rows]
        )
        for group in table.groups
    ]
    return Table(tuple(c for i, c in enumerate(table.columns) if i in kept), groups)


def _heading(group: Group, columns: int | None) -> Iterator[Spans]:
    note = group.note
    if columns and note:
        note = without_last_parts(note, columns - width(group.heading) - 3, whole=False)
    yield []
    yield [Span(group.heading, "head"), Span(f"   {note}" if note else "", "dim")]


def _group(table: Table, group: Group, widths: list[int], columns: int | None) -> Iterator[Spans]:
    for row in group.rows:
        yield from _row(table, row, _of_row(table, row, widths, cuts=columns is not None))
    for text in wrap(group.more, (columns or 10_000) - 1) if group.more else ():
        yield [Span(f" {text}", "dim")]


def _row(table: Table, row: tuple[Cell, ...], widths: list[int]) -> Iterator[Spans]:
    cells = [
        _wrapped(text_of(cell), widths[index]) if table.columns[index].wrap else [text_of(cell)]
        for index, cell in enumerate(row)
    ]
    for number in range(max(map(len, cells), default=1)):
        texts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield _aligned(table, texts, [style_of(cell) for cell in row], widths)


def _wrapped(text: str, columns: int) -> list[str]:
    return [line for part in text.split("\n") for line in _by_parts(part, columns)]


def _aligned(table: Table, texts: list[str], styles: list[str], widths: list[int]) -> Spans:
    spans: Spans = []
    last = max((i for i, text in enumerate(texts) if text), default=-1)
    for index, full in enumerate(texts[: last + 1]):
        column = table.columns[index]
        shorten = without_last_parts if column.parts else _cut_before_star
        text = shorten(full, widths[index])
        if index < last or column.align == "right":
            text = pad(text, widths[index], column.align)
        spans.append(Span(text, styles[index] if full else ""))
        if index < last:
            spans.append(Span(" " * column.gap))
    return spans


def _cut_before_star(text: str, columns: int) -> str:
    """`text` in at most that many columns; the star of a key client is kept."""
    if not text.endswith(STAR) or columns < len(STAR) + 2 or width(text) <= columns:
        return cut(text, columns)
    return cut(text.removesuffix(STAR), columns - len(STAR)) + STAR


def _of_row(table: Table, row: tuple[Cell, ...], widths: list[int], *, cuts: bool) -> list[int]:
    """The widths in this row: a lone cell takes what it is over from those behind it, and a first
    part that is longer than most from the text before it; only on a page that `cuts` are they cut.
    """  # noqa: D205
    fitting = widths
    for index, cell in enumerate(row):
        column, text = table.columns[index], text_of(cell)
        if column.lone:
            givers = list(range(index + 1, len(row)))
        elif column.parts and index == len(row) - 1:
            text, givers = _first(text), list(range(index - 1, index - 2, -1))
        else:
            continue
        fitting = _moved(table, row, fitting, (index, width(text)), givers, cuts=cuts)
        if column.lone:
            fitting[index] = max(fitting[index], width(text))
    return fitting


def _moved(
    table: Table, row: tuple[Cell, ...], widths: list[int], wanted: tuple[int, int],
    givers: list[int], *, cuts: bool,
) -> list[int]:  # fmt: skip
    (index, need), found = wanted, list(widths)
    for floor in (None, 4) if cuts else (None,):
        for giver in givers:
            over = need - found[index]
            if over <= 0 or not table.columns[giver].shrink:
                continue
            keep = min(width(text_of(row[giver])), found[giver]) if floor is None else floor
            step = min(over, max(found[giver] - keep, 0))
            found[index] += step
            found[giver] -= step
    return found


_BETWEEN = " · "


def _first(text: str) -> str:
    """The first part of a text, with what says that there were more."""
    first, *rest = text.split(_BETWEEN)
    return first + " …" if rest else first


def without_last_parts(text: str, columns: int, *, whole: bool = True) -> str:
    """`text` in at most that many columns: its last parts left out, its first one kept `whole`."""
    if width(text) <= columns:
        return text
    parts = text.split(_BETWEEN)
    while len(parts) > 1 and width(_BETWEEN.join(parts)) + 2 > columns:
        parts.pop()
    left = _BETWEEN.join(parts)
    if width(left) + 2 <= columns:
        return left + " …"
    return cut(left, max(columns, width(left)) if whole else columns)


# A piece of text longer than this may be broken anywhere.
_LONG = 20


def fitted(table: Table, columns: int | None) -> list[int]:
    """The width of each column: as wide as its widest cell, shrunk where the page is narrow."""
    widths = _natural(table)
    if columns is None:
        return widths
    least = [_least(column, index, table) for index, column in enumerate(table.columns)]
    return _shrunk(table.columns, widths, least, _over(table, widths, columns))


def _natural(table: Table) -> list[int]:
    cells: list[list[int]] = [[] for _ in table.columns]
    for group in table.groups:
        for row in group.rows:
            for index, cell in enumerate(row):
                cells[index].append(width(text_of(cell)))
    return [
        max([width(column.title), *(sorted(found)[:-1] if _is_alone(column, found) else found)])
        for column, found in zip(table.columns, cells, strict=True)
    ]


def _is_alone(column: Column, found: list[int]) -> bool:
    """Whether one cell is wider than all the others, in a column that takes no notice of it."""
    return column.lone and len(found) > 2 and found.count(max(found)) == 1


def _over(table: Table, widths: list[int], columns: int) -> int:
    return sum(widths) + sum(column.gap for column in table.columns[:-1]) - columns


def _least(column: Column, index: int, table: Table) -> int:
    rows = [row for group in table.groups for row in group.rows if len(row) > index]
    texts = [text_of(row[index]) for row in rows]
    if column.wrap:
        # What has no place to break at is not broken for the sake of other columns.
        return max([column.least, *(min(longest(text), _LONG) for text in texts)])
    if not column.parts:
        return column.least
    # As wide as most first parts; one that is longer takes the room from the text before it.
    firsts = sorted(width(_first(text)) for text in texts)
    return max([column.least, *firsts[: len(firsts) * 3 // 4 + 1][-1:]])


def _shrunk(
    columns: tuple[Column, ...], widths: list[int], least: list[int], over: int
) -> list[int]:
    # The widest column that may shrink gives way first, a column at a time: long texts lose
    # what short ones would not have to. Below the least of all a cut text is better than a line
    # that breaks, and what has a first part to keep gives way last.
    shrink = [i for i, column in enumerate(columns) if column.shrink]
    texts = [i for i in shrink if not (columns[i].parts or columns[i].name)]
    names = [i for i in shrink if not columns[i].parts]
    four, one = [4] * len(widths), [1] * len(widths)
    for may, floor in ((shrink, least), (texts, four), (names, four), (shrink, one)):
        while over > 0:
            able = [i for i in may if widths[i] > floor[i]]
            if not able:
                break
            widths[max(able, key=lambda index: widths[index])] -= 1
            over -= 1
    return widths
