"""The targets that stand beside the figures of a report: what the goals ask of just this period."""

from datetime import datetime

from cmcli.config import Settings
from cmcli.domain.days import working_days
from cmcli.domain.figures.goals import gone_of
from cmcli.domain.goal import GoalFile, share
from cmcli.domain.measure import Value
from cmcli.domain.money import rounded
from cmcli.domain.pace import Days
from cmcli.domain.period import Period
from cmcli.measures import named
from cmcli.messages import Money
from cmcli.queries import goal as queries
from cmcli.store import Store


def targets_of(
    store: Store, settings: Settings, period: Period, now: datetime
) -> dict[str, Value]:  # fmt: skip
    """What each measure that has a goal is to come to in `period`, by the measure's id.

    The goal of these very days counts; without one the shortest that holds them all. Of a flow its
    working days' share of the line is asked for, of a rate and a level the target itself. The
    target is the one in force at the period's end, now before that.
    """
    office, until = queries.office(settings), min(period.end, max(now.date(), period.start))
    found: dict[str, dict[str | None, Value]] = {}
    for one in queries.covering(store, period):
        kept = found.setdefault(one.goal.measure, {})
        if one.currency in kept:
            continue
        goal, gone = one.goal, gone_of(one, office)
        days = Days(0, working_days(goal.start_on, goal.end_on, office.is_working))
        known = one._replace(targets=tuple(t for t in one.targets if t.since_on <= until))
        held = known if known.targets else one._replace(targets=one.targets[:1])
        asked = share(held, named(goal.measure).nature, period, gone, days)
        kept[one.currency] = _value(asked, one, period)
    return {measure: _together(list(kept.values())) for measure, kept in found.items()}


def _value(asked: float, one: GoalFile, period: Period) -> Value:
    if one.currency:
        amount = Money(round(asked), one.currency)
        # What the goal itself says stays; a share of it is not meant to the last cent.
        own = (one.goal.start_on, one.goal.end_on) == (period.start, period.end)
        return (amount if own else rounded(amount),)
    # A share of a count is said to a tenth; what the goal itself says stays whole.
    near = asked if abs(asked) < 1 and named(one.goal.measure).unit == "ratio" else round(asked, 1)
    return int(near) if near == int(near) else near


def _together(values: list[Value]) -> Value:
    """Amounts of several currencies beside each other."""
    money = [one for value in values if isinstance(value, tuple) for one in value]
    return tuple(sorted(money, key=lambda one: one.currency)) if money else values[0]
