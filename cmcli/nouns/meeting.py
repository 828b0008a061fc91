"""The verbs of a meeting: call it with its agenda, take down what was said, act on it, paper."""

from datetime import datetime, timedelta
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import meeting as rules
from cmcli.domain import meeting_proposal as proposing
from cmcli.domain.action import Action
from cmcli.domain.change import Change
from cmcli.domain.client import clean_text
from cmcli.domain.meeting import Meeting, MeetingFile, MeetingItem
from cmcli.domain.meeting_proposal import Proposal
from cmcli.domain.ref import need_ref, ref_of
from cmcli.errors import Usage
from cmcli.messages import joined, say, say_n
from cmcli.nouns import action as actions
from cmcli.nouns import papers
from cmcli.queries import meeting as queries
from cmcli.views import contact as contacts
from cmcli.views import meeting as view
from cmcli.views.speech import Written
from cmcli.views.write import receipt

# How far back a first meeting looks.
_FIRST = timedelta(days=7)


def line(text: str) -> str:
    """A text in one line."""
    return " ".join(clean_text(text).split())


def new(here: Desk, title: str, at: str | None, place: str | None, people: str | None) -> Meeting:
    """A meeting from what was typed; without a time it is now."""
    return Meeting(
        -1, line(title), here.when(at) if at else here.now, line(place or "") or None,
        rules.names(line(people or "")), None, None, here.now,
    )  # fmt: skip


def add(here: Desk, meeting: Meeting, texts: list[str], *, propose: bool) -> None:
    """Write it with the items that were typed, then those proposed and taken."""
    rules.called(meeting, ())
    taken = _asked(here, _proposed(here, meeting)[0]) if propose else []
    with here.store.transaction():
        items = _items([(line(text), None) for text in texts] + taken, meeting.id)
        applied = here.apply(rules.called(meeting, items), meeting.title)
    number = applied.ids[meeting.id]
    said = say_n("{count} item on the agenda", "{count} items on the agenda", len(items))
    hint = say("the agenda: cm meeting show {ref}", ref=view.ref(number)) if items else None
    answer(here, number, said if items else None, hint)


def _items(texts: list[tuple[str, str | None]], meeting: int) -> list[MeetingItem]:
    return [
        MeetingItem(min(meeting, 0) - 1 - n, meeting, text, ref)
        for n, (text, ref) in enumerate(texts)
        if text
    ]


def _proposed(here: Desk, meeting: Meeting) -> tuple[list[Proposal], int]:
    """What to speak of there, and how many more insights lie unshared."""
    held = queries.held_before(here.store, meeting.at, meeting.id)
    last = proposing.last_before(held, meeting.title)
    facts = queries.facts(here.store, last, last.at if last else here.now - _FIRST, here.now)
    share = here.settings["today.share"]
    left = max(len(facts.unshared) - share, 0)
    facts = facts._replace(unshared=facts.unshared[:share])
    return proposing.proposals(facts, queries.taken(here.store, meeting.id), here.now), left


def _asked(here: Desk, found: list[Proposal]) -> list[tuple[str, str | None]]:
    """Those the manager ticks; off a terminal all of them. Said as they will be read later."""
    speak = Written.like(here.speak)
    choices = [(f"{one.ref} {speak(one.text)}", one) for one in found]
    picked = here.pick(say("Which of these go on the agenda?"), choices)
    return [(speak(one.text), one.ref) for one in picked]


def answer(here: Desk, number: int, what: Any = None, hint: Any = None) -> None:
    """The meeting as it is now, and what happened to it."""
    file = queries.file(here.store, number)
    when = view.time_of(file.meeting, here.speak)
    head = joined([f"{file.ref} {file.meeting.title}", when, file.meeting.place])
    here.show(lambda: _document(here, file), lambda: receipt(here.speak, head, [what], hint=hint))


def _document(here: Desk, file: MeetingFile) -> dict[str, Any]:
    return view.document(file, queries.standing(here.store, file.items, here.now), here.speak)


def propose(here: Desk, number: int | None, *, take: bool) -> None:
    """What a meeting would be proposed now; with `take` it goes on the agenda of that one."""
    meeting = here.store.get(Meeting, number) if number else new(here, "", None, None, None)
    found, left = _proposed(here, meeting)
    if take and number:
        picked = _asked(here, found)
        _write(here, number, lambda file: rules.added(file, _items(picked, number)) if picked
               else [])  # fmt: skip
        said = say_n("{count} item added", "{count} items added", len(picked))
        answer(here, number, said)
        return
    here.show(
        lambda: view.proposals_document(found, here.speak),
        lambda: view.proposals(found, left, view.ref(number) if number else None, here.speak),
    )


