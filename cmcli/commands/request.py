"""`cm request`: what clients asked for."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain import complaint
from cmcli.domain import request as rules
from cmcli.domain.client import clean_text
from cmcli.domain.ref import need_ref
from cmcli.domain.request import Request
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import request as noun
from cmcli.params import At, ClientArg, ClientOpt, From, Limit, NoteArg, Sort, Tag, Tier, To
from cmcli.queries.policies import sla_policy
from cmcli.typed import note_from
from cmcli.views import request as view

Summary = Annotated[str, typer.Argument(metavar="SUMMARY", help=N_("what the client asked"))]
Kind = Annotated[str, typer.Option(metavar="KIND", help=N_("inquiry, service, problem, complaint"))]
Urgent = Annotated[bool, typer.Option("--urgent", help=N_("reply within the urgent limit"))]
Ref = Annotated[str, typer.Argument(metavar="R", help=N_("the request: r7"))]
Channel = Annotated[str, typer.Option("--channel", "-c", metavar="CHANNEL", help=N_("by which"))]
Status = Annotated[
    str | None, typer.Option(metavar="STATUS", help=N_("open, waiting, resolved, or all"))
]
State = Annotated[
    str | None, typer.Option(metavar="STATE", help=N_("open, at_risk, overdue, met, breached"))
]


Satisfaction = Annotated[
    str | None, typer.Option(metavar="1-5", help=N_("how satisfied the client is; 5 is very"))
]


def open_(
    client: ClientArg, summary: Summary, kind: Kind = "inquiry", urgent: Urgent = False,
    at: At = None,
) -> None:  # fmt: skip
    """The client asked for something; the clock runs from --at."""
    here = desk.current()
    text = clean_text(summary)
    if not text:
        raise Usage(say("what did the client ask for?"), say("cm request open CLIENT SUMMARY"))
    found = here.client(client)
    noun.open_(here, Request(
        -1, found.id, text, here.code("request_kind", kind), "urgent" if urgent else "normal",
        "open", here.happened(at), None, None, here.now,
    ))  # fmt: skip


def list_(
    client: ClientOpt = None,
    tier: Tier = None,
    tag: Tag = None,
    status: Status = None,
    state: State = None,
    since: From = None,
    until: To = None,
    sort: Sort = None,
    limit: Limit = None,
) -> None:
    """Requests that are not resolved, or those of a status."""
    from cmcli.queries import lists

    here = desk.current()
    start, end = here.span(since, until)
    wanted = here.code("state", state) if state else None
    closed = wanted in ("met", "breached")
    every = status == "all" or (status is None and closed)
    found = lists.requests(
        here.store, client=here.client(client).id if client else None,
        tier=here.code("tier", tier) if tier else None, tag=tag,
        status=None if every else _status(here, status),
        since=start, until=end, sort=sort,
    )  # fmt: skip
    policy = sla_policy(here.settings)
    if not sort:
        found = rules.by_urgency(found, policy, here.now)
    found = [row for row in found if wanted in (None, row[0].state(policy, here.now))]
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(*row, policy, here.now) for row in found],
        lambda: view.listing(found, policy, here.speak),
    )


def _status(here: desk.Desk, status: str | None) -> str:
    return here.code("request_status", status) if status else "unresolved"


def respond(ref: Ref, note: NoteArg = None, at: At = None, channel: Channel = "phone") -> None:
    """The first reply; its clock stops."""
    here = desk.current()
    text = note_from(note)
    noun.respond(
        here, need_ref(ref, "request").id, clean_text(text) if text else None,
        here.happened(at), here.code("channel", channel),
    )  # fmt: skip


def resolve(
    ref: Ref, note: NoteArg = None, at: At = None, satisfaction: Satisfaction = None
) -> None:
    """Dealt with."""
    here = desk.current()
    text = note_from(note)
    noun.resolve(
        here, need_ref(ref, "request").id, clean_text(text) if text else None,
        here.happened(at), satisfaction,
    )  # fmt: skip


def wait(ref: Ref, at: At = None) -> None:
    """Wait for the client; the resolution clock pauses."""
    here = desk.current()
    noun.wait(here, need_ref(ref, "request").id, here.happened(at))


def resume(ref: Ref, at: At = None) -> None:
    """The client has answered; the clock runs on."""
    here = desk.current()
    moment = here.happened(at)
    noun.change(here, need_ref(ref, "request").id, lambda file: rules.resumed(file, moment),
                lambda _: say("resumed at {at}", at=moment))  # fmt: skip


def reopen(ref: Ref, at: At = None) -> None:
    """Not dealt with after all: a new pair of clocks."""
    here = desk.current()
    moment, policy = here.happened(at), sla_policy(here.settings)
    noun.change(here, need_ref(ref, "request").id, lambda file: rules.reopened(file, moment),
                lambda file: say("reopened, reply by {due}",
                                 due=file.response(policy).due))  # fmt: skip


Longer = Annotated[str, typer.Argument(metavar="LIMIT", help=N_("plain, complex or special"))]
ReasonOpt = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("why; is recorded"))]
Facts = Annotated[str, typer.Argument(metavar="NOTE", help=N_("what came to light"))]
Person = Annotated[str, typer.Argument(metavar="PERSON", help=N_("to whom"))]
Department = Annotated[str, typer.Argument(metavar="DEPARTMENT", help=N_("to which department"))]


def limit(ref: Ref, limit: Longer, reason: ReasonOpt = "") -> None:
    """A complaint's longer limit: complex 30 days, special 60, each with its reason."""
    here = desk.current()
    policy = sla_policy(here.settings)
    if limit not in complaint.LIMITS:
        raise Usage(say("{text} is not a limit", text=limit), say("plain, complex or special"))
    noun.change(
        here, need_ref(ref, "request").id,
        lambda file: complaint.limited(file, limit, clean_text(reason), policy, here.now),
        lambda file: noun.resolve_by(here, file),
    )  # fmt: skip


