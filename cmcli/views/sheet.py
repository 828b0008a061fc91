"""A page before it is written: lines and tables of styled text, no width and no terminal yet."""

import re
from collections.abc import Callable, Iterator

from cmcli.named import NamedTuple


class Span(NamedTuple):
    """Text with the name of a style: head, dim, ref, late, risk, good. On a page with links it
    leads to the part of that name, and `back` is where the way back from there ends.
    """  # noqa: D205

    text: str
    style: str = ""
    link: str = ""
    back: bool = False


class Spark(NamedTuple):
    """The course of a figure in a cell: as text, and the numbers to draw where there is ink;
    `said` says it in words, which only a page for readers of the screen asks for.
    """  # noqa: D205

    text: str
    values: tuple[float | None, ...]
    said: Callable[[], str]
    style: str = ""

    @property
    def label(self) -> str:
        """It in words."""
        return self.said()


Cell = str | Span | Spark


class Column(NamedTuple):
    """`shrink` columns give way when the terminal is narrow, the others are never cut; one with
    `parts` loses whole parts (between ` · `) from its end, never a piece of its first; a `spare`
    one leaves the page before another has less than its `least`, the most spare first; one that
    may `wrap` goes on in the next line. A `name` gives way after the texts do. One `lone` cell
    that is wider than all others does not widen its column, it pushes on what stands behind it.
    The `even` amounts of a column have all decimals or none. `gap` is the space after the column.
    """  # noqa: D205

    title: str = ""
    align: str = "left"
    shrink: bool = False
    least: int = 8
    parts: bool = False
    gap: int = 2
    spare: int = 0
    wrap: bool = False
    name: bool = False
    lone: bool = False
    even: bool = False


class Group(NamedTuple):
    """Rows under a heading; `note` stands beside it, `more` below the rows."""

    heading: str
    rows: list[tuple[Cell, ...]]
    note: str = ""
    more: str = ""


class Table(NamedTuple):
    """Groups whose columns are aligned with each other; on paper only where they are `even`."""

    columns: tuple[Column, ...]
    groups: list[Group]
    even: bool = False


class Line(NamedTuple):
    """A line with something at its left and, where there is room, at its right end."""

    left: Cell
    right: Cell = ""


class Text(NamedTuple):
    """A paragraph, wrapped to the width; `hang` is how many of its characters name it
    (`1. `): its other lines begin below what follows them.
    """  # noqa: D205

    text: Cell
    indent: int = 0
    hang: int = 0


class Tick(NamedTuple):
    """A statement with a box before it, to be ticked by hand."""

    text: Cell


class Signature(NamedTuple):
    """Who signs, and the word before the date: each with a rule to write on."""

    label: str
    date_label: str


class Ruled(NamedTuple):
    """Room to write by hand: so many lines. A terminal has none."""

    lines: int


class Break(NamedTuple):
    """A new page begins; what follows has a title of its own, which is `heading`."""

    heading: Span


class Mark(NamedTuple):
    """A section of that name begins. `headed` where it brings no heading of its own: then its
    title is one, and the headings in it are below that.
    """  # noqa: D205

    name: str
    title: str
    headed: bool = False


class Chart(NamedTuple):
    """The course of a figure to be drawn: `values` with the words for each, and what period each
    is of; `target` is what is aimed at, `link` where the figure is explained.
    """  # noqa: D205

    title: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]
    periods: tuple[str, ...]
    target: float | None = None
    link: str = ""


class Charts(NamedTuple):
    """Charts side by side; what cannot draw leaves them out."""

    charts: tuple[Chart, ...]


class Fold(NamedTuple):
    """What stands behind a figure: texts, and rows that are folded away until somebody looks;
    `name` is what links lead to, `told` what is said of the rows, `back` the way back. Only a
    page with links has it.
    """  # noqa: D205

    name: str
    title: str
    texts: tuple[Cell, ...]
    told: str
    rows: Table
    back: str


Block = Line | Text | Table | Tick | Signature | Ruled | Break | Mark | Charts | Fold


class Sheet(NamedTuple):
    """Blocks from top to bottom, and at most one dim line of what is natural next; a `dense` one
    is set smaller on paper. A terminal of at least `wide_from` columns is shown the `wide` blocks
    instead, where there are any.
    """  # noqa: D205

    blocks: tuple[Block, ...]
    hint: str = ""
    dense: bool = False
    wide: tuple[Block, ...] = ()
    wide_from: int = 110


BLANK = Line("")
# What stands behind the name of a key client, also where the name is cut.
STAR = " *"
BOX = "☐"


def named(title: str = "", least: int = 10) -> Column:
    """The column of a client's name."""
    return Column(title, shrink=True, least=least, name=True)


def simple_table(columns: tuple[Column, ...], rows: list[tuple[Cell, ...]]) -> Table:
    """A table of one group without a heading."""
    return Table(columns, [Group("", rows)])


def text_of(cell: Cell) -> str:
    """The text of a cell."""
    return cell if isinstance(cell, str) else cell.text


def style_of(cell: Cell) -> str:
    """The style of a cell, often none."""
    return "" if isinstance(cell, str) else cell.style


def signed(block: Signature) -> str:
    """A line to sign where only text can be drawn."""
    return f"{block.label} {'_' * 24}  {block.date_label} {'_' * 14}"


_AMOUNT = re.compile(r"(.*?)(-?[\d,]+)(?:\.(\d+))?( %| [A-Z]{3})?")


def evened(table: Table) -> Table:
    """The table with amounts of one unit in a column as exact as the most exact of them."""
    even = [i for i, column in enumerate(table.columns) if column.even]
    rows = [row for group in table.groups for row in group.rows]
    places: dict[tuple[int, str], int] = {}
    for row in rows if even else ():
        for i in even:
            found = _AMOUNT.fullmatch(text_of(row[i])) if i < len(row) else None
            if found:
                key = (i, found[4] or "")
                places[key] = max(places.get(key, 0), len(found[3] or ""))
    if not any(places.values()):
        return table
    groups = [group._replace(rows=[_evened(row, places) for row in group.rows])
              for group in table.groups]  # fmt: skip
    return table._replace(groups=groups)


def _evened(row: tuple[Cell, ...], places: dict[tuple[int, str], int]) -> tuple[Cell, ...]:
    cells = list(row)
    for i, cell in enumerate(row):
        found = _AMOUNT.fullmatch(text_of(cell))
        digits = places.get((i, found[4] or ""), 0) if found else 0
        if found and digits:
            text = f"{found[1]}{found[2]}.{(found[3] or '').ljust(digits, '0')}{found[4] or ''}"
            cells[i] = text if isinstance(cell, str) else cell._replace(text=text)
    return tuple(cells)


def outline(sheet: Sheet) -> Iterator[tuple[Block, int]]:
    """Each block that says something, with its level as a heading, 0 for none; that of a table is
    of the headings of its groups: in a section that began with a heading of its own, below that.
    """  # noqa: D205
    titled, marked, below, headed = False, False, 0, 0
    for block in sheet.blocks:
        level = 0
        if isinstance(block, Mark):
            marked, below, headed = True, int(block.headed), 0
            level = 2 if block.headed else 0
        if isinstance(block, Break):
            level, titled = 1, True
            marked, below, headed = False, 0, 0
        elif isinstance(block, Table):
            level = 2 + below + headed
        elif isinstance(block, Line):
            if not (text_of(block.left).strip() or text_of(block.right).strip()):
                continue
            if style_of(block.left) == "head":
                level = 2 + below if titled else 1
                headed = int(marked)
                titled = True
        yield evened(block) if isinstance(block, Table) else block, level
