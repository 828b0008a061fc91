"""The forms of a report: which was asked for, making it, and putting it where it goes."""

import io
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmcli.config import read_setting
from cmcli.desk import Desk
from cmcli.domain import report as rules
from cmcli.domain.report import Report
from cmcli.errors import Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.queries import report as queries
from cmcli.reports import build, document, forms, frozen, page, write
from cmcli.views import output, paper
from cmcli.views.sheet import BLANK, Line, Sheet, Span, Text
from cmcli.views.speech import Speaker, Written

if TYPE_CHECKING:
    from cmcli.domain.period import Period


class Wish(NamedTuple):
    """The form a report is wanted in, the file it goes to, if any, and what it is to contain: the
    sections (none: those of the setting), the Word file to fill.
    """  # noqa: D205

    form: str = "term"
    target: Path | None = None
    sections: tuple[str, ...] = ()
    template: Path | None = None


def wish(
    here: Desk, form: str | None, target: str | None, sections: str | None = None,
    template: str | None = None,
) -> Wish:  # fmt: skip
    """`--format`, `-o` and what they are about, checked before anything is computed or written."""
    path = Path(target).expanduser() if target else None
    house = Path(template).expanduser() if template else None
    if path and house and path.resolve() == house.resolve():
        raise Usage(
            say("{path} is the template: it is not written over", path=str(path)),
            say("another file: -o report.docx"),
        )
    name = write.format_of(form, path, as_json=here.json, template=house)
    if name in write.PAPERS and not path and sys.stdout.isatty():
        raise Usage(
            say("a terminal cannot show {name}", name=name),
            say("to a file: cm report -o report.{name}", name=name),
        )
    if here.json and name == "term" and not path:
        name = "json"
    if name == "json" and not path:
        here.json = True
    names = read_setting("report.sections", sections) if sections is not None else ()
    return Wish(name, path, names, house)


def present(
    here: Desk, over: "Period", wanted: Wish, *, silent: bool = False, anew: bool = False
) -> None:
    """Print the report of a period, or write it to its file.

    A submitted one comes as it was then, unless it is made `anew`.
    """
    over.begun(here.now.date(), rules.ahead(over))
    handed_in = None if anew else _handed_in(here, over)
    differs = _differences(here, over, handed_in)
    if handed_in and wanted.form in ("json", "md") and not wanted.sections:
        _put(here, wanted, _as_kept(here, handed_in, differs, wanted.form), silent=silent)
        return
    # In all other forms it is made again, as the file stood then; so are parts of it.
    past = here.back_at(_moment(handed_in)) if handed_in else nullcontext(here)
    notes = _notes(handed_in, differs, here.speak)
    with past as desk:
        built = _built(desk, over, wanted, anew=anew or handed_in is not None)
        if wanted.target or wanted.form in ("md", *write.PAPERS):
            _put(here, wanted, _made(desk, built, wanted, notes), silent=silent)
            return
        desk.show(
            lambda: document.document(built, desk.speak, wanted.sections),
            lambda: _page(desk, built, wanted.sections, notes, whole=not here.shortens),
        )


def _put(here: Desk, wanted: Wish, data: bytes, *, silent: bool) -> None:
    """To its file, or to standard output."""
    if not wanted.target:
        output.write_bytes(data)
        return
    paper.save(wanted.target, data)
    if not silent:
        _written(here, wanted.target)


def _handed_in(here: Desk, over: "Period") -> Report | None:
    """The report of the period, if it was submitted."""
    stored = queries.of_period(here.store, over)
    return stored if stored and stored.submitted_at else None


def _moment(stored: Report) -> datetime:
    assert stored.submitted_at is not None, stored.id
    return stored.submitted_at


def _differences(here: Desk, over: "Period", stored: Report | None) -> list[dict[str, Any]]:
    """What the file gives otherwise today: its figures alone are reckoned for that."""
    if stored is None:
        return []
    return frozen.differences(stored, build.figures(here.store, here.settings, over, here.now))


def _notes(stored: Report | None, differs: list[dict[str, Any]], speak: Speaker) -> list[Message]:
    """That it was submitted, and what the file gives otherwise today."""
    if stored is None:
        return []
    note = frozen.submitted(stored)
    return [note, frozen.warning(differs, speak)] if differs else [note]


def _as_kept(
    here: Desk, stored: Report, differs: list[dict[str, Any]], form: str
) -> bytes:  # fmt: skip
    """The document or the Markdown that was submitted, word for word, and what differs today."""
    stream = io.StringIO()
    if form == "json":
        output.write_json(frozen.thawed(stored, differs, here.speak), stream)
    else:
        stream.write(stored.rendering or "")
    if form == "md" and differs:
        warned = Sheet((Line(here.speak(frozen.warning(differs, here.speak))),))
        stream.write(f"\n{_markdown_of(warned)}")
    return stream.getvalue().encode("utf-8", "replace")


def _built(here: Desk, over: "Period", wanted: Wish, *, anew: bool) -> build.Built:
    trend = wanted.form != "json"
    year_ago = wanted.form != "term" or bool(wanted.target) or _has_room(here)
    built = build.build(here.store, here.settings, over, here.now, trend=trend, year_ago=year_ago)
    if anew and built.stored:
        return built._replace(stored=rules.unsubmitted(built.stored))
    return built


def _has_room(here: Desk) -> bool:
    """Whether last year has a column where it is written to; it takes a while to read."""
    return here.width is None or here.width >= page.ROOMY


def _made(
    here: Desk, built: build.Built, wanted: Wish, notes: Sequence[Message]
) -> bytes:  # fmt: skip
    if wanted.form not in write.PAPERS:
        return _text(here, built, wanted, notes).encode("utf-8", "replace")
    given = here.settings.text("report.template")
    template = wanted.template or (Path(given).expanduser() if given else None)
    it = forms.Paper(built, here.settings, here.speak, wanted.sections, notes)
    return forms.written(it, wanted.form, template)


def _text(here: Desk, built: build.Built, wanted: Wish, notes: Sequence[Message]) -> str:
    if wanted.form == "md":
        return rendering(here, built, wanted.sections, notes)
    stream = io.StringIO()
    if wanted.form == "json":
        output.write_json(document.document(built, here.speak, wanted.sections), stream)
    else:
        output.write_plain(_page(here, built, wanted.sections, notes), stream)
    return stream.getvalue()


def _page(
    here: Desk, built: build.Built, names: Sequence[str] = (), notes: Sequence[Message] = (),
    *, whole: bool = True,
) -> Sheet:  # fmt: skip
    share = None if whole else page.SHARE
    made = page.page(built, here.settings, here.speak, share, names)
    if not notes:
        return made
    # By its date, as the rest of the page: it is made as of that moment, and read later.
    speak = Written.like(here.speak)
    said = [Text(Span(speak(note), "dim")) for note in notes]
    return Sheet((*made.blocks, BLANK, *said))


def _markdown_of(sheet: Sheet) -> str:
    from cmcli.views import markdown

    return markdown.render(sheet)


def rendering(
    here: Desk, built: build.Built, names: Sequence[str] = (), notes: Sequence[Message] = ()
) -> str:
    """The report as markdown: every figure, every line of its lists."""
    it = forms.Paper(built, here.settings, here.speak, names, notes)
    return _markdown_of(forms.sheet(it))


def _written(here: Desk, target: Path) -> None:
    here.show(
        lambda: {"file": str(target)},
        lambda: Sheet((Line(here.speak(say("written to {path}", path=str(target)))),)),
    )
