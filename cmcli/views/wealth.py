"""What a client file shows of money: holdings against the level, risks, disclosures, balance."""

from datetime import datetime
from typing import Any

from cmcli.domain.assessment import above
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.holding import Held
from cmcli.domain.profile import is_old
from cmcli.domain.ref import ref_of
from cmcli.domain.risk import Risk, is_due
from cmcli.i18n import gettext, word
from cmcli.messages import Code, Money, joined, say
from cmcli.queries.wealth import Wealth
from cmcli.views.record import as_json
from cmcli.views.sheet import Cell, Column, Group, Span, Table
from cmcli.views.speech import Speaker

# Days before its end that a validity is shown as at risk.
_SOON = 30

Said = tuple[Any, str]


def document(wealth: Wealth, client: ClientTag, now: datetime) -> dict[str, Any]:
    """The keys of the client file, each record as its own noun shows it."""
    # Much to import for a page that is not asked for.
    from cmcli.views import disclosure, holding, risk

    zone, day = now.tzinfo, now.date()
    held = wealth.assessment
    over = _too_high(wealth)
    return {
        "assessment": as_json(held, zone, client=client) | {"valid": held.is_valid(day)}
        if held else None,
        "holdings": [
            holding.document(one, zone) | {"above_level": one.holding.id in over}
            for one in wealth.held
        ],
        "risks": [risk.document(one, client, now) for one in wealth.risks],
        "disclosures": [disclosure.document(*pair, zone) for pair in _told(wealth, client)],
        "profile": _profile(wealth, client, now),
        "advice": _advice(wealth, client, now),
    }  # fmt: skip


def _told(wealth: Wealth, client: ClientTag) -> list[tuple[Any, Any, Any]]:
    return [(one, client, product) for one, product in wealth.disclosures]


def _profile(wealth: Wealth, client: ClientTag, now: datetime) -> dict[str, Any] | None:
    file = wealth.profile
    if file is None:
        return None

    def amount(number: int | None) -> dict[str, Any] | None:
        known = number is not None
        return {"amount": number, "currency": file.profile.currency} if known else None

    return as_json(file.profile, now.tzinfo, client=client) | {
        "net_worth": amount(file.net_worth),
        "financial": amount(file.financial),
        "old": is_old(file, now.date()),
    }


def _advice(wealth: Wealth, client: ClientTag, now: datetime) -> dict[str, Any] | None:
    if wealth.advice is None:
        return None
    advice, items = wealth.advice
    offered = [{"product": product.code, "why": item.why} for item, product in items]
    return as_json(advice, now.tzinfo, client=client) | {"offered": offered}


# The page


def facts(wealth: Wealth, now: datetime) -> list[Said]:
    """Lines with their styles: tolerance, balance, what was offered and told last."""
    lines = [*_tolerance(wealth, now), *_balance(wealth, now)]
    if wealth.advice:
        advice, items = wealth.advice
        names = joined([product.name for _, product in items], ", ")
        reply = advice.reply or say("no reply yet")
        lines.append((say("offered {day}: {names} · {reply}", day=day_of(advice.at, now),
                          names=names, reply=reply), ""))  # fmt: skip
    if wealth.disclosures:
        told = [
            joined([product.name, day_of(one.at, now)], " ")
            for one, product in wealth.disclosures
        ]  # fmt: skip
        lines.append((say("told of: {products}", products=joined(told, ", ")), ""))
    return lines


def _tolerance(wealth: Wealth, now: datetime) -> list[Said]:
    held = wealth.assessment
    if held is None:
        return []
    ref, level = ref_of("assessment", held.id), _level(held.level)
    left = (held.expires_on - now.date()).days
    if left < 0:
        return [(say("risk tolerance {level}, lapsed after {day} ({ref})", level=level,
                     day=held.expires_on, ref=ref), "late")]  # fmt: skip
    return [(say("risk tolerance {level}, valid to {day} ({ref})", level=level,
                 day=held.expires_on, ref=ref), "risk" if left <= _SOON else "")]  # fmt: skip


def _level(code: str) -> str:
    """The level with its word, where the language has one."""
    found = word("tolerance", code)
    return code if found == code else f"{code} {found}"


def _balance(wealth: Wealth, now: datetime) -> list[Said]:
    file = wealth.profile
    if file is None:
        return []
    currency, worth = file.profile.currency, file.net_worth
    ref, day = ref_of("profile", file.profile.id), file.profile.as_of_on
    style = "risk" if is_old(file, now.date()) else ""
    if worth is None:
        return [(say("balance of {day} ({ref})", day=day, ref=ref), style)]
    return [(say("balance of {day}: net worth {amount} ({ref})", day=day,
                 amount=Money(worth, currency), ref=ref), style)]  # fmt: skip


