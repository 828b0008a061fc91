"""A meeting of the team (例会): its agenda, what was said and decided, the actions agreed."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cmcli.domain import action as actions
from cmcli.domain.action import Action
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, delete, insert, update
from cmcli.domain.days import day_of, is_whole_day, limit
from cmcli.domain.ref import ref_of
from cmcli.errors import NotFound, Refused, Usage
from cmcli.messages import Message, joined, say
from cmcli.named import NamedTuple

# A meeting further away than this, before or after, has a mistyped year.
_AWAY = timedelta(days=366)


class Meeting(NamedTuple):
    """`at` at local midnight is the day without a time; `people` are names between commas;
    `held_at` is when it was marked as held.
    """  # noqa: D205

    id: int
    title: str
    at: datetime
    place: str | None
    people: str | None
    minutes: str | None
    held_at: datetime | None
    created_at: datetime


class MeetingItem(NamedTuple):
    """A point of the agenda; `ref` is the record it is about, `decision` what was decided."""

    id: int
    meeting_id: int
    text: str
    ref: str | None = None
    decision: str | None = None


class MeetingFile(NamedTuple):
    """A meeting with its agenda, in order, and the actions agreed at it."""

    meeting: Meeting
    items: tuple[MeetingItem, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def ref(self) -> str:
        """`e3`."""
        return _ref(self.meeting)


def state(meeting: Meeting, now: datetime) -> str:
    """`held`, `ahead`, `today`, or `past`: it has begun and nobody said that it was held."""
    if meeting.held_at:
        return "held"
    if limit(meeting.at, now) < now:
        return "past"
    return "today" if day_of(meeting.at, now) == now.date() else "ahead"


def series(title: str) -> str:
    """What meetings of one kind are called alike: the title without its numbers and spaces."""
    return "".join(re.sub(r"\d", "", title.casefold()).split())


def names(text: str) -> str | None:
    """`people` as they are kept: names between commas, each once."""
    parts = (" ".join(part.split()) for part in re.split(r"[,，、;；]", text))
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


# What is written


def called(meeting: Meeting, items: Iterable[MeetingItem]) -> list[Change]:
    """A new meeting with its agenda."""
    _titled(meeting)
    _near(meeting.at, meeting.created_at)
    return [insert(meeting), *(insert(item) for item in items)]


def added(file: MeetingFile, items: list[MeetingItem]) -> list[Change]:
    """More for the agenda, at its end."""
    if any(not item.text for item in items):
        raise Usage(say("what is the item?"), say("cm meeting item {ref} TEXT", ref=file.ref))
    return [insert(item) for item in items]


def edited(meeting: Meeting, now: datetime, **fields: object) -> list[Change]:
    """Other values; a title has to be left."""
    changed = meeting._replace(**fields)  # type: ignore[arg-type]
    _titled(changed)
    if "at" in fields:
        _near(changed.at, now)
    return update(meeting, **fields)


def _near(at: datetime, now: datetime) -> None:
    if abs(at - now) > _AWAY:
        raise Usage(say("{at} is more than a year away", at=at),
                    say("check the year; for example --at 周五15:00"))  # fmt: skip


def _titled(meeting: Meeting) -> None:
    if not meeting.title:
        raise Usage(say("a meeting needs a title"), say("cm meeting add 网点例会 --at 周五15:00"))


def held(meeting: Meeting, minutes: str | None, now: datetime) -> list[Change]:
    """It took place; `minutes` are added to those there are."""
    if meeting.held_at and not minutes:
        raise Refused(
            say("{ref} was held already", ref=_ref(meeting)),
            say("its minutes: cm meeting note {ref} TEXT", ref=_ref(meeting)),
        )
    _begun(meeting, now)
    text = "\n".join(filter(None, (meeting.minutes, minutes))) or None
    return update(meeting, minutes=text, held_at=meeting.held_at or now)


def decided(file: MeetingFile, number: int, text: str, now: datetime) -> list[Change]:
    """What was decided on an item, in the place of what stood there."""
    item = item_of(file, number)
    if not text:
        raise Usage(say("what was decided?"),
                    say("cm meeting decide {ref} {n} TEXT", ref=file.ref, n=number))  # fmt: skip
    _begun(file.meeting, now)
    return update(item, decision=text)


def dropped(file: MeetingFile, number: int) -> list[Change]:
    """An item off the agenda."""
    return [delete(item_of(file, number))]


def item_of(file: MeetingFile, number: int) -> MeetingItem:
    """The item of that number, counted from 1; raises `NotFound`."""
    if 0 < number <= len(file.items):
        return file.items[number - 1]
    raise NotFound(
        say("{ref} has no item {n}", ref=file.ref, n=number),
        say("its agenda: cm meeting show {ref}", ref=file.ref),
    )


def agreed(file: MeetingFile, action: Action, now: datetime) -> list[Change]:
    """Something that will be done."""
    if not action.text:
        raise Usage(say("what will be done?"),
                    say("cm meeting act {ref} TEXT --due fri", ref=file.ref))  # fmt: skip
    return actions.planned(action, now)


def moved(meeting: Meeting, at: datetime, now: datetime) -> list[Change]:
    """To another time; refused once it was held."""
    if meeting.held_at:
        raise Refused(say("{ref} was held already", ref=_ref(meeting)),
                      say("its time: cm edit {ref} at=…", ref=_ref(meeting)))  # fmt: skip
    if limit(at, now) < now:
        raise Usage(say("{at} is past; a meeting is moved into the future", at=at),
                    say("it was held: cm done {ref} · a slip: cm edit {ref} at=…",
                        ref=_ref(meeting)))  # fmt: skip
    _near(at, now)
    if at == meeting.at:
        raise Refused(say("{ref} is at that time already", ref=_ref(meeting)),
                      say("another time: cm snooze {ref} WHEN", ref=_ref(meeting)))  # fmt: skip
    return update(meeting, at=at)


def removable(file: MeetingFile) -> list[Change]:
    """The meeting and its agenda taken away; refused where actions came of it."""
    if file.actions:
        refs = [ref_of("action", action.id) for action in file.actions]
        raise Refused(
            say("{ref} has actions: {actions}", ref=file.ref, actions=", ".join(refs)),
            say("first: cm rm {ref}", ref=refs[0]),
        )
    return [*(delete(item) for item in file.items), delete(file.meeting)]


def _begun(meeting: Meeting, now: datetime) -> None:
    """Minutes belong to the day of the meeting and after: it may begin before its time."""
    if day_of(meeting.at, now) > now.date():
        raise Refused(
            say("{ref} is at {at}: it has no minutes yet", ref=_ref(meeting), at=meeting.at),
            say("earlier after all: cm snooze {ref} today", ref=_ref(meeting)),
        )


def _ref(meeting: Meeting) -> str:
    return ref_of("meeting", meeting.id)


# The agenda of the day


def agenda(waiting: Iterable[Meeting], now: datetime) -> Iterator[AgendaItem]:
    """The meetings of the day, and those before it of which nobody said that they were held."""
    for meeting in waiting:
        found = state(meeting, now)
        if found == "today":
            yield _line(meeting, meeting.title, meeting.at, _time(meeting, now), say(
                "{ref} is today. It leaves the agenda once it is held: cm done {ref} MINUTES, or "
                "cm meeting note {ref}. Moved: cm snooze {ref} WHEN", ref=_ref(meeting),
            ))  # fmt: skip
        elif found == "past":
            yield _line(
                meeting, say("minutes of {title}", title=meeting.title), None,
                say("it was {at}", at=meeting.at), say(
                "{ref} was at {at} and is not marked as held. The line stays until it is: cm "
                "meeting note {ref} TEXT, or cm done {ref}. Never held: cm rm {ref}, or cm snooze "
                "{ref} WHEN", ref=_ref(meeting), at=meeting.at,
            ))  # fmt: skip


def _line(
    meeting: Meeting, title: Message | str, due: datetime | None, when: Message, why: Message
) -> AgendaItem:
    place = joined([when, meeting.place])
    return AgendaItem(_ref(meeting), "meeting", "team", None, title, due, "open", place, why)


def _time(meeting: Meeting, now: datetime) -> Message:
    return say("today") if is_whole_day(meeting.at, now) else say("{at}", at=meeting.at)
