"""What stands behind each figure, as parts of a page that its name leads to."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.measure import Row
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import say, say_n
from cmcli.reports import words
from cmcli.reports.build import Built
from cmcli.reports.outcome import Outcome
from cmcli.views.sheet import Block, Column, Fold, Mark, Span, Table, named, simple_table
from cmcli.views.speech import Speaker, starred


def table(rows: Sequence[Row], speak: Speaker) -> Table:
    """Rows of evidence with what each adds."""
    columns = (
        Column(), named(gettext("client")), Column(gettext("when")),
        Column(gettext("what"), shrink=True, least=14), Column(gettext("value"), "right"),
    )  # fmt: skip
    return simple_table(columns, [_row(row, speak) for row in rows])


def _row(row: Row, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(ref_of(row.noun, row.id), "ref"),
        starred(row.client.name, row.client.tier, speak) if row.client else "",
        words.when(row.at, speak),
        words.label(row, speak),
        words.row_value(row, speak),
    )


def part(label: Any, value: Any, speak: Speaker) -> str:
    """A fact beside the rows."""
    return speak(say("{label}: {value}", label=label, value=value))


def folds(built: Built, speak: Speaker) -> list[Block]:
    """Every measure with its definition, its sum and its rows."""
    head = Mark("evidence", gettext("WHERE EACH FIGURE COMES FROM"), headed=True)
    return [head, *[_fold(outcome, speak) for outcome in built.outcomes]]


def _fold(outcome: Outcome, speak: Speaker) -> Fold:
    measure, figure = outcome.measure, outcome.now
    value = words.exact(figure.value, words.unit(measure), speak)
    parts = [Span(part(name, found, speak), "dim") for name, found in figure.parts]
    return Fold(
        measure.id,
        speak(say("{label}: {value}", label=words.name(measure), value=value)),
        (Span(f"{measure.id} · {gettext(measure.definition)}", "dim"),
         words.arithmetic(measure, figure, speak), *parts),
        speak(say_n("one row", "{count} rows", len(figure.rows))),
        table(figure.rows, speak),
        gettext("back to the figures"),
    )  # fmt: skip
