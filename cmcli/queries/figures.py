"""The facts that figures are computed from, read once for all periods of a window."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar, cast

from cmcli.config import Settings
from cmcli.domain.assessment import Assessment
from cmcli.domain.callback import Callback
from cmcli.domain.client import ClientTag, Standing
from cmcli.domain.days import midnight, quarter_start
from cmcli.domain.deal import OPEN_STAGES, Deal, DealStage
from cmcli.domain.disclosure import Disclosure
from cmcli.domain.figures.advice import Proofs, Risks, Warned
from cmcli.domain.figures.business import Deals
from cmcli.domain.figures.clients import Book, InBook, KeyContacts
from cmcli.domain.figures.contacts import Contact, Contacts
from cmcli.domain.figures.holdings import Holdings, Position, Tolerances
from cmcli.domain.figures.satisfaction import Opinion, Plans
from cmcli.domain.figures.service import Promise, Promises, Requests
from cmcli.domain.holding import Holding, HoldingMove
from cmcli.domain.measure import Span
from cmcli.domain.plan import Plan
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.domain.risk import Risk, RiskReview
from cmcli.domain.sale_check import SaleCheck
from cmcli.named import NamedTuple
from cmcli.queries import feedback, request
from cmcli.queries.conditions import MEETS
from cmcli.queries.joined import belonging, with_client
from cmcli.queries.policies import sla_policy, zone
from cmcli.storage.rows import array, from_instant, raw, to_instant
from cmcli.store import Store

T = TypeVar("T")
# Promises are read this far beyond the window: a report also lists what comes after it.
AHEAD = timedelta(days=8)


class Window(NamedTuple):
    """From the first instant of the earliest period, on `day`, to that after the latest; `quarter`
    is the start of the quarter in which the earliest ends.
    """  # noqa: D205

    start: datetime
    end: datetime
    quarter: datetime
    day: date


def window(spans: list[Span]) -> Window:
    """What holds all of these periods."""
    first = min(spans, key=lambda span: span.period.end)
    quarter = midnight(quarter_start(first.period.end), first.now.tzinfo)
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return Window(start, end, quarter, min(span.period.start for span in spans))


class Source:
    """Facts of a window; each kind is loaded when a measure first asks for it.

    Several windows of one report read what is the same for all of them once: see `timeless`.
    """

    def __init__(
        self, store: Store, settings: Settings, over: Window, beside: "Source | None" = None
    ) -> None:
        self.store = store
        self.settings = settings
        self.window = over
        self._loaded: dict[Any, Any] = {}
        self._always: dict[Any, Any] = beside._always if beside else {}
        # Of this window alone: another one may end before what is asked for here.
        self._begun: dict[date, Source] = {}

    def once(self, load: Callable[["Source"], T]) -> T:
        """What `load` reads, read one time."""
        loaded = self._always if load in _TIMELESS else self._loaded
        if load not in loaded:
            loaded[load] = load(self)
        return cast("T", loaded[load])

    def over(self, window: Window) -> "Source":
        """The facts of another window."""
        return Source(self.store, self.settings, window, self)

    def since(self, day: date) -> "Source":
        """The same window with what happened from an earlier `day` on."""
        if day >= self.window.day:
            return self
        if day not in self._begun:
            start = midnight(day, zone(self.settings))
            self._begun[day] = self.over(self.window._replace(day=day, start=start))
        return self._begun[day]


_TIMELESS: set[Callable[[Source], Any]] = set()


def timeless(load: Callable[[Source], T]) -> Callable[[Source], T]:
    """Marks facts that are read whole, whatever the window is."""
    _TIMELESS.add(load)
    return load


@timeless
def book(source: Source) -> Book:
    """Every client ever in the book, with its standings."""
    standings: dict[int, list[Standing]] = {}
    for standing in source.store.select(Standing, "ORDER BY since_at, id"):
        standings.setdefault(standing.client_id, []).append(standing)
    rows = source.store.rows(
        "SELECT id, name, tier, created_at, archived_at, merged_into_id FROM client ORDER BY id"
    )
    return Book(
        InBook(ClientTag(*row[:3]), to_instant(row[3]), to_instant(row[4]) if row[4] else None,
               row[5] is not None, tuple(standings.get(row[0], ())))
        for row in rows
    )  # fmt: skip


def key_contacts(source: Source) -> KeyContacts:
    """The book, and the first contact of each quarter that satisfies the standard, of whoever was
    a key client: whether one was met by a moment of the quarter needs no more.
    """  # noqa: D205
    rows = source.store.rows(
        f"""SELECT interaction.client_id, at, interaction.channel
            FROM (SELECT DISTINCT client_id FROM standing WHERE tier = 'key') AS key
            JOIN json_each(?) AS quarter
            JOIN interaction ON interaction.id = (
                SELECT id FROM interaction WHERE client_id = key.client_id AND {MEETS}
                AND at >= json_extract(quarter.value, '$[0]')
                AND at < json_extract(quarter.value, '$[1]')
                ORDER BY at, id LIMIT 1)
            ORDER BY at""",
        _quarters(source),
    )
    met: dict[int, list[tuple[datetime, str]]] = {}
    for client_id, at, channel in rows:
        met.setdefault(client_id, []).append((to_instant(at), channel))
    return KeyContacts(source.once(book), met)


def _quarters(source: Source) -> str:
    """The quarters that the window touches, as JSON: pairs of first instant and end."""
    here, window = zone(source.settings), source.window
    day = min(window.quarter, window.start).astimezone(here).date()
    edges = [midnight(quarter_start(day), here)]
    while edges[-1] < window.end:
        day = edges[-1].astimezone(here).date() + timedelta(days=100)
        edges.append(midnight(quarter_start(day), here))
    edges[-1] = window.end
    marks = [from_instant(edge) for edge in edges]
    # Instants need no escapes, and what writes JSON takes long to import.
    pairs = (f'["{first}","{end}"]' for first, end in pairwise(marks))
    return f"[{','.join(pairs)}]"


def contacts(source: Source) -> Contacts:
    """Interactions of the window."""
    found = raw(Contact, source.store.rows(
        """SELECT id, at, channel, outcome, minutes, note, client_id FROM interaction
            WHERE at >= ? AND at < ? ORDER BY at, id""",
        source.window.start, source.window.end,
    ))  # fmt: skip
    channels = {contact.channel for contact in found}
    minutes = {channel: source.settings[f"minutes.{channel}"] for channel in channels}
    return Contacts(found, source.once(book).tags, minutes)


def callbacks(source: Source) -> list[Promise]:
    """Callbacks due, done or given up in the window, those still open, and the next days'."""
    start, end = source.window.start, source.window.end
    rest = """WHERE callback.id IN (
        SELECT id FROM callback WHERE due_at >= ? AND due_at < ?
        UNION SELECT id FROM callback WHERE done_at IS NOT NULL AND done_at >= ?
        UNION SELECT id FROM callback WHERE cancelled_at >= ?
        UNION SELECT id FROM callback
            WHERE done_at IS NULL AND cancelled_at IS NULL AND due_at < ?)
        ORDER BY due_at, callback.id"""
    return with_client(source.store, Callback, rest, start, end + AHEAD, start, start, end + AHEAD)


