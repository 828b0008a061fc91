"""The book's clients and products, loaded once, found by what stands in a file: never guessed."""

import shlex
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from cmcli import pinyin
from cmcli.domain import client as rules
from cmcli.domain import twins
from cmcli.domain.change import Change
from cmcli.domain.client import Client
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.domain.ref import parse_ref, ref_of
from cmcli.errors import CmError, Usage
from cmcli.messages import say
from cmcli.queries import price as prices
from cmcli.store import Store


class Numbers:
    """Numbers for new rows: negative, each another one."""

    def __init__(self) -> None:
        self._last = 0

    def take(self, count: int = 1) -> int:
        """The first of `count` numbers that run downwards."""
        first = self._last - 1
        self._last -= count
        return first


class Clients:
    """Clients by name, reference and number; `added` are the changes that open new files."""

    def __init__(self, store: Store, numbers: Numbers, now: datetime, *, create: bool) -> None:
        self._numbers, self._now, self._create = numbers, now, create
        self.added: list[Change] = []
        self._by_id: dict[int, Client] = {}
        self._by_name: defaultdict[str, list[Client]] = defaultdict(list)
        self._merged: dict[str, Client] = {}
        self._by_phone: defaultdict[str, list[Client]] = defaultdict(list)
        # What a twin may share: its sound, the core of its number, a company's short name.
        self._by_trait: defaultdict[str, list[Client]] = defaultdict(list)
        found = store.select(Client, "ORDER BY id")
        self._by_id = {client.id: client for client in found}
        for client in found:
            self.keep(client)

    def keep(self, client: Client) -> None:
        """Let the client be found."""
        self._by_id[client.id] = client
        if client.merged_into_id:
            self._merged[client.name] = self.standing(client)
        elif client.archived_at is None:
            self._by_name[client.name].append(client)
            if client.phone:
                self._by_phone[client.phone].append(client)
            for trait in _traits(client.name, client.kind, client.pinyin, client.phone):
                self._by_trait[trait].append(client)

    def standing(self, client: Client) -> Client:
        """The client, or the one it was merged into."""
        while client.merged_into_id:
            client = self._by_id[client.merged_into_id]
        return client

    def is_merged(self, name: str | None) -> bool:
        """Whether only a file that was joined to another goes by that name."""
        return name in self._merged and name not in self._by_name

    def of_number(self, number: int) -> Client | None:
        """The client of a row number, as it stands now."""
        found = self._by_id.get(number)
        return self.standing(found) if found else None

    def named(self, text: str) -> int:
        """The row of the one client of that name, reference or number; raises `Usage`."""
        called = rules.clean_name(text)
        found = self._by_name.get(called) or self._otherwise(called)
        if not found and self._create and not _is_reference(called):
            return self._opened(called).id
        if not found:
            raise Usage(
                say("no client is called {text}; --create-clients adds those that are missing",
                    text=called)
            )  # fmt: skip
        if len(found) > 1:
            raise _several(called, found)
        return found[0].id

    def _otherwise(self, text: str) -> list[Client]:
        if text in self._merged:
            return [self._merged[text]]
        ref = parse_ref(text)
        if ref and ref.letter == "c":
            client = self.of_number(ref.id)
            return [client] if client else []
        try:
            return self._by_phone.get(rules.clean_phone(text), [])
        except CmError:
            return []

    def _opened(self, name: str) -> Client:
        first = self._numbers.take(2)
        client = fresh(first, {"name": name}, self._now)
        self.added += rules.add(client)
        self.keep(client)
        return client

    def twin(self, name: str, phone: str | None) -> Client | None:
        """The client of that name with the same number, or where either lacks one."""
        same = self._by_name.get(name, [])
        exact = [client for client in same if phone and client.phone == phone]
        near = exact or [client for client in same if not phone or not client.phone]
        if not near and name in self._merged:
            near = [self._merged[name]]
        if len(near) > 1:
            raise _several(name, near)
        return near[0] if near else None

    def alike(self, facts: Mapping[str, Any]) -> tuple[Client, str] | None:
        """A client who may be the one of a new line, and how; a namesake with another number of
        their own is another person.
        """  # noqa: D205
        name, kind, phone = facts["name"], facts.get("kind") or "person", facts.get("phone")
        said = twins.Facts(name, kind, sounds(name, kind)["pinyin"], phone)
        for trait in _traits(*said):
            for client in self._by_trait.get(trait, ()):
                how = twins.likeness(client, said)
                if how and not (how == "name" and client.phone and phone):
                    return client, how
        return None


