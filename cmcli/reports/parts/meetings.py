"""The meetings of a period, and what came of the actions agreed there."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.action import Action
from cmcli.domain.days import day_of, limit
from cmcli.domain.measure import Span as Over
from cmcli.domain.meeting import MeetingFile
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.queries.meeting import of_window
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.record import value
from cmcli.views.sheet import Block, Column, Group, Span, Table
from cmcli.views.speech import Speaker


class Held(NamedTuple):
    """A meeting that was held, and its actions with how they stood at the period's end: done,
    open or overdue.
    """  # noqa: D205

    file: MeetingFile
    actions: list[tuple[Action, str]]

    def count(self, state: str) -> int:
        """How many actions stood so."""
        return sum(found == state for _, found in self.actions)


def find(reading: Reading) -> list[Held]:
    """The meetings of the period that were held."""
    over = reading.over
    return [
        Held(file, [(action, _state(action, over)) for action in file.actions])
        for file in reading.source.once(of_window)
        if over.holds(file.meeting.at)
    ]


def _state(action: Action, over: Over) -> str:
    if action.done_at and action.done_at <= over.at:
        return "done"
    return "overdue" if action.due_at and limit(action.due_at, over.now) < over.at else "open"


def blocks(found: list[Held], drawing: Drawing) -> Sequence[Block]:
    """Each meeting, below it what is not done; nothing where none was held."""
    if not found:
        return ()
    speak = drawing.speak
    rows = [row for held in found for row in _rows(held, speak)]
    shown = rows[: drawing.share]
    left = len(rows) - len(shown)
    more = speak(say("{n} more: cm meeting list --held", n=left)) if left else ""
    columns: tuple[Column, ...] = (
        Column(), Column(gettext("what"), shrink=True, least=14),
        Column(gettext("when")), Column(gettext("actions"), shrink=True, least=10, parts=True),
    )  # fmt: skip
    if drawing.share:
        columns = tuple(column._replace(title="") for column in columns)
    return (Table(columns, [Group(gettext("MEETINGS"), shown, str(len(found)), more)]),)


def _rows(held: Held, speak: Speaker) -> list[tuple[Any, ...]]:
    meeting = held.file.meeting
    counted = [
        say_n("{count} done", "{count} done", held.count("done")),
        say_n("{count} open", "{count} open", held.count("open")),
        say_n("{count} late", "{count} late", held.count("overdue")),
    ]
    return [
        (Span(f" {held.file.ref}", "ref"), speak(meeting.title),
         speak.day(day_of(meeting.at, speak.now)),
         speak(joined(counted)) if held.actions else "–"),
        *(_action(action, state, speak) for action, state in held.actions if state != "done"),
    ]  # fmt: skip


def _action(action: Action, state: str, speak: Speaker) -> tuple[Any, ...]:
    due = speak.day(day_of(action.due_at, speak.now)) if action.due_at else ""
    late = state == "overdue"
    return (
        Span(f" {ref_of('action', action.id)}", "ref"), f"  {speak(action.text)}",
        Span(due, "late" if late else ""), speak(joined([action.owner, Code("state", state)])),
    )  # fmt: skip


def document(found: list[Held], speak: Speaker) -> list[dict[str, Any]]:
    """Each meeting with its counts and its actions."""
    zone = speak.now.tzinfo
    return [
        {
            "ref": held.file.ref,
            "title": speak(held.file.meeting.title),
            "at": value(held.file.meeting.at, zone),
            "done": held.count("done"),
            "open": held.count("open"),
            "late": held.count("overdue"),
            "actions": [
                {"ref": ref_of("action", action.id), "text": speak(action.text),
                 "owner": speak(action.owner) or None, "due": value(action.due_at, zone),
                 "state": state}
                for action, state in held.actions
            ],
        }
        for held in found
    ]  # fmt: skip


SECTION = Section("meetings", find, blocks, document)
