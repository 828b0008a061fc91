from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Given, dump

BOOK = (
    ("client", "add", "孙丽", "--tier", "key", "--tag", "vip"),
    ("client", "add", "王建国"),
    ("product", "add", "TD12", "一年定存", "--kind", "deposit", "--term", "365"),
    ("product", "add", "F1", "稳健基金", "--kind", "fund", "--risk", "R3"),
    ("product", "add", "L1", "经营贷", "--kind", "loan"),
)
DEPOSIT = ("holding", "add", "孙丽", "TD12", "--amount", "50万", "--start", "2025-12-01")
FUND = ("holding", "add", "孙丽", "F1", "--amount", "10万", "--units", "80000",
        "--start", "2026-01-05")  # fmt: skip
LOAN = ("holding", "add", "王建国", "L1", "--amount", "80万", "--start", "2026-01-05",
        "--maturity", "2029-01-05", "--rate", "3.45", "--repayment", "5000",
        "--overdue", "2026-11-03")  # fmt: skip
YUAN = 100


@pytest.fixture
def book(given: Given) -> Cm:
    """h1 a deposit and h2 a fund of c1, h3 a loan of c2."""
    return given(*BOOK, DEPOSIT, FUND, LOAN)


def contents(cm: Cm) -> Any:
    store = Store.open(cm.db)
    try:
        return dump(store)
    finally:
        store.close()


def lines(cm: Cm, section: str, now: str | None = None) -> dict[str, Any]:
    items = cm.json("today", now=now)["items"]
    return {item["ref"]: item for item in items if item["section"] == section}


def prices(cm: Cm, tmp_path: Any, *rows: str, product: str = "F1") -> None:
    file = tmp_path / "prices.csv"
    file.write_text("date,nav\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert cm("import", "prices", str(file), "--set", f"product={product}").code == 0


def test_a_holding_takes_its_maturity_from_the_term_of_the_product(book: Cm) -> None:
    found = book.json("show", "h1")
    assert next(iter(found)) == "ref"
    assert (found["client"]["name"], found["product"], found["kind"]) == ("孙丽", "TD12", "deposit")
    assert found["amount"] == {"amount": 500_000 * YUAN, "currency": "CNY"}
    assert (found["start"], found["maturity"], found["closed"]) == (
        "2025-12-01", "2026-12-01", None,
    )  # fmt: skip
    assert [(m["kind"], m["date"]) for m in found["movements"]] == [("bought", "2025-12-01")]
    assert found["owed"] is False


def test_a_loan_is_owed_and_was_borrowed(book: Cm) -> None:
    found = book.json("show", "h3")
    assert (found["owed"], found["movements"][0]["kind"]) == (True, "borrowed")
    assert (found["rate"], found["overdue"]) == (3.45, "2026-11-03")
    assert found["repayment"] == {"amount": 5_000 * YUAN, "currency": "CNY"}
    page = book("show", "h3").out
    for words in ("owes 800,000", "instalment 5,000", "overdue since 3 Nov, 20 days", "3.45 %"):
        assert words in page


def test_it_starts_today_by_default(book: Cm) -> None:
    found = book.json("holding", "add", "c1", "p1", "--amount", "1000")
    assert (found["ref"], found["start"], found["maturity"]) == ("h4", "2026-11-23", "2027-11-23")
    book("undo")
    assert book("show", "h4").code == 3


def test_the_price_of_the_day_gives_the_units(book: Cm, tmp_path: Any) -> None:
    prices(book, tmp_path, "2026-11-19,1.25", "2026-11-20,1.6")
    found = book.json("holding", "add", "c1", "F1", "--amount", "1000", "--start", "2026-11-19")
    assert found["units"] == 800
    assert found["value"]["amount"] == 1280 * YUAN
    assert found["gain"]["amount"] == 280 * YUAN
    assert found["price"] == {"date": "2026-11-20", "value": 1.6}
    earlier = book.json("holding", "add", "c1", "F1", "--amount", "1000", "--start", "2026-11-18")
    assert earlier["units"] is None


def test_the_currency_is_that_of_the_product(book: Cm) -> None:
    book.json("config", "set", "currency", "USD")
    book.json("product", "add", "U1", "美元存款", "--kind", "deposit", "--minimum", "100")
    book.json("config", "set", "currency", "CNY")
    found = book.json("holding", "add", "c1", "U1", "--amount", "1000")
    assert found["amount"] == {"amount": 100_000, "currency": "USD"}
    sums = book.json("holding", "list", "--client", "c1", "--totals")
    assert [(one["currency"], one["owed"], one["value"]["amount"]) for one in sums["totals"]] == [
        ("CNY", False, 600_000 * YUAN), ("USD", False, 100_000),
    ]  # fmt: skip
    assert [one["currency"] for one in sums["concentration"]] == ["CNY", "USD"]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("TD12", "--amount", "0"), 2),
        (("TD12", "--amount", "-5"), 2),
        (("TD12", "--amount", "many"), 2),
        (("TD12",), 2),
        (("TD12", "--amount", "1000", "--start", "2026-11-24"), 2),
        (("TD12", "--amount", "1000", "--start", "2026-11-01", "--maturity", "2026-11-01"), 2),
        (("TD12", "--amount", "1000", "--repayment", "5"), 2),
        (("TD12", "--amount", "1000", "--rate", "much"), 2),
        (("F1", "--amount", "1000", "--units", "-1"), 2),
        (("L1", "--amount", "1000", "--units", "1"), 2),
        (("L1", "--amount", "1000", "--overdue", "2026-11-24"), 2),
        (("X9", "--amount", "1000"), 3),
        (("TD12", "--amount", "1000", "--deal", "d9"), 3),
        (("TD12", "--amount", "1000", "--deal", "d1"), 2),
    ],
)
def test_wrong_holdings_are_refused_in_one_line(book: Cm, args: tuple[str, ...], code: int) -> None:
    book.json("deal", "add", "王建国", "定存")
    before = contents(book)
    result = book("holding", "add", "孙丽", *args)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert contents(book) == before


