"""A client's service plan: needs, wishes, measures, cadence, review; every revision is kept."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.cadence import MONTHS
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, midnight
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Joined, Message, joined, say
from cmcli.named import NamedTuple

# A satisfaction up to this, or a complaint, calls for a new look at the plan.
LOW = 2
# A key client without a plan is reminded of a poor score for this long.
_REMEMBERED = timedelta(days=365)


class Plan(NamedTuple):
    """One revision. `needs` and `measures` hold one a line; `hours` is the preferred time,
    `taboo` what to avoid; `replaced_at` is None in the present revision.
    """  # noqa: D205

    id: int
    client_id: int
    needs: str
    channel: str | None
    hours: str | None
    taboo: str | None
    measures: str | None
    cadence: str | None
    review_on: date | None
    created_at: datetime
    replaced_at: datetime | None


class Terms(NamedTuple):
    """What the standard asks: the client's tier, its loosest cadence, months to the review."""

    tier: str
    cadence: str
    review_months: int = 12


def present(revisions: Iterable[Plan]) -> Plan | None:
    """The revision in force. Two files joined bring a plan each: the later one holds."""
    current = [plan for plan in revisions if plan.replaced_at is None]
    return max(current, key=lambda plan: (plan.created_at, plan.id), default=None)


def revised(
    client_id: int, before: Plan | None, given: dict[str, Any], terms: Terms, now: datetime
) -> Plan:
    """The next revision: what is given, else what stood; raises `Usage` and `Refused`."""
    kept = before._asdict() if before else dict.fromkeys(Plan._fields)
    fixed = {"id": -1, "client_id": client_id, "created_at": now, "replaced_at": None}
    values = {**kept, **given, **fixed}
    plan = Plan(**{**values, "needs": values["needs"] or ""})
    _not_looser(plan.cadence, terms)
    return plan._replace(review_on=_review(plan.review_on, given, terms, now))


def _not_looser(cadence: str | None, terms: Terms) -> None:
    if cadence and MONTHS[cadence] > MONTHS[terms.cadence]:
        raise Refused(
            say("a contact every {cadence} is too seldom: the standard of a {tier} client is every "
                "{limit}", cadence=Code("cadence", cadence), tier=Code("tier", terms.tier),
                limit=Code("cadence", terms.cadence)),
            say("--cadence {limit}, or shorter", limit=terms.cadence),
        )  # fmt: skip


def _review(day: date | None, given: dict[str, Any], terms: Terms, now: datetime) -> date:
    if given.get("review_on"):
        if given["review_on"] < now.date():
            raise Usage(say("{day} is past; a plan is reviewed in the future", day=day))
        return given["review_on"]  # type: ignore[no-any-return]
    if day and day > now.date():
        return day
    from cmcli.domain.when_words import add_months

    return add_months(now.date(), terms.review_months)


def replaced(standing: Iterable[Plan], plan: Plan) -> list[Change]:
    """Close what stood until now, and put `plan` in its place."""
    changes: list[Change] = []
    for old in standing:
        if old.replaced_at is None:
            changes += update(old, replaced_at=plan.created_at)
    return [*changes, insert(plan)]


def postponed(plan: Plan, day: date, now: datetime) -> list[Change]:
    """Another day for the review."""
    if plan.replaced_at:
        raise Refused(
            say("{ref} was replaced {at}", ref=ref_of("plan", plan.id), at=plan.replaced_at)
        )
    if day < now.date():
        raise Usage(say("{day} is past; a plan is reviewed in the future", day=day))
    return update(plan, review_on=day)


# When a plan wants attention


class Signal(NamedTuple):
    """A poor score (`satisfaction`) or a complaint (None) of a client, the latest one."""

    client: ClientTag
    at: datetime
    satisfaction: int | None


def is_due(plan: Plan, now: datetime) -> bool:
    """Whether the day of the review has come."""
    return plan.review_on is not None and plan.review_on <= now.date()


def signal_for(plan: Plan | None, signals: Iterable[Signal], now: datetime) -> Signal | None:
    """What happened since the plan was made and makes it doubtful, the latest."""
    since = plan.created_at if plan else now - _REMEMBERED
    later = [signal for signal in signals if since < signal.at <= now]
    return max(later, key=lambda signal: signal.at, default=None)


def agenda(
    plans: Iterable[tuple[Plan, ClientTag]], signals: Iterable[Signal], now: datetime
) -> Iterator[AgendaItem]:
    """Reviews that are due, plans a poor score or a complaint has overtaken, and the key clients
    who gave one and have no plan.
    """  # noqa: D205
    by_client: dict[int, list[Signal]] = {}
    for one in signals:
        by_client.setdefault(one.client.id, []).append(one)
    planned = set()
    for plan, client in plans:
        planned.add(client.id)
        signal = signal_for(plan, by_client.get(client.id, ()), now)
        if signal or is_due(plan, now):
            yield _review_item(plan, client, signal, now)
    for number, found in by_client.items():
        signal = None if number in planned else signal_for(None, found, now)
        if signal and signal.client.tier == "key":
            yield _missing_item(signal, now)


def _review_item(plan: Plan, client: ClientTag, signal: Signal | None, now: datetime) -> AgendaItem:
    ref = ref_of("plan", plan.id)
    due = plan.review_on if is_due(plan, now) else None
    late = due is not None and due < now.date()
    why: Message | Joined = say("The plan was to be reviewed by {day}.", day=due)
    if signal:
        why = joined([why if due else None, _doubt(signal, plan, now)], " ")
    close = say("A new revision closes this: cm plan set {name} …, or cm done {ref} where it "
                "stands as it is.", name=client.name, ref=ref)  # fmt: skip
    when = say("plan of {day}", day=day_of(plan.created_at, now))
    if due:
        when = say("was due {due}", due=due) if late else say("today")
    return AgendaItem(
        ref, "plan", "service", client, _title(signal, now),
        midnight(due, now.tzinfo) if due else None, "overdue" if late else "open", when,
        joined([why, close], " "),
    )  # fmt: skip


def _title(signal: Signal | None, now: datetime) -> Message:
    if signal is None:
        return say("review the plan")
    day = day_of(signal.at, now)
    if signal.satisfaction is None:
        return say("review the plan: complained on {day}", day=day)
    return say("review the plan: scored {score} on {day}", score=signal.satisfaction, day=day)


def _doubt(signal: Signal, plan: Plan, now: datetime) -> Message:
    made, day = day_of(plan.created_at, now), day_of(signal.at, now)
    if signal.satisfaction is None:
        return say("The client complained on {day}, after the plan of {made}.", day=day, made=made)
    return say("The client scored {score} on {day}, after the plan of {made}.",
               score=signal.satisfaction, day=day, made=made)  # fmt: skip


def _missing_item(signal: Signal, now: datetime) -> AgendaItem:
    day = day_of(signal.at, now)
    title = say("make a plan: complained on {day}", day=day)
    if signal.satisfaction is not None:
        title = say("make a plan: scored {score} on {day}", score=signal.satisfaction, day=day)
    why = say(
        "A key client who complains or scores {low} or less needs a service plan, and there is "
        "none: cm plan set {name} --need '…'",
        low=LOW, name=signal.client.name,
    )  # fmt: skip
    return AgendaItem(
        ref_of("client", signal.client.id), "plan", "service", signal.client, title, None, "open",
        say("no plan yet"), why,
    )  # fmt: skip
