"""Goals as pages, lists and documents."""

from collections.abc import Sequence
from datetime import tzinfo
from itertools import groupby
from typing import Any

from cmcli.domain.client import mask_numbers
from cmcli.domain.figures.goals import Standing
from cmcli.domain.goal import Goal, GoalTarget, quantity, unit_of
from cmcli.domain.goal_agenda import shortfall
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext, word
from cmcli.messages import Code, Joined, Message, Money, joined, say
from cmcli.views.record import instant, value
from cmcli.views.sheet import Block, Column, Group, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker
from cmcli.views.write import receipt

MARKS = {"behind": Span("!", "risk"), "missed": Span("x", "late")}
STYLES = {"attained": "good", "missed": "late", "behind": "risk"}

# As JSON


def _number(found: float | None, one: Standing) -> Any:
    if found is None:
        return None
    if one.file.currency:
        return value(Money(round(found), one.file.currency), None)
    near = round(found, 4)
    return int(near) if near == int(near) else near


def document(one: Standing) -> dict[str, Any]:
    """A goal and where it stands, as JSON."""
    goal = one.file.goal
    return {
        "ref": ref_of("goal", goal.id),
        "measure": goal.measure,
        "name": word("measure", goal.measure),
        "unit": unit_of(one.measure),
        "period": {"name": goal.period, "start": goal.start_on.isoformat(),
                   "end": goal.end_on.isoformat()},
        "target": _number(one.target.value, one),
        "actual": _number(one.actual, one),
        "attainment": None if one.attainment is None else round(one.attainment, 4),
        "expected": _number(one.expected, one),
        "behind": _number(one.short, one) if one.actual is not None else None,
        "needed_per_day": _number(one.needed, one),
        "projection": _number(one.projection, one),
        "state": one.state,
        "working_days": {"elapsed": one.days.gone, "total": one.days.total},
        "note": mask_numbers(goal.note) if goal.note else None,
    }  # fmt: skip


def whole_document(one: Standing, zone: tzinfo | None) -> dict[str, Any]:
    """A goal with the history of its target and what does not count."""
    return document(one) | {
        "targets": [
            {"since": target.since_on.isoformat(), "target": _number(target.value, one),
             "reason": mask_numbers(target.reason) if target.reason else None,
             "created": instant(target.created_at, zone)}
            for target in one.file.targets
        ],
        "not_counted": [value(money, None) for money in one.others],
    }  # fmt: skip


# As a list


def listing(found: Sequence[Standing], speak: Speaker) -> Sheet:
    """Goals by their periods, then what is behind and what it takes."""
    if not found:
        hint = gettext("next: cm goal set deals.won_amount 500万 --period thisquarter")
        return Sheet((Line(gettext("no goal fits")),), hint)
    table = Table(columns(), [
        Group(speak(goal.period), [row(one, speak) for one in group], speak(gone(group[0])))
        for goal, group in by_period(found)
    ])  # fmt: skip
    behind = next((one for one in found if one.state in MARKS), found[0])
    hint = gettext("next: cm goal show {ref}").format(ref=ref_of("goal", behind.file.goal.id))
    return Sheet((table, *_short(found, speak)), hint)


def by_period(found: Sequence[Standing]) -> list[tuple[Goal, list[Standing]]]:
    """The goals of each period together, in the order given."""

    def days(one: Standing) -> tuple[Any, ...]:
        return one.file.goal.start_on, one.file.goal.end_on

    groups = [list(group) for _, group in groupby(found, key=days)]
    return [(group[0].file.goal, group) for group in groups]


def gone(one: Standing) -> Message:
    """How much of its time is over."""
    return say("{gone} of {total} working days", gone=one.days.gone, total=one.days.total)


def columns() -> tuple[Column, ...]:
    """What is said of a goal in a table."""
    return (
        Column(), Column(gap=1), Column(gettext("goal"), shrink=True, least=19),
        Column(gettext("actual"), "right"), Column(gettext("target"), "right"),
        Column(gettext("by now"), "right"), Column(gettext("a day"), "right", spare=True),
        Column(gettext("heads for"), "right", spare=True), Column(),
    )  # fmt: skip


