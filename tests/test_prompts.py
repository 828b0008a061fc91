"""Questions answered with the keys of a terminal."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from cmcli import prompts

CHOICES = [("none", "a"), ("some", "b"), ("a lot", "k")]
DOWN = "\x1b[B"


UP = "\x1b[A"


def pressed(keys: str, *, letters: bool, at_once: bool = False) -> str:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text(keys)
        return str(prompts.choose("Which?", CHOICES, keys=letters, at_once=at_once))


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("b\r", "b"),
        ("k\r", "k"),
        ("kb\r", "b"),
        (DOWN + "\r", "a"),
        (DOWN + DOWN + "\r", "b"),
        (UP + "\r", "k"),
    ],
)
def test_an_answer_is_chosen_by_its_letter_or_by_the_arrow_keys(keys: str, answer: str) -> None:
    assert pressed(keys, letters=True) == answer


def test_without_letters_the_arrow_keys_choose() -> None:
    assert pressed(DOWN + DOWN + "\r", letters=False) == "k"


@pytest.mark.parametrize(
    ("keys", "answer"),
    [("\r", ["a", "b", "k"]), (" \r", ["b", "k"]), (DOWN + " \r", ["a", "k"])],
)
def test_all_are_ticked_until_the_space_key_takes_one_away(keys: str, answer: list[str]) -> None:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text(keys)
        assert prompts.tick("Which?", CHOICES) == answer


def test_enter_alone_answers_nothing() -> None:
    assert pressed("\r\rb\r", letters=True) == "b"


def test_a_letter_may_answer_at_once() -> None:
    assert pressed("b", letters=True, at_once=True) == "b"
    assert pressed("\rk", letters=True, at_once=True) == "k"
    assert pressed(DOWN + "\r", letters=True, at_once=True) == "a"


def test_enter_after_a_letter_answers_no_later_question() -> None:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("a\rb\r")
        found = [prompts.choose("Which?", CHOICES, keys=True, at_once=True) for _ in range(2)]
    assert found == ["a", "b"]
