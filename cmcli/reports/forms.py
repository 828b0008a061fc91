"""The report as a file that other programs open: a page, a paper, a workbook."""

from collections.abc import Sequence
from pathlib import Path

from cmcli.config import Settings
from cmcli.i18n import gettext, language
from cmcli.messages import Message
from cmcli.named import NamedTuple
from cmcli.reports import page
from cmcli.reports.build import Built
from cmcli.views.sheet import BLANK, Sheet, Span, Text
from cmcli.views.speech import Speaker, Written


class Paper(NamedTuple):
    """What is to be written: a report, the sections it is to have (none: those of the setting),
    and what is said of it at its end.
    """  # noqa: D205

    built: Built
    settings: Settings
    speak: Speaker
    names: Sequence[str] = ()
    notes: Sequence[Message] = ()


def written(paper: Paper, form: str, template: Path | None = None) -> bytes:
    """The file in that form; the same report at the same moment gives the same bytes."""
    if form == "xlsx":
        from cmcli.reports.workbook import workbook

        return workbook(paper.built, paper.settings, Written.like(paper.speak), paper.notes)
    if form == "docx":
        return _document(paper, template)
    return _page(paper)


def _page(paper: Paper) -> bytes:
    from cmcli.reports.evidence import folds
    from cmcli.views.html import render

    blocks = sheet(paper).blocks
    whole = Sheet((*blocks, *folds(paper.built, Written.like(paper.speak))))
    text = render(whole, title=_title(paper), language=language(), contents=gettext("contents"))
    return text.encode("utf-8", "replace")


def _document(paper: Paper, template: Path | None) -> bytes:
    if template:
        from cmcli.reports.template import fill

        return fill(template, paper.built, paper.settings, Written.like(paper.speak))
    from cmcli.views.word import write

    return write(sheet(paper), title=_title(paper), language=language(), at=paper.built.now)


def sheet(paper: Paper) -> Sheet:
    """The whole report, every line of its lists, and what is said of it."""
    made = page.page(paper.built, paper.settings, paper.speak, share=None, names=paper.names)
    speak = Written.like(paper.speak)
    notes = [block for note in paper.notes for block in (BLANK, Text(Span(speak(note), "risk")))]
    return Sheet((*made.blocks, *notes))


def _title(paper: Paper) -> str:
    speak = Written.like(paper.speak)
    return speak(page.heading(paper.built.period, speak))
