"""The verbs of a market research note: write it down, list, show, correct, take back."""

from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import research as rules
from cmcli.domain.change import delete
from cmcli.domain.client import clean_text
from cmcli.domain.ref import ref_of
from cmcli.domain.research import Research
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.queries import research as queries
from cmcli.views import contact as contacts
from cmcli.views import research as view


def segment_of(
    here: Desk, segment: str | None, tag: str | None, tier: str | None
) -> tuple[str, str] | None:
    """The group of clients that the options name: what kind, and which; None where none is."""
    given = [text for text in (segment, tag, tier) if text is not None]
    if len(given) > 1:
        raise Usage(
            say("a note is about one group: --segment, --tag or --tier"),
            say("about several: one note each"),
        )
    if tag is not None:
        return _group(here, "tag", tag)
    if tier is not None:
        return _group(here, "tier", tier)
    if segment is None:
        return None
    kind, equals, value = segment.partition("=")
    if not equals:
        raise Usage(
            say("{text} names no group of clients", text=segment),
            say("for example employer=华东机械, sector=医疗, street=中山路, tag=医生, tier=key"),
        )
    return _group(here, here.code("segment", kind.strip()), value)


def _group(here: Desk, kind: str, value: str) -> tuple[str, str]:
    text = " ".join(clean_text(value).split())
    if kind == "tier":
        return kind, here.code("tier", text)
    return kind, text.lstrip("#") if kind == "tag" else text


def add(
    here: Desk, text: str, group: tuple[str, str] | None, source: str | None, at: datetime
) -> None:
    """Write a note down."""
    kind, value = group or ("", "")
    note = Research(
        -1, at, kind, value, clean_text(text), clean_text(source or "") or None, here.now
    )
    with here.store.transaction():
        applied = here.apply(rules.noted(note), value)
    answer(here, applied.ids[note.id])


def answer(here: Desk, number: int, what: Any = None) -> None:
    """The note as it is now, and how many clients it is about."""
    note = here.store.get(Research, number)
    members = queries.members(here.store, note.segment, note.value)
    here.show(
        lambda: view.document(note, here.zone, members),
        lambda: view.written(note, members, what, here.speak),
    )


def listing(here: Desk, group: tuple[str, str] | None, limit: int | None, **wanted: Any) -> None:
    """Notes by the filters."""
    kind, value = group or (None, None)
    found = queries.listed(here.store, segment=kind, value=value or None, **wanted)
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(note, here.zone) for note in found],
        lambda: view.listing(found, here.speak),
    )


def show(here: Desk, number: int) -> None:
    """One note, and how many clients it is about."""
    note = here.store.get(Research, number)
    members = queries.members(here.store, note.segment, note.value)
    here.show(
        lambda: view.document(note, here.zone, members),
        lambda: view.page(note, members, here.speak),
    )


_FIELDS = ("text", "segment", "source", "at")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other words, another group, source or time."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in _FIELDS:
            raise Usage(
                say("a research note has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_FIELDS)),
            )
        if name == "segment":
            group = segment_of(here, text, None, None) or ("", "")
            values |= {"segment": group[0], "value": group[1]}
        elif name == "at":
            values["at"] = here.happened(text.strip())
        else:
            values[name] = clean_text(text) or (None if name == "source" else "")
    with here.store.transaction():
        note = here.store.get(Research, number)
        here.apply(rules.corrected(note, **values), ref_of("research", number))
    answer(here, number, say("changed"))


def remove(here: Desk, number: int) -> None:
    """Entered by mistake."""
    with here.store.transaction():
        here.apply([delete(here.store.get(Research, number))], ref_of("research", number))
    ref = ref_of("research", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
