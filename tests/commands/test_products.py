"""The catalogue as a manager uses it: add, edit, compare, search, what was said in March."""

import pytest

from tests.support import Cm

MARCH, MAY = "2026-03-02T10:00:00+08:00", "2026-05-06T10:00:00+08:00"


@pytest.fixture
def shelf(cm: Cm) -> Cm:
    full = (
        "--risk", "r2", "--seller-risk", "R3", "--minimum", "1万", "--term", "90", "--return",
        "2.85%", "--fees", "0.3 % a year", "--structure", "bonds and deposits", "--risks",
        "may lose value", "--target", "cash for a quarter", "--from", "2026-03-01",
        "--until", "2026-12-31",
    )  # fmt: skip
    assert cm("product", "add", "W1", "稳进理财1号", "--kind", "wealth", *full, now=MARCH).code == 0
    cm("product", "add", "D3", "三年期存款", "--kind", "deposit", "--term", "1095", now=MARCH)
    return cm


def test_every_field_is_kept_and_shown(shelf: Cm) -> None:
    shown = shelf.json("product", "show", "W1")
    assert shown["ref"] == "p1"
    assert (shown["regime"], shown["risk"], shown["seller_risk"]) == ("nfra", "R2", "R3")
    assert shown["minimum"] == {"amount": 1_000_000, "currency": "CNY"}
    assert (shown["term"], shown["return"]) == (90, 2.85)
    assert (shown["from"], shown["until"]) == ("2026-03-01", "2026-12-31")
    page = shelf("show", "p1").out
    for text in ("0.3 % a year", "bonds and deposits", "may lose value", "2.85 %", "R3", "10,000"):
        assert text in page


def test_what_was_said_in_march_is_still_there(shelf: Cm) -> None:
    assert shelf("product", "edit", "W1", "--fees", "0.5 % a year", now=MAY).code == 0
    assert shelf.json("product", "show", "W1")["fees"] == "0.5 % a year"
    assert shelf.json("product", "show", "W1", "--at", "2026-03-31")["fees"] == "0.3 % a year"
    assert shelf("product", "show", "W1", "--at", "2026-02-01").code == 3
    assert "as it stood" in shelf("product", "show", "W1", "--at", "2026-03-31").out


def test_an_edit_that_was_undone_was_never_said(shelf: Cm) -> None:
    shelf("edit", "p1", "fees=wrong", now=MAY)
    shelf("undo", now=MAY)
    assert shelf.json("product", "show", "W1", "--at", "2026-06-01")["fees"] == "0.3 % a year"


def test_products_stand_side_by_side(shelf: Cm) -> None:
    lines = shelf("product", "compare", "W1", "三年期存款").out.splitlines()
    assert "稳进理财1号" in lines[0]
    assert "三年期存款" in lines[0]
    assert lines[1].split() == ["code", "p1", "·", "W1", "p2", "·", "D3"]
    term = next(line for line in lines if line.startswith("term"))
    assert term.split()[1:] == ["90", "days", "1,095" if "1,095" in term else "1095", "days"]
    assert not any(line.startswith("note") for line in lines)


def test_the_catalogue_is_searched_in_all_its_texts(shelf: Cm) -> None:
    assert [p["code"] for p in shelf.json("product", "list", "bonds")] == ["W1"]
    assert [p["code"] for p in shelf.json("product", "list", "存款")] == ["D3"]
    assert [p["code"] for p in shelf.json("product", "list", "--kind", "存款")] == ["D3"]
    assert [p["code"] for p in shelf.json("product", "list", "--sort", "-term")] == ["D3", "W1"]
    assert shelf.json("product", "list", "bonds", "存款") == []


