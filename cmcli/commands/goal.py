"""`cm goal`: targets for any measure and period, and how they go."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.i18n import N_
from cmcli.params import Limit

MeasureArg = Annotated[
    str, typer.Argument(metavar="MEASURE", help=N_("deals.won_amount, sla.response, 成交金额"))
]
TargetArg = Annotated[
    str, typer.Argument(metavar="TARGET", help=N_("500万, 98%, 20, 60m, in the measure's unit"))
]
PeriodOpt = Annotated[
    str, typer.Option("--period", metavar="PERIOD", help=N_("2026Q4, 2026-11, 本季度"))
]
Since = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help=N_("another target from this day on; today")),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help=N_("why the target is changed"))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
During = Annotated[
    str | None,
    typer.Option("--period", metavar="PERIOD", help=N_("goals that share a day with it")),
]
Which = Annotated[str, typer.Argument(metavar="GOAL", help=N_("a reference: g3"))]


def set_(
    measure: MeasureArg, target: TargetArg, period: PeriodOpt = "thisquarter",
    since: Since = None, reason: Reason = None, note: Note = None,
) -> None:  # fmt: skip
    """A target for a measure over a period; set again it changes from a day on."""
    from cmcli.nouns import goal as noun

    noun.set_(desk.current(), measure, target, period, since, reason, note)


def list_(period: During = None, limit: Limit = None) -> None:
    """Goals that run or are to come, each against the straight line of its working days."""
    from cmcli.nouns import goal as noun

    noun.listing(desk.current(), period, limit)


def show(goal: Which) -> None:
    """One goal: the working of its figures, and what its target was before."""
    from cmcli.nouns import goal as noun

    noun.show(desk.current(), need_ref(goal, "goal").id)
