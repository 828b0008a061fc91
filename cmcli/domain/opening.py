"""Where a client is visited and when: the district of an address, opening or preferred hours."""

import re
from typing import TYPE_CHECKING

from cmcli.domain.client import Client
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    from cmcli.domain.plan import Plan

# Minutes after midnight, in order.
Windows = tuple[tuple[int, int], ...]
_DAY = 24 * 60


class Opening(NamedTuple):
    """The hours at which a client may be visited, in the words in which they were given;
    `planned` where they are those of the service plan.
    """  # noqa: D205

    windows: Windows
    text: str
    planned: bool = False


# Hours


def clean_hours(text: str) -> str:
    """`09:00-11:30,14:00-17:00` from what was typed; raises `Usage`."""
    found = windows_in(text)
    if not found:
        raise Usage(
            say("{text} are no opening hours", text=text.strip()),
            say("for example 09:00-11:30,14:00-17:00"),
        )
    return written(found)


def written(windows: Windows) -> str:
    """Windows as they are kept."""
    return ",".join(f"{clock(opens)}-{clock(closes)}" for opens, closes in windows)


def clock(minutes: int) -> str:
    """`09:30` for minutes after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


_SIGNS = str.maketrans(
    dict.fromkeys("，、；;", ",") | {"：": ":"} | dict.fromkeys("–—－~～至到", "-")
)
_TIME = r"(\d{1,2})(?::([0-5]\d))?"


def windows_in(text: str) -> Windows | None:
    """Windows in order and apart; None where the text says something else."""
    found: list[tuple[int, int]] = []
    for part in "".join(text.translate(_SIGNS).split()).split(","):
        match = re.fullmatch(f"{_TIME}-{_TIME}", part)
        if not match:
            return None
        opens, closes = _minutes(match[1], match[2]), _minutes(match[3], match[4])
        if not (found[-1][1] if found else 0) <= opens < closes <= _DAY:
            return None
        found.append((opens, closes))
    return tuple(found)


def _minutes(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0)


def open_hours(client: Client, plan: "Plan | None") -> Opening | None:
    """The client's own hours, else those of the plan as far as its words can be understood."""
    own = windows_in(client.hours) if client.hours else None
    if client.hours and own:
        return Opening(own, client.hours)
    wished = plan.hours if plan else None
    windows = _understood(wished) if wished else None
    return Opening(windows, wished, planned=True) if wished and windows else None


_NUMERALS = {"十": 10, "十一": 11, "十二": 12, "两": 2} | {
    numeral: number for number, numeral in enumerate("一二三四五六七八九", 1)
}
_HOUR = r"(\d{1,2}|十[一二]?|[一二两三四五六七八九])"
_CHINESE = rf"(上午|下午|傍晚|晚上)?{_HOUR}(?:[点时](半)?|:(\d\d))(以后|之后|后|以前|之前|前)"
_ENGLISH = r"\b(after|before)\s*(\d{1,2})(?::(\d\d))?\b"
_PARTS = (
    ("morning", (0, 12 * 60)), ("上午", (0, 12 * 60)),
    ("afternoon", (12 * 60, 18 * 60)), ("下午", (12 * 60, 18 * 60)),
    ("evening", (18 * 60, _DAY)), ("晚上", (18 * 60, _DAY)),
)  # fmt: skip


def _understood(text: str) -> Windows | None:
    """Windows, one hour after or before which it is, or a part of the day."""
    typed = text.translate(_SIGNS).lower()
    found = windows_in(text) or _bounded(typed)
    if found:
        return found
    named = [window for word, window in _PARTS if word in typed]
    return tuple(sorted(set(named))) or None


def _bounded(typed: str) -> Windows | None:
    english, chinese = re.search(_ENGLISH, typed), re.search(_CHINESE, typed.replace(" ", ""))
    if english:
        at, later = _minutes(english[2], english[3]), english[1] == "after"
    elif chinese:
        hour = _NUMERALS.get(chinese[2]) or int(chinese[2])
        hour += 12 if chinese[1] in ("下午", "傍晚", "晚上") and hour < 12 else 0
        hour += 12 if chinese[1] == "晚上" and hour == 12 else 0
        at = hour * 60 + (30 if chinese[3] else int(chinese[4] or 0))
        later = chinese[5].endswith("后")
    else:
        return None
    if not 0 < at < _DAY:
        return None
    return ((at, _DAY),) if later else ((0, at),)


# Districts

_PROVINCE = r"[^\d]{2,7}?(?:省|自治区|特别行政区)"
_CITY = r"[^\d]{2,6}?(?:市(?!区)|自治州|地区|盟)"
_PART = r"[^\d]{1,8}?(?:区|县|旗|市(?!区))"
# What ends like a district and is none: a housing estate, a campus, a supermarket.
_NONE = re.compile(r"(?:[小社校厂街景库]区|(?:超|门|菜|夜)市)$")
# A street inside the name: the district lies before it. At its beginning or just before its end it
# belongs to the name: 路桥区, 镇海区, 新乡县.
_STREET = re.compile(r"^.+(?:路|街|道|巷|弄|镇|乡|村|号).+.$")


def district_of(address: str | None) -> str | None:
    """The last district, county or city before the street of a Chinese address; of others None."""
    rest, found = "".join((address or "").split()), None
    for pattern in (_PROVINCE, _CITY, _PART):
        match = re.match(pattern, rest)
        if match and not _NONE.search(match[0]) and not _STREET.match(match[0]):
            found = found if pattern is _PROVINCE else match[0]
            rest = rest[match.end() :]
    return found


def district(client: Client) -> str | None:
    """The district of a client: the one given, else that of the address."""
    return client.district or district_of(client.address)
