"""The report and its explanations as JSON."""

from typing import Any

from cmcli.domain.client import mask_numbers
from cmcli.domain.figures import advice
from cmcli.domain.measure import Figure, Measure, Row
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.report import Report, ReportRetraction
from cmcli.i18n import gettext
from cmcli.messages import Code, Money
from cmcli.reports import words
from cmcli.reports.build import Built, Outcome
from cmcli.reports.summary import sentences
from cmcli.views.feedback import theme_document
from cmcli.views.prospect_sources import sources_document
from cmcli.views.record import client_tag, instant
from cmcli.views.speech import Speaker, Written


def period(of: Period | Report) -> dict[str, str]:
    """A period with its days, both included."""
    if isinstance(of, Report):
        return {"name": of.period, "start": of.start_on.isoformat(), "end": of.end_on.isoformat()}
    return {"name": of.name, "start": of.start.isoformat(), "end": of.end.isoformat()}


def document(built: Built, speak: Speaker) -> dict[str, Any]:
    """The report as the file gives it now."""
    speak = Written.like(speak)
    return {
        "period": period(built.period),
        "measures": [_measure(outcome) for outcome in built.outcomes],
        "sections": _sections(built, speak),
        "submitted": None,
    }


def _measure(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.measure.id,
        "name": words.name(outcome.measure),
        "value": words.as_json(outcome.now.value),
        "unit": outcome.measure.unit,
        "target": None,
        "previous": words.as_json(outcome.before.value),
    }


def _sections(built: Built, speak: Speaker) -> dict[str, Any]:
    lists = built.sections
    return {
        "summary": sentences(built, speak),
        "met": [_met(row, speak) for row in lists.met],
        "won": [_item(row, speak) | {"amount": words.as_json(row.value)} for row in lists.won],
        "lost": [_item(row, speak) | {"reason": speak(row.note) or None} for row in lists.lost],
        "lost_reasons": [
            {"reason": reason or gettext("no reason given"), "count": count}
            for reason, count in lists.lost_reasons
        ],
        "warned": [_warned(sale, speak) for sale in lists.warned],
        "late": [_item(row, speak) | {"detail": speak(row.note)} for row in lists.late],
        "next_week": [_item(row, speak) | {"detail": speak(row.note)} for row in lists.next_week],
        "satisfaction": [theme_document(theme) for theme in lists.themes],
        "prospects": sources_document(lists.prospects),
        "plan": mask_numbers(built.stored.note or "") or None if built.stored else None,
    }


def _item(row: Row, speak: Speaker) -> dict[str, Any]:
    return {
        "ref": ref_of(row.noun, row.id),
        "kind": row.noun,
        "client": client_tag(row.client),
        "at": instant(row.at, speak.now.tzinfo) if row.at else None,
        "title": speak(row.text) if row.text else None,
    }


def _met(row: Row, speak: Speaker) -> dict[str, Any]:
    item = _item(row, speak)
    channel = row.note.value if isinstance(row.note, Code) else None
    return {**item, "channel": channel, "note": item.pop("title")}


def _warned(sale: advice.Warned, speak: Speaker) -> dict[str, Any]:
    """A sale made after a warning: the levels as they were, and why the client went on."""
    check = sale.check
    return _item(advice.listed(sale), speak) | {
        "product": {"ref": ref_of("product", check.product_id), "code": sale.code,
                    "name": sale.product},
        "regime": check.regime,
        "product_level": check.product_level,
        "client_level": check.client_level,
        "findings": check.findings.split(),
        "reason": mask_numbers(check.reason or "") or None,
        "who": check.who,
    }  # fmt: skip


def submission(stored: Report, differs: list[dict[str, Any]], speak: Speaker) -> dict[str, Any]:
    """What is said of a submission; `differs` are the figures that changed since."""
    at = instant(stored.submitted_at, speak.now.tzinfo) if stored.submitted_at else None
    return {"ref": ref_of("report", stored.id), "at": at, "differs": differs}


def differences(frozen: dict[str, Any], today: dict[str, Any]) -> list[dict[str, Any]]:
    """The measures whose value is no longer what was submitted."""
    values = {measure["id"]: measure["value"] for measure in today["measures"]}
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
