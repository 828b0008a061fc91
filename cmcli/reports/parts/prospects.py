"""Where prospects came from, where any came, became a client or were dropped."""

from typing import Any

from cmcli.domain.figures.prospects import Sources, sources
from cmcli.i18n import gettext
from cmcli.queries.prospect_sources import of_window
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views import prospect_sources
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker


def _find(reading: Reading) -> Sources:
    return sources(reading.source.once(of_window), reading.over)


def _blocks(found: Sources, on: Drawing) -> list[Block]:
    if not any((found.total.added, found.total.converted, found.total.dropped)):
        return []
    return [prospect_sources.table(found, on.speak, gettext("PROSPECTS BY SOURCE"))]


def _document(found: Sources, speak: Speaker) -> dict[str, Any]:
    return prospect_sources.sources_document(found)


SECTION = Section("prospects", _find, _blocks, _document)
