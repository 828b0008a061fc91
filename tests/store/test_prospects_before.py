"""Prospects of a file that is older than their records."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from cmcli import migrations
from cmcli.domain.prospect import Prospect, ProspectStage
from cmcli.storage import opening
from cmcli.store import Store

# c1 became active after a month, c2 is a prospect since July and was reached, c3 since it was
# entered, c4 is archived, c5 was never one.
_ROWS = """
INSERT INTO client (id, name, kind, status, tier, tags, pinyin, initials, created_at, archived_at)
VALUES (1, 'a', 'person', 'active', 'key', '', 'a', 'a', '2026-05-01T00:00:00Z', NULL),
    (2, 'b', 'person', 'prospect', 'standard', '', 'b', 'b', '2026-01-01T00:00:00Z', NULL),
    (3, 'c', 'person', 'prospect', 'standard', '', 'c', 'c', '2026-08-01T00:00:00Z', NULL),
    (4, 'd', 'person', 'prospect', 'standard', '', 'd', 'd', '2026-01-01T00:00:00Z',
        '2026-02-01T00:00:00Z'),
    (5, 'e', 'person', 'active', 'standard', '', 'e', 'e', '2026-01-01T00:00:00Z', NULL);
INSERT INTO standing (client_id, tier, status, since_at)
VALUES (1, 'standard', 'prospect', '2026-05-01T00:00:00Z'),
    (1, 'key', 'prospect', '2026-05-20T00:00:00Z'),
    (1, 'key', 'active', '2026-06-01T00:00:00Z'),
    (2, 'standard', 'active', '2026-01-01T00:00:00Z'),
    (2, 'standard', 'prospect', '2026-07-01T00:00:00Z'),
    (3, 'standard', 'prospect', '2026-08-01T00:00:00Z'),
    (4, 'standard', 'prospect', '2026-01-01T00:00:00Z'),
    (5, 'standard', 'active', '2026-01-01T00:00:00Z');
INSERT INTO interaction (client_id, at, channel, direction, outcome, created_at)
VALUES (2, '2026-07-05T00:00:00Z', 'phone', 'out', 'reached', '2026-07-05T00:00:00Z'),
    (3, '2026-08-05T00:00:00Z', 'phone', 'out', 'no_answer', '2026-08-05T00:00:00Z');
"""


def test_they_get_their_records_when_the_file_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    connection = sqlite3.connect(path, isolation_level=None)
    steps = [step.name for step in migrations.STEPS._migrations]
    migrations.STEPS.apply(Database(connection, execute_plugins=False), stop_before="m009_growth")
    connection.executescript(_ROWS)
    connection.execute(f"PRAGMA application_id = {opening.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {steps.index('m009_growth')}")
    connection.close()
    store = Store.open(path)
    found = [
        (one.client_id, one.stage, f"{one.opened_at:%m-%d}",
         f"{one.closed_at:%m-%d}" if one.closed_at else None)
        for one in store.select(Prospect, "ORDER BY client_id")
    ]  # fmt: skip
    assert found == [
        (1, "converted", "05-01", "06-01"),
        (2, "contacted", "07-01", None),
        (3, "new", "08-01", None),
    ]
    stages = store.select(ProspectStage, "ORDER BY prospect_id, at")
    assert [one.stage for one in stages] == ["new", "converted", "contacted", "new"]
    store.close()
