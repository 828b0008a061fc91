"""How a development plan goes: each target against the straight line, and since the last time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cmcli.domain.action import Action, state
from cmcli.domain.development import Development, DevelopmentTarget, phase
from cmcli.domain.money import rounded
from cmcli.domain.pace import Days, Pace
from cmcli.messages import Code, Joined, Message, Money, joined, say
from cmcli.named import NamedTuple


class Before(NamedTuple):
    """A target as it stood at the last evaluation."""

    actual: float
    target: int


class Progress(NamedTuple):
    """A target and where it stands; `product` is the code of the product it counts, `others` what
    came in other currencies, which does not count.
    """  # noqa: D205

    target: DevelopmentTarget
    pace: Pace
    product: str | None = None
    others: tuple[Money, ...] = ()
    before: Before | None = None


class Covered(NamedTuple):
    """A group of clients to work: how many there are, and how many were reached in the period."""

    where: str
    clients: int
    reached: int


class Evaluation(NamedTuple):
    """A plan on the day of `now`: every figure of it."""

    plan: Development
    days: Days
    rows: list[Progress]
    actions: tuple[Action, ...]
    groups: list[Covered]
    now: datetime

    @property
    def phase(self) -> str:
        """`coming`, `running` or `over`."""
        return phase(self.plan, self.now.date())

    @property
    def attained(self) -> int:
        """How many targets are reached."""
        return sum(row.pace.attained for row in self.rows)

    @property
    def behind(self) -> list[Progress]:
        """The targets below the straight line."""
        return [row for row in self.rows if row.pace.state == "behind"]

    def measures(self, *states: str) -> list[Action]:
        """The dated measures in one of these states: done, overdue, due, open."""
        return [action for action in self.actions if state(action, self.now) in states]


def standing(evaluation: Evaluation, row: Progress) -> str:
    """`attained`, `on_track`, `behind`; `missed` where the period is over without it."""
    missed = evaluation.phase == "over" and not row.pace.attained
    return "missed" if missed else row.pace.state


def label(target: DevelopmentTarget, product: str | None) -> Code | Message:
    """What is counted, in words."""
    if product:
        return say("{product} sold", product=product)
    return Code("measure", target.measure)


def amount(value: float, target: DevelopmentTarget) -> Money | str:
    """A value of the target's kind: money to whole units, a number with a decimal if it has any."""
    if target.currency:
        return rounded(Money(round(value), target.currency))
    return _number(value)


def _number(value: float) -> str:
    near = round(value, 1) if abs(value) >= 0.1 else round(value, 2)
    return f"{near:,.0f}" if near == int(near) else f"{near:,}"


def shortfall(evaluation: Evaluation, row: Progress) -> Message | None:
    """How far behind, and what it takes: none for a target that is on the line or reached."""
    pace, target = row.pace, row.target
    if pace.attained:
        return None
    if evaluation.phase == "over":
        return say("missed by {short}", short=amount(pace.missing, target))
    if not pace.behind:
        return None
    behind = amount(pace.behind, target)
    if pace.needed is None or pace.planned is None:
        return say("behind by {behind}; no working day is left", behind=behind)
    return say(
        "behind by {behind}; {needed} a working day needed, {planned} planned",
        behind=behind, needed=amount(pace.needed, target), planned=amount(pace.planned, target),
    )  # fmt: skip


def since_last(row: Progress) -> Money | Joined | str | None:
    """What was added since the last evaluation, with its sign."""
    if row.before is None:
        return None
    return signed(row.pace.actual - row.before.actual, row.target)


def signed(change: float, target: DevelopmentTarget) -> Money | Joined | str:
    """A change with its sign."""
    value = amount(abs(change), target)
    if not change:
        return value
    return joined(["+" if change > 0 else "−", value], "")


# The figures of a day, kept with an evaluation


def figures(evaluation: Evaluation) -> str:
    """As JSON: what the plan stood at, whatever its targets become."""
    import json

    found = {
        "elapsed": evaluation.days.gone, "total": evaluation.days.total,
        "targets": [
            {"measure": target.measure, "product_id": target.product_id,
             "currency": target.currency, "target": target.amount, "actual": pace.actual,
             "expected": pace.expected}
            for target, pace, *_ in evaluation.rows
        ],
        "measures": {
            "done": len(evaluation.measures("done")),
            "overdue": len(evaluation.measures("overdue")),
            "open": len(evaluation.measures("open", "due")),
        },
        "groups": [group._asdict() for group in evaluation.groups],
    }  # fmt: skip
    return json.dumps(found, ensure_ascii=False)


def compared(rows: Iterable[Progress], last: str | None) -> list[Progress]:
    """The rows beside what the figures of the last evaluation say of the same targets."""
    if last is None:
        return list(rows)
    import json

    known = {
        (kept["measure"], kept["product_id"], kept["currency"]): kept
        for kept in json.loads(last)["targets"]
    }
    return [row._replace(before=_before(known.get(row.target.key))) for row in rows]


def _before(kept: dict[str, Any] | None) -> Before | None:
    return Before(kept["actual"], kept["target"]) if kept else None
