"""The report's page in a browser: on a phone, in the dark, and as a screen reader hears it."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from cmcli.views import html
from tests.support import MORNING, Cm, Demo

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 180

browser = pytest.mark.skipif(BROWSER is None, reason="chromium is not installed")

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
AUDIT = """<style>.box {{ background: none !important; }}</style>
<script>{axe}</script><script>
axe.run(document, {options}).then((found) => {{
  const said = found.violations.map((one) => one.id + ": " + one.nodes[0].html.slice(0, 120));
  document.title = "AXE" + JSON.stringify(said);
}}).catch((error) => {{ document.title = "AXE" + JSON.stringify([String(error)]); }});
</script>"""


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


def title(folder: Path, text: str, *options: str) -> str:
    """What a page calls itself after its scripts ran."""
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu",
         f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000", *options,
         "--dump-dom", f"file://{path}"],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    found = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    assert found, done
    return found[1]


@browser
def test_a_phone_scrolls_in_one_direction(page: str, tmp_path: Path) -> None:
    assert title(tmp_path, FRAME.format(page=escape(page))) == "0|0"


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


@browser
@audited
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_of_accessibility_finds_nothing(page: str, tmp_path: Path, scheme: str) -> None:
    # The page forbids scripts; the checker is one. Folded parts are opened so that it sees them.
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    text = brief(text).replace("<details>", "<details open>")
    assert {kind(row) for row in ROW.findall(text)} == {kind(row) for row in ROW.findall(page)}
    assert 100 < text.count("<tr>") < page.count("<tr>") / 4
    # In the dark the page has other colours and nothing else.
    options = {"resultTypes": ["violations"], **({} if scheme == "light" else {"runOnly": COLOURS})}
    script = AUDIT.format(axe=AXE, options=json.dumps(options))
    text = text.replace("</body>", script + "</body>")
    dark = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    found = title(tmp_path, text, "--force-prefers-reduced-motion", *dark)
    assert found.startswith("AXE"), found[:200]
    assert json.loads(found.removeprefix("AXE").replace("&quot;", '"')) == []


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
