"""A CSV or XLSX file as a table of cells, every line with its number in the file."""

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cmcli.errors import FileUnusable, Usage
from cmcli.files import contents
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.transfer.cells import unguarded
from cmcli.transfer.encoding import decode

# A cell is text; only a spreadsheet knows real dates (a `datetime` is a `date` too).
Cell = str | date

_TEXT = (".csv", ".tsv", ".txt")
_SHEET = (".xlsx", ".xlsm")


class Line(NamedTuple):
    """`number` counts as an editor or a spreadsheet does, from 1."""

    number: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """The heads of the columns, each another one, and the lines that are not blank."""

    columns: tuple[str, ...]
    lines: list[Line]


def read(path: Path, encoding: str | None = None) -> Table:
    """The table in a file; raises `FileUnusable`, or `Usage` for a kind of file not known."""
    ending = path.suffix.lower()
    if ending not in _TEXT + _SHEET:
        raise Usage(
            say("{path} is neither CSV nor XLSX", path=str(path)),
            say("save it as one of {endings}", endings=", ".join(_TEXT + _SHEET)),
        )
    data = contents(path)
    lines = _sheet(data, path) if ending in _SHEET else _text(data, path, encoding)
    return _table([line for line in lines if any(cell != "" for cell in line.cells)], path)


def _table(lines: list[Line], path: Path) -> Table:
    if not lines:
        raise FileUnusable(
            say("{path} is empty", path=str(path)), say("its first line names the columns")
        )
    head, *rest = lines
    rest = [Line(line.number, _trimmed(line.cells)) for line in rest]
    # A spreadsheet often has blank columns at its end; one with cells under no head is kept.
    used = max((len(line.cells) for line in rest), default=0)
    heads = head.cells[: max(len(_trimmed(head.cells)), min(used, len(head.cells)))]
    columns: list[str] = []
    for place, cell in enumerate(heads, start=1):
        name = str(cell) or f"#{place}"
        columns.append(name if name not in columns else f"{name} #{place}")
    return Table(tuple(columns), [_padded(line, len(columns)) for line in rest])


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(cells)
    while end and cells[end - 1] == "":
        end -= 1
    return cells[:end]


def _padded(line: Line, width: int) -> Line:
    # A line with more cells than the head stays as it is, to be seen later.
    return Line(line.number, line.cells + ("",) * (width - len(line.cells)))


def _text(data: bytes, path: Path, encoding: str | None) -> list[Line]:
    text = decode(data, str(path), encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines: list[Line] = []
    start = 1
    try:
        for row in reader:
            lines.append(Line(start, tuple(unguarded(cell.strip()) for cell in row)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise FileUnusable(
            say("{path}, line {line}: the quotation marks do not close", path=str(path), line=start)
        ) from error
    return lines


def _delimiter(text: str) -> str:
    """The separator that stands most often in the head, outside quotation marks."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for place, part in enumerate(head.split('"')) if place % 2 == 0)
    return max((",", ";", "\t"), key=bare.count)


def _sheet(data: bytes, path: Path) -> list[Line]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise FileUnusable(
            say("{path} is protected by a password", path=str(path)),
            say("save a copy without one"),
        ) from error
    except (CalamineError, OSError) as error:
        raise FileUnusable(
            say("{path} is not a workbook that can be read", path=str(path)),
            say("save it again as .xlsx or .csv"),
        ) from error
    return [Line(number, tuple(map(_cell, row))) for number, row in enumerate(rows, start=1)]


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, float):
        # As a spreadsheet shows it: no `.0`, and no digits that it does not have.
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, time | timedelta):
        return str(value)
    return unguarded(str(value).strip())
