"""The forecast of a period as a page and as a document."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from cmcli.domain.figures.business import Sale
from cmcli.domain.forecast import DRAWS, HIGH, LOW, MIDDLE, Forecast, Gap, Pile, Range
from cmcli.domain.money import rounded
from cmcli.domain.period import Period
from cmcli.domain.pipeline import Chance
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, Money, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.board import chance_document, percent
from cmcli.views.deal import amount_of
from cmcli.views.period import days, period_document
from cmcli.views.pipeline import whole
from cmcli.views.record import client_tag, value
from cmcli.views.sheet import Cell, Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, starred


class Outlook(NamedTuple):
    """A forecast with what is won already, the range of the draws, and the way to the goal."""

    period: Period
    found: Forecast
    won: tuple[Money, ...]
    range: Range | None
    least: int
    gap: Gap | None


def document(shown: Outlook, zone: tzinfo | None) -> dict[str, Any]:
    """The forecast as JSON."""
    found = shown.found
    past = found.by_history
    return {
        "period": period_document(shown.period),
        "won": _amounts(shown.won, zone),
        "committed": _pile(found.committed, zone),
        "best_case": _pile(found.best, zone),
        "weighted": _amounts(found.by_setting, zone),
        "weighted_history": None if past is None else _amounts(past, zone),
        "overdue": _pile(found.overdue, zone),
        "earlier": _pile(found.earlier, zone),
        "undated": _pile(found.undated, zone),
        "stages": [
            {
                "stage": line.stage, **_pile(line.pile, zone), "chance": float(line.chance),
                "history": chance_document(line.history),
            }
            for line in found.stages
        ],
        "history": {"closed": found.closed, "least": shown.least},
        "range": _range(shown, zone),
        "goal": _gap(shown, shown.gap, zone) if shown.gap else None,
    }  # fmt: skip


def _amounts(amounts: Sequence[Money], zone: tzinfo | None) -> list[Any]:
    return [value(money, zone) for money in amounts]


def _pile(pile: Pile, zone: tzinfo | None) -> dict[str, Any]:
    return {
        "count": len(pile.deals), "amount": _amounts(pile.amounts, zone), "unvalued": pile.unvalued,
    }  # fmt: skip


def _range(shown: Outlook, zone: tzinfo | None) -> dict[str, Any] | None:
    if shown.range is None:
        return None
    bounds = [
        {
            name: value(Money(shown.range.at(currency, share), currency), zone)
            for name, share in (("low", LOW), ("middle", MIDDLE), ("high", HIGH))
        }
        for currency in shown.range.draws
    ]
    return {"draws": DRAWS, "closed": shown.found.closed, "amounts": bounds}


def _gap(shown: Outlook, gap: Gap, zone: tzinfo | None) -> dict[str, Any]:
    def money(amount: int | None) -> Any:
        return None if amount is None else value(Money(amount, gap.goal.currency), zone)

    return {
        "amount": value(gap.goal, zone),
        "gap": money(gap.amount),
        "average_won": money(gap.average),
        "win_rate": gap.win_rate,
        "to_win": gap.to_win,
        "to_work": gap.to_work,
        "chance": _reached(shown, gap),
        "closing": [
            {
                "ref": ref_of("deal", deal.id), "client": client_tag(client), "stage": deal.stage,
                "amount": value(amount_of(deal), zone), "expected": value(deal.expected_on, zone),
            }
            for deal, client in gap.closing
        ],
        "missing": money(gap.missing),
    }  # fmt: skip


def _reached(shown: Outlook, gap: Gap) -> float | None:
    return shown.range.reached(gap.goal.currency, gap.amount) if shown.range else None


def page(shown: Outlook, speak: Speaker) -> Sheet:
    """What is sure, what is likely, what is possible; then the way to the goal."""
    head = joined([say("Forecast {period}", period=shown.period.name), days(shown.period, speak)])
    blocks: list[Any] = [Line(Span(speak(head), "head")), _sums(shown, speak)]
    blocks += [Line(""), *_span(shown, speak), *_apart(shown.found, speak)]
    if shown.found.best.deals:
        blocks.append(_stages(shown.found, speak))
    if shown.gap:
        blocks += _way(shown, shown.gap, speak)
    hint = gettext("next: cm deal forecast --goal 500万 · cm deal expect D WHEN")
    return Sheet(tuple(blocks), "" if shown.gap else hint)


def _said(amounts: Sequence[Money] | None, speak: Speaker) -> str:
    if amounts is None:
        return "–"
    return " + ".join(whole(money, speak) for money in amounts) or "0"


def _sums(shown: Outlook, speak: Speaker) -> Table:
    found = shown.found
    past = found.by_history
    few = speak(say("too few past deals in a stage")) if past is None else ""
    rows: list[tuple[Cell, ...]] = [
        (gettext("won already"), "", _said(shown.won, speak), ""),
        (gettext("committed"), str(len(found.committed.deals)),
         _said(found.committed.amounts, speak), gettext("in negotiation")),
        (gettext("best case"), str(len(found.best.deals)), _said(found.best.amounts, speak),
         gettext("all that are expected in the period")),
        (gettext("weighted"), "", _said(found.by_setting, speak), gettext("by the chances set")),
        ("", "", _said(past, speak), joined_note(gettext("by past deals"), few)),
    ]  # fmt: skip
    columns = (Column(), Column(gettext("deals"), "right"), Column(gettext("amount"), "right"),
               Column(shrink=True, least=16))  # fmt: skip
    return Table(columns, [Group("", rows)])


def joined_note(first: str, second: str) -> str:
    """Two remarks in a row, or the one there is."""
    return f"{first} · {second}" if second else first


def _span(shown: Outlook, speak: Speaker) -> list[Any]:
    """The range of the draws, or why there is none."""
    if shown.range is None:
        few = say("no range: too few closed deals, {n} of {least}", n=shown.found.closed,
                  least=shown.least)  # fmt: skip
        return [Text(speak(few))]
    return [Text(speak(_between(shown, currency))) for currency in shown.range.draws]


def _between(shown: Outlook, currency: str) -> Any:
    def at(share: float) -> Money:
        amount = shown.range.at(currency, share) if shown.range else 0
        return rounded(Money(amount, currency))

    return say(
        "as {n} past deals ended: 8 of 10 times between {low} and {high}, half of them above "
        "{middle}; beside what is won already",
        n=shown.found.closed, low=at(LOW), high=at(HIGH), middle=at(MIDDLE),
    )  # fmt: skip


def _apart(found: Forecast, speak: Speaker) -> list[Text]:
    """Deals that a date would change."""
    lines = []
    for pile, text in (
        (found.overdue, say("of the best case past their day")),
        (found.earlier, say("not counted: expected before the period, still open")),
        (found.undated, say("not counted: no expected close")),
    ):
        if pile.deals:
            count = say_n("{count} deal", "{count} deals", len(pile.deals))
            line = joined([text, count, _said(pile.amounts, speak)])
            lines.append(Text(Span(speak(line), "risk")))
    return lines


def _stages(found: Forecast, speak: Speaker) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (f" {speak(Code('stage', line.stage))}", str(len(line.pile.deals)),
         _said(line.pile.amounts, speak), speak(say("{share} set", share=percent(line.chance))),
         speak(_past(line.history)))
        for line in found.stages
    ]  # fmt: skip
    columns = (Column(), Column("", "right"), Column("", "right"), Column("", "right"), Column())
    note = gettext("expected in the period, and the chance of each")
    return Table(columns, [Group(gettext("BY STAGE"), rows, note)])


def _past(history: Chance) -> Message:
    return say("{share} past, {won} of {closed}", share=percent(history.share),
               won=history.won, closed=history.closed)  # fmt: skip


def _way(shown: Outlook, gap: Gap, speak: Speaker) -> list[Any]:
    """What must happen to reach the goal."""
    currency = gap.goal.currency
    head = joined([gettext("GOAL"), gap.goal])
    blocks: list[Any] = [Line(""), Line(Span(speak(head), "head"))]
    if not gap.amount:
        return [*blocks, Line(gettext("reached"))]
    blocks.append(Line(speak(say("missing {amount}", amount=Money(gap.amount, currency)))))
    blocks.append(Text(speak(_needed(gap))))
    chance = _reached(shown, gap)
    if chance is not None:
        blocks.append(Line(speak(say("the deals of the period reach it in {share} of the draws",
                                     share=percent(chance)))))  # fmt: skip
    return [*blocks, *_closing(gap, speak)]


def _needed(gap: Gap) -> Any:
    if gap.average is None:
        return say("no past deal was won in {currency}: no average to count by",
                   currency=gap.goal.currency)  # fmt: skip
    size = rounded(Money(gap.average or 0, gap.goal.currency))
    count = gap.to_win or 0
    won = say_n("{count} deal of the average size of {size}",
                "{count} deals of the average size of {size}", count, size=size)  # fmt: skip
    if gap.to_work is None:
        return won
    return say("{won}; at the win rate of {rate} that takes {n} in work", won=won,
               rate=percent(gap.win_rate), n=gap.to_work)  # fmt: skip


def _closing(gap: Gap, speak: Speaker) -> list[Any]:
    rows = [_first(pair, speak) for pair in gap.closing[:10]]
    rest = len(gap.closing) - len(rows)
    more = speak(say("{n} more", n=rest)) if rest > 0 else ""
    columns = (Column(gap=1), Column(shrink=True, least=10), Column(shrink=True, least=12),
               Column("", "right"), Column(), Column())  # fmt: skip
    blocks: list[Any] = []
    if rows:
        blocks.append(Table(columns, [Group(gettext("WHAT WOULD CLOSE IT FIRST"), rows, "", more)]))
    if gap.missing:
        rest_of = say("beyond all that is expected in the period: {amount}",
                      amount=Money(gap.missing, gap.goal.currency))  # fmt: skip
        blocks += [Line(""), Text(Span(speak(rest_of), "risk"))]
    return blocks


def _first(pair: Sale, speak: Speaker) -> tuple[Cell, ...]:
    deal, client = pair
    return (
        Span(f" {ref_of('deal', deal.id)}", "ref"),
        starred(client.name, client.tier, speak),
        speak(deal.title),
        speak(amount_of(deal)),
        speak(Code("stage", deal.stage)),
        speak(deal.expected_on),
    )