def row(one: Standing, speak: Speaker) -> tuple[Any, ...]:
    """A goal on one line."""
    state = one.state
    return (
        Span(f" {ref_of('goal', one.file.goal.id)}", "ref"), MARKS.get(state, ""),
        speak(Code("measure", one.measure.id)), said(one.actual, one, speak),
        said(one.target.value, one, speak),
        said(one.expected, one, speak) if one.phase == "running" and one.pace else "",
        said(one.needed, one, speak) if one.needed is not None else "",
        said(one.projection, one, speak) if one.projection is not None else "",
        Span(speak(Code("target_state", state)), STYLES.get(state, "")),
    )  # fmt: skip


def said(number: float | None, one: Standing, speak: Speaker) -> str:
    """A value of the goal's unit; – where it has no basis."""
    if number is None:
        return "–"
    return speak(quantity(number, unit_of(one.measure), one.file.currency))


def _short(found: Sequence[Standing], speak: Speaker) -> list[Table]:
    """Each goal that is behind, and what it takes."""
    rows: list[tuple[Any, ...]] = [
        (f" {speak(Code('measure', one.measure.id))}", speak(lacking(one)))
        for one in found if one.state == "behind"
    ]  # fmt: skip
    columns = (Column(shrink=True, least=12), Column(shrink=True, least=30, wrap=True))
    return [Table(columns, [Group(gettext("BEHIND"), rows)])] if rows else []


def lacking(one: Standing) -> Message | Joined:
    """How far it is behind and what it takes."""
    unit, currency = unit_of(one.measure), one.file.currency
    short = quantity(one.short, unit, currency)
    if one.pace is None and unit == "ratio":
        return say("{n} percentage points from its target", n=f"{one.short * 100:.1f}")
    if one.pace is None:
        return say("{short} from its target", short=short)
    if one.is_ceiling:
        left = quantity(one.target.value - (one.actual or 0), unit, currency)
        return say("{short} above the line; {left} left for {days} working days", short=short,
                   left=left, days=one.days.left)  # fmt: skip
    if one.needed is None or one.pace.planned is None:
        return say("behind by {behind}; no working day is left", behind=short)
    return say(
        "behind by {behind}; {needed} a working day needed, {planned} planned", behind=short,
        needed=quantity(one.needed, unit, currency),
        planned=quantity(one.pace.planned, unit, currency),
    )  # fmt: skip


# As a page


def page(one: Standing, cautions: Sequence[Message], speak: Speaker) -> Sheet:
    """A goal: where it stands, how that is reckoned, and what its target was."""
    goal = one.file.goal
    name = joined([ref_of("goal", goal.id), Code("measure", goal.measure)], " ")
    days = f"{goal.period} · {speak.long_day(goal.start_on)} – {speak.long_day(goal.end_on)}"
    state = Span(speak(Code("target_state", one.state)), STYLES.get(one.state, ""))
    lines: list[Block] = [Line(Span(speak(name), "head"), state), Line(Span(days, "dim"))]
    lines += [Text(speak(line)) for line in (goal.note or "").splitlines()]
    lines += [Text(Span(speak(line), "dim")) for line in (*_others(one), *cautions)]
    lines += [_reckoning(one, speak), _history(one, speak)]
    hint = gettext("next: cm report {period} --explain {measure}")
    return Sheet(tuple(lines), hint.format(period=goal.period, measure=goal.measure))


def _others(one: Standing) -> list[Message]:
    return [
        say("{amount} is not counted, the target is in {currency}", amount=money,
            currency=one.file.currency)
        for money in one.others
    ]  # fmt: skip


def _reckoning(one: Standing, speak: Speaker) -> Table:
    """Each figure with its working."""
    wide = (
        Column(shrink=True, least=10),
        Column("", "right"),
        Column(shrink=True, least=24, wrap=True),
    )
    reached = one.attainment
    rows = [
        (gettext("actual"), said(one.actual, one, speak), ""),
        (gettext("target"), said(one.target.value, one, speak),
         speak(say("attained {percent} %", percent=f"{reached * 100:.1f}")) if reached is not None
         else ""),
    ]  # fmt: skip
    if one.phase == "running" and one.pace:
        rows += _of_line(one, speak)
    if one.short and one.state != "coming":
        rows.append((gettext("short by"), _gap(one, speak), speak(shortfall(one))))
    return simple_table(wide, [(f" {name}", number, text) for name, number, text in rows])


