"""Requests: the two clocks, waits, reopening, and what the agenda says of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain import request as rules
from cmcli.domain import request_agenda
from cmcli.domain.change import Change, Insert, Update
from cmcli.domain.request import RequestClock, RequestEvent, RequestFile, RequestWait
from cmcli.domain.sla import Policy
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at, refused, request, request_file

POLICY = Policy()
ASKED = at("2026-11-23 08:10")
H, S = timedelta(hours=1), timedelta(seconds=1)
ANSWERED = ASKED + H


def limit(file: RequestFile, now: datetime = NOW) -> str:
    clock = file.resolution(POLICY, now)
    assert clock
    return clock.due.astimezone(now.tzinfo).isoformat()


def fields(changes: list[Change], table: str) -> dict[str, object]:
    found = [c.fields for c in changes if isinstance(c, Update) and c.table == table]
    return found[0] if found else {}


def inserted(changes: list[Change]) -> list[object]:
    return [change.record for change in changes if isinstance(change, Insert)]


# The resolution clock


@pytest.mark.parametrize("asked", ["2026-11-23 00:00", "2026-11-23 08:10", "2026-11-23 23:59:59"])
def test_a_complaint_is_resolved_by_the_end_of_its_fifteenth_natural_day(asked: str) -> None:
    assert limit(request_file(at(asked), kind="complaint")) == "2026-12-08T23:59:59+08:00"


def test_natural_days_are_those_of_the_managers_zone_also_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    asked = at("2026-10-20 23:30", berlin).astimezone(UTC)
    file = request_file(asked, kind="complaint")
    assert limit(file, at("2026-10-21 09:00", berlin)) == "2026-11-04T23:59:59+01:00"


def test_a_complaint_is_overdue_one_second_after_its_last_day() -> None:
    clock = request_file(ASKED, kind="complaint").resolution(POLICY, NOW)
    assert clock
    assert clock.state(at("2026-12-08 23:59:59")) == "at_risk"
    assert clock.state(at("2026-12-09 00:00")) == "overdue"


@pytest.mark.parametrize("kind", ["inquiry", "service", "problem"])
def test_other_kinds_have_no_limit_to_their_resolution(kind: str) -> None:
    assert request_file(ASKED, kind=kind).resolution(POLICY, NOW) is None


def test_every_wait_pauses_the_resolution_clock_and_overlapping_ones_count_once() -> None:
    waits = (
        (ASKED + 24 * H, ASKED + 48 * H),
        (ASKED + 36 * H, ASKED + 60 * H),
        (ASKED + 72 * H, ASKED + 84 * H),
    )
    file = request_file(ASKED, kind="complaint", waits=waits)
    assert limit(file) == "2026-12-10T23:59:59+08:00"  # 36 + 12 hours later


def test_a_wait_that_lasts_moves_the_limit_on_with_the_clock() -> None:
    file = request_file(ASKED, kind="complaint", waits=((ASKED + H, None),))
    assert limit(file, ASKED + 25 * H) == "2026-12-09T23:59:59+08:00"
    assert limit(file, ASKED + 49 * H) == "2026-12-10T23:59:59+08:00"


def test_a_wait_never_pauses_the_response_clock() -> None:
    file = request_file(ASKED, waits=((ASKED, ASKED + 20 * H),))
    assert file.response(POLICY).due == ASKED + 24 * H


def test_a_wait_is_no_time_that_a_complaint_used_and_its_ledger_names_it() -> None:
    file = request_file(ASKED, kind="complaint", waits=((ASKED + H, ASKED + 3 * H),))
    clock = file.resolution(POLICY, NOW)
    assert clock
    assert (clock.start, clock.used(ASKED + 4 * H)) == (ASKED, 2 * H)
    kinds = [piece.kind for piece in clock.ledger(ASKED + 4 * H)]
    assert kinds == ["counted", "pause", "counted"]


def test_a_complaint_at_risk_counts_its_waits_too() -> None:
    plain = request_file(ASKED, kind="complaint").resolution(POLICY, NOW)
    waited = request_file(ASKED, kind="complaint", waits=((ASKED, ASKED + 10 * H),))
    moved = waited.resolution(POLICY, NOW)
    assert plain
    assert moved
    assert moved.at_risk_from - plain.at_risk_from == 10 * H


# The clock that matters


def test_the_reply_matters_until_it_is_given_and_then_a_complaints_resolution() -> None:
    late = ASKED + 25 * H
    unanswered = request_file(ASKED, kind="complaint")
    assert unanswered.telling(POLICY, late) == unanswered.response(POLICY)
    assert unanswered.state(POLICY, late) == "overdue"
    answered = request_file(ASKED, responded=ANSWERED, kind="complaint")
    assert answered.telling(POLICY, late) == answered.resolution(POLICY, late)
    assert answered.state(POLICY, late) == "open"


def test_an_answered_question_stays_judged_by_its_reply() -> None:
    answered = request_file(ASKED, responded=ANSWERED)
    assert answered.telling(POLICY, NOW) == answered.response(POLICY)
    assert answered.state(POLICY, NOW) == "met"


@pytest.mark.parametrize(
    ("file", "need"),
    [
        (request_file(ASKED), "reply"),
        (request_file(ASKED, status="waiting"), "reply"),
        (request_file(ASKED, responded=ANSWERED, status="waiting"), "waiting"),
        (request_file(ASKED, responded=ANSWERED, kind="complaint", status="waiting"), "waiting"),
        (request_file(ASKED, responded=ANSWERED, kind="complaint"), "running"),
        (request_file(ASKED, responded=ANSWERED), "answered"),
    ],
)
def test_an_open_request_needs_its_reply_first_then_patience_or_its_resolution(
    file: RequestFile, need: str
) -> None:
    assert file.need == need


# What may happen to a request


def test_a_new_request_begins_its_clock_when_the_client_asked() -> None:
    asked = request(ASKED, id=-1, priority="urgent")
    clock = inserted(rules.opened(asked))[1]
    assert clock == RequestClock(-2, -1, "urgent", ASKED)


def test_the_first_response_stops_the_clock_and_a_second_is_refused() -> None:
    file = request_file(ASKED)
    assert fields(rules.responded(file, ANSWERED), "request_clock") == {"responded_at": ANSWERED}
    with pytest.raises(Refused):
        rules.responded(request_file(ASKED, responded=ANSWERED), NOW)


def test_no_response_comes_before_the_question() -> None:
    rules.responded(request_file(ASKED), ASKED)
    with pytest.raises(Usage):
        rules.responded(request_file(ASKED), ASKED - S)


def test_what_happened_is_not_ahead() -> None:
    assert rules.not_ahead(NOW, NOW) == NOW
    with pytest.raises(Usage):
        rules.not_ahead(NOW + S, NOW)


def test_resolving_answers_an_unanswered_request() -> None:
    changes = rules.resolved(request_file(ASKED), NOW, "解锁")
    assert fields(changes, "request_clock") == {"resolved_at": NOW, "responded_at": NOW}
    assert fields(changes, "request") == {
        "status": "resolved", "resolved_at": NOW, "resolution": "解锁",
    }  # fmt: skip


def test_resolving_keeps_an_earlier_answer_and_ends_a_wait() -> None:
    waits = ((ASKED + H, ASKED + 2 * H), (ANSWERED, None))
    file = request_file(ASKED, responded=ANSWERED, status="waiting", waits=waits)
    changes = rules.resolved(file, NOW, None)
    assert fields(changes, "request_clock") == {"resolved_at": NOW}
    assert Update("request_wait", 2, {"to_at": NOW}) in changes
    assert not any(isinstance(c, Update) and c[:2] == ("request_wait", 1) for c in changes)


def test_a_resolved_request_is_neither_resolved_again_nor_waits_nor_becomes_urgent() -> None:
    file = request_file(ASKED, responded=ANSWERED, resolved=NOW, status="resolved")
    with pytest.raises(Refused):
        rules.resolved(file, NOW, None)
    with pytest.raises(Refused):
        rules.waiting(file, NOW)
    with pytest.raises(Refused):
        rules.made_urgent(file, NOW)


def test_waiting_opens_a_wait_and_resuming_ends_it() -> None:
    changes = rules.waiting(request_file(ASKED), NOW)
    assert fields(changes, "request") == {"status": "waiting"}
    assert inserted(changes) == [RequestWait(-1, 1, NOW)]
    file = request_file(ASKED, status="waiting", waits=((ANSWERED, None),))
    changes = rules.resumed(file, NOW)
    assert fields(changes, "request") == {"status": "open"}
    assert fields(changes, "request_wait") == {"to_at": NOW}


def test_waiting_twice_and_resuming_what_does_not_wait_are_refused() -> None:
    with pytest.raises(Refused):
        rules.waiting(request_file(ASKED, status="waiting"), NOW)
    with pytest.raises(Refused):
        rules.resumed(request_file(ASKED), NOW)


def test_a_wait_does_not_end_before_it_began() -> None:
    file = request_file(ASKED, status="waiting", waits=((ANSWERED, None),))
    assert rules.resumed(file, ANSWERED)
    with pytest.raises(Usage):
        rules.resumed(file, ANSWERED - S)


def test_reopening_starts_a_new_pair_of_clocks_and_keeps_the_earlier_result() -> None:
    file = request_file(
        ASKED, responded=ANSWERED, resolved=ASKED + 2 * H, status="resolved", priority="urgent",
        resolution="解锁",
    )  # fmt: skip
    changes = rules.reopened(file, NOW + H)
    assert inserted(changes) == [RequestClock(-1, 1, "urgent", NOW + H)]
    assert fields(changes, "request") == {"status": "open", "resolved_at": None, "resolution": None}
    assert fields(changes, "request_clock") == {}


def test_an_open_request_is_not_reopened_and_none_before_it_was_resolved() -> None:
    with pytest.raises(Refused):
        rules.reopened(request_file(ASKED), NOW)
    file = request_file(ASKED, responded=ANSWERED, resolved=NOW, status="resolved")
    rules.reopened(file, NOW)
    with pytest.raises(Usage):
        rules.reopened(file, NOW - S)


def test_a_reopened_request_runs_by_its_last_clock() -> None:
    first = RequestClock(1, 1, "normal", ASKED, ANSWERED, ANSWERED)
    second = RequestClock(2, 1, "normal", NOW)
    file = RequestFile(request(ASKED, kind="complaint"), (first, second), ())
    assert file.response(POLICY).due == NOW + 24 * H
    assert limit(file, NOW) == "2026-12-08T23:59:59+08:00"


def test_urgent_shortens_the_target_from_the_moment_the_client_asked() -> None:
    changes = rules.made_urgent(request_file(ASKED), NOW)
    assert fields(changes, "request") == {"priority": "urgent"}
    assert fields(changes, "request_clock") == {"priority": "urgent"}
    assert request_file(ASKED, priority="urgent").response(POLICY).due == ASKED + 2 * H
    with pytest.raises(Refused):
        rules.made_urgent(request_file(ASKED, priority="urgent"), NOW)


# The agenda


def line(file: RequestFile, now: datetime = NOW) -> tuple[str, datetime | None, str, int]:
    (item,) = request_agenda.agenda([(file, TAG)], now, POLICY)
    assert (item.ref, item.kind, item.section) == ("r1", "request", "service")
    return item.state, item.due, str(item.when), item.weight


def test_an_unanswered_request_stands_by_its_response_clock() -> None:
    state, due, when, weight = line(request_file(ASKED, priority="urgent"))
    assert (state, due, weight) == ("at_risk", ASKED + 2 * H, 0)
    assert "urgent" in when
    assert line(request_file(ASKED))[0] == "open"


def test_a_late_reply_says_since_when() -> None:
    state, _, when, _ = line(request_file(ASKED, priority="urgent"), ASKED + 3 * H)
    assert state == "overdue"
    assert "reply due" in when


def test_an_answered_complaint_stands_by_its_resolution_clock() -> None:
    state, due, _, weight = line(request_file(ASKED, responded=ANSWERED, kind="complaint"))
    assert (state, due, weight) == ("open", at("2026-12-08 23:59:59"), 1)


def test_an_answered_request_stays_without_a_due_time_until_it_is_resolved() -> None:
    state, due, when, weight = line(request_file(ASKED, responded=ANSWERED))
    assert (state, due, weight) == ("open", None, 2)
    assert "not resolved" in when
    waiting = request_file(ASKED, responded=ANSWERED, status="waiting")
    assert "waiting" in line(waiting)[2]


def test_a_reply_given_is_not_judged_by_a_target_set_later() -> None:
    answered = request_file(ASKED, responded=ASKED + 5 * H)
    with pytest.raises(Refused, match="answered"):
        rules.made_urgent(answered, ASKED + 6 * H)


def test_when_it_was_made_urgent_is_kept() -> None:
    changes = rules.made_urgent(request_file(ASKED), ASKED + H)
    assert inserted(changes) == [RequestEvent(-1, 1, ASKED + H, "urgent", None, None)]


OPEN = request_file(ASKED)
GIVEN = request_file(ASKED, responded=ANSWERED)
CLOSED = request_file(ASKED, responded=ANSWERED, resolved=NOW, status="resolved")
WAITS = request_file(ASKED, status="waiting", waits=((ANSWERED, None),))


@pytest.mark.parametrize(
    ("decide", "why", "mend"),
    [
        (lambda: rules.not_ahead(NOW + S, NOW), "2026-11-23 10:00:01+08:00 is still to come",
         " – --at says when it happened: 昨天下午3点, 2h ago, 10:30"),
        (lambda: rules.responded(OPEN, ASKED - S),
         "2026-11-23 08:09:59+08:00 is before the client asked (2026-11-23 08:10:00+08:00)", ""),
        (lambda: rules.responded(GIVEN, NOW), "r1 was answered at 2026-11-23 09:10:00+08:00",
         " – close it with: cm request resolve r1"),
        (lambda: rules.resolved(CLOSED, NOW, None), "r1 is resolved",
         " – open it again with: cm request reopen r1"),
        (lambda: rules.waiting(WAITS, NOW), "r1 waits already", " – cm request resume r1"),
        (lambda: rules.resumed(OPEN, NOW), "r1 is not waiting", ""),
        (lambda: rules.resumed(WAITS, ANSWERED - S),
         "2026-11-23 09:09:59+08:00 is before the wait began (2026-11-23 09:10:00+08:00)", ""),
        (lambda: rules.reopened(OPEN, NOW), "r1 is still open", ""),
        (lambda: rules.reopened(CLOSED, NOW - S),
         "2026-11-23 09:59:59+08:00 is before it was resolved (2026-11-23 10:00:00+08:00)", ""),
        (lambda: rules.made_urgent(request_file(ASKED, priority="urgent"), NOW),
         "r1 is urgent already", ""),
        (lambda: rules.made_urgent(GIVEN, NOW), "r1 was answered at 2026-11-23 09:10:00+08:00",
         " – urgent shortens the time to reply; close it with: cm done r1"),
    ],
)  # fmt: skip
def test_each_refusal_says_why_and_what_to_do(
    decide: Callable[[], object], why: str, mend: str
) -> None:
    assert refused(decide) == why + mend


# The order of a list


def test_what_is_late_comes_first_then_what_is_at_risk_then_by_due_time() -> None:
    now = at("2026-11-23 20:00")
    late = request_file(at("2026-11-22 12:00"), id=1)
    at_risk = request_file(at("2026-11-23 18:20"), id=2, priority="urgent")
    urgent = request_file(at("2026-11-23 19:50"), id=8, priority="urgent")
    soon = request_file(at("2026-11-23 09:00"), id=3)
    later = request_file(at("2026-11-23 10:00"), id=4)
    twin = request_file(at("2026-11-23 10:00"), id=5)
    answered = request_file(at("2026-11-20 09:00"), id=6, responded=at("2026-11-20 10:00"))
    earlier = request_file(at("2026-11-19 09:00"), id=7, responded=at("2026-11-19 10:00"))
    mixed = [(file, TAG) for file in (answered, twin, later, soon, urgent, earlier, at_risk, late)]
    found = rules.by_urgency(mixed, POLICY, now)
    assert [file.request.id for file, _ in found] == [1, 2, 8, 3, 4, 5, 7, 6]
