"""What went well and what badly: the figures that moved by more than chance, with evidence."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cmcli.domain.measure import Row, Span
from cmcli.domain.shift import Shift, largest, shift
from cmcli.i18n import gettext
from cmcli.messages import Money, say
from cmcli.named import NamedTuple
from cmcli.reports import words
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views import sheet
from cmcli.views.sheet import Block, Column, Group, Table
from cmcli.views.speech import Speaker, listed

_MOST = 3
_EVIDENCE = 3


class Moved(NamedTuple):
    """The figures that went well, and those that went badly, the clearest first."""

    well: list[Shift]
    badly: list[Shift]


def _find(reading: Reading) -> Moved:
    over = _is_over(reading.over)
    found = [shift(o.measure, o.now, o.before, over=over) for o in reading.outcomes]
    return Moved(largest(found, _MOST, good=True), largest(found, _MOST, good=False))


def _is_over(span: Span) -> bool:
    """Whether all its weekdays have come; on a Friday a week is taken as done."""
    left = span.now.date() + timedelta(days=1)
    while left <= span.period.end:
        if left.weekday() < 5:
            return False
        left += timedelta(days=1)
    return True


def _blocks(moved: Moved, on: Drawing) -> list[Block]:
    columns = (
        Column("", shrink=True, least=16), Column("", "right"), Column("", "right"),
        Column("", shrink=True, least=14),
    )  # fmt: skip
    pairs = ((gettext("WENT WELL"), moved.well), (gettext("WENT BADLY"), moved.badly))
    groups = [
        Group(title, [_line(one, on) for one in shifts]) for title, shifts in pairs if shifts
    ]  # fmt: skip
    return [Table(columns, groups)] if groups else []


def _line(one: Shift, on: Drawing) -> tuple[Any, ...]:
    unit, speak = words.unit(one.measure), on.speak
    before = say("before: {value}", value=words.shown(one.before.value, unit, speak))
    return (
        sheet.Span(f" {words.name(one.measure)}", link=one.measure.id),
        words.shown(one.now.value, unit, speak),
        speak(before),
        listed(_named(row, speak) for row in _first(one)),
    )


def _first(one: Shift) -> Sequence[Row]:
    """The rows to name: those that made it so; of a share that fell, what did not count."""
    rows = one.now.rows
    if one.measure.fold == "sum" and not one.good and one.measure.better == "more":
        # What is missing has no rows: those who are there are not why.
        return []
    if one.measure.fold == "share":
        counts = int((one.measure.better == "more") == one.good)
        rows = [row for row in rows if row.value == counts]
    if one.measure.unit == "money":
        rows = sorted(rows, key=_amount, reverse=True)
    return list(rows[:_EVIDENCE])


def _amount(row: Row) -> int:
    return row.value.amount if isinstance(row.value, Money) else 0


def _named(row: Row, speak: Speaker) -> str:
    return speak(row.client.name) if row.client else words.label(row, speak)


def _document(moved: Moved, speak: Speaker) -> dict[str, Any]:
    return {
        "well": [_moved(one, speak) for one in moved.well],
        "badly": [_moved(one, speak) for one in moved.badly],
    }


def _moved(one: Shift, speak: Speaker) -> dict[str, Any]:
    return {
        "id": one.measure.id,
        "name": words.name(one.measure),
        "value": words.as_json(one.now.value),
        "previous": words.as_json(one.before.value),
        "rows": [words.row_document(row, speak) for row in _first(one)],
    }


SECTION = Section("well_and_badly", _find, _blocks, _document)
