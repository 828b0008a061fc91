"""A table as documents hold it: the columns in use, whole rows, and text that a file can hold."""

import unicodedata
from collections.abc import Iterator, Sequence

from cmcli.named import NamedTuple
from cmcli.views.cells import longest, width
from cmcli.views.sheet import Cell, Column, Group, Spark, Table, text_of

# A table of so many rows stands on one page.
SHORT = 14
_NOWHERE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class Grid(NamedTuple):
    """Columns that hold something and rows with a cell for each of them."""

    columns: list[Column]
    rows: list[list[Cell]]

    @property
    def titled(self) -> bool:
        """Whether there is a row of titles."""
        return any(column.title for column in self.columns)

    @property
    def named(self) -> bool:
        """Whether the first cell of a row, in a column without a title, names the row."""
        return not self.columns[0].title

    @property
    def leasts(self) -> list[int]:
        """How narrow each column may be: what a terminal never cuts is not broken on paper."""
        return [
            max(longest(column.title), *(words_of(row[i]) for row in self.rows))
            if column.shrink or column.wrap else wide
            for i, (column, wide) in enumerate(zip(self.columns, self.widths, strict=True))
        ]  # fmt: skip

    @property
    def widths(self) -> list[int]:
        """How wide each column's longest cell stands."""
        return [
            max([width(column.title), *(_wide(row[i]) for row in self.rows)])
            for i, column in enumerate(self.columns)
        ]


def words_of(cell: Cell) -> int:
    """How wide the longest word of a cell stands, the bars of a course being one."""
    return _wide(cell) if isinstance(cell, Spark) else longest(text_of(cell))


def _wide(cell: Cell) -> int:
    # Bars are wider than letters on paper, whatever a terminal makes of them.
    return width(text_of(cell)) * 3 // 2 if isinstance(cell, Spark) else width(text_of(cell))


def grid(columns: Sequence[Column], group: Group) -> Grid:
    """The rows of a group without the columns that stay empty in it."""
    whole = [[*row, *[""] * (len(columns) - len(row))] for row in group.rows]
    used = [i for i in range(len(columns)) if any(text_of(row[i]).strip() for row in whole)]
    return Grid([columns[i] for i in used], [[row[i] for i in used] for row in whole])


def grids(table: Table) -> Iterator[tuple[Group, Grid]]:
    """Each group with its grid; in an even table all have the columns of the whole."""
    whole = grid(table.columns, Group("", [row for group in table.groups for row in group.rows]))
    for group in table.groups:
        cells = grid(table.columns, group)
        if table.even and cells.columns:
            cells = cells._replace(
                columns=whole.columns,
                rows=[[row[i] for i in _places(table, whole)] for row in group.rows],
            )
        yield group, cells


def _places(table: Table, whole: Grid) -> list[int]:
    return [i for i, column in enumerate(table.columns) if any(column is c for c in whole.columns)]


def printable(text: str) -> str:
    """`text` without what no page shows and no XML may hold; line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\t", " ").strip()
    if text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or _shown(c))


def _shown(character: str) -> bool:
    # U+FFFE and U+FFFF, in every plane, are no characters at all.
    return unicodedata.category(character) not in _NOWHERE and ord(character) & 0xFFFE != 0xFFFE
