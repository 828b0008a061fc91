"""Stored reports, and which weeks owe one."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cmcli.domain.action import Action
from cmcli.domain.days import midnight, monday
from cmcli.domain.report import Report, ReportRetraction, Week
from cmcli.queries.joined import belonging
from cmcli.storage.rows import from_instant, to_instant
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.domain.period import Period


def of_period(store: Store, period: "Period") -> Report | None:
    """What is stored for these days, by whatever name they were asked for."""
    rest = "WHERE start_on = ? AND end_on = ? ORDER BY submitted_at IS NULL, id LIMIT 1"
    return next(iter(store.select(Report, rest, period.start, period.end)), None)


def begun(store: Store) -> datetime | None:
    """When the first client was added or the first contact made; None in an empty book."""
    firsts = [store.value("SELECT min(created_at) FROM client"),
              store.value("SELECT min(at) FROM interaction")]  # fmt: skip
    return min((to_instant(text) for text in firsts if text), default=None)


def submissions(store: Store) -> list[Report]:
    """Reports that were submitted, those taken back since among them, the latest first."""
    rest = """WHERE submitted_at IS NOT NULL OR id IN (SELECT report_id FROM report_retraction)
        ORDER BY submitted_at IS NOT NULL, submitted_at DESC, id DESC"""
    return store.select(Report, rest)


def retractions(store: Store, reports: list[int]) -> dict[int, list[ReportRetraction]]:
    """The submissions of these reports that were taken back, the oldest first."""
    return belonging(store, ReportRetraction, "report_id", reports)


def improvements(store: Store, period: "Period") -> list[Action]:
    """The improvement plan of these days: what is to be done, in the order it was written."""
    rest = """WHERE report_id IN (SELECT id FROM report WHERE start_on = ? AND end_on = ?)
        ORDER BY id"""
    return store.select(Action, rest, period.start, period.end)


def weeks(store: Store, now: datetime) -> list[Week]:
    """Last week and this one: submitted or not, and whether a report is owed.

    One is owed where contacts were made, and in every week after the first submission.
    """
    this = monday(now.date())
    rows = store.rows("SELECT start_on, end_on FROM report WHERE submitted_at IS NOT NULL")
    done = {(date.fromisoformat(start), date.fromisoformat(end)) for start, end in rows}
    return [_week(store, day, done, now) for day in (this - timedelta(days=7), this)]


def _week(store: Store, start: date, done: set[tuple[date, date]], now: datetime) -> Week:
    end = start + timedelta(days=6)
    earlier = any(last - first == timedelta(days=6) and last < start for first, last in done)
    bounds = [midnight(day, now.tzinfo) for day in (start, end + timedelta(days=1))]
    sql = "SELECT EXISTS (SELECT 1 FROM interaction WHERE at >= ? AND at < ?)"
    owed = earlier or bool(store.value(sql, *map(from_instant, bounds)))
    return Week(start, (start, end) in done, owed)
