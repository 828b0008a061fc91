"""Deals and products through the commands."""

from datetime import date
from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    return given(("client", "add", "王建国", "--tier", "key"), ("client", "add", "李娜"))


def pipeline(cm: Cm, now: str | None = None) -> list[tuple[str, str]]:
    items = cm.json("today", now=now)["items"]
    return [(item["ref"], item["state"]) for item in items if item["section"] == "pipeline"]


def test_a_deal_is_printed_as_it_was_written(book: Cm) -> None:
    book("product", "add", "CK3", "三年期存款", "--kind", "deposit")
    document: dict[str, Any] = book.json(
        "deal", "add", "王建国", "学费存款", "--product", "CK3", "--amount", "5万", "--next", "寄合同",
        "--next-due", "周五", "--expected", "月底",
    )  # fmt: skip
    assert next(iter(document)) == "ref"
    assert (document["ref"], document["stage"], document["product"]) == ("d1", "lead", "CK3")
    assert document["amount"] == {"amount": 5_000_000, "currency": "CNY"}
    assert (document["next_due"], document["expected"]) == ("2026-11-27T00:00:00+08:00", "2026-11-30")  # fmt: skip
    assert document["client"]["ref"] == "c1"


def test_stages_are_kept_with_their_times(book: Cm) -> None:
    book("deal", "add", "c1", "存款", "--amount", "100", now="2026-11-01T09:00:00+08:00")
    assert book.json("deal", "move", "d1", "洽谈")["stage"] == "negotiation"
    assert book("deal", "move", "d1", "negotiation").code == 4
    assert book("deal", "move", "d1", "won").code == 2
    assert book("deal", "move", "d1", "moon").code == 2
    won = book.json("deal", "won", "d1", "--amount", "1.2亿")
    assert won["amount"]["amount"] == 12_000_000_000
    stages = book.json("show", "d1")["stages"]
    assert [(s["stage"], s["at"][:10]) for s in stages] == [
        ("lead", "2026-11-01"),
        ("negotiation", "2026-11-23"),
        ("won", "2026-11-23"),
    ]
    assert book("deal", "lost", "d1").code == 4
    assert book("deal", "move", "d1", "lead").code == 4


def test_a_deal_needs_an_amount_to_be_won_and_keeps_why_it_was_lost(book: Cm) -> None:
    book("deal", "add", "c1", "存款")
    assert book("deal", "won", "d1").code == 2
    assert book("deal", "won", "d1", "--amount", "-1").code == 2
    lost = book.json("deal", "lost", "d1", "--reason", "利率")
    assert (lost["stage"], lost["lost_reason"]) == ("lost", "利率")
    assert book.json("deal", "list") == []
    assert [row["ref"] for row in book.json("deal", "list", "--closed")] == ["d1"]


def test_a_deal_closes_when_it_was_signed(book: Cm) -> None:
    book("deal", "add", "c1", "存款", "--amount", "100", now="2026-11-01T09:00:00+08:00")
    won = book.json("deal", "won", "d1", "--at", "昨天下午3点")
    assert (won["closed"], won["next"]) == ("2026-11-22T15:00:00+08:00", None)


def test_a_deal_is_not_closed_before_it_was_opened_nor_in_the_future(book: Cm) -> None:
    book("deal", "add", "c1", "存款", "--amount", "100")
    assert book("deal", "won", "d1", "--at", "yesterday").code == 2
    assert book("deal", "won", "d1", "--at", "2026-11-24").code == 2


def test_an_amount_in_another_currency_names_it_and_is_never_added_to_the_others(book: Cm) -> None:
    book("deal", "add", "c1", "a", "--amount", "100")
    book("config", "set", "currency", "USD")
    book("deal", "add", "c1", "b", "--amount", "50")
    book("config", "set", "currency", "CNY")
    assert "50 USD" in book("deal", "list").out
    lead = book.json("deal", "board")[0]
    assert lead["stage"] == "lead"
    assert lead["amount"] == [
        {"amount": 10_000, "currency": "CNY"},
        {"amount": 5_000, "currency": "USD"},
    ]
    assert "50 USD" in book("deal", "board").out


@pytest.mark.parametrize("amount", ["-1", "0.001", "many", "9" * 19, "5万5"])
def test_an_amount_that_cannot_be_is_an_error(book: Cm, amount: str) -> None:
    assert book("deal", "add", "c1", "x", f"--amount={amount}").code == 2
    assert book.json("deal", "list") == []


def test_yen_have_no_smaller_unit(book: Cm) -> None:
    book("config", "set", "currency", "JPY")
    assert book.json("deal", "add", "c1", "x", "--amount", "5万")["amount"] == {
        "amount": 50_000, "currency": "JPY",
    }  # fmt: skip
    assert book("deal", "add", "c1", "x", "--amount", "0.5").code == 2


def test_the_agenda_calls_for_the_next_step_on_its_day_and_for_deals_without_one(book: Cm) -> None:
    book("deal", "add", "c1", "a", "--next", "寄合同", "--next-due", "明天")
    book("deal", "add", "c2", "b")
    assert pipeline(book) == []
    assert pipeline(book, "2026-11-24T09:00:00+08:00") == [("d1", "open")]
    assert pipeline(book, "2026-11-25T09:00:00+08:00") == [("d1", "overdue")]
    assert pipeline(book, "2026-11-30T09:00:00+08:00") == [("d1", "overdue"), ("d2", "open")]
    moved = book.json("snooze", "d1", "12月10日")
    assert moved["next_due"] == "2026-12-10T00:00:00+08:00"
    assert book("snooze", "d2", "+1d").code == 2


