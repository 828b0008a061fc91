"""The deals won, the largest first."""

from typing import Any

from cmcli.domain.figures import business
from cmcli.domain.measure import Row
from cmcli.i18n import gettext
from cmcli.messages import Money
from cmcli.queries import figures as load
from cmcli.reports import words
from cmcli.reports.lists import amounts, item_document, listed
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker


def _find(reading: Reading) -> list[Row]:
    deals = reading.source.once(load.deals)
    return sorted(business.won_amount(deals, reading.over).rows or [], key=_largest_first)


def _largest_first(row: Row) -> int:
    return -row.value.amount if isinstance(row.value, Money) else 0


def _blocks(rows: list[Row], on: Drawing) -> list[Block]:
    return listed(gettext("WON"), rows, on, detail=amounts())


def _document(rows: list[Row], speak: Speaker) -> list[dict[str, Any]]:
    return [item_document(row, speak) | {"amount": words.as_json(row.value)} for row in rows]


SECTION = Section("won", _find, _blocks, _document)
