"""Holdings as pages, lists, the ladder of maturities, and documents."""

from datetime import datetime, tzinfo
from typing import Any

from cmcli.domain.holding import Held, HoldingMove
from cmcli.domain.maturity import Rung
from cmcli.domain.portfolio import Concentration, Total, concentrations, level_of, totals
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n
from cmcli.views.record import as_json, value
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
from cmcli.views.speech import Speaker, starred

# Documents


def document(held: Held, zone: tzinfo | None) -> dict[str, Any]:
    """A holding as JSON, with its value at the last price; `gain` is null where none is known."""
    currency, price = held.holding.currency, held.price
    level = held.product.level
    gain = Money(held.gain, currency) if held.gain is not None else None
    return as_json(held.holding, zone, client=held.client) | {
        "product": held.product.code,
        "kind": held.product.kind,
        "level": f"R{level}" if level else None,
        "owed": held.is_debt,
        "value": value(Money(held.value, currency), zone),
        "gain": value(gain, zone),
        "price": {"date": price.valued_on.isoformat(), "value": price.value} if price else None,
    }


def file_document(held: Held, moves: list[HoldingMove], zone: tzinfo | None) -> dict[str, Any]:
    """A holding with its movements as JSON."""
    currency = held.holding.currency
    return document(held, zone) | {
        "movements": [
            {
                "kind": move.kind,
                "date": move.moved_on.isoformat(),
                "amount": value(Money(move.amount, currency), zone),
                "principal": value(Money(move.principal, currency), zone),
                "units": move.units,
                "note": move.note,
            }
            for move in moves
        ]
    }


def totals_document(found: list[Held]) -> dict[str, Any]:
    """What holdings add up to as JSON: sums and concentration, each currency by itself."""
    return {
        "totals": [_total_document(total) for total in totals(found)],
        "concentration": [one._asdict() for one in concentrations(found)],
    }


def _total_document(total: Total) -> dict[str, Any]:
    return {
        "currency": total.currency,
        "owed": total.owed,
        "holdings": total.holdings,
        "clients": total.clients,
        "cost": value(Money(total.cost, total.currency), None),
        "value": value(Money(total.value, total.currency), None),
    }


def rung_document(rung: Rung) -> dict[str, Any]:
    """A month of the ladder as JSON; the one without a month is what is past and still open."""
    return {
        "month": f"{rung.month:%Y-%m}" if rung.month else None,
        "overdue": rung.month is None,
        "holdings": [ref_of("holding", held.holding.id) for held in rung.held],
        "clients": len({held.client.id for held in rung.held}),
        "totals": [_total_document(total) for total in totals(rung.held)],
    }


# One holding


def _cost(held: Held) -> Money:
    return Money(held.cost, held.holding.currency)


def _value(held: Held) -> Money:
    return Money(held.value, held.holding.currency)


def _gain(held: Held) -> Message | None:
    if held.gain is None or not held.cost:
        return None
    return say("gain {amount} ({percent} %)", amount=Money(held.gain, held.holding.currency),
               percent=f"{100 * held.gain / held.cost:.1f}")  # fmt: skip


def _matures(held: Held, now: datetime) -> Message | None:
    day = held.holding.maturity_on
    if day is None:
        return None
    if held.holding.closed_on is None and day < now.date():
        return say("matured {day}, still open", day=day)
    return say("matures {day}", day=day)


def facts(held: Held, now: datetime) -> list[Any]:
    """A holding in a few words, after a write."""
    holding = held.holding
    if holding.closed_on:
        return [say("closed {day}", day=holding.closed_on)]
    return [_value(held), _units(held), _matures(held, now)]


def _units(held: Held) -> Message | None:
    units = held.holding.units
    return say("{units} units", units=f"{units:,.10g}") if units else None


