"""`cm risk market` and `cm risk stress` on a small book, and on what should not be there."""

import csv
import json
import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cmcli.store import Store
from tests.support import Cm, Given, dump

SHARED = Path(__file__).resolve().parents[2].parent / "shared/data/returns/daily_returns.csv"
LAST = date(2026, 11, 20)
FUND = [0.01 * math.sin(7 * place) for place in range(300)]
BOND = [0.002 * math.cos(5 * place) for place in range(100)]
NAMES = {"F1": FUND, "B1": BOND, "N1": FUND[:12]}


def prices(steps: list[float]) -> list[tuple[date, float]]:
    """A price a day up to 20 November that makes these returns."""
    value, day = 1.0, LAST - timedelta(days=len(steps))
    found = [(day, value)]
    for step in steps:
        value, day = value * (1 + step), day + timedelta(days=1)
        found.append((day, value))
    return found


def returns_of(code: str) -> Any:
    """The returns of the prices as the file wrote them."""
    values = np.array([round(value, 12) for _, value in prices(NAMES[code])])
    return values[1:] / values[:-1] - 1


def write(cm: Cm, name: str, text: str) -> str:
    path = cm.db.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="session")
def price_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("prices") / "prices.csv"
    lines = ["product,date,value"]
    for code, steps in NAMES.items():
        lines += [f"{code},{day},{value:.12f}" for day, value in prices(steps)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


@pytest.fixture
def book(given: Given, price_file: str) -> Cm:
    """王建国 (C2): a fund with 300 days, a bond fund with 100, a deposit, a loan; 周立 without an
    assessment: the fund in dollars; 赵敏 (C3): a fund of twelve days.
    """
    shares, bonds = ("--equity", "90", "--duration", "0"), ("--equity", "0", "--duration", "3")

    def holding(client: str, product: str, amount: str) -> tuple[str, ...]:
        return ("holding", "add", client, product, "--amount", amount, "--start", "2026-11-23")

    return given(
        ("client", "add", "王建国"),
        ("client", "add", "周立"),
        ("client", "add", "赵敏"),
        ("product", "add", "F1", "product F1", "--kind", "fund", "--risk", "R4", *shares),
        ("product", "add", "B1", "product B1", "--kind", "fund", "--risk", "R2", *bonds),
        ("product", "add", "N1", "product N1", "--kind", "fund", "--risk", "R3"),
        ("product", "add", "D1", "product D1", "--kind", "deposit"),
        ("product", "add", "L1", "product L1", "--kind", "loan"),
        ("import", "prices", price_file, "--strict"),
        holding("王建国", "F1", "30万"),
        holding("王建国", "B1", "10万"),
        holding("王建国", "D1", "20万"),
        holding("王建国", "L1", "50万"),
        ("config", "set", "currency", "USD"),
        holding("周立", "F1", "10万"),
        ("config", "set", "currency", "CNY"),
        holding("赵敏", "N1", "5万"),
        ("assess", "王建国", "--level", "C2"),
        ("assess", "赵敏", "--level", "C3"),
    )


def market(cm: Cm, *options: str) -> Any:
    return cm.json("risk", "market", *options)


def stress(cm: Cm, *options: str) -> Any:
    return cm.json("risk", "stress", *options)


def rows(cm: Cm) -> Any:
    store = Store.open(cm.db)
    try:
        return dump(store)
    finally:
        store.close()


# Market risk -----------------------------------------------------------------------------------


def test_a_product_has_its_own_figures(book: Cm) -> None:
    found = market(book, "--product", "F1")
    assert (found["scope"], found["product"]["ref"], found["at"]) == ("product", "p1", "2026-11-23")
    (result,) = found["results"]
    assert (result["currency"], result["value"], result["returns"]) == (None, None, 300)
    figures, steps = result["figures"], returns_of("F1")
    assert (figures["days"], figures["to"], figures["longest_gap"]) == (300, "2026-11-20", 1)
    assert figures["volatility"]["daily"] == pytest.approx(steps.std(ddof=1), abs=1e-9)
    losses = {loss["level"]: loss["day"] for loss in figures["value_at_risk"]}
    assert losses[0.95] == {
        "share": pytest.approx(-np.percentile(steps, 5), abs=1e-9), "amount": None,
    }  # fmt: skip
    assert [test["days"] for test in figures["backtest"]] == [50, 50]
    page = book("risk", "market", "--product", "product F1").out
    assert "300 daily returns, 25 Jan to 20 Nov" in page
    assert "tested at 95 %: of 50 days" in page


def test_a_client_is_weighted_as_he_holds_now(book: Cm) -> None:
    found = market(book, "--client", "王建国")
    assert found["client"]["ref"] == "c1"
    (result,) = found["results"]
    assert (result["currency"], result["holdings"]) == ("CNY", ["h1", "h2"])
    assert result["value"] == {"amount": 40_000_000, "currency": "CNY"}
    assert (result["youngest"], result["figures"]["days"]) == ("B1", 100)
    steps = 0.75 * returns_of("F1")[-100:] + 0.25 * returns_of("B1")
    bound = -float(np.percentile(steps, 1))
    loss = result["figures"]["value_at_risk"][1]
    assert loss["day"]["share"] == pytest.approx(bound, abs=1e-9)
    assert loss["day"]["amount"] == {"amount": round(40_000_000 * bound), "currency": "CNY"}
    assert loss["ten_days"]["share"] == pytest.approx(bound * math.sqrt(10), abs=1e-9)
    assert [(one["holding"], one["reason"]) for one in found["left_out"]] == [
        ("h3", "deposit"), ("h4", "owed"),
    ]  # fmt: skip
    page = book("risk", "market", "--client", "王建国").out
    assert "400,000 · 2 holdings" in page
    assert "product B1 has no earlier price" in page
    assert "too few days to test it: 280" in page
    left = page[page.index("LEFT OUT") :]
    assert "h3" in left
    assert "200,000" in left
    assert "500,000" in left


def test_the_book_keeps_currencies_apart_and_hides_nothing(book: Cm) -> None:
    found = market(book)
    assert [(one["currency"], one["value"]["amount"]) for one in found["results"]] == [
        ("CNY", 40_000_000), ("USD", 10_000_000),
    ]  # fmt: skip
    assert {one["holding"]: one["reason"] for one in found["left_out"]} == {
        "h3": "deposit", "h4": "owed", "h6": "too_few_days",
    }  # fmt: skip
    page = book("risk", "market").out
    assert "100,000 USD · 1 holding" in page
    assert "too few days  1 holding   50,000" in page


def test_the_figures_of_a_large_book_fit_80_columns(book: Cm) -> None:
    book.json("holding", "add", "王建国", "F1", "--amount", "3亿", "--start", "2026-11-23")
    lines = book("risk", "market", "--client", "c1").out.splitlines()
    assert max(map(len, lines)) <= 80


def test_a_window_leaves_out_what_is_too_young(book: Cm) -> None:
    (result,) = market(book, "--client", "c1", "--window", "200")["results"]
    assert (result["holdings"], result["figures"]["days"]) == (["h1"], 200)
    assert result["figures"]["backtest"][0]["window"] == 200
    steps = returns_of("F1")[-200:]
    assert result["figures"]["volatility"]["daily"] == pytest.approx(steps.std(ddof=1), abs=1e-9)


def test_an_earlier_day_knows_no_later_price(book: Cm) -> None:
    found = market(book, "--product", "F1", "--at", "2026-10-31")
    assert (found["at"], found["results"][0]["figures"]["to"]) == ("2026-10-31", "2026-10-31")
    assert market(book, "--at", "2026-11-20")["results"] == []


def test_prices_that_are_old_say_nothing_of_now(book: Cm) -> None:
    late = book.json("risk", "market", "--client", "c2", now="2026-12-21T10:00:00+08:00")
    assert late["results"] == []
    assert [one["reason"] for one in late["left_out"]] == ["old_prices"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("N1", "12 daily returns are known and at least 30"),
        ("D1", "no price is known"),
    ],
)
def test_too_few_prices_are_never_a_number(book: Cm, code: str, text: str) -> None:
    (result,) = market(book, "--product", code)["results"]
    assert result["figures"] is None
    assert text in book("risk", "market", "--product", code).out


