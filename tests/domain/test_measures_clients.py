"""Figures of the book: standings as of the period's end, key-client coverage."""

from datetime import datetime
from typing import Any

import pytest

from cmcli.domain.client import ClientTag, Standing
from cmcli.domain.figures import clients
from cmcli.domain.figures.clients import Book, InBook, KeyContacts
from cmcli.domain.measure import Evidence, Span, span
from cmcli.domain.period import parse_period
from tests.builders import at

NOW = at("2026-11-27 17:00")


def over(text: str, now: datetime = NOW) -> Span:
    return span(parse_period(text, now.date()), now)


def fact(
    number: int, *standings: tuple[str, str, str], archived: str | None = None, merged: bool = False
) -> InBook:
    """A client by its standings: (since, tier, status); it was created with the first."""
    entries = [
        Standing(i, number, tier, status, at(since))
        for i, (since, tier, status) in enumerate(standings, 1)
    ]
    created = entries[0].since_at
    return InBook(ClientTag(number, f"客户{number}", "standard"), created,
                  at(archived) if archived else None, merged, tuple(entries))  # fmt: skip


def ids(evidence: Evidence) -> list[int]:
    assert evidence.rows is not None
    return [row.id for row in evidence.rows if row.value]


BOOK = Book([
    fact(1, ("2026-01-05 09:00", "key", "active")),
    fact(2, ("2026-01-05 09:00", "standard", "prospect"), ("2026-11-24 10:00", "focus", "active")),
    fact(3, ("2026-01-05 09:00", "key", "active"), ("2026-11-10 09:00", "key", "closed")),
    fact(4, ("2026-01-05 09:00", "key", "active"), archived="2026-11-25 09:00"),
    fact(5, ("2026-11-23 00:00", "standard", "prospect")),
    fact(6, ("2026-11-22 23:59:59", "standard", "active"), archived="2026-11-23 09:00",
         merged=True),
])  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "period", "found"),
    [
        (clients.total, "2026-W48", [1, 2, 5]),
        (clients.total, "2026-W47", [1, 2, 4, 6]),
        (clients.total, "2026-W45", [1, 2, 3, 4]),
        (clients.total, "2025", []),
        (clients.key, "2026-W48", [1]),
        (clients.key, "2026-W47", [1, 4]),
        (clients.key, "2026-W45", [1, 3, 4]),
        (clients.prospects, "2026-W48", [5]),
        (clients.prospects, "2026-W47", [2]),
        (clients.new, "2026-W48", [5]),
        # A file that turned out to be a second one of a client is no new client.
        (clients.new, "2026-W47", []),
        (clients.converted, "2026-W48", [2]),
        (clients.converted, "2026-W47", []),
    ],
)
def test_the_book_is_as_it_stood_at_the_end_of_the_period(
    measure: Any, period: str, found: list[int]
) -> None:
    assert ids(measure(BOOK, over(period))) == found


def test_the_end_of_a_running_period_is_now() -> None:
    book = Book([fact(1, ("2026-11-27 16:59", "key", "active")),
            fact(2, ("2026-11-27 17:01", "key", "active"))])  # fmt: skip
    assert ids(clients.total(book, over("2026-W48"))) == [1]


def test_nobody_in_the_book_is_zero() -> None:
    assert clients.total(Book(), over("2026-W48")).rows == []


def test_a_prospect_that_became_dormant_was_not_converted() -> None:
    turned = fact(1, ("2026-11-01 09:00", "standard", "prospect"),
                  ("2026-11-24 09:00", "standard", "dormant"))  # fmt: skip
    assert clients.converted(Book([turned]), over("2026-W48")).rows == []


def test_a_client_converted_twice_in_a_period_counts_once() -> None:
    entries = [("2026-11-01 09:00", "standard", "prospect"),
               ("2026-11-23 09:00", "standard", "active"),
               ("2026-11-24 09:00", "standard", "prospect"),
               ("2026-11-25 09:00", "standard", "active")]  # fmt: skip
    assert ids(clients.converted(Book([fact(1, *entries)]), over("2026-W48"))) == [1]


# Coverage


def coverage(period: str, met: dict[int, list[str]], book: Book = BOOK) -> list[Any]:
    contacts = {n: [(at(text), "visit") for text in texts] for n, texts in met.items()}
    rows = clients.key_coverage(KeyContacts(book, contacts), over(period)).rows
    assert rows is not None
    return [(row.id, row.value) for row in rows]


def test_a_key_client_met_in_the_quarter_is_covered() -> None:
    assert coverage("2026-W48", {1: ["2026-10-01 00:00"]}) == [(1, 1)]


def test_a_contact_of_the_quarter_before_does_not_cover() -> None:
    assert coverage("2026-W48", {1: ["2026-09-30 23:59:59"]}) == [(1, 0)]


def test_a_contact_after_the_week_does_not_cover_the_week() -> None:
    met = {1: ["2026-11-24 10:00"], 4: ["2026-11-22 23:59:59"]}
    assert coverage("2026-W47", met) == [(1, 0), (4, 1)]


def test_a_past_quarter_has_its_own_key_clients_and_contacts() -> None:
    book = Book([fact(1, ("2026-01-05 09:00", "key", "active"),
                 ("2026-10-02 09:00", "standard", "active"))])  # fmt: skip
    assert coverage("2026Q3", {1: ["2026-07-01 00:00"]}, book) == [(1, 1)]
    assert coverage("2026Q4", {1: ["2026-10-01 10:00"]}, book) == []


def test_a_client_who_became_key_inside_the_quarter_counts_from_then_on() -> None:
    book = Book([fact(1, ("2026-01-05 09:00", "standard", "active"),
                 ("2026-11-24 09:00", "key", "active"))])  # fmt: skip
    assert coverage("2026-W47", {1: ["2026-10-10 10:00"]}, book) == []
    assert coverage("2026-W48", {1: ["2026-10-10 10:00"]}, book) == [(1, 1)]
