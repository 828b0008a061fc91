import copy
import gc
import os
import shutil
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from typer.main import get_command_from_info

from cmcli.store import Store
from tests.support import MORNING, NOW, ZONE, Cm, Demo, Filled, Given, common

# How long a test takes says more of the machine than of the program; CI draws the same examples.
settings.register_profile(
    "cm", deadline=None, suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)  # fmt: skip
settings.load_profile("cm")
# Thousands of books are made, each write waiting until it lies on the disk; memory is one too.
_MEMORY = Path("/dev/shm")
if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


_NOWHERE = Path(__file__) / "no folder" / "book.db"


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays to the end: no search for garbage needs to go through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CM_LANG", "CM_NOW", "CM_DEBUG", "LC_ALL", "LC_MESSAGES", "LANG", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", ZONE)
    # No test may ever find the book of whoever runs it.
    monkeypatch.setenv("CM_DB", str(_NOWHERE))


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """What typer reads off the signature of a command, and always finds the same, it reads once.

    A process of its own reads it for one command line, the tests would for eight thousand.
    """
    known = dict[Any, Any]()

    def once(info: Any, **how: Any) -> Any:
        key = (info.callback, info.name, info.help)
        if key not in known:
            known[key] = get_command_from_info(info, **how)
        # Each run has its own list of parameters: those that all commands share are added to it.
        built = copy.copy(known[key])
        built.params = list(built.params)
        return built

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cmcli.cli.get_command_from_info", once)
        yield


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with nothing in it: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "book.db"
    Store.open(path).close()
    return path


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """`demo_book(moment, lang)`: the file of a demo book made then; it is copied, never written.

    It is made once, by the first of several processes of tests that needs it.
    """
    folder = common(tmp_path_factory)

    def made(moment: str = MORNING, lang: str = "en") -> Path:
        name = f"demo-{moment}-{lang}.db".replace(":", "")
        if not (folder / name).exists():
            own = tmp_path_factory.mktemp("demo") / name
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("TZ", ZONE)
                line = ("--db", str(own), "demo", "--json")
                assert Cm(patch, own)(*line, now=moment, lang=lang).json()["clients"] == 300
            # What another process sees is whole.
            own.replace(folder / name)
        return folder / name

    return made


@pytest.fixture
def cm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, empty_book: Path) -> Cm:
    """One command line in-process, on Monday 23 November 2026, 10:00 in Shanghai."""
    monkeypatch.setenv("CM_DB", str(tmp_path / "book.db"))
    return Cm(monkeypatch, tmp_path / "book.db", empty_book)


@pytest.fixture(scope="session")
def _books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Hashable, Path]]:
    return tmp_path_factory.mktemp("books"), {}


@pytest.fixture
def filled(cm: Cm, _books: tuple[Path, dict[Hashable, Path]]) -> Filled:
    """`filled(fill)`: a book as `fill(cm)` makes it; `key` tells one `fill` from another.

    It is made once; the tests that begin alike get a copy.
    """
    folder, books = _books

    def book(fill: Callable[[Cm], object], key: Hashable = None) -> Cm:
        key = key or fill
        if key not in books:
            fill(cm)
            books[key] = folder / f"{len(books)}.db"
            shutil.copy(cm.db, books[key])
        shutil.copy(books[key], cm.db)
        return cm

    return book


@pytest.fixture
def given(filled: Filled) -> Given:
    """`given(("client", "add", "王建国"), …)`: a book in which these command lines were run."""

    def book(*lines: tuple[str, ...]) -> Cm:
        def run(cm: Cm) -> None:
            for line in lines:
                result = cm(*line)
                assert result.code == 0, (line, result.err)

        return filled(run, lines)

    return book


@pytest.fixture
def now() -> datetime:
    """Monday 23 November 2026, 10:00 in Shanghai."""
    return datetime.fromisoformat(NOW).astimezone(ZoneInfo(ZONE))


@pytest.fixture
def store(tmp_path: Path, empty_book: Path) -> Iterator[Store]:
    """An empty book."""
    path = tmp_path / "store.db"
    shutil.copy(empty_book, path)
    opened = Store.open(path)
    yield opened
    opened.close()
