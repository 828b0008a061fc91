"""A day's visit round as a page and as a document."""

from datetime import date
from typing import Any

from cmcli.domain.callback import Callback
from cmcli.domain.client import mask_address
from cmcli.domain.opening import Opening, clock, written
from cmcli.domain.ref import ref_of
from cmcli.domain.visit import Booked, Candidate, Missed, Round, Stop, Terms, moment
from cmcli.i18n import gettext
from cmcli.messages import Message, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.record import client_tag, instant, value
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, starred
from cmcli.views.write import receipt

# How many of those who do not fit a terminal shows, and how many reasons for a visit.
_MISSED, _REASONS = 8, 2


class Planned(NamedTuple):
    """A round of a day: what was booked before, how many more want a visit than were asked for,
    whether the office works that day, warnings, and the promises that were booked for it.
    """  # noqa: D205

    day: date
    terms: Terms
    round: Round
    booked: tuple[Booked, ...]
    others: int
    working: bool
    warnings: tuple[Message, ...]
    made: tuple[Callback, ...] = ()


# The document


def document(found: Planned, speak: Speaker) -> dict[str, Any]:
    """The round as JSON."""
    terms, zone = found.terms, speak.now.tzinfo
    refs = [ref_of("callback", callback.id) for callback in found.made]
    refs += [""] * (len(found.round.stops) - len(refs))
    return {
        "day": value(found.day, zone),
        "working_day": found.working,
        "start": clock(terms.start),
        "minutes": terms.minutes,
        "travel": terms.travel,
        "travel_district": terms.travel_district,
        "stops": [
            _stop_document(stop, ref, found, speak)
            for stop, ref in zip(found.round.stops, refs, strict=True)
        ],
        "booked": [
            {"ref": ref_of("callback", one.callback.id), "client": client_tag(one.client),
             "due": instant(one.callback.due_at, zone), "district": one.district,
             "purpose": speak(one.callback.purpose)}
            for one in found.booked
        ],
        "missed": [
            _who(one.candidate, speak) | {"reason": one.code, "text": speak(one.text)}
            for one in found.round.missed
        ],
        "others": found.others,
        "warnings": [speak(text) for text in found.warnings],
    }  # fmt: skip


def _stop_document(stop: Stop, ref: str, found: Planned, speak: Speaker) -> dict[str, Any]:
    zone = speak.now.tzinfo
    return {
        "from": instant(moment(found.day, stop.start, speak.now), zone),
        "to": instant(moment(found.day, stop.end, speak.now), zone),
        **_who(stop.candidate, speak),
        "callback": ref or None,
    }


def _who(one: Candidate, speak: Speaker) -> dict[str, Any]:
    return {
        "client": client_tag(one.client),
        "district": one.district,
        "address": _address(one, speak) or None,
        "hours": written(one.opening.windows) if one.opening else None,
        "why": [speak(reason.text) for reason in one.reasons],
    }


def _address(one: Candidate, speak: Speaker) -> str:
    """The address, its end hidden unless numbers are shown."""
    return speak(one.address if speak.reveal else mask_address(one.address))


# The page

_COLUMNS = (
    Column(gap=1), Column(gap=1), Column(), Column(shrink=True, least=10),
    Column(shrink=True, least=10),
    Column(shrink=True, least=24, wrap=True),
)  # fmt: skip


def page(found: Planned, speak: Speaker) -> Sheet:
    """The visits by district in their order, what is booked, and who does not fit."""
    count = len(found.round.stops)
    head = say("Visits on {day}", day=speak.long_day(found.day))
    blocks: list[Any] = [
        Line(Span(speak(head), "head"), speak(say_n("{count} visit", "{count} visits", count))),
        Text(Span(speak(_terms(found.terms)), "dim")),
        *(Text(Span(speak(text), "risk")) for text in found.warnings),
    ]
    groups = [*_districts(found.round, speak), *_booked(found, speak), *_missed(found, speak)]
    if groups:
        blocks.append(Table(_COLUMNS, groups))
    else:
        blocks += [BLANK, Text(gettext("Nobody there needs a visit by then."))]
    if found.others:
        more = say_n(
            "{count} more client wants a visit: a higher --limit",
            "{count} more clients want a visit: a higher --limit",
            found.others,
        )
        blocks.append(Text(Span(speak(more), "dim"), 1))
    return Sheet(tuple(blocks), _hint(found))


