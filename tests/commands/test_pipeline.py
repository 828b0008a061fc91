"""The board, the figures of the pipeline, the forecast, and putting a close off."""

import re
from typing import Any

import pytest

from tests.support import Cm, Given

OCTOBER = "2026-10-01T09:00:00+08:00"


@pytest.fixture
def book(given: Given) -> Cm:
    return given(("client", "add", "王建国", "--tier", "key"), ("client", "add", "李娜"))


def close(cm: Cm, count: int, *, won: int, first: int = 1, amount: str = "100") -> None:
    """`count` deals of 1 October, closed on 11 October, the first `won` of them won."""
    for number in range(first, first + count):
        cm("deal", "add", "c2", f"x{number}", "--amount", amount, now=OCTOBER)
        end = "won" if number < first + won else "lost"
        done = cm("deal", end, f"d{number}", now="2026-10-11T09:00:00+08:00")
        assert done.code == 0, done.err


def signs(cm: Cm, now: str | None = None) -> dict[str, list[str]]:
    return {row["ref"]: row["signs"] for row in cm.json("deal", "list", now=now)}


def test_a_close_put_off_is_counted_and_called_for(book: Cm) -> None:
    book("deal", "add", "c1", "存款", "--amount", "5万", "--expected", "2026-11-30")
    first = book.json("deal", "expect", "d1", "12月10日")
    assert (first["expected"], first["first_expected"], first["moved"]) == (
        "2026-12-10",
        "2026-11-30",
        1,
    )
    assert book.json("deal", "expect", "d1", "2026-12-01")["moved"] == 1
    assert signs(book) == {"d1": []}
    assert book.json("edit", "d1", "expected=2026-12-20")["moved"] == 2
    assert book("undo").code == 0
    assert book.json("show", "d1")["moved"] == 1
    assert book.json("edit", "d1", "expected=2026-12-20")["moved"] == 2
    assert signs(book) == {"d1": ["slipping"]}
    assert "put off 2 times, first expected 30 Nov" in book("show", "d1").out
    (line,) = [i for i in book.json("today")["items"] if i["ref"] == "d1"]
    assert (line["section"], line["state"]) == ("pipeline", "open")
    assert line["when"].startswith("put off 2 times")
    assert "cm deal" not in book("why", "d1").err
    book("config", "set", "pipeline.slips", "3")
    assert signs(book) == {"d1": []}


def test_a_close_that_has_passed_stays_until_another_day_is_said(book: Cm) -> None:
    book(
        "deal",
        "add",
        "c1",
        "存款",
        "--expected",
        "2026-11-24",
        "--next",
        "签约",
        "--next-due",
        "2026-12-09",
    )
    later = "2026-11-26T09:00:00+08:00"
    assert signs(book, later) == {"d1": ["passed"]}
    (line,) = [i for i in book.json("today", now=later)["items"] if i["ref"] == "d1"]
    assert line["when"] == "2 days past its close · lead"
    assert "cm deal expect d1 WHEN" in line["why"]
    assert book("deal", "expect", "d1", "2026-12-11", now=later).code == 0
    assert [i for i in book.json("today", now=later)["items"] if i["ref"] == "d1"] == []


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [(("d1", "2026-11-20"), 2, "is past"), (("d1", "blah"), 2, "blah"), (("d9", "+5d"), 3, "d9"),
     (("b1", "+5d"), 2, "b1"), (("d2", "+5d"), 4, "d2 is closed")],
)  # fmt: skip
def test_a_close_that_cannot_be_expected(
    book: Cm, words: tuple[str, str], code: int, told: str
) -> None:
    book("deal", "add", "c1", "存款")
    book("deal", "add", "c1", "贷款")
    book("deal", "lost", "d2")
    result = book("deal", "expect", *words)
    assert (result.code, told in result.err) == (code, True)


def test_an_old_deal_is_held_against_the_median_of_its_stage(book: Cm) -> None:
    close(book, 5, won=2)
    book("deal", "add", "c1", "存款", now="2026-11-02T09:00:00+08:00")
    shown = book.json("show", "d6")
    # In lead since 2 November, 21 days; all five left it after 10.
    assert shown["age"] == {"days": 21, "median": 10, "basis": "stage", "deals": 5, "late": True}
    assert shown["signs"] == ["ageing"]
    assert "21 days in lead, median 10" in book("show", "d6").out
    assert "! 王建国 *  存款" in re.sub(" +", " ", book("deal", "list").out).replace(
        "王建国 * ", "王建国 *  "
    )
    assert book.json("show", "d1")["age"] is None
    book("config", "set", "pipeline.ageing", "2.1")
    assert book.json("show", "d6")["signs"] == []
    assert book.json("deal", "move", "d6", "proposal")["stage"] == "proposal"
    # Nobody was ever in proposal: then the days from opening to close are the measure.
    moved = book.json("show", "d6")["age"]
    assert (moved["days"], moved["median"], moved["basis"]) == (21, 10, "cycle")


