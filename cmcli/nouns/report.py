"""The verbs of a report: show it, write it, explain a figure, keep its plan, submit it."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmcli.desk import Desk
from cmcli.domain import report as rules
from cmcli.domain.client import clean_text
from cmcli.domain.ref import absent, ref_of
from cmcli.domain.report import FIRST_WEEK, Report
from cmcli.errors import Usage
from cmcli.messages import joined, say
from cmcli.named import NamedTuple
from cmcli.queries import report as queries
from cmcli.reports import build, document, frozen, page, write
from cmcli.views import output, paper
from cmcli.views.sheet import Line, Sheet
from cmcli.views.write import receipt

if TYPE_CHECKING:
    from cmcli.domain.period import Period


class Wish(NamedTuple):
    """The form a report is wanted in, and the file it goes to, if any."""

    form: str = "term"
    target: Path | None = None


def period(here: Desk, words: list[str], *, last: bool = False) -> "Period":
    """The period that was typed, this week by default; `last` is the one before it."""
    from cmcli.domain.period import parse_period

    found = parse_period(" ".join(words) or "thisweek", here.now.date())
    return found.previous() if last else found


def wish(here: Desk, form: str | None, target: str | None) -> Wish:
    """`--format` and `-o`, checked before anything is computed or written."""
    path = Path(target).expanduser() if target else None
    name = write.format_of(form, path, as_json=here.json)
    if name == "json" and not path:
        here.json = True
    return Wish(name, path)


def show(here: Desk, number: int) -> None:
    """A stored report (w3), or that of a week (w202648)."""
    if number >= FIRST_WEEK:
        year, week = divmod(number, 100)
        try:
            over = period(here, [f"{year}-W{week:02}"])
        except Usage as error:
            raise absent("report", number) from error
    else:
        stored = here.store.get(Report, number)
        over = period(here, [stored.period])
    present(here, over, Wish("json" if here.json else "term"))


def present(here: Desk, over: "Period", wanted: Wish, *, silent: bool = False) -> None:
    """Print the report of a period, or write it to its file; a submitted one as it was."""
    trend = wanted.form != "json"
    built = build.build(here.store, here.settings, over, here.now, trend=trend)
    differs = _differences(here, built)
    if wanted.target:
        paper.save(wanted.target, _text(here, built, wanted.form, differs))
        if not silent:
            _written(here, wanted.target)
    elif wanted.form == "md":
        sys.stdout.write(_text(here, built, "md", differs))
    else:
        here.show(lambda: _document(here, built, differs), lambda: _page(here, built, differs))


def _differences(here: Desk, built: build.Built) -> list[dict[str, Any]]:
    stored = built.stored
    if stored is None or not stored.submitted_at:
        return []
    return frozen.differences(stored, built, here.speak)


def _document(here: Desk, built: build.Built, differs: list[dict[str, Any]]) -> Any:
    if built.stored and built.stored.submitted_at:
        return frozen.thawed(built.stored, differs, here.speak)
    return document.document(built, here.speak)


def _page(here: Desk, built: build.Built, differs: list[dict[str, Any]]) -> Sheet:
    if built.stored and built.stored.submitted_at:
        return frozen.page(built.stored, differs, here.speak)
    return page.page(built, here.settings, here.speak)


def _text(here: Desk, built: build.Built, form: str, differs: list[dict[str, Any]]) -> str:
    stream = io.StringIO()
    if form == "json":
        output.write_json(_document(here, built, differs), stream)
    elif form == "term":
        output.write_plain(_page(here, built, differs), stream)
    elif built.stored and built.stored.submitted_at:
        stream.write(built.stored.rendering or "")
        if differs:
            stream.write(f"\n{_markdown_of(Sheet((Line(here.speak(frozen.warning(differs))),)))}")
    else:
        stream.write(_rendering(here, built))
    return stream.getvalue()


def _markdown_of(sheet: Sheet) -> str:
    from cmcli.views import markdown

    return markdown.render(sheet)


def _rendering(here: Desk, built: build.Built) -> str:
    """The whole report as markdown: every figure, every line of its lists."""
    return _markdown_of(page.page(built, here.settings, here.speak, share=None))


def _written(here: Desk, target: Path) -> None:
    here.show(
        lambda: {"file": str(target)},
        lambda: Sheet((Line(here.speak(say("written to {path}", path=str(target)))),)),
    )


def explain(here: Desk, name: str, over: "Period") -> None:
    """The definition of a figure and every row behind it."""
    from cmcli.measures import named

    measure = named(name)
    found = build.explain(here.store, here.settings, measure, over, here.now)
    here.show(
        lambda: document.explanation(measure, found, over, here.speak),
        lambda: page.explanation(measure, found, over, here.speak),
    )


def keep(here: Desk, over: "Period", note: str | None, *, submit: bool) -> None:
    """Keep the improvement plan, submit the report, or both as one entry of the history."""
    with here.store.transaction():
        stored = queries.of_period(here.store, over)
        report = rules.draft(stored, over)
        if note is not None:
            report = report._replace(note=clean_text(note) or None)
        if submit:
            report = _submitted(here, over, report)
        here.apply(rules.kept(stored, report), over.name)
    saved = queries.of_period(here.store, over)
    if saved:
        _answer(here, saved, submit=submit)


def _submitted(here: Desk, over: "Period", report: Report) -> Report:
    built = build.build(here.store, here.settings, over, here.now, trend=True)
    built = built._replace(stored=report)
    figures, rendering = frozen.freeze(built, here.speak), _rendering(here, built)
    return rules.submitted(report, here.now, figures, rendering)


def _answer(here: Desk, stored: Report, *, submit: bool) -> None:
    days = say("{start} to {end}", start=stored.start_on, end=stored.end_on)
    what = say("submitted") if submit else say("improvement plan kept")
    head = joined([ref_of("report", stored.id), stored.period, days, what])
    hint = say("as a file: cm report {period} -o report.md", period=stored.period)
    here.show(
        lambda: document.listed(stored, here.speak),
        lambda: receipt(here.speak, head, hint=hint if submit else None),
    )


def listing(here: Desk) -> None:
    """Past submissions."""
    found = queries.submissions(here.store)
    here.show(
        lambda: [document.listed(stored, here.speak) for stored in found],
        lambda: page.listing(found, here.speak),
    )
