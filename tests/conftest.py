import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cmcli.store import Store
from tests.support import NOW, ZONE, Cm, Given

Lines = tuple[tuple[str, ...], ...]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("CM_LANG", "CM_NOW", "CM_DEBUG", "LC_ALL", "LC_MESSAGES", "LANG", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", ZONE)
    # No test may ever find the book of whoever runs it.
    monkeypatch.setenv("CM_DB", str(tmp_path / "book.db"))


@pytest.fixture
def cm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cm:
    """One command line in-process, on Monday 23 November 2026, 10:00 in Shanghai."""
    return Cm(monkeypatch, tmp_path / "book.db")


@pytest.fixture(scope="session")
def _books(tmp_path_factory: pytest.TempPathFactory) -> dict[Lines, Path]:
    return {}


@pytest.fixture
def given(cm: Cm, _books: dict[Lines, Path], tmp_path_factory: pytest.TempPathFactory) -> Given:
    """`given(("client", "add", "王建国"), …)`: a book in which these command lines were run.

    They are run once; the tests that begin alike get a copy.
    """

    def book(*lines: tuple[str, ...]) -> Cm:
        if lines not in _books:
            for line in lines:
                result = cm(*line)
                assert result.code == 0, (line, result.err)
            _books[lines] = tmp_path_factory.mktemp("book") / "book.db"
            shutil.copy(cm.db, _books[lines])
        shutil.copy(_books[lines], cm.db)
        return cm

    return book


@pytest.fixture
def now() -> datetime:
    """Monday 23 November 2026, 10:00 in Shanghai."""
    return datetime.fromisoformat(NOW).astimezone(ZoneInfo(ZONE))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty book."""
    opened = Store.open(tmp_path / "store.db")
    yield opened
    opened.close()
