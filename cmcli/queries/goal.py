"""Goals with their targets, the facts they are judged by, and where they stand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from cmcli.config import Settings
from cmcli.domain.days import midnight
from cmcli.domain.goal import NO_GOAL, Goal, GoalFile, GoalTarget
from cmcli.queries.joined import belonging
from cmcli.queries.policies import working_day, zone
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.domain.figures.goals import Aimed, Office, Standing
    from cmcli.domain.measure import Measure
    from cmcli.domain.period import Period
    from cmcli.queries.figures import Source

Named = Callable[[str], "Measure"]
# More contacts than these of a goal's period are not read on a morning.
_MOST = 5_000


def files(store: Store, rest: str = "", *values: object) -> list[GoalFile]:
    """Goals with their targets; `rest` selects and orders the goals."""
    goals = store.select(Goal, rest, *values)
    found = belonging(
        store, GoalTarget, "goal_id", [goal.id for goal in goals], "since_on, id"
    )  # fmt: skip
    return [GoalFile(goal, tuple(found[goal.id])) for goal in goals]


def file(store: Store, number: int) -> GoalFile:
    """One goal; raises `NotFound`."""
    store.get(Goal, number)  # says that there is none
    return files(store, "WHERE id = ?", number)[0]


def same(
    store: Store, measure: str, start: date, end: date, currency: str | None
) -> GoalFile | None:
    """The goal for this measure and these days, in this currency."""
    rest = "WHERE measure = ? AND start_on = ? AND end_on = ? ORDER BY id"
    found = files(store, rest, measure, start, end)
    return next((one for one in found if one.currency == currency), None)


_ORDER = "ORDER BY end_on, start_on, id"


def sharing(store: Store, start: date, end: date) -> list[GoalFile]:
    """Goals that share a day with these."""
    return files(store, f"WHERE end_on >= ? AND start_on <= ? {_ORDER}", start, end)


def ahead(store: Store, today: date) -> list[GoalFile]:
    """Goals that run or are to come."""
    return files(store, f"WHERE end_on >= ? {_ORDER}", today)


def covering(store: Store, period: "Period") -> list[GoalFile]:
    """Goals whose own period holds the whole of this one, the shortest first."""
    rest = "WHERE start_on <= ? AND end_on >= ?"
    found = files(store, rest, period.start, period.end)
    return sorted(found, key=lambda one: (one.goal.end_on - one.goal.start_on, one.goal.id))


def office(settings: Settings) -> "Office":
    """The working days that lines are drawn over."""
    from cmcli.domain.figures.goals import Office

    return Office(working_day(settings), settings["work.hours"][-1][1])


# How they stand


def standings(
    store: Store, settings: Settings, found: Sequence[GoalFile], measure: Named, at: datetime,
    now: datetime,
) -> "list[Standing]":  # fmt: skip
    """Where each of these goals stands at `at`, in their order.

    Facts are read for one period at a time and let go of before the next.
    """
    from cmcli.domain.figures.goals import standing

    works = office(settings)
    judged = {
        aimed.file.goal.id: standing(aimed, at, now, works)
        for aimed in _aimed(store, settings, found, measure, now)
    }
    return [judged[one.goal.id] for one in found]


def _aimed(
    store: Store, settings: Settings, found: Iterable[GoalFile], measure: Named, now: datetime
) -> "Iterator[Aimed]":
    from cmcli.domain.figures.goals import Aimed
    from cmcli.domain.measure import span
    from cmcli.domain.period import Period
    from cmcli.queries.figures import Source, window

    for (start, end), group in groupby(sorted(found, key=_days), key=_days):
        eve = start - timedelta(days=1)
        spans = [span(Period("", *days), now) for days in ((eve, eve), (start, end))]
        source = Source(store, settings, window(spans))
        for one in group:
            named = measure(one.goal.measure)
            # What has not begun has no facts.
            facts = source.once(named.load) if start <= now.date() else None
            yield Aimed(one, named, facts)


def _days(one: GoalFile) -> tuple[date, date]:
    return one.goal.start_on, one.goal.end_on


def of_window(source: "Source", measure: Named) -> "list[Aimed]":
    """The goals that share a day with a report's window, with facts from the day before each on."""
    from cmcli.domain.figures.goals import Aimed

    here = zone(source.settings)
    last = (source.window.end - timedelta(seconds=1)).astimezone(here).date()
    found = [
        one for one in sharing(source.store, source.window.day, last)
        if one.goal.measure not in NO_GOAL
    ]  # fmt: skip
    rows = []
    for one in found:
        # What stood on the eve is where the line of a level begins.
        mine = source.since(one.goal.start_on - timedelta(days=1))
        named = measure(one.goal.measure)
        rows.append(Aimed(one, named, mine.once(named.load)))
    return rows


# On a morning


def running(store: Store, today: date) -> list[GoalFile]:
    """Goals whose period holds the day."""
    return sharing(store, today, today)


def readable(
    store: Store, found: Sequence[GoalFile], measure: Named, now: datetime
) -> list[GoalFile]:
    """Those that a morning can afford: not the contacts of a period that has thousands of them."""
    from cmcli.queries import figures

    costly = (figures.contacts, figures.key_contacts)
    return [
        one for one in found
        if measure(one.goal.measure).load not in costly or _few(store, one.goal, now)
    ]  # fmt: skip


def _few(store: Store, goal: Goal, now: datetime) -> bool:
    sql = """SELECT count(*) FROM (SELECT 1 FROM interaction WHERE at >= ? AND at < ? LIMIT ?)"""
    edges = (midnight(goal.start_on, now.tzinfo), midnight(goal.end_on, now.tzinfo))
    return int(store.value(sql, *edges, _MOST + 1)) <= _MOST
