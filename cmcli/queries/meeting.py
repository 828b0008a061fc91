"""Meetings with their agenda and actions, and what the next one is to speak of."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cmcli.domain.action import Action
from cmcli.domain.client import ClientTag
from cmcli.domain.deal import Deal
from cmcli.domain.meeting import Meeting, MeetingFile, MeetingItem
from cmcli.domain.ref import Ref, absent, parse_ref
from cmcli.domain.request import Request
from cmcli.messages import Message
from cmcli.queries.conditions import AMONG, Conditions, order
from cmcli.queries.insight import UNSHARED
from cmcli.queries.joined import belonging, with_client
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.domain.insight import Insight
    from cmcli.domain.meeting_proposal import Facts, Handed
    from cmcli.queries.figures import Source

# Among so many of the last meetings one of the same kind is looked for.
_LOOKED_AT = 60


def files(store: Store, rest: str = "", *values: Any) -> list[MeetingFile]:
    """Meetings with what belongs to them; `rest` selects and orders the meetings."""
    found = store.select(Meeting, rest, *values)
    ids = [meeting.id for meeting in found]
    items = belonging(store, MeetingItem, "meeting_id", ids)
    actions = belonging(store, Action, "meeting_id", ids)
    return [
        MeetingFile(meeting, tuple(items.get(meeting.id, ())), tuple(actions.get(meeting.id, ())))
        for meeting in found
    ]


def file(store: Store, number: int) -> MeetingFile:
    """One meeting; raises `NotFound`."""
    found = files(store, "WHERE id = ?", number)
    if not found:
        store.get(Meeting, number)  # says that there is none
    return found[0]


def listed(
    store: Store, *, held: bool | None, since: datetime | None, until: datetime | None,
    sort: str | None,
) -> list[MeetingFile]:  # fmt: skip
    """Meetings by the filters, the latest first."""
    where = Conditions()
    if held is not None:
        where.add(f"held_at IS {'NOT ' if held else ''}NULL")
    where.add("at >= ?", since)
    where.add("at < ?", until)
    allowed = {"at": "at", "title": "title", "ref": "id"}
    return files(store, where.sql(order(sort, allowed, "at DESC, id DESC")), *where.values)


def waiting(store: Store, until: datetime) -> list[Meeting]:
    """Meetings before `until` of which nobody said that they were held."""
    return store.select(Meeting, "WHERE held_at IS NULL AND at < ? ORDER BY at, id", until)


def held_before(store: Store, at: datetime, besides: int) -> list[Meeting]:
    """The meetings held before that time, the latest first."""
    rest = "WHERE held_at IS NOT NULL AND at < ? AND id <> ? ORDER BY at DESC, id DESC LIMIT ?"
    return store.select(Meeting, rest, at, besides, _LOOKED_AT)


# What to speak of


def facts(store: Store, last: Meeting | None, since: datetime, now: datetime) -> "Facts":
    """What there is to speak of since the meeting before."""
    from cmcli.domain.meeting_proposal import Facts

    agreed = belonging(store, Action, "meeting_id", [last.id] if last else [])
    complaints = with_client(
        store, Request,
        """WHERE request.kind = 'complaint' AND client.archived_at IS NULL
        AND (request.status <> 'resolved' OR resolved_at >= ?) ORDER BY asked_at, request.id""",
        since,
    )  # fmt: skip
    lost = with_client(
        store, Deal,
        """WHERE deal.stage = 'lost' AND closed_at >= ? AND client.archived_at IS NULL
        ORDER BY closed_at, deal.id""",
        since,
    )  # fmt: skip
    actions = agreed.get(last.id, []) if last else []
    return Facts(actions, _handed(store, now), complaints, lost, _unshared(store))


def _handed(store: Store, now: datetime) -> "list[Handed]":
    from cmcli.domain.meeting_proposal import Handed

    rows = store.rows(
        """SELECT handoff.id, client.id, client.name, client.tier, department, text, due_at
        FROM handoff LEFT JOIN client ON client.id = client_id
        WHERE done_at IS NULL AND cancelled_at IS NULL AND due_at <= ?
        AND client.archived_at IS NULL ORDER BY due_at, handoff.id""",
        now,
    )
    return [
        Handed(r[0], ClientTag(*r[1:4]) if r[1] else None, r[4], r[5], to_instant(r[6]))
        for r in rows
    ]


def _unshared(store: Store) -> "list[Insight]":
    from cmcli.domain.insight import Insight

    return store.select(Insight, f"WHERE {UNSHARED} ORDER BY at DESC, id DESC")


def taken(store: Store, number: int) -> set[str]:
    """What stands on the agenda of that meeting already."""
    sql = "SELECT ref FROM meeting_item WHERE meeting_id = ? AND ref IS NOT NULL"
    return {ref for (ref,) in store.rows(sql, number)}


def must_be(store: Store, ref: Ref) -> None:
    """Raise `NotFound` unless there is such a record."""
    if not store.value(f'SELECT 1 FROM "{ref.noun}" WHERE id = ?', ref.id):
        raise absent(ref.noun, ref.id)


# How it stands with what the items are about


def standing(store: Store, items: Iterable[MeetingItem], now: datetime) -> dict[str, Message]:
    """What became of the actions, requests, hand-offs and insights of an agenda, by their ref."""
    from cmcli.domain import meeting_proposal as rules
    from cmcli.messages import say

    ids: dict[str, list[int]] = {}
    refs = (parse_ref(item.ref) for item in items if item.ref)
    for ref in filter(None, refs):
        ids.setdefault(ref.noun, []).append(ref.id)
    found: dict[str, Message] = {}
    for action in store.select(Action, f"WHERE id {AMONG}", array(ids.get("action", []))):
        found[f"a{action.id}"] = rules.of_action(action, now)
    for letter, noun, sql in (("r", "request", _REQUESTS), ("o", "handoff", _HANDOFFS)):
        for number, ended, due in store.rows(sql, array(ids.get(noun, []))):
            found[f"{letter}{number}"] = rules.of_work(_instant(ended), _instant(due), now)
    lying = store.rows(f"SELECT id FROM insight WHERE id {AMONG} AND {UNSHARED}",
                       array(ids.get("insight", [])))  # fmt: skip
    quiet = {number for (number,) in lying}
    for number in ids.get("insight", []):
        found[f"n{number}"] = say("not shared yet") if number in quiet else say("shared")
    return found


_REQUESTS = f"SELECT id, resolved_at, NULL FROM request WHERE id {AMONG}"
_HANDOFFS = f"SELECT id, coalesce(done_at, cancelled_at), due_at FROM handoff WHERE id {AMONG}"


def _instant(text: str | None) -> datetime | None:
    return to_instant(text) if text else None


# Figures


def own_actions(source: "Source") -> list[Action]:
    """The manager's own actions of meetings that are due in the window."""
    rest = """WHERE meeting_id IS NOT NULL AND owner IS NULL AND due_at >= ? AND due_at < ?
        ORDER BY due_at, id"""
    return source.store.select(Action, rest, source.window.start, source.window.end)


def of_window(source: "Source") -> list[MeetingFile]:
    """The meetings of the window that were held."""
    rest = "WHERE held_at IS NOT NULL AND at >= ? AND at < ? ORDER BY at, id"
    return files(source.store, rest, source.window.start, source.window.end)
