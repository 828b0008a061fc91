"""`cm find`: names, notes and summaries, whatever characters they hold."""

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    return given(
        ("client", "add", "王建国", "--need", "孩子学费", "--employer", "100% 贸易"),
        ("client", "add", "李娜"),
        ("log", "c2", "问到学费的事\n第二行", "--callback", "+1d", "--purpose", "学费回电"),
        ("request", "open", "c2", "学费流水"),
        ("deal", "add", "c1", "学费存款", "--next", "寄a_b合同"),
    )


def refs(cm: Cm, *words: str) -> list[str]:
    return [hit["ref"] for hit in cm.json("find", *words)]


def test_two_characters_are_enough_and_clients_come_first(book: Cm) -> None:
    found = refs(book, "学费")
    assert found[0] == "c1"
    assert sorted(found) == ["b1", "c1", "d1", "i1", "r1"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["王建国"], ["c1"]),
        (["wangjg"], []),
        (["wjg"], ["c1"]),
        (["第二行"], ["i1"]),
        (["流水"], ["r1"]),
        (["学费", "存款"], ["d1"]),
        (["学费 存款"], ["d1"]),
        (["%"], ["c1"]),
        (["_"], ["d1"]),
        (["a_b"], ["d1"]),
        (["'; DROP TABLE client"], []),
        (["学_"], []),
    ],
)
def test_every_word_has_to_occur_and_no_character_is_a_wildcard(
    book: Cm, words: list[str], expected: list[str]
) -> None:
    assert refs(book, *words) == expected


def test_a_hit_says_what_whose_and_when(book: Cm) -> None:
    hit = next(hit for hit in book.json("find", "流水") if hit["ref"] == "r1")
    assert (hit["kind"], hit["text"]) == ("request", "学费流水")
    assert hit["client"]["name"] == "李娜"
    assert hit["at"] == "2026-11-23T10:00:00+08:00"


def test_nothing_found_is_an_empty_list(book: Cm) -> None:
    assert book("find", "zzz").code == 0
    assert refs(book, "zzz") == []
    assert book("find", "").code == 2
    assert book("find").code == 2


def test_archived_clients_are_not_searched_and_a_limit_holds(book: Cm) -> None:
    assert len(refs(book, "学费", "--limit", "2")) == 2
    for ref in [row["ref"] for row in book.json("deal", "list", "--client", "c1")]:
        book("deal", "lost", ref)
    for ref in [row["ref"] for row in book.json("callback", "list", "--client", "c1")]:
        book("callback", "cancel", ref)
    assert book("client", "archive", "c1").code == 0
    assert sorted(refs(book, "学费")) == ["b1", "i1", "r1"]


def test_every_list_narrows_to_the_clients_of_a_tag(cm: Cm) -> None:
    for name, tag in (("王建国", "教育"), ("曾丽", "养老")):
        cm("client", "add", name, "--tag", tag)
        cm("callback", "add", name, "--due", "fri")
        cm("request", "open", name, "rate?")
        cm("deal", "add", name, "deposit")
    for noun in ("client", "callback", "request", "deal"):
        rows = cm.json(noun, "list", "--tag", "教育")
        names = [row["name"] if noun == "client" else row["client"]["name"] for row in rows]
        assert names == ["王建国"], noun
        assert cm.json(noun, "list", "--tag", "教%") == [], noun


def test_clients_are_listed_by_the_day_they_came(cm: Cm) -> None:
    cm("client", "add", "王建国", now="2026-11-01T10:00:00+08:00")
    cm("client", "add", "曾丽")
    found = cm.json("client", "list", "--from", "2026-11-02", "--to", "2026-11-23")
    assert [row["name"] for row in found] == ["曾丽"]


def test_parts_of_team_and_performance_records_are_searched(cm: Cm) -> None:
    for line in (
        ("appraisal", "set", "2026Q4", "--item", "团队协作=60", "--item", "sla.response=40",
         "--comment", "sla.response=两次超时均为系统故障"),
        ("insight", "add", "存款利率下调"),
        ("insight", "share", "n1", "--with", "网点例会"),
        ("goal", "set", "deals.won", "20"),
        ("goal", "set", "deals.won", "24", "--reason", "年末提高"),
    ):  # fmt: skip
        assert cm(*line).code == 0, line
    assert refs(cm, "团队协作") == ["z1"]
    assert refs(cm, "系统故障") == ["z1"]
    assert refs(cm, "sla.response") == ["z1"]
    assert refs(cm, "网点例会") == ["n1"]
    assert refs(cm, "年末") == ["g1"]
    # A goal without a note goes by what its measure is called.
    assert "成交商机" in cm("find", "年末", lang="zh").out
