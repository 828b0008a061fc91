"""The program on a real pseudo-terminal: questions, colours, widths, Ctrl-C, a closed pipe."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path
from types import TracebackType

import pyte
import pytest

from tests.support import NOW, ZONE, Cm

ENTER, TAB, CTRL_C = "\r", "\t", "\x03"
# How long a step may take on a busy machine before the test gives up; nothing waits this long.
PATIENCE = 30.0
# Where coverage is measured, also of the program on the terminal.
COVERAGE = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


class Terminal:
    """`cm` on a terminal of 80 columns: `expect` reads until a text appears, `type` types."""

    def __init__(self, db: Path, *args: str, columns: int = 80, **extra: str) -> None:
        self.screen = pyte.Screen(columns, 50)
        self.raw = ""
        self._stream = pyte.Stream(self.screen)
        self._master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        env = {
            "PATH": os.environ["PATH"], "TERM": "xterm-256color", "CM_DB": str(db), "CM_NOW": NOW,
            "TZ": ZONE, "CM_LANG": "en", "HOME": str(db.parent), **COVERAGE, **extra,
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cmcli", *args], stdin=slave, stdout=slave, stderr=slave,
            env=env, start_new_session=True, preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], PATIENCE)
        if not ready:
            raise AssertionError(f"nothing came any more:\n{self.text}")
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        # prompt_toolkit asks where the cursor is and waits for an answer, as terminals give it.
        if b"\x1b[6n" in data:
            self.type("\x1b[1;1R")
        self.raw += data.decode(errors="replace")
        self._stream.feed(data.decode(errors="replace"))
        return bool(data)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def expect(self, pattern: str) -> None:
        while not re.search(pattern, self.text):
            if not self._read():
                raise AssertionError(f"ended before {pattern!r}:\n{self.text}")

    def finish(self) -> int:
        while self._read():
            pass
        return self.process.wait(PATIENCE)


@pytest.fixture
def book(cm: Cm) -> Path:
    for name in ("王建国", "王建明", "曾丽"):
        assert cm("client", "add", name, "--phone", "13812345678", "--yes").code == 0
    return cm.db


def test_guided_log_takes_a_client_by_typing_and_books_the_follow_up(book: Path, cm: Cm) -> None:
    with Terminal(book, "log") as terminal:
        terminal.expect("Client")
        terminal.type("wangjianm")
        terminal.expect("c2 王")
        terminal.type(TAB + ENTER)
        terminal.expect("Channel")
        terminal.type(ENTER)
        terminal.expect("Outcome")
        terminal.type(ENTER)
        terminal.expect("Note")
        terminal.type("wants a rate" + ENTER)
        terminal.expect("Next contact")
        terminal.type("周五" + ENTER)
        terminal.expect("What for")
        terminal.type("rate" + ENTER)
        terminal.expect("undo: cm undo")
        assert terminal.finish() == 0
    contact = cm.json("show", "i1")
    assert (contact["client"]["name"], contact["note"]) == ("王建明", "wants a rate")
    assert cm.json("show", "b1")["due"] == "2026-11-27T00:00:00+08:00"


def test_several_clients_of_a_name_are_offered(book: Path, cm: Cm) -> None:
    with Terminal(book, "log", "王建", "hello") as terminal:
        terminal.expect("Which one")
        terminal.type("\x1b[B" + ENTER)
        terminal.expect("undo: cm undo")
        assert terminal.finish() == 0
    assert cm.json("show", "i1")["client"]["ref"] == "c2"


def test_whoever_is_in_the_book_is_asked_about_each_time(cm: Cm) -> None:
    assert cm("prospect", "add", "单雄信", "--phone", "13912345678", "--next", "回电").code == 0
    for again in (("shan xiongxin",), ("单先生", "--phone", "+86 139 1234 5678")):
        with Terminal(cm.db, "prospect", "add", *again) as terminal:
            terminal.expect("c1 单雄信")
            terminal.type("c" + ENTER)
            assert terminal.finish() == 130
        assert len(cm.json("client", "list")) == 1
    with Terminal(cm.db, "prospect", "add", "单雄信") as terminal:
        terminal.expect("looks like the same")
        terminal.type("b" + ENTER)
        terminal.expect("Next step")
        terminal.type("call" + ENTER)
        terminal.expect("By when")
        terminal.type("fri" + ENTER)
        terminal.expect("undo: cm undo")
        assert terminal.finish() == 0
    assert cm.json("client", "show", "c2")["prospect"]["next_due"][:10] == "2026-11-27"


def test_a_due_callback_is_offered_as_answered(book: Path, cm: Cm) -> None:
    cm("callback", "add", "曾丽", "--due", "今天", "--purpose", "rate")
    with Terminal(book, "log", "曾丽", "spoke of the rate") as terminal:
        terminal.expect("Does this answer b1")
        terminal.type("n")
        terminal.expect("undo: cm undo")
        assert terminal.finish() == 0
    assert cm.json("show", "b1")["state"] == "due"


def test_closing_a_problem_asks_for_satisfaction_and_books_after_care(book: Path, cm: Cm) -> None:
    cm("request", "open", "王建国", "card swallowed", "--kind", "problem", "--at", "8:10")
    with Terminal(book, "done", "r1", "card is back") as terminal:
        terminal.expect("How satisfied")
        terminal.type("4" + ENTER)
        terminal.expect("after-care call for Mon 30 Nov")
        terminal.type(ENTER)
        terminal.expect("undo: cm undo")
        assert terminal.finish() == 0
    assert cm.json("show", "f1")["satisfaction"] == 4
    call = cm.json("show", "b1")
    assert (call["due"], call["request"]) == ("2026-11-30T00:00:00+08:00", "r1")
    assert cm("undo").code == 0
    assert cm("show", "f1").code == cm("show", "b1").code == 3
    assert cm.json("show", "r1")["status"] == "open"


def test_ctrl_c_in_a_question_writes_nothing(book: Path, cm: Cm) -> None:
    with Terminal(book, "log") as terminal:
        terminal.expect("Client")
        terminal.type(CTRL_C)
        assert terminal.finish() == 130
        assert "stopped; nothing was written" in terminal.text
        assert "Traceback" not in terminal.raw
    assert cm.json("show", "c1")["timeline"] == []


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_the_agenda_fits_the_terminal(book: Path, cm: Cm, columns: int) -> None:
    cm("log", "王建国", "卡被锁,无法缴学费," * 12, "--ask", "--urgent", "--at", "8:10")
    with Terminal(book, "today", columns=columns) as terminal:
        assert terminal.finish() == 0
        lines = terminal.text.splitlines()
    row = next(line for line in lines if line.lstrip().startswith("r1"))
    assert "…" in row
    assert "10 min left" in row
    assert not any(line.startswith("卡") for line in lines), "a line was wrapped"


def test_the_first_line_of_a_long_agenda_is_still_seen(book: Path, cm: Cm) -> None:
    for number in range(60):
        cm("callback", "add", "王建国", "--due", "today", "--purpose", f"call {number}")
    with Terminal(book, "today", columns=80) as terminal:
        assert terminal.finish() == 0
        lines = terminal.text.splitlines()
    assert lines[0].startswith("Mon 23 Nov 2026"), "it went off the screen of 50 lines"
    assert any("more: cm today --limit 999" in line for line in lines)
    assert len(cm("today").out.splitlines()) > 60, "a pipe has no height"


def test_colours_stand_on_a_terminal_unless_they_are_forbidden(book: Path, cm: Cm) -> None:
    cm("log", "王建国", "card locked", "--ask", "--urgent", "--at", "6:10")
    with Terminal(book, "today") as terminal:
        terminal.finish()
        assert "\x1b[1;31m" in terminal.raw
    with Terminal(book, "today", NO_COLOR="1") as terminal:
        terminal.finish()
        assert "31m" not in terminal.raw


def test_a_reader_that_goes_away_is_no_error(book: Path) -> None:
    environment = os.environ | {"CM_DB": str(book), "CM_NOW": NOW, "CM_LANG": "en"}
    command = f"{sys.executable} -m cmcli client list --json | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[\n", "")


def test_a_large_undo_is_asked_for_on_a_terminal_only(book: Path, cm: Cm) -> None:
    file = book.parent / "many.csv"
    file.write_text("name\n" + "\n".join(f"Client {n}" for n in range(30)), encoding="utf-8")
    assert cm("import", "clients", str(file)).code == 0
    with Terminal(book, "undo") as terminal:
        terminal.expect("Take back import")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert len(cm.json("client", "list")) == 33
    undone = cm("undo")
    assert undone.code == 0
    assert "more" in undone.out
    assert len(cm.json("client", "list")) == 3
