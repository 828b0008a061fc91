"""Files as they come: encodings, separators, workbooks; and the file of rejects."""

import csv
import io
import os
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support import Cm, Result

CLIENTS = "姓名,手机号,备注\n赵一,13800000001,喜欢短信\n钱二,13800000002,\n"


def imported(cm: Cm, path: Path, *options: str, kind: str = "clients") -> Result:
    return cm("import", kind, str(path), *options, "--json")


def names(cm: Cm) -> list[str]:
    return [client["name"] for client in cm.json("client", "list", "--sort", "ref")]


@pytest.mark.parametrize(
    ("encoding", "options"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("gb18030", []),
        ("gbk", ["--encoding", "gbk"]),
        ("big5", ["--encoding", "big5"]),
        ("utf-8-sig", ["--encoding", "UTF8"]),
    ],
)
def test_encodings(cm: Cm, tmp_path: Path, encoding: str, options: list[str]) -> None:
    path = tmp_path / "in.csv"
    # Big5 has no simplified characters; these two are the same in both scripts.
    text = "name,phone\n王大,13800000001\n" if encoding == "big5" else CLIENTS
    path.write_bytes(text.encode(encoding))
    result = imported(cm, path, *options)
    assert result.code == 0, result.err
    assert names(cm) == (["王大"] if encoding == "big5" else ["赵一", "钱二"])


