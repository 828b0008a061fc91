"""Every measure of the period beside the one before, and its course."""

from collections.abc import Sequence
from typing import Any

from cmcli.i18n import gettext
from cmcli.measures import area_of
from cmcli.messages import say, say_n
from cmcli.reports import words
from cmcli.reports.outcome import TREND, Outcome
from cmcli.reports.section import Drawing, Reading, Section, elsewhere
from cmcli.views.cells import width
from cmcli.views.sheet import BLANK, Block, Chart, Charts, Column, Group, Span, Spark, Table
from cmcli.views.speech import Speaker, colon, listed

# What is drawn as a chart, where there is a course to draw.
_DRAWN = (
    "contacts.clients", "cadence.key_coverage", "sla.response", "satisfaction.csat",
    "deals.won_amount", "aum.net_inflow",
)  # fmt: skip


def _find(reading: Reading) -> Sequence[Outcome]:
    return reading.outcomes


def titles() -> dict[str, str]:
    """The headings of the areas, in the order in which they stand."""
    return {
        "CLIENTS": gettext("CLIENTS"), "CONTACTS": gettext("CONTACTS"),
        "SERVICE": gettext("SERVICE"), "SATISFACTION": gettext("SATISFACTION"),
        "DEALS": gettext("DEALS"), "GROWTH": gettext("GROWTH"), "HOLDINGS": gettext("HOLDINGS"),
        "ADVICE": gettext("ADVICE AND RISK"), "TEAM": gettext("TRAINING AND TEAM"),
        "GOALS": gettext("GOALS AND INCENTIVES"),
    }  # fmt: skip


def _blocks(outcomes: Sequence[Outcome], on: Drawing) -> list[Block]:
    shown = [o for o in outcomes if not (on.share and _says_nothing(o))]
    # Without a year behind it, or without room for one, last year has no column.
    past = any(outcome.last_year is not None for outcome in shown)
    groups = _areas(shown, on, past=past)
    hidden = len(outcomes) - len(shown)
    if hidden:
        more = say_n("{count} more is zero or has no basis: cm report {period} --format md",
                     "{count} more are zero or have no basis: cm report {period} --format md",
                     hidden, period=on.period.name)  # fmt: skip
        last = groups.pop() if groups else Group("", [])
        groups.append(last._replace(more=on.speak(more)))
    return [BLANK, *_charts(outcomes, on), Table(_columns(shown, on, past=past), groups, even=True)]


def _columns(shown: Sequence[Outcome], on: Drawing, *, past: bool) -> tuple[Column, ...]:
    trend = on.speak(say("last {n}", n=TREND)) if shown and shown[0].trend else ""
    # Names are whole rather than that last year stands beside them, or else the course.
    widest = max((width(words.name(outcome.measure)) + 1 for outcome in shown), default=16)
    return (
        Column("", shrink=True, least=widest), Column(on.period.name, "right"),
        Column(on.previous.name, "right"),
        *([Column(on.period.year_before().name, "right", spare=2)] if past else []),
        Column(gettext("target"), "right"), Column(trend, spare=1),
    )  # fmt: skip


def _areas(outcomes: list[Outcome], on: Drawing, *, past: bool) -> list[Group]:
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for outcome in outcomes:
        rows.setdefault(area_of(outcome.measure.id), []).append(_figure(outcome, on, past=past))
    return [Group(title, rows[area]) for area, title in titles().items() if area in rows]


def _says_nothing(outcome: Outcome) -> bool:
    values, unit = (outcome.now.value, outcome.before.value), words.unit(outcome.measure)
    return all(words.is_empty(value, unit) for value in values)


def _figure(outcome: Outcome, on: Drawing, *, past: bool) -> tuple[Any, ...]:
    unit, name, speak = words.unit(outcome.measure), words.name(outcome.measure), on.speak
    return (
        Span(f" {name}", link=outcome.measure.id, back=True),
        words.shown(outcome.now.value, unit, speak),
        words.shown(outcome.before.value, unit, speak),
        *([words.shown(outcome.last_year, unit, speak)] if past else []),
        words.shown(outcome.target, unit, speak) if outcome.target is not None else "",
        _course(outcome, on.currency, speak),
    )


def _course(outcome: Outcome, currency: str, speak: Speaker) -> Spark:
    text = words.sparkline(outcome.trend, currency)
    unit = words.unit(outcome.measure)
    values = tuple(words.number(value, currency) for value in outcome.trend) if text else ()

    def said() -> str:
        each = listed(words.shown(value, unit, speak) for value in outcome.trend)
        return f"{words.name(outcome.measure)}{colon()}{each}"

    return Spark(text, values, said)


def _charts(outcomes: Sequence[Outcome], on: Drawing) -> list[Block]:
    wanted = (o for o in outcomes if o.measure.id in _DRAWN)
    drawn = [o for o in wanted if words.sparkline(o.trend, on.currency)]
    return [Charts(tuple(_chart(outcome, on) for outcome in drawn))] if drawn else []


def _chart(outcome: Outcome, on: Drawing) -> Chart:
    unit, target = words.unit(outcome.measure), outcome.target
    return Chart(
        words.name(outcome.measure),
        tuple(words.number(value, on.currency) for value in outcome.trend),
        tuple(words.shown(value, unit, on.speak) for value in outcome.trend),
        tuple(period.name for period in on.period.back(len(outcome.trend))),
        None if target is None else words.number(target, on.currency),
        outcome.measure.id,
    )


SECTION = Section("figures", _find, _blocks, elsewhere)
