"""Figures of promises: callbacks, requests, clocks; what was known then and what is known now."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cmcli.domain.callback import Callback
from cmcli.domain.client import ClientTag
from cmcli.domain.figures import service
from cmcli.domain.figures.service import Promises, Requests
from cmcli.domain.measure import Evidence, Span, span
from cmcli.domain.period import parse_period
from cmcli.domain.request import RequestClock, RequestEvent, RequestFile
from cmcli.domain.sla import Policy
from tests.builders import TAG, at, callback, request_file

NOW = at("2026-11-27 17:00")
POLICY = Policy()


def over(text: str = "2026-W47", now: datetime = NOW) -> Span:
    return span(parse_period(text, now.date()), now)


def promises(*callbacks: Callback) -> list[tuple[Callback, ClientTag]]:
    return [(found._replace(id=n), TAG) for n, found in enumerate(callbacks, 1)]


def requests(*files: RequestFile) -> Requests:
    numbered = [
        (file._replace(request=file.request._replace(id=number)), TAG)
        for number, file in enumerate(files, 1)
    ]
    return Requests(numbered, POLICY)


def values(evidence: Evidence) -> list[Any]:
    assert evidence.rows is not None
    return [(row.id, row.value) for row in evidence.rows]


def left_out(evidence: Evidence) -> list[Any]:
    return [value for _, value in evidence.parts]


# Callbacks

CALLBACKS = promises(
    callback(at("2026-11-16 00:00"), done_at=at("2026-11-16 23:59:59")),
    callback(at("2026-11-18 10:00"), done_at=at("2026-11-18 10:00:01")),
    callback(at("2026-11-22 23:00")),
    callback(at("2026-11-18 10:00"), cancelled_at=at("2026-11-18 09:00")),
    callback(at("2026-11-18 10:00"), cancelled_at=at("2026-11-18 10:01")),
    callback(at("2026-11-23 00:00"), done_at=at("2026-11-20 09:00")),
    callback(at("2026-11-13 10:00"), done_at=at("2026-11-16 09:00")),
)


def test_callbacks_due_are_those_of_the_period_and_not_given_up_in_time() -> None:
    assert values(service.due(CALLBACKS, over())) == [(1, 1), (2, 1), (3, 1), (5, 1)]


def test_callbacks_done_count_by_when_they_were_done() -> None:
    assert values(service.done(CALLBACKS, over())) == [(1, 1), (2, 1), (6, 1), (7, 1)]


def test_on_time_is_by_the_due_time_and_a_day_lasts_until_its_end() -> None:
    assert values(service.kept(CALLBACKS, over())) == [(1, 1), (2, 0), (3, 0), (5, 0)]


def test_what_is_not_yet_due_is_left_out_and_counted_beside() -> None:
    found = service.kept(CALLBACKS, over(now=at("2026-11-19 12:00")))
    assert values(found) == [(1, 1), (2, 0), (5, 0)]
    assert left_out(found) == [1]


def test_overdue_callbacks_are_those_open_and_late_at_the_end() -> None:
    late = promises(
        callback(at("2026-11-20 10:00")),
        callback(at("2026-11-20 10:00"), done_at=at("2026-11-23 08:00")),
        callback(at("2026-11-20 10:00"), done_at=at("2026-11-22 08:00")),
        callback(at("2026-11-22 00:00")),
        callback(at("2026-11-20 10:00"), created_at=at("2026-11-23 10:00")),
    )
    assert [row.id for row in service.overdue_callbacks(late, over())] == [1, 2]


def test_the_coming_week_is_what_was_promised_for_it() -> None:
    coming = promises(
        callback(at("2026-11-23 00:00")),
        callback(at("2026-11-29 23:59")),
        callback(at("2026-11-30 00:00")),
        callback(at("2026-11-22 10:00")),
        callback(at("2026-11-25 10:00"), done_at=at("2026-11-20 10:00")),
        callback(at("2026-11-25 10:00"), done_at=at("2026-11-25 10:00")),
    )
    rows = service.coming_callbacks(coming, over(), over().end + timedelta(days=7))
    assert [row.id for row in rows] == [1, 2, 6]


# Requests and their clocks

ASKED = "2026-11-18 10:00"


def asked(when: str = ASKED, answered: str | None = None, **given: Any) -> RequestFile:
    resolved = given.pop("resolved", None)
    return request_file(
        at(when), responded=at(answered) if answered else None,
        resolved=at(resolved) if resolved else None, **given,
    )  # fmt: skip


def reopened(file: RequestFile, when: str, answered: str | None = None) -> RequestFile:
    again = RequestClock(2, 1, file.request.priority, at(when), at(answered) if answered else None)
    return file._replace(clocks=(*file.clocks, again))


def test_requests_are_received_when_the_client_asked() -> None:
    facts = requests(asked("2026-11-15 23:59:59"), asked("2026-11-16 00:00"),
                     asked("2026-11-22 23:59:59"), asked("2026-11-23 00:00"))  # fmt: skip
    assert values(service.received(facts, over())) == [(2, 1), (3, 1)]


def test_a_request_resolved_and_opened_again_was_resolved() -> None:
    facts = requests(
        reopened(asked(answered=ASKED, resolved="2026-11-19 10:00"), "2026-11-20 10:00"),
        asked(answered=ASKED, resolved="2026-11-23 00:00"),
        asked(),
    )
    assert values(service.resolved(facts, over())) == [(1, 1)]


@pytest.mark.parametrize(
    ("answered", "value"),
    [("2026-11-19 10:00", 1), ("2026-11-19 10:00:01", 0), (None, 0)],
)
def test_a_reply_counts_by_its_target_to_the_second(answered: str | None, value: int) -> None:
    assert values(service.response(requests(asked(answered=answered)), over())) == [(1, value)]


def test_an_answer_after_the_period_still_in_time_is_met() -> None:
    late_asked = asked("2026-11-22 20:00", "2026-11-23 09:00")
    assert values(service.response(requests(late_asked), over())) == [(1, 1)]


def test_a_running_clock_in_time_is_left_out() -> None:
    found = service.response(requests(asked("2026-11-27 10:00")), over("2026-W48"))
    assert values(found) == []
    assert left_out(found) == [1]


def test_a_reopened_request_counts_with_each_of_its_clocks() -> None:
    file = reopened(asked(answered="2026-11-18 11:00", resolved="2026-11-18 12:00"),
                    "2026-11-19 10:00", "2026-11-21 10:00")  # fmt: skip
    assert values(service.response(requests(file), over())) == [(1, 1), (1, 0)]


def test_urgent_replies_are_judged_by_the_urgent_target() -> None:
    facts = requests(
        asked(answered="2026-11-18 12:00", priority="urgent"),
        asked(answered="2026-11-18 12:01", priority="urgent"),
        asked(answered="2026-11-18 12:01"),
    )
    assert values(service.response_urgent(facts, over())) == [(1, 1), (2, 0)]
    assert [value for _, value in values(service.response(facts, over()))] == [1, 0, 1]


def test_the_time_to_reply_is_of_the_answered_clocks_of_the_period() -> None:
    facts = requests(asked(answered="2026-11-18 11:30"), asked(),
                     asked("2026-11-15 10:00", "2026-11-16 10:00"))  # fmt: skip
    assert values(service.response_time(facts, over())) == [(1, 90)]


@pytest.mark.parametrize(
    ("resolved", "expected"),
    [("2026-11-16 23:59:59", [(1, 1)]), ("2026-11-17 00:00", [(1, 0)]), (None, [(1, 0)])],
)
def test_a_complaint_is_resolved_within_its_natural_days(
    resolved: str | None, expected: list[Any]
) -> None:
    file = asked("2026-11-01 15:00", "2026-11-01 15:10", kind="complaint", resolved=resolved)
    assert values(service.complaints(requests(file), over("2026-W44"))) == expected


def test_a_complaint_within_its_limit_and_other_requests_are_no_part_of_the_ratio() -> None:
    facts = requests(asked(kind="complaint", answered=ASKED), asked(answered=ASKED))
    found = service.complaints(facts, over())
    assert values(found) == []
    assert left_out(found) == [1]


def test_waiting_for_the_client_moves_the_limit_of_a_complaint() -> None:
    file = asked("2026-11-01 15:00", "2026-11-01 15:10", kind="complaint",
                 resolved="2026-11-18 10:00",
                 waits=((at("2026-11-02 10:00"), at("2026-11-05 10:00")),))  # fmt: skip
    assert values(service.complaints(requests(file), over("2026-W44"))) == [(1, 1)]


def withdrawn(file: RequestFile, when: str) -> RequestFile:
    return file._replace(events=(RequestEvent(1, 1, at(when), "withdrawn", None, None),))


def test_what_the_client_took_back_counts_neither_way() -> None:
    ended = asked(answered="2026-11-20 10:00", resolved="2026-11-20 10:00", kind="complaint")
    facts = requests(withdrawn(ended, "2026-11-20 10:00"))
    found = [service.complaints(facts, over()), service.response(facts, over()),
             service.response_time(facts, over())]  # fmt: skip
    assert [values(evidence) for evidence in found] == [[], [], []]


def test_a_reply_before_the_withdrawal_stays_a_reply() -> None:
    ended = asked(answered="2026-11-18 10:30", resolved="2026-11-20 10:00")
    facts = requests(withdrawn(ended, "2026-11-20 10:00"))
    assert values(service.response(facts, over())) == [(1, 1)]


def test_a_withdrawal_of_an_earlier_run_does_not_end_a_later_one() -> None:
    first = asked(answered="2026-11-18 11:00", resolved="2026-11-18 11:00")
    file = withdrawn(reopened(first, "2026-11-19 10:00", "2026-11-21 10:00"), "2026-11-18 11:00")
    assert values(service.response(requests(file), over())) == [(1, 0)]


# At the period's end


def test_open_and_overdue_is_as_it_was_at_the_end() -> None:
    facts = requests(
        asked("2026-11-20 10:00"),
        asked("2026-11-20 10:00", "2026-11-23 08:00", resolved="2026-11-23 08:00"),
        asked("2026-11-20 10:00", "2026-11-22 08:00"),
        asked("2026-11-22 10:00"),
        asked("2026-11-23 10:00"),
        asked("2026-11-01 10:00", "2026-11-01 11:00", kind="complaint"),
        asked("2026-11-20 10:00", "2026-11-20 11:00", resolved="2026-11-20 12:00"),
    )
    assert values(service.open_overdue(facts, over())) == [(1, 1), (2, 1), (6, 1)]


def test_a_request_is_not_known_before_it_was_asked() -> None:
    assert service.as_of(asked(), at("2026-11-18 09:59")) is None


def test_rework_is_reopened_requests_and_often_moved_callbacks_over_all() -> None:
    facts = Promises(
        promises(callback(at("2026-11-18 10:00"), moved=2),
                 callback(at("2026-11-18 10:00"), moved=3)),
        requests(asked(), reopened(asked(resolved=ASKED), "2026-11-19 10:00")),
    )  # fmt: skip
    found = service.rework(facts, over()).rows
    assert found is not None
    assert [(row.noun, row.value) for row in found] == [
        ("request", 0), ("request", 1), ("callback", 0), ("callback", 1),
    ]  # fmt: skip


def test_nothing_promised_is_no_row() -> None:
    empty = requests()
    found = [service.kept([], over()), service.response(empty, over()),
             service.complaints(empty, over()), service.rework(Promises([], empty), over())]  # fmt: skip
    assert [evidence.rows for evidence in found] == [[], [], [], []]
