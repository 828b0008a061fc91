"""Advice as a manager asks for it: offered, excluded, kept with the reply, handed over."""

import shutil

import pytest

from tests.support import Cm, Demo

NEXT_DAY = "2026-11-24T10:00:00+08:00"


@pytest.fixture
def book(cm: Cm) -> Cm:
    """c1 刘芳 C2 saving for tuition, c2 周立 never assessed; five products, one off sale."""
    cm.json("client", "add", "刘芳", "--need", "女儿学费", "--tier", "key")
    cm.json("client", "add", "周立")
    words = ("--fees", "0.3 %", "--structure", "bonds", "--risks", "may fall", "--return", "2.1")
    cm.json(
        "product", "add", "W1", "稳一", "--kind", "wealth", "--risk", "R1", "--term", "90", *words
    )
    cm.json("product", "add", "W2", "稳二", "--kind", "wealth", "--risk", "R2", "--minimum", "10万",
            "--term", "180", *words)  # fmt: skip
    cm.json("product", "add", "F4", "进四", "--kind", "fund", "--risk", "R4", *words)
    cm.json("product", "add", "D1", "定一", "--kind", "deposit", "--term", "365", *words)
    cm.json("product", "add", "W0", "旧零", "--kind", "wealth", "--risk", "R1", "--until",
            "2026-01-31", *words)  # fmt: skip
    cm.json("product", "add", "L1", "贷一", "--kind", "loan")
    cm.json("assess", "刘芳", "--level", "C2")
    return cm


def offered(found: dict[str, object]) -> list[str]:
    return [offer["product"]["code"] for offer in found["offered"]]  # type: ignore[attr-defined]


def excluded(found: dict[str, object]) -> dict[str, list[str]]:
    return {one["product"]["code"]: [reason["code"] for reason in one["reasons"]]
            for one in found["excluded"]}  # type: ignore[attr-defined]  # fmt: skip


def test_every_product_is_offered_or_excluded_with_its_reason(book: Cm) -> None:
    found = book.json("advise", "刘芳", "--amount", "20万")
    assert offered(found) == ["W2", "W1", "D1"]
    assert excluded(found) == {"F4": ["level"], "W0": ["off_sale"], "L1": ["no_investment"]}
    assert (found["level"], found["amount"]["amount"]) == ("C2", 20_000_000)
    first = found["offered"][0]
    assert first["score"] == sum(part["points"] for part in first["parts"])
    assert (first["return"], first["fees"], first["risks"]) == (2.1, "0.3 %", "may fall")
    reason = found["excluded"][0]["reasons"][0]
    assert (reason["text"], reason["source"]) == ("R4 is above C2", "CSRC order 130, art. 19")


def test_the_page_has_fees_and_risks_beside_the_return(book: Cm) -> None:
    page = book("advise", "刘芳").out
    lines = page.splitlines()
    place = next(i for i, line in enumerate(lines) if "稳二" in line)
    assert "2.1 % a year" in lines[place + 1]
    assert lines[place + 2].strip() == "fees: 0.3 % · risks: may fall"
    assert "serves the need: education" in page
    assert "R4 is above C2" in page
    assert "贷一" not in page


def test_little_money_leaves_out_what_starts_higher(book: Cm) -> None:
    found = book.json("advise", "刘芳", "--amount", "99999")
    assert excluded(found)["W2"] == ["minimum"]
    book.json("profile", "set", "刘芳", "--cash", "5万")
    assert excluded(book.json("advise", "刘芳"))["W2"] == ["minimum"]
    assert excluded(book.json("advise", "刘芳", "--amount", "6万"))["W1"] == ["means"]


def test_before_an_assessment_only_deposits(book: Cm) -> None:
    found = book.json("advise", "周立")
    assert offered(found) == ["D1"]
    assert excluded(found)["W1"] == ["unassessed"]
    later = book.json("advise", "刘芳", now="2027-11-24T10:00:00+08:00")
    assert excluded(later)["W1"] == ["lapsed"]
    assert "cm assess 周立" in book("advise", "周立", "--product", "W1").out


def test_what_matures_is_followed_and_what_is_held_is_weighed(book: Cm) -> None:
    book.json("holding", "add", "刘芳", "W1", "--amount", "30万", "--start", "2026-09-01")
    found = book.json("advise", "刘芳")
    parts = {offer["product"]["code"]: {p["name"] for p in offer["parts"]}
             for offer in found["offered"]}  # fmt: skip
    assert "maturity" in parts["W1"]
    assert "spread" in parts["W1"]
    assert "maturity" not in parts["D1"]


