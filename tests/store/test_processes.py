"""Several programs at one file, and programs that die in the middle of it."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cmcli.domain.change import Insert
from cmcli.domain.setting import Setting
from cmcli.errors import FileUnusable
from cmcli.storage import opening
from cmcli.store import Store
from tests.builders import NOW

# Writes as fast as it can; a line of output is the acknowledgement of a commit.
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cmcli.domain.change import Insert
from cmcli.domain.setting import Setting
from cmcli.errors import FileUnusable
from cmcli.storage import opening
from cmcli.store import Store

path, prefix, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = Store.open(path)
now = datetime(2026, 11, 23, tzinfo=UTC)
for number in range(count):
    name = f"{prefix}{number}"
    pair = [Insert(Setting(-1, name, "x")), Insert(Setting(-2, name + "+", "y"))]
    store.apply(pair, name, now)
    print(name, flush=True)
store.close()
"""


def writer(path: Path, prefix: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), prefix, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def names(path: Path) -> set[str]:
    store = Store.open(path)
    found = {name for (name,) in store.rows("SELECT name FROM setting")}
    assert store.value("PRAGMA integrity_check") == "ok"
    assert store.rows("PRAGMA foreign_key_check") == []
    assert store.value("SELECT count(*) FROM entry") * 2 == len(found)
    assert store.value("SELECT count(*) FROM image") == len(found)
    store.close()
    return found


def test_two_programs_that_create_and_write_at_once_both_succeed(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    programs = [writer(path, prefix, 40) for prefix in "ab"]
    for program in programs:
        program.communicate(timeout=60)
        assert program.returncode == 0
    assert names(path) == {f"{p}{n}{s}" for p in "ab" for n in range(40) for s in ("", "+")}


def test_what_one_program_read_no_other_changes_before_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    one, other = Store.open(tmp_path / "book.db"), Store.open(tmp_path / "book.db")
    add = [Insert(Setting(-1, "count", "1"))]
    with one.transaction():
        assert one.select(Setting) == []
        with pytest.raises(FileUnusable):
            other.apply(add, "count", NOW)
        one.apply(add, "count", NOW)
    assert [setting.value for setting in other.select(Setting)] == ["1"]
    other.undo(None, NOW)
    one.close()
    other.close()


def test_nothing_acknowledged_is_lost_and_nothing_half_written_stays_when_killed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.db"
    acknowledged: list[str] = []
    for round_, stop_after in enumerate((1, 17)):
        with writer(path, f"r{round_}-", 1_000_000) as program:
            assert program.stdout
            acknowledged += [program.stdout.readline().strip() for _ in range(stop_after)]
            os.kill(program.pid, signal.SIGKILL)
            acknowledged += program.stdout.read().split()
    found = names(path)
    assert set(acknowledged) <= found
    plain = {name for name in found if not name.endswith("+")}
    assert found == plain | {f"{name}+" for name in plain}


def test_a_program_that_dies_inside_a_transaction_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    Store.open(path).close()
    script = (
        "import os, signal, sqlite3, sys\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN IMMEDIATE')\n"
        "held.execute(\"INSERT INTO setting (name, value) VALUES ('half', 'x')\")\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    died = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert died.returncode == -signal.SIGKILL
    assert names(path) == set()


def test_a_copy_is_whole_while_another_writes(tmp_path: Path) -> None:
    path, copy = tmp_path / "book.db", tmp_path / "copy.db"
    with writer(path, "a", 1_000_000) as program:
        assert program.stdout
        for _ in range(5):
            program.stdout.readline()
        store = Store.open(path)
        store.back_up(copy)
        store.close()
        program.kill()
    kept = sqlite3.connect(copy)
    assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kept.execute("SELECT count(*) FROM setting").fetchone()[0] >= 10
    kept.close()
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_copy_is_made_by_whoever_has_the_file_alone(tmp_path: Path) -> None:
    # As on a full disk, where there is no room for what several readers share.
    store = Store.open(tmp_path / "book.db")
    store.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    store.connection.execute("PRAGMA user_version").fetchone()
    store.connection.execute("BEGIN EXCLUSIVE")
    store.connection.execute("COMMIT")
    copy = store.back_up(tmp_path / "copy.db")
    store.close()
    assert copy.stat().st_size > 0


def test_a_copy_of_a_file_that_stays_locked_ends_with_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.db"
    Store.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    store = Store(sqlite3.connect(path, timeout=0), path)
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0)
    with pytest.raises(FileUnusable, match="in use"):
        store.back_up(tmp_path / "copy.db")
    assert not list(tmp_path.glob("*copy*"))
    other.close()
    store.close()
