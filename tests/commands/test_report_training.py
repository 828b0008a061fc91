"""Training in the report: what was learned in the period, what runs out, the year's hours."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cmcli.config import Settings
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.queries.figures import Source, window
from cmcli.reports.parts.training import SECTION
from cmcli.reports.section import Drawing, Reading
from cmcli.store import Store
from cmcli.views.sheet import BLANK, Line, Table, text_of
from cmcli.views.speech import Written
from tests.support import NOW, ZONE, Cm, Given

MOMENT = datetime.fromisoformat(NOW).astimezone(ZoneInfo(ZONE))


@pytest.fixture
def book(given: Given) -> Cm:
    """t1 lapsed, t2 expires in sixty days of Sunday's end, t3 a day later, t4 renewed t5; t6 and t7
    attended at the ends of last week, t8 on this Monday, t9 planned.
    """
    old = ("--kind", "certificate", "--at", "2025-01-10", "--expires")
    return given(
        ("training", "add", "反洗钱", *old, "2026-11-20"),
        ("training", "add", "基金", *old, "2027-01-21"),
        ("training", "add", "期货", *old, "2027-01-22"),
        ("training", "add", "保险", "--kind", "certificate", "--at", "2026-05-04", "--hours", "4",
         "--expires", "2028-05-04"),
        ("training", "add", "保险", *old, "2026-06-01"),
        ("training", "add", "周一课", "--at", "2026-11-16", "--hours", "2"),
        ("training", "add", "周日课", "--at", "2026-11-22", "--hours", "1.5"),
        ("training", "add", "本周课", "--at", "2026-11-23", "--hours", "8"),
        ("training", "add", "计划课", "--due", "fri", "--hours", "3"),
    )  # fmt: skip


Read = Callable[..., Reading]


@pytest.fixture
def reading() -> Iterator[Read]:
    """`reading(cm, "thisweek")`: what a section of that report reads from; closed at the end."""
    with ExitStack() as stack:

        def read(cm: Cm, name: str = "lastweek", **settings: str) -> Reading:
            period = parse_period(name, MOMENT.date())
            over, before = span(period, MOMENT), span(period.previous(), MOMENT)
            store = stack.enter_context(closing(Store.open(cm.db)))
            source = Source(store, Settings(settings), window([over, before]))
            return Reading(source, over, before, None)

        yield read


def drawing(share: int | None = None) -> Drawing:
    period = parse_period("lastweek", date(2026, 11, 23))
    return Drawing(period, period.previous(), Written(MOMENT), "CNY", share)


def test_trainings_of_the_period_certificates_that_run_out_and_the_year(
    book: Cm, reading: Read
) -> None:
    found = SECTION.document(SECTION.find(reading(book)), Written(MOMENT))
    assert [row["title"] for row in found["attended"]] == ["周一课", "周日课"]
    assert [row["hours"] for row in found["attended"]] == [2, 1.5]
    assert [row["ref"] for row in found["expiring"]] == ["t1", "t2"]
    assert found["expiring"][1]["expires"] == "2027-01-21"
    # 4 + 2 + 1.5 by Sunday: Monday's 8 are not in it.
    assert found["year"] == {"year": 2026, "hours": 7.5, "planned": 3, "target": 15}
    assert [row["ref"] for row in SECTION.document(
        SECTION.find(reading(book, "thisweek")), Written(MOMENT))["attended"]] == ["t8"]  # fmt: skip


def test_a_period_that_is_over_does_not_know_a_later_renewal(book: Cm, reading: Read) -> None:
    again = ("training", "add", "反洗钱", "--kind", "certificate", "--at", "2026-11-23")
    assert book(*again).code == 0
    assert [one.id for one in SECTION.find(reading(book)).expiring] == [1, 2]
    assert [one.id for one in SECTION.find(reading(book, "thisweek")).expiring] == [2, 3]


def test_it_is_drawn_with_a_heading_and_a_share_of_its_lines(book: Cm, reading: Read) -> None:
    found = SECTION.find(reading(book))
    blank, head, table = SECTION.blocks(found, drawing())
    assert blank == BLANK
    assert isinstance(head, Line)
    assert (text_of(head.left), text_of(head.right)) == (
        "TRAINING", "2026: 7.5 of 15 h · 3 h planned",
    )  # fmt: skip
    assert isinstance(table, Table)
    rows = [[text_of(cell) for cell in row] for row in table.groups[0].rows]
    assert rows == [
        [" t6", "周一课", "Mon 16 Nov", "2 h", "course"],
        [" t7", "周日课", "Sun 22 Nov", "1.5 h", "course"],
        [" t1", "反洗钱", "Fri 20 Nov", "", "lapsed"],
        [" t2", "基金", "Thu 21 Jan 2027", "", "expiring"],
    ]
    *_, more = SECTION.blocks(found, drawing(3))
    assert isinstance(more, Line)
    assert "1 more: cm training list" in text_of(more.left)


def test_where_nothing_is_kept_nothing_is_drawn(cm: Cm, reading: Read) -> None:
    assert cm("client", "list").code == 0
    assert SECTION.blocks(SECTION.find(reading(cm)), drawing()) == []
    assert cm("training", "add", "x", "--at", "2025-03-02", "--hours", "2").code == 0
    _, head = SECTION.blocks(SECTION.find(reading(cm)), drawing())
    assert isinstance(head, Line)
    assert text_of(head.right) == "2026: 0 of 15 h"
    without = SECTION.find(reading(cm, **{"training.hours": "0"}))
    assert SECTION.blocks(without, drawing()) == []
