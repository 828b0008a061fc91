"""What an import did, what an export and a copy wrote."""

import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from cmcli.i18n import gettext
from cmcli.messages import Message, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.output import write_json
from cmcli.views.sheet import BLANK, Line, Sheet, Span, Text
from cmcli.views.speech import Speaker

T = TypeVar("T")

# So many reasons are shown; the file of rejects has them all.
_REASONS = 10
# Fewer lines are read before a bar could be seen.
_WORTH_A_BAR = 500


class Summary(NamedTuple):
    """The figures of an import; `reasons` are said already, the most frequent first. `twins` are
    the lines that look like another client, each with what it looks like.
    """  # noqa: D205

    file: Path
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    reasons: dict[str, int]
    rejects_file: Path | None
    written: bool
    twins: list[tuple[int, str]]


def document(summary: Summary) -> dict[str, Any]:
    """The figures as JSON."""
    return {
        "read": summary.read,
        "created": summary.created,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "rejected": summary.rejected,
        "rejects_file": str(summary.rejects_file) if summary.rejects_file else None,
        "reasons": summary.reasons,
    }


def page(summary: Summary, speak: Speaker) -> Sheet:
    """The figures, the reasons by weight, where the rejects are, how to take it back."""
    figures = joined([
        say_n("{n} line read", "{n} lines read", summary.read, n=f"{summary.read:,}"),
        say("{n} created", n=f"{summary.created:,}"),
        say("{n} updated", n=f"{summary.updated:,}"),
        say("{n} unchanged", n=f"{summary.unchanged:,}"),
        say("{n} rejected", n=f"{summary.rejected:,}"),
    ])  # fmt: skip
    blocks: list[Any] = [Line(Span(speak(summary.file.name), "head")), Text(speak(figures))]
    blocks += _twins(summary, speak)
    said = {reason for _, reason in summary.twins}
    reasons = {why: n for why, n in summary.reasons.items() if why not in said}
    if reasons:
        blocks += _reasons(reasons)
    if summary.rejects_file:
        blocks.append(BLANK)
        what = say("The rejected lines are in {path}; correct them there and import that file.",
                   path=str(summary.rejects_file))  # fmt: skip
        blocks.append(Text(speak(what)))
    return Sheet(tuple(blocks), _end(summary))


def _end(summary: Summary) -> str:
    if not summary.written:
        return gettext("nothing was written")
    changed = summary.created or summary.updated
    return gettext("undo: cm undo") if changed else ""


def _twins(summary: Summary, speak: Speaker) -> list[Any]:
    """How many lines look like somebody who is in already, and which."""
    if not summary.twins:
        return []
    head = say_n("{count} LINE LOOKS LIKE ANOTHER CLIENT", "{count} LINES LOOK LIKE ANOTHER CLIENT",
                 len(summary.twins))  # fmt: skip
    shown = summary.twins[:_REASONS]
    lines = [Text(speak(say("line {n}: {what}", n=n, what=what)), 1) for n, what in shown]
    rest = len(summary.twins) - len(shown)
    more = [Text(Span(speak(say("and {n} more", n=rest)), "dim"), 1)] if rest else []
    how = gettext("Not taken. Where they are others: the same command with --twins add.")
    return [BLANK, Line(Span(speak(head), "head")), *lines, *more, Text(Span(how, "dim"), 1)]


def _reasons(reasons: dict[str, int]) -> list[Any]:
    # Sentences are wrapped, never cut: they say what to type.
    blocks: list[Any] = [BLANK, Line(Span(gettext("REJECTED BECAUSE"), "head"))]
    shown = list(reasons.items())[:_REASONS]
    wide = max(len(f"{number:,}") for _, number in shown)
    blocks += [Text(f"{number:>{wide},}  {reason}", 1) for reason, number in shown]
    rest = len(reasons) - len(shown)
    if rest > 0:
        more = gettext("and {n} more reasons").format(n=rest)
        blocks.append(Text(Span(more, "dim"), 1))
    return blocks


def watched(lines: list[T], what: str, *, quiet: bool) -> Iterable[T]:
    """`lines`, with a bar on the terminal while they go by."""
    if quiet or len(lines) < _WORTH_A_BAR or not sys.stderr.isatty():
        return lines
    from rich.console import Console
    from rich.progress import track

    return track(lines, description=what, console=Console(file=sys.stderr), transient=True)


def json_text(document: Any) -> str:
    """A document as the text of a file."""
    stream = io.StringIO()
    write_json(document, stream)
    return stream.getvalue()


def written(what: Message, speak: Speaker) -> Sheet:
    """One line: what was written, and where."""
    return Sheet((Line(speak(what)),))
