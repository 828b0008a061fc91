"""Complaints and requests on their way, as a manager types them."""

import pytest

from tests.support import Cm


@pytest.fixture
def complaint(cm: Cm) -> Cm:
    cm("client", "add", "王建国")
    cm("request", "open", "王建国", "wrong fee", "--kind", "complaint", "--at", "2026-11-10T09:00")
    cm("request", "respond", "r1", "looking into it", "--at", "2026-11-10T11:00")
    return cm


def due(cm: Cm) -> str:
    return str(cm.json("show", "r1")["resolution_clock"]["due"])


def test_limit_mediation_and_new_facts_move_the_date(complaint: Cm) -> None:
    cm = complaint
    assert due(cm) == "2026-11-25T23:59:59+08:00"
    assert cm("request", "limit", "r1", "complex", "--reason", "three branches").code == 0
    assert due(cm) == "2026-12-10T23:59:59+08:00"
    assert cm("request", "mediate", "r1", "--at", "2026-11-12T09:00").code == 0
    assert cm("request", "resume", "r1", "--at", "2026-11-14T09:00").code == 0
    assert due(cm) == "2026-12-12T23:59:59+08:00"
    assert cm("request", "facts", "r1", "a second letter", "--at", "2026-11-20T15:00").code == 0
    assert due(cm) == "2026-12-20T23:59:59+08:00"
    kinds = [event["kind"] for event in cm.json("show", "r1")["events"]]
    assert kinds == ["limit", "facts"]


def test_the_page_shows_the_mediation_in_the_ledger(complaint: Cm) -> None:
    complaint("request", "mediate", "r1", "--at", "2026-11-12T09:00")
    complaint("request", "resume", "r1", "--at", "2026-11-14T09:00")
    out = complaint("show", "r1").out
    assert "(48 h)" in out
    assert "mediation from 12 Nov 09:00 to 14 Nov 09:00" in out


def test_a_withdrawn_complaint_counts_neither_way(complaint: Cm) -> None:
    cm = complaint
    late = "2026-12-01T10:00:00+08:00"
    explain = ("report", "--explain", "sla.complaints", "2026-11")
    assert cm.json(*explain, now=late)["value"] == 0
    assert cm("request", "withdraw", "r1", "fee returned", now=late).code == 0
    assert cm.json(*explain, now=late)["value"] is None
    assert cm("undo", now=late).code == 0
    assert cm.json(*explain, now=late)["value"] == 0


def test_escalated_and_handed_over_show_with_whom_it_is(complaint: Cm) -> None:
    cm = complaint
    assert cm("request", "escalate", "r1", "王主任", "wants the fee back").code == 0
    assert cm("request", "handover", "r1", "运营部").code == 0
    events = cm.json("show", "r1")["events"]
    assert [(e["kind"], e["who"]) for e in events] == [
        ("escalated", "王主任"), ("handed_over", "运营部"),
    ]  # fmt: skip


def test_the_end_of_the_day_sorts_by_what_each_request_needs(complaint: Cm) -> None:
    cm = complaint
    cm("request", "open", "王建国", "rate?")
    cm("request", "open", "王建国", "card", "--at", "8:00")
    cm("request", "respond", "r3", "done at the branch")
    cm("request", "open", "王建国", "form", "--at", "8:00")
    cm("request", "wait", "r4")
    cm("request", "respond", "r4", "sent")
    found = cm.json("request", "review")
    refs = {group: [row["ref"] for row in rows] for group, rows in found.items()}
    assert refs == {"reply": ["r2"], "running": ["r1"], "answered": ["r3"], "waiting": ["r4"]}
    page = cm("request", "review").out
    assert all(ref in page for ref in ("r1", "r2", "r3", "r4"))


def test_overdue_requests_are_listed_by_state(complaint: Cm) -> None:
    cm = complaint
    cm("request", "open", "王建国", "urgent one", "--urgent", "--at", "6:00")
    assert [r["ref"] for r in cm.json("request", "list", "--state", "overdue")] == ["r2"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("limit", "r1", "complex"), 2),
        (("limit", "r1", "huge", "--reason", "x"), 2),
        (("escalate", "r1", " "), 2),
        (("mediate", "r1", "--at", "2026-11-09"), 2),
        (("facts", "r9", "x"), 3),
        (("limit", "c1", "complex", "--reason", "x"), 2),
    ],
)
def test_bad_input(complaint: Cm, arguments: tuple[str, ...], code: int) -> None:
    result = complaint("request", *arguments)
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) == 1


def test_reply_clocks_count_working_time_where_the_setting_says_so(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("config", "set", "sla.calendar", "working")
    cm("request", "open", "王建国", "rate?", "--urgent", "--at", "2026-11-20T17:00")
    shown = cm.json("show", "r1")
    assert shown["response"]["due"] == "2026-11-23T10:00:00+08:00"
    assert shown["response"]["used_seconds"] == 2 * 3600
    assert shown["state"] == "at_risk"
    assert "day off" in cm("show", "r1").out


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        ((), "2026-02-16"),
        ((("limit", "r1", "complex", "--reason", "three branches"),), "2026-03-03"),
        ((("limit", "r1", "special", "--reason", "approved"),), "2026-04-02"),
        (
            (
                ("mediate", "r1", "--at", "2026-02-03T10:00"),
                ("resume", "r1", "--at", "2026-02-08T10:00"),
            ),
            "2026-02-21",
        ),
    ],
)
def test_a_complaint_through_the_spring_festival(
    cm: Cm, steps: tuple[tuple[str, ...], ...], end: str
) -> None:
    now = "2026-02-10T10:00:00+08:00"
    cm("client", "add", "王建国", now=now)
    cm(
        "request",
        "open",
        "王建国",
        "fee",
        "--kind",
        "complaint",
        "--at",
        "2026-02-01T09:30",
        now=now,
    )
    for step in steps:
        assert cm("request", *step, now=now).code == 0
    shown = cm.json("show", "r1", now=now)
    assert shown["resolution_clock"]["due"] == f"{end}T23:59:59+08:00"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("request", "respond", "r1", "--at", "2026-11-10T08:00"), 2),
        (("request", "resume", "r1"), 4),
        (("config", "set", "work.hours", "09:00-12:00,11:00-18:00"), 2),
        (("config", "set", "work.hours", "22:00-02:00"), 2),
        (("config", "set", "work.holidays", "New Year"), 2),
        (("config", "set", "work.days", "mon-someday"), 2),
        (("feedback", "add", "王建国", "--satisfaction", "6"), 2),
        (("log", "王建国", "x", "--satisfaction", "6"), 2),
    ],
)
def test_what_the_standards_do_not_allow(cm: Cm, arguments: tuple[str, ...], code: int) -> None:
    cm("client", "add", "王建国")
    cm("request", "open", "王建国", "fee", "--kind", "complaint", "--at", "2026-11-10T09:00")
    result = cm(*arguments)
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) == 1
