"""Open or create the file, and say in one line what is wrong with one that cannot be used."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

from cmcli.errors import FileUnusable, disk_full
from cmcli.files import why
from cmcli.messages import Message, say

SCHEMA_VERSION = 13
APPLICATION_ID = 0x636D_2E31  # "cm.1"
BUSY_SECONDS = 5.0
# What SQLite lays out beside the file before it reads: with less, the disk is as good as full.
_ROOM = 64 * 1024


@contextlib.contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the file into one line that names it."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        if _is_full(path, error):
            raise disk_full(str(path)) from error
        raise FileUnusable(
            _meaning(path, str(error).lower()), _remedy(str(error).lower())
        ) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise disk_full(str(path)) from error
        text = say("{path} cannot be used: {why}", path=str(path), why=why(error))
        raise FileUnusable(text, say("another place: cm --db PATH or CM_DB")) from error


def _is_full(path: Path, error: sqlite3.Error) -> bool:
    """Whether it failed for want of room; SQLite says so of the file, not of what is beside it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return code == sqlite3.SQLITE_FULL
    import shutil

    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


def _meaning(path: Path, text: str) -> Message:
    name = str(path)
    if "locked" in text or "busy" in text:
        return say("{path} is in use by another program", path=name)
    if "readonly" in text or "read-only" in text:
        return say("{path} cannot be written", path=name)
    if "not a database" in text:
        return say("{path} is not a cm file (or it is encrypted)", path=name)
    if "malformed" in text or "corrupt" in text:
        return say("{path} is damaged", path=name)
    return say("{path} cannot be used: {why}", path=name, why=text)


def _remedy(text: str) -> Message | None:
    if "locked" in text or "busy" in text:
        return say("nothing was written; wait for it to end and try again")
    if "malformed" in text or "corrupt" in text:
        return say("it was left untouched; a copy may be beside it (cm path)")
    return say("it was left untouched; another file: cm --db PATH or CM_DB")


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file at `path`, created where there is none, brought up to date."""
    with named_errors(path):
        _make_file(path)
        try:
            return _opened(path)
        except sqlite3.OperationalError as error:
            if not _is_full(path, error):
                raise
        return _opened(path, alone=True)


def _opened(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        if alone:
            # On a full disk there is no room for what several readers share; one needs none.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        _check(connection, path)
        if not alone:
            _write_ahead(connection)
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_file(path: Path) -> None:
    if path.exists():
        if path.is_file() and path.stat().st_size == 0:
            path.chmod(0o600)
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Created empty with its mode before SQLite writes a byte; WAL and shm files inherit the mode.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _check(connection: sqlite3.Connection, path: Path) -> None:
    identity, version, _ = _state(connection)
    if identity == APPLICATION_ID and version == SCHEMA_VERSION:
        return
    # Another cm may be making the file: only what is read at once can be judged.
    connection.execute("BEGIN")
    identity, version, empty = _state(connection)
    connection.execute("COMMIT")
    if identity == APPLICATION_ID and version > SCHEMA_VERSION:
        raise FileUnusable(
            say("{path} was written by a newer cm", path=str(path)),
            say("it was left untouched; update cm first"),
        )
    if identity not in (0, APPLICATION_ID) or (identity == 0 and not empty):
        raise FileUnusable(
            say("{path} is an SQLite file, but not one of cm", path=str(path)),
            say("it was left untouched; another file: cm --db PATH or CM_DB"),
        )
    _upgrade(connection, path)


def _state(connection: sqlite3.Connection) -> tuple[int, int, bool]:
    """The application id, the schema version, and whether there is nothing in the file."""
    identity, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    empty = not identity and connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    return identity, version, empty


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch the journal of a new file; SQLite does not wait for another that does the same."""
    if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        return
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            sleep(0.01)


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    from cmcli.migrations import upgrade

    # Before the journal is switched: a new file that finds no room is empty again.
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another cm may have done it while this one waited for the lock.
        version = _pragma(connection, "user_version")
        if version != SCHEMA_VERSION:
            if version:
                _back_up_before(path, version)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            upgrade(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _back_up_before(path: Path, version: int) -> None:
    # By a connection of its own: this one is about to write.
    with contextlib.closing(sqlite3.connect(path)) as reader:
        back_up(reader, path.with_name(f"{path.name}.v{version}.bak"))


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # A kill or a power cut must not lose an acknowledged write.
    connection.execute("PRAGMA synchronous = FULL")


def back_up(source: sqlite3.Connection, target: Path) -> Path:
    """A consistent copy of what `source` reads, private to its owner: the whole of it or none."""
    part = target.with_name(f".{target.name}.part")
    os.close(os.open(part, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
    try:
        _copy(source, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target


def _copy(source: sqlite3.Connection, target: Path) -> None:
    until = monotonic() + BUSY_SECONDS

    def waited(status: int, left: int, pages: int) -> None:
        # A step that does not go through is tried again, for ever unless somebody ends it.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > until:
            raise sqlite3.OperationalError("database is locked")

    with contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy, progress=waited)
