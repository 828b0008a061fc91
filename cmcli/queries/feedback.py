"""Feedback with its actions, and what asking for satisfaction goes by."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cmcli.domain.action import Action
from cmcli.domain.client import ClientTag
from cmcli.domain.feedback import Feedback, FeedbackFile
from cmcli.domain.request import Request
from cmcli.domain.survey import Resolved
from cmcli.queries.conditions import AMONG, IN_BOOK, Conditions, order
from cmcli.queries.joined import belonging, with_client
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store


def files(store: Store, rest: str = "", *values: Any) -> list[tuple[FeedbackFile, ClientTag]]:
    """Feedback with its actions; `rest` selects and orders the feedback."""
    pairs = with_client(store, Feedback, rest, *values)
    actions = belonging(store, Action, "feedback_id", [feedback.id for feedback, _ in pairs])
    return [
        (FeedbackFile(feedback, tuple(actions.get(feedback.id, ()))), client)
        for feedback, client in pairs
    ]


def file(store: Store, number: int) -> tuple[FeedbackFile, ClientTag]:
    """One feedback; raises `NotFound`."""
    found = files(store, "WHERE feedback.id = ?", number)
    if not found:
        store.get(Feedback, number)  # says that there is none
    return found[0]


def listed(
    store: Store, *, client: int | None, tier: str | None, theme: str | None,
    since: datetime | None, until: datetime | None, sort: str | None,
) -> list[tuple[FeedbackFile, ClientTag]]:  # fmt: skip
    """Feedback by the filters, the latest first."""
    where = Conditions()
    where.add("feedback.client_id = ?", client)
    where.add("client.tier = ?", tier)
    where.add("lower(feedback.theme) = lower(?)", theme)
    where.add("feedback.at >= ?", since)
    where.add("feedback.at < ?", until)
    allowed = {"at": "feedback.at", "satisfaction": "satisfaction", "recommend": "recommend",
               "theme": "theme", "name": "client.pinyin", "ref": "feedback.id"}  # fmt: skip
    rest = where.sql(order(sort, allowed, "feedback.at DESC, feedback.id DESC"))
    return files(store, rest, *where.values)


def untold(store: Store) -> list[tuple[FeedbackFile, ClientTag]]:
    """Feedback with actions whose client was not told yet."""
    rest = """WHERE feedback.id IN (
        SELECT feedback_id FROM action WHERE feedback_id IS NOT NULL)
        AND told_at IS NULL ORDER BY feedback.at, feedback.id"""
    return files(store, rest)


def unplanned(store: Store, since: datetime) -> list[tuple[FeedbackFile, ClientTag]]:
    """Feedback since then without an action, whose client was not told anything."""
    rest = f"""WHERE feedback.at >= ? AND told_at IS NULL AND feedback.id NOT IN (
        SELECT feedback_id FROM action WHERE feedback_id IS NOT NULL)
        AND {IN_BOOK} ORDER BY feedback.at, feedback.id"""
    return files(store, rest, since)


def open_actions(store: Store, until: datetime) -> list[tuple[Action, ClientTag | None]]:
    """Actions not done that are due before `until` or have no date."""
    condition = "done_at IS NULL AND (due_at IS NULL OR due_at < ?)"
    rest = f"WHERE {condition} ORDER BY due_at IS NULL, due_at, action.id"
    of_clients = with_client(store, Action, rest, until)
    others = store.select(Action, f"WHERE client_id IS NULL AND {condition} ORDER BY id", until)
    return [*of_clients, *((action, None) for action in others)]


def actions_of(store: Store, client_id: int) -> list[Action]:
    """A client's actions that are not done, the nearest first."""
    rest = "WHERE client_id = ? AND done_at IS NULL ORDER BY due_at IS NULL, due_at, id"
    return store.select(Action, rest, client_id)


def last_scored(store: Store, client_id: int) -> Feedback | None:
    """The last feedback of a client with a satisfaction."""
    rest = "WHERE client_id = ? AND satisfaction IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1"
    return next(iter(store.select(Feedback, rest, client_id)), None)


def last_asked(store: Store, clients: Iterable[int]) -> dict[int, datetime]:
    """When each of these clients last gave a satisfaction."""
    sql = f"""SELECT client_id, max(at) FROM feedback
        WHERE client_id {AMONG} AND satisfaction IS NOT NULL GROUP BY client_id"""
    return {client: to_instant(at) for client, at in store.rows(sql, array(clients))}


def resolved_since(store: Store, since: datetime) -> list[Resolved]:
    """Requests resolved since then, with the last feedback of their clients."""
    rest = f"""WHERE resolved_at >= ? AND request.status = 'resolved' AND {IN_BOOK}
        ORDER BY resolved_at, request.id"""
    found = with_client(store, Request, rest, since)
    ids = array(sorted({client.id for _, client in found}))
    sql = f"SELECT client_id, max(at) FROM feedback WHERE client_id {AMONG} GROUP BY client_id"
    heard = {client: to_instant(at) for client, at in store.rows(sql, ids)}
    return [Resolved(request, client, heard.get(client.id)) for request, client in found]
