"""Requests as pages and documents, their clocks explained."""

from datetime import datetime
from typing import Any

from cmcli.domain import sla
from cmcli.domain.client import ClientTag
from cmcli.domain.handoff import Handoff
from cmcli.domain.interaction import Interaction
from cmcli.domain.ref import ref_of
from cmcli.domain.request import NEEDS, RequestEvent, RequestFile
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, joined, say
from cmcli.views import handoff
from cmcli.views.clock import ledger
from cmcli.views.record import as_json, instant
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, named, simple_table
from cmcli.views.speech import Speaker, moment, starred

_STYLES = {"overdue": "late", "breached": "late", "at_risk": "risk", "met": "good"}


def document(
    file: RequestFile, client: ClientTag, policy: sla.Policy, now: datetime
) -> dict[str, Any]:
    """A request as JSON: its state is that of the clock that matters, then each clock."""
    resolution = file.resolution(policy, now)
    return as_json(file.request, now.tzinfo, client=client) | {
        "state": file.state(policy, now),
        "response": _clock(file.response(policy), now),
        "resolution_clock": _clock(resolution, now) if resolution else None,
        "runs": len(file.clocks),
        "waits": [as_json(wait, now.tzinfo) for wait in file.waits],
        "events": [as_json(event, now.tzinfo) for event in file.events],
    }


def _clock(clock: sla.Clock, now: datetime) -> dict[str, Any]:
    return {
        "start": instant(clock.start, now.tzinfo),
        "due": instant(clock.due, now.tzinfo),
        "stop": instant(clock.stop, now.tzinfo) if clock.stop else None,
        "state": clock.state(now),
        "used_seconds": int(clock.used(now).total_seconds()),
    }


def page(
    file: RequestFile,
    client: ClientTag,
    contacts: list[Interaction],
    policy: sla.Policy,
    speak: Speaker,
    handoffs: list[Handoff],
) -> Sheet:
    """One request: what was asked, each clock with its arithmetic, hand-offs, contacts."""
    request = file.request
    ref = ref_of("request", request.id)
    head = f"{ref} {starred(client.name, client.tier, speak)} · {speak(request.summary)}"
    words = joined(
        [
            Code("request_kind", request.kind),
            Code("priority", request.priority),
            Code("request_status", request.status),
            say("asked {at}", at=request.asked_at),
        ]
    )
    blocks: list[Any] = [Line(Span(head, "head")), Line(speak(words))]
    response = file.response(policy)
    blocks += [_explained(speak, "first reply", response), *_ledger(response, speak)]
    resolution = file.resolution(policy, speak.now)
    if resolution:
        blocks += [_explained(speak, "resolution", resolution), *_ledger(resolution, speak)]
    blocks += [Text(speak(_earlier(run, policy))) for run in file.clocks[:-1]]
    blocks += [Text(speak(_wait(wait.kind, wait.from_at, wait.to_at))) for wait in file.waits]
    blocks += [Text(speak(_event(event))) for event in file.events]
    if request.resolution:
        blocks.append(Text(speak(say("resolved: {note}", note=request.resolution))))
    if handoffs:
        handed = [_handoff(one, speak) for one in handoffs]
        blocks.append(Table(_HANDED, [Group(gettext("WITH OTHER DEPARTMENTS"), handed)]))
    if contacts:
        rows = [_contact(contact, speak) for contact in contacts]
        columns = (Column(), Column(), Column(), Column(shrink=True, least=20))
        blocks.append(Table(columns, [Group(gettext("CONTACTS"), rows)]))
    return Sheet(tuple(blocks), _hint(file, ref))


_HANDED = (Column(), Column(shrink=True, least=16), Column(shrink=True, least=16, parts=True))


def _handoff(one: Handoff, speak: Speaker) -> tuple[Any, ...]:
    return Span(f" {one.ref}", "ref"), speak(one.text), speak(handoff.detail(one, speak.now))


def _explained(speak: Speaker, name: str, clock: sla.Clock) -> Text:
    now = speak.now
    state = clock.state(now)
    text = say(
        "{name}: {state}; from {start}, due {due}, used {used} of {target}",
        name=Code("clock", name), state=Code("state", state), start=clock.start, due=clock.due,
        used=clock.used(now), target=clock.target(),
    )  # fmt: skip
    return Text(Span(speak(text), _STYLES.get(state, "")))


def _earlier(run: Any, policy: sla.Policy) -> Message:
    clock = sla.response_clock(run.started_at, run.responded_at, run.priority, policy)
    return say("earlier run: from {start}, answered {stop}, due {due}",
               start=clock.start, stop=clock.stop, due=clock.due)  # fmt: skip


