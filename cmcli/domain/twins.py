"""Whether two files may be of one client: the same number, the same name, a name that sounds so."""

import re

from cmcli.domain.client import Client
from cmcli.named import NamedTuple

# Patterns as text, compiled where somebody is entered. What a company's name may end with or not.
_FORMS = (
    r"(?i)(?:股份有限公司|有限责任公司|有限公司|集团公司|公司"
    r"|[,\s]*\b(?:co\.?,?\s*ltd|ltd|limited|inc|llc|corp|corporation|company|co)\b\.?)\s*$"
)

# What a plus is left out before: nobody's area code begins so.
_MOBILE = r"1\d{10}"


class Facts(NamedTuple):
    """What is known of whoever is to be entered; `pinyin` as the book keeps it."""

    name: str
    kind: str
    pinyin: str
    phone: str | None


def core(phone: str) -> str:
    """A number without what is written or left out: +86, 0086, the 0 before an area code."""
    number = re.sub(r"[^\d+x#]", "", phone)
    number = "+" + number[2:] if number.startswith("00") else number
    if number.startswith("86") and re.fullmatch(_MOBILE, number[2:]):
        number = "+" + number
    if number.startswith("+86"):
        number = number[3:]
    return number if number.startswith("+") else number.lstrip("0")


def spellings(phone: str) -> list[str]:
    """How the book may have written a number of the same core."""
    number = core(phone)
    if number.startswith("+"):
        return [number, "00" + number[1:]]
    mobile = ["86"] if re.fullmatch(_MOBILE, number) else []
    return [head + number for head in ["", "0", "+86", "+860", "0086", "00860", *mobile]]


def short_name(name: str) -> str:
    """A company's name without its legal form; the name itself where nothing would be left."""
    return re.sub(_FORMS, "", name).strip() or name


def likeness(known: Client, facts: Facts) -> str | None:
    """How the file is like the facts: `phone`, `name`, `sound`; None where it is not.

    Two names in characters that only sound alike, each with a number of its own, are two people.
    """
    same_phone = bool(known.phone and facts.phone and core(known.phone) == core(facts.phone))
    if same_phone:
        return "phone"
    if known.name.casefold() == facts.name.casefold() or _same_company(known, facts):
        return "name"
    if not (known.kind == facts.kind == "person" and known.pinyin and facts.pinyin):
        return None
    written = not known.name.isascii() and not facts.name.isascii()
    apart = written and known.phone and facts.phone
    return "sound" if known.pinyin == facts.pinyin and not apart else None


def _same_company(known: Client, facts: Facts) -> bool:
    if not known.kind == facts.kind == "company":
        return False
    return short_name(known.name).casefold() == short_name(facts.name).casefold()
