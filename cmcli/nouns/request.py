"""The verbs of a request."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import closing, complaint
from cmcli.domain import request as rules
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import clean_text
from cmcli.domain.interaction import Interaction
from cmcli.domain.ref import ref_of
from cmcli.domain.request import Request, RequestFile
from cmcli.errors import Usage
from cmcli.messages import Code, Message, joined, say
from cmcli.nouns import care
from cmcli.queries import handoff as handoffs
from cmcli.queries import request as queries
from cmcli.queries.policies import sla_policy
from cmcli.views import request as view
from cmcli.views.record import as_json
from cmcli.views.write import receipt

Decision = Callable[[RequestFile], list[Change]]


def change(
    here: Desk, number: int, decide: Decision, what: Callable[[RequestFile], Message]
) -> None:
    """Load a request, decide, write, and say what happened."""
    with here.store.transaction():
        file, _ = queries.file(here.store, number)
        here.apply(decide(file), ref_of("request", number))
    answer(here, number, what)


def answer(
    here: Desk,
    number: int,
    what: Callable[[RequestFile], Message],
    effects: list[Any] | None = None,
    hint: Message | None = None,
) -> None:
    """The request as it is now, and what happened to it."""
    file, client = queries.file(here.store, number)
    policy = sla_policy(here.settings)
    head = joined([f"{ref_of('request', number)} {client.name}", file.request.summary, what(file)])
    here.show(
        lambda: view.document(file, client, policy, here.now),
        lambda: receipt(here.speak, head, effects or [], hint=hint),
    )


def open_(here: Desk, request: Request) -> None:
    """A new request; its clock runs from when the client asked."""
    with here.store.transaction():
        applied = here.apply(rules.opened(request), ref_of("client", request.client_id))
    policy = sla_policy(here.settings)
    answer(
        here,
        applied.ids[request.id],
        lambda file: say("reply by {due}", due=file.response(policy).due),
    )


def respond(here: Desk, number: int, note: str | None, at: datetime, channel: str) -> None:
    """The first reply: an outbound contact, and the response clock stops."""

    def decide(file: RequestFile) -> list[Change]:
        return [*rules.responded(file, at), insert(_contact(file, note, at, channel, here.now))]

    policy = sla_policy(here.settings)

    def what(file: RequestFile) -> Message:
        clock = file.response(policy)
        limit = clock.due - clock.start
        return say("answered in {time} (limit {limit})", time=at - clock.start, limit=limit)

    change(here, number, decide, what)


def _contact(
    file: RequestFile, note: str | None, at: datetime, channel: str, now: datetime
) -> Interaction:
    return Interaction(
        -50, file.request.client_id, at, channel, "out", "reached", None, note, None,
        file.request.id, None, now,
    )  # fmt: skip


def resolve(
    here: Desk, number: int, note: str | None, at: datetime, satisfaction: str | None = None
) -> None:
    """Dealt with; asks how satisfied the client is, and proposes an after-care call."""
    file, client = queries.file(here.store, number)
    rules.still_open(file)
    score = care.satisfaction(here, satisfaction)
    problem = file.request.kind == "problem"
    due = care.aftercare(here, "aftercare.problem") if problem else None
    with here.store.transaction():
        file, client = queries.file(here.store, number)
        changes = rules.resolved(file, at, note)
        if score:
            changes.append(closing.satisfied(client.id, number, score, at, here.now))
        if due:
            purpose = here.speak(say("after-care: {what}", what=file.request.summary))
            call = closing.aftercare(client.id, due, purpose, here.now, request_id=number)
            changes.append(call)
        applied = here.apply(changes, ref_of("request", number))
    hint = care.hint(here, client.id, "aftercare.problem") if problem and not due else None
    answer(here, number, lambda _: say("resolved"), care.effects(applied, score, due), hint)


def wait(here: Desk, number: int, at: datetime) -> None:
    """Wait for the client from `at` on."""
    change(here, number, lambda file: rules.waiting(file, at),
           lambda _: say("waiting for the client since {at}", at=at))  # fmt: skip


def resolve_by(here: Desk, file: RequestFile) -> Message:
    """The date of the resolution, to be said after it changed."""
    clock = file.resolution(sla_policy(here.settings), here.now)
    return say("resolve by {due}", due=clock.due) if clock else say("no limit")


def pass_on(here: Desk, number: int, kind: str, who: str, note: str | None) -> None:
    """Escalated, or handed over."""
    text = clean_text(note) if note else None
    change(
        here, number,
        lambda file: complaint.passed_on(file, kind, clean_text(who), text, here.now),
        lambda _: say("{how} to {who}", how=Code("request_event", kind), who=who),
    )  # fmt: skip


def show(here: Desk, number: int) -> None:
    """The request, its clocks explained."""
    file, client = queries.file(here.store, number)
    policy = sla_policy(here.settings)
    contacts = here.store.select(Interaction, "WHERE request_id = ? ORDER BY at", number)
    handed = handoffs.out_of(here.store, "request_id", number)
    here.show(
        lambda: (
            view.document(file, client, policy, here.now)
            | {"handoffs": [as_json(one, here.zone, client=client) for one in handed]}
        ),
        lambda: view.page(file, client, contacts, policy, here.speak, handed),
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """A request is done when it is resolved."""
    resolve(here, number, clean_text(note) if note else None, here.now)


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another summary or kind."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name == "summary" and text.strip():
            values[name] = clean_text(text)
        elif name == "kind":
            values[name] = here.code("request_kind", text)
        else:
            raise Usage(
                say("a request has no field {field} to edit", field=name),
                say("fields: {fields}", fields="summary, kind"),
            )
    change(here, number, lambda file: update(file.request, **values), lambda _: say("changed"))
