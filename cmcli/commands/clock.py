"""`cm clock`: the arithmetic of the service clocks, for any dates."""

from datetime import datetime
from typing import Annotated

import typer

from cmcli import desk
from cmcli.config import duration
from cmcli.domain import worktime
from cmcli.domain.days import limit_of_days, midnight, working_days
from cmcli.domain.period import parse_period
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.queries import policies
from cmcli.views import clock as view

Start = Annotated[str, typer.Argument(metavar="FROM", help=N_("when it begins: 2026-11-23 16:00"))]
End = Annotated[str, typer.Argument(metavar="TO", help=N_("when it ends"))]
For = Annotated[str, typer.Option("--for", metavar="LENGTH", help=N_("90m, 8h, 15d"))]
CalendarOpt = Annotated[
    str | None,
    typer.Option("--calendar", metavar="C", help=N_("elapsed or working; sla.calendar by default")),
]
PeriodArg = Annotated[
    list[str], typer.Argument(metavar="PERIOD", help=N_("2026, 2026Q4, 2026-11, thismonth"))
]
DaysCalendar = Annotated[str, typer.Option("--calendar", metavar="C", help=N_("office or market"))]
Pause = Annotated[
    list[str] | None, typer.Option("--pause", metavar="A..B", help=N_("time that does not count"))
]


def due(start: Start, length: For, calendar: CalendarOpt = None, pause: Pause = None) -> None:
    """When a target is used up; days are natural days and end at 23:59:59."""
    here = desk.current()
    hours = _hours(here, calendar)
    at, pauses = here.when(start), _pauses(here, pause)
    try:
        target = duration(length)
    except ValueError as error:
        raise Usage(
            say("{text} is not a length of time", text=length), say("90m, 8h, 15d")
        ) from error
    if length.strip().lower().endswith("d"):
        if hours is not None or pauses:
            raise Usage(
                say("days are natural days; working time and pauses are counted in hours"),
                say("for example --for 8h"),
            )
        end = limit_of_days(at, target.days, here.now)
    else:
        end = worktime.due(at, target, pauses, hours)
    _show(here, at, end, pauses, hours, due=True)


def elapsed(start: Start, end: End, calendar: CalendarOpt = None, pause: Pause = None) -> None:
    """How much time counts between two instants."""
    here = desk.current()
    first, last = here.when(start), here.when(end)
    if last < first:
        raise Usage(say("{end} is before {start}", end=last, start=first))
    _show(here, first, last, _pauses(here, pause), _hours(here, calendar), due=False)


def days(period: PeriodArg, calendar: DaysCalendar = "office") -> None:
    """How many working days a period has: of the office, or of the markets."""
    here = desk.current()
    if calendar not in ("office", "market"):
        raise Usage(say("{text} is not a calendar", text=calendar), say("office or market"))
    span = parse_period(" ".join(period), here.now.date())
    works = policies.working_day if calendar == "office" else policies.trading_day
    count = working_days(span.start, span.end, works(here.settings))
    ends = [midnight(day, here.zone) for day in (span.start, span.end)]
    warnings = policies.coverage_warnings(here.settings, *ends)
    here.show(
        lambda: view.days_document(span, count, warnings, here.speak),
        lambda: view.days_page(span, count, warnings, here.speak),
    )


def _show(
    here: desk.Desk,
    start: datetime,
    end: datetime,
    pauses: list[worktime.Interval],
    hours: worktime.Hours | None,
    *,
    due: bool,
) -> None:
    pieces = worktime.ledger(start, end, pauses, hours)
    warnings = policies.coverage_warnings(here.settings, start, end) if hours else []
    here.show(
        lambda: view.document(pieces, end, warnings, here.speak, due=due),
        lambda: view.page(pieces, end, warnings, here.speak, due=due),
    )


def _hours(here: desk.Desk, calendar: str | None) -> worktime.Hours | None:
    wanted = calendar or here.settings["sla.calendar"]
    if wanted not in ("elapsed", "working"):
        raise Usage(say("{text} is not a way to count", text=wanted), say("elapsed or working"))
    return policies.working_hours(here.settings) if wanted == "working" else None


def _pauses(here: desk.Desk, texts: list[str] | None) -> list[worktime.Interval]:
    found = []
    for text in texts or []:
        first, dots, last = text.partition("..")
        if not dots:
            raise Usage(
                say("{text} is not a pause", text=text),
                say("for example --pause '2026-11-23 12:00..2026-11-23 14:00'"),
            )
        pair = here.when(first), here.when(last)
        if pair[1] < pair[0]:
            raise Usage(say("{end} is before {start}", end=pair[1], start=pair[0]))
        found.append(pair)
    return found
