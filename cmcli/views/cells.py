"""How wide a text stands on a terminal: East Asian wide characters take two columns."""

import re
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
    """`text` in at most that many columns, with … where something was left out; a number, a date
    or a reference stands whole or not at all.
    """  # noqa: D205
    if width(text) <= columns:
        return text
    end, used = 0, 0
    for character in text:
        used += _width_of(character)
        if used > columns - 1:
            break
        end += 1
    return text[: _before_a_number(text, end)].rstrip() + "…" if columns > 0 else ""


# What is read as one: a date, a number with its unit, a length of time, a reference.
_DATE = r"\d{1,2} [A-Z][a-z]{2}\b(?: \d{4})?(?: \d\d:\d\d)?"
_NUMBER = r"[A-Za-z]{0,2}[-+−]?\d[\d,.:/W年月日-]*"
_UNITS = r"%|min|h|d|天|小时|分钟"
_MEASURED = rf"{_NUMBER}(?: ?(?:{_UNITS})(?![A-Za-z]))?"
_LENGTH = r"\d+ (?:d|h|天|小时) \d+ (?:h|min|小时|分钟)"


def _before_a_number(text: str, end: int) -> int:
    """`end`, or where a date, number or reference begins that `end` would cut in two."""
    cuts = (
        m.start() for m in re.finditer(f"{_DATE}|{_MEASURED}", text) if m.start() < end < m.end()
    )
    return next(cuts, end)


def pad(text: str, columns: int, align: str = "left") -> str:
    """`text` filled with spaces to that many columns."""
    space = " " * max(columns - width(text), 0)
    return space + text if align == "right" else text + space


# What a line is not broken inside of, where it has room for it: besides those above a number and
# the word that follows it, a day with its weekday, a bracket of a few characters with the word
# before it, and a command up to the end of its sentence.
_TOGETHER = (
    r"\(?\bcm(?:(?<![.,;:)]) (?![·–(])[^\s。，；：（）·]+)+",
    rf"(?:[A-Z][a-z]{{2}} )?{_DATE}",
    r"[\d年月日]*\d+月\d+日(?: 周.)?(?: \d\d:\d\d)?",
    r"[^\W\d]+ \d\d:\d\d",
    _LENGTH,
    rf"{_NUMBER}(?: ?(?:{_UNITS})(?![A-Za-z])| [a-z]{{1,10}}\b| ?[一-鿿])",
    r"[^\s()]+ \([^()]{1,12}\)",
)


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most that many columns, broken at spaces or between wide characters; a command,
    a date and a number with its unit stay whole where a line has room for them. A word that is
    longer than a line is broken where the line ends.
    """  # noqa: D205
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _chopped(_together(paragraph, columns), columns):
            if line and width(line + piece.rstrip()) > columns:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        lines.append(line.rstrip())
    return lines


def longest(text: str) -> int:
    """The width of the longest piece at which no line may break."""
    return max((width(piece.rstrip()) for piece in _pieces(text)), default=0)


def _together(text: str, columns: int) -> list[str]:
    """The pieces of the text; those that belong together as one, where they fit a line."""
    pieces = _pieces(text)
    if width(text) <= columns:
        return pieces
    whole = [
        match.span()
        for pattern in _TOGETHER
        for match in re.finditer(pattern, text)
        if width(match.group()) <= columns
    ]
    groups: list[list[str]] = []
    at = 0
    for piece in pieces:
        if groups and any(start < at < end for start, end in whole):
            groups[-1].append(piece)
        else:
            groups.append([piece])
        at += len(piece)
    return [
        piece
        for group in groups
        for piece in (["".join(group)] if width("".join(group).rstrip()) <= columns else group)
    ]


def _chopped(pieces: list[str], columns: int) -> Iterator[str]:
    for piece in pieces:
        if width(piece.rstrip()) <= columns:
            yield piece
            continue
        part, used = "", 0
        for character in piece:
            step = _width_of(character)
            if part and used + step > columns:
                # Rather behind the comma of a list than inside a value.
                end = max(part.rfind(","), part.rfind("/")) + 1 or len(part)
                yield part[:end]
                part = part[end:]
                used = width(part)
            part += character
            used += step
        yield part


_NO_BREAK_BEFORE = "，。、；：？！）》」』…,.;:?!)"
_NO_BREAK_AFTER = "（《「『(“"


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        wide = _width_of(character) == 2
        joins = bool(pieces) and (
            character in _NO_BREAK_BEFORE
            or pieces[-1][-1] in _NO_BREAK_AFTER
            or not (wide or pieces[-1].endswith(" ") or _width_of(pieces[-1][-1]) == 2)
            or character == " "
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
