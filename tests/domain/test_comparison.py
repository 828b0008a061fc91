"""Two computations of a figure beside each other."""

import pytest

from cmcli.domain.comparison import Difference, change, compared
from cmcli.domain.measure import Figure, Row, Value
from cmcli.measures import named
from cmcli.messages import Money

CNY, USD = Money(100, "CNY"), Money(7, "USD")


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (3, 5, 2),
        (0.5, 0.25, -0.25),
        (None, 5, None),
        (5, None, None),
        ((CNY,), (CNY, USD), (Money(0, "CNY"), USD)),
        ((CNY, USD), (Money(40, "CNY"),), (Money(-60, "CNY"), Money(-7, "USD"))),
        ((), (USD,), (USD,)),
    ],
)
def test_a_change_is_now_less_then_each_currency_by_itself(
    then: Value, now: Value, expected: Value
) -> None:
    assert change(then, now) == expected


def row(number: int, value: int = 1) -> Row:
    return Row("interaction", number, None, None, f"i{number}", value)


def test_rows_that_came_and_went_are_found_also_where_the_value_stayed() -> None:
    measure = named("contacts.total")
    then, now = Figure(2, [row(1), row(2)]), Figure(2, [row(2), row(3)])
    found = compared(measure, then, now)
    assert found == Difference(measure, 2, 2, (row(3),), (row(1),))
    assert found.is_change
    assert not compared(measure, then, then).is_change


def test_another_value_of_a_record_is_a_row_that_went_and_one_that_came() -> None:
    found = compared(named("contacts.minutes"), Figure(5, [row(1, 5)]), Figure(8, [row(1, 8)]))
    assert (found.came, found.went) == ((row(1, 8),), (row(1, 5),))


def test_a_record_that_counts_twice_is_compared_twice() -> None:
    twice, once = Figure(2, [row(1), row(1)]), Figure(1, [row(1)])
    assert compared(named("contacts.total"), once, twice).came == (row(1),)
