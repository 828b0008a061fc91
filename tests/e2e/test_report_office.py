"""The report as an office suite reads it: the paper's words, and the workbook's numbers as numbers."""

import csv
import json
from pathlib import Path

import pytest

from tests.e2e import office
from tests.e2e.office import made

HEADS = {"en": ("Week 47 · Mon 16 Nov 2026", "replies in time"),
         "zh": ("第47周 · 2026年11月16日", "按时回复率")}  # fmt: skip

pytestmark = office.needed


@pytest.mark.parametrize("lang", HEADS)
def test_the_paper_opens_with_its_words(prints: Path, lang: str) -> None:
    text = made(prints / f"week-{lang}.docx", "txt").read_text("utf-8")
    for said in HEADS[lang]:
        assert said in text.replace("\xa0", " ")


def number(text: str) -> float:
    """What a cell holds; a share comes as it is formatted."""
    return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


@pytest.mark.parametrize("lang", HEADS)
def test_the_workbook_opens_with_numbers(prints: Path, lang: str) -> None:
    document = json.loads((prints / f"week-{lang}.json").read_text("utf-8"))
    values = {one["id"]: one["value"] for one in document["measures"]}
    text = made(prints / f"week-{lang}.xlsx", "csv").read_text("utf-8")
    rows = list(csv.reader(text.splitlines()))
    found = {row[0]: row[4] for row in rows if len(row) > 4 and row[0] in values}
    assert set(found) == set(values)
    for name in ("contacts.total", "sla.response", "cadence.key_coverage", "plan.coverage"):
        assert number(found[name]) == pytest.approx(values[name], abs=0.0005)
    won = values["deals.won_amount"]
    assert isinstance(won, dict)
    assert number(found["deals.won_amount"]) == won["amount"] / 100