def page(held: Held, moves: list[HoldingMove], speak: Speaker) -> Sheet:
    """One holding: what it is worth, its terms, what moved."""
    ref = ref_of("holding", held.holding.id)
    head = f"{ref} {starred(held.client.name, held.client.tier, speak)}"
    title = f"{head} · {speak(held.product.name)}"
    level = level_of(held) if held.product.level else None
    what = joined([Code("product_kind", held.product.kind), level])
    blocks: list[Any] = [Line(Span(title, "head"), Span(speak(what), "dim"))]
    blocks += [
        Text(Span(speak(line), "late" if late else ""))
        for line, late in _lines(held, speak.now)
        if speak(line)
    ]
    rows = [_move(move, held.holding.currency, speak) for move in moves]
    amount = Column("", "right", even=True)
    columns = (Column(), Column(), amount, Column(shrink=True, least=12))
    blocks.append(Table(columns, [Group(gettext("MOVEMENTS"), rows)]))
    return Sheet(tuple(blocks), "" if held.holding.closed_on else _hint(held, ref, speak))


def _hint(held: Held, ref: str, speak: Speaker) -> str:
    """What ends what is open: nothing that would be refused as it is printed."""
    holding = held.holding
    hint = say("next: cm holding redeem {ref} --all", ref=ref)
    if held.is_debt:
        hint = say("next: cm holding redeem {ref} --amount A · once it is settled, cm done {ref}",
                   ref=ref)  # fmt: skip
    if holding.overdue_on:
        hint = say("next: once the instalment is paid, cm edit {ref} overdue= · cm log {name}",
                   ref=ref, name=held.client.name)  # fmt: skip
    elif holding.maturity_on and holding.maturity_on <= speak.now.date() and not held.is_debt:
        hint = say("next: once it is paid out, cm done {ref} · cm holding redeem {ref} --all "
                   "--into PRODUCT", ref=ref)  # fmt: skip
    return speak(hint)


def _lines(held: Held, now: datetime) -> list[tuple[Message | Joined, bool]]:
    """What stands on the page of a holding, and whether it says that something is late."""
    holding, price = held.holding, held.price
    start = say("from {day}", day=holding.start_on)
    deal = say("deal {ref}", ref=ref_of("deal", holding.deal_id)) if holding.deal_id else None
    closed = say("closed {day}", day=holding.closed_on) if holding.closed_on else None
    rate = say("{percent} % a year", percent=f"{holding.rate:g}") if holding.rate else None
    terms = joined([start, _matures(held, now), rate, deal, closed])
    open_, day = not holding.closed_on, now.date()
    past = open_ and holding.maturity_on is not None and holding.maturity_on < day
    if held.is_debt:
        overdue = open_ and holding.overdue_on is not None and holding.overdue_on <= day
        return [(_owes(held, now), overdue), (terms, past), (joined([holding.note]), False)]
    paid = say("paid {amount}", amount=_cost(held)) if held.gain is not None else None
    priced = None
    if holding.units and price:
        priced = say("{units} units at {price} of {day}", units=f"{holding.units:,.10g}",
                     price=f"{price.value:.10g}", day=price.valued_on)  # fmt: skip
    worth = say("worth {amount}", amount=_value(held))
    return [
        (joined([worth, paid, _gain(held)]) if open_ else joined([]), False),
        (joined([priced or _units(held)]), False),
        (terms, past),
        (joined([holding.note]), False),
    ]


def _owes(held: Held, now: datetime) -> Joined:
    holding = held.holding
    repayment = Money(holding.repayment, holding.currency) if holding.repayment else None
    since = holding.overdue_on
    late = None
    if since and not holding.closed_on:
        late = say_n("instalment overdue since {since}, {count} day",
                     "instalment overdue since {since}, {count} days",
                     (now.date() - since).days, since=since)  # fmt: skip
    return joined([
        say("owes {amount}", amount=_value(held)),
        say("instalment {amount}", amount=repayment) if repayment else None,
        late,
    ])  # fmt: skip


def _move(move: HoldingMove, currency: str, speak: Speaker) -> tuple[Any, ...]:
    units = say("{units} units", units=f"{move.units:,.10g}") if move.units else None
    return (
        f" {speak.day(move.moved_on)}",
        speak(Code("holding_move", move.kind)),
        speak(Money(move.amount, currency)),
        speak(joined([units, move.note])),
    )


# Several


