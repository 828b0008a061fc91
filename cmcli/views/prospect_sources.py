"""What came of each source of prospects, and of the clients who sent some."""

from typing import Any

from cmcli.domain.figures.prospects import Sources, Yield
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.rounding import percent
from cmcli.i18n import gettext
from cmcli.messages import Code, say
from cmcli.views.period import period_document
from cmcli.views.record import client_tag
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, starred


def document(found: Sources, period: Period) -> dict[str, Any]:
    """The yields as JSON; a rate is null where nothing ended."""
    return {
        "period": period_document(period),
        **sources_document(found),
        "referrers": [
            {"client": client_tag(who), **_fields(one)} for who, one in found.by_referrer
        ],
    }  # fmt: skip


def sources_document(found: Sources) -> dict[str, Any]:
    """The yields by source, and of all, as JSON."""
    return {
        "sources": [{"source": source, **_fields(one)} for source, one in found.by_source],
        "total": _fields(found.total),
    }


def _fields(one: Yield) -> dict[str, Any]:
    return {
        "added": one.added, "converted": one.converted, "dropped": one.dropped, "open": one.open,
        "rate": one.rate, "median_days": one.median_days,
    }  # fmt: skip


def page(found: Sources, period: Period, speak: Speaker) -> Sheet:
    """A line for each source, their sum, and a line for each client who sent somebody."""
    days = f"{speak.long_day(period.start)} – {speak.long_day(period.end)}"
    head = Line(Span(f"{period.name} · {days}", "head"))
    if not found.by_source:
        return Sheet((head, Line(gettext("no prospects in this period"))),
                     gettext("next: cm prospect add NAME"))  # fmt: skip
    rate = gettext("Rate: converted over converted and dropped; open at the period's end.")
    hint = gettext("next: cm prospect list --source SOURCE")
    both = table(found, speak, gettext("BY SOURCE"))
    both.groups.extend(_senders(found, speak))
    return Sheet((head, both, BLANK, Text(Span(rate, "dim"))), hint)


def table(found: Sources, speak: Speaker, heading: str) -> Table:
    """A line for each source, and their sum."""
    columns = (
        Column(shrink=True, least=14), Column(gettext("added"), "right"),
        Column(gettext("converted"), "right"), Column(gettext("dropped"), "right"),
        Column(gettext("open"), "right"), Column(gettext("rate"), "right"),
        Column(gettext("median"), "right"),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (f" {speak(Code('prospect_source', source))}", *_cells(one, speak))
        for source, one in found.by_source
    ]
    rows.append((Span(f" {gettext('all')}", "head"), *_cells(found.total, speak)))
    return Table(columns, [Group(heading, rows)])


def _senders(found: Sources, speak: Speaker) -> list[Group]:
    rows: list[tuple[Any, ...]] = [
        (f" {ref_of('client', who.id)} {starred(who.name, who.tier, speak)}", *_cells(one, speak))
        for who, one in found.by_referrer
    ]
    return [Group(gettext("SENT BY"), rows)] if rows else []


def _cells(one: Yield, speak: Speaker) -> tuple[Any, ...]:
    return (
        str(one.added), str(one.converted), str(one.dropped), str(one.open),
        "–" if one.rate is None else percent(one.rate),
        "–" if one.median_days is None else speak(say("{n} d", n=f"{one.median_days:g}")),
    )  # fmt: skip
