"""A page for a browser: whole in one file, readable by everybody, every text only text."""

import re
from html.parser import HTMLParser

import pytest

from cmcli.views.html import STYLE, render
from cmcli.views.sheet import Column, Line, Sheet, Span, Text, simple_table
from tests.views.papers import NASTY, paper

VOID = {"meta", "br"}


class Page(HTMLParser):
    """Elements in their order, what stands in each kind of them, and whether all are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.setdefault(tag, []).append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def page(sheet: Sheet, title: str = "Paper", language: str = "zh_CN") -> Page:
    return Page(render(sheet, title=title, language=language))


def test_a_page_is_whole_and_says_its_language_and_title() -> None:
    text = render(paper(), title="确认书", language="zh_CN")
    assert text.startswith("<!doctype html>\n")
    found = Page(text)
    assert found.all("html") == [{"lang": "zh-CN"}]
    assert page(paper(), language="en").all("html") == [{"lang": "en"}]
    assert found.texts["title"] == ["确认书"]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in found.all(
        "meta"
    )


def test_nothing_is_loaded_and_nothing_runs() -> None:
    text = render(paper("https://example.invalid/x.png"), title="x", language="en")
    found = Page(text)
    names = {tag for tag, _ in found.elements}
    assert not names & {"script", "link", "img", "iframe", "a", "form", "object"}
    assert not {
        key for _, attrs in found.elements for key in attrs if key.startswith(("on", "src"))
    }
    assert "url(" not in text
    assert "@import" not in text


def test_what_a_client_is_called_stays_text_wherever_it_stands() -> None:
    facts = simple_table((Column(NASTY), Column("b")), [(NASTY, Span(NASTY, "late"))])
    blocks = (Line(Span(NASTY, "head"), NASTY), Line(NASTY, NASTY), Text(NASTY), facts)
    found = page(Sheet((*blocks, *paper(NASTY).blocks)), title=NASTY)
    assert "script" not in {tag for tag, _ in found.elements}
    assert found.texts["title"] == [NASTY]
    assert found.texts["h1"] == [f"{NASTY} {NASTY}"]
    assert found.texts["td"][:2] == [NASTY, NASTY]
    assert f"客户：{NASTY}" in found.texts["span"]
    style = Span("x", '"><script>')
    assert "script" not in {tag for tag, _ in page(Sheet((Line(style),))).elements}


def test_headings_are_one_title_and_its_parts() -> None:
    found = page(paper())
    assert found.texts["h1"] == ["产品信息披露确认书"]
    assert found.texts["h2"] == ["主要风险", "费用 每日计提"]
    untitled = page(Sheet((Text("only a text"),)), title="A & B")
    assert untitled.texts["h1"] == ["A & B"]


def test_tables_name_their_columns_and_rows_and_leave_out_what_is_empty() -> None:
    found = page(paper())
    heads = [attrs["scope"] for attrs in found.all("th")]
    assert list(zip(heads, found.texts["th"], strict=True)) == [
        ("row", "客户"), ("row", "风险等级"), ("col", "项目"), ("col", "费率"),
    ]  # fmt: skip
    cells = [(attrs.get("class"), text) for attrs, text in
             zip(found.all("td"), found.texts["td"], strict=True)]  # fmt: skip
    assert cells == [
        (None, "王建国"), (None, "R3"),
        (None, "管理费"), ("end", "0.30 %"), (None, "托管费"), ("end", "1,234.50"),
    ]  # fmt: skip
    compared = simple_table((Column(), Column("A"), Column("B")), [("费用", "0", "1 %")])
    assert page(Sheet((compared,))).all("th") == [
        {"scope": "col", "style": "min-width:1ch"}, {"scope": "col", "style": "min-width:3ch"},
        {"scope": "row"},
    ]  # fmt: skip
    assert page(Sheet((simple_table((Column("a"),), [("",)]),))).all("table") == []


def test_a_paper_has_boxes_to_tick_and_rules_to_sign_on_and_no_hint() -> None:
    found = page(paper())
    assert found.texts["li"] == ["☐产品风险已说明。", "☐全部费用已披露。"]
    assert found.texts["ul"] == ["\n☐产品风险已说明。\n☐全部费用已披露。\n"]
    signed = [attrs for attrs in found.all("div") if attrs["class"] == "sign"]
    assert len(signed) == 2
    assert len(found.all("i")) == 4
    assert "a hint for the terminal" not in found.texts["body"][0]


def test_control_characters_and_lone_surrogates_are_left_out() -> None:
    found = page(Sheet((Text("a\x00\x1b[1mb\ud800\u202ec\nd𠮷㐂"),)))
    assert found.texts["p"] == ["a[1mbc\nd𠮷㐂"]


def test_the_same_sheet_is_the_same_page() -> None:
    assert render(paper(), title="x", language="en") == render(paper(), title="x", language="en")


def colours(mode: str) -> dict[str, str]:
    start = STYLE.index(mode) if mode else 0
    block = STYLE[STYLE.index(":root", start) :]
    return dict(re.findall(r"--(\w+): (#\w{6});", block[: block.index("}")]))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("mode", ["", "prefers-color-scheme: dark", "@media print"])
def test_every_colour_of_text_can_be_read_on_its_page(mode: str) -> None:
    found = colours(mode)
    ground = luminance(found["page"])
    for name in ("ink", "dim", "ref", "late", "risk", "good"):
        light, dark = sorted((ground, luminance(found[name])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (mode, name)


def test_print_is_on_a4() -> None:
    assert "@page { size: A4;" in STYLE