def mediate(ref: Ref, at: At = None) -> None:
    """A mediation has begun; the resolution clock stops until `resume`."""
    here = desk.current()
    moment = here.happened(at)
    noun.change(here, need_ref(ref, "request").id, lambda file: complaint.mediated(file, moment),
                lambda _: say("in mediation since {at}", at=moment))  # fmt: skip


def facts(ref: Ref, note: Facts, at: At = None) -> None:
    """New facts came; the resolution clock starts anew."""
    here = desk.current()
    moment, text = here.happened(at), clean_text(note)
    noun.change(
        here, need_ref(ref, "request").id,
        lambda file: complaint.new_facts(file, text, moment),
        lambda file: noun.resolve_by(here, file),
    )  # fmt: skip


def withdraw(ref: Ref, note: NoteArg = None, at: At = None) -> None:
    """The client takes it back; it counts neither as kept nor as broken."""
    here = desk.current()
    moment, text = here.happened(at), note_from(note)
    noun.change(
        here, need_ref(ref, "request").id,
        lambda file: complaint.withdrawn(file, clean_text(text) if text else None, moment),
        lambda _: say("withdrawn by the client"),
    )  # fmt: skip


def escalate(ref: Ref, person: Person, note: NoteArg = None) -> None:
    """Tell somebody above; the clocks run on."""
    noun.pass_on(desk.current(), need_ref(ref, "request").id, "escalated", person, note_from(note))


def handover(ref: Ref, department: Department, note: NoteArg = None) -> None:
    """Another department works on it; the clocks run on."""
    noun.pass_on(
        desk.current(), need_ref(ref, "request").id, "handed_over", department, note_from(note)
    )


def review() -> None:
    """The end of the day: every open request, what it needs before tomorrow morning."""
    from cmcli.queries.request import open_files

    here = desk.current()
    policy = sla_policy(here.settings)
    found = rules.by_urgency(open_files(here.store), policy, here.now)
    here.show(
        lambda: view.review_document(found, policy, here.now),
        lambda: view.review(found, policy, here.speak),
    )
    if here.interactive and found:
        from cmcli.dialogue import review_requests

        review_requests(here, found)


def urgent(ref: Ref, at: At = None) -> None:
    """Shorten the time to reply, from the moment the client asked."""
    here = desk.current()
    moment, policy = here.happened(at), sla_policy(here.settings)
    noun.change(here, need_ref(ref, "request").id, lambda file: rules.made_urgent(file, moment),
                lambda file: say("urgent, reply by {due}",
                                 due=file.response(policy).due))  # fmt: skip
