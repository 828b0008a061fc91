from pathlib import Path
from typing import Any

import pytest

from tests.support import Cm, Given

BOOK = (
    ("client", "add", "孙丽"),
    ("client", "add", "王建国"),
    ("product", "add", "TD12", "一年定存", "--kind", "deposit", "--term", "365"),
    ("product", "add", "F1", "稳健基金", "--kind", "fund", "--risk", "R5"),
    ("product", "add", "L1", "经营贷", "--kind", "loan"),
)
HEAD = "账号,客户姓名,产品代码,本金,份额,起息日,到期日,利率,月供,逾期日期,备注\n"
LINES = (
    "A1,孙丽,TD12,5万,,2026-01-05,,1.5%,,,自动转存\n"
    "A2,王建国,稳健基金,100000,80000,2026/11/19,,,,,\n"
    "A3,王建国,L1,80万,,2025-06-01,2028-06-01,3.45,5000,2026-11-03,\n"
)
YUAN = 100


@pytest.fixture
def book(given: Given) -> Cm:
    return given(*BOOK)


@pytest.fixture
def run(book: Cm, tmp_path: Path) -> Any:
    """`run(text, *options)`: the counts and the reasons of importing that file as holdings."""

    def imported(text: str, *options: str) -> Any:
        file = tmp_path / "holdings.csv"
        file.write_text(text, encoding="utf-8")
        found = book.json("import", "holdings", str(file), *options)
        names = ("created", "updated", "unchanged", "rejected")
        return tuple(found[name] for name in names), list(found["reasons"])

    return imported


def held(cm: Cm, *options: str) -> list[Any]:
    found: list[Any] = cm.json("holding", "list", *options)
    return found


def test_deposits_funds_and_loans_with_chinese_heads(run: Any, book: Cm) -> None:
    assert run(HEAD + LINES)[0] == (3, 0, 0, 0)
    deposit, fund, loan = held(book)
    assert (deposit["amount"]["amount"], deposit["maturity"]) == (50_000 * YUAN, "2027-01-05")
    assert (deposit["rate"], deposit["note"]) == (1.5, "自动转存")
    assert (fund["units"], fund["start"], fund["client"]["name"]) == (
        80_000,
        "2026-11-19",
        "王建国",
    )
    assert (loan["owed"], loan["repayment"]["amount"]) == (True, 5_000 * YUAN)
    assert (loan["overdue"], loan["maturity"]) == ("2026-11-03", "2028-06-01")
    assert [m["kind"] for m in book.json("show", "h3")["movements"]] == ["borrowed"]
    assert run(HEAD + LINES)[0] == (0, 0, 3, 0)
    assert len(held(book)) == 3


def test_english_heads_and_a_scale_in_the_head(run: Any, book: Cm) -> None:
    text = (
        "Client,Product,Amount (万),Start date,Maturity date\n孙丽,TD12,5,2026-01-05,2026-12-05\n"
    )
    assert run(text)[0] == (1, 0, 0, 0)
    [found] = held(book)
    assert (found["amount"]["amount"], found["maturity"]) == (50_000 * YUAN, "2026-12-05")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("孙丽,TD12,-5,,2026-01-05,,,", "cannot be negative"),
        ("孙丽,TD12,0,,2026-01-05,,,", "no holding"),
        ("孙丽,TD12,5,,2026-11-24,,,", "still to come"),
        ("孙丽,TD12,5,,2026-01-05,2026-01-05,,", "not after the start"),
        ("孙丽,TD12,5,,2026-01-05,,500,", "only a loan"),
        ("孙丽,F1,5,-3,2026-01-05,,,", "no number of units"),
        ("孙丽,X,5,,2026-01-05,,,", "no product is called X"),
        ("李四,TD12,5,,2026-01-05,,,", "no client is called 李四"),
        (",TD12,5,,2026-01-05,,,", "client is blank"),
        ("孙丽,TD12,,,2026-01-05,,,", "amount is blank"),
    ],
)
def test_a_line_that_cannot_be_is_given_back(run: Any, book: Cm, line: str, reason: str) -> None:
    counted, [why] = run(f"client,product,amount,units,start,maturity,repayment,note\n{line}\n")
    assert counted == (0, 0, 0, 1)
    assert reason in why
    assert held(book) == []


def test_history_passes_no_gate_and_may_open_files(run: Any, book: Cm) -> None:
    text = "client,product,amount\n周新,F1,5\n"
    assert run(text, "--create-clients")[0] == (1, 0, 0, 0)
    [found] = held(book)
    assert (found["client"]["name"], found["start"]) == ("周新", "2026-11-23")


