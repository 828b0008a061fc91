"""A plain file of daily returns: a day and a percentage on each line, with or without a head."""

import csv
import io
import math
from datetime import date, datetime
from pathlib import Path

from cmcli.domain.market_risk import Series
from cmcli.errors import FileUnusable, Usage
from cmcli.messages import say
from cmcli.transfer import dates
from cmcli.transfer.encoding import decode


def read(path: Path, now: datetime) -> Series:
    """The returns in a file, as fractions; raises `Usage` that names the line that is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileUnusable(
            say("{path} cannot be read: {why}", path=str(path), why=error.strerror or str(error))
        ) from error
    return parsed(decode(data, str(path)), str(path), now)


def parsed(text: str, path: str, now: datetime) -> Series:
    """The returns in a text."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    rows = [(lines.line_num, [cell.strip() for cell in row]) for row in lines if "".join(row)]
    if rows and _is_head(rows[0][1]):
        rows = rows[1:]
    steps: list[tuple[date, float]] = []
    for number, cells in rows:
        try:
            step = _step(cells, now)
            if steps and step[0] <= steps[-1][0]:
                raise Usage(say("{day} is not after the day before it, {before}",
                                day=step[0].isoformat(),
                                before=steps[-1][0].isoformat()))  # fmt: skip
        except Usage as error:
            raise Usage(
                say("{path}, line {line}: {problem}", path=path, line=number,
                    problem=error.message),
                say("each line has a day and its return in percent: 2026-01-02,0.35"),
            ) from error  # fmt: skip
        steps.append(step)
    if not steps:
        raise Usage(say("{path} has no returns", path=path))
    return Series(None, tuple(steps))


def _is_head(cells: list[str]) -> bool:
    # A head has no figure in it; a first line that is merely wrong has.
    return not any(character.isdigit() for cell in cells for character in cell)


def _step(cells: list[str], now: datetime) -> tuple[date, float]:
    if len(cells) < 2:
        raise Usage(say("there is no return"))
    day = dates.day(cells[0], None, now.tzinfo)
    if day > now.date():
        raise Usage(say("{day} is still to come", day=day.isoformat()))
    text = cells[1].removesuffix("%").removesuffix("％").strip()
    try:
        percent = float(text)
    except ValueError:
        percent = math.nan
    if not -100 <= percent <= 1000:
        raise Usage(say("{text} is no return in percent, -100 to 1000", text=cells[1]))
    return day, percent / 100
