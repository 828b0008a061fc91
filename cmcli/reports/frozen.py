"""A submitted report as it was submitted, and what has changed in the file since."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.measure import Figure
from cmcli.domain.report import Report
from cmcli.measures import MEASURES, named
from cmcli.messages import Message, Money, joined, say
from cmcli.reports import document, words
from cmcli.reports.build import Built
from cmcli.views.speech import Speaker


def freeze(built: Built, speak: Speaker) -> str:
    """The document to keep."""
    import json  # here and below: most reports were never submitted

    return json.dumps(document.document(built, speak), ensure_ascii=False)


def differences(stored: Report, figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """What was submitted and is another figure today; `figures` are all of today."""
    import json

    frozen = json.loads(stored.figures or '{"measures": []}')
    # Through JSON once, so that both sides are what a reader of JSON would compare.
    today = json.loads(json.dumps({
        measure.id: words.as_json(figure.value)
        for measure, figure in zip(MEASURES, figures, strict=True)
    }))  # fmt: skip
    return document.differences(frozen, today)


def thawed(stored: Report, differs: list[dict[str, Any]], speak: Speaker) -> dict[str, Any]:
    """The document that was submitted, with the fact that it was."""
    import json

    frozen: dict[str, Any] = json.loads(stored.figures or "{}")
    return frozen | {"submitted": document.submission(stored, differs, speak)}


def submitted(stored: Report) -> Message:
    """When, and as which report."""
    return say("submitted {at} as {ref}", at=stored.submitted_at, ref=f"w{stored.id}")


def warning(differs: list[dict[str, Any]], speak: Speaker) -> Message:
    """Which figures the file gives otherwise today."""
    figures = [
        f"{each['name']} {_said(each, 'submitted', speak)} → {_said(each, 'now', speak)}"
        for each in differs
    ]
    return say("The file gives other figures today: {figures}", figures=joined(figures, ", "))


def _said(differs: dict[str, Any], which: str, speak: Speaker) -> str:
    return words.shown(_read(differs[which]), words.unit(named(differs["id"])), speak)


def _read(value: Any) -> Any:
    """A value as it was before it stood in a document."""
    if isinstance(value, dict):
        return (Money(value["amount"], value["currency"]),)
    return (
        tuple(money for each in value for money in _read(each))
        if isinstance(value, list)
        else value
    )
