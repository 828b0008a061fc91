"""The guided `cm log`: five questions, each answered by Enter where the usual holds."""

from cmcli import prompts
from cmcli.desk import Desk
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.request import RequestFile
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import CmError
from cmcli.i18n import gettext
from cmcli.messages import Code
from cmcli.nouns.interaction import Said
from cmcli.queries.client import matches


def ask_contact(here: Desk) -> Said:
    """Client by typing, channel, outcome, note, follow-up."""
    client = here.client(_ask_client(here))
    channel = prompts.choose(gettext("Channel"), _choices(here, "channel"), default="phone")
    return _what_came_of_it(here, client, channel)


def ask_after_call(here: Desk, client: Client) -> Said:
    """Outcome, note and follow-up of a call that was just made."""
    return _what_came_of_it(here, client, "phone")


def _what_came_of_it(here: Desk, client: Client, channel: str) -> Said:
    outcome = prompts.choose(gettext("Outcome"), _choices(here, "outcome"), default="reached")
    note = prompts.text(gettext("Note"))
    again = prompts.text(
        gettext("Next contact (明天下午3点, fri, +3d; empty: none)"),
        check=lambda t: _wrong(here, t),
    )
    purpose = prompts.text(gettext("What for")) if again.strip() else ""
    return Said(
        client, note.strip() or None, channel=channel, outcome=outcome,
        follow_up=here.when(again) if again.strip() else None, purpose=purpose.strip() or None,
    )  # fmt: skip


def _ask_client(here: Desk) -> str:
    def find(typed: str) -> list[str]:
        return [f"c{client.id} {client.name}" for client in matches(here.store, typed, 8)]

    typed = prompts.search(gettext("Client"), find).strip()
    head = typed.split(" ", 1)[0]
    return head if head[:1] == "c" and head[1:].isdecimal() else typed


def _choices(here: Desk, vocabulary: str) -> list[tuple[str, str]]:
    return [(here.speak(Code(vocabulary, code)), code) for code in VOCABULARIES[vocabulary]]


def _wrong(here: Desk, text: str) -> str | None:
    if not text.strip():
        return None
    try:
        here.when(text)
    except CmError as error:
        return here.speak(error.message)
    return None


def review_requests(here: Desk, found: list[tuple[RequestFile, ClientTag]]) -> None:
    """Each open request in turn: closed, waiting for the client, or left; Ctrl-C ends it."""
    from cmcli.nouns import request as noun

    for file, client in found:
        label = f"{file.ref} {client.name}: {file.request.summary}"
        answers = [(gettext("leave it"), "leave"), (gettext("resolved"), "done")]
        if file.request.status == "open":
            answers.append((gettext("waiting for the client"), "wait"))
        answer = prompts.choose(label, answers, default="leave")
        if answer == "done":
            noun.done(here, file.request.id, prompts.text(gettext("Note")).strip() or None)
        elif answer == "wait":
            noun.wait(here, file.request.id, here.now)
