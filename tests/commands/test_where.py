"""`--where`: the clients of a book that satisfy conditions."""

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    """c1 to c7, on Monday 23 November 2026; c6 has left and c7 is archived."""
    assess = ("--at", "2026-06-01 10:00")
    return given(
        ("client", "add", "王建国", "--tier", "key", "--birthday", "1966-11-23", "--tag", "茶友"),
        ("client", "add", "周立", "--birthday", "lunar:10-20", "--employer", "华东机械"),
        ("client", "add", "陈晓梅", "--id-number", "310101199012015522", "--source", "展会"),
        ("client", "add", "华东机械", "--kind", "company", "--sector", "制造"),
        ("client", "add", "赵敏", "--status", "prospect"),
        ("client", "add", "吴刚", "--tier", "key", "--status", "closed"),
        ("client", "add", "孙丽", "--tier", "key"),
        ("client", "archive", "c7"),
        ("product", "add", "WM-90", "稳进", "--kind", "wealth", "--risk", "R2"),
        ("product", "add", "L1", "贷款", "--kind", "loan"),
        ("holding", "add", "c1", "WM-90", "--amount", "50万"),
        ("holding", "add", "c2", "WM-90", "--amount", "10万"),
        ("holding", "add", "c4", "L1", "--amount", "800万"),
        ("assess", "c1", "--level", "C3", *assess),
        ("assess", "c2", "--level", "C4", "--at", "2025-11-01 10:00"),
        ("log", "c1", "--at", "2026-08-24 10:00"),
        ("log", "c2", "--at", "2026-08-25 10:00"),
        ("log", "c3", "--at", "2026-11-20 10:00", "--outcome", "no_answer"),
    )


def picked(cm: Cm, *conditions: str, lang: str = "en") -> list[str]:
    words = [word for text in conditions for word in ("--where", text)]
    result = cm("client", "list", *words, "--json", lang=lang)
    assert result.code == 0, result.err
    return [row["ref"] for row in result.json()]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (("tier=key",), ["c1"]),
        (("tier!=key",), ["c2", "c3", "c4", "c5"]),
        (("status=prospect",), ["c5"]),
        (("status=closed",), []),
        (("kind=company",), ["c4"]),
        (("tag=茶友",), ["c1"]),
        (("employer=华东",), ["c2"]),
        (("sector=制造",), ["c4"]),
        (("source=展会",), ["c3"]),
        # Sixty today; by the identity number 35; a lunar birthday has no year.
        (("age>=60",), ["c1"]),
        (("age<60",), ["c3"]),
        # What they own with us: a loan is no asset.
        (("assets>=50万",), ["c1"]),
        (("assets<50万",), ["c2", "c3", "c4", "c5"]),
        # c2's assessment lapsed on 1 November.
        (("level>=C3",), ["c1"]),
        # 24 August is 91 days ago, 25 August 90; c3 was never reached.
        (("last_contact>90d",), ["c1", "c3", "c4", "c5"]),
        (("last_contact<=90d",), ["c2"]),
        (("product=WM-90",), ["c1", "c2"]),
        (("product=稳进", "assets<50万"), ["c2"]),
        (("product=L1",), ["c4"]),
        # The 20th of the tenth lunar month is 28 November 2026.
        (("birthday=11",), ["c1", "c2"]),
        (("birthday=12",), ["c3"]),
        (("tier=key", "age>=61"), []),
    ],
)
def test_clients_are_picked(book: Cm, conditions: tuple[str, ...], expected: list[str]) -> None:
    assert picked(book, *conditions) == expected


def test_conditions_stand_beside_the_other_filters(book: Cm) -> None:
    assert picked(book, "last_contact>90d", "age>0") == ["c1", "c3"]
    found = book.json("client", "list", "--where", "product=WM-90", "--tier", "standard")
    assert [row["ref"] for row in found] == ["c2"]
    found = book.json("client", "list", "--where", "tier!=key", "--limit", "2", "--sort", "-ref")
    assert [row["ref"] for row in found] == ["c5", "c4"]


def test_the_words_of_both_languages_are_understood(book: Cm) -> None:
    assert picked(book, "tier=重要", lang="zh") == picked(book, "tier=重要") == ["c1"]


@pytest.mark.parametrize(
    ("condition", "code"),
    [("colour=red", 2), ("tier=gold", 2), ("age>old", 2), ("tier>key", 2), ("product=X9", 3)],
)
def test_an_unknown_condition_is_one_line(book: Cm, condition: str, code: int) -> None:
    result = book("client", "list", "--where", condition)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1


def test_the_archived_are_not_picked_by_conditions(book: Cm) -> None:
    result = book("client", "list", "--archived", "--where", "tier=key")
    assert (result.code, result.out) == (2, "")
