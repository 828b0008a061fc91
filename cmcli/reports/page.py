"""The report, an explanation and the list of submissions as pages."""

from collections.abc import Sequence
from typing import Any

from cmcli.config import Settings
from cmcli.domain.measure import Figure, Measure
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.report import Report, ReportRetraction
from cmcli.i18n import gettext
from cmcli.messages import Message, joined, say
from cmcli.reports import evidence, words
from cmcli.reports.build import Built
from cmcli.reports.section import Drawing
from cmcli.reports.sections import chosen
from cmcli.views.sheet import (
    BLANK,
    Block,
    Column,
    Line,
    Mark,
    Sheet,
    Span,
    Table,
    Text,
    simple_table,
    style_of,
    text_of,
)
from cmcli.views.speech import Speaker, Written, moment

# What a terminal shows of a list; the document has all of it.
SHARE = 12
# From so many columns on a terminal has room for the year before.
ROOMY = 100


def heading(period: Period, speak: Speaker) -> Message:
    """`Week 47 · Mon 16 Nov 2026 to Sun 22 Nov 2026`: the resolved days, always."""
    start, end = speak.long_day(period.start), speak.long_day(period.end)
    if period.is_week:
        week = period.start.isocalendar().week
        return say("Week {week} · {start} to {end}", week=week, start=start, end=end)
    if period.days == 1:
        return say("{day}", day=start)
    return say("{name} · {start} to {end}", name=period.name, start=start, end=end)


def page(
    built: Built, settings: Settings, speak: Speaker, share: int | None,
    names: Sequence[str] = (),
) -> Sheet:  # fmt: skip
    """The report: its sections one after the other; at most `share` lines of each list.

    `names` are the sections to show, else those of the setting.
    """
    speak = Written.like(speak)
    manager, branch = settings.text("manager.name"), settings.text("manager.branch")
    as_of = f"{speak.now:%Y-%m-%d %H:%M}"
    on = Drawing(built.period, built.previous, speak, built.currency, share)
    blocks: list[Block] = [
        Line(Span(speak(heading(built.period, speak)), "head"), manager if share else ""),
        Line(Span(speak(joined([*([] if share else [manager]), branch, as_of])), "dim")),
    ]
    for found in chosen(names or settings["report.sections"], built.sections):
        part = found.blocks(on)
        if part:
            blocks += [_mark(found.section.id, part), *_apart(part), *part]
    return Sheet(tuple(blocks), speak(_hint(built)))


def _mark(name: str, blocks: Sequence[Block]) -> Mark:
    """Where a section begins; its title is its own first heading, where it has one."""
    given = {"summary": gettext("SUMMARY"), "figures": gettext("FIGURES")}
    if name in given:
        return Mark(name, given[name], headed=True)
    heads = (_heading(block) for block in blocks)
    return Mark(name, next(filter(None, heads), name))


def _apart(blocks: Sequence[Block]) -> list[Block]:
    """A blank line before a section that begins with its heading; a group brings its own."""
    first = blocks[0]
    return [BLANK] if isinstance(first, Line) and style_of(first.left) == "head" else []


def _heading(block: Block) -> str:
    if isinstance(block, Table):
        return next((group.heading for group in block.groups if group.heading), "")
    is_head = isinstance(block, Line) and style_of(block.left) == "head"
    return text_of(block.left) if isinstance(block, Line) and is_head else ""


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
        blocks += [BLANK, evidence.table(figure.rows, speak)]
    blocks += [BLANK, Line(words.arithmetic(measure, figure, speak))]
    blocks += [Line(Span(evidence.part(*one, speak), "dim")) for one in figure.parts]
    return Sheet(tuple(blocks))


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
