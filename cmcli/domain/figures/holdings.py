"""Figures of what clients hold: everything as it stood on the day that is asked for."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property

from cmcli.domain.assessment import Assessment
from cmcli.domain.client import ClientTag
from cmcli.domain.days import midnight
from cmcli.domain.figures.clients import Book
from cmcli.domain.holding import DEBTS, Held, Holding, HoldingMove, stood
from cmcli.domain.measure import Drawn, Evidence, Row, Said, Span
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.messages import Code, Money, joined, say
from cmcli.named import NamedTuple

# Above this level an assessment has to be valid.
_LOWEST = 1
_SIGNS = {"bought": 1, "redeemed": -1, "matured": -1}


class Position(NamedTuple):
    """A holding as it is now, and its movements since the window began, the oldest first."""

    holding: Holding
    product: Product
    client: ClientTag
    moves: tuple[HoldingMove, ...] = ()


class Holdings:
    """Positions, the prices of their products by the product's number, and the book."""

    def __init__(
        self, rows: Iterable[Position], prices: dict[int, list[Price]], book: Book
    ) -> None:
        self.rows = list(rows)
        # A trend looks at all of them for every period, and most stand still all the while.
        self._lines = [_line(row) for row in self.rows]
        # What these are worth: the principal.
        self.fixed = {
            held.holding.id: Money(held.value, held.holding.currency)
            for *_, held in self._lines if held
        }  # fmt: skip
        self._prices = prices
        self._book = book
        self._held: dict[datetime, list[Held]] = {}

    @cached_property
    def risky(self) -> set[int]:
        """Products that ask for a valid assessment."""
        products = {row.product.id: row.product for row in self.rows}
        return {number for number, product in products.items() if _is_risky(product)}

    @cached_property
    def flows(self) -> list[tuple[Position, HoldingMove, Money]]:
        """The money that came in or went out, by day; loans and cards are no money of theirs."""
        found = [
            (row, move, Money(_SIGNS[move.kind] * move.amount, row.holding.currency))
            for row in self.rows if row.moves and row.product.kind not in DEBTS
            for move in row.moves if move.kind in _SIGNS
        ]  # fmt: skip
        return sorted(found, key=lambda each: each[1].moved_on)

    def held(self, over: Span) -> list[Held]:
        """What the clients in the book held at the period's end, as it stood then."""
        at = over.moment
        if at not in self._held:
            day, present = over.at.date(), self._book.present(at)
            prices = {product: _last(prices, day) for product, prices in self._prices.items()}
            self._held[at] = [
                still or Held(_then(row, day), row.product, row.client, prices.get(row.product.id))
                for row, start, end, client, still in self._lines
                if start <= day < end and client in present
            ]  # fmt: skip
        return self._held[at]


def _line(row: Position) -> tuple[Position, date, date, int, Held | None]:
    """From when to when it was held, by whom, and how it stood where that never changed."""
    moves = row.moves or row.holding.units is not None
    still = None if moves else Held(row.holding, row.product, row.client)
    return row, row.holding.start_on, row.holding.closed_on or date.max, row.client.id, still


def _then(position: Position, day: date) -> Holding:
    """The holding as it stood at the end of that day."""
    later = [move for move in position.moves if move.moved_on > day]
    return stood(position.holding, later) if later else position.holding


def _last(prices: list[Price], day: date) -> Price | None:
    found = bisect_right(prices, day, key=lambda price: price.valued_on)
    return prices[found - 1] if found else None


def _row(held: Held, over: Span, value: int | Money, note: Said | None) -> Row:
    start = midnight(held.holding.start_on, over.now.tzinfo)
    return Row("holding", held.holding.id, held.client, start, held.product.name, value, note)


