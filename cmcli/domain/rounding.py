"""Rounding as people do it: a half goes away from zero, and 2.5 is 3."""

from math import copysign, floor


def rounded(number: float, digits: int = 0) -> float:
    """`number` to so many decimals; what the machine holds as 28.4999999999 is 28.5 first."""
    scale: int = 10**digits
    return copysign(floor(round(abs(number) * scale, 6) + 0.5), number) / scale


def said(number: float, digits: int = 0) -> str:
    """`1,234.5`; what comes to zero has no sign."""
    return f"{rounded(number, digits) or 0:,.{digits}f}"


def percent(share: float, digits: int = 0) -> str:
    """`63 %` of 0.625."""
    return f"{rounded(share * 100, digits) or 0:.{digits}f} %"
