"""Deals, products and contacts from files. Names and figures are invented."""

import csv
from pathlib import Path
from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Filled, Result


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def file(text: str) -> str:
        path = tmp_path / "in.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


def _fill(cm: Cm) -> None:
    cm("client", "add", "赵一", "--phone", "13800000001")
    cm("client", "add", "钱二")
    cm("product", "add", "W1", "稳盈一号", "--kind", "wealth", "--risk", "R2")


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(_fill)


def imported(cm: Cm, kind: str, path: str, *options: str) -> Result:
    return cm("import", kind, path, *options, "--json")


def figures(result: Result) -> tuple[int, int, int, int, int]:
    assert result.code == 0, result.err
    found = result.json()
    names = ("read", "created", "updated", "unchanged", "rejected")
    return tuple(found[name] for name in names)


def rows(cm: Cm, sql: str) -> list[tuple[Any, ...]]:
    store = Store.open(cm.db)
    try:
        return store.rows(sql)
    finally:
        store.close()


def test_products_take_code_name_and_price(cm: Cm, write: Any) -> None:
    file = write("产品,类型,风险等级,单价,币种\n甲存单,deposit,,1000,\n乙基金,fund,r3,1.5万,usd\n")
    assert figures(imported(cm, "products", file)) == (2, 2, 0, 0, 0)
    first, second = cm.json("product", "list", "--sort", "ref")
    assert (first["code"], first["name"], first["kind"]) == ("甲存单", "甲存单", "deposit")
    assert first["price"] == {"amount": 100_000, "currency": "CNY"}
    assert (second["risk"], second["price"]) == ("R3", {"amount": 1_500_000, "currency": "USD"})
    assert figures(imported(cm, "products", file)) == (2, 0, 0, 2, 0)


def test_a_product_needs_a_kind_since_suitability_follows_it(cm: Cm, write: Any) -> None:
    result = imported(cm, "products", write("code,name\nA,a\n"))
    assert result.code == 2
    assert "--set kind=VALUE" in result.err


def test_a_product_of_the_catalogue_is_found_by_its_code(book: Cm, write: Any) -> None:
    file = write("code,name,kind,price\nW1,稳盈一号,wealth,10\n")
    assert figures(imported(book, "products", file)) == (1, 0, 1, 0, 0)
    assert book.json("product", "show", "W1")["price"] == {"amount": 1000, "currency": "CNY"}


DEALS = (
    "客户名称,商机名称,产品,阶段,开始日期,成交日期,金额（万元）,流失原因\n"
    "赵一,大额存单,W1,成交,2026-01-05,2026-02-01,50,\n"
    "钱二,基金定投,稳盈一号,lost,2026/1/6,2026年2月2日,,太贵\n"
    "c1,增额,,洽谈,,,1.5,\n"
    "13800000001,再看,,,20260301,,,\n"
)


def test_deals_of_every_stage(book: Cm, write: Any) -> None:
    assert figures(imported(book, "deals", write(DEALS))) == (4, 4, 0, 0, 0)
    columns = "client_id, stage, amount, currency, opened_at, closed_at, lost_reason, touched_at"
    now = "2026-11-23T02:00:00Z"
    assert rows(book, f"SELECT {columns} FROM deal ORDER BY id") == [
        (1, "won", 50_000_000, "CNY", "2026-01-04T16:00:00Z", "2026-01-31T16:00:00Z", None,
         "2026-01-31T16:00:00Z"),
        (2, "lost", None, "CNY", "2026-01-05T16:00:00Z", "2026-02-01T16:00:00Z", "太贵",
         "2026-02-01T16:00:00Z"),
        (1, "negotiation", 1_500_000, "CNY", now, None, None, now),
        (1, "lead", None, "CNY", "2026-02-28T16:00:00Z", None, None, "2026-02-28T16:00:00Z"),
    ]  # fmt: skip
    assert rows(book, "SELECT deal_id, stage, at FROM deal_stage ORDER BY id") == [
        (1, "won", "2026-01-31T16:00:00Z"),
        (2, "lost", "2026-02-01T16:00:00Z"),
        (3, "negotiation", now),
        (4, "lead", "2026-02-28T16:00:00Z"),
    ]
    assert rows(book, "SELECT product_id FROM deal ORDER BY id") == [(1,), (1,), (None,), (None,)]


