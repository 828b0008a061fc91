from datetime import date
from typing import Any

import pytest

from cmcli.domain import holding as rules
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.holding import Held, Holding, HoldingMove, Part, Terms
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG

START = date(2026, 1, 5)
TODAY = NOW.date()


def product(kind: str = "deposit", **given: Any) -> Product:
    usual: dict[str, Any] = {"id": 1, "code": "P1", "name": "产品", "kind": kind, "risk": None,
                             "price": None, "currency": None, "note": None,
                             "created_at": NOW}  # fmt: skip
    return Product(**{**usual, **given})


def holding(**given: Any) -> Holding:
    usual: dict[str, Any] = {
        **dict.fromkeys(Holding._fields), "id": 1, "client_id": 1, "product_id": 1,
        "amount": 100_000, "currency": "CNY", "start_on": START, "created_at": NOW,
    }  # fmt: skip
    return Holding(**{**usual, **given})


def price(value: float) -> Price:
    return Price(1, 1, date(2026, 11, 20), value, None, None, NOW)


def held(kind: str = "deposit", at: float | None = None, **given: Any) -> Held:
    return Held(holding(**given), product(kind), TAG, price(at) if at else None)


def move(kind: str, day: date, amount: int, units: float | None = None) -> HoldingMove:
    return HoldingMove(1, 1, kind, day, amount, amount, units, None, NOW)


def records(changes: list[Any]) -> tuple[Holding, HoldingMove]:
    found: list[Any] = [change.record for change in changes if isinstance(change, Insert)]
    return found[0], found[1]


def opened(kind: str = "deposit", at: float | None = None, **given: Any) -> Any:
    terms = Terms(**{"amount": 100_000, "currency": "CNY", "start_on": START, **given})
    sold = product(kind, term=given.pop("term", None))
    return records(rules.opened(1, sold, terms, price(at) if at else None, NOW))


# Value


def test_the_value_is_the_units_at_the_price_else_the_principal() -> None:
    assert held().value == 100_000
    assert held(at=1.25).value == 100_000
    assert held(units=800.0).value == 100_000
    assert held(at=1.5, units=800.0).value == 120_000
    assert (held(at=1.5, units=800.0).gain, held().gain) == (20_000, None)


@pytest.mark.parametrize(
    ("units", "at", "currency", "minor"),
    [
        (1.0, 0.005, "CNY", 0),
        (1.0, 0.015, "CNY", 2),
        (1.0, 0.025, "CNY", 2),
        (3.0, 1.005, "CNY", 302),
        (1.0, 2.5, "JPY", 2),
        (1.0, 3.5, "JPY", 4),
        (1.0, 0.0005, "BHD", 0),
        (12_345_678.91, 1.2345, "CNY", 1_524_074_061),
    ],
)
def test_a_value_is_rounded_half_to_even_as_it_is_written(
    units: float, at: float, currency: str, minor: int
) -> None:
    assert rules.worth(units, at, currency) == minor


def test_loans_and_cards_are_owed() -> None:
    assert [held(kind).is_debt for kind in ("loan", "card", "deposit", "fund", "other")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_holding_stood_higher_before_it_was_redeemed() -> None:
    later = [move("redeemed", TODAY, 30_000, 10.0), move("bought", TODAY, 5_000, 2.0)]
    before = rules.stood(holding(amount=75_000, units=92.0), later)
    assert (before.amount, before.units) == (100_000, 100.0)


# Bought


def test_a_purchase_is_a_holding_and_its_first_movement() -> None:
    new, first = opened()
    assert (new.amount, new.start_on, new.maturity_on, new.units) == (100_000, START, None, None)
    assert (first.kind, first.holding_id, first.moved_on) == ("bought", new.id, START)
    assert (first.amount, first.principal) == (100_000, 100_000)


def test_what_is_owed_was_borrowed_and_has_no_units() -> None:
    new, first = opened("loan", at=1.25, repayment=500, overdue_on=TODAY)
    assert (first.kind, new.units, new.repayment) == ("borrowed", None, 500)
    with pytest.raises(Usage):
        opened("loan", units=5.0)
    for only_a_loan in ({"repayment": 500}, {"overdue_on": TODAY}):
        with pytest.raises(Usage):
            opened("deposit", **only_a_loan)


def test_the_term_of_the_product_gives_the_maturity_and_its_price_the_units() -> None:
    sold = product(term=30)
    new, _ = records(rules.opened(1, sold, Terms(100_000, "CNY", START), price(1.25), NOW))
    assert (new.maturity_on, new.units) == (date(2026, 2, 4), 800.0)
    said = Terms(100_000, "CNY", START, date(2026, 3, 1), 790.0)
    new, _ = records(rules.opened(1, sold, said, price(1.25), NOW))
    assert (new.maturity_on, new.units) == (date(2026, 3, 1), 790.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": -1},
        {"start_on": date(2026, 11, 24)},
        {"maturity_on": START},
        {"maturity_on": date(2026, 1, 4)},
    ],
)
def test_terms_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(Usage):
        opened(**wrong)
    assert opened(start_on=TODAY, maturity_on=date(2026, 11, 24))


