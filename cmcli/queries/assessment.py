"""Assessments of risk tolerance: of a client, of all, and those that want attention."""

from datetime import date, timedelta

from cmcli.config import Settings
from cmcli.domain.assessment import Assessment, Limits, Policy, Watch
from cmcli.domain.client import ClientTag
from cmcli.domain.product import Product
from cmcli.queries.conditions import AMONG, IN_BOOK
from cmcli.queries.joined import with_client
from cmcli.storage.rows import array
from cmcli.store import Store

_LATEST = """assessment.id = (SELECT id FROM assessment AS x WHERE x.client_id = client.id
    ORDER BY x.at DESC, x.id DESC LIMIT 1)"""


def current(store: Store, client_id: int) -> Assessment | None:
    """The latest assessment of a client, whether it is still valid or not."""
    return next(iter(history(store, client_id)), None)


def history(store: Store, client_id: int) -> list[Assessment]:
    """Every assessment of a client, the latest first."""
    return store.select(Assessment, "WHERE client_id = ? ORDER BY at DESC, id DESC", client_id)


def current_all(store: Store) -> list[tuple[Assessment, ClientTag]]:
    """The latest assessment of each client in the book."""
    return with_client(store, Assessment, f"WHERE {_LATEST} AND {IN_BOOK} ORDER BY client.id")


def current_of(store: Store, clients: list[int]) -> dict[ClientTag, Assessment]:
    """The latest assessment of each of these clients, valid or not."""
    rest = f"WHERE client.id {AMONG} AND {_LATEST} ORDER BY client.id"
    return {client: held for held, client in with_client(store, Assessment, rest, array(clients))}


def limits(settings: Settings) -> Limits:
    """How long one is valid, and how many are allowed."""
    names = ("months", "per_day", "per_year")
    return Limits(*(settings[f"assessment.{name}"] for name in names))


def months(store: Store) -> int:
    """How long one is valid, where no settings are at hand."""
    sql = "SELECT name, value FROM setting WHERE name = 'assessment.months'"
    return limits(Settings(dict(store.rows(sql)))).months


def policy(settings: Settings) -> Policy:
    """When one is shown, and how many a day of those without a date."""
    return Policy(settings["assessment.notice_days"], settings["today.share"])


def watched(store: Store, today: date, notice_days: int) -> list[Watch]:
    """Clients who hold something above R1, and those whose assessment ends soon."""
    levels = _held_levels(store)
    until = today + timedelta(days=notice_days)
    rest = f"WHERE expires_on BETWEEN ? AND ? AND {_LATEST} AND {IN_BOOK} ORDER BY client.id"
    found = {
        client.id: Watch(client, held)
        for held, client in with_client(store, Assessment, rest, today, until)
    }
    of_holders = current_of(store, [client.id for client in levels])
    for client, above in levels.items():
        found[client.id] = Watch(client, of_holders.get(client), tuple(above))
    return list(found.values())


def _held_levels(store: Store) -> dict[ClientTag, list[int]]:
    """The levels above R1 of what each client in the book holds and that carries a risk."""
    products = store.select(Product, "WHERE regime <> 'none' AND kind NOT IN ('loan', 'card')")
    risky = {one.id: one.level for one in products if one.level and one.level > 1}
    rows = store.rows(
        f"""SELECT client.id, client.name, client.tier, holding.product_id FROM holding
            JOIN client ON client.id = holding.client_id
            WHERE holding.product_id {AMONG} AND closed_on IS NULL AND {IN_BOOK}
            ORDER BY client.id, holding.id""",
        array(list(risky)),
    )
    found: dict[ClientTag, list[int]] = {}
    for row in rows:
        found.setdefault(ClientTag(*row[:3]), []).append(risky[row[3]])
    return found
