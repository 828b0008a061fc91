"""What the agenda's sources read, each loaded once however many of them ask."""

from datetime import datetime, timedelta
from functools import cached_property

from cmcli.config import Settings
from cmcli.domain.cadence import KeyClient
from cmcli.domain.days import midnight
from cmcli.queries import cadence
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
    def duties(self) -> list[KeyClient]:
        """Clients with a contact duty: key clients, and those whose plan sets a cadence."""
        return cadence.duties(self.store, self.settings)

    @cached_property
    def key_clients(self) -> list[KeyClient]:
        """The key clients among them."""
        return [duty for duty in self.duties if duty.client.tier == "key"]
