"""Requests with their clocks and waits."""

from collections import defaultdict
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.request import Request, RequestClock, RequestFile, RequestWait
from cmcli.queries.joined import with_client
from cmcli.store import Store

_OPEN = "request.status <> 'resolved'"


def files(store: Store, rest: str = "", *values: Any) -> list[tuple[RequestFile, ClientTag]]:
    """Requests with what belongs to them; `rest` selects and orders the requests."""
    pairs = with_client(store, Request, rest, *values)
    ids = ",".join(str(request.id) for request, _ in pairs)
    clocks: defaultdict[int, list[RequestClock]] = defaultdict(list)
    waits: defaultdict[int, list[RequestWait]] = defaultdict(list)
    for clock in store.select(RequestClock, f"WHERE request_id IN ({ids}) ORDER BY id"):
        clocks[clock.request_id].append(clock)
    for wait in store.select(RequestWait, f"WHERE request_id IN ({ids}) ORDER BY id"):
        waits[wait.request_id].append(wait)
    return [
        (RequestFile(request, tuple(clocks[request.id]), tuple(waits[request.id])), client)
        for request, client in pairs
    ]


def file(store: Store, request_id: int) -> tuple[RequestFile, ClientTag]:
    """One request; raises `NotFound`."""
    store.get(Request, request_id)
    return files(store, "WHERE request.id = ?", request_id)[0]


def open_files(store: Store) -> list[tuple[RequestFile, ClientTag]]:
    """Every request that is not resolved."""
    return files(store, f"WHERE {_OPEN} ORDER BY asked_at, request.id")


def open_of(store: Store, client_id: int) -> list[RequestFile]:
    """A client's requests that are not resolved, the oldest first."""
    found = files(store, f"WHERE {_OPEN} AND client_id = ? ORDER BY asked_at", client_id)
    return [request for request, _ in found]