HEAD = "client,title,product,stage,opened,closed,amount,next,next_due\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",a,,lead,,,,,", "client is blank"),
        ("孙三,a,,lead,,,,,", "no client is called 孙三; --create-clients adds those that are missing"),
        ("赵,a,,lead,,,,,", "no client is called 赵; --create-clients adds those that are missing"),
        ("c99,a,,lead,,,,,", "no client is called c99; --create-clients adds those that are missing"),
        ("赵一,,,lead,,,,,", "title is blank"),
        ("赵一,a,稳盈1号,lead,,,,,", "稳盈1号: did you mean 稳盈一号? --value 'product:稳盈1号=稳盈一号'"),
        ("赵一,a,zzz,lead,,,,,", "no product is called zzz; see cm product list"),
        ("赵一,a,,engaged,,,,,", ("stage: engaged is none of lead, contacted, proposal, negotiation, "
         "won, lost; say which: --value 'stage:engaged=…'")),
        ("赵一,a,,lead,,,-5,,", "amount: an amount cannot be negative: -5"),
        ("赵一,a,,lead,,,many,,", "amount: many is not an amount"),
        ("赵一,a,,won,2026-01-01,2026-01-02,,,", "a deal that is won needs its amount"),
        ("赵一,a,,won,2026-01-01,,5,,", "a deal that is won needs its closing date"),
        ("赵一,a,,lost,,2026-01-02,,,", "a deal that is lost needs the day it was opened"),
        ("赵一,a,,lost,2026-01-03,2026-01-02,,,", "closed 2 Jan, before it was opened 3 Jan"),
        ("赵一,a,,lead,2026-01-03,2026-01-05,,,", "a deal in the stage lead has no closing date"),
        ("赵一,a,,lead,2026-12-03,,,,", "opened: Thu 3 Dec is still to come"),
        ("赵一,a,,lead,3/1/2026,,,,", ("opened: a day like 3/1/2026 could be read two ways; say which with "
         "--date-format %m/%d/%Y or %d/%m/%Y")),
        ("赵一,a,,lead,0202-01-03,,,,", "opened: the year of 0202-01-03 cannot be right"),
        ("赵一,a,,lead,,,,,2026-12-01", "a time for the next step needs a next step"),
    ],
)  # fmt: skip
def test_a_deal_that_cannot_be_says_why(book: Cm, write: Any, line: str, why: str) -> None:
    result = imported(book, "deals", write(f"{HEAD}{line}\n钱二,good,,lead,,,,,\n"))
    assert figures(result) == (2, 1, 0, 0, 1)
    assert result.json()["reasons"] == {why: 1}


def test_a_stage_is_matched_in_any_case_and_by_words_of_other_programs(
    book: Cm, write: Any
) -> None:
    file = write("client,title,stage\n赵一,a,CONTACTED\n赵一,b,Proposal\n赵一,c,已接触\n")
    assert figures(imported(book, "deals", file)) == (3, 3, 0, 0, 0)
    stages = [deal["stage"] for deal in book.json("deal", "list", "--sort", "ref")]
    assert stages == ["contacted", "proposal", "contacted"]


def test_the_date_format_settles_what_could_be_read_two_ways(book: Cm, write: Any) -> None:
    file = write("client,title,opened\n赵一,a,3/1/2026\n赵一,b,2026-03-01\n")
    result = imported(book, "deals", file, "--date-format", "%d/%m/%Y")
    assert figures(result) == (2, 1, 0, 0, 1)
    assert rows(book, "SELECT opened_at FROM deal") == [("2026-01-02T16:00:00Z",)]
    # Read again with the other order, the same line says something else.
    again = imported(book, "deals", file, "--date-format", "%m/%d/%Y")
    assert again.json()["created"] == 1


def test_missing_clients_are_added_only_for_lines_that_come_in(book: Cm, write: Any) -> None:
    file = write(
        HEAD + "孙三,a,,lead,,,,,\n孙三,b,,lead,,,,,\n李四,c,,lead,,,-1,,\n99,d,,lead,,,,,\n"
    )
    result = imported(book, "deals", file, "--create-clients")
    assert figures(result) == (4, 2, 0, 0, 2)
    assert [c["name"] for c in book.json("client", "list")] == ["赵一", "钱二", "孙三"]
    assert rows(book, "SELECT client_id, tier FROM standing WHERE client_id = 3") == [
        (3, "standard")
    ]
    assert book("undo").code == 0
    assert [c["name"] for c in book.json("client", "list")] == ["赵一", "钱二"]
    assert rows(book, "SELECT count(*) FROM import_key") == [(0,)]


def test_two_clients_of_one_name_are_told_apart_by_reference(book: Cm, write: Any) -> None:
    book("client", "add", "赵一", "--yes")
    result = imported(book, "deals", write("client,title\n赵一,a\nc3,b\n"))
    assert figures(result) == (2, 1, 0, 0, 1)
    assert result.json()["reasons"] == {"several clients are called 赵一: c1, c3": 1}


def test_two_equal_lines_are_two_deals_and_both_are_known_again(book: Cm, write: Any) -> None:
    file = write("client,title\n赵一,a\n赵一,a\n")
    assert figures(imported(book, "deals", file)) == (2, 2, 0, 0, 0)
    assert figures(imported(book, "deals", file)) == (2, 0, 0, 2, 0)