def test_weekly_prices_are_no_daily_prices(book: Cm) -> None:
    lines = ["product,date,value"] + [
        f"D1,{LAST - timedelta(days=7 * week)},{1 + week % 3}" for week in range(60, -1, -1)
    ]
    book.json("import", "prices", write(book, "weekly.csv", "\n".join(lines)))
    (result,) = market(book, "--product", "D1")["results"]
    assert (result["figures"], result["reason"]) == (None, "not_daily")
    assert "not daily" in book("risk", "market", "--product", "D1").out
    assert market(book, "--client", "c1")["left_out"][0]["reason"] == "not_daily"


def test_who_holds_nothing_has_no_figures(book: Cm) -> None:
    book.json("client", "add", "孙丽")
    found = market(book, "--client", "孙丽")
    assert (found["results"], found["left_out"]) == ([], [])
    assert "nothing is held" in book("risk", "market", "--client", "孙丽").out
    assert stress(book, "--client", "孙丽")["scenarios"][0]["totals"] == []
    assert "nothing is held" in book("risk", "stress", "--client", "孙丽").out


@pytest.mark.skipif(not SHARED.exists(), reason="the public returns are not here")
def test_a_plain_file_of_returns(cm: Cm) -> None:
    with SHARED.open(encoding="utf-8", newline="") as file:
        steps = np.array([float(step) / 100 for _, step in csv.reader(file)])
    found = market(cm, "--returns", str(SHARED))
    assert (found["scope"], found["file"]) == ("file", str(SHARED))
    figures = found["results"][0]["figures"]
    assert (figures["from"], figures["to"]) == ("2016-01-04", "2017-12-07")
    assert figures["volatility"]["yearly"] == pytest.approx(
        steps.std(ddof=1) * np.sqrt(252), abs=1e-9
    )
    for loss, percent in zip(figures["value_at_risk"], (5, 1), strict=True):
        assert loss["day"]["share"] == pytest.approx(-np.percentile(steps, percent), abs=1e-9)
    assert "504 daily returns, 4 Jan 2016 to 7 Dec 2017" in cm(
        "risk", "market", "--returns", str(SHARED)
    ).out  # fmt: skip


