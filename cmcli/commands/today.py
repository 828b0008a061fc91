"""`cm today`: the agenda."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from cmcli import agenda, desk
from cmcli.i18n import N_
from cmcli.params import Limit
from cmcli.views import today as view
from cmcli.views.speech import Speaker

DateOpt = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help=N_("the agenda of another day"))
]


def today(date: DateOpt = None, limit: Limit = None) -> None:
    """Show what to do, in the order in which to do it."""
    here = desk.current()
    built = agenda.build(here.store, here.settings, _moment(here, date))
    speak = Speaker(built.now, here.settings["currency"])
    here.show(
        lambda: view.document(built, speak, limit),
        lambda: view.page(built, here.settings, speak, limit, here.height),
    )


def _moment(here: desk.Desk, date: str | None) -> datetime:
    """Now, or on another day its morning (its end, when it is past)."""
    if date is None:
        return here.now
    day = here.day(date)
    if day == here.now.date():
        return here.now
    morning = datetime(day.year, day.month, day.day, 8, 30, tzinfo=here.zone)
    return morning if day > here.now.date() else morning + timedelta(hours=15)
