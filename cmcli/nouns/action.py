"""The verbs of an action."""

from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import action as rules
from cmcli.domain.action import Action
from cmcli.domain.change import delete, update
from cmcli.domain.client import ClientTag, clean_name, clean_text
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import joined, say
from cmcli.queries import feedback as queries
from cmcli.views import action as view
from cmcli.views import contact as contacts
from cmcli.views.write import receipt


def _client(here: Desk, action: Action) -> ClientTag | None:
    return here.tag(action.client_id) if action.client_id else None


def answer(here: Desk, number: int, what: Any) -> None:
    """The action as it is now, and what happened to it."""
    action = here.store.get(Action, number)
    client = _client(here, action)
    ref = ref_of("action", number)
    head = joined([f"{ref} {client.name}" if client else ref, action.text, what])
    here.show(
        lambda: view.document(action, client, here.now),
        lambda: receipt(here.speak, head, [action.result], hint=_next(here, action)),
    )


def _next(here: Desk, action: Action) -> Any:
    """Once the last action on a feedback is done, the client is to be told."""
    if not action.feedback_id or not action.done_at:
        return None
    file, _ = queries.file(here.store, action.feedback_id)
    ref = ref_of("feedback", action.feedback_id)
    return say("tell the client: cm feedback told {ref}", ref=ref) if file.acted_at else None


def show(here: Desk, number: int) -> None:
    """One action."""
    action = here.store.get(Action, number)
    client = _client(here, action)
    here.show(
        lambda: view.document(action, client, here.now),
        lambda: view.page(action, client, here.speak),
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """Done; the note is what came of it."""
    result = clean_text(note) if note else None
    with here.store.transaction():
        action = here.store.get(Action, number)
        here.apply(rules.completed(action, here.now, result or None), ref_of("action", number))
    answer(here, number, say("done"))


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Another date."""
    with here.store.transaction():
        action = here.store.get(Action, number)
        here.apply(rules.moved(action, due, here.now), ref_of("action", number))
    answer(here, number, say("due {due}", due=due))


_FIELDS = ("text", "owner", "due", "result")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other words, another owner or date."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in _FIELDS:
            raise Usage(
                say("an action has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_FIELDS)),
            )
        if name == "text" and not text.strip():
            raise Usage(say("{field} cannot be empty", field=name),
                        say("other words: cm edit {ref} {field}=…", field=name,
                            ref=ref_of("action", number)))  # fmt: skip
        values["due_at" if name == "due" else name] = _value(here, name, text)
    with here.store.transaction():
        action = here.store.get(Action, number)
        here.apply(update(action, **values), ref_of("action", number))
    answer(here, number, say("changed"))


def _value(here: Desk, name: str, text: str) -> Any:
    if not text.strip():
        return None
    if name == "due":
        return here.when(text)
    return clean_name(text) if name == "owner" else clean_text(text)


def remove(here: Desk, number: int) -> None:
    """Take back an action that was planned by mistake."""
    with here.store.transaction():
        here.apply([delete(here.store.get(Action, number))], ref_of("action", number))
    ref = ref_of("action", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
