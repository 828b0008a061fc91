"""What the demo book's clients hold and owe, and how it came about."""

from bisect import bisect_right
from datetime import date, timedelta
from random import Random

from cmcli.domain.client import Client
from cmcli.domain.days import day_of
from cmcli.domain.holding import Holding, HoldingMove
from cmcli.named import NamedTuple
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.prices import units, worth
from cmcli.transfer.demo.tolerance import MATURING, levels, sales

NUMBERS = {"key": (2, 4), "focus": (1, 3), "standard": (0, 2)}
SCALE = {"key": 3, "focus": 1, "standard": 1}
# Working days to the maturities of the coming weeks; hers is the deposit of the morning.
STAGES = (1, 4, 7, 13, 21, 29)
MORNING_STAGE = 6
MATURED, REDEEMED = 12, 9


class _Habit(NamedTuple):
    """How a product is held: least and most days since it was bought, ten thousands, term."""

    days: tuple[int, int]
    amounts: tuple[int, ...]
    term: int | None = None


# Bought so that none of these matures in the next weeks.
PERSONS = {
    "TD-12": _Habit((20, 290), (10, 20, 50), 365),
    "TD-36": _Habit((60, 1010), (10, 20, 30), 1095),
    "CD-36": _Habit((60, 1010), (20, 50, 100), 1095),
    "WM-D": _Habit((5, 300), (3, 5, 10)),
    "WM-90": _Habit((1, 40), (5, 10, 20), 90),
    "WM-180": _Habit((5, 130), (10, 20), 180),
    "WM-B12": _Habit((20, 290), (10, 20, 50), 365),
    "WM-G24": _Habit((30, 350), (20, 50), 730),
    "FD-BD": _Habit((20, 350), (5, 10, 20)),
    "FD-MX": _Habit((20, 350), (5, 10, 20)),
    "FD-IX": _Habit((20, 350), (5, 10)),
    "FD-TE": _Habit((20, 350), (3, 5)),
    "IN-AN": _Habit((100, 1500), (10, 20)),
    "IN-HL": _Habit((100, 1500), (2, 3)),
}
COMPANIES = {
    "ND-7": _Habit((3, 90), (50, 100, 200)),
    "TD-12": _Habit((20, 290), (100, 200), 365),
    "WM-D": _Habit((5, 200), (50, 100, 200)),
}
# Rate in percent, months.
LOANS = {"LN-HM": (3.1, 240), "LN-BZ": (3.45, 12), "LN-EQ": (3.7, 60)}
_RATES = {"TD-12": 1.1, "TD-36": 1.55, "CD-36": 1.75, "ND-7": 0.45}


def add_holdings(book: Book) -> None:
    """What was sold, what was there before, what matures soon, what is owed."""
    dice = book.chance("holdings")
    _sold(book, dice)
    level = levels(book)
    for client in book.clients:
        least, most = NUMBERS[client.tier]
        shelf = _shelf(book, client, level.get(client.id, 0))
        codes = _chosen(book, dice, shelf, dice.randint(least, most))
        if client.status == "active":
            for code in codes:
                _usual(book, dice, client, code)
    _above(book, dice)
    _maturing(book, dice)
    _matured(book, dice)
    _redeemed(book, dice)
    _owed(book, dice)


def _shelf(book: Book, client: Client, level: int) -> list[str]:
    """What suits the client; a company without an assessment keeps to deposits."""
    habits = PERSONS if client.kind == "person" else COMPANIES
    return [
        code for code in habits
        if book.products[code].regime == "none" or (book.products[code].level or 0) <= level
    ]  # fmt: skip


def _chosen(book: Book, dice: Random, shelf: list[str], number: int) -> list[str]:
    """A deposit first, then other things."""
    deposits = [code for code in shelf if book.products[code].kind == "deposit"]
    first = dice.choice(deposits)
    others = dice.sample([code for code in shelf if code != first], min(3, len(shelf) - 1))
    return [first, *others][:number]


