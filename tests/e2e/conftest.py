"""What is slow to start is started once: a browser, and an office suite."""

from collections.abc import Iterator

import pytest

from tests.e2e.browser import Browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for the pages of all tests of this process."""
    opened = Browser(tmp_path_factory.mktemp("browser") / "profile")
    yield opened
    opened.close()
