"""The improvement plan: what was to be done better last time, done or not, and what is new."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.action import Action
from cmcli.domain.client import mask_numbers
from cmcli.i18n import gettext
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.queries.report import improvements
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views import action as actions
from cmcli.views.sheet import BLANK, Block, Column, Group, Line, Span, Table, Text
from cmcli.views.speech import Speaker


class Plan(NamedTuple):
    """`note` is the analysis in words; `last` are the actions of the period before, `new` those of
    this one.
    """  # noqa: D205

    note: str | None
    last: list[Action]
    new: list[Action]


def find(reading: Reading) -> Plan:
    """The plan of the period and the actions of the one before it."""
    store = reading.source.store
    return Plan(
        reading.stored.note if reading.stored else None,
        improvements(store, reading.before.period),
        improvements(store, reading.over.period),
    )


def blocks(plan: Plan, drawing: Drawing) -> Sequence[Block]:
    """The words, then the actions with what came of them."""
    if not (plan.note or plan.last or plan.new):
        return []
    speak = drawing.speak
    found: list[Block] = [BLANK, Line(Span(gettext("IMPROVEMENT PLAN"), "head"))]
    lines = (plan.note or "").splitlines()
    found += [Text(speak(line), 1) for line in lines if line.strip()]
    if not (plan.last or plan.new):
        return found
    columns = (Column(), Column(shrink=True, least=16), Column(shrink=True, least=12))
    done = sum(1 for action in plan.last if action.done_at)
    kept = say("{done} of {count} done", done=done, count=len(plan.last))
    earlier = speak(say("from {period}", period=drawing.previous.name))
    pairs = ((earlier, speak(kept), plan.last), (gettext("new"), "", plan.new))
    groups = [
        Group(title, [actions.row(action, speak) for action in rows], note)
        for title, note, rows in pairs
        if rows
    ]
    return [*found, Table(columns, groups)]


def document(plan: Plan, speak: Speaker) -> dict[str, Any]:
    """Words and actions as JSON."""
    return {
        "note": mask_numbers(plan.note or "") or None,
        "last": [actions.document(action, None, speak.now) for action in plan.last],
        "new": [actions.document(action, None, speak.now) for action in plan.new],
    }


SECTION = Section("plan", find, blocks, document)
