"""Market research notes as pages, lists and documents."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.days import day_of
from cmcli.domain.ref import ref_of
from cmcli.domain.research import Notes, Research
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, joined, say, say_n
from cmcli.views.record import as_json
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker, moment
from cmcli.views.write import receipt


def document(note: Research, zone: tzinfo | None, members: int | None = None) -> dict[str, Any]:
    """A note as JSON; `clients` is how many in the book it is about."""
    found = as_json(note, zone)
    return found if members is None else found | {"clients": members}


def about(note: Research) -> Message:
    """The group: `employer: 华东机械`."""
    value = Code("tier", note.value) if note.segment == "tier" else note.value
    return say("{label}: {value}", label=Code("segment", note.segment), value=value)


def _members(count: int) -> Message:
    if not count:
        return say("no client in the book belongs to it")
    return say_n("{count} client belongs to it", "{count} clients belong to it", count)


def page(note: Research, members: int, speak: Speaker) -> Sheet:
    """One note."""
    head = joined([ref_of("research", note.id), about(note)], " ")
    source = (
        say("{label}: {value}", label=say("source"), value=note.source) if note.source else None
    )
    blocks: list[Any] = [Line(Span(speak(head), "head"), moment(note.at, speak))]
    blocks += [Text(speak(line)) for line in note.text.splitlines()]
    blocks.append(Text(Span(speak(joined([source, _members(members)])), "dim")))
    return Sheet(tuple(blocks))


def written(note: Research, members: int, what: Any, speak: Speaker) -> Sheet:
    """What was noted, about whom."""
    head = joined([joined([ref_of("research", note.id), about(note)], " "), what])
    return receipt(speak, head, [note.text, _members(members)])


def listing(rows: list[Research], speak: Speaker) -> Sheet:
    """Notes, one a line."""
    if not rows:
        hint = gettext("next: cm develop note TEXT --segment employer=…")
        return Sheet((Line(gettext("no research note fits")),), hint)
    columns = (
        Column(), Column(gettext("when")), Column(gettext("about"), shrink=True, least=12),
        Column(gettext("what"), shrink=True, least=20), Column(gettext("source"), shrink=True),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(note, speak) for note in rows]),))


def _row(note: Research, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(ref_of("research", note.id), "ref"),
        speak.day(day_of(note.at, speak.now)),
        speak(about(note)),
        speak(note.text),
        speak(note.source),
    )


def block(notes: Notes, speak: Speaker) -> list[Table]:
    """In a client file: what is known of the client's employer, sector, street."""
    if not notes.latest:
        return []
    rows = [
        (Span(f" {ref_of('research', note.id)}", "ref"), speak.day(day_of(note.at, speak.now)),
         speak(about(note)), speak(note.text))
        for note in notes.latest
    ]  # fmt: skip
    rest = notes.total - len(notes.latest)
    more = speak(say("{n} more: cm develop notes", n=rest)) if rest > 0 else ""
    columns = (Column(), Column(), Column(shrink=True, least=12), Column(shrink=True, least=20))
    return [Table(columns, [Group(gettext("MARKET RESEARCH"), [*rows], more=more)])]
