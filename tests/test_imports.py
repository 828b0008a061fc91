"""Start-up is a property of the layout: what the hot commands must not import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import NOW, ZONE, Cm, Given

BANNED = {
    "sqlite_utils", "questionary", "prompt_toolkit", "pydantic", "dateutil.parser", "rich",
    "rich.markdown", "pygments", "python_calamine", "docx", "pypinyin", "lunar_python",
    "cmcli.domain.pipeline", "cmcli.domain.forecast", "cmcli.domain.figures.business", "statistics",
    "calendar", "cmcli.domain.sale",
}  # fmt: skip
# One process for all of them costs what one of them costs; each is named where it first imports.
SCRIPT = """
import sys
from cmcli.__main__ import main
print("# start 0", *sorted(sys.modules), file=sys.stderr)
for line in {lines!r}:
    before = set(sys.modules)
    code = main(line)
    print("#", " ".join(line), code, *sorted(set(sys.modules) - before), file=sys.stderr)
"""
HOT = (
    ["today"],
    ["today", "--json"],
    ["client", "show", "c1"],
    ["client", "show", "wangjianguo"],
    ["log", "c1", "x", "--callback", "+1d", "--purpose", "y"],
    ["snooze", "b1", "+2d"],
    ["done", "b1", "z"],
    ["call", "c1"],
    ["--help"],
    ["log", "--help"],
    ["client", "--help"],
)


@pytest.fixture
def book(given: Given) -> Cm:
    return given(
        ("client", "add", "王建国", "--phone", "13812345678", "--tier", "key"),
        ("client", "edit", "c1", "--birthday", "1980-11-25"),
        ("callback", "add", "c1", "--due", "+5d"),
        ("request", "open", "c1", "卡被锁", "--urgent"),
        ("deal", "add", "c1", "存款", "--amount", "5万", "--next", "x", "--next-due", "today"),
    )


def environment(db: Path, **extra: str) -> dict[str, str]:
    env = {**os.environ, "CM_DB": str(db), "CM_NOW": NOW, "TZ": ZONE, "CM_LANG": "en", **extra}
    # What is imported is the question here: whoever measures coverage would import too.
    return {name: value for name, value in env.items() if not name.startswith("COVERAGE_")}


def imported(db: Path, *lines: list[str]) -> dict[str, set[str]]:
    """The modules that each line was the first to import, by the line."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(lines=lines)],
        env=environment(db), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for line in done.stderr.splitlines():
        assert line.startswith("# "), done.stderr
        for args in (["start"], *lines):
            head = f"# {' '.join(args)} 0"
            if line == head or line.startswith(head + " "):
                found[" ".join(args)] = set(line[len(head) :].split())
    assert len(found) == len(lines) + 1, done.stderr
    return found


def test_hot_commands_import_nothing_slow(book: Cm) -> None:
    for line, modules in imported(book.db, *HOT).items():
        assert modules & BANNED == set(), line


def test_a_command_imports_no_other_commands_module(book: Cm) -> None:
    own = {"today": "today", "log": "log", "client": "client", "call": "call", "done": "ref",
           "snooze": "ref"}  # fmt: skip
    for line, modules in imported(book.db, *HOT).items():
        found = {name.split(".")[2] for name in modules if name.startswith("cmcli.commands.")}
        assert found <= {own.get(line.split()[0], "")}, line


def test_completion_imports_no_command_and_nothing_slow(book: Cm) -> None:
    script = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('#', *sorted(sys.modules), file=sys.stderr))\n"
        "from cmcli.__main__ import main\nmain([])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60,
        env=environment(
            book.db, _CM_COMPLETE="complete_bash", COMP_WORDS="cm cl", COMP_CWORD="1"
        ),
    )  # fmt: skip
    modules = set(done.stderr.rpartition("#")[2].split())
    assert "client" in done.stdout
    assert modules & (BANNED - {"rich"}) == set()
    assert not any(name.startswith("cmcli.commands.") for name in modules)


def test_a_page_on_a_terminal_needs_no_rich() -> None:
    script = """
import sys
from cmcli.views import output
from cmcli.views.sheet import Line, Sheet, Span
output.write_terminal(Sheet((Line(Span("late", "late")),)), sys.stdout, width=80)
print([name for name in sys.modules if name.partition(".")[0] == "rich"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"TERM": "xterm", "NO_COLOR": ""},
    )  # fmt: skip
    assert done.stdout.splitlines() == ["\x1b[1;31mlate\x1b[0m", "[]"], done.stderr


def test_a_lunar_birthday_is_what_asks_for_the_lunar_calendar(book: Cm) -> None:
    book("client", "edit", "c1", "--birthday", "lunar:10-15")
    assert "cmcli.lunar" in imported(book.db, ["today"])["today"]
