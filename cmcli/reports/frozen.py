"""A submitted report as it was submitted, and what has changed in the file since."""

import json
from typing import Any

from cmcli.domain.report import Report
from cmcli.i18n import gettext
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
    lines = [Line(line) for line in (stored.rendering or "").splitlines()]
    tail: list[Line | Text] = [BLANK, Line(Span(_submitted(stored, speak), "dim"))]
    if differs:
        tail.append(Text(Span(warning(differs), "risk")))
    return Sheet((*lines, *tail))


def _submitted(stored: Report, speak: Speaker) -> str:
    return gettext("submitted {at} as {ref}").format(
        at=f"{stored.submitted_at.astimezone(speak.now.tzinfo):%Y-%m-%d %H:%M}"
        if stored.submitted_at
        else "–",
        ref=f"w{stored.id}",
    )


def warning(differs: list[dict[str, Any]]) -> str:
    """Which figures the file gives otherwise today."""
    names = ", ".join(f"{d['id']} {_value(d['submitted'])} → {_value(d['now'])}" for d in differs)
    return gettext("The file gives other figures today: {figures}").format(figures=names)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " + ".join(_value(item) for item in value)
    if isinstance(value, dict):
        return words.minor(value["amount"], value["currency"])
    return "–" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
