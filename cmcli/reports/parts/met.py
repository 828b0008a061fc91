"""The contacts that count as one: who was met."""

from typing import Any

from cmcli.domain.interaction import MEETING_CHANNELS
from cmcli.domain.measure import Row
from cmcli.i18n import gettext
from cmcli.messages import Code, say_n
from cmcli.queries import figures as load
from cmcli.reports.lists import item_document, listed
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker


def _find(reading: Reading) -> list[Row]:
    facts = reading.source.once(load.contacts)
    found = facts.reached(reading.over)
    return [facts.row_of(each) for each in found if each.channel in MEETING_CHANNELS]


def _blocks(rows: list[Row], on: Drawing) -> list[Block]:
    # Above, clients are counted; a client may stand here more than once.
    count = on.speak(say_n("one contact", "{count} contacts", len(rows)))
    return listed(gettext("MET OR CALLED"), rows, on, note=count)


def _document(rows: list[Row], speak: Speaker) -> list[dict[str, Any]]:
    return [_met(row, speak) for row in rows]


def _met(row: Row, speak: Speaker) -> dict[str, Any]:
    item = item_document(row, speak)
    channel = row.note.value if isinstance(row.note, Code) else None
    return {**item, "channel": channel, "note": item.pop("title")}


SECTION = Section("met", _find, _blocks, _document)