def test_a_byte_order_mark_is_no_part_of_a_head(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(CLIENTS, "utf-8-sig")
    for options in ([], ["--encoding", "utf-8"]):
        result = imported(cm, path, "--map", "name=none", *options)
        assert "its columns: 姓名" in result.err


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_broken_text_is_named_by_line_and_byte(
    cm: Cm, tmp_path: Path, encoding: str | None
) -> None:
    path = tmp_path / "in.csv"
    whole = (CLIENTS * 5).encode()
    broken = whole.replace("二".encode(), b"\xe4\xba", 1)
    path.write_bytes(broken)
    result = imported(cm, path, *(["--encoding", encoding] if encoding else []))
    assert result.code == 5
    assert "line 3" in result.err
    place = broken.index(b"\xe4\xba,") + 1
    assert f"byte {place} " in result.err
    assert "--encoding" in result.err
    assert names(cm) == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_seen_in_the_head(cm: Cm, tmp_path: Path, separator: str) -> None:
    path = tmp_path / "in.csv"
    head = ["name", '"note; with; a; comma, too"', "tier"]
    path.write_text(f"{separator.join(head)}\n赵一{separator}x{separator}key\n", "utf-8")
    assert imported(cm, path, "--map", "note=note; with; a; comma, too").code == 0
    assert cm.json("client", "show", "赵一")["tier"] == "key"


def test_quoted_lines_blank_lines_and_short_lines(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    text = '\n\nname,note,tier\r\n"赵一","one\ntwo, ""three""",key\r\n,,\r\n\r\n钱二\r\n孙三,,,,\r\n吴六,,bad\r\n'
    path.write_text(text, "utf-8", newline="")
    result = imported(cm, path)
    assert result.json()["read"] == 4
    assert names(cm) == ["赵一", "钱二", "孙三"]
    assert cm.json("client", "show", "赵一")["note"] == 'one\ntwo, "three"'
    with Path(result.json()["rejects_file"]).open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["line"] == "10"


def test_an_open_quotation_mark_is_named_by_its_line(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('name,note\n赵一,a\n钱二,"b\n孙三,c\n', "utf-8")
    result = imported(cm, path)
    assert result.code == 5
    assert "line 3" in result.err
    assert names(cm) == []


def test_columns_of_one_name_are_told_apart(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name,note,note,,\n赵一,a,b,c,\n", "utf-8")
    assert imported(cm, path, "--map", "note=note #3", "--map", "need=#4").code == 0
    client = cm.json("client", "show", "赵一")
    assert (client["note"], client["need"]) == ("b", "c")
    assert imported(cm, path, "--map", "need=#5").code == 2


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.create_sheet("later").append(["not", "read"])
    book.save(path)
    return path


def test_a_workbook_with_real_dates_and_numbers(cm: Cm, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "in.XLSX",
        [],
        ["姓名", "手机", "生日", "备注"],
        ["赵一", 13800000001, date(1980, 5, 1), 12.5],
        ["钱二", "+86 138 0000 0002", "1981年2月3日", None],
        [None, None, None, None],
    )
    result = imported(cm, path)
    assert (result.code, result.json()["created"]) == (0, 2)
    first = cm.json("client", "show", "赵一", "--reveal")
    assert (first["phone"], first["birthday"], first["note"]) == (
        "13800000001",
        "1980-05-01",
        "12.5",
    )
    assert cm.json("client", "show", "钱二")["birthday"] == "1981-02-03"


def test_instants_of_a_workbook_are_local_and_need_no_format(cm: Cm, tmp_path: Path) -> None:
    cm("client", "add", "赵一")
    path = workbook(
        tmp_path / "in.xlsx",
        ["客户", "时间", "分钟", "结果"],
        ["赵一", datetime(2026, 11, 2, 15, 30), 20, "已接通"],
        ["赵一", date(2026, 11, 3), time(0, 20), "已接通"],
    )
    result = imported(cm, path, "--date-format", "%d.%m.%Y", kind="interactions")
    assert (result.code, result.json()["created"], result.json()["rejected"]) == (0, 1, 1)
    assert cm.json("show", "i1")["at"] == "2026-11-02T15:30:00+08:00"
    assert "minutes: 00:20:00" in next(iter(result.json()["reasons"]))


def test_numbers_that_a_spreadsheet_rounded_are_rejected(cm: Cm, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "in.xlsx",
        ["name", "id number"],
        ["赵一", 110101190001010017],
        ["钱二", "1.10101E+17"],
        ["孙三", "110101190001010017"],
    )
    result = imported(cm, path)
    assert names(cm) == ["孙三"]
    assert [reason for reason in result.json()["reasons"] if "rounded by a spreadsheet" in reason]


@pytest.mark.parametrize(
    ("name", "data", "code", "part"),
    [
        ("in.pdf", b"x", 2, "neither CSV nor XLSX"),
        ("in", b"x", 2, "neither CSV nor XLSX"),
        ("in.xlsx", b"PK no", 5, "not a workbook"),
        ("in.csv", b"", 5, "is empty"),
        ("in.csv", b"\n \n,,\n", 5, "is empty"),
        ("in.csv", b"a\0b\n1\n", 5, "not a text file"),
        ("missing.csv", None, 5, "there is no such file"),
    ],
)
def test_a_file_that_cannot_be_read(
    cm: Cm, tmp_path: Path, name: str, data: bytes | None, code: int, part: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    result = imported(cm, path)
    assert result.code == code
    assert part in result.err
    assert str(path) in result.err


def test_a_head_without_lines_is_zeros(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name,phone\n", "utf-8")
    result = imported(cm, path)
    assert result.json() == {
        "read": 0, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0,
        "rejects_file": None, "reasons": {},
    }  # fmt: skip


BAD = "name,phone,note\n赵一,none,=1+1\n钱二,,@x\n孙三,+86 none,-2\n"


def test_rejects_open_in_a_spreadsheet_and_hold_no_formula(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(BAD, "utf-8")
    result = imported(cm, path)
    kept = Path(result.json()["rejects_file"])
    assert kept == tmp_path / "in.rejects.csv"
    assert kept.stat().st_mode & 0o777 == 0o600
    data = kept.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [
        ["name", "phone", "note", "line", "reason"],
        ["赵一", "none", "'=1+1", "2", "phone: none is not a phone number"],
        ["孙三", "'+86 none", "'-2", "4", "phone: +86 none is not a phone number"],
    ]


def test_corrected_rejects_come_in(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(BAD, "utf-8")
    kept = Path(imported(cm, path).json()["rejects_file"])
    kept.write_text(kept.read_text("utf-8").replace("86 none,", "86 13800000003,"), "utf-8")
    result = imported(cm, kept)
    assert (result.json()["created"], result.json()["rejected"]) == (1, 1)
    client = cm.json("client", "show", "孙三", "--reveal")
    assert (client["phone"], client["note"]) == ("+8613800000003", "-2")
    with Path(result.json()["rejects_file"]).open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == ["name", "phone", "note", "line", "reason"]


def test_rejects_never_take_the_place_of_another_file(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(BAD, "utf-8")
    first = imported(cm, path).json()["rejects_file"]
    assert imported(cm, path).json()["rejects_file"] == first
    Path(first).write_text("half corrected", "utf-8")
    assert imported(cm, path).json()["rejects_file"] == str(tmp_path / "in.rejects-2.csv")
    assert Path(first).read_text("utf-8") == "half corrected"


def test_rejects_go_where_they_are_wanted_but_never_over_the_source(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(BAD, "utf-8")
    (tmp_path / "link.csv").symlink_to(path)
    for name in ("in.csv", "link.csv", "book.db"):
        result = imported(cm, path, "--rejects", str(tmp_path / name))
        assert result.code == 2
        assert "would be overwritten" in result.err
    assert path.read_text("utf-8") == BAD
    assert names(cm) == []
    assert imported(cm, path, "--rejects", str(tmp_path / "no" / "r.csv")).code == 5
    assert names(cm) == []
    wanted = tmp_path / "r.csv"
    planned = imported(cm, path, "--rejects", str(wanted), "--dry-run")
    assert planned.json()["rejects_file"] == str(wanted)
    assert wanted.exists()


def test_rejects_of_a_folder_that_cannot_be_written_go_to_the_current_one(
    cm: Cm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.csv"
    path.write_text(BAD, "utf-8")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    # Asked of the system, which lets root write anywhere.
    monkeypatch.setattr(os, "access", lambda folder, mode: Path(folder) != tmp_path)
    result = imported(cm, path)
    assert Path(result.json()["rejects_file"]) == here / "in.rejects.csv"


def test_a_long_line_is_given_back_whole(cm: Cm, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name,note\n赵一,a,b,c\n", "utf-8")
    kept = Path(imported(cm, path).json()["rejects_file"])
    rows = list(csv.reader(io.StringIO(kept.read_text("utf-8-sig"))))
    assert rows[0] == ["name", "note", "line", "reason", "#3", "#4"]
    assert rows[1][:3] == ["赵一", "a", "2"]
    assert rows[1][4:] == ["b", "c"]
