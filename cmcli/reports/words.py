"""Figures and rows in the reader's words, and as JSON: the same for page, explanation, document."""

from datetime import datetime
from typing import Any

from cmcli.domain import comparison
from cmcli.domain.days import day_of, is_whole_day
from cmcli.domain.measure import Figure, Measure, Row, Value
from cmcli.domain.money import format_amount
from cmcli.domain.ref import ref_of
from cmcli.domain.rounding import percent, rounded, said
from cmcli.i18n import word
from cmcli.messages import Money, say
from cmcli.views import record
from cmcli.views.speech import Speaker

# The decimals of a unit in a table, and where a value stands beside another of its figure.
_SHOWN = {"ratio": 0, "minutes": 0, "score": 1, "points": 1, "hours": 1, "days": 1}
_FINE = _SHOWN | {"ratio": 1, "score": 2}
_BARS = "▁▂▃▄▅▆▇█"


def name(measure: Measure) -> str:
    """The measure's name in the language in use."""
    return word("measure", measure.id)


def unit(measure: Measure) -> str:
    """The unit a value is written in: the mean of so many each is a number, not a share of 100."""
    return "score" if (measure.unit, measure.fold) == ("ratio", "mean") else measure.unit


def minor(number: int, currency: str) -> str:
    """An amount of a document, with its currency."""
    return f"{format_amount(Money(number, currency))} {currency}"


def shown(value: Value, unit: str, speak: Speaker) -> str:
    """A value as it stands in a table; – where it has no basis."""
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return " + ".join(speak.money(money) for money in value)
    return _number(value, unit, _SHOWN.get(unit, 0), speak)


def _number(value: float, unit: str, digits: int, speak: Speaker) -> str:
    if unit == "ratio":
        return percent(value, digits)
    text = said(value, digits) if unit in _SHOWN else f"{value:,}"
    if unit == "minutes":
        return speak(say("{n} min", n=text))
    if unit == "hours":
        return speak(say("{n} h", n=text))
    return speak(say("{n} d", n=text)) if unit == "days" else text


def exact(value: Value, unit: str, speak: Speaker) -> str:
    """A value beside its evidence: a share with a decimal."""
    if unit == "ratio" and isinstance(value, int | float):
        return percent(value, 1)
    return shown(value, unit, speak)


def fine(value: Value, unit: str, speak: Speaker) -> str:
    """A value beside another one of the same figure, as exact as the change between them."""
    if isinstance(value, int | float):
        return _number(value, unit, _FINE.get(unit, 0), speak)
    return shown(value, unit, speak)


def change(then: Value, now: Value, unit: str) -> Value:
    """How much more it is now, between the two values as `fine` says them."""
    if unit not in _FINE or not isinstance(then, int | float) or not isinstance(now, int | float):
        return comparison.change(then, now)
    # A share is said in per cent, with decimals of those.
    digits = _FINE[unit] + (2 if unit == "ratio" else 0)
    return rounded(rounded(now, digits) - rounded(then, digits), digits)


def is_empty(value: Value, unit: str) -> bool:
    """Whether there is nothing to say: no basis, or zero of something; 0 % is a result."""
    if isinstance(value, tuple):
        return not any(money.amount for money in value)
    return value is None if unit in ("ratio", "score") else not value


def is_same(change: Value) -> bool:
    """Whether a change is none."""
    if isinstance(change, tuple):
        return not any(money.amount for money in change)
    return not change


def sparkline(values: tuple[Value, ...], currency: str) -> str:
    """A bar for each value, the highest full; a dot where there is none."""
    numbers = [number(value, currency) for value in values]
    top = max((number for number in numbers if number is not None), default=0)
    if not top:
        return ""
    return "".join(_bar(number, top) for number in numbers)


def number(value: Value, currency: str) -> float | None:
    """What is drawn of a value: of several currencies that of the book, if any."""
    if isinstance(value, tuple):
        mine = [money.amount for money in value if money.currency == currency]
        return mine[0] if mine else (value[0].amount if len(value) == 1 else None)
    return value


def _bar(number: float | None, top: float) -> str:
    if number is None:
        return "·"
    return _BARS[max(0, min(round(number / top * (len(_BARS) - 1)), len(_BARS) - 1))]


def as_json(value: Any) -> Any:
    """A value in a document: one amount as an object, several currencies as a list of them."""
    if isinstance(value, Money):
        return record.value(value, None)
    if isinstance(value, tuple):
        amounts = [record.value(money, None) for money in value]
        return amounts[0] if len(amounts) == 1 else amounts
    return value


def row_document(row: Row, speak: Speaker) -> dict[str, Any]:
    """A row of evidence."""
    return {
        "ref": ref_of(row.noun, row.id) or None,
        "client": record.client_tag(row.client),
        "at": record.instant(row.at, speak.now.tzinfo) if row.at else None,
        "label": label(row, speak),
        "value": as_json(row.value),
    }


def when(at: datetime | None, speak: Speaker) -> str:
    """The moment of a row; its day alone where only a day is known."""
    if at is None:
        return ""
    day = speak.dated(day_of(at, speak.now))
    return day if is_whole_day(at, speak.now) else f"{day} {at.astimezone(speak.now.tzinfo):%H:%M}"


def row_value(row: Row, speak: Speaker) -> str:
    """What a row adds, as it stands in a table."""
    if isinstance(row.value, Money):
        return speak.money(row.value)
    return f"{row.value:,.10g}"


def label(row: Row, speak: Speaker) -> str:
    """What a row is about, in one line."""
    return " · ".join(filter(None, (speak(row.text), speak(row.note))))


def arithmetic(measure: Measure, figure: Figure, speak: Speaker) -> str:
    """How the rows make the value, in one sentence."""
    value, count = exact(figure.value, unit(measure), speak), len(figure.rows)
    if figure.value is None:
        return speak(say("No row to divide by: the figure has no value."))
    if measure.fold == "share":
        part = sum(row.value for row in figure.rows if not isinstance(row.value, Money))
        return speak(say("{part} of {count}: {value}", part=part, count=count, value=value))
    made = {
        "sum": say("Sum of {count} rows: {value}", count=count, value=value),
        "mean": say("Mean of {count} rows: {value}", count=count, value=value),
        "median": say("Median of {count} rows: {value}", count=count, value=value),
    }
    return speak(made[measure.fold])
