"""What the seven days after the period bring: callbacks, deals, maturities."""

from datetime import timedelta

from cmcli.domain.figures import business, holdings, service
from cmcli.domain.measure import Row
from cmcli.i18n import gettext
from cmcli.queries import figures as load
from cmcli.reports.lists import detailed, listed
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import Block


def _find(reading: Reading) -> list[Row]:
    source, over = reading.source, reading.over
    until = over.end + timedelta(days=7)
    coming = [
        *service.coming_callbacks(source.once(load.callbacks), over, until),
        *business.coming(source.once(load.deals), over, until),
        *holdings.maturing(source.once(load.holdings), over, until),
    ]
    return sorted(coming, key=lambda row: row.at or until)


def _blocks(rows: list[Row], on: Drawing) -> list[Block]:
    title = gettext("NEXT WEEK") if on.period.is_week else gettext("THE WEEK AFTER")
    return listed(title, rows, on)


SECTION = Section("next_week", _find, _blocks, detailed)
