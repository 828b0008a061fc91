"""What a kind of import is: its fields, and how a line becomes a new or a changed record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from cmcli.domain.change import Change
from cmcli.domain.client import Client
from cmcli.domain.prospect import Prospect
from cmcli.messages import Message
from cmcli.named import NamedTuple
from cmcli.queries.prospect import open_ones
from cmcli.store import Store
from cmcli.transfer.lookup import Clients, Numbers, Prices, Products
from cmcli.transfer.values import Read

Facts = Mapping[str, Any]


class Ground:
    """What the lines of a file are held against: the book, and the present."""

    def __init__(
        self, store: Store, now: datetime, *, create_clients: bool, add_twins: bool = False
    ) -> None:
        self.store, self.now, self.add_twins = store, now, add_twins
        self.numbers = Numbers()
        self._create_clients = create_clients

    @cached_property
    def clients(self) -> Clients:
        """The clients of the book."""
        return Clients(self.store, self.numbers, self.now, create=self._create_clients)

    @cached_property
    def prospects(self) -> dict[int, Prospect]:
        """The open prospects of the book, by the client."""
        return open_ones(self.store)

    @cached_property
    def products(self) -> Products:
        """The products of the book."""
        return Products(self.store)

    @cached_property
    def prices(self) -> Prices:
        """The prices of the book."""
        return Prices(self.store)


class Kind(NamedTuple):
    """One kind of import.

    Of each group in `needed` one field must be mapped or set. `own_key` are the values that tell
    one line from another where no key column is given; None: the whole line is its key.
    `match` finds a record that is in the book already, `create` makes a new one (its insert comes
    first), `update` changes one as far as the file says. `odd` sees all lines at once and says
    which of them, by their place, do not fit the others, and why. `alike` finds a record that may
    be the same as a new one, and how it is like it. `set_as` reads what `--set` gives a field that
    can be set to more than a cell can say.
    """

    name: str
    noun: str
    record: type
    fields: Mapping[str, Read]
    needed: tuple[tuple[str, ...], ...]
    own_key: Callable[[Facts], tuple[Any, ...]] | None
    match: Callable[[Facts, Ground], Any]
    create: Callable[[Facts, Ground], list[Change]]
    update: Callable[[Any, Facts, Ground], list[Change]]
    money: str | None = None
    odd: Callable[[Sequence[Facts]], dict[int, Message]] | None = None
    alike: Callable[[Facts, Ground], tuple[Client, str] | None] | None = None
    set_as: Mapping[str, Read] = MappingProxyType({})


def unmatched(facts: Facts, ground: Ground) -> None:
    """For kinds that only a key can tell apart."""
    return
