"""Key-client contact: at least once a calendar quarter, face to face or by telephone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.client import ClientTag
from cmcli.domain.days import WorkingDay, day_of, midnight, working_days
from cmcli.domain.ref import ref_of
from cmcli.messages import Code, Message, say, say_n
from cmcli.named import NamedTuple

# Days of the shortest quarter.
_QUARTER = 90
# Cadences from the strictest to the loosest, in months.
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class KeyClient(NamedTuple):
    """A client with a duty to be met, since when, and the last contact that counts (None: never).

    `every` is a key of MONTHS: the tier's cadence, or a stricter one of the service plan.
    """

    client: ClientTag
    since_at: datetime
    last_met_at: datetime | None
    every: str = "quarter"


class Policy(NamedTuple):
    """`at_risk_days` or fewer left in a quarter make an open contact at risk."""

    is_working: WorkingDay
    at_risk_days: int = 21


class Forecast(NamedTuple):
    """Key clients in all, met, left; working days left today included; contacts a day; the last
    day of the period, which is `every` of MONTHS.
    """  # noqa: D205

    total: int
    met: int
    left: int
    days_left: int
    per_day: float | None
    ends: date
    every: str


def stricter(first: str, second: str | None) -> str:
    """The one of two cadences that asks for more."""
    return second if second and MONTHS[second] < MONTHS[first] else first


def period_of(every: str, day: date) -> tuple[date, date]:
    """The calendar month, quarter, half-year or year that holds `day`: first and last day."""
    length = MONTHS[every]
    month = (day.month - 1) // length * length + 1
    start = date(day.year, month, 1)
    after = date(day.year + (month + length > 12), (month + length - 1) % 12 + 1, 1)
    return start, after - timedelta(days=1)


def state(last_met: datetime | None, now: datetime, policy: Policy, every: str = "quarter") -> str:
    """`done`, `due` or `at_risk` in the period of `now`.

    A period shorter than a quarter is at risk for a share of those days.
    """
    start, end = period_of(every, now.date())
    if last_met and start <= day_of(last_met, now):
        return "done"
    left, length = (end - now.date()).days, (end - start).days + 1
    risky = policy.at_risk_days * min(1, length / _QUARTER)
    return "at_risk" if left <= round(risky) else "due"


def forecast(
    clients: Iterable[KeyClient], now: datetime, policy: Policy, every: str = "quarter"
) -> Forecast:
    """What is left of the key clients' period `every`, and the pace that keeps the standard."""
    keys = [client for client in clients if client.client.tier == "key"]
    states = [state(client.last_met_at, now, policy, every) for client in keys]
    end = period_of(every, now.date())[1]
    days = working_days(now.date(), end, policy.is_working)
    left = len(states) - states.count("done")
    pace = _pace(left, days) if days else None
    return Forecast(len(states), len(states) - left, left, days, pace, end, every)


def _pace(left: int, days: int) -> float:
    # One client in a quarter is no pace of 0.0.
    return round(left / days, 1) or round(left / days, 2)


class Standing(NamedTuple):
    """Where a tier stands in its running period: clients, met, left, and the pace needed."""

    every: str
    total: int
    met: int
    left: int
    ends: date
    days_left: int
    per_day: float | None


def standing_of(
    clients: Iterable[KeyClient], now: datetime, policy: Policy, every: str
) -> Standing:
    """Clients of one tier met and left in the period of its cadence `every`."""
    found = list(clients)
    left = len(waiting(found, now, policy))
    end = period_of(every, now.date())[1]
    days = working_days(now.date(), end, policy.is_working)
    pace = _pace(left, days) if days else None
    return Standing(every, len(found), len(found) - left, left, end, days, pace)


def agenda(clients: Iterable[KeyClient], now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """Every key client not met this quarter, the one not met for longest first."""
    for key in waiting(clients, now, policy):
        start, end = period_of(key.every, now.date())
        yield AgendaItem(
            ref_of("client", key.client.id), "client", "key_contact", key.client,
            _last_met(key, now), midnight(end, now.tzinfo), state(None, now, policy, key.every),
            _days_since(key, now), _why(key, start, end),
        )  # fmt: skip


_RANK = {"key": 0, "focus": 1, "standard": 2}


def waiting(clients: Iterable[KeyClient], now: datetime, policy: Policy) -> list[KeyClient]:
    """Who is next: not met in the running period; by tier, then the longest not met."""
    found = [k for k in clients if state(k.last_met_at, now, policy, k.every) != "done"]
    return sorted(found, key=_longest_first)


def _longest_first(key: KeyClient) -> tuple[int, bool, datetime]:
    met = key.last_met_at
    return _RANK[key.client.tier], met is not None, met or key.since_at


def _last_met(key: KeyClient, now: datetime) -> Message:
    if key.last_met_at is None:
        return say("never met or called")
    return say("last met {day}", day=day_of(key.last_met_at, now))


def _days_since(key: KeyClient, now: datetime) -> Message:
    since = day_of(key.last_met_at or key.since_at, now)
    days = (now.date() - since).days
    if key.last_met_at is None:
        return say_n("on your list for {count} day", "on your list for {count} days", days)
    return say_n("{count} day", "{count} days", days)


def _why(key: KeyClient, start: date, end: date) -> Message:
    if key.client.tier != "key":
        return say(
            "The service plan asks for a contact every {every}; not yet since {since}, by {end}.",
            every=Code("cadence", key.every), since=start, end=end,
        )  # fmt: skip
    return say(
        "A key client is met or called once a {every}; this one not yet since {since}, by {end}. "
        "A message or an unanswered call does not count.",
        every=Code("cadence", key.every), since=start, end=end,
    )  # fmt: skip
