"""Papers as other programs see them: an office suite opens the document, a browser lays it out."""

import re
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from cmcli.views import html, word
from cmcli.views.sheet import Column, Sheet, Tick, simple_table
from tests.e2e import browser as browsers
from tests.e2e.browser import Browser
from tests.support import MORNING, Cm, Demo
from tests.views.papers import NASTY, paper

OFFICE = shutil.which("soffice")
PATIENCE = 120

office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")

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


@pytest.fixture(scope="module")
def prints(demo_book: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with papers of the demo in both languages, each as docx, and as the office suite
    makes pdf and txt of it: started twice, it is slow to start.
    """
    folder = tmp_path_factory.mktemp("prints")
    (folder / "paper.docx").write_bytes(word.write(paper(NASTY), title="x", language="zh_CN"))
    with pytest.MonkeyPatch.context() as patch:
        for lang in ("en", "zh"):
            shutil.copy(demo_book(MORNING, lang), folder / f"{lang}.db")
            _written(Cm(patch, folder / f"{lang}.db"), folder, lang)
    for form in ("pdf", "txt:Text (encoded):UTF8"):
        done = subprocess.run(
            [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", form, "--outdir", str(folder), *map(str, folder.glob("*.docx"))],
            capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert len(list(folder.glob(f"*.{form[:3]}"))) == len(list(folder.glob("*.docx"))), done
    return folder


def _written(cm: Cm, folder: Path, lang: str) -> None:
    def run(*line: str) -> None:
        result = cm("--db", str(cm.db), *line, now=MORNING, lang=lang)
        assert result.code == 0, result.err

    run("client", "edit", "刘芳", "--birthday", "1960-01-01")
    run("plan", "set", "刘芳", "--taboo", "不提2022年的亏损")
    run("disclose", "刘芳", "FD-MX", "-o", str(folder / f"sheet-{lang}.docx"))
    run("advise", "刘芳", "-o", str(folder / f"proposal-{lang}.docx"))
    # A key client, a company with a loan that is late, somebody of 84.
    run("visit", "sheet", "刘芳", "东汀机械", "朱树华", "-o", str(folder / f"visit-{lang}.docx"))


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


@office
def test_an_office_suite_reads_the_document_and_prints_one_page_of_a4(prints: Path) -> None:
    text = (prints / "paper.txt").read_text("utf-8-sig")
    for said in ("产品信息披露确认书", NASTY, "☐\t产品风险已说明。", f"客户：{NASTY}", "1,234.50"):
        assert said in text
    assert pages(prints / "paper.pdf") == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", (prints / "paper.pdf").read_bytes())
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


@office
@pytest.mark.parametrize(("lang", "said"), [("en", "The client confirms"), ("zh", "客户确认")])
def test_the_sheet_to_sign_and_the_proposal_are_a_page_each(
    prints: Path, lang: str, said: str
) -> None:
    assert pages(prints / f"sheet-{lang}.pdf") == pages(prints / f"proposal-{lang}.pdf") == 1
    text = (prints / f"sheet-{lang}.txt").read_text("utf-8-sig")
    assert said in text
    assert "C2" in text


@office
@pytest.mark.parametrize(("lang", "said"), [("en", "BETTER NOT RAISED"), ("zh", "不宜主动提")])
def test_a_visit_sheet_is_a_page_for_each_client(prints: Path, lang: str, said: str) -> None:
    assert pages(prints / f"visit-{lang}.pdf") == 3
    text = (prints / f"visit-{lang}.txt").read_text("utf-8-sig")
    assert text.count(said) == 3
    assert "不提2022年的亏损" in text
