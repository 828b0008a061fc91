"""The verbs of a feedback: give, act on it, tell the client, take it together by themes."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cmcli.desk import Desk
from cmcli.domain import feedback as rules
from cmcli.domain.action import Action
from cmcli.domain.change import Change, delete, insert
from cmcli.domain.client import Client, clean_name, clean_text
from cmcli.domain.days import midnight
from cmcli.domain.feedback import RECOMMEND, SATISFACTION, Feedback
from cmcli.domain.interaction import Interaction
from cmcli.domain.ref import need_ref, ref_of
from cmcli.domain.request import Request
from cmcli.errors import Usage
from cmcli.messages import Message, joined, say
from cmcli.nouns import action as actions
from cmcli.queries import feedback as queries
from cmcli.views import contact as contacts
from cmcli.views import feedback as view
from cmcli.views.write import receipt

if TYPE_CHECKING:
    from cmcli.domain.period import Period


def new(
    here: Desk, client: Client, text: str | None, at: datetime, **given: str | None
) -> Feedback:
    """A feedback from what was typed: satisfaction, recommend, theme, request."""
    request = given["request"]
    number = need_ref(request, "request").id if request else None
    if number and here.store.get(Request, number).client_id != client.id:
        raise Usage(say("that belongs to another client than {name}", name=client.name))
    values = {name: _value(here, name, given[name] or "") for name in _FIELDS if name in given}
    return Feedback(
        -1, client.id, at, text=clean_text(text or "") or None, interaction_id=None,
        request_id=number, told_at=None, created_at=here.now, **values,
    )  # fmt: skip


def add(here: Desk, feedback: Feedback) -> None:
    """Write it."""
    with here.store.transaction():
        applied = here.apply(rules.given(feedback), ref_of("client", feedback.client_id))
    answer(here, applied.ids[feedback.id])


def answer(here: Desk, number: int, what: Message | None = None) -> None:
    """The feedback as it is now, and what happened to it."""
    file, client = queries.file(here.store, number)
    ref = ref_of("feedback", number)
    head = joined([f"{ref} {client.name}", what, view.scores(file.feedback)])
    hint = say("what will be done: cm feedback act {ref} '…'", ref=ref)
    here.show(
        lambda: view.document(file, client, here.now),
        lambda: receipt(
            here.speak, head, [file.feedback.text],
            hint=hint if file.state == "heard" and file.is_open else None,
        ),
    )  # fmt: skip


def act(here: Desk, number: int, text: str, owner: str | None, due: datetime | None) -> None:
    """Something that will be done about it."""
    with here.store.transaction():
        file, client = queries.file(here.store, number)
        action = Action(
            -1, client.id, number, clean_text(text), clean_name(owner) if owner else None, due,
            None, None, here.now,
        )  # fmt: skip
        applied = here.apply(rules.acted(file, action, here.now), ref_of("feedback", number))
    when = say("due {due}", due=due) if due else None
    actions.answer(here, applied.ids[-1], joined([when, action.owner]))


def tell(here: Desk, number: int, note: str | None, at: datetime, channel: str) -> None:
    """The client heard what was done; a note records the contact."""
    with here.store.transaction():
        file, client = queries.file(here.store, number)
        changes: list[Change] = rules.told(file, at)
        if note:
            changes.append(insert(Interaction(
                -1, client.id, at, channel, "out", "reached", None, note, None,
                file.feedback.request_id, None, here.now,
            )))  # fmt: skip
        here.apply(changes, ref_of("feedback", number))
    answer(here, number, say("the client was told"))


def themes(here: Desk, over: "Period") -> None:
    """Each theme of a period beside the one before."""
    before = over.previous()
    now, then = (
        [
            file
            for file, _ in queries.listed(
                here.store, client=None, tier=None, theme=None,
                since=midnight(period.start, here.zone),
                until=midnight(_after(period), here.zone), sort=None,
            )
        ]
        for period in (over, before)
    )  # fmt: skip
    found = rules.themes(now, then)
    here.show(
        lambda: view.themes_document(found, over, before),
        lambda: view.themes_page(found, over, before, here.speak),
    )


def _after(period: "Period") -> Any:
    from datetime import timedelta

    return period.end + timedelta(days=1)


def show(here: Desk, number: int) -> None:
    """One feedback with its actions."""
    file, client = queries.file(here.store, number)
    here.show(
        lambda: view.document(file, client, here.now), lambda: view.page(file, client, here.speak)
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """A feedback is done when the client was told."""
    tell(here, number, clean_text(note) if note else None, here.now, "phone")


_FIELDS = ("satisfaction", "recommend", "theme")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other scores, theme, words or time."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in (*_FIELDS, "text", "at"):
            raise Usage(
                say("a feedback has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join((*_FIELDS, "text", "at"))),
            )
        values[name] = _value(here, name, text)
    with here.store.transaction():
        file, _ = queries.file(here.store, number)
        here.apply(rules.corrected(file.feedback, **values), ref_of("feedback", number))
    answer(here, number, say("changed"))


def _value(here: Desk, name: str, text: str) -> Any:
    typed = text.strip()
    if name == "at":
        return here.happened(typed)
    if not typed:
        return None
    if name in ("satisfaction", "recommend"):
        return rules.score(typed, SATISFACTION if name == "satisfaction" else RECOMMEND)
    return " ".join(clean_text(typed).split()) if name == "theme" else clean_text(typed)


def remove(here: Desk, number: int) -> None:
    """Take back a feedback on which no action hangs."""
    with here.store.transaction():
        file, _ = queries.file(here.store, number)
        here.apply([delete(rules.removable(file))], ref_of("feedback", number))
    ref = ref_of("feedback", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