def test_a_deal_that_moved_on_in_the_file_moves_on_in_the_book(book: Cm, write: Any) -> None:
    head = "id,client,title,stage,opened,closed,amount\n"
    imported(book, "deals", write(head + "7,赵一,a,lead,2026-01-05,,10\n"), "--key", "id")
    book("edit", "d1", "next=call", "next_due=fri")
    won = write(head + "7,钱二,a,won,2026-01-05,2026-03-01,12\n")
    assert figures(imported(book, "deals", won, "--key", "id")) == (1, 0, 1, 0, 0)
    deal = book.json("show", "d1")
    assert (deal["client"]["ref"], deal["stage"], deal["next"]) == ("c2", "won", None)
    assert deal["amount"] == {"amount": 1200, "currency": "CNY"}
    assert [stage["stage"] for stage in deal["stages"]] == ["lead", "won"]
    assert book("undo").code == 0
    assert book.json("show", "d1")["next"] == "call"


def test_an_update_leaves_what_the_file_does_not_say(book: Cm, write: Any) -> None:
    head = "id,client,title,amount\n"
    imported(book, "deals", write(head + "7,赵一,a,10\n"), "--key", "id", "--set", "currency=USD")
    book("deal", "move", "d1", "proposal")
    again = imported(book, "deals", write(head + "7,赵一,b,\n"), "--key", "id")
    assert figures(again) == (1, 0, 1, 0, 0)
    deal = book.json("show", "d1")
    assert (deal["title"], deal["stage"]) == ("b", "proposal")
    assert deal["amount"] == {"amount": 1000, "currency": "USD"}


def test_an_amount_takes_its_currency_along(book: Cm, write: Any) -> None:
    head = "id,client,title,amount,currency\n"
    imported(book, "deals", write(head + "7,赵一,a,10,USD\n"), "--key", "id")
    again = imported(book, "deals", write(head + "7,赵一,a,10,jpy\n"), "--key", "id")
    assert figures(again) == (1, 0, 1, 0, 0)
    assert book.json("show", "d1")["amount"] == {"amount": 10, "currency": "JPY"}
    wrong = imported(book, "deals", write(head + "8,赵一,a,10,$\n"), "--key", "id")
    assert wrong.json()["reasons"] == {"currency: $ is not a currency like CNY or USD": 1}


def priced(book: Cm) -> Cm:
    book("product", "edit", "W1", "--price", "1000")
    book("product", "add", "D1", "美元存款", "--kind", "deposit")
    book("product", "add", "N1", "无价产品", "--kind", "deposit")
    book("config", "set", "currency", "USD")
    book("product", "edit", "D1", "--price", "500")
    book("config", "set", "currency", "CNY")
    return book


def test_the_list_price_fills_blank_amounts_in_its_own_currency(book: Cm, write: Any) -> None:
    file = write(
        "client,product,stage,opened,closed,amount\n"
        "赵一,W1,lead,2026-11-01,,\n赵一,D1,lead,2026-11-01,,\n赵一,W1,lead,2026-11-01,,70\n"
        "赵一,W1,won,2026-11-01,2026-11-09,900\n赵一,W1,lost,2026-11-01,2026-11-09,\n"
    )
    options = ("--set", "amount=price", "--set", "expected_amount=price")
    assert figures(imported(priced(book), "deals", file, *options)) == (5, 5, 0, 0, 0)
    found = rows(book, "SELECT amount, currency, expected_amount FROM deal ORDER BY id")
    assert found == [
        (100_000, "CNY", None), (50_000, "USD", None), (7_000, "CNY", None),
        (90_000, "CNY", 100_000), (100_000, "CNY", 100_000),
    ]  # fmt: skip
    assert figures(imported(book, "deals", file, *options)) == (5, 0, 0, 5, 0)


@pytest.mark.parametrize(
    ("line", "why"),
    [("赵一,N1,,", "N1 has no list price: cm product edit N1 --price …"),
     ("赵一,,存款,", "a deal without a product has no list price"),
     ("赵一,D1,,CNY", "the price of D1 is in USD, the deal in CNY")],
)  # fmt: skip
def test_a_line_without_a_list_price_says_why(book: Cm, write: Any, line: str, why: str) -> None:
    file = write(f"client,product,title,currency,amount\n{line},\n赵一,W1,,,\n")
    result = imported(priced(book), "deals", file, "--set", "amount=price")
    assert figures(result) == (2, 1, 0, 0, 1)
    assert result.json()["reasons"] == {why: 1}


