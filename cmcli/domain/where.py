"""Conditions that pick clients: `tier=key`, `age>=60`, `assets>50万`, `last_contact>90d`.

Several conditions are and-ed. What is not known of a client (an age, a valid assessment) satisfies
no condition on it; who was never reached counts as not reached for longer than any time.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from cmcli.domain.assessment import LEVELS, number_of
from cmcli.domain.client import Client
from cmcli.domain.money import parse_amount
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Usage
from cmcli.messages import Code, Message, Money, say, say_n
from cmcli.named import NamedTuple


class Where(NamedTuple):
    """One condition. `value` is what is compared: a word, or a number (of years, days, minor
    units, the month, the digit of C3); `text` is the condition as it is kept and shown.
    """  # noqa: D205

    field: str
    op: str
    value: str | int
    text: str


class Facts(NamedTuple):
    """What the conditions ask of a client. `assets` are what they hold with us in minor units,
    `level` is the digit of a valid assessment, `silent_days` are the days since somebody last
    reached them (None: never), `products` the codes of what they hold.
    """  # noqa: D205

    client: Client
    age: int | None = None
    birth_month: int | None = None
    assets: int = 0
    level: int | None = None
    silent_days: int | None = None
    products: frozenset[str] = frozenset()


# The code that a typed word names, by vocabulary and word; raises `Usage`.
CodeOf = Callable[[str, str], str]

# The field of a condition: the vocabulary of its words.
_CODES = {"tier": "tier", "status": "status", "kind": "client_kind"}
_TEXTS = ("tag", "district", "sector", "employer", "source")
_ORDERED = ("age", "assets", "level", "last_contact")
_NAMED = ("product", "birthday")
FIELDS = (*_CODES, *_TEXTS, *_ORDERED, *_NAMED)

_FORM = r"\s*([^\s=!<>]+)\s*(!=|>=|<=|=|>|<)\s*([^=<>!].*?)\s*"
_WIDE = str.maketrans({"＝": "=", "＞": ">", "＜": "<", "！": "!"})
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!="}
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
}
_UNIT_DAYS = {"": 1, "d": 1, "天": 1, "w": 7, "周": 7}
# Longer than any number of days that can be typed.
_NEVER = 10**9


def _exact(vocabulary: str, word: str) -> str:
    if word not in VOCABULARIES[vocabulary]:
        raise Usage(
            say("{text} is none of the values allowed here", text=word),
            say("allowed: {allowed}", allowed=", ".join(VOCABULARIES[vocabulary])),
        )
    return word


def parse(text: str, now: datetime, *, currency: str = "CNY", code: CodeOf = _exact) -> Where:
    """The condition that `text` says; raises `Usage` that names the fields and gives examples."""
    plain = text.translate(_WIDE)
    for sign, op in _SIGNS.items():
        plain = plain.replace(sign, op)
    match = re.fullmatch(_FORM, plain)
    field = match[1].lower() if match else ""
    if not match or field not in FIELDS:
        raise Usage(
            say("{text} is not a condition", text=text),
            say("for example tier=key, age>=60, assets>50万, last_contact>90d; fields: {fields}",
                fields=", ".join(FIELDS)),
        )  # fmt: skip
    op, typed = match[2], match[3]
    if field not in _ORDERED and op not in ("=", "!="):
        raise Usage(
            say("{field} is compared with = or !=", field=field),
            say("for example {example}", example=f"{field}={typed}"),
        )
    if field in _CODES:
        typed = code(_CODES[field], typed)
    value = _value(field, typed, now, currency)
    shown = value if field == "birthday" else typed
    return Where(field, op, value, f"{field}{op}{shown}")


def _value(field: str, typed: str, now: datetime, currency: str) -> str | int:
    if field == "age":
        return _number(field, r"(\d{1,3})岁?", typed, "age>=60")
    if field == "assets":
        return parse_amount(typed, currency)
    if field == "level":
        if typed.upper() not in LEVELS:
            raise _unfit(field, typed, "level>=C3")
        return number_of(typed)
    if field == "last_contact":
        return _days(typed)
    if field == "birthday":
        if typed in ("thismonth", "本月"):
            return now.month
        month = _number(field, r"(\d{1,2})月?", typed, "birthday=12")
        if not 1 <= month <= 12:
            raise _unfit(field, typed, "birthday=12")
        return month
    return typed.lstrip("#") if field == "tag" else typed


def _number(field: str, form: str, typed: str, example: str) -> int:
    match = re.fullmatch(form, typed)
    if not match:
        raise _unfit(field, typed, example)
    return int(match[1])


def _days(typed: str) -> int:
    match = re.fullmatch(r"(\d{1,5})\s*([dw天周]?)", typed.lower())
    if not match:
        raise _unfit("last_contact", typed, "last_contact>90d")
    return int(match[1]) * _UNIT_DAYS[match[2]]


def _unfit(field: str, typed: str, example: str) -> Usage:
    return Usage(
        say("{field} cannot be compared with {text}", field=field, text=typed),
        say("for example {example}", example=example),
    )


def fits(facts: Facts, wheres: Iterable[Where]) -> bool:
    """Whether a client satisfies all of the conditions."""
    return all(_holds(where, facts) for where in wheres)


def _holds(where: Where, facts: Facts) -> bool:
    if isinstance(where.value, int):
        number = _figure(where.field, facts)
        return number is not None and _COMPARE[where.op](number, where.value)
    return _said(where.field, where.value, facts) == (where.op == "=")


def _figure(field: str, facts: Facts) -> int | None:
    if field == "last_contact":
        return _NEVER if facts.silent_days is None else facts.silent_days
    figures = {
        "age": facts.age, "assets": facts.assets, "level": facts.level,
        "birthday": facts.birth_month,
    }  # fmt: skip
    return figures[field]


def _said(field: str, value: str, facts: Facts) -> bool:
    if field == "product":
        return value in facts.products
    if field == "tag":
        return value in facts.client.tags.split()
    known = getattr(facts.client, field) or ""
    return known == value if field in _CODES else _speaks_of(known, value)


def _speaks_of(known: str, value: str) -> bool:
    """A text holds the value: 徐汇 is in 徐汇区, but IT as a word only, not in hospitality."""
    if value.isascii():
        form = rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])"
        return re.search(form, known, re.IGNORECASE) is not None
    return value.lower() in known.lower()


def reasons(facts: Facts, wheres: Iterable[Where], currency: str) -> list[Message | Code | str]:
    """What is known of a client, for each condition that picked them."""
    return list(dict.fromkeys(_reason(where, facts, currency) for where in wheres))


def _reason(where: Where, facts: Facts, currency: str) -> Message | Code | str:
    field, client = where.field, facts.client
    if field in _CODES:
        return Code(_CODES[field], getattr(client, field))
    if field == "assets":
        return say("assets {amount}", amount=Money(facts.assets, currency))
    if field == "last_contact":
        if facts.silent_days is None:
            return say("never reached")
        return say_n("reached {count} day ago", "reached {count} days ago", facts.silent_days)
    if field == "age":
        return say("{age} years old", age=facts.age)
    if field == "birthday":
        return say("birthday in month {month}", month=facts.birth_month)
    if field == "level":
        return f"C{facts.level}"
    # A word that is excluded says nothing of the client by itself.
    return where.text if where.op == "!=" else str(where.value)