def test_advice_is_kept_with_its_reasons_and_the_reply_comes_later(book: Cm) -> None:
    kept = book.json("advise", "刘芳", "--record", "--limit", "2", "--note", "in the branch")
    assert [item["product"] for item in kept["offered"]] == ["p2", "p1"]
    assert "education" in kept["offered"][0]["why"]
    assert (kept["reply"], kept["note"]) == (None, "in the branch")
    assert book.json("advise", "刘芳", "--reply", "takes W2", now=NEXT_DAY)["reply"] == "takes W2"
    again = book.json("advise", "刘芳", "--list")
    assert [(one["reply"], len(one["offered"])) for one in again] == [("takes W2", 2)]
    assert book("undo").code == 0
    assert book.json("advise", "刘芳", "--list")[0]["reply"] is None


def test_the_report_counts_what_was_recorded(book: Cm) -> None:
    book.json("advise", "刘芳")
    book.json("advise", "刘芳", "--record", "--limit", "2", "--at", "2026-11-20 10:00")
    book.json("advise", "刘芳", "--record", "--limit", "1", "--reply", "takes W2")
    measures = {one["id"]: one["value"] for one in book.json("report", "2026-11")["measures"]}
    assert measures["advice.given"] == 2
    (row,) = book.json("report", "--last", "--explain", "advice.given")["rows"]
    assert (row["ref"], row["label"]) == ("c1", "稳二, 稳一 · no reply yet")


def test_the_same_book_gives_the_same_advice(book: Cm) -> None:
    assert book("advise", "刘芳", "--all").out == book("advise", "刘芳", "--all").out


def test_whom_a_product_suits(book: Cm) -> None:
    found = book.json("advise", "--product", "W2")
    assert [one["client"]["ref"] for one in found["suits"]] == ["c1"]
    assert [(one["client"]["ref"], one["reasons"][0]["code"]) for one in found["others"]] == [
        ("c2", "unassessed")
    ]
    page = book("advise", "--product", "W2").out
    assert "刘芳" in page
    assert "not offered to 1: not assessed 1" in page
    assert "suits nobody" in book("advise", "--product", "F4").out


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_a_proposal_is_one_file_for_its_reader(book: Cm, ending: str) -> None:
    book.json("client", "edit", "刘芳", "--name", "<b>刘*芳*</b>")
    file = book.db.parent / f"page.{ending}"
    assert book("advise", "c1", "-o", str(file)).code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    first = file.read_bytes()
    assert book("advise", "c1", "-o", str(file)).code == 0
    assert file.read_bytes() == first
    if ending != "docx":
        text = first.decode()
        assert "<b>刘" not in text
        assert "0.3 %" in text
        assert "may fall" in text
        assert "进四" not in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("advise",), 2),
        (("advise", "nobody"), 3),
        (("advise", "刘芳", "--product", "W7"), 3),
        (("advise", "刘芳", "--amount", "-5"), 2),
        (("advise", "刘芳", "--amount", "much"), 2),
        (("advise", "刘芳", "--reply", ""), 2),
        (("advise", "刘芳", "--reply", "yes"), 4),
        (("advise", "刘芳", "--record", "--product", "F4"), 4),
        (("advise", "刘芳", "--record", "--at", "tomorrow"), 2),
        (("advise", "刘芳", "--limit", "0"), 2),
        (("advise", "刘芳", "--record", "-o", "/nowhere/page.md"), 5),
        (("advise", "刘芳", "-o", "page.pdf"), 2),
    ],
)
def test_bad_input(book: Cm, arguments: tuple[str, ...], code: int) -> None:
    result = book(*arguments)
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) == 1
    assert book.json("advise", "刘芳", "--list") == []


def test_on_the_demo_book_nothing_forbidden_is_ever_offered(cm: Cm, demo_book: Demo) -> None:
    shutil.copy(demo_book(), cm.db)
    levels = {row["code"]: row for row in cm.json("product", "list")}
    clients = cm.json("client", "list", "--tier", "key")
    for client in clients:
        found = cm.json("advise", client["ref"])
        for offer in found["offered"]:
            product = levels[offer["product"]["code"]]
            if product["regime"] == "none":
                continue
            assert found["level"] is not None
            assert found["expires"] >= "2026-11-23"
            assert product["risk"] <= f"R{found['level'][1]}"
            assert product["until"] is None or product["until"] >= "2026-11-23"
