"""Today: the sources of its lines, chained and put in order."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from cmcli.config import Settings
from cmcli.domain import birthday, cadence, callback, deal, report, request_agenda
from cmcli.domain.agenda import AgendaItem, ordered
from cmcli.domain.cadence import Forecast
from cmcli.domain.days import midnight
from cmcli.queries import client as clients
from cmcli.queries import policies, promises
from cmcli.queries import report as reports
from cmcli.queries import request as requests
from cmcli.store import Store

Source = Callable[[Store, Settings, datetime], Iterable[AgendaItem]]


def _service(store: Store, settings: Settings, now: datetime) -> Iterator[AgendaItem]:
    return request_agenda.agenda(requests.open_files(store), now, policies.sla_policy(settings))


def _callbacks(store: Store, settings: Settings, now: datetime) -> Iterator[AgendaItem]:
    tomorrow = midnight(now.date() + timedelta(days=1), now.tzinfo)
    return callback.agenda(promises.callbacks_until(store, tomorrow), now)


def _key_contact(store: Store, settings: Settings, now: datetime) -> Iterator[AgendaItem]:
    return cadence.agenda(clients.key_clients(store), now, policies.cadence_policy(settings))


def _pipeline(store: Store, settings: Settings, now: datetime) -> Iterator[AgendaItem]:
    return deal.agenda(promises.open_deals(store), now, policies.deal_policy(settings))


def _dates(store: Store, settings: Settings, now: datetime) -> Iterator[AgendaItem]:
    lunar = clients.any_lunar_birthday(store)
    policy = policies.birthday_policy(settings, lunar=lunar)
    days = [now.date() + timedelta(days=ahead) for ahead in range(policy.days + 1)]
    endings = [ending for day in days for ending in birthday.keys(day, policy)]
    return birthday.agenda(clients.birthdays(store, endings), now, policy)


def _schedule(store: Store, settings: Settings, now: datetime) -> Iterator[AgendaItem]:
    return report.agenda(reports.weeks(store, now), settings["report.due"], now)


SOURCES: tuple[Source, ...] = (_service, _callbacks, _key_contact, _pipeline, _dates, _schedule)


class Agenda(NamedTuple):
    """The lines in the order in which to act, the forecast of the key-client contacts, and when
    this week's report is due (None once it is submitted).
    """  # noqa: D205

    now: datetime
    items: list[AgendaItem]
    forecast: Forecast
    report_due: datetime | None = None

    def section(self, name: str) -> list[AgendaItem]:
        """The lines of one section."""
        return [item for item in self.items if item.section == name]


def build(store: Store, settings: Settings, now: datetime) -> Agenda:
    """The agenda of the day of `now`, from what is open."""
    items = ordered(item for source in SOURCES for item in source(store, settings, now))
    policy = policies.cadence_policy(settings)
    forecast = cadence.forecast(clients.key_clients(store), now, policy)
    return Agenda(now, items, forecast, _report_due(store, settings, now))


def _report_due(store: Store, settings: Settings, now: datetime) -> datetime | None:
    week = reports.weeks(store, now)[-1]
    due = report.due_moment(week.monday, settings["report.due"], now.tzinfo)
    return None if week.submitted else due
