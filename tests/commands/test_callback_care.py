"""Callbacks that recur, that move with an ill day, that crowd a day."""

import pytest

from tests.support import Cm, Filled


def _fill(cm: Cm) -> None:
    for name in ("王建国", "曾丽", "刘芳"):
        cm("client", "add", name)


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(_fill)


def test_a_rule_alone_books_its_first_date_on_a_working_day(book: Cm) -> None:
    first = book.json("callback", "add", "王建国", "--every", "每月5号", "--purpose", "净值")
    # 5 December 2026 is a Saturday.
    assert first["due"] == "2026-12-07T00:00:00+08:00"
    assert first["every"] == "FREQ=MONTHLY;BYMONTHDAY=5"


def test_done_books_the_next_date_from_the_rule_not_from_the_moved_day(book: Cm) -> None:
    book("callback", "add", "王建国", "--every", "每月5号")
    done = book("done", "b1", now="2026-12-07T10:00:00+08:00")
    assert "next b2" in done.out
    assert book.json("show", "b2")["due"] == "2027-01-05T00:00:00+08:00"


def test_days_off_are_kept_where_the_setting_says_so(book: Cm) -> None:
    book("config", "set", "callback.off_days", "keep")
    first = book.json("callback", "add", "王建国", "--every", "每月5号")
    assert first["due"] == "2026-12-05T00:00:00+08:00"


def test_a_log_that_answers_a_recurring_callback_books_the_next(book: Cm) -> None:
    book("callback", "add", "王建国", "--due", "今天", "--every", "every 2 weeks")
    logged = book.json("log", "王建国", "spoke")
    assert logged["next"] == "b2"
    assert book.json("show", "b2")["due"] == "2026-12-07T00:00:00+08:00"


def test_an_ill_day_moves_as_a_whole_and_comes_back_as_a_whole(book: Cm) -> None:
    book("callback", "add", "王建国", "--due", "15:00")
    book("callback", "add", "曾丽", "--due", "今天")
    book("callback", "add", "刘芳", "--due", "明天")
    moved = book.json("snooze", "--all", "tomorrow")
    assert sorted(moved["moved"]) == ["b1", "b2"]
    dues = {row["ref"]: row["due"] for row in book.json("callback", "list")}
    assert dues == {
        "b1": "2026-11-24T15:00:00+08:00",
        "b2": "2026-11-24T00:00:00+08:00",
        "b3": "2026-11-24T00:00:00+08:00",
    }
    assert book("undo").code == 0
    assert book.json("show", "b1")["due"] == "2026-11-23T15:00:00+08:00"
    assert book.json("show", "b2")["moved"] == 0


def test_an_overdue_callback_moves_with_the_day(book: Cm) -> None:
    book("callback", "add", "王建国", "--due", "15:00")
    next_day = "2026-11-24T09:00:00+08:00"
    book("snooze", "--all", "+2d", now=next_day)
    assert book.json("show", "b1")["due"] == "2026-11-26T00:00:00+08:00"


def test_a_crowded_day_is_warned_about(book: Cm) -> None:
    book("config", "set", "callback.cap", "2")
    for name in ("王建国", "曾丽"):
        assert "already" not in book("callback", "add", name, "--due", "fri").out
    assert "3 callbacks on 27 Nov already" in book("callback", "add", "刘芳", "--due", "fri").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("callback", "add", "王建国"),
        ("callback", "add", "王建国", "--every", "often"),
        ("snooze", "b1"),
        ("snooze", "--all", "昨天"),
    ],
)
def test_bad_input(book: Cm, arguments: tuple[str, ...]) -> None:
    book("callback", "add", "王建国", "--due", "today")
    result = book(*arguments)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
