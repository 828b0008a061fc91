"""What came of the targets of development plans: each by the measure it names."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cmcli.domain.days import midnight
from cmcli.domain.development import Development, DevelopmentTarget
from cmcli.domain.evaluation import Progress, amount, label
from cmcli.domain.measure import Evidence, Measure, Row, Span, Value, figure, span
from cmcli.domain.pace import Days, Pace
from cmcli.domain.period import Period
from cmcli.messages import Money, joined, say
from cmcli.named import NamedTuple


class Aimed(NamedTuple):
    """A target, its measure and the facts of the plan's period; of one product where it names one,
    by its code.
    """  # noqa: D205

    plan: Development
    target: DevelopmentTarget
    product: str | None
    measure: Measure
    facts: Any


def _value(aimed: Aimed, until: date, now: datetime) -> Value:
    """The measure from the plan's first day to `until`."""
    start = aimed.plan.start_on
    over = span(Period("", start, max(min(until, aimed.plan.end_on), start)), now)
    return figure(aimed.measure, aimed.facts, over, aimed.target.currency or "").value


def actual(value: Value, target: DevelopmentTarget) -> float:
    """What counts for the target: money of its own currency only."""
    if isinstance(value, tuple):
        return sum(money.amount for money in value if money.currency == target.currency)
    return value or 0


def progress(aimed: Aimed, days: Days, now: datetime) -> Progress:
    """Where the target stands now."""
    value = _value(aimed, now.date(), now)
    others = tuple(
        money for money in (value if isinstance(value, tuple) else ())
        if money.currency != aimed.target.currency and money.amount
    )  # fmt: skip
    reached = actual(value, aimed.target)
    pace = Pace(reached, aimed.target.amount, days.gone, days.total)
    return Progress(aimed.target, pace, aimed.product, others)


def attainment(facts: Iterable[Aimed], over: Span) -> Evidence:
    """The targets of the plans in force at the period's end, those reached by then counting one."""
    day = over.at.date()
    return Evidence([
        _row(aimed, actual(_value(aimed, day, over.now), aimed.target), over)
        for aimed in facts if aimed.plan.start_on <= day <= aimed.plan.end_on
    ])  # fmt: skip


def _row(aimed: Aimed, reached: float, over: Span) -> Row:
    plan, target = aimed.plan, aimed.target
    came = Money(round(reached), target.currency) if target.currency else amount(reached, target)
    wanted = say("{actual} of {target}", actual=came, target=amount(target.amount, target))
    return Row(
        "development", plan.id, None, midnight(plan.end_on, over.now.tzinfo), plan.name,
        int(reached >= target.amount), joined([label(target, aimed.product), wanted]),
    )  # fmt: skip
