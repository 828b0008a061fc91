"""Training on the agenda: what is planned, what lapses, the hours of the year."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.days import WorkingDay, midnight
from cmcli.domain.pace import Pace, days_of
from cmcli.domain.ref import ref_of
from cmcli.domain.training import Training, Year, hours, renewal_planned, renewed_by
from cmcli.messages import Message, joined, say, say_n
from cmcli.named import NamedTuple

# Before October there is time enough, and a line a day would be noise.
_LATE_MONTH = 10


class Policy(NamedTuple):
    """`notice`: days before the end of what expires, falling; at the last of them it is at risk.

    `closing` is when a working day is over, in minutes after midnight.
    """

    notice: tuple[int, ...]
    is_working: WorkingDay
    closing: int


def planned(rows: Iterable[Training], now: datetime) -> Iterator[AgendaItem]:
    """What is planned for today or was planned for a day that has passed."""
    for row in rows:
        if row.done_on or row.day > now.date():
            continue
        late, ref = row.day < now.date(), ref_of("training", row.id)
        why = say(
            "Training planned for {day} stays here until it was attended or is moved: "
            "cm training done {ref} --hours …, or cm snooze {ref} WHEN",
            day=row.day, ref=ref,
        )  # fmt: skip
        when = say("was due {due}", due=row.day) if late else say("today")
        yield AgendaItem(
            ref, "training", "learning", None, row.title, midnight(row.day, now.tzinfo),
            "overdue" if late else "open", joined([when, row.provider]), why,
        )  # fmt: skip


def certificates(
    rows: Sequence[Training], now: datetime, notice: tuple[int, ...]
) -> Iterator[AgendaItem]:
    """What expires, from the first notice on, until a renewal was attended or is planned; `rows`
    holds also what may renew it.
    """  # noqa: D205
    for row in rows:
        if row.done_on is None or row.expires_on is None:
            continue
        left = (row.expires_on - now.date()).days
        if left > notice[0] or renewed_by(row, rows) or renewal_planned(row, rows, now.date()):
            continue
        state = "overdue" if left < 0 else "at_risk" if left <= notice[-1] else "open"
        yield AgendaItem(
            ref_of("training", row.id), "certificate", "learning", None, _title(row, left),
            midnight(row.expires_on, now.tzinfo), state, _when(row.expires_on, left),
            _why(row, row.expires_on, notice, left),
        )  # fmt: skip


def _title(row: Training, left: int) -> Message:
    if left < 0:
        return say("lapsed: {title}", title=row.title)
    return say("expires: {title}", title=row.title)


def _when(expires: date, left: int) -> Message:
    if left < 0:
        return say("was valid to {day}", day=expires)
    return say_n("{day}, {count} day left", "{day}, {count} days left", left, day=expires)


def _why(row: Training, expires: date, notice: tuple[int, ...], left: int) -> Message:
    if left < 0:
        return say(
            "{title} was valid through {day}; the line stays until a training of the same title "
            "was attended or is planned: cm training add {name} --kind {kind} --due +14d. "
            "No longer wanted: cm edit {ref} expires=",
            title=row.title, name=shlex.quote(row.title), day=expires, kind=row.kind,
            ref=ref_of("training", row.id),
        )  # fmt: skip
    return say(
        "{title} is valid through {day} and is shown from {days} days before on (setting "
        "training.notice), until a training of the same title was attended or is planned: "
        "cm training add {name} --kind {kind} --due +14d. No longer wanted: "
        "cm edit {ref} expires=",
        title=row.title, name=shlex.quote(row.title), day=expires, kind=row.kind,
        days=joined(notice, ", "), ref=ref_of("training", row.id),
    )  # fmt: skip


def year_hours(year: Year, now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """The hours of the year, late in it, where they are behind the straight line and what is
    planned does not make up for it. Whoever keeps no training here is not reminded.
    """  # noqa: D205
    if now.month < _LATE_MONTH or not year.missing or year.last is None:
        return
    first, last = date(now.year, 1, 1), date(now.year, 12, 31)
    days = days_of(first, last, now, policy.is_working, policy.closing)
    pace = Pace(year.done, year.target, days.gone, days.total)
    if not pace.behind:
        return
    soon = (last - now.date()).days <= policy.notice[-1]
    title = say("training of the year: {done} of {target} h", done=hours(year.done),
                target=hours(year.target))  # fmt: skip
    missing = say("{n} h missing", n=hours(year.missing))
    left = say_n("{count} working day left", "{count} working days left", days.left)
    why = say(
        "By now {expected} of the {target} hours of the year should be done (setting "
        "training.hours, an equal share for each working day; shown from October on); {missing} "
        "are neither done nor planned: cm training plan",
        expected=hours(round(pace.expected / 6) * 6), target=hours(year.target),
        missing=hours(year.missing),
    )  # fmt: skip
    yield AgendaItem(
        ref_of("training", year.last), "hours", "learning", None, title,
        midnight(last, now.tzinfo), "at_risk" if soon else "open", joined([missing, left]), why,
    )  # fmt: skip
