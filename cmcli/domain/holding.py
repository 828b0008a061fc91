"""What a client owns or owes: bought, redeemed, matured, repaid."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from cmcli.domain.change import Change, delete, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.money import exponent, nearest
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Money, say
from cmcli.named import NamedTuple

# What is owed, not owned.
DEBTS = ("loan", "card")
# A movement that puts something on the principal; the others take off.
_ADDING = ("bought", "borrowed")
# Units and prices are reckoned to this many decimals.
_PLACES = 8


class Holding(NamedTuple):
    """`amount` is the principal still held (of a loan: still owed) in minor units of `currency`,
    `units` the units still held of a product with a price; `rate` in percent a year; `repayment`
    is a loan's monthly instalment, `overdue_on` the day since which one is overdue.
    """  # noqa: D205

    id: int
    client_id: int
    product_id: int
    amount: int
    currency: str
    units: float | None
    start_on: date
    maturity_on: date | None
    rate: float | None
    repayment: int | None
    overdue_on: date | None
    deal_id: int | None
    note: str | None
    closed_on: date | None
    created_at: datetime


class HoldingMove(NamedTuple):
    """One movement; `kind` is bought, redeemed, matured, borrowed or repaid. `amount` is the money
    that moved, `principal` what it took off (or put on) the holding's principal, both positive.
    """  # noqa: D205

    id: int
    holding_id: int
    kind: str
    moved_on: date
    amount: int
    principal: int
    units: float | None
    note: str | None
    created_at: datetime


class Terms(NamedTuple):
    """What is said of a new holding; `maturity_on` and `units` follow the product unless given."""

    amount: int
    currency: str
    start_on: date
    maturity_on: date | None = None
    units: float | None = None
    rate: float | None = None
    repayment: int | None = None
    overdue_on: date | None = None
    deal_id: int | None = None
    note: str | None = None


class Part(NamedTuple):
    """What is taken out of a holding: all of it, an amount of money, or so many units."""

    amount: int | None = None
    units: float | None = None
    everything: bool = False


class Held(NamedTuple):
    """A holding with its product, its owner, and the last price known on the day asked for."""

    holding: Holding
    product: Product
    client: ClientTag
    price: Price | None = None

    @property
    def is_debt(self) -> bool:
        """Owed, not owned."""
        return is_debt(self.product)

    @property
    def cost(self) -> int:
        """What was paid for what is still held, minor units."""
        return self.holding.amount

    @property
    def gain(self) -> int | None:
        """The value less the cost; None where no price tells."""
        known = self.holding.units is not None and self.price is not None
        return self.value - self.cost if known else None

    @property
    def value(self) -> int:
        """Minor units: the units at the price where both are known, else the principal."""
        units = self.holding.units
        if units is None or self.price is None:
            return self.holding.amount
        return worth(units, self.price.value, self.holding.currency)


def worth(units: float, price: float, currency: str) -> int:
    """Minor units of so many units at a price, rounded half to even."""
    unit: int = 10 ** (2 * _PLACES - exponent(currency))
    return nearest(_scaled(units) * _scaled(price), unit)


@cache
def _scaled(number: float) -> int:
    # As it is written, not as the nearest binary fraction.
    return int(f"{number:.{_PLACES}f}".replace(".", ""))


def stood(holding: Holding, later: Iterable[HoldingMove]) -> Holding:
    """The holding as it stood before these later movements."""
    for move in later:
        sign = -1 if move.kind in _ADDING else 1
        units = None if holding.units is None else holding.units + sign * (move.units or 0)
        holding = holding._replace(amount=holding.amount + sign * move.principal, units=units)
    return holding


def is_debt(product: Product) -> bool:
    """Whether the product is owed, not owned."""
    return product.kind in DEBTS


def clean_units(text: str) -> float:
    """A number of units above zero, `12,345.67`; raises `Usage`."""
    import re

    plain = text.strip().replace(",", "").replace("，", "").removesuffix("份")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,8})?", plain) or float(plain) == 0:
        raise Usage(say("{text} is no number of units", text=text), say("for example 12345.67"))
    return float(plain)


# Bought, or borrowed


def opened(
    client_id: int, product: Product, terms: Terms, price: Price | None, now: datetime,
    number: int = -1,
) -> list[Change]:  # fmt: skip
    """A new holding and its first movement; `price` is the last one known when it starts."""
    maturity = terms.maturity_on
    if maturity is None and product.term:
        maturity = terms.start_on + timedelta(days=product.term)
    units = terms.units
    if units is None and price and not is_debt(product):
        units = round(terms.amount / 10 ** exponent(terms.currency) / price.value, _PLACES)
    holding = Holding(
        number, client_id, product.id, terms.amount, terms.currency, units, terms.start_on,
        maturity, terms.rate, terms.repayment, terms.overdue_on, terms.deal_id, terms.note, None,
        now,
    )  # fmt: skip
    if terms.amount <= 0:
        raise Usage(say("an amount of zero is no holding"), say("for example --amount 50万"))
    _checked(holding, product, now)
    kind = "borrowed" if is_debt(product) else "bought"
    move = HoldingMove(
        number - 1, number, kind, terms.start_on, terms.amount, terms.amount, units, None, now
    )
    return [insert(holding), insert(move)]


def _checked(holding: Holding, product: Product, now: datetime) -> Holding:
    if holding.start_on > now.date():
        raise Usage(
            say("{day} is still to come; a holding starts when it was bought", day=holding.start_on)
        )
    if holding.maturity_on and holding.maturity_on <= holding.start_on:
        raise Usage(
            say("the maturity {maturity} is not after the start {start}",
                maturity=holding.maturity_on, start=holding.start_on)
        )  # fmt: skip
    if holding.units is not None and (is_debt(product) or holding.units < 0):
        raise Usage(say("a number of units is above zero, and a loan has none"))
    if (holding.repayment or holding.overdue_on) and not is_debt(product):
        raise Usage(
            say("only a loan has instalments; {name} is a {kind}", name=product.name,
                kind=Code("product_kind", product.kind))
        )  # fmt: skip
    if holding.overdue_on and not holding.start_on <= holding.overdue_on <= now.date():
        raise Usage(
            say("an instalment cannot be overdue since {day}: the loan began on {start}",
                day=holding.overdue_on, start=holding.start_on)
        )  # fmt: skip
    return holding


# Redeemed, matured, repaid


def redeemed(
    held: Held, moves: Iterable[HoldingMove], part: Part, day: date, now: datetime,
    note: str | None = None,
) -> list[Change]:  # fmt: skip
    """Part or all of it paid out, or of a loan paid back; at nothing left it is closed."""
    holding = held.holding
    _may_move(holding, moves, day, now)
    money, principal, units = _taken(held, part)
    # What is worth nothing any more can still be taken off the book.
    if not part.everything and (money <= 0 or (units is not None and units <= 0)):
        raise Usage(say("nothing would be taken out"), say("--amount 10万, or --all"))
    whole = principal == holding.amount and (units is None or units == holding.units)
    move = HoldingMove(
        -1, holding.id, _kind(held, day, whole=whole), day, money, principal, units, note, now
    )
    left = None if holding.units is None else round(holding.units - (units or 0), _PLACES)
    closed = day if whole else None
    fields: dict[str, Any] = {"amount": holding.amount - principal, "units": left}
    return [*update(holding, **fields, closed_on=closed), insert(move)]


def _kind(held: Held, day: date, *, whole: bool) -> str:
    if held.is_debt:
        return "repaid"
    maturity = held.holding.maturity_on
    return "matured" if whole and maturity and day >= maturity else "redeemed"


def _may_move(
    holding: Holding, moves: Iterable[HoldingMove], day: date, now: datetime
) -> None:  # fmt: skip
    ref = ref_of("holding", holding.id)
    if holding.closed_on:
        raise Refused(
            say("{ref} was closed on {day}", ref=ref, day=holding.closed_on),
            say("if that was wrong: cm history {ref}, cm undo N", ref=ref),
        )
    if day > now.date():
        raise Usage(say("{day} is still to come", day=day))
    last = max((move.moved_on for move in moves), default=holding.start_on)
    if day < max(last, holding.start_on):
        raise Usage(
            say("{day} is before the last movement of {ref} on {last}", day=day, ref=ref, last=last)
        )


def _taken(held: Held, part: Part) -> tuple[int, int, float | None]:
    """Money, principal and units that a part takes out; raises `Usage`, `Refused`."""
    holding = held.holding
    if part.units is not None and (holding.units is None or part.units <= 0):
        raise Usage(
            say("{ref} is not counted in units, or that is no number of them",
                ref=ref_of("holding", holding.id)),
            say("--amount 10万, or --all"),
        )  # fmt: skip
    if part.everything:
        return held.value, holding.amount, holding.units
    if holding.units is None:
        return _of_money(held, part.amount or 0)
    units = part.units
    if units is None:
        # The money says how many units: at the day's price, else at what they were bought for.
        units = round(holding.units * (part.amount or 0) / max(held.value, 1), _PLACES)
        if part.amount == held.value:
            units = holding.units
    if units > holding.units:
        raise _more_than_held(held)
    if units == holding.units:
        return part.amount or held.value, holding.amount, units
    money = part.amount or round(held.value * units / holding.units)
    if part.amount is None and held.price:
        money = worth(units, held.price.value, holding.currency)
    return money, round(holding.amount * units / holding.units), units


def _of_money(held: Held, amount: int) -> tuple[int, int, None]:
    if amount > held.holding.amount:
        raise _more_than_held(held)
    return amount, amount, None


def _more_than_held(held: Held) -> Refused:
    holding, value = held.holding, Money(held.value, held.holding.currency)
    ref = ref_of("holding", holding.id)
    if held.is_debt:
        return Refused(say("only {value} is owed on {ref}", ref=ref, value=value),
                       say("cm holding redeem {ref} --all", ref=ref))  # fmt: skip
    if holding.units is None:
        return Refused(say("{ref} holds only {value}", ref=ref, value=value),
                       say("cm holding redeem {ref} --all", ref=ref))  # fmt: skip
    return Refused(
        say("{ref} holds only {units} units, worth {value}", ref=ref, value=value,
            units=f"{holding.units:,.10g}"),
        say("cm holding redeem {ref} --all", ref=ref),
    )  # fmt: skip


def settled(
    held: Held, moves: Iterable[HoldingMove], now: datetime, note: str | None = None
) -> list[Change]:
    """Matured and paid out in full; a loan: repaid in full. Raises `Refused` before maturity."""
    moves = list(moves)
    day = settling_day(held, moves, now)
    return redeemed(held, moves, Part(everything=True), day, now, note)


def settling_day(held: Held, moves: Iterable[HoldingMove], now: datetime) -> date:
    """The maturity, or the last movement where that came later; of a loan today."""
    holding = held.holding
    if held.is_debt or holding.closed_on:
        return now.date()
    day, ref = holding.maturity_on, ref_of("holding", holding.id)
    if day is None or day > now.date():
        matures = say("{ref} matures on {day}", ref=ref, day=day)
        raise Refused(
            matures if day else say("{ref} has no maturity", ref=ref),
            say("paid out before: cm holding redeem {ref} --all", ref=ref),
        )
    return max([day, *(move.moved_on for move in moves)])


def restated(
    holding: Holding, product: Product, amount: int, units: float | None, now: datetime,
    price: Price | None = None,
) -> list[Change]:  # fmt: skip
    """What a later statement says is held or owed now: the difference moved today.

    Units that it does not tell follow the amount: of what was bought at the `price` of today,
    else in proportion.
    """
    more = amount > holding.amount
    if units is None and holding.units is not None:
        units = _following(holding.units, holding, amount, price)
    change = abs(amount - holding.amount)
    moved = abs((units or 0) - (holding.units or 0)) or None
    if is_debt(product):
        kind = "borrowed" if more else "repaid"
    else:
        kind = "bought" if more else "redeemed"
    fields: dict[str, Any] = {"amount": amount, "units": units}
    closed = now.date() if amount == 0 else None
    changes = update(holding, **fields, closed_on=closed)
    if change == 0:
        return changes
    move = HoldingMove(-1, holding.id, kind, now.date(), change, change, moved, None, now)
    return [*changes, insert(move)]


def _following(units: float, holding: Holding, amount: int, price: Price | None) -> float:
    if amount > holding.amount and price:
        unit: int = 10 ** exponent(holding.currency)
        return round(units + (amount - holding.amount) / unit / price.value, _PLACES)
    if amount == holding.amount or not holding.amount:
        return units
    return round(units * amount / holding.amount, _PLACES)


# Corrected


def edited(
    holding: Holding, product: Product, moves: list[HoldingMove], fields: dict[str, Any],
    now: datetime,
) -> list[Change]:  # fmt: skip
    """Other terms; a new start is also the day of the first movement."""
    changed = _checked(holding._replace(**fields), product, now)
    changes = update(holding, **fields)
    first, later = moves[0], moves[1:]
    if later and changed.start_on > later[0].moved_on:
        raise Usage(
            say("{day} is after the movement of {later}", day=changed.start_on,
                later=later[0].moved_on)
        )  # fmt: skip
    return [*changes, *update(first, moved_on=changed.start_on)]


def removed(holding: Holding, moves: list[HoldingMove]) -> list[Change]:
    """Entered by mistake; raises `Refused` where something was paid out or back since."""
    ref = ref_of("holding", holding.id)
    if len(moves) > 1:
        raise Refused(
            say("{ref} stays: {kind} on {day}", ref=ref, day=moves[-1].moved_on,
                kind=Code("holding_move", moves[-1].kind)),
            say("take that back first: cm history {ref}, cm undo N", ref=ref),
        )  # fmt: skip
    return [*(delete(move) for move in moves), delete(holding)]
