"""Development plans as pages, lists and documents."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from cmcli.domain.client import mask_numbers
from cmcli.domain.days import day_of
from cmcli.domain.development import Development, DevelopmentFile, DevelopmentReview
from cmcli.domain.evaluation import (
    Covered,
    Evaluation,
    Progress,
    amount,
    label,
    shortfall,
    since_last,
    standing,
)
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n
from cmcli.views import action as actions
from cmcli.views.record import as_json, value
from cmcli.views.sheet import Column, Group, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker
from cmcli.views.write import receipt

_MARKS = {"behind": Span("!", "risk"), "missed": Span("x", "late")}

# As JSON


def document(
    file: DevelopmentFile, found: Evaluation, others: Sequence[Development]
) -> dict[str, Any]:
    """A plan as JSON: its targets with what they stand at, measures, groups, evaluations."""
    zone = found.now.tzinfo
    fields = {k: v for k, v in as_json(file.plan, zone).items() if k != "segments"}
    return fields | {
        "phase": found.phase,
        "working_days": {"elapsed": found.days.gone, "total": found.days.total},
        "targets": [_target(found, row) for row in found.rows],
        "measures": [actions.document(action, None, found.now) for action in file.actions],
        "groups": [group._asdict() for group in found.groups],
        "evaluations": [_review(review, found) for review in file.reviews],
        "overlaps": [ref_of("development", other.id) for other in others],
    }


def _target(found: Evaluation, row: Progress) -> dict[str, Any]:
    pace, product = row.pace, row.target.product_id

    def kind(number: float | None) -> Any:
        if number is None or not row.target.currency:
            return None if number is None else round(number, 2)
        return value(Money(round(number), row.target.currency), None)

    return {
        "measure": row.target.measure,
        "product": ref_of("product", product) if product else None,
        "target": kind(pace.target), "actual": kind(pace.actual), "expected": kind(pace.expected),
        "behind": kind(pace.behind), "needed_per_day": kind(pace.needed),
        "planned_per_day": kind(pace.planned), "projection": kind(pace.projection),
        "state": standing(found, row),
        "since_last": kind(pace.actual - row.before.actual) if row.before else None,
    }  # fmt: skip


def _review(review: DevelopmentReview, found: Evaluation) -> dict[str, Any]:
    at = value(review.at, found.now.tzinfo)
    return {"at": at, "text": mask_numbers(review.text), "figures": json.loads(review.figures)}


def row_document(found: Evaluation) -> dict[str, Any]:
    """A plan of a list as JSON."""
    fields = as_json(found.plan, found.now.tzinfo)
    return {k: v for k, v in fields.items() if k != "segments"} | {
        "phase": found.phase, "targets": len(found.rows), "attained": found.attained,
        "behind": len(found.behind) if found.phase == "running" else 0,
    }  # fmt: skip


# As a page


def page(
    file: DevelopmentFile, found: Evaluation, others: Sequence[Development],
    cautions: Sequence[Message], speak: Speaker,
) -> Sheet:  # fmt: skip
    """A plan: targets against the straight line, what is behind, measures, groups, evaluations."""
    plan = file.plan
    blocks: list[Any] = [
        Line(Span(speak(_name(plan)), "head"), speak(_gone(found))),
        Line(Span(f"{speak.long_day(plan.start_on)} – {speak.long_day(plan.end_on)}", "dim"),
             Span(speak(Code("plan_phase", found.phase)), "dim")),
    ]  # fmt: skip
    blocks += [Text(speak(line)) for line in (plan.note or "").splitlines()]
    blocks += [Text(Span(speak(line), "dim")) for line in (*_overlaps(others), *cautions)]
    blocks += [_targets(file, found, speak), *_short(found, speak)]
    blocks += [Text(Span(speak(line), "dim")) for line in _asides(file, found)]
    blocks += [*_measures(file, found, speak), *_groups(found, speak), *_reviews(file, speak)]
    return Sheet(tuple(blocks), _hint(file, found))


def _hint(file: DevelopmentFile, found: Evaluation) -> str:
    ref, last = ref_of("development", found.plan.id), file.reviews[-1:]
    if found.phase == "coming":
        return gettext("next: cm develop set {ref} --measure 'TEXT @ WHEN'").format(ref=ref)
    if last and day_of(last[0].at, found.now) > found.plan.end_on:
        return ""
    return gettext("next: cm develop evaluate {ref} --note TEXT").format(ref=ref)


def _name(plan: Development) -> str:
    return f"{ref_of('development', plan.id)} {plan.name}"


def _gone(found: Evaluation) -> Message:
    return say("{gone} of {total} working days", gone=found.days.gone, total=found.days.total)


def _overlaps(others: Sequence[Development]) -> list[Message]:
    return [
        say("overlaps {name} ({start} to {end}): the same results count for both",
            name=_name(other), start=other.start_on, end=other.end_on)
        for other in others
    ]  # fmt: skip


def _targets(file: DevelopmentFile, found: Evaluation, speak: Speaker) -> Table:
    """A line a target; a column in which no line says anything is left out."""
    last = file.reviews[-1] if file.reviews else None
    since = say("vs {day}", day=day_of(last.at, found.now)) if last else None
    columns = (
        Column(gap=1), Column(shrink=True, least=14), Column(gettext("actual"), "right"),
        Column(gettext("target"), "right"), Column(gettext("by now"), "right"),
        Column(speak(since), "right", spare=True),
        Column(gettext("heads for"), "right", spare=True), Column(spare=True),
    )  # fmt: skip
    return simple_table(columns, [_line(found, row, speak) for row in found.rows])


def _line(found: Evaluation, row: Progress, speak: Speaker) -> tuple[Any, ...]:
    pace, target, state = row.pace, row.target, standing(found, row)

    def said(number: float | None) -> str:
        return "–" if number is None else speak(amount(number, target))

    runs = found.phase == "running"
    # Where a pace leads is no matter of tenths.
    leads = None if pace.projection is None else round(pace.projection)
    style = {"attained": "good", "missed": "late", "behind": "risk"}.get(state, "")
    return (
        _MARKS.get(state, ""), speak(label(target, row.product)), said(pace.actual),
        said(target.amount), said(pace.expected) if runs else "", speak(since_last(row)),
        said(leads) if runs else "",
        Span(speak(Code("target_state", state)), style) if found.phase != "coming" else "",
    )  # fmt: skip


def _short(found: Evaluation, speak: Speaker) -> list[Table]:
    """What is behind and what it takes, or what was missed."""
    pairs = [(row, shortfall(found, row)) for row in found.rows]
    rows = [
        (f" {speak(label(row.target, row.product))}", speak(text)) for row, text in pairs if text
    ]
    if not rows or found.phase == "coming":
        return []
    heading = gettext("MISSED") if found.phase == "over" else gettext("BEHIND")
    columns = (Column(shrink=True, least=12), Column(shrink=True, least=30, wrap=True))
    return [Table(columns, [Group(heading, [*rows])])]


def _asides(file: DevelopmentFile, found: Evaluation) -> list[Message]:
    """What does not count, and targets that were others at the last evaluation."""
    lines = [
        say("{measure}: {amount} is not counted, the target is in {currency}",
            measure=label(row.target, row.product), amount=money, currency=row.target.currency)
        for row in found.rows for money in row.others
    ]  # fmt: skip
    if not file.reviews:
        return lines
    day = day_of(file.reviews[-1].at, found.now)
    return lines + [
        say("{measure}: the target was {target} at the evaluation of {day}",
            measure=label(row.target, row.product), day=day,
            target=amount(row.before.target, row.target))
        for row in found.rows if row.before and row.before.target != row.target.amount
    ]  # fmt: skip


def _measures(file: DevelopmentFile, found: Evaluation, speak: Speaker) -> list[Table]:
    if not file.actions:
        return []
    columns = (Column(), Column(shrink=True, least=16), Column(shrink=True, least=16))
    rows = [actions.row(action, speak) for action in file.actions]
    return [Table(columns, [Group(gettext("MEASURES"), rows, speak(_done(found)))])]


def _groups(found: Evaluation, speak: Speaker) -> list[Table]:
    if not found.groups:
        return []
    columns = (Column(shrink=True, least=16), Column(shrink=True, least=16))
    rows = [(f" {speak(group.where)}", speak(_covered(group))) for group in found.groups]
    return [Table(columns, [Group(gettext("GROUPS"), [*rows])])]


def _done(found: Evaluation) -> Joined:
    late, ahead = len(found.measures("overdue")), len(found.measures("open", "due"))
    return joined(
        [
            say("{n} done", n=len(found.measures("done"))),
            say("{n} overdue", n=late) if late else None,
            say("{n} open", n=ahead) if ahead else None,
        ]
    )


def _covered(group: Covered) -> Message:
    if not group.clients:
        return say("no client in the book fits")
    return say("{reached} of {count} clients reached in the period", reached=group.reached,
               count=group.clients)  # fmt: skip


def _reviews(file: DevelopmentFile, speak: Speaker) -> list[Table]:
    """The evaluations, the latest first, each with what was attained on its day."""
    rows: list[tuple[Any, ...]] = []
    for review in reversed(file.reviews):
        targets = json.loads(review.figures)["targets"]
        met = sum(kept["actual"] >= kept["target"] for kept in targets)
        said = say("{met} of {count} targets attained", met=met, count=len(targets))
        text = review.text or gettext("figures only")
        rows.append((f" {speak.day(day_of(review.at, speak.now))}", speak(said), speak(text)))
    columns = (Column(), Column(), Column(shrink=True, least=16, wrap=True))
    return [Table(columns, [Group(gettext("EVALUATIONS"), rows)])] if rows else []


# After a write


def written(
    found: Evaluation, others: Sequence[Development], what: Message, speak: Speaker
) -> Sheet:
    """What a plan aims at now, whom it works, and what is odd about it."""
    plan = found.plan
    head = joined(
        [_name(plan), what, say("{start} to {end}", start=plan.start_on, end=plan.end_on)]
    )
    targets = [joined([label(row.target, row.product), amount(row.target.amount, row.target)], " ")
               for row in found.rows]  # fmt: skip
    ahead = len(found.measures("open", "due", "overdue"))
    planned = say_n("{count} measure open", "{count} measures open", ahead) if ahead else None
    groups = [_grouped(group) for group in found.groups]
    over = say("its period is over") if found.phase == "over" else None
    said = (joined([*targets, planned]), *groups, over, *_overlaps(others))
    return _receipt(receipt(speak, head), said, speak)


def _receipt(sheet: Sheet, said: Iterable[Any], speak: Speaker) -> Sheet:
    """A receipt whose effects are too long for one line."""
    first, *rest = sheet.blocks
    return Sheet((first, *(Text(speak(line), 5) for line in said if line), *rest))


def _grouped(group: Covered) -> Message:
    if not group.clients:
        return say("{group}: no client in the book fits", group=group.where)
    return say_n("{group}: {count} client", "{group}: {count} clients", group.clients,
                 group=group.where)  # fmt: skip


def recorded(file: DevelopmentFile, found: Evaluation, speak: Speaker) -> Sheet:
    """What was evaluated: how many targets are attained, and how each moved since the last time."""
    count = say("{met} of {count} targets attained", met=found.attained, count=len(found.rows))
    head = joined([_name(found.plan), say("evaluated"), count])
    moved = [_moved(row) for row in found.rows]
    final = say("its period is over: this is the final evaluation")
    sheet = receipt(speak, head, hint=final if found.phase == "over" else None)
    return _receipt(sheet, [joined(moved)], speak)


def _moved(row: Progress) -> Message:
    text = say("{measure} {actual} of {target}", measure=label(row.target, row.product),
               actual=amount(row.pace.actual, row.target),
               target=amount(row.target.amount, row.target))  # fmt: skip
    since = since_last(row)
    return say("{text} ({change})", text=text, change=since) if since is not None else text


def removed(file: DevelopmentFile, speak: Speaker) -> Sheet:
    """A plan was taken away, and what went with it."""
    gone = joined([
        say_n("{count} target", "{count} targets", len(file.targets)),
        say_n("{count} measure", "{count} measures", len(file.actions)) if file.actions else None,
        say_n("{count} evaluation", "{count} evaluations", len(file.reviews))
        if file.reviews else None,
    ])  # fmt: skip
    ref = ref_of("development", file.plan.id)
    return receipt(speak, joined([say("{ref} removed", ref=ref), gone]))


def listing(rows: list[Evaluation], speak: Speaker) -> Sheet:
    """Plans, one a line."""
    if not rows:
        hint = gettext("next: cm develop set NAME --period thisquarter --target clients.new=20")
        return Sheet((Line(gettext("there is no development plan yet")),), hint)
    columns = (
        Column(), Column(gettext("development plan"), shrink=True, least=12),
        Column(gettext("from")), Column(gettext("to")), Column(gettext("state")),
        Column(gettext("attained"), "right"), Column(gettext("behind"), "right"),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(row, speak) for row in rows]),))


def _row(found: Evaluation, speak: Speaker) -> tuple[Any, ...]:
    behind = len(found.behind) if found.phase == "running" else 0
    return (
        Span(ref_of("development", found.plan.id), "ref"),
        speak(found.plan.name),
        speak.day(found.plan.start_on),
        speak.day(found.plan.end_on),
        speak(Code("plan_phase", found.phase)),
        f"{found.attained}/{len(found.rows)}",
        Span(str(behind) if behind else "–", "risk" if behind else ""),
    )
