"""Figures of the team's meetings."""

from cmcli.domain.action import Action
from cmcli.domain.days import limit
from cmcli.domain.measure import Evidence, Row, Span
from cmcli.messages import Message, say


def actions_on_time(facts: list[Action], over: Span) -> Evidence:
    """Own actions of meetings due in the period, those done by their date; what is not yet due is
    left out, one done already counts.
    """  # noqa: D205
    rows: list[Row] = []
    waiting = 0
    for action in facts:
        if action.due_at is None or not over.holds(action.due_at):
            continue
        last = limit(action.due_at, over.now)
        if action.done_at is None and last >= over.now:
            waiting += 1
            continue
        kept = action.done_at is not None and action.done_at <= last
        rows.append(
            Row("action", action.id, None, action.due_at, action.text, int(kept), _said(action))
        )
    left_out = ((say("not yet due, left out"), waiting),) if waiting else ()
    return Evidence(rows, left_out)


def _said(action: Action) -> Message:
    return say("done {at}", at=action.done_at) if action.done_at else say("not done")
