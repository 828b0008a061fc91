"""Key clients: met or called at least once in the calendar quarter."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain import cadence
from cmcli.domain.cadence import KeyClient, Policy, forecast, state
from cmcli.domain.client import ClientTag
from tests.builders import NOW, at

POLICY = Policy(is_working=lambda day: day.weekday() < 5)
START, END = date(2026, 10, 1), date(2026, 12, 31)


def key(number: int, met: datetime | None = None, since: str = "2026-01-05 09:00") -> KeyClient:
    return KeyClient(ClientTag(number, f"客户{number}", "key"), at(since), met)


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        (None, "due"),
        ("2026-09-30 23:59:59", "due"),
        ("2026-10-01 00:00:00", "done"),
        ("2026-11-23 10:00:00", "done"),
    ],
)
def test_a_contact_since_the_first_instant_of_the_quarter_keeps_the_standard(
    met: str | None, expected: str
) -> None:
    assert state(at(met).astimezone(UTC) if met else None, NOW, POLICY) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-12-09 23:59:59", "due"),  # 22 days left
        ("2026-12-10 00:00:00", "at_risk"),  # 21 days left
        ("2026-12-31 23:59:59", "at_risk"),
        ("2027-01-01 00:00:00", "due"),
    ],
)
def test_three_weeks_before_the_quarter_ends_an_open_contact_is_at_risk(
    now: str, expected: str
) -> None:
    assert state(None, at(now), POLICY) == expected
    assert state(at("2026-09-01 10:00"), at(now), POLICY) == expected


def test_the_days_left_that_are_a_risk_come_from_the_policy() -> None:
    policy = POLICY._replace(at_risk_days=38)
    assert state(None, at("2026-11-22 10:00"), policy) == "due"
    assert state(None, NOW, policy) == "at_risk"


def test_a_quarter_is_that_of_the_managers_zone() -> None:
    new_york = ZoneInfo("America/New_York")
    met = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)  # still 30 September there
    assert state(met, at("2026-11-23 10:00", new_york), POLICY) == "due"
    assert state(met, NOW, POLICY) == "done"


def test_the_forecast_counts_who_is_left_and_the_working_days_from_today_on() -> None:
    clients = [key(1, NOW), key(2), key(3, at("2026-09-30 10:00"))]
    found = forecast(clients, NOW, POLICY)
    assert (found.total, found.met, found.left) == (3, 1, 2)
    assert (found.days_left, found.ends) == (29, END)


def test_the_pace_is_what_keeps_the_standard_and_never_shown_as_none_needed() -> None:
    sixty = [key(number) for number in range(60)]
    assert forecast(sixty, NOW, POLICY).per_day == pytest.approx(60 / 29, abs=0.05)
    assert forecast([key(1)], NOW, POLICY).per_day == 0.03


def test_without_a_working_day_there_is_no_pace() -> None:
    saturday = at("2026-12-31 10:00")
    found = forecast([key(1)], saturday, Policy(is_working=lambda _: False))
    assert (found.days_left, found.per_day) == (0, None)
    assert forecast([], NOW, POLICY).per_day == 0


def test_today_lists_who_is_not_met_the_never_met_first_then_the_longest_ago() -> None:
    clients = [
        key(1, NOW),
        key(2, at("2026-09-01 10:00")),
        key(3, at("2026-03-01 10:00")),
        key(4, since="2026-11-20 09:00"),
        key(5, since="2026-06-01 09:00"),
    ]
    items = [*cadence.agenda(clients, NOW, POLICY)]
    assert [item.ref for item in items] == ["c5", "c4", "c3", "c2"]
    assert {(i.section, i.kind, i.state, i.weight) for i in items} == {
        ("key_contact", "client", "due", 4)
    }
    assert items[0].due == at("2026-12-31 00:00")


def test_a_line_says_since_when_and_the_rule_behind_it() -> None:
    met, never = cadence.agenda([key(1), key(2, NOW - timedelta(days=80))], NOW, POLICY)
    assert (str(met.title), str(never.when)) == ("never met or called", "80 days")
    assert str(met.when) == "on your list for 322 days"
    assert "quarter" in str(met.why)


def test_a_service_plan_may_ask_for_more_and_its_line_says_so() -> None:
    focus = KeyClient(ClientTag(7, "客户7", "focus"), at("2026-01-05 09:00"), None)
    lines = [*cadence.agenda([focus._replace(every="quarter")], NOW, POLICY)]
    assert ["plan" in str(line.why) for line in lines] == [True]
