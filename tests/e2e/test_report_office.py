"""The report as an office suite reads it: the paper's words, and the workbook's numbers as numbers."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import MORNING, Cm, Demo

OFFICE = shutil.which("soffice")
PATIENCE = 120
HEADS = {"en": ("Week 47 · Mon 16 Nov 2026", "replies in time"),
         "zh": ("第47周 · 2026年11月16日", "按时回复率")}  # fmt: skip

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


def converted(folder: Path, source: Path, form: str) -> Path:
    """The file as the office suite writes it in another form."""
    done = subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", form, "--outdir", str(folder), str(source)],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    target = folder / f"{source.stem}.{form[:3]}"
    if "no export filter" in done.stderr or "could not be loaded" in done.stderr:
        pytest.skip(f"this LibreOffice cannot read {source.suffix}: {done.stderr.strip()}")
    assert target.exists(), done
    return target


@pytest.fixture(scope="module", params=["en", "zh"])
def week(
    request: pytest.FixtureRequest, demo_book: Demo, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, dict[str, object]]:
    """Last week of the demo as docx and xlsx, and the values of its document."""
    lang: str = request.param
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        cm = Cm(patch, Path(shutil.copy(demo_book(MORNING, lang), folder / "book.db")))

        def run(*line: str) -> str:
            result = cm("--db", str(cm.db), *line, now=MORNING, lang=lang)
            assert result.code == 0, result.err
            return result.out

        for form in ("docx", "xlsx"):
            run("report", "--last", "-o", str(folder / f"week.{form}"))
        document = json.loads(run("report", "--last", "--json"))
    return lang, folder, {one["id"]: one["value"] for one in document["measures"]}


def test_the_paper_opens_with_its_words(week: tuple[str, Path, dict[str, object]]) -> None:
    lang, folder, _ = week
    text = converted(folder, folder / "week.docx", "txt:Text (encoded):UTF8").read_text("utf-8")
    for said in HEADS[lang]:
        assert said in text.replace("\xa0", " ")


def number(text: str) -> float:
    """What a cell holds; a share comes as it is formatted."""
    return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def test_the_workbook_opens_with_numbers(week: tuple[str, Path, dict[str, object]]) -> None:
    _, folder, values = week
    filter_ = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"
    rows = list(csv.reader(
        converted(folder, folder / "week.xlsx", filter_).read_text("utf-8").splitlines()
    ))  # fmt: skip
    found = {row[0]: row[4] for row in rows if len(row) > 4 and row[0] in values}
    assert set(found) == set(values)
    for name in ("contacts.total", "sla.response", "cadence.key_coverage", "plan.coverage"):
        assert number(found[name]) == pytest.approx(values[name], abs=0.0005)
    won = values["deals.won_amount"]
    assert isinstance(won, dict)
    assert number(found["deals.won_amount"]) == won["amount"] / 100