def requests(source: Source) -> Requests:
    """Requests with a run that began, ran or ended in the window."""
    rest = """WHERE request.id IN (
        SELECT request_id FROM request_clock
        WHERE started_at < ? AND (resolved_at IS NULL OR resolved_at >= ? OR started_at >= ?))
        ORDER BY asked_at, request.id"""
    start, end = source.window.start, source.window.end
    found = request.files(source.store, rest, end, start, start)
    return Requests(found, sla_policy(source.settings))


def promises(source: Source) -> Promises:
    """Callbacks and requests."""
    return Promises(source.once(callbacks), source.once(requests))


def opinions(source: Source) -> list[Opinion]:
    """Feedback of the window with its actions."""
    rest = "WHERE feedback.at >= ? AND feedback.at < ? ORDER BY feedback.at, feedback.id"
    return feedback.files(source.store, rest, source.window.start, source.window.end)


@timeless
def plans(source: Source) -> Plans:
    """The book, with the revisions of all service plans."""
    found: dict[int, list[Plan]] = {}
    for plan in source.store.select(Plan, "ORDER BY created_at, id"):
        found.setdefault(plan.client_id, []).append(plan)
    return Plans(source.once(book), found)


def deals(source: Source) -> Deals:
    """Deals that were open at some time of the window, or closed in it."""
    rest = """WHERE deal.id IN (
        SELECT id FROM deal WHERE closed_at IS NULL
        UNION SELECT id FROM deal WHERE closed_at IS NOT NULL AND closed_at >= ?)
        AND opened_at < ? ORDER BY deal.id"""
    found = with_client(source.store, Deal, rest, source.window.start, source.window.end)
    chances = {stage: source.settings[f"stage.{stage}"] for stage in OPEN_STAGES}
    return Deals(found, _stages(source, found), chances)