@pytest.mark.parametrize("since", [date(2026, 1, 4), date(2026, 11, 24)])
def test_an_instalment_is_overdue_since_a_day_of_the_loan(since: date) -> None:
    with pytest.raises(Usage):
        opened("loan", overdue_on=since)


# Redeemed


def out(one: Held, part: Part, day: date = TODAY, moves: Any = ()) -> tuple[dict[str, Any], Any]:
    first, second = rules.redeemed(one, moves, part, day, NOW)
    assert isinstance(first, Update)
    assert isinstance(second, Insert)
    return first.fields, second.record


def test_a_part_of_a_deposit() -> None:
    fields, moved = out(held(), Part(30_000))
    assert fields == {"amount": 70_000}
    assert (moved.kind, moved.amount, moved.principal) == ("redeemed", 30_000, 30_000)


def test_all_of_it_closes_the_holding() -> None:
    for part in (Part(everything=True), Part(100_000)):
        fields, moved = out(held(), part)
        assert fields == {"amount": 0, "closed_on": TODAY}
        assert moved.amount == 100_000


@pytest.mark.parametrize(
    ("part", "amount", "principal", "units"),
    [
        (Part(30_000), 30_000, 25_000, 200.0),
        (Part(units=200.0), 30_000, 25_000, 200.0),
        (Part(31_000, 200.0), 31_000, 25_000, 200.0),
        (Part(everything=True), 120_000, 100_000, 800.0),
        (Part(120_000), 120_000, 100_000, 800.0),
        (Part(units=800.0), 120_000, 100_000, 800.0),
    ],
)
def test_of_units_the_money_is_of_the_day_and_the_principal_falls_in_proportion(
    part: Part, amount: int, principal: int, units: float
) -> None:
    fields, moved = out(held("fund", at=1.5, units=800.0), part)
    assert (moved.amount, moved.principal, moved.units) == (amount, principal, units)
    assert fields["amount"] == 100_000 - principal
    assert fields["units"] == 800 - units
    assert fields.get("closed_on") == (TODAY if units == 800 else None)


def test_units_without_a_price_are_worth_what_was_paid() -> None:
    fields, moved = out(held("fund", units=800.0), Part(25_000))
    assert (moved.units, moved.principal, fields["units"]) == (200.0, 25_000, 600.0)
    _, moved = out(held("fund", units=800.0), Part(units=200.0))
    assert moved.amount == 25_000


@pytest.mark.parametrize(
    ("one", "part"),
    [
        (held(), Part(100_001)),
        (held("loan"), Part(100_001)),
        (held("fund", at=1.5, units=800.0), Part(120_001)),
        (held("fund", at=1.5, units=800.0), Part(units=800.00000001)),
        (held(closed_on=START), Part(1)),
    ],
)
def test_more_than_is_held_is_refused(one: Held, part: Part) -> None:
    with pytest.raises(Refused):
        rules.redeemed(one, [], part, TODAY, NOW)


def test_the_refusal_says_what_is_held() -> None:
    with pytest.raises(Refused, match="800 units"):
        out(held("fund", at=1.5, units=800.0), Part(120_001))
    with pytest.raises(Refused, match="100000 CNY"):
        out(held(), Part(100_001))


@pytest.mark.parametrize(
    ("part", "day"),
    [
        (Part(0), TODAY),
        (Part(units=1.0), TODAY),
        (Part(1), date(2026, 1, 4)),
        (Part(1), date(2026, 11, 24)),
        (Part(1), date(2026, 5, 31)),
    ],
)
def test_nothing_or_no_such_day_or_out_of_turn(part: Part, day: date) -> None:
    with pytest.raises(Usage):
        rules.redeemed(held(), [move("redeemed", date(2026, 6, 1), 1)], part, day, NOW)
    assert out(held(), Part(1), date(2026, 6, 1), [move("redeemed", date(2026, 6, 1), 1)])


