"""Opening the file: made private, brought up to date, and left alone where it is not ours."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Timer

import pytest
from sqlite_utils import Database

from cmcli import migrations
from cmcli.domain.change import Insert
from cmcli.domain.setting import Setting
from cmcli.errors import FileUnusable
from cmcli.storage import opening
from cmcli.store import Store
from tests.support import Cm

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def pragma(store: Store, name: str) -> object:
    return store.value(f"PRAGMA {name}")


def refused(path: Path) -> str:
    """What is said of a file that cannot be opened; the file itself is not touched."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(FileUnusable) as error:
        Store.open(path)
    assert error.value.exit_code == 5
    assert str(path) in str(error.value)
    assert before == (path.read_bytes() if path.is_file() else None)
    return str(error.value)


def test_a_new_file_is_private_in_a_private_folder(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "book.db"
    store = Store.open(path)
    store.rows("SELECT 1 FROM client")
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert {mode(found) for found in path.parent.iterdir()} == {0o600}  # WAL and shm too
    store.close()


def test_a_new_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Store.open(tmp_path / "book.db").close()
    finally:
        os.umask(before)
    assert mode(tmp_path / "book.db") == 0o600


def test_the_schema_version_is_the_number_of_steps(store: Store) -> None:
    steps = len(migrations.STEPS._migrations)
    wrong = f"storage/opening.py: SCHEMA_VERSION = {steps}, the number of steps in migrations/"
    assert steps == opening.SCHEMA_VERSION == pragma(store, "user_version"), wrong
    assert pragma(store, "application_id") == opening.APPLICATION_ID


def test_the_file_is_safe_and_strict(store: Store) -> None:
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "foreign_keys") == 1
    assert pragma(store, "synchronous") == 2
    loose = store.rows(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' "
        "AND NOT strict AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"
    )
    assert loose == []


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    first = Store.open(tmp_path / "book.db")
    first.connection.execute("INSERT INTO setting (name, value) VALUES ('a', 'b')")
    first.close()
    second = Store.open(tmp_path / "book.db")
    assert second.rows("SELECT name, value FROM setting") == [("a", "b")]
    assert pragma(second, "foreign_keys") == 1
    second.close()


def test_an_empty_file_becomes_a_book(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    path.touch()
    store = Store.open(path)
    assert store.value("SELECT count(*) FROM client") == 0
    store.close()


@pytest.mark.parametrize("text", ["hello", "name,phone\n张三,138\n" * 500])
def test_another_kind_of_file_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="utf-8")
    assert "not a cm file" in refused(path)
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE t (x)",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 4; CREATE TABLE t (x)",
    ],
)
def test_the_database_of_another_program_is_left_alone(tmp_path: Path, script: str) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.executescript(script)
    other.close()
    assert "not one of cm" in refused(path)
    assert [*tmp_path.iterdir()] == [path]


def test_a_file_of_a_newer_cm_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    store = Store.open(path)
    store.connection.execute(f"PRAGMA user_version = {opening.SCHEMA_VERSION + 1}")
    store.close()
    assert "newer" in refused(path)


