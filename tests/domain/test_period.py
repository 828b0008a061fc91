"""Every period is named on Monday 23 November 2026 unless the test says otherwise."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmcli.domain.period import Period, calendar_unit, parse_period
from cmcli.domain.when import BadPhrase
from cmcli.domain.when_words import add_months

TODAY = date(2026, 11, 23)

# text: name, start, end
NAMED = """
thisweek        2026-W48  2026-11-23 2026-11-29
this-week       2026-W48  2026-11-23 2026-11-29
This_Week       2026-W48  2026-11-23 2026-11-29
lastweek        2026-W47  2026-11-16 2026-11-22
last_week       2026-W47  2026-11-16 2026-11-22
last-week       2026-W47  2026-11-16 2026-11-22
nextweek        2026-W49  2026-11-30 2026-12-06
本周            2026-W48  2026-11-23 2026-11-29
这周            2026-W48  2026-11-23 2026-11-29
上周            2026-W47  2026-11-16 2026-11-22
上个星期        2026-W47  2026-11-16 2026-11-22
下周            2026-W49  2026-11-30 2026-12-06
2026-W47        2026-W47  2026-11-16 2026-11-22
2026w47         2026-W47  2026-11-16 2026-11-22
2026-w1         2026-W01  2025-12-29 2026-01-04
2026-W53        2026-W53  2026-12-28 2027-01-03
2026年第47周    2026-W47  2026-11-16 2026-11-22
thismonth       2026-11   2026-11-01 2026-11-30
lastmonth       2026-10   2026-10-01 2026-10-31
last_month      2026-10   2026-10-01 2026-10-31
本月            2026-11   2026-11-01 2026-11-30
这个月          2026-11   2026-11-01 2026-11-30
上月            2026-10   2026-10-01 2026-10-31
上个月          2026-10   2026-10-01 2026-10-31
下个月          2026-12   2026-12-01 2026-12-31
2026-11         2026-11   2026-11-01 2026-11-30
2026/2          2026-02   2026-02-01 2026-02-28
2028.02         2028-02   2028-02-01 2028-02-29
2026年11月      2026-11   2026-11-01 2026-11-30
2026年十一月份  2026-11   2026-11-01 2026-11-30
thisquarter     2026Q4    2026-10-01 2026-12-31
lastquarter     2026Q3    2026-07-01 2026-09-30
nextquarter     2027Q1    2027-01-01 2027-03-31
本季度          2026Q4    2026-10-01 2026-12-31
本季            2026Q4    2026-10-01 2026-12-31
上季度          2026Q3    2026-07-01 2026-09-30
上个季度        2026Q3    2026-07-01 2026-09-30
2026Q4          2026Q4    2026-10-01 2026-12-31
2026-q1         2026Q1    2026-01-01 2026-03-31
2026_Q2         2026Q2    2026-04-01 2026-06-30
2026年第4季度   2026Q4    2026-10-01 2026-12-31
2026年三季度    2026Q3    2026-07-01 2026-09-30
thisyear        2026      2026-01-01 2026-12-31
lastyear        2025      2025-01-01 2025-12-31
今年            2026      2026-01-01 2026-12-31
去年            2025      2025-01-01 2025-12-31
2026            2026      2026-01-01 2026-12-31
２０２６年      2026      2026-01-01 2026-12-31
二〇二六年      2026      2026-01-01 2026-12-31
today           2026-11-23 2026-11-23 2026-11-23
yesterday       2026-11-22 2026-11-22 2026-11-22
今天            2026-11-23 2026-11-23 2026-11-23
昨天            2026-11-22 2026-11-22 2026-11-22
2026-11-15      2026-11-15 2026-11-15 2026-11-15
20261115        2026-11-15 2026-11-15 2026-11-15
2026年11月15日  2026-11-15 2026-11-15 2026-11-15
2016..2017      2016..2017 2016-01-01 2017-12-31
2016_.._2017    2016..2017 2016-01-01 2017-12-31
2026..2026      2026       2026-01-01 2026-12-31
2026Q1..2026-q3 2026Q1..2026Q3 2026-01-01 2026-09-30
2026-10..2026-11        2026-10..2026-11 2026-10-01 2026-11-30
2026-W45..2026-W47      2026-W45..2026-W47 2026-11-02 2026-11-22
2026-11-01..2026-11-15  2026-11-01..2026-11-15 2026-11-01 2026-11-15
2026-10..2026-11-15     2026-10..2026-11-15 2026-10-01 2026-11-15
2026-11-15..2026-11     2026-11-15..2026-11 2026-11-15 2026-11-30
2026-10至2026-11        2026-10..2026-11 2026-10-01 2026-11-30
2026年1月到2026年3月    2026-01..2026-03 2026-01-01 2026-03-31
lastmonth..today        2026-10..2026-11-23 2026-10-01 2026-11-23
9999            9999      9999-01-01 9999-12-31
"""


def period(line: str) -> tuple[str, Period]:
    """The text of a line, with its underscores as spaces, and the period it stands for."""
    text, name, start, end = line.split()
    return text.replace("_", " "), Period(name, date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("line", NAMED.strip().splitlines())
def test_named(line: str) -> None:
    text, expected = period(line)
    assert parse_period(text, TODAY) == expected


@pytest.mark.parametrize("line", NAMED.strip().splitlines())
def test_a_name_reads_back_on_any_day(line: str) -> None:
    _, expected = period(line)
    assert parse_period(expected.name, date(2031, 5, 6)) == expected


@pytest.mark.parametrize(
    ("today", "text", "name"),
    [
        ("2027-01-01", "thisweek", "2026-W53"),
        ("2027-01-04", "thisweek", "2027-W01"),
        ("2027-01-04", "lastweek", "2026-W53"),
        ("2024-12-30", "thisweek", "2025-W01"),
        ("2026-11-29", "thisweek", "2026-W48"),
        ("2026-11-30", "thisweek", "2026-W49"),
        ("2027-01-31", "lastmonth", "2026-12"),
        ("2027-03-31", "lastmonth", "2027-02"),
        ("2027-02-14", "lastquarter", "2026Q4"),
        ("2027-02-14", "上季度", "2026Q4"),
        ("2028-02-29", "lastyear", "2027"),
        ("2027-01-01", "yesterday", "2026-12-31"),
    ],
)
def test_named_on_other_days(today: str, text: str, name: str) -> None:
    assert parse_period(text, date.fromisoformat(today)).name == name


PREVIOUS = [
    ("2026-W48", "2026-W47"),
    ("2027-W01", "2026-W53"),
    ("2026-11", "2026-10"),
    ("2027-01", "2026-12"),
    ("2026-03", "2026-02"),
    ("2026Q4", "2026Q3"),
    ("2026Q1", "2025Q4"),
    ("2026", "2025"),
    ("2027-01-01", "2026-12-31"),
    ("2026-11-01..2026-11-15", "2026-10-17..2026-10-31"),
    ("2026-11-01..2026-11-30", "2026-10-02..2026-10-31"),
    ("2026-10..2026-11", "2026-08..2026-09"),
    ("2026-01..2026-03", "2025-10..2025-12"),
    ("2026Q1..2026Q3", "2025Q2..2025Q4"),
    ("2016..2017", "2014..2015"),
    ("2026-W45..2026-W47", "2026-W42..2026-W44"),
    ("2026-11..2026-11-15", "2026-10-17..2026-10-31"),
    ("1900", "1899"),
]


@pytest.mark.parametrize(("name", "before"), PREVIOUS)
def test_previous(name: str, before: str) -> None:
    previous = parse_period(name, TODAY).previous()
    assert previous.name == before
    assert previous.end + timedelta(days=1) == parse_period(name, TODAY).start
    if before != "1899":
        assert previous == parse_period(before, TODAY)


def test_days_count_both_ends() -> None:
    names = ("2026-W48", "2026-02", "2028", "2026-11-15", "2026-11-01..2026-11-15")
    assert [parse_period(name, TODAY).days for name in names] == [7, 28, 366, 1, 15]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not understood"),
        ("blah", "not understood"),
        ("week", "not understood"),
        ("this", "not understood"),
        ("47", "not understood"),
        ("第47周", "not understood"),
        ("Q4", "not understood"),
        ("2026Q5", "not understood"),
        ("11", "not understood"),
        ("11月", "not understood"),
        ("202611", "not understood"),
        ("11/2026", "not understood"),
        ("2026-1-1-1", "not understood"),
        ("2026..", "not understood"),
        ("..2026", "not understood"),
        ("..", "not understood"),
        ("2016..2017..2018", "not understood"),
        ("2016...2017", "not understood"),
        ("2026-11-15 15:00", "not understood"),
        ("1899", "not understood"),
        ("0206-11", "not understood"),
        ("thisweek\x00", "not understood"),
        ("2026" * 30, "not understood"),
        ("0000", "no such period"),
        ("2026-13", "no such period"),
        ("2026-00", "no such period"),
        ("2025-W53", "no such period"),
        ("2026-W00", "no such period"),
        ("2026-W54", "no such period"),
        ("2026-02-30", "no such period"),
        ("2026-11-01..2026-11-31", "no such period"),
        ("9999-W52", "no such period"),
        ("2017..2016", "ends before it begins"),
        ("2026-11..2026-10", "ends before it begins"),
        ("2026-11-15..2026-11-01", "ends before it begins"),
        ("today..yesterday", "ends before it begins"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(BadPhrase, match=reason) as caught:
        parse_period(text, TODAY)
    assert caught.value.exit_code == 2
    for example in str(caught.value.hint).removeprefix("for example: ").split(", "):
        assert parse_period(example, TODAY)


DAYS = st.dates(date(1901, 1, 1), date(2200, 1, 1))
KINDS = st.sampled_from(["day", "week", "month", "quarter", "year"])
PIECES = [
    "this",
    "last",
    "week",
    "month",
    "year",
    "2026",
    "-11",
    "-15",
    "W47",
    "Q4",
    "..",
    "1",
    "99",
]
PIECES += ["本", "上", "周", "月", "季度", "年", "第", "今天", "-", " "]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=6).map("".join), DAYS)
def test_any_text_is_read_or_refused(text: str, today: date) -> None:
    try:
        found = parse_period(text, today)
    except BadPhrase:
        return
    assert found.start <= found.end
    assert parse_period(found.name, today) == found


@given(KINDS, DAYS, st.integers(-50, 50))
def test_units_follow_each_other(kind: str, day: date, away: int) -> None:
    unit = calendar_unit(kind, day, away)
    assert unit.previous() == calendar_unit(kind, day, away - 1)
    own = calendar_unit(kind, day)
    assert own.start <= day <= own.end
    assert calendar_unit(kind, unit.end) == unit


def test_months_end_where_the_calendar_does() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    for day, months in ((date(9999, 12, 1), 1), (date(1, 1, 1), -1)):
        with pytest.raises(OverflowError):
            add_months(day, months)


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("2026-W47", "2025-W47"), ("2026-W53", "2025-W52"), ("2021-W01", "2020-W01"),
        ("2026-11", "2025-11"), ("2024-02", "2023-02"), ("2026Q4", "2025Q4"), ("2026", "2025"),
        ("2016..2017", "2015..2016"), ("2026-W01..2026-W04", "2025-W01..2025-W04"),
        ("2026-11-01..2026-11-15", "2025-11-01..2025-11-15"),
        ("2024-02-29", "2023-02-28"), ("2024-02-27..2024-02-29", "2023-02-27..2023-02-28"),
        ("2025-02-28", "2024-02-28"),
    ],
)  # fmt: skip
def test_the_same_a_year_before(name: str, before: str) -> None:
    found = parse_period(name, TODAY).year_before()
    assert found.name == before
    assert found == parse_period(before, TODAY)


def test_so_many_periods_back_end_with_itself() -> None:
    names = [period.name for period in parse_period("2026-W02", TODAY).back(3)]
    assert names == ["2025-W52", "2026-W01", "2026-W02"]
