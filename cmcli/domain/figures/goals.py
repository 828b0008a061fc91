"""How goals stand: each by the measure it names, against the line of its period."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from cmcli.domain.days import WorkingDay, midnight, working_days
from cmcli.domain.goal import GoalFile, GoalTarget, line_of, phase, quantity, unit_of
from cmcli.domain.measure import Evidence, Measure, Row, Span, Value, figure, span
from cmcli.domain.pace import Days, Pace, days_of
from cmcli.domain.pace import attainment as attainment_of
from cmcli.domain.period import Period
from cmcli.messages import Code, Message, Money, joined, say
from cmcli.named import NamedTuple


class Aimed(NamedTuple):
    """A goal, its measure, and the facts of its period and the day before it."""

    file: GoalFile
    measure: Measure
    facts: Any


class Office(NamedTuple):
    """Which days are worked, and the minute after midnight at which they close."""

    is_working: WorkingDay
    closing: int


class Standing(NamedTuple):
    """A goal at a moment: `actual` is None where there is no basis, `pace` where there is no line
    to be on; `others` came in other currencies and do not count.
    """  # noqa: D205

    file: GoalFile
    measure: Measure
    target: GoalTarget
    phase: str
    days: Days
    actual: float | None = None
    pace: Pace | None = None
    others: tuple[Money, ...] = ()

    @property
    def is_ceiling(self) -> bool:
        """Whether it adds up and should not: that is settled when its time is over."""
        return (self.measure.nature, self.measure.better) == ("flow", "less")

    @property
    def expected(self) -> float | None:
        """What the line asks for by now; of a ceiling, how much of it may be used up."""
        return self.pace.expected if self.pace and self.phase != "coming" else None

    @property
    def state(self) -> str:
        """attained, on_track, behind, missed, coming, or unmeasured."""
        if self.phase == "coming" or self.actual is None:
            return "coming" if self.phase == "coming" else "unmeasured"
        if self.is_ceiling and self.actual <= self.target.value and self.phase == "running":
            return "behind" if self.short else "on_track"
        if met(self.measure, self.actual, self.target.value):
            return "attained"
        if self.phase == "over" or self.is_ceiling:
            return "missed"
        return self.pace.state if self.pace else "behind"

    @property
    def short(self) -> float:
        """How far it is on the wrong side: of the line, without one of the target."""
        if self.actual is None or self.phase == "coming":
            return 0
        less, target = self.measure.better == "less", self.target.value
        if self.is_ceiling and self.pace:
            over = self.phase == "over" or self.actual > target
            return max(self.actual - (target if over else self.pace.expected), 0)
        if self.pace and self.phase == "running":
            return self.pace.behind
        return max(self.actual - target if less else target - self.actual, 0)

    @property
    def needed(self) -> float | None:
        """What each working day left has to bring; a ceiling needs nothing."""
        runs = self.pace and self.phase == "running" and not self.is_ceiling
        return self.pace.needed if self.pace and runs else None

    @property
    def projection(self) -> float | None:
        """Where the present pace leads; what stands at a moment never to less than nothing."""
        if self.pace is None or self.phase != "running":
            return None
        leads = self.pace.projection
        return max(leads, 0) if leads is not None and self.measure.nature == "level" else leads

    @property
    def attainment(self) -> float | None:
        """What part of the target is attained; `pace.attainment` says of what is nothing."""
        if self.actual is None or self.phase == "coming":
            return None
        less = self.measure.better == "less"
        return attainment_of(self.actual, self.target.value, less=less)


def met(measure: Measure, actual: float, target: float) -> bool:
    """Whether the target is reached: at or above it, or at or below it where less is better."""
    return actual <= target if measure.better == "less" else actual >= target


def _over(aimed: Aimed, start: date, end: date, now: datetime) -> Value:
    over = span(Period("", start, max(start, end)), now)
    return figure(aimed.measure, aimed.facts, over, aimed.file.currency or "").value


def reached(aimed: Aimed, until: date, now: datetime) -> Value:
    """The measure from the goal's first day to `until`, at most to its last."""
    goal = aimed.file.goal
    return _over(aimed, goal.start_on, min(until, goal.end_on), now)


