"""The verbs of a hand-off: asked, received, back, moved, taken back, shown, corrected."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import handoff as rules
from cmcli.domain.change import Change, delete
from cmcli.domain.client import clean_text
from cmcli.domain.deal import Deal
from cmcli.domain.handoff import Handoff
from cmcli.domain.ref import need_ref, ref_of
from cmcli.domain.request import Request
from cmcli.errors import Usage
from cmcli.messages import Message, joined, say
from cmcli.queries import handoff as queries
from cmcli.queries import request as requests
from cmcli.queries.policies import handoff_policy, working_day
from cmcli.views import contact as contacts
from cmcli.views import handoff as view
from cmcli.views.write import receipt

# What is typed where there is no client.
NOBODY = "-"


def new(
    here: Desk, client: str, at: datetime, due: str | None, **given: str | None
) -> Handoff:  # fmt: skip
    """A hand-off from what was typed: department, text, person, request, deal."""
    number = None if client.strip() == NOBODY else here.client(client).id
    by = here.when(due) if due is not None else rules.usual_due(
        at, here.settings["handoff.days"], working_day(here.settings), here.now
    )  # fmt: skip
    fields = {_COLUMNS[name]: _value(here, name, text) for name, text in given.items()}
    blank = dict.fromkeys(Handoff._fields)
    return Handoff(**{
        **blank, **fields, "id": -1, "client_id": number, "sent_at": at, "due_at": by,
        "first_due_at": by, "moved": 0, "created_at": here.now,
    })  # fmt: skip


def add(here: Desk, handoff: Handoff) -> None:
    """Write it; what it is for says whose it is, where no client was named."""
    with here.store.transaction():
        placed = _placed(here, handoff)
        changes = rules.sent(placed, here.now)
        subject = ref_of("client", placed.client_id) if placed.client_id else placed.department
        applied = here.apply(changes, subject)
    answer(here, applied.ids[handoff.id], say("due {due}", due=handoff.due_at), _to_send)


def _to_send(here: Desk, one: Handoff) -> Message:
    return say("to send: cm handoff packet {ref} -o {ref}.docx", ref=one.ref)


def _placed(here: Desk, handoff: Handoff) -> Handoff:
    """The hand-off with the client of its request or deal; raises `Usage` where two differ."""
    found: list[Request | Deal] = []
    if handoff.request_id:
        found.append(here.store.get(Request, handoff.request_id))
    if handoff.deal_id:
        found.append(here.store.get(Deal, handoff.deal_id))
    for source in found:
        handoff = handoff._replace(client_id=handoff.client_id or source.client_id)
        if source.client_id != handoff.client_id:
            noun = "request" if isinstance(source, Request) else "deal"
            name = here.tag(source.client_id).name
            raise Usage(
                say("{ref} is of another client: {name}", ref=ref_of(noun, source.id), name=name),
                say("cm show {ref} says whose it is", ref=ref_of(noun, source.id)),
            )
    return handoff


def answer(
    here: Desk,
    number: int,
    what: Any,
    hint: Callable[[Desk, Handoff], Message | None] | None = None,
) -> None:
    """The hand-off as it is now, and what happened to it."""
    one, client = queries.pair(here.store, number)
    head = joined([view.head(one, client), what])
    here.show(
        lambda: view.document(one, client, handoff_policy(here.settings), here.now),
        lambda: receipt(
            here.speak, head, [one.result or one.reason], hint=hint(here, one) if hint else None
        ),
    )


def change(
    here: Desk, number: int, decide: Callable[[Handoff], list[Change]], what: Any,
    hint: Callable[[Desk, Handoff], Message | None] | None = None,
) -> None:  # fmt: skip
    """Read it, decide, write, and say what happened."""
    with here.store.transaction():
        one = here.store.get(Handoff, number)
        here.apply(decide(one), one.ref)
    answer(here, number, what, hint)


def received(here: Desk, number: int, at: datetime, person: str | None) -> None:
    """The department says that it has it."""
    who = clean_text(person) if person else None
    one = here.store.get(Handoff, number)
    due = joined([say("received {at}", at=at), who, say("due {due}", due=one.due_at)])
    change(here, number, lambda one: rules.received(one, at, who), due)


def returned(here: Desk, number: int, result: str | None, at: datetime) -> None:
    """It is back; the client waits for what comes next."""
    text = clean_text(result) if result else None
    change(here, number, lambda one: rules.returned(one, at, text or None),
           say("back {at}", at=at), _next)  # fmt: skip


def _next(here: Desk, one: Handoff) -> Message | None:
    """What the client waits for now: the reply to the request, its end, or a word."""
    if one.request_id:
        file, _ = requests.file(here.store, one.request_id)
        if file.request.status == "resolved":
            return None
        if file.clock.responded_at is None:
            return say("now reply: cm request respond {ref} NOTE", ref=file.ref)
        return say("now tell the client and close it: cm request resolve {ref} NOTE", ref=file.ref)
    if one.client_id is None:
        return None
    return say("tell the client: cm log {ref} NOTE", ref=ref_of("client", one.client_id))


def cancel(here: Desk, number: int, reason: str) -> None:
    """Taken back, and why."""
    text = clean_text(reason)
    change(here, number, lambda one: rules.cancelled(one, text, here.now), say("cancelled"))


def listing(here: Desk, states: tuple[str, ...], limit: int | None, **wanted: Any) -> None:
    """Hand-offs by the filters, those of some states where any are named."""
    found = [
        row for row in queries.listed(here.store, **wanted)
        if not states or rules.state(row[0], here.now) in states
    ]  # fmt: skip
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(*row, handoff_policy(here.settings), here.now) for row in found],
        lambda: view.listing(found, here.speak),
    )


def show(here: Desk, number: int) -> None:
    """One hand-off, its clock explained."""
    one, client = queries.pair(here.store, number)
    policy = handoff_policy(here.settings)
    here.show(
        lambda: view.document(one, client, policy, here.now),
        lambda: view.page(one, client, policy, here.speak),
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """A hand-off is done when it is back; the note is its result."""
    returned(here, number, note, here.now)


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Another due time was agreed with the department."""
    change(here, number, lambda one: rules.moved(one, due, here.now), say("due {due}", due=due))