def _stages(source: Source, found: list[tuple[Deal, ClientTag]]) -> dict[int, list[DealStage]]:
    ids = [deal.id for deal, _ in found]
    return belonging(source.store, DealStage, "deal_id", ids, "at, id")


def holdings(source: Source) -> Holdings:
    """What was held at some time of the window, with its later movements, and the prices."""
    day, last = source.window.day, source.window.end.date()
    rest = """WHERE start_on <= ? AND (closed_on IS NULL OR closed_on >= ?) ORDER BY holding.id"""
    found = with_client(source.store, Holding, rest, last, day)
    moves: dict[int, list[HoldingMove]] = {}
    for move in source.store.select(HoldingMove, "WHERE moved_on >= ? ORDER BY moved_on, id", day):
        moves.setdefault(move.holding_id, []).append(move)
    products = {product.id: product for product in source.store.select(Product)}
    rows = [
        Position(holding, products[holding.product_id], client, tuple(moves.get(holding.id, ())))
        for holding, client in found
    ]
    priced = {row.product.id for row in rows if row.holding.units is not None}
    return Holdings(rows, _prices(source, sorted(priced)), source.once(book))


def _prices(source: Source, products: list[int]) -> dict[int, list[Price]]:
    """Prices of the window, and the last one of each product before it."""
    # Where it begins is looked up once for each product, not again for each of its prices.
    rest = """JOIN (SELECT product.value AS id, coalesce((
            SELECT max(valued_on) FROM price WHERE product_id = product.value AND valued_on <= ?
        ), '') AS first_on FROM json_each(?) AS product) AS wanted
        ON wanted.id = price.product_id WHERE valued_on >= first_on AND valued_on <= ?
        ORDER BY valued_on"""
    day, last = source.window.day, source.window.end.date()
    found: dict[int, list[Price]] = {}
    for price in source.store.select(Price, rest, day, array(products), last):
        found.setdefault(price.product_id, []).append(price)
    return found


@timeless
def assessments(source: Source) -> dict[int, list[Assessment]]:
    """All assessments by client, the oldest first."""
    found: dict[int, list[Assessment]] = {}
    for assessment in source.store.select(Assessment, "ORDER BY at, id"):
        found.setdefault(assessment.client_id, []).append(assessment)
    return found


def tolerances(source: Source) -> Tolerances:
    """Holdings, and all assessments."""
    return Tolerances(source.once(holdings), source.once(assessments))


def proofs(source: Source) -> Proofs:
    """Deals, with the disclosures to whoever bought something."""
    found = source.once(deals)
    buyers = sorted({client.id for deal, client in found.rows if deal.stage == "won"})
    return Proofs(found, belonging(source.store, Disclosure, "client_id", buyers))


def warned(source: Source) -> list[Warned]:
    """Sales of the window made after a warning: a sale that was put right was checked again, and
    its last check is the one that holds.
    """  # noqa: D205
    rest = """WHERE outcome = 'warned' AND at >= ? AND at < ? AND sale_check.id = (
            SELECT max(id) FROM sale_check AS each WHERE each.deal_id = sale_check.deal_id)
        ORDER BY at, sale_check.id"""
    start, end = source.window.start, source.window.end
    found = with_client(source.store, SaleCheck, rest, start, end)
    titles = belonging(source.store, Deal, "id", [check.deal_id for check, _ in found])
    products = belonging(source.store, Product, "id", [check.product_id for check, _ in found])
    return [
        Warned(check, client, titles[check.deal_id][0].title,
               products[check.product_id][0].code, products[check.product_id][0].name)
        for check, client in found
    ]  # fmt: skip


def risks(source: Source) -> Risks:
    """The register up to the window's end, with every review."""
    rest = "WHERE opened_at < ? ORDER BY opened_at, risk.id"
    found = with_client(source.store, Risk, rest, source.window.end)
    reviews = belonging(
        source.store, RiskReview, "risk_id", [risk.id for risk, _ in found], "at, id"
    )
    return Risks(found, reviews, source.once(book))
