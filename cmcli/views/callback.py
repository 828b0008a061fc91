"""Callbacks as pages and documents."""

from datetime import datetime
from typing import Any

from cmcli.domain import callback as rules
from cmcli.domain.callback import Callback
from cmcli.domain.client import ClientTag
from cmcli.domain.recurrence import in_words
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, joined, say, say_n
from cmcli.views.record import as_json
from cmcli.views.sheet import Column, Line, Sheet, Span, Text, named, simple_table
from cmcli.views.speech import Speaker, starred, state_word


def document(callback: Callback, client: ClientTag, now: datetime) -> dict[str, Any]:
    """A callback as JSON, with its state."""
    return as_json(callback, now.tzinfo, client=client) | {"state": rules.state(callback, now)}


def page(callback: Callback, client: ClientTag, speak: Speaker) -> Sheet:
    """One callback."""
    head = f"{ref_of('callback', callback.id)} {starred(client.name, client.tier, speak)}"
    state = rules.state(callback, speak.now)
    words = joined(
        [
            state_word(state),
            say("due {due}", due=callback.due_at),
            callback.purpose,
            in_words(callback.every) if callback.every else None,
            say_n("moved once", "moved {count} times", callback.moved) if callback.moved else None,
            say("first due {due}", due=callback.first_due_at) if callback.moved else None,
            say("promised {at}", at=callback.created_at),
            say("done {at}", at=callback.done_at) if callback.done_at else None,
        ]
    )
    open_ = callback.done_at is None and callback.cancelled_at is None
    hint = gettext("next: cm done {ref} · cm snooze {ref} WHEN") if open_ else ""
    hint = hint.format(ref=ref_of("callback", callback.id))
    told = Span(speak(words), "late" if state == "overdue" else "")
    return Sheet((Line(Span(head, "head")), Text(told)), hint)


def listing(rows: list[tuple[Callback, ClientTag]], speak: Speaker) -> Sheet:
    """Callbacks, one a line."""
    if not rows:
        return Sheet((Line(gettext("no callback fits")),))
    columns = (
        Column(), named(gettext("client")),
        Column(gettext("purpose"), shrink=True, least=16), Column(gettext("due")),
        Column(gettext("state")), Column(gettext("moved"), "right", spare=True),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]),))


def _row(callback: Callback, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    state = rules.state(callback, speak.now)
    return (
        Span(ref_of("callback", callback.id), "ref"),
        starred(client.name, client.tier, speak),
        speak(callback.purpose),
        speak(callback.due_at),
        Span(speak(Code("state", state)), "late" if state == "overdue" else ""),
        str(callback.moved or ""),
    )
