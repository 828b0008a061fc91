"""Callbacks: promises to contact a client by a time, kept, moved, cancelled, made again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain import callback as rules
from cmcli.domain.callback import Callback
from cmcli.domain.change import Insert, Update
from cmcli.domain.recurrence import parse_every
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at, callback

S = timedelta(seconds=1)
TODAY = at("2026-11-23 00:00")


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00:00", "due"),
        ("2026-11-23 10:00", "2026-11-23 10:00:01", "overdue"),
        ("2026-11-23 00:00", "2026-11-23 23:59:59", "due"),  # a whole day lasts until its end
        ("2026-11-23 00:00", "2026-11-24 00:00:00", "overdue"),
        ("2026-11-24 00:00", "2026-11-23 23:59:59", "open"),
        ("2026-11-24 09:00", "2026-11-23 09:00:00", "open"),
    ],
)
def test_a_callback_is_overdue_one_second_after_what_was_promised(
    due: str, now: str, expected: str
) -> None:
    assert rules.state(callback(at(due).astimezone(UTC)), at(now)) == expected


def test_done_and_cancelled_ones_say_so() -> None:
    assert rules.state(callback(TODAY, done_at=NOW), NOW) == "done"
    assert rules.state(callback(TODAY, cancelled_at=NOW), NOW) == "cancelled"


def test_on_time_means_done_by_the_due_time() -> None:
    due = at("2026-11-23 09:00")
    assert rules.on_time(callback(due, done_at=due), NOW)
    assert not rules.on_time(callback(due, done_at=due + S), NOW)
    assert not rules.on_time(callback(due), NOW)
    assert rules.on_time(callback(TODAY, done_at=at("2026-11-23 23:59:59")), NOW)


def test_a_promise_lies_ahead_or_is_today() -> None:
    assert rules.booked(callback(TODAY), NOW) == [Insert(callback(TODAY))]
    rules.booked(callback(NOW), NOW)
    with pytest.raises(Usage):
        rules.booked(callback(NOW - S), NOW)
    with pytest.raises(Usage):
        rules.booked(callback(at("2026-11-22 00:00")), NOW)


def test_moving_keeps_count_and_what_was_promised_first() -> None:
    later = at("2026-11-25 09:00")
    assert rules.moved(callback(NOW, moved=2), later, NOW) == [
        Update("callback", 1, {"due_at": later, "moved": 3})
    ]


def test_a_promise_is_not_moved_into_the_past_nor_to_where_it_is() -> None:
    with pytest.raises(Usage):
        rules.moved(callback(NOW), NOW - S, NOW)
    with pytest.raises(Refused):
        rules.moved(callback(NOW), NOW, NOW)


def test_cancelling_ends_a_recurring_one() -> None:
    changes = rules.cancelled(callback(NOW, every="FREQ=DAILY"), NOW)
    assert changes == [Update("callback", 1, {"cancelled_at": NOW})]


@pytest.mark.parametrize("over", [{"done_at": NOW}, {"cancelled_at": NOW}])
def test_what_is_done_or_cancelled_is_over(over: dict[str, datetime]) -> None:
    ended = callback(NOW, **over)
    with pytest.raises(Refused):
        rules.completed(ended, NOW, NOW)
    with pytest.raises(Refused):
        rules.moved(ended, at("2026-11-25 09:00"), NOW)
    with pytest.raises(Refused):
        rules.cancelled(ended, NOW)


# Recurring ones


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("month", "FREQ=MONTHLY"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("3 days", "FREQ=DAILY;INTERVAL=3"),
        ("year", "FREQ=YEARLY"),
        ("quarter", "FREQ=MONTHLY;INTERVAL=3"),
        ("half-year", "FREQ=MONTHLY;INTERVAL=6"),
        ("每月", "FREQ=MONTHLY"),
        ("每个月", "FREQ=MONTHLY"),
        ("每3个月", "FREQ=MONTHLY;INTERVAL=3"),
        ("每季度", "FREQ=MONTHLY;INTERVAL=3"),
        ("半年", "FREQ=MONTHLY;INTERVAL=6"),
        ("每周", "FREQ=WEEKLY"),
        ("每天", "FREQ=DAILY"),
        ("每年", "FREQ=YEARLY"),
        ("freq=monthly;bymonthday=5", "FREQ=MONTHLY;BYMONTHDAY=5"),
    ],
)
def test_a_rule_is_read_from_what_a_manager_types(text: str, rule: str) -> None:
    assert parse_every(text) == rule


@pytest.mark.parametrize(
    "text", ["", "often", "0 weeks", "every", "-1 day", "FREQ=NEVER", "FREQ=", "FREQ=DAILY;X=1",
             "FREQ=MONTHLY;INTERVAL=00", "FREQ=DAILY;INTERVAL=0"],
)  # fmt: skip
def test_what_is_no_rule_is_an_error(text: str) -> None:
    with pytest.raises(Usage):
        parse_every(text)


def next_of(promise: Callback, now: datetime) -> Callback | None:
    found = [c.record for c in rules.completed(promise, now, now) if isinstance(c, Insert)]
    assert all(isinstance(record, Callback) for record in found)
    return found[0] if found else None  # type: ignore[return-value]


def dates(promise: Callback, times: int) -> list[str]:
    """The days of the next promises when each is kept at its due time."""
    found = []
    for _ in range(times):
        again = next_of(promise, promise.due_at)
        if again is None:
            break
        found.append(f"{again.due_at:%m-%d}")
        promise = again
    return found


def test_a_kept_promise_that_does_not_recur_makes_no_other() -> None:
    assert next_of(callback(NOW), NOW) is None


def test_the_next_one_keeps_purpose_and_rule_and_starts_unmoved() -> None:
    promise = callback(at("2026-11-16 10:00"), every="FREQ=WEEKLY", moved=2)
    again = next_of(promise, at("2026-11-16 09:00"))
    assert again
    assert (again.due_at, again.first_due_at) == (at("2026-11-23 10:00"),) * 2
    assert (again.purpose, again.every, again.moved) == ("确认到账", "FREQ=WEEKLY", 0)
    assert again.id < 0
    assert again.done_at is None


def test_dates_that_passed_unanswered_are_not_promised_again() -> None:
    promise = callback(at("2026-10-05 10:00"), every="FREQ=WEEKLY")
    again = next_of(promise, NOW)
    assert again
    assert again.due_at == at("2026-11-30 10:00")


def test_one_moved_call_does_not_move_those_that_follow() -> None:
    monday, wednesday = at("2026-11-23 10:00"), at("2026-11-25 10:00")
    promise = callback(wednesday, first_due_at=monday, every="FREQ=WEEKLY", moved=1)
    again = next_of(promise, wednesday)
    assert again
    assert again.due_at == at("2026-11-30 10:00")


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = at("2026-10-24 10:00", berlin)
    again = next_of(callback(due.astimezone(UTC), every="FREQ=DAILY"), due)
    assert again
    assert again.due_at.isoformat() == "2026-10-25T10:00:00+01:00"


def test_a_whole_day_stays_a_whole_day() -> None:
    promise = callback(TODAY.astimezone(UTC), every="FREQ=WEEKLY")
    again = next_of(promise, NOW)
    assert again
    assert again.due_at == at("2026-11-30 00:00")


@pytest.mark.parametrize(
    ("first", "rule", "expected"),
    [
        ("2027-01-31", "FREQ=MONTHLY", ["02-28", "03-31", "04-30", "05-31"]),
        ("2027-01-29", "FREQ=MONTHLY", ["02-28", "03-29"]),
        ("2026-11-30", "FREQ=MONTHLY;INTERVAL=3", ["02-28", "05-30", "08-30"]),
        ("2028-02-29", "FREQ=YEARLY", ["02-28", "02-28", "02-28", "02-29"]),
        ("2026-10-31", "FREQ=YEARLY", ["10-31"]),
        ("2026-11-30", "FREQ=WEEKLY", ["12-07"]),
        ("2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=31", ["03-31", "05-31"]),
    ],
)
def test_no_month_is_left_out_because_it_is_short(
    first: str, rule: str, expected: list[str]
) -> None:
    assert dates(callback(at(f"{first} 10:00"), every=rule), len(expected)) == expected


def test_a_rule_with_a_count_or_an_end_comes_to_its_end() -> None:
    promise = callback(at("2026-11-23 10:00"), every="FREQ=DAILY;COUNT=3")
    assert dates(promise, 9) == ["11-24", "11-25"]
    promise = callback(at("2026-11-23 10:00"), every="FREQ=DAILY;UNTIL=20261124T235959")
    assert dates(promise, 9) == ["11-24"]


# The agenda


def lines(*promises: Callback, now: datetime = NOW) -> list[tuple[str, str, str]]:
    found = rules.agenda([(promise, TAG) for promise in promises], now)
    return [(item.state, str(item.title), str(item.when)) for item in found]


def test_today_shows_what_is_late_and_what_is_due_today_and_nothing_of_tomorrow() -> None:
    late = callback(at("2026-11-20 10:00"), moved=1)
    today = callback(at("2026-11-23 15:00"), purpose=None)
    tomorrow = callback(at("2026-11-24 00:00"))
    found = lines(late, today, callback(TODAY), tomorrow)
    assert [(state, title) for state, title, _ in found] == [
        ("overdue", "确认到账"), ("open", "call back"), ("open", "确认到账"),
    ]  # fmt: skip
    assert "moved once" in found[0][2]
    assert found[2][2] == "today"


def test_the_reason_names_the_promise_and_how_often_it_moved() -> None:
    (item,) = rules.agenda([(callback(TODAY, moved=3), TAG)], NOW)
    assert "moved 3 times" in str(item.why)
    assert (item.section, item.weight, item.ref) == ("callbacks", 3, "b1")


def test_a_contact_answers_the_promise_due_longest_until_the_end_of_today() -> None:
    early = callback(at("2026-11-20 10:00"), id=1)
    today = callback(at("2026-11-23 18:00"), id=2)
    tomorrow = callback(at("2026-11-24 00:00"), id=3)
    done = callback(at("2026-11-19 10:00"), id=4, done_at=NOW)
    gone = callback(at("2026-11-19 10:00"), id=5, cancelled_at=NOW)
    assert rules.nearest([tomorrow, today, early, done, gone], NOW) == early
    assert rules.nearest([tomorrow, today], NOW) == today
    assert rules.nearest([tomorrow, done, gone], NOW) is None


def test_an_ill_day_moves_what_is_due_until_its_end_and_keeps_the_times_of_today() -> None:
    late = callback(at("2026-11-20 10:00"), id=1)
    timed = callback(at("2026-11-23 15:30"), id=2)
    tomorrow = callback(at("2026-11-24 09:00"), id=3)
    day = at("2026-11-25 00:00")
    assert rules.all_moved([late, timed, tomorrow], day, NOW) == [
        Update("callback", 1, {"due_at": day, "moved": 1}),
        Update("callback", 2, {"due_at": at("2026-11-25 15:30"), "moved": 1}),
    ]
    hour = at("2026-11-25 08:00")
    (change,) = rules.all_moved([timed], hour, NOW)
    assert change == Update("callback", 2, {"due_at": hour, "moved": 1})


def test_a_day_is_crowded_with_more_callbacks_than_its_cap() -> None:
    three = [callback(at(f"2026-11-25 {hour}:00")) for hour in ("09", "10", "11")]
    day = at("2026-11-25 00:00").date()
    assert rules.crowded([*three, callback(NOW)], day, NOW, 2) == 3
    assert rules.crowded(three, day, NOW, 3) is None


def test_a_booked_visit_is_kept_by_a_visit_alone_and_before_other_promises() -> None:
    visit = callback(at("2026-11-23 14:00"), id=2, purpose="拜访：滨江区 · 谈续存")
    call = callback(at("2026-11-23 09:00"), id=1)
    assert rules.nearest([visit, call], NOW) == call
    assert rules.nearest([visit, call], NOW, visit=True) == visit
    assert rules.nearest([visit], NOW) is None
    assert rules.nearest([call], NOW, visit=True) == call
    tomorrow = visit._replace(due_at=at("2026-11-24 14:00"))
    assert rules.nearest([tomorrow, call], NOW, visit=True) == call


@pytest.mark.parametrize(
    ("purpose", "what"),
    [("visit: Riverside · renew", "Riverside · renew"), ("拜访：续存", "续存"), ("Visit: x", "x")],
)
def test_a_purpose_that_begins_with_visit_is_a_visit(purpose: str, what: str) -> None:
    booked = callback(NOW, purpose=purpose)
    assert rules.is_visit(booked)
    assert rules.visit_purpose(booked) == what


@pytest.mark.parametrize("purpose", [None, "", "visit him next week", "拜访后回电"])
def test_other_purposes_are_calls(purpose: str | None) -> None:
    assert not rules.is_visit(callback(NOW, purpose=purpose))
