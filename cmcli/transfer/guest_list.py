"""A sign-in list: names, telephone numbers or both, and the clients they belong to."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from cmcli.domain.client import Client, ClientTag, clean_phone, tag_of
from cmcli.domain.ref import ref_of
from cmcli.errors import CmError, Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.store import Store
from cmcli.transfer import headers, reading
from cmcli.views.guests import Unknown


class Signed(NamedTuple):
    """A line: its number in the file, the name and the telephone number, either may be empty."""

    number: int
    name: str
    phone: str


def read(path: Path) -> list[Signed]:
    """The lines of a .csv or .xlsx file; raises `FileUnusable`, `Usage`, `Refused`."""
    table = reading.read(path)
    headers.refuse_secrets(table.columns)
    places = headers.guess("clients", table.columns)
    if not {"name", "phone"} & places.keys():
        raise Usage(
            say("{path} has no column of names or telephone numbers", path=str(path)),
            say("its first line names them: name, phone (姓名, 手机号)"),
        )

    def cell(line: reading.Line, field: str) -> str:
        return str(line.cells[places[field]]).strip() if field in places else ""

    found = [Signed(line.number, cell(line, "name"), cell(line, "phone")) for line in table.lines]
    return [one for one in found if one.name or one.phone]


def matched(
    store: Store, lines: Iterable[Signed], guests: set[int]
) -> tuple[list[ClientTag], list[Unknown]]:
    """The clients of the lines, each once, and the lines of nobody; `guests` are clients' numbers.

    A number is surer than a name, and of people with one name the guest is meant.
    """
    book = _Book(store, guests)
    found: dict[ClientTag, None] = {}
    unknown: list[Unknown] = []
    for line in lines:
        client = book.of(line)
        if isinstance(client, Client):
            found[tag_of(client)] = None
        else:
            text = f"{line.name} {line.phone}".strip()
            unknown.append(Unknown(line.number, text, client))
    return list(found), unknown


class _Book:
    """Clients by name and by number."""

    def __init__(self, store: Store, guests: set[int]) -> None:
        self._guests = guests
        self._named: defaultdict[str, list[Client]] = defaultdict(list)
        self._numbered: defaultdict[str, list[Client]] = defaultdict(list)
        for client in store.select(Client, "WHERE archived_at IS NULL ORDER BY id"):
            self._named[_plain(client.name)].append(client)
            if client.phone:
                self._numbered[_digits(client.phone)].append(client)

    def of(self, line: Signed) -> Client | Message:
        """The client of a line, or why there is none."""
        phone = _digits(line.phone)
        same = self._numbered[phone] if phone else []
        named = self._named[_plain(line.name)] if line.name else []
        both = [client for client in same if client in named]
        found = both or same or named
        guests = [client for client in found if client.id in self._guests]
        one = guests if len(guests) == 1 else found
        if len(one) > 1:
            refs = ", ".join(ref_of("client", client.id) for client in one)
            return say("several clients are called {name}: {refs}", name=line.name or line.phone,
                       refs=refs)  # fmt: skip
        if not one:
            return say("nobody in the book; new: cm client add")
        client = one[0]
        if not same and phone and client.phone and client.id not in self._guests:
            return say("{ref} has this name and another number", ref=ref_of("client", client.id))
        return client


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _digits(text: str) -> str:
    """The number as it is compared: without the code of the country; empty where it is none."""
    try:
        return clean_phone(text).removeprefix("+86") if text else ""
    except CmError:
        return ""
