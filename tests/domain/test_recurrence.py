"""Recurring callbacks: what is said, the rule it becomes, the dates that follow."""

from datetime import date, datetime

import pytest

from cmcli.calendars import office_calendar
from cmcli.domain.recurrence import first_date, next_date, off_days_off, parse_every
from cmcli.errors import Usage
from tests.builders import NOW, at

OFFICE = office_calendar(official=True, holidays=frozenset(), extra_days=frozenset())


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("month", "FREQ=MONTHLY"),
        ("every month", "FREQ=MONTHLY"),
        ("2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2"),
        ("Every Quarter", "FREQ=MONTHLY;INTERVAL=3"),
        ("2 quarters", "FREQ=MONTHLY;INTERVAL=6"),
        ("half-year", "FREQ=MONTHLY;INTERVAL=6"),
        ("year", "FREQ=YEARLY"),
        ("every fri", "FREQ=WEEKLY;BYDAY=FR"),
        ("every 2 mondays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every month on the 5th", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("month end", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每月", "FREQ=MONTHLY"),
        ("每个月", "FREQ=MONTHLY"),
        ("每月5号", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("每月15日", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("每月31号", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("每月底", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每周", "FREQ=WEEKLY"),
        ("每周五", "FREQ=WEEKLY;BYDAY=FR"),
        ("每周日", "FREQ=WEEKLY;BYDAY=SU"),
        ("每两周", "FREQ=WEEKLY;INTERVAL=2"),
        ("每2个月", "FREQ=MONTHLY;INTERVAL=2"),
        ("每季度", "FREQ=MONTHLY;INTERVAL=3"),
        ("每半年", "FREQ=MONTHLY;INTERVAL=6"),
        ("每年", "FREQ=YEARLY"),
        ("每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("freq=monthly;bymonthday=5", "FREQ=MONTHLY;BYMONTHDAY=5"),
    ],
)
def test_a_rule_is_read_as_it_is_said(said: str, rule: str) -> None:
    assert parse_every(said) == rule


@pytest.mark.parametrize(
    "said",
    ["", "often", "每", "0 weeks", "每月0号", "每月32号", "every", "month 5", "FREQ=HOURLYISH",
     "FREQ=DAILY;INTERVAL=0", "fri"],
)  # fmt: skip
def test_what_is_not_a_rule_is_an_error(said: str) -> None:
    with pytest.raises(Usage):
        parse_every(said)


def dates(rule: str, first: str, count: int) -> list[str]:
    found, due = [], at(first)
    for _ in range(count):
        following = next_date(rule, at(first), due, at(first))
        assert following
        due = following[0]
        found.append(due.strftime("%m-%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("said", "first", "expected"),
    [
        ("每月5号", "2026-12-05 10:00", ["01-05 10:00", "02-05 10:00", "03-05 10:00"]),
        ("每月31号", "2026-12-31 10:00", ["01-31 10:00", "02-28 10:00", "03-31 10:00"]),
        ("every 2 weeks", "2026-11-27 14:00", ["12-11 14:00", "12-25 14:00", "01-08 14:00"]),
        ("每季度", "2026-11-30 09:00", ["02-28 09:00", "05-30 09:00", "08-30 09:00"]),
        ("每周五", "2026-11-27 00:00", ["12-04 00:00", "12-11 00:00", "12-18 00:00"]),
    ],
)
def test_the_dates_follow_the_rule(said: str, first: str, expected: list[str]) -> None:
    assert dates(parse_every(said), first, 3) == expected


def test_a_rule_alone_begins_on_its_first_day_from_tomorrow_on() -> None:
    found = {said: first_date(parse_every(said), NOW) for said in ("每月5号", "每周一", "每月底")}
    assert {said: day.date() for said, day in found.items() if day} == {
        "每月5号": date(2026, 12, 5), "每周一": date(2026, 11, 30), "每月底": date(2026, 11, 30),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("due", "moved"),
    [
        ("2026-12-05 10:00", "2026-12-07 10:00"),
        ("2026-10-01 10:00", "2026-10-08 10:00"),
        ("2026-10-10 10:00", "2026-10-10 10:00"),
        ("2026-12-04 10:00", "2026-12-04 10:00"),
    ],
)
def test_a_day_off_gives_way_to_the_next_working_day(due: str, moved: str) -> None:
    assert off_days_off(at(due), OFFICE, NOW) == at(moved)


def test_a_calendar_without_working_days_does_not_search_for_ever() -> None:
    assert isinstance(off_days_off(at("2026-12-05"), lambda _: False, NOW), datetime)
