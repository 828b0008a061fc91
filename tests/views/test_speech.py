"""Moments, days, durations and amounts in words."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any

import pytest

from cmcli import i18n
from cmcli.domain.when import parse
from cmcli.messages import Code, LunarDay, Money, joined, say, say_n
from cmcli.views.speech import Speaker, Written, by_day, clean, colon, filled, listed
from tests.builders import NOW, SHANGHAI, at

speak = Speaker(NOW)


@pytest.fixture
def chinese() -> Iterator[None]:
    i18n.choose("zh_CN")
    yield
    i18n.choose("en")


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        ("2026-11-23 16:10", "16:10", "16:10"),
        ("2026-11-23 00:00", "today", "今天"),
        ("2026-11-22 16:10", "yesterday 16:10", "昨天 16:10"),
        ("2026-11-24 00:00", "tomorrow", "明天"),
        ("2026-11-20 10:00", "last Fri 10:00", "上周五 10:00"),
        ("2026-11-27 10:00", "Fri 27 Nov 10:00", None),
        ("2026-11-17 10:00", "last Tue 10:00", "上周二 10:00"),
        ("2026-11-16 10:00", "16 Nov 10:00", "11月16日 10:00"),
        ("2026-12-07 00:00", "Mon 7 Dec", None),
        ("2026-12-08 00:00", "8 Dec", "12月8日"),
        ("2026-11-26 23:59:59", "Thu 26 Nov", "11月26日 周四"),  # the end of a limit in days
        ("2026-11-23 23:59", "23:59", "23:59"),
        ("2027-01-04 10:00", "4 Jan 2027 10:00", "2027年1月4日 10:00"),
    ],
)
def test_a_moment_is_said_as_near_as_it_is(moment: str, english: str, chinese: str | None) -> None:
    assert speak(at(moment).astimezone(UTC)) == english
    i18n.choose("zh_CN")
    try:
        assert chinese is None or speak(at(moment)) == chinese
    finally:
        i18n.choose("en")


@pytest.mark.parametrize("code", i18n.LANGUAGES)
@pytest.mark.parametrize("clock", ["", "10:00"])
@pytest.mark.parametrize("away", range(-6, 15))
def test_what_is_said_of_a_near_day_means_that_day_when_typed(
    away: int, clock: str, code: str
) -> None:
    i18n.choose(code)
    try:
        for later in range(7):
            now = NOW + timedelta(days=later)
            moment = at(f"{now.date() + timedelta(days=away)} {clock or '00:00'}")
            said = Speaker(now)(moment)
            back = parse(said, now, past=away < 0)
            assert back.start(SHANGHAI) == moment, said
            assert not away or parse(said, now) == back
    finally:
        i18n.choose("en")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((1, 1), "正月初一"), ((10, 15), "十月十五"), ((8, 10), "八月初十"), ((11, 11), "十一月十一"),
        ((5, 20), "五月二十"), ((9, 21), "九月廿一"), ((12, 30), "腊月三十"),
    ],
)  # fmt: skip
def test_a_lunar_day_is_said_as_the_almanac_does(day: tuple[int, int], said: str) -> None:
    value = LunarDay(*day)
    assert speak(value) == f"{day[0]:02}-{day[1]:02}"
    i18n.choose("zh_CN")
    try:
        assert speak(say("lunar {day}", day=value)) == f"农历{said}"
    finally:
        i18n.choose("en")


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=21), "21 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=1, minutes=52), "1 h 52 min"),
        (timedelta(hours=24), "24 h"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=3, hours=4, minutes=50), "3 d 4 h"),
        (timedelta(minutes=-21), "21 min"),
    ],
)
def test_a_duration_has_its_two_largest_units(length: timedelta, expected: str) -> None:
    assert speak(length) == expected


def test_a_document_names_no_day_by_today() -> None:
    written = Written.like(speak)
    assert written(at("2026-11-22 16:10")) == "Sun 22 Nov 16:10"
    assert written(at("2026-11-23 10:00")) == "Mon 23 Nov 10:00"
    assert written(at("2026-11-24 00:00")) == "Tue 24 Nov"
    assert written(at("2025-11-24 10:00")) == "Mon 24 Nov 2025 10:00"
    assert written(Code("outcome", "no_answer")) == "no answer"


def test_days_are_said_short_and_long() -> None:
    assert speak(date(2026, 11, 27)) == "27 Nov"
    assert speak(date(2025, 11, 27)) == "27 Nov 2025"
    assert speak.long_day(date(2026, 11, 23)) == "Mon 23 Nov 2026"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("王建国", "王建国"),
        (7, "7"),
        (Code("outcome", "no_answer"), "no answer"),
        (Money(125_000_000, "CNY"), "1,250,000"),
        (Money(125_050, "USD"), "1,250.50 USD"),
        (say("{a} and {b}", a="x", b=Code("tier", "key")), "x and key"),
        (joined(["a", None, "", say("b")]), "a · b"),
        (say_n("{count} day", "{count} days", 1), "1 day"),
        (say_n("{count} day", "{count} days", 2), "2 days"),
        (say("{left} left", left=timedelta(minutes=10)), "10 min left"),
        (say("{text}", text="{not} a field"), "{not} a field"),
    ],
)
def test_every_kind_of_value_is_said(value: Any, expected: str) -> None:
    assert speak(value) == expected


def test_the_managers_own_currency_is_not_named() -> None:
    own = Speaker(NOW, "USD")
    assert (own(Money(100, "USD")), own(Money(100, "CNY"))) == ("1", "1 CNY")


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\nb", "a\x00b", "a\x9bb", "a\u202eb", "a\u2028b"])
def test_what_is_said_is_one_safe_line(text: str) -> None:
    said = speak(text)
    assert said.isprintable()
    assert (said[0], said[-1]) == ("a", "b")
    assert speak(say("{name} is here", name=text)).isprintable()


def test_a_name_is_left_as_it_is() -> None:
    for name in ("[bold]王[/bold]", "100%", "é", "O'Neil", "🙂"):
        assert clean(name) == name


def test_no_space_parts_chinese_from_chinese() -> None:
    assert filled("客户 {name} 提出", {"name": "王建国"}) == "客户王建国提出"
    assert filled("客户 {name} 提出", {"name": "Bob"}) == "客户 Bob 提出"
    assert filled("asked {at}", {"at": "16:10"}) == "asked 16:10"


def test_marks_between_words_are_those_of_the_language(chinese: None) -> None:
    assert (colon(), listed(["a", "b"])) == ("：", "a、b")
    i18n.choose("en")
    assert (colon(), listed(["a", "b"])) == (": ", "a, b")


@pytest.mark.parametrize(
    ("day", "style"),
    [
        (date(2026, 11, 22), "late"),
        (date(2026, 11, 23), "risk"),
        (date(2026, 11, 24), ""),
        (None, ""),
    ],
)
def test_a_day_is_red_only_when_it_has_passed(day: date | None, style: str) -> None:
    assert by_day(day, NOW) == style
