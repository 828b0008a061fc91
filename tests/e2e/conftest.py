"""What is slow to start is started once: a browser, and an office suite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cmcli.views import word
from tests.e2e import office
from tests.e2e.browser import Browser
from tests.support import MORNING, Cm, Demo, common
from tests.views.papers import NASTY, paper


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for the pages of all tests of this process."""
    opened = Browser(tmp_path_factory.mktemp("browser") / "profile")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def prints(demo_book: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with papers and last week's report of the demo book in both languages, and what an
    office suite makes of each; made by the first process of tests that needs it.
    """
    shared = common(tmp_path_factory) / "prints"
    if not shared.exists():
        folder = tmp_path_factory.mktemp("prints")
        (folder / "paper.docx").write_bytes(word.write(paper(NASTY), title="x", language="zh_CN"))
        with pytest.MonkeyPatch.context() as patch:
            for lang in ("en", "zh"):
                shutil.copy(demo_book(MORNING, lang), folder / f"{lang}.db")
                _written(Cm(patch, folder / f"{lang}.db"), folder, lang)
        # The report is long and its pages are counted by nobody.
        office.turn(folder, unprinted="week-")
        if shared.exists():
            return folder
        folder.rename(shared)
    return shared


def _written(cm: Cm, folder: Path, lang: str) -> None:
    def run(*line: str) -> None:
        result = cm("--db", str(cm.db), *line, now=MORNING, lang=lang)
        assert result.code == 0, result.err

    for form in ("docx", "xlsx", "json"):
        run("report", "--last", "-o", str(folder / f"week-{lang}.{form}"))
    run("client", "edit", "刘芳", "--birthday", "1960-01-01")
    run("plan", "set", "刘芳", "--taboo", "不提2022年的亏损")
    run("disclose", "刘芳", "FD-MX", "-o", str(folder / f"sheet-{lang}.docx"))
    run("advise", "刘芳", "-o", str(folder / f"proposal-{lang}.docx"))
    # A key client, a company with a loan that is late, somebody of 84.
    run("visit", "sheet", "刘芳", "东汀机械", "朱树华", "-o", str(folder / f"visit-{lang}.docx"))
