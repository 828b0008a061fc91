"""The report, an explanation and the list of submissions as pages."""

from typing import Any

from cmcli.config import Settings
from cmcli.domain.figures import advice
from cmcli.domain.measure import Figure, Measure, Row
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.report import Report, ReportRetraction
from cmcli.i18n import gettext
from cmcli.measures import area_of
from cmcli.messages import Message, Money, joined, say, say_n
from cmcli.reports import words
from cmcli.reports.build import TREND, Built, Outcome
from cmcli.reports.summary import sentences
from cmcli.views import prospect_sources
from cmcli.views.feedback import theme_columns, theme_row
from cmcli.views.sheet import (
    BLANK,
    Column,
    Group,
    Line,
    Sheet,
    Span,
    Table,
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
    whole_week = period.days == 7 and period.start.weekday() == 0
    if whole_week:
        week = period.start.isocalendar().week
        return say("Week {week} · {start} to {end}", week=week, start=start, end=end)
    if period.days == 1:
        return say("{day}", day=start)
    return say("{name} · {start} to {end}", name=period.name, start=start, end=end)


def page(built: Built, settings: Settings, speak: Speaker, share: int | None = SHARE) -> Sheet:
    """The report: figures, then the lists; at most `share` lines of each list."""
    speak = Written.like(speak)
    manager, branch = settings.text("manager.name"), settings.text("manager.branch")
    as_of = f"{speak.now:%Y-%m-%d %H:%M}"
    blocks: list[Any] = [
        Line(Span(speak(heading(built.period, speak)), "head"), manager),
        Line(Span(speak(joined([branch, as_of])), "dim")),
        BLANK,
        *[Text(sentence) for sentence in sentences(built, speak)],
        BLANK,
        _figures(built, speak, share),
        *_themes(built),
        *_prospects(built, speak),
        *_lists(built, speak, share),
    ]
    if built.stored and built.stored.note:
        blocks += [BLANK, Line(Span(gettext("IMPROVEMENT PLAN"), "head"))]
        blocks += [Text(speak(line), 1) for line in built.stored.note.splitlines() if line.strip()]
    return Sheet(tuple(blocks), speak(_hint(built)))


def _hint(built: Built) -> Message:
    return say(
        "next: cm report {period} --submit · cm report {period} --explain {id}",
        period=built.period.name,
        id="sla.response",
    )


# The table of figures


def _titles() -> dict[str, str]:
    return {
        "CLIENTS": gettext("CLIENTS"), "CONTACTS": gettext("CONTACTS"),
        "SERVICE": gettext("SERVICE"), "SATISFACTION": gettext("SATISFACTION"),
        "DEALS": gettext("DEALS"), "GROWTH": gettext("GROWTH"), "HOLDINGS": gettext("HOLDINGS"),
        "ADVICE": gettext("ADVICE AND RISK"), "TEAM": gettext("TRAINING AND TEAM"),
        "GOALS": gettext("GOALS AND INCENTIVES"),
    }  # fmt: skip


def _figures(built: Built, speak: Speaker, share: int | None) -> Table:
    shown = [o for o in built.outcomes if not (share and _says_nothing(o))]
    groups = _areas(shown, built.currency, speak)
    hidden = len(built.outcomes) - len(shown)
    if hidden:
        more = say_n("{count} more is zero or has no basis: cm report {period} --format md",
                     "{count} more are zero or have no basis: cm report {period} --format md",
                     hidden, period=built.period.name)  # fmt: skip
        last = groups.pop() if groups else Group("", [])
        groups.append(last._replace(more=speak(more)))
    trend = speak(say("last {n}", n=TREND)) if built.outcomes[0].trend else ""
    columns = (
        Column("", shrink=True, least=16), Column(built.period.name, "right"),
        Column(built.previous.name, "right"), Column(trend),
    )  # fmt: skip
    return Table(columns, groups)


def _areas(outcomes: list[Outcome], currency: str, speak: Speaker) -> list[Group]:
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for outcome in outcomes:
        rows.setdefault(area_of(outcome.measure.id), []).append(_figure(outcome, currency, speak))
    return [Group(title, rows[area]) for area, title in _titles().items() if area in rows]


def _says_nothing(outcome: Outcome) -> bool:
    values, unit = (outcome.now.value, outcome.before.value), words.unit(outcome.measure)
    return all(words.is_empty(value, unit) for value in values)


def _figure(outcome: Outcome, currency: str, speak: Speaker) -> tuple[Any, ...]:
    unit = words.unit(outcome.measure)
    return (
        f" {words.name(outcome.measure)}",
        words.shown(outcome.now.value, unit, speak),
        words.shown(outcome.before.value, unit, speak),
        words.sparkline(outcome.trend, currency),
    )


def _themes(built: Built) -> list[Any]:
    """What clients spoke of, where they spoke of anything."""
    if not built.sections.themes:
        return []
    rows = [theme_row(theme) for theme in built.sections.themes]
    table = simple_table(theme_columns(built.period, built.previous), [*rows])
    return [BLANK, Line(Span(gettext("THEMES"), "head")), table]


def _prospects(built: Built, speak: Speaker) -> list[Any]:
    """Where prospects came from, where any came, became a client or were dropped."""
    found = built.sections.prospects
    if not any((found.total.added, found.total.converted, found.total.dropped)):
        return []
    return [BLANK, prospect_sources.table(found, speak, gettext("PROSPECTS BY SOURCE"))]


# The lists


def _lists(built: Built, speak: Speaker, share: int | None) -> list[Table]:
    lists = built.sections
    week = built.period.days == 7 and built.period.start.weekday() == 0
    late = [_item(row, speak, "late") for row in lists.late]
    warned = [advice.listed(sale) for sale in lists.warned]
    # Above, clients are counted; a client may stand here more than once.
    met = speak(say_n("one contact", "{count} contacts", len(lists.met)))
    groups = [
        _group(gettext("MET"), [_item(row, speak) for row in lists.met], met),
        _group(gettext("WON"), [_item(row, speak) for row in lists.won]),
        _group(gettext("LOST"), [_item(row, speak) for row in lists.lost],
               _reasons(built)),
        _group(gettext("SOLD AFTER A WARNING"), [_item(row, speak) for row in warned]),
        _group(gettext("LATE"), late),
        _group(gettext("NEXT WEEK") if week else gettext("THE WEEK AFTER"),
               [_item(row, speak) for row in lists.next_week]),
    ]  # fmt: skip
    shown = [_shared(group, built.period, share, speak) for group in groups if group.rows]
    return [Table(_columns(group, titled=not share), [group]) for group in shown]


def _columns(group: Group, *, titled: bool) -> tuple[Column, ...]:
    detail = Column(gettext("detail"), shrink=True, least=10)
    if group.heading == gettext("WON"):
        detail = Column(gettext("amount"), "right", even=True)
    columns = (
        Column(), named(gettext("client")), Column(gettext("when")),
        Column(gettext("what"), shrink=True, least=14), detail,
    )  # fmt: skip
    return columns if titled else tuple(column._replace(title="") for column in columns)


def _group(title: str, rows: list[tuple[Any, ...]], note: str = "") -> Group:
    return Group(title, rows, note or str(len(rows)))


def _shared(group: Group, period: Period, share: int | None, speak: Speaker) -> Group:
    left = len(group.rows) - share if share else 0
    if left <= 0:
        return group
    more = say("{n} more: cm report {period} --format md", n=left, period=period.name)
    return group._replace(rows=group.rows[:share], more=speak(more))


def _item(row: Row, speak: Speaker, style: str = "") -> tuple[Any, ...]:
    detail = row.value if isinstance(row.value, Money) else row.note
    return (
        Span(f" {ref_of(row.noun, row.id)}", "ref"),
        starred(row.client.name, row.client.tier, speak) if row.client else "",
        Span(words.when(row.at, speak), style),
        speak(row.text),
        speak(detail),
    )


def _reasons(built: Built) -> str:
    none = gettext("no reason given")
    pairs = built.sections.lost_reasons
    return ", ".join(f"{reason or none} ({count})" for reason, count in pairs)


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