def test_another_currency_than_the_products_is_asked_for(run: Any, book: Cm) -> None:
    book.json("config", "set", "currency", "JPY")
    book.json("product", "add", "J1", "日元存款", "--kind", "deposit", "--minimum", "1000")
    book.json("config", "set", "currency", "CNY")
    text = "client,product,amount\n孙丽,J1,5000\n"
    counted, [why] = run(text)
    assert counted == (0, 0, 0, 1)
    assert "--set currency=JPY" in why
    assert run(text, "--set", "currency=JPY")[0] == (1, 0, 0, 0)
    assert held(book)[0]["amount"] == {"amount": 5000, "currency": "JPY"}


def test_the_price_of_the_start_gives_the_units(run: Any, book: Cm, tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("date,nav\n2026-01-04,1.25\n2026-01-06,2\n", encoding="utf-8")
    book.json("import", "prices", str(prices), "--set", "product=F1")
    run("client,product,amount,start\n孙丽,F1,1000,2026-01-05\n")
    assert held(book)[0]["units"] == 800


def test_a_later_statement_moves_the_difference_and_keeps_terms(run: Any, book: Cm) -> None:
    run(HEAD + LINES, "--key", "账号")
    later = LINES.replace("5万", "3万").replace("80万", "79万").replace("2026-11-03", "")
    assert run(HEAD + later, "--key", "账号")[0] == (0, 2, 1, 0)
    deposit, _, loan = held(book)
    assert (deposit["amount"]["amount"], loan["amount"]["amount"]) == (
        30_000 * YUAN, 790_000 * YUAN,
    )  # fmt: skip
    assert loan["overdue"] == "2026-11-03"  # A blank cell says nothing.
    moves = book.json("show", "h1")["movements"]
    assert [(m["kind"], m["amount"]["amount"] // YUAN) for m in moves] == [
        ("bought", 50_000), ("redeemed", 20_000),
    ]  # fmt: skip
    gone = later.replace("3万", "0")
    assert run(HEAD + gone, "--key", "账号")[0] == (0, 1, 2, 0)
    assert [one["ref"] for one in held(book)] == ["h2", "h3"]
    counted, [why] = run(HEAD + gone.replace(",0,", ",9,"), "--key", "账号")
    assert counted == (0, 0, 2, 1)
    assert "was closed" in why


def test_a_key_does_not_change_hands(run: Any, book: Cm) -> None:
    run(HEAD + LINES, "--key", "账号")
    counted, [why] = run(HEAD + LINES.replace("A1,孙丽", "A1,王建国"), "--key", "账号")
    assert counted == (0, 0, 2, 1)
    assert "another client" in why


def test_one_undo_takes_the_whole_file_back(run: Any, book: Cm) -> None:
    run(HEAD + LINES)
    book("undo", "--yes")
    assert held(book) == []


def test_units_that_a_statement_does_not_tell_follow_its_amount(run: Any, book: Cm) -> None:
    line = "A2,王建国,F1,{},{},2026-11-19,,,,,\n"
    run(HEAD + line.format("100000", "80000"), "--key", "账号")
    run(HEAD + line.format("75000", ""), "--key", "账号")
    assert held(book)[0]["units"] == 60_000
    move = book.json("show", "h1")["movements"][-1]
    assert (move["kind"], move["units"]) == ("redeemed", 20_000)
    run(HEAD + line.format("90000", ""), "--key", "账号")
    assert held(book)[0]["units"] == 72_000
    run(HEAD + line.format("90000", ""), "--key", "账号")
    assert held(book)[0]["units"] == 72_000


def test_units_bought_since_are_reckoned_at_the_last_price(
    run: Any, book: Cm, tmp_path: Path
) -> None:
    line = "A2,王建国,F1,{},80000,2026-11-19,,,,,\n"
    run(HEAD + line.format("100000"), "--key", "账号")
    prices = tmp_path / "prices.csv"
    prices.write_text("date,value\n2026-11-20,1.5\n", encoding="utf-8")
    book.json("import", "prices", str(prices), "--set", "product=F1")
    run(HEAD + line.format("130000").replace(",80000,", ",,"), "--key", "账号")
    assert held(book)[0]["units"] == 100_000
    assert held(book)[0]["value"]["amount"] == 150_000 * YUAN
