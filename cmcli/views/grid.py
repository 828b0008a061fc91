"""A table as documents hold it: the columns in use, whole rows, and text that a file can hold."""

import unicodedata
from collections.abc import Sequence

from cmcli.named import NamedTuple
from cmcli.views.cells import width
from cmcli.views.sheet import Cell, Column, Group, text_of

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
    def widths(self) -> list[int]:
        """How wide each column's longest cell stands."""
        return [
            max([width(column.title), *(width(text_of(row[i])) for row in self.rows)])
            for i, column in enumerate(self.columns)
        ]


def grid(columns: Sequence[Column], group: Group) -> Grid:
    """The rows of a group without the columns that stay empty in it."""
    whole = [[*row, *[""] * (len(columns) - len(row))] for row in group.rows]
    used = [i for i in range(len(columns)) if any(text_of(row[i]).strip() for row in whole)]
    return Grid([columns[i] for i in used], [[row[i] for i in used] for row in whole])


def printable(text: str) -> str:
    """`text` without what no page shows and no XML may hold; line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\t", " ").strip()
    if text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or _shown(c))


def _shown(character: str) -> bool:
    # U+FFFE and U+FFFF, in every plane, are no characters at all.
    return unicodedata.category(character) not in _NOWHERE and ord(character) & 0xFFFE != 0xFFFE
