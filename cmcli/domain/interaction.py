"""An interaction, and everything one line of `cm log` may do at once."""

from datetime import datetime
from typing import TYPE_CHECKING

from cmcli.domain import callback as callbacks
from cmcli.domain import request as requests
from cmcli.domain.callback import Callback
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import Client
from cmcli.domain.days import WorkingDay
from cmcli.domain.deal import Deal
from cmcli.domain.feedback import Feedback, given
from cmcli.domain.ref import ref_of
from cmcli.domain.request import Request, RequestFile
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    from cmcli.domain.campaign import Campaign, CampaignGuest
    from cmcli.domain.prospect import Prospect

# Only these, reached, satisfy the quarterly contact.
MEETING_CHANNELS = ("phone", "visit", "meeting", "branch", "video")
VISIT_CHANNELS = ("visit", "meeting")

# New rows of one log refer to each other by these numbers.
INTERACTION, REQUEST, CALLBACK, FEEDBACK, STAGE = -1, -10, -20, -30, -40


class Interaction(NamedTuple):
    """One contact with a client. `minutes` is None where nobody typed them."""

    id: int
    client_id: int
    at: datetime
    channel: str
    direction: str
    outcome: str
    minutes: int | None
    note: str | None
    callback_id: int | None
    request_id: int | None
    deal_id: int | None
    created_at: datetime
    campaign_id: int | None = None


class Log(NamedTuple):
    """What the manager said of a contact, everything already found and checked."""

    client: Client
    at: datetime
    channel: str = "phone"
    direction: str = "out"
    outcome: str = "reached"
    minutes: int | None = None
    note: str | None = None
    answers: Callback | None = None
    request: RequestFile | None = None
    deal: Deal | None = None
    ask: bool = False
    urgent: bool = False
    follow_up: datetime | None = None
    purpose: str | None = None
    is_working: WorkingDay | None = None
    satisfaction: int | None = None
    prospect: "Prospect | None" = None
    campaign: "Campaign | None" = None
    guest: "CampaignGuest | None" = None


def minutes(text: str) -> int:
    """Whole minutes of a contact, at most a day; raises `Usage`."""
    if not (text.isdecimal() and len(text) <= 4 and 0 < int(text) <= 24 * 60):
        raise Usage(say("{text} is no number of minutes", text=text), say("1 to 1440"))
    return int(text)


def stops_response(interaction: Interaction) -> bool:
    """Whether it is an outbound response: a failed contact or the client's own call is none."""
    return interaction.direction == "out" and interaction.outcome == "reached"


def logged(log: Log, now: datetime) -> list[Change]:
    """The interaction, and the callback, request, deal, prospect and follow-up it touches."""
    requests.not_ahead(log.at, now)
    if log.answers and log.outcome != "reached":
        raise Usage(
            say("a contact that did not reach the client keeps no callback"),
            say("it stays on the agenda; move it with: cm snooze {ref} WHEN",
                ref=ref_of("callback", log.answers.id)),
        )  # fmt: skip
    interaction = Interaction(
        INTERACTION, log.client.id, log.at, log.channel, log.direction, log.outcome,
        log.minutes, log.note,
        callback_id=log.answers.id if log.answers else None,
        request_id=REQUEST if log.ask else log.request.request.id if log.request else None,
        deal_id=log.deal.id if log.deal else None,
        created_at=now, campaign_id=log.campaign.id if log.campaign else None,
    )  # fmt: skip
    changes: list[Change] = [insert(interaction), *asked(log, now)]
    if log.answers:
        changes += callbacks.completed(log.answers, log.at, now, log.is_working)
    if log.ask:
        changes += requests.opened(_asked(log, now))
    if log.request and stops_response(interaction) and not log.request.clock.responded_at:
        changes += requests.responded(log.request, log.at)
    if log.deal:
        changes += update(log.deal, touched_at=max(log.at, log.deal.touched_at))
    if log.follow_up:
        changes += callbacks.booked(_follow_up(log, log.follow_up, now), now)
    if log.satisfaction is not None:
        changes += given(_scored(log, now))
    if log.prospect and log.outcome == "reached":
        from cmcli.domain.prospect import contacted

        changes += contacted(log.prospect, log.at, STAGE)
    return changes


def asked(log: Log, now: datetime) -> list[Change]:
    """A contact that reached a guest whom nobody asked yet has asked them."""
    if log.campaign is None or log.outcome != "reached":
        return []
    from cmcli.domain.campaign_guest import asked_by_contact

    return asked_by_contact(log.campaign, log.guest, log.at, now)


def _scored(log: Log, now: datetime) -> Feedback:
    if log.outcome != "reached":
        raise Usage(
            say("nobody was reached, so nobody gave a satisfaction"),
            say("leave out --satisfaction or --outcome"),
        )
    return Feedback(
        FEEDBACK, log.client.id, log.at, log.satisfaction, None, None, None, INTERACTION,
        log.request.request.id if log.request else None, None, now,
    )  # fmt: skip


def _asked(log: Log, now: datetime) -> Request:
    if not log.note:
        raise Usage(
            say("what did the client ask for?"),
            say("say it in the note: cm log {name} '…' --ask", name=log.client.name),
        )
    priority = "urgent" if log.urgent else "normal"
    summary = log.note.splitlines()[0]
    return Request(
        REQUEST, log.client.id, summary, "inquiry", priority, "open", log.at, None, None, now
    )


def _follow_up(log: Log, due: datetime, now: datetime) -> Callback:
    return Callback(
        CALLBACK, log.client.id, due, log.purpose, None, due, 0, None, None,
        REQUEST if log.ask else None, log.deal.id if log.deal else None, now,
    )  # fmt: skip
