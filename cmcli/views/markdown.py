"""A sheet as Markdown: every text escaped, so that a client's name or note stays text."""

import re
from collections.abc import Iterator

from cmcli.views.cells import pad, width
from cmcli.views.grid import Grid, grid
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
    Table,
    Text,
    Tick,
    outline,
    signed,
    text_of,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~])")
# Only at the start of a line would these make a list, a heading or a rule.
_LEADING = re.compile(r"^([^\S\n]*)([-+=#]|\d+(?=[.)]\s))", re.MULTILINE)


def escape(text: str) -> str:
    """`text` with everything that Markdown or HTML would read as more than text disarmed."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _SPECIAL.sub(r"\\\1", safe)
    return _LEADING.sub(_disarmed, safe)


def _disarmed(match: re.Match[str]) -> str:
    mark = match[2]
    # A number is disarmed behind its digits: "1\." is no list.
    return f"{match[1]}{mark}\\" if mark.isdigit() else f"{match[1]}\\{mark}"


def render(sheet: Sheet) -> str:
    """The whole sheet; what is natural next on a terminal has no place in a document."""
    lines: list[str] = []
    for block, level in outline(sheet):
        if isinstance(block, Table):
            lines += _table(block, level)
            continue
        if isinstance(block, Charts | Fold) or (isinstance(block, Mark) and not block.headed):
            continue
        if isinstance(block, Break):
            lines += ["---", ""]
        text = _plain(block)
        if level:
            text = f"{'#' * level} {text}"
        lines += [text, ""] if text else []
    return "\n".join(lines).rstrip() + "\n"


def _plain(block: Block) -> str:
    if isinstance(block, Text):
        return escape(text_of(block.text).strip())
    if isinstance(block, Tick):
        return f"{BOX} {escape(text_of(block.text).strip())}"
    if isinstance(block, Signature):
        # A rule between spaces is no emphasis.
        return signed(Signature(*map(escape, block)))
    if isinstance(block, Ruled):
        return "\n\n".join(["_" * 64] * block.lines)
    if isinstance(block, Break):
        return escape(block.heading.text)
    if isinstance(block, Mark):
        return escape(block.title)
    assert isinstance(block, Line)
    parts = (text_of(block.left).strip(), text_of(block.right).strip())
    return escape(" · ".join(part for part in parts if part))


def _table(table: Table, level: int) -> Iterator[str]:
    for group in table.groups:
        if group.heading:
            parts = [escape(text) for text in (group.heading, group.note) if text]
            yield from (f"{'#' * level} {' · '.join(parts)}", "")
        cells = grid(table.columns, group)
        if cells.columns:
            yield from _grid(cells)
            yield ""
        if group.more:
            yield from (escape(group.more.strip()), "")


def _grid(cells: Grid) -> Iterator[str]:
    titles = [escape(column.title) for column in cells.columns]
    rows = [[_cell(cell) for cell in row] for row in cells.rows]
    aligns = [column.align for column in cells.columns]
    sizes = [max(3, *(width(row[i]) for row in [titles, *rows])) for i in range(len(titles))]
    rules = ["-" * (n - 1) + (":" if a == "right" else "-") for n, a in
             zip(sizes, aligns, strict=True)]  # fmt: skip
    for row in (titles, rules, *rows):
        padded = [pad(text, n, a) for text, n, a in zip(row, sizes, aligns, strict=True)]
        yield f"| {' | '.join(padded)} |"


def _cell(cell: Cell) -> str:
    return escape(" ".join(text_of(cell).split("\n")).strip())
