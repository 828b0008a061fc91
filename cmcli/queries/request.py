"""Requests with their clocks and waits."""

from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.request import (
    Request,
    RequestClock,
    RequestEvent,
    RequestFile,
    RequestWait,
)  # fmt: skip
from cmcli.queries.joined import belonging, with_client
from cmcli.store import Store

_OPEN = "request.status <> 'resolved'"


def files(store: Store, rest: str = "", *values: Any) -> list[tuple[RequestFile, ClientTag]]:
    """Requests with what belongs to them; `rest` selects and orders the requests."""
    pairs = with_client(store, Request, rest, *values)
    ids = [request.id for request, _ in pairs]
    clocks = belonging(store, RequestClock, "request_id", ids)
    waits = belonging(store, RequestWait, "request_id", ids)
    events = belonging(store, RequestEvent, "request_id", ids)

    def whole(request: Request) -> RequestFile:
        number = request.id
        return RequestFile(
            request, tuple(clocks[number]), tuple(waits.get(number, ())),
            tuple(events.get(number, ())),
        )  # fmt: skip

    return [(whole(request), client) for request, client in pairs]


def file(store: Store, request_id: int) -> tuple[RequestFile, ClientTag]:
    """One request; raises `NotFound`."""
    found = files(store, "WHERE request.id = ?", request_id)
    if not found:
        store.get(Request, request_id)  # says that there is none
    return found[0]


def open_files(store: Store) -> list[tuple[RequestFile, ClientTag]]:
    """Every request that is not resolved."""
    return files(store, f"WHERE {_OPEN} ORDER BY asked_at, request.id")


def open_of(store: Store, client_id: int) -> list[RequestFile]:
    """A client's requests that are not resolved, the oldest first."""
    found = files(store, f"WHERE {_OPEN} AND client_id = ? ORDER BY asked_at", client_id)
    return [request for request, _ in found]
