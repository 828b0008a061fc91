"""Hand-offs as pages, lists and documents, their clock explained."""

from datetime import datetime, timedelta
from typing import Any

from cmcli.domain import handoff as rules
from cmcli.domain import worktime
from cmcli.domain.client import ClientTag
from cmcli.domain.handoff import Handoff, Policy
from cmcli.domain.ref import ref_of
from cmcli.domain.sla import Clock
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, joined, say, say_n
from cmcli.queries.handoff import Pair
from cmcli.views.clock import exact, ledger
from cmcli.views.record import as_json, instant
from cmcli.views.sheet import Column, Line, Sheet, Span, Text, named, simple_table
from cmcli.views.speech import Speaker, starred

# Stretches of a clock that a page has room for.
_MOST = 24
STYLES = {"late": "late", "done_late": "late", "done": "good", "cancelled": "dim"}


def document(
    one: Handoff, client: ClientTag | None, policy: Policy, now: datetime
) -> dict[str, Any]:
    """A hand-off as JSON, with its state and its clock."""
    clock = rules.clock(one, policy, now)
    return as_json(one, now.tzinfo, client=client) | {
        "state": rules.state(one, now),
        "clock": {
            "calendar": "working" if clock.hours else "elapsed",
            "due": instant(clock.due, now.tzinfo),
            "state": None if one.cancelled_at else clock.state(now),
            "used_seconds": int(clock.used(now).total_seconds()),
            "target_seconds": int(clock.target().total_seconds()),
        },
    }


def whom(one: Handoff) -> Joined:
    """The department, and who has it there."""
    return joined([one.department, one.person])


def head(one: Handoff, client: ClientTag | None) -> Joined:
    """What a write says of it: which, whose, to whom, what."""
    return joined([f"{one.ref} {client.name}" if client else one.ref, one.department, one.text])


def page(one: Handoff, client: ClientTag | None, policy: Policy, speak: Speaker) -> Sheet:
    """One hand-off: what is asked of whom, how its time goes, what came of it."""
    state = rules.state(one, speak.now)
    name = starred(client.name, client.tier, speak) if client else ""
    title = " · ".join(filter(None, (f"{one.ref} {name}".strip(), speak(one.text))))
    words = joined([whom(one), Code("handoff_state", state), *sources(one)])
    clock = rules.clock(one, policy, speak.now)
    blocks: list[Any] = [
        Line(Span(title, "head")), Line(Span(speak(words), STYLES.get(state, ""))),
        *[Text(speak(line)) for line in _steps(one, clock, speak)],
        Text(Span(speak(_time(one, clock, speak)), STYLES.get(state, ""))),
    ]  # fmt: skip
    blocks += _ledger(clock, speak)
    if one.result:
        blocks.append(Text(speak(say("result: {text}", text=one.result))))
    if one.reason:
        blocks.append(Text(speak(say("cancelled because: {text}", text=one.reason))))
    return Sheet(tuple(blocks), _hint(one))


def _ledger(clock: Clock, speak: Speaker) -> list[Any]:
    """The arithmetic, where there is any; of many weeks the command that shows it."""
    pieces = clock.ledger(speak.now)
    if all(piece.kind == "counted" for piece in pieces):
        return []
    if len(pieces) <= _MOST:
        return ledger(pieces, speak)
    start, end = (f"{at.astimezone(speak.now.tzinfo):%Y-%m-%d %H:%M}"
                  for at in (clock.start, clock.stop or speak.now))  # fmt: skip
    told = say("each stretch of it: cm clock elapsed '{start}' '{end}' --calendar working",
               start=start, end=end)  # fmt: skip
    return [Text(Span(speak(told), "dim"))]


def sources(one: Handoff) -> list[str]:
    """The request and the deal it is for, by their refs."""
    found = {"request": one.request_id, "deal": one.deal_id}
    return [ref_of(noun, number) for noun, number in found.items() if number]


def _steps(one: Handoff, clock: Clock, speak: Speaker) -> list[Message | Joined]:
    """Sent, received, and the due times it had."""
    receipt: Any = say("no receipt yet")
    if one.received_at:
        took = worktime.elapsed(one.sent_at, one.received_at, (), clock.hours)
        receipt = say("received {at}, after {time}", at=one.received_at,
                      time=length(took, clock, speak))  # fmt: skip
    elif one.done_at or one.cancelled_at:
        receipt = say("no receipt")
    due = [say("due {due}", due=one.due_at)]
    if one.moved:
        moved = say_n("moved once", "moved {count} times", one.moved)
        due += [say("first due {due}", due=one.first_due_at), moved]
    if one.missed_at:
        due.append(say("it had missed {due} by then", due=one.missed_at))
    return [joined([say("sent {at}", at=one.sent_at), receipt]), joined(due)]


def length(time: timedelta, clock: Clock, speak: Speaker) -> str:
    """A length of the clock's own time: of working time in hours, for a day of it is no day."""
    return exact(time, speak) if clock.hours else speak.duration(time)


def _time(one: Handoff, clock: Clock, speak: Speaker) -> Joined:
    """How much of its time is used, and how much is left or over."""
    used, target = clock.used(speak.now), clock.target()
    late = worktime.elapsed(clock.due, clock.stop or speak.now, (), clock.hours)
    state = rules.state(one, speak.now)
    if state in ("late", "done_late") and late:
        rest = say("late by {time}", time=length(late, clock, speak))
    elif state in ("waiting", "received"):
        rest = say("{left} left", left=length(target - used, clock, speak))
    else:
        rest = None
    counts = say("counted in working time") if clock.hours else say("counted in elapsed time")
    back = say("back {at}", at=one.done_at) if one.done_at else None
    time = say("used {used} of {target}", used=length(used, clock, speak),
               target=length(target, clock, speak))  # fmt: skip
    return joined([back, time, rest, counts])


def _hint(one: Handoff) -> str:
    if not rules.is_open(one):
        return ""
    if one.received_at:
        text = gettext("next: cm done {ref} RESULT · cm snooze {ref} WHEN")
    else:
        text = gettext("next: cm handoff received {ref} · cm handoff packet {ref} -o {ref}.docx")
    return text.format(ref=one.ref)


def listing(rows: list[Pair], speak: Speaker) -> Sheet:
    """Hand-offs, one a line."""
    if not rows:
        return Sheet((Line(gettext("no hand-off fits")),),
                     gettext("next: cm handoff add CLIENT DEPARTMENT TEXT"))  # fmt: skip
    columns = (
        Column(), named(gettext("client")), Column(gettext("department"), shrink=True, least=12),
        Column(gettext("what"), shrink=True, least=24), Column(gettext("state")),
        Column(gettext("due")), Column(gettext("linked to"), spare=True),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]),),
                 gettext("next: cm show REF · cm done REF RESULT"))  # fmt: skip


def _row(one: Handoff, client: ClientTag | None, speak: Speaker) -> tuple[Any, ...]:
    state = rules.state(one, speak.now)
    return (
        Span(one.ref, "ref"),
        starred(client.name, client.tier, speak) if client else "",
        speak(one.department),
        speak(one.text),
        Span(speak(Code("handoff_state", state)), STYLES.get(state, "")),
        speak(one.due_at),
        speak(joined(sources(one))),
    )


def detail(one: Handoff, now: datetime) -> Joined:
    """Beside its text, on the page of its client or request: to whom, and by when."""
    late = rules.state(one, now) == "late"
    due = say("was due {due}", due=one.due_at) if late else say("due {due}", due=one.due_at)
    return joined([due, one.department, None if one.received_at else say("no receipt yet")])