@pytest.mark.parametrize("head", ["", "date,return\n", "日期,日收益率\n", "\n\n"])
def test_a_file_of_returns_may_have_a_head(cm: Cm, head: str) -> None:
    lines = [f"2026/{1 + place // 28}/{1 + place % 28},{step:.6f}%" for place, step in
             enumerate(FUND[:40])]  # fmt: skip
    (result,) = market(cm, "--returns", write(cm, "r.csv", head + "\n".join(lines)))["results"]
    assert (result["returns"], result["figures"]["from"]) == (40, "2026-01-01")


def page_of(cm: Cm, steps: list[float], gap: int = 1) -> str:
    """The page of a file with these returns, the last one `gap` days after the others."""
    days = [date(2026, 1, 5) + timedelta(days=place) for place in range(len(steps))]
    days[-1] += timedelta(days=gap - 1)
    lines = [f"{day},{100 * step}" for day, step in zip(days, steps, strict=True)]
    result = cm("risk", "market", "--returns", write(cm, "r.csv", "\n".join(lines)), "--window",
                "30")  # fmt: skip
    assert result.code == 0, result.err
    return result.out


def test_the_page_says_how_the_fall_ended(cm: Cm) -> None:
    calm = [0.001, 0.002] * 20
    assert "never below an earlier peak" in page_of(cm, calm)
    page = page_of(cm, [*calm[:30], -0.1, 0.05])
    assert "deepest fall 10.00 % · from 3 Feb to 4 Feb · not made up for yet" in page
    page = page_of(cm, [-0.1, 0.2, *calm[:28]])
    assert "from the first day to 5 Jan · made up for by 6 Jan" in page


