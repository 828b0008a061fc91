"""Contact duties beyond the quarter: months, half-years, plans, who is next."""

from datetime import date, datetime

import pytest

from cmcli.domain.cadence import (
    KeyClient,
    Policy,
    agenda,
    forecast,
    period_of,
    standing_of,
    state,
    stricter,
    waiting,
)  # fmt: skip
from cmcli.domain.client import ClientTag
from cmcli.messages import Code, Message
from tests.builders import NOW, at

POLICY = Policy(lambda day: day.weekday() < 5)
LONG_AGO = at("2020-01-01")


def duty(
    number: int, tier: str = "key", met: datetime | None = None, every: str = "quarter"
) -> KeyClient:
    return KeyClient(ClientTag(number, f"客户{number}", tier), LONG_AGO, met, every)


@pytest.mark.parametrize(
    ("every", "day", "start", "end"),
    [
        ("month", date(2026, 2, 14), date(2026, 2, 1), date(2026, 2, 28)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 11, 23), date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        ("half-year", date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        ("half-year", date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        ("year", date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_are_those_of_the_calendar(every: str, day: date, start: date, end: date) -> None:
    assert period_of(every, day) == (start, end)


@pytest.mark.parametrize(
    ("every", "now", "expected"),
    [
        ("month", "2026-11-22 12:00", "due"),
        ("month", "2026-11-23 12:00", "at_risk"),
        ("month", "2027-02-20 12:00", "due"),
        ("month", "2027-02-21 12:00", "at_risk"),
        ("quarter", "2026-12-09 12:00", "due"),
        ("quarter", "2026-12-10 12:00", "at_risk"),
        ("half-year", "2026-12-09 12:00", "due"),
        ("year", "2026-12-10 12:00", "at_risk"),
    ],
)
def test_a_short_period_is_at_risk_in_its_last_quarter(every: str, now: str, expected: str) -> None:
    assert state(None, at(now), POLICY, every) == expected


@pytest.mark.parametrize(
    ("every", "met", "expected"),
    [
        ("month", "2026-10-31 23:59", "at_risk"),
        ("month", "2026-11-01 00:00", "done"),
        ("half-year", "2026-07-01 00:00", "done"),
        ("half-year", "2026-06-30 23:59", "due"),
        ("year", "2026-01-01 00:00", "done"),
    ],
)
def test_a_contact_counts_within_its_own_period(every: str, met: str, expected: str) -> None:
    assert state(at(met), NOW, POLICY, every) == expected


def test_the_stricter_of_tier_and_plan_holds() -> None:
    assert stricter("quarter", "month") == "month"
    assert stricter("quarter", "year") == "quarter"
    assert stricter("half-year", None) == "half-year"


def test_next_come_clients_by_tier_then_those_not_met_for_longest() -> None:
    clients = [
        duty(6, "standard", None, "month"),
        duty(1, "focus", None, "month"),
        duty(2, "key", at("2026-09-01")),
        duty(3, "key", at("2026-08-01")),
        duty(4, "key", None),
        duty(5, "key", at("2026-10-02")),
    ]
    assert [key.client.id for key in waiting(clients, NOW, POLICY)] == [4, 3, 2, 1, 6]


def test_a_plan_with_a_month_keeps_a_key_client_on_the_agenda_that_the_quarter_would_not() -> None:
    met = at("2026-10-05")
    assert list(agenda([duty(1, "key", met)], NOW, POLICY)) == []
    (item,) = agenda([duty(1, "key", met, "month")], NOW, POLICY)
    assert "month" in str(item.why)
    assert item.due == at("2026-11-30")


def test_the_forecast_counts_key_clients_by_the_quarter_only() -> None:
    clients = [duty(1, "key", at("2026-10-05"), "month"), duty(2, "focus", None, "month")]
    found = forecast(clients, NOW, POLICY)
    assert (found.total, found.met, found.left) == (1, 1, 0)


def test_the_forecast_is_of_the_cadence_that_key_clients_have() -> None:
    clients = [duty(1, "key", at("2026-10-05")), duty(2, "key", at("2026-11-02"))]
    found = forecast(clients, NOW, POLICY, "month")
    assert (found.every, found.ends) == ("month", date(2026, 11, 30))
    assert (found.met, found.left, found.days_left) == (1, 1, 6)
    assert forecast(clients, NOW, POLICY).every == "quarter"


@pytest.mark.parametrize(
    ("now", "expected"), [("2026-11-14 12:00", "due"), ("2026-11-15 12:00", "at_risk")]
)
def test_half_a_quarter_at_risk_is_half_of_a_month(now: str, expected: str) -> None:
    assert state(None, at(now), POLICY._replace(at_risk_days=46), "month") == expected


def test_a_line_says_the_period_of_its_own_cadence() -> None:
    met = at("2026-10-05")
    (key,) = agenda([duty(1, "key", met, "month")], NOW, POLICY)
    assert str(key.why) == (
        "A key client is met or called once a month; this one not yet since 2026-11-01, by "
        "2026-11-30. A message or an unanswered call does not count."
    )
    assert (key.state, key.client) == ("at_risk", ClientTag(1, "客户1", "key"))
    assert (str(key.title), str(key.when)) == ("last met 2026-10-05", "49 days")
    (focus,) = agenda([duty(2, "focus", met, "month")], NOW, POLICY)
    assert str(focus.why) == (
        "The service plan asks for a contact every month; not yet since 2026-11-01, by 2026-11-30."
    )
    for line in (key, focus):
        assert isinstance(line.why, Message)
        assert dict(line.why.params)["every"] == Code("cadence", "month")


def test_one_day_is_said_as_one() -> None:
    yesterday = at("2026-10-31 23:00")
    (met,) = agenda([duty(1, "key", yesterday, "month")], at("2026-11-01 08:00"), POLICY)
    assert str(met.when) == "1 day"
    (new,) = agenda([duty(1)._replace(since_at=at("2026-11-22 18:00"))], NOW, POLICY)
    assert str(new.when) == "on your list for 1 day"


def test_a_tier_without_a_working_day_left_has_no_pace() -> None:
    idle = Policy(lambda _: False)
    found = standing_of([duty(1, "focus", None, "half-year")], NOW, idle, "half-year")
    assert (found.every, found.days_left, found.per_day) == ("half-year", 0, None)


def test_a_tier_stands_where_its_own_period_says() -> None:
    clients = [duty(n, "focus", at("2026-07-02") if n < 3 else None, "half-year") for n in range(5)]
    found = standing_of(clients, NOW, POLICY, "half-year")
    assert (found.total, found.met, found.left, found.ends) == (5, 3, 2, date(2026, 12, 31))
    assert found.days_left == 29
    assert found.per_day == 0.1
