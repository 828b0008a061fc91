"""The verbs of a callback."""

from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import callback as rules
from cmcli.domain.callback import Callback
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import clean_text
from cmcli.domain.interaction import Interaction
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Message, joined, say
from cmcli.views import callback as view
from cmcli.views.write import receipt


def book(here: Desk, client_id: int, due: datetime, purpose: str | None, every: str | None) -> None:
    """A new promise."""
    callback = Callback(
        -1, client_id, due, clean_text(purpose) if purpose else None,
        rules.parse_every(every) if every else None, due, 0, None, None, None, None, here.now,
    )  # fmt: skip
    applied = here.apply(rules.booked(callback, here.now), ref_of("client", client_id))
    answer(here, applied.ids[-1], say("booked for {due}", due=due))


def answer(here: Desk, number: int, what: Message, effects: list[Any] | None = None) -> None:
    """The callback as it is now, and what happened to it."""
    callback = here.store.get(Callback, number)
    client = here.tag(callback.client_id)
    head = joined([f"{ref_of('callback', number)} {client.name}", what, callback.purpose])
    here.show(
        lambda: view.document(callback, client, here.now),
        lambda: receipt(here.speak, head, effects or []),
    )


def show(here: Desk, number: int) -> None:
    """One callback."""
    callback = here.store.get(Callback, number)
    client = here.tag(callback.client_id)
    here.show(
        lambda: view.document(callback, client, here.now),
        lambda: view.page(callback, client, here.speak),
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """Done now; a note records the call that did it."""
    with here.store.transaction():
        callback = here.store.get(Callback, number)
        changes = rules.completed(callback, here.now, here.now)
        if note:
            changes.append(insert(_contact(callback, clean_text(note), here.now)))
        applied = here.apply(changes, ref_of("callback", number))
    again = here.store.find(Callback, applied.ids.get(-90, 0))
    effects = [
        say("next {ref} {due}", ref=ref_of("callback", again.id), due=again.due_at)
        if again else None,
        ref_of("interaction", applied.ids[-1]) if note else None,
    ]  # fmt: skip
    answer(here, number, say("done"), effects)


def _contact(callback: Callback, note: str, now: datetime) -> Interaction:
    return Interaction(
        -1, callback.client_id, now, "phone", "out", "reached", None, note, callback.id,
        callback.request_id, callback.deal_id, now,
    )  # fmt: skip


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Promise it for another time; how often it moved is kept."""
    with here.store.transaction():
        callback = here.store.get(Callback, number)
        here.apply(rules.moved(callback, due, here.now), ref_of("callback", number))
    answer(here, number, say("moved from {old} to {due}", old=callback.due_at, due=due))


def cancel(here: Desk, number: int) -> None:
    """No longer promised."""
    with here.store.transaction():
        callback = here.store.get(Callback, number)
        here.apply(rules.cancelled(callback, here.now), ref_of("callback", number))
    answer(here, number, say("cancelled"))


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another purpose or rule of recurrence; `snooze` moves the time."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name == "purpose":
            values[name] = clean_text(text) or None
        elif name == "every":
            values[name] = rules.parse_every(text) if text.strip() else None
        else:
            raise Usage(
                say("a callback has no field {field} to edit", field=name),
                say("fields: {fields}; the time: cm snooze b{n} WHEN", fields="purpose, every",
                    n=number),
            )  # fmt: skip
    with here.store.transaction():
        changes: list[Change] = update(here.store.get(Callback, number), **values)
        here.apply(changes, ref_of("callback", number))
    answer(here, number, say("changed"))