def counted(value: Value, aimed: Aimed) -> float | None:
    """What counts for the goal: money of its own currency only; None has no basis."""
    if not isinstance(value, tuple):
        return value
    mine = [money.amount for money in value if money.currency == aimed.file.currency]
    # A sum over nothing is zero; a mean over nothing is none.
    return sum(mine) if mine or aimed.measure.nature != "rate" else None


def standing(aimed: Aimed, at: datetime, now: datetime, office: Office) -> Standing:
    """Where a goal stands at `at`, which is now or a moment of the past."""
    goal, day = aimed.file.goal, at.date()
    days = days_of(goal.start_on, goal.end_on, at, *office)
    target, when = aimed.file.target_on(day), phase(goal, at)
    blank = Standing(aimed.file, aimed.measure, target, when, days)
    if when == "coming":
        return blank
    value = reached(aimed, day, now)
    others = tuple(
        money for money in (value if isinstance(value, tuple) else ())
        if money.currency != aimed.file.currency and money.amount
    )  # fmt: skip
    found = blank._replace(actual=counted(value, aimed), others=others)
    if found.actual is None or aimed.measure.nature == "rate":
        return found
    return found._replace(pace=_pace(aimed, found.actual, found, day, now, office))


def _pace(
    aimed: Aimed, actual: float, found: Standing, day: date, now: datetime, office: Office
) -> Pace:
    goal, days, start = aimed.file.goal, found.days, 0.0
    if aimed.measure.nature == "level":
        eve = goal.start_on - timedelta(days=1)
        start = counted(_over(aimed, eve, eve, now), aimed) or 0
    line = line_of(aimed.file, start, day, gone_of(aimed.file, office), days.total)
    less = aimed.measure.better == "less"
    return Pace(actual, found.target.value, days.gone, days.total, line, less)


def gone_of(file: GoalFile, office: Office) -> Any:
    """Counts the working days of a goal's period that lie before a day."""
    start = file.goal.start_on
    return lambda day: working_days(start, day - timedelta(days=1), office.is_working)


# The measure


def attainment(facts: Iterable[Aimed], over: Span) -> Evidence:
    """The goals that share a day with the period, those attained by its end counting one."""
    rows, blank = [], 0
    for aimed in facts:
        goal, day = aimed.file.goal, over.at.date()
        # Points may be given for goals attained, so a goal of points is none of those counted.
        if goal.measure == "incentive.points" or not shares(aimed, over):
            continue
        actual = counted(reached(aimed, day, over.now), aimed)
        if actual is None:
            blank += 1
        else:
            rows.append(_row(aimed, actual, over))
    parts = ((say("goals without a basis yet, left out"), blank),) if blank else ()
    return Evidence(rows, parts)


def shares(aimed: Aimed, over: Span) -> bool:
    """Whether the goal has a day of the period, up to its end or now."""
    goal = aimed.file.goal
    return goal.start_on <= over.at.date() and goal.end_on >= over.period.start


def _row(aimed: Aimed, actual: float, over: Span) -> Row:
    goal, measure = aimed.file.goal, aimed.measure
    target = aimed.file.target_on(over.at.date()).value
    is_open = phase(goal, over.at) == "running"
    waits = is_open and (measure.nature, measure.better) == ("flow", "less")
    note = joined([
        Code("measure", measure.id), of_target(actual, target, aimed.file, measure),
        say("settled when its time is over") if waits and actual <= target else None,
    ])  # fmt: skip
    return Row(
        "goal", goal.id, None, midnight(goal.end_on, over.now.tzinfo), goal.period,
        int(met(measure, actual, target) and not waits), note,
    )  # fmt: skip


def of_target(actual: float, target: float, file: GoalFile, measure: Measure) -> Message:
    """`5 of 20`."""
    unit = unit_of(measure)
    return say("{actual} of {target}", actual=quantity(actual, unit, file.currency),
               target=quantity(target, unit, file.currency))  # fmt: skip
