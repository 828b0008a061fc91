"""The sections of a report, in the order in which they stand."""

from collections.abc import Sequence
from typing import Any

from cmcli.named import NamedTuple
from cmcli.reports.parts import (
    figures,
    improvement,
    late,
    lost,
    met,
    next_week,
    prospects,
    satisfaction,
    summary,
    warned,
    won,
)
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker

SECTIONS = (
    summary.SECTION,
    figures.SECTION,
    satisfaction.SECTION,
    prospects.SECTION,
    met.SECTION,
    won.SECTION,
    lost.SECTION,
    warned.SECTION,
    late.SECTION,
    next_week.SECTION,
    improvement.SECTION,
)


class Found(NamedTuple):
    """A section with what it found."""

    section: Section
    facts: Any

    def blocks(self, on: Drawing) -> Sequence[Block]:
        """Its part of the page."""
        return self.section.blocks(self.facts, on)

    def document(self, speak: Speaker) -> dict[str, Any]:
        """Its keys of the document."""
        made, beside = self.section.document, self.section.beside
        found = {self.section.id: made(self.facts, speak)} if made else {}
        return found | (beside(self.facts, speak) if beside else {})


def found(reading: Reading) -> list[Found]:
    """Every section with its facts."""
    return [Found(section, section.find(reading)) for section in SECTIONS]
