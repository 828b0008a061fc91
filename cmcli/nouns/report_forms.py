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
from cmcli.errors import Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.reports import build, document, forms, frozen, page, write
from cmcli.views import output, paper
from cmcli.views.sheet import BLANK, Line, Sheet, Span, Text

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
    rules.begun(over, here.now.date())
    built = _built(here, over, wanted, anew=anew)
    differs = _differences(here, built)
    if wanted.target or wanted.form in ("md", *write.PAPERS):
        data = _content(here, built, wanted, differs)
        if not wanted.target:
            output.write_bytes(data)
            return
        paper.save(wanted.target, data)
        if not silent:
            _written(here, wanted.target)
        return
    # The page of what was handed in is made again, as the file stood then; so are parts of it.
    past = _is_submitted(built) and (bool(wanted.sections) or not here.json)
    notes = _notes(here, built, differs)
    with here.back_at(_moment(built)) if past else nullcontext(here) as desk:
        shown = _built(desk, over, wanted, anew=True) if past else built
        here.show(
            lambda: _document(desk, shown, differs, wanted.sections),
            lambda: _page(desk, shown, wanted.sections, notes, whole=not here.shortens),
        )


def _notes(here: Desk, built: build.Built, differs: list[dict[str, Any]]) -> list[Message]:
    """That it was submitted, and what the file gives otherwise today."""
    if not (built.stored and built.stored.submitted_at):
        return []
    note = frozen.submitted(built.stored)
    return [note, frozen.warning(differs, here.speak)] if differs else [note]


def _built(here: Desk, over: "Period", wanted: Wish, *, anew: bool = False) -> build.Built:
    trend = wanted.form != "json"
    built = build.build(here.store, here.settings, over, here.now, trend=trend)
    if anew and built.stored:
        return built._replace(stored=rules.unsubmitted(built.stored))
    return built


def _is_submitted(built: build.Built) -> bool:
    return bool(built.stored and built.stored.submitted_at)


def _moment(built: build.Built) -> datetime:
    """When it was submitted, or the moment it is of."""
    at = built.stored.submitted_at if built.stored else None
    return at or built.now


def _content(
    here: Desk, built: build.Built, wanted: Wish, differs: list[dict[str, Any]]
) -> bytes:  # fmt: skip
    """The report as a file; a submitted one is made again from the file as it stood then, where
    more than its page was asked for.
    """  # noqa: D205
    made_again = wanted.form in ("term", *write.PAPERS) or bool(wanted.sections)
    if not (made_again and _is_submitted(built)):
        return _made(here, built, wanted, differs)
    notes = _notes(here, built, differs)
    with here.back_at(_moment(built)) as past:
        then = _built(past, built.period, wanted, anew=True)
        return _made(past, then, wanted, [], notes)


def _made(
    here: Desk, built: build.Built, wanted: Wish, differs: list[dict[str, Any]],
    notes: Sequence[Message] = (),
) -> bytes:  # fmt: skip
    if wanted.form not in write.PAPERS:
        return _text(here, built, wanted, differs, notes).encode("utf-8", "replace")
    given = here.settings.text("report.template")
    template = wanted.template or (Path(given).expanduser() if given else None)
    it = forms.Paper(built, here.settings, here.speak, wanted.sections, notes)
    return forms.written(it, wanted.form, template)


def _differences(here: Desk, built: build.Built) -> list[dict[str, Any]]:
    stored = built.stored
    if stored is None or not stored.submitted_at:
        return []
    return frozen.differences(stored, built, here.speak)


def _document(
    here: Desk, built: build.Built, differs: list[dict[str, Any]], names: Sequence[str] = ()
) -> Any:
    if built.stored and built.stored.submitted_at:
        return frozen.thawed(built.stored, differs, here.speak)
    return document.document(built, here.speak, names)


def _page(
    here: Desk, built: build.Built, names: Sequence[str] = (), notes: Sequence[Message] = (),
    *, whole: bool = True,
) -> Sheet:  # fmt: skip
    share = None if whole else page.SHARE
    made = page.page(built, here.settings, here.speak, share, names)
    if not notes:
        return made
    said = [Text(Span(here.speak(note), "dim")) for note in notes]
    return Sheet((*made.blocks, BLANK, *said))


def _text(
    here: Desk, built: build.Built, wanted: Wish, differs: list[dict[str, Any]],
    notes: Sequence[Message] = (),
) -> str:  # fmt: skip
    stream = io.StringIO()
    if wanted.form == "json":
        output.write_json(_document(here, built, differs, wanted.sections), stream)
    elif wanted.form == "term":
        output.write_plain(_page(here, built, wanted.sections, notes), stream)
    elif built.stored and built.stored.submitted_at:
        stream.write(built.stored.rendering or "")
        if differs:
            stream.write(
                f"\n{_markdown_of(Sheet((Line(here.speak(frozen.warning(differs, here.speak))),)))}"
            )
    else:
        stream.write(rendering(here, built, wanted.sections, notes))
    return stream.getvalue()


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
