"""`cm handoff`: work asked of other departments."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import handoff as noun
from cmcli.params import At, ClientOpt, From, Limit, Reveal, Sort, To
from cmcli.typed import note_from

Client = Annotated[
    str, typer.Argument(metavar="CLIENT|-", help=N_("whose it is; - where it is no client's"))
]
Department = Annotated[str, typer.Argument(metavar="DEPARTMENT", help=N_("运营部, risk control"))]
Words = Annotated[
    str, typer.Argument(metavar="TEXT", help=N_("what is asked; - reads it from standard input"))
]
Due = Annotated[
    str | None, typer.Option(metavar="WHEN", help=N_("when it is to be back; see handoff.days"))
]
Person = Annotated[str | None, typer.Option(metavar="NAME", help=N_("who has it there"))]
For = Annotated[
    str | None, typer.Option("--request", metavar="R", help=N_("the request it is for"))
]
Deal = Annotated[str | None, typer.Option(metavar="D", help=N_("the deal it is for"))]
Sent = Annotated[
    str | None, typer.Option("--at", metavar="WHEN", help=N_("when it was sent; now by default"))
]


def add(
    client: Client, department: Department, text: Words, due: Due = None, person: Person = None,
    request: For = None, deal: Deal = None, at: Sent = None,
) -> None:  # fmt: skip
    """Ask another department for something. Without --due it has handoff.days working days."""
    here = desk.current()
    noun.add(here, noun.new(
        here, client, here.happened(at), due, department=department, text=note_from(text),
        person=person, request=request, deal=deal,
    ))  # fmt: skip


Of = Annotated[
    str | None, typer.Option("--department", metavar="D", help=N_("only this department's"))
]
Out = Annotated[bool, typer.Option("--open", help=N_("not back yet; so by default"))]
Back = Annotated[bool, typer.Option("--done", help=N_("those that are back"))]
Late = Annotated[bool, typer.Option("--late", help=N_("late, or back late"))]
All = Annotated[bool, typer.Option("--all", help=N_("every one, the cancelled too"))]


def list_(
    client: ClientOpt = None, department: Of = None, open_: Out = False, done: Back = False,
    late: Late = False, every: All = False, since: From = None, until: To = None,
    sort: Sort = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Hand-offs that are out, the first due first; --from and --to go by when they were sent."""
    here = desk.current()
    if open_ + done + late + every > 1:
        raise Usage(say("one of these at a time: {names}", names="--open, --done, --late, --all"),
                    say("for example {example}", example="cm handoff list --late"))  # fmt: skip
    start, end = here.span(since, until)
    noun.listing(
        here, ("late", "done_late") if late else (), limit,
        client=here.client(client).id if client else None, department=department,
        since=start, until=end, out=None if late or every else not done, sort=sort,
    )  # fmt: skip


Ref = Annotated[str, typer.Argument(metavar="O", help=N_("the hand-off: o3"))]
Result = Annotated[
    str | None,
    typer.Argument(metavar="RESULT", help=N_("what came of it; - reads it from standard input")),
]


def received(ref: Ref, at: At = None, person: Person = None) -> None:
    """The department says that it has it."""
    here = desk.current()
    noun.received(here, need_ref(ref, "handoff").id, here.happened(at), person)


def done(ref: Ref, result: Result = None, at: At = None) -> None:
    """It is back. `cm done o3 RESULT` is the same."""
    here = desk.current()
    noun.returned(here, need_ref(ref, "handoff").id, note_from(result), here.happened(at))


Reason = Annotated[str, typer.Argument(metavar="REASON", help=N_("why it is taken back"))]


def cancel(ref: Ref, reason: Reason) -> None:
    """Taken back before it was done."""
    noun.cancel(desk.current(), need_ref(ref, "handoff").id, reason)


Format = Annotated[str | None, typer.Option("--format", metavar="F", help=N_("md, html, docx"))]
File = Annotated[str | None, typer.Option("-o", metavar="FILE", help=N_("write it there"))]


def packet(ref: Ref, format_: Format = None, out: File = None, reveal: Reveal = False) -> None:
    """What to send along: what is asked, for whom, by when, and a slip to sign and return."""
    from cmcli.nouns.handoff_packet import write

    write(desk.current(), need_ref(ref, "handoff").id, format_, out, reveal=reveal)
