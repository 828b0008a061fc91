"""Balances of clients: the latest, those before it, and what is held with us beside it."""

from collections.abc import Iterable
from datetime import date

from cmcli.domain.client import ClientTag
from cmcli.domain.profile import Profile, ProfileFile, ProfileItem
from cmcli.named import NamedTuple
from cmcli.queries.conditions import IN_BOOK
from cmcli.queries.joined import belonging, with_client
from cmcli.store import Store

_NEWEST = "as_of_on DESC, id DESC"
# Of two balances of one day, as files joined into one may bring, the later one holds.
_LATEST = f"""profile.id = (SELECT id FROM profile AS p WHERE p.client_id = client.id
    ORDER BY {_NEWEST} LIMIT 1)"""


def get(store: Store, number: int) -> ProfileFile:
    """The balance of that number; raises `NotFound`."""
    return _files(store, [store.get(Profile, number)])[0]


def rows_of(store: Store, number: int) -> list[ProfileItem]:
    """The items of a balance as rows."""
    return store.select(ProfileItem, "WHERE profile_id = ? ORDER BY id", number)


def latest(store: Store, client_id: int, day: date | None = None) -> ProfileFile | None:
    """The client's latest balance, or the latest up to a day."""
    rest = f"""WHERE client_id = ? AND as_of_on <= coalesce(?, as_of_on)
        ORDER BY {_NEWEST} LIMIT 1"""
    return next(iter(_files(store, store.select(Profile, rest, client_id, day))), None)


def history(store: Store, client_id: int) -> list[ProfileFile]:
    """Every balance of the client, the newest first."""
    rest = f"WHERE client_id = ? ORDER BY {_NEWEST}"
    return _files(store, store.select(Profile, rest, client_id))


class Balances(NamedTuple):
    """All balances of a client, the newest first."""

    client: ClientTag
    files: list[ProfileFile]

    @property
    def kind(self) -> str:
        """The kind of the latest one: person or company."""
        return self.files[0].kind


def all_balances(store: Store) -> list[Balances]:
    """Those of each client in the book who has any: what rules over the whole book read."""
    found = with_client(
        store,
        Profile,
        f"WHERE {IN_BOOK} ORDER BY client.id, profile.as_of_on DESC, profile.id DESC",
    )
    by_client: dict[ClientTag, list[ProfileFile]] = {}
    files = _files(store, [profile for profile, _ in found])
    for file, (_, client) in zip(files, found, strict=True):
        by_client.setdefault(client, []).append(file)
    return [Balances(client, mine) for client, mine in by_client.items()]


def _files(store: Store, profiles: Iterable[Profile]) -> list[ProfileFile]:
    heads = list(profiles)
    items = belonging(store, ProfileItem, "profile_id", [profile.id for profile in heads])
    return [
        ProfileFile(head, {item.name: item.amount for item in items.get(head.id, ())})
        for head in heads
    ]


def held_with_us(store: Store, profile: Profile) -> int | None:
    """What the client held with us on the day of the balance, in its currency; None where nothing
    is on record. Loans and cards are no assets.
    """  # noqa: D205
    from cmcli.queries.holding import held_of

    values = [
        held.value
        for held in held_of(store, profile.client_id, profile.as_of_on)
        if not held.is_debt and held.holding.currency == profile.currency
    ]
    return sum(values) if values else None