def _wait(kind: str, start: datetime, end: datetime | None) -> Message:
    what = Code("wait", kind)
    if end is None:
        return say("{what} since {start}", what=what, start=start)
    return say("{what} from {start} to {end}", what=what, start=start, end=end)


def _event(event: RequestEvent) -> Joined:
    who = Code("complaint_limit", event.who) if event.kind == "limit" and event.who else event.who
    return joined([event.at, Code("request_event", event.kind), who, event.note])


def _ledger(clock: sla.Clock, speak: Speaker) -> list[Any]:
    """The arithmetic, where there is any: a clock that counts everything needs none."""
    pieces = clock.ledger(speak.now)
    return ledger(pieces, speak) if any(piece.kind != "counted" for piece in pieces) else []


def _contact(contact: Interaction, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(f" {ref_of('interaction', contact.id)}", "ref"),
        moment(contact.at, speak),
        speak(Code("channel", contact.channel)),
        speak(contact.note),
    )


def _hint(file: RequestFile, ref: str) -> str:
    if file.request.status == "resolved":
        return gettext("next: cm request reopen {ref}").format(ref=ref)
    if file.clock.responded_at is None:
        return gettext("next: cm request respond {ref} NOTE").format(ref=ref)
    return gettext("next: cm done {ref} NOTE").format(ref=ref)


def listing(rows: list[tuple[RequestFile, ClientTag]], policy: sla.Policy, speak: Speaker) -> Sheet:
    """Requests, one a line."""
    if not rows:
        return Sheet((Line(gettext("no request fits")),))
    columns = (
        Column(), named(gettext("client")),
        Column(gettext("asked for"), shrink=True, least=16),
        Column(gettext("kind"), spare=True),
        Column(gettext("state")), Column(gettext("due")),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, policy, speak) for row in rows]),))


def _row(
    file: RequestFile, client: ClientTag, policy: sla.Policy, speak: Speaker
) -> tuple[Any, ...]:
    clock = file.telling(policy, speak.now)
    clock_state, status = clock.state(speak.now), file.request.status
    urgent = Code("priority", "urgent") if file.request.priority == "urgent" else None
    passive = status in ("waiting", "resolved") and clock_state not in ("overdue", "breached")
    word = Code("request_status", status) if passive else Code("state", clock_state)
    return (
        Span(file.ref, "ref"),
        starred(client.name, client.tier, speak),
        speak(file.request.summary),
        speak(Code("request_kind", file.request.kind)),
        Span(speak(word), "dim" if passive else _STYLES.get(clock_state, "")),
        speak(joined([urgent, clock.due])) if not clock.stop else "",
    )


Found = list[tuple[RequestFile, ClientTag]]


def _reviewed(found: Found) -> dict[str, Found]:
    return {need: [row for row in found if row[0].need == need] for need in NEEDS}


def review_document(found: Found, policy: sla.Policy, now: datetime) -> dict[str, Any]:
    """Open requests by what they need, as JSON."""
    return {
        name: [document(*row, policy, now) for row in rows]
        for name, rows in _reviewed(found).items()
    }


def review(found: Found, policy: sla.Policy, speak: Speaker) -> Sheet:
    """Open requests by what they need, as a page."""
    if not found:
        return Sheet((Line(gettext("no request is open")),))
    columns = (
        Column(), named(), Column(shrink=True, least=16), Column(),
        Column(),
    )  # fmt: skip
    groups = [
        Group(speak(Code("review", name)), [_review_row(*row, policy, speak) for row in rows])
        for name, rows in _reviewed(found).items()
        if rows
    ]
    return Sheet((Table(columns, groups),), gettext("next: cm done REF NOTE · cm request wait REF"))


def _review_row(
    file: RequestFile, client: ClientTag, policy: sla.Policy, speak: Speaker
) -> tuple[Any, ...]:
    clock = file.telling(policy, speak.now)
    running = clock.stop is None
    state = clock.state(speak.now) if running else "open"
    urgent = Code("priority", "urgent") if file.request.priority == "urgent" else None
    when = say("by {due}", due=clock.due) if running else say("asked {at}", at=clock.start)
    return (
        Span(f" {file.ref}", "ref"),
        starred(client.name, client.tier, speak),
        speak(file.request.summary),
        Span(speak(Code("state", state)) if running else "", _STYLES.get(state, "")),
        speak(joined([urgent, when])),
    )
