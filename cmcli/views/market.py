"""Market risk as pages and documents."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.market_risk import (
    LEAST,
    WINDOW,
    Backtest,
    Drawdown,
    Figures,
    LeftOut,
    Loss,
    Portfolio,
    Series,
    Volatility,
)
from cmcli.domain.money import rounded
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.record import client_tag, value
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker, starred


class Subject(NamedTuple):
    """Whose figures they are: `scope` is product, client, book or file."""

    scope: str
    day: date
    product: Product | None = None
    client: ClientTag | None = None
    path: str | None = None


class Measured(NamedTuple):
    """A series with its figures, or why there are none."""

    series: Series
    figures: Figures | None
    reason: str | None


class Covered(NamedTuple):
    """Holdings of one currency with their figures; `youngest` is what the days begin with."""

    portfolio: Portfolio
    measured: Measured
    youngest: Product | None


# Documents


def series_document(subject: Subject, found: Measured) -> dict[str, Any]:
    """The figures of a product or a file as JSON: shares only, 0.01 is 1 %."""
    result = {"currency": None, "value": None, "holdings": None, "youngest": None}
    return _head(subject) | {
        "results": [result | _measured_document(found, None)],
        "left_out": [],
    }


def holdings_document(
    subject: Subject, found: list[Covered], left: list[LeftOut]
) -> dict[str, Any]:  # fmt: skip
    """The figures of what is held as JSON, each currency by itself, and what they leave out."""
    return _head(subject) | {
        "results": [_covered_document(one) for one in found],
        "left_out": [
            {
                "holding": ref_of("holding", one.held.holding.id),
                "client": client_tag(one.held.client),
                "product": one.held.product.code,
                "value": value(Money(one.held.value, one.held.holding.currency), None),
                "reason": one.reason,
            }
            for one in left
        ],
    }


def _head(subject: Subject) -> dict[str, Any]:
    product = subject.product
    return {
        "scope": subject.scope,
        "at": subject.day.isoformat(),
        "product": {"ref": ref_of("product", product.id), "code": product.code,
                    "name": product.name} if product else None,
        "client": client_tag(subject.client),
        "file": subject.path,
    }  # fmt: skip


def _covered_document(one: Covered) -> dict[str, Any]:
    worth = Money(one.portfolio.value, one.portfolio.currency)
    return {
        "currency": worth.currency,
        "value": value(worth, None),
        "holdings": [ref_of("holding", held.holding.id) for held in one.portfolio.held],
        "youngest": one.youngest.code if one.youngest else None,
    } | _measured_document(one.measured, worth)


def _measured_document(found: Measured, worth: Money | None) -> dict[str, Any]:
    figures = found.figures
    return {
        "returns": len(found.series.steps),
        "reason": found.reason,
        "figures": _figures_document(figures, worth) if figures else None,
    }


def _figures_document(figures: Figures, worth: Money | None) -> dict[str, Any]:
    return {
        "days": figures.days,
        "from": figures.since_on.isoformat(),
        "to": figures.until_on.isoformat(),
        "longest_gap": figures.gap,
        "volatility": figures.volatility._asdict(),
        "weighted_volatility": figures.weighted._asdict(),
        "value_at_risk": [_loss_document(loss, worth) for loss in figures.losses],
        "drawdown": _drawdown_document(figures.drawdown),
        "backtest": [test._asdict() if test else None for test in figures.backtests],
    }


def _loss_document(loss: Loss, worth: Money | None) -> dict[str, Any]:
    def both(share: float) -> dict[str, Any]:
        return {"share": share, "amount": value(_of(share, worth), None)}

    return {
        "level": loss.level,
        "day": both(loss.day),
        "ten_days": both(loss.ten),
        "beyond": both(loss.beyond),
    }


def _drawdown_document(fall: Drawdown) -> dict[str, Any]:
    days = (fall.peak_on, fall.trough_on, fall.recovered_on)
    peak, trough, recovered = (day.isoformat() if day else None for day in days)
    return {"depth": fall.depth, "peak": peak, "trough": trough, "recovered": recovered}


def _of(share: float, worth: Money | None) -> Money | None:
    return Money(round(share * worth.amount), worth.currency) if worth else None


# Pages


def series_page(subject: Subject, found: Measured, speak: Speaker) -> Sheet:
    """The figures of a product or a file."""
    return Sheet((_title(subject, speak), *_blocks(found, None, speak)))


def holdings_page(
    subject: Subject, found: list[Covered], left: list[LeftOut], speak: Speaker
) -> Sheet:
    """The figures of what is held, each currency by itself, and what they leave out."""
    blocks: list[Any] = [_title(subject, speak)]
    for one in found:
        worth = Money(one.portfolio.value, one.portfolio.currency)
        count = len(one.portfolio.held)
        what = joined([rounded(worth), say_n("{count} holding", "{count} holdings", count)])
        blocks += [BLANK, Line(Span(speak(what), "head"))]
        blocks += _blocks(one.measured, worth, speak, one.youngest)
    if left:
        blocks.append(_left_out(subject, left, speak))
    if not found and not left:
        blocks.append(Line(gettext("nothing is held")))
    name = subject.client.name if subject.client else ""
    hint = gettext("next: cm risk stress --client {name}") if name else ""
    return Sheet(tuple(blocks), (hint or gettext("next: cm risk stress")).format(name=name))


def _title(subject: Subject, speak: Speaker) -> Line:
    if subject.client:
        name = starred(subject.client.name, subject.client.tier, speak)
    elif subject.product:
        name = speak(joined([subject.product.name, subject.product.code]))
    else:
        name = speak(subject.path) if subject.path else gettext("the whole book")
    title = speak(joined([say("Market risk"), name]))
    day = "" if subject.path else speak(say("on {day}", day=subject.day))
    return Line(Span(title, "head"), Span(day, "dim"))


def _blocks(
    found: Measured, worth: Money | None, speak: Speaker, youngest: Product | None = None
) -> list[Any]:  # fmt: skip
    figures = found.figures
    if figures is None:
        return [Text(speak(_no_figures(found)))]
    tests = [Text(speak(_tested(test))) for test in figures.backtests if test]
    return [
        Text(Span(speak(_span(figures, youngest)), "dim")),
        _volatilities(figures, speak),
        _losses(figures, worth, speak),
        Text(speak(_fall(figures.drawdown))),
        *(tests or [Text(Span(speak(_untested()), "dim"))]),
    ]  # fmt: skip


def _no_figures(found: Measured) -> Message:
    if found.reason == "no_prices":
        return say("no figures: no price is known, cm import prices FILE")
    if found.reason == "not_daily":
        return say("no figures: the prices are not daily, and figures of days would mislead")
    return say_n("no figures: {count} daily return is known and at least {least} are needed",
                 "no figures: {count} daily returns are known and at least {least} are needed",
                 len(found.series.steps), least=LEAST)  # fmt: skip


def _span(figures: Figures, youngest: Product | None) -> Joined:
    return joined([
        say_n("{count} daily return, {since} to {until}",
              "{count} daily returns, {since} to {until}", figures.days,
              since=figures.since_on, until=figures.until_on),
        say("{name} has no earlier price", name=youngest.name) if youngest else None,
        say("one of them over {count} days", count=figures.gap)
        if figures.gap > _LONG_GAP else None,
    ])  # fmt: skip


def _untested() -> Message:
    needed = WINDOW + LEAST
    return say("too few days to test it: {needed} are needed", needed=needed)


# Longer than the longest closing of the markets, around the new year.
_LONG_GAP = 14


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _level(level: float) -> str:
    return f"{100 * level:.0f} %"


def _volatilities(figures: Figures, speak: Speaker) -> Table:
    columns = (
        Column(shrink=True, wrap=True), Column(gettext("one day"), "right"),
        Column(gettext("one year"), "right"),
    )  # fmt: skip
    rows: tuple[tuple[Message, Volatility], ...] = (
        (say("volatility"), figures.volatility),
        (say("volatility, the last days weighted"), figures.weighted),
    )
    return simple_table(
        columns,
        [(speak(name), _percent(one.daily), _percent(one.yearly)) for name, one in rows],
    )


def _losses(figures: Figures, worth: Money | None, speak: Speaker) -> Table:
    lost = Column("", "right", shrink=True, parts=True)
    columns = (
        Column(gettext("value at risk")), lost._replace(title=gettext("one day")),
        lost._replace(title=gettext("ten days")),
        lost._replace(title=gettext("beyond, on average")),
    )  # fmt: skip

    def cell(share: float) -> str:
        amount = _of(share, worth)
        return speak(joined([_percent(share), rounded(amount) if amount else None]))

    return simple_table(
        columns,
        [
            (speak(say("{percent} of days", percent=_level(loss.level))),
             cell(loss.day), cell(loss.ten), cell(loss.beyond))
            for loss in figures.losses
        ],
    )  # fmt: skip


def _fall(fall: Drawdown) -> Joined | Message:
    if fall.trough_on is None:
        return say("never below an earlier peak")
    if fall.peak_on:
        span = say("from {peak} to {trough}", peak=fall.peak_on, trough=fall.trough_on)
    else:
        span = say("from the first day to {trough}", trough=fall.trough_on)
    recovered = (
        say("made up for by {day}", day=fall.recovered_on)
        if fall.recovered_on
        else say("not made up for yet")
    )
    return joined([say("deepest fall {percent}", percent=_percent(fall.depth)), span, recovered])


def _tested(test: Backtest) -> Joined:
    verdict = None
    if test.is_off:
        low = test.exceptions > test.expected
        verdict = say("the figure was too low") if low else say("the figure was too high")
    return joined([
        say("tested at {percent}: of {days} days {count} lost more than the {window} days before "
            "had said, {expected} expected", percent=_level(test.level), days=test.days,
            count=test.exceptions, window=test.window, expected=f"{test.expected:.1f}"),
        f"p {test.p_value:.2f}",
        verdict,
    ])  # fmt: skip


def _left_out(subject: Subject, left: list[LeftOut], speak: Speaker) -> Table:
    """One a line of a client; the sums of the whole book."""
    heading = gettext("LEFT OUT")
    if subject.client:
        columns: tuple[Column, ...] = (
            Column(), Column(shrink=True, least=12), Column("", "right"), Column(shrink=True),
        )  # fmt: skip
        return Table(columns, [Group(heading, [_left(one, speak) for one in left])])
    rows: list[tuple[Any, ...]] = [
        (
            f" {speak(Code('unmeasured', reason))}",
            speak(say_n("{count} holding", "{count} holdings", len(amounts))),
            speak(Money(sum(amounts), currency)),
        )
        for (reason, currency), amounts in sorted(_by_reason(left).items())
    ]
    columns = (Column(), Column("", "right"), Column("", "right"))
    note = gettext("each of them: cm risk market --json")
    return Table(columns, [Group(heading, rows, note=note)])


def _left(one: LeftOut, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(f" {ref_of('holding', one.held.holding.id)}", "ref"),
        speak(one.held.product.name),
        speak(Money(one.held.value, one.held.holding.currency)),
        speak(Code("unmeasured", one.reason)),
    )


def _by_reason(left: Iterable[LeftOut]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for one in left:
        found.setdefault((one.reason, one.held.holding.currency), []).append(one.held.value)
    return found
