"""The deals lost, and why, the most frequent reason first."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.figures import business
from cmcli.domain.measure import Row
from cmcli.i18n import gettext
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.queries import figures as load
from cmcli.reports.lists import item_document, listed
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker
from cmcli.views.speech import listed as in_a_row


class Lost(NamedTuple):
    """The deals, and how often each reason was given."""

    rows: Sequence[Row]
    reasons: list[tuple[str | None, int]]


def _find(reading: Reading) -> Lost:
    deals = reading.source.once(load.deals)
    found = business.lost(deals, reading.over).rows or []
    return Lost(found, business.reasons(deals, reading.over))


def _blocks(found: Lost, on: Drawing) -> list[Block]:
    none = gettext("no reason given")
    reasons = in_a_row(
        on.speak(say("{reason} ({count})", reason=reason or none, count=count))
        for reason, count in found.reasons
    )
    return listed(gettext("LOST"), found.rows, on, note=reasons)


def _document(found: Lost, speak: Speaker) -> list[dict[str, Any]]:
    return [
        item_document(row, speak) | {"reason": speak(row.note) or None} for row in found.rows
    ]  # fmt: skip


def _beside(found: Lost, speak: Speaker) -> dict[str, Any]:
    none = gettext("no reason given")
    reasons = [{"reason": speak(reason or none), "count": count} for reason, count in found.reasons]
    return {"lost_reasons": reasons}


SECTION = Section("lost", _find, _blocks, _document, _beside)
