"""The pages of the demo book, as they stand on a terminal, in both languages and two widths.

`make golden` takes them anew; the difference is looked at before it is committed.
"""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cmcli.__main__ import main
from cmcli.desk import Desk
from cmcli.views import layout, output
from cmcli.views.cells import width
from cmcli.views.sheet import Sheet
from tests.support import MORNING, Demo
from tools import screens

FOLDER = Path(__file__).parent / "screens"
PAGES = {
    "today": ["today"],
    "client": ["client", "show", "刘芳"],
    "report": ["report", "--last"],
    "report-beside": ["report", "--last", "--diff", "last"],
    "board": ["deal", "board"],
    "deals": ["deal", "list", "--limit", "12"],
    "deal": ["show", "d36"],
    "stats": ["deal", "stats"],
    "stats-product": ["deal", "stats", "2026", "--by", "product"],
    "forecast": ["deal", "forecast", "--goal", "2500万"],
    "callbacks": ["callback", "list"],
    "requests": ["request", "list"],
    "clients": ["client", "list", "--tier", "key", "--limit", "12"],
    "history": ["history", "c3"],
    "config": ["config", "list"],
    "request": ["show", "r110"],
    "complaint": ["show", "r94"],
    "review": ["request", "review"],
    "coverage": ["client", "coverage"],
    "plans": ["plan", "list", "--limit", "8"],
    "plan": ["plan", "show", "刘芳"],
    "feedback": ["feedback", "list", "--open"],
    "themes": ["feedback", "themes"],
    "goals": ["goal", "list"],
    "goal": ["goal", "show", "g4"],
    "appraisal": ["appraisal", "show"],
    "gifts": ["gift", "list", "--limit", "8"],
    "handoffs": ["handoff", "list", "--all"],
    "handoff": ["show", "o6"],
    "packet": ["handoff", "packet", "o6"],
    "prospects": ["prospect", "list"],
    "prospect": ["prospect", "show", "任建国"],
    "sources": ["prospect", "sources", "2026"],
    "visits": ["visit", "plan", "fri", "--limit", "9"],
    "visit-sheet": ["visit", "sheet", "孙淑华"],
    "development": ["develop", "show"],
    "developments": ["develop", "list"],
    "research": ["develop", "notes"],
    "campaigns": ["campaign", "list"],
    "campaign": ["campaign", "show", "m1"],
    "targets": ["campaign", "targets", "m3"],
    "campaigns-compared": ["campaign", "compare"],
    "trainings": ["training", "list"],
    "training": ["show", "t1"],
    "training-plan": ["training", "plan"],
    "quiz": ["training", "quiz", "--results"],
    "meetings": ["meeting", "list"],
    "meeting": ["meeting", "show", "e1"],
    "meeting-agenda": ["meeting", "propose"],
    "insights": ["insight", "list"],
    "insight": ["show", "n3"],
    "digest": ["insight", "share", "thismonth"],
    "clock": ["clock", "due", "2026-02-13 17:00", "--for", "8h", "--calendar", "working"],
    "catalogue": ["product", "list"],
    "compare": ["product", "compare", "WM-90", "FD-MX"],
    "why": ["why", "r110"],
    "holdings": ["holding", "list", "--client", "孙淑华"],
    "holding": ["show", "h97"],
    "ladder": ["holding", "ladder"],
    "profile": ["profile", "show", "熊永平"],
    "questions": ["assess", "--questions"],
    "assessments": ["assess", "孙淑华", "--show"],
    "advise": ["advise", "刘芳", "--amount", "20万"],
    "whom": ["advise", "--product", "WM-90", "--limit", "8"],
    "sheet": ["disclose", "刘芳", "FD-MX", "--sheet"],
    "risks": ["risk", "list"],
    "proposed": ["risk", "list", "--proposed", "--tier", "key"],
    "market": ["risk", "market"],
    "stress": ["risk", "stress"],
    "incentives": ["incentive", "score"],
    "incentive-rules": ["incentive", "rules"],
    "flow": ["flow"],
    "flow-client": ["flow", "--client", "刘芳"],
}