def listing(rows: list[Held], found: list[Held], speak: Speaker, *, shares: bool) -> Sheet:
    """`rows` one a line, and what all that was `found` adds up to."""
    if not found:
        hint = gettext("next: cm holding add CLIENT PRODUCT --amount 50万")
        return Sheet((Line(gettext("no holding fits")),), hint)
    blocks: list[Any] = []
    if rows:
        columns = (
            Column(), named(gettext("client")),
            Column(gettext("product"), shrink=True, least=12),
            Column(gettext("worth"), "right", even=True),
            Column(gettext("gain"), "right", spare=True, even=True), Column(gettext("maturity")),
            Column(gettext("level"), spare=True),
        )  # fmt: skip
        blocks += [simple_table(columns, [_row(held, speak) for held in rows]), BLANK]
        left = len(found) - len(rows)
        if left:
            more = say_n("{count} more in the sums", "{count} more in the sums", left)
            blocks.append(Line(Span(speak(more), "dim")))
    blocks += [Line(speak(_total(total))) for total in totals(found)]
    if shares:
        blocks += [Text(speak(line)) for one in concentrations(found) for line in _shares(one)]
    return Sheet(tuple(blocks))


def _row(held: Held, speak: Speaker) -> tuple[Any, ...]:
    holding = held.holding
    day = holding.closed_on or holding.maturity_on
    late = day is not None and day < speak.now.date() and not holding.closed_on
    shown = speak(say("closed {day}", day=day) if holding.closed_on else day) or "–"
    gain = Money(held.gain, holding.currency) if held.gain is not None else None
    return (
        Span(ref_of("holding", holding.id), "ref"),
        starred(held.client.name, held.client.tier, speak),
        speak(held.product.name),
        speak(say("owes {amount}", amount=_value(held)) if held.is_debt else _value(held)),
        speak(gain) or "–",
        Span(shown, "late" if late else ""),
        level_of(held) if held.product.level else "–",
    )


def _total(total: Total) -> Joined:
    value, cost = (Money(sum_, total.currency) for sum_ in (total.value, total.cost))
    names = (
        say_n("{count} holding", "{count} holdings", total.holdings),
        say_n("{count} client", "{count} clients", total.clients),
    )
    if total.owed:
        return joined([say("owed {amount}", amount=value), *names])
    gain = Money(total.value - total.cost, total.currency)
    grown = say("gain {amount}", amount=gain) if gain.amount else None
    return joined([say("owned {amount}", amount=value), say("paid {amount}", amount=cost)
                   if gain.amount else None, grown, *names])  # fmt: skip


def _shares(one: Concentration) -> list[Joined]:
    def percents(shares: dict[str, float], vocabulary: str = "") -> list[Joined]:
        return [
            joined([Code(vocabulary, name) if vocabulary else name, f"{100 * share:.0f} %"], " ")
            for name, share in shares.items()
        ]

    index = say("concentration in {currency}: {index} of 1", currency=one.currency,
                index=f"{one.hhi:.2f}")  # fmt: skip
    levels = {
        name if name != "none" else gettext("no rating"): share
        for name, share in one.levels.items()
    }
    return [joined([index, *percents(one.kinds, "product_kind"), *percents(levels)])]


def ladder(rungs: list[Rung], speak: Speaker) -> Sheet:
    """Months from the top down; a line for each currency, owned and owed apart."""
    rows = [row for rung in rungs for row in _rung(rung, speak)]
    if not any(rung.held for rung in rungs):
        return Sheet((Line(gettext("nothing matures in these months")),))
    columns = (
        Column(gettext("month")), Column(gettext("holdings"), "right"),
        Column(gettext("clients"), "right"), Column(gettext("worth"), "right", even=True),
        Column(gettext("principal"), "right", even=True), Column(),
    )  # fmt: skip
    hint = gettext("next: cm holding list --sort maturity")
    return Sheet((simple_table(columns, rows),), hint)


def _rung(rung: Rung, speak: Speaker) -> list[tuple[Any, ...]]:
    if rung.month is None:
        name = Span(gettext("overdue"), "late")
        return [(name, *_sums(total, speak)) for total in totals(rung.held)]
    month = f"{rung.month:%Y-%m}"
    found = totals(rung.held)
    return [(month, *_sums(total, speak)) for total in found] or [(month, "–", "–", "–", "–", "")]


def _sums(total: Total, speak: Speaker) -> tuple[Any, ...]:
    return (
        str(total.holdings),
        str(total.clients),
        speak(Money(total.value, total.currency)),
        speak(Money(total.cost, total.currency)),
        gettext("owed") if total.owed else "",
    )
