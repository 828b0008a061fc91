"""The states of a hand-off, its own clock, what may follow what, its lines, and its figures."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cmcli.domain import handoff as rules
from cmcli.domain import handoff_agenda
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Insert, Update
from cmcli.domain.figures import handoffs as figures
from cmcli.domain.handoff import Handoff, Policy
from cmcli.domain.measure import Span, span
from cmcli.domain.period import parse_period
from cmcli.domain.worktime import Hours
from tests.builders import NOW, SHANGHAI, TAG, at, refused

# Monday to Friday, nine hours a day.
OFFICE = Hours(((9 * 60, 18 * 60),), lambda day: day.weekday() < 5, SHANGHAI)
WORKING = Policy(OFFICE, 0.75, timedelta(hours=8), OFFICE)
ELAPSED = WORKING._replace(hours=None)
# From Friday 9:00 to Tuesday 18:00 there are three days of nine hours.
FRIDAY = at("2026-11-20 09:00")


def handoff(number: int = 1, **given: Any) -> Handoff:
    """Sent on Friday at 9:00, due on Tuesday at 18:00."""
    due = given.get("due_at", at("2026-11-24 18:00"))
    usual: dict[str, Any] = {
        **dict.fromkeys(Handoff._fields), "id": number, "client_id": 1, "department": "运营部",
        "text": "挂失换卡", "sent_at": FRIDAY, "due_at": due, "first_due_at": due, "moved": 0,
        "created_at": FRIDAY,
    }  # fmt: skip
    return Handoff(**{**usual, **given})


# States


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "waiting"),
        ({"received_at": NOW}, "received"),
        ({"due_at": at("2026-11-23 10:00")}, "waiting"),
        ({"due_at": at("2026-11-23 09:59:59")}, "late"),
        ({"due_at": at("2026-11-23 09:00"), "received_at": FRIDAY}, "late"),
        ({"due_at": at("2026-11-23 00:00")}, "waiting"),
        ({"due_at": at("2026-11-22 00:00")}, "late"),
        ({"done_at": at("2026-11-24 18:00")}, "done"),
        ({"done_at": at("2026-11-24 18:00:01")}, "done_late"),
        ({"due_at": at("2026-11-24 00:00"), "done_at": at("2026-11-24 23:59:59")}, "done"),
        ({"missed_at": at("2026-11-23 09:00"), "done_at": NOW}, "done_late"),
        ({"cancelled_at": NOW, "due_at": at("2026-11-22 00:00")}, "cancelled"),
    ],
)
def test_a_hand_off_has_one_state(given: dict[str, Any], state: str) -> None:
    assert rules.state(handoff(**given), NOW) == state


def test_the_usual_due_day_counts_working_days_after_the_sending() -> None:
    def working(day: date) -> bool:
        return day.weekday() < 5 and day != date(2026, 11, 24)

    assert rules.usual_due(FRIDAY, 3, working, NOW) == at("2026-11-26 00:00")
    # Half past midnight of a Monday is a Monday, though Sunday in UTC; the Tuesday is off.
    night = at("2026-11-23 00:30").astimezone(UTC)
    assert rules.usual_due(night, 1, working, NOW) == at("2026-11-25 00:00")


# The clock


def clock_of(one: Handoff, policy: Policy, now: datetime = NOW) -> tuple[str, float, float]:
    clock = rules.clock(one, policy, now)
    hour = timedelta(hours=1)
    return clock.state(now), clock.used(now) / hour, clock.target() / hour


def test_its_own_clock_counts_working_time_or_all_of_it() -> None:
    assert clock_of(handoff(), WORKING) == ("open", 10, 27)
    assert clock_of(handoff(), ELAPSED) == ("open", 73, 105)


def test_three_quarters_of_its_time_make_it_at_risk() -> None:
    # 20 h 15 min of 27 are used on Tuesday at 11:15.
    assert clock_of(handoff(), WORKING, at("2026-11-24 11:14"))[0] == "open"
    assert clock_of(handoff(), WORKING, at("2026-11-24 11:15"))[0] == "at_risk"
    assert clock_of(handoff(), WORKING, at("2026-11-24 18:00"))[0] == "at_risk"
    assert clock_of(handoff(), WORKING, at("2026-11-24 18:00:01"))[0] == "overdue"


def test_the_clock_stops_when_it_is_back_or_taken_back() -> None:
    assert clock_of(handoff(done_at=at("2026-11-20 12:00")), WORKING) == ("met", 3, 27)
    assert clock_of(handoff(cancelled_at=at("2026-11-20 10:00")), WORKING)[1] == 1


def test_a_time_in_which_nobody_works_is_late_all_the_same() -> None:
    night = handoff(sent_at=at("2026-11-20 19:00"), due_at=at("2026-11-21 12:00"))
    assert clock_of(night, WORKING, at("2026-11-21 11:00"))[::2] == ("open", 0)
    assert clock_of(night, WORKING, at("2026-11-21 12:00:01"))[0] == "overdue"


# What happens to it


def test_a_new_one_is_due_after_it_was_sent() -> None:
    new = handoff(-1)
    assert rules.sent(new, NOW) == [Insert(new)]
    # The whole day on which it was sent.
    assert rules.sent(handoff(-1, due_at=at("2026-11-20 00:00")), NOW)
    before = refused(lambda: rules.sent(handoff(-1, due_at=at("2026-11-20 08:59")), NOW))
    assert "before it was sent" in before
    assert "which department" in refused(lambda: rules.sent(handoff(department=""), NOW))
    assert "what is asked of 运营部" in refused(lambda: rules.sent(handoff(text=""), NOW))


def test_nobody_is_given_more_than_a_year() -> None:
    year = timedelta(days=366)
    assert rules.sent(handoff(-1, due_at=FRIDAY + year), NOW)
    assert rules.moved(handoff(), NOW + year, NOW)
    beyond = timedelta(seconds=1)
    far = refused(lambda: rules.sent(handoff(-1, due_at=FRIDAY + year + beyond), NOW))
    assert "more than a year" in far
    assert "more than a year" in refused(lambda: rules.moved(handoff(), NOW + year + beyond, NOW))


def test_the_receipt_keeps_who_has_it() -> None:
    one = handoff(person="小李")
    assert rules.received(one, NOW, None) == [Update("handoff", 1, {"received_at": NOW})]
    (change,) = rules.received(one, NOW, "小孙")
    assert change == Update("handoff", 1, {"received_at": NOW, "person": "小孙"})
    early = at("2026-11-20 08:59")
    assert "before it was sent" in refused(lambda: rules.received(one, early, None))
    again = one._replace(received_at=FRIDAY)
    assert "cm handoff done o1" in refused(lambda: rules.received(again, NOW, None))


def test_it_comes_back_once_with_or_without_a_receipt() -> None:
    assert rules.returned(handoff(), NOW, "已换卡") == [
        Update("handoff", 1, {"done_at": NOW, "result": "已换卡"})
    ]
    got = handoff(received_at=at("2026-11-20 15:00"))
    assert rules.returned(got, at("2026-11-20 15:00"), None)
    early = at("2026-11-20 14:59")
    assert "before it was received" in refused(lambda: rules.returned(got, early, None))
    assert "before it was sent" in refused(
        lambda: rules.returned(handoff(), at("2026-11-20 08:00"), None)
    )


@pytest.mark.parametrize("ended", [{"done_at": NOW}, {"cancelled_at": NOW}])
def test_nothing_follows_its_end(ended: dict[str, Any]) -> None:
    one = handoff(**ended)
    word = "came back" if "done_at" in ended else "cancelled"
    for decide in (
        lambda: rules.returned(one, NOW, None),
        lambda: rules.received(one, NOW, None),
        lambda: rules.cancelled(one, "x", NOW),
        lambda: rules.moved(one, at("2026-12-01 00:00"), NOW),
    ):
        assert word in refused(decide)


def test_a_later_time_agreed_before_it_is_due_counts_and_is_counted() -> None:
    later = at("2026-11-27 00:00")
    assert rules.moved(handoff(), later, NOW) == [
        Update("handoff", 1, {"due_at": later, "moved": 1})
    ]
    twice = handoff(moved=1, due_at=at("2026-11-25 00:00"))
    assert rules.moved(twice, later, NOW)[0].fields["moved"] == 2  # type: ignore[union-attr]


def test_one_that_is_late_keeps_the_time_it_missed() -> None:
    missed, later = at("2026-11-23 09:00"), at("2026-11-27 00:00")
    late = handoff(due_at=missed)
    (change,) = rules.moved(late, later, NOW)
    assert change == Update("handoff", 1, {"due_at": later, "moved": 1, "missed_at": missed})
    # The first it missed, however often it is moved.
    again = late._replace(due_at=at("2026-11-23 09:30"), missed_at=missed, moved=1)
    (change,) = rules.moved(again, later, NOW)
    assert change == Update("handoff", 1, {"due_at": later, "moved": 2})


def test_a_time_agreed_lies_ahead_and_is_another_one() -> None:
    past = at("2026-11-23 09:59")
    assert "is past" in refused(lambda: rules.moved(handoff(), past, NOW))
    assert rules.moved(handoff(), at("2026-11-23 00:00"), NOW)
    same = handoff().due_at
    assert "already" in refused(lambda: rules.moved(handoff(), same, NOW))


def test_it_is_taken_back_with_a_reason() -> None:
    assert rules.cancelled(handoff(), "客户撤回", NOW) == [
        Update("handoff", 1, {"cancelled_at": NOW, "reason": "客户撤回"})
    ]
    assert "why" in refused(lambda: rules.cancelled(handoff(), "", NOW))


def test_a_correction_keeps_the_order_of_its_times() -> None:
    one = handoff(received_at=at("2026-11-20 15:00"))
    assert rules.corrected(one, NOW, text="换卡") == [Update("handoff", 1, {"text": "换卡"})]
    late = at("2026-11-20 15:01")
    assert "before it was sent" in refused(lambda: rules.corrected(one, NOW, sent_at=late))
    assert "not back yet" in refused(lambda: rules.corrected(one, NOW, result="x"))
    assert rules.corrected(one._replace(done_at=NOW), NOW, result="已换")


# The agenda


def lines(*given: Handoff, now: datetime = NOW, policy: Policy = WORKING) -> list[AgendaItem]:
    return list(handoff_agenda.agenda([(one, TAG) for one in given], now, policy))


def test_a_late_one_is_late_whether_or_not_it_was_received() -> None:
    late = at("2026-11-23 09:00")
    (line,) = lines(handoff(due_at=late, received_at=FRIDAY, person="小孙"))
    assert (line.ref, line.kind, line.section, line.state) == ("o1", "handoff", "team", "overdue")
    assert (line.title, line.due, line.client) == ("挂失换卡", late, TAG)
    assert [str(part) for part in line.when.parts[1:]] == ["运营部", "小孙"]  # type: ignore[union-attr]
    assert "no receipt" in str(lines(handoff(due_at=late))[0].when)


def test_one_at_risk_says_so_and_one_with_time_left_nothing() -> None:
    got = handoff(received_at=FRIDAY)
    assert lines(got) == []
    (line,) = lines(got, now=at("2026-11-24 11:15"))
    assert line.state == "at_risk"
    assert "75 %" in str(line.why)


def test_a_receipt_is_asked_for_after_so_many_working_hours() -> None:
    # Sent on Friday at 9:00: eight hours later it is 17:00.
    assert lines(handoff(), now=at("2026-11-20 16:59"), policy=ELAPSED) == []
    (line,) = lines(handoff(), now=at("2026-11-20 17:00"), policy=ELAPSED)
    assert line.state == "open"
    assert str(line.when).startswith("no receipt")
    assert "cm handoff received o1" in str(line.why)
    # Over the night and the weekend no hour of the office passes.
    monday = handoff(sent_at=at("2026-11-20 12:00"))
    assert lines(monday, now=at("2026-11-23 10:59")) == []
    assert len(lines(monday, now=at("2026-11-23 11:00"))) == 1


def test_one_due_today_is_there_from_the_morning() -> None:
    early = handoff(sent_at=at("2026-11-23 09:30"), due_at=at("2026-11-23 00:00"), received_at=NOW)
    (line,) = lines(early)
    assert (line.state, str(line.when)) == ("open", "due today · 运营部")
    assert lines(early._replace(due_at=at("2026-11-24 00:00"))) == []


# Figures


def over(text: str = "2026-W47", now: datetime = NOW) -> Span:
    return span(parse_period(text, now.date()), now)


def found(*given: Handoff) -> list[figures.Pair]:
    return [(one._replace(id=number), TAG) for number, one in enumerate(given, 1)]


def counted(evidence: Any) -> list[tuple[int, Any]]:
    return [(row.id, row.value) for row in evidence.rows]


def test_hand_offs_sent_are_those_of_the_period_but_not_those_taken_back() -> None:
    facts = found(
        handoff(sent_at=at("2026-11-16 00:00")),
        handoff(sent_at=at("2026-11-22 23:59:59")),
        handoff(sent_at=at("2026-11-15 23:59:59")),
        handoff(sent_at=at("2026-11-23 00:00")),
        handoff(cancelled_at=NOW),
    )
    evidence = figures.sent(facts, over())
    assert counted(evidence) == [(1, 1), (2, 1)]
    assert [value for _, value in evidence.parts] == [1]


def test_on_time_is_judged_by_the_time_agreed_unless_it_had_passed() -> None:
    friday = at("2026-11-20 00:00")
    sent = at("2026-11-16 09:00")
    facts = found(
        handoff(sent_at=sent, due_at=friday, done_at=at("2026-11-20 23:59:59")),
        handoff(sent_at=sent, due_at=friday, done_at=at("2026-11-21 00:00")),
        handoff(sent_at=sent, due_at=friday),
        # Agreed on the way: in time by the later time, with the move told.
        handoff(sent_at=sent, due_at=friday, first_due_at=at("2026-11-18 00:00"), moved=1,
                done_at=at("2026-11-20 12:00")),
        # Agreed when it was late: late in the week in which it was due, whatever came of it.
        handoff(sent_at=sent, due_at=at("2026-11-27 00:00"), missed_at=friday, moved=1,
                done_at=at("2026-11-22 10:00")),
        handoff(sent_at=sent, due_at=at("2026-11-27 00:00"), missed_at=friday, moved=1),
        # Taken back before and after its time.
        handoff(sent_at=sent, due_at=friday, cancelled_at=at("2026-11-20 20:00")),
        handoff(sent_at=sent, due_at=friday, cancelled_at=at("2026-11-21 08:00")),
        handoff(sent_at=sent, due_at=at("2026-11-23 00:00"), done_at=at("2026-11-20 09:00")),
    )  # fmt: skip
    evidence = figures.kept(facts, over())
    assert counted(evidence) == [(1, 1), (2, 0), (3, 0), (4, 1), (5, 0), (6, 0), (8, 0)]
    assert [value for _, value in evidence.parts] == [3]


def test_what_is_not_yet_due_is_left_out_and_counted_beside_it() -> None:
    facts = found(
        handoff(due_at=at("2026-11-23 10:00")),
        handoff(due_at=at("2026-11-23 09:59:59")),
        handoff(due_at=at("2026-11-27 18:00"), done_at=NOW),
        handoff(due_at=at("2026-11-24 00:00")),
    )
    evidence = figures.kept(facts, over("2026-W48"))
    assert counted(evidence) == [(2, 0), (3, 1)]
    assert [value for _, value in evidence.parts] == [2]


def test_departments_are_told_apart_with_the_time_each_took() -> None:
    facts = found(
        # Three hours and nine of work.
        handoff(done_at=at("2026-11-20 12:00")),
        handoff(done_at=at("2026-11-20 18:00"), due_at=at("2026-11-20 17:00")),
        handoff(due_at=at("2026-11-22 12:00")),
        handoff(department="科技部"),
        # Out at the end of the week, though back since, and one that came later.
        handoff(department="科技部", done_at=at("2026-11-23 09:00")),
        handoff(sent_at=at("2026-11-23 09:00")),
        handoff(cancelled_at=at("2026-11-21 09:00")),
    )
    handed = figures.handed(facts, over(), OFFICE)
    assert [one.id for one, _ in handed.out] == [3, 4, 5]
    assert [(one.id, took / timedelta(hours=1)) for one, _, took in handed.back] == [(1, 3), (2, 9)]
    technology, operations = handed.departments
    assert technology == ("科技部", 2, 0, 0, 0, None)
    assert operations == ("运营部", 1, 1, 2, 1, timedelta(hours=6))
