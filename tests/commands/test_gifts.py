"""`cm gift`: the limit of the year, corrections, lists, the agenda and the figures."""

from typing import Any

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    """c1 with a birthday on Wednesday, c2; 300 given to c1."""
    return given(
        ("client", "add", "王建国", "--birthday", "1980-11-25"),
        ("client", "add", "周立"),
        ("gift", "add", "王建国", "茶叶", "--value", "300", "--at", "2026-11-20 10:00"),
    )


def test_a_gift_is_recorded_with_the_year_it_counts_in(book: Cm) -> None:
    found = book.json("gift", "add", "周立", "月饼", "--value", "128.50", "--occasion", "中秋")
    assert list(found)[:2] == ["ref", "client"]
    assert (found["ref"], found["kind"], found["client"]["name"]) == ("j2", "given", "周立")
    assert found["amount"] == {"amount": 12_850, "currency": "CNY"}
    assert (found["text"], found["occasion"], found["approved_by"]) == ("月饼", "中秋", None)
    assert found["year"]["given"]["amount"] == 12_850
    assert found["year"]["limit"] == {"amount": 50_000, "currency": "CNY"}
    assert book.json("show", "j2") == found


def test_beyond_the_limit_it_is_refused_and_nothing_is_written(book: Cm) -> None:
    result = book("gift", "add", "王建国", "酒", "--value", "201")
    assert (result.code, result.out) == (4, "")
    assert result.err.count("\n") == 1
    assert "501" in result.err
    assert "--approved" in result.err
    assert len(book.json("gift", "list")) == 1
    allowed = book.json("gift", "add", "王建国", "酒", "--value", "201", "--approved", "李行长")
    assert allowed["approved_by"] == "李行长"
    assert "李行长" in book("show", "j2").out


def test_the_limit_is_a_setting_in_the_managers_currency(book: Cm) -> None:
    assert book("config", "set", "gift.limit", "600").code == 0
    assert book("gift", "add", "王建国", "酒", "--value", "300").code == 0
    assert book("gift", "add", "王建国", "卡", "--value", "1").code == 4
    assert book("config", "set", "currency", "JPY").code == 0
    found = book.json("gift", "add", "周立", "煎餅", "--value", "600")
    assert found["year"]["limit"] == found["amount"] == {"amount": 600, "currency": "JPY"}
    assert book("config", "set", "gift.limit", "-1").code == 2


def test_what_clients_give_is_kept_beside_it(book: Cm) -> None:
    found = book.json("gift", "add", "王建国", "水果", "--value", "9000", "--received")
    assert found["kind"] == "received"
    assert found["year"]["given"]["amount"] == 30_000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("c1", "茶叶"), 2),
        (("c1", "茶叶", "--value", "many"), 2),
        (("c1", "茶叶", "--value", "-5"), 2),
        (("c1", " ", "--value", "5"), 2),
        (("c1", "茶叶", "--value", "5", "--at", "2026-12-24"), 2),
        (("nobody", "茶叶", "--value", "5"), 3),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(
    book: Cm, words: tuple[str, ...], code: int
) -> None:
    result = book("gift", "add", *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1
    assert len(book.json("gift", "list")) == 1


def test_fields_are_corrected_within_the_same_limit(book: Cm) -> None:
    book("gift", "add", "c1", "花", "--value", "50")
    changed = book.json("edit", "j1", "value=450", "occasion=生日", "at=2026-11-19", "text=红茶")
    assert (changed["amount"]["amount"], changed["occasion"]) == (45_000, "生日")
    assert (changed["at"], changed["text"]) == ("2026-11-19T00:00:00+08:00", "红茶")
    assert book("edit", "j1", "value=451").code == 4
    assert book("edit", "j1", "value=451", "approved=李行长").code == 0
    assert book("edit", "j1", "approved=").code == 4
    assert book("edit", "j1", "colour=red").code == 2
    assert book("edit", "j1", "text=").code == 2
    assert book.json("edit", "j1", "occasion=")["occasion"] is None


def test_what_was_entered_by_mistake_is_taken_back(book: Cm) -> None:
    assert book.json("rm", "j1") == {"ref": "j1", "removed": True}
    assert book.json("gift", "list") == []
    assert "cm gift add" in book("gift", "list").out
    assert book("undo").code == 0
    assert len(book.json("gift", "list")) == 1
    assert book("done", "j1").code == 2


def refs(cm: Cm, *options: str) -> list[str]:
    return [item["ref"] for item in cm.json("gift", "list", *options)]


def test_the_list_is_filtered_and_sorted(book: Cm) -> None:
    book("gift", "add", "周立", "花", "--value", "50", "--at", "2026-11-10")
    book("gift", "add", "周立", "台历", "--value", "30")
    assert refs(book) == ["j3", "j1", "j2"]
    assert refs(book, "--client", "周立") == ["j3", "j2"]
    assert refs(book, "--from", "2026-11-10", "--to", "2026-11-20") == ["j1", "j2"]
    assert refs(book, "--limit", "1") == ["j3"]
    assert refs(book, "--sort", "value") == ["j3", "j2", "j1"]
    assert book("gift", "list", "--sort", "colour").code == 2
    assert "80 of 500" in book("gift", "list", "--client", "周立").out
    assert "of 500" not in book("gift", "list").out


def test_today_warns_before_a_birthday(book: Cm) -> None:
    def gifts() -> list[Any]:
        return [item for item in book.json("today")["items"] if item["kind"] == "gift"]

    assert gifts() == []
    book("gift", "add", "王建国", "月饼", "--value", "100")
    (line,) = gifts()
    assert (line["ref"], line["section"], line["due"][:10]) == ("j2", "dates", "2026-11-25")
    assert line["title"] == "gifts of the year: 400 of 500"
    assert "gift.limit" in book("why", "j2").out


def test_the_report_counts_what_was_given(book: Cm) -> None:
    book("gift", "add", "王建国", "水果", "--value", "80", "--received")
    book("gift", "add", "周立", "花", "--value", "50", "--at", "2026-11-10")
    measures = {m["id"]: m["value"] for m in book.json("report", "2026-11")["measures"]}
    assert measures["gifts.given"] == 2
    assert measures["gifts.value"] == {"amount": 35_000, "currency": "CNY"}
    rows = book.json("report", "--last", "--explain", "gifts.value")["rows"]
    assert [row["ref"] for row in rows] == ["j1"]


def test_a_merge_moves_gifts_and_find_finds_them(book: Cm) -> None:
    assert [hit["ref"] for hit in book.json("find", "茶叶")] == ["j1"]
    assert book("client", "merge", "c1", "c2").code == 0
    (kept,) = book.json("client", "list")
    assert [item["client"]["ref"] for item in book.json("gift", "list")] == [kept["ref"]]