def test_a_holding_keeps_the_deal_it_came_from(book: Cm) -> None:
    book.json("deal", "add", "孙丽", "定存", "--amount", "1")
    book.json("deal", "won", "d1")
    assert (
        book.json("holding", "add", "孙丽", "TD12", "--amount", "1", "--deal", "d1")["deal"] == "d1"
    )


# Redeem


def test_a_part_is_redeemed_and_the_rest_closes_it(book: Cm) -> None:
    found = book.json("holding", "redeem", "h1", "--amount", "20万", "--note", "购房")
    assert found["amount"]["amount"] == 300_000 * YUAN
    closed = book.json("holding", "redeem", "h1", "--all")
    assert (closed["amount"]["amount"], closed["closed"]) == (0, "2026-11-23")
    moves = book.json("show", "h1")["movements"]
    assert [(m["kind"], m["amount"]["amount"] // YUAN, m["note"]) for m in moves] == [
        ("bought", 500_000, None), ("redeemed", 200_000, "购房"), ("redeemed", 300_000, None),
    ]  # fmt: skip
    assert book("holding", "redeem", "h1", "--amount", "1").code == 4


def test_units_are_redeemed_at_the_price_of_the_day(book: Cm, tmp_path: Any) -> None:
    prices(book, tmp_path, "2026-11-19,1.5", "2026-11-20,2")
    day = ("--at", "2026-11-19")
    found = book.json("holding", "redeem", "h2", "--amount", "30000", *day)
    assert (found["units"], found["amount"]["amount"]) == (60_000, 75_000 * YUAN)
    found = book.json("holding", "redeem", "h2", "--units", "30000")
    assert (found["units"], found["amount"]["amount"]) == (30_000, 37_500 * YUAN)
    amounts = [m["amount"]["amount"] // YUAN for m in book.json("show", "h2")["movements"]]
    assert amounts == [100_000, 30_000, 60_000]


def test_more_than_is_held_is_refused_and_said(book: Cm, tmp_path: Any) -> None:
    before = contents(book)
    result = book("holding", "redeem", "h1", "--amount", "500001")
    assert (result.code, result.err.count("\n")) == (4, 1)
    assert "500,000" in result.err
    assert "only 800,000 is owed" in book("holding", "redeem", "h3", "--amount", "90万").err
    assert contents(book) == before
    prices(book, tmp_path, "2026-11-20,1.5")
    result = book("holding", "redeem", "h2", "--units", "80001")
    assert result.code == 4
    assert "80,000 units, worth 120,000" in result.err


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--all", "--amount", "5"],
        ["--amount", "0"],
        ["--amount", "-1"],
        ["--units", "5"],
        ["--amount", "1", "--at", "2026-11-24"],
        ["--amount", "1", "--at", "2025-11-30"],
        ["--amount", "1", "--into", "TD12"],
        ["--all", "--into", "L1"],
        ["--amount", "1", "--maturity", "2027-01-01"],
    ],
)
def test_wrong_redemptions_write_nothing(book: Cm, options: list[str]) -> None:
    before = contents(book)
    result = book("holding", "redeem", "h1", *options)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert contents(book) == before