def _usual(book: Book, dice: Random, client: Client, code: str) -> None:
    habit = (PERSONS if client.kind == "person" else COMPANIES)[code]
    start = _since(book, client, dice.randrange(*habit.days))
    amount = book.amount(dice.choice(habit.amounts) * SCALE[client.tier])
    _buy(book, client.id, code, amount, start)


def _since(book: Book, client: Client, days: int) -> date:
    """So many days ago, and not before the client came."""
    day = max(book.today - timedelta(days=days), day_of(client.created_at, book.setup.now))
    return min(book.traded(day), book.today)


def _buy(
    book: Book, client: int, code: str, amount: int, start: date, *, maturity: date | None = None,
    deal: int | None = None,
) -> Holding:  # fmt: skip
    term = (PERSONS | COMPANIES).get(code, _Habit((0, 0), ())).term
    ends = maturity or (book.traded(start + timedelta(days=term)) if term else None)
    price = _price(book, code, start)
    number = units(book, price, amount) if price else None
    holding = Holding(
        book.id(), client, book.products[code].id, amount, book.setup.currency, number, start,
        ends, _RATES.get(code), None, None, deal, None, None, min(book.at(start, 10), book.now),
    )  # fmt: skip
    book.holdings.append(holding)
    _move(book, holding, "bought", start, amount, amount, number)
    return holding


def _price(book: Book, code: str, day: date) -> float | None:
    """The price on or before the day, else the first one known."""
    prices = book.prices.get(code, [])
    at = bisect_right(prices, day, key=lambda price: price.valued_on)
    return prices[max(at - 1, 0)].value if prices else None


def _move(
    book: Book, holding: Holding, kind: str, day: date, amount: int, principal: int,
    number: float | None = None,
) -> None:  # fmt: skip
    at = min(book.at(day, 10), book.now)
    book.moves.append(
        HoldingMove(book.id(), holding.id, kind, day, amount, principal, number, None, at)
    )


def _sold(book: Book, dice: Random) -> None:
    """Every deal won became a holding; cards and services are none."""
    for deal, product in sales(book):
        if deal.closed_at is None or product.kind in ("card", "other"):
            continue
        start, amount = day_of(deal.closed_at, book.setup.now), deal.amount or book.amount(10)
        if product.kind == "loan":
            _borrow(book, deal.client_id, product.code, amount, start, deal=deal.id)
            continue
        holding = _buy(book, deal.client_id, product.code, amount, start, deal=deal.id)
        if holding.maturity_on and holding.maturity_on <= book.today:
            _pay_out(book, dice, holding)


def _above(book: Book, dice: Random) -> None:
    """One client's level fell below what was bought before."""
    client = next((c for c in book.clients if c.id == book.fallen), None)
    if client:
        _buy(
            book,
            client.id,
            "FD-IX",
            book.amount(30),
            _since(book, client, dice.randrange(200, 300)),
        )


def _maturing(book: Book, dice: Random) -> None:
    """Deposits that end one after the other in the coming weeks; one ended and is still here."""
    hers = book.client(MATURING)
    _deposit(book, hers, 50, book.traded(book.ahead(MORNING_STAGE)))
    days = [book.traded(book.ahead(stage)) for stage in STAGES]
    chosen = dice.sample(_savers(book), len(days) + 1)
    for client, day in zip(chosen, [book.back(1), *days], strict=True):
        _deposit(book, client, dice.choice((10, 20, 30, 50)), day)


def _savers(book: Book) -> list[Client]:
    """Persons who were here when a deposit of a year ago was made."""
    old = book.now - timedelta(days=440)
    return [
        client for client in book.clients
        if client.kind == "person" and client.status == "active" and client.created_at < old
        and client.id not in book.quiet and client.tier != "standard"
    ]  # fmt: skip


def _deposit(book: Book, client: Client, ten_thousands: int, maturity: date) -> Holding:
    start = maturity - timedelta(days=365)
    return _buy(book, client.id, "TD-12", book.amount(ten_thousands), start, maturity=maturity)


