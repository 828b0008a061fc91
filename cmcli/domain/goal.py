"""A goal: a target for a measure over a period, changed on the way or not."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cmcli.domain.change import Change, Record, delete, insert, update
from cmcli.domain.money import rounded
from cmcli.domain.pace import Days, Line, along, drawn
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Message, Money, say
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    # The agenda imports this module every morning and computes no figure without a goal.
    from cmcli.domain.measure import Measure
    from cmcli.domain.period import Period

# The share of goals attained cannot be one of them.
NO_GOAL = ("goals.attainment",)
# A period that begins later has a mistyped year.
_AHEAD = timedelta(days=2 * 366)
# Figures that may be less than nothing, so that nothing is something to aim at.
_BELOW_ZERO = ("satisfaction.nps", "aum.net_inflow")
# What a figure cannot be more than.
_TOP = {"satisfaction.mean": 5, "satisfaction.nps": 100}


class Goal(NamedTuple):
    """`period` is its name, `start_on` to `end_on` its days, both included."""

    id: int
    measure: str
    period: str
    start_on: date
    end_on: date
    note: str | None
    created_at: datetime


class GoalTarget(NamedTuple):
    """What a goal asks for from a day on: minor units of `currency`, or a `number` (a share of 1
    for a ratio). The first holds from the goal's first day.
    """  # noqa: D205

    id: int
    goal_id: int
    since_on: date
    amount: int | None
    currency: str | None
    number: float | None
    reason: str | None
    created_at: datetime

    @property
    def value(self) -> float:
        """The amount or the number."""
        return self.number if self.amount is None else self.amount  # type: ignore[return-value]


class Aim(NamedTuple):
    """A target as it is typed."""

    amount: int | None
    currency: str | None
    number: float | None


class GoalFile(NamedTuple):
    """A goal with its targets, the oldest first."""

    goal: Goal
    targets: tuple[GoalTarget, ...]

    @property
    def currency(self) -> str | None:
        """The currency that counts; None for what is no money."""
        return self.targets[0].currency

    def target_on(self, day: date) -> GoalTarget:
        """The target in force on a day; the first one before its period."""
        held = [target for target in self.targets if target.since_on <= day]
        return held[-1] if held else self.targets[0]


def phase(goal: Goal, at: datetime) -> str:
    """`coming` before its period, `running` in it, `over` from its last second on."""
    day, moment = at.date(), at + timedelta(seconds=1)
    if day < goal.start_on:
        return "coming"
    return "running" if moment.date() <= goal.end_on else "over"


# What is typed

_NUMBER = r"(-?(?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,6})?)"
_UNITS: dict[str, dict[str, float]] = {
    "minutes": {"": 1, "m": 1, "min": 1, "分": 1, "分钟": 1, "h": 60, "小时": 60},
    "hours": {"": 1, "h": 1, "小时": 1, "m": 1 / 60, "min": 1 / 60, "分钟": 1 / 60},
    "days": {"": 1, "d": 1, "天": 1, "日": 1},
    "ratio": {"": 1, "%": 0.01, "％": 0.01},
}


def unit_of(measure: "Measure") -> str:
    """The unit a target is given in: the mean of so many each is a number, not a share of 100."""
    return "score" if (measure.unit, measure.fold) == ("ratio", "mean") else measure.unit


def aim(text: str, measure: "Measure", currency: str) -> Aim:
    """`500万`, `20万 USD`, `98%`, `0.98`, `60m`, `30d`, `4.5`: a target of the measure's unit."""
    unit = unit_of(measure)
    if unit == "money":
        return _something(_money(text.strip(), currency), measure)
    match = re.fullmatch(_NUMBER + r"\s*(\D*)", text.strip().lower(), re.ASCII)
    scale = _UNITS.get(unit, {"": 1}).get(match[2]) if match else None
    if match is None or scale is None:
        raise _wrong(text, unit)
    number = float(match[1].replace(",", ""))
    number = number / 100 if scale == 0.01 else number * scale
    # Of all figures only the recommendation can be less than nothing.
    negative = number < 0 and measure.id != "satisfaction.nps"
    if negative or (unit == "ratio" and number > 1) or (unit == "count" and number % 1):
        raise _wrong(text, unit)
    if abs(number) > _TOP.get(measure.id, abs(number)):
        raise Usage(
            say("{text} is more than the figure can be", text=text),
            say("at most {most}", most=_TOP[measure.id]),
        )
    return _something(Aim(None, None, number), measure)


def _something(given: Aim, measure: "Measure") -> Aim:
    """Nothing is a target where less is better; else it is met before the period begins."""
    if given.amount or given.number or measure.better == "less" or measure.id in _BELOW_ZERO:
        return given
    raise Usage(
        say("a target of 0 is met from the start"),
        say("no goal after all: cm goal list, then cm rm g3"),
    )


def _money(text: str, currency: str) -> Aim:
    from cmcli.domain.money import parse_amount

    amount, _, code = text.rpartition(" ")
    if amount and re.fullmatch(r"[A-Za-z]{3}", code):
        text, currency = amount, code.upper()
    return Aim(parse_amount(text, currency), currency, None)


