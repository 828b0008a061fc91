"""Working time against cases worked out by hand, and against itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.calendars import office_calendar
from cmcli.config import windows
from cmcli.domain.sla import Policy, response_clock
from cmcli.domain.worktime import Hours, counted, due, elapsed, ledger, merged
from cmcli.errors import Usage
from tests.builders import refused

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
OFFICE = office_calendar(official=True, holidays=frozenset(), extra_days=frozenset())
WEEKDAYS = office_calendar(official=False, holidays=frozenset(), extra_days=frozenset())
EVERY_DAY = office_calendar(
    official=False, holidays=frozenset(), extra_days=frozenset(), weekdays=frozenset(range(7))
)
HOURS = {
    "office": Hours(windows("09:00-18:00"), OFFICE, SHANGHAI),
    "lunch": Hours(windows("09:00-12:00,13:30-18:00"), OFFICE, SHANGHAI),
    "plain": Hours(windows("09:00-18:00"), WEEKDAYS, SHANGHAI),
    "always": Hours(windows("00:00-24:00"), EVERY_DAY, SHANGHAI),
    "three": Hours(windows("08:00-10:00,11:00-12:00,20:00-24:00"), EVERY_DAY, SHANGHAI),
    "berlin": Hours(windows("00:00-24:00"), EVERY_DAY, BERLIN),
    "berlin-day": Hours(windows("01:00-09:00"), EVERY_DAY, BERLIN),
    "elapsed": None,
}


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text.replace(" ", "T")).replace(tzinfo=zone)


# calendar | from | length | due | pauses. In 2026 the office works on the make-up days of
# 4 Jan, 14 and 28 Feb, 9 May, 20 Sep and 10 Oct, and is closed 1-3 Jan, 15-23 Feb, 4-6 Apr,
# 1-5 May, 19-21 Jun, 25-27 Sep and 1-7 Oct (State Council notice for 2026).
DUE = """
office  | 2026-02-14 17:00 | 2h     | 2026-02-24 10:00 |
office  | 2026-02-13 17:00 | 8h     | 2026-02-14 16:00 |
office  | 2026-09-30 16:00 | 4h     | 2026-10-08 11:00 |
office  | 2026-11-23 10:00 | 2h     | 2026-11-23 12:00 |
office  | 2026-11-23 16:00 | 2h     | 2026-11-23 18:00 |
office  | 2026-11-23 16:00 | 121m   | 2026-11-24 09:01 |
office  | 2026-11-23 18:00 | 1h     | 2026-11-24 10:00 |
office  | 2026-11-23 09:00 | 9h     | 2026-11-23 18:00 |
office  | 2026-11-23 08:00 | 1m     | 2026-11-23 09:01 |
office  | 2026-11-23 23:59 | 1h     | 2026-11-24 10:00 |
office  | 2026-11-27 17:59 | 2m     | 2026-11-30 09:01 |
office  | 2026-11-28 10:00 | 1h     | 2026-11-30 10:00 |
office  | 2026-11-27 09:00 | 18h    | 2026-11-30 18:00 |
office  | 2026-01-02 10:00 | 1h     | 2026-01-04 10:00 |
office  | 2026-01-04 17:30 | 1h     | 2026-01-05 09:30 |
office  | 2026-02-28 17:00 | 2h     | 2026-03-02 10:00 |
office  | 2026-02-27 17:00 | 2h     | 2026-02-28 10:00 |
office  | 2026-04-03 17:30 | 1h     | 2026-04-07 09:30 |
office  | 2026-04-30 17:00 | 2h     | 2026-05-06 10:00 |
office  | 2026-05-08 17:00 | 2h     | 2026-05-09 10:00 |
office  | 2026-05-09 17:00 | 2h     | 2026-05-11 10:00 |
office  | 2026-06-18 17:00 | 90m    | 2026-06-22 09:30 |
office  | 2026-09-18 17:00 | 2h     | 2026-09-20 10:00 |
office  | 2026-09-20 17:00 | 2h     | 2026-09-21 10:00 |
office  | 2026-09-24 17:00 | 2h     | 2026-09-28 10:00 |
office  | 2026-10-09 17:00 | 2h     | 2026-10-10 10:00 |
office  | 2026-10-10 17:00 | 2h     | 2026-10-12 10:00 |
office  | 2025-12-31 17:00 | 2h     | 2026-01-04 10:00 |
plain   | 2026-02-13 17:00 | 8h     | 2026-02-16 16:00 |
plain   | 2026-10-01 09:00 | 9h     | 2026-10-01 18:00 |
lunch   | 2026-11-23 11:00 | 2h     | 2026-11-23 14:30 |
lunch   | 2026-11-23 12:30 | 1h     | 2026-11-23 14:30 |
lunch   | 2026-11-23 11:00 | 1h     | 2026-11-23 12:00 |
lunch   | 2026-11-23 12:00 | 1h     | 2026-11-23 14:30 |
lunch   | 2026-11-23 09:00 | 450m   | 2026-11-23 18:00 |
lunch   | 2026-11-23 13:30 | 30m    | 2026-11-23 14:00 |
three   | 2026-11-23 09:00 | 3h     | 2026-11-23 21:00 |
three   | 2026-11-23 23:00 | 2h     | 2026-11-24 09:00 |
three   | 2026-11-23 20:00 | 4h     | 2026-11-24 00:00 |
always  | 2026-11-23 10:00 | 24h    | 2026-11-24 10:00 |
elapsed | 2026-11-28 22:00 | 24h    | 2026-11-29 22:00 |
elapsed | 2026-11-23 08:10 | 2h     | 2026-11-23 10:10 |
office  | 2026-11-27 17:00 | 2h     | 2026-11-30 10:00 | 2026-11-27 18:00..2026-11-30 09:00
office  | 2026-11-27 17:00 | 2h     | 2026-11-30 10:30 | 2026-11-27 17:30..2026-11-30 09:00
office  | 2026-11-27 17:00 | 2h     | 2026-11-30 11:30 | 2026-11-27 17:30..2026-11-30 10:00
office  | 2026-11-23 10:00 | 2h     | 2026-11-23 12:00 | 2026-11-23 12:00..2026-11-23 15:00
office  | 2026-11-23 10:00 | 2h     | 2026-11-23 13:00 | 2026-11-23 10:00..2026-11-23 11:00
office  | 2026-11-23 10:00 | 2h     | 2026-11-23 12:00 | 2026-11-23 08:00..2026-11-23 10:00
office  | 2026-11-23 10:00 | 2h     | 2026-11-23 14:00 | 2026-11-23 10:30..2026-11-23 11:30, 2026-11-23 11:45..2026-11-23 12:45
office  | 2026-11-23 10:00 | 2h     | 2026-11-23 14:00 | 2026-11-23 10:30..2026-11-23 11:30, 2026-11-23 11:00..2026-11-23 12:30
office  | 2026-11-23 17:00 | 1h     | 2026-11-24 10:00 | 2026-11-23 17:00..2026-11-23 20:00
office  | 2026-11-23 10:00 | 2h     | 2026-11-23 12:00 | 2026-11-23 11:00..2026-11-23 11:00
lunch   | 2026-11-23 11:00 | 2h     | 2026-11-23 14:30 | 2026-11-23 12:00..2026-11-23 13:30
elapsed | 2026-11-27 10:00 | 24h    | 2026-11-30 10:00 | 2026-11-27 18:00..2026-11-29 18:00
elapsed | 2026-11-23 10:00 | 1h     | 2026-11-23 11:00 | 2026-11-23 11:00..2026-11-23 12:00
"""

ELAPSED = """
office  | 2026-11-23 10:00 | 2026-11-23 10:00 | 0h    |
office  | 2026-11-23 18:00 | 2026-11-24 09:00 | 0h    |
office  | 2026-11-27 18:00 | 2026-11-30 09:00 | 0h    |
office  | 2026-11-27 17:59 | 2026-11-30 09:01 | 2m    |
office  | 2026-02-14 00:00 | 2026-02-15 00:00 | 9h    |
office  | 2026-02-15 00:00 | 2026-02-24 00:00 | 0h    |
office  | 2026-10-01 00:00 | 2026-10-08 09:30 | 30m   |
office  | 2026-11-02 00:00 | 2026-12-01 00:00 | 189h  |
lunch   | 2026-11-23 11:30 | 2026-11-23 13:45 | 45m   |
lunch   | 2026-11-23 00:00 | 2026-11-24 00:00 | 450m  |
elapsed | 2026-11-23 10:00 | 2026-11-24 10:00 | 24h   |
elapsed | 2026-11-23 10:00 | 2026-11-23 09:00 | 0h    |
office  | 2026-11-27 17:00 | 2026-11-30 10:00 | 2h    | 2026-11-28 00:00..2026-11-30 00:00
office  | 2026-11-27 17:00 | 2026-11-30 10:00 | 0h    | 2026-11-27 16:00..2026-11-30 11:00
always  | 2026-11-23 10:00 | 2026-11-24 10:00 | 20h   | 2026-11-23 12:00..2026-11-23 14:00, 2026-11-23 13:00..2026-11-23 16:00
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def span(text: str) -> timedelta:
    number = int(text[:-1])
    return timedelta(hours=number) if text.endswith("h") else timedelta(minutes=number)


