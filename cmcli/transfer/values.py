"""From a cell to the value of a field, with the checks that the commands make."""

import re
import shlex
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cmcli.domain import client as rules
from cmcli.domain import interaction
from cmcli.domain.holding import clean_units
from cmcli.domain.money import parse_amount
from cmcli.domain.opening import clean_hours
from cmcli.domain.product import clean_return, clean_risk, clean_term
from cmcli.domain.request import not_ahead
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.transfer import dates
from cmcli.transfer.reading import Cell

# Words of other programs for our codes, beside the words of the interface.
_SYNONYMS = {
    "client_kind": {
        "个人": "person", "自然人": "person", "个人客户": "person", "individual": "person",
        "企业": "company", "公司": "company", "对公": "company", "机构": "company",
        "企业客户": "company", "法人": "company", "organisation": "company", "corporate": "company",
    },
    "stage": {"赢单": "won", "closed won": "won", "输单": "lost", "丢单": "lost",
              "closed lost": "lost", "已成交": "won", "已流失": "lost"},
    "channel": {"call": "phone", "电联": "phone", "来电": "phone", "致电": "phone",
                "e-mail": "email", "上门": "visit", "上门拜访": "visit", "text": "sms"},
    "direction": {"outbound": "out", "outgoing": "out", "呼出": "out", "去电": "out",
                  "inbound": "in", "incoming": "in", "呼入": "in", "来电": "in"},
    "outcome": {"接通": "reached", "已接": "reached", "connected": "reached",
                "未接": "no_answer", "无人接听": "no_answer", "missed": "no_answer",
                "voicemail": "left_message", "拒接": "refused"},
}  # fmt: skip
_ROUNDED = re.compile(r"[\d.]+[eE]\+?\d+")


class Reader:
    """Reads cells at `now`; amounts are of `currency`, codes found by `code` of the desk."""

    def __init__(
        self, code: Callable[[str, str], str], now: datetime, currency: str,
        date_format: str | None = None,
    ) -> None:  # fmt: skip
        self._code = code
        self._codes: dict[tuple[str, str], str] = {}
        self.now = now
        self.currency = currency
        self.date_format = dates.checked_format(date_format, now)

    def code(self, vocabulary: str, field: str, text: str) -> str:
        """The code a text names: itself, its word in either language, or a common synonym."""
        if (vocabulary, text) not in self._codes:
            known = _SYNONYMS.get(vocabulary, {}).get(text.casefold())
            self._codes[vocabulary, text] = known or self._named(vocabulary, field, text)
        return self._codes[vocabulary, text]

    def _named(self, vocabulary: str, field: str, text: str) -> str:
        try:
            return self._code(vocabulary, text)
        except Usage as error:
            raise Usage(
                say("{text} is none of {allowed}; say which: --value {option}",
                    text=text, allowed=", ".join(VOCABULARIES[vocabulary]),
                    option=shlex.quote(f"{field}:{text}=…"))
            ) from error  # fmt: skip

    def instant(self, cell: Cell) -> datetime:
        """An instant in UTC; a day is its local midnight."""
        return dates.instant(cell, self.date_format, self.now.tzinfo)

    def day(self, cell: Cell) -> date:
        """A local day."""
        return dates.day(cell, self.date_format, self.now.tzinfo)


# How a field is read: from the cell to the value, or `Usage`.
Read = Callable[[Reader, Cell], Any]


def plain(cell: Cell) -> str:
    """A cell as text; a real date as an ISO day."""
    return cell if isinstance(cell, str) else cell.isoformat()


def name(reader: Reader, cell: Cell) -> str:
    """A name on one line."""
    return rules.clean_name(plain(cell))


def text(reader: Reader, cell: Cell) -> str | None:
    """A note, without what may not be kept."""
    return rules.clean_text(plain(cell)) or None


def phone(reader: Reader, cell: Cell) -> str:
    """A telephone number."""
    return rules.clean_phone(plain(cell))


