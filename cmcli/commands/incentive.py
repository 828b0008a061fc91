"""`cm incentive`: what results pay, in points or money, and what deserves to be named."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.nouns import incentive as noun

Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="RULE", help=N_("'deals.won 10 each, cap 200'; may be repeated")),
]
Set = Annotated[
    str | None, typer.Option("--set", metavar="RULES", help=N_("all rules, parted by ;"))
]
Remove = Annotated[
    list[str] | None,
    typer.Option("--rm", metavar="RULE", help=N_("its number or measure: 2, deals.won")),
]
Yes = Annotated[
    bool, typer.Option("--yes", "-y", help=N_("do not ask before all rules are taken away"))
]
Period = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("thismonth, lastquarter, 2026-11, 上月")),
]


def rules(
    add: Add = None, set_: Set = None, remove: Remove = None, yes: Yes = False
) -> None:  # fmt: skip
    """The rules of the incentives, as a table; or change them, in one entry of the history."""
    here = desk.current()
    if add is None and remove is None and set_ is None:
        noun.listing(here)
    else:
        noun.change(here, add or [], set_, remove or [], yes=yes)


def score(period: Period = None) -> None:
    """Points and money of a period, by the rules in force now, and the promises kept."""
    noun.score(desk.current(), period or [])
