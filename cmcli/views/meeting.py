"""Meetings as pages, lists, papers and documents."""

from datetime import datetime
from typing import Any

from cmcli.domain import meeting as rules
from cmcli.domain.action import Action
from cmcli.domain.days import is_whole_day
from cmcli.domain.meeting import Meeting, MeetingFile
from cmcli.domain.meeting_proposal import Proposal, of_action
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, joined, say, say_n
from cmcli.views import action as actions
from cmcli.views.record import as_json
from cmcli.views.sheet import (
    BLANK,
    Block,
    Column,
    Group,
    Line,
    Ruled,
    Sheet,
    Span,
    Table,
    Text,
    simple_table,
)
from cmcli.views.speech import Speaker, Written, listed

# Room to write by hand under an agenda.
_ROOM = 6


def ref(number: int) -> str:
    """`e3`."""
    return ref_of("meeting", number)


Standing = dict[str, Message]
"""How it stands with what the items are about, by its ref."""


def document(file: MeetingFile, standing: Standing, speak: Speaker) -> dict[str, Any]:
    """A meeting as JSON with its agenda and its actions."""
    now = speak.now
    return {
        **as_json(file.meeting, now.tzinfo),
        "people": [speak(one) for one in _people(file.meeting)],
        "state": rules.state(file.meeting, now),
        "items": [
            {"no": number, "text": speak(item.text), "ref": item.ref,
             "decision": speak(item.decision) if item.decision else None,
             "standing": speak(standing[item.ref]) if item.ref in standing else None}
            for number, item in enumerate(file.items, 1)
        ],
        "actions": [actions.document(action, None, now) for action in file.actions],
    }  # fmt: skip


def _people(meeting: Meeting) -> list[str]:
    return meeting.people.split(", ") if meeting.people else []


def time_of(meeting: Meeting, speak: Speaker, *, year: bool = False) -> str:
    """Its day and hour, always with the date; with the year where it is another, or is wished."""
    date = meeting.at.astimezone(speak.now.tzinfo).date()
    day = speak.long_day(date) if year else speak.dated(date)
    if is_whole_day(meeting.at, speak.now):
        return day
    return f"{day} {meeting.at.astimezone(speak.now.tzinfo):%H:%M}"


def page(file: MeetingFile, standing: Standing, speak: Speaker) -> Sheet:
    """One meeting: agenda, decisions, minutes, actions."""
    meeting = file.meeting
    head = f"{file.ref} {speak(meeting.title)}"
    words = joined([
        Code("meeting_state", rules.state(meeting, speak.now)), meeting.place,
        listed(_people(meeting)),
    ])  # fmt: skip
    blocks: list[Block] = [
        Line(Span(head, "head"), time_of(meeting, speak)),
        Text(Span(speak(words), "dim")),
    ]
    if file.items:
        blocks.append(_agenda(file, standing, speak))
    if meeting.minutes:
        blocks += [BLANK, Line(Span(gettext("MINUTES"), "head"))]
        blocks += [Text(speak(line), 1) for line in meeting.minutes.splitlines() if line.strip()]
    if file.actions:
        rows = [actions.row(action, speak) for action in file.actions]
        columns = (Column(), Column(shrink=True, least=16), Column(shrink=True, least=10))
        blocks.append(Table(columns, [Group(gettext("ACTIONS"), rows)]))
    return Sheet(tuple(blocks), speak(_next(file, speak.now)))


def _agenda(file: MeetingFile, standing: Standing, speak: Speaker) -> Table:
    rows: list[tuple[Any, ...]] = []
    for number, item in enumerate(file.items, 1):
        stands = standing.get(item.ref or "")
        about = Span(speak(joined([item.ref, stands])), "dim")
        rows.append((f" {number}", speak(item.text), about))
        if item.decision:
            rows.append(("", speak(say("decided: {text}", text=item.decision)), ""))
    columns = (Column(align="right"), Column(shrink=True, least=20, wrap=True), Column())
    return Table(columns, [Group(gettext("AGENDA"), rows)])


def _next(file: MeetingFile, now: datetime) -> Message:
    if rules.state(file.meeting, now) == "ahead":
        return say("next: cm meeting item {ref} TEXT · cm meeting export {ref} -o agenda.docx",
                   ref=file.ref)  # fmt: skip
    if not file.meeting.held_at:
        return say("next: cm meeting note {ref} TEXT · cm meeting decide {ref} 1 TEXT",
                   ref=file.ref)  # fmt: skip
    return say(
        "next: cm meeting act {ref} TEXT --due fri · cm meeting export {ref} -o minutes.docx",
        ref=file.ref,
    )


def listing(files: list[MeetingFile], speak: Speaker) -> Sheet:
    """Meetings, one a line."""
    if not files:
        hint = gettext("next: cm meeting add TITLE --at 'fri 15:00'")
        return Sheet((Line(gettext("no meeting fits")),), hint)
    columns = (
        Column(), Column(gettext("meeting"), shrink=True, least=12), Column(gettext("when")),
        Column(gettext("state")), Column(gettext("items"), "right"),
        Column(gettext("actions done"), "right"), Column(gettext("place"), shrink=True, spare=True),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(file, speak) for file in files]),))


