"""The quiz on a real terminal: letters, Ctrl-C, and the hours that `done` asks for."""

from pathlib import Path

import pytest

from tests.e2e.test_terminal import CTRL_C, ENTER, Terminal
from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Path:
    """Four products that differ in what they cost, and a course planned for today."""
    return given(
        *[("product", "add", f"P{n}", f"稳利{n}", "--kind", "loan", "--fees", f"{n} %")
          for n in range(4)],
        ("training", "add", "财富产品", "--due", "today"),
    ).db  # fmt: skip


def test_questions_are_answered_by_a_letter_one_after_the_other(book: Path, cm: Cm) -> None:
    with Terminal(book, "training", "quiz", "--count", "2") as terminal:
        terminal.expect("1/2 What are the fees")
        # Nothing is chosen before: Enter does not answer.
        terminal.type(ENTER + "a")
        terminal.expect("2/2 What are the fees")
        terminal.type("b")
        terminal.expect("of 2 right")
        assert terminal.finish() == 0
    assert cm.json("training", "quiz", "--results")["asked"] == 2


def test_what_is_not_known_is_said_with_a_dash(book: Path, cm: Cm) -> None:
    with Terminal(book, "training", "quiz", "--count", "1") as terminal:
        terminal.expect("not known")
        terminal.type("-")
        terminal.expect("you: not known")
        assert terminal.finish() == 0
    found = cm.json("training", "quiz", "--results")
    assert (found["asked"], found["right"]) == (1, 0)


def test_ctrl_c_keeps_what_was_answered(book: Path, cm: Cm) -> None:
    with Terminal(book, "training", "quiz") as terminal:
        terminal.expect("1/4")
        terminal.type("c")
        terminal.expect("2/4")
        terminal.type(CTRL_C)
        terminal.expect("of 1 right")
        terminal.expect("what was recorded before is kept")
        assert terminal.finish() == 130
    assert cm.json("training", "quiz", "--results")["asked"] == 1


def test_ctrl_c_at_the_first_question_writes_nothing(book: Path, cm: Cm) -> None:
    with Terminal(book, "training", "quiz") as terminal:
        terminal.expect("1/4")
        terminal.type(CTRL_C)
        terminal.expect("nothing was written")
        assert terminal.finish() == 130
    assert cm.json("training", "quiz", "--results")["asked"] == 0


def test_done_asks_for_the_hours_of_a_course(book: Path, cm: Cm) -> None:
    with Terminal(book, "done", "t1") as terminal:
        terminal.expect("How many hours was it")
        terminal.type("x" + ENTER)
        terminal.expect("x is no number of hours")
        terminal.type("\x7f2.5" + ENTER)
        terminal.expect("undo: cm undo")
        assert terminal.finish() == 0
    assert cm.json("show", "t1")["minutes"] == 150
