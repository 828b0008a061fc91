"""Appraisals as pages, papers, lists and documents."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from cmcli.domain.appraisal import AppraisalFile, AppraisalItem, Judged, lacking
from cmcli.domain.client import mask_numbers
from cmcli.domain.goal import quantity, unit_of
from cmcli.domain.measure import Measure, Value
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext, word
from cmcli.messages import Joined, Message, Money, joined, say, say_n
from cmcli.views.record import as_json, value
from cmcli.views.sheet import (
    BLANK,
    Block,
    Column,
    Line,
    Sheet,
    Signature,
    Span,
    Table,
    Text,
    simple_table,
)
from cmcli.views.speech import Speaker
from cmcli.views.write import receipt

# As JSON


def document(
    file: AppraisalFile, found: Sequence[Judged], zone: tzinfo | None, speak: Speaker
) -> dict[str, Any]:
    """An appraisal with its evidence as JSON."""
    fields = as_json(file.appraisal, zone)
    return _head(file) | {
        "note": fields["note"],
        "created": fields["created"],
        "weights": file.weights,
        "total": _near(file.total),
        "working": speak(working(file)) or None,
        "lacking": [speak(line) for line in lacking(file)],
        "items": [_item(one, file) for one in found],
    }  # fmt: skip


def _head(file: AppraisalFile) -> dict[str, Any]:
    appraisal = file.appraisal
    days = {"start": appraisal.start_on.isoformat(), "end": appraisal.end_on.isoformat()}
    ref = ref_of("appraisal", appraisal.id)
    return {"ref": ref, "period": {"name": appraisal.period, **days}}


def _item(one: Judged, file: AppraisalFile) -> dict[str, Any]:
    item = one.item
    return {
        "measure": item.measure,
        "name": word("measure", item.measure) if item.measure else item.text,
        "weight": item.weight,
        "score": item.score,
        "points": _near(item.points),
        "suggested": one.suggested,
        "comment": mask_numbers(item.comment) if item.comment else None,
        "value": _json(one.value), "previous": _json(one.previous), "target": _json(one.target),
        "records": one.records if item.measure else None,
        "explain": _explain(item, file) if item.measure else None,
    }  # fmt: skip


def _json(found: Value) -> Any:
    if not isinstance(found, tuple):
        return found
    amounts = [value(money, None) for money in found]
    return amounts[0] if len(amounts) == 1 else amounts


def _near(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def _explain(item: AppraisalItem, file: AppraisalFile) -> str:
    return f"cm report {file.appraisal.period} --explain {item.measure}"


# As a page


def page(file: AppraisalFile, found: Sequence[Judged], speak: Speaker) -> Sheet:
    """An appraisal on a terminal: the items, the evidence, the total and what is missing."""
    appraisal = file.appraisal
    blocks: list[Block] = [
        Line(Span(f"{ref_of('appraisal', appraisal.id)} {appraisal.period}", "head"),
             _score(file.total)),
        Line(Span(_days(appraisal.start_on, appraisal.end_on, speak), "dim")),
    ]  # fmt: skip
    blocks += [Text(speak(line)) for line in (appraisal.note or "").splitlines()]
    blocks += [BLANK, _table(found, speak), BLANK, *_evidence(file, found, speak)]
    if file.total is not None:
        blocks += [BLANK, Text(speak(working(file)))]
    blocks += [Text(Span(speak(line), "risk")) for line in lacking(file)]
    return Sheet(tuple(blocks), _hint(file))


def _hint(file: AppraisalFile) -> str:
    period = file.appraisal.period
    if lacking(file):
        first = file.unscored[0].measure if file.unscored else None
        text = gettext("next: cm appraisal set {period} --score {name}=90")
        return text.format(period=period, name=first or "…")
    return gettext("next: cm appraisal export {period} -o appraisal.docx").format(period=period)


def _days(start: date, end: date, speak: Speaker) -> str:
    return f"{speak.long_day(start)} – {speak.long_day(end)}"


def _score(number: float | None) -> str:
    """A score or a total; – until it is given."""
    return "–" if number is None else f"{number:,.2f}".rstrip("0").rstrip(".")


def _table(found: Sequence[Judged], speak: Speaker) -> Table:
    columns = (
        Column(gettext("item"), shrink=True, least=19), Column(gettext("weight"), "right"),
        Column(gettext("figure"), "right"), Column(gettext("before"), "right", spare=True),
        Column(gettext("target"), "right"), Column(gettext("attainment"), "right", spare=True),
        Column(gettext("score"), "right"), Column(gettext("points"), "right"),
    )  # fmt: skip
    return simple_table(columns, [_row(one, speak) for one in found])


def _row(one: Judged, speak: Speaker) -> tuple[Any, ...]:
    item, measure = one.item, one.measure
    figures = ["", "", ""]
    if measure:
        figures = [_said(each, measure, speak) for each in (one.value, one.previous, one.target)]
    return (
        speak(item.name), str(item.weight), *figures,
        Span(_score(one.suggested) if one.suggested is not None else "", "dim"),
        _score(item.score), _score(item.points),
    )  # fmt: skip


def _said(found: Value, measure: Measure, speak: Speaker) -> str:
    """A figure in its unit; – where it has no basis."""
    if found is None:
        return "–"
    if isinstance(found, tuple):
        return " + ".join(speak(_whole(money)) for money in found)
    return speak(quantity(found, unit_of(measure), None))


def _whole(money: Money) -> Any:
    return quantity(money.amount, "money", money.currency)


def _evidence(file: AppraisalFile, found: Sequence[Judged], speak: Speaker) -> list[Block]:
    """A paragraph for each item: what is said of it, and where the records are."""
    blocks: list[Block] = []
    for number, one in enumerate(found, 1):
        text = joined([one.item.comment, _told(one, file)])
        said = speak(say("{n}. {name}: {text}", n=number, name=one.item.name, text=text))
        if not text.parts:
            said = speak(say("{n}. {name}: no comment", n=number, name=one.item.name))
        blocks.append(Text(said, 0, len(f"{number}. ")))
    return blocks


def _told(one: Judged, file: AppraisalFile) -> Joined | None:
    if one.measure is None:
        return None
    records = say_n("{count} record", "{count} records", one.records)
    return joined(
        [say("{records}, see {command}", records=records, command=_explain(one.item, file))]
    )


def working(file: AppraisalFile) -> Message | None:
    """How the total is made: `(40 × 85 + 60 × 90) / 100 = 88`."""
    total = file.total
    if total is None:
        return None
    parts = " + ".join(f"{item.weight} × {_score(item.score)}" for item in file.items)
    return say("({parts}) / 100 = {total}", parts=parts, total=_score(total))


# On paper


def paper(
    file: AppraisalFile, found: Sequence[Judged], names: tuple[str, str], now: datetime,
    speak: Speaker,
) -> Sheet:  # fmt: skip
    """The page that is handed in and signed."""
    manager, branch = names
    appraisal = file.appraisal
    period = say("{name} · {days}", name=appraisal.period,
                 days=_days(appraisal.start_on, appraisal.end_on, speak))  # fmt: skip
    as_of = say("figures of {day}", day=speak.long_day(now.date()))
    blocks: list[Block] = [
        Line(Span(gettext("Self-appraisal"), "head")),
        Line(speak(joined([branch, manager]))),
        Line(speak(period)),
        Line(Span(speak(as_of), "dim")),
        BLANK,
        _table(found, speak),
        BLANK,
        *_of_total(file, speak),
        Line(Span(gettext("Evidence and comments"), "head")),
        *_evidence(file, found, speak),
    ]
    if appraisal.note:
        blocks.append(Line(Span(gettext("Remarks"), "head")))
        blocks += [Text(speak(line)) for line in appraisal.note.splitlines() if line.strip()]
    date_label = gettext("Date")
    blocks += [
        BLANK,
        Signature(speak(say("Relationship manager: {name}", name=manager)), date_label),
        Signature(gettext("Superior"), date_label),
    ]
    return Sheet(tuple(blocks), dense=True)


def _of_total(file: AppraisalFile, speak: Speaker) -> list[Block]:
    said = working(file)
    note = gettext(
        "Attainment: the figure against its target, as a score of 100; the score is one's own."
    )
    lines: list[Block] = [Text(Span(note, "dim"))]
    if said is None:
        return [*lines, *(Text(speak(line)) for line in lacking(file))]
    return [Text(Span(speak(say("Total score: {working}", working=said)), "")), *lines]


# After a write, and the list


def written(file: AppraisalFile, what: Message, speak: Speaker) -> Sheet:
    """What was set, and what is missing to a total."""
    appraisal = file.appraisal
    items = say_n("{count} item", "{count} items", len(file.items))
    head = joined([f"{ref_of('appraisal', appraisal.id)} {appraisal.period}", what, items])
    effects = [working(file), *lacking(file)]
    return receipt(speak, head, effects, hint=f"cm appraisal show {appraisal.period}")


def listing(found: Sequence[AppraisalFile], speak: Speaker) -> Sheet:
    """Appraisals, one a line."""
    if not found:
        hint = gettext("next: cm appraisal set 2026Q4 --item deals.won_amount=40 --item TEXT=60")
        return Sheet((Line(gettext("there is no appraisal yet")),), hint)
    columns = (
        Column(), Column(gettext("period")), Column(gettext("from")), Column(gettext("to")),
        Column(gettext("items"), "right"), Column(gettext("weights"), "right"),
        Column(gettext("scored"), "right"), Column(gettext("total"), "right"),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_listed(file, speak) for file in found]),))


def _listed(file: AppraisalFile, speak: Speaker) -> tuple[Any, ...]:
    appraisal, count = file.appraisal, len(file.items)
    return (
        Span(ref_of("appraisal", appraisal.id), "ref"), speak(appraisal.period),
        speak.day(appraisal.start_on), speak.day(appraisal.end_on), str(count),
        Span(str(file.weights), "" if file.weights == 100 else "risk"),
        f"{count - len(file.unscored)}/{count}", _score(file.total),
    )  # fmt: skip


def row_document(file: AppraisalFile) -> dict[str, Any]:
    """An appraisal of a list as JSON."""
    return _head(file) | {
        "items": len(file.items), "scored": len(file.items) - len(file.unscored),
        "weights": file.weights, "total": _near(file.total),
    }  # fmt: skip
