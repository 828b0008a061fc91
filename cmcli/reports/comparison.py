"""The figures of a period beside others: those of the period before, or those once handed in."""

from datetime import datetime
from typing import Any

from cmcli.domain.comparison import Difference, change
from cmcli.domain.measure import Row, Value
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.reports import words
from cmcli.reports.page import heading
from cmcli.views.record import instant
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, named, simple_table
from cmcli.views.speech import Speaker, Written, starred

# What a terminal shows of the records behind a figure.
SHARE = 6


class Compared(NamedTuple):
    """The differences of a period; `other` names what it is beside: a period, or since `at`."""

    period: Period
    other: str
    at: datetime | None
    found: list[Difference]


def page(compared: Compared, speak: Speaker, share: int | None = None) -> Sheet:
    """Then, now and the change; since a submission with the records behind it, of each figure at
    most `share`.
    """  # noqa: D205
    speak = Written.like(speak)
    head = Line(Span(speak(heading(compared.period, speak)), "head"))
    blocks: list[Any] = [head, Line(Span(speak(_against(compared)), "dim")), BLANK]
    shown = [each for each in compared.found if not _is_empty(each)]
    if not shown:
        return Sheet((*blocks, Line(gettext("nothing differs"))))
    columns = (
        Column(shrink=True, least=16), Column(compared.other or gettext("then"), "right"),
        Column(compared.period.name, "right"), Column(gettext("change"), "right"),
    )  # fmt: skip
    blocks.append(simple_table(columns, [_line(each, speak) for each in shown]))
    name = compared.period.name
    blocks += [_records(each, name, speak, share) for each in shown if each.came or each.went]
    return Sheet(tuple(blocks), speak(_hint(compared, speak)))


def _against(compared: Compared) -> Message:
    if compared.at is None:
        return say("beside {period}", period=compared.other)
    return say("now, beside what the file gave {at}", at=compared.at)


def _hint(compared: Compared, speak: Speaker) -> Message:
    name = compared.period.name
    if compared.at is None:
        return say("next: cm report {period} --explain MEASURE", period=name)
    at = f"{compared.at.astimezone(speak.now.tzinfo):%Y-%m-%dT%H:%M:%S}"
    return say('next: cm report {period} --retract "…" · cm report {period} --as-of {at}',
               period=name, at=at)  # fmt: skip


def _is_empty(each: Difference) -> bool:
    unit = words.unit(each.measure)
    return all(words.is_empty(value, unit) for value in (each.then, each.now))


def _line(each: Difference, speak: Speaker) -> tuple[Any, ...]:
    unit = words.unit(each.measure)
    return (
        f" {words.name(each.measure)}",
        words.fine(each.then, unit, speak),
        words.fine(each.now, unit, speak),
        Span(_changed(each, speak), _style(each)),
    )


def _changed(each: Difference, speak: Speaker) -> str:
    """`+3`, `-4.0 pp`: a share changes by so many of a hundred; = where nothing did."""
    unit = words.unit(each.measure)
    value = words.change(each.then, each.now, unit)
    if value is not None and words.is_same(value):
        return "="
    if unit == "ratio" and isinstance(value, int | float):
        return speak(say("{n} pp", n=f"{value * 100:+.1f}"))
    text = words.fine(value, unit, speak)
    return f"+{text}" if _sign(value) > 0 else text


def _style(each: Difference) -> str:
    sign = _sign(words.change(each.then, each.now, words.unit(each.measure)))
    if not sign or not each.measure.better:
        return ""
    return "good" if (sign > 0) == (each.measure.better == "more") else "risk"


def _sign(value: Value) -> int:
    """Up or down; 0 where nothing moved, or currencies moved in different ways."""
    if value is None:
        return 0
    numbers = [money.amount for money in value] if isinstance(value, tuple) else [value]
    if any(number > 0 for number in numbers):
        return 0 if any(number < 0 for number in numbers) else 1
    return -1 if any(number < 0 for number in numbers) else 0


def _records(each: Difference, period: str, speak: Speaker, share: int | None) -> Table:
    columns = (
        Column(), Column(), named(), Column(), Column(shrink=True, least=14),
        Column(align="right"),
    )  # fmt: skip
    rows = [_record("+", row, speak) for row in each.came]
    rows += [_record("−", row, speak) for row in each.went]
    left = len(rows) - share if share else 0
    more = say("{n} more: cm report {period} --explain {id}", n=left, period=period,
               id=each.measure.id) if left > 0 else None  # fmt: skip
    return Table(columns, [Group(words.name(each.measure), rows[:share], "", speak(more))])


def _record(mark: str, row: Row, speak: Speaker) -> tuple[Any, ...]:
    return (
        f" {mark}",
        Span(ref_of(row.noun, row.id), "ref"),
        starred(row.client.name, row.client.tier, speak) if row.client else "",
        words.when(row.at, speak),
        words.label(row, speak),
        words.row_value(row, speak),
    )


def document(compared: Compared, speak: Speaker) -> dict[str, Any]:
    """The comparison as JSON."""
    zone = speak.now.tzinfo
    speak = Written.like(speak)
    return {
        "period": {
            "name": compared.period.name, "start": compared.period.start.isoformat(),
            "end": compared.period.end.isoformat(),
        },
        "against": {
            "period": compared.other or None,
            "at": instant(compared.at, zone) if compared.at else None,
        },
        "measures": [_measure(each, speak) for each in compared.found],
    }  # fmt: skip


def _measure(each: Difference, speak: Speaker) -> dict[str, Any]:
    return {
        "id": each.measure.id,
        "name": words.name(each.measure),
        "unit": each.measure.unit,
        "then": words.as_json(each.then),
        "now": words.as_json(each.now),
        "change": words.as_json(change(each.then, each.now)),
        "came": [words.row_document(row, speak) for row in each.came],
        "went": [words.row_document(row, speak) for row in each.went],
    }
