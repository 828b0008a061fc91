"""Requests through the commands: the clocks, waits, reopening."""

from typing import Any

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    return given(("client", "add", "王建国", "--tier", "key"), ("client", "add", "李娜"))


def at(clock: str, day: str = "2026-11-23") -> str:
    return f"{day}T{clock}+08:00"


def line(cm: Cm, ref: str, now: str) -> dict[str, Any]:
    found: dict[str, Any] = next(i for i in cm.json("today", now=now)["items"] if i["ref"] == ref)
    return found


def test_the_replayed_day_of_an_urgent_request(book: Cm) -> None:
    """It came at 08:10 and was typed in at 09:00."""
    typed = at("09:00:00")
    opened = book.json(
        "request", "open", "王建国", "卡被锁", "--urgent", "--at", "08:10", now=typed
    )
    assert opened["response"]["due"] == at("10:10:00")
    for clock, state in (
        ("09:00:00", "open"),
        ("09:39:59", "open"),
        ("09:40:00", "at_risk"),
        ("10:10:00", "at_risk"),
        ("10:10:01", "overdue"),
        ("10:11:00", "overdue"),
    ):
        assert line(book, "r1", at(clock))["state"] == state, clock
        assert book.json("show", "r1", now=at(clock))["response"]["state"] == state
    book("request", "respond", "r1", "解锁了", "--at", "10:09", now=at("10:11:00"))
    assert book.json("show", "r1", now=at("10:11:00"))["response"]["state"] == "met"
    assert line(book, "r1", at("10:11:00"))["state"] == "open"


