"""Figures drawn as bars: small ones for a cell, larger ones with their periods; no script."""

from collections.abc import Iterator, Sequence
from html import escape

from cmcli.views.grid import printable
from cmcli.views.sheet import Chart, Spark
from cmcli.views.speech import colon, listed

_CELL = (88, 18)
_CHART = (256, 92)
# Above the bars of a chart, and below them for the names of the periods.
_ABOVE, _BELOW = 6, 16
_GAP = 0.28
# What was zero is drawn as a line, what has no value not at all.
_LEAST = 1.0


def spark(cell: Spark) -> str:
    """The bars of a cell."""
    wide, high = _CELL
    bars = "".join(_bars(cell.values, wide, 1, high - 1, None))
    return _drawn("spark", _CELL, cell.label, bars)


def chart(one: Chart) -> str:
    """The bars of a chart, what is aimed at as a line, the first and the last period below."""
    wide, high = _CHART
    bottom = high - _BELOW
    parts = [*_bars(one.values, wide, _ABOVE, bottom, one.target)]
    if len(one.periods) > 1:
        parts.append(f'<text x="0" y="{high - 4}">{_text(one.periods[0])}</text>')
    parts.append(
        f'<text x="{wide}" y="{high - 4}" text-anchor="end">{_text(one.periods[-1])}</text>'
    )
    pairs = zip(one.periods, one.words, strict=True)
    said = listed(f"{period} {word}" for period, word in pairs)
    return _drawn("chart", _CHART, f"{one.title}{colon()}{said}", "".join(parts))


def _drawn(kind: str, size: tuple[int, int], label: str, inside: str) -> str:
    box = f'viewBox="0 0 {size[0]} {size[1]}"'
    return f'<svg class="{kind}" {box} role="img" aria-label="{_text(label)}">{inside}</svg>'


def _bars(
    values: Sequence[float | None], wide: int, top: int, bottom: int, target: float | None
) -> Iterator[str]:
    known = [value for value in values if value is not None]
    edges = [0.0, *known, *([target] if target is not None else [])]
    low, high = min(edges), max(edges)
    scale = (bottom - top) / ((high - low) or 1)
    ground = bottom + low * scale
    step = wide / max(len(values), 1)
    for place, value in enumerate(values):
        x, breadth = place * step + step * _GAP / 2, step * (1 - _GAP)
        if value is None:
            continue
        size = max(abs(value) * scale, _LEAST)
        y = ground - size if value >= 0 else ground
        last = ' class="last"' if place == len(values) - 1 else ""
        yield f'<rect{last} x="{x:.1f}" y="{y:.1f}" width="{breadth:.1f}" height="{size:.1f}"/>'
    if target is not None:
        y = ground - target * scale
        yield f'<line class="target" x1="0" x2="{wide}" y1="{y:.1f}" y2="{y:.1f}"/>'
    yield f'<line x1="0" x2="{wide}" y1="{ground:.1f}" y2="{ground:.1f}"/>'


def _text(text: str) -> str:
    return escape(printable(text))
