"""Papers as other programs see them: an office suite opens the document, a browser lays it out."""

import re
from html import escape
from pathlib import Path

import pytest

from cmcli.views import html
from cmcli.views.sheet import Column, Sheet, Tick, simple_table
from tests.e2e import browser as browsers
from tests.e2e import office
from tests.e2e.browser import Browser
from tests.e2e.office import made
from tests.views.papers import NASTY, paper

# A page in a frame of a phone's width tells how much of it is hidden and which parts stick out.
FRAME = """<!doctype html><iframe id="f" width="360" height="800" srcdoc="{page}"></iframe>
<script>
f.onload = () => {{
  const page = f.contentDocument;
  const out = [...page.querySelectorAll("main > :not(.box), .box")].filter(
    (one) => one.getBoundingClientRect().right > 360 || one.getBoundingClientRect().left < 0);
  const boxes = [...page.querySelectorAll(".box")].map((box) => box.scrollWidth > box.clientWidth);
  const hidden = page.documentElement.scrollWidth - page.documentElement.clientWidth;
  document.title = [hidden, out.length, boxes].join("|");
}};
</script>"""


def pages(paper: Path) -> int:
    """How many pages it prints."""
    return len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))


def measured(folder: Path, sheet: Sheet, browser: Browser) -> tuple[int, int, list[str]]:
    """How much a phone hides of the page, how many parts stick out, which tables are scrolled."""
    page = html.render(sheet, title="x", language="zh_CN")
    (folder / "frame.html").write_text(FRAME.format(page=escape(page)), encoding="utf-8")
    browser.show(folder / "frame.html")
    hidden, out, scrolled = browser.run("document.title").split("|")
    return int(hidden), int(out), scrolled.split(",")


@office.needed
def test_an_office_suite_reads_the_document_and_prints_one_page_of_a4(prints: Path) -> None:
    text = made(prints / "paper.docx", "txt").read_text("utf-8-sig")
    for said in ("产品信息披露确认书", NASTY, "☐\t产品风险已说明。", f"客户：{NASTY}", "1,234.50"):
        assert said in text
    printed = made(prints / "paper.docx", "pdf")
    assert pages(printed) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed.read_bytes())
    assert box
    assert (round(float(box[1])), round(float(box[2]))) == (595, 842)


@browsers.needed
def test_a_page_fits_a_phone(tmp_path: Path, browser: Browser) -> None:
    wide = simple_table(
        tuple(Column(f"column {number}") for number in range(12)),
        [("王建国", *["0123456789" * 3] * 11)],
    )
    endless = "x" * 400
    blocks = (*paper(endless, long=endless).blocks, Tick(endless), wide)
    assert measured(tmp_path, Sheet(blocks), browser) == (0, 0, ["false", "false", "true"])


@office.needed
@pytest.mark.parametrize(("lang", "said"), [("en", "The client confirms"), ("zh", "客户确认")])
def test_the_sheet_to_sign_and_the_proposal_are_a_page_each(
    prints: Path, lang: str, said: str
) -> None:
    for name in ("sheet", "proposal"):
        assert pages(made(prints / f"{name}-{lang}.docx", "pdf")) == 1
    text = made(prints / f"sheet-{lang}.docx", "txt").read_text("utf-8-sig")
    assert said in text
    assert "C2" in text


@office.needed
@pytest.mark.parametrize(("lang", "said"), [("en", "BETTER NOT RAISED"), ("zh", "不宜主动提")])
def test_a_visit_sheet_is_a_page_for_each_client(prints: Path, lang: str, said: str) -> None:
    assert pages(made(prints / f"visit-{lang}.docx", "pdf")) == 3
    text = made(prints / f"visit-{lang}.docx", "txt").read_text("utf-8-sig")
    assert text.count(said) == 3
    assert "不提2022年的亏损" in text
