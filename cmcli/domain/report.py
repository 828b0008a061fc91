"""A period's report: its improvement plan, its submission, and when the weekly one is due."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from cmcli.domain.action import Action
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.errors import Refused, Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    # The agenda imports this module every morning and needs no grammar of periods.
    from cmcli.domain.period import Period

# A week as a reference: w202648 is week 48 of 2026. Smaller numbers are rows.
FIRST_WEEK = 190001


class Report(NamedTuple):
    """`figures` is the document (JSON) and `rendering` the page (markdown) that was submitted."""

    id: int
    period: str
    start_on: date
    end_on: date
    submitted_at: datetime | None
    note: str | None
    figures: str | None
    rendering: str | None


class ReportRetraction(NamedTuple):
    """A submission that was taken back, why and when."""

    id: int
    report_id: int
    submitted_at: datetime
    at: datetime
    reason: str


def ahead(period: "Period") -> Message:
    """What can be done of a report whose period is still to come."""
    return say("it begins {day}; the plan for it can be kept already: cm report {period} --note",
               day=period.start, period=period.name)  # fmt: skip


def draft(stored: Report | None, period: "Period") -> Report:
    """The report of a period to go on with: the one begun, or a new one; not a submitted one."""
    _not_submitted(stored)
    blank = Report(-1, period.name, period.start, period.end, None, None, None, None)
    return stored or blank


def submitted(report: Report, now: datetime, figures: str, rendering: str) -> Report:
    """What the report says, frozen."""
    return report._replace(submitted_at=now, figures=figures, rendering=rendering)


def unsubmitted(report: Report) -> Report:
    """The report as it was before it was handed in: its plan alone."""
    return report._replace(submitted_at=None, figures=None, rendering=None)


def improvement(report: Report, text: str, due: datetime, now: datetime) -> Action:
    """A line of the improvement plan: something to be done, and by when."""
    return Action(-2, None, None, text, None, due, None, None, now, report_id=report.id)


def retracted(stored: Report | None, reason: str, now: datetime) -> list[Change]:
    """The report is open again; that it was submitted, and why it no longer is, stays."""
    if not stored or not stored.submitted_at:
        raise Refused(
            say("this report was not submitted"), say("reports submitted: cm report --list")
        )
    if not reason:
        raise Usage(
            say("why is it taken back?"),
            say('cm report {period} --retract "…"', period=stored.period),
        )
    gone = ReportRetraction(-1, stored.id, stored.submitted_at, now, reason)
    return [*update(stored, submitted_at=None, figures=None, rendering=None), insert(gone)]


def noted(report: Report, plan: str) -> Report:
    """The report with this improvement plan; an empty one clears what it has. Raises `Usage` where
    there is nothing to clear.
    """  # noqa: D205
    if not plan and not report.note:
        raise Usage(
            say("{period} has no improvement plan", period=report.period),
            say('cm report {period} --note "…"', period=report.period),
        )
    return report._replace(note=plan or None)


def kept(stored: Report | None, report: Report) -> list[Change]:
    """The changes that keep `report` in place of what was stored."""
    return update(stored, **report._asdict()) if stored else [insert(report)]


def _not_submitted(stored: Report | None) -> None:
    if stored and stored.submitted_at:
        raise Refused(
            say("the report of {period} was submitted {at}",
                period=stored.period, at=stored.submitted_at),
            say('to take that back: cm report {period} --retract "…"', period=stored.period),
        )  # fmt: skip


# The weekly report on the agenda


class Week(NamedTuple):
    """A week, by its Monday: whether its report was submitted, and whether one is owed at all."""

    monday: date
    submitted: bool
    owed: bool

    @property
    def name(self) -> str:
        """`2026-W48`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def ref(self) -> str:
        """`w202648`."""
        year, week, _ = self.monday.isocalendar()
        return f"w{year}{week:02}"


def due_moment(monday: date, due: tuple[int, int], zone: tzinfo | None) -> datetime:
    """When the report of a week is due; `due` is (weekday with Monday 0, minutes of the day)."""
    weekday, minutes = due
    clock = time(minutes // 60, minutes % 60)
    return datetime.combine(monday + timedelta(days=weekday), clock, zone)


def next_due(weeks: Sequence[Week], due: tuple[int, int], now: datetime) -> datetime | None:
    """When the report of the last of these weeks is due; None once it is submitted."""
    week = weeks[-1]
    return None if week.submitted else due_moment(week.monday, due, now.tzinfo)


def agenda(weeks: Iterable[Week], due: tuple[int, int], now: datetime) -> Iterator[AgendaItem]:
    """The weekly reports that are due today or late, until they are submitted."""
    for week in weeks:
        moment = due_moment(week.monday, due, now.tzinfo)
        if week.submitted or not week.owed or moment.date() > now.date():
            continue
        late = now > moment
        why = say(
            "The report of {week}, due {due} (setting report.due), stays here until it is "
            "submitted: cm report {week} --submit",
            week=week.name, due=moment,
        )  # fmt: skip
        yield AgendaItem(
            week.ref, "report", "schedule", None, say("weekly report {week}", week=week.name),
            moment, "overdue" if late else "open",
            say("was due {due}", due=moment) if late else say("today {due}", due=moment), why,
        )  # fmt: skip
