"""The report as an office suite reads it: the paper's words, and the workbook's numbers as numbers."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import MORNING, Cm, Demo

OFFICE = shutil.which("soffice")
PATIENCE = 120
HEADS = {"en": ("Week 47 · Mon 16 Nov 2026", "replies in time"),
         "zh": ("第47周 · 2026年11月16日", "按时回复率")}  # fmt: skip

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


# What the papers and the workbooks are turned into.
FORMS = {"docx": "txt:Text (encoded):UTF8",
         "xlsx": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"}  # fmt: skip


@pytest.fixture(scope="module")
def weeks(demo_book: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with last week of the demo in each language, as docx, xlsx and json."""
    folder = tmp_path_factory.mktemp("office")
    for lang in HEADS:
        with pytest.MonkeyPatch.context() as patch:
            cm = Cm(patch, Path(shutil.copy(demo_book(MORNING, lang), folder / f"{lang}.db")))
            for form in (*FORMS, "json"):
                line = ("report", "--last", "-o", str(folder / f"{lang}.{form}"))
                result = cm("--db", str(cm.db), *line, now=MORNING, lang=lang)
                assert result.code == 0, result.err
    return folder


@pytest.fixture(scope="module")
def opened(weeks: Path) -> Callable[[str, str], str]:
    """The file of a language as the office suite writes it in another form.

    It is slow to start: all languages are opened at once.
    """
    done: dict[str, subprocess.CompletedProcess[str]] = {}

    def text(lang: str, form: str) -> str:
        if form not in done:
            done[form] = subprocess.run(
                [str(OFFICE), f"-env:UserInstallation=file://{weeks}/profile", "--headless",
                 "--convert-to", FORMS[form], "--outdir", str(weeks),
                 *(str(weeks / f"{each}.{form}") for each in HEADS)],
                capture_output=True, text=True, check=False, timeout=PATIENCE,
            )  # fmt: skip
        said = done[form].stderr
        if "no export filter" in said or "could not be loaded" in said:
            pytest.skip(f"this LibreOffice cannot read {form}: {said.strip()}")
        target = weeks / f"{lang}.{FORMS[form][:3]}"
        assert target.exists(), done[form]
        return target.read_text("utf-8")

    return text


@pytest.mark.parametrize("lang", HEADS)
def test_the_paper_opens_with_its_words(opened: Callable[[str, str], str], lang: str) -> None:
    text = opened(lang, "docx")
    for said in HEADS[lang]:
        assert said in text.replace("\xa0", " ")


def number(text: str) -> float:
    """What a cell holds; a share comes as it is formatted."""
    return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


@pytest.mark.parametrize("lang", HEADS)
def test_the_workbook_opens_with_numbers(
    weeks: Path, opened: Callable[[str, str], str], lang: str
) -> None:
    document = json.loads((weeks / f"{lang}.json").read_text("utf-8"))
    values = {one["id"]: one["value"] for one in document["measures"]}
    rows = list(csv.reader(opened(lang, "xlsx").splitlines()))
    found = {row[0]: row[4] for row in rows if len(row) > 4 and row[0] in values}
    assert set(found) == set(values)
    for name in ("contacts.total", "sla.response", "cadence.key_coverage", "plan.coverage"):
        assert number(found[name]) == pytest.approx(values[name], abs=0.0005)
    won = values["deals.won_amount"]
    assert isinstance(won, dict)
    assert number(found["deals.won_amount"]) == won["amount"] / 100
