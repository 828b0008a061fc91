"""Requests with their clocks and waits."""

import json
from collections import defaultdict
from typing import Any, TypeVar

from cmcli.domain.client import ClientTag
from cmcli.domain.request import (
    Request,
    RequestClock,
    RequestEvent,
    RequestFile,
    RequestWait,
)  # fmt: skip
from cmcli.queries.joined import with_client
from cmcli.store import Store

P = TypeVar("P", RequestClock, RequestWait, RequestEvent)
_OPEN = "request.status <> 'resolved'"


def files(store: Store, rest: str = "", *values: Any) -> list[tuple[RequestFile, ClientTag]]:
    """Requests with what belongs to them; `rest` selects and orders the requests."""
    pairs = with_client(store, Request, rest, *values)
    ids = [request.id for request, _ in pairs]
    clocks = _grouped(store, RequestClock, ids)
    waits = _grouped(store, RequestWait, ids)
    events = _grouped(store, RequestEvent, ids)
    return [
        (
            RequestFile(
                request,
                tuple(clocks[request.id]),
                tuple(waits[request.id]),
                tuple(events[request.id]),
            ),
            client,
        )
        for request, client in pairs
    ]


def _grouped(store: Store, kind: type[P], ids: list[int]) -> defaultdict[int, list[P]]:
    found: defaultdict[int, list[P]] = defaultdict(list)
    rest = "WHERE request_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    for part in store.select(kind, rest, json.dumps(ids)):
        found[part.request_id].append(part)
    return found


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
