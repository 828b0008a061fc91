"""Figures of contacts, and the edges of a period in the manager's zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain.client import ClientTag
from cmcli.domain.figures import contacts
from cmcli.domain.figures.contacts import Contact, Contacts
from cmcli.domain.measure import Evidence, Span, span
from cmcli.domain.period import parse_period
from tests.builders import at, interaction

NOW = at("2026-11-27 17:00")
MINUTES = {"phone": 10, "visit": 60, "wechat": 5}


def week(now: datetime = NOW) -> Span:
    return span(parse_period("2026-W47", now.date()), now)


def contact(number: int, when: str, client: int = 1, **given: Any) -> Contact:
    made = interaction(id=number, client_id=client, at=at(when), **given)
    return Contact(made.id, made.at.isoformat(), made.channel, made.outcome, made.minutes,
                   made.note, client)  # fmt: skip


def facts(*rows: Contact) -> Contacts:
    clients = {row.client_id: ClientTag(row.client_id, f"客户{row.client_id}", "standard")
               for row in rows}  # fmt: skip
    return Contacts(sorted(rows, key=lambda each: each.at), clients, MINUTES)


def ids(evidence: Evidence) -> list[int]:
    assert evidence.rows is not None
    return [row.id for row in evidence.rows]


FACTS = facts(
    contact(1, "2026-11-15 23:59:59"),
    contact(2, "2026-11-16 00:00"),
    contact(3, "2026-11-18 10:00", channel="visit", outcome="no_answer"),
    contact(4, "2026-11-18 11:00", client=2, channel="visit"),
    contact(5, "2026-11-19 11:00", client=2, channel="meeting", minutes=25),
    contact(6, "2026-11-22 23:59:59", client=3, channel="wechat", minutes=0),
    contact(7, "2026-11-23 00:00"),
)


@pytest.mark.parametrize(
    ("measure", "found"),
    [
        (contacts.total, [2, 3, 4, 5, 6]),
        (contacts.reached, [2, 4, 5, 6]),
        (contacts.visits, [4, 5]),
        (contacts.clients, [1, 2, 3]),
    ],
)
def test_contacts_are_those_from_monday_to_sunday(measure: Any, found: list[int]) -> None:
    assert ids(measure(FACTS, week())) == found


def test_the_days_are_those_of_the_managers_zone() -> None:
    berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    # Monday 00:00 in Shanghai is still Sunday in Berlin, and so is the Monday after.
    assert ids(contacts.total(FACTS, week(berlin))) == [3, 4, 5, 6, 7]


def test_a_client_reached_twice_is_one_row_with_its_last_contact() -> None:
    rows = contacts.clients(FACTS, week()).rows
    assert rows is not None
    assert [(row.at, str(row.note)) for row in rows if row.id == 2] == [
        (at("2026-11-19 11:00"), "2 contacts")
    ]


def test_minutes_nobody_typed_are_the_channels_and_marked() -> None:
    found = contacts.minutes(FACTS, week())
    assert found.rows is not None
    assert [row.value for row in found.rows] == [10, 60, 60, 25, 0]
    assert ["estimated" in str(row.note) for row in found.rows] == [True, True, True, False, False]
    assert [(str(name), value) for name, value in found.parts] == [("estimated minutes", 130)]


def test_no_contact_is_zero() -> None:
    assert [ids(measure(facts(), week())) for measure in
            (contacts.total, contacts.clients, contacts.minutes)] == [[], [], []]  # fmt: skip