def stops(text: str) -> list[tuple[datetime, datetime]]:
    pairs = [part.split("..") for part in text.split(",") if part.strip()]
    return [(local(a.strip()), local(b.strip())) for a, b in pairs]


@pytest.mark.parametrize(("hours", "start", "length", "end", "pauses"), rows(DUE))
def test_a_target_is_due_when_its_time_is_used_up(
    hours: str, start: str, length: str, end: str, pauses: str
) -> None:
    found = due(local(start), span(length), stops(pauses), HOURS[hours])
    assert found.astimezone(SHANGHAI) == local(end)
    # The inverse question gives the target back.
    assert elapsed(local(start), found, stops(pauses), HOURS[hours]) == span(length)


@pytest.mark.parametrize(("hours", "start", "end", "length", "pauses"), rows(ELAPSED))
def test_only_open_unpaused_time_counts(
    hours: str, start: str, end: str, length: str, pauses: str
) -> None:
    assert elapsed(local(start), local(end), stops(pauses), HOURS[hours]) == span(length)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        # 29 March 2026: 02:00 becomes 03:00, so the day has 23 hours.
        ("2026-03-29T00:00+01:00", 3, "2026-03-29T04:00+02:00"),
        ("2026-03-28T12:00+01:00", 24, "2026-03-29T13:00+02:00"),
        # 25 October 2026: 03:00 becomes 02:00, so the day has 25.
        ("2026-10-25T00:00+02:00", 4, "2026-10-25T03:00+01:00"),
        ("2026-10-24T12:00+02:00", 24, "2026-10-25T11:00+01:00"),
    ],
)
@pytest.mark.parametrize("hours", ["berlin", "elapsed"])
def test_hours_are_real_hours_when_the_clocks_change(
    start: str, length: int, end: str, hours: str
) -> None:
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    assert due(first, timedelta(hours=length), (), HOURS[hours]) == last
    assert elapsed(first, last, (), HOURS[hours]) == timedelta(hours=length)