def tables(wealth: Wealth, speak: Speaker) -> list[Table]:
    """Holdings, loans and open risks, each where there are any."""
    over = _too_high(wealth)
    owned = [one for one in wealth.held if not one.is_debt]
    owed = [one for one in wealth.held if one.is_debt]
    found = []
    if owned:
        rows = [_holding(one, speak, over=one.holding.id in over) for one in owned]
        found.append(Table(_HOLDING, [Group(gettext("HOLDINGS"), rows, _sums(owned, speak))]))
    if owed:
        rows = [_loan(one, speak) for one in owed]
        found.append(Table(_HOLDING, [Group(gettext("LOANS"), rows, _sums(owed, speak))]))
    if wealth.risks:
        rows = [_risk(one, speak) for one in wealth.risks]
        found.append(Table(_RISK, [Group(gettext("RISKS"), rows)]))
    return found


_HOLDING = (
    Column(), Column(shrink=True, least=12), Column(), Column(align="right", even=True),
    Column(shrink=True, least=12, parts=True),
)  # fmt: skip
_RISK = (Column(), Column(shrink=True, least=16), Column(), Column(shrink=True, least=12))


def _too_high(wealth: Wealth) -> set[int]:
    """Holdings above the client's level."""
    if wealth.assessment is None:
        return set()
    return {one.holding.id for one in above(wealth.held, wealth.assessment.level)}


def _sums(held: list[Held], speak: Speaker) -> str:
    """What they come to, each currency by itself."""
    sums: dict[str, int] = {}
    for one in held:
        sums[one.holding.currency] = sums.get(one.holding.currency, 0) + one.value
    return " + ".join(speak(Money(amount, currency)) for currency, amount in sorted(sums.items()))


def _value(held: Held, speak: Speaker) -> str:
    return speak(Money(held.value, held.holding.currency))


def _holding(held: Held, speak: Speaker, *, over: bool) -> tuple[Cell, ...]:
    level = f"R{held.product.level}" if held.product.level else ""
    day = held.holding.maturity_on
    note: Cell = ""
    if day:
        past = day < speak.now.date()
        text = say("matured {day}", day=day) if past else say("matures {day}", day=day)
        note = Span(speak(text), "late" if past else "")
    mark = gettext("above the level")
    return (
        Span(f" {ref_of('holding', held.holding.id)}", "ref"), speak(held.product.name),
        Span(f"{level} ! {mark}", "risk") if over else level,
        _value(held, speak), note,
    )  # fmt: skip


def _loan(held: Held, speak: Speaker) -> tuple[Cell, ...]:
    loan = held.holding
    late = say("overdue since {day}", day=loan.overdue_on) if loan.overdue_on else None
    instalment = (
        say("{amount} a month", amount=Money(loan.repayment, loan.currency))
        if loan.repayment else None
    )  # fmt: skip
    end = say("until {day}", day=loan.maturity_on) if loan.maturity_on else None
    rate = f"{loan.rate:g} %" if loan.rate else ""
    note = speak(joined([late, instalment, end]))
    return (
        Span(f" {ref_of('holding', loan.id)}", "ref"), speak(held.product.name), rate,
        _value(held, speak), Span(note, "late") if late else note,
    )  # fmt: skip


def _risk(risk: Risk, speak: Speaker) -> tuple[Cell, ...]:
    due = is_due(risk, speak.now)
    review = speak(say("review {day}", day=risk.review_on)) if risk.review_on else ""
    return (
        Span(f" {ref_of('risk', risk.id)}", "ref"), speak(risk.title),
        Span(speak(Code("severity", risk.severity)), "risk" if risk.severity == "high" else ""),
        Span(review, "risk") if due else review,
    )  # fmt: skip


def missing(client: Client, wealth: Wealth, now: datetime) -> list[str]:
    """What an active person who is a key client, or holds anything, has to have on file."""
    if client.kind != "person" or client.status != "active":
        return []
    if client.tier != "key" and not wealth.held:
        return []
    found = [] if wealth.assessment else [gettext("assessment")]
    if wealth.profile is None:
        return [*found, gettext("profile")]
    if is_old(wealth.profile, now.date()):
        year = wealth.profile.profile.as_of_on.year
        return [*found, gettext("profile since {year}").format(year=year)]
    return found