def test_redemptions_are_entered_in_turn(book: Cm) -> None:
    book.json("holding", "redeem", "h1", "--amount", "1", "--at", "2026-11-20")
    assert book("holding", "redeem", "h1", "--amount", "1", "--at", "2026-11-19").code == 2
    assert book("holding", "redeem", "h1", "--amount", "1", "--at", "2026-11-20").code == 0


def test_a_loan_is_repaid_and_stays_overdue_until_it_is_said(book: Cm) -> None:
    result = book("holding", "redeem", "h3", "--amount", "5000")
    assert "still overdue: cm edit h3 overdue=" in result.out
    assert book.json("show", "h3")["movements"][-1]["kind"] == "repaid"
    assert lines(book, "risk")["h3"]["state"] == "overdue"
    assert book.json("edit", "h3", "overdue=")["overdue"] is None
    assert not lines(book, "risk")
    closed = book.json("done", "h3")
    assert (closed["closed"], closed["amount"]["amount"]) == ("2026-11-23", 0)


def test_a_renewal_is_a_sale_that_needs_its_disclosure(book: Cm) -> None:
    before = contents(book)
    result = book("holding", "redeem", "h1", "--all", "--into", "TD12")
    assert (result.code, result.out, result.err.count("\n")) == (4, "", 1)
    assert "cm disclose" in result.err
    assert contents(book) == before


def test_a_renewal_closes_one_and_opens_the_next_in_one_entry(book: Cm) -> None:
    later = "2026-12-03T10:00:00+08:00"
    book.json("disclose", "孙丽", "TD12")
    found = book.json("holding", "redeem", "h1", "--all", "--into", "TD12", "--at", "2026-12-01",
                      now=later)  # fmt: skip
    assert (found["ref"], found["start"], found["maturity"]) == ("h4", "2026-12-01", "2027-12-01")
    assert found["amount"]["amount"] == 500_000 * YUAN
    old = book.json("show", "h1", now=later)
    assert (old["closed"], old["movements"][-1]["kind"]) == ("2026-12-01", "matured")
    book("undo", now=later)
    assert book.json("show", "h1", now=later)["closed"] is None
    assert book("show", "h4", now=later).code == 3
    given = book.json("holding", "redeem", "h1", "--all", "--into", "TD12", "--maturity",
                      "2027-03-01", now=later)  # fmt: skip
    assert given["maturity"] == "2027-03-01"


# The letter


def test_done_is_a_maturity_that_was_paid_out(book: Cm) -> None:
    refused = book("done", "h1")
    assert (refused.code, refused.err.count("\n")) == (4, 1)
    assert book("done", "h2").code == 4
    found = book.json("done", "h1", "转活期", now="2026-12-03T10:00:00+08:00")
    assert found["closed"] == "2026-12-01"
    last = book.json("show", "h1", now="2026-12-03T10:00:00+08:00")["movements"][-1]
    assert (last["kind"], last["date"], last["note"]) == ("matured", "2026-12-01", "转活期")
    assert book("done", "h1", now="2026-12-03T10:00:00+08:00").code == 4


@pytest.mark.parametrize(
    ("ref", "now", "hint"),
    [
        ("h1", "2026-11-23", "cm holding redeem h1 --all"),
        ("h1", "2026-12-01", "once it is paid out, cm done h1"),
        ("h2", "2026-11-23", "cm holding redeem h2 --all"),
        ("h3", "2026-11-23", "once the instalment is paid, cm edit h3 overdue="),
    ],
)
def test_a_page_says_what_would_be_taken_as_it_stands(
    book: Cm, ref: str, now: str, hint: str
) -> None:
    then = f"{now}T10:00:00+08:00"
    assert f"next: {hint}" in " ".join(book("show", ref, now=then).out.split())
    done = book(*hint.partition("cm ")[2].split(), now=then)
    assert done.code == 0, done.err


def test_a_loan_in_order_is_repaid_in_part_or_settled(book: Cm) -> None:
    book("edit", "h3", "overdue=")
    shown = book("show", "h3").out
    assert "next: cm holding redeem h3 --amount A · once it is settled, cm done h3" in shown


