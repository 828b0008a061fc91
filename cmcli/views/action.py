"""Actions as pages and documents."""

from datetime import datetime
from typing import Any

from cmcli.domain import action as rules
from cmcli.domain.action import Action
from cmcli.domain.client import ClientTag
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import joined, say
from cmcli.views.record import as_json
from cmcli.views.sheet import Line, Sheet, Span, Text
from cmcli.views.speech import Speaker, starred, state_word


def document(action: Action, client: ClientTag | None, now: datetime) -> dict[str, Any]:
    """An action as JSON, with its state."""
    fields = as_json(action, now.tzinfo, client=client)
    return {**fields, "client": fields.get("client"), "state": rules.state(action, now)}


def page(action: Action, client: ClientTag | None, speak: Speaker) -> Sheet:
    """One action."""
    ref = ref_of("action", action.id)
    name = starred(client.name, client.tier, speak) if client else ""
    head = " · ".join(filter(None, (f"{ref} {name}".strip(), speak(action.text))))
    words = joined(
        [
            state_word(rules.state(action, speak.now)),
            say("due {due}", due=action.due_at) if action.due_at else say("no date"),
            action.owner,
            rules.source_of(action),
            say("promised {at}", at=action.created_at),
            say("done {at}", at=action.done_at) if action.done_at else None,
        ]
    )
    blocks: list[Any] = [Line(Span(head, "head")), Line(speak(words))]
    if action.result:
        blocks.append(Text(speak(say("result: {text}", text=action.result))))
    hint = gettext("next: cm done {ref} NOTE · cm snooze {ref} WHEN").format(ref=ref)
    return Sheet(tuple(blocks), "" if action.done_at else hint)


def row(action: Action, speak: Speaker) -> tuple[Any, ...]:
    """An action as a line under its feedback: what, whose, when, what came of it."""
    state = rules.state(action, speak.now)
    due = say("due {due}", due=action.due_at) if action.due_at else say("no date")
    if state == "overdue":
        due = say("was due {due}", due=action.due_at)
    detail = joined(
        [
            action.owner,
            say("done {at}", at=action.done_at) if action.done_at else due,
            action.result,
        ]
    )
    return (
        Span(f" {ref_of('action', action.id)}", "ref"),
        speak(action.text),
        Span(speak(detail), "late" if state == "overdue" else ""),
    )
