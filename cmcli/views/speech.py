"""Messages, codes, money and times in the reader's words."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from cmcli.domain.client import mask_numbers
from cmcli.domain.days import day_of, is_whole_day, monday
from cmcli.domain.money import format_amount
from cmcli.i18n import N_, gettext, language, ngettext, word
from cmcli.messages import Code, Joined, LunarDay, Message, Money, say
from cmcli.views.sheet import STAR

_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_NEAR = {-1: N_("yesterday"), 0: N_("today"), 1: N_("tomorrow")}


def clean(text: str) -> str:
    """Text from outside as one safe line: no control character reaches the terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " for c in text)


def filled(template: str, values: dict[str, str]) -> str:
    """The template with its values; where a Chinese value meets Chinese text, no space stays."""
    text = ""
    for part in template.split("}"):
        literal, _, name = part.partition("{")
        value = values[name] if name else ""
        if literal[:1] == " " and _is_han(literal[1:2]) and _is_han(text[-1:]):
            literal = literal[1:]
        if literal[-1:] == " " and _is_han(literal[-2:-1]) and _is_han(value[:1]):
            literal = literal[:-1]
        text += literal + value
    return text


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"


def _in_a_row(separator: str, parts: list[str]) -> str:
    between = {", ": gettext(", "), "; ": gettext("; ")}
    text = between.get(separator, separator).join(filter(None, parts))
    return text.replace("。 ", "。") if separator == " " else text


