"""08:30: what did I promise, what is late, whom must I call, in which order, and why."""

from typing import Any

import pytest

from tests.support import Cm, Given

MORNING = "2026-11-23T08:30:00+08:00"


def items(cm: Cm, *args: str, now: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cm.json("today", *args, now=now)["items"]
    return found


def refs(cm: Cm, *args: str, now: str | None = None) -> list[str]:
    return [item["ref"] for item in items(cm, *args, now=now)]


def keys(cm: Cm, now: str | None = None) -> dict[str, str]:
    return {
        item["ref"]: item["state"]
        for item in items(cm, now=now)
        if item["section"] == "key_contact"
    }


@pytest.fixture
def book(given: Given) -> Cm:
    return given(("client", "add", "王建国", "--tier", "key"), ("client", "add", "李娜"))


def test_an_empty_book_has_nothing_due_and_a_document_nonetheless(cm: Cm) -> None:
    document = cm.json("today", now=MORNING)
    assert (document["date"], document["now"]) == ("2026-11-23", MORNING)
    assert (document["items"], document["counts"]) == ([], {})
    assert document["forecast"]["total"] == 0
    assert cm("today").code == 0


def test_cm_alone_is_cm_today(book: Cm) -> None:
    assert book().out == book("today").out
    assert book("--json").json() == book.json("today")


def test_every_line_has_the_keys_of_the_contract(book: Cm) -> None:
    book("callback", "add", "c2", "--due", "today", "--purpose", "回电")
    line = next(item for item in items(book) if item["ref"] == "b1")
    expected = {
        "ref": "b1", "kind": "callback", "section": "callbacks", "title": "回电", "state": "open",
        "client": {"ref": "c2", "name": "李娜", "tier": "standard"},
        "due": "2026-11-23T00:00:00+08:00",
    }  # fmt: skip
    assert {key: line[key] for key in expected} == expected
    assert line["why"]
    document = book.json("today")
    assert sum(document["counts"].values()) == len(document["items"])
    assert document["forecast"]["left"] == 1


def test_the_order_is_overdue_at_risk_then_by_due_time_and_ties_by_kind(book: Cm) -> None:
    book("callback", "add", "c2", "--due", "2026-11-20", now="2026-11-19T09:00:00+08:00")
    book("request", "open", "c2", "late", "--at", "2026-11-22 08:00")
    book("request", "open", "c2", "risky", "--urgent", "--at", "08:15")
    book("request", "open", "c2", "plain", "--at", "09:30")
    book("request", "open", "c2", "complaint", "--kind", "complaint", "--at", "09:30")
    book("callback", "add", "c2", "--due", "18:00")
    book("request", "open", "c2", "urgent later", "--urgent", "--at", "09:59")
    assert refs(book)[:7] == ["b1", "r1", "r2", "r5", "b2", "r4", "r3"]
    states = [item["state"] for item in items(book)][:3]
    assert states == ["overdue", "overdue", "at_risk"]


def test_a_tie_goes_to_the_request_before_the_callback(book: Cm) -> None:
    book("callback", "add", "c2", "--due", "2026-11-24 09:30")
    book("request", "open", "c2", "x", "--at", "09:30")
    found = refs(book, now="2026-11-24T09:00:00+08:00")
    assert found.index("r1") < found.index("b1")


# Key clients


@pytest.mark.parametrize("channel", ["wechat", "sms", "email", "event"])
def test_a_message_leaves_a_key_client_due(book: Cm, channel: str) -> None:
    book("log", "c1", "x", "--channel", channel)
    assert keys(book) == {"c1": "due"}


@pytest.mark.parametrize("channel", ["phone", "visit", "meeting", "branch", "video"])
def test_a_call_or_a_meeting_keeps_the_standard(book: Cm, channel: str) -> None:
    book("log", "c1", "x", "--channel", channel)
    assert keys(book) == {}
    forecast = book.json("today")["forecast"]
    assert (forecast["total"], forecast["met"], forecast["left"]) == (1, 1, 0)


def test_an_unanswered_call_does_not(book: Cm) -> None:
    book("log", "c1", "--outcome", "no_answer")
    assert keys(book) == {"c1": "due"}


def test_the_quarter_ends_and_another_begins(book: Cm) -> None:
    assert keys(book, "2026-12-09T10:00:00+08:00") == {"c1": "due"}
    assert keys(book, "2026-12-10T10:00:00+08:00") == {"c1": "at_risk"}
    book("log", "c1", "x", now="2026-12-31T23:59:00+08:00")
    assert keys(book, "2026-12-31T23:59:59+08:00") == {}
    assert keys(book, "2027-01-01T00:00:00+08:00") == {"c1": "due"}


def test_closed_and_archived_key_clients_are_left_out(book: Cm) -> None:
    book("client", "edit", "c1", "--status", "closed")
    assert keys(book) == {}
    book("client", "edit", "c1", "--status", "active")
    assert keys(book) == {"c1": "due"}
    book("client", "archive", "c1")
    assert keys(book) == {}


def test_json_lists_every_key_client_and_the_page_todays_share(book: Cm) -> None:
    for number in range(9):
        book("client", "add", f"重点{number}", "--tier", "key")
    assert len(keys(book)) == 10
    page = book("today").out
    assert "5 more" in page
    assert page.count("重点") == 4
    book("config", "set", "today.share", "2")
    assert "8 more" in book("today").out


def test_the_forecast_counts_working_days_with_official_holidays(book: Cm) -> None:
    """The National Day week of 2026 is off, make-up days are worked."""
    september = book.json("today", now="2026-09-30T10:00:00+08:00")["forecast"]
    assert (september["working_days_left"], september["quarter_ends"]) == (1, "2026-09-30")
    october = book.json("today", now="2026-10-01T10:00:00+08:00")["forecast"]
    book("config", "set", "work.calendar", "none")
    plain = book.json("today", now="2026-10-01T10:00:00+08:00")["forecast"]
    assert october["working_days_left"] < plain["working_days_left"] == 66


# Other days, birthdays, other zones


def test_another_day_is_seen_from_its_morning(book: Cm) -> None:
    book("callback", "add", "c2", "--due", "明天下午3点")
    document = book.json("today", "--date", "tomorrow")
    assert document["now"] == "2026-11-24T08:30:00+08:00"
    assert "b1" in [item["ref"] for item in document["items"]]
    assert book("today", "--date", "12/1").code == 2


def test_birthdays_are_shown_a_week_ahead_lunar_ones_too(book: Cm) -> None:
    book("client", "edit", "c2", "--birthday", "1986-11-30")
    book("client", "add", "解缙", "--birthday", "lunar:10-15")  # 23 November 2026
    book("client", "add", "仇英", "--birthday", "1990-12-01")
    dates = {i["ref"]: i["due"][:10] for i in items(book) if i["section"] == "dates"}
    assert dates == {"c2": "2026-11-30", "c3": "2026-11-23"}
    book("config", "set", "birthday.days", "0")
    assert [i["ref"] for i in items(book) if i["section"] == "dates"] == ["c3"]


def test_the_day_is_that_of_the_managers_zone(book: Cm) -> None:
    book("callback", "add", "c2", "--due", "2026-11-24")
    book("config", "set", "timezone", "America/New_York")
    document = book.json("today")  # 21:00 of the 22nd there
    assert (document["date"], document["now"]) == ("2026-11-22", "2026-11-22T21:00:00-05:00")
    assert book("config", "set", "timezone", "Moon/Base").code == 2


# Why


def test_why_names_the_rule_behind_a_line(book: Cm) -> None:
    book("request", "open", "c2", "x", "--urgent", "--at", "09:30")
    (line,) = book.json("why", "r1")
    assert "2 h" in line["why"]
    assert "quarter" in book("why", "c1").out
    assert book("why", "c2").code == 3
    assert book("why", "b9").code == 3


# The page


def test_the_page_says_the_same_as_the_document(book: Cm) -> None:
    book("request", "open", "c2", "卡被锁", "--urgent", "--at", "07:00")
    book("callback", "add", "c2", "--due", "today", "--purpose", "回电")
    page = book("today").out
    for item in items(book):
        assert item["ref"] in page
        assert item["client"]["name"] in page
    assert "\x1b" not in page
    assert page.index("r1") < page.index("b1")


def test_a_limit_is_said(book: Cm) -> None:
    for hour in range(5):
        book("callback", "add", "c2", "--due", f"{hour + 12}:00")
    page = book("today", "--limit", "2").out
    assert "more" in page
    assert "b3" not in page
    assert book("today", "--limit", "0").code == 2
    assert book("today", "--limit", "x").code == 2


def test_what_comes_later_than_a_week_is_shared_and_a_limit_lifts_the_share(book: Cm) -> None:
    book("product", "add", "TD", "定期", "--kind", "deposit")
    for day in ("2026-11-30", *(f"2026-12-{day:02}" for day in range(7, 14))):
        book("holding", "add", "c2", "TD", "--amount", "10万", "--start", "2025-12-01",
             "--maturity", day)  # fmt: skip
    page = book("today").out
    shown = [line for line in page.splitlines() if line.startswith(" h")]
    assert page.count("COMING UP") == 1
    assert len(shown) == 1 + 5
    assert "2 more: cm today --limit 999" in page
    assert book("today", "--limit", "999").out.count("\n h") == 8


def test_both_languages_show_the_same_lines(book: Cm) -> None:
    book("callback", "add", "c2", "--due", "today", "--purpose", "回电")
    english, chinese = book("today").out, book("today", lang="zh").out
    assert ("b1" in english) == ("b1" in chinese) is True
    assert book("today", "--lang", "zh").out == chinese
    assert book("--lang=zh", "today").out == chinese


def test_whose_account_is_closed_has_no_birthday_here(given: Given) -> None:
    cm = given(("client", "add", "李娜", "--birthday", "1980-11-24"))
    assert [item["kind"] for item in cm.json("today")["items"]] == ["birthday"]
    assert cm("client", "edit", "李娜", "--status", "closed").code == 0
    assert cm.json("today")["items"] == []
