"""What is understood as a day or a time: for each language, tables of patterns and their rules.

A pattern must match the whole of a text. What is plain ASCII is looked up in the English tables,
what has a Chinese character in the Chinese ones, so that only one language's patterns are compiled.
A rule that recognises a text only to refuse it is there to tell the reason.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial
from typing import TypeVar

from cmcli.domain import when_rules as rule
from cmcli.domain.when_rules import Ask, Match
from cmcli.domain.when_words import (
    AWAY,
    DAY_UNITS,
    ENGLISH_COUNTS,
    HAN_COUNT,
    HAN_DIGIT,
    HOURS,
    MINUTES,
    MONTHS,
    NUMBER,
    PARTS,
    SECONDS,
    WEEKDAYS,
    YEAR,
    any_chinese,
    any_english,
    any_of,
)
from cmcli.messages import say

Value = TypeVar("Value")
Rules = tuple[tuple[str, Callable[[Match, Ask], Value]], ...]

_YEAR_FIRST = say("for example: 2026-12-01, dec 1, 12月1日")
_MINUTE_OR_MONTH = say("for example: +30min, 30分钟后, +3mo, 3个月后")
_WHICH_MIDNIGHT = say("for example: tomorrow 00:00, tomorrow 23:59")


def moments(text: str) -> Iterator[Callable[[Ask], datetime]]:
    """What `text` means as a moment, by each rule that matches it."""
    return _matches(_MOMENTS if text.isascii() else _MOMENTS_CHINESE, text)


def days(text: str) -> Iterator[Callable[[Ask], date]]:
    """What `text` means as a day, by each rule that matches it."""
    return _matches(_DAYS if text.isascii() else _DAYS_CHINESE, text)


def clocks(text: str) -> Iterator[Callable[[Ask], time]]:
    """What `text` means as an hour, by each rule that matches it."""
    return _matches(_CLOCKS if text.isascii() else _CLOCKS_CHINESE, text)


def _matches(rules: Rules[Value], text: str) -> Iterator[Callable[[Ask], Value]]:
    for pattern, build in rules:
        if match := re.fullmatch(pattern, text, re.ASCII):
            yield partial(build, match)


# English ---------------------------------------------------------------------------------------

_HEAD = r"(?P<head>[+-] ?|in )?"
_TAIL = r"(?P<tail> ago| later| hence| from now)?"
_AMOUNT = rf"(?P<count>\d+(?:\.\d+)? ?|half an? |{any_of(ENGLISH_COUNTS)} )"
_HOURS_MINUTES = (
    rf"(?P<hours>\d+) ?{any_english(HOURS)} ?(?P<minutes>\d+) ?(?:m|{any_english(MINUTES)})"
)
_WHICH = r"(?:(?P<which>this|next|last) )?"
_WEEKDAY = rf"(?P<weekday>{any_english(word for word in WEEKDAYS if word.isalpha())})"
_SPAN = r"(?P<kind>week|month|quarter|year)"
_MONTH = rf"(?P<month>{any_of(MONTHS)})\.?"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_MONTH_DAY = rf"(?:on )?{_MONTH} ?(?:the )?{_DAY}"
_DAY_MONTH = rf"(?:on )?(?:the )?{_DAY} ?(?:of )?{_MONTH}"
_NAMED = rf"(?:(?:on )?{_WEEKDAY},? )?"
_HOUR = r"(?P<hour>\d\d?)"
_MINUTE = r":(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_PART = rf"(?P<part>{any_english(PARTS)})"
_ISO_DAY = r"(?P<day>\d{4}-\d\d-\d\d|\d{8})"
_ISO_CLOCK = r"(?P<clock>(?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d)?)"

_MOMENTS: Rules[datetime] = (
    (r"now|right now", rule.now),
    (r"(?:at )?midnight", rule.midnight),
    (rf"{_ISO_DAY}[t ]{_ISO_CLOCK} ?(?P<offset>z|[+-]\d\d(?::?[0-5]\d)?)?", rule.iso_instant),
    (rf"{_HEAD}{_AMOUNT}(?P<unit>{any_english(SECONDS)}){_TAIL}", rule.elapsed),
    (rf"{_HEAD}{_HOURS_MINUTES}{_TAIL}", rule.hours_and_minutes),
    (rf"{_HEAD}{_AMOUNT}m{_TAIL}", partial(rule.two_ways, hint=_MINUTE_OR_MONTH)),
)

_DAYS: Rules[date] = (
    (rf"(?P<word>{any_english(AWAY)})", rule.word),
    (rf"{_HEAD}{_AMOUNT}(?P<unit>{any_english(DAY_UNITS)}){_TAIL}", rule.days_away),
    (rf"(?:on )?{_WHICH}{_WEEKDAY}", rule.weekday),
    (rf"(?:on )?{_WEEKDAY} (?P<which>this|next|last) week", rule.weekday),
    (r"(?P<which>)eo(?P<kind>[wmqy])", rule.end),
    (rf"(?:the )?end of (?:the |{_WHICH}){_SPAN}", rule.end),
    (rf"{_WHICH}(?P<kind>month|quarter|year)[ -]end", rule.end),
    (r"(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d\d?)(?P=gap)(?P<day>\d\d?)", rule.full_date),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", rule.full_date),
    (rf"{_NAMED}{_MONTH_DAY},? (?P<year>\d{{4}})", rule.full_date),
    (rf"{_NAMED}{_DAY_MONTH},? (?P<year>\d{{4}})", rule.full_date),
    (rf"{_NAMED}{_MONTH_DAY}", rule.month_day),
    (rf"{_NAMED}{_DAY_MONTH}", rule.month_day),
    (r"(?P<which>)(?:on )?(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)", rule.day_of_month),
    (rf"(?:on )?(?:the )?{_DAY} of (?:the |{_WHICH})month", rule.day_of_month),
    # refused
    (rf"(?:this|next|last) (?:{_SPAN}|weekend)|(?:the )?weekend", rule.no_day),
    (r"\d\d?[-/.]\d\d?(?:[-/.]\d{2,4})?", partial(rule.two_ways, hint=_YEAR_FIRST)),
)

_CLOCKS: Rules[time] = (
    (r"(?:at )?(?:noon|midday)", rule.noon),
    (rf"(?:at )?{_HOUR}{_MINUTE}", rule.clock),
    (rf"(?:{_PART} )?(?:at )?{_HOUR}(?:{_MINUTE})? ?(?P<half_day>[ap])\.?m\.?", rule.clock),
    (rf"{_PART} (?:at )?{_HOUR}(?:{_MINUTE})?", rule.clock),
    # refused
    (_PART, rule.no_hour),
    (r"at \d\d?", partial(rule.two_ways, hint=rule.HINT_HOUR)),
    (r"(?:at )?midnight", partial(rule.two_ways, hint=_WHICH_MIDNIGHT)),
)

# Chinese ---------------------------------------------------------------------------------------

_HEAD_HAN = r"(?P<head>[+-])?"
_TAIL_HAN = r"(?P<tail>[以之]?[前后])?"
_AMOUNT_HAN = rf"(?P<count>(?:\d+(?:\.\d+)?|{HAN_COUNT})(?:个半)?|半个?)"
_HOURS_MINUTES_HAN = (
    rf"(?P<hours>两|{NUMBER}){any_chinese(HOURS)}(?P<minutes>两|{NUMBER}){any_chinese(MINUTES)}"
)
_WHICH_HAN = r"(?P<which>[本这]|上上?|下下?)个?"
_YEAR_HAN = r"(?P<which>[今本明后去前])年"
_MONTH_DAY_HAN = rf"(?P<month>{NUMBER})月(?P<day>{NUMBER})[日号]"
_WEEKDAY_HAN = r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天1-6])"
_PART_HAN = rf"(?P<part>{any_chinese(PARTS)})"
_MINUTE_HAN = (
    r"(?:钟|整|(?P<half>半)|(?P<quarters>[一三13])刻"
    rf"|(?P<minute>\d\d|{HAN_DIGIT}{{2,3}}|十|{NUMBER}(?=分))分?)?"
)

_MOMENTS_CHINESE: Rules[datetime] = (
    (r"现在|此刻", rule.now),
    (r"午夜", rule.midnight),
    (rf"{_HEAD_HAN}{_AMOUNT_HAN}(?P<unit>{any_chinese(SECONDS)}){_TAIL_HAN}", rule.elapsed),
    (rf"{_HEAD_HAN}{_HOURS_MINUTES_HAN}{_TAIL_HAN}", rule.hours_and_minutes),
)

_DAYS_CHINESE: Rules[date] = (
    (rf"(?P<word>{any_chinese(AWAY)})", rule.word),
    (rf"{_HEAD_HAN}{_AMOUNT_HAN}(?P<unit>{any_chinese(DAY_UNITS)}){_TAIL_HAN}", rule.days_away),
    (rf"(?:{_WHICH_HAN})?{_WEEKDAY_HAN}", rule.weekday),
    (rf"(?:{_WHICH_HAN})?(?P<kind>月|季度?)[底末]", rule.end),
    (r"(?:(?P<which>[今本明后去前])年?)?(?P<kind>年)[底末]", rule.end),
    (rf"(?P<year>{YEAR})年{_MONTH_DAY_HAN}(?:{_WEEKDAY_HAN})?", rule.full_date),
    (rf"(?:{_YEAR_HAN})?{_MONTH_DAY_HAN}(?:{_WEEKDAY_HAN})?", rule.month_day),
    (r"(?P<month>\d\d?)月(?P<day>\d\d?)", rule.month_day),
    (rf"(?:{_WHICH_HAN}月)?(?P<day>{NUMBER})[日号]", rule.day_of_month),
    # refused
    (r"(?:[本这]|上上?|下下?)?个?(?:周末?|星期|礼拜|月[初中]?|季度?|季初)", rule.no_day),
    (r"[今本明后去前]?年[初中]?", rule.no_day),
)

_CLOCKS_CHINESE: Rules[time] = (
    (r"中午|正午", rule.noon),
    (rf"{_PART_HAN}{_HOUR}{_MINUTE}", rule.clock),
    (rf"{_PART_HAN}?(?P<hour>两|{NUMBER})(?:(?P<spoken>点)|时){_MINUTE_HAN}", rule.clock),
    # refused
    (any_chinese(word for word in PARTS if word != "中午"), rule.no_hour),
    (r"午夜|半夜", partial(rule.two_ways, hint=_WHICH_MIDNIGHT)),
)
