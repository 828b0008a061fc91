"""The year's contacts: quarter by quarter, and each tier in its running period."""

from typing import Any

from cmcli.domain.cadence import Standing
from cmcli.domain.measure import Figure
from cmcli.domain.period import Period
from cmcli.domain.rounding import percent
from cmcli.i18n import gettext
from cmcli.messages import Code
from cmcli.views.sheet import BLANK, Column, Line, Sheet, Span, simple_table
from cmcli.views.speech import Speaker

Quarters = list[tuple[Period, Figure]]


def _met(figure: Figure) -> int:
    return sum(1 for row in figure.rows if row.value)


def coverage_document(quarters: Quarters, tiers: dict[str, Standing]) -> dict[str, Any]:
    """Coverage by quarter and by tier as JSON."""
    return {
        "quarters": [
            {"period": period.name, "key_clients": len(figure.rows), "met": _met(figure),
             "coverage": figure.value}
            for period, figure in quarters
        ],
        "tiers": [
            {"tier": tier, "cadence": s.every, "clients": s.total, "met": s.met, "left": s.left,
             "ends": s.ends.isoformat(), "working_days_left": s.days_left, "per_day": s.per_day}
            for tier, s in tiers.items()
        ],
    }  # fmt: skip


def coverage(quarters: Quarters, tiers: dict[str, Standing], speak: Speaker) -> Sheet:
    """Two tables: the quarters of the year, the tiers now."""
    by_quarter = simple_table(
        (Column(), Column(gettext("key clients"), "right"), Column(gettext("met"), "right"),
         Column(gettext("coverage"), "right")),
        [_quarter(*pair) for pair in quarters],
    )  # fmt: skip
    by_tier = simple_table(
        (Column(), Column(gettext("cadence")), Column(gettext("clients"), "right"),
         Column(gettext("met"), "right"), Column(gettext("left"), "right"),
         Column(gettext("until")), Column(gettext("a day"), "right")),
        [_tier(tier, standing, speak) for tier, standing in tiers.items()],
    )  # fmt: skip
    return Sheet(
        (
            Line(Span(gettext("KEY CLIENTS BY QUARTER"), "head")),
            by_quarter,
            BLANK,
            Line(Span(gettext("NOW, BY TIER"), "head")),
            by_tier,
        ),
        _hint(tiers),
    )


def _hint(tiers: dict[str, Standing]) -> str:
    """Where somebody is left: key clients first, as the tiers stand."""
    waiting = [tier for tier, standing in tiers.items() if standing.left]
    hint = gettext("next: cm client list --due --tier {tier}")
    return hint.format(tier=waiting[0]) if waiting else ""


def _quarter(period: Period, figure: Figure) -> tuple[Any, ...]:
    share = percent(figure.value) if isinstance(figure.value, float | int) else "–"
    return (f" {period.name}", str(len(figure.rows)), str(_met(figure)), share)


def _pace(per_day: float) -> str:
    """One decimal for all tiers; what rounds to nothing is not nothing."""
    return f"{per_day:.1f}" if per_day >= 0.1 else "< 0.1"


def _tier(tier: str, standing: Standing, speak: Speaker) -> tuple[Any, ...]:
    pace = _pace(standing.per_day) if standing.left and standing.per_day else "–"
    return (
        Span(f" {speak(Code('tier', tier))}", "head" if tier == "key" else ""),
        speak(Code("cadence", standing.every)),
        str(standing.total),
        str(standing.met),
        str(standing.left),
        speak(standing.ends),
        pace,
    )