def test_the_page_says_when_a_figure_was_wrong(cm: Cm) -> None:
    growing = [-0.001 * place for place in range(1, 71)]
    assert "the figure was too low" in page_of(cm, growing)
    # Of 60 days not one of the 3 that 95 % expects.
    shrinking = growing[29::-1] + [0.0] * 60
    page = page_of(cm, shrinking)
    assert "of 60 days 0 lost more than the 30 days before had said, 3.0 expected" in page
    assert page.count("the figure was too high") == 1


def test_the_page_says_where_a_step_is_long(cm: Cm) -> None:
    assert "one of them over 15 days" in page_of(cm, [0.001] * 40, gap=15)
    assert "one of them" not in page_of(cm, [0.001] * 40, gap=14)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2026-01-05,0.1\n2026-01-06,abc\n", "line 2: abc is no return"),
        ("2026-01-05,0.1\n\n2026-01-06,\n", "line 3: – is no return"),
        ("2026-01-05,0.1\n2026-01-06\n", "line 2: there is no return"),
        ("2026-01-05,-100.1\n", "line 1: -100.1 is no return"),
        ("2026-01-05,nan\n", "line 1: nan is no return"),
        ("2026-01-05,0.1\n2026-01-05,0.1\n", "line 2: 2026-01-05 does not come after"),
        ("2026-13-05,0.1\n", "line 1: 2026-13-05 is no day"),
        ("date,return\nlater,0.1\n", "line 2: later is no day"),
        ("2026-11-24,0.1\n", "line 1: 2026-11-24 is still to come"),
        ("2026-01-05," + 200_000 * "1", "is no CSV"),
        ("date,return\n", "has no returns"),
        ("", "has no returns"),
    ],
)
def test_a_bad_line_of_returns_is_named(cm: Cm, text: str, problem: str) -> None:
    result = cm("risk", "market", "--returns", write(cm, "r.csv", text))
    assert (result.code, result.out) == (2, "")
    assert problem in result.err
    assert len(result.err.splitlines()) == 1


def test_a_price_of_zero_is_rejected(book: Cm) -> None:
    done = book.json(
        "import", "prices", write(book, "p.csv", "product,date,value\nF1,2026-11-21,0\n")
    )
    assert (done["created"], done["rejected"]) == (0, 1)


def shape(document: Any) -> Any:
    """The keys of a document; of a list those of its first entry."""
    if isinstance(document, dict):
        return {key: shape(value) for key, value in document.items()}
    return [shape(document[0])] if isinstance(document, list) and document else None


def documented() -> list[Any]:
    page = Path(__file__).resolve().parents[2] / "docs/market.md"
    blocks = page.read_text(encoding="utf-8").split("```json\n")[1:]
    return [json.loads(block.partition("```")[0]) for block in blocks]


def test_the_documents_are_as_documented(book: Cm) -> None:
    of_client = market(book, "--client", "c1", "--window", "200")
    # Only a window with enough days has a test, only several products a youngest.
    assert shape(of_client) == shape(documented()[0])
    assert shape(stress(book)) == shape(documented()[1])


# Stress ----------------------------------------------------------------------------------------


def by_name(document: Any) -> dict[str, Any]:
    return {one["name"]: one for one in document["scenarios"]}


