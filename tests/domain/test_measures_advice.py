"""Figures of holdings, disclosures, warnings, assessments and risks: by hand, at the boundaries."""

from datetime import date, datetime
from typing import Any

from cmcli.domain.advice import Advice, Offered
from cmcli.domain.assessment import Assessment
from cmcli.domain.client import ClientTag, Standing
from cmcli.domain.disclosure import Disclosure
from cmcli.domain.figures import advice, holdings
from cmcli.domain.figures.advice import Proofs, Risks, Warned
from cmcli.domain.figures.business import Deals
from cmcli.domain.figures.clients import Book, InBook
from cmcli.domain.figures.holdings import Holdings, Position, Tolerances
from cmcli.domain.holding import Holding, HoldingMove
from cmcli.domain.measure import FOLDS, Evidence, Span, span
from cmcli.domain.period import parse_period
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.domain.risk import Risk, RiskReview
from cmcli.domain.sale_check import SaleCheck
from cmcli.messages import Money
from tests.builders import TAG, at, deal

NOW = at("2026-11-27 17:00")
OTHER = ClientTag(2, "刘芳", "focus")
LONG_AGO = at("2020-01-01 09:00")


def over(text: str = "2026-W47", now: datetime = NOW) -> Span:
    """Week 47 is Monday 16 to Sunday 22 November."""
    return span(parse_period(text, now.date()), now)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def in_book(client: ClientTag, *, archived: datetime | None = None) -> InBook:
    standing = Standing(1, client.id, client.tier, "active", LONG_AGO)
    return InBook(client, LONG_AGO, archived, merged=False, standings=(standing,))


BOOK = Book([in_book(TAG), in_book(OTHER)])


def product(
    number: int = 1, kind: str = "deposit", level: str | None = "R1", **given: Any
) -> Product:
    regime = {"wealth": "nfra", "fund": "csrc"}.get(kind, "none")
    made = Product(
        number, f"P{number}", f"product {number}", kind, level, None, None, None, LONG_AGO
    )
    return made._replace(**{"regime": regime, **given})


def holding(number: int = 1, amount: int = 100, **given: Any) -> Holding:
    usual: dict[str, Any] = {
        "id": number, "client_id": 1, "product_id": 1, "amount": amount, "currency": "CNY",
        "units": None, "start_on": day("01-05"), "maturity_on": None, "rate": None,
        "repayment": None, "overdue_on": None, "deal_id": None, "note": None, "closed_on": None,
        "created_at": LONG_AGO,
    }  # fmt: skip
    return Holding(**{**usual, **given})


def move(kind: str, moved: str, amount: int, principal: int | None = None,
         units: float | None = None) -> HoldingMove:  # fmt: skip
    taken = amount if principal is None else principal
    return HoldingMove(1, 1, kind, day(moved), amount, taken, units, None, LONG_AGO)


def price(valued: str, value: float) -> Price:
    return Price(1, 1, day(valued), value, None, None, LONG_AGO)


def facts(*positions: Position, prices: dict[int, list[Price]] | None = None,
          book: Book | None = None) -> Holdings:  # fmt: skip
    return Holdings(positions, prices or {}, BOOK if book is None else book)


def values(evidence: Evidence) -> list[Any]:
    assert evidence.rows is not None
    return [(row.id, row.value) for row in evidence.rows]


def money(evidence: Evidence) -> list[tuple[int, int, str]]:
    return [(number, value.amount, value.currency) for number, value in values(evidence)]


# What is held


def test_what_is_owned_is_summed_by_currency_and_loans_and_cards_are_left_out() -> None:
    found = facts(
        Position(holding(1, 100), product(), TAG),
        Position(holding(2, 7, currency="USD"), product(), OTHER),
        Position(holding(3, 900), product(kind="loan"), TAG),
        Position(holding(4, 50), product(kind="card"), TAG),
    )
    evidence = holdings.total(found, over())
    assert money(evidence) == [(1, 100, "CNY"), (2, 7, "USD")]
    assert FOLDS["sum"](evidence.rows or []) == (Money(100, "CNY"), Money(7, "USD"))