def test_the_board_keeps_its_keys_and_adds_chances_weights_and_signs(book: Cm) -> None:
    close(book, 4, won=1)
    book("config", "set", "forecast.least", "4")
    book("deal", "add", "c1", "a", "--amount", "1000.05", "--expected", "2026-11-30")
    book("deal", "add", "c1", "b", "--amount", "1000", "--stage", "negotiation")
    lead, *_, last = book.json("deal", "board", now="2026-12-02T09:00:00+08:00")
    assert [*lead][:2] == ["stage", "chance"]
    assert lead["history"] == {"chance": 0.25, "won": 1, "closed": 4}
    assert last["history"] == {"chance": None, "won": 0, "closed": 0}
    assert (lead["count"], lead["weighted"]) == (1, [{"amount": 10000, "currency": "CNY"}])
    assert last["weighted"] == [{"amount": 75000, "currency": "CNY"}]
    assert lead["deals"][0]["signs"] == ["passed"]
    text = book("deal", "board", now="2026-12-02T09:00:00+08:00").out
    assert "10 % set, 25 % past" in text
    assert "! 王建国" in text


# Figures


def test_stats_of_a_period(book: Cm) -> None:
    close(book, 3, won=2, amount="300")
    book("deal", "add", "c1", "y", "--amount", "900", now=OCTOBER)
    book("deal", "lost", "d4", "--reason", "利率", now="2026-11-11T09:00:00+08:00")
    found = book.json("deal", "stats", "2026", "--by", "tier")
    assert found["period"] == {"name": "2026", "start": "2026-01-01", "end": "2026-12-31"}
    assert (found["total"]["won"], found["total"]["lost"], found["total"]["win_rate"]) == (
        2,
        2,
        0.5,
    )
    assert (found["total"]["cycle_days"], found["total"]["cycle_days_median"]) == (10, 10)
    assert [(g["key"], g["won"], g["lost"]) for g in found["groups"]] == [
        ("key", 0, 1),
        ("standard", 2, 1),
    ]
    assert found["losses"] == [
        {"reason": "利率", "count": 1, "amount": [{"amount": 90000, "currency": "CNY"}]},
        {"reason": None, "count": 1, "amount": [{"amount": 30000, "currency": "CNY"}]},
    ]
    assert [(q["quarter"], q["won"], q["lost"]) for q in found["quarters"]] == [("2026Q4", 2, 2)]
    text = book("deal", "stats", "2026").out
    assert "利率" in text
    assert "win rate 50 %" in text
    # By its own: what the report says of the same period.
    report = {m["id"]: m["value"] for m in book.json("report", "2026")["measures"]}
    assert found["total"]["win_rate"] == report["deals.win_rate"]
    assert found["total"]["cycle_days"] == report["deals.cycle_days"]


def test_stats_look_back_twelve_months_unless_a_period_is_named(book: Cm) -> None:
    assert book.json("deal", "stats")["period"] == {
        "name": "2025-11-24..2026-11-23", "start": "2025-11-24", "end": "2026-11-23",
    }  # fmt: skip


def test_a_period_that_has_not_begun_is_empty(book: Cm) -> None:
    book("deal", "add", "c1", "a", "--amount", "100")
    found = book.json("deal", "stats", "2027")
    assert (found["total"]["open"], found["groups"], found["quarters"]) == (0, [], [])
    assert "no deal in this period" in book("deal", "stats", "2027").out


@pytest.mark.parametrize("by", ["stage", "product", "source", "size", "tier"])
def test_every_grouping_answers_and_so_does_an_empty_book(cm: Cm, by: str) -> None:
    assert cm.json("deal", "stats", "--by", by)["groups"] == []
    cm("client", "add", "王建国", "--source", "介绍")
    cm("deal", "add", "c1", "a")
    (group,) = cm.json("deal", "stats", "--by", by)["groups"]
    assert (group["open"], group["win_rate"]) == (1, None)
    assert cm("deal", "stats", "--by", by).code == 0


@pytest.mark.parametrize(
    "words", [("stats", "--by", "moon"), ("stats", "blah"), ("forecast", "blah"),
              ("forecast", "--goal", "much"), ("forecast", "--goal=-5")]
)  # fmt: skip
def test_what_cannot_be_asked_is_an_error_of_one_line(book: Cm, words: tuple[str, ...]) -> None:
    result = book("deal", *words)
    assert (result.code, result.out) == (2, "")
    assert 1 <= result.err.count("\n") <= 2


# Forecast


