"""What came of deals: a table by group, losses by reason and by quarter."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from cmcli.domain.figures.business import Loss
from cmcli.domain.measure import Value
from cmcli.domain.money import rounded
from cmcli.domain.period import Period
from cmcli.domain.pipeline import Chance
from cmcli.domain.pipeline_stats import Line as Figures
from cmcli.domain.pipeline_stats import Quarter, Stats
from cmcli.i18n import gettext
from cmcli.messages import Money, joined, say
from cmcli.views.board import chance_document, percent, share_of
from cmcli.views.period import days, period_document
from cmcli.views.record import value
from cmcli.views.sheet import Cell, Column, Group, Line, Sheet, Span, Table
from cmcli.views.speech import Speaker

# The chance of a stage by the settings, and by the past.
Odds = dict[str, tuple[float, Chance]]


def document(
    found: Stats, period: Period, by: str, odds: Odds, zone: tzinfo | None
) -> dict[str, Any]:
    """The figures as JSON."""
    return {
        "period": period_document(period),
        "by": by,
        "total": _figures(found.total, zone),
        "groups": [_group(line, odds, zone) for line in found.groups],
        "losses": [
            {"reason": loss.reason, "count": loss.times, "amount": _amounts(loss.amounts, zone)}
            for loss in found.losses
        ],
        "quarters": [
            {
                "quarter": each.name, "won": each.won, "lost": each.lost,
                "win_rate": each.win_rate, "lost_amount": _amounts(each.lost_amounts, zone),
            }
            for each in found.quarters
        ],
    }  # fmt: skip


def _amounts(amounts: Sequence[Money], zone: tzinfo | None) -> list[Any]:
    return [value(money, zone) for money in amounts]


def _figures(line: Figures, zone: tzinfo | None) -> dict[str, Any]:
    return {
        "open": line.open,
        "won": line.won,
        "lost": line.lost,
        "win_rate": line.win_rate,
        "won_amount": _money(line.won_amount, zone),
        "average_won": _money(line.average_won, zone),
        "cycle_days": line.cycle_days,
        "cycle_days_median": line.cycle_median,
        "velocity": _money(line.velocity, zone),
    }


def _money(found: Value, zone: tzinfo | None) -> list[Any]:
    return _amounts(found, zone) if isinstance(found, tuple) else []


def _group(line: Figures, odds: Odds, zone: tzinfo | None) -> dict[str, Any]:
    code = line.key.code if line.key else None
    chance = None
    if code in odds:
        chance = {"setting": odds[code][0], "history": chance_document(odds[code][1])}
    name = line.key.name if line.key else ""
    return {"key": code, "name": str(name), **_figures(line, zone), "chance": chance}


def page(found: Stats, period: Period, by: str, odds: Odds, speak: Speaker) -> Sheet:
    """The figures as tables."""
    # The last twelve months are named by their days alone.
    named = ".." not in period.name or str(period.start) not in period.name
    title = say("Deals {period}", period=period.name) if named else gettext("Deals")
    head = Line(Span(speak(joined([title, days(period, speak)])), "head"))
    total = found.total
    ends = [
        say("{n} won", n=total.won), say("{n} lost", n=total.lost),
        say("win rate {rate}", rate=_rate(total.win_rate)), say("{n} open", n=total.open),
    ]  # fmt: skip
    pace = [
        say("won {amount}", amount=_said(total.won_amount, speak)),
        say("velocity {amount} a day", amount=_said(total.velocity, speak))
        if total.velocity
        else None,
    ]
    blocks: list[Any] = [head, Line(speak(joined(ends))), Line(speak(joined(pace)))]
    if not (total.won or total.lost or total.open):
        return Sheet((head, Line(gettext("no deal in this period"))))
    blocks.append(_table(found, by, odds, speak))
    if by == "stage" and found.groups:
        blocks += [Line(""), Line(Span(gettext(
            "a deal counts in every stage it entered; set and past: the chance of an open one"
        ), "dim"))]  # fmt: skip
    if found.losses:
        blocks.append(_losses(found.losses, speak))
    if found.quarters:
        blocks.append(_quarters(found.quarters, speak))
    return Sheet(tuple(blocks), _hint(by))


def _hint(by: str) -> str:
    other = "product" if by != "product" else "size"
    return gettext("next: cm deal stats --by {other} · cm deal forecast").format(other=other)


def _rate(found: Value) -> str:
    return percent(found if isinstance(found, int | float) else None)


def _said(found: Value, speak: Speaker) -> str:
    """Amounts in whole units, – where there are none."""
    if not isinstance(found, tuple) or not found:
        return "–"
    return " + ".join(whole(money, speak) for money in found)


def whole(money: Money, speak: Speaker) -> str:
    """An amount without its cents: a mean is not known to them."""
    return speak.money(rounded(money))


def _number(found: Value) -> str:
    return "–" if found is None or isinstance(found, tuple) else f"{found:.1f}"


def _table(found: Stats, by: str, odds: Odds, speak: Speaker) -> Table:
    columns = [
        Column(_title(by), shrink=True, least=12), Column(gettext("won"), "right"),
        Column(gettext("lost"), "right"), Column(gettext("rate"), "right"),
        Column(gettext("average won"), "right"),
        Column(gettext("mean days"), "right", spare=True), Column(gettext("median"), "right"),
        Column(gettext("open"), "right", spare=True),
    ]  # fmt: skip
    if odds:
        chances = (gettext("set"), gettext("past"))
        columns += [Column(chance, "right", spare=True) for chance in chances]
    rows = [_row(line, odds, speak) for line in [*found.groups, found.total]]
    return Table(tuple(columns), [Group("", rows)])


def _title(by: str) -> str:
    return {
        "stage": gettext("stage entered"), "product": gettext("product"),
        "source": gettext("source"), "size": gettext("size"), "tier": gettext("tier"),
    }[by]  # fmt: skip


def _row(line: Figures, odds: Odds, speak: Speaker) -> tuple[Cell, ...]:
    name = speak(line.key.name) if line.key else gettext("all deals")
    cells: list[Cell] = [
        name, str(line.won), str(line.lost), _rate(line.win_rate), _said(line.average_won, speak),
        _number(line.cycle_days), _number(line.cycle_median), str(line.open),
    ]  # fmt: skip
    if odds:
        chance = odds.get(line.key.code or "") if line.key else None
        cells += [percent(chance[0]), percent(share_of(chance[1]))] if chance else ["", ""]
    return tuple(cells)


def _losses(losses: list[Loss], speak: Speaker) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (f" {speak(loss.reason) or gettext('no reason given')}", str(loss.times),
         _said(loss.amounts, speak))
        for loss in losses[:10]
    ]  # fmt: skip
    more = speak(say("{n} more reasons", n=len(losses) - 10)) if len(losses) > 10 else ""
    columns = (Column(shrink=True, least=20), Column("", "right"), Column("", "right"))
    return Table(columns, [Group(gettext("WHY THEY WERE LOST"), rows, "", more)])


def _quarters(quarters: list[Quarter], speak: Speaker) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (f" {each.name}", speak(say("{n} won", n=each.won)), speak(say("{n} lost", n=each.lost)),
         percent(each.win_rate), _said(each.lost_amounts, speak))
        for each in quarters
    ]  # fmt: skip
    columns = (Column(), Column("", "right"), Column("", "right"), Column("", "right"),
               Column("", "right"))  # fmt: skip
    heading = Group(gettext("BY QUARTER"), rows, gettext("the amount is what was lost"))
    return Table(columns, [heading])