def test_held_from_its_first_day_until_the_day_it_was_closed() -> None:
    found = facts(
        Position(holding(1, start_on=day("11-22")), product(), TAG),
        Position(holding(2, start_on=day("11-23")), product(), TAG),
        Position(holding(3, 0, closed_on=day("11-22")), product(), TAG),
        Position(holding(4, 0, closed_on=day("11-23")), product(), TAG,
                 (move("matured", "11-23", 110, 100),)),
    )  # fmt: skip
    assert money(holdings.total(found, over())) == [(1, 100, "CNY"), (4, 100, "CNY")]


def test_the_principal_is_that_of_the_periods_end() -> None:
    found = facts(
        Position(holding(1, 70), product(), TAG,
                 (move("redeemed", "11-22", 33, 30), move("bought", "11-24", 20),
                  move("redeemed", "11-25", 60, 50))),
    )  # fmt: skip
    assert money(holdings.total(found, over("2026-W46"))) == [(1, 130, "CNY")]
    assert money(holdings.total(found, over("2026-W47"))) == [(1, 100, "CNY")]
    assert money(holdings.total(found, over("2026-W48"))) == [(1, 70, "CNY")]


def test_units_count_at_the_last_price_known_on_the_day_else_the_principal() -> None:
    prices = {1: [price("11-13", 1.5), price("11-22", 2.0), price("11-23", 9.0)]}
    held = Position(holding(1, 1000, units=10.0), product(kind="fund", level="R3"), TAG)
    assert money(holdings.total(facts(held, prices=prices), over())) == [(1, 2000, "CNY")]
    assert money(holdings.total(facts(held, prices=prices), over("2026-W46"))) == [(1, 1500, "CNY")]
    assert money(holdings.total(facts(held, prices=prices), over("2026-W45"))) == [(1, 1000, "CNY")]


def test_the_units_of_a_past_day_are_those_before_what_was_sold_since() -> None:
    prices = {1: [price("11-13", 2.0)]}
    sold = move("redeemed", "11-24", 900, 400, units=4.0)
    held = Position(holding(1, 600, units=6.0), product(kind="fund", level="R3"), TAG, (sold,))
    assert money(holdings.total(facts(held, prices=prices), over())) == [(1, 2000, "CNY")]
    assert money(holdings.total(facts(held, prices=prices), over("2026-W48"))) == [(1, 1200, "CNY")]


def test_the_holdings_of_who_left_the_book_before_the_end_are_left_out() -> None:
    gone = in_book(TAG, archived=at("2026-11-22 23:00"))
    held = Position(holding(), product(), TAG)
    assert money(holdings.total(facts(held, book=Book([gone])), over())) == []
    assert money(holdings.total(facts(held, book=Book([gone])), over("2026-W46"))) == [
        (1, 100, "CNY")
    ]


def test_money_in_less_money_out_of_the_days_of_the_period() -> None:
    found = facts(
        Position(holding(1), product(), TAG, (
            move("bought", "11-15", 1), move("bought", "11-16", 10), move("redeemed", "11-22", 4, 3),
            move("bought", "11-23", 1000),
        )),
        Position(holding(2, currency="USD"), product(), TAG, (move("matured", "11-18", 102, 100),)),
        Position(holding(3), product(kind="loan"), TAG, (
            move("borrowed", "11-17", 500), move("repaid", "11-18", 50),
        )),
    )  # fmt: skip
    evidence = holdings.net_inflow(found, over())
    assert money(evidence) == [(1, 10, "CNY"), (2, -102, "USD"), (1, -4, "CNY")]
    assert FOLDS["sum"](evidence.rows or []) == (Money(6, "CNY"), Money(-102, "USD"))


def test_products_are_counted_once_a_client_loans_among_them() -> None:
    found = facts(
        Position(holding(1), product(1), TAG),
        Position(holding(2), product(1), TAG),
        Position(holding(3), product(2, kind="loan"), TAG),
        Position(holding(4), product(1), OTHER),
        Position(holding(5, closed_on=day("11-20")), product(3), OTHER),
    )
    evidence = holdings.cross_sell(found, over())
    assert values(evidence) == [(1, 2), (2, 1)]
    assert FOLDS["mean"](evidence.rows or []) == 1.5
    assert FOLDS["mean"](holdings.cross_sell(facts(), over()).rows or []) is None


# Assessments


def assessment(made: str, expires: str, level: str = "C3") -> Assessment:
    moment = at(f"{made} 10:00")
    return Assessment(1, 1, moment, level, None, None, None, date.fromisoformat(expires),
                      None, None, moment)  # fmt: skip