def ahead(cm: Cm) -> None:
    cm(
        "deal",
        "add",
        "c1",
        "a",
        "--amount",
        "1000",
        "--stage",
        "negotiation",
        "--expected",
        "2026-11-28",
    )
    cm(
        "deal",
        "add",
        "c1",
        "b",
        "--amount",
        "500",
        "--stage",
        "proposal",
        "--expected",
        "2026-12-15",
    )
    cm("deal", "add", "c2", "c", "--amount", "700")


def forecast(cm: Cm, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = cm.json("deal", "forecast", *words)
    return found


def test_too_few_closed_deals_give_no_range_and_say_so(book: Cm) -> None:
    close(book, 29, won=10)
    ahead(book)
    found = forecast(book)
    assert found["range"] is None
    assert found["history"] == {"closed": 29, "least": 30}
    assert found["stages"][0]["history"] == {"chance": None, "won": 10, "closed": 29}
    assert "too few closed deals, 29 of 30" in book("deal", "forecast").out


def test_a_forecast_of_the_quarter(book: Cm) -> None:
    close(book, 30, won=15)
    ahead(book)
    found = forecast(book)
    assert found["period"]["name"] == "2026Q4"
    assert found["won"] == [{"amount": 15 * 10000, "currency": "CNY"}]
    assert (found["committed"]["count"], found["best_case"]["count"]) == (1, 2)
    assert found["best_case"]["amount"] == [{"amount": 150000, "currency": "CNY"}]
    # 1000 x 75 % + 500 x 50 %
    assert found["weighted"] == [{"amount": 100000, "currency": "CNY"}]
    # Nobody was ever in proposal or negotiation.
    assert found["weighted_history"] is None
    assert found["undated"]["amount"] == [{"amount": 70000, "currency": "CNY"}]
    (bounds,) = found["range"]["amounts"]
    # Half of the past was won, each at its amount: 0, 500, 1000 or 1500, a quarter of the draws each.
    assert (bounds["low"]["amount"], bounds["high"]["amount"]) == (0, 150000)
    assert bounds["middle"]["amount"] in (50000, 100000)
    assert found["goal"] is None
    first, second = (book("deal", "forecast", "--json").out for _ in range(2))
    assert first == second


def test_a_month_holds_less_than_its_quarter(book: Cm) -> None:
    ahead(book)
    assert forecast(book, "month")["best_case"]["count"] == 1
    assert forecast(book, "quarter")["best_case"]["count"] == 2
    assert forecast(book, "2027")["best_case"]["count"] == 0
    assert forecast(book, "2027")["earlier"]["count"] == 2
    assert forecast(book, "下月")["best_case"]["count"] == 1


def test_the_way_to_a_goal(book: Cm) -> None:
    close(book, 30, won=15)
    ahead(book)
    goal = forecast(book, "--goal", "4000")["goal"]
    # 1,500 won; 2,500 missing: 25 deals of 100, 50 in work at one of two; both deals bring 1,500.
    assert (goal["gap"]["amount"], goal["to_win"], goal["to_work"]) == (250000, 25, 50)
    assert [row["ref"] for row in goal["closing"]] == ["d31", "d32"]
    assert (goal["missing"]["amount"], goal["chance"]) == (100000, 0.0)
    assert forecast(book, "--goal", "1500")["goal"]["gap"]["amount"] == 0
    text = book("deal", "forecast", "--goal", "4000").out
    assert (
        "25 deals of the average size of 100; at the win rate of 50 % that takes 50 in work" in text
    )
    assert "beyond all that is expected in the period: 1,000" in text
    assert "reached" in book("deal", "forecast", "--goal", "1500").out


def test_a_goal_without_any_past_says_what_it_cannot_count(book: Cm) -> None:
    goal = forecast(book, "--goal", "1000")["goal"]
    assert (goal["to_win"], goal["to_work"], goal["chance"]) == (None, None, None)
    assert "no past deal was won in CNY" in book("deal", "forecast", "--goal", "1000").out


def test_a_period_that_is_over_is_refused(book: Cm) -> None:
    result = book("deal", "forecast", "2026Q3")
    assert result.code == 2
    assert "2026Q3 is over; a forecast looks ahead" in result.err
    assert "cm deal stats 2026Q3" in result.err


def test_what_a_sale_came_to_over_what_was_thought_moves_the_range(book: Cm) -> None:
    for number in range(1, 31):
        book("deal", "add", "c2", f"x{number}", "--amount", "100", now=OCTOBER)
        assert book("deal", "won", f"d{number}", "--amount", "80").code == 0
    assert book.json("show", "d1")["expected_amount"] == {"amount": 10000, "currency": "CNY"}
    ahead(book)
    (bounds,) = forecast(book)["range"]["amounts"]
    assert {bounds[name]["amount"] for name in ("low", "middle", "high")} == {120000}
