"""A development plan: targets of a period, the groups to work, and how it goes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from cmcli.domain.action import Action, planned
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, Record, delete, insert, update
from cmcli.domain.days import WorkingDay, day_of, midnight
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple

# What grows from day to day of a period and is wished for: only that has a line to be on. What
# stands at a moment (clients in the book, open deals), shares and means have none.
AIMS = (
    "clients.new", "clients.converted",
    "contacts.total", "contacts.reached", "contacts.visits", "contacts.clients",
    "contacts.minutes", "callbacks.done", "requests.resolved", "satisfaction.responses",
    "advice.given", "deals.opened", "deals.won", "deals.won_amount", "aum.net_inflow",
)  # fmt: skip
# A product's target counts the deals won of it.
SOLD = "deals.won"

# The measure, the product and the currency of a target.
Key = tuple[str, int | None, str | None]


class Development(NamedTuple):
    """`segments` are the groups of clients to work, one a line, each as conditions."""

    id: int
    name: str
    start_on: date
    end_on: date
    segments: str | None
    note: str | None
    created_at: datetime


class DevelopmentTarget(NamedTuple):
    """What a measure is to come to: a number, or minor units of `currency`; with `product_id`
    only what was sold of that product counts.
    """  # noqa: D205

    id: int
    development_id: int
    measure: str
    product_id: int | None
    amount: int
    currency: str | None

    @property
    def key(self) -> Key:
        """What it counts: a plan has one target for each."""
        return self.measure, self.product_id, self.currency


class DevelopmentReview(NamedTuple):
    """A written evaluation; `figures` are those of its day, as JSON."""

    id: int
    development_id: int
    at: datetime
    text: str
    figures: str


class Aim(NamedTuple):
    """A target as it is typed; without an amount it is taken back."""

    measure: str
    product_id: int | None
    amount: int | None
    currency: str | None

    @property
    def key(self) -> Key:
        """What it counts."""
        return self.measure, self.product_id, self.currency


class DevelopmentFile(NamedTuple):
    """A plan with its targets, its dated measures and its evaluations, each the oldest first."""

    plan: Development
    targets: tuple[DevelopmentTarget, ...] = ()
    actions: tuple[Action, ...] = ()
    reviews: tuple[DevelopmentReview, ...] = ()


def phase(plan: Development, today: date) -> str:
    """`coming` before its period, `running` in it, `over` after it."""
    if today < plan.start_on:
        return "coming"
    return "running" if today <= plan.end_on else "over"


# Making and changing


def begun(plan: Development, aims: Iterable[Aim], actions: Iterable[Action]) -> list[Change]:
    """A new plan; it aims at something."""
    last = {aim.key: aim for aim in aims}
    targets = [
        _target(n, plan, aim) for n, aim in enumerate(last.values()) if aim.amount is not None
    ]
    if not targets:
        raise Usage(
            say("what does the plan aim at?"),
            say("--target clients.new=20, --target aum.net_inflow=300万, --target product:CODE=10"),
        )
    _in_order(plan)
    return [insert(plan), *map(insert, targets), *map(insert, actions)]


def _target(number: int, plan: Development, aim: Aim) -> DevelopmentTarget:
    amount = aim.amount or 0
    return DevelopmentTarget(
        -100 - number, plan.id, aim.measure, aim.product_id, amount, aim.currency
    )


def revised(
    file: DevelopmentFile, fields: dict[str, Any], aims: Iterable[Aim], actions: Iterable[Action]
) -> list[Change]:
    """Other words, days, groups or targets, further measures; what is not given stays."""
    _in_order(file.plan._replace(**fields))
    changes = update(file.plan, **fields)
    standing = {target.key: target for target in file.targets}
    last = {aim.key: aim for aim in aims}
    for number, aim in enumerate(last.values()):
        changes += _aimed(number, file.plan, aim, standing.get(aim.key))
    taken = {aim.key for aim in last.values() if aim.amount is None}
    if not (standing.keys() | last.keys()) - taken:
        raise Usage(
            say("a plan keeps one target at least"),
            say("all of it: cm rm {ref}", ref=ref_of("development", file.plan.id)),
        )
    return [*changes, *map(insert, actions)]


def _aimed(
    number: int, plan: Development, aim: Aim, standing: DevelopmentTarget | None
) -> list[Change]:
    """A target that is new, is another now, or is taken back."""
    if standing is None and aim.amount is None:
        raise Usage(say("the plan has no target for {measure}", measure=aim.measure))
    if standing is None:
        return [insert(_target(number, plan, aim))]
    return [delete(standing)] if aim.amount is None else update(standing, amount=aim.amount)


def _in_order(plan: Development) -> None:
    if plan.end_on < plan.start_on:
        raise Usage(
            say("the plan ends {end}, before it begins {start}", end=plan.end_on,
                start=plan.start_on),
            say("--period 2026Q4, or --from and --to"),
        )  # fmt: skip


def measure(number: int, plan: Development, text: str, due: datetime, now: datetime) -> Action:
    """Something that will be done for the plan; its date lies ahead and within the period."""
    day = day_of(due, now)
    if not plan.start_on <= day <= plan.end_on:
        raise Usage(
            say("{day} is outside the plan ({start} to {end})", day=day, start=plan.start_on,
                end=plan.end_on),
            say("a measure is dated within the period of its plan"),
        )  # fmt: skip
    action = Action(number, None, None, text, None, due, None, None, now, plan.id)
    planned(action, now)
    return action


def removed(file: DevelopmentFile) -> list[Change]:
    """The plan with all that belongs to it."""
    parts: list[Record] = [*file.targets, *file.actions, *file.reviews, file.plan]
    return [delete(part) for part in parts]


# The agenda


class Policy(NamedTuple):
    """How often a plan is evaluated: `monthly`, `quarterly`, or only at its `end`."""

    every: str
    is_working: WorkingDay


class Owed(NamedTuple):
    """An evaluation not yet written: of the time up to `until`, due on `due`."""

    until: date
    due: date
    is_final: bool


def owed(plan: Development, last: datetime | None, now: datetime, policy: Policy) -> Owed | None:
    """The evaluation that a plan waits for, if any; the latest one, since it covers those before.

    Each month (or quarter) that ends within the plan owes one, and so does its end. It is asked for
    when that time is over, and due on the first working day after it. One written on the last
    working day of a month counts for the month; the final one is written when the period is over.
    """
    until = _latest_end(plan, now, policy.every)
    if until is None:
        return None
    is_final = until == plan.end_on
    written = day_of(last, now) if last else None
    from_day = until + timedelta(days=1) if is_final else _working(until, -1, policy)
    if written and written >= from_day:
        return None
    return Owed(until, _working(until + timedelta(days=1), 1, policy), is_final)


def _latest_end(plan: Development, now: datetime, every: str) -> date | None:
    """The last day of the latest time that is over and owes an evaluation."""
    today = now.date()
    if plan.end_on < today:
        return plan.end_on
    months = {"monthly": range(1, 13), "quarterly": (1, 4, 7, 10), "end": ()}[every]
    first = today.replace(day=1)
    while first.month not in months:
        if not months:
            return None
        first = (first - timedelta(days=1)).replace(day=1)
    end = first - timedelta(days=1)
    # What was over before the plan was made is not asked for.
    since = max(plan.start_on, day_of(plan.created_at, now))
    return end if since <= end else None


def _working(day: date, step: int, policy: Policy) -> date:
    """The day itself, or the nearest working day before or after it; a week of days off at most
    twice.
    """  # noqa: D205
    for away in range(15):
        found = day + timedelta(days=away * step)
        if policy.is_working(found):
            return found
    return day


def agenda(
    plans: Iterable[tuple[Development, datetime | None]], now: datetime, policy: Policy
) -> Iterator[AgendaItem]:
    """The plans to evaluate, each with the time of its last evaluation."""
    for plan, last in plans:
        found = owed(plan, last, now, policy)
        if found:
            title = _title(plan, found)
            last_said = (
                say("last evaluated {day}", day=day_of(last, now)) if last
                else say("not evaluated yet")
            )  # fmt: skip
            yield AgendaItem(
                ref_of("development", plan.id), "development", "growth", None, title,
                midnight(found.due, now.tzinfo), "overdue" if found.due < now.date() else "open",
                last_said, _why(plan, found, policy),
            )  # fmt: skip


def _title(plan: Development, found: Owed) -> Message:
    if found.is_final:
        return say("final evaluation: {name}", name=plan.name)
    return say("evaluate: {name}", name=plan.name)


def _why(plan: Development, found: Owed, policy: Policy) -> Message:
    ref = ref_of("development", plan.id)
    if found.is_final:
        return say(
            "The development plan {ref} ended {end} and its outcome is not written down: "
            "cm develop evaluate {ref} --note '…'",
            ref=ref, end=plan.end_on,
        )  # fmt: skip
    return say(
        "The development plan {ref} is evaluated {every} (setting develop.evaluate), and not yet "
        "for the time up to {until}: cm develop evaluate {ref} --note '…'",
        ref=ref, every=say("monthly") if policy.every == "monthly" else say("quarterly"),
        until=found.until,
    )  # fmt: skip
