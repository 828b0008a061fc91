"""Feedback as pages, lists, themes and documents."""

from datetime import datetime
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.feedback import Feedback, FeedbackFile, Summary, Theme
from cmcli.domain.period import Period
from cmcli.domain.ref import ref_of
from cmcli.domain.rounding import percent
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, joined, say, say_n
from cmcli.views import action as actions
from cmcli.views.period import period_document
from cmcli.views.record import as_json
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, named, simple_table
from cmcli.views.speech import Speaker, moment, starred


def document(file: FeedbackFile, client: ClientTag, now: datetime) -> dict[str, Any]:
    """A feedback as JSON, with its state and its actions."""
    return as_json(file.feedback, now.tzinfo, client=client) | {
        "state": file.state,
        "actions": [actions.document(action, client, now) for action in file.actions],
    }


def scores(feedback: Feedback) -> Joined:
    """What was scored, and its theme."""
    satisfied = say("satisfaction {score}", score=feedback.satisfaction)
    recommends = say("recommends {score}", score=feedback.recommend)
    return joined(
        [
            satisfied if feedback.satisfaction is not None else None,
            recommends if feedback.recommend is not None else None,
            feedback.theme,
        ]
    )


def page(file: FeedbackFile, client: ClientTag, speak: Speaker) -> Sheet:
    """One feedback: scores, words, what it came from, its actions."""
    feedback = file.feedback
    ref = ref_of("feedback", feedback.id)
    head = f"{ref} {starred(client.name, client.tier, speak)}"
    words = joined(
        [
            scores(feedback),
            None if feedback.told_at else Code("feedback_state", file.state),
            ref_of("interaction", feedback.interaction_id) if feedback.interaction_id else None,
            ref_of("request", feedback.request_id) if feedback.request_id else None,
            say("told {at}", at=feedback.told_at) if feedback.told_at else None,
        ]
    )
    blocks: list[Any] = [Line(Span(head, "head"), moment(feedback.at, speak)), Line(speak(words))]
    if feedback.text:
        blocks += [Text(speak(line)) for line in feedback.text.splitlines()]
    if file.actions:
        columns = (Column(), Column(shrink=True, least=16), Column(shrink=True, least=16))
        rows = [actions.row(action, speak) for action in file.actions]
        blocks.append(Table(columns, [Group(gettext("IMPROVEMENTS"), rows)]))
    return Sheet(tuple(blocks), _hint(file, ref))


def _hint(file: FeedbackFile, ref: str) -> str:
    if file.state == "acted":
        return gettext("next: cm feedback told {ref} NOTE").format(ref=ref)
    if file.state == "acting":
        action = ref_of("action", file.open_actions[0].id)
        return gettext("next: cm done {ref} NOTE").format(ref=action)
    return gettext("next: cm feedback act {ref} ACTION").format(ref=ref) if file.is_open else ""


def listing(rows: list[tuple[FeedbackFile, ClientTag]], speak: Speaker) -> Sheet:
    """Feedback, one a line."""
    if not rows:
        hint = gettext("next: cm feedback add CLIENT TEXT --satisfaction 4")
        return Sheet((Line(gettext("no feedback fits")),), hint)
    columns = (
        Column(), named(gettext("client")), Column(gettext("when")),
        Column(gettext("satisfied"), "right"), Column(gettext("recommends"), "right", spare=True),
        Column(gettext("theme"), spare=True), Column(gettext("said"), shrink=True, least=16),
        Column(gettext("state")),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]),))


def _row(file: FeedbackFile, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    feedback = file.feedback
    return (
        Span(ref_of("feedback", feedback.id), "ref"),
        starred(client.name, client.tier, speak),
        speak.day(day_of(feedback.at, speak.now)),
        _number(feedback.satisfaction),
        _number(feedback.recommend),
        speak(feedback.theme),
        speak(feedback.text),
        speak(Code("feedback_state", file.state)),
    )


def _number(score: int | None) -> str:
    return "–" if score is None else str(score)


def themes_document(found: list[Theme], over: Period, before: Period) -> dict[str, Any]:
    """Themes of a period with those of the one before as JSON."""
    return {
        "period": period_document(over),
        "previous": period_document(before),
        "themes": [theme_document(theme) for theme in found],
    }


def theme_document(theme: Theme) -> dict[str, Any]:
    """One theme: answers, mean satisfaction, share acted on; null where there is no basis."""
    return {
        "theme": theme.name,
        **_summary(theme.now),
        "previous": _summary(theme.before),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {"count": summary.answers, "mean": summary.mean, "acted": summary.acted}


def themes_page(found: list[Theme], over: Period, before: Period, speak: Speaker) -> Sheet:
    """Themes of a period beside the one before."""
    days = f"{speak.long_day(over.start)} – {speak.long_day(over.end)}"
    head = Line(Span(f"{over.name} · {days}", "head"))
    if not found:
        text = say("no feedback in this period, nor in {before}", before=before.name)
        return Sheet((head, Line(speak(text))))
    total = sum(theme.now.answers for theme in found)
    said = say_n("{count} answer", "{count} answers", total)
    table = simple_table(theme_columns(over, before), [theme_row(theme) for theme in found])
    hint = gettext("next: cm feedback list --theme THEME · cm feedback list --open")
    return Sheet((head, Line(Span(speak(said), "dim")), table), hint)


def theme_columns(over: Period, before: Period) -> tuple[Column, ...]:
    """The columns of a table of themes."""
    return (
        Column(gettext("theme"), shrink=True, least=12), Column(over.name, "right"),
        Column(gettext("mean"), "right"), Column(gettext("acted on"), "right"),
        Column(before.name, "right"), Column(gettext("mean"), "right"),
        Column(gettext("acted on"), "right"),
    )  # fmt: skip


def theme_row(theme: Theme) -> tuple[str, ...]:
    """One theme as a line."""
    name = theme.name or gettext("no theme")
    return (name, *_cells(theme.now), *_cells(theme.before))


def _cells(summary: Summary) -> tuple[str, str, str]:
    mean = "–" if summary.mean is None else f"{summary.mean:.1f}"
    acted = "–" if summary.acted is None else percent(summary.acted)
    return str(summary.answers), mean, acted