def test_the_kind_of_the_movement() -> None:
    matured: dict[str, Any] = {"maturity_on": date(2026, 11, 20)}
    assert out(held(**matured), Part(everything=True))[1].kind == "matured"
    assert out(held(**matured), Part(50_000))[1].kind == "redeemed"
    assert out(held(maturity_on=date(2026, 11, 24)), Part(everything=True))[1].kind == "redeemed"
    assert out(held("loan", **matured), Part(everything=True))[1].kind == "repaid"


# Settled


def test_a_statement_of_the_same_amount_moves_no_units() -> None:
    assert rules.restated(holding(units=800.0), product("fund"), 100_000, None, NOW) == []


def test_what_has_matured_is_paid_out_on_its_day() -> None:
    fields, moved = (c for c in rules.settled(held(maturity_on=date(2026, 11, 20)), [], NOW))
    assert isinstance(fields, Update)
    assert fields.fields == {"amount": 0, "closed_on": date(2026, 11, 20)}
    assert isinstance(moved, Insert)
    assert moved.record.kind == "matured"  # type: ignore[attr-defined]


def test_a_later_movement_puts_the_payment_off() -> None:
    later = [move("redeemed", date(2026, 11, 22), 1)]
    day = rules.settling_day(held(maturity_on=date(2026, 11, 20)), later, NOW)
    assert day == date(2026, 11, 22)
    assert rules.settling_day(held("loan"), [], NOW) == TODAY


@pytest.mark.parametrize("maturity", [None, date(2026, 11, 24)])
def test_nothing_is_settled_before_it_matures_but_a_loan_may_be(maturity: date | None) -> None:
    with pytest.raises(Refused):
        rules.settled(held(maturity_on=maturity), [], NOW)
    assert rules.settled(held("loan", maturity_on=maturity), [], NOW)
    assert rules.settled(held(maturity_on=TODAY), [], NOW)
    with pytest.raises(Refused):
        rules.settled(held(maturity_on=TODAY, closed_on=TODAY), [], NOW)


# Corrected


def test_a_new_start_is_the_day_of_the_first_movement() -> None:
    first = move("bought", START, 100_000)
    day = date(2026, 2, 1)
    changes = rules.edited(holding(), product(), [first], {"start_on": day}, NOW)
    assert changes == [
        Update("holding", 1, {"start_on": day}), Update("holding_move", 1, {"moved_on": day}),
    ]  # fmt: skip
    later = move("redeemed", date(2026, 1, 20), 1)
    with pytest.raises(Usage):
        rules.edited(holding(), product(), [first, later], {"start_on": day}, NOW)
    with pytest.raises(Usage):
        rules.edited(holding(), product(), [first], {"maturity_on": START}, NOW)


def test_only_what_never_moved_is_removed() -> None:
    first = move("bought", START, 100_000)
    assert rules.removed(holding(), [first]) == [Delete("holding_move", 1), Delete("holding", 1)]
    with pytest.raises(Refused):
        rules.removed(holding(), [first, move("redeemed", TODAY, 1)])


@pytest.mark.parametrize(
    ("kind", "amount", "moved"),
    [
        ("deposit", 70_000, ("redeemed", 30_000)),
        ("deposit", 130_000, ("bought", 30_000)),
        ("deposit", 0, ("redeemed", 100_000)),
        ("loan", 70_000, ("repaid", 30_000)),
        ("loan", 130_000, ("borrowed", 30_000)),
    ],
)
def test_a_later_statement_moves_the_difference(kind: str, amount: int, moved: Any) -> None:
    fields, made = rules.restated(holding(), product(kind), amount, None, NOW)
    assert isinstance(fields, Update)
    assert isinstance(made, Insert)
    record: Any = made.record
    assert (record.kind, record.principal, record.moved_on) == (*moved, TODAY)
    assert fields.fields.get("closed_on") == (None if amount else TODAY)
    assert rules.restated(holding(), product(kind), 100_000, None, NOW) == []


@pytest.mark.parametrize("text", ["0", "-5", "1e3", "five", "", "1.123456789"])
def test_what_is_no_number_of_units(text: str) -> None:
    with pytest.raises(Usage):
        rules.clean_units(text)
    assert rules.clean_units(" 12,345.67份 ") == 12_345.67


def test_what_is_worth_nothing_any_more_is_still_taken_off_the_book() -> None:
    gone = held("fund", at=0.001, units=0.1)
    assert gone.value == 0
    fields, moved = out(gone, Part(everything=True))
    assert (fields["amount"], fields["closed_on"]) == (0, TODAY)
    assert (moved.amount, moved.principal) == (0, 100_000)
    with pytest.raises(Usage):
        out(gone, Part(amount=0))
