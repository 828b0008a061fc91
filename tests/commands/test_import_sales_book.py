"""A real sales book: 8,800 deals, dirty as real data is. It is not part of the project."""

import csv
from pathlib import Path

import pytest

from cmcli.store import Store
from cmcli.table import COMMANDS
from tests.support import Cm

FOLDER = Path(__file__).resolve().parents[2].parent / "shared/data/crm_maven"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the sales book is not on this machine")


def _examples(db: Path) -> list[list[str]]:
    """The examples of `cm import --help`, on copies of the files."""
    import shlex

    entry = next(entry for entry in COMMANDS if entry.path == "import")
    found = [shlex.split(example)[1:] for example in entry.examples]
    return [[str(db.parent / w) if w.endswith(".csv") else w for w in words] for words in found]


@pytest.fixture
def book(cm: Cm) -> Cm:
    for path in FOLDER.glob("*.csv"):
        (cm.db.parent / path.name).write_bytes(path.read_bytes())
    return cm


def _deals(db: Path) -> dict[str, tuple[int, int]]:
    store = Store.open(db)
    sql = "SELECT stage, count(*), coalesce(sum(amount), 0) FROM deal GROUP BY stage, currency"
    found = {stage: (count, total) for stage, count, total in store.rows(sql)}
    store.close()
    return found


def test_the_examples_of_the_help_read_the_whole_book(book: Cm) -> None:
    products, clients, deals = _examples(book.db)
    assert book.json(*products)["created"] == 7
    assert book.json(*clients)["created"] == 85
    first = book.json(*deals)
    assert (first["read"], first["created"], first["rejected"]) == (8800, 7375, 1425)
    assert first["reasons"] == {"client is blank": 1425}
    with Path(first["rejects_file"]).open(encoding="utf-8-sig", newline="") as file:
        rejects = list(csv.DictReader(file))
    assert len(rejects) == 1425
    assert {(row["account"], row["reason"]) for row in rejects} == {("", "client is blank")}

    found = _deals(book.db)
    assert found["won"] == (4238, 1_000_553_400)
    assert found["lost"] == (2473, 0)
    assert found["lead"][0] + found["contacted"][0] == 8800 - 1425 - 4238 - 2473
    sectors = {client["sector"] for client in book.json("client", "list")}
    assert "technology" in sectors
    assert "technolgy" not in sectors

    again = book.json(*deals)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 7375)
    assert _deals(book.db) == found
    assert book("undo").code == 0
    assert _deals(book.db) == {}


def test_a_product_of_another_spelling_is_rejected_with_the_option_that_mends_it(book: Cm) -> None:
    products, clients, deals = _examples(book.db)
    book.json(*products)
    book.json(*clients)
    swap = deals.index("product:GTXPro=GTX Pro")
    plan = book.json(*deals[: swap - 1], *deals[swap + 1 :], "--dry-run")
    assert plan["reasons"] == {
        "client is blank": 1425,
        "GTXPro: did you mean GTX Pro? --value 'product:GTXPro=GTX Pro'": 1258,
    }
    assert plan["created"] + plan["rejected"] == 8800
    assert _deals(book.db) == {}