def _terms(terms: Terms) -> Any:
    hours = [(max(opens, terms.start), closes) for opens, closes in terms.windows]
    kept = tuple((opens, closes) for opens, closes in hours if opens < closes)
    return joined([
        written(kept),
        say("{n} min a visit", n=terms.minutes),
        say("way {near} min, to another district {far} min", near=terms.travel,
            far=terms.travel_district),
    ])  # fmt: skip


def _hint(found: Planned) -> str:
    day = found.day.isoformat()
    if found.round.stops:
        return gettext("next: the same with --book · cm visit sheet {client}").format(
            client=ref_of("client", found.round.stops[0].candidate.client.id)
        )
    if found.booked:
        return gettext("next: cm visit sheet --day {day}").format(day=day)
    return gettext("next: cm visit plan {day} CLIENT · cm client list --due").format(day=day)


def _districts(found: Round, speak: Speaker) -> list[Group]:
    """A group for each stretch of the round in one district."""
    groups: list[Group] = []
    for stop in found.stops:
        name = speak(stop.candidate.district) or gettext("district not known")
        if not groups or groups[-1].heading != name:
            groups.append(Group(name, []))
        groups[-1].rows.append(_row(stop, speak))
    return groups


def _row(stop: Stop, speak: Speaker) -> tuple[Any, ...]:
    one = stop.candidate
    late = any(reason.late for reason in one.reasons)
    mark = Span("x", "late") if late else ""
    return (
        f" {clock(stop.start)}",
        mark,
        *_named(one, speak),
        _address(one, speak),
        _why(one, speak),
    )


def _named(one: Candidate, speak: Speaker) -> tuple[Any, str]:
    ref = Span(ref_of("client", one.client.id), "ref")
    return ref, starred(one.client.name, one.client.tier, speak)


def _why(one: Candidate, speak: Speaker) -> str:
    texts = [reason.text for reason in one.reasons]
    more = say("{n} more", n=len(texts) - _REASONS) if len(texts) > _REASONS else None
    return speak(joined([*texts[:_REASONS], more, _open(one.opening)]))


def _open(opening: Opening | None) -> Message | None:
    if opening is None:
        return None
    if opening.planned:
        return say("by the plan: {hours}", hours=opening.text)
    return say("hours {hours}", hours=opening.text)


def _booked(found: Planned, speak: Speaker) -> list[Group]:
    rows = [
        (f" {clock(one.start)}", "", Span(ref_of("callback", one.callback.id), "ref"),
         starred(one.client.name, one.client.tier, speak), "", speak(one.callback.purpose))
        for one in found.booked
    ]  # fmt: skip
    return [Group(gettext("BOOKED BEFORE"), [*rows])] if rows else []


def _missed(found: Planned, speak: Speaker) -> list[Group]:
    missed = found.round.missed
    if not missed:
        return []
    more = say("{n} more; fewer at once: --district D, --limit N", n=len(missed) - _MISSED)
    return [
        Group(
            gettext("DO NOT FIT"),
            [_left_out(one, speak) for one in missed[:_MISSED]],
            str(len(missed)),
            speak(more) if len(missed) > _MISSED else "",
        )
    ]


def _left_out(one: Missed, speak: Speaker) -> tuple[Any, ...]:
    first = one.candidate.reasons[0].text if one.candidate.reasons else None
    who = _named(one.candidate, speak)
    return "", "", *who, speak(one.candidate.district), speak(joined([one.text, first]))


def receipt_of(found: Planned, effects: list[Any], speak: Speaker) -> Sheet:
    """What was booked."""
    made = found.made
    head = say_n("{count} visit booked for {day}", "{count} visits booked for {day}", len(made),
                 day=found.day)  # fmt: skip
    stops = [
        f"{ref_of('callback', callback.id)} {clock(stop.start)} {stop.candidate.client.name}"
        for callback, stop in zip(made, found.round.stops, strict=True)
    ]  # fmt: skip
    left = say_n("{count} does not fit", "{count} do not fit", len(found.round.missed))
    said = [*stops, left if found.round.missed else None, *found.warnings, *effects]
    hint = say("sheets: cm visit sheet --day {day}", day=found.day.isoformat())
    return receipt(speak, head, said, hint=hint)
