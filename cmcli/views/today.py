"""The morning agenda as a page and as a document."""

from datetime import timedelta
from typing import Any

from cmcli.agenda import Agenda
from cmcli.config import Settings
from cmcli.domain.agenda import SECTIONS, AgendaItem
from cmcli.domain.cadence import Forecast
from cmcli.i18n import gettext
from cmcli.messages import Message, joined, say, say_n
from cmcli.views.record import client_tag, instant
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, starred, state_word

_COLUMNS = (
    Column(gap=1),
    Column(gap=1),
    Column(shrink=True, least=10),
    Column(shrink=True, least=12),
    Column(shrink=True, least=22, parts=True),
)
_MARKS = {"overdue": Span("x", "late"), "at_risk": Span("!", "risk")}


def page(agenda: Agenda, settings: Settings, speak: Speaker, limit: int | None) -> Sheet:
    """The agenda as SCREENS shows it: now, today, key clients, this week."""
    share = limit or settings["today.share"]
    groups = [
        group
        for group in (
            _group(gettext("NOW"), _urgent(agenda), speak),
            _today(agenda, speak, share),
            _key_clients(agenda, speak, share),
            _ahead(agenda, speak, share),
        )
        if group.rows or group.note
    ]
    head = Line(_title(speak), settings.text("manager.name"))
    summary = Line(_summary(agenda, speak))
    if not agenda.items:
        free = gettext("Nothing is due. A good day to call somebody who does not expect it.")
        return Sheet((head, summary, BLANK, Text(free)), _empty_hint(agenda, speak))
    limited = _limited(groups, limit or settings["today.limit"], speak)
    return Sheet((head, summary, Table(_COLUMNS, limited)), _hint(agenda))


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


def _urgent(agenda: Agenda) -> list[AgendaItem]:
    return [i for i in agenda.items if i.state in _MARKS and i.section not in _APART]


def _is_ahead(item: AgendaItem) -> bool:
    return item.section == "dates" or (item.section in _AHEAD and item.state not in _MARKS)


def _of_today(agenda: Agenda) -> list[AgendaItem]:
    return [
        item for item in agenda.items
        if item.state not in _MARKS and item.section not in _APART and not _is_ahead(item)
    ]  # fmt: skip


_APART = ("key_contact", "dates")
# What is prepared rather than done today, unless it is late or about to be.
_AHEAD = ("maturities", "assessments", "risk")
_WEEK = timedelta(days=7)


def _group(heading: str, items: list[AgendaItem], speak: Speaker) -> Group:
    return Group(heading, [_row(item, speak) for item in items])


def _today(agenda: Agenda, speak: Speaker, share: int) -> Group:
    """What the day asks for; of deals that only lie there, a share."""
    items = _of_today(agenda)
    lying = [item for item in items if item.section == "pipeline" and item.due is None]
    group = _group(gettext("TODAY"), [i for i in items if i not in lying[share:]], speak)
    more = speak(say("{n} more: cm deal list", n=len(lying) - share))
    return group._replace(more=more if len(lying) > share else "")


def _ahead(agenda: Agenda, speak: Speaker, share: int) -> Group:
    """Days that come, the dated ones first: seven days of them; of what is later, a share."""
    items = sorted(filter(_is_ahead, agenda.items), key=lambda item: item.due is None)
    near = agenda.now + _WEEK
    later = [item for item in items if item.due is None or item.due > near]
    group = _group(gettext("COMING UP"), [i for i in items if i not in later[share:]], speak)
    rest = len(later) - share
    return group._replace(more=_more(rest, speak) if rest > 0 else "")


def _more(left: int, speak: Speaker) -> str:
    return speak(say("{n} more: cm today --limit {all}", n=left, all=999))


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


def _key_clients(agenda: Agenda, speak: Speaker, share: int) -> Group:
    items = agenda.section("key_contact")
    group = _group(gettext("KEY CLIENTS"), items[:share], speak)
    forecast = agenda.forecast
    if not forecast.total:
        return group._replace(heading="")
    pace = say("{n} a day", n=forecast.per_day) if forecast.left and forecast.per_day else None
    parts = [
        _met(forecast),
        say("{n} left", n=forecast.left),
        say_n("{count} working day", "{count} working days", forecast.days_left),
        pace,
    ]
    note = " · ".join(speak(part) for part in parts if part)
    rest = len(items) - share
    more = speak(say("{n} more: cm client list --due", n=rest)) if rest > 0 else ""
    return group._replace(note=note, more=more)


def _limited(groups: list[Group], limit: int, speak: Speaker) -> list[Group]:
    """At most `limit` lines in all; what is left out is said."""
    result = []
    for group in groups:
        rows, left = group.rows[: max(limit, 0)], len(group.rows) - max(limit, 0)
        limit -= len(group.rows)
        more = _more(left, speak) if left > 0 else ""
        result.append(group._replace(rows=rows, more=more or group.more))
    return result


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
        when = item.due or say("no date")
        named = (item.ref, client_name(item, speak), speak(item.title))
        head = " · ".join(part for part in named if part)
        told = joined([state_word(item.state), when])
        blocks += [Line(Span(head, "head")), Line(speak(told)), Text(speak(item.why))]
    return Sheet(tuple(blocks))
