"""A real sales book: the figures of the pipeline against SQL over its own lines."""

import csv
import shlex
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cmcli.measures import MEASURES
from cmcli.table import COMMANDS
from tests.e2e import by_sql
from tests.support import Cm

FOLDER = Path(__file__).resolve().parents[2].parent / "shared/data/crm_maven"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the sales book is not on this machine")
SQL = (Path(__file__).parent / "pipeline_figures.sql").read_text(encoding="utf-8")
NOW, TODAY, PERIOD = "2018-01-15T10:00:00+08:00", "2018-01-15", "2016..2017"
WHOLE = ("--set", "amount=price", "--set", "expected_amount=price",
         "--set", "client=No account", "--create-clients")  # fmt: skip


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as found:
        found.setenv("TZ", "Asia/Shanghai")
        yield found


@pytest.fixture
def book(made: Cm, monkeypatch: pytest.MonkeyPatch) -> Cm:
    """The book made once for all tests."""
    monkeypatch.setenv("CM_DB", str(made.db))
    return made


@pytest.fixture(scope="module")
def made(patch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Cm:
    """All 8,800 deals, those without an account or an amount too."""
    folder = tmp_path_factory.mktemp("maven")
    cm = Cm(patch, folder / "book.db")
    patch.setenv("CM_DB", str(cm.db))
    entry = next(entry for entry in COMMANDS if entry.path == "import")
    for example in entry.examples:
        words = [str(FOLDER / w) if w.endswith(".csv") else w for w in shlex.split(example)[1:]]
        more = WHOLE if "deals" in words else ()
        found = cm.json(*words, *more, now=NOW)
        assert (found["created"], found["rejected"]) == (found["read"], 0)
    return cm


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, float]]:
    """What SQL makes of the files."""
    base = sqlite3.connect(":memory:")
    for table, name in (("line", "sales_pipeline.csv"), ("price", "products.csv")):
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            head, *lines = csv.reader(file)
        base.execute(f"CREATE TABLE {table} ({', '.join(head)})")
        base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(head))})", lines)
    found: dict[str, dict[str, float]] = {}
    for figure, of, value in base.execute(SQL, {"today": TODAY}):
        found.setdefault(figure, {})[of] = value
    base.close()
    return found


def test_win_rate_cycle_and_size_by_product(book: Cm, figures: dict[str, dict[str, float]]) -> None:
    stats = book.json("deal", "stats", PERIOD, "--by", "product", now=NOW)
    groups = {group["name"]: group for group in stats["groups"]}
    assert {n: g["win_rate"] for n, g in groups.items()} == pytest.approx(figures["win_rate"])
    cycles = {n: g["cycle_days"] for n, g in groups.items()}
    assert {**cycles, "all": stats["total"]["cycle_days"]} == pytest.approx(figures["cycle"])
    sizes = {n: g["average_won"][0]["amount"] for n, g in groups.items()}
    assert sizes == pytest.approx(figures["average_won"], abs=1)
    assert stats["total"]["cycle_days_median"] == figures["cycle_median"]["all"]


def test_losses_by_quarter_at_the_list_price(
    book: Cm, figures: dict[str, dict[str, float]]
) -> None:
    quarters = book.json("deal", "stats", PERIOD, now=NOW)["quarters"]
    assert {q["quarter"]: q["lost"] for q in quarters} == figures["lost"]
    amounts = {q["quarter"]: q["lost_amount"][0]["amount"] for q in quarters}
    assert amounts == figures["lost_amount"]


def test_ageing_and_the_weighted_amount_of_all_open_deals(
    book: Cm, figures: dict[str, dict[str, float]]
) -> None:
    board: dict[str, Any] = {lane["stage"]: lane for lane in book.json("deal", "board", now=NOW)}
    counts = {"Prospecting": board["lead"]["count"], "Engaging": board["contacted"]["count"]}
    assert counts == figures["open"]
    assert sum(counts.values()) == 2089
    ages = [deal["age"] for deal in board["contacted"]["deals"]]
    assert {(age["basis"], age["median"]) for age in ages} == {("cycle", figures["usual"]["all"])}
    assert sum(age["late"] for age in ages) == figures["ageing"]["Engaging"]
    assert 0 < figures["ageing"]["Engaging"] < len(ages)
    weighted = sum(money["amount"] for lane in board.values() for money in lane["weighted"])
    assert weighted == figures["weighted"]["all"] == 127_506_730
    measured = book.json("report", "--explain", "deals.weighted_amount", now=NOW)
    assert measured["value"] == {"amount": 127_506_730, "currency": "USD"}


def test_the_forecast_says_that_imported_deals_have_no_day(book: Cm) -> None:
    found = book.json("deal", "forecast", "2018Q1", now=NOW)
    assert (found["best_case"]["count"], found["undated"]["count"]) == (0, 2089)
    assert found["history"] == {"closed": 6711, "least": 30}
    # No line says through which stages it went: the past gives no chance of a stage.
    assert {stage["history"]["chance"] for stage in found["stages"]} == {None}


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (PERIOD, "2016-01-01", "2017-12-31"),
        ("2017Q3", "2017-07-01", "2017-09-30"),
        ("thismonth", "2018-01-01", "2018-01-31"),
    ],
)
def test_the_measures_of_deals_are_those_of_sql_over_the_book(
    book: Cm, period: str, first: str, last: str
) -> None:
    measures = [measure for measure in MEASURES if measure.id.startswith("deals.")]
    found = {one["id"]: one for one in book.json("report", period, now=NOW)["measures"]}
    values = {measure.id: by_sql.of_program(found[measure.id]["value"]) for measure in measures}
    rows = by_sql.found(book.db, list(values), first, last, datetime.fromisoformat(NOW))
    own = book.json("config", "get", "currency", now=NOW)["value"]
    assert by_sql.differences(measures, values, rows, own) == []
