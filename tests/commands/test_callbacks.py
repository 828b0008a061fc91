"""Callbacks through the commands."""

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    return given(("client", "add", "王建国", "--tier", "key"), ("client", "add", "李娜"))


def due(cm: Cm, ref: str) -> str:
    when: str = cm.json("show", ref)["due"]
    return when


def on_agenda(cm: Cm, now: str) -> list[tuple[str, str]]:
    items = cm.json("today", now=now)["items"]
    return [(item["ref"], item["state"]) for item in items if item["section"] == "callbacks"]


def test_a_promise_is_printed_as_it_was_written(book: Cm) -> None:
    document = book.json(
        "callback", "add", "王建国", "--due", "明天下午3点", "--purpose", "确认到账"
    )
    assert next(iter(document)) == "ref"
    assert (document["ref"], document["due"]) == ("b1", "2026-11-24T15:00:00+08:00")
    assert (document["purpose"], document["state"], document["moved"]) == ("确认到账", "open", 0)


def test_a_missed_promise_stays_on_the_agenda(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "明天")
    assert on_agenda(book, "2026-11-23T23:59:59+08:00") == []
    assert on_agenda(book, "2026-11-24T00:00:00+08:00") == [("b1", "open")]
    assert on_agenda(book, "2026-11-24T23:59:59+08:00") == [("b1", "open")]
    assert on_agenda(book, "2026-11-25T00:00:00+08:00") == [("b1", "overdue")]
    assert on_agenda(book, "2027-11-25T00:00:00+08:00") == [("b1", "overdue")]


def test_a_promise_for_a_time_is_late_a_second_after_it(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "15:00")
    assert on_agenda(book, "2026-11-23T15:00:00+08:00") == [("b1", "open")]
    assert on_agenda(book, "2026-11-23T15:00:01+08:00") == [("b1", "overdue")]


def test_a_moved_promise_keeps_count(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "明天")
    assert book.json("snooze", "b1", "下周五", "10:00")["due"] == "2026-12-04T10:00:00+08:00"
    assert book.json("snooze", "b1", "+3d")["moved"] == 2
    assert book.json("show", "b1")["first_due"] == "2026-11-24T00:00:00+08:00"
    assert book("snooze", "b1", "yesterday").code == 2
    assert book("snooze", "b1", "blah").code == 2


def test_done_takes_a_promise_off_the_agenda_and_a_note_is_the_call(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "今天")
    assert book.json("done", "b1", "到账了")["state"] == "done"
    assert on_agenda(book, "2026-11-24T09:00:00+08:00") == []
    (contact,) = book.json("client", "show", "c1")["timeline"]
    assert (contact["note"], contact["callback"]) == ("到账了", "b1")
    assert book("done", "b1").code == 4


def test_a_recurring_promise_makes_the_next_one_when_done(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "2026-11-30 10:00", "--every", "month")
    book("done", "b1", now="2026-11-30T10:05:00+08:00")
    assert due(book, "b2") == "2026-12-30T10:00:00+08:00"
    book("done", "b2", now="2026-12-30T10:05:00+08:00")
    book("done", "b3", now="2027-01-30T10:05:00+08:00")
    assert due(book, "b4") == "2027-03-01T10:00:00+08:00"  # 28 February is a Sunday
    book("callback", "cancel", "b4")
    assert book.json("callback", "list") == []


def test_an_undone_done_takes_the_next_one_back(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "今天", "--every", "week")
    book("done", "b1")
    assert len(book.json("callback", "list", "--all")) == 2
    book("undo")
    assert [row["ref"] for row in book.json("callback", "list", "--all")] == ["b1"]


def test_a_cancelled_promise_is_over(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "今天")
    assert book.json("callback", "cancel", "b1")["state"] == "cancelled"
    assert on_agenda(book, "2026-11-23T12:00:00+08:00") == []
    assert book("snooze", "b1", "+1d").code == 4
    assert book("callback", "cancel", "b1").code == 4


def test_lists_filter_by_client_tier_and_day(book: Cm) -> None:
    for client, when in (("c1", "11-24"), ("c2", "11-25"), ("c1", "11-26")):
        book("callback", "add", client, "--due", f"2026-{when}")

    def refs(*options: str) -> list[str]:
        return [row["ref"] for row in book.json("callback", "list", *options)]

    assert refs() == ["b1", "b2", "b3"]
    assert refs("--client", "李娜") == ["b2"]
    assert refs("--tier", "key") == ["b1", "b3"]
    assert refs("--from", "2026-11-25") == ["b2", "b3"]
    assert refs("--to", "2026-11-25") == ["b1", "b2"]
    assert refs("--sort=-due", "--limit", "1") == ["b3"]


def test_corrections_change_purpose_and_rule_but_not_the_time(book: Cm) -> None:
    book("callback", "add", "c1", "--due", "今天")
    changed = book.json("edit", "b1", "purpose=回电")
    assert changed["purpose"] == "回电"
    assert book.json("edit", "b1", "purpose=")["purpose"] is None
    assert book("edit", "b1", "due=tomorrow").code == 2


@pytest.mark.parametrize(
    "options", [("--due", "yesterday"), ("--due", "09:59 today"), (), ("--due", "+1d", "--every", "often")]
)  # fmt: skip
def test_what_cannot_be_promised_is_an_error(book: Cm, options: tuple[str, ...]) -> None:
    assert book("callback", "add", "c1", *options).code == 2
    assert book.json("callback", "list", "--all") == []


def test_the_time_tells_what_is_not_yet_late(book: Cm) -> None:
    for day in ("15:00", "tomorrow"):
        book("callback", "add", "c1", "--due", day)
    for lang, words in (("en", ("open", "due ·")), ("zh", ("未到期", "今日应办", "进行中"))):
        for ref in ("b1", "b2"):
            page = book("show", ref, lang=lang).out
            assert not any(word in page for word in words), page
    assert "今日应办" in book("callback", "list", lang="zh").out
    assert book("why", "b1").out.splitlines()[1] == "15:00"


@pytest.mark.parametrize(
    ("every", "english", "chinese"),
    [
        ("每周五", "every Fri", "每周五"),
        ("every 2 fri", "every 2 weeks on Fri", "每 2 周的周五"),
        ("每月5号", "every month on day 5", "每月 5 日"),
        ("每月31号", "every month on day 31", "每月 31 日"),
        ("每月底", "every month on the last day", "每月最后一天"),
        ("每季度", "every quarter", "每季度"),
        ("每工作日", "Monday to Friday", "每周一至周五"),
        ("FREQ=MONTHLY;BYDAY=1FR", "FREQ=MONTHLY;BYDAY=1FR", "FREQ=MONTHLY;BYDAY=1FR"),
    ],
)
def test_a_rule_is_shown_as_a_manager_says_it(
    cm: Cm, every: str, english: str, chinese: str
) -> None:
    cm("client", "add", "王建国")
    cm("callback", "add", "c1", "--due", "fri", "--every", every)
    assert f" · {english} · " in cm("show", "b1").out
    assert f" · {chinese} · " in cm("show", "b1", lang="zh").out


def test_nothing_is_proposed_for_a_callback_that_is_done(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("callback", "add", "c1", "--due", "fri")
    assert "next: cm done b1" in cm("show", "b1").out
    cm("done", "b1")
    assert "next:" not in cm("show", "b1").out
