"""A submitted report as it was submitted, and what has changed in the file since."""

import json
from typing import Any

from cmcli.domain.report import Report
from cmcli.messages import Message, joined, say
from cmcli.reports import document, words
from cmcli.reports.build import Built
from cmcli.views.sheet import BLANK, Line, Sheet, Span, Text
from cmcli.views.speech import Speaker


def freeze(built: Built, speak: Speaker) -> str:
    """The document to keep."""
    return json.dumps(document.document(built, speak), ensure_ascii=False)


def differences(stored: Report, built: Built, speak: Speaker) -> list[dict[str, Any]]:
    """The figures that are no longer what was submitted."""
    frozen = json.loads(stored.figures or '{"measures": []}')
    # Through JSON once, so that both sides are what a reader of JSON would compare.
    today = json.loads(freeze(built, speak))
    return document.differences(frozen, today)


def thawed(stored: Report, differs: list[dict[str, Any]], speak: Speaker) -> dict[str, Any]:
    """The document that was submitted, with the fact that it was."""
    frozen: dict[str, Any] = json.loads(stored.figures or "{}")
    return frozen | {"submitted": document.submission(stored, differs, speak)}


def page(stored: Report, differs: list[dict[str, Any]], speak: Speaker) -> Sheet:
    """The page that was submitted, word for word, and the warning below it."""
    lines = [Text(line) for line in (stored.rendering or "").splitlines()]
    tail: list[Line | Text] = [BLANK, Line(Span(speak(submitted(stored)), "dim"))]
    if differs:
        tail.append(Text(Span(speak(warning(differs)), "risk")))
    return Sheet((*lines, *tail))


def submitted(stored: Report) -> Message:
    """When, and as which report."""
    return say("submitted {at} as {ref}", at=stored.submitted_at, ref=f"w{stored.id}")


def warning(differs: list[dict[str, Any]]) -> Message:
    """Which figures the file gives otherwise today."""
    names = [f"{d['id']} {_value(d['submitted'])} → {_value(d['now'])}" for d in differs]
    return say("The file gives other figures today: {figures}", figures=joined(names, ", "))


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " + ".join(_value(item) for item in value)
    if isinstance(value, dict):
        return words.minor(value["amount"], value["currency"])
    return "–" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
