"""Writing a sheet or a document to where it goes: a terminal, a pipe, a program."""

import os
import shutil
import sys
from collections.abc import Callable
from typing import Any, TextIO

from cmcli.views.layout import Spans, lines
from cmcli.views.sheet import Sheet, Span

_STYLES = {
    "head": "bold",
    "dim": "dim",
    "ref": "cyan",
    "late": "bold red",
    "risk": "yellow",
    "good": "green",
}
# The same as escape sequences (ECMA-48, select graphic rendition); and without colours.
_CODES = {"head": "1", "dim": "2", "ref": "36", "late": "1;31", "risk": "33", "good": "32"}
_COLOURLESS = {"head": "1", "dim": "2", "late": "1"}
# Terminals that show neither colour nor weight.
_STYLELESS = ("dumb", "unknown")
# Below this the layout would cut what may not be cut.
_NARROWEST = 40


def write_json(document: Any, stream: TextIO) -> None:
    """One document, UTF-8, a line feed at its end."""
    import json

    json.dump(document, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def plain_lines(sheet: Sheet) -> list[str]:
    """The sheet without colour, nothing cut."""
    return ["".join(span.text for span in line).rstrip() for line in lines(sheet, None)]


def write_plain(sheet: Sheet, stream: TextIO) -> None:
    """For a pipe or a file."""
    stream.write("\n".join(plain_lines(sheet)) + "\n")


def write_terminal(sheet: Sheet, stream: TextIO, *, width: int | None = None) -> None:
    """For a terminal: as wide as it is, with colour unless `NO_COLOR` or it forbids them."""
    page = list(lines(sheet, max(width or shutil.get_terminal_size().columns, _NARROWEST)))
    if sys.platform == "win32":
        # Old consoles there have no escape sequences; the library knows what they have instead.
        from rich.console import Console

        Console(file=stream, highlight=False, soft_wrap=True).print(rich_text(page))
        return
    paint = _painter()
    text = "\n".join("".join(paint(span) for span in line) for line in page)
    stream.write(text + "\n")


def _painter() -> Callable[[Span], str]:
    """How a span is written on this terminal. What rich would write, without rich, which takes
    longer to import than most pages take to make.
    """  # noqa: D205
    codes = _COLOURLESS if os.environ.get("NO_COLOR") else _CODES
    if os.environ.get("TERM", "").strip().lower() in _STYLELESS:
        codes = {}

    def paint(span: Span) -> str:
        code = codes.get(span.style)
        return f"\x1b[{code}m{span.text}\x1b[0m" if code and span.text else span.text

    return paint


def rich_text(page: list[Spans]) -> Any:
    """All lines as one text of rich, so that the console is asked once."""
    from rich.text import Text

    # Spans are text, never markup: a name with brackets stays a name.
    text = Text(no_wrap=True, end="\n")
    for number, line in enumerate(page):
        if number:
            text.append("\n")
        for span in line:
            text.append(span.text, _STYLES.get(span.style, ""))
    return text


def write_bytes(data: bytes) -> None:
    """A file to standard output, as it is."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        buffer.write(data)
        buffer.flush()


def write(sheet: Sheet, stream: TextIO | None = None) -> None:
    """To a terminal or to a pipe, whichever `stream` (default: standard output) is."""
    target = stream or sys.stdout
    if target.isatty():
        write_terminal(sheet, target)
    else:
        write_plain(sheet, target)
