"""Papers that are printed or handed over: which form was asked for, and putting one there."""

import sys
from pathlib import Path

from cmcli.desk import Desk
from cmcli.i18n import language
from cmcli.messages import say
from cmcli.named import NamedTuple
from cmcli.views import output, paper
from cmcli.views.sheet import Line, Sheet


class Wish(NamedTuple):
    """The form (md, html, docx, or None for the terminal) and the file it goes to, if any."""

    form: str | None
    target: Path | None


def wish(form: str | None, out: str | None) -> Wish:
    """What `--format` and `-o` ask for; raises `Usage` before anything is written."""
    target = Path(out).expanduser() if out else None
    return Wish(paper.format_of(form, target) if form or target else None, target)


def said(here: Desk, asked: Wish) -> None:
    """Where the paper lies, if it went to a file."""
    if asked.target:
        path = str(asked.target)
        line = Line(here.speak(say("written: {path}", path=path)))
        here.show(lambda: {"path": path}, lambda: Sheet((line,)))


def put(here: Desk, asked: Wish, sheet: Sheet, title: str) -> None:
    """The paper to its file, or to standard output."""
    if asked.form is None:
        output.write(sheet)
        return
    data = paper.rendered(sheet, asked.form, title=title, language=language())
    if asked.target:
        paper.save(asked.target, data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
