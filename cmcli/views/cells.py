"""How wide a text stands on a terminal: East Asian wide characters take two columns."""

from collections.abc import Iterator
from functools import lru_cache


@lru_cache(4096)
def width(text: str) -> int:
    """Columns that `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_width_of(character) for character in text)


@lru_cache(4096)
def _width_of(character: str) -> int:
    if "一" <= character <= "鿿":
        return 2
    # Most texts are ASCII or Chinese; the tables of all others take long to load.
    import unicodedata

    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """`text` in at most that many columns, with … where something was left out."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for character in text:
        step = _width_of(character)
        if used + step > columns - 1:
            break
        kept.append(character)
        used += step
    return "".join(kept).rstrip() + "…" if columns > 0 else ""


def pad(text: str, columns: int, align: str = "left") -> str:
    """`text` filled with spaces to that many columns."""
    space = " " * max(columns - width(text), 0)
    return space + text if align == "right" else text + space


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most that many columns, broken at spaces or between wide characters; a word
    that is longer than a line is broken where the line ends.
    """  # noqa: D205
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _chopped(_pieces(paragraph), columns):
            if line and width(line + piece.rstrip()) > columns:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        lines.append(line.rstrip())
    return lines


def _chopped(pieces: list[str], columns: int) -> Iterator[str]:
    for piece in pieces:
        if width(piece.rstrip()) <= columns:
            yield piece
            continue
        part, used = "", 0
        for character in piece:
            step = _width_of(character)
            if part and used + step > columns:
                yield part
                part, used = "", 0
            part += character
            used += step
        yield part


_NO_BREAK_BEFORE = "，。、；：？！）》」』…,.;:?!)"


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        wide = _width_of(character) == 2
        joins = bool(pieces) and (
            character in _NO_BREAK_BEFORE
            or not (wide or pieces[-1].endswith(" ") or _width_of(pieces[-1][-1]) == 2)
            or character == " "
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
