"""Assessments from files. Names and figures are invented."""

from pathlib import Path
from typing import Any

import pytest

from tests.support import Cm, Filled


def _fill(cm: Cm) -> None:
    cm.json("client", "add", "赵一", "--phone", "13800000001")
    cm.json("client", "add", "钱二")


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(_fill)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def file(text: str) -> str:
        path = tmp_path / "in.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


def imported(cm: Cm, path: str, *options: str) -> tuple[int, ...]:
    found = cm.json("import", "assessments", path, *options)
    names = ("read", "created", "updated", "unchanged", "rejected")
    return tuple(found[name] for name in names)


def history(cm: Cm, name: str = "赵一") -> list[Any]:
    found: list[Any] = cm.json("assess", name, "--show")
    return found


def test_chinese_heads_and_words(book: Cm, write: Any) -> None:
    file = write(
        "客户姓名,测评日期,风险承受能力,得分,到期日,备注\n"
        "赵一,2026-03-01,平衡型,38,2027-02-28,网点\n"
        "钱二,2026/4/1,C2,,,\n"
    )
    assert imported(book, file) == (2, 2, 0, 0, 0)
    [first] = history(book)
    assert (first["at"], first["level"]) == ("2026-03-01T00:00:00+08:00", "C3")
    assert (first["score"], first["expires"], first["note"]) == (38, "2027-02-28", "网点")
    assert (first["answers"], first["confirmed"], first["valid"]) == (None, None, True)
    assert history(book, "钱二")[0]["expires"] == "2027-04-01"
    assert imported(book, file) == (2, 0, 0, 2, 0)
    assert len(history(book)) == 1


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("c1", "C1"), ("保守型", "C1"), ("稳健型", "C2"), ("平衡型", "C3"), ("成长型", "C4"),
        ("进取型", "C5"), ("C3（平衡型）", "C3"), ("C3 平衡型", "C3"), ("C3-平衡型", "C3"),
        ("C3平衡型", "C3"), ("平衡型(C3)", "C3"),
    ],
)  # fmt: skip
def test_levels_as_banks_print_them(book: Cm, write: Any, text: str, level: str) -> None:
    assert imported(book, write(f"client,date,level\n赵一,2026-03-01,{text}\n"))[1] == 1
    assert history(book)[0]["level"] == level


@pytest.mark.parametrize(
    "line",
    [
        "赵一,2026-03-01,C6,,",
        "赵一,2026-03-01,R3,,",
        "赵一,2026-03-01,C3稳健型,,",
        "赵一,2026-03-01,C3 稳健型,,",
        "赵一,2026-03-01,激进型,,",
        "赵一,2026-03-01,,,",
        "赵一,2026-11-24,C3,,",
        "赵一,,C3,,",
        "孙三,2026-03-01,C3,,",
        "赵一,2026-03-01,C3,很高,",
        "赵一,2026-03-01,C3,,2026-02-28",
        "赵一,2026-03-01,C3,,2027-03-02",
    ],
)
def test_what_does_not_come_in(book: Cm, write: Any, line: str) -> None:
    file = write(f"client,date,level,score,expires\n{line}\n")
    assert imported(book, file) == (1, 0, 0, 0, 1)
    assert history(book) == []


def test_a_rejected_line_opens_no_client_file(book: Cm, write: Any) -> None:
    file = write("client,date,level,expires\n孙三,2026-03-01,C3,2029-01-01\n李四,2026-03-01,C3,\n")
    assert imported(book, file, "--create-clients") == (2, 1, 0, 0, 1)
    assert [one["name"] for one in book.json("client", "list", "--sort", "ref")] == [
        "赵一", "钱二", "李四",
    ]  # fmt: skip


def test_history_passes_no_limits_and_no_confirmation(book: Cm, write: Any) -> None:
    lines = "".join(f"赵一,2026-03-01 1{hour}:00,C{hour % 5 + 1}\n" for hour in range(10))
    assert imported(book, write("client,at,level\n" + lines)) == (10, 10, 0, 0, 0)
    # Whoever assesses from now on counts them.
    assert book("assess", "赵一", "--level", "C5").code == 4


def test_a_changed_line_under_a_key_mends_the_record(book: Cm, write: Any) -> None:
    head = "no,client,at,level\n"
    assert imported(book, write(head + "7,赵一,2026-03-01,C3\n"), "--key", "no")[1] == 1
    assert imported(book, write(head + "7,赵一,2026-04-01,C2\n"), "--key", "no") == (1, 0, 1, 0, 0)
    [one] = history(book)
    assert (one["ref"], one["level"], one["expires"]) == ("x1", "C2", "2027-04-01")
    assert imported(book, write(head + "7,钱二,2026-04-01,C2\n"), "--key", "no") == (1, 0, 1, 0, 0)
    assert history(book) == []
    assert history(book, "钱二")[0]["ref"] == "x1"


def test_the_months_are_the_setting(book: Cm, write: Any) -> None:
    book("config", "set", "assessment.months", "6")
    imported(book, write("client,at,level\n赵一,2026-03-01,C3\n"))
    assert history(book)[0]["expires"] == "2026-09-01"


def test_one_undo_takes_them_all_back(book: Cm, write: Any) -> None:
    imported(book, write("client,at,level\n赵一,2026-03-01,C3\n钱二,2026-03-01,C3\n"))
    book("undo")
    assert history(book) == history(book, "钱二") == []
