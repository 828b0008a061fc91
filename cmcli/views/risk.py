"""Risks as pages, lists and documents."""

from datetime import datetime
from typing import Any

from cmcli.domain import risk as rules
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.ref import ref_of
from cmcli.domain.risk import Risk, RiskReview
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, joined, say, say_n
from cmcli.views.record import as_json
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, named, simple_table
from cmcli.views.speech import Speaker, by_day, moment, starred

_SEVERE = {"high": "risk"}


def document(risk: Risk, client: ClientTag, now: datetime) -> dict[str, Any]:
    """A risk as JSON, and whether its review is due."""
    fields = as_json(risk, now.tzinfo, client=client)
    return fields | {"review_due": rules.is_due(risk, now)}


def file_document(
    risk: Risk, client: ClientTag, reviews: list[RiskReview], now: datetime
) -> dict[str, Any]:
    """A risk with its reviews as JSON, the latest first."""
    return document(risk, client, now) | {"reviews": [_review_document(r, now) for r in reviews]}


def _review_document(review: RiskReview, now: datetime) -> dict[str, Any]:
    fields = as_json(review, now.tzinfo)
    del fields["risk"]
    return fields | {"days_late": rules.days_late(review, now)}


def lateness(review: RiskReview, now: datetime) -> Message | None:
    """How late a review was held, where it was."""
    late = rules.days_late(review, now)
    return say_n("{count} day late", "{count} days late", late) if late else None


def page(risk: Risk, client: ClientTag, reviews: list[RiskReview], speak: Speaker) -> Sheet:
    """One risk: how grave, what is done about it, when it is looked at, what the reviews found."""
    ref = ref_of("risk", risk.id)
    head = f"{ref} {starred(client.name, client.tier, speak)} · {speak(risk.title)}"
    opened = speak(say("opened {day}", day=day_of(risk.opened_at, speak.now)))
    blocks: list[Any] = [Line(Span(head, "head"), Span(opened, "dim")), Line(speak(_words(risk)))]
    blocks += [Text(speak(text)) for text in _facts(risk, speak)]
    if reviews:
        rows = [_review(one, speak) for one in reviews]
        columns = (Column(), Column(), Column(), Column(shrink=True, least=20))
        blocks.append(Table(columns, [Group(gettext("REVIEWS"), rows)]))
    hint = gettext("next: cm risk review {ref} NOTE · cm risk close {ref} REASON").format(ref=ref)
    return Sheet(tuple(blocks), "" if risk.closed_at else hint)


def _words(risk: Risk) -> Any:
    proposed = say("proposed by the rule {rule}", rule=risk.rule) if risk.rule else None
    return joined([Code("risk_kind", risk.kind), graveness(risk), proposed])


def graveness(risk: Risk) -> Message:
    """`high risk`."""
    return say("{severity} risk", severity=Code("severity", risk.severity))


def _facts(risk: Risk, speak: Speaker) -> list[Any]:
    lines: list[Any] = []
    if risk.measure:
        lines.append(say("measure: {text}", text=risk.measure))
    if risk.closed_at:
        outcome, day = Code("risk_outcome", risk.outcome or ""), day_of(risk.closed_at, speak.now)
        lines.append(say("{outcome} on {day}: {reason}", outcome=outcome, day=day,
                         reason=risk.reason))  # fmt: skip
    elif rules.is_due(risk, speak.now):
        lines.append(say("review due {day}", day=risk.review_on))
    elif risk.review_on:
        lines.append(say("review: {day}", day=risk.review_on))
    return lines


def _review(review: RiskReview, speak: Speaker) -> tuple[Any, ...]:
    late = lateness(review, speak.now)
    on_time = say("on time") if review.due_on else None
    return (
        f" {moment(review.at, speak)}",
        speak(Code("severity", review.severity)),
        Span(speak(late), "late") if late else speak(on_time),
        speak(review.note),
    )


def listing(rows: list[tuple[Risk, ClientTag]], speak: Speaker) -> Sheet:
    """Risks, one a line."""
    if not rows:
        return Sheet((Line(gettext("no risk fits")),), gettext("next: cm risk list --proposed"))
    columns = (
        Column(), named(gettext("client")),
        Column(gettext("risk"), shrink=True, least=16, wrap=True), Column(gettext("severity")),
        Column(gettext("measure"), shrink=True, least=16, wrap=True, spare=True),
        Column(gettext("review")),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]),))


def severity(code: str, speak: Speaker) -> Span:
    """How grave, in its word."""
    return Span(speak(Code("severity", code)), _SEVERE.get(code, ""))


def _row(risk: Risk, client: ClientTag, speak: Speaker) -> tuple[Any, ...]:
    return (
        Span(ref_of("risk", risk.id), "ref"),
        starred(client.name, client.tier, speak),
        speak(risk.title),
        severity(risk.severity, speak),
        speak(risk.measure) or "–",
        _when(risk, speak),
    )


def _when(risk: Risk, speak: Speaker) -> Span:
    if risk.closed_at:
        outcome = Code("risk_outcome", risk.outcome or "")
        return Span(speak(joined([outcome, day_of(risk.closed_at, speak.now)], " ")), "dim")
    day = speak.day(risk.review_on, near=True) if risk.review_on else "–"
    return Span(day, by_day(risk.review_on, speak.now))
