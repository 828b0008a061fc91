"""Writing a sheet or a document to where it goes: a terminal, a pipe, a program."""

import sys
from typing import Any, TextIO

from cmcli.views.layout import Spans, lines
from cmcli.views.sheet import Sheet

_STYLES = {
    "head": "bold",
    "dim": "dim",
    "ref": "cyan",
    "late": "bold red",
    "risk": "yellow",
    "good": "green",
}
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
    """For a terminal: as wide as it is, with colour unless `NO_COLOR` forbids it."""
    from rich.console import Console

    console = Console(file=stream, width=width, highlight=False, soft_wrap=True)
    console.print(rich_text(list(lines(sheet, max(console.width, _NARROWEST)))))


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
