"""The clients in the book that satisfy conditions; only what the conditions ask is read."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cmcli.config import Settings
from cmcli.domain import birthday
from cmcli.domain.assessment import number_of
from cmcli.domain.client import Client, age, born_on
from cmcli.domain.days import day_of, days_between
from cmcli.domain.where import Facts, Where, fits
from cmcli.errors import NotFound
from cmcli.messages import say
from cmcli.queries import assessment, holding, policies, product
from cmcli.queries.client import any_lunar_birthday
from cmcli.queries.conditions import IN_BOOK, LAST_REACHED
from cmcli.storage.rows import to_instant
from cmcli.store import Store


def matching(
    store: Store, settings: Settings, wheres: Iterable[Where], now: datetime
) -> list[Client]:
    """Clients in the book (not archived, not closed) who satisfy all of the conditions."""
    return [facts.client for facts in matched(store, settings, wheres, now)]


def matched(
    store: Store, settings: Settings, wheres: Iterable[Where], now: datetime
) -> list[Facts]:
    """The same, with what the conditions asked of each."""
    wanted = [_named(store, where) for where in wheres]
    clients = store.select(Client, f"WHERE {IN_BOOK} ORDER BY id")
    facts = _facts(store, settings, {where.field for where in wanted}, clients, now)
    return [one for one in facts if fits(one, wanted)]


def _named(store: Store, where: Where) -> Where:
    """A product by its code, however it was named; raises `NotFound`."""
    if where.field != "product":
        return where
    found = product.named(store, str(where.value))
    if found is None:
        raise NotFound(
            say("no product is called {text}", text=where.value),
            say("all of them: cm product list"),
        )
    return where._replace(value=found.code)


def _facts(
    store: Store, settings: Settings, fields: set[str], clients: list[Client], now: datetime
) -> list[Facts]:
    today = now.date()
    assets, products = _held(store, settings, today) if fields & {"assets", "product"} else ({}, {})
    levels = _levels(store, today) if "level" in fields else {}
    silent = _silence(store, now) if "last_contact" in fields else {}
    months = _months(store, settings, today) if "birthday" in fields else {}
    return [
        Facts(
            one, age(one.birthday, one.id_number, today), _month(one, months),
            assets.get(one.id, 0), levels.get(one.id), silent.get(one.id),
            frozenset(products.get(one.id, ())),
        )
        for one in clients
    ]  # fmt: skip


def _held(
    store: Store, settings: Settings, day: date
) -> tuple[dict[int, int], dict[int, set[str]]]:
    """What each client owns with us in the manager's currency, and the codes of all they hold."""
    assets: dict[int, int] = {}
    products: dict[int, set[str]] = {}
    for held in holding.held_all(store, day):
        products.setdefault(held.client.id, set()).add(held.product.code)
        if not held.is_debt and held.holding.currency == settings["currency"]:
            assets[held.client.id] = assets.get(held.client.id, 0) + held.value
    return assets, products


def _levels(store: Store, day: date) -> dict[int, int]:
    return {
        client.id: number_of(found.level)
        for found, client in assessment.current_all(store)
        if found.is_valid(day)
    }


def _silence(store: Store, now: datetime) -> dict[int, int]:
    return {
        number: (now.date() - day_of(to_instant(at), now)).days
        for number, at in store.rows(f"SELECT id, {LAST_REACHED} FROM client WHERE {IN_BOOK}")
        if at
    }


def _months(store: Store, settings: Settings, day: date) -> dict[str, int]:
    """The month of this year in which a birthday falls, by what a stored birthday ends with."""
    policy = policies.birthday_policy(settings, lunar=any_lunar_birthday(store))
    first, last = date(day.year, 1, 1), date(day.year + 1, 1, 1) - timedelta(days=1)
    return {
        ending: each.month
        for each in days_between(first, last)
        for ending in birthday.keys(each, policy)
    }


def _month(client: Client, months: dict[str, int]) -> int | None:
    if not months:
        return None
    if client.birthday and client.birthday.startswith("lunar:"):
        return months.get(client.birthday)
    born = born_on(client.birthday, client.id_number)
    return months.get(f"-{born:%m-%d}") if born else None