def _write(here: Desk, number: int, rule: Any) -> MeetingFile:
    """Read the meeting, let the rule decide, write."""
    with here.store.transaction():
        file = queries.file(here.store, number)
        changes: list[Change] = rule(file)
        here.apply(changes, file.ref)
    return file


def item(here: Desk, number: int, text: str, ref: str | None) -> None:
    """One more item, about a record if one is named."""
    found = need_ref(ref) if ref else None
    if found:
        queries.must_be(here.store, found)
    more = MeetingItem(-1, number, line(text), str(found) if found else None)
    file = _write(here, number, lambda file: rules.added(file, [more]))
    answer(here, number, say("item {n}: {text}", n=len(file.items) + 1, text=more.text))


def drop(here: Desk, number: int, place: int) -> None:
    """An item off the agenda; those behind it move up."""
    file = _write(here, number, lambda file: rules.dropped(file, place))
    answer(here, number, say("off the agenda: {text}", text=file.items[place - 1].text))


def note(here: Desk, number: int, text: str) -> None:
    """What was said, added to the minutes; the meeting was held."""
    minutes = clean_text(text)
    if not minutes:
        raise Usage(say("what was said?"), say("cm meeting note {ref} TEXT", ref=view.ref(number)))
    _write(here, number, lambda file: rules.held(file.meeting, minutes, here.now))
    hint = say("what follows: cm meeting act {ref} TEXT --due fri", ref=view.ref(number))
    answer(here, number, say("minutes taken down"), hint)


def decide(here: Desk, number: int, place: int, text: str) -> None:
    """What was decided on one item."""
    said = line(text)
    _write(here, number, lambda file: rules.decided(file, place, said, here.now))
    answer(here, number, say("item {n} decided: {text}", n=place, text=said))


def act(here: Desk, number: int, text: str, owner: str | None, due: datetime | None) -> None:
    """Something that will be done; the manager's own name is no other owner."""
    name = line(owner or "") or None
    mine = name == here.settings.text("manager.name")
    action = Action(
        -1, None, None, line(text), None if mine else name, due, None, None, here.now,
        meeting_id=number,
    )  # fmt: skip
    with here.store.transaction():
        file = queries.file(here.store, number)
        applied = here.apply(rules.agreed(file, action, here.now), file.ref)
    when = say("due {due}", due=due) if due else None
    actions.answer(here, applied.ids[-1], joined([when, action.owner, file.meeting.title]))


def listing(here: Desk, limit: int | None, **wanted: Any) -> None:
    """Meetings by the filters."""
    found = here.cut(queries.listed(here.store, **wanted), limit)
    here.show(
        lambda: [_document(here, file) for file in found],
        lambda: view.listing(found, here.speak),
    )


def show(here: Desk, number: int) -> None:
    """One meeting with everything that belongs to it."""
    file = queries.file(here.store, number)
    standing = queries.standing(here.store, file.items, here.now)
    here.show(
        lambda: view.document(file, standing, here.speak),
        lambda: view.page(file, standing, here.speak),
    )


def export(here: Desk, number: int, form: str | None, out: str | None) -> None:
    """The agenda or the minutes as a paper."""
    asked = papers.wish(form, out)
    file = queries.file(here.store, number)
    names = here.settings.text("manager.name"), here.settings.text("manager.branch")
    if asked.form is None:
        here.show(lambda: _document(here, file), lambda: view.paper(file, *names, here.speak))
        return
    papers.put(here, asked, view.paper(file, *names, here.speak), here.speak(file.meeting.title))
    papers.said(here, asked)


def done(here: Desk, number: int, note: str | None) -> None:
    """It was held; the note is its minutes."""
    minutes = clean_text(note) if note else None
    _write(here, number, lambda file: rules.held(file.meeting, minutes or None, here.now))
    answer(here, number, say("held"))


def snooze(here: Desk, number: int, at: datetime) -> None:
    """At another time."""
    _write(here, number, lambda file: rules.moved(file.meeting, at, here.now))
    answer(here, number, say("moved"))


_FIELDS = ("title", "at", "place", "people", "minutes")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another title, time, place, other people or minutes."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in _FIELDS:
            raise Usage(
                say("a meeting has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_FIELDS)),
            )
        values[name] = _value(here, name, text)
    _write(here, number, lambda file: rules.edited(file.meeting, here.now, **values))
    answer(here, number, say("changed"))


def _value(here: Desk, name: str, text: str) -> Any:
    if name == "at":
        return here.when(text.strip())
    if name == "people":
        return rules.names(line(text))
    typed = clean_text(text) if name == "minutes" else line(text)
    return typed if name == "title" else typed or None


def remove(here: Desk, number: int) -> None:
    """Entered by mistake, or never held."""
    _write(here, number, rules.removable)
    ref = ref_of("meeting", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