# The fields by the names of the options.
_COLUMNS = {
    "text": "text", "department": "department", "person": "person", "result": "result",
    "request": "request_id", "deal": "deal_id", "at": "sent_at",
}  # fmt: skip


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other words, another department or person, what it is for, when it was sent."""
    if "due" in fields:
        raise Usage(
            say("a due time is agreed anew, and that is counted"),
            say("cm snooze {ref} WHEN", ref=ref_of("handoff", number)),
        )
    for name, text in fields.items():
        if name not in _COLUMNS:
            raise Usage(
                say("a hand-off has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_COLUMNS)),
            )
        if name in ("text", "department", "at") and not text.strip():
            raise Usage(say("{field} cannot be empty", field=name),
                        say("other words: cm edit {ref} {field}=…", field=name,
                            ref=ref_of("handoff", number)))  # fmt: skip
    values = {_COLUMNS[name]: _value(here, name, text) for name, text in fields.items()}

    def decide(one: Handoff) -> list[Change]:
        owner = _placed(here, one._replace(**values)).client_id
        return rules.corrected(one, here.now, **values, client_id=owner)

    change(here, number, decide, say("changed"))


def _value(here: Desk, name: str, text: str | None) -> Any:
    typed = (text or "").strip()
    if name in ("text", "department"):
        return clean_text(typed)
    if not typed:
        return None
    if name in ("request", "deal"):
        return need_ref(typed, name).id
    return here.happened(typed) if name == "at" else clean_text(typed) or None


def remove(here: Desk, number: int) -> None:
    """Entered by mistake."""
    ref = ref_of("handoff", number)
    with here.store.transaction():
        here.apply([delete(here.store.get(Handoff, number))], ref)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
