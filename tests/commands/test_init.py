import pytest

from tests.support import Cm

NONE = {"manager.name": "", "manager.branch": "", "currency": "CNY", "timezone": ""}


def test_off_a_terminal_it_asks_nothing_and_makes_the_file(cm: Cm) -> None:
    shown = cm.json("init")
    assert shown == {"db": str(cm.db), "settings": NONE, "changed": []}
    assert cm.db.exists()
    assert cm.json("history") == []


def test_options_are_written_as_one_entry(cm: Cm) -> None:
    given = ("--name", " 李明 ", "--branch", "临江路支行", "--currency", "usd",
             "--timezone", "Europe/Berlin")  # fmt: skip
    shown = cm.json("init", *given)
    assert shown["settings"] == {
        "manager.name": "李明", "manager.branch": "临江路支行", "currency": "USD",
        "timezone": "Europe/Berlin",
    }  # fmt: skip
    assert len(cm.json("history")) == 1
    assert cm.json("config", "get", "currency")["value"] == "USD"
    assert cm("undo").code == 0
    assert cm.json("init")["settings"] == NONE


def test_a_second_time_changes_only_what_is_given(cm: Cm) -> None:
    cm("init", "--name", "李明", "--currency", "EUR")
    shown = cm.json("init", "--branch", "Harbour", "--name", "李明")
    assert shown["changed"] == ["manager.branch"]
    assert shown["settings"] == NONE | {
        "manager.name": "李明", "manager.branch": "Harbour", "currency": "EUR",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--currency", "yuan"), "yuan"),
        (("--timezone", "Mars/Base"), "Mars/Base"),
        (("--name", "李明", "--currency", ""), "currency"),
    ],
)
def test_one_wrong_value_writes_nothing(cm: Cm, given: tuple[str, ...], said: str) -> None:
    result = cm("init", *given)
    assert result.code == 2
    assert said in result.err
    assert cm.json("init")["settings"] == NONE


def test_it_says_where_the_file_is_and_what_is_next(cm: Cm) -> None:
    out = cm("init", "--name", "李明").out
    assert str(cm.db) in out
    assert "李明" in out
    assert "cm demo" in out
    assert "cm init --branch" in out


class Answers:
    """A terminal at which the questions are answered in turn; None takes what is offered."""

    def __init__(self, patch: pytest.MonkeyPatch, *answers: str | None) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)
        patch.setattr("cmcli.desk.Desk.interactive", True)
        patch.setattr("cmcli.prompts.text", self._text)

    def _text(self, question: str, *, default: str = "", check: object = None) -> str:
        self.asked.append(question)
        answer = self._answers.pop(0)
        return default if answer is None else answer


def test_a_first_start_asks_four_questions(cm: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Answers(monkeypatch, "李明", None, None, None)
    assert cm("init").code == 0
    assert terminal.asked == ["Your name", "Branch", "Currency", "Time zone"]
    assert cm.json("init")["settings"] == NONE | {
        "manager.name": "李明", "timezone": "Asia/Shanghai",
    }  # fmt: skip
    assert len(terminal.asked) == 4


def test_what_is_given_is_not_asked(cm: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Answers(monkeypatch, None, "eur", None)
    assert cm("init", "--name", "李明").code == 0
    assert terminal.asked == ["Branch", "Currency", "Time zone"]
    assert cm.json("config", "get", "currency")["value"] == "EUR"


def test_a_wrong_answer_is_said_at_the_question(cm: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []

    def text(question: str, *, default: str = "", check: object = None) -> str:
        assert callable(check)
        said.append(check("no such thing"))
        return default

    monkeypatch.setattr("cmcli.desk.Desk.interactive", True)
    monkeypatch.setattr("cmcli.prompts.text", text)
    assert cm("init").code == 0
    assert said[:2] == [None, None]
    assert "CNY, USD, EUR" in str(said[2])
    assert "Europe/Berlin" in str(said[3])
