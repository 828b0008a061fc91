"""`cm log`: a contact in one line."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.feedback import SATISFACTION, score
from cmcli.domain.interaction import minutes
from cmcli.domain.request import not_ahead
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns.interaction import Said, record
from cmcli.params import At, NoteArg
from cmcli.typed import note_from

ClientOrNone = Annotated[
    str | None,
    typer.Argument(metavar="CLIENT", help=N_("reference, name, pinyin or telephone")),
]
Channel = Annotated[
    str,
    typer.Option(
        "--channel",
        "-c",
        metavar="CHANNEL",
        help=N_("phone, visit, meeting, branch, video, wechat, sms, email, event"),
    ),
]
Minutes = Annotated[str | None, typer.Option("--minutes", metavar="N", help=N_("how long it took"))]
Outcome = Annotated[
    str,
    typer.Option(
        "--outcome", "-o", metavar="OUTCOME", help=N_("reached, no_answer, left_message, refused")
    ),
]
Direction = Annotated[str, typer.Option(metavar="WAY", help=N_("out, in"))]
FollowUp = Annotated[
    str | None, typer.Option("--callback", "-b", metavar="WHEN", help=N_("book the next contact"))
]
Purpose = Annotated[
    str | None,
    typer.Option("--purpose", "-p", metavar="TEXT", help=N_("what the next contact is for")),
]
DoneOpt = Annotated[
    str | None, typer.Option("--callback-done", metavar="B", help=N_("the callback this answers"))
]
RequestOpt = Annotated[
    str | None, typer.Option("--request", "-r", metavar="R", help=N_("the request this answers"))
]
DealOpt = Annotated[
    str | None, typer.Option("--deal", "-d", metavar="D", help=N_("the deal this is about"))
]
CampaignOpt = Annotated[
    str | None, typer.Option("--campaign", metavar="M", help=N_("the campaign it is credited to"))
]
Ask = Annotated[
    bool, typer.Option("--ask", help=N_("the client asked for something: open a request"))
]
Urgent = Annotated[bool, typer.Option("--urgent", help=N_("and it is urgent"))]
Satisfaction = Annotated[
    str | None, typer.Option(metavar="1-5", help=N_("how satisfied the client is; 5 is very"))
]
Edit = Annotated[bool, typer.Option("--edit", "-e", help=N_("write the note in $EDITOR"))]


def log(
    client: ClientOrNone = None, note: NoteArg = None, channel: Channel = "phone",
    at: At = None, minutes_: Minutes = None, outcome: Outcome = "reached",
    direction: Direction = "out", callback: FollowUp = None, purpose: Purpose = None,
    callback_done: DoneOpt = None, request: RequestOpt = None, ask: Ask = False,
    urgent: Urgent = False, deal: DealOpt = None, satisfaction: Satisfaction = None,
    campaign: CampaignOpt = None, edit: Edit = False,
) -> None:  # fmt: skip
    """Record a contact, what it answers and what follows."""
    here = desk.current()
    if client is None:
        _dialogue(here)
        return
    if purpose and not callback:
        raise Usage(say("--purpose goes with --callback"), say("--callback 周五 --purpose …"))
    said = Said(
        here.client(client), None, not_ahead(here.happened(at), here.now),
        here.code("channel", channel), here.code("direction", direction),
        here.code("outcome", outcome), minutes(minutes_) if minutes_ else None, callback_done,
        request, deal, ask, urgent, here.when(callback) if callback else None, purpose,
        score(satisfaction, SATISFACTION) if satisfaction else None, campaign,
    )  # fmt: skip
    record(here, said._replace(note=note_from(note, edit=edit)))


def _dialogue(here: desk.Desk) -> None:
    if not here.interactive:
        raise Usage(say("whom did you talk to?"), say("cm log CLIENT [NOTE]"))
    from cmcli.dialogue import ask_contact

    record(here, ask_contact(here))
