"""The history of the file."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.ref import LETTERS, ref_of
from cmcli.i18n import gettext
from cmcli.messages import say, say_n
from cmcli.store import Entry
from cmcli.views.record import instant
from cmcli.views.sheet import Column, Line, Sheet, Span, simple_table
from cmcli.views.speech import Speaker, moment

_NOUNS = frozenset(LETTERS.values())


def _refs(entry: Entry) -> list[str]:
    return [ref_of(noun, number) for noun, number in entry.rows if noun in _NOUNS]


def document(entry: Entry, zone: tzinfo | None) -> dict[str, Any]:
    """An entry as JSON."""
    return {
        "entry": entry.id,
        "at": instant(entry.at, zone),
        "command": entry.reason,
        "refs": _refs(entry),
        "undone": instant(entry.undone_at, zone) if entry.undone_at else None,
    }


def undone(entry: Entry, speak: Speaker) -> Sheet:
    """What was taken back."""
    refs = ", ".join(_refs(entry)[:8]) or "–"
    text = say(
        "taken back: {command} of {at} ({refs})", command=entry.reason, at=entry.at, refs=refs
    )
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
    refs = _refs(entry)
    rest = len(refs) - 6
    more = speak(say_n(" and {count} more", " and {count} more", rest)) if rest > 0 else ""
    return (
        str(entry.id),
        moment(entry.at, speak),
        speak(entry.reason),
        Span(" ".join(refs[:6]) + more, "ref"),
        Span(gettext("undone"), "dim") if entry.undone_at else "",
    )