class Book(NamedTuple):
    """A demo book, and how to work on it on the morning of the demo."""

    language: str
    path: Path

    def lay_out(self, patch: pytest.MonkeyPatch) -> None:
        """Point the environment at this book."""
        patch.setenv("CM_DB", str(self.path))
        patch.setenv("CM_NOW", MORNING)
        patch.setenv("TZ", "Asia/Shanghai")
        patch.setenv("CM_LANG", self.language)


HELP = {"help": ["--help"], "help-log": ["log", "--help"], "help-import": ["import", "--help"]}


@pytest.fixture(scope="module", params=["en", "zh"])
def book(
    request: pytest.FixtureRequest, demo_book: Demo, tmp_path_factory: pytest.TempPathFactory
) -> Book:
    """A demo book in a language, for all its screens."""
    path = tmp_path_factory.mktemp(f"golden-{request.param}") / "demo.db"
    shutil.copy(demo_book(MORNING, request.param), path)
    return Book(request.param, path)


@pytest.fixture
def language(book: Book, monkeypatch: pytest.MonkeyPatch) -> str:
    """The language of the book that the test's commands open."""
    book.lay_out(monkeypatch)
    return book.language


Page = Callable[[list[str]], Sheet]


@pytest.fixture(scope="module")
def page(book: Book) -> Page:
    """The page of a command line; it is laid out at several widths, and made once for them all."""
    kept: dict[tuple[str, ...], Sheet] = {}

    def made(arguments: list[str]) -> Sheet:
        if tuple(arguments) not in kept:
            pages: list[Sheet] = []
            with pytest.MonkeyPatch.context() as patch:
                book.lay_out(patch)
                patch.setattr(Desk, "shortens", True)
                patch.setattr(output, "write", lambda sheet, stream=None: pages.append(sheet))
                assert main(arguments) == 0
            kept[tuple(arguments)] = pages[-1]
        return kept[tuple(arguments)]

    return made


def _compare(name: str, text: str, *, update: bool) -> None:
    path = FOLDER / f"{name}.txt"
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{name} has no golden screen yet: make golden"
    told = f"{name} is another screen now; if it should be: make golden, and look at git diff"
    assert text == path.read_text(encoding="utf-8"), told


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_as_it_was_looked_at(
    name: str, columns: int, page: Page, language: str, update_golden: bool
) -> None:
    sheet = page(PAGES[name])
    lines = ["".join(s.text for s in line).rstrip() for line in layout.lines(sheet, columns)]
    assert max(map(width, lines)) <= columns
    _compare(f"{name}-{language}-{columns}", "\n".join(lines) + "\n", update=update_golden)


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_narrow_and_wide_terminals_too(name: str, page: Page, language: str) -> None:
    sheet = page(PAGES[name])
    for columns in (60, 160):
        found = ["".join(s.text for s in line) for line in layout.lines(sheet, columns)]
        assert [line for line in found if width(line) > columns] == []


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", HELP)
def test_help_is_as_it_was_looked_at(
    name: str, columns: int, language: str, monkeypatch: pytest.MonkeyPatch, update_golden: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(HELP[name]) == 0
    _compare(f"{name}-{language}-{columns}", capsys.readouterr().out, update=update_golden)


@pytest.mark.parametrize("name", sorted(screens.SCREENS.keys() - {"log"}))
def test_the_pictures_of_the_readme_are_of_today(name: str, page: Page, language: str) -> None:
    # What `log` shows is written by it; its picture is taken with the others.
    arguments = screens.SCREENS[name]
    drawn = screens.picture(page(arguments), screens.title(arguments), 80)
    kept = (screens.OUT / f"{name}-{language}.svg").read_text(encoding="utf-8")
    assert drawn == kept, f"{name} looks otherwise now: make screens"


def test_terminal_and_pipe_say_the_same(page: Page, language: str) -> None:
    sheet = page(["today"])
    pipe, terminal = io.StringIO(), io.StringIO()
    output.write_plain(sheet, pipe)
    output.write_terminal(sheet, terminal, width=400)
    refs = [line.split()[0] for line in pipe.getvalue().splitlines() if line.startswith(" ")]
    assert refs
    assert [ref for ref in refs if ref not in terminal.getvalue()] == []
