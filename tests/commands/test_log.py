"""`cm log`: ten seconds, one line, and the follow-up is on the agenda."""

from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Given, dump


@pytest.fixture
def book(given: Given) -> Cm:
    return given(("client", "add", "王建国", "--tier", "key"), ("client", "add", "李娜"))


def log(cm: Cm, *args: str, **how: Any) -> Any:
    return cm.json("log", *args, **how)


def refs(cm: Cm, *args: str, now: str | None = None) -> list[str]:
    return [item["ref"] for item in cm.json("today", *args, now=now)["items"]]


def test_the_usual_is_a_call_out_that_reached_the_client_now(book: Cm) -> None:
    contact = log(book, "王建国", "谈了存款")
    assert next(iter(contact)) == "ref"
    expected = {
        "ref": "i1", "channel": "phone", "direction": "out", "outcome": "reached",
        "note": "谈了存款", "minutes": None, "at": "2026-11-23T10:00:00+08:00",
        "client": {"ref": "c1", "name": "王建国", "tier": "key"},
    }  # fmt: skip
    assert {key: contact[key] for key in expected} == expected


def test_everything_about_a_contact_can_be_said(book: Cm) -> None:
    contact = log(book, "wjg", "x", "--channel", "面谈", "--direction", "in", "--at", "昨天下午3点",
                  "--minutes", "45", "--outcome", "left_message")  # fmt: skip
    assert (contact["channel"], contact["direction"]) == ("meeting", "in")
    assert (contact["minutes"], contact["outcome"]) == (45, "left_message")
    assert contact["at"] == "2026-11-22T15:00:00+08:00"


def test_a_note_of_spaces_is_none(book: Cm) -> None:
    assert log(book, "c1", "   ")["note"] is None


def test_a_note_may_come_from_standard_input(book: Cm) -> None:
    assert log(book, "c1", "-", stdin="第一行\n第二行\n")["note"] == "第一行\n第二行"
    assert book("log", "c1", "-", stdin="  ").code == 2


def test_the_answer_is_at_most_three_lines_and_says_how_to_take_it_back(book: Cm) -> None:
    result = book("log", "c1", "x", "--ask", "--callback", "明天", "--purpose", "回电")
    assert len(result.out.splitlines()) <= 3
    assert "cm undo" in result.out
    assert "r1" in result.out
    assert "b1" in result.out


def test_a_follow_up_is_on_the_agenda_of_its_day(book: Cm) -> None:
    booked = log(book, "王建国", "谈了存款", "--callback", "明天下午3点", "--purpose", "回电")
    assert (booked["booked"], booked["follow_up"]) == ("b1", "2026-11-24T15:00:00+08:00")
    assert "b1" not in refs(book)
    assert "b1" in refs(book, now="2026-11-24T08:30:00+08:00")
    assert "b1" in refs(book, "--date", "tomorrow")
    (callback,) = book.json("callback", "list")
    assert (callback["purpose"], callback["state"]) == ("回电", "open")


def test_a_purpose_is_cleaned_and_needs_a_callback(book: Cm) -> None:
    log(book, "c1", "--callback", "+1d", "--purpose", "a\x1b[31mb")
    assert book.json("callback", "list")[0]["purpose"] == "a[31mb"
    assert book("log", "c1", "--purpose", "x").code == 2


# What a contact answers


