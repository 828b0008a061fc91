"""A dated balance of a household or a company: income, spending, assets and debts."""

from datetime import date, datetime
from typing import NamedTuple


class Profile(NamedTuple):
    """The balance as of a day; its items are in minor units of `currency`."""

    id: int
    client_id: int
    as_of_on: date
    currency: str
    note: str | None
    created_at: datetime


class ProfileItem(NamedTuple):
    """One item of a balance; `name` is a code of the vocabulary `profile_item`."""

    id: int
    profile_id: int
    name: str
    amount: int


# Classes of a household's assets that can be turned into money, and into products.
LIQUID = ("cash", "deposits")
FINANCIAL = (*LIQUID, "wealth", "funds", "securities", "insurance")


class ProfileFile(NamedTuple):
    """A balance with its items by name."""

    profile: Profile
    items: dict[str, int]

    def total(self, *names: str) -> int | None:
        """The sum of these items, minor units; None where none of them is known."""
        known = [self.items[name] for name in names if name in self.items]
        return sum(known) if known else None

    @property
    def financial(self) -> int | None:
        """The client's financial assets, with us and elsewhere; None where none is known."""
        return self.total(*FINANCIAL)
