"""Folding rows into a value, and the edges of a span."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain.measure import Evidence, Measure, Row, Span, figure, span
from cmcli.domain.period import Period, parse_period
from cmcli.errors import Usage
from cmcli.messages import Money
from tests.builders import at

NOW = at("2026-11-20 17:00")
WEEK = span(parse_period("2026-W47", NOW.date()), NOW)


def value(unit: str, fold: str, values: list[Any] | None) -> Any:
    rows = None if values is None else [Row("deal", 1, None, None, None, v) for v in values]
    measure = Measure("x", unit, fold, lambda _: None, lambda _facts, _span: Evidence(rows), "")
    return figure(measure, None, WEEK, "CNY").value


@pytest.mark.parametrize(
    ("unit", "fold", "values", "expected"),
    [
        ("count", "sum", [], 0),
        ("count", "sum", [1, 1], 2),
        ("ratio", "share", [], None),
        ("ratio", "share", [0], 0),
        ("ratio", "share", [1, 1], 1),
        ("ratio", "share", [1, 0, 0], 1 / 3),
        ("days", "mean", [], None),
        ("days", "mean", [1, 2], 1.5),
        ("minutes", "median", [], None),
        ("minutes", "median", [9, 1, 5], 5),
        ("minutes", "median", [9, 1, 5, 6], 5.5),
        ("money", "sum", [], (Money(0, "CNY"),)),
        ("money", "sum", None, None),
        ("money", "sum", [Money(1, "USD"), Money(2, "CNY"), Money(4, "USD")],
         (Money(2, "CNY"), Money(5, "USD"))),
        ("money", "mean", [], None),
        ("money", "mean", [Money(1, "USD"), Money(2, "CNY"), Money(4, "USD")],
         (Money(2, "CNY"), Money(2, "USD"))),
        # A row that has no amount is evidence, and adds none.
        ("money", "sum", [Money(2, "CNY"), None], (Money(2, "CNY"),)),
    ],
)  # fmt: skip
def test_a_value_is_folded_from_its_rows(
    unit: str, fold: str, values: list[Any] | None, expected: Any
) -> None:
    assert value(unit, fold, values) == expected


def test_a_span_holds_its_first_instant_and_not_the_one_after_its_last() -> None:
    assert WEEK.holds(datetime(2026, 11, 15, 16, tzinfo=UTC))
    assert not WEEK.holds(datetime(2026, 11, 22, 16, tzinfo=UTC))
    assert not WEEK.holds(None)


def test_a_week_with_a_change_of_the_clocks_is_an_hour_longer() -> None:
    berlin = datetime(2026, 10, 30, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    week = span(parse_period("2026-W43", berlin.date()), berlin)
    assert (week.end - week.start).total_seconds() == (7 * 24 + 1) * 3600


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-20 17:00", "2026-11-20 17:00:00"), ("2026-12-01 09:00", "2026-11-22 23:59:59")],
)
def test_the_end_is_looked_at_now_or_in_its_last_second(now: str, expected: str) -> None:
    week: Span = span(parse_period("2026-W47", NOW.date()), at(now))
    assert week.at == at(expected)


def test_the_last_year_of_all_is_too_far() -> None:
    last = Period("9999", date(9999, 1, 1), date(9999, 12, 31))
    with pytest.raises(Usage, match="too far"):
        span(last, NOW)
