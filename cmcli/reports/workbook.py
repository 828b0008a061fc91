"""The report as a workbook: the measures, and a sheet of evidence for each that has some."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from cmcli.config import Settings
from cmcli.domain.days import is_whole_day
from cmcli.domain.measure import Figure, Measure, Row, Value
from cmcli.domain.money import exponent
from cmcli.domain.ref import ref_of
from cmcli.i18n import N_, gettext
from cmcli.messages import Message, Money, joined
from cmcli.reports import words
from cmcli.reports.build import Built
from cmcli.reports.outcome import Outcome
from cmcli.reports.page import heading
from cmcli.views.cells import width
from cmcli.views.grid import printable
from cmcli.views.speech import Speaker

# How numbers of a unit look; an amount has the decimals of its currency.
_FORMATS = {
    "ratio": "0.0%", "count": "#,##0", "minutes": "#,##0", "days": "#,##0.0", "score": "0.00",
    "hours": "#,##0.0", "points": "#,##0.0",
}  # fmt: skip
_UNITS = {
    "ratio": N_("share"), "count": N_("count"), "minutes": N_("minutes"), "days": N_("days"),
    "score": N_("mean"), "hours": N_("hours"), "points": N_("points"), "money": N_("money"),
}  # fmt: skip
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_WIDEST = 60
# A cell holds so many characters, a sheet's name so many.
_LONGEST, _NAME = 32_000, 31
# The row of titles on the sheet of measures and on one of evidence.
_TITLES, _EVIDENCE = 3, 4


def workbook(
    built: Built, settings: Settings, speak: Speaker, notes: Sequence[Message] = ()
) -> bytes:
    """The whole file; the same report gives the same bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    # Names and notes are text, whatever they look like: never a formula, a link or a number.
    made = xlsxwriter.Workbook(stream, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    })  # fmt: skip
    made.set_properties({
        "title": speak(heading(built.period, speak)), "author": settings.text("manager.name"),
        "created": built.now.astimezone(UTC).replace(tzinfo=None),
    })  # fmt: skip
    _Book(made, built, settings, speak).write(notes)
    made.close()
    return stream.getvalue()


