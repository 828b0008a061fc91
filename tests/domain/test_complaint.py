"""Complaints: 15 natural days, 30 and 60 with a reason; mediation, new facts, withdrawal."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from cmcli.domain import complaint
from cmcli.domain.change import Change, Insert, Update
from cmcli.domain.request import RequestEvent, RequestFile, RequestWait
from cmcli.domain.request_agenda import agenda
from cmcli.domain.sla import Policy
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at, refused, request_file

POLICY = Policy()
RECEIVED = at("2026-11-10 09:00")


def received(**given: object) -> RequestFile:
    file = request_file(RECEIVED, responded=RECEIVED + timedelta(hours=1), kind="complaint")
    return file._replace(**given)  # type: ignore[arg-type]


def due(file: RequestFile, now: datetime = NOW) -> str:
    clock = file.resolution(POLICY, now)
    assert clock
    return clock.due.astimezone(now.tzinfo).strftime("%m-%d %H:%M:%S")


def updates(changes: list[Change]) -> dict[str, object]:
    return {k: v for c in changes if isinstance(c, Update) for k, v in c.fields.items()}


def event(changes: list[Change]) -> RequestEvent:
    (found,) = [c.record for c in changes if isinstance(c, Insert)]
    assert isinstance(found, RequestEvent)
    return found


def happened(kind: str, when: datetime) -> RequestEvent:
    return RequestEvent(1, 1, when, kind, None, None)


def test_the_limit_ends_with_the_last_second_of_the_fifteenth_day() -> None:
    assert due(received()) == "11-25 23:59:59"


@pytest.mark.parametrize(
    ("limit", "days", "end"),
    [("complex", 30, "12-10 23:59:59"), ("special", 60, "01-09 23:59:59"),
     ("plain", None, "11-25 23:59:59")],
)  # fmt: skip
def test_a_longer_limit_counts_from_the_same_receipt(limit: str, days: int, end: str) -> None:
    changes = complaint.limited(received(), limit, "three branches", POLICY, NOW)
    assert updates(changes).get("limit_days") == days
    assert event(changes) == RequestEvent(-1, 1, NOW, "limit", limit, "three branches")
    file = received()
    assert due(file._replace(request=file.request._replace(limit_days=days))) == end


def test_a_longer_limit_needs_a_reason() -> None:
    with pytest.raises(Usage, match="reason"):
        complaint.limited(received(), "complex", "  ", POLICY, NOW)


def test_a_limit_that_has_passed_is_not_extended() -> None:
    last = at("2026-11-25 23:59:59")
    assert complaint.limited(received(), "complex", "late", POLICY, last)
    with pytest.raises(Refused, match="passed"):
        complaint.limited(received(), "complex", "late", POLICY, last + timedelta(seconds=1))


def test_only_a_complaint_has_limits() -> None:
    inquiry = request_file(RECEIVED)
    with pytest.raises(Refused, match="not a complaint"):
        complaint.limited(inquiry, "complex", "why", POLICY, NOW)
    with pytest.raises(Refused, match="not a complaint"):
        complaint.mediated(inquiry, NOW)
    with pytest.raises(Refused, match="not a complaint"):
        complaint.new_facts(inquiry, "what", NOW)


def test_a_mediation_stops_the_clock_for_its_own_length() -> None:
    wait = RequestWait(1, 1, at("2026-11-12 09:00"), at("2026-11-14 09:00"), "mediation")
    assert due(received(waits=(wait,))) == "11-27 23:59:59"
    (started,) = [c for c in complaint.mediated(received(), NOW) if isinstance(c, Insert)]
    assert started.record._asdict()["kind"] == "mediation"


def test_a_mediation_still_going_on_moves_the_limit_with_the_day() -> None:
    running = received(waits=(RequestWait(1, 1, at("2026-11-21 10:00"), None, "mediation"),))
    assert due(running, at("2026-11-23 10:00")) == "11-27 23:59:59"
    assert due(running, at("2026-11-24 10:00")) == "11-28 23:59:59"


def test_new_facts_restart_the_clock_of_the_resolution_but_not_of_the_reply() -> None:
    file = received(events=(happened("facts", at("2026-11-20 15:00")),))
    assert due(file) == "12-05 23:59:59"
    assert file.response(POLICY).start == RECEIVED
    told = event(complaint.new_facts(received(), "a second letter", NOW))
    assert told == RequestEvent(-1, 1, NOW, "facts", None, "a second letter")


def test_a_withdrawal_ends_the_request_and_is_remembered() -> None:
    changes = complaint.withdrawn(received(), "fee returned", NOW)
    assert updates(changes)["status"] == "resolved"
    assert updates(changes)["resolution"] == "fee returned"
    assert event(changes) == RequestEvent(-1, 1, NOW, "withdrawn", None, "fee returned")
    assert received(events=(event(changes),)).withdrawn
    assert not received().withdrawn


def test_passing_on_needs_somebody_and_an_open_request() -> None:
    passed = event(complaint.passed_on(received(), "escalated", " 王主任 ", "third letter", NOW))
    assert passed == RequestEvent(-1, 1, NOW, "escalated", "王主任", "third letter")
    with pytest.raises(Usage):
        complaint.passed_on(received(), "escalated", " ", None, NOW)
    closed = request_file(RECEIVED, resolved=NOW, status="resolved")
    with pytest.raises(Refused, match="resolved"):
        complaint.passed_on(closed, "handed_over", "运营部", None, NOW)


def test_the_agenda_says_who_works_on_an_answered_request() -> None:
    passed = RequestEvent(1, 1, NOW, "handed_over", "运营部", None)
    answered = request_file(RECEIVED, responded=RECEIVED + timedelta(hours=1))
    (item,) = agenda([(answered._replace(events=(passed,)), TAG)], NOW, POLICY)
    assert str(item.when) == "answered, now with 运营部"


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-21 00:00", "open"),
        ("2026-11-24 12:00", "at_risk"),
        ("2026-11-26 00:00", "overdue"),
    ],
)
def test_the_agenda_counts_the_complaint_down(now: str, state: str) -> None:
    (item,) = agenda([(received(), TAG)], at(now), POLICY)
    assert item.state == state


@pytest.mark.parametrize(
    ("decide", "says"),
    [
        (lambda: complaint.limited(received(), "complex", " ", POLICY, NOW),
         "a longer limit needs its reason recorded – cm request limit r1 complex --reason …"),
        (lambda: complaint.limited(received(), "complex", "late", POLICY, at("2026-11-26 00:00")),
         "the limit of r1 has passed; it cannot be extended any more"),
        (lambda: complaint.passed_on(received(), "escalated", " ", None, NOW),
         "to whom? – cm request escalate r1 王主任"),
        (lambda: complaint.mediated(request_file(RECEIVED), NOW),
         "r1 is not a complaint – if it is one: cm edit r1 kind=complaint"),
    ],
)  # fmt: skip
def test_each_refusal_says_why_and_what_to_do(decide: Callable[[], object], says: str) -> None:
    assert refused(decide) == says
