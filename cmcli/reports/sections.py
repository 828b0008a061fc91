"""The sections of a report, in the order in which they stand unless a setting says otherwise.

Their names are also in `config.REPORT_SECTIONS`, which checks the setting.
"""

from collections.abc import Sequence
from typing import Any

from cmcli.named import NamedTuple
from cmcli.reports.parts import (
    campaigns,
    figures,
    flow,
    goals,
    handoffs,
    improvement,
    incentive,
    late,
    lost,
    market,
    meetings,
    met,
    next_week,
    prospects,
    satisfaction,
    summary,
    training,
    warned,
    well_and_badly,
    won,
)
from cmcli.reports.section import Drawing, Reading, Section, elsewhere
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker

SECTIONS = (
    summary.SECTION,
    figures.SECTION,
    goals.SECTION,
    met.SECTION,
    late.SECTION,
    won.SECTION,
    lost.SECTION,
    warned.SECTION,
    campaigns.SECTION,
    satisfaction.SECTION,
    prospects.SECTION,
    training.SECTION,
    handoffs.SECTION,
    meetings.SECTION,
    market.SECTION,
    incentive.SECTION,
    well_and_badly.SECTION,
    flow.SECTION,
    improvement.SECTION,
    next_week.SECTION,
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
        found = {} if made is elsewhere else {self.section.id: made(self.facts, speak)}
        return found | (beside(self.facts, speak) if beside else {})


def chosen(names: Sequence[str], among: Sequence[Found]) -> list[Found]:
    """Those of the names, in their order."""
    by_name = {one.section.id: one for one in among}
    return [by_name[name] for name in names]


def found(reading: Reading) -> list[Found]:
    """Every section with its facts."""
    return [Found(section, section.find(reading)) for section in SECTIONS]