@pytest.mark.parametrize(("day", "open_hours"), [(28, 8), (29, 7), (30, 8)])
def test_a_window_over_the_spring_change_is_an_hour_shorter(day: int, open_hours: int) -> None:
    start = datetime(2026, 3, day, tzinfo=BERLIN)
    found = elapsed(start, start + timedelta(days=1), (), HOURS["berlin-day"])
    assert found == timedelta(hours=open_hours)


def test_a_window_over_the_autumn_change_is_an_hour_longer() -> None:
    start = datetime(2026, 10, 25, tzinfo=BERLIN)
    found = elapsed(start, start + timedelta(days=1), (), HOURS["berlin-day"])
    assert found == timedelta(hours=9)


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_official_years_have_their_working_days(year: int, days: int) -> None:
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    assert sum(OFFICE(first + timedelta(days=n)) for n in range(length)) == days


@pytest.mark.parametrize(
    "day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
def test_the_office_works_on_make_up_days(day: str) -> None:
    assert OFFICE(date.fromisoformat(day))


def test_days_added_by_hand_beat_the_official_ones() -> None:
    works = office_calendar(
        official=True,
        holidays=frozenset({date(2026, 11, 23)}),
        extra_days=frozenset({date(2026, 10, 1)}),
    )
    assert not works(date(2026, 11, 23))
    assert works(date(2026, 10, 1))


def test_an_office_that_never_opens_is_an_error_and_no_endless_search() -> None:
    never = Hours(windows("09:00-18:00"), lambda _: False, SHANGHAI)
    assert refused(lambda: due(local("2026-11-23 10:00"), timedelta(hours=1), (), never)) == (
        "no working time follows 2026-11-23 10:00:00+08:00 within a year – "
        "look at work.hours, work.days, work.holidays: cm config list"
    )


def opening(*days: int) -> Hours:
    """Nine to six on so many days after 23 November 2026, and on no other."""
    open_on = {date(2026, 11, 23) + timedelta(days=day) for day in days}
    return Hours(windows("09:00-18:00"), lambda day: day in open_on, SHANGHAI)


def test_an_office_may_stay_closed_for_four_hundred_days_each_time() -> None:
    start = local("2026-11-23 10:00")
    assert due(start, timedelta(hours=1), (), opening(400)) == local("2027-12-28 10:00")
    with pytest.raises(Usage):
        due(start, timedelta(hours=1), (), opening(401))
    # The days closed are counted anew from each day that was open.
    assert due(start, timedelta(hours=18), (), opening(0, 401, 802)) == local("2029-02-02 10:00")
    with pytest.raises(Usage):
        due(start, timedelta(hours=18), (), opening(0, 402))


def test_what_lies_after_the_end_is_not_looked_for() -> None:
    start, opens = local("2026-11-23 17:00"), local("2026-11-24 09:00")
    assert elapsed(start, opens, (), opening(0, 1)) == timedelta(hours=1)


@pytest.mark.parametrize("hours", [None, HOURS["always"]])
def test_a_target_beyond_the_calendar_is_too_far_away(hours: Hours | None) -> None:
    with pytest.raises(OverflowError):
        due(local("9999-12-30 10:00"), timedelta(hours=48), (), hours)


def test_the_ledger_names_every_stretch_and_leaves_none_out() -> None:
    start, end = local("2026-11-27 11:00"), local("2026-11-30 10:00")
    pause = [(local("2026-11-27 17:00"), local("2026-11-30 09:30"))]
    pieces = ledger(start, end, pause, HOURS["lunch"])
    shown = [(p.kind, f"{p.start.astimezone(SHANGHAI):%d %H:%M}") for p in pieces]
    assert shown == [
        ("counted", "27 11:00"), ("break", "27 12:00"), ("counted", "27 13:30"),
        ("pause", "27 17:00"), ("closed", "27 18:00"), ("day_off", "28 00:00"),
        ("closed", "30 00:00"), ("pause", "30 09:00"), ("counted", "30 09:30"),
    ]  # fmt: skip
    assert pieces[0].start == start
    assert pieces[-1].end == end
    assert all(a.end == b.start for a, b in zip(pieces, pieces[1:], strict=False))


def kinds(start: str, end: str, hours: str, *stops: tuple[str, str]) -> list[tuple[str, str]]:
    pauses = [(local(f"2026-11-{a}"), local(f"2026-11-{b}")) for a, b in stops]
    pieces = ledger(local(f"2026-11-{start}"), local(f"2026-11-{end}"), pauses, HOURS[hours])
    return [(p.kind, f"{p.end.astimezone(SHANGHAI):%d %H:%M}") for p in pieces]


def test_a_ledger_that_ends_while_nothing_counts_says_so_to_its_end() -> None:
    assert kinds("23 17:00", "23 21:00", "office") == [
        ("counted", "23 18:00"), ("closed", "23 21:00"),
    ]  # fmt: skip
    # At the very opening nothing has been counted yet.
    assert kinds("23 18:00", "24 09:00", "office") == [("closed", "24 09:00")]
    assert kinds("23 10:00", "23 14:00", "elapsed", ("23 11:00", "23 15:00")) == [
        ("counted", "23 11:00"), ("pause", "23 14:00"),
    ]  # fmt: skip


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati"])
def test_the_days_are_those_of_the_offices_zone_wherever_the_machine_stands(zone: str) -> None:
    there = ZoneInfo(zone)
    hours = Hours(windows("09:00-18:00"), WEEKDAYS, there)
    start, end = local("2026-11-27 16:00", there), local("2026-11-30 07:00", there)
    pause = [(local("2026-11-27 17:00", there), local("2026-11-28 12:00", there))]
    pieces = ledger(start, end, pause, hours)
    assert [(p.kind, f"{p.end.astimezone(there):%d %H:%M}") for p in pieces] == [
        ("counted", "27 17:00"), ("pause", "27 18:00"), ("closed", "28 00:00"),
        ("day_off", "30 00:00"), ("closed", "30 07:00"),
    ]  # fmt: skip


def test_between_any_two_windows_of_a_day_is_a_break() -> None:
    assert kinds("23 07:00", "24 01:00", "three") == [
        ("closed", "23 08:00"), ("counted", "23 10:00"), ("break", "23 11:00"),
        ("counted", "23 12:00"), ("break", "23 20:00"), ("counted", "24 00:00"),
        ("closed", "24 01:00"),
    ]  # fmt: skip


def test_what_ends_before_it_begins_has_no_ledger() -> None:
    assert kinds("23 17:00", "23 10:00", "office") == []
    assert kinds("23 17:00", "23 10:00", "elapsed") == []
    assert kinds("23 10:00", "23 10:00", "office") == []
    start, end = local("2026-11-23 17:00"), local("2026-11-23 10:00")
    assert elapsed(start, end) == elapsed(start, end, (), HOURS["office"]) == timedelta()


def test_a_pause_to_closing_time_leaves_no_empty_stretch() -> None:
    stops = [(local("2026-11-23 17:00"), local("2026-11-23 18:00"))]
    start = local("2026-11-23 17:30")
    assert due(start, timedelta(), stops, HOURS["office"]) == local("2026-11-24 09:00")


def test_pauses_that_touch_or_overlap_are_one() -> None:
    a, b, c, d = (local(f"2026-11-23 {hour}:00") for hour in (10, 11, 12, 13))
    assert merged([(b, c), (a, b), (c, c), (b, d)]) == [(a, d)]
    e, f, g = (local(f"2026-11-23 {hour}:00") for hour in (15, 16, 17))
    assert merged([(e, f), (a, b), (f, g)]) == [(a, b), (e, g)]


moments = st.datetimes(datetime(2025, 12, 1), datetime(2026, 11, 30)).map(
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
)
pauses = st.lists(
    st.tuples(moments, st.integers(0, 90)).map(lambda p: (p[0], p[0] + timedelta(hours=p[1]))),
    max_size=4,
)


@given(moments, st.integers(1, 4000), pauses, st.sampled_from(sorted(HOURS)))
def test_due_and_elapsed_answer_each_other(
    start: datetime, minutes: int, stops: list[tuple[datetime, datetime]], name: str
) -> None:
    target, hours = timedelta(minutes=minutes), HOURS[name]
    end = due(start, target, stops, hours)
    assert elapsed(start, end, stops, hours) == target
    assert elapsed(start, end - timedelta(seconds=1), stops, hours) < target
    pieces = ledger(start, end, stops, hours)
    assert sum((p.length for p in pieces if p.kind == "counted"), timedelta()) == target
    assert sum((p.length for p in pieces), timedelta()) == end - start


@given(moments, pauses)
def test_counted_stretches_are_in_order_and_apart(
    start: datetime, stops: list[tuple[datetime, datetime]]
) -> None:
    stretches = counted(start, HOURS["lunch"], stops)
    found = [next(stretches) for _ in range(12)]
    assert all(a < b for a, b in found)
    assert all(a[1] <= b[0] for a, b in zip(found, found[1:], strict=False))


@given(moments, st.integers(1, 4000), pauses, pauses, st.sampled_from(sorted(HOURS)))
def test_another_pause_never_makes_it_due_earlier(
    start: datetime,
    minutes: int,
    stops: list[tuple[datetime, datetime]],
    more: list[tuple[datetime, datetime]],
    name: str,
) -> None:
    target = timedelta(minutes=minutes)
    assert due(start, target, stops + more, HOURS[name]) >= due(start, target, stops, HOURS[name])


@given(moments, st.integers(1, 4000))
def test_a_working_clock_runs_in_opening_hours_of_working_days_only(
    start: datetime, minutes: int
) -> None:
    end = due(start, timedelta(minutes=minutes), (), HOURS["office"])
    for piece in ledger(start, end, (), HOURS["office"]):
        first, last = piece.start.astimezone(SHANGHAI), piece.end.astimezone(SHANGHAI)
        if piece.kind == "counted":
            assert OFFICE(first.date())
            assert first.date() == last.date()
            assert "09:00" <= f"{first:%H:%M}" <= f"{last:%H:%M}" <= "18:00"
        else:
            # Nothing that should have counted was skipped.
            middle = first + (last - first) / 2
            assert not (OFFICE(middle.date()) and "09:00" <= f"{middle:%H:%M}" < "18:00")


@given(moments, st.lists(st.integers(0, 6000), min_size=2, max_size=8), st.booleans())
def test_a_state_never_goes_backwards_by_itself(
    asked: datetime, later: list[int], working: bool
) -> None:
    policy = Policy(hours=HOURS["office"] if working else None)
    clock = response_clock(asked, None, "normal", policy)
    order = {"open": 0, "at_risk": 1, "overdue": 2}
    ranks = [order[clock.state(asked + timedelta(minutes=m))] for m in sorted(later)]
    assert ranks == sorted(ranks)


@given(moments, st.integers(0, 6000), st.integers(0, 6000))
def test_a_stopped_clock_stays_as_it_stopped(asked: datetime, stop: int, later: int) -> None:
    clock = response_clock(asked, asked + timedelta(minutes=stop), "urgent", Policy())
    states = {clock.state(asked + timedelta(minutes=stop + m)) for m in (0, later)}
    assert states == {"met" if stop <= 120 else "breached"}
