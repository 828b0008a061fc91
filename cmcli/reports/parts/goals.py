"""The goals in a report: each against its target and the line, as they stood at its end."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.figures.goals import Standing, shares, standing
from cmcli.i18n import gettext
from cmcli.measures import aimed
from cmcli.messages import say
from cmcli.queries import goal as queries
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views import goal as view
from cmcli.views.sheet import BLANK, Block, Group, Line, Span, Table
from cmcli.views.speech import Speaker


def find(reading: Reading) -> list[Standing]:
    """The goals that share a day with the period, as they stood at its end."""
    over, office = reading.over, queries.office(reading.source.settings)
    found = [one for one in reading.source.once(aimed) if shares(one, over)]
    return [standing(one, over.at, over.now, office) for one in found]


def blocks(found: Sequence[Standing], drawing: Drawing) -> Sequence[Block]:
    """A table of the goals by their periods; nothing where there are none."""
    if not found:
        return ()
    speak, shown = drawing.speak, found[: drawing.share]
    groups = [
        Group(speak(goal.period), [view.row(one, speak) for one in group],
              speak(view.gone(group[0])))
        for goal, group in view.by_period(shown)
    ]  # fmt: skip
    if len(shown) < len(found):
        more = say("{n} more: cm goal list --period {period}", n=len(found) - len(shown),
                   period=drawing.period.name)  # fmt: skip
        groups[-1] = groups[-1]._replace(more=speak(more))
    return BLANK, Line(Span(gettext("GOALS"), "head")), Table(view.columns(), groups)


def document(found: Sequence[Standing], speak: Speaker) -> list[dict[str, Any]]:
    """The goals as `cm goal list --json` has them."""
    return [view.document(one) for one in found]


SECTION = Section("goals", find, blocks, document)
