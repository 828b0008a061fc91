"""The demo book, made once at each of several moments."""

import shutil
from collections.abc import Iterator

import pytest

from cmcli.store import Store
from tests.support import MORNING, Demo

MOMENTS = {
    "a Monday": MORNING,
    "a Saturday": "2026-11-21T09:15:00+08:00",
    "a quarter's first day, a holiday": "2026-10-01T08:30:00+08:00",
    "a quarter's last evening": "2026-06-30T23:40:00+08:00",
    "after a long holiday": "2026-10-08T11:00:00+08:00",
    "29 February, past the official calendar": "2028-02-29T14:05:00+08:00",
    "midnight": "2027-01-01T00:00:00+08:00",
}


@pytest.fixture(scope="session", params=list(MOMENTS.values()), ids=list(MOMENTS))
def moment(request: pytest.FixtureRequest) -> str:
    """A moment at which somebody may make a demo book."""
    return str(request.param)


@pytest.fixture(scope="session")
def made(moment: str, demo_book: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The book made at that moment."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(demo_book(moment), path)
    store = Store.open(path)
    yield store
    store.close()
