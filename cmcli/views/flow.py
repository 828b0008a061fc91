"""Where the time of a period went, as a page and a document; the hours of one client."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.flow import (
    LEAST,
    Flow,
    Hour,
    Series,
    Share,
    Waited,
)
from cmcli.domain.flow_suggestion import Followed, Suggestion, Tracked
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.rounding import percent
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.period import days, period_document
from cmcli.views.record import client_tag
from cmcli.views.sheet import (
    BLANK,
    Cell,
    Column,
    Group,
    Line,
    Sheet,
    Span,
    Table,
    Text,
    simple_table,
)
from cmcli.views.speech import Speaker, Written, in_one, listed, starred

_BAR, _REFS = 20, 6


class Shown(NamedTuple):
    """A period with what it suggests, what the one before suggested, and the clients named."""

    period: Period
    before: Period
    flow: Flow
    suggestions: list[Suggestion]
    followed: list[Followed]
    clients: dict[int, ClientTag]


class Reach(NamedTuple):
    """When calls reached one client; `wished` are the hours that the client named."""

    period: Period
    client: ClientTag
    wished: str | None
    hours: list[Hour]


def named(flow: Flow) -> list[int]:
    """The clients that a page of it names."""
    return [*(one.client for one in flow.unanswered),
            *(each.client for each in flow.unreached if each.client)]  # fmt: skip


# The document


def document(shown: Shown, speak: Speaker) -> dict[str, Any]:
    """The figures of a period as JSON."""
    flow = shown.flow
    return {
        "period": period_document(shown.period),
        "contacts": flow.total.contacts,
        "minutes": flow.total.minutes,
        "estimated_minutes": flow.total.estimated,
        "channels": [_share(each, "channel") for each in flow.channels],
        "work": [_share(each, "work") for each in flow.work],
        "tiers": [_share(each, "tier") for each in flow.tiers],
        "hours": [_hour(hour) for hour in flow.hours],
        "waits": [_wait(each) for each in flow.waits],
        "rework": _rework(shown),
        "without_effect": _idle(shown),
        "suggestions": [suggestion_document(each, speak) for each in shown.suggestions],
        "before": {
            "period": period_document(shown.before),
            "suggestions": [followed_document(each, speak) for each in shown.followed],
        },
    }


def _share(share: Share, name: str) -> dict[str, Any]:
    return {name: share.key, "contacts": share.contacts, "minutes": share.minutes,
            "estimated_minutes": share.estimated}  # fmt: skip


def _hour(hour: Hour) -> dict[str, Any]:
    return {"hour": hour.hour, "minutes": hour.minutes, "calls": hour.tried,
            "reached": hour.reached, "rate": hour.rate}  # fmt: skip


def _wait(each: Waited) -> dict[str, Any]:
    return {"step": each.step, "count": each.times, "median_minutes": _minutes(each.median),
            "p90_minutes": _minutes(each.p90)}  # fmt: skip


def _minutes(length: timedelta | None) -> float | None:
    return None if length is None else round(length / timedelta(minutes=1), 2)


def _rework(shown: Shown) -> dict[str, Any]:
    flow = shown.flow
    return {
        "reopened": [ref_of("request", number) for number in flow.reopened],
        "moved_often": [ref_of("callback", callback.id) for callback in flow.moved_often],
        "callbacks_due": len(flow.callbacks),
        "callbacks_moved": flow.moved,
        "unanswered": [
            {"client": client_tag(shown.clients.get(one.client)), "calls": one.calls}
            for one in flow.unanswered
        ],
    }


def _idle(shown: Shown) -> dict[str, Any]:
    return {
        "stages": [_wait(each) for each in shown.flow.straight],
        "recurring": [_series(each, shown) for each in shown.flow.unreached],
        "always_moved": [_series(each, shown) for each in shown.flow.put_off],
    }


def _series(each: Series, shown: Shown) -> dict[str, Any]:
    client = shown.clients.get(each.client) if each.client else None
    return {"client": client_tag(client), "purpose": each.purpose, "times": each.times}


def suggestion_document(each: Suggestion, speak: Speaker) -> dict[str, Any]:
    """A suggestion with the figure it rests on."""
    return {"id": each.id, "key": each.key or None, "text": speak(each.text),
            "value": each.figure.value, "unit": each.figure.unit,
            "better": each.figure.better, "command": each.command}  # fmt: skip


def followed_document(each: Followed, speak: Speaker) -> dict[str, Any]:
    """A suggestion of the period before, with its figure now."""
    found = suggestion_document(each.suggestion, speak)
    return found | {"now": each.now.value, "verdict": each.verdict}


# The page


def page(shown: Shown, speak: Speaker) -> Sheet:
    """The figures of a period: time, waits, what came back, what is suggested."""
    speak = Written.like(speak)
    head = joined([gettext("Where the time went"), days(shown.period, speak)])
    blocks: list[Any] = [Line(Span(speak(head), "head"))]
    total = shown.flow.total
    if not total.contacts:
        blocks.append(Line(gettext("no contact in this period")))
    else:
        said = joined([
            say_n("one contact", "{count} contacts", total.contacts), _hours(total.minutes),
            say("{hours} of it estimated", hours=_hours(total.estimated)),
        ])  # fmt: skip
        blocks += [Line(Span(speak(said), "dim")), _shares(shown.flow, speak)]
        blocks += [BLANK, _by_hour(shown.flow.hours, speak)]
    blocks += [*_waits(shown.flow, speak), *_again(shown, speak), *_without(shown, speak),
               *_suggested(shown, speak), *_before(shown, speak)]  # fmt: skip
    return Sheet(tuple(blocks), gettext("next: cm flow --client CLIENT · cm flow lastmonth"))


def _hours(minutes: int) -> Message:
    return say("{n} h", n=f"{minutes / 60:,.1f}")


def _bar(part: float, most: float) -> str:
    return "█" * round(part / most * _BAR) if most else ""


def _shares(flow: Flow, speak: Speaker) -> Table:
    parts = (
        (gettext("BY CHANNEL"), "channel", flow.channels),
        (gettext("BY WORK"), "work", flow.work),
        (gettext("BY TIER"), "tier", flow.tiers),
    )
    groups = [
        Group(title, [_share_row(share, vocabulary, flow.total.minutes, speak) for share in found])
        for title, vocabulary, found in parts
    ]  # fmt: skip
    columns = (
        Column("", shrink=True, least=12), Column(gettext("contacts"), "right"),
        Column(gettext("time"), "right"), Column(gettext("share"), "right"),
        Column("", shrink=True, least=6, spare=True),
        Column(gettext("estimated"), "right", spare=True),
    )  # fmt: skip
    return Table(columns, groups)


def _share_row(share: Share, vocabulary: str, total: int, speak: Speaker) -> tuple[Cell, ...]:
    part = share.minutes / total if total else 0
    return (
        f" {speak(Code(vocabulary, share.key))}", f"{share.contacts:,}",
        speak(_hours(share.minutes)), percent(part), _bar(part, 1),
        Span(speak(_hours(share.estimated)) if share.estimated else "", "dim"),
    )  # fmt: skip


def _by_hour(hours: Sequence[Hour], speak: Speaker) -> Table:
    most = max((hour.minutes for hour in hours), default=0)
    rows: list[tuple[Cell, ...]] = [
        (f" {hour.hour:02}:00", _bar(hour.minutes, most), speak(_hours(hour.minutes)),
         f"{hour.tried:,}", *_rate(hour, speak))
        for hour in hours
    ]  # fmt: skip
    columns = (
        Column(gettext("BY HOUR")), Column("", shrink=True, least=6),
        Column(gettext("time"), "right"), Column(gettext("calls out"), "right"),
        Column(gettext("got through"), "right"), Column(gettext("reach rate"), "right"),
    )  # fmt: skip
    return simple_table(columns, rows)


def _rate(hour: Hour, speak: Speaker) -> tuple[Cell, Cell]:
    if not hour.tried:
        return "", ""
    rate = "–" if hour.rate is None else percent(hour.rate)
    return f"{hour.reached:,}", Span(rate, "dim" if hour.rate is None else "")


def _step(step: str) -> Message | Joined:
    named = {
        "reply": say("request: asked to first reply"),
        "resolution": say("request: first reply to resolved"),
        "client": say("request: waiting for the client"),
        "received": say("hand-off: sent to received"),
        "handed": say("hand-off: received to done"),
    }
    return named.get(step) or say("deal: in the stage {stage}", stage=Code("stage", step))


def _waits(flow: Flow, speak: Speaker) -> list[Any]:
    found = [each for each in flow.waits if each.times]
    if not found:
        return []
    rows: list[tuple[Cell, ...]] = [
        (f" {speak(_step(each.step))}", f"{each.times:,}", speak(each.median), speak(each.p90))
        for each in found
    ]
    columns = (
        Column(gettext("WAITING"), shrink=True, least=20), Column(gettext("count"), "right"),
        Column(gettext("median"), "right"), Column(gettext("nine of ten within"), "right"),
    )  # fmt: skip
    return [BLANK, simple_table(columns, rows)]


def _refs(noun: str, numbers: Sequence[int]) -> str:
    more = "…" if len(numbers) > _REFS else ""
    return " ".join(ref_of(noun, number) for number in numbers[:_REFS]) + more


def _headed(title: str, lines: Sequence[Any], speak: Speaker) -> list[Any]:
    if not lines:
        return []
    said = [Text(speak(line), 1) for line in lines]
    return [BLANK, Line(Span(title, "head")), *said]


def _again(shown: Shown, speak: Speaker) -> list[Any]:
    flow, lines = shown.flow, []
    if flow.reopened:
        lines.append(say("requests opened again: {count} ({refs})", count=len(flow.reopened),
                         refs=_refs("request", flow.reopened)))  # fmt: skip
    if flow.moved_often:
        often = [callback.id for callback in flow.moved_often]
        lines.append(say(
            "callbacks moved three times or more: {part} of {count} due ({refs})",
            part=len(often), count=len(flow.callbacks), refs=_refs("callback", often),
        ))  # fmt: skip
    for one in flow.unanswered[:_REFS]:
        client = shown.clients[one.client]
        lines.append(say("{client} ({ref}) did not answer {calls} calls in a row",
                         client=starred(client.name, client.tier, speak),
                         ref=ref_of("client", client.id), calls=one.calls))  # fmt: skip
    if len(flow.unanswered) > _REFS:
        lines.append(say("{n} more: cm flow --json", n=len(flow.unanswered) - _REFS))
    return _headed(gettext("DONE AGAIN"), lines, speak)


def _without(shown: Shown, speak: Speaker) -> list[Any]:
    flow = shown.flow
    lines: list[Any] = [
        say("all {count} closed deals passed the stage {stage} without loss, half of them within "
            "{median}", count=each.times, stage=Code("stage", each.step), median=each.median)
        for each in flow.straight
    ]  # fmt: skip
    for each in flow.unreached:
        client = shown.clients[each.client or 0]
        lines.append(say("recurring: {purpose} for {client} was done {times} times and reached "
                         "nobody", purpose=each.purpose or say("call back"), times=each.times,
                         client=starred(client.name, client.tier, speak)))  # fmt: skip
    lines += [
        say("{purpose}: all {times} callbacks were moved", purpose=each.purpose, times=each.times)
        for each in flow.put_off
    ]
    return _headed(gettext("WITHOUT EFFECT"), lines, speak)


def _suggested(shown: Shown, speak: Speaker) -> list[Any]:
    lines = suggested(shown.suggestions, speak)
    none = Text(gettext("none: no figure of the period asks for one"), 1)
    return [BLANK, Line(Span(gettext("SUGGESTIONS"), "head")), *(lines or [none])]


def suggested(found: Sequence[Suggestion], speak: Speaker) -> list[Text]:
    """The suggestions, numbered, each with its command."""
    return [
        Text(f"{place}. {in_one(speak(each.text), each.command)}", 1, 3)
        for place, each in enumerate(found, 1)
    ]


def helped(found: Sequence[Followed], speak: Speaker) -> list[Message]:
    """What was suggested before: its figure then and now."""
    return [
        say("{name}: {then} then, {now} now – {verdict}", name=each.suggestion.name,
            then=_figure(each.suggestion.figure, speak), now=_figure(each.now, speak),
            verdict=Code("verdict", each.verdict))
        for each in found
    ]  # fmt: skip


def _before(shown: Shown, speak: Speaker) -> list[Any]:
    title = say("SUGGESTED BEFORE, {period}", period=speak(days(shown.before, speak)))
    return _headed(speak(title), helped(shown.followed, speak), speak)


def _figure(figure: Tracked, speak: Speaker) -> str:
    if figure.value is None:
        return "–"
    if figure.unit == "ratio":
        return percent(figure.value)
    if figure.unit == "time":
        return speak(timedelta(seconds=figure.value))
    return f"{figure.value:,.0f}"


# One client


def reach_document(found: Reach) -> dict[str, Any]:
    """The hours of a client as JSON."""
    best = best_hours(found.hours)
    return {
        "client": client_tag(found.client), "period": period_document(found.period),
        "wished": found.wished, "hours": [_hour(hour) for hour in found.hours],
        "calls": sum(hour.tried for hour in found.hours),
        "reached": sum(hour.reached for hour in found.hours),
        "best": [hour.hour for hour in best],
    }  # fmt: skip


def best_hours(hours: Sequence[Hour]) -> list[Hour]:
    """The hours with the highest rate, of those with enough calls and anybody reached."""
    able = [hour for hour in hours if hour.rate]
    top = max((hour.rate or 0 for hour in able), default=0)
    return [hour for hour in able if hour.rate == top]


def reach_page(found: Reach, speak: Speaker) -> Sheet:
    """When calls reached a client, beside the hours the client named."""
    client = found.client
    name = f"{ref_of('client', client.id)} {starred(client.name, client.tier, speak)}"
    blocks: list[Any] = [Line(Span(speak(joined([name, days(found.period, speak)])), "head"))]
    tried = sum(hour.tried for hour in found.hours)
    reached = sum(hour.reached for hour in found.hours)
    blocks.append(Line(speak(say("{reached} of {tried} calls out reached the client",
                                 reached=reached, tried=tried))))  # fmt: skip
    if found.wished:
        blocks.append(Line(speak(say("hours the client named: {hours}", hours=found.wished))))
    best = best_hours(found.hours)
    if best:
        hours = listed(f"{hour.hour}:00–{hour.hour + 1}:00" for hour in best)
        blocks.append(Line(speak(say("best reached: {hours}", hours=hours))))
    else:
        blocks.append(Line(Span(speak(say(
            "no hour has {count} calls yet: no best hour can be named", count=LEAST
        )), "dim")))  # fmt: skip
    if tried:
        blocks += [BLANK, _by_hour([hour for hour in found.hours if hour.tried], speak)]
    return Sheet(tuple(blocks), speak(say("next: cm callback add {ref} --due 'tomorrow 10:00'",
                                          ref=ref_of("client", client.id))))  # fmt: skip
