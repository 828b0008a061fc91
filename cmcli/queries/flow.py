"""The facts of where time went: the contacts, waits and callbacks of one period, and no others."""

from datetime import datetime

from cmcli.config import Settings
from cmcli.domain.client import ClientTag
from cmcli.domain.days import limit
from cmcli.domain.figures.handoffs import kept
from cmcli.domain.flow import Due, Errand, Facts, Passage, Touch, Wait
from cmcli.domain.measure import Span
from cmcli.queries.conditions import AMONG
from cmcli.queries.handoff import pairs
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store

_TOUCHES = """SELECT interaction.at, client_id, client.tier, interaction.channel, direction,
    outcome, minutes, CASE WHEN request_id IS NOT NULL THEN 'request'
        WHEN callback_id IS NOT NULL THEN 'callback' WHEN deal_id IS NOT NULL THEN 'deal'
        WHEN campaign_id IS NOT NULL THEN 'campaign' ELSE 'other' END
    FROM interaction JOIN client ON client.id = client_id"""


def facts(store: Store, settings: Settings, over: Span) -> Facts:
    """What a period is judged by."""
    clocks = _clocks(store, over)
    return Facts(
        _touches(store, "interaction.at >= ? AND interaction.at < ?", over.start, over.end),
        [*_replies(clocks), *_pauses(store, over), *_handoffs(store, over)],
        _passages(store, over), _callbacks(store, over),
        [request for request, started, _, _, first in clocks if not first and over.holds(started)],
        sum(over.holds(started) for _, started, _, _, _ in clocks), usual_minutes(settings),
        _errands(store, over),
    )  # fmt: skip


def usual_minutes(settings: Settings) -> dict[str, int]:
    """Minutes of a contact where none were typed, by channel."""
    from cmcli.domain.vocabulary import VOCABULARIES

    return {channel: settings[f"minutes.{channel}"] for channel in VOCABULARIES["channel"]}


def of_client(store: Store, client: int, since: datetime, until: datetime) -> list[Touch]:
    """A client's contacts, by their index."""
    where = "client_id = ? AND interaction.at >= ? AND interaction.at < ?"
    return _touches(store, where, client, since, until)


def _touches(store: Store, where: str, *values: object) -> list[Touch]:
    sql = f"{_TOUCHES} WHERE {where} ORDER BY interaction.at, interaction.id"
    return [Touch(to_instant(row[0]), *row[1:]) for row in store.rows(sql, *values)]


_Clock = tuple[int, datetime, datetime | None, datetime | None, bool]


def _clocks(store: Store, over: Span) -> list[_Clock]:
    """Runs of requests that ended, were answered or began in the period."""
    sql = """SELECT request_id, started_at, responded_at, resolved_at, NOT EXISTS (
            SELECT 1 FROM request_clock AS c WHERE c.request_id = request_clock.request_id
            AND c.id < request_clock.id)
        FROM request_clock WHERE started_at < ? AND (resolved_at IS NULL OR resolved_at >= ?
            OR responded_at >= ?) ORDER BY started_at, id"""
    return [
        (row[0], to_instant(row[1]), row[2] and to_instant(row[2]), row[3] and to_instant(row[3]),
         bool(row[4]))
        for row in store.rows(sql, over.end, over.start, over.start)
    ]  # fmt: skip


def _replies(clocks: list[_Clock]) -> list[Wait]:
    replies = [Wait("reply", started, answered) for _, started, answered, _, _ in clocks
               if answered]  # fmt: skip
    ends = [Wait("resolution", answered, resolved) for _, _, answered, resolved, _ in clocks
            if answered and resolved]  # fmt: skip
    return [*replies, *ends]


def _pauses(store: Store, over: Span) -> list[Wait]:
    sql = """SELECT from_at, to_at FROM request_wait
        WHERE kind = 'client' AND to_at >= ? AND to_at < ? ORDER BY to_at, id"""
    return [Wait("client", to_instant(a), to_instant(b))
            for a, b in store.rows(sql, over.start, over.end)]  # fmt: skip


def _handoffs(store: Store, over: Span) -> list[Wait]:
    """Until the other department said that it has it, and from then until it was done."""
    sql = """SELECT sent_at, received_at, done_at FROM handoff WHERE cancelled_at IS NULL
        AND sent_at < ? AND (received_at >= ? OR done_at >= ?) ORDER BY sent_at, id"""
    found = []
    for sent, received, done in store.rows(sql, over.end, over.start, over.start):
        if received:
            found.append(Wait("received", to_instant(sent), to_instant(received)))
        if done:
            found.append(Wait("handed", to_instant(received or sent), to_instant(done)))
    return found


def _errands(store: Store, over: Span) -> list[Errand]:
    """Hand-offs due in the period that are back or late, as the report counts them."""
    where = """WHERE coalesce(handoff.missed_at, handoff.due_at) >= ?
        AND coalesce(handoff.missed_at, handoff.due_at) < ? ORDER BY handoff.due_at, handoff.id"""
    found = pairs(store, where, over.start, over.end)
    departments = {one.id: one.department for one, _ in found}
    return [Errand(departments[row.id], not row.value) for row in kept(found, over).rows or ()]


def _passages(store: Store, over: Span) -> list[Passage]:
    """The stages left of deals that were open at some time of the period, up to its end."""
    sql = """SELECT deal_id, stage, at, later, into_stage FROM (
            SELECT deal_id, stage, at, id, lead(at) OVER run AS later,
                lead(stage) OVER run AS into_stage
            FROM deal_stage WHERE deal_id IN (
                SELECT id FROM deal WHERE closed_at IS NULL
                UNION SELECT id FROM deal WHERE closed_at IS NOT NULL AND closed_at >= ?)
            WINDOW run AS (PARTITION BY deal_id ORDER BY at, id))
        WHERE later IS NOT NULL AND later < ? ORDER BY deal_id, at, id"""
    return [
        Passage(deal, stage, to_instant(begun), to_instant(ended), into)
        for deal, stage, begun, ended, into in store.rows(sql, over.start, over.end)
    ]


def _callbacks(store: Store, over: Span) -> list[Due]:
    """Callbacks due in the period; one given up before its time was no longer promised."""
    sql = """SELECT id, client_id, purpose, every, moved, done_at IS NOT NULL, EXISTS (
            SELECT 1 FROM interaction WHERE callback_id = callback.id AND outcome = 'reached'),
            due_at, cancelled_at
        FROM callback WHERE due_at >= ? AND due_at < ? ORDER BY due_at, id"""
    return [
        Due(row[0], row[1], row[2], row[3], row[4], bool(row[5]), bool(row[6]))
        for row in store.rows(sql, over.start, over.end)
        if not row[8] or to_instant(row[8]) > limit(to_instant(row[7]), over.now)
    ]


def tags(store: Store, clients: list[int]) -> dict[int, ClientTag]:
    """The clients that are named on the page."""
    sql = f"SELECT id, name, tier FROM client WHERE id {AMONG}"
    return {row[0]: ClientTag(*row) for row in store.rows(sql, array(clients))}
