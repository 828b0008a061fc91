"""The pictures of the README: real pages of the demo book, as SVG that names no font of the web."""

import html
import io
import os
import re
import tempfile
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from cmcli.__main__ import main
from cmcli.desk import Desk
from cmcli.views import layout, output
from cmcli.views.cells import width
from cmcli.views.sheet import Sheet

OUT = Path(__file__).parents[1] / "docs" / "screens"
NOW = "2026-11-23T08:31:00+08:00"
SCREENS = {
    "today": ["today"],
    "log": ["log", "王建国", "解锁, 已可缴费", "--callback", "下周一", "--purpose", "确认到账"],
    "client": ["client", "show", "刘芳"],
    "board": ["deal", "board"],
    "report": ["report", "--last"],
}
_THEME = TerminalTheme(
    (252, 252, 250), (40, 44, 52),
    [(40, 44, 52), (190, 40, 40), (40, 120, 60), (150, 100, 0), (40, 80, 160), (120, 60, 140),
     (0, 110, 125), (120, 124, 132)],
)  # fmt: skip
# As rich's own, without the fonts that a browser would fetch.
_FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "Noto Sans Mono CJK SC", "Microsoft YaHei",
  "PingFang SC", Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def capture(arguments: list[str]) -> Sheet:
    """The page a command shows, before it is written."""
    pages: list[Sheet] = []
    with patch.object(output, "write", pages.append), patch.object(Desk, "shortens", new=True):
        status = main(arguments)
    if status or not pages:
        raise SystemExit(f"cm {' '.join(arguments)} ended with {status}")
    return pages[-1]


_TEXT = re.compile(
    r'<text class="(?P<css>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+"'
    r"(?P<rest>[^>]*)>(?P<body>[^<]*)</text>"
)
# rich lays a cell out as 12.2 units wide.
_CELL = 12.2


def _in_cells(match: re.Match[str]) -> str:
    """A run of text as runs of narrow and of wide characters, each in its own cells.

    rich stretches a run to the number of its characters; a Chinese one takes two cells.
    """
    x, pieces = float(match["x"]), []
    body = html.unescape(match["body"])
    for wide, letters in groupby(body, lambda character: width(character) == 2):
        text = "".join(letters)
        length = width(text) * _CELL
        if text.strip() or not wide:
            pieces.append(
                f'<text class="{match["css"]}" x="{x:.1f}" y="{match["y"]}" '
                f'textLength="{length:.1f}"{match["rest"]}>{html.escape(text)}</text>'
            )
        x += length
    return "".join(pieces)


def picture(sheet: Sheet, title: str, columns: int) -> str:
    """The page as SVG, as wide as a terminal of that many columns."""
    console = Console(
        record=True, width=columns, file=io.StringIO(), force_terminal=True, highlight=False
    )
    console.print(output.rich_text(list(layout.lines(sheet, columns))))
    svg = console.export_svg(title=title, theme=_THEME, code_format=_FORMAT, unique_id="cm")
    return _TEXT.sub(_in_cells, svg)


def title(arguments: list[str]) -> str:
    """What stands above a picture: the command, briefly."""
    return " ".join(["cm", *arguments[:2]])


def draw() -> None:
    """All screens in both languages."""
    OUT.mkdir(parents=True, exist_ok=True)
    os.environ |= {"CM_NOW": NOW, "TZ": "Asia/Shanghai"}
    for language in ("en", "zh"):
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= {"CM_LANG": language, "CM_DB": f"{folder}/demo.db"}
            capture(["demo"])
            for name, arguments in SCREENS.items():
                sheet = capture(arguments)
                svg = picture(sheet, title(arguments), 80)
                (OUT / f"{name}-{language}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    draw()
