"""A quarter of the demo book replayed day by day, against figures computed by SQL alone."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support import Cm, Demo

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The quarter so far, in parts that several processes can take.
PARTS = (date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 29), date(2026, 11, 11))
END = date(2026, 11, 24)
FRIDAY = 4
SQL = (Path(__file__).parent / "service_figures.sql").read_text(encoding="utf-8")
FIGURES = ("cadence.key_coverage", "sla.response", "callbacks.on_time")
# What had not happened by :now: whole rows, then what came of rows that had begun.
TRIM = (
    "DELETE FROM interaction WHERE at > :now",
    "DELETE FROM callback WHERE created_at > :now",
    "DELETE FROM standing WHERE since_at > :now",
    "DELETE FROM request_clock WHERE started_at > :now",
    "DELETE FROM request_wait WHERE from_at > :now",
    "DELETE FROM request WHERE asked_at > :now",
    "UPDATE callback SET done_at = NULL WHERE done_at > :now",
    "UPDATE callback SET cancelled_at = NULL WHERE cancelled_at > :now",
    "UPDATE request_clock SET responded_at = NULL WHERE responded_at > :now",
    "UPDATE request_clock SET resolved_at = NULL WHERE resolved_at > :now",
    "UPDATE request_wait SET to_at = NULL WHERE to_at > :now",
    "UPDATE request SET status = 'open', resolved_at = NULL WHERE resolved_at > :now",
)


@pytest.fixture
def demo(demo_book: Demo) -> Path:
    return demo_book("2026-11-23T22:00:00+08:00")


def evenings(start: date) -> Iterator[datetime]:
    """Those of a part."""
    day = start
    while day < next((other for other in PARTS if other > start), END):
        yield datetime(day.year, day.month, day.day, 21, 30, tzinfo=SHANGHAI)
        day += timedelta(days=1)


def as_of(demo: Path, target: Path, now: datetime) -> dict[str, tuple[int, int]]:
    """The book as it stood at `now`, and its figures by SQL: (kept, counted)."""
    values = {
        "now": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "start": "2026-10-01", "end": "2026-12-31",
    }  # fmt: skip
    source, copy = sqlite3.connect(demo), sqlite3.connect(target)
    source.backup(copy)
    for statement in TRIM:
        copy.execute(statement, values)
    copy.commit()
    rows = copy.execute(SQL, values).fetchall()
    source.close()
    copy.close()
    return {name: (kept or 0, counted) for name, kept, counted in rows}


@pytest.mark.parametrize("start", PARTS, ids=str)
def test_a_quarter_replayed_day_by_day_has_the_figures_that_sql_finds(
    demo: Path, cm: Cm, start: date
) -> None:
    seen = {name: set[float]() for name in FIGURES}
    for now in evenings(start):
        expected = as_of(demo, cm.db, now)
        values = {
            name: cm.json("report", "2026Q4", "--explain", name, now=now.isoformat())["value"]
            for name in FIGURES
        }
        if now.weekday() == FRIDAY:
            # Among all the others a figure is what it is alone.
            report = cm.json("report", "2026Q4", now=now.isoformat())
            assert {m["id"]: m["value"] for m in report["measures"] if m["id"] in values} == values
        for name in FIGURES:
            kept, counted = expected[name]
            share = kept / counted if counted else None
            assert values[name] == pytest.approx(share), f"{name} on {now:%d %b}"
            seen[name].add(round(share or 0, 3))
    # The quarter is alive: the figures move, so that agreeing means something.
    assert all(len(values) > 1 for values in seen.values()), json.dumps(
        {name: len(values) for name, values in seen.items()}
    )