def test_a_reached_call_answers_the_only_request_that_waits(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--at", "08:10")
    contact = log(book, "c1", "解锁了", "--at", "09:30")
    assert (contact["answered"], contact["request"]) == ("r1", "r1")
    response = book.json("show", "r1")["response"]
    assert (response["stop"], response["state"]) == ("2026-11-23T09:30:00+08:00", "met")


@pytest.mark.parametrize(
    "options", [("--outcome", "no_answer"), ("--outcome", "left_message"), ("--direction", "in")]
)
def test_a_failed_contact_or_the_clients_own_call_stops_no_clock(
    book: Cm, options: tuple[str, ...]
) -> None:
    book("request", "open", "c1", "卡被锁", "--at", "08:10")
    assert log(book, "c1", "x", *options)["answered"] is None
    assert log(book, "c1", "x", "--request", "r1", *options)["answered"] is None
    assert book.json("show", "r1")["response"]["stop"] is None


def test_of_two_requests_none_is_guessed(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--at", "08:10")
    book("request", "open", "c1", "开户", "--at", "08:20")
    result = book("log", "c1", "x")
    assert "r1, r2" in result.out
    assert book.json("show", "r1")["response"]["stop"] is None
    assert log(book, "c1", "x", "--request", "r2")["answered"] == "r2"


def test_a_contact_does_not_answer_what_was_asked_after_it(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--at", "09:00")
    assert log(book, "c1", "x", "--at", "08:00")["answered"] is None
    assert book("log", "c1", "x", "--at", "08:00", "--request", "r1").code == 2


def test_a_call_keeps_the_promise_due_longest(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "今天", "--purpose", "b")
    book("callback", "add", "c1", "--due", "11:00", "--purpose", "c")
    book("callback", "add", "c1", "--due", "+5d")
    assert log(book, "c1", "x")["callback"] == "b1"
    assert log(book, "c1", "x")["callback"] == "b2"
    assert log(book, "c1", "x")["callback"] is None


def test_an_unanswered_call_keeps_no_promise(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "今天")
    assert log(book, "c1", "--outcome", "no_answer")["callback"] is None
    assert "b1" in refs(book)


def test_a_named_callback_request_or_deal_is_that_clients(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "+5d")
    book("request", "open", "c1", "卡被锁")
    book("deal", "add", "c1", "存款")
    for option in (("--callback-done", "b1"), ("--request", "r1"), ("--deal", "d1")):
        assert book("log", "李娜", "x", *option).code == 2
    done = log(book, "c1", "x", "--callback-done", "b1", "--request", "r1", "--deal", "d1")
    assert (done["callback"], done["request"], done["deal"]) == ("b1", "r1", "d1")
    assert book.json("show", "b1")["state"] == "done"
    assert book("log", "c1", "x", "--callback-done", "b1").code == 4


def test_an_ask_opens_a_request_at_the_time_of_the_contact(book: Cm) -> None:
    asked = log(book, "c1", "要开户", "--ask", "--urgent", "--direction", "in", "--at", "09:00")
    assert (asked["opened"], asked["request"]) == ("r1", "r1")
    document = book.json("show", "r1")
    assert (document["priority"], document["summary"]) == ("urgent", "要开户")
    assert document["asked"] == "2026-11-23T09:00:00+08:00"
    assert book("log", "c1", "--ask").code == 2
    assert book("log", "c1", "x", "--urgent").code == 2


def test_a_deal_that_was_talked_about_is_touched(book: Cm) -> None:
    book("deal", "add", "c1", "存款", now="2026-10-01T10:00:00+08:00")
    assert "d1" in refs(book)
    log(book, "c1", "x", "--deal", "d1")
    assert "d1" not in refs(book)


@pytest.mark.parametrize(
    "options",
    [("--at", "2026-11-24"), ("--at", "nonsense"), ("--minutes", "0"), ("--minutes", "1441"),
     ("--minutes", "a"), ("--channel", "telex"), ("--outcome", "maybe"), ("--callback", "yesterday"),
     ("--callback", "12/1"), ("--request", "b1"), ("--deal", "nobody")],
)  # fmt: skip
def test_what_cannot_be_is_an_error_and_nothing_is_written(
    book: Cm, options: tuple[str, ...]
) -> None:
    assert book("log", "c1", "x", *options).code == 2
    assert book.json("client", "show", "c1")["timeline"] == []


def test_what_is_not_there_is_named(book: Cm) -> None:
    for options in (("--callback-done", "b9"), ("--request", "r9"), ("--deal", "d9")):
        result = book("log", "c1", "x", *options)
        assert result.code == 3
        assert options[1] in result.err
    assert book("log", "nobody", "x").code == 3
    assert book("log").code == 2


def test_one_undo_takes_back_a_contact_with_all_it_did(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--at", "08:10")
    book("callback", "add", "c1", "--due", "今天", "--every", "week")
    book("deal", "add", "c1", "存款", now="2026-10-01T10:00:00+08:00")
    store = Store.open(book.db)
    before = dump(store)
    log(book, "c1", "还要一张卡", "--ask", "--request", "r1", "--callback-done", "b1", "--deal",
        "d1", "--callback", "+2d", "--purpose", "回电", "--minutes", "5")  # fmt: skip
    assert dump(store) != before
    assert book("undo").code == 0
    assert dump(store) == before
    store.close()


def test_the_number_to_dial_is_shown_and_that_is_remembered(book: Cm) -> None:
    book("client", "edit", "c2", "--phone", "13812345678")
    assert book.json("call", "李娜")["phone"] == "13812345678"
    assert book.json("history")[0]["command"] == "call c2"
    assert book("call", "王建国").code == 4
    assert book("undo").code == 0  # the edit, not the look
    assert book.json("history")[0]["undone"] is None


def test_a_contact_that_failed_keeps_no_callback(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("callback", "add", "王建国", "--due", "today")
    result = cm("log", "王建国", "--outcome", "no_answer", "--callback-done", "b1")
    assert (result.code, result.out) == (2, "")
    assert cm.json("show", "b1")["state"] == "due"
