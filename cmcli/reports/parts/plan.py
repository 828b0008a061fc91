"""The improvement plan of the period."""

from cmcli.domain.client import mask_numbers
from cmcli.i18n import gettext
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import BLANK, Block, Line, Span, Text
from cmcli.views.speech import Speaker


def _find(reading: Reading) -> str:
    return (reading.stored.note or "") if reading.stored else ""


def _blocks(note: str, on: Drawing) -> list[Block]:
    lines = [line for line in note.splitlines() if line.strip()]
    if not lines:
        return []
    head = Line(Span(gettext("IMPROVEMENT PLAN"), "head"))
    return [BLANK, head, *[Text(on.speak(line), 1) for line in lines]]


def _document(note: str, speak: Speaker) -> str | None:
    return mask_numbers(note) or None


SECTION = Section("plan", _find, _blocks, _document)
