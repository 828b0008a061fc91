"""A note of market research, linked to a group of clients: a segment, employer, street, sector."""

from datetime import datetime

from cmcli.domain.change import Change, insert, update
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.named import NamedTuple


class Research(NamedTuple):
    """`segment` says what kind of group `value` names: employer, sector, street, tag, tier."""

    id: int
    at: datetime
    segment: str
    value: str
    text: str
    source: str | None
    created_at: datetime


class Notes(NamedTuple):
    """The latest notes about the groups a client belongs to, and how many there are in all."""

    latest: list[Research]
    total: int


def noted(note: Research) -> list[Change]:
    """A new note; it says something about somebody."""
    return [insert(_checked(note))]


def corrected(note: Research, **fields: object) -> list[Change]:
    """Other values."""
    _checked(note._replace(**fields))  # type: ignore[arg-type]
    return update(note, **fields)


def _checked(note: Research) -> Research:
    if not note.text:
        raise Usage(say("what was found out?"), say("cm develop note TEXT --segment sector=医疗"))
    if not note.value:
        raise Usage(
            say("which clients is it about?"),
            say("--segment employer=华东机械; also sector, street, tag, tier"),
        )
    return note
