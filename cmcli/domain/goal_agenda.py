"""The goals in one line of the agenda: how many are behind, and the one furthest."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.goal import quantity, unit_of
from cmcli.domain.ref import ref_of
from cmcli.messages import Code, Message, joined, say

if TYPE_CHECKING:
    from cmcli.domain.figures.goals import Standing


def agenda(found: "Sequence[Standing]", unread: int, now: datetime) -> Iterator[AgendaItem]:
    """One line where a running goal is behind; `unread` are those that were not looked at."""
    behind = [one for one in found if one.state in ("behind", "missed")]
    if not behind:
        return
    worst = max(behind, key=_gravity)
    title = say("goals: {n} of {count} behind", n=len(behind), count=len(found))
    left = say("not looked at, too many contacts: {n}", n=unread) if unread else None
    yield AgendaItem(
        ref_of("goal", worst.file.goal.id), "goal", "schedule", None, title, None, "open",
        joined([Code("measure", worst.measure.id), shortfall(worst), left]), _why(worst),
    )  # fmt: skip


def _gravity(one: "Standing") -> float:
    """How far behind it is, as a part of its target."""
    target = abs(one.target.value)
    return one.short / target if target else float("inf")


def shortfall(one: "Standing") -> Message:
    """How far a goal is from where it should be by now."""
    unit, currency = unit_of(one.measure), one.file.currency
    if one.pace is None:
        return say("{actual}, target {target}", actual=quantity(one.actual or 0, unit, currency),
                   target=quantity(one.target.value, unit, currency))  # fmt: skip
    short = quantity(one.short, unit, currency)
    if one.phase == "over":
        return say("{short} from its target", short=short)
    if one.measure.better == "less":
        return say("{short} above the line", short=short)
    return say("{short} short of pace", short=short)


def _why(one: "Standing") -> Message:
    days = one.days
    return say(
        "A goal is behind when it is short of the straight line over the working days of its "
        "period ({gone} of {total} gone), a share when it is short of its target; the line stays "
        "while one is: cm goal list · cm goal set {measure} … changes a target",
        gone=days.gone, total=days.total, measure=one.measure.id,
    )  # fmt: skip