def tolerances(known: list[Assessment], **given: Any) -> Tolerances:
    fund = product(kind="fund", level="R2", **given)
    return Tolerances(facts(Position(holding(), fund, TAG)), {1: known})


def test_an_assessment_is_valid_through_its_last_day() -> None:
    for expires, expected in (("2026-11-22", 1), ("2026-11-21", 0)):
        found = tolerances([assessment("2025-11-22", expires)])
        assert values(holdings.assessed(found, over())) == [(1, expected)]
    assert values(holdings.assessed(tolerances([]), over())) == [(1, 0)]


def test_the_assessment_is_the_latest_of_those_made_by_the_end() -> None:
    lapsed, later = assessment("2025-11-01", "2026-11-01"), assessment("2026-11-23", "2027-11-23")
    assert values(holdings.assessed(tolerances([lapsed, later]), over())) == [(1, 0)]
    assert values(holdings.assessed(tolerances([lapsed, later]), over("2026-W48"))) == [(1, 1)]


def test_only_holdings_above_the_lowest_level_ask_for_an_assessment() -> None:
    assert values(holdings.assessed(tolerances([], risk="R1"), over())) == []
    assert values(holdings.assessed(tolerances([], risk="R1", seller_risk="R2"), over())) == [
        (1, 0)
    ]
    assert values(holdings.assessed(tolerances([], regime="none"), over())) == []


# Advice


def test_advice_counts_in_the_period_in_which_it_was_given() -> None:
    def offered(number: int, when: str, reply: str | None = None) -> Offered:
        return Offered(Advice(number, 1, at(when), reply, None, at(when)), TAG, ("稳一", "定一"))

    found = [offered(1, "2026-11-15 23:59:59"), offered(2, "2026-11-16 00:00"),
             offered(3, "2026-11-22 23:59:59", "再想想"), offered(4, "2026-11-23 00:00")]  # fmt: skip
    rows = advice.given(found, over()).rows or []
    assert [(row.noun, row.id, row.text, str(row.note), row.value) for row in rows] == [
        ("client", 1, "稳一, 定一", "no reply yet", 1), ("client", 1, "稳一, 定一", "再想想", 1),
    ]  # fmt: skip


# Disclosures


def told(items: str, when: str, *, client: int = 1, about: int = 1) -> Disclosure:
    moment = at(when)
    return Disclosure(1, client, about, moment, items, None, None, None, None, "phone", None, None,
                      moment)  # fmt: skip


def proofs(*told_of: Disclosure, **given: Any) -> Proofs:
    sold = deal(stage="won", closed_at=at("2026-11-18 10:00"), **{"product_id": 1, **given})
    by_client: dict[int, list[Disclosure]] = {}
    for one in told_of:
        by_client.setdefault(one.client_id, []).append(one)
    return Proofs(Deals([(sold, TAG)], {}, {}), by_client)


ALL = "structure fees risks"


def test_a_sale_is_disclosed_when_all_three_were_told_by_its_day() -> None:
    assert values(advice.disclosed(proofs(told(ALL, "2026-11-18 18:00")), over())) == [(1, 1)]
    assert values(advice.disclosed(proofs(told(ALL, "2026-11-19 00:00")), over())) == [(1, 0)]
    parts = (told("fees", "2026-11-01 09:00"), told("structure risks", "2026-11-18 09:00"))
    assert values(advice.disclosed(proofs(*parts), over())) == [(1, 1)]
    assert values(advice.disclosed(proofs(parts[1]), over())) == [(1, 0)]


def test_what_another_client_heard_or_of_another_product_is_no_proof() -> None:
    for one in (told(ALL, "2026-11-10 09:00", client=2), told(ALL, "2026-11-10 09:00", about=2)):
        assert values(advice.disclosed(proofs(one), over())) == [(1, 0)]


def test_a_deal_without_a_product_or_of_another_week_has_nothing_to_disclose() -> None:
    assert values(advice.disclosed(proofs(product_id=None), over())) == []
    assert values(advice.disclosed(proofs(), over("2026-W46"))) == []
    assert values(advice.disclosed(proofs(), over("2026-W47"))) == [(1, 0)]


# Warnings


