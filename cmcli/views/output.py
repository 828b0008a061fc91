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
# Terminals that show neither colour nor weight.
_COLOURLESS = ("dumb", "unknown")
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
    """How a span is written on this terminal. All of rich's console would take longer to import
    than most pages to make; its styles do for pages that are laid out already.
    """  # noqa: D205
    if os.environ.get("TERM", "").strip().lower() in _COLOURLESS:
        return lambda span: span.text
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(words) for name, words in _STYLES.items()}
    if os.environ.get("NO_COLOR"):
        styles = {name: style.without_color for name, style in styles.items()}

    def paint(span: Span) -> str:
        style = styles.get(span.style)
        if style is None or not span.text:
            return span.text
        return style.render(span.text, color_system=ColorSystem.STANDARD)

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
