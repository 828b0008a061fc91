"""The report, an explanation and the list of submissions as pages."""

from typing import Any

from cmcli.config import Settings
from cmcli.domain.measure import Figure, Measure, Row
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.report import Report, ReportRetraction
from cmcli.i18n import gettext
from cmcli.messages import Message, joined, say
from cmcli.reports import words
from cmcli.reports.build import Built
from cmcli.reports.section import Drawing
from cmcli.views.sheet import (
    BLANK,
    Block,
    Column,
    Line,
    Sheet,
    Span,
    Text,
    named,
    simple_table,
)
from cmcli.views.speech import Speaker, Written, moment, starred

# What a terminal shows of a list; the document has all of it.
SHARE = 12


def heading(period: Period, speak: Speaker) -> Message:
    """`Week 47 · Mon 16 Nov 2026 to Sun 22 Nov 2026`: the resolved days, always."""
    start, end = speak.long_day(period.start), speak.long_day(period.end)
    if period.is_week:
        week = period.start.isocalendar().week
        return say("Week {week} · {start} to {end}", week=week, start=start, end=end)
    if period.days == 1:
        return say("{day}", day=start)
    return say("{name} · {start} to {end}", name=period.name, start=start, end=end)


def page(built: Built, settings: Settings, speak: Speaker, share: int | None = SHARE) -> Sheet:
    """The report: its sections one after the other; at most `share` lines of each list."""
    speak = Written.like(speak)
    manager, branch = settings.text("manager.name"), settings.text("manager.branch")
    as_of = f"{speak.now:%Y-%m-%d %H:%M}"
    on = Drawing(built.period, built.previous, speak, built.currency, share)
    blocks: list[Block] = [
        Line(Span(speak(heading(built.period, speak)), "head"), manager),
        Line(Span(speak(joined([branch, as_of])), "dim")),
    ]
    for found in built.sections:
        blocks += found.blocks(on)
    return Sheet(tuple(blocks), speak(_hint(built)))


def _hint(built: Built) -> Message:
    return say(
        "next: cm report {period} --submit · cm report {period} --explain {id}",
        period=built.period.name,
        id="sla.response",
    )


# An explanation


def explanation(measure: Measure, figure: Figure, period: Period, speak: Speaker) -> Sheet:
    """Every row behind a figure, and how they make its value."""
    speak = Written.like(speak)
    value = words.exact(figure.value, words.unit(measure), speak)
    label = f"{words.name(measure)} ({measure.id})"
    head = speak(say("{label}: {value}", label=label, value=value))
    blocks: list[Any] = [
        Line(Span(head, "head")),
        Line(Span(speak(heading(period, speak)), "dim")),
        Text(gettext(measure.definition)),
    ]
    if figure.rows:
        columns = (
            Column(), named(gettext("client")), Column(gettext("when")),
            Column(gettext("what"), shrink=True, least=14), Column(gettext("value"), "right"),
        )  # fmt: skip
        rows = [_evidence(row, speak) for row in figure.rows]
        blocks += [BLANK, simple_table(columns, rows)]
    blocks += [BLANK, Line(words.arithmetic(measure, figure, speak))]
    blocks += [Line(Span(_part(part, speak), "dim")) for part in figure.parts]
    return Sheet(tuple(blocks))


def _part(part: tuple[Any, Any], speak: Speaker) -> str:
    return speak(say("{label}: {value}", label=part[0], value=part[1]))


def _evidence(row: Row, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(ref_of(row.noun, row.id), "ref"),
        starred(row.client.name, row.client.tier, speak) if row.client else "",
        words.when(row.at, speak),
        words.label(row, speak),
        words.row_value(row, speak),
    )


# Submissions


def listing(
    reports: list[Report], retractions: dict[int, list[ReportRetraction]], speak: Speaker
) -> Sheet:
    """Submitted reports, the latest first; one that was taken back says why."""
    if not reports:
        return Sheet((Line(gettext("no report was submitted yet")),), gettext("next: cm report"))
    columns = (
        Column(), Column(gettext("period")), Column(gettext("days")),
        Column(gettext("submitted")), Column(gettext("plan"), shrink=True, least=12),
    )  # fmt: skip
    rows = [_listed(stored, retractions.get(stored.id, []), speak) for stored in reports]
    return Sheet((simple_table(columns, rows),), gettext("next: cm show REF"))


def _listed(stored: Report, retractions: list[ReportRetraction], speak: Speaker) -> tuple[Any, ...]:
    back = [say("retracted {at}: {reason}", at=gone.at, reason=gone.reason) for gone in retractions]
    return (
        Span(ref_of("report", stored.id), "ref"),
        stored.period,
        f"{stored.start_on} – {stored.end_on}",
        moment(stored.submitted_at, speak) if stored.submitted_at else "–",
        speak(joined([*back[-1:], stored.note])),
    )
