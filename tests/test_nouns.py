"""A noun is whole: each test names the place that a new one still lacks."""

import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass
from pathlib import Path
from typing import Any

import pytest

import cmcli.domain
from cmcli import i18n
from cmcli.domain.change import table_of
from cmcli.domain.ref import LETTERS
from cmcli.measures import MEASURES
from cmcli.nouns import exists
from cmcli.queries.search import _PLACES
from cmcli.store import Store
from tests.support import Demo

EXISTING = {noun: letter for letter, noun in LETTERS.items() if exists(noun)}
DOCS = Path(__file__).parents[1] / "docs"
# A report is handed in, not made up: it has a list and a page of its own.
NOUNS = sorted(EXISTING.keys() - {"report"})
# What `cm find` does not search: a catalogue has its own search.
UNSEARCHED = {"product"}


def _records() -> Iterator[Any]:
    for path in sorted(Path(cmcli.domain.__path__[0]).glob("*.py")):
        module = import_module(f"cmcli.domain.{path.stem}")
        for kind in vars(module).values():
            if isclass(kind) and kind.__module__ == module.__name__ and hasattr(kind, "_fields"):
                yield kind


def _tables(store: Store) -> dict[str, set[str]]:
    names = store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        name: {column for (column,) in store.rows("SELECT name FROM pragma_table_info(?)", name)}
        for (name,) in names
    }


def test_a_record_has_the_columns_of_its_table(store: Store) -> None:
    tables = _tables(store)
    kept = {table_of(kind): set(kind._fields) for kind in _records() if "id" in kind._fields}
    pairs = {name: (fields, tables[name]) for name, fields in kept.items() if name in tables}
    assert set(EXISTING) - set(pairs) == set(), "a record in domain/ and a table in migrations/"
    wrong = {name: fields ^ columns for name, (fields, columns) in pairs.items()}
    assert {name: columns for name, columns in wrong.items() if columns} == {}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_is_searched_shown_in_the_demo_and_documented(noun: str, demo: Store) -> None:
    places = {place[0] for place in _PLACES}
    assert noun in places | UNSEARCHED, "a row in _PLACES of queries/search.py"
    assert demo.value(f'SELECT count(*) FROM "{noun}"'), "rows in transfer/demo/"
    shown = (DOCS / "json.md").read_text("utf-8")
    assert re.search(rf'"{EXISTING[noun]}\d+"', shown), "its document in docs/json.md"


def test_a_measure_has_a_word_and_a_row_in_the_page_of_the_report() -> None:
    page = (DOCS / "report.md").read_text("utf-8")
    for measure in MEASURES:
        word = i18n.word_in("en", "measure", measure.id)
        assert word != measure.id, f'msgctxt "measure" msgid "{measure.id}" in en/…/cm.po, by hand'
        row = f"| `{measure.id}` | {measure.unit} |"
        assert row in page, f"{row} … in docs/report.md"


@pytest.fixture(scope="module")
def demo(demo_book: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo book."""
    path = tmp_path_factory.mktemp("demo") / "book.db"
    shutil.copy(demo_book(), path)
    store = Store.open(path)
    yield store
    store.close()
