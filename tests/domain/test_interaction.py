"""One line of `cm log`, and everything it touches at once."""

from datetime import timedelta
from typing import Any

import pytest

from cmcli.domain.callback import Callback
from cmcli.domain.change import Change, Insert, Update
from cmcli.domain.feedback import Feedback
from cmcli.domain.interaction import (
    Interaction,
    Log,
    logged,
    minutes,
    stops_response,
)
from cmcli.domain.request import Request, RequestClock
from cmcli.errors import Refused, Usage
from tests.builders import NOW, at, callback, client, deal, interaction, request_file

ASKED = at("2026-11-23 08:10")
HOUR = timedelta(hours=1)


def log(**given: Any) -> list[Change]:
    return logged(Log(**{"client": client(), "at": NOW, **given}), NOW)


def new(changes: list[Change], kind: type) -> Any:
    found = [c.record for c in changes if isinstance(c, Insert) and type(c.record) is kind]
    assert len(found) <= 1
    return found[0] if found else None


def updates(changes: list[Change]) -> dict[str, dict[str, object]]:
    return {c.table: c.fields for c in changes if isinstance(c, Update)}


def test_only_an_outbound_contact_that_reached_the_client_stops_the_response_clock() -> None:
    assert stops_response(interaction(channel="wechat"))
    assert not stops_response(interaction(outcome="no_answer"))
    assert not stops_response(interaction(outcome="left_message"))
    assert not stops_response(interaction(direction="in"))


def test_a_plain_contact_is_one_row() -> None:
    (change,) = log(note="谈了存款", minutes=12)
    assert isinstance(change, Insert)
    contact = change.record
    assert isinstance(contact, Interaction)
    assert (contact.at, contact.channel, contact.outcome) == (NOW, "phone", "reached")
    assert (contact.note, contact.minutes, contact.created_at) == ("谈了存款", 12, NOW)


def test_a_contact_is_not_in_the_future() -> None:
    with pytest.raises(Usage):
        log(at=NOW + timedelta(seconds=1))


def test_a_contact_answers_the_request_at_the_time_it_happened() -> None:
    changes = log(at=NOW - HOUR, request=request_file(ASKED))
    assert updates(changes) == {"request_clock": {"responded_at": NOW - HOUR}}
    assert new(changes, Interaction).request_id == 1


@pytest.mark.parametrize("miss", [{"outcome": "no_answer"}, {"direction": "in"}])
def test_a_failed_contact_or_the_clients_own_call_answers_nothing(miss: dict[str, str]) -> None:
    changes = log(request=request_file(ASKED), **miss)
    assert updates(changes) == {}
    assert new(changes, Interaction).request_id == 1


def test_a_later_contact_about_an_answered_request_is_only_a_contact() -> None:
    assert updates(log(request=request_file(ASKED, responded=NOW - HOUR))) == {}


def test_a_contact_completes_the_callback_it_answers_and_books_the_next_of_a_series() -> None:
    promise = callback(at("2026-11-23 09:00"), every="FREQ=WEEKLY")
    changes = log(at=NOW - HOUR, answers=promise)
    assert updates(changes) == {"callback": {"done_at": NOW - HOUR}}
    assert new(changes, Interaction).callback_id == 1
    assert new(changes, Callback).due_at == at("2026-11-30 09:00")


def test_a_callback_that_is_done_is_not_answered_again() -> None:
    with pytest.raises(Refused):
        log(answers=callback(NOW, done_at=NOW))


def test_a_contact_touches_its_deal_and_an_earlier_one_does_not_turn_it_back() -> None:
    changes = log(deal=deal(touched_at=NOW - HOUR))
    assert updates(changes) == {"deal": {"touched_at": NOW}}
    assert new(changes, Interaction).deal_id == 1
    assert updates(log(at=NOW - 2 * HOUR, deal=deal(touched_at=NOW - HOUR))) == {}


def test_an_ask_opens_a_request_whose_clock_starts_with_the_contact() -> None:
    changes = log(at=NOW - HOUR, note="要开户\n两份", ask=True, urgent=True)
    opened, clock, contact = (new(changes, k) for k in (Request, RequestClock, Interaction))
    assert (opened.summary, opened.priority, opened.asked_at) == ("要开户", "urgent", NOW - HOUR)
    assert (clock.request_id, clock.started_at, clock.responded_at) == (opened.id, NOW - HOUR, None)
    assert contact.request_id == opened.id
    assert new(log(note="要开户", ask=True), Request).priority == "normal"


def test_an_ask_needs_to_say_what_is_asked() -> None:
    with pytest.raises(Usage):
        log(ask=True)


def test_one_contact_may_answer_a_request_and_bring_another() -> None:
    changes = log(note="还要一张卡", ask=True, request=request_file(ASKED))
    assert updates(changes) == {"request_clock": {"responded_at": NOW}}
    assert new(changes, Request).summary == "还要一张卡"


def test_the_follow_up_is_a_callback_of_the_same_client_deal_and_request() -> None:
    due = at("2026-11-24 15:00")
    changes = log(note="要开户", ask=True, deal=deal(), follow_up=due, purpose="回电")
    promise, opened = new(changes, Callback), new(changes, Request)
    assert (promise.due_at, promise.first_due_at, promise.purpose) == (due, due, "回电")
    assert (promise.client_id, promise.deal_id, promise.request_id) == (1, 1, opened.id)
    assert promise.moved == 0
    assert new(log(follow_up=due), Callback).request_id is None


def test_a_follow_up_in_the_past_is_an_error() -> None:
    with pytest.raises(Usage):
        log(follow_up=NOW - HOUR)


def test_new_rows_have_numbers_of_their_own() -> None:
    promise = callback(NOW, every="FREQ=DAILY")
    changes = log(
        note="x", ask=True, answers=promise, deal=deal(), follow_up=at("2026-11-24 15:00")
    )
    numbers = [change.record.id for change in changes if isinstance(change, Insert)]
    assert len(set(numbers)) == len(numbers) == 5
    assert all(number < 0 for number in numbers)


def test_a_contact_that_reached_the_client_may_carry_a_satisfaction() -> None:
    score = new(log(satisfaction=4, request=request_file(ASKED)), Feedback)
    assert (score.satisfaction, score.request_id, score.client_id) == (4, 1, 1)
    assert score.at == NOW
    assert new(log(satisfaction=4), Feedback).request_id is None
    with pytest.raises(Usage):
        log(satisfaction=4, outcome="no_answer")


def test_minutes_are_whole_and_at_most_a_day() -> None:
    assert (minutes("1"), minutes("1440")) == (1, 1440)
    for wrong in ("0", "1441", "-5", "1.5", "x", "", "9" * 9):
        with pytest.raises(Usage):
            minutes(wrong)