def test_the_loss_of_each_scenario_by_hand(book: Cm) -> None:
    found = by_name(stress(book, "--client", "c1"))
    # 300,000 in shares for 90 %, 100,000 with 3 years, 200,000 on deposit.
    losses = {name: one["totals"][0]["loss"]["amount"] for name, one in found.items()}
    assert losses == {"equity": 5_400_000, "rates": 300_000, "fx": 0, "combined": 5_700_000}
    (hit,) = found["equity"]["clients"]
    assert (hit["level"], hit["accepted"], hit["verdict"]) == ("C2", 0.05, "beyond")
    assert hit["share"] == pytest.approx(0.09)
    assert hit["value"] == {"amount": 60_000_000, "currency": "CNY"}
    assert found["rates"]["clients"][0]["verdict"] == "within"
    page = book("risk", "stress", "--client", "c1").out
    assert "! of 600,000 a loss of 54,000 (9.0 %) · C2 accepts 5 %" in page
    assert "of 600,000 no loss" in page


def test_the_book_by_currency_and_who_is_beyond(book: Cm) -> None:
    found = by_name(stress(book))
    assert [(one["value"]["amount"], one["loss"]) for one in found["combined"]["totals"]] == [
        # The new fund by assumption: 60 % shares, 1.5 years: 6,750 of 50,000.
        (65_000_000, {"amount": 5_700_000 + 675_000, "currency": "CNY"}),
        (10_000_000, {"amount": 1_800_000 + 1_000_000, "currency": "USD"}),
    ]
    assert [(hit["client"]["ref"], hit["verdict"]) for hit in found["combined"]["clients"]] == [
        ("c3", "beyond"), ("c1", "beyond"), ("c2", "unknown"),
    ]  # fmt: skip
    assert found["combined"]["counts"] == {"beyond": 2, "unknown": 1, "within": 0}
    assert found["fx"]["counts"] == {"beyond": 0, "unknown": 1, "within": 2}
    page = book("risk", "stress").out
    assert "of 100,000 USD a loss of 28,000 USD (28.0 %)" in page
    assert "2 clients lose more than accepted · 1 client without a valid assessment" in page
    assert "1 holding by assumption" in page
    assert "N1 (60 %, 1.5)" in page


def test_one_scenario_lists_everybody_who_is_not_within(book: Cm) -> None:
    found = stress(book, "--scenario", "EQUITY")
    assert [one["name"] for one in found["scenarios"]] == ["equity"]
    page = book("risk", "stress", "--scenario", "equity").out
    assert "周立" in page
    assert "no valid assessment" in page


def test_long_lists_say_how_many_more(book: Cm) -> None:
    for number in range(6):
        book.json("client", "add", f"客户{number}")
        book.json(
            "holding", "add", f"客户{number}", "F1", "--amount", "1万", "--start", "2026-11-23"
        )
        book.json("assess", f"客户{number}", "--level", "C1")
    page = book("risk", "stress").out
    assert "3 more: cm risk stress --scenario equity" in page
    assert page.count("客户") == 2 * 5 + 2
    assert book("risk", "stress", "--scenario", "equity").out.count("客户") == 6 + 2


def test_what_a_level_accepts_is_a_setting(book: Cm) -> None:
    book.json("config", "set", "market.tolerance", "2,9,13,20,100")
    verdicts = [hit["verdict"] for hit in by_name(stress(book))["equity"]["clients"]]
    # Exactly 9 % and 12 % are accepted.
    assert verdicts == ["unknown", "within", "within"]


def test_an_assessment_that_lapsed_says_nothing(book: Cm) -> None:
    late = book.json("risk", "stress", "--client", "c1", now="2027-11-24T10:00:00+08:00")
    (hit,) = by_name(late)["equity"]["clients"]
    assert (hit["level"], hit["accepted"], hit["verdict"]) == (None, None, "unknown")


OWN = """
[[scenarios]]
name = "crash"
title = { en = "a crash", zh = "崩盘" }
equity = -50
"""


