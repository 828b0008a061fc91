"""A branch's own Word file, filled: its placeholders become figures, words and sections."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cmcli.config import Settings
from cmcli.errors import FileUnusable, Usage
from cmcli.i18n import language
from cmcli.messages import say
from cmcli.reports import page, words
from cmcli.reports.build import Built
from cmcli.reports.section import Drawing
from cmcli.reports.sections import chosen
from cmcli.views import word
from cmcli.views.grid import printable
from cmcli.views.sheet import Sheet
from cmcli.views.speech import Speaker

# Word may split it into any number of runs, and people leave spaces in it.
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_SECTION = "section:"


def fill(template: Path, built: Built, settings: Settings, speak: Speaker) -> bytes:
    """The filled file; raises `Usage` for a placeholder that means nothing here."""
    made = _opened(template)
    values = _values(built, settings, speak)
    sections = {one.section.id for one in built.sections}
    paragraphs = list(_paragraphs(made))
    for paragraph in paragraphs:
        _known(_text(paragraph), values, sections)
    for paragraph in paragraphs:
        name = _PLACE.fullmatch(_text(paragraph).strip())
        if name and name[1].startswith(_SECTION):
            _put_section(made, paragraph, name[1].removeprefix(_SECTION), built, speak)
        else:
            _replace(paragraph, values)
    return word.saved(made, at=built.now)


def _opened(template: Path) -> Any:
    import zipfile

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return docx.Document(str(template))
    except OSError as error:
        why = error.strerror or str(error)
        raise FileUnusable(
            say("{path} cannot be read: {why}", path=str(template), why=why)
        ) from error
    except PackageNotFoundError as error:
        missing = say("there is no file {path}", path=str(template))
        strange = say("{path} is no Word file (.docx)", path=str(template))
        raise FileUnusable(
            strange if template.exists() else missing, say("check the path and its folder")
        ) from error
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise FileUnusable(say("{path} is no Word file (.docx)", path=str(template))) from error


# What the names stand for


def _values(built: Built, settings: Settings, speak: Speaker) -> dict[str, str]:
    found = {
        "manager": settings.text("manager.name"),
        "branch": settings.text("manager.branch"),
        "title": speak(page.heading(built.period, speak)),
        "period": built.period.name,
        "start": speak.long_day(built.period.start),
        "end": speak.long_day(built.period.end),
        "previous": built.previous.name,
        "last_year": built.last_year.name,
        "date": speak.long_day(built.now.date()),
        "now": f"{built.now:%Y-%m-%d %H:%M}",
    }
    for outcome in built.outcomes:
        unit, name = words.unit(outcome.measure), outcome.measure.id
        found[name] = words.shown(outcome.now.value, unit, speak)
        found[f"{name}.previous"] = words.shown(outcome.before.value, unit, speak)
        found[f"{name}.last_year"] = words.shown(outcome.last_year, unit, speak)
        found[f"{name}.target"] = words.shown(outcome.target, unit, speak)
        found[f"{name}.trend"] = words.sparkline(outcome.trend, built.currency)
        found[f"{name}.name"] = words.name(outcome.measure)
    return found


def _known(text: str, values: dict[str, str], sections: set[str]) -> None:
    """Raises `Usage` for the first placeholder that is not known, or stands in a line."""
    for found in _PLACE.finditer(text):
        name = found[1]
        if name in values:
            continue
        if not name.startswith(_SECTION) or name.removeprefix(_SECTION) not in sections:
            raise _unknown(name, values, sections)
        if found[0] != text.strip():
            raise Usage(
                say("{place} has to stand alone in its paragraph", place=found[0]),
                say("a section is made of tables and lines"),
            )


def _unknown(name: str, values: dict[str, str], sections: set[str]) -> Usage:
    all_names = [*values, *(f"{_SECTION}{section}" for section in sorted(sections))]
    near = get_close_matches(name, all_names, 3, 0.5)
    some = near or ["manager", "period", "sla.response", f"{_SECTION}won"]
    return Usage(
        say("the template asks for {name}, which there is not", name=f"{{{{{name}}}}}"),
        say("near it: {names}", names=", ".join(some))
        if near
        else say("for example {names}", names=", ".join(some)),
    )


# Where they stand


def _paragraphs(made: Any) -> Iterator[Any]:
    """Every paragraph: of the text, its tables and boxes, of headers and footers."""
    parts = [made.part, *_edges(made)]
    for part in parts:
        yield from part.element.iter(word.q("w:p"))


def _edges(made: Any) -> list[Any]:
    ends = ("header", "footer")
    found = {rel.target_part for rel in made.part.rels.values()
             if not rel.is_external and rel.reltype.rpartition("/")[2] in ends}  # fmt: skip
    return sorted(found, key=lambda part: str(part.partname))


def _pieces(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph, those of a box inside it left to the box."""
    own = word.q("w:p")
    return [
        piece for piece in paragraph.iter(word.q("w:t"))
        if next(above for above in piece.iterancestors(own)) is paragraph
    ]  # fmt: skip


def _text(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def _replace(paragraph: Any, values: dict[str, str]) -> None:
    """Each placeholder by its value, in the letters of its first character."""
    pieces = _pieces(paragraph)
    whole = "".join(piece.text or "" for piece in pieces)
    for found in reversed(list(_PLACE.finditer(whole))):
        start, end, put = found.start(), found.end(), printable(values[found[1]])
        at = 0
        for piece in pieces:
            text = piece.text or ""
            first, last = max(start - at, 0), min(end - at, len(text))
            if first < last:
                piece.text = text[:first] + put + text[last:]
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                put = ""
            at += len(text)
        # Positions before this placeholder are still those of the whole.


def _put_section(made: Any, paragraph: Any, name: str, built: Built, speak: Speaker) -> None:
    """The blocks of a section in the place of the paragraph that asks for it."""
    on = Drawing(built.period, built.previous, speak, built.currency, None)
    (found,) = chosen([name], built.sections)
    for element in word.drawn(made, Sheet(tuple(found.blocks(on))), language=language()):
        paragraph.addprevious(element)
    after = paragraph.getnext()
    # A cell, and what stands before a table, needs a paragraph: that one stays, empty.
    if after is None or after.tag != word.q("w:p"):
        for piece in _pieces(paragraph):
            piece.text = ""
    else:
        paragraph.getparent().remove(paragraph)
