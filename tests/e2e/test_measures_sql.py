"""Every measure beside SQL written from its definition (`measures.sql`), over the demo, over a book
in which everything happened that can (`rough_book.sql`), and over an empty one; and every value
made anew from its evidence.
"""

import shutil
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from cmcli.config import Settings
from cmcli.domain.measure import Figure, Measure
from cmcli.domain.period import parse_period
from cmcli.measures import MEASURES
from cmcli.messages import Money
from cmcli.reports.build import build
from cmcli.store import Store
from tests.e2e import by_sql
from tests.support import NOW, ZONE, Cm, Demo

# Measures that no statement can be written for: why, and where they are worked by hand.
EXEMPT = {
    "goals.attainment": "folds other measures over the periods of their goals; the tests of goals",
    "incentive.points": "folds other measures by rules that are settings; the tests of incentives",
}
COMPARED = [measure for measure in MEASURES if measure.id not in EXEMPT]
NAMES = [measure.id for measure in COMPARED]
NOVEMBER = datetime.fromisoformat(NOW)
JANUARY = datetime.fromisoformat("2027-01-08T08:30:00+08:00")
# What is asked for, and the days it has to mean.
IN_NOVEMBER = {
    "thisweek": ("2026-11-23", "2026-11-29"),
    "lastweek": ("2026-11-16", "2026-11-22"),
    "thismonth": ("2026-11-01", "2026-11-30"),
    "lastmonth": ("2026-10-01", "2026-10-31"),
    "thisquarter": ("2026-10-01", "2026-12-31"),
    "lastquarter": ("2026-07-01", "2026-09-30"),
    "thisyear": ("2026-01-01", "2026-12-31"),
    "2026-09-17..2026-11-19": ("2026-09-17", "2026-11-19"),
    "2026-11-20": ("2026-11-20", "2026-11-20"),
    "2027-01": ("2027-01-01", "2027-01-31"),
}
IN_JANUARY = {
    "lastweek": ("2026-12-28", "2027-01-03"),
    "thisquarter": ("2027-01-01", "2027-03-31"),
    "lastyear": ("2026-01-01", "2026-12-31"),
}
ASKED = [
    *(("demo", period) for period in IN_NOVEMBER), *(("rough", period) for period in IN_NOVEMBER),
    *(("empty", period) for period in IN_NOVEMBER), *(("january", period) for period in IN_JANUARY),
]  # fmt: skip


class Book(NamedTuple):
    """A file, the moment at which it is looked at, and the periods that are asked for."""

    path: Path
    now: datetime
    periods: dict[str, tuple[str, str]]


class Seen(NamedTuple):
    """A period of a book: the figures of the program, and what SQL found."""

    figures: dict[str, Figure]
    rows: dict[str, list[tuple[Any, ...]]]


Look = Callable[[str, str], Seen]


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as found:
        found.setenv("TZ", ZONE)
        yield found