def test_terms_are_corrected_but_not_into_nonsense(book: Cm) -> None:
    assert (
        book.json("edit", "h1", "maturity=2027-01-01", "note=自动转存", "rate=1.5")["rate"] == 1.5
    )
    assert book.json("edit", "h1", "maturity=")["maturity"] is None
    moved = book.json("edit", "h1", "start=2025-11-30")
    assert moved["start"] == "2025-11-30"
    assert book.json("show", "h1")["movements"][0]["date"] == "2025-11-30"
    before = contents(book)
    for wrong in ("maturity=2025-11-30", "start=2026-11-24", "start=", "overdue=2026-11-01",
                  "amount=5", "colour=red", "rate=x"):  # fmt: skip
        assert book("edit", "h1", wrong).code == 2, wrong
    assert contents(book) == before


def test_only_what_never_moved_is_removed(book: Cm) -> None:
    assert book.json("rm", "h2", "--yes") == {"ref": "h2", "removed": True}
    assert book("show", "h2").code == 3
    book("undo")
    assert book.json("show", "h2")["movements"]
    book("holding", "redeem", "h2", "--amount", "1")
    assert book("rm", "h2", "--yes").code == 4


def test_a_holding_is_not_snoozed(book: Cm) -> None:
    assert book("snooze", "h1", "+3d").code == 2


# Lists


def refs(cm: Cm, *options: str) -> list[str]:
    return [found["ref"] for found in cm.json("holding", "list", *options)]


def test_lists_filter_sort_and_limit(book: Cm) -> None:
    assert refs(book) == ["h1", "h2", "h3"]
    assert refs(book, "--client", "孙丽") == ["h1", "h2"]
    assert refs(book, "--product", "F1") == ["h2"]
    assert refs(book, "--kind", "loan") == ["h3"]
    assert refs(book, "--tier", "key") == ["h1", "h2"]
    assert refs(book, "--tag", "vip") == ["h1", "h2"]
    assert refs(book, "--from", "2026-01-05") == ["h2", "h3"]
    assert refs(book, "--to", "2026-01-04") == ["h1"]
    assert refs(book, "--sort", "-value", "--limit", "2") == ["h3", "h1"]
    assert refs(book, "--sort", "maturity") == ["h1", "h3", "h2"]
    assert book("holding", "list", "--sort", "colour").code == 2
    book.json("holding", "redeem", "h1", "--all")
    assert refs(book) == ["h2", "h3"]
    assert refs(book, "--all") == ["h1", "h2", "h3"]


def test_nothing_held_is_an_empty_list(given: Given) -> None:
    book = given(*BOOK)
    assert book.json("holding", "list") == []
    assert "cm holding add" in book("holding", "list").out
    assert book.json("holding", "list", "--totals") == {"totals": [], "concentration": []}
    assert "nothing matures" in book("holding", "ladder").out


def test_the_foot_of_a_list_keeps_owned_and_owed_apart(book: Cm) -> None:
    page = book("holding", "list", "--limit", "1").out
    assert "owned 600,000 · 2 holdings · 1 client" in page
    assert "owed 800,000 · 1 holding · 1 client" in page
    assert "2 more" in page
    assert "concentration" not in page
    mine = book("holding", "list", "--client", "孙丽").out
    assert "concentration in CNY: 0.72 of 1" in mine
    assert "deposit 83 %" in mine
    assert "R3 17 %" in mine


def test_clients_out_of_the_book_are_in_no_list(book: Cm) -> None:
    book.json("client", "edit", "c2", "--status", "closed")
    assert refs(book) == ["h1", "h2"]
    assert not lines(book, "risk")


def test_the_ladder_sums_by_month_and_begins_with_what_is_past(book: Cm) -> None:
    book.json("holding", "add", "王建国", "TD12", "--amount", "1万", "--start", "2025-11-01")
    book.json("holding", "add", "王建国", "TD12", "--amount", "2万", "--start", "2025-12-20")
    found = book.json("holding", "ladder", "--months", "2")
    assert [(rung["month"], rung["overdue"], rung["holdings"]) for rung in found] == [
        (None, True, ["h4"]), ("2026-11", False, []), ("2026-12", False, ["h1", "h5"]),
    ]  # fmt: skip
    december = found[2]
    assert (december["clients"], december["totals"][0]["value"]["amount"]) == (2, 520_000 * YUAN)
    mine = book.json("holding", "ladder", "--client", "孙丽")
    assert len(mine) == 13
    assert [rung["holdings"] for rung in mine if rung["holdings"]] == [["h1"]]
    page = book("holding", "ladder", "--months", "2").out
    assert [line.split()[:4] for line in page.splitlines()[1:4]] == [
        ["overdue", "1", "1", "10,000"], ["2026-11", "–", "–", "–"],
        ["2026-12", "2", "2", "520,000"],
    ]  # fmt: skip
    assert book("holding", "ladder", "--months", "0").code == 2


