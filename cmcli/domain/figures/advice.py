"""Figures of how clients are advised: disclosures, warnings, risks and their reviews."""

from datetime import date, datetime

from cmcli.domain.advice import Offered
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, midnight
from cmcli.domain.disclosure import ITEMS, Disclosure
from cmcli.domain.figures.business import Deals
from cmcli.domain.figures.clients import Book
from cmcli.domain.measure import Evidence, Row, Said, Span
from cmcli.domain.risk import Risk, RiskReview
from cmcli.domain.sale_check import SaleCheck
from cmcli.messages import Code, joined, say
from cmcli.named import NamedTuple


def given(facts: list[Offered], over: Span) -> Evidence:
    """Advice of the period: who, what was offered, what the client said."""
    return Evidence([
        Row("client", one.client.id, one.client, one.advice.at, ", ".join(one.names), 1,
            one.advice.reply or say("no reply yet"))
        for one in facts if over.holds(one.advice.at)
    ])  # fmt: skip


class Proofs(NamedTuple):
    """Deals, and what each client was told, by the client's number."""

    deals: Deals
    told: dict[int, list[Disclosure]]


def disclosed(facts: Proofs, over: Span) -> Evidence:
    """Of the deals won in the period that have a product, those told of in full by their day."""
    rows = []
    for deal, client in facts.deals.closed(over, "won"):
        if deal.product_id is None or deal.closed_at is None:
            continue
        last = day_of(deal.closed_at, over.now)
        heard = {
            item
            for one in facts.told.get(deal.client_id, [])
            if one.product_id == deal.product_id and day_of(one.at, over.now) <= last
            for item in one.items.split()
        }
        missing = [item for item in ITEMS if item not in heard]
        rows.append(
            Row("deal", deal.id, client, deal.closed_at, deal.title, int(not missing),
                _missing(missing))
        )  # fmt: skip
    return Evidence(rows)


def _missing(items: list[str]) -> Said:
    if not items:
        return say("told in full")
    return say("not told: {items}", items=joined([Code("disclosed", item) for item in items], ", "))


class Warned(NamedTuple):
    """A sale made after a warning, as the report lists it."""

    check: SaleCheck
    client: ClientTag
    title: str
    code: str
    product: str


def warned_in(sales: list[Warned], over: Span) -> list[Warned]:
    """The sales of the period made after a warning."""
    return [sale for sale in sales if over.holds(sale.check.at)]


def warned(sales: list[Warned], over: Span) -> Evidence:
    """Sales made after a warning."""
    return Evidence([listed(sale) for sale in warned_in(sales, over)])


def listed(sale: Warned) -> Row:
    """The deal; its product and the levels, why the client went on, and who took it down."""
    check = sale.check
    levels = joined([check.product_level, check.client_level], " / ")
    note = joined([sale.product, levels, check.reason, check.who])
    return Row("deal", check.deal_id, sale.client, check.at, sale.title, 1, note)


class Risks(NamedTuple):
    """The register with the reviews of each risk, and the book."""

    rows: list[tuple[Risk, ClientTag]]
    reviews: dict[int, list[RiskReview]]
    book: Book


def _row(risk: Risk, client: ClientTag, at: datetime, value: int, note: Said) -> Row:
    return Row("risk", risk.id, client, at, risk.title, value, note)


def open_risks(facts: Risks, over: Span) -> Evidence:
    """Risks of clients in the book that were open at the period's end."""
    at = over.moment
    present = facts.book.present(at)
    return Evidence([
        _row(risk, client, risk.opened_at, 1, Code("severity", risk.severity))
        for risk, client in facts.rows if _open(risk, at) and client.id in present
    ])  # fmt: skip


def _open(risk: Risk, at: datetime) -> bool:
    return risk.opened_at <= at and (risk.closed_at is None or risk.closed_at > at)


def on_time(facts: Risks, over: Span) -> Evidence:
    """Of the reviews due in the period those held by their day; what is not yet due is left out."""
    rows = [
        _held(risk, client, review, over)
        for risk, client in facts.rows
        for review in facts.reviews.get(risk.id, [])
        if _within(review.due_on, over)
    ]
    pending = [pair for pair in facts.rows if _within(pair[0].review_on, over)]
    waiting = [risk for risk, _ in pending if _not_yet_due(risk, over)]
    rows += [_not_held(*pair, over) for pair in pending if _was_missed(pair[0], over)]
    left_out = ((say("not yet due, left out"), len(waiting)),) if waiting else ()
    return Evidence(sorted(rows, key=lambda row: row.at or over.start), left_out)


def _not_yet_due(risk: Risk, over: Span) -> bool:
    return risk.closed_at is None and (risk.review_on or date.min) >= over.now.date()


def _was_missed(risk: Risk, over: Span) -> bool:
    """Whether the day passed without a review while the risk was open."""
    end = day_of(risk.closed_at, over.now) if risk.closed_at else over.now.date()
    return risk.review_on is not None and risk.review_on < end


def _within(day: date | None, over: Span) -> bool:
    return day is not None and over.period.start <= day <= over.period.end


def _held(risk: Risk, client: ClientTag, review: RiskReview, over: Span) -> Row:
    due = review.due_on or day_of(review.at, over.now)
    held = day_of(review.at, over.now)
    return _row(risk, client, midnight(due, over.now.tzinfo), int(held <= due),
                say("held {day}", day=held))  # fmt: skip


def _not_held(risk: Risk, client: ClientTag, over: Span) -> Row:
    due = midnight(risk.review_on or over.period.end, over.now.tzinfo)
    return _row(risk, client, due, 0, say("not held"))