def total(facts: Holdings, over: Span) -> Evidence:
    """What is owned at the period's end: units at the price of the day, else the principal."""
    found = [held for held in facts.held(over) if held.product.kind not in DEBTS]
    fixed = facts.fixed
    values = [
        fixed.get(held.holding.id) or Money(held.value, held.holding.currency) for held in found
    ]
    return Evidence(Drawn(
        lambda: [_row(held, over, value, _priced(held))
                 for held, value in zip(found, values, strict=True)],
        values,
    ))  # fmt: skip


def _priced(held: Held) -> Said | None:
    if held.price is None or held.holding.units is None:
        return None
    return say("price {price} of {day}", price=f"{held.price.value:.4f}", day=held.price.valued_on)


def net_inflow(facts: Holdings, over: Span) -> Evidence:
    """Money that came in less what went out; loans and cards are no money of the client's."""
    first, last = over.period.start, over.period.end
    found = [each for each in facts.flows if first <= each[1].moved_on <= last]
    return Evidence(
        Drawn(lambda: [_moved(*each, over) for each in found], [amount for _, _, amount in found])
    )


def _moved(position: Position, move: HoldingMove, amount: Money, over: Span) -> Row:
    at = midnight(move.moved_on, over.now.tzinfo)
    kind = Code("holding_move", move.kind)
    name = position.product.name
    return Row("holding", position.holding.id, position.client, at, name, amount, kind)


def cross_sell(facts: Holdings, over: Span) -> Evidence:
    """Distinct products of each client who holds or owes anything at the period's end."""
    clients: dict[ClientTag, dict[int, str]] = {}
    for held in facts.held(over):
        clients.setdefault(held.client, {})[held.product.id] = held.product.name
    return Evidence(Drawn(
        lambda: [
            Row("client", client.id, client, None, None, len(names), joined(names.values(), ", "))
            for client, names in clients.items()
        ],
        [len(names) for names in clients.values()],
    ))  # fmt: skip


class Tolerances(NamedTuple):
    """Holdings, and the assessments of each client, the oldest first."""

    holdings: Holdings
    assessments: dict[int, list[Assessment]]


def assessed(facts: Tolerances, over: Span) -> Evidence:
    """Clients with holdings above R1 at the period's end, and whether they were assessed."""
    risky = facts.holdings.risky
    clients = dict.fromkeys(h.client for h in facts.holdings.held(over) if h.product.id in risky)
    found = [
        (client, _latest(facts.assessments.get(client.id, ()), over.moment)) for client in clients
    ]
    day = over.at.date()

    def draw() -> list[Row]:
        return [
            Row("client", client.id, client, latest.at if latest else None, None,
                int(_is_valid(latest, day)), _until(latest, day))
            for client, latest in found
        ]  # fmt: skip

    return Evidence(Drawn(draw, [int(_is_valid(latest, day)) for _, latest in found]))


def _latest(assessments: Iterable[Assessment], at: datetime) -> Assessment | None:
    found = None
    for one in assessments:
        if one.at > at:
            break
        found = one
    return found


def _is_valid(latest: Assessment | None, day: date) -> bool:
    return latest is not None and latest.is_valid(day)


def _is_risky(product: Product) -> bool:
    return product.regime != "none" and (product.level or 0) > _LOWEST


def _until(latest: Assessment | None, day: date) -> Said:
    if latest is None:
        return say("never assessed")
    if latest.is_valid(day):
        return say("{level}, valid to {day}", level=latest.level, day=latest.expires_on)
    return say("{level}, lapsed after {day}", level=latest.level, day=latest.expires_on)


def maturing(facts: Holdings, over: Span, until: datetime) -> list[Row]:
    """Holdings and loans of the period's end that mature after it, before `until`."""
    last = until.astimezone(over.now.tzinfo).date()
    found = []
    for held in facts.held(over):
        day = held.holding.maturity_on
        if day and over.period.end < day < last:
            amount = Money(held.value, held.holding.currency)
            note = (
                say("{amount} to be repaid", amount=amount)
                if held.is_debt
                else say("{amount} matures", amount=amount)
            )
            found.append(_row(held, over, 1, note)._replace(at=midnight(day, over.now.tzinfo)))
    return found
