"""Requests and callbacks that were past their time at the period's end."""

from cmcli.domain.figures import service
from cmcli.domain.measure import Row
from cmcli.i18n import gettext
from cmcli.queries import figures as load
from cmcli.reports.lists import detailed, listed
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import Block


def find(reading: Reading) -> list[Row]:
    """What was late, the earliest due first."""
    over = reading.over
    requests = reading.source.once(load.requests)
    callbacks = reading.source.once(load.callbacks)
    late = [
        *(service.open_overdue(requests, over).rows or ()),
        *service.overdue_callbacks(callbacks, over),
    ]
    return sorted(late, key=lambda row: row.at or over.end)


def _blocks(rows: list[Row], on: Drawing) -> list[Block]:
    return listed(gettext("LATE"), rows, on, style="late")


SECTION = Section("late", find, _blocks, detailed)
