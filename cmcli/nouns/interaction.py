"""The verbs of an interaction, and recording one with all it touches."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cmcli.desk import Desk
from cmcli.domain import callback as callbacks
from cmcli.domain.callback import Callback
from cmcli.domain.change import delete, update
from cmcli.domain.client import Client, clean_text
from cmcli.domain.deal import Deal
from cmcli.domain.interaction import VISIT_CHANNELS, Interaction, Log, logged, minutes
from cmcli.domain.ref import need_ref, ref_of
from cmcli.domain.request import RequestFile
from cmcli.errors import Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.nouns.callback import working_days
from cmcli.queries import promises
from cmcli.queries import request as requests
from cmcli.views import contact as view

if TYPE_CHECKING:
    from cmcli.domain.campaign import Campaign, CampaignGuest
    from cmcli.domain.prospect import Prospect


class Said(NamedTuple):
    """What was typed about a contact, times and codes already understood."""

    client: Client
    note: str | None = None
    at: datetime | None = None
    channel: str = "phone"
    direction: str = "out"
    outcome: str = "reached"
    minutes: int | None = None
    answers: str | None = None
    request: str | None = None
    deal: str | None = None
    ask: bool = False
    urgent: bool = False
    follow_up: datetime | None = None
    purpose: str | None = None
    satisfaction: int | None = None
    campaign: str | None = None


def record(here: Desk, said: Said) -> None:
    """Write the contact and everything it touches; say what was done."""
    if said.urgent and not said.ask:
        raise Usage(say("--urgent goes with --ask"), say("or: cm request urgent R"))
    # Questions come before the file is held: nobody else waits for an answer at a prompt.
    answers = _answered(here, said)
    with here.store.transaction():
        log = _log(here, said, answers)
        applied = here.apply(logged(log, here.now), ref_of("client", log.client.id))
    result = view.Recorded(
        here.store.get(Interaction, applied.ids[-1]), log, applied.ids,
        _left_waiting(here, log), _again(here, applied.ids),
    )  # fmt: skip
    here.show(
        lambda: view.document(result, here.zone),
        lambda: view.page(result, here.speak, here.now, here.settings),
    )


def _answered(here: Desk, said: Said) -> int | None:
    """The callback this contact answers: the one named, or the nearest due one."""
    if said.answers:
        return need_ref(said.answers, "callback").id
    if said.outcome != "reached":
        return None
    # A call of yesterday, typed in today, does not keep a promise made for today.
    at = (said.at or here.now).astimezone(here.zone)
    visit = said.channel in VISIT_CHANNELS
    found = callbacks.nearest(promises.callbacks_of(here.store, said.client.id), at, visit=visit)
    if found is None:
        return None
    what = found.purpose or said.client.name
    question = say("Does this answer {ref} ({what}, due {due})?",
                   ref=ref_of("callback", found.id), what=what, due=found.due_at)  # fmt: skip
    return found.id if here.confirm(question) else None


def _log(here: Desk, said: Said, answers: int | None) -> Log:
    client = said.client
    answered = here.store.get(Callback, answers) if answers else None
    request = _request(here, said)
    deal = here.store.get(Deal, need_ref(said.deal, "deal").id) if said.deal else None
    for found in (answered, deal, request.request if request else None):
        if found is not None and found.client_id != client.id:
            raise Usage(say("that belongs to another client than {name}", name=client.name))
    campaign, guest = _campaign(here, said)
    return Log(
        client, said.at or here.now, said.channel, said.direction, said.outcome, said.minutes,
        clean_text(said.note or "") or None, answered, request, deal, said.ask,
        said.urgent, said.follow_up, clean_text(said.purpose) or None if said.purpose else None,
        working_days(here) if answered and answered.every else None, said.satisfaction,
        _prospect(here, client),
        campaign, guest,
    )  # fmt: skip


def _prospect(here: Desk, client: Client) -> "Prospect | None":
    """The record of a client who is still a prospect."""
    if client.status != "prospect":
        return None
    from cmcli.queries.prospect import open_of

    return open_of(here.store, client.id)


def _campaign(here: Desk, said: Said) -> "tuple[Campaign | None, CampaignGuest | None]":
    """The campaign the contact is credited to, and the client as its guest."""
    if not said.campaign:
        return None, None
    from cmcli.queries import campaign as campaigns

    found = campaigns.find(here.store, said.campaign)
    return found, campaigns.guest(here.store, found.id, said.client.id)


def _request(here: Desk, said: Said) -> RequestFile | None:
    """The request named, or the only one of the client that waits for a reply."""
    if said.request:
        return requests.file(here.store, need_ref(said.request, "request").id)[0]
    if said.ask or said.direction == "in" or said.outcome != "reached":
        return None
    at = said.at or here.now
    waiting = [
        file
        for file in requests.open_of(here.store, said.client.id)
        if file.clock.responded_at is None and file.clock.started_at <= at
    ]
    return waiting[0] if len(waiting) == 1 else None


def _again(here: Desk, ids: dict[int, int]) -> Callback | None:
    """The next date of a recurring callback that the contact answered."""
    number = ids.get(callbacks.AGAIN)
    return here.store.find(Callback, number) if number else None


def _left_waiting(here: Desk, log: Log) -> list[str]:
    """Requests of the client that still wait for a reply after this contact."""
    if log.ask:
        return []
    files = requests.open_of(here.store, log.client.id)
    return [ref_of("request", file.request.id) for file in files if file.clock.responded_at is None]


def show(here: Desk, number: int) -> None:
    """The contact in full."""
    contact = here.store.get(Interaction, number)
    client = here.tag(contact.client_id)
    here.show(
        lambda: view.contact_document(contact, client, here.zone),
        lambda: view.contact_page(contact, client, here.speak),
    )


_FIELDS = ("note", "minutes", "channel", "outcome", "direction", "at")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Correct a contact."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in _FIELDS:
            raise Usage(
                say("a contact has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_FIELDS)),
            )
        values[name] = _value(here, name, text)
    with here.store.transaction():
        contact = here.store.get(Interaction, number)
        here.apply(update(contact, **values), ref_of("interaction", number))
    show(here, number)


def _value(here: Desk, name: str, text: str) -> Any:
    if name == "note":
        return clean_text(text) or None
    if name == "minutes":
        return minutes(text)
    return here.happened(text) if name == "at" else here.code(name, text)


def remove(here: Desk, number: int) -> None:
    """Take back a contact that answered nothing; undo takes back one that did."""
    with here.store.transaction():
        contact = here.store.get(Interaction, number)
        if contact.callback_id or contact.request_id:
            raise Refused(
                say("{ref} answered a callback or a request", ref=ref_of("interaction", number)),
                say("take all of it back: cm history i{n}, cm undo N", n=number),
            )
        _brought_nothing(here, number)
        here.apply([delete(contact)], ref_of("interaction", number))
    here.show(
        lambda: {"ref": ref_of("interaction", number), "removed": True},
        lambda: view.removed(ref_of("interaction", number), here.speak),
    )


def _brought_nothing(here: Desk, number: int) -> None:
    """Raise `Refused` where a feedback came with the contact."""
    rows = here.store.pointing_at("interaction", number)
    refs = [ref_of(table, row) for table, _, row in rows if table == "feedback"]
    if refs:
        raise Refused(
            say("{ref} brought {feedback}", ref=ref_of("interaction", number), feedback=refs[0]),
            say("first: cm rm {ref}", ref=refs[0]),
        )
