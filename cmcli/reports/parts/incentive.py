"""The incentives in the report: what the rules paid, the best week and the runs of promises."""

from typing import Any

from cmcli.domain import earning
from cmcli.domain.earning import Earned
from cmcli.domain.figures.incentive import earned
from cmcli.domain.recognition import Recognition
from cmcli.i18n import gettext
from cmcli.measures import named
from cmcli.messages import Code, joined, say
from cmcli.named import NamedTuple
from cmcli.queries import incentive as queries
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views import incentive as view
from cmcli.views.record import value
from cmcli.views.sheet import BLANK, Block, Column, Line, Span, Text, simple_table
from cmcli.views.speech import Speaker


class Found(NamedTuple):
    """What each rule paid in the period, and the promises of the 52 weeks up to its end."""

    rules: list[Earned]
    promises: Recognition
    every: str


def find(reading: Reading) -> Found | None:
    """Nothing where no rule is set: then nothing was to be earned."""
    source, over = reading.source, reading.over
    facts = queries.of_window(source, named)
    if not facts:
        return None
    promises = queries.recognition(source, over.period.end, over.now)
    return Found(earned(facts, over), promises, source.settings.text("incentive.period"))


def blocks(found: Found | None, drawing: Drawing) -> list[Block]:
    """The sums, a line for each rule, and what deserves a word."""
    if found is None:
        return []
    speak = drawing.speak
    columns = (Column("", shrink=True, least=16), Column("", "right"),
               Column("", shrink=True, least=20))  # fmt: skip
    rows = [
        (f" {speak(Code('measure', each.rule.measure))}", view.paid(each, speak),
         speak(each.working))
        for each in found.rules
    ]  # fmt: skip
    return [
        BLANK, Line(Span(gettext("INCENTIVES"), "head"), speak(view.total(found.rules))),
        simple_table(columns, [*rows]),
        *[Text(speak(line), 1) for line in view.recognition(found.promises, speak)],
        Text(Span(speak(joined([
            say("By the rules in force now, for the whole period."),
            view.other_kind(found.every, drawing.period),
        ], " ")), "dim")),
    ]  # fmt: skip


def document(found: Found | None, speak: Speaker) -> dict[str, Any] | None:
    """The same as JSON; null where no rule is set."""
    if found is None:
        return None
    return {
        "points": earning.points(found.rules),
        "money": [value(each, None) for each in earning.money(found.rules)],
        "rules": [view.earned_document(each, speak) for each in found.rules],
        "recognition": view.recognition_document(found.promises, speak),
    }


SECTION = Section("incentive", find, blocks, document)