def _gap(one: Standing, speak: Speaker) -> str:
    """What is missing; of a share in points, since 7 % of it would be another figure."""
    if unit_of(one.measure) == "ratio":
        return speak(say("{n} pp", n=f"{(one.short or 0) * 100:.1f}"))
    return said(one.short, one, speak)


def _of_line(one: Standing, speak: Speaker) -> list[tuple[str, str, str]]:
    """What is expected, needed and to be looked for, with the working."""
    pace = one.pace
    if pace is None:
        return []
    target, actual = said(pace.target, one, speak), said(pace.actual, one, speak)
    found = [(gettext("by now"), said(pace.expected, one, speak), speak(_expected(one, speak)))]
    if one.needed is not None:
        more, less = (actual, target) if pace.less else (target, actual)
        text = say("({more} − {less}) / {left} working days left", more=more, less=less,
                   left=pace.left)  # fmt: skip
        found.append((gettext("a working day"), said(one.needed, one, speak), speak(text)))
    if one.projection is not None:
        first = said(pace.start, one, speak)
        text = say("{actual} / {gone} × {total} working days", actual=actual, gone=pace.elapsed,
                   total=pace.total)  # fmt: skip
        if pace.start:
            text = say("{start} + ({actual} − {start}) / {gone} × {total} working days",
                       start=first, actual=actual, gone=pace.elapsed, total=pace.total)  # fmt: skip
        found.append((gettext("heads for"), said(one.projection, one, speak), speak(text)))
    return found


def _expected(one: Standing, speak: Speaker) -> Message:
    """The arithmetic of the line, from its last bend on."""
    pace = one.pace
    if pace is None or not pace.total or len(pace.line) < 2:
        return say("no working day in the period")
    since, low = pace.line[-2]
    target, gone = said(pace.target, one, speak), pace.elapsed - since
    left = pace.total - since
    if not low:
        return say("{target} × {gone} / {total} working days", target=target, gone=gone, total=left)
    return say("{low} + ({target} − {low}) × {gone} / {total} working days",
               low=said(low, one, speak), target=target, gone=gone, total=left)  # fmt: skip


def _history(one: Standing, speak: Speaker) -> Table:
    """The targets, each from its day on."""
    columns = (Column(), Column("", "right"), Column(shrink=True, least=16, wrap=True))
    rows: list[tuple[Any, ...]] = [
        (" " + speak(say("from {day}", day=target.since_on)), said(target.value, one, speak),
         speak(_reason(target, speak)))
        for target in one.file.targets
    ]  # fmt: skip
    return Table(columns, [Group(gettext("TARGETS"), rows)])


def _reason(target: GoalTarget, speak: Speaker) -> Joined:
    day = target.created_at.astimezone(speak.now.tzinfo).date()
    return joined([target.reason, say("set {day}", day=day)])


# After a write


def written(one: Standing, what: Message, speak: Speaker) -> Sheet:
    """What the goal asks for, and where it stands."""
    goal, target = one.file.goal, said(one.target.value, one, speak)
    name = joined([ref_of("goal", goal.id), Code("measure", goal.measure)], " ")
    head = joined([name, goal.period, say("target {target}", target=target), what])
    stands = say("{actual} so far", actual=said(one.actual, one, speak))
    planned = _agreed(one, speak)
    effects = [
        stands if one.phase != "coming" else None, Code("target_state", one.state),
        say("{expected} expected by now", expected=said(one.expected, one, speak))
        if one.pace and one.phase == "running" else None, planned,
    ]  # fmt: skip
    return receipt(speak, head, effects, hint=f"cm goal show {ref_of('goal', goal.id)}")


def _agreed(one: Standing, speak: Speaker) -> Message | None:
    """A change that is agreed and not in force yet."""
    last = one.file.targets[-1]
    if last == one.target:
        return None
    return say("{target} from {day}", target=said(last.value, one, speak), day=last.since_on)
