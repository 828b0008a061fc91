"""Whom to visit on a day and why, who lives where, and which visits are booked already."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from cmcli.config import Settings
from cmcli.domain import cadence, maturity, visit_why
from cmcli.domain.callback import Callback, is_visit
from cmcli.domain.client import Client, tag_of
from cmcli.domain.days import day_of, is_whole_day, midnight
from cmcli.domain.opening import district, open_hours
from cmcli.domain.plan import Plan
from cmcli.domain.visit import Booked, Candidate, Reason, Terms
from cmcli.messages import say
from cmcli.queries import cadence as duties
from cmcli.queries import feedback as opinions
from cmcli.queries import holding, plan, policies, promises
from cmcli.queries.conditions import AMONG, IN_BOOK
from cmcli.storage.rows import array
from cmcli.store import Store


def terms(settings: Settings, start: int | None, minutes: int | None, travel: int | None) -> Terms:
    """The hours of the office, the length of a visit and of the ways, as set or as given."""
    windows = settings["work.hours"]
    way = settings["visit.travel"] if travel is None else travel
    return Terms(
        windows, windows[0][0] if start is None else start,
        minutes or settings["minutes.visit"], way, max(settings["visit.travel_district"], way),
    )  # fmt: skip


def reasons(
    store: Store, settings: Settings, day: date, now: datetime
) -> dict[int, tuple[Reason, ...]]:
    """Why whom: everybody for whom something is due by the end of that day."""
    end = midnight(day + timedelta(days=1), now.tzinfo)
    notice = policies.maturity_policy(settings)
    ahead = day + timedelta(days=maturity.horizon(notice.notice))
    # The quarter is that of the day of the visit.
    then = datetime.combine(day, time(12), now.tzinfo)
    due = cadence.waiting(duties.duties(store, settings), then, policies.cadence_policy(settings))
    return visit_why.by_client(
        visit_why.promises(promises.callbacks_until(store, end), now),
        visit_why.actions(opinions.open_actions(store, end), now),
        visit_why.deals(promises.open_deals(store), end, now),
        visit_why.maturities(holding.maturing_by(store, day, ahead), day, notice),
        visit_why.contacts(due, now),
    )


def candidates(
    store: Store, why: dict[int, tuple[Reason, ...]], named: Iterable[int] = ()
) -> list[Candidate]:
    """Those in the book for whom there is a reason; or the named ones, whatever the reason."""
    wanted = sorted(set(named)) or sorted(why)
    found = store.select(Client, f"WHERE id {AMONG} AND {IN_BOOK}", array(wanted))
    plans = {client.id: one for one, client in plan.current(store)}
    asked = (Reason("named", say("named by you")),)
    return [_candidate(one, plans.get(one.id), why.get(one.id, asked)) for one in found]


def _candidate(client: Client, planned: Plan | None, why: tuple[Reason, ...]) -> Candidate:
    return Candidate(
        tag_of(client), district(client), client.address, open_hours(client, planned), why
    )


def booked(store: Store, day: date, minutes: int, now: datetime) -> list[Booked]:
    """The visits booked for a time of that day, the first one first."""
    found = visits(store, day, now)
    rest = f"WHERE id {AMONG}"
    ids = array([callback.client_id for callback in found])
    owners = {client.id: client for client in store.select(Client, rest, ids)}
    return [
        _booked(callback, owners[callback.client_id], minutes, now)
        for callback in found
        if not is_whole_day(callback.due_at, now)
    ]


def _booked(callback: Callback, client: Client, minutes: int, now: datetime) -> Booked:
    local = callback.due_at.astimezone(now.tzinfo)
    start = local.hour * 60 + local.minute
    return Booked(tag_of(client), callback, district(client), start, start + minutes)


def visits(store: Store, day: date, now: datetime) -> list[Callback]:
    """The open promises of a visit on that day, in their order."""
    end = midnight(day + timedelta(days=1), now.tzinfo)
    found = (callback for callback, _ in promises.callbacks_until(store, end))
    return [one for one in found if is_visit(one) and day_of(one.due_at, now) == day]


def districts(store: Store) -> Counter[str]:
    """How many clients in the book live in each district that is known."""
    found = (district(client) for client in store.select(Client, f"WHERE {IN_BOOK}"))
    return Counter(name for name in found if name)


def next_visit(store: Store, client_id: int, now: datetime) -> Callback | None:
    """The visit that is booked for a client, the nearest from today on."""
    found = (one for one in promises.callbacks_of(store, client_id) if is_visit(one))
    return next((one for one in found if day_of(one.due_at, now) >= now.date()), None)
