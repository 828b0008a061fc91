"""What a logged contact answers, and a contact by itself."""

from datetime import datetime, tzinfo
from typing import Any

from cmcli.config import Settings
from cmcli.domain.callback import Callback
from cmcli.domain.client import ClientTag, tag_of
from cmcli.domain.interaction import (
    CALLBACK,
    FEEDBACK,
    REQUEST,
    STAGE,
    Interaction,
    Log,
    asked,
    stops_response,
)  # fmt: skip
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, joined, say
from cmcli.named import NamedTuple
from cmcli.queries.policies import sla_policy
from cmcli.views.record import as_json, value
from cmcli.views.sheet import Line, Sheet, Span, Text
from cmcli.views.speech import Speaker, listed
from cmcli.views.write import receipt


class Recorded(NamedTuple):
    """A contact that was written: `ids` are the new rows, `waiting` requests without a reply,
    `again` the next date of the recurring callback it answered.
    """  # noqa: D205

    contact: Interaction
    log: Log
    ids: dict[int, int]
    waiting: list[str]
    again: Callback | None


def document(result: Recorded, zone: tzinfo | None) -> dict[str, Any]:
    """The contact as JSON, with the refs of what it answered and opened."""
    log = result.log
    return as_json(result.contact, zone, client=tag_of(log.client)) | {
        "answered": _answered_ref(result),
        "opened": ref_of("request", result.ids[REQUEST]) if log.ask else None,
        "booked": ref_of("callback", result.ids[CALLBACK]) if log.follow_up else None,
        "next": ref_of("callback", result.again.id) if result.again else None,
        "feedback": _feedback_ref(result),
        "follow_up": value(log.follow_up, zone),
    }


def _answered_ref(result: Recorded) -> str | None:
    log = result.log
    stopped = log.request and not log.request.clock.responded_at and stops_response(result.contact)
    return ref_of("request", log.request.request.id) if stopped and log.request else None


def _feedback_ref(result: Recorded) -> str | None:
    return ref_of("feedback", result.ids[FEEDBACK]) if FEEDBACK in result.ids else None


def page(result: Recorded, speak: Speaker, now: datetime, settings: Settings) -> Sheet:
    """One to three lines: the contact, its effects, how to take it back."""
    contact = result.contact
    head = joined(
        [
            f"{ref_of('interaction', contact.id)} {result.log.client.name}",
            Code("channel", contact.channel),
            Code("outcome", contact.outcome),
            contact.at,
        ]
    )
    hint = None
    if result.waiting:
        names = listed(result.waiting)
        hint = say("still waits for a reply: {refs} (--request R)", refs=names)
    return receipt(speak, head, _effects(result, settings), hint=hint)


def _effects(result: Recorded, settings: Settings) -> list[Any]:
    log, found = result.log, list[Any]()
    if _answered_ref(result) and log.request:
        clock = log.request.response(sla_policy(settings))
        found.append(say(
            "{ref} answered in {time} (limit {limit})", ref=_answered_ref(result),
            time=result.contact.at - clock.start, limit=clock.due - clock.start,
        ))  # fmt: skip
    if log.ask:
        opened = ref_of("request", result.ids[REQUEST])
        urgent = Code("priority", "urgent") if log.urgent else None
        found.append(joined([say("{ref} opened", ref=opened), urgent]))
    if log.answers:
        found.append(say("{ref} done", ref=ref_of("callback", log.answers.id)))
    if result.again:
        next_one = ref_of("callback", result.again.id)
        found.append(say("next {ref} {due}", ref=next_one, due=result.again.due_at))
    if log.deal:
        found.append(say("{ref} touched", ref=ref_of("deal", log.deal.id)))
    if log.campaign:
        word = Code("guest", "asked") if asked(log, result.contact.created_at) else None
        found.append(joined([log.campaign.ref, log.campaign.name, word]))
    if log.follow_up:
        booked = ref_of("callback", result.ids[CALLBACK])
        found.append(joined([booked, log.follow_up, log.purpose], " "))
    found += _courted(result)
    if log.satisfaction is not None:
        ref = _feedback_ref(result)
        found.append(say("{ref} satisfaction {score}", ref=ref, score=log.satisfaction))
    return found


def _courted(result: Recorded) -> list[Any]:
    """The stage a prospect entered; that there is no next step, or that it may be done now."""
    record = result.log.prospect
    if record is None or result.log.outcome != "reached":
        return []
    due, at = record.next_due_at, result.contact.created_at
    stage = say("now {stage}", stage=Code("prospect_stage", "contacted"))
    done = say("next step done? cm prospect edit {ref} --next …",
               ref=ref_of("client", record.client_id))  # fmt: skip
    step = say("no next step") if not record.next else done if due and due <= at else None
    return [part for part in (stage if STAGE in result.ids else None, step) if part]


def contact_document(
    contact: Interaction, client: ClientTag, zone: tzinfo | None
) -> dict[str, Any]:
    """A contact as JSON."""
    return as_json(contact, zone, client=client)


def contact_page(contact: Interaction, client: ClientTag, speak: Speaker) -> Sheet:
    """A contact in full."""
    local = contact.at.astimezone(speak.now.tzinfo)
    head = f"{ref_of('interaction', contact.id)} {speak(client.name)}"
    when = f"{speak.long_day(local.date())} {local:%H:%M}"
    words = joined(
        [
            Code("channel", contact.channel),
            Code("direction", contact.direction),
            Code("outcome", contact.outcome),
            say("{n} min", n=contact.minutes) if contact.minutes else None,
            ref_of("callback", contact.callback_id) if contact.callback_id else None,
            ref_of("request", contact.request_id) if contact.request_id else None,
            ref_of("deal", contact.deal_id) if contact.deal_id else None,
        ]
    )
    blocks: list[Any] = [Line(Span(head, "head"), when), Line(speak(words))]
    if contact.note:
        blocks += [Text(speak(line)) for line in contact.note.splitlines()]
    return Sheet(tuple(blocks), gettext("next: cm show c{n}").format(n=client.id))


def removed(ref: str, speak: Speaker) -> Sheet:
    """A record was taken away."""
    return receipt(speak, say("{ref} removed", ref=ref))
