"""The words that days and times are said with, in both languages, and the form they are read in.

`when` and `period` keep the grammar; this module keeps the vocabulary they share.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from cmcli.domain.days import month_days
from cmcli.errors import Usage

LONGEST = 80
"""A phrase longer than this is not one."""

EARLIEST = 1900
"""A day before this year is a slip of the keyboard."""


class BadPhrase(Usage):
    """A phrase for a day, a time or a period that is not understood, or not in one way only."""


# Numbers ---------------------------------------------------------------------------------------


def _han_values() -> dict[str, int]:
    """The Chinese numerals for 0 to 99, and 零五 for 05."""
    digits = "零一二三四五六七八九"
    values = {"零": 0, "两": 2}
    for value in range(1, 100):
        tens, ones = divmod(value, 10)
        name = f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}"
        name += digits[ones] if ones else ""
        values[name] = value
        if not tens:
            values[f"零{name}"] = value
    return values


_HAN_VALUES = _han_values()
HAN_DIGIT = "[零〇一二三四五六七八九十]"
HAN_COUNT = f"(?:两|{HAN_DIGIT}{{1,3}})"
NUMBER = rf"(?:\d{{1,2}}|{HAN_DIGIT}{{1,3}})"
YEAR = r"(?:\d{4}|[零〇一二三四五六七八九]{4})"
HALVES = ("half a", "half an", "半", "半个")


def number(text: str) -> int:
    """The value of `25`, `05`, `二十五`, `十`, `零五`; `ValueError` for what is none, as 三五."""
    if text.isascii():
        return int(text)
    value = _HAN_VALUES.get(text.replace("〇", "零"))
    if value is None:
        raise ValueError(text)
    return value


def year_number(text: str) -> int:
    """The value of `2026` or `二〇二六`."""
    return int("".join(str(number(char)) for char in text))


# Words -----------------------------------------------------------------------------------------


def _by_word(table: dict[str, int]) -> dict[str, int]:
    """Each word of the space-separated keys, with its key's value."""
    return {word: value for words, value in table.items() for word in words.split()}


ENGLISH_COUNTS = _by_word({
    "a an one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
})  # fmt: skip

AWAY = {
    "today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "明天": 1, "明日": 1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "后天": 2, "大后天": 3,
    "yesterday": -1, "昨天": -1, "昨日": -1,
    "day before yesterday": -2, "the day before yesterday": -2, "前天": -2, "大前天": -3,
}  # fmt: skip

WHICH = _by_word(
    {"this 本 这 今": 0, "next 下 明": 1, "下下 后": 2, "last 上 去": -1, "上上 前": -2}
)

WEEKDAYS = _by_word({
    "mon monday 一 1": 0, "tue tues tuesday 二 2": 1, "wed weds wednesday 三 3": 2,
    "thu thur thurs thursday 四 4": 3, "fri friday 五 5": 4, "sat saturday 六 6": 5,
    "sun sunday 日 天": 6,
})  # fmt: skip

MONTHS = _by_word({
    "jan january": 1, "feb february": 2, "mar march": 3, "apr april": 4, "may": 5, "jun june": 6,
    "jul july": 7, "aug august": 8, "sep sept september": 9, "oct october": 10,
    "nov november": 11, "dec december": 12,
})  # fmt: skip

DAY_UNITS = {
    word: unit
    for unit, words in {
        "day": ("d", "day", "days", "天"),
        "week": ("w", "wk", "wks", "week", "weeks", "周", "个周", "星期", "个星期", "个礼拜"),
        "month": ("mo", "mos", "month", "months", "个月"),
        "quarter": ("quarter", "quarters", "个季度"),
        "year": ("y", "yr", "yrs", "year", "years", "年"),
        "working day": (
            *("working day", "working days", "business day", "business days"),
            *("workday", "workdays", "工作日", "个工作日"),
        ),
    }.items()
    for word in words
}

HOURS = ("h", "hr", "hrs", "hour", "hours", "小时", "个小时", "钟头", "个钟头")
MINUTES = ("min", "mins", "minute", "minutes", "分", "分钟")
SECONDS = dict.fromkeys(HOURS, 3600) | dict.fromkeys(MINUTES, 60) | {"刻钟": 900}

