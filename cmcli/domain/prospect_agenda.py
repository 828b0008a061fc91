"""The lines of prospects on the agenda: one each, the steps that are due before those that lie."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.days import day_of, is_whole_day, limit
from cmcli.domain.prospect import Pending, idle_days, lies
from cmcli.domain.ref import ref_of
from cmcli.messages import Code, Joined, Message, joined, say, say_n


def agenda(pending: Iterable[Pending], now: datetime, most: int) -> Iterator[AgendaItem]:
    """Next steps due or overdue; then prospects without one, or untouched for `most` days.

    Those that lie longest come first; whoever has a step on a later day comes last.
    """
    lying: list[Pending] = []
    for one in pending:
        due = one.prospect.next_due_at
        if due is not None and day_of(due, now) <= now.date():
            yield _due(one, due, now)
        elif lies(one, now, most):
            lying.append(one)
    lying.sort(key=lambda one: (one.prospect.next_due_at is not None, one.touched_at))
    for one in lying:
        yield _lying(one, now, most)


def _due(one: Pending, due: datetime, now: datetime) -> AgendaItem:
    late = limit(due, now) < now
    when: Message = say("was due {due}", due=due) if late else say("today")
    if not late and not is_whole_day(due, now):
        when = say("{due}", due=due)
    why = say("The next step of the prospect is due {due}.", due=due)
    title = one.prospect.next or say("next step")
    return _item(one, title, due, "overdue" if late else "open", joined([when, _stage(one)]), why)


def _lying(one: Pending, now: datetime, most: int) -> AgendaItem:
    idle, due = idle_days(one, now), one.prospect.next_due_at
    long = say_n("untouched for {count} day", "untouched for {count} days", idle)
    when = [long if idle >= most else None, say("then {due}", due=due) if due else None]
    reasons = [
        None if one.prospect.next
        else say("A prospect has a next step; this one has none: cm prospect edit {ref} --next …",
                 ref=ref_of("client", one.client.id)),
        say("No contact and no change of stage for {days} days (prospect.idle_days: {limit}).",
            days=idle, limit=most) if idle >= most else None,
    ]  # fmt: skip
    title = one.prospect.next or say("no next step")
    return _item(one, title, None, "open", joined([*when, _stage(one)]), joined(reasons, " "))


def _stage(one: Pending) -> Code:
    return Code("prospect_stage", one.prospect.stage)


def _item(
    one: Pending, title: Message | str, due: datetime | None, state: str, when: Joined,
    why: Message | Joined,
) -> AgendaItem:  # fmt: skip
    ref = ref_of("client", one.client.id)
    return AgendaItem(ref, "prospect", "growth", one.client, title, due, state, when, why)
