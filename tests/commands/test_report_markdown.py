"""Markdown of a sheet: nothing that a client is called becomes more than text."""

import re

import pytest

from cmcli.views import html
from cmcli.views.markdown import escape, render
from cmcli.views.sheet import BLANK, Column, Group, Line, Mark, Sheet, Span, Table, Text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("王建国", "王建国"),
        ("a & b", "a &amp; b"),
        ("<script>", "&lt;script&gt;"),
        ("*a* _b_ `c` ~d~", r"\*a\* \_b\_ \`c\` \~d\~"),
        ("[x](y) | z", r"\[x\](y) \| z"),
        (r"back\slash", r"back\\slash"),
        ("# no heading", r"\# no heading"),
        ("- no list", r"\- no list"),
        ("1. no list", r"1\. no list"),
        ("12) no list", r"12\) no list"),
        ("3.5 stays", "3.5 stays"),
        ("=== no rule", r"\=== no rule"),
    ],
)
def test_what_markdown_would_read_is_disarmed(text: str, safe: str) -> None:
    assert escape(text) == safe


def test_the_groups_of_a_section_stand_below_its_heading() -> None:
    table = Table((Column("what"),), [Group("2026Q4", [("won",)]), Group("2027", [("won",)])])
    head = Line(Span("GOALS", "head"))
    sheet = Sheet((
        Line(Span("Week", "head")), Mark("figures", "FIGURES", headed=True), table,
        Mark("goals", "GOALS"), head, table, Mark("late", "LATE"), table,
    ))  # fmt: skip
    below = ["### 2026Q4", "### 2027"]
    found = ["# Week", "## FIGURES", *below, "## GOALS", *below, "## 2026Q4", "## 2027"]
    assert [line for line in render(sheet).splitlines() if line.startswith("#")] == found
    levels = re.findall(r"<h(\d)>([^<]*)<", html.render(sheet, title="t", language="en"))
    assert [f"{'#' * int(level)} {text}" for level, text in levels] == found


def test_a_sheet_becomes_headings_paragraphs_and_tables() -> None:
    table = Table(
        (Column(), Column("名称"), Column("n", "right"), Column("empty")),
        [Group("LIST", [(Span(" d1", "ref"), "甲", "5", ""), ("d2", "b", "1,000", "")], "2",
               "3 more")],
    )  # fmt: skip
    sheet = Sheet((Line(Span("Head", "head"), "right"), BLANK, Text("a text", 1), table,
                   Line(Span("Tail", "head"))), "next: cm")  # fmt: skip
    assert render(sheet) == (
        "# Head · right\n\na text\n\n## LIST · 2\n\n"
        "|     | 名称 |     n |\n"
        "| --- | ---- | ----: |\n"
        "| d1  | 甲   |     5 |\n"
        "| d2  | b    | 1,000 |\n"
        "\n3 more\n\n## Tail\n"
    )