def test_a_file_once_or_from_now_on(book: Cm) -> None:
    path = write(book, "own.toml", OWN)
    assert list(by_name(stress(book, "--file", path))) == ["crash"]
    assert "equity" in by_name(stress(book))
    used = book.json("risk", "stress", "--use", path)
    assert [one["name"] for one in used["scenarios"]] == ["crash"]
    assert by_name(stress(book))["crash"]["totals"][0]["loss"]["amount"] == 13_500_000 + 1_500_000
    assert "崩盘" in book("risk", "stress", lang="zh").out
    assert "from a file" in book("config", "list").out
    assert book("undo").code == 0
    assert "equity" in by_name(stress(book))
    page = book("risk", "stress", "--use", path).out
    assert "1 scenario in force" in page
    assert "shares -50 %" in page
    book.json("config", "set", "stress.scenarios", "")
    assert "equity" in by_name(stress(book))


def test_a_gain_is_said_as_one(book: Cm) -> None:
    path = write(book, "up.toml", '[[scenarios]]\nname = "up"\nrates = -100\n')
    page = book("risk", "stress", "--file", path, "--client", "c1").out
    assert "of 600,000 a gain of 3,000 (0.5 %)" in page
    assert by_name(stress(book, "--file", path))["up"]["totals"][0]["loss"]["amount"] < 0


BAD = [
    ("[[scenarios]]\nname = 'a'\nequty = -50", "the key equty is unknown"),
    ("[[scenarios]]\nname = 'a'\nequity = -150", "equity is a number from -100 to 100"),
    ("name = 'a'", "the key name is unknown"),
    ("", "there is none"),
    ("[[scenarios", "not TOML"),
]


@pytest.mark.parametrize("option", ["--use", "--file"])
@pytest.mark.parametrize(("text", "problem"), BAD)
def test_a_bad_file_changes_nothing(book: Cm, option: str, text: str, problem: str) -> None:
    before = rows(book)
    result = book("risk", "stress", option, write(book, "bad.toml", text))
    assert (result.code, result.out) == (2, "")
    assert problem in result.err
    assert "bad.toml" in result.err
    assert len(result.err.splitlines()) == 1
    assert rows(book) == before


def test_a_file_that_is_no_text(book: Cm) -> None:
    path = Path(write(book, "x.toml", ""))
    path.write_bytes(b"\xff\xfe\x00")
    assert book("risk", "stress", "--use", str(path)).code == 2
    path.write_bytes(b"#" * 200_001)
    result = book("risk", "stress", "--file", str(path))
    assert (result.code, "too large" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("market", "--product", "nothing"), 3),
        (("market", "--product", "p99"), 3),
        (("market", "--client", "nobody"), 3),
        (("market", "--product", "F1", "--client", "c1"), 2),
        (("market", "--product", "F1", "--returns", "x.csv"), 2),
        (("market", "--returns", "x.csv", "--at", "2026-01-01"), 2),
        (("market", "--returns", "/nowhere/x.csv"), 5),
        (("market", "--window", "29"), 2),
        (("market", "--window", "many"), 2),
        (("market", "--at", "2026-11-24"), 2),
        (("market", "--at", "soonish"), 2),
        (("stress", "--scenario", "war"), 2),
        (("stress", "--client", "nobody"), 3),
        (("stress", "--file", "/nowhere/x.toml"), 5),
        (("stress", "--use", "/nowhere/x.toml"), 5),
        (("stress", "--use", "a", "--file", "b"), 2),
        (("stress", "--use", "a", "--scenario", "equity"), 2),
        (("stress", "--use", "a", "--client", "c1"), 2),
    ],
)
def test_bad_input(book: Cm, arguments: tuple[str, ...], code: int) -> None:
    before = rows(book)
    result = book("risk", *arguments)
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) == 1
    assert rows(book) == before
