"""The morning agenda as a page and as a document."""

from typing import Any

from cmcli.agenda import Agenda
from cmcli.config import Settings
from cmcli.domain.agenda import SECTIONS, AgendaItem
from cmcli.domain.cadence import Forecast
from cmcli.i18n import gettext
from cmcli.messages import Message, joined, say, say_n
from cmcli.views.day import Part, parted
from cmcli.views.record import client_tag, instant
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, starred, state_word

_COLUMNS = (
    Column(gap=1, lone=True),
    Column(gap=1),
    Column(shrink=True, least=10),
    Column(shrink=True, least=12),
    Column(shrink=True, least=22, parts=True),
)
_MARKS = {"overdue": Span("x", "late"), "at_risk": Span("!", "risk")}


def page(
    agenda: Agenda, settings: Settings, speak: Speaker, limit: int | None,
    height: int | None = None,
) -> Sheet:  # fmt: skip
    """The agenda in groups: now, today, key clients, coming up. `limit` bounds its lines, else the
    `height` of the terminal does, so that the first thing to do is still seen.
    """  # noqa: D205
    head = Line(_title(speak), settings.text("manager.name"))
    summary = Line(_summary(agenda, speak))
    if not agenda.items:
        free = gettext("Nothing is due. A good day to call somebody who does not expect it.")
        return Sheet((head, summary, BLANK, Text(free)), _empty_hint(agenda, speak))
    day = parted(agenda.items, agenda.now, limit or settings["today.share"])
    day = day.limited(limit or settings["today.limit"])
    if height and not limit:
        headings = sum(bool(part.items) for part in day) + (not day.duties.items)
        day = day.fitted(height - _AROUND, headings)
    groups = [
        _group(gettext("NOW"), day.now, speak),
        _group(gettext("TODAY"), day.today, speak),
        _key_clients(agenda.forecast, day.duties, speak),
        _group(gettext("COMING UP"), day.ahead, speak),
    ]
    shown = [group for group in groups if group.rows or group.note or group.more]
    return Sheet((head, summary, Table(_COLUMNS, shown)), _hint(agenda))


# Title, summary, the empty line and the hint below the groups, and the prompt that follows.
_AROUND = 5


def _title(speak: Speaker) -> str:
    week = speak(say("week {week}", week=speak.now.isocalendar().week))
    return f"{speak.long_day(speak.now.date())} · {week} · {speak.now:%H:%M}"


def _summary(agenda: Agenda, speak: Speaker) -> str:
    acute = [item for item in agenda.items if item.section != "key_contact"]
    late = sum(item.state == "overdue" for item in acute)
    risky = sum(item.state == "at_risk" for item in acute)
    calls = len(agenda.section("callbacks"))
    parts = [
        say("{n} late", n=late) if late else None,
        say("{n} at risk", n=risky) if risky else None,
        say_n("{count} callback today", "{count} callbacks today", calls) if calls else None,
        say("report due {day}", day=agenda.report_due) if agenda.report_due else None,
    ]
    return " · ".join(speak(part) for part in parts if part)


def _group(heading: str, part: Part, speak: Speaker) -> Group:
    more = " · ".join(map(speak, part.more))
    return Group(heading, [_row(item, speak) for item in part.items], more=more)


def _row(item: AgendaItem, speak: Speaker) -> tuple[Any, ...]:
    mark = _MARKS.get(item.state) or Span("-" if item.due is None else " ", "dim")
    return (
        Span(f" {item.ref}", "ref"),
        mark,
        client_name(item, speak),
        speak(item.title),
        Span(speak(item.when), "late" if item.state == "overdue" else ""),
    )


def client_name(item: AgendaItem, speak: Speaker) -> str:
    """The client's name, with the star of a key client."""
    if item.client is None:
        return ""
    return starred(item.client.name, item.client.tier, speak)


def _met(forecast: Forecast) -> Message:
    if forecast.every == "month":
        return say("{met} of {total} met this month", met=forecast.met, total=forecast.total)
    return say("{met} of {total} met this quarter", met=forecast.met, total=forecast.total)


def _key_clients(forecast: Forecast, part: Part, speak: Speaker) -> Group:
    group = _group(gettext("KEY CLIENTS"), part, speak)
    if not forecast.total:
        return group._replace(heading="")
    pace = say("{n} a day", n=forecast.per_day) if forecast.left and forecast.per_day else None
    parts = [
        _met(forecast),
        say("{n} left", n=forecast.left),
        say_n("{count} working day", "{count} working days", forecast.days_left),
        pace,
    ]
    return group._replace(note=" · ".join(speak(part) for part in parts if part))


def _hint(agenda: Agenda) -> str:
    first = agenda.items[0]
    if first.client is None:
        return gettext("next: cm why {ref} · cm show {ref}").format(ref=first.ref)
    return gettext("next: cm why {ref} · cm log {name}").format(
        ref=first.ref, name=first.client.name
    )


def _empty_hint(agenda: Agenda, speak: Speaker) -> str:
    if agenda.forecast.total == 0:
        return gettext("next: cm client add NAME · cm import clients FILE")
    return gettext("next: cm client list --due · cm report")


def document(agenda: Agenda, speak: Speaker, limit: int | None = None) -> dict[str, Any]:
    """The agenda as JSON; `limit` bounds the items, not the counts."""
    zone = agenda.now.tzinfo
    forecast = agenda.forecast
    counts = {name: len(agenda.section(name)) for name in SECTIONS}
    return {
        "date": agenda.now.date().isoformat(),
        "now": instant(agenda.now, zone),
        "items": [_item(item, speak) for item in agenda.items[:limit]],
        "counts": {name: count for name, count in counts.items() if count},
        "forecast": {
            "total": forecast.total,
            "met": forecast.met,
            "left": forecast.left,
            "working_days_left": forecast.days_left,
            "per_day": forecast.per_day,
            "quarter_ends": forecast.ends.isoformat(),
        },
    }


def _item(item: AgendaItem, speak: Speaker) -> dict[str, Any]:
    return {
        "ref": item.ref,
        "kind": item.kind,
        "section": item.section,
        "client": client_tag(item.client),
        "title": speak(item.title),
        "due": instant(item.due, speak.now.tzinfo) if item.due else None,
        "state": item.state,
        "when": speak(item.when),
        "why": speak(item.why),
    }


def items_document(items: list[AgendaItem], speak: Speaker) -> list[dict[str, Any]]:
    """Lines of the agenda as JSON."""
    return [_item(item, speak) for item in items]


def explanation(items: list[AgendaItem], speak: Speaker) -> Sheet:
    """`cm why`: each line of that reference, and the rule behind it."""
    blocks: list[Any] = []
    for item in items:
        late = "late" if item.state == "overdue" else ""
        # Without a day its line tells since when, or what it was; "no date" would be all it says.
        when = item.due or item.when or say("no date")
        named = (item.ref, client_name(item, speak), speak(item.title))
        head = " · ".join(part for part in named if part)
        told = speak(joined([state_word(item.state), when]))
        blocks += [Line(Span(head, "head")), Line(Span(told, late)), Text(speak(item.why))]
    return Sheet(tuple(blocks))
