"""What a write answers: what was recorded, what it changed, how to take it back."""

from collections.abc import Iterable
from typing import Any

from cmcli.i18n import gettext
from cmcli.views.sheet import Line, Sheet, Span
from cmcli.views.speech import Speaker


def receipt(speak: Speaker, head: Any, effects: Iterable[Any] = (), *, hint: Any = None) -> Sheet:
    """One to three lines: `head`, the effects joined, and how to undo."""
    lines = [Line(speak(head))]
    said = " · ".join(filter(None, (speak(effect) for effect in effects)))
    if said:
        lines.append(Line(f"     {said}"))
    undo = f"     {gettext('undo: cm undo')}"
    tail = f"{undo} · {speak(hint)}" if hint else undo
    return Sheet((*lines, Line(Span(tail, "dim"))))
