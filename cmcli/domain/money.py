"""Amounts: whole numbers of a currency's minor unit, and the ways a manager types them."""

import re

from cmcli.errors import Usage
from cmcli.messages import Money, say

# ISO 4217: currencies whose minor unit is not a hundredth.
_EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "BHD": 3, "KWD": 3, "OMR": 3}
_SCALES = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_FORM = r"(\d{1,15}|\d{1,3}(?:,\d{3})+)(\.\d+)?\s*(k|m|千万|百万|千|万|亿)?元?"
# SQLite integers are 64-bit; a thousand times less leaves room for sums.
_LIMIT = 10**15


def exponent(currency: str) -> int:
    """How many decimals the currency has."""
    return _EXPONENTS.get(currency, 2)


def nearest(part: int, whole: int) -> int:
    """`part / whole` to the nearest whole number, a half to the even one; exact, unlike floats."""
    found, rest = divmod(part, whole)
    return found + int(2 * rest > whole or (2 * rest == whole and found % 2 == 1))


def parse_amount(text: str, currency: str) -> int:
    """Minor units of `50000`, `5万`, `1.2亿`, `50k`, `50,000.50`; raises `Usage`.

    Amounts are never negative: what is owed has a noun of its own.
    """
    compact = text.strip().lower().replace("，", ",").removeprefix("¥").removeprefix("￥")
    match = re.fullmatch(_FORM, compact)
    example = say("for example 50000, 5万, 1.2亿, 50k or 50,000.50")
    if compact.startswith("-"):
        raise Usage(say("an amount cannot be negative: {text}", text=text), example)
    if not match:
        raise Usage(say("{text} is not an amount", text=text), example)
    # Imported where an amount is typed: money is shown at every start, typed at few.
    from decimal import Decimal

    number = Decimal(match[1].replace(",", "") + (match[2] or "")) * _SCALES[match[3] or ""]
    minor = number.scaleb(exponent(currency))
    if minor != minor.to_integral_value():
        raise Usage(
            say(
                "{text} is finer than the smallest unit of {currency}", text=text, currency=currency
            )
        )
    if minor > _LIMIT:
        raise Usage(say("{text} is too large to be an amount", text=text), example)
    return int(minor)


def rounded(money: Money) -> Money:
    """To whole units: what is estimated is not known to the last cent."""
    unit: int = 10 ** exponent(money.currency)
    return money._replace(amount=round(money.amount / unit) * unit)


def format_amount(money: Money) -> str:
    """`1,250,000` or `50,000.50`: decimals only where there are any."""
    places = exponent(money.currency)
    sign = "-" if money.amount < 0 else ""
    whole, rest = divmod(abs(money.amount), 10**places)
    return f"{sign}{whole:,}" + (f".{rest:0{places}}" if rest else "")