@pytest.fixture(scope="module")
def books(
    demo_book: Demo, tmp_path_factory: pytest.TempPathFactory, empty_book: Path
) -> dict[str, Book]:
    folder = tmp_path_factory.mktemp("measures")
    paths = {name: folder / f"{name}.db" for name in ("demo", "rough", "empty", "january")}
    shutil.copy(demo_book(NOW), paths["demo"])
    shutil.copy(demo_book(JANUARY.isoformat(), "zh"), paths["january"])
    with (
        closing(sqlite3.connect(paths["demo"])) as base,
        closing(sqlite3.connect(paths["rough"])) as copy,
    ):
        base.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        copy.executescript((by_sql.FILE.parent / "rough_book.sql").read_text("utf-8"))
    shutil.copy(empty_book, paths["empty"])
    return {
        name: Book(path, JANUARY, IN_JANUARY) if name == "january"
        else Book(path, NOVEMBER, IN_NOVEMBER) for name, path in paths.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def look(books: dict[str, Book]) -> Look:
    """A period of a book, looked at once."""
    kept: dict[tuple[str, str], Seen] = {}

    def seen(name: str, period: str) -> Seen:
        if (name, period) not in kept:
            kept[name, period] = _seen(books[name], period)
        return kept[name, period]

    return seen


def _seen(book: Book, name: str) -> Seen:
    now = book.now.astimezone(ZoneInfo(ZONE))
    period = parse_period(name, now.date())
    assert (period.start.isoformat(), period.end.isoformat()) == book.periods[name]
    store = Store.open(book.path)
    try:
        settings = Settings(dict(store.rows("SELECT name, value FROM setting")))
        outcomes = build(store, settings, period, now).outcomes
    finally:
        store.close()
    rows = by_sql.found(book.path, NAMES, *book.periods[name], now)
    return Seen({outcome.measure.id: outcome.now for outcome in outcomes}, rows)


def test_every_measure_has_a_block_of_its_own_in_sql() -> None:
    missing = [name for name in NAMES if name not in by_sql.blocks()]
    assert not missing, (
        f"tests/e2e/measures.sql lacks {', '.join(missing)}: write what docs/report.md says of it "
        "as SQL under a line '-- name: MEASURE', from the definition and not from the code; what "
        "cannot be said in SQL goes into EXEMPT of this file with the reason"
    )
    assert not set(EXEMPT) & set(by_sql.blocks())


@pytest.mark.parametrize(("book", "period"), ASKED)
def test_the_program_has_what_sql_finds(look: Look, book: str, period: str) -> None:
    seen = look(book, period)
    values = {name: by_sql.of_program(figure.value) for name, figure in seen.figures.items()}
    assert by_sql.differences(COMPARED, values, seen.rows) == []


@pytest.mark.parametrize("measure", COMPARED, ids=lambda measure: measure.id)
def test_the_rough_book_moves_every_measure(look: Look, measure: Measure) -> None:
    # A figure that is the same everywhere agrees with anything.
    seen = {repr(by_sql.value(measure, look("rough", p).rows[measure.id])) for p in IN_NOVEMBER}
    assert len(seen) > 1, seen


@pytest.mark.parametrize("period", IN_NOVEMBER)
def test_in_an_empty_book_counts_are_zero_and_shares_are_nothing(look: Look, period: str) -> None:
    for measure in COMPARED:
        value = by_sql.of_program(look("empty", period).figures[measure.id].value)
        if measure.fold != "sum" or measure.id in by_sql.NOT_ZERO:
            assert value is None, measure.id
        else:
            assert value == ({"CNY": 0} if measure.unit == "money" else 0), measure.id


def test_the_document_has_the_same_values_and_those_of_the_week_before(
    books: dict[str, Book], look: Look, cm: Cm
) -> None:
    shutil.copy(books["rough"].path, cm.db)
    document = cm.json("report", "lastweek")["measures"]
    for key, seen in (("value", look("rough", "lastweek").rows),
                      ("previous", _before(books["rough"]))):  # fmt: skip
        values = {one["id"]: by_sql.of_program(one[key]) for one in document}
        assert by_sql.differences(COMPARED, values, seen) == [], key


def _before(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    return by_sql.found(book.path, NAMES, "2026-11-09", "2026-11-15", book.now)


# Evidence


@pytest.mark.parametrize(("book", "period"), ASKED)
def test_the_rows_of_every_measure_make_its_value(look: Look, book: str, period: str) -> None:
    figures = look(book, period).figures
    made = {measure.id: anew(measure, figures[measure.id]) for measure in MEASURES}
    values = {name: by_sql.of_program(figure.value) for name, figure in figures.items()}
    assert {
        name: (value, made[name]) for name, value in values.items()
        if not by_sql.same(value, made[name])
    } == {}  # fmt: skip


def anew(measure: Measure, figure: Figure) -> Any:
    """The value of the rows by nothing but the word for how they fold."""
    values = [row.value for row in figure.rows]
    if measure.unit == "money":
        return _amounts(measure, [value for value in values if isinstance(value, Money)])
    numbers = [value for value in values if not isinstance(value, Money)]
    assert len(numbers) == len(values)
    if measure.unit == "points" and not numbers:
        return None  # no rule pays points
    if measure.fold == "sum":
        return sum(numbers)
    if measure.fold == "share":
        assert set(numbers) <= {0, 1}
        return numbers.count(1) / len(numbers) if numbers else None
    if not numbers:
        return None
    return statistics.median(numbers) if measure.fold == "median" else statistics.fmean(numbers)


def _amounts(measure: Measure, amounts: list[Money]) -> dict[str, int] | None:
    by_code: dict[str, list[int]] = {}
    for money in amounts:
        by_code.setdefault(money.currency, []).append(money.amount)
    if measure.fold == "mean":
        return {code: round(statistics.fmean(each)) for code, each in by_code.items()} or None
    sums = {code: sum(each) for code, each in by_code.items()}
    return sums or (None if measure.id in by_sql.NOT_ZERO else {"CNY": 0})
