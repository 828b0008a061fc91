"""`cm develop note`: market research, whom it is about, and where it is seen again."""

from typing import Any

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    """Two clients of one employer, a key client of another street, and a note."""
    return given(
        ("client", "add", "王建国", "--employer", "华东机械有限公司", "--sector", "制造", "--tag", "医生"),
        ("client", "add", "周立", "--employer", "华东机械", "--address", "中山路12号"),
        ("client", "add", "刘芳", "--tier", "key"),
        ("develop", "note", "年底发奖金", "--segment", "employer=华东机械", "--source", "财务科",
         "--at", "2026-11-20 10:00"),
    )  # fmt: skip


def note(cm: Cm, text: str, *options: str) -> Any:
    return cm.json("develop", "note", text, *options)


def seen(cm: Cm, client: str) -> list[str]:
    return [found["ref"] for found in cm.json("client", "show", client)["research"]]


def test_a_note_says_whom_it_is_about(book: Cm) -> None:
    found = note(book, "食堂招标", "--segment", "employer=华东机械", "--source", "采购")
    assert next(iter(found)) == "ref"
    assert (found["ref"], found["segment"], found["value"], found["clients"]) == (
        "u2", "employer", "华东机械", 2,
    )  # fmt: skip
    assert (found["text"], found["source"]) == ("食堂招标", "采购")
    assert book.json("show", "u2") == found
    assert "2 clients belong to it" in book("show", "u2").out
    nobody = book("develop", "note", "x", "--segment", "sector=航空")
    assert "no client in the book belongs to it" in nobody.out


def test_the_file_of_a_client_shows_what_is_about_them(book: Cm) -> None:
    assert (seen(book, "王建国"), seen(book, "周立"), seen(book, "刘芳")) == (["u1"], ["u1"], [])
    note(book, "a", "--segment", "sector=制造")
    note(book, "b", "--segment", "street=中山路")
    note(book, "c", "--tag", "#医生")
    note(book, "d", "--tier", "重要")
    assert seen(book, "王建国") == ["u4", "u2", "u1"]
    assert seen(book, "周立") == ["u3", "u1"]
    assert seen(book, "刘芳") == ["u5"]
    page = book("client", "show", "刘芳").out
    assert "MARKET RESEARCH" in page
    assert "tier: key" in page


def test_the_file_shows_the_latest_three_and_counts_the_others(book: Cm) -> None:
    for number in range(4):
        note(book, f"n{number}", "--segment", "employer=华东机械")
    assert seen(book, "周立") == ["u5", "u4", "u3"]
    assert "2 more: cm develop notes" in book("client", "show", "周立").out
    assert "more: cm develop notes" not in book("client", "show", "刘芳").out


def test_a_part_of_a_tag_or_sector_is_another(book: Cm) -> None:
    book("client", "add", "赵敏", "--sector", "制造业", "--tag", "医生家属")
    note(book, "a", "--segment", "sector=制造")
    note(book, "b", "--tag", "医生")
    assert seen(book, "赵敏") == []


def test_latin_letters_match_in_any_case(book: Cm) -> None:
    book("client", "add", "Lee", "--employer", "Acme Tools Ltd", "--sector", "Retail")
    note(book, "a", "--segment", "employer=acme tools")
    note(book, "b", "--segment", "sector=retail")
    assert seen(book, "Lee") == ["u3", "u2"]
    assert book.json("show", "u2")["clients"] == 1


def refs(cm: Cm, *options: str) -> list[str]:
    return [found["ref"] for found in cm.json("develop", "notes", *options)]


def test_the_list_is_filtered_and_sorted(book: Cm) -> None:
    note(book, "a", "--segment", "行业=制造")
    note(book, "b", "--tier", "key", "--at", "2026-11-01")
    assert refs(book) == ["u2", "u1", "u3"]
    assert refs(book, "--segment", "employer=华东机械") == ["u1"]
    assert refs(book, "--segment", "employer=") == ["u1"]
    assert refs(book, "--tier", "key") == ["u3"]
    assert refs(book, "--from", "2026-11-20", "--to", "2026-11-20") == ["u1"]
    assert refs(book, "--sort", "at", "--limit", "1") == ["u3"]
    assert refs(book, "--tag", "x") == []
    assert "no research note fits" in book("develop", "notes", "--tag", "x").out
    assert "employer: 华东机械" in book("develop", "notes").out
    assert book("develop", "notes", "--sort", "colour").code == 2


def test_notes_are_found_corrected_and_taken_back(book: Cm) -> None:
    assert [hit["ref"] for hit in book.json("find", "奖金")] == ["u1"]
    assert book.json("find", "奖金")[0]["client"] is None
    assert "u1" in book("find", "华东机械").out
    changed = book.json(
        "edit", "u1", "text=12月发", "segment=sector=制造", "source=", "at=2026-11-19"
    )
    assert (changed["text"], changed["segment"], changed["value"]) == ("12月发", "sector", "制造")
    assert (changed["source"], changed["at"][:10]) == (None, "2026-11-19")
    for wrong in ("text=", "colour=red", "segment=height=2", "segment=", "at=2027-01-01"):
        assert book("edit", "u1", wrong).code == 2
    assert book("history", "u1").code == 0
    assert book.json("rm", "u1") == {"ref": "u1", "removed": True}
    assert refs(book) == []
    book("undo")
    assert refs(book) == ["u1"]


@pytest.mark.parametrize(
    "words",
    [
        ("x",),
        (" ", "--tier", "key"),
        ("x", "--segment", "employer"),
        ("x", "--segment", "employer="),
        ("x", "--segment", "height=2"),
        ("x", "--tier", "best"),
        ("x", "--tier", "key", "--tag", "医生"),
        ("x", "--tier", "key", "--at", "2026-12-24"),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(book: Cm, words: tuple[str, ...]) -> None:
    result = book("develop", "note", *words)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert refs(book) == ["u1"]


def test_a_note_comes_from_standard_input(book: Cm) -> None:
    result = book("develop", "note", "-", "--tier", "key", stdin="a long story")
    assert result.code == 0
    assert book.json("show", "u2")["text"] == "a long story"
