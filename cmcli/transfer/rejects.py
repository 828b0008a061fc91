"""The lines that did not come in, as a file that can be corrected and read again."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cmcli.transfer.cells import guarded
from cmcli.transfer.files import keep_apart, write_private
from cmcli.transfer.plan import Rejected
from cmcli.transfer.reading import Table
from cmcli.transfer.values import plain

_OWN = ("line", "reason")


def text(table: Table, rejected: list[Rejected], speak: Callable[[Any], str]) -> str:
    """CSV: the columns of the file, then `line` (its number there) and `reason`."""
    # A corrected file of rejects has those two already.
    width = len(table.columns) - (2 if table.columns[-2:] == _OWN else 0)
    longest = max((len(one.line.cells) for one in rejected), default=0)
    spare = tuple(f"#{n + 1}" for n in range(len(table.columns), longest))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([guarded(name) for name in (*table.columns[:width], *_OWN, *spare)])
    for one in rejected:
        cells = [guarded(plain(cell)) for cell in one.line.cells]
        beyond = cells[len(table.columns) :]
        writer.writerow([*cells[:width], one.line.number, guarded(speak(one.why)), *beyond])
    return stream.getvalue()


def keep(content: str, given: str | None, source: Path, book: Path) -> Path:
    """Write the rejects; returns where they are.

    Without a name given they go beside the file they come from, else into the current folder,
    and never over another file: what is there may be half corrected.
    """
    if given:
        target = keep_apart(Path(given).expanduser(), source, book)
        write_private(target, content, encoding="utf-8-sig")
        return target
    folder = source.parent if os.access(source.parent, os.W_OK) else Path.cwd()
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        target = folder / f"{source.stem}.rejects{ending}.csv"
        if not target.exists():
            write_private(target, content, encoding="utf-8-sig")
            return target
        if target.read_bytes() == content.encode("utf-8-sig"):
            return target
        number += 1