def test_a_sale_after_a_warning_counts_in_the_period_of_the_sale() -> None:
    def sale(number: int, when: str) -> Warned:
        check = SaleCheck(number, number, 1, 1, at(when), "csrc", "warned", "R3", "C2", "level",
                          "李明", "坚持购买", None)  # fmt: skip
        return Warned(check, TAG, "定投", "FD", "灵活配置")

    sales = [sale(1, "2026-11-15 23:59:59"), sale(2, "2026-11-16 00:00"),
             sale(3, "2026-11-22 23:59:59"), sale(4, "2026-11-23 00:00")]  # fmt: skip
    assert values(advice.warned(sales, over())) == [(2, 1), (3, 1)]
    assert str((advice.warned(sales, over()).rows or [])[0].note) == (
        "灵活配置 · R3 / C2 · 坚持购买 · 李明"
    )


# Risks


def risk(number: int = 1, review: str | None = None, closed: str | None = None,
         opened: str = "2026-10-01 09:00") -> Risk:  # fmt: skip
    return Risk(number, 1, "other", "风险", "high", None, day(review) if review else None, None,
                at(opened), at(closed) if closed else None, "closed" if closed else None, None,
                at(opened))  # fmt: skip


def register(*risks: Risk, reviews: list[RiskReview] | None = None,
             book: Book | None = None) -> Risks:  # fmt: skip
    return Risks([(one, TAG) for one in risks], {1: reviews or []}, BOOK if book is None else book)


def review(due: str | None, held: str, number: int = 1) -> RiskReview:
    return RiskReview(number, 1, day(due) if due else None, at(held), "high", None)


def test_a_risk_is_open_from_when_it_was_seen_until_it_was_closed() -> None:
    found = register(
        risk(1, opened="2026-11-22 23:59:59"),
        risk(2, opened="2026-11-23 00:00"),
        risk(3, closed="2026-11-22 23:59:59"),
        risk(4, closed="2026-11-23 00:00"),
    )
    assert values(advice.open_risks(found, over())) == [(1, 1), (4, 1)]
    gone = Book([in_book(TAG, archived=at("2026-11-20 10:00"))])
    assert values(advice.open_risks(register(risk(), book=gone), over())) == []


def test_a_review_is_on_time_through_its_day() -> None:
    for held, expected in (("2026-11-12 09:00", 1), ("2026-11-18 23:59:59", 1),
                           ("2026-11-19 00:00", 0)):  # fmt: skip
        found = register(risk(), reviews=[review("11-18", held)])
        assert values(advice.on_time(found, over())) == [(1, expected)], held


def test_a_review_counts_in_the_period_in_which_it_was_due() -> None:
    reviews = [review("11-15", "2026-11-17 09:00"), review("11-23", "2026-11-17 09:00"),
               review(None, "2026-11-17 09:00")]  # fmt: skip
    assert values(advice.on_time(register(risk(), reviews=reviews), over())) == []


def test_what_is_not_yet_due_is_left_out_and_what_was_missed_is_late() -> None:
    this_week = over("2026-W48")
    waiting = advice.on_time(register(risk(review="11-27")), this_week)
    assert values(waiting) == []
    assert [(str(label), count) for label, count in waiting.parts] == [("not yet due, left out", 1)]
    missed = advice.on_time(register(risk(review="11-26")), this_week)
    assert (values(missed), missed.parts) == ([(1, 0)], ())


def test_a_risk_closed_by_its_day_owes_no_review_one_closed_later_does() -> None:
    on_the_day = risk(review="11-18", closed="2026-11-18 23:00")
    assert values(advice.on_time(register(on_the_day), over())) == []
    too_late = risk(review="11-18", closed="2026-11-19 00:00")
    assert values(advice.on_time(register(too_late), over())) == [(1, 0)]


# The week after


def test_what_matures_in_the_week_after_is_listed_loans_too() -> None:
    def ending(number: int, on: str, **given: Any) -> Holding:
        return holding(number, maturity_on=day(on), **given)

    found = facts(
        Position(ending(1, "11-22"), product(), TAG),
        Position(ending(2, "11-23"), product(), TAG),
        Position(ending(3, "11-29"), product(kind="loan"), TAG),
        Position(ending(4, "11-30"), product(), TAG),
        Position(ending(5, "11-24", closed_on=day("11-20")), product(), TAG),
    )
    rows = holdings.maturing(found, over(), at("2026-11-30 00:00"))
    assert [(row.id, row.at, str(row.note)) for row in rows] == [
        (2, at("2026-11-23 00:00"), "100 CNY matures"),
        (3, at("2026-11-29 00:00"), "100 CNY to be repaid"),
    ]
