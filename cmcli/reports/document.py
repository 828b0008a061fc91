"""The report and its explanations as JSON."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.measure import Figure, Measure
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.report import Report, ReportRetraction
from cmcli.i18n import gettext
from cmcli.messages import Money
from cmcli.reports import words
from cmcli.reports.build import Built
from cmcli.reports.outcome import Outcome
from cmcli.reports.sections import chosen
from cmcli.views.record import instant
from cmcli.views.speech import Speaker, Written


def period(of: Period | Report) -> dict[str, str]:
    """A period with its days, both included."""
    if isinstance(of, Report):
        return {"name": of.period, "start": of.start_on.isoformat(), "end": of.end_on.isoformat()}
    return {"name": of.name, "start": of.start.isoformat(), "end": of.end.isoformat()}


def document(built: Built, speak: Speaker, names: Sequence[str] = ()) -> dict[str, Any]:
    """The report as the file gives it now; with all sections, or those of these names."""
    speak = Written.like(speak)
    return {
        "period": period(built.period),
        "measures": [_measure(outcome) for outcome in built.outcomes],
        "sections": _sections(built, speak, names),
        "submitted": None,
    }


def _measure(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.measure.id,
        "name": words.name(outcome.measure),
        "value": words.as_json(outcome.now.value),
        "unit": outcome.measure.unit,
        "target": words.as_json(outcome.target),
        "previous": words.as_json(outcome.before.value),
        "last_year": words.as_json(outcome.last_year),
    }


def _sections(built: Built, speak: Speaker, names: Sequence[str]) -> dict[str, Any]:
    shown = chosen(names, built.sections) if names else built.sections
    return {key: value for found in shown for key, value in found.document(speak).items()}


def submission(stored: Report, differs: list[dict[str, Any]], speak: Speaker) -> dict[str, Any]:
    """What is said of a submission; `differs` are the figures that changed since."""
    at = instant(stored.submitted_at, speak.now.tzinfo) if stored.submitted_at else None
    return {"ref": ref_of("report", stored.id), "at": at, "differs": differs}


def differences(frozen: dict[str, Any], values: dict[str, Any]) -> list[dict[str, Any]]:
    """The measures whose value is no longer what was submitted; `values` are those of today."""
    return [
        {"id": m["id"], "name": m["name"], "submitted": m["value"], "now": values.get(m["id"])}
        for m in frozen["measures"]
        if values.get(m["id"]) != m["value"]
    ]


def explanation(measure: Measure, figure: Figure, over: Period, speak: Speaker) -> dict[str, Any]:
    """A measure over a period with its definition and every row behind it."""
    speak = Written.like(speak)
    return {
        "id": measure.id,
        "definition": gettext(measure.definition),
        "value": words.as_json(figure.value),
        "rows": [words.row_document(row, speak) for row in figure.rows],
        "unit": measure.unit,
        "fold": measure.fold,
        "parts": [
            {"name": speak(name), "value": value if not isinstance(value, Money)
             else words.as_json(value)}
            for name, value in figure.parts
        ],
        "sum": words.arithmetic(measure, figure, speak),
        "period": period(over),
    }  # fmt: skip


def listed(
    stored: Report, retractions: dict[int, list[ReportRetraction]], speak: Speaker
) -> dict[str, Any]:
    """A stored report in a list, with the times it was taken back."""
    zone = speak.now.tzinfo
    return {
        "ref": ref_of("report", stored.id),
        "period": period(stored),
        "submitted": instant(stored.submitted_at, zone) if stored.submitted_at else None,
        "plan": stored.note,
        "retracted": [
            {"at": instant(gone.at, zone), "submitted": instant(gone.submitted_at, zone),
             "reason": gone.reason}
            for gone in retractions.get(stored.id, ())
        ],
    }  # fmt: skip
