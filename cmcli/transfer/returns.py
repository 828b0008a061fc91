"""A plain file of daily returns: a day and a percentage on each line, with or without a head."""

import csv
import io
import math
from datetime import date, datetime
from pathlib import Path

from cmcli.domain.market_risk import Series
from cmcli.errors import Usage
from cmcli.files import contents
from cmcli.messages import say
from cmcli.transfer import dates
from cmcli.transfer.encoding import decode


def read(path: Path, now: datetime) -> Series:
    """The returns in a file, as fractions; raises `Usage` that names the line that is wrong."""
    return parsed(decode(contents(path), str(path)), str(path), now)


def parsed(text: str, path: str, now: datetime) -> Series:
    """The returns in a text."""
    rows = _rows(text, path)
    if rows and _is_head(rows[0][1]):
        rows = rows[1:]
    steps: list[tuple[date, float]] = []
    for number, cells in rows:
        try:
            steps.append(_step(cells, steps[-1][0] if steps else None, now))
        except Usage as error:
            raise Usage(
                say("{path}, line {line}: {problem}", path=path, line=number,
                    problem=error.message),
                say("each line has a day and its return in percent: 2026-01-02,0.35"),
            ) from error  # fmt: skip
    if not steps:
        raise Usage(say("{path} has no returns", path=path))
    return Series(None, tuple(steps))


def _rows(text: str, path: str) -> list[tuple[int, list[str]]]:
    """The lines that are not blank, with their numbers."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        return [
            (lines.line_num, [cell.strip() for cell in row])
            for row in lines
            if "".join(row).strip()
        ]
    except csv.Error as error:
        raise Usage(say("{path} is no CSV: {why}", path=path, why=str(error))) from error


def _is_head(cells: list[str]) -> bool:
    # A head has no figure in it; a first line that is merely wrong has.
    return not any(character.isdigit() for cell in cells for character in cell)


def _step(cells: list[str], before: date | None, now: datetime) -> tuple[date, float]:
    if len(cells) < 2:
        raise Usage(say("there is no return"))
    day = _day(cells[0], now)
    if before and day <= before:
        raise Usage(say("{day} does not come after {before}", day=day.isoformat(),
                        before=before.isoformat()))  # fmt: skip
    text = cells[1].removesuffix("%").removesuffix("％").strip()
    try:
        percent = float(text)
    except ValueError:
        percent = math.nan
    if not -100 <= percent <= 1000:
        raise Usage(say("{text} is no return in percent, -100 to 1000", text=cells[1] or "–"))
    return day, percent / 100


def _day(text: str, now: datetime) -> date:
    try:
        day = dates.day(text, None, now.tzinfo)
    except Usage as error:
        raise Usage(say("{text} is no day like 2026-01-02", text=text or "–")) from error
    if day > now.date():
        raise Usage(say("{day} is still to come", day=day.isoformat()))
    return day