def test_a_late_reply_is_a_breach(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--urgent", "--at", "07:00")
    book("request", "respond", "r1", "--at", "09:01")
    response = book.json("show", "r1")["response"]
    assert (response["state"], response["used_seconds"]) == ("breached", 7260)
    assert [row["ref"] for row in book.json("request", "list", "--state", "breached")] == ["r1"]
    assert book.json("request", "list", "--state", "met") == []


def test_the_clock_starts_when_the_client_asked_also_yesterday(book: Cm) -> None:
    book("request", "open", "c1", "流水", "--at", "昨天下午3点")
    assert book.json("show", "r1")["response"]["due"] == at("15:00:00")


def test_urgent_shortens_the_target_from_the_moment_the_client_asked(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--at", "08:30")
    assert book.json("request", "urgent", "r1")["response"]["due"] == at("10:30:00")
    assert book("request", "urgent", "r1").code == 4


def test_a_reply_is_a_contact_of_its_client(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--at", "08:30")
    book("request", "respond", "r1", "解锁了", "--channel", "wechat", "--at", "09:00")
    (contact,) = book.json("client", "show", "c1")["timeline"]
    assert (contact["channel"], contact["request"], contact["note"]) == ("wechat", "r1", "解锁了")
    assert book("request", "respond", "r1").code == 4
    assert book("request", "respond", "r9").code == 3
    assert book("request", "respond", "b1").code == 2


def test_an_answered_request_stays_below_the_running_clocks_until_it_is_resolved(book: Cm) -> None:
    book("request", "open", "c1", "answered", "--at", "08:00")
    book("request", "respond", "r1", "--at", "08:30")
    book("request", "open", "c2", "running")
    refs = [item["ref"] for item in book.json("today")["items"] if item["kind"] == "request"]
    assert refs == ["r2", "r1"]
    book("request", "resolve", "r1", "done")
    refs = [item["ref"] for item in book.json("today")["items"] if item["kind"] == "request"]
    assert refs == ["r2"]


def test_done_resolves_and_a_solved_problem_proposes_after_care(book: Cm) -> None:
    book("request", "open", "c1", "登录不了", "--kind", "problem")
    result = book("done", "r1", "重装")
    assert "+7d" in result.out
    document = book.json("show", "r1")
    assert (document["status"], document["resolution"]) == ("resolved", "重装")
    assert document["resolved"] == at("10:00:00")
    assert document["response"]["state"] == "met"
    assert book("done", "r1").code == 4


def test_a_complaint_runs_for_fifteen_natural_days(book: Cm) -> None:
    book("request", "open", "c1", "排队太久", "--kind", "complaint", "--at", "08:10")
    book("request", "respond", "r1", "--at", "08:40")
    clock = book.json("show", "r1")["resolution_clock"]
    assert clock["due"] == at("23:59:59", "2026-12-08")
    assert line(book, "r1", at("23:59:59", "2026-12-08"))["state"] == "at_risk"
    assert line(book, "r1", at("00:00:00", "2026-12-09"))["state"] == "overdue"


def test_waiting_pauses_the_resolution_clock_and_never_the_response(book: Cm) -> None:
    book("request", "open", "c1", "排队太久", "--kind", "complaint", "--at", "08:10")
    response = book.json("show", "r1")["response"]["due"]
    assert book.json("request", "wait", "r1")["status"] == "waiting"
    assert book("request", "wait", "r1").code == 4
    later = at("10:00:00", "2026-11-25")
    resumed = book.json("request", "resume", "r1", now=later)
    assert resumed["status"] == "open"
    assert resumed["resolution_clock"]["due"] == at("23:59:59", "2026-12-10")
    assert resumed["response"]["due"] == response
    assert len(resumed["waits"]) == 1
    assert book("request", "resume", "r1").code == 4


def test_reopening_starts_new_clocks_and_keeps_the_earlier_ones(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--urgent", "--at", "08:10")
    assert book("request", "reopen", "r1").code == 4
    book("request", "resolve", "r1", "--at", "09:00")
    reopened = book.json("request", "reopen", "r1")
    assert (reopened["status"], reopened["runs"]) == ("open", 2)
    assert reopened["response"]["due"] == at("12:00:00")
    assert reopened["resolved"] is None
    assert reopened["asked"] == at("08:10:00")


def test_lists_filter(book: Cm) -> None:
    book("request", "open", "c1", "a", "--at", "2026-11-20 09:00")
    book("request", "open", "c2", "b", "--urgent", "--at", "09:30")
    book("request", "open", "c2", "c", "--kind", "service", "--at", "2026-11-21 09:00")
    book("request", "wait", "r3")
    book("request", "resolve", "r1")

    def refs(*options: str) -> list[str]:
        return sorted(row["ref"] for row in book.json("request", "list", *options))

    assert refs() == ["r2", "r3"]
    assert refs("--status", "all") == ["r1", "r2", "r3"]
    assert refs("--status", "resolved") == ["r1"]
    assert refs("--status", "waiting") == ["r3"]
    assert refs("--client", "李娜") == ["r2", "r3"]
    assert refs("--tier", "key", "--status", "all") == ["r1"]
    assert refs("--from", "2026-11-23") == ["r2"]
    assert refs("--to", "2026-11-21", "--status", "all") == ["r1", "r3"]
    assert refs("--state", "overdue") == ["r3"]
    assert len(refs("--limit", "1")) == 1


@pytest.mark.parametrize(
    "args",
    [("open", "c1", ""), ("open", "c1", "x", "--kind", "wish"), ("open", "c1", "x", "--at", "+1d"),
     ("open", "c1"), ("wait", "nobody"), ("list", "--status", "lost"), ("list", "--sort", "x")],
)  # fmt: skip
def test_what_cannot_be_is_an_error(book: Cm, args: tuple[str, ...]) -> None:
    assert book("request", *args).code == 2
    assert book.json("request", "list") == []


def test_corrections_change_summary_and_kind(book: Cm) -> None:
    book("request", "open", "c1", "x")
    changed = book.json("edit", "r1", "summary=开户", "kind=service")
    assert (changed["summary"], changed["kind"]) == ("开户", "service")
    assert book("edit", "r1", "asked=yesterday").code == 2


def test_the_page_explains_the_clock(book: Cm) -> None:
    book("request", "open", "c1", "卡被锁", "--urgent", "--at", "08:10")
    page = book("show", "r1").out
    for word in ("08:10", "10:10", "1 h 50 min", "2 h"):
        assert word in page


def test_another_target_is_a_setting(book: Cm) -> None:
    book("config", "set", "sla.urgent", "30m")
    book("config", "set", "sla.at_risk", "50%")
    book("request", "open", "c1", "x", "--urgent", "--at", "09:45")
    response = book.json("show", "r1")["response"]
    assert (response["due"], response["state"]) == (at("10:15:00"), "at_risk")


def test_resolving_takes_the_satisfaction_along(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("request", "open", "王建国", "card locked", "--kind", "problem")
    result = cm("request", "resolve", "r1", "unlocked", "--satisfaction", "5")
    assert (result.code, result.err) == (0, "")
    assert "f1 satisfaction 5" in result.out
    assert "cm callback add c1 --due +7d" in result.out
    assert cm.json("show", "f1")["request"] == "r1"


def test_a_satisfaction_off_the_scale_resolves_nothing(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("request", "open", "王建国", "card locked")
    assert cm("request", "resolve", "r1", "--satisfaction", "6").code == 2
    assert cm.json("show", "r1")["status"] == "open"
