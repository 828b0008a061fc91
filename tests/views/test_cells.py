"""How wide a text stands: Chinese, combining marks, emoji; cutting, padding, wrapping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.views.cells import cut, pad, width, wrap

TEXTS = st.text(
    st.sampled_from("ab1 -,.。，（）中文字号éｗ🙂\u0301\u200d")  # plain, wide, combining, joiners
    | st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]),
    max_size=40,
)
COLUMNS = st.integers(2, 30)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("中文", 4),
        ("，", 2),
        ("ｗ", 2),
        ("ﾜ", 1),
        ("é", 1),
        ("e\u0301", 1),
        ("🙂", 2),
        ("a\u200db", 2),
        ("…", 1),
        ("·", 1),
        ("–", 1),
    ],
)
def test_wide_characters_take_two_columns_and_marks_none(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("deposit 100,000 matures", 14, "deposit…"),
        ("deposit 100,000 matures", 17, "deposit 100,000…"),
        ("last met 11 Sep", 13, "last met…"),
        ("上次联系 9月11日", 13, "上次联系…"),
        ("weekly report 2026-W47", 20, "weekly report…"),
        ("renew d7 now", 8, "renew…"),
        ("营业收入增长率 -9.1 %，低于 0 %", 30, "营业收入增长率 -9.1 %，低于…"),
        ("used 15 d", 8, "used…"),
        ("中文字", 6, "中文字"),
        ("中文字", 5, "中文…"),
        ("中文字", 4, "中…"),
        ("中文字", 2, "…"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
        ("ab cd", 4, "ab…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_a_text_is_cut_between_characters_and_says_so(
    text: str, columns: int, expected: str
) -> None:
    assert cut(text, columns) == expected


def test_padding_fills_to_the_left_or_right() -> None:
    assert pad("中", 4) == "中  "
    assert pad("中", 4, "right") == "  中"
    assert pad("中文字", 4) == "中文字"


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 9, ["one two", "three"]),
        ("one two", 7, ["one two"]),
        ("客户经理工作台", 8, ["客户经理", "工作台"]),
        ("客户经理，工作台", 8, ["客户经", "理，工作", "台"]),
        ("a\nb", 10, ["a", "b"]),
        ("cm log 王建国", 10, ["cm log 王", "建国"]),
        ("one   two", 4, ["one", "two"]),
        ("x" * 7, 3, ["xxx", "xxx", "x"]),
        ("ab " + "x" * 7, 4, ["ab", "xxxx", "xxx"]),
        ("used 11 h of 15 d 14 h", 18, ["used 11 h of", "15 d 14 h"]),
        ("已用 11 天，时限 24 小时", 21, ["已用 11 天，时限", "24 小时"]),
        ("reply within 2 h of it", 14, ["reply within", "2 h of it"]),
        ("FD (95 %, 0), HL (0 %, 0)", 18, ["FD (95 %, 0),", "HL (0 %, 0)"]),
        ("see it (cm config get a.b). Then", 24, ["see it", "(cm config get a.b).", "Then"]),
        (
            "settle it: cm done h9, or cm edit h9 x=",
            26,
            ["settle it: cm done h9, or", "cm edit h9 x="],
        ),
        ("is due yesterday 16:10", 20, ["is due", "yesterday 16:10"]),
        ("处理：cm done h9。然后", 14, ["处理：", "cm done h9。然", "后"]),
        ("cm holding redeem h9", 10, ["cm holding", "redeem h9"]),
        ("9:00-12:00,13:30-18:00", 14, ["9:00-12:00,", "13:30-18:00"]),
    ],
)
def test_lines_break_at_spaces_and_between_wide_characters(
    text: str, columns: int, expected: list[str]
) -> None:
    assert wrap(text, columns) == expected


@given(TEXTS, COLUMNS)
def test_a_cut_text_fits_and_begins_like_the_whole(text: str, columns: int) -> None:
    found = cut(text, columns)
    assert width(found) <= columns
    assert found == text or text.startswith(found[:-1])


@given(TEXTS, COLUMNS, st.sampled_from(["left", "right"]))
def test_a_padded_text_is_as_wide_as_asked(text: str, columns: int, align: str) -> None:
    assert width(pad(text, columns, align)) == max(width(text), columns)


@given(TEXTS, TEXTS)
def test_widths_add_up(first: str, second: str) -> None:
    assert width(first + second) == width(first) + width(second)


@given(TEXTS, st.integers(6, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, columns: int) -> None:
    found = wrap(text, columns)
    assert all(width(line) <= columns for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_an_opening_bracket_stays_with_what_it_opens() -> None:
    # Without it the bracket would end the first line.
    assert wrap("到期定期转三年（续存）", 16) == ["到期定期转三年", "（续存）"]
    assert wrap("a note (b12)", 8) == ["a note", "(b12)"]
