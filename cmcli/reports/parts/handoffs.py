"""Hand-offs: what other departments have at the period's end, and what came back in it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.figures.handoffs import Department, Handed, handed, is_late
from cmcli.domain.handoff import Handoff, on_time
from cmcli.i18n import gettext
from cmcli.messages import joined, say
from cmcli.queries import handoff as queries
from cmcli.queries.policies import handoff_policy
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.clock import exact
from cmcli.views.record import client_tag, instant
from cmcli.views.sheet import Block, Column, Group, Line, Span, Table, named, simple_table
from cmcli.views.speech import Speaker, Written, starred


def find(reading: Reading) -> Handed:
    """What was out at the period's end, and what came back in the period."""
    hours = handoff_policy(reading.source.settings).hours
    return handed(reading.source.once(queries.of_window), reading.over, hours)


# The page

_LIST = (
    Column(), named(), Column(shrink=True, least=8), Column(shrink=True, least=12),
    Column(shrink=True, least=14, parts=True),
)  # fmt: skip


def blocks(found: Handed, drawing: Drawing) -> Sequence[Block]:
    """A line for each department, then each hand-off; nothing where there is none."""
    if not found.departments:
        return []
    speak = Written.like(drawing.speak)
    late = [_out(*pair, found, speak) for pair in found.out if is_late(pair[0], found.at)]
    out = [_out(*pair, found, speak) for pair in found.out if not is_late(pair[0], found.at)]
    back = [_back(*row, speak) for row in found.back]
    groups = [
        _group(gettext("Late at the end"), late, drawing),
        _group(gettext("Out at the end"), out, drawing),
        _group(gettext("Back"), back, drawing),
    ]
    return [
        Line(Span(gettext("HAND-OFFS"), "head")), _by_department(found, speak),
        Table(_LIST, [group for group in groups if group.rows]),
    ]  # fmt: skip


def _by_department(found: Handed, speak: Speaker) -> Table:
    columns = (
        Column(gettext("department"), shrink=True, least=10), Column(gettext("out"), "right"),
        Column(gettext("late"), "right"), Column(gettext("back"), "right"),
        Column(gettext("in time"), "right"), Column(gettext("mean time"), "right"),
    )  # fmt: skip
    return simple_table(columns, [_counts(one, speak) for one in found.departments])


def _counts(one: Department, speak: Speaker) -> tuple[Any, ...]:
    return (
        speak(one.name), str(one.out), Span(str(one.late), "late" if one.late else ""),
        str(one.back), str(one.in_time) if one.back else "–", _time(one.took, speak),
    )  # fmt: skip


def _time(took: timedelta | None, speak: Speaker) -> str:
    """To the minute: no promise hangs on a second."""
    return "–" if took is None else exact(timedelta(minutes=took // timedelta(minutes=1)), speak)


def _group(heading: str, rows: list[tuple[Any, ...]], drawing: Drawing) -> Group:
    left = len(rows) - drawing.share if drawing.share else 0
    more = say("{n} more: cm report {period} --format md", n=left, period=drawing.period.name)
    return Group(heading, rows[: drawing.share], str(len(rows)),
                 drawing.speak(more) if left > 0 else "")  # fmt: skip


def _out(one: Handoff, client: ClientTag | None, found: Handed, speak: Speaker) -> tuple[Any, ...]:
    late = is_late(one, found.at)
    due = say("was due {due}", due=one.due_at) if late else say("due {due}", due=one.due_at)
    return *_what(one, client, speak), Span(speak(due), "late" if late else "")


def _back(
    one: Handoff, client: ClientTag | None, took: timedelta, speak: Speaker
) -> tuple[Any, ...]:
    words = None if on_time(one, speak.now) else say("late")
    back = joined([say("back {at}", at=one.done_at), words, _time(took, speak)])
    return *_what(one, client, speak), Span(speak(back), "late" if words else "")


def _what(one: Handoff, client: ClientTag | None, speak: Speaker) -> tuple[Any, ...]:
    name = starred(client.name, client.tier, speak) if client else ""
    return Span(f" {one.ref}", "ref"), name, speak(one.department), speak(one.text)


# The document


def document(found: Handed, speak: Speaker) -> dict[str, Any]:
    """The same as JSON; times in seconds of the clock's own time."""
    return {
        "departments": [
            {"name": speak(one.name), "out": one.out, "late": one.late, "back": one.back,
             "in_time": one.in_time, "mean_seconds": _seconds(one.took)}
            for one in found.departments
        ],
        "out": [
            {**_item(one, client, speak), "late": is_late(one, found.at)}
            for one, client in found.out
        ],
        "back": [
            {**_item(one, client, speak), "in_time": on_time(one, speak.now),
             "used_seconds": _seconds(took)}
            for one, client, took in found.back
        ],
    }  # fmt: skip


def _seconds(took: timedelta | None) -> int | None:
    return None if took is None else int(took.total_seconds())


def _item(one: Handoff, client: ClientTag | None, speak: Speaker) -> dict[str, Any]:
    zone = speak.now.tzinfo
    return {
        "ref": one.ref,
        "client": client_tag(client),
        "department": speak(one.department),
        "title": speak(one.text),
        "sent": instant(one.sent_at, zone),
        "due": instant(one.due_at, zone),
        "done": instant(one.done_at, zone) if one.done_at else None,
    }


SECTION = Section("handoffs", find, blocks, document)
