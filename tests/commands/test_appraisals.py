"""`cm appraisal`: set, shown with its evidence, listed, written as a paper."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.support import Cm, Filled

ITEMS = ("--item", "deals.won_amount=50", "--item", "sla.response=30", "--item", "团队协作=20")
DEALS: tuple[tuple[str, ...], ...] = (
    ("client", "add", "王建国"),
    ("deal", "add", "c1", "存款", "--amount", "60万"),
    ("deal", "add", "c1", "定期", "--amount", "30万"),
)
BOOK: tuple[tuple[str, ...], ...] = (
    ("deal", "won", "d1", "--at", "2026-10-20 10:00"),
    ("deal", "won", "d2", "--at", "2026-09-21 10:00"),
    ("goal", "set", "deals.won_amount", "80万"),
    ("appraisal", "set", "2026Q4", *ITEMS, "--note", "多走访"),
)


SCORED = (
    "--score", "won=80", "--score", "sla.response=90.5", "--score", "团队协作=70",
    "--comment", "团队协作=带教两人", "--comment", "won=[b]一笔顺延 13812345678",
)  # fmt: skip


def fill(cm: Cm) -> None:
    for line in DEALS:
        assert cm(*line, now="2026-09-01T10:00:00+08:00").code == 0
    for line in BOOK:
        assert cm(*line).code == 0


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(fill)


@pytest.fixture
def scored(book: Cm) -> Cm:
    assert book("appraisal", "set", "z1", *SCORED).code == 0
    return book


def test_an_item_has_its_evidence(book: Cm) -> None:
    one = book.json("appraisal", "show", "2026Q4")
    assert (one["ref"], one["weights"], one["total"], one["note"]) == ("z1", 100, None, "多走访")
    won, reply, team = one["items"]
    assert won["value"] == {"amount": 60_000_000, "currency": "CNY"}
    assert won["previous"]["amount"] == 30_000_000
    assert won["target"]["amount"] == 80_000_000
    # 60 of 80; it is never written by itself.
    assert (won["suggested"], won["score"], won["points"]) == (75, None, None)
    assert (won["records"], won["explain"]) == (1, "cm report 2026Q4 --explain deals.won_amount")
    assert (reply["value"], reply["suggested"], reply["records"]) == (None, None, 0)
    assert (team["measure"], team["name"], team["records"]) == (None, "团队协作", None)
    assert one["lacking"] == ["not scored yet: won, replies in time, 团队协作"]
    page = book("appraisal", "show").out
    assert "1 record, see cm report 2026Q4 --explain deals.won_amount" in page
    assert "not scored yet" in page


def test_the_total_and_its_working(scored: Cm) -> None:
    one = scored.json("show", "z1")
    # (50 × 80 + 30 × 90.5 + 20 × 70) / 100 = (4000 + 2715 + 1400) / 100
    assert one["total"] == 81.15
    assert one["working"] == "(50 × 80 + 30 × 90.5 + 20 × 70) / 100 = 81.15"
    assert [item["points"] for item in one["items"]] == [40, 27.15, 14]
    assert one["items"][0]["comment"] == "[b]一笔顺延 138****5678"
    page = scored("appraisal", "show", "z1").out
    assert "(50 × 80 + 30 × 90.5 + 20 × 70) / 100 = 81.15" in page
    assert scored.json("appraisal", "list") == [
        {"ref": "z1", "period": one["period"], "items": 3, "scored": 3, "weights": 100,
         "total": 81.15}
    ]  # fmt: skip


def test_what_is_not_given_stays_and_a_blank_takes_back(scored: Cm) -> None:
    one = scored.json("appraisal", "set", "2026Q4", "--item", "团队协作=", "--score", "won=")
    assert [(item["name"], item["score"]) for item in one["items"]] == [
        ("won", None), ("replies in time", 90.5),
    ]  # fmt: skip
    assert (one["weights"], one["total"], one["note"]) == (80, None, "多走访")
    assert "as it was" in scored("appraisal", "set", "2026Q4", "--score", "sla.response=90.5").out
    assert scored("undo").code == 0
    assert scored.json("show", "z1")["total"] == 81.15


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("2026Q4", "--item", "deals.wonn=40"), "no measure is called deals.wonn"),
        (("2026Q4", "--item", "won=101"), "101 is not a weight from 1 to 100"),
        (("2026Q4", "--item", "won=0"), "0 is not a weight from 1 to 100"),
        (("2026Q4", "--item", "won"), "won is not NAME=VALUE"),
        (("2026Q4", "--score", "won=101"), "101 is not a score from 0 to 100"),
        (("2026Q4", "--score", "won=-1"), "-1 is not a score from 0 to 100"),
        (("2026Q4", "--score", "sla.complaints=3"), "has no item sla.complaints"),
        (("2026Q3",), "what does the appraisal judge?"),
        (("2026Q4..2026Q1", "--item", "won=3"), "ends before it begins"),
        (("2026Q5", "--item", "won=3"), "not understood as a period"),
    ],
)
def test_what_cannot_be_appraised(book: Cm, line: tuple[str, ...], said: str) -> None:
    result = book("appraisal", "set", *line)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert said in result.err


def test_it_is_not_written_until_the_weights_are_whole(book: Cm, tmp_path: Path) -> None:
    book("appraisal", "set", "2026Q4", "--item", "团队协作=10")
    target = tmp_path / "z.docx"
    refused = book("appraisal", "export", "2026Q4", "-o", str(target))
    assert (refused.code, target.exists()) == (4, False)
    assert "its weights come to 90, not to 100" in refused.err
    assert "the weights come to 90, not to 100" in book("appraisal", "show").out


def paper(cm: Cm, target: Path, *args: str, lang: str = "en") -> str:
    """What is written to the file."""
    assert cm("appraisal", "export", *args, "-o", str(target), lang=lang).code == 0
    return target.read_text("utf-8")


def test_the_paper_in_its_forms(scored: Cm, tmp_path: Path) -> None:
    text = paper(scored, tmp_path / "z.md")
    assert text.startswith("# Self-appraisal")
    assert "Total score: (50 × 80 + 30 × 90.5 + 20 × 70) / 100 = 81.15" in text
    assert "13812345678" not in text
    assert "Superior ____" in text
    chinese = paper(scored, tmp_path / "z.html", "2026Q4", lang="zh")
    assert "自我评价表" in chinese
    assert "&lt;b&gt;" not in chinese
    assert "[b]一笔顺延 138****5678" in chinese
    target = tmp_path / "z.docx"
    assert scored.json("appraisal", "export", "-o", str(target)) == {"path": str(target)}
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as packed:
        written = packed.read("word/document.xml").decode()
    assert "Self-appraisal" in written
    assert scored("appraisal", "export", "-o", str(tmp_path / "z.pdf")).code == 2


def test_an_unscored_paper_is_a_form(book: Cm, tmp_path: Path) -> None:
    text = paper(book, tmp_path / "z.md")
    assert "not scored yet: won, replies in time, 团队协作" in text
    assert "Total score" not in text


def test_a_period_to_come_has_no_figures(book: Cm) -> None:
    assert book("appraisal", "set", "2027Q1", *ITEMS).code == 0
    won = book.json("appraisal", "show", "2027Q1")["items"][0]
    assert (won["value"], won["target"], won["records"]) == (None, None, 0)
    assert [one["ref"] for one in book.json("appraisal", "list")] == ["z2", "z1"]


def test_corrected_removed_and_found(scored: Cm) -> None:
    assert scored.json("edit", "z1", "note=下季度多走访")["note"] == "下季度多走访"
    wrong = scored("edit", "z1", "period=2026")
    assert (wrong.code, "fields: note" in wrong.err) == (2, True)
    assert "z1" in scored("find", "下季度").out
    assert scored("done", "z1").code == 2
    assert scored.json("rm", "z1", "--yes") == {"ref": "z1", "removed": True}
    missing = scored("appraisal", "show", "2026Q4")
    assert (missing.code, "there is no appraisal of 2026Q4" in missing.err) == (3, True)
    assert scored("appraisal", "show").code == 3
    assert "there is no appraisal yet" in scored("appraisal", "list").out
    assert scored("undo").code == 0
    assert len(scored.json("show", "z1")["items"]) == 3


@pytest.mark.parametrize("period", ["2099", "1999"])
def test_an_appraisal_is_of_about_this_time(cm: Cm, period: str) -> None:
    result = cm("appraisal", "set", period, "--item", "a=100")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "check the year" in result.err
