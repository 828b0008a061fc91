"""The verbs of a callback."""

from datetime import datetime, timedelta
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import callback as rules
from cmcli.domain import recurrence
from cmcli.domain.callback import Callback
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import clean_text
from cmcli.domain.days import WorkingDay, day_of, midnight
from cmcli.domain.interaction import Interaction
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Message, joined, say, say_n
from cmcli.queries import policies, promises
from cmcli.views import callback as view
from cmcli.views.record import instant
from cmcli.views.write import receipt


def book(
    here: Desk, client_id: int, due: datetime | None, purpose: str | None, every: str | None
) -> None:
    """A new promise; a rule alone begins on its first date."""
    rule = recurrence.parse_every(every) if every else None
    first = due or (recurrence.first_date(rule, here.now) if rule else None)
    if first is None:
        raise Usage(say("when is the callback due?"), say("--due 周五 or --every 每月5号, or both"))
    working = working_days(here)
    at = recurrence.off_days_off(first, working, here.now) if working and not due else first
    callback = Callback(
        -1, client_id, at, clean_text(purpose) if purpose else None, rule, first, 0,
        None, None, None, None, here.now,
    )  # fmt: skip
    applied = here.apply(rules.booked(callback, here.now), ref_of("client", client_id))
    answer(here, applied.ids[-1], say("booked for {due}", due=at), full_day(here, at))


def working_days(here: Desk) -> WorkingDay | None:
    """The office calendar, where recurring callbacks keep off days off."""
    keep = here.settings["callback.off_days"] == "keep"
    return None if keep else policies.working_day(here.settings)


def full_day(here: Desk, due: datetime) -> list[Any]:
    """A warning where the day now holds more callbacks than one keeps."""
    day, cap = day_of(due, here.now), here.settings["callback.cap"]
    end = midnight(day + timedelta(days=1), here.zone)
    found = [callback for callback, _ in promises.callbacks_until(here.store, end)]
    count = rules.crowded(found, day, here.now, cap)
    return [say("{n} callbacks on {day} already", n=count, day=day)] if count else []


def answer(here: Desk, number: int, what: Message, effects: list[Any] | None = None) -> None:
    """The callback as it is now, and what happened to it."""
    callback = here.store.get(Callback, number)
    client = here.tag(callback.client_id)
    head = joined([f"{ref_of('callback', number)} {client.name}", what, callback.purpose])
    here.show(
        lambda: view.document(callback, client, here.now),
        lambda: receipt(here.speak, head, effects or []),
    )


def show(here: Desk, number: int) -> None:
    """One callback."""
    callback = here.store.get(Callback, number)
    client = here.tag(callback.client_id)
    here.show(
        lambda: view.document(callback, client, here.now),
        lambda: view.page(callback, client, here.speak),
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """Done now; a note records the call that did it."""
    with here.store.transaction():
        callback = here.store.get(Callback, number)
        changes = rules.completed(callback, here.now, here.now, working_days(here))
        if note:
            changes.append(insert(_contact(callback, clean_text(note), here.now)))
        applied = here.apply(changes, ref_of("callback", number))
    again = here.store.find(Callback, applied.ids.get(rules.AGAIN, 0))
    effects = [
        say("next {ref} {due}", ref=ref_of("callback", again.id), due=again.due_at)
        if again else None,
        ref_of("interaction", applied.ids[-1]) if note else None,
    ]  # fmt: skip
    answer(here, number, say("done"), effects)


def _contact(callback: Callback, note: str, now: datetime) -> Interaction:
    return Interaction(
        -1, callback.client_id, now, "phone", "out", "reached", None, note, callback.id,
        callback.request_id, callback.deal_id, now,
    )  # fmt: skip


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Promise it for another time; how often it moved is kept."""
    with here.store.transaction():
        callback = here.store.get(Callback, number)
        here.apply(rules.moved(callback, due, here.now), ref_of("callback", number))
    what = say("moved from {old} to {due}", old=callback.due_at, due=due)
    answer(here, number, what, full_day(here, due))


def snooze_all(here: Desk, due: datetime) -> None:
    """Everything due by the end of today, in one entry of the history."""
    end = midnight(here.now.date() + timedelta(days=1), here.zone)
    with here.store.transaction():
        found = promises.callbacks_until(here.store, end)
        changes = rules.all_moved([callback for callback, _ in found], due, here.now)
        here.apply(changes, "--all")
    refs = [ref_of("callback", callback.id) for callback, _ in found]
    what = say_n("{count} callback moved to {due}", "{count} callbacks moved to {due}",
                 len(refs), due=due)  # fmt: skip
    here.show(
        lambda: {"moved": refs, "due": instant(due, here.zone)},
        lambda: receipt(here.speak, what, [" ".join(refs), *full_day(here, due)]),
    )


def cancel(here: Desk, number: int) -> None:
    """No longer promised."""
    with here.store.transaction():
        callback = here.store.get(Callback, number)
        here.apply(rules.cancelled(callback, here.now), ref_of("callback", number))
    answer(here, number, say("cancelled"))


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another purpose or rule of recurrence; `snooze` moves the time."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name == "purpose":
            values[name] = clean_text(text) or None
        elif name == "every":
            values[name] = recurrence.parse_every(text) if text.strip() else None
        else:
            raise Usage(
                say("a callback has no field {field} to edit", field=name),
                say("fields: {fields}; the time: cm snooze b{n} WHEN", fields="purpose, every",
                    n=number),
            )  # fmt: skip
    with here.store.transaction():
        changes: list[Change] = update(here.store.get(Callback, number), **values)
        here.apply(changes, ref_of("callback", number))
    answer(here, number, say("changed"))
