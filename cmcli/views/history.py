"""The history of the file."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.client import mask_numbers
from cmcli.domain.ref import LETTERS, ref_of
from cmcli.i18n import gettext
from cmcli.messages import say, say_n
from cmcli.store import Entry
from cmcli.views.record import instant
from cmcli.views.sheet import Column, Line, Sheet, Span, simple_table
from cmcli.views.speech import Speaker, listed, moment

_NOUNS = frozenset(LETTERS.values())


def _refs(entry: Entry) -> list[str]:
    return [ref_of(noun, number) for noun, number in entry.rows if noun in _NOUNS]


def document(entry: Entry, zone: tzinfo | None) -> dict[str, Any]:
    """An entry as JSON."""
    return {
        "entry": entry.id,
        "at": instant(entry.at, zone),
        "command": mask_numbers(entry.reason),
        "refs": _refs(entry),
        "records": entry.records,
        "undone": instant(entry.undone_at, zone) if entry.undone_at else None,
    }


def _some_refs(entry: Entry, most: int, separator: str, speak: Speaker) -> str:
    """The first refs of an entry, and how many more records it touched."""
    refs = _refs(entry)
    if not refs:
        # Prices, stages: rows that go by no reference.
        return speak(say_n("{count} record", "{count} records", entry.records))
    # Rows without a reference of their own (a stage, a clock) are not counted as left out.
    hidden = entry.records - len(entry.rows) + max(len(refs) - most, 0)
    more = speak(say_n(" and {count} more", " and {count} more", hidden)) if hidden > 0 else ""
    return separator.join(refs[:most]) + more


def undone(entry: Entry, command: str, speak: Speaker) -> Sheet:
    """What was taken back, and by which command it had been done."""
    refs = _some_refs(entry, 8, listed(("", "")), speak) or "–"
    text = say("taken back: {command} of {at} ({refs})", command=command, at=entry.at, refs=refs)
    return Sheet((Line(speak(text)),))


def listing(entries: list[Entry], speak: Speaker) -> Sheet:
    """Entries, one a line."""
    if not entries:
        return Sheet((Line(gettext("nothing was changed yet")),))
    columns = (
        Column(gettext("entry"), "right"), Column(gettext("when")),
        Column(gettext("command"), shrink=True, least=16),
        Column(gettext("records"), shrink=True), Column(),
    )  # fmt: skip
    rows = [_row(entry, speak) for entry in entries]
    return Sheet((simple_table(columns, rows),), gettext("next: cm undo N · cm history REF"))


def _row(entry: Entry, speak: Speaker) -> tuple[Any, ...]:
    return (
        str(entry.id),
        moment(entry.at, speak),
        speak(entry.reason),
        Span(_some_refs(entry, 6, " ", speak), "ref"),
        Span(gettext("undone"), "dim") if entry.undone_at else "",
    )