def _row(file: MeetingFile, speak: Speaker) -> tuple[Any, ...]:
    done = sum(action.done_at is not None for action in file.actions)
    found = rules.state(file.meeting, speak.now)
    return (
        Span(file.ref, "ref"),
        speak(file.meeting.title),
        time_of(file.meeting, speak),
        Span(speak(Code("meeting_state", found)), "risk" if found == "past" else ""),
        str(len(file.items)) if file.items else "–",
        f"{done}/{len(file.actions)}" if file.actions else "–",
        speak(file.meeting.place),
    )


# What a meeting is to speak of


def proposals(found: list[Proposal], left: int, ref: str | None, speak: Speaker) -> Sheet:
    """What the next meeting is to speak of; `left` insights more lie unshared."""
    if not found:
        return Sheet((Line(gettext("nothing is late, lost or left to share")),),
                     gettext("next: cm meeting add TITLE --at 'fri 15:00'"))  # fmt: skip
    head = speak(say_n("{count} item proposed", "{count} items proposed", len(found)))
    rows = [(Span(f" {one.ref}", "ref"), speak(one.text)) for one in found]
    table = simple_table((Column(), Column(shrink=True, least=20, wrap=True)), [*rows])
    blocks: list[Block] = [Line(Span(head, "head")), table]
    if left:
        more = say("{n} more to share: cm insight list --unshared", n=left)
        blocks.append(Line(Span(f" {speak(more)}", "dim")))
    hint = say("next: cm meeting propose {ref} --take", ref=ref) if ref else say(
        "next: cm meeting add TITLE --at 'fri 15:00'"
    )  # fmt: skip
    return Sheet(tuple(blocks), speak(hint))


def proposals_document(found: list[Proposal], speak: Speaker) -> list[dict[str, Any]]:
    """The same as JSON; the texts are in the language in use."""
    return [{"ref": one.ref, "text": speak(one.text)} for one in found]


# On paper


def paper(file: MeetingFile, manager: str, branch: str, speak: Speaker) -> Sheet:
    """The agenda before the meeting, the minutes once it was held."""
    speak = Written.like(speak)
    over = bool(file.meeting.held_at)
    title = say("Minutes: {title}", title=file.meeting.title) if over else say(
        "Agenda: {title}", title=file.meeting.title
    )  # fmt: skip
    blocks: list[Block] = [Line(Span(speak(title), "head")), *_facts(file, manager, branch, speak)]
    if file.items:
        blocks += [BLANK, Line(Span(gettext("Items") if over else gettext("Agenda"), "head"))]
        for number, item in enumerate(file.items, 1):
            mark = f"{number}. "
            blocks.append(Text(f"{mark}{speak(item.text)}", hang=len(mark)))
            if item.decision:
                blocks.append(Text(speak(say("decided: {text}", text=item.decision)), 3))
    if over and file.meeting.minutes:
        blocks += [BLANK, Line(Span(gettext("What was said"), "head"))]
        blocks += [Text(speak(line)) for line in file.meeting.minutes.splitlines() if line.strip()]
    if file.actions:
        blocks += [BLANK, Line(Span(gettext("Actions"), "head")), _actions(file, manager, speak)]
    if not over:
        blocks += [BLANK, Line(Span(gettext("Notes"), "head")), Ruled(_ROOM)]
    return Sheet(tuple(blocks))


def _facts(file: MeetingFile, manager: str, branch: str, speak: Speaker) -> list[Block]:
    meeting = file.meeting
    facts = (
        (gettext("Time"), time_of(meeting, speak, year=True)), (gettext("Place"), meeting.place),
        (gettext("Present") if meeting.held_at else gettext("Invited"), listed(_people(meeting))),
        (gettext("Taken down by") if meeting.held_at else gettext("Called by"), manager),
        (gettext("Branch"), branch),
    )  # fmt: skip
    rows = [(Span(name, "dim"), speak(value)) for name, value in facts if value]
    columns = (Column(), Column(shrink=True, least=20, wrap=True))
    return [simple_table(columns, [*rows])]


def _actions(file: MeetingFile, manager: str, speak: Speaker) -> Table:
    columns = (
        Column(gettext("what"), shrink=True, least=16, wrap=True), Column(gettext("who")),
        Column(gettext("state")),
    )  # fmt: skip
    rows = [_agreed(action, manager, speak) for action in file.actions]
    return simple_table(columns, rows)


def _agreed(action: Action, manager: str, speak: Speaker) -> tuple[Any, ...]:
    return (
        speak(action.text),
        speak(action.owner or manager or say("the relationship manager")),
        speak(of_action(action, speak.now)),
    )