def test_price_is_no_amount_in_a_cell_and_only_of_deals(book: Cm, write: Any) -> None:
    file = write("client,product,amount\n赵一,W1,price\n")
    assert figures(imported(priced(book), "deals", file)) == (1, 0, 0, 0, 1)
    file = write("client,product,start\n赵一,W1,2026-11-01\n")
    assert figures(imported(book, "holdings", file, "--set", "amount=price"))[4] == 1


def test_blank_clients_and_blank_amounts_are_filled_together(book: Cm, write: Any) -> None:
    file = write("client,product,amount\n,W1,\n赵一,W1,\n,W1,30\n")
    options = ("--set", "client=No account", "--create-clients", "--set", "amount=price")
    assert figures(imported(priced(book), "deals", file, *options)) == (3, 3, 0, 0, 0)
    found = rows(
        book, "SELECT name, amount FROM deal JOIN client ON client.id = client_id ORDER BY deal.id"
    )
    assert found == [("No account", 100_000), ("赵一", 100_000), ("No account", 3_000)]


def test_a_later_expected_close_in_the_file_counts_as_put_off(book: Cm, write: Any) -> None:
    for day in ("2026-12-01", "2026-12-20", "2026-12-10", "2026-12-30"):
        file = write(f"no,client,title,expected\n1,赵一,存款,{day}\n")
        imported(book, "deals", file, "--key", "no")
    found = rows(book, "SELECT expected_on, first_expected_on, moved FROM deal")
    assert found == [("2026-12-30", "2026-12-01", 2)]


def test_rejects_stand_in_the_order_of_the_file(book: Cm, write: Any) -> None:
    result = imported(book, "deals", write("client,title,amount\n孙三,a,\n赵一,b,-1\n李四,c,\n"))
    with Path(result.json()["rejects_file"]).open(encoding="utf-8-sig", newline="") as file:
        assert [row["line"] for row in csv.DictReader(file)] == ["2", "3", "4"]


def test_contacts_come_in_as_history(book: Cm, write: Any) -> None:
    file = write(
        "客户,沟通时间,沟通方式,方向,结果,时长（分钟）,内容\n"
        "赵一,2026-11-02 15:30,电话,,,12,续存\n"
        "钱二,2026-11-03,上门拜访,呼出,已接通,,\n"
        "赵一,2026年11月4日 9:05,微信,in,,,问利率\n"
    )
    mapped = ("--map", "minutes=时长（分钟）", "--set", "outcome=reached")
    assert figures(imported(book, "interactions", file, *mapped)) == (3, 3, 0, 0, 0)
    columns = "client_id, at, channel, direction, outcome, minutes, note"
    assert rows(book, f"SELECT {columns} FROM interaction ORDER BY id") == [
        (1, "2026-11-02T07:30:00Z", "phone", "out", "reached", 12, "续存"),
        (2, "2026-11-02T16:00:00Z", "visit", "out", "reached", None, None),
        (1, "2026-11-04T01:05:00Z", "wechat", "in", "reached", None, "问利率"),
    ]
    assert figures(imported(book, "interactions", file, *mapped)) == (3, 0, 0, 3, 0)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("赵一,,phone,5", "at is blank"),
        ("赵一,2026-11-23 18:00,phone,5", "at: 18:00 is still to come"),
        ("赵一,2026-11-01,pigeon,5", ("channel: pigeon is none of phone, visit, meeting, branch, "
         "video, wechat, sms, email, event; say which: --value 'channel:pigeon=…'")),
        ("赵一,2026-11-01,phone,0", "minutes: 0 is no number of minutes"),
        ("赵一,2026-11-01,phone,1441", "minutes: 1441 is no number of minutes"),
        ("赵一,2026-11-01,phone,00:05:10", "minutes: 00:05:10 is no number of minutes"),
    ],
)  # fmt: skip
def test_a_contact_that_cannot_be_says_why(book: Cm, write: Any, line: str, why: str) -> None:
    result = imported(book, "interactions", write(f"client,at,channel,minutes\n{line}\n"))
    assert result.json()["reasons"] == {why: 1}


def test_an_instant_of_another_zone_keeps_its_instant(book: Cm, write: Any) -> None:
    file = write("client,at\n赵一,2026-11-02T15:30:00Z\n赵一,2026-11-02T15:30+01:00\n")
    assert figures(imported(book, "interactions", file)) == (2, 2, 0, 0, 0)
    found = rows(book, "SELECT at FROM interaction ORDER BY id")
    assert found == [("2026-11-02T15:30:00Z",), ("2026-11-02T14:30:00Z",)]


def test_a_contact_removed_by_hand_does_not_come_back(book: Cm, write: Any) -> None:
    file = write("client,at\n赵一,2026-11-02\n")
    imported(book, "interactions", file)
    assert book("rm", "i1").code == 0
    assert figures(imported(book, "interactions", file)) == (1, 0, 0, 1, 0)
    assert rows(book, "SELECT count(*) FROM interaction") == [(0,)]
