from datetime import date, datetime
from typing import Any

import pytest

from cmcli.domain import maturity as rules
from cmcli.domain.holding import Held
from cmcli.domain.maturity import Maturing, Policy
from cmcli.messages import say
from tests.builders import NOW, at
from tests.domain.test_holding import held

WEEKDAYS = Policy((30, 7, 1), lambda day: day.weekday() < 5)
# Tuesday 1 December: its notices begin on 20 October, 20 November and 30 November.
DAY = date(2026, 12, 1)


def row(day: date = DAY, *, reached: datetime | None = None, expires: date | None = None,
        kind: str = "deposit") -> Maturing:  # fmt: skip
    return Maturing(held(kind, maturity_on=day), day, expires, reached)


def items(one: Maturing, now: datetime = NOW, policy: Policy = WEEKDAYS) -> list[Any]:
    return list(rules.agenda([one], now, policy))


def test_notices_count_market_days_back() -> None:
    assert rules.stages(DAY, WEEKDAYS) == [date(2026, 10, 20), date(2026, 11, 20),
                                           date(2026, 11, 30)]  # fmt: skip
    closed = Policy((2, 1), lambda day: day.weekday() < 5 and day != date(2026, 11, 30))
    assert rules.stages(DAY, closed) == [date(2026, 11, 26), date(2026, 11, 27)]
    # A maturity on a day off: the day before it is the last one that counts.
    assert rules.stages(date(2026, 11, 29), Policy((1,), WEEKDAYS.is_trading)) == [
        date(2026, 11, 27)
    ]


def test_days_counted_in_a_year_whose_holidays_are_not_known_are_said_to_be() -> None:
    policy = WEEKDAYS._replace(caution=lambda day: say("days unknown") if day > DAY else None)
    assert "days unknown" not in str(items(row(), at("2026-11-20 09:00"), policy)[0].why)
    later = items(row(date(2027, 1, 4)), at("2026-12-20 09:00"), policy)
    assert "days unknown" in str(later[0].why)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-10-19 23:59", None),
        ("2026-10-20 00:00", "open"),
        ("2026-11-20 09:00", "open"),
        ("2026-11-29 09:00", "open"),
        ("2026-11-30 00:00", "at_risk"),
        ("2026-12-01 23:59", "at_risk"),
        ("2026-12-02 00:00", "overdue"),
    ],
)
def test_a_line_stands_from_the_first_notice_on(now: str, state: str | None) -> None:
    found = items(row(), at(now))
    assert [item.state for item in found] == ([state] if state else [])
    for item in found:
        assert (item.ref, item.kind, item.section) == ("h1", "maturity", "maturities")
        assert item.due == at("2026-12-01 00:00")


@pytest.mark.parametrize(
    ("reached", "now", "stands"),
    [
        ("2026-10-19 23:59", "2026-10-20 09:00", True),
        ("2026-10-20 00:00", "2026-10-20 09:00", False),
        ("2026-10-20 09:00", "2026-11-19 09:00", False),
        ("2026-11-19 23:59", "2026-11-20 09:00", True),
        ("2026-11-20 08:00", "2026-11-29 09:00", False),
        ("2026-11-20 08:00", "2026-11-30 09:00", True),
        ("2026-11-30 08:00", "2026-12-01 09:00", False),
        ("2026-12-01 08:00", "2026-12-02 09:00", True),
    ],
)
def test_a_contact_answers_a_notice_and_the_next_one_asks_again(
    reached: str, now: str, stands: bool
) -> None:
    assert bool(items(row(reached=at(reached)), at(now))) is stands


def test_the_detail_says_whether_the_assessment_is_valid() -> None:
    said = [str(items(row(expires=day))[0].when).split(" · ") for day in (
        None, date(2026, 11, 22), date(2026, 11, 23))]  # fmt: skip
    # The day itself comes first, where nothing is cut.
    assert all(first.startswith("2026-11-30") for first, _ in said)
    assert [second for _, second in said] == [
        "no assessment: assess first", "assessment lapsed 2026-11-22: assess first",
        "assessment valid to 2026-11-23",
    ]  # fmt: skip
    assert "cm assess 王建国, then" in str(items(row(expires=date(2026, 11, 22)))[0].why)
    assert "cm assess" not in str(items(row(expires=date(2026, 11, 23)))[0].why)


def test_what_is_past_asks_what_became_of_it() -> None:
    [item] = items(row(), at("2026-12-02 09:00"))
    assert "matured, settle it" in str(item.title)
    assert "cm done h1" in str(item.why)
    [due] = items(row(kind="loan"), at("2026-11-30 09:00"))
    assert str(due.title) == "loan 100000 CNY to be repaid"
    [loan] = items(row(kind="loan"), at("2026-12-02 09:00"))
    assert "repaid or extended?" in str(loan.title)


def test_the_horizon_reaches_the_first_notice_across_long_holidays() -> None:
    # A week off twice, as in September and October.
    off = {date(2026, 9, day) for day in range(23, 30)} | {date(2026, 10, d) for d in range(1, 9)}
    policy = Policy((30,), lambda day: day.weekday() < 5 and day not in off)
    day = date(2026, 10, 20)
    assert (day - rules.stages(day, policy)[0]).days <= rules.horizon(policy.notice) == 60


# Instalments


def loan(since: date | None) -> Held:
    return held("loan", overdue_on=since, repayment=500)


def test_an_instalment_is_overdue_from_its_day_on() -> None:
    [item] = rules.overdue([loan(date(2026, 11, 3))], NOW)
    assert (item.ref, item.kind, item.section, item.state) == ("h1", "loan", "risk", "overdue")
    assert str(item.title) == "instalment overdue"
    assert item.due == at("2026-11-03 00:00")
    assert len(list(rules.overdue([loan(date(2026, 11, 23))], NOW))) == 1
    assert not list(rules.overdue([loan(None), loan(date(2026, 11, 24))], NOW))


# The ladder


def test_the_ladder_begins_with_what_is_past() -> None:
    days = [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 1),
            date(2027, 1, 31), date(2027, 2, 1), None]  # fmt: skip
    found = rules.ladder([held(maturity_on=day) for day in days], 3, NOW.date())
    assert [rung.month for rung in found] == [
        None, date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
    ]  # fmt: skip
    assert [[one.holding.maturity_on for one in rung.held] for rung in found] == [
        days[:1], days[1:3], days[3:4], days[4:5],
    ]  # fmt: skip
    assert rules.ladder_ends(3, NOW.date()) == date(2027, 2, 1)
