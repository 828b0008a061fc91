"""A sheet as one HTML file: nothing is loaded, nothing runs, and every text stays text."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from cmcli.views.grid import SHORT, Grid, grids, printable
from cmcli.views.sheet import (
    BOX,
    Block,
    Break,
    Cell,
    Charts,
    Column,
    Fold,
    Line,
    Mark,
    Ruled,
    Sheet,
    Signature,
    Span,
    Spark,
    Table,
    Text,
    Tick,
    outline,
    style_of,
    text_of,
)

STYLE = """
:root { color-scheme: light dark; --page: #ffffff; --ink: #1c1f23; --dim: #565c64;
  --ref: #0b5685; --late: #b3141f; --risk: #7d5200; --good: #1d6b33; --rule: #c9cdd3;
  --shade: #00000033; }
@media (prefers-color-scheme: dark) {
  :root { --page: #16181c; --ink: #e8eaed; --dim: #aab0b8; --ref: #8cc7f0; --late: #ff8f87;
    --risk: #edc061; --good: #82d495; --rule: #454a52; --shade: #ffffff44; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.55; font: 1rem/1.55
  system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei",
  "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif; }
main { max-width: 48rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; line-height: 1.35; margin: 1.75rem 0 .5rem; }
h1 + h2 { margin-top: 1rem; }
h1 small, h2 small { font-size: .9rem; font-weight: normal; color: var(--dim); }
p { margin: 0 0 .5rem; white-space: pre-line; }
p.pair { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; }
.head { font-weight: 600; } .dim { color: var(--dim); } .ref { color: var(--ref); }
.late { color: var(--late); font-weight: 600; } .risk { color: var(--risk); }
.good { color: var(--good); }
.box { overflow-x: auto; margin: .5rem 0 1rem;
  /* a shade at the side where more of a wide table is hidden */
  background: linear-gradient(to right, var(--page) 50%, transparent) left / 2rem 100% local,
    linear-gradient(to left, var(--page) 50%, transparent) right / 2rem 100% local,
    linear-gradient(to right, var(--shade), transparent) left / .75rem 100% scroll,
    linear-gradient(to left, var(--shade), transparent) right / .75rem 100% scroll;
  background-repeat: no-repeat; }
.box:focus-visible { outline: 2px solid var(--ref); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; overflow-wrap: break-word;
  font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--rule); white-space: pre-line; }
th:last-child, td:last-child { padding-right: 0; }
th { font-weight: 600; } tbody th { font-weight: normal; color: var(--dim); min-width: 7em; }
thead th, thead td { color: var(--dim); border-bottom: 2px solid var(--rule);
  vertical-align: bottom; }
.end { text-align: right; } td.end { white-space: nowrap; }
.facts th { width: 1%; }
.facts td { min-width: 8em; overflow-wrap: anywhere; }
@media (min-width: 30rem) { .facts th { white-space: nowrap; } }
@media (max-width: 30rem) { table { font-size: .875rem; } th, td { padding-right: .5rem; } }
ul.ticks { list-style: none; margin: .5rem 0 1rem; padding: 0; }
ul.ticks li { display: flex; gap: .6rem; padding: .3rem 0; }
ul.ticks .mark { flex: none; }
.signs { margin-top: 2rem; display: grid; gap: 1.5rem; }
.sign { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 1rem 2rem; }
.sign span { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0 .5rem;
  flex: 1 1 11rem; }
.sign span:first-child { flex: 2 1 19rem; }
.sign i { flex: 1 1 6rem; height: 1.9em; border-bottom: 1px solid var(--ink); }
.ruled i { display: block; height: 2.2em; border-bottom: 1px solid var(--rule); }
h1.new { margin-top: 3rem; }
@page { size: A4; margin: 18mm 20mm;
  @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
@media print {
  :root { color-scheme: light; --page: #ffffff; --ink: #000000; --dim: #454a52; --ref: #000000;
    --late: #8f0f18; --risk: #5e3e00; --good: #14502a; --rule: #9aa0a8; }
  body { font-size: 10.5pt; line-height: 1.4; } main { max-width: none; padding: 0; }
  h1 { font-size: 17pt; } h2 { font-size: 12pt; margin-top: 1.1rem; break-after: avoid; }
  table { font-size: 9.5pt; } th, td { padding-top: .22rem; padding-bottom: .22rem; }
  .box { margin-bottom: .5rem; } .ticks li { padding: .12rem 0; }
  .signs { margin-top: 1.75rem; gap: 1.75rem; } .facts th { white-space: nowrap; }
  .box { overflow: visible; background: none; }
  h1.new { break-before: page; margin-top: 0; }
  .dense { font-size: 9pt; line-height: 1.3; } .dense h1 { font-size: 15pt; margin-bottom: .25rem; }
  .dense h2 { font-size: 10.5pt; margin: .55rem 0 .2rem; } .dense p { margin-bottom: .2rem; }
  .dense table { font-size: 8.5pt; } .dense .box { margin: .15rem 0 .3rem; }
  .dense th, .dense td { padding-top: .13rem; padding-bottom: .13rem; }
  .dense .ruled i { height: 2.4em; }
  tr, li, .signs, .ruled { break-inside: avoid; } p { orphans: 2; widows: 2; }
}
"""
# Of a page with sections: what is drawn, what leads on, what is folded away.
SECTIONS = """
:root { --bar: #6f8ca6; }
@media (prefers-color-scheme: dark) { :root { --bar: #7d93a8; } }
main { max-width: 60rem; }
a { color: var(--ref); text-underline-offset: .15em; }
:target { scroll-margin-top: 1rem; outline: 2px solid var(--ref); outline-offset: 4px; }
nav ul { list-style: none; margin: 1rem 0 0; padding: .75rem 0; display: flex; flex-wrap: wrap;
  gap: .35rem 1.25rem; border: solid var(--rule); border-width: 1px 0; }
h3 { font-size: 1rem; line-height: 1.35; margin: 1.25rem 0 .25rem; }
h3 small { font-size: .9rem; font-weight: normal; color: var(--dim); }
tbody th { color: var(--ink); }
.even { table-layout: fixed; min-width: 46rem; }
.even th:last-child, .even td:last-child { padding-left: 1rem; }
.even td.end, .even th.end { overflow-wrap: anywhere; white-space: normal; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
  gap: 1rem 2rem; margin: 1rem 0 1.5rem; }
figure { margin: 0; } figcaption { display: flex; flex-wrap: wrap; gap: 0 .75rem;
  justify-content: space-between; margin-bottom: .25rem; }
svg { display: block; } .chart { width: 100%; height: auto; }
.spark { width: 5.5rem; max-width: 100%; height: 1.1rem; }
svg rect { fill: var(--bar); } svg rect.last { fill: var(--ref); }
svg line { stroke: var(--rule); } svg line.target { stroke: var(--ink); stroke-dasharray: 4 3; }
svg text { fill: var(--dim); font-size: 10px; }
@media (max-width: 30rem) {
  .even { min-width: 36rem; }
  .charts { grid-template-columns: repeat(2, 1fr); gap: 1rem; } svg text { font-size: 15px; }
}
.fold { border-top: 1px solid var(--rule); padding-top: .25rem; margin-top: 1rem; }
summary { cursor: pointer; padding: .25rem 0; color: var(--ref); }
details[open] { margin-bottom: .5rem; }
@media print {
  :root { --bar: #6f7780; } nav, #evidence { display: none; }
  main { max-width: none; } a { color: inherit; text-decoration: none; }
  svg rect.last { fill: #000000; } h3 { font-size: 10.5pt; margin-top: .7rem; break-after: avoid; }
  .even { min-width: 0; font-size: 9pt; } figure, .short { break-inside: avoid; }
  tbody th { min-width: 0; white-space: nowrap; } .even th { white-space: normal; }
  .even th:last-child, .even td:last-child { padding-left: .5rem; }
  .charts { grid-template-columns: repeat(3, 1fr); gap: .75rem 1.5rem; }
}
"""
_ALONE = "default-src 'none'; style-src 'unsafe-inline'"
# A column of Chinese could shrink to one character a line: it keeps this many columns of text.
_LEAST = 10
# What a terminal never cuts, a day with its time, is not broken here either, within this.
_WHOLE = 18
# What stands between two columns, in columns of text.
_GAP = 3


def render(sheet: Sheet, *, title: str, language: str, contents: str = "") -> str:
    """The whole page; `language` is that of its words, `contents` the title of a list of its
    sections, if it is to have one.
    """  # noqa: D205
    return "\n".join([
        "<!doctype html>",
        f'<html lang="{_attribute(language.replace("_", "-"))}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_ALONE}">',
        '<meta name="format-detection" content="telephone=no">',
        f"<title>{_text(title)}</title>",
        f"<style>{STYLE}{SECTIONS if contents else ''}</style>",
        "</head>",
        "<body>",
        '<main class="dense">' if sheet.dense else "<main>",
        *_body(sheet, title, contents),
        "</main>",
        "</body>",
        "</html>",
        "",
    ])  # fmt: skip


def _text(text: str) -> str:
    return escape(printable(text), quote=False)


def _attribute(text: str) -> str:
    return escape(printable(text))


def _body(sheet: Sheet, title: str, contents: str) -> Iterator[str]:
    found = list(outline(sheet))
    if not any(level == 1 for _, level in found):
        yield f"<h1>{_text(title)}</h1>"
    marks = [block for block, _ in found if isinstance(block, Mark)]
    listed = False
    for kind, pairs in groupby(found, key=lambda pair: type(pair[0])):
        group = list(pairs)
        if kind is Mark:
            if not listed:
                yield from _contents(marks, contents)
            for mark, _ in group:
                assert isinstance(mark, Mark)
                yield from _section(mark, first=not listed)
                listed = True
            continue
        parts = [part for block, level in group for part in _block(block, level)]
        if kind is Tick:
            parts = ['<ul class="ticks">', *parts, "</ul>"]
        elif kind is Signature:
            parts = ['<div class="signs">', *parts, "</div>"]
        yield from parts
    if listed:
        yield "</section>"


def _contents(marks: list[Mark], title: str) -> Iterator[str]:
    if not title:
        return
    links = (f'<li><a href="#{_attribute(one.name)}">{_text(one.title)}</a></li>' for one in marks)
    yield f'<nav aria-label="{_attribute(title)}"><ul>{"".join(links)}</ul></nav>'


def _section(mark: Mark, *, first: bool) -> Iterator[str]:
    if not first:
        yield "</section>"
    yield f'<section id="{_attribute(mark.name)}" aria-label="{_attribute(mark.title)}">'
    if mark.headed:
        yield f"<h2>{_text(mark.title)}</h2>"


def _block(block: Block, level: int) -> Iterable[str]:
    if isinstance(block, Table):
        return _tables(block, level)
    if isinstance(block, Charts):
        return _charts(block)
    if isinstance(block, Fold):
        return _fold(block)
    if isinstance(block, Tick):
        return [f'<li><span class="mark">{BOX}</span><span>{_cell(block.text)}</span></li>']
    if isinstance(block, Signature):
        named = (f"<span>{_text(text)}<i></i></span>" for text in block)
        return [f'<div class="sign">{"".join(named)}</div>']
    if isinstance(block, Ruled):
        return ['<div class="ruled">', *["<i></i>"] * block.lines, "</div>"]
    if isinstance(block, Break):
        return [f'<h1 class="new">{_text(block.heading.text)}</h1>']
    if isinstance(block, Text):
        pad = f' style="padding-left:{block.indent / 2:g}em"' if block.indent else ""
        return [f"<p{pad}>{_cell(block.text)}</p>"]
    assert isinstance(block, Line)
    return [_line(block, level)]


def _charts(block: Charts) -> Iterator[str]:
    from cmcli.views.svg import chart

    yield '<div class="charts">'
    for one in block.charts:
        name = _cell(Span(one.title, link=one.link))
        yield f"<figure><figcaption>{name} <b>{_text(one.words[-1])}</b></figcaption>"
        yield f"{chart(one)}</figure>"
    yield "</div>"


def _fold(block: Fold) -> Iterator[str]:
    yield f'<section class="fold" id="{_attribute(block.name)}">'
    yield f"<h3>{_text(block.title)}</h3>"
    yield from (f"<p>{_cell(text)}</p>" for text in block.texts)
    if any(group.rows for group in block.rows.groups):
        yield f"<details><summary>{_text(block.told)}</summary>"
        yield from _tables(block.rows, 4)
        yield "</details>"
    way = f'href="#of-{_attribute(block.name)}"'
    label = _attribute(f"{block.back}: {block.title}")
    yield f'<p><a {way} aria-label="{label}">{_text(block.back)}</a></p></section>'


def _line(block: Line, level: int) -> str:
    left, right = _text(text_of(block.left)), _cell(block.right)
    if level:
        small = f" <small>{right}</small>" if right else ""
        return f"<h{level}>{left}{small}</h{level}>"
    if not (left and right):
        return f"<p>{_cell(block.left)}{right}</p>"
    return f'<p class="pair"><span>{_cell(block.left)}</span><span>{right}</span></p>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Spark):
        return _spark(cell)
    text, style = _text(text_of(cell)), style_of(cell)
    if isinstance(cell, Span) and cell.link:
        text = f'<a href="#{_attribute(cell.link)}">{text}</a>'
    return f'<span class="{_attribute(style)}">{text}</span>' if style and text else text


def _spark(cell: Spark) -> str:
    if not cell.values:
        return _text(cell.text)
    from cmcli.views.svg import spark

    return spark(cell)


def _tables(table: Table, level: int) -> Iterator[str]:
    found = list(grids(table))
    sizes = _sizes([cells for _, cells in found]) if table.even else []
    for group, cells in found:
        if group.heading:
            note = f" <small>{_text(group.note)}</small>" if group.note else ""
            yield f"<h{level}>{_text(group.heading)}{note}</h{level}>"
        if cells.columns:
            yield from _table(cells, group.heading, sizes)
        if group.more:
            yield f'<p class="dim">{_text(group.more)}</p>'


def _sizes(even: list[Grid]) -> list[float]:
    """The same widths, in per cent, for tables of the same columns: as their longest cells are."""
    widest = [max(each) + _GAP for each in zip(*[cells.widths for cells in even], strict=True)]
    return [100 * wide / sum(widest) for wide in widest]


def _table(cells: Grid, name: str = "", sizes: Sequence[float] = ()) -> Iterator[str]:
    short = " short" if len(cells.rows) <= SHORT else ""
    if cells.titled:
        # In reach of the keyboard, since a wide table is scrolled inside its box.
        named = f' role="group" aria-label="{_attribute(name)}"' if name else ""
        yield f'<div class="box{short}" tabindex="0"{named}>'
        titles = (_title(*pair) for pair in zip(cells.columns, cells.widths, strict=True))
        yield '<table class="even"><colgroup>' if sizes else "<table>"
        if sizes:
            yield "".join(f'<col style="width:{size:.1f}%">' for size in sizes) + "</colgroup>"
        yield f"<thead><tr>{''.join(titles)}</tr></thead>"
    else:
        yield f'<div class="box{short}"><table class="facts">'
    yield "<tbody>"
    for row in cells.rows:
        first = f'<th scope="row"{_anchor(row[0])}>{_cell(row[0])}</th>' if cells.named else ""
        rest = zip(cells.columns, row, strict=True)
        data = [f"<td{_end(column)}>{_cell(cell)}</td>" for column, cell in rest]
        yield f"<tr>{first}{''.join(data[1:] if first else data)}</tr>"
    yield from ("</tbody></table>", "</div>")


def _anchor(cell: Cell) -> str:
    """What the way back from an explanation leads to."""
    if isinstance(cell, Span) and cell.back:
        return f' id="of-{_attribute(cell.link)}"'
    return ""


def _title(column: Column, widest: int) -> str:
    if not column.title:
        return "<td></td>"
    # Numbers are never broken, so that their column needs no least width.
    room = _LEAST if column.shrink or column.wrap else _WHOLE
    least = "" if _end(column) else f' style="min-width:{min(widest, room)}ch"'
    return f'<th scope="col"{_end(column)}{least}>{_text(column.title)}</th>'


def _end(column: Column) -> str:
    return ' class="end"' if column.align == "right" else ""
