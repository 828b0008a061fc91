from pathlib import Path
from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Given

BOOK = (
    ("product", "add", "F1", "稳健基金", "--kind", "fund", "--risk", "R3"),
    ("product", "add", "F2", "成长基金", "--kind", "fund", "--risk", "R4"),
)


@pytest.fixture
def book(given: Given) -> Cm:
    return given(*BOOK)


@pytest.fixture
def run(book: Cm, tmp_path: Path) -> Any:
    """`run(text, *options)`: the result of importing that file as prices."""

    def imported(text: str, *options: str, name: str = "prices.csv") -> Any:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return book("import", "prices", str(file), *options)

    return imported


def known(cm: Cm) -> list[tuple[Any, ...]]:
    store = Store.open(cm.db)
    try:
        return store.rows(
            "SELECT product_id, valued_on, value, total, growth FROM price ORDER BY 1, 2"
        )
    finally:
        store.close()


def counts(result: Any) -> tuple[int, ...]:
    found = result.json()
    return tuple(found[name] for name in ("created", "updated", "unchanged", "rejected"))


def test_a_file_of_net_values(run: Any, book: Cm) -> None:
    text = (
        "净值日期,单位净值,累计净值,日增长率\n"
        "2026-11-18,1.2000,1.3000,--\n2026-11-19,1.2100,1.3100,0.83%\n2026-11-20,1.2,1.30,-0.83\n"
    )
    assert counts(run(text, "--set", "product=F1", "--json")) == (3, 0, 0, 0)
    assert known(book) == [
        (1, "2026-11-18", 1.2, 1.3, None),
        (1, "2026-11-19", 1.21, 1.31, 0.83),
        (1, "2026-11-20", 1.2, 1.3, -0.83),
    ]
    assert counts(run(text, "--set", "product=F1", "--json")) == (0, 0, 3, 0)


def test_several_products_by_code_name_and_reference(run: Any, book: Cm) -> None:
    text = "date,code,nav\n2026-11-19,F1,1\n2026-11-19,成长基金,2\n2026-11-20,p2,2.5\n"
    assert counts(run(text, "--map", "product=code", "--json")) == (3, 0, 0, 0)
    assert [row[:3] for row in known(book)] == [
        (1, "2026-11-19", 1.0), (2, "2026-11-19", 2.0), (2, "2026-11-20", 2.5),
    ]  # fmt: skip


def test_a_later_file_corrects_and_adds(run: Any, book: Cm) -> None:
    run("产品代码,净值日期,单位净值\nF1,2026-11-19,1\nF1,2026-11-20,2\n")
    later = "产品名称,净值日期,单位净值\n稳健基金,2026-11-20,3\n稳健基金,2026-11-23,4\n"
    assert counts(run(later, "--json")) == (1, 1, 0, 0)
    assert [row[2] for row in known(book)] == [1.0, 3.0, 4.0]
    book("undo")
    assert [row[2] for row in known(book)] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("2026-11-20,0", "a price is above zero"),
        ("2026-11-20,-1.2", "a price is above zero"),
        ("2026-11-20,x", "x is not a number"),
        ("2026-11-20,1e9", "is not a number"),
        ("2026-11-20,", "value is blank"),
        ("2026-11-24,1.2", "still to come"),
        ("2026-11-19,1.3", "says otherwise"),
        ("2026-11-17,1.3", "out of order: after 2026-11-19 comes 2026-11-17"),
    ],
)
def test_a_bad_row_is_rejected_and_under_strict_nothing_is_written(
    run: Any, book: Cm, rows: str, reason: str
) -> None:
    text = f"date,price\n2026-11-18,1.1\n2026-11-19,1.2\n{rows}\n"
    strict = run(text, "--set", "product=F1", "--strict", "--json")
    assert strict.code == 2
    assert strict.err.count("\n") == 1
    [why] = strict.json()["reasons"]
    assert reason in why
    assert known(book) == []
    kept = run(text, "--set", "product=F1", "--json")
    assert (kept.code, counts(kept)) == (0, (2, 0, 0, 1))
    assert counts(run(text, "--set", "product=F1", "--json")) == (0, 0, 2, 1)


def test_a_product_that_is_not_there(run: Any) -> None:
    result = run("date,price\n2026-11-18,1.1\n", "--set", "product=F9", "--json")
    assert counts(result) == (0, 0, 0, 1)
    assert "F9" in next(iter(result.json()["reasons"]))


def test_days_may_run_down_and_each_product_goes_its_own_way(run: Any, book: Cm) -> None:
    text = (
        "product,date,nav\nF1,2026-11-20,1\nF2,2026-11-17,1\nF1,2026-11-19,1\nF2,2026-11-18,1\n"
        "F1,2026-11-18,1\nF2,2026-11-19,1\nF1,2026-11-20,1\nF2,2026-11-16,1\n"
    )
    result = run(text, "--json")
    assert counts(result) == (6, 0, 0, 2)
    assert set(result.json()["reasons"]) == {
        "out of order: after 2026-11-18 comes 2026-11-20",
        "out of order: after 2026-11-19 comes 2026-11-16",
    }
    assert [row[1] for row in known(book) if row[0] == 2] == [
        "2026-11-17", "2026-11-18", "2026-11-19",
    ]  # fmt: skip


def test_two_names_of_one_product_say_one_price_a_day(run: Any, book: Cm) -> None:
    result = run("product,date,nav\nF1,2026-11-20,1\n稳健基金,2026-11-20,2\n", "--json")
    assert counts(result) == (1, 0, 0, 1)
    assert [row[2] for row in known(book)] == [1.0]


def test_a_file_without_the_product_says_what_is_missing(run: Any) -> None:
    result = run("date,nav\n2026-11-20,1\n")
    assert result.code == 2
    assert "--set product=" in result.err
    assert result.err.count("\n") == 1


def test_ten_thousand_prices_come_in_as_one_entry(run: Any, book: Cm) -> None:
    from datetime import date, timedelta

    first = date(1999, 1, 1)
    rows = "\n".join(f"{first + timedelta(days=n)},{1 + n / 1000:.3f}" for n in range(10_000))
    assert counts(run(f"date,nav\n{rows}\n", "--set", "product=F1", "--json")) == (10_000, 0, 0, 0)
    assert len(known(book)) == 10_000
    entries = book.json("history")
    assert [e["command"] for e in entries].count("import prices prices.csv") == 1