def _sold_until(cm: Cm, until: str) -> None:
    cm("product", "add", "CC-1", "白金卡", "--kind", "card", "--until", until)
    cm("deal", "add", "c1", "卡", "--product", "CC-1", "--amount", "1万")
    cm("deal", "add", "c2", "also", "--product", "CC-1")
    cm("deal", "add", "c2", "no product")


def test_the_agenda_asks_to_offer_something_else_once_a_product_is_off_sale(book: Cm) -> None:
    _sold_until(book, "2026-11-23")
    assert pipeline(book) == []
    after = "2026-11-24T09:00:00+08:00"
    assert pipeline(book, after) == [("d1", "open"), ("d2", "open")]
    line = next(i for i in book.json("today", now=after)["items"] if i["ref"] == "d1")
    assert (line["kind"], line["title"], line["due"]) == ("offer", "卡, off sale", None)
    assert "cm edit d1 product=…" in line["why"]
    assert "offer something else" in " ".join(book("why", "d1", now=after).out.split())
    book("product", "add", "CC-2", "金卡", "--kind", "card", now=after)
    book("edit", "d1", "product=CC-2", now=after)
    book("deal", "lost", "d2", now=after)
    assert pipeline(book, after) == []


def test_a_deal_off_sale_outlives_the_client_in_the_book(book: Cm) -> None:
    _sold_until(book, "2026-11-22")
    book("client", "edit", "c2", "--status", "closed")
    assert pipeline(book) == [("d1", "open"), ("d2", "open")]


def test_the_agenda_reads_deals_of_products_off_sale_by_the_index_of_open_ones(book: Cm) -> None:
    from cmcli.queries import promises

    _sold_until(book, "2026-11-22")
    store, seen = Store.open(book.db), list[str]()
    store.connection.set_trace_callback(seen.append)
    assert len(promises.unsold_deals(store, date(2026, 11, 23))) == 2
    store.connection.set_trace_callback(None)
    plan = [row[3] for sql in seen for row in store.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert [step for step in plan if "deal_open" in step], plan
    assert not [step for step in plan if "deal_product" in step or step == "SCAN deal"], plan
    store.close()


def test_lists_filter_and_sort(book: Cm) -> None:
    book("deal", "add", "c1", "a", "--amount", "300", now="2026-11-01T09:00:00+08:00")
    book("deal", "add", "c2", "b", "--amount", "100", "--stage", "proposal")
    book("deal", "add", "c2", "c", "--amount", "200")

    def refs(*options: str) -> list[str]:
        return [row["ref"] for row in book.json("deal", "list", *options)]

    assert sorted(refs()) == ["d1", "d2", "d3"]
    assert refs("--sort", "amount") == ["d2", "d3", "d1"]
    assert refs("--sort=-amount", "--limit", "1") == ["d1"]
    assert refs("--stage", "proposal") == ["d2"]
    assert sorted(refs("--client", "李娜")) == ["d2", "d3"]
    assert refs("--tier", "key") == ["d1"]
    assert refs("--to", "2026-11-22") == ["d1"]
    assert sorted(refs("--from", "2026-11-23")) == ["d2", "d3"]


def test_fields_of_a_deal_are_corrected(book: Cm) -> None:
    book("deal", "add", "c1", "a")
    changed = book.json("edit", "d1", "amount=2万", "next=寄合同", "next_due=周五", "title=存款")
    assert (changed["amount"]["amount"], changed["title"]) == (2_000_000, "存款")
    assert changed["next_due"] == "2026-11-27T00:00:00+08:00"
    assert book.json("edit", "d1", "amount=")["amount"] is None
    assert book("edit", "d1", "stage=won").code == 2
    assert book("edit", "d1", "title=").code == 2
    assert book("edit", "d1", "product=nothing").code == 3


@pytest.mark.parametrize(
    ("args", "code"),
    [(("c9", "x"), 3), (("c1",), 2), (("c1", "x", "--product", "none"), 3), (("c1", "x", "--stage", "won"), 2),
     (("c1", "x", "--next-due", "fri"), 2), (("c1", "x", "--expected", "blah"), 2)],
)  # fmt: skip
def test_what_cannot_be_is_an_error(book: Cm, args: tuple[str, ...], code: int) -> None:
    assert book("deal", "add", *args).code == code
    assert book.json("deal", "list") == []


def test_products_have_one_code_each(book: Cm) -> None:
    product = book.json(
        "product", "add", "LC1", "稳健理财", "--kind", "wealth", "--risk", "R2", "--risk", "r2"
    )
    assert (product["ref"], product["code"], product["risk"]) == ("p1", "LC1", "R2")
    assert book("product", "add", "LC1", "另一个", "--kind", "wealth", "--risk", "R2").code == 4
    assert book("product", "add", "LC2", "x", "--kind", "boat").code == 2
    assert book("product", "add", "LC2", "x", "--kind", "fund", "--risk", "R6").code == 2
    assert [row["code"] for row in book.json("product", "list")] == ["LC1"]
    assert book.json("product", "list", "--kind", "fund") == []
    for name in ("p1", "LC1", "稳健理财"):
        assert book.json("product", "show", name)["ref"] == "p1"
    assert book("product", "show", "LC9").code == 3


def test_a_deal_says_what_it_is_about(cm: Cm) -> None:
    cm("client", "add", "王建国")
    result = cm("deal", "add", "c1", " ")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert result.err.startswith("what is the deal about?")
    assert cm.json("deal", "list") == []
