"""What clients spoke of, where they spoke of anything."""

from typing import Any

from cmcli.domain.feedback import Theme
from cmcli.domain.figures import satisfaction
from cmcli.i18n import gettext
from cmcli.queries import figures as load
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.feedback import theme_columns, theme_document, theme_row
from cmcli.views.sheet import BLANK, Block, Line, Span, simple_table
from cmcli.views.speech import Speaker


def _find(reading: Reading) -> list[Theme]:
    return satisfaction.heard(reading.source.once(load.opinions), reading.over, reading.before)


def _blocks(themes: list[Theme], on: Drawing) -> list[Block]:
    if not themes:
        return []
    rows = [theme_row(theme) for theme in themes]
    table = simple_table(theme_columns(on.period, on.previous), [*rows])
    return [BLANK, Line(Span(gettext("THEMES"), "head")), table]


def _document(themes: list[Theme], speak: Speaker) -> list[dict[str, Any]]:
    return [theme_document(theme) for theme in themes]


SECTION = Section("satisfaction", _find, _blocks, _document)