def test_a_damaged_file_is_named_and_left_alone(cm: Cm) -> None:
    cm("client", "add", "王建国")
    data = bytearray(cm.db.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    cm.db.write_bytes(data)
    result = cm("client", "list")
    assert result.code == 5
    assert "damaged" in result.err
    assert str(cm.db) in result.err
    assert cm.db.read_bytes() == data


def test_a_file_with_a_damaged_head_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    Store.open(path).close()
    path.write_bytes(b"\0" * 16 + path.read_bytes()[16:])
    assert "not a cm file" in refused(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    refused(tmp_path)


def test_a_path_through_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refused(tmp_path / "file" / "book.db")


# Where nothing may be written


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder of somebody without privileges, whom the test becomes for its length."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    user = os.geteuid()
    if user == 0:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        folder.chmod(0o700)
        if user == 0:
            os.seteuid(user)
        shutil.rmtree(folder)


def test_a_read_only_file_is_named_and_left_alone(shelf: Path, now: datetime) -> None:
    path = shelf / "book.db"
    Store.open(path).close()
    path.chmod(0o400)
    before = path.read_bytes()
    store = Store.open(path)
    assert store.value("SELECT count(*) FROM client") == 0
    with pytest.raises(FileUnusable) as error:
        store.note("call c1", now)
    store.close()
    assert "cannot be written" in str(error.value)
    assert path.read_bytes() == before


def test_a_read_only_folder_is_named_and_left_alone(shelf: Path) -> None:
    path = shelf / "book.db"
    Store.open(path).close()
    shelf.chmod(0o500)
    refused(path)
    refused(shelf / "new.db")
    assert not (shelf / "new.db").exists()


def test_a_file_that_may_not_be_read_is_named(shelf: Path) -> None:
    path = shelf / "book.db"
    Store.open(path).close()
    path.chmod(0)
    with pytest.raises(FileUnusable):
        Store.open(path)


# In use by another


def test_a_held_file_can_be_read_and_a_write_waits_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch, cm: Cm
) -> None:
    cm("client", "add", "王建国")
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(cm.db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert cm("client", "list").code == 0
    result = cm("client", "add", "李娜")
    other.execute("ROLLBACK")
    other.close()
    assert result.code == 5
    assert "in use" in result.err
    assert str(cm.db) in result.err
    assert len(cm.json("client", "list")) == 1
    assert cm("client", "add", "李娜").code == 0


@pytest.fixture
def being_made(tmp_path: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A new file that another program looks at in the same moment."""
    path = tmp_path / "book.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN")
    other.execute("SELECT * FROM sqlite_master").fetchall()
    yield path, other
    other.close()


def test_a_file_being_made_by_another_is_waited_for(
    being_made: tuple[Path, sqlite3.Connection],
) -> None:
    path, other = being_made
    done = Timer(0.05, other.execute, ["COMMIT"])
    done.start()
    store = Store.open(path)
    done.join()
    assert pragma(store, "journal_mode") == "wal"
    store.close()


def test_the_journal_is_switched_when_nobody_reads_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.db"
    Store.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM setting").fetchone()
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.02)
    monkeypatch.setattr(opening, "monotonic", lambda: 0.0)
    monkeypatch.setattr(opening, "sleep", lambda _: other.execute("COMMIT"))
    store = Store.open(path)
    assert pragma(store, "journal_mode") == "wal"
    store.close()
    other.close()


def test_it_is_waited_for_up_to_a_limit(
    being_made: tuple[Path, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.02)
    assert "in use" in refused(being_made[0])


# Older files


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A file of the version before this one, with something in it."""
    path = tmp_path / "book.db"
    store = Store.open(path)
    store.connection.execute("INSERT INTO setting (name, value) VALUES ('a', 'b')")
    store.close()
    return path


def newer_program(monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
    """As if the program had learnt one more step since the file was written."""

    def upgrade(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT")
        connection.execute("UPDATE setting SET value = 'migrated'")
        if fails:
            connection.execute("INSERT INTO nowhere VALUES (1)")
        connection.execute(f"PRAGMA user_version = {opening.SCHEMA_VERSION}")

    monkeypatch.setattr(opening, "SCHEMA_VERSION", opening.SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrations, "upgrade", upgrade)


def test_an_older_file_is_brought_up_to_date_after_a_copy_was_made(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = opening.SCHEMA_VERSION
    newer_program(monkeypatch, fails=False)
    store = Store.open(older)
    assert store.value("SELECT value FROM setting") == "migrated"
    store.close()
    copy = older.with_name(f"book.db.v{version}.bak")
    assert mode(copy) == 0o600
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT value FROM setting").fetchall() == [("b",)]
    assert kept.execute("PRAGMA user_version").fetchone() == (version,)
    kept.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = older.read_bytes()
    version = opening.SCHEMA_VERSION
    newer_program(monkeypatch, fails=True)
    with pytest.raises(FileUnusable):
        Store.open(older)
    assert older.read_bytes() == before
    monkeypatch.undo()
    store = Store.open(older)
    assert store.value("SELECT value FROM setting") == "b"
    assert pragma(store, "user_version") == version
    store.close()


def schema(path: Path) -> set[tuple[str, str]]:
    store = Store.open(path)
    found = store.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    store.close()
    return {(name, sql) for name, sql in found}


def test_a_file_of_any_earlier_version_ends_with_the_schema_of_a_new_one(tmp_path: Path) -> None:
    new = schema(tmp_path / "new.db")
    steps = [step.name for step in migrations.STEPS._migrations]
    for version, following in enumerate(steps[1:], 1):
        path = tmp_path / f"v{version}.db"
        connection = sqlite3.connect(path, isolation_level=None)
        database = Database(connection, execute_plugins=False)
        migrations.STEPS.apply(database, stop_before=following)
        connection.execute(f"PRAGMA application_id = {opening.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        assert schema(path) == new
        assert path.with_name(f"{path.name}.v{version}.bak").exists()


def test_a_full_disk_is_named_and_nothing_is_written(store: Store, now: datetime) -> None:
    store.connection.execute(f"PRAGMA max_page_count = {store.value('PRAGMA page_count')}")
    big = Setting(-1, "big", "x" * 1_000_000)
    with pytest.raises(FileUnusable) as error:
        store.apply([Insert(big)], "config set", now)
    assert "full" in str(error.value)
    assert "free some space" in str(error.value.hint)
    assert store.history() == []


def test_a_file_that_another_brought_up_to_date_meanwhile_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    store = Store.open(path)
    opening._upgrade(store.connection, path)
    store.close()
    assert [*tmp_path.glob("*.bak")] == []