# The agenda


def test_a_maturity_stands_until_the_client_was_reached(book: Cm) -> None:
    found = lines(book, "maturities")["h1"]
    assert (found["kind"], found["state"], found["due"]) == (
        "maturity", "open", "2026-12-01T00:00:00+08:00",
    )  # fmt: skip
    assert found["title"] == "deposit 500,000 matures"
    assert found["when"] == "Tue 1 Dec · no assessment: assess first"
    assert "maturity.notice" in book("why", "h1").out
    book.json("log", "孙丽", "没接", "--outcome", "no_answer")
    assert "h1" in lines(book, "maturities")
    book.json("log", "孙丽", "谈了续存", "--channel", "wechat")
    assert not lines(book, "maturities")
    last = lines(book, "maturities", now="2026-11-30T09:00:00+08:00")["h1"]
    assert last["state"] == "at_risk"
    past = lines(book, "maturities", now="2026-12-02T09:00:00+08:00")["h1"]
    assert past["state"] == "overdue"
    assert "matured, settle it" in past["title"]
    book.json("done", "h1", now="2026-12-02T09:00:00+08:00")
    assert not lines(book, "maturities", now="2026-12-02T09:00:00+08:00")


def test_the_notices_are_a_setting(book: Cm) -> None:
    book.json("config", "set", "maturity.notice", "5,1")
    assert not lines(book, "maturities")
    assert lines(book, "maturities", now="2026-11-24T09:00:00+08:00")
    assert book("config", "set", "maturity.notice", "1,5").code == 2


def test_the_agenda_reads_open_holdings_by_their_index(book: Cm) -> None:
    from cmcli.queries.holding import _HELD

    store = Store.open(book.db)
    index = {"maturity_on": "holding_maturing", "overdue_on": "holding_overdue"}
    for column, name in index.items():
        sql = f"""EXPLAIN QUERY PLAN {_HELD} WHERE holding.closed_on IS NULL
            AND holding.{column} IS NOT NULL AND holding.{column} <= ?"""
        plan = [row[3] for row in store.rows(sql, "2026-11-23", "2026-11-23")]
        assert any(name in step for step in plan), plan
    store.close()


# Elsewhere


def test_merged_files_hold_together(book: Cm) -> None:
    book.json("client", "merge", "c1", "c2", "--yes")
    assert refs(book, "--client", "c1") == ["h1", "h2", "h3"]


def test_a_product_says_its_price_and_the_return_of_the_year(book: Cm, tmp_path: Any) -> None:
    assert book.json("product", "show", "F1")["prices"] is None
    prices(book, tmp_path, "2026-11-19,1.25", "2026-11-20,1.5")
    found = book.json("product", "show", "F1")["prices"]
    assert found == {"latest": {"date": "2026-11-20", "value": 1.5}, "days": 2, "year": None}
    prices(book, tmp_path, "2025-11-20,1.2")
    assert book.json("product", "show", "F1")["prices"]["year"] == pytest.approx(0.25)
    assert "1.5 on 20 Nov · 3 days known · +25.00 % in a year" in book("product", "show", "F1").out


def test_a_past_day_shows_what_was_held_then(book: Cm, tmp_path: Any) -> None:
    from datetime import date

    from cmcli.queries.holding import held_all, held_of

    prices(book, tmp_path, "2026-06-01,1.25", "2026-11-20,1.5")
    book.json("holding", "redeem", "h2", "--units", "20000", "--at", "2026-11-20")
    book.json("holding", "redeem", "h1", "--all", "--at", "2026-11-20")
    store = Store.open(book.db)
    july = held_of(store, 1, date(2026, 7, 1))
    assert [(one.holding.id, one.value // YUAN) for one in july] == [(1, 500_000), (2, 100_000)]
    now = held_all(store, date(2026, 11, 23))
    assert [(one.holding.id, one.value // YUAN) for one in now] == [(2, 90_000), (3, 800_000)]
    assert held_of(store, 1, date(2025, 11, 30)) == []
    store.close()
