"""Every way to fail: its exit code, one line on stderr, no traceback, nothing written."""

import io
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cmcli import agenda, prompts
from cmcli.__main__ import main
from cmcli.errors import Interrupted
from cmcli.storage import opening
from cmcli.store import Store
from cmcli.views.cells import width
from tests.support import NOW, ZONE, Cm, Given, Result


@pytest.fixture
def book(given: Given) -> Cm:
    return given(
        ("client", "add", "王建国"),
        ("client", "add", "王健国", "--yes"),
        ("request", "open", "c1", "卡被锁"),
        ("request", "resolve", "r1"),
    )


def assert_one_line(result: Result) -> None:
    assert result.out == ""
    assert "Traceback" not in result.err
    assert result.err.endswith("\n")
    assert len(result.err.splitlines()) == 1, result.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "this is more than the command takes: a b – see: cm today --help"),
     ("zh", "多出了这条命令用不上的内容：a b。参见：cm today --help")],
)  # fmt: skip
def test_words_too_many_are_named_in_the_readers_language(cm: Cm, lang: str, said: str) -> None:
    result = cm("today", "a", "b", lang=lang)
    assert (result.code, result.out, result.err.strip()) == (2, "", said)


def test_a_terminal_shows_what_mends_it_below_and_breaks_no_word(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = book("deal", "won", "d99").err
    assert_one_line(book("log", "王", "x"))
    for columns, least in (("200", 1), ("40", 2)):
        monkeypatch.setenv("COLUMNS", columns)
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        assert main(["log", "王", "x"]) == 3
        lines = terminal.getvalue().splitlines()
        assert len(lines) >= least
        assert max(map(width, lines)) <= int(columns)
        assert " – " in lines[0] or least > 1
    assert len(whole.splitlines()) == 1


USAGE = [
    ("nope",), ("client", "nope"), ("--bogus",), ("today", "--bogus"), ("today", "extra"),
    ("client", "add"), ("client", "add", "x", "--tier"), ("client", "add", "x", "--birthday", "soon"),
    ("client", "add", "x", "--birthday", "2990-01-01"), ("client", "edit", "c1", "--birthday", "2027-01-01"),
    ("callback", "add", "c1", "--due", "9999-12-31"), ("today", "--date", "9999-12-31"),
    ("clock", "due", "9999-12-30", "--for", "15d"),
    ("client", "add", "x", "--phone", "12"), ("client", "add", "x", "--email", "x"),
    ("client", "add", "x", "--note", "密码 123456"), ("client", "list", "--limit", "x"),
    ("client", "list", "--limit", "0"), ("callback", "add", "c1", "--due", "blah"),
    ("callback", "add", "c1", "--due", "12/1"), ("callback", "add", "c1", "--due", "yesterday"),
    ("deal", "add", "c1", "x", "--amount", "lots"), ("log", "c1", "x", "--at", "tomorrow"),
    ("show", "nobody"), ("done", "b1", "x", "y"), ("config", "set", "sla.normal", "x"), ("when",),
    ("today", "--lang", "fr"), ("--lang", "fr", "today"), ("undo", "x"), ("find", " "),
    ("request", "open", "c1", "x", "--at", "2027-01-01"),
]  # fmt: skip
ABSENT = [
    ("show", "c99"), ("client", "show", "nobody"), ("client", "show", "王"), ("log", "王", "x"),
    ("request", "respond", "r99"), ("deal", "won", "d99"), ("callback", "cancel", "b99"),
    ("product", "show", "none"), ("undo", "99"), ("why", "b99"), ("done", "b99"),
    ("client", "show", "%"), ("client", "merge", "c1", "c99"), ("log", "c1", "x", "--request", "r9"),
]  # fmt: skip
REFUSED = [
    ("request", "resolve", "r1"), ("request", "respond", "r1"), ("request", "resume", "r1"),
    ("client", "merge", "c1", "c1"), ("call", "c1"), ("done", "r1"),
]  # fmt: skip


@pytest.mark.parametrize("args", USAGE, ids=" ".join)
def test_what_is_not_understood_exits_with_2(book: Cm, args: tuple[str, ...]) -> None:
    result = book(*args)
    assert result.code == 2
    assert_one_line(result)


@pytest.mark.parametrize("args", ABSENT, ids=" ".join)
def test_what_is_not_there_or_ambiguous_exits_with_3(book: Cm, args: tuple[str, ...]) -> None:
    result = book(*args)
    assert result.code == 3
    assert_one_line(result)


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_what_a_rule_forbids_exits_with_4(book: Cm, args: tuple[str, ...]) -> None:
    result = book(*args)
    assert result.code == 4
    assert_one_line(result)


def test_a_failed_command_writes_nothing(book: Cm) -> None:
    before = len(book.json("history", "--limit", "99"))
    for args in (*USAGE, *ABSENT, *REFUSED):
        book(*args)
    assert len(book.json("history", "--limit", "99")) == before


def test_errors_are_said_in_chinese_too(book: Cm) -> None:
    for args in (USAGE[0], ABSENT[0], REFUSED[0]):
        english, chinese = book(*args), book(*args, lang="zh")
        assert chinese.code == english.code
        assert re.search("[一-鿿]{2}", chinese.err)
        assert_one_line(chinese)


# Exit code 5: the file


def not_a_book(path: Path) -> None:
    path.write_text("name,phone\n" * 500)


def someone_elses(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.close()


def newer(path: Path) -> None:
    Store.open(path).close()
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {opening.SCHEMA_VERSION + 1}")
    other.close()


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [not_a_book, someone_elses, newer, folder])
@pytest.mark.parametrize("args", [("today",), ("client", "add", "x"), ("config", "list")])
def test_a_file_that_cannot_be_used_exits_with_5_and_is_named(
    cm: Cm, make: object, args: tuple[str, ...]
) -> None:
    make(cm.db)  # type: ignore[operator]
    before = cm.db.read_bytes() if cm.db.is_file() else None
    result = cm(*args)
    assert result.code == 5
    assert str(cm.db) in result.err
    assert_one_line(result)
    assert before == (cm.db.read_bytes() if cm.db.is_file() else None)


def test_another_file_can_be_named(cm: Cm, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    cm("client", "add", "王建国", "--db", str(other))
    assert len(cm.json("client", "list", "--db", str(other))) == 1
    assert cm.json("client", "list") == []
    assert cm.json("path", "--db", str(other)) == {"path": str(other), "exists": True}


# Exit codes 1 and 130, and the clock


def test_what_nobody_foresaw_exits_with_1_and_shows_no_traceback(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(agenda, "build", broken)
    result = book("today")
    assert result.code == 1
    assert "a bug" in result.err
    assert_one_line(result)
    monkeypatch.setenv("CM_DEBUG", "1")
    assert "Traceback" in book("today").err


def test_an_answer_that_cannot_be_shown_does_not_deny_what_was_written(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cmcli.views.output.write", full)
    result = book("log", "c1", "called")
    assert result.code == 5
    assert "the disk it should go to is full" in result.err
    assert "is kept" in result.err
    assert "nothing was written" not in result.err
    assert [met["note"] for met in book.json("show", "c1")["timeline"]] == ["called"]


def test_an_interruption_does_not_deny_what_was_written(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cmcli.views.output.write", interrupted)
    result = book("log", "c1", "called")
    assert result.code == 130
    assert_one_line(result)
    assert "is kept" in result.err


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_an_interrupted_command_exits_with_130(
    book: Cm, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def interrupted(*_: object) -> None:
        raise stop

    monkeypatch.setattr(agenda, "build", interrupted)
    result = book("today")
    assert result.code == 130
    assert_one_line(result)


def test_an_interrupted_question_writes_nothing(book: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise Interrupted

    monkeypatch.setattr("cmcli.desk.Desk.interactive", True)
    monkeypatch.setattr(prompts, "confirm", interrupted)
    assert book("client", "merge", "c1", "c2").code == 130
    assert len(book.json("client", "list")) == 2


@pytest.mark.parametrize("now", ["nonsense", "2026-11-23T10:00:00", "2026-13-01T00:00:00Z"])
def test_a_clock_that_cannot_be_read_is_an_error(cm: Cm, now: str) -> None:
    result = cm("today", now=now)
    assert result.code == 2
    assert "CM_NOW" in result.err
    assert_one_line(result)


# As a process


def environment(db: Path) -> dict[str, str]:
    return {**os.environ, "CM_DB": str(db), "CM_NOW": NOW, "TZ": ZONE, "CM_LANG": "en"}


def test_a_reader_that_has_seen_enough_is_no_error(cm: Cm) -> None:
    store = Store.open(cm.db)
    store.connection.executemany(
        "INSERT INTO client (name, kind, status, tier, tags, pinyin, initials, created_at) "
        "VALUES (?, 'person', 'active', 'standard', '', '', '', '2026-11-23T02:00:00Z')",
        [(f"客户{number}" * 20,) for number in range(2000)],
    )
    store.close()
    command = f"'{sys.executable}' -m cmcli client list | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=environment(cm.db), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_ctrl_c_ends_a_command_with_130_and_one_line(cm: Cm) -> None:
    """It waits for its note on standard input when the signal comes."""
    cm("client", "add", "王建国")
    wait = (
        "import sys; from cmcli.__main__ import run; real = sys.stdin\n"
        "class In:\n"
        "    def __getattr__(self, name): return getattr(real, name)\n"
        "    def read(self): print('waiting', flush=True); return real.read()\n"
        "sys.stdin = In(); sys.argv = ['cm', 'log', 'c1', '-']; run()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", wait], env=environment(cm.db), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as program:  # fmt: skip
        assert program.stdout
        assert program.stderr
        assert program.stdout.readline() == "waiting\n"
        program.send_signal(signal.SIGINT)
        assert program.wait(60) == 130
        assert len(program.stderr.read().strip().splitlines()) == 1
    assert cm.json("client", "show", "c1")["timeline"] == []


def test_bytes_that_are_no_text_are_not_found_and_no_crash(cm: Cm) -> None:
    cm("client", "add", "王建国")
    for args in (("client", "show"), ("find",), ("show",)):
        done = subprocess.run(
            [sys.executable, "-m", "cmcli", *args, b"\xff\xfe"],
            env=environment(cm.db), capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode in (0, 2, 3), done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("line", [("today",), ("log", "c1", "x"), ("client", "list")])
def test_a_mistyped_path_makes_no_folder(cm: Cm, line: tuple[str, ...]) -> None:
    folder = cm.db.parent / "typo"
    result = cm("--db", str(folder / "book.db"), *line)
    assert (result.code, result.out) == (5, "")
    assert str(folder) in result.err
    assert not folder.exists()
    assert cm("--db", str(folder / "book.db"), "client", "add", "王建国").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("goal", "set", "", "5"), "no measure is called '' –"),
        (("training", "add", "x", "--kind", ""), "'' is none of the values"),
        (("goal", "set", "deals.won", "5", "--period", ""), "'' is not understood as a period"),
        (("insight", "share", ""), "'' is not understood as a period"),
        (("log", " ", "x"), "no client is named"),
    ],
)
def test_an_empty_text_leaves_no_hole_in_the_message(
    book: Cm, words: tuple[str, ...], said: str
) -> None:
    result = book(*words)
    assert result.code in (2, 3)
    assert_one_line(result)
    assert result.err.startswith(said)
