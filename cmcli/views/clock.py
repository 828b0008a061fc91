"""The ledger of a clock: what counted, what did not and why, and the sum."""

from datetime import datetime, timedelta
from typing import Any

from cmcli.domain.period import Period
from cmcli.domain.worktime import Piece
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, joined, say, say_n
from cmcli.views.record import instant
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker


def total(pieces: list[Piece]) -> timedelta:
    """The sum of what counted."""
    return sum((p.length for p in pieces if p.kind == "counted"), timedelta())


def document(
    pieces: list[Piece], end: datetime, warnings: list[Message], speak: Speaker, *, due: bool
) -> dict[str, Any]:
    """`{"due"}` or `{"seconds"}`, with intervals and warnings."""
    zone = speak.now.tzinfo
    head: dict[str, Any] = {"due": instant(end, zone)} if due else {}
    return head | {
        "seconds": int(total(pieces).total_seconds()),
        "intervals": [
            {
                "start": instant(piece.start, zone),
                "end": instant(piece.end, zone),
                "kind": piece.kind,
                "seconds": int(piece.length.total_seconds()),
            }
            for piece in pieces
        ],
        "warnings": [speak(warning) for warning in warnings],
    }


def page(
    pieces: list[Piece], end: datetime, warnings: list[Message], speak: Speaker, *, due: bool
) -> Sheet:
    """The answer first, then the arithmetic."""
    if due:
        head = say("due {day} {time}", day=speak.long_day(_local(end, speak).date()),
                   time=f"{_local(end, speak):%H:%M:%S}".removesuffix(":00"))  # fmt: skip
    else:
        head = say("{time} counted", time=exact(total(pieces), speak))
    blocks: list[Any] = [Line(Span(speak(head), "head")), *ledger(pieces, speak)]
    blocks += [Text(Span(speak(warning), "risk")) for warning in warnings]
    return Sheet(tuple(blocks))


def days_document(
    period: Period, count: int, warnings: list[Message], speak: Speaker
) -> dict[str, Any]:
    """`{"period", "working_days", "warnings"}`."""
    return {
        "period": {
            "name": period.name,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
        },
        "working_days": count,
        "warnings": [speak(warning) for warning in warnings],
    }


def days_page(period: Period, count: int, warnings: list[Message], speak: Speaker) -> Sheet:
    """The number, the range it was counted over, and what is not known."""
    number = say_n("{count} working day", "{count} working days", count)
    spans = f"{speak.long_day(period.start)} – {speak.long_day(period.end)}"
    blocks = [Line(Span(speak(number), "head")), Line(Span(f"{period.name} · {spans}", "dim"))]
    return Sheet((*blocks, *(Text(Span(speak(warning), "risk")) for warning in warnings)))


def exact(length: timedelta, speak: Speaker) -> str:
    """`26 h 30 min`, with seconds where there are any: no time of day looks like that."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    units = [
        say("{n} h", n=hours) if hours else None,
        say("{n} min", n=minutes) if minutes else None,
        say("{n} s", n=seconds) if seconds else None,
    ]
    return speak(joined(units, " ")) or speak(say("{n} min", n=0))


def ledger(pieces: list[Piece], speak: Speaker) -> list[Any]:
    """A table of the pieces with their sum, and a bar of them."""
    if not pieces:
        return []
    rows: list[tuple[Any, ...]] = [_row(piece, speak) for piece in pieces]
    rows.append(("", "", Span(gettext("counted in all"), "head"), exact(total(pieces), speak)))
    # Where there is no room, the end of a piece is read from the start of the next.
    columns = (
        Column(), Column(spare=True), Column(shrink=True, least=12), Column("", "right"),
    )  # fmt: skip
    return [Table(columns, [Group("", rows)]), Line(Span(f" {bar(pieces)}", "dim"))]


def _row(piece: Piece, speak: Speaker) -> tuple[Any, ...]:
    counts = piece.kind == "counted"
    style = "" if counts else "dim"
    word = speak(Code("interval", piece.kind))
    length = exact(piece.length, speak)
    length = length if counts else f"({length})"
    return (
        Span(f" {_stamp(piece.start, speak)}", style),
        Span(_stamp(piece.end, speak), style),
        Span(word, style),
        Span(length, style),
    )


def _local(at: datetime, speak: Speaker) -> datetime:
    return at.astimezone(speak.now.tzinfo)


def _stamp(at: datetime, speak: Speaker) -> str:
    local = _local(at, speak)
    return f"{speak.dated(local.date())} {local:%H:%M}"


def bar(pieces: list[Piece], columns: int = 48) -> str:
    """A timeline: █ counted, ░ pause, · closed; every piece has at least one column."""
    whole = sum((piece.length for piece in pieces), timedelta()).total_seconds() or 1
    signs = {"counted": "█", "pause": "░"}
    return "".join(
        signs.get(piece.kind, "·") * max(round(piece.length.total_seconds() / whole * columns), 1)
        for piece in pieces
    )
