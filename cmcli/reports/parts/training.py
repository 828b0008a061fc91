"""In the report: what was learned, which certificates run out, the hours of the year."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cmcli.domain.figures.training import attended, running_out
from cmcli.domain.ref import ref_of
from cmcli.domain.training import Training, Year, hours
from cmcli.i18n import gettext
from cmcli.messages import Code, say
from cmcli.named import NamedTuple
from cmcli.queries.training import expiring_until, of_window, year
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import BLANK, Block, Column, Line, Span, simple_table
from cmcli.views.speech import Speaker
from cmcli.views.training import of_year, year_document

# Long enough to register for an examination.
_SOON = 60


class Learned(NamedTuple):
    """Trainings of the period; what is not renewed and expires within sixty days of `day`, the
    period's end or today before that, or has expired; the hours of the year up to then.
    """  # noqa: D205

    attended: list[Training]
    expiring: list[Training]
    year: Year
    day: date


def _find(reading: Reading) -> Learned:
    source, day = reading.source, reading.over.at.date()
    files = attended(source.once(of_window), reading.over)
    soon = expiring_until(source.store, day + timedelta(days=_SOON))
    return Learned(
        [file.training for file in files], running_out(soon, day, _SOON),
        year(source.store, source.settings, day), day,
    )  # fmt: skip


def _blocks(found: Learned, drawing: Drawing) -> Sequence[Block]:
    speak = drawing.speak
    if not (found.attended or found.expiring or (found.year.target and found.year.last)):
        return []
    blocks: list[Block] = [
        BLANK,
        Line(Span(gettext("TRAINING"), "head"), Span(speak(of_year(found.year)), "dim")),
    ]
    rows = [_row(one, speak) for one in found.attended]
    rows += [_ending(one, found.day, speak) for one in found.expiring]
    shown = rows[: drawing.share]
    columns = (
        Column(), Column(shrink=True, least=14), Column(), Column("", "right"), Column(shrink=True),
    )  # fmt: skip
    if shown:
        blocks.append(simple_table(columns, shown))
    if len(rows) > len(shown):
        more = say("{n} more: cm training list", n=len(rows) - len(shown))
        blocks.append(Line(Span(f" {speak(more)}", "dim")))
    return blocks


def _row(one: Training, speak: Speaker) -> tuple[Any, ...]:
    length = say("{n} h", n=hours(one.minutes)) if one.minutes is not None else None
    return _line(one, speak.dated(one.day), speak(length),
                 speak(Code("training_kind", one.kind)), speak)  # fmt: skip


def _ending(one: Training, day: date, speak: Speaker) -> tuple[Any, ...]:
    assert one.expires_on is not None, one.id
    lapsed = one.expires_on < day
    state = Code("training_state", "lapsed" if lapsed else "expiring")
    return _line(one, speak.dated(one.expires_on), "",
                 Span(speak(state), "late" if lapsed else "risk"), speak)  # fmt: skip


def _line(
    one: Training, day: str, length: str, state: str | Span, speak: Speaker
) -> tuple[Any, ...]:  # fmt: skip
    return (Span(f" {ref_of('training', one.id)}", "ref"), speak(one.title), day, length, state)


def _document(found: Learned, speak: Speaker) -> dict[str, Any]:
    return {
        "attended": [_fields(one, speak) for one in found.attended],
        "expiring": [_fields(one, speak) for one in found.expiring],
        "year": year_document(found.year),
    }


def _fields(one: Training, speak: Speaker) -> dict[str, Any]:
    return {
        "ref": ref_of("training", one.id), "title": speak(one.title), "kind": one.kind,
        "done": one.day.isoformat(),
        "hours": None if one.minutes is None else one.minutes / 60, "score": one.score,
        "expires": one.expires_on.isoformat() if one.expires_on else None,
    }  # fmt: skip


SECTION = Section("training", _find, _blocks, _document)
