"""Taking an entry of the history back, as far as the proof of a sale allows."""

from cmcli.desk import Desk
from cmcli.domain import assessment, disclosure
from cmcli.domain.assessment import Assessment
from cmcli.domain.client import Client
from cmcli.domain.disclosure import Disclosure
from cmcli.domain.ref import Ref, parse_ref
from cmcli.queries import proofs
from cmcli.queries import prospect as prospects
from cmcli.store import Entry


def take_back(here: Desk, entry: int | None) -> Entry:
    """Undo an entry, the last one by default; raises `Refused` where a sale rests on it."""
    with here.store.transaction():
        found = here.store.to_undo(entry)
        if found and not found.undone_at:
            _unneeded(here, found.id)
        return here.store.undo(entry, here.now)


def rows_of(here: Desk, ref: Ref) -> list[tuple[str, int]]:
    """The rows that are one thing to whoever asks: a client and its prospect records."""
    rows = [(ref.noun, ref.id)]
    if ref.noun == "client":
        rows += [("prospect", one.id) for one in prospects.of_clients(here.store, ref.id)]
    return rows


def named(here: Desk, entry: Entry) -> str:
    """The command of an entry as a person knows it: its client by name."""
    return " ".join(_name(here, word) for word in entry.reason.split(" "))


def _name(here: Desk, word: str) -> str:
    ref = parse_ref(word)
    found = here.store.find(Client, ref.id) if ref and ref.noun == "client" else None
    return found.name if found else word


def _unneeded(here: Desk, entry: int) -> None:
    """What `cm rm` refuses to remove is not undone either; a sale of the same entry goes along."""
    for one in proofs.made_in(here.store, entry, Assessment):
        sales = [sale for sale in proofs.judged(here.store, one.client_id) if sale.entry != entry]
        assessment.removable(one, [(sale.check, sale.known) for sale in sales], here.now)
    for told in proofs.made_in(here.store, entry, Disclosure):
        rests = [sale for sale in proofs.rested(here.store, told) if sale.entry != entry]
        disclosure.removable(told, [sale.check for sale in rests], here.now)