class _Book:
    """The workbook while it is written."""

    def __init__(self, made: Any, built: Built, settings: Settings, speak: Speaker) -> None:
        self.made, self.built, self.settings, self.speak = made, built, settings, speak
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names = _sheet_names(built.outcomes)

    def write(self, notes: Sequence[Message]) -> None:
        """The sheet of measures, then one of evidence for each measure with rows."""
        self._measures(self.made.add_worksheet(gettext("measures")), notes)
        for outcome in self.built.outcomes:
            if outcome.measure.id in self._names:
                name = self._names[outcome.measure.id]
                self._explained(self.made.add_worksheet(name), outcome.measure, outcome.now)

    def format(self, **properties: Any) -> Any:
        """A format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.made.add_format(properties)
        return self._formats[key]

    def number(self, unit: str, currency: str | None) -> Any:
        """How numbers of that unit look."""
        if currency:
            places = exponent(currency)
            return self.format(num_format=f"#,##0.{'0' * places}" if places else "#,##0")
        return self.format(num_format=_FORMATS.get(unit, "General"))

    def text(self, sheet: Any, row: int, column: int, said: str, **properties: Any) -> None:
        """A text, which is never anything else."""
        given = self.format(**properties) if properties else None
        sheet.write_string(row, column, printable(said)[:_LONGEST], given)

    def titles(
        self,
        sheet: Any,
        row: int,
        names: Sequence[str],
        widths: Sequence[int],
        numbers: Sequence[int] = (),
    ) -> None:
        """The row of titles, which stays in sight; each column as wide as what it holds."""
        for column, (name, wide) in enumerate(zip(names, widths, strict=True)):
            look: dict[str, Any] = {"align": "right"} if column in numbers else {}
            if column - 1 in numbers and column not in numbers:
                look = {"indent": 1}
            self.text(sheet, row, column, name, bold=True, bottom=1, valign="top", **look)
            sheet.set_column(column, column, min(max(width(name), wide) + 2, _WIDEST))
        sheet.freeze_panes(row + 1, 0)

    # The measures

    def _measures(self, sheet: Any, notes: Sequence[Message]) -> None:
        built, speak = self.built, self.speak
        self.text(sheet, 0, 0, speak(heading(built.period, speak)), bold=True, font_size=14)
        who = [self.settings.text("manager.name"), self.settings.text("manager.branch"),
               f"{built.now:%Y-%m-%d %H:%M}"]  # fmt: skip
        self.text(sheet, 1, 0, speak(joined([*who, *notes])))
        course = [period.name for period in built.period.back(len(built.outcomes[0].trend))]
        lines = [line for outcome in built.outcomes for line in self._lines(outcome)]
        names = [
            gettext("id"), gettext("name"), gettext("unit"), gettext("currency"),
            built.period.name, built.previous.name, built.last_year.name, gettext("target"),
            gettext("course"), *course,
        ]  # fmt: skip
        named = max(width(words.name(outcome.measure)) for outcome in built.outcomes)
        widths = [26, named, 8, 8, *[14] * 4, 12, *[12] * len(course)]
        self.titles(sheet, _TITLES, names, widths, [4, 5, 6, 7, *range(9, len(names))])
        for place, (outcome, currency, values) in enumerate(lines):
            self._measure(sheet, _TITLES + 1 + place, outcome, currency, values)
        sheet.autofilter(_TITLES, 0, _TITLES + len(lines), len(names) - 1)
        # The name of a measure stays beside its figures.
        sheet.freeze_panes(_TITLES + 1, 2)
        sheet.set_landscape()
        # On paper the course is its bars: with eight more columns nothing could be read.
        sheet.print_area(0, 0, _TITLES + len(lines), 8)
        self._paper(sheet)

    def _lines(self, outcome: Outcome) -> Iterator[tuple[Outcome, str | None, list[float | None]]]:
        """A measure in a line, one of money in a line for each currency, with all its values."""
        values = [outcome.now.value, outcome.before.value, outcome.last_year, outcome.target,
                  *outcome.trend]  # fmt: skip
        if outcome.measure.unit != "money":
            yield outcome, None, [v if isinstance(v, int | float) else None for v in values]
            return
        found = {m.currency for value in values if isinstance(value, tuple) for m in value}
        for currency in sorted(found) or [self.built.currency]:
            yield outcome, currency, [_amount(value, currency) for value in values]

    def _measure(
        self, sheet: Any, row: int, outcome: Outcome, currency: str | None,
        values: list[float | None],
    ) -> None:  # fmt: skip
        measure, name = outcome.measure, words.name(outcome.measure)
        self.text(sheet, row, 0, measure.id)
        if measure.id in self._names:
            target = f"internal:'{self._names[measure.id]}'!A1"
            sheet.write_url(row, 1, target, string=printable(name))
        else:
            self.text(sheet, row, 1, name)
        self.text(sheet, row, 2, gettext(_UNITS[words.unit(measure)]))
        if currency:
            self.text(sheet, row, 3, currency)
        look = self.number(words.unit(measure), currency)
        for column, value in zip([4, 5, 6, 7, *range(9, 9 + len(outcome.trend))], values,
                                 strict=True):  # fmt: skip
            if value is not None:
                # A share of a target is no whole number, whatever is counted.
                whole = currency or value == int(value) or words.unit(measure) != "count"
                sheet.write_number(row, column, value, look if whole else self.number("days", None))
        if len(outcome.trend) > 1:
            cells = f"J{row + 1}:{_letter(8 + len(outcome.trend))}{row + 1}"
            sheet.add_sparkline(row, 8, {
                "range": f"'{gettext('measures')}'!{cells}", "type": "column", "last_point": True,
            })  # fmt: skip

    def _paper(self, sheet: Any) -> None:
        """How it is printed: as wide as a page of A4, which says which one it is of how many."""
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&C&P / &N")
        sheet.repeat_rows(_TITLES if sheet.name == gettext("measures") else _EVIDENCE)

    # The evidence

    def _explained(self, sheet: Any, measure: Measure, figure: Figure) -> None:
        unit, speak = words.unit(measure), self.speak
        rows = figure.rows
        self.text(sheet, 0, 0, f"{words.name(measure)} ({measure.id})", bold=True, font_size=14)
        self.text(sheet, 1, 0, gettext(measure.definition))
        back = f"internal:'{gettext('measures')}'!A1"
        sheet.write_url(2, 0, back, string=gettext("back to the figures"))
        self._value(sheet, measure, figure, len(rows))
        names = [
            gettext("ref"), gettext("client"), gettext("when"), gettext("what"), gettext("value"),
            gettext("currency") if measure.unit == "money" else "",
        ]  # fmt: skip
        said = [words.label(row, speak) for row in rows]
        clients = [speak(row.client.name) if row.client else "" for row in rows]
        widths = [8, max(map(width, clients)), 16, max(map(width, said)), 16, 8]
        self.titles(sheet, _EVIDENCE, names, widths, [4])
        self._paper(sheet)
        for place, row in enumerate(rows):
            at = _EVIDENCE + 1 + place
            self.text(sheet, at, 0, ref_of(row.noun, row.id))
            self.text(sheet, at, 1, clients[place])
            self._moment(sheet, at, row.at)
            self.text(sheet, at, 3, said[place])
            self._added(sheet, at, row, unit)
        sheet.autofilter(_EVIDENCE, 0, _EVIDENCE + len(rows), 5 if measure.unit == "money" else 4)

    def _moment(self, sheet: Any, row: int, at: datetime | None) -> None:
        """A real date: that of a day alone where no time was given."""
        if at is None:
            return
        whole = is_whole_day(at, self.built.now)
        local = at.astimezone(self.built.now.tzinfo).replace(tzinfo=None)
        look = self.format(num_format=_DAY if whole else _MOMENT, align="left")
        sheet.write_datetime(row, 2, local, look)

    def _added(self, sheet: Any, at: int, row: Row, unit: str) -> None:
        """What the row adds: an amount in units of its currency, 0 or 1 of a share."""
        if isinstance(row.value, Money):
            currency = row.value.currency
            sheet.write_number(at, 4, _major(row.value), self.number(unit, currency))
            self.text(sheet, at, 5, currency, indent=1)
        else:
            sheet.write_number(at, 4, row.value)

    def _value(self, sheet: Any, measure: Measure, figure: Figure, count: int) -> None:
        """The figure itself, reckoned from the rows below it; a line for each currency in turn."""
        first, last = _EVIDENCE + 2, _EVIDENCE + 1 + count
        cells = f"E{first}:E{last}"
        sums = figure.value if isinstance(figure.value, tuple) else ()
        values: list[tuple[str | None, Value]] = [(m.currency, _major(m)) for m in sums]
        for place, (currency, value) in enumerate(values or [(None, figure.value)]):
            formula = _formula(measure.fold, cells, currency, f"F{first}:F{last}")
            look = self.number(words.unit(measure), currency)
            sheet.write_formula(2, 4 + 2 * place, formula, look, value)
            if currency:
                self.text(sheet, 2, 5 + 2 * place, currency, indent=1)


def _formula(fold: str, cells: str, currency: str | None, currencies: str) -> str:
    """How a spreadsheet makes the value of the rows."""
    if currency:
        name = "SUMIF" if fold == "sum" else "AVERAGEIF"
        return f'=ROUND({name}({currencies},"{currency}",{cells}),{exponent(currency)})'
    name = {"sum": "SUM", "share": "AVERAGE", "mean": "AVERAGE", "median": "MEDIAN"}[fold]
    return f"={name}({cells})"


def _amount(value: Value, currency: str) -> float | None:
    """The amount of that currency in its units; nothing where the value has none."""
    if not isinstance(value, tuple):
        return None
    return next((_major(money) for money in value if money.currency == currency), 0.0)


def _major(money: Money) -> float:
    places: int = 10 ** exponent(money.currency)
    return money.amount / places


def _letter(column: int) -> str:
    """The letters of a column, the first one 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _sheet_names(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """A name of its own for each sheet of evidence; those of measures are short."""
    return {o.measure.id: o.measure.id[:_NAME] for o in outcomes if o.now.rows}