def test_what_moves_with_shares_and_with_rates(shelf: Cm) -> None:
    made = shelf.json("product", "add", "F1", "均衡1号", "--kind", "fund", "--risk", "R3",
                      "--equity", "60%", "--duration", "2.5")  # fmt: skip
    assert (made["equity"], made["duration"]) == (60, 2.5)
    page = shelf("product", "show", "F1").out
    assert "equity share: 60 %" in page
    assert "duration: 2.5 years" in page
    assert "2.5 years" in shelf("product", "compare", "F1", "W1").out
    edited = shelf.json("product", "edit", "F1", "--equity", "0", "--duration", "")
    assert (edited["equity"], edited["duration"]) == (0, None)
    assert "equity share: 0 %" in shelf("show", "p3").out
    assert shelf.json("edit", "p3", "duration=1年")["duration"] == 1


def test_what_is_off_sale_says_so(shelf: Cm) -> None:
    assert "off sale" not in shelf("product", "list").out
    assert "off sale" in shelf("product", "list", now="2027-01-04T10:00:00+08:00").out


def test_a_catalogue_file_brings_every_field(cm: Cm) -> None:
    file = cm.db.parent / "catalogue.csv"
    file.write_text(
        "产品代码,产品名称,产品类型,风险等级,起购金额,期限,预期收益率,费用,主要风险,起售日\n"
        "W9,稳利9号,理财,R2,5万,180,3.1%,年化0.3%,净值波动,2026-01-01\n"
        "W8,稳利8号,理财,R6,1万,90,2%,无,无,2026-01-01\n"
        "W7,稳利7号,理财,,1万,90,2%,无,无,2026-01-01\n",
        encoding="utf-8",
    )
    done = cm.json("import", "products", str(file))
    assert (done["created"], done["rejected"]) == (1, 2)
    shown = cm.json("product", "show", "W9")
    assert (shown["regime"], shown["term"], shown["return"]) == ("nfra", 180, 3.1)
    assert shown["minimum"]["amount"] == 5_000_000
    assert shown["from"] == "2026-01-01"


def test_a_catalogue_file_says_what_moves_with_shares_and_rates(cm: Cm) -> None:
    file = cm.db.parent / "catalogue.csv"
    file.write_text(
        "产品代码,产品名称,产品类型,风险等级,权益占比,久期\nF1,均衡,基金,R3,60%,1.5\n"
        "F2,债券,基金,R2,,3.25\nF3,股票,基金,R4,101,0\nF4,股票,基金,R4,95,-1\n",
        encoding="utf-8",
    )
    done = cm.json("import", "products", str(file))
    assert (done["created"], done["rejected"]) == (2, 2)
    assert [(p["equity"], p["duration"]) for p in cm.json("product", "list")] == [
        (60, 1.5), (None, 3.25),
    ]  # fmt: skip
    file.write_text("产品代码,产品名称,产品类型,风险等级,权益占比\nF2,债券,基金,R2,10\n")
    assert cm.json("import", "products", str(file))["updated"] == 1
    found = cm.json("product", "show", "F2")
    assert (found["equity"], found["duration"]) == (10, 3.25)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add", "X", "x", "--kind", "wealth"), 2),
        (("add", "X", "x", "--kind", "fund", "--risk", "R6"), 2),
        (("add", "X", "x", "--kind", "deposit", "--minimum", "-5"), 2),
        (("add", "X", "x", "--kind", "deposit", "--term", "soon"), 2),
        (
            ("add", "X", "x", "--kind", "deposit", "--from", "2026-05-01", "--until", "2026-04-01"),
            2,
        ),
        (("add", "X", "x", "--kind", "deposit", "--equity", "101"), 2),
        (("add", "X", "x", "--kind", "deposit", "--equity", "half"), 2),
        (("edit", "W1", "--duration", "-1"), 2),
        (("edit", "W1", "--duration", "101"), 2),
        (("edit", "W1", "--duration", "nan"), 2),
        (("add", "W1", "x", "--kind", "deposit"), 4),
        (("edit", "W1"), 2),
        (("edit", "W1", "--risk", "", "--seller-risk", ""), 2),
        (("edit", "W1", "--code", "D3"), 4),
        (("show", "W2"), 3),
        (("compare", "W1"), 2),
        (("compare", "W1", "nothing"), 3),
    ],
)
def test_bad_input(shelf: Cm, arguments: tuple[str, ...], code: int) -> None:
    result = shelf("product", *arguments)
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) == 1
