"""The client file on money: holdings against the level, loans, risks, what is missing."""

import pytest

from tests.support import Cm


def add(cm: Cm, name: str, *options: str) -> None:
    assert cm("client", "add", name, *options).code == 0


def test_the_file_shows_holdings_against_the_level_loans_and_risks(cm: Cm) -> None:
    add(cm, "王建国", "--tier", "key")
    for code, *options in (
        ("TD", "定期", "--kind", "deposit"),
        ("FD", "股票基金", "--kind", "fund", "--risk", "R4"),
        ("LN", "房贷", "--kind", "loan"),
    ):
        assert cm("product", "add", code, *options).code == 0
    assert cm("assess", "王建国", "--level", "C3").code == 0
    for code, *options in (
        ("TD", "--amount", "50万", "--maturity", "2026-12-01", "--start", "2025-12-01"),
        ("FD", "--amount", "10万"),
        ("LN", "--amount", "80万", "--overdue", "2026-11-10", "--start", "2025-01-05"),
    ):
        assert cm("holding", "add", "王建国", code, *options).code == 0
    assert cm("disclose", "王建国", "FD").code == 0
    assert cm("risk", "add", "王建国", "一跌就想卖", "--severity", "high").code == 0
    out = cm("client", "show", "王建国").out
    lines = {line.split()[0]: " ".join(line.split()) for line in out.splitlines() if line.strip()}
    assert lines["HOLDINGS"] == "HOLDINGS 600,000"
    assert lines["h1"] == "h1 定期 500,000 matures 1 Dec"
    assert lines["h2"] == "h2 股票基金 R4 ! above the level 100,000"
    assert lines["LOANS"] == "LOANS 800,000"
    assert "overdue since 10 Nov" in lines["h3"]
    assert lines["k1"].startswith("k1 一跌就想卖 high review")
    assert "risk tolerance C3" in out
    assert "valid to 23 Nov 2027 (x1)" in out
    assert "told of: 股票基金 23 Nov" in out
    document = cm.json("client", "show", "王建国")
    assert (document["assessment"]["ref"], document["assessment"]["valid"]) == ("x1", True)
    assert [(h["ref"], h["above_level"], h["owed"]) for h in document["holdings"]] == [
        ("h1", False, False), ("h2", True, False), ("h3", False, True),
    ]  # fmt: skip
    assert [risk["ref"] for risk in document["risks"]] == ["k1"]
    assert [told["product"] for told in document["disclosures"]] == ["FD"]
    assert (document["profile"], document["advice"]) == (None, None)


def test_an_assessment_that_lapsed_says_so(cm: Cm) -> None:
    add(cm, "王建国")
    cm("assess", "王建国", "--level", "C2", "--at", "2025-11-01")
    assert "risk tolerance C2" in cm("client", "show", "c1").out
    assert "lapsed after 1 Nov (x1)" in cm("client", "show", "c1").out
    assert cm.json("client", "show", "c1")["assessment"]["valid"] is False


@pytest.mark.parametrize(
    ("options", "held", "missing"),
    [
        (["--tier", "key"], False, True),
        ([], True, True),
        ([], False, False),
        (["--tier", "key", "--kind", "company"], True, False),
        (["--tier", "key", "--status", "dormant"], True, False),
    ],
)
def test_tolerance_and_balance_are_missed_where_they_matter(
    cm: Cm,
    options: list[str],
    held: bool,
    missing: bool,
) -> None:
    add(cm, "王建国", *options)
    cm("product", "add", "TD", "定期", "--kind", "deposit")
    if held:
        assert cm("holding", "add", "c1", "TD", "--amount", "5万").code == 0
    last = next(li for li in cm("client", "show", "c1").out.splitlines() if "not in the file" in li)
    assert ("assessment, profile" in last) == missing


def test_a_balance_older_than_a_year_is_missed_by_its_year(cm: Cm) -> None:
    add(cm, "王建国", "--tier", "key")
    cm("assess", "c1", "--level", "C2")
    cm("profile", "set", "c1", "--income", "3万", "--cash", "20万", "--as-of", "2024-05-01")
    out = cm("client", "show", "c1").out
    assert "profile since 2024" in out
    assert "balance of 1 May 2024: net worth 200,000 (q1)" in out
    cm("profile", "set", "c1", "--cash", "25万")
    assert "profile since" not in cm("client", "show", "c1").out
    assert cm.json("client", "show", "c1")["profile"]["net_worth"]["amount"] == 25_000_000
