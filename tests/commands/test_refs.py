"""A reference names one record for show, done, snooze, edit, rm, history and why."""

import pytest

from cmcli.domain.ref import LETTERS, LISTED
from cmcli.nouns import exists
from cmcli.table import COMMANDS
from tests.support import Cm, Given

EXISTING = [letter for letter, noun in LETTERS.items() if exists(noun)]


@pytest.fixture
def book(given: Given) -> Cm:
    return given(
        ("client", "add", "王建国"),
        ("callback", "add", "c1", "--due", "+1d"),
        ("request", "open", "c1", "卡被锁"),
        ("deal", "add", "c1", "存款", "--amount", "5万"),
        ("product", "add", "LC1", "稳健理财", "--kind", "wealth", "--risk", "R2"),
        ("log", "c1", "x"),
    )


@pytest.mark.parametrize("ref", ["c1", "i1", "b1", "r1", "d1", "p1"])
def test_every_reference_can_be_shown_as_a_page_and_as_a_document(book: Cm, ref: str) -> None:
    document = book.json("show", ref)
    assert next(iter(document)) == "ref"
    assert document["ref"] == ref
    page = book("show", ref.upper())
    assert page.code == 0
    assert ref in page.out


@pytest.mark.parametrize("letter", EXISTING)
@pytest.mark.parametrize("verb", ["show", "done", "snooze", "edit", "rm"])
def test_a_record_that_is_not_there_is_named(book: Cm, verb: str, letter: str) -> None:
    rest = {"snooze": ["+1d"], "edit": ["note=x"], "rm": ["--yes"]}.get(verb, [])
    result = book(verb, f"{letter}99", *rest)
    assert result.code in (2, 3)  # 2 where the verb means nothing for the noun
    assert f"{letter}99" in result.err or "fields" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("verb", ["show", "done", "snooze", "edit", "rm", "why"])
@pytest.mark.parametrize("text", ["12", "王建国", "l9", "c", "c1.5", ""])
def test_what_is_no_reference_is_an_error_with_examples(book: Cm, verb: str, text: str) -> None:
    rest = {"snooze": ["+1d"], "edit": ["note=x"]}.get(verb, [])
    result = book(verb, text, *rest)
    assert result.code == 2
    assert "c12" in result.err


@pytest.mark.parametrize(
    ("args", "noun"),
    [(("done", "d1"), "deal"), (("done", "i1"), "interaction"), (("done", "p1"), "product"),
     (("snooze", "r1", "+1d"), "request"), (("snooze", "p1", "+1d"), "product"),
     (("rm", "c1", "--yes"), "client")],
)  # fmt: skip
def test_a_verb_that_means_nothing_for_a_noun_refuses_it_by_name(
    book: Cm, args: tuple[str, ...], noun: str
) -> None:
    result = book(*args)
    assert result.code == 2
    assert noun in result.err


def test_done_has_one_meaning_for_each_letter(book: Cm) -> None:
    assert book.json("done", "b1")["state"] == "done"
    assert book.json("done", "r1", "解锁")["status"] == "resolved"
    assert book.json("done", "c1", "谈了")["channel"] == "phone"
    assert book("done", "b1", "-", stdin="x").code == 4


def test_a_contact_is_corrected(book: Cm) -> None:
    book("edit", "i1", "note=y", "minutes=30", "channel=visit", "at=昨天下午3点")
    document = book.json("show", "i1")
    assert (document["note"], document["minutes"], document["channel"]) == ("y", 30, "visit")
    assert document["at"] == "2026-11-22T15:00:00+08:00"
    assert book("edit", "i1", "at=tomorrow").code == 2
    assert book("edit", "i1", "minutes=x").code == 2
    assert book("edit", "i1", "client=c2").code == 2


def test_a_value_may_hold_an_equals_sign(book: Cm) -> None:
    book("edit", "i1", "note=a=b")
    assert book.json("show", "i1")["note"] == "a=b"
    assert book("edit", "i1", "=b").code == 2


def test_a_contact_entered_by_mistake_is_removed_and_brought_back(book: Cm) -> None:
    book("log", "c1", "falsch", "--outcome", "no_answer")
    assert book.json("rm", "i2", "--yes") == {"ref": "i2", "removed": True}
    assert book("show", "i2").code == 3
    assert book("undo").code == 0
    assert book.json("show", "i2")["note"] == "falsch"


def test_a_contact_that_answered_something_is_taken_back_by_undo_only(book: Cm) -> None:
    assert book("rm", "i1", "--yes").code == 4
    assert book.json("show", "i1")["request"] == "r1"


def test_numbers_are_never_used_again(book: Cm) -> None:
    book("client", "add", "李娜")
    book("undo")
    assert book.json("client", "add", "仇英")["ref"] == "c3"


def test_a_record_that_is_not_there_says_where_to_look(book: Cm) -> None:
    assert book("show", "d99").err == (
        "there is no d99 – look for it: cm find TEXT · cm deal list\n"
    )
    assert book("show", "i99").err == "there is no i99 – look for it: cm find TEXT\n"


def test_the_nouns_that_are_listed_have_that_command() -> None:
    lists = {entry.path.removesuffix(" list") for entry in COMMANDS if entry.path.endswith(" list")}
    assert set(LISTED) == {noun for noun in lists if noun in LETTERS.values()}


def test_what_cannot_be_shown_is_not_explained_by_show(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = next(one for one in "abcdefghijklmnopqrstuvwxyz" if one not in LETTERS)
    monkeypatch.setitem(LETTERS, letter, "later")
    for verb in ("show", "done"):
        result = book(verb, f"{letter}1")
        assert result.code == 2
        assert result.err.endswith(" – all commands: cm --help\n")
    assert book("done", "p1").err.endswith(" – cm show p1 says what can be done\n")


def test_why_says_that_there_is_no_such_record_and_since_when_a_line_stands(cm: Cm) -> None:
    result = cm("why", "e1")
    assert (result.code, result.err.startswith("there is no e1")) == (3, True)
    cm("meeting", "add", "复盘会", "--at", "2026-11-20 15:00", "--no-proposals")
    page = cm("why", "e1").out
    assert "it was last Fri 15:00" in page
    assert "no date" not in page
    cm("meeting", "add", "例会", "--at", "2026-12-20 15:00", "--no-proposals")
    assert cm("why", "e2").err.startswith("e2 is not on today's agenda")
