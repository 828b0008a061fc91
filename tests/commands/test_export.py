"""What leaves the book: all of it, one client, a copy. Names are invented."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from cmcli.store import Store
from tests.support import Cm


@pytest.fixture
def book(cm: Cm) -> Cm:
    cm("client", "add", "赵一", "--phone", "13800000001", "--id-number", "110101190001010017",
       "--address", "某市某区某路3号", "--tag", "茶")  # fmt: skip
    cm("client", "add", "钱二", "--phone", "13800000002")
    cm("product", "add", "W1", "稳盈一号", "--kind", "wealth", "--risk", "R2", "--price", "1000")
    cm("product", "add", "W2", "稳盈二号", "--kind", "wealth", "--risk", "R2")
    cm("log", "赵一", "问利率", "--ask", "--callback", "fri", "--purpose", "回话")
    cm("request", "wait", "r1")
    cm("deal", "add", "赵一", "理财", "--product", "W1", "--amount", "5万")
    cm("deal", "add", "钱二", "存款")
    return cm


def test_one_document_holds_every_table(book: Cm) -> None:
    document = book("export").out
    found = json.loads(document)
    store = Store.open(book.db)
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%'"
    tables = {name for (name,) in store.rows(sql)} - {"entry", "image", "import_key"}
    counts = {name: store.value(f'SELECT count(*) FROM "{name}"') for name in tables}
    store.close()
    assert found.keys() == tables | {"exported", "revealed"}
    assert {name: len(found[name]) for name in tables} == counts
    assert found["exported"] == "2026-11-23T10:00:00+08:00"


def test_records_have_refs_plain_names_and_local_instants(book: Cm) -> None:
    found = json.loads(book("export").out)
    deal = found["deal"][0]
    assert (deal["ref"], deal["client"], deal["product"]) == ("d1", "c1", "p1")
    assert deal["amount"] == {"amount": 5_000_000, "currency": "CNY"}
    assert deal["opened"] == "2026-11-23T10:00:00+08:00"
    assert "currency" not in deal
    assert found["product"][0]["price"] == {"amount": 100_000, "currency": "CNY"}
    assert found["product"][1]["price"] is None
    assert found["request_clock"][0]["request"] == "r1"
    assert found["client"][0]["tags"] == ["茶"]
    assert not {"id", "pinyin", "initials"} & found["client"][0].keys()


def test_numbers_are_masked_unless_revealed(book: Cm) -> None:
    masked, revealed = book("export").out, book("export", "--reveal").out
    assert "13800000001" not in masked
    assert "110101190001010017" not in masked
    assert "某路3号" not in masked
    client = json.loads(revealed)["client"][0]
    assert (client["phone"], client["id_number"]) == ("13800000001", "110101190001010017")


def test_a_client_has_everything_of_its_own_and_nothing_of_others(book: Cm) -> None:
    document = book("export", "client", "赵一").out
    found = json.loads(document)
    assert found["client"]["ref"] == "c1"
    assert {name: len(rows) for name, rows in found.items() if isinstance(rows, list)} == {
        "merged": 0, "standing": 1, "request": 1, "request_clock": 1, "request_wait": 1,
        "deal": 1, "deal_stage": 1, "callback": 1, "interaction": 1, "product": 1,
    }  # fmt: skip
    assert found["product"][0]["name"] == "稳盈一号"
    assert "钱二" not in document
    assert "存款" not in document
    assert "13800000001" not in document
    assert "13800000001" in book("export", "client", "c1", "--reveal").out


def test_a_merged_file_is_held_on_the_client_too(book: Cm) -> None:
    book("client", "merge", "c1", "c2", "--yes")
    found = json.loads(book("export", "client", "c1").out)
    assert [client["name"] for client in found["merged"]] == ["钱二"]
    assert len(found["deal"]) == 2


def test_into_a_file_that_is_private_and_whole(book: Cm, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old", "utf-8")
    result = book("export", "-o", str(target), "--json")
    assert result.json() == {"file": str(target)}
    assert target.stat().st_mode & 0o777 == 0o600
    assert json.loads(target.read_text("utf-8")) == json.loads(book("export").out)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_is_no_file_is_not_replaced_by_one(book: Cm, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert book("export", "-o", str(pipe)).code == 5
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["clients"], 2),
        (["client"], 2),
        (["client", "nobody"], 3),
        (["-o", "{folder}"], 5),
        (["-o", "{folder}/no/x.json"], 5),
        (["-o", "{folder}/book.db"], 2),
    ],
)
def test_what_cannot_be_exported(book: Cm, tmp_path: Path, words: list[str], code: int) -> None:
    result = book("export", *(word.format(folder=tmp_path) for word in words))
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) <= 2
    assert book.json("client", "list")


def test_a_copy_is_consistent_private_and_never_over_a_file(book: Cm, tmp_path: Path) -> None:
    result = book("backup", "--json")
    copy = tmp_path / "book-20261123-100000.db"
    assert result.json() == {"file": str(copy), "bytes": copy.stat().st_size}
    assert copy.stat().st_mode & 0o777 == 0o600
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT name FROM client").fetchall() == [("赵一",), ("钱二",)]
    connection.close()
    again = book("backup")
    assert again.code == 5
    assert str(copy) in again.err
    assert book("backup", str(book.db)).code == 5
    assert book.json("client", "list")


def test_a_copy_goes_into_a_folder_or_under_a_name(book: Cm, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    assert book("backup", str(folder)).code == 0
    assert [path.name for path in folder.iterdir()] == ["book-20261123-100000.db"]
    assert book("backup", str(folder / "own.db")).code == 0
    assert book("backup", str(folder / "no" / "own.db")).code == 5


def test_there_is_no_copy_of_a_book_that_is_not_there(cm: Cm) -> None:
    result = cm("backup")
    assert result.code == 5
    assert "no book" in result.err