def _wrong(text: str, unit: str) -> Usage:
    """What the unit wants instead."""
    said = {
        "count": say("{text} is not a whole number", text=text),
        "ratio": say("{text} is no share between 0 and 100 %", text=text),
        "minutes": say("{text} is not a number of minutes", text=text),
        "hours": say("{text} is not a number of hours", text=text),
        "days": say("{text} is not a number of days", text=text),
    }
    examples = {"count": "20", "ratio": "98%, 0.98", "minutes": "60m, 1h", "hours": "40h",
                "days": "30d"}  # fmt: skip
    return Usage(
        said.get(unit, say("{text} is not a number", text=text)),
        say("for example {example}", example=examples.get(unit, "4.5")),
    )


def quantity(value: float, unit: str, currency: str | None) -> Money | Message | str:
    """A value of a unit to be said: money to whole units, a share as per cent."""
    if currency:
        return rounded(Money(round(value), currency))
    if unit == "ratio":
        return f"{_plain(value * 100)} %"
    if unit == "minutes":
        return say("{n} min", n=_plain(value))
    if unit == "hours":
        return say("{n} h", n=_plain(value))
    return say("{n} d", n=_plain(value)) if unit == "days" else _plain(value)


def _plain(value: float) -> str:
    near = round(value, 1) if abs(value) >= 0.1 else round(value, 2)
    return f"{near:,.0f}" if near == int(near) else f"{near:,}"


# Setting and changing


def may_be_set(over: "Period", today: date) -> None:
    """Whether a first target may be set by hand: one for what is over is known to be met or not."""
    if over.end < today:
        raise Refused(
            say("{period} is over: no target is set for it any more", period=over.name),
            say("what your branch had set, in a table: cm import goals FILE"),
        )
    if over.start - today > _AHEAD:
        raise Usage(
            say("{period} begins in more than two years", period=over.name),
            say("check the year; for example --period thisquarter"),
        )


def fresh(goal: Goal, given: Aim, reason: str | None) -> list[Change]:
    """A new goal; its target holds from the first day."""
    return [insert(goal), insert(_target(-2, goal, goal.start_on, given, reason, goal.created_at))]


def _target(
    number: int, goal: Goal, since: date, given: Aim, reason: str | None, now: datetime
) -> GoalTarget:
    return GoalTarget(number, goal.id, since, *given, reason, now)


def changed(
    file: GoalFile, given: Aim, since: date | None, reason: str | None, now: datetime
) -> list[Change]:  # fmt: skip
    """Another target from a day on, today by default; before the period it just replaces."""
    goal, last = file.goal, file.targets[-1]
    _still_open(goal, now)
    day = since or max(now.date(), goal.start_on)
    if not goal.start_on <= day <= goal.end_on:
        raise Usage(
            say("{day} is outside {period} ({start} to {end})", day=day, period=goal.period,
                start=goal.start_on, end=goal.end_on),
            say("a day of the period: --from {day}", day=goal.start_on.isoformat()),
        )  # fmt: skip
    if since is None and now.date() < goal.start_on:
        later = file.targets[1:]
        return [*_replaced(file.targets[0], given, reason), *map(delete, later)]
    if day < last.since_on:
        raise Refused(
            say("the target of {ref} was changed from {day} on already",
                ref=ref_of("goal", goal.id), day=last.since_on),
            say("from that day or later: --from {day}", day=last.since_on.isoformat()),
        )  # fmt: skip
    if day == last.since_on:
        return _replaced(last, given, reason)
    if Aim(last.amount, last.currency, last.number) == given:
        return []
    return [insert(_target(-2, goal, day, given, reason, now))]


def _replaced(target: GoalTarget, given: Aim, reason: str | None) -> list[Change]:
    fields = given._asdict() | ({"reason": reason} if reason else {})
    return update(target, **fields)


def _still_open(goal: Goal, now: datetime) -> None:
    if now.date() > goal.end_on:
        raise Refused(
            say("{period} is over: the target of {ref} stays what it was", period=goal.period,
                ref=ref_of("goal", goal.id)),
            say("a slip of the pen: cm edit {ref} target=…", ref=ref_of("goal", goal.id)),
        )  # fmt: skip


def corrected(file: GoalFile, day: date, given: Aim | None, **fields: str | None) -> list[Change]:
    """A slip of the pen put right: the target in force, why it was changed, the note."""
    held = file.target_on(day)
    changes = update(file.goal, note=fields["note"]) if "note" in fields else []
    values = given._asdict() if given else {}
    values |= {"reason": fields["reason"]} if "reason" in fields else {}
    return changes + (update(held, **values) if values else [])


def removed(file: GoalFile) -> list[Change]:
    """The goal with its targets."""
    parts: list[Record] = [*file.targets, file.goal]
    return [delete(part) for part in parts]


# The line

Gone = Callable[[date], int]


def line_of(file: GoalFile, start: float, day: date, gone: Gone, total: int) -> Line:
    """The line as it stands on `day`; `gone` counts the working days before a day."""
    held = [target for target in file.targets if target.since_on <= day] or file.targets[:1]
    steps = [(gone(target.since_on), target.value) for target in held]
    return drawn(start, [(0, steps[0][1]), *steps[1:]], total)


def share(file: GoalFile, nature: str, period: "Period", gone: Gone, days: Days) -> float:
    """What the goal asks of a period within its own.

    Of a flow its working days' share of the line; a level and a rate are asked for whole.
    """
    target = file.target_on(period.end).value
    if nature != "flow" or (period.start, period.end) == (file.goal.start_on, file.goal.end_on):
        return target
    line = line_of(file, 0, period.end, gone, days.total)
    after = gone(period.end + timedelta(days=1))
    return along(line, after) - along(line, gone(period.start))