def _traits(name: str, kind: str, pinyin: str, phone: str | None) -> list[str]:
    """The strongest first."""
    short = twins.short_name(name).casefold() if kind == "company" else pinyin
    return [*([f"phone {twins.core(phone)}"] if phone else []), f"{kind} {short}"]


def _is_reference(text: str) -> bool:
    digits = "".join(c for c in text if c.isdigit())
    return parse_ref(text) is not None or len(digits) == len(text.strip("+ "))


def _several(name: str, found: list[Client]) -> Usage:
    refs = ", ".join(ref_of("client", client.id) for client in found if client.id > 0)
    return Usage(say("several clients are called {name}: {refs}", name=name, refs=refs or "…"))


def fresh(number: int, facts: dict[str, object], now: datetime) -> Client:
    """A client file with these facts, the others as `cm client add` leaves them."""
    blank = dict.fromkeys(rules.FIELDS)
    usual = {"kind": "person", "status": "active", "tier": "standard", "tags": ""}
    values = {**blank, **usual, **facts}
    values |= sounds(str(values["name"]), str(values["kind"]))
    return Client(id=number, created_at=now, **values)  # type: ignore[arg-type]


@lru_cache(maxsize=1024)
def sounds(name: str, kind: str) -> dict[str, str]:
    """The keys that a client is found by when it is typed."""
    sound, initials = pinyin.keys(name, person=kind == "person")
    return {"pinyin": sound, "initials": initials}


class Products:
    """Products by code, name and reference."""

    def __init__(self, store: Store) -> None:
        found = store.select(Product, "ORDER BY id DESC")
        self.by_code = {product.code: product for product in found}
        self._by_name = {product.name: product for product in found}
        self._by_id = {product.id: product for product in found}
        self._unknown: dict[str, Usage] = {}

    def named(self, text: str) -> Product:
        """The product of that code, name or reference; raises `Usage` with the nearest name."""
        ref = parse_ref(text)
        found = self.by_code.get(text) or self._by_name.get(text)
        if found is None and ref and ref.letter == "p":
            found = self._by_id.get(ref.id)
        if found is None:
            if text not in self._unknown:
                self._unknown[text] = self._missing(text)
            raise self._unknown[text]
        return found

    def _missing(self, text: str) -> Usage:
        near = get_close_matches(text, [*self._by_name, *self.by_code], 1)
        if not near:
            return Usage(say("no product is called {text}; see cm product list", text=text))
        option = shlex.quote(f"product:{text}={near[0]}")
        return Usage(
            say("{text}: did you mean {near}? --value {option}",
                text=text, near=near[0], option=option)
        )  # fmt: skip


class Prices:
    """Prices by product and day; those of a product are loaded when one is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, dict[date, Price]] = {}

    def on(self, product_id: int, day: date) -> Price | None:
        """The price of that day."""
        return self._of(product_id).get(day)

    def keep(self, price: Price) -> None:
        """Let a new price be found."""
        self._of(price.product_id)[price.valued_on] = price

    def _of(self, product_id: int) -> dict[date, Price]:
        if product_id not in self._known:
            found = prices.history(self._store, product_id)
            self._known[product_id] = {price.valued_on: price for price in found}
        return self._known[product_id]
