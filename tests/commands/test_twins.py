"""Whoever is in the book already is asked about before anything is written, and never doubled."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Given, Result, dump

# One person, under three names and numbers.
AGAIN = (
    ("单雄信",),
    ("shan xiongxin",),
    ("Shan Xiongxin",),
    ("单先生", "--phone", "+86 139-1234-5678"),
    ("单先生", "--phone", "8613912345678"),
)
ENTER = (("prospect", "add"), ("client", "add"), ("client", "add", "--status", "prospect"))
Ask = Callable[..., tuple[Result, list[Any]]]


@pytest.fixture
def book(given: Given) -> Cm:
    return given(("prospect", "add", "单雄信", "--phone", "13912345678", "--next", "回电"))


@pytest.fixture
def ask(book: Cm, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run at a terminal where each question for a choice has `key` for its answer."""

    def run(key: str, *args: str, text: str = "") -> tuple[Result, list[Any]]:
        asked: list[Any] = []

        def choose(question: str, choices: list[tuple[str, str]], **_: Any) -> str:
            asked.append((question, {value: label for label, value in choices}))
            return key

        def typed(question: str, **_: Any) -> str:
            asked.append(question)
            return text

        with monkeypatch.context() as patch:
            patch.setattr("cmcli.desk.Desk.interactive", True)
            patch.setattr("cmcli.prompts.choose", choose)
            patch.setattr("cmcli.prompts.text", typed)
            return book(*args), asked

    return run


def rows(cm: Cm) -> Any:
    store = Store.open(cm.db)
    found = dump(store), store.value("SELECT count(*) FROM entry")
    store.close()
    return found


@pytest.mark.parametrize("again", AGAIN)
@pytest.mark.parametrize("enter", ENTER)
def test_off_a_terminal_it_is_refused_and_nothing_written(
    book: Cm, enter: tuple[str, ...], again: tuple[str, ...]
) -> None:
    before = rows(book)
    result = book(*enter, *again)
    assert (result.code, result.out) == (4, "")
    assert result.err.count("\n") == 1
    assert "c1 单雄信" in result.err
    assert "--yes" in result.err
    assert "13912345678" not in result.err
    assert rows(book) == before
    assert book(*enter, *again, "--json").code == 4


@pytest.mark.parametrize("again", AGAIN)
@pytest.mark.parametrize("enter", ENTER)
def test_on_a_terminal_it_is_asked_each_time(
    ask: Ask, book: Cm, enter: tuple[str, ...], again: tuple[str, ...]
) -> None:
    before = rows(book)
    result, asked = ask("a", *enter, *again)
    (question,) = asked
    assert "c1 单雄信" in question[0]
    assert list(question[1]) == ["a", "b", "c"]
    assert "c1 单雄信" in question[1]["a"]
    # The same: that file is shown. Stop: so it does.
    assert result.code == 0
    assert "139****5678" in result.out
    assert rows(book) == before
    stopped, _ = ask("c", *enter, *again)
    assert stopped.code == 130
    assert rows(book) == before


@pytest.mark.parametrize("again", AGAIN)
def test_another_person_is_added_and_the_twin_named(
    ask: Ask, book: Cm, again: tuple[str, ...]
) -> None:
    result, asked = ask("b", "prospect", "add", *again)
    assert result.code == 0
    # Only then is the next step asked for.
    assert len(asked) == 2
    assert "c1 单雄信: cm client merge" in result.out
    assert [c["ref"] for c in book.json("client", "list")] == ["c1", "c2"]


def test_yes_adds_without_a_question(ask: Ask, book: Cm) -> None:
    result, asked = ask("c", "prospect", "add", "单雄信", "--yes", "--next", "回电")
    assert (result.code, asked) == (0, [])
    assert "c1 单雄信" in result.out


def test_several_who_look_the_same_are_all_offered(ask: Ask, book: Cm) -> None:
    book("client", "add", "善雄心", "--yes", "--employer", "乙")
    result, ((_, choices),) = ask("b", "prospect", "add", "shan xiongxin")
    assert list(choices) == ["a", "b", "c", "d"]
    assert "c2 善雄心" in choices["b"]
    assert "善雄心" in result.out
    assert len(book.json("client", "list")) == 2