def _matured(book: Book, dice: Random) -> None:
    """Deposits that ended in the last weeks; most were renewed on the day."""
    for client in dice.sample(_savers(book), MATURED):
        day = book.worked(book.today - timedelta(days=dice.randrange(1, 60)))
        holding = _deposit(book, client, dice.choice((5, 10, 20)), day)
        _pay_out(book, dice, holding)
        if dice.random() < 0.6:
            _buy(book, client.id, "TD-36", holding.amount, day)


def _pay_out(book: Book, dice: Random, holding: Holding) -> None:
    """Matured: principal and interest."""
    day = holding.maturity_on or book.today
    years = (day - holding.start_on).days / 365
    interest = round(holding.amount * (holding.rate or dice.uniform(1.8, 2.4)) / 100 * years)
    _move(book, holding, "matured", day, holding.amount + interest, holding.amount, holding.units)
    _keep(book, holding._replace(
        amount=0, units=0.0 if holding.units is not None else None, closed_on=day))  # fmt: skip


def _redeemed(book: Book, dice: Random) -> None:
    """A third of a fund was sold in the last weeks."""
    codes = {product.id: code for code, product in book.products.items() if code in book.prices}
    early = book.today - timedelta(days=60)
    free = [
        holding for holding in book.holdings
        if holding.product_id in codes and holding.units and holding.maturity_on is None
        and holding.start_on < early
    ]  # fmt: skip
    for holding in dice.sample(free, min(len(free), REDEEMED)):
        day = book.worked(book.today - timedelta(days=dice.randrange(2, 45)))
        price = _price(book, codes[holding.product_id], day) or 1.0
        number, principal = round((holding.units or 0) / 3, 2), holding.amount // 3
        _move(book, holding, "redeemed", day, worth(book, price, number), principal, number)
        _keep(book, holding._replace(
            amount=holding.amount - principal,
            units=round((holding.units or 0) - number, 2)))  # fmt: skip


def _keep(book: Book, holding: Holding) -> None:
    """The holding as it is now."""
    at = next(n for n, one in enumerate(book.holdings) if one.id == holding.id)
    book.holdings[at] = holding


def _owed(book: Book, dice: Random) -> None:
    """Home loans, lines of companies; one instalment is overdue."""
    homes = [c for c in book.clients if c.kind == "person" and c.tier == "focus"
             and c.status == "active" and c.id not in book.quiet]  # fmt: skip
    for client in dice.sample(homes, 8):
        start = _since(book, client, dice.randrange(200, 700))
        _borrow(book, client.id, "LN-HM", book.amount(dice.choice((60, 90, 120))), start)
    firms = [c for c in book.clients if c.kind == "company" and c.tier == "key"]
    for client in dice.sample(firms, 4):
        start = _since(book, client, dice.randrange(30, 260))
        _borrow(book, client.id, "LN-BZ", book.amount(dice.choice((200, 300, 500))), start)
    late = book.holdings[-1]
    _keep(book, late._replace(overdue_on=book.back(9)))


def _borrow(
    book: Book, client: int, code: str, amount: int, start: date, *, deal: int | None = None
) -> None:
    """A loan with an instalment on the 20th of every month since; a line is repaid at its end."""
    rate, months = LOANS[code]
    instalment = None if months == 12 else _instalment(amount, rate, months)
    end = book.traded(start + timedelta(days=round(months * 365.25 / 12)))
    loan = Holding(
        book.id(), client, book.products[code].id, amount, book.setup.currency, None, start, end,
        rate, instalment, None, deal, None, None, min(book.at(start, 10), book.now),
    )  # fmt: skip
    _move(book, loan, "borrowed", start, amount, amount)
    owed, day = amount, start.replace(day=1)
    while instalment and (day := _twentieth(day)) < book.today:
        if day > start:
            principal = instalment - round(owed * rate / 1200)
            _move(book, loan, "repaid", day, instalment, principal)
            owed -= principal
    book.holdings.append(loan._replace(amount=owed))


def _twentieth(day: date) -> date:
    """The 20th of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=20)


def _instalment(amount: int, rate: float, months: int) -> int:
    """The level instalment of a loan."""
    monthly = rate / 1200
    return round(amount * monthly / (1 - (1 + monthly) ** -months))