DIRECTIONS = _by_word({"+ in later hence 后 以后 之后": 1, "- ago 前 以前 之前": -1}) | {
    "from now": 1
}

KINDS = {
    word: kind
    for kind, words in {
        "week": "w week 周 星期",
        "month": "m month 月",
        "quarter": "q quarter 季 季度",
        "year": "y year 年",
    }.items()
    for word in words.split()
}

PARTS: dict[str, tuple[range, range]] = {
    # the hours it takes as they are, the hours it takes as twelve more
    "凌晨": (range(7), range(0)),
    "清晨": (range(4, 10), range(0)),
    "早上": (range(1, 12), range(0)),
    "早晨": (range(1, 12), range(0)),
    "早": (range(1, 12), range(0)),
    "上午": (range(12), range(0)),
    "中午": (range(11, 15), range(1, 3)),
    "下午": (range(12, 20), range(1, 12)),
    "傍晚": (range(16, 21), range(4, 9)),
    "晚上": (range(17, 24), range(5, 12)),
    "晚": (range(17, 24), range(5, 12)),
    "夜里": (range(20, 24), range(8, 12)),
    "morning": (range(1, 12), range(0)),
    "afternoon": (range(12, 20), range(1, 8)),
    "evening": (range(16, 24), range(4, 12)),
    "night": (range(18, 24), range(6, 12)),
}


def amount(text: str) -> float:
    """The value of `3`, `1.5`, `an`, `two`, `half an`, `三`, `半个`, `1个半`."""
    text = text.strip()
    if text in HALVES:
        return 0.5
    if text.endswith("个半"):
        return amount(text.removesuffix("个半")) + 0.5
    if text in ENGLISH_COUNTS:
        return float(ENGLISH_COUNTS[text])
    return float(text) if text.isascii() else float(number(text))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any one of `words`."""
    return f"(?:{'|'.join(words)})"


def any_english(words: Iterable[str]) -> str:
    """A pattern for any one of the English words among `words`."""
    return any_of(word for word in words if word.isascii())


def any_chinese(words: Iterable[str]) -> str:
    """A pattern for any one of the Chinese words among `words`."""
    return any_of(word for word in words if not word.isascii())


# The form a phrase is read in ------------------------------------------------------------------

HAN = "〇一-鿿"
_FUSED = (
    (r"([今明昨])([早晚])[上晨]?", r"\1天\2上"),
    (r"(?:at )?(.+) tonight$", r"today night \1"),
    (r"tonight\b", "today night"),
    (r"last night\b", "yesterday night"),
    (r"this (morning|afternoon|evening)\b", r"today \1"),
)


def normalise(phrase: str) -> str:
    """`phrase` in one form: NFKC, lower case, one space between words and none beside Chinese.

    Empty when it cannot be a phrase: nothing in it, too long, or with control characters.
    """
    if any(unicodedata.category(char)[0] == "C" and char not in "\t\r\n" for char in phrase):
        return ""
    if len(phrase) > LONGEST:
        return ""
    text = " ".join(unicodedata.normalize("NFKC", phrase).lower().split())
    if not text.isascii():
        text = re.sub(rf"(?<=[{HAN}]) | (?=[{HAN}])", "", text)
    return text if len(text) <= LONGEST else ""


def spell_out(text: str) -> str:
    """Short words for a day and a part of it said in full: 今晚 is 今天晚上."""
    for fused, full in _FUSED:
        text = re.sub(rf"^{fused}", full, text, count=1)
    return text


def splits(text: str) -> list[tuple[str, str]]:
    """Every way to part `text` in two words: at a space, or beside a Chinese character."""
    pattern = rf" |(?<=[{HAN}])(?=.)|(?<=.)(?=[{HAN}])"
    return [(text[: gap.start()], text[gap.end() :]) for gap in re.finditer(pattern, text)]


def shown(phrase: str) -> str:
    """`phrase` fit to be said in a message: on one line, printable and not too long."""
    text = "".join(char if char.isprintable() else "·" for char in phrase.strip())
    return text if len(text) <= 40 else f"{text[:39]}…"


# Months ----------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of its month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))