def test_a_twin_entered_while_the_question_stood_is_refused(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(question: str, choices: Any, **_: Any) -> str:
        other = Store.open(book.db)
        with other.transaction():
            other.connection.execute(
                "INSERT INTO client (name, kind, status, tier, tags, pinyin, initials, created_at)"
                " VALUES ('单雄信', 'person', 'active', 'standard', '', 'shanxiongxin', 'sxx',"
                " '2026-11-23T02:00:00Z')"
            )
        other.close()
        return "b"

    monkeypatch.setattr("cmcli.desk.Desk.interactive", True)
    monkeypatch.setattr("cmcli.prompts.choose", choose)
    monkeypatch.setattr("cmcli.prompts.text", lambda *_, **__: "")
    result = book("prospect", "add", "单雄信")
    assert result.code == 4
    assert "c2 单雄信" in result.err
    assert len(book.json("client", "list")) == 2


def test_others_are_not_asked_about(ask: Ask, book: Cm) -> None:
    for words in (("单雄",), ("高平", "--phone", "13912345679"), ("单信",)):
        result, asked = ask("c", "client", "add", *words)
        assert (result.code, asked) == (0, [])
    # A file that was put away is nobody's twin.
    book("client", "archive", "c1")
    assert book("client", "add", "单雄信").code == 0


def test_a_company_is_known_without_its_legal_form(book: Cm) -> None:
    book("client", "add", "华东机械有限公司", "--kind", "company")
    assert book("prospect", "add", "华东机械", "--kind", "company").code == 4
    assert book("prospect", "add", "华东机械厂", "--kind", "company").code == 0


def test_the_next_step_is_asked_for_on_a_terminal_only(ask: Ask, book: Cm) -> None:
    result, asked = ask("x", "prospect", "add", "李娜", text="周五")
    assert result.code == 0
    assert len(asked) == 2
    found = book.json("client", "show", "李娜")["prospect"]
    assert (found["next"], found["next_due"][:10]) == ("周五", "2026-11-27")
    _, asked = ask("x", "prospect", "add", "高平", text="")
    assert len(asked) == 1
    assert book.json("client", "show", "高平")["prospect"]["next"] is None
    _, asked = ask("x", "prospect", "move", "高平", "opening", text="")
    assert len(asked) == 1
    # Refused before anything is asked.
    result, asked = ask("x", "prospect", "move", "高平", "opening", text="周五")
    assert (result.code, asked) == (4, [])
    _, asked = ask("x", "prospect", "add", "赵一", "--next", "回电", text="周五")
    assert asked == []


# Imports


@pytest.fixture
def read(book: Cm, tmp_path: Path) -> Callable[..., Any]:
    def run(text: str, *options: str) -> Any:
        file = tmp_path / "list.csv"
        file.write_text(text, encoding="utf-8")
        prospects = ("--set", "status=prospect", "--set", "source=list")
        return book.json("import", "clients", str(file), *prospects, *options)

    return run


LIST = """name,phone
单雄信,13912345678
shan xiongxin,
单先生,+86 139 1234 5678
李娜,13700000001
li na,13700000002
高平,13800000003
高先生,0086-13800000003
高平,13800000004
"""


def test_lines_that_look_like_somebody_are_given_back_with_a_reason(
    book: Cm, read: Callable[..., Any]
) -> None:
    """Of eight: one is in the book as it is, three are new, four look like another."""
    found = read(LIST)
    assert {name: found[name] for name in ("read", "created", "updated", "unchanged")} == {
        "read": 8, "created": 3, "updated": 0, "unchanged": 1,
    }  # fmt: skip
    assert found["rejected"] == 4
    assert found["reasons"] == {
        "looks like c1 单雄信 (same sound)": 1,
        "looks like c1 单雄信 (same phone)": 1,
        "looks like line 5 李娜 (same sound)": 1,
        "looks like line 7 高平 (same phone)": 1,
    }
    assert set(found) == {
        "read", "created", "updated", "unchanged", "rejected", "rejects_file", "reasons",
    }  # fmt: skip
    names = [(c["name"], c["status"]) for c in book.json("client", "list")]
    assert names == [(name, "prospect") for name in ("单雄信", "李娜", "高平", "高平")]
    assert book("undo").code == 0
    assert len(book.json("client", "list")) == 1


def test_a_list_of_prospects_leaves_a_record_of_each(book: Cm, read: Callable[..., Any]) -> None:
    read("name,source\n李娜,朋友介绍\n高平,\n")
    found = {row["client"]["name"]: row for row in book.json("prospect", "list")}
    assert (found["李娜"]["source"], found["高平"]["source"]) == ("referral", "list")
    assert found["高平"]["stage"] == "new"
    # A later file in which somebody is a client now converts; what `--set` fills does not.
    found = read("name,status\n李娜,active\n高平,\n单雄信,dormant\n")
    assert found["updated"] == 2
    sources = book.json("prospect", "sources")["total"]
    assert (sources["open"], sources["converted"], sources["dropped"]) == (1, 1, 1)
    assert book("undo").code == 0
    assert book.json("prospect", "sources")["total"]["open"] == 3


def test_they_are_taken_where_that_is_asked_for(book: Cm, read: Callable[..., Any]) -> None:
    found = read(LIST, "--twins", "add")
    assert (found["created"], found["rejected"]) == (7, 0)
    again = read(LIST, "--twins", "add")
    assert (again["created"], again["unchanged"]) == (0, 8)
    assert (read(LIST)["rejected"], len(book.json("client", "list"))) == (0, 8)


def test_a_second_run_creates_nothing_and_gives_the_same_lines_back(
    read: Callable[..., Any],
) -> None:
    read(LIST)
    again = read(LIST)
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 4, 4)


def test_a_key_still_tells_one_line_from_another(book: Cm, read: Callable[..., Any]) -> None:
    read("id,name,phone\n7,李娜,13700000001\n", "--key", "id")
    found = read("id,name,phone\n7,li na,13700000001\n", "--key", "id")
    assert (found["updated"], found["rejected"]) == (1, 0)
    assert len(book.json("client", "list")) == 2


def test_the_page_says_how_many_and_which(book: Cm, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    page = book("import", "clients", str(file), "--dry-run").out
    assert "4 LINES LOOK LIKE ANOTHER CLIENT" in page
    assert "line 3: looks like c1 单雄信 (same sound)" in page
    assert "--twins add" in page
    assert "REJECTED BECAUSE" not in page
    assert book("import", "clients", str(file), "--twins", "maybe").code == 2
    assert len(book.json("client", "list")) == 1
