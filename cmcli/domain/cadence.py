"""Key-client contact: at least once a calendar quarter, face to face or by telephone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.client import ClientTag
from cmcli.domain.days import WorkingDay, day_of, midnight, quarter_end, quarter_start, working_days
from cmcli.domain.ref import ref_of
from cmcli.messages import Message, say, say_n


class KeyClient(NamedTuple):
    """A key client, since when, and the last contact that counts (None: never)."""

    client: ClientTag
    since_at: datetime
    last_met_at: datetime | None


class Policy(NamedTuple):
    """`at_risk_days` or fewer left in the quarter make an open contact at risk."""

    is_working: WorkingDay
    at_risk_days: int = 21


class Forecast(NamedTuple):
    """Key clients in all, met, left; working days left today included; contacts a day."""

    total: int
    met: int
    left: int
    days_left: int
    per_day: float | None
    quarter_ends: date


def state(last_met: datetime | None, now: datetime, policy: Policy) -> str:
    """`done`, `due` or `at_risk` in the quarter of `now`."""
    if last_met and quarter_start(now.date()) <= day_of(last_met, now):
        return "done"
    left = (quarter_end(now.date()) - now.date()).days
    return "at_risk" if left <= policy.at_risk_days else "due"


def state_of_quarter(
    contacts: Iterable[datetime], start: date, end: date, now: datetime, policy: Policy
) -> str:
    """The state for any quarter: a past one is `done` or `missed`."""
    if any(start <= day_of(at, now) <= end for at in contacts):
        return "done"
    return "missed" if end < now.date() else state(None, now, policy)


def forecast(clients: Iterable[KeyClient], now: datetime, policy: Policy) -> Forecast:
    """What is left of the quarter's contacts, and the pace that keeps the standard."""
    states = [state(client.last_met_at, now, policy) for client in clients]
    end = quarter_end(now.date())
    days = working_days(now.date(), end, policy.is_working)
    left = len(states) - states.count("done")
    pace = _pace(left, days) if days else None
    return Forecast(len(states), len(states) - left, left, days, pace, end)


def _pace(left: int, days: int) -> float:
    # One client in a quarter is no pace of 0.0.
    return round(left / days, 1) or round(left / days, 2)


def agenda(clients: Iterable[KeyClient], now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """Every key client not met this quarter, the one not met for longest first."""
    waiting = [client for client in clients if state(client.last_met_at, now, policy) != "done"]
    end = quarter_end(now.date())
    for key in sorted(waiting, key=_longest_first):
        yield AgendaItem(
            ref_of("client", key.client.id), "client", "key_contact", key.client,
            _last_met(key, now), midnight(end, now.tzinfo), state(None, now, policy),
            _days_since(key, now), _why(end),
        )  # fmt: skip


def _longest_first(key: KeyClient) -> tuple[bool, datetime]:
    return key.last_met_at is not None, key.last_met_at or key.since_at


def _last_met(key: KeyClient, now: datetime) -> Message:
    if key.last_met_at is None:
        return say("never met or called")
    return say("last met {day}", day=day_of(key.last_met_at, now))


def _days_since(key: KeyClient, now: datetime) -> Message:
    since = day_of(key.last_met_at or key.since_at, now)
    days = (now.date() - since).days
    if key.last_met_at is None:
        return say_n("key client for {count} day", "key client for {count} days", days)
    return say_n("{count} day", "{count} days", days)


def _why(end: date) -> Message:
    return say(
        "A key client is met or called once a quarter; this one not yet since {since}, by {end}. "
        "A message or an unanswered call does not count.",
        since=quarter_start(end),
        end=end,
    )
