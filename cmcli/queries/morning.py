"""What the agenda's sources read, each loaded once however many of them ask."""

from datetime import datetime, timedelta
from functools import cached_property

from cmcli.config import Settings
from cmcli.domain.cadence import KeyClient
from cmcli.domain.client import ClientTag
from cmcli.domain.days import midnight
from cmcli.domain.plan import Plan
from cmcli.domain.report import Week
from cmcli.queries import cadence, plan, report
from cmcli.store import Store


class Morning:
    """The book on the day of `now`."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self.store = store
        self.settings = settings
        self.now = now

    @cached_property
    def tomorrow(self) -> datetime:
        """The first instant of the next day."""
        return midnight(self.now.date() + timedelta(days=1), self.now.tzinfo)

    @cached_property
    def weeks(self) -> list[Week]:
        """Last week and this one, with what they owe."""
        return report.weeks(self.store, self.now)

    @cached_property
    def plans(self) -> list[tuple[Plan, ClientTag]]:
        """The service plans in force."""
        return plan.current(self.store)

    @cached_property
    def duties(self) -> list[KeyClient]:
        """Clients with a contact duty: key clients, and those whose plan sets a cadence."""
        return cadence.duties(self.store, self.settings, plan.cadences(self.plans))

    @cached_property
    def key_clients(self) -> list[KeyClient]:
        """The key clients among them."""
        return [duty for duty in self.duties if duty.client.tier == "key"]