class Speaker:
    """Says values at a given `now`, whose zone is the manager's, as is the `currency`."""

    def __init__(self, now: datetime, currency: str = "CNY", *, reveal: bool = False) -> None:
        self.now = now
        self.reveal = reveal
        self._currency = currency

    def __call__(self, value: Any) -> str:
        """The value in words; None is an empty text."""
        if value is None:
            return ""
        if isinstance(value, str):
            return clean(value) if self.reveal else mask_numbers(clean(value))
        if isinstance(value, Message):
            return self._message(value)
        if isinstance(value, Joined):
            return _in_a_row(value.separator, [self(part) for part in value.parts])
        if isinstance(value, Code):
            return word(value.vocabulary, value.value)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, LunarDay):
            return lunar_day(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        return self.duration(value) if isinstance(value, timedelta) else str(value)

    def _message(self, message: Message) -> str:
        values = dict(message.params)
        template = (
            ngettext(message.template, message.plural, values["count"])
            if message.plural
            else gettext(message.template)
        )
        return filled(template, {name: self(value) for name, value in values.items()})

    def money(self, money: Money) -> str:
        """`1,250,000`, with the currency where it is not the manager's own: `1,200 USD`."""
        amount = format_amount(money)
        return amount if money.currency == self._currency else f"{amount} {money.currency}"

    def moment(self, at: datetime) -> str:
        """`16:10` today, `yesterday 16:10`, `last Fri 10:00`, `Fri 27 Nov 10:00`, `27 Oct 16:10`.

        A day alone where one was given, or where a limit in days ends.
        """
        day = self.day(day_of(at, self.now), near=True)
        if is_whole_day(at, self.now) or is_whole_day(at + timedelta(seconds=1), self.now):
            return day
        clock = f"{at.astimezone(self.now.tzinfo):%H:%M}"
        if day_of(at, self.now) == self.now.date():
            return clock
        return f"{day} {clock}"

    def day(self, day: date, *, near: bool = False) -> str:
        """`27 Nov`; with `near`, also `today` and `Fri 27 Nov` around now; the year if another.

        A bare weekday would be read as the coming one, so a past day says its week or its date:
        `last Fri`, `Tue 24 Nov`. Typed back, each means that day.
        """
        distance = (day - self.now.date()).days
        if near and distance in _NEAR:
            return gettext(_NEAR[distance])
        values = {"day": day.day, "month": gettext(_MONTHS[day.month - 1])}
        if day.year != self.now.year:
            return gettext("{day} {month} {year}").format(year=day.year, **values)
        if not near or not -7 < distance <= 14:
            return gettext("{day} {month}").format(**values)
        weekday = gettext(_WEEKDAYS[day.weekday()])
        if monday(day) < monday(self.now.date()):
            return gettext("last {weekday}").format(weekday=weekday)
        return gettext("{weekday} {day} {month}").format(weekday=weekday, **values)

    def long_day(self, day: date) -> str:
        """`Mon 23 Nov 2026`."""
        return gettext("{weekday} {day} {month} {year}").format(
            weekday=gettext(_WEEKDAYS[day.weekday()]), day=day.day, year=day.year,
            month=gettext(_MONTHS[day.month - 1]),
        )  # fmt: skip

    def dated(self, day: date) -> str:
        """`Mon 23 Nov`, the year if another: a day that is said alike whenever it is read."""
        if day.year != self.now.year:
            return self.long_day(day)
        return gettext("{weekday} {day} {month}").format(
            weekday=gettext(_WEEKDAYS[day.weekday()]), day=day.day,
            month=gettext(_MONTHS[day.month - 1]),
        )  # fmt: skip

    def duration(self, length: timedelta) -> str:
        """`21 min`, `1 h 52 min`, `3 d 4 h`: the two largest units that matter."""
        minutes = int(abs(length).total_seconds() // 60)
        days, rest = divmod(minutes, 24 * 60)
        hours, minutes = divmod(rest, 60)
        if days >= 2:
            units = [say("{n} d", n=days), say("{n} h", n=hours) if hours else None]
        else:
            hours += days * 24
            units = [
                say("{n} h", n=hours) if hours else None,
                say("{n} min", n=minutes) if minutes or not hours else None,
            ]
        return " ".join(self(unit) for unit in units if unit)


class Written(Speaker):
    """Says moments as a document does that is read later: by their date, never by today."""

    @classmethod
    def like(cls, speak: Speaker) -> "Written":
        """The same reader's words, on paper."""
        return cls(speak.now, speak._currency, reveal=speak.reveal)

    def moment(self, at: datetime) -> str:
        """`Sun 22 Nov 16:10`; a day alone where one was given, or where a limit in days ends."""
        day = self.dated(day_of(at, self.now))
        if is_whole_day(at, self.now) or is_whole_day(at + timedelta(seconds=1), self.now):
            return day
        return f"{day} {at.astimezone(self.now.tzinfo):%H:%M}"


def in_one(text: str, mend: str) -> str:
    """What is wrong and what mends it in one line; after a full-width mark nothing parts them."""
    if not mend or text.endswith(("？", "。", "！")):
        return text + mend
    return gettext("{message} – {hint}").format(message=text, hint=mend)


def starred(name: str, tier: str, speak: Speaker) -> str:
    """The name, with the star of a key client."""
    return speak(name) + (STAR if tier == "key" else "")


_LUNAR_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "腊")
_LUNAR_TENS = ("初", "十", "廿", "三")


def lunar_day(value: LunarDay) -> str:
    """`10-15`; in Chinese as it is said: 十月十五, 正月初一, 腊月三十."""
    if language() != "zh_CN":
        return str(value)
    tens, ones = divmod(value.day, 10)
    whole = {10: "初十", 20: "二十", 30: "三十"}
    day = whole.get(value.day) or _LUNAR_TENS[tens] + _LUNAR_MONTHS[ones - 1].replace("正", "一")
    return f"{_LUNAR_MONTHS[value.month - 1]}月{day}"


def state_word(state: str) -> Code | None:
    """The state beside a due time, which itself tells what is not late yet."""
    return None if state in ("open", "due") else Code("state", state)


def moment(at: datetime, speak: Speaker) -> str:
    """A past day with its time, the year where it is another."""
    local = at.astimezone(speak.now.tzinfo)
    return f"{speak.day(local.date())} {local:%H:%M}"


def by_day(day: date | None, now: datetime) -> str:
    """The style of a day on which something is to be done: red only when it has passed."""
    if day is None or day > now.date():
        return ""
    return "late" if day < now.date() else "risk"


def colon() -> str:
    """The colon of the language, with its space."""
    return "：" if language() == "zh_CN" else ": "


def listed(names: Iterable[str]) -> str:
    """Names in a row, as the language separates them."""
    return ("、" if language() == "zh_CN" else ", ").join(names)