def hours(reader: Reader, cell: Cell) -> str:
    """Opening hours, as windows."""
    return clean_hours(plain(cell))


def email(reader: Reader, cell: Cell) -> str:
    """An e-mail address."""
    return rules.clean_email(plain(cell))


def id_number(reader: Reader, cell: Cell) -> str | None:
    """An identity or registration number that no spreadsheet has rounded."""
    if _ROUNDED.fullmatch(plain(cell)):
        raise Usage(
            say("{text} was rounded by a spreadsheet; store the column as text there",
                text=plain(cell))
        )  # fmt: skip
    return text(reader, cell)


def birthday(reader: Reader, cell: Cell) -> str:
    """`YYYY-MM-DD` or `lunar:MM-DD`."""
    if isinstance(cell, str) and re.match(r"lunar|农历", cell):
        return rules.clean_birthday(cell)
    born = reader.day(cell)
    if born > reader.now.date():
        raise Usage(say("{at} is still to come", at=born))
    return born.isoformat()


def tags(reader: Reader, cell: Cell) -> str:
    """Tags between spaces, commas or semicolons."""
    return rules.clean_tags([word for word in re.split(r"[\s,，、;；|]+", plain(cell)) if word])


def coded(vocabulary: str, field: str) -> Read:
    """A field of a fixed vocabulary."""
    return lambda reader, cell: reader.code(vocabulary, field, plain(cell))


def risk(reader: Reader, cell: Cell) -> str:
    """R1 to R5."""
    return clean_risk(plain(cell))


def term(reader: Reader, cell: Cell) -> int:
    """Whole days."""
    return clean_term(plain(cell))


def percent(reader: Reader, cell: Cell) -> float:
    """Percent a year."""
    return clean_return(plain(cell))


def money(reader: Reader, cell: Cell) -> int:
    """An amount in minor units of the reader's currency."""
    return parse_amount(plain(cell), reader.currency)


# What `--set amount=price` gives: the list price of the product that the line names.
LIST_PRICE = "price"


def money_or_price(reader: Reader, cell: Cell) -> int | str:
    """An amount, or that it is the list price of the product."""
    return LIST_PRICE if plain(cell).casefold() == LIST_PRICE else money(reader, cell)


def currency(reader: Reader, cell: Cell) -> str:
    """An ISO code."""
    code = plain(cell).upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Usage(say("{text} is not a currency like CNY or USD", text=plain(cell)))
    return code


def minutes(reader: Reader, cell: Cell) -> int:
    """Whole minutes, at most a day."""
    return interaction.minutes(plain(cell))


def moment(reader: Reader, cell: Cell) -> datetime:
    """An instant that may lie ahead."""
    return reader.instant(cell)


def past(reader: Reader, cell: Cell) -> datetime:
    """An instant that has been."""
    return not_ahead(reader.instant(cell), reader.now)


def day(reader: Reader, cell: Cell) -> date:
    """A day."""
    return reader.day(cell)


def past_day(reader: Reader, cell: Cell) -> date:
    """A day that has been, or today."""
    found = reader.day(cell)
    if found > reader.now.date():
        raise Usage(say("{at} is still to come", at=found))
    return found


def units(reader: Reader, cell: Cell) -> float:
    """A number of units."""
    return clean_units(plain(cell))


def price(reader: Reader, cell: Cell) -> float:
    """The price of a unit, above zero."""
    number = _decimal(plain(cell))
    if number <= 0:
        raise Usage(say("a price is above zero, not {text}", text=plain(cell)))
    return number


def growth(reader: Reader, cell: Cell) -> float | None:
    """A day's return in percent, `0.35%` or `0.35`; a dash where the source has none."""
    text = plain(cell)
    if text.casefold() in ("-", "--", "---", "–", "nan", "none"):
        return None
    return _decimal(text.removesuffix("%").removesuffix("％").strip())


def _decimal(text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d{1,12}|\d{1,3}(,\d{3})+)(\.\d{1,15})?", text):
        raise Usage(say("{text} is not a number", text=text))
    return float(text.replace(",", ""))
