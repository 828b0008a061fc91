"""The report's page in a browser: on a phone, in the dark, and as a screen reader hears it."""

import importlib.util
import json
import os
import re
import shutil
from html import escape
from pathlib import Path

import pytest

from cmcli.views import html
from tests.e2e import browser as browsers
from tests.e2e.browser import Browser
from tests.support import MORNING, Cm, Demo

FRAME = """<!doctype html><iframe id="f" width="360" height="800" srcdoc="{page}"></iframe>
<script>
f.onload = () => {{
  const page = f.contentDocument;
  const out = [...page.querySelectorAll("main *")].filter((one) =>
    !one.closest(".box") && !one.closest("svg") && one.getBoundingClientRect().right > 360.5);
  const hidden = page.documentElement.scrollWidth - page.documentElement.clientWidth;
  document.title = [hidden, out.length].join("|");
}};
</script>"""

# Against the shades at the edges of a table that is scrolled the checker cannot tell a contrast.
STILL = "<style>.box { background: none !important; }</style>"

# What the checker finds in some part of the page by some of its rules: where it is wrong, and in
# how many places the first rule found nothing wrong.
AUDIT = """axe.run({part}, {options}).then((found) => [
  found.violations.map((one) => one.id + ": " + one.nodes[0].html.slice(0, 120)),
  found.passes.length && found.passes[0].nodes.length,
])"""

# Of all texts that stand in elements of the same kinds and styles, from the page on, the first.
PLACES = """(() => {
  const found = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue;
    let place = "";
    for (let at = texts.currentNode.parentElement; at; at = at.parentElement)
      place += [at.tagName, at.getAttribute("class"), at.getAttribute("style"), ""].join();
    if (!found.has(place)) found.set(place, texts.currentNode.parentElement);
  }
  return [...found.values()];
})()"""


def axe() -> str | None:
    """The accessibility checker: AXE_CORE names its file, else a package brings it along."""
    if named := os.environ.get("AXE_CORE"):
        return Path(named).read_text("utf-8")
    for package in ("axe_core_python", "axe_playwright_python", "axe_selenium_python"):
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            for path in Path(spec.origin).parent.rglob("axe.min.js"):
                return path.read_text("utf-8")
    return None


AXE = axe()
audited = pytest.mark.skipif(
    AXE is None, reason="axe-core is not installed (pip install axe-core-python, or AXE_CORE=FILE)"
)


@pytest.fixture(scope="module", params=["en", "zh"])
def page(
    request: pytest.FixtureRequest, demo_book: Demo, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The report of a week and a quarter of the demo book, one after the other."""
    folder = tmp_path_factory.mktemp("page")
    with pytest.MonkeyPatch.context() as patch:
        cm = Cm(patch, Path(shutil.copy(demo_book(MORNING, request.param), folder / "demo.db")))
        line = ("--db", str(cm.db), "report", "--last", "-o", str(folder / "x.html"))
        result = cm(*line, now=MORNING, lang=request.param)
        assert result.code == 0, result.err
    return (folder / "x.html").read_text("utf-8")


@browsers.needed
def test_a_phone_scrolls_in_one_direction(page: str, tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "page.html").write_text(FRAME.format(page=escape(page)), encoding="utf-8")
    browser.show(tmp_path / "page.html")
    assert browser.run("document.title") == "0|0"


def kind(row: str) -> str:
    """The row without its texts, and of its attributes only those that say how it looks."""
    return re.sub(r' (?!class|style)[\w-]+="[^"]*"', "", re.sub(r">[^<]+<", "><", row))


def brief(text: str) -> str:
    """The page with a row of each kind in each table: more of the same tell the checker nothing."""

    def kept(body: re.Match[str]) -> str:
        rows = re.findall(r"<tr.*?</tr>", body[1], re.DOTALL)
        return f"<tbody>{''.join({kind(row): row for row in reversed(rows)}.values())}</tbody>"

    return re.sub(r"<tbody>(.*?)</tbody>", kept, text, flags=re.DOTALL)


ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
# The rules of the checker that look at colours.
COLOURS = ["color-contrast", "link-in-text-block"]


@browsers.needed
@audited
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_of_accessibility_finds_nothing(
    page: str, tmp_path: Path, scheme: str, browser: Browser
) -> None:
    # Folded parts are opened so that the checker sees them.
    text = brief(page).replace("<details>", "<details open>")
    assert {kind(row) for row in ROW.findall(text)} == {kind(row) for row in ROW.findall(page)}
    assert 100 < text.count("<tr>") < page.count("<tr>") / 4
    (tmp_path / "page.html").write_text(text.replace("</body>", f"{STILL}</body>"), "utf-8")
    browser.show(tmp_path / "page.html", dark=scheme == "dark")
    assert browser.run("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    browser.run(f"{AXE}; true")
    # Every text of a kind of place has the colours of the first.
    options = {"runOnly": COLOURS}
    wrong, fine = browser.run(AUDIT.format(part=f"{{include: {PLACES}}}", options=options))
    assert wrong == []
    assert fine > 50
    # In the dark the page has other colours and nothing else.
    if scheme == "light":
        others = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
        wrong, _ = browser.run(AUDIT.format(part="document", options=json.dumps(others)))
        assert wrong == []


# Contrast, by the formula of WCAG


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _light(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)


def contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    """The colours of light, dark and print, each with those it does not name taken from light."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}, "print": {}}
    for style in (html.STYLE, html.SECTIONS):
        parts = re.split(r"(@media [^{]+)\{", style)
        kinds = ["light", *("dark" if "dark" in each else "print" if "print" in each else ""
                            for each in parts[1::2])]  # fmt: skip
        for kind, text in zip(kinds, parts[::2], strict=True):
            block = re.search(r":root\s*\{(.*?)\}", text, re.DOTALL)
            if kind and block:
                found[kind] |= dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block[1]))
    return {kind: found["light"] | colours for kind, colours in found.items()}


def test_the_formula_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("kind", ["light", "dark", "print"])
def test_every_text_stands_out_from_the_page(kind: str) -> None:
    colours = palettes()[kind]
    assert {"page", "ink", "dim", "ref", "late", "risk", "good", "bar"} <= set(colours)
    for name in ("ink", "dim", "ref", "late", "risk", "good"):
        assert contrast(colours[name], colours["page"]) >= 4.5, name
    # What is drawn needs three to one.
    assert contrast(colours["bar"], colours["page"]) >= 3
