"""The rules of the incentives and what they paid, as pages and documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cmcli.domain import earning
from cmcli.domain.days import day_of
from cmcli.domain.earning import Earned
from cmcli.domain.incentive import Rule, Step, written
from cmcli.domain.period import Period
from cmcli.domain.recognition import Promise, Recognition, Week
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.period import days, period_document
from cmcli.views.record import client_tag, instant, value
from cmcli.views.sheet import BLANK, Cell, Column, Line, Sheet, Span, Text, simple_table
from cmcli.views.speech import Speaker, Written


class Scored(NamedTuple):
    """A period with what each rule paid; `changed` is when the rules last changed."""

    period: Period
    found: list[Earned]
    changed: datetime | None
    recognition: Recognition
    every: str


# The rules


def pays(rule: Rule) -> Message | Joined:
    """What a rule pays, in words."""
    if rule.steps:
        return joined([_step(rule, step) for step in rule.steps], "; ")
    pay = earning.said_pay(rule, rule.each)
    if rule.unit == "money":
        return say("{pay} for every full {per}", pay=pay, per=earning.said_figure(rule, rule.per))
    return say("{pay} for each", pay=pay)


def _step(rule: Rule, step: Step) -> Message:
    at, pay = earning.said_figure(rule, step.at), earning.said_pay(rule, step.pays)
    if rule.less:
        return say("up to {at}: {pay}", at=at, pay=pay)
    return say("from {at}: {pay}", at=at, pay=pay)


def _bounds(rule: Rule) -> Joined:
    cap = None if rule.cap is None else say("at most {cap}", cap=earning.said_pay(rule, rule.cap))
    floor = None if rule.floor is None else say(
        "nothing below {floor}", floor=earning.said_figure(rule, rule.floor)
    )  # fmt: skip
    return joined([cap, floor], "; ")


def rules_document(rules: Sequence[Rule], every: str) -> dict[str, Any]:
    """The rules as JSON: as they are typed, and their parts."""
    return {"period": every, "rules": [_rule_document(rule) for rule in rules]}


def _rule_document(rule: Rule) -> dict[str, Any]:
    def pay(number: float | None) -> Any:
        if number is None or rule.pays is None:
            return number
        return {"amount": number, "currency": rule.pays}

    def at(number: float | None) -> Any:
        if number is None or rule.basis is None:
            return number
        return {"amount": number, "currency": rule.basis}

    return {
        "rule": written([rule]), "measure": rule.measure, "unit": rule.unit,
        "pays": rule.pays or "points", "better": "less" if rule.less else "more",
        "each": pay(rule.each) if rule.each else None,
        "per": at(rule.per) if rule.each else None,
        "steps": [{"at": at(step.at), "pays": pay(step.pays)} for step in rule.steps],
        "cap": pay(rule.cap), "floor": at(rule.floor),
    }  # fmt: skip


def rules_page(
    rules: Sequence[Rule], every: str, speak: Speaker, *, changed: bool, gone: Sequence[Rule]
) -> Sheet:  # fmt: skip
    """The rules as a table in words, and those that were just taken away."""
    took = [Line(Span(speak(_gone(rule)), "dim")) for rule in gone]
    undo = gettext("undo: cm undo")
    if not rules:
        hint = gettext("next: cm incentive rules --add 'deals.won 10 each, cap 200'")
        none = Line(gettext("there is no rule: results pay nothing"))
        return Sheet((*took, none), undo if changed else hint)
    columns = (
        Column(), Column(gettext("figure"), shrink=True, least=14, wrap=True),
        Column(gettext("pays"), shrink=True, least=24, wrap=True),
        Column(gettext("bounds"), shrink=True, least=12, wrap=True),
    )  # fmt: skip
    rows = [
        (Span(str(place), "ref"), speak(_named(rule)), speak(pays(rule)), speak(_bounds(rule)))
        for place, rule in enumerate(rules, 1)
    ]
    note = say("each for a whole {period} (cm config get incentive.period)",
               period=Code("incentive_period", every))  # fmt: skip
    hint = undo if changed else gettext("next: cm incentive score")
    table = simple_table(columns, [*rows])
    return Sheet((*took, table, Line(Span(speak(note), "dim"))), hint)


def _gone(rule: Rule) -> Message:
    return say("taken away: {rule}", rule=joined([_named(rule), pays(rule), _bounds(rule)]))


def _named(rule: Rule) -> Joined:
    return joined([Code("measure", rule.measure), rule.basis and say("in {unit}", unit=rule.basis)])


# The score


def document(scored: Scored, speak: Speaker) -> dict[str, Any]:
    """What a period earned, as JSON."""
    speak = Written.like(speak)
    changed = scored.changed and instant(scored.changed, speak.now.tzinfo)
    return {
        "period": period_document(scored.period),
        "rules": [earned_document(each, speak) for each in scored.found],
        "points": earning.points(scored.found),
        "money": [value(each, None) for each in earning.money(scored.found)],
        "rules_changed": changed,
        "recognition": recognition_document(scored.recognition, speak),
    }


def earned_document(each: Earned, speak: Speaker) -> dict[str, Any]:
    """A rule with its figure, what it paid and why."""
    figure: Any = each.value
    if each.rule.basis and figure is not None:
        figure = {"amount": figure, "currency": each.rule.basis}
    return {
        "measure": each.rule.measure, "name": speak(Code("measure", each.rule.measure)),
        "rule": written([each.rule]), "value": figure, "unit": each.rule.unit,
        "points": None if each.rule.pays else each.pay, "amount": value(each.money, None),
        "working": speak(each.working), "next": speak(each.ahead) or None, "gain": _gain(each),
    }  # fmt: skip


def _gain(each: Earned) -> Any:
    if not each.ahead:
        return None
    return value(Money(int(each.gain), each.rule.pays), None) if each.rule.pays else each.gain


def recognition_document(found: Recognition, speak: Speaker) -> dict[str, Any]:
    """The best week and the runs of kept promises, with the records behind them."""
    week = found.best
    return {
        "start": found.start.isoformat(), "end": found.end.isoformat(),
        "best_week": None if week is None else {
            "week": _week_name(week), "start": week.monday.isoformat(),
            "end": week.last.isoformat(), "kept": week.kept, "promises": len(week.promises),
            "rows": [_promise(promise, speak) for promise in week.promises],
        },
        "longest_streak": _streak(found.longest, speak),
        "current_streak": _streak(found.current, speak),
    }  # fmt: skip


def _week_name(week: Week) -> str:
    year, number, _ = week.monday.isocalendar()
    return f"{year}-W{number:02}"


def _streak(run: Sequence[Promise], speak: Speaker) -> dict[str, Any]:
    ends = [day_of(run[place].due, speak.now).isoformat() for place in (0, -1)] if run else None
    return {
        "length": len(run), "from": ends and ends[0], "to": ends and ends[1],
        "rows": [_promise(promise, speak) for promise in run],
    }  # fmt: skip


def _promise(promise: Promise, speak: Speaker) -> dict[str, Any]:
    return {
        "ref": ref_of(promise.noun, promise.id), "client": client_tag(promise.client),
        "due": instant(promise.due, speak.now.tzinfo), "kept": promise.kept,
        "label": speak(joined([promise.text, promise.note])),
    }  # fmt: skip


def page(scored: Scored, speak: Speaker) -> Sheet:
    """What a period earned: the rules with their working, the sums, what deserves a word."""
    speak = Written.like(speak)
    title = say("Incentives {period}", period=scored.period.name)
    blocks: list[Any] = [Line(Span(speak(joined([title, days(scored.period, speak)])), "head"))]
    if not scored.found:
        blocks += [BLANK, Line(gettext("there is no rule: results pay nothing"))]
    else:
        blocks += [Line(Span(speak(total(scored.found)), "head")), BLANK,
                   *_earnings(scored.found, speak), BLANK, *_notes(scored, speak)]  # fmt: skip
    named = [Text(speak(line), 1) for line in recognition(scored.recognition, speak)]
    blocks += [BLANK, Line(Span(gettext("PROMISES KEPT"), "head")), *named]
    hint = say("next: cm report {period} --explain incentive.points · cm incentive rules",
               period=scored.period.name) if scored.found else say(
        "next: cm incentive rules --add 'deals.won 10 each, cap 200'")  # fmt: skip
    return Sheet(tuple(blocks), speak(hint))


def total(found: Sequence[Earned]) -> Joined:
    """Points, and money of each currency by itself."""
    points = earning.points(found)
    said = None if points is None else say("{n} points", n=f"{points:,.10g}")
    return joined([said, *[earning.coded(money) for money in earning.money(found)]])


def _earnings(found: Sequence[Earned], speak: Speaker) -> list[Any]:
    columns = (Column("", shrink=True, least=16, wrap=True), Column("", "right"),
               Column("", shrink=True, least=24, wrap=True))  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        rows.append((f" {speak(Code('measure', each.rule.measure))}",
                     Span(paid(each, speak), "head"), speak(each.working)))  # fmt: skip
        if each.ahead:
            rows.append(("", "", Span(speak(each.ahead), "dim")))
    return [simple_table(columns, rows)]


def paid(each: Earned, speak: Speaker) -> str:
    """What a rule paid, with its unit."""
    return speak(earning.said_pay(each.rule, each.pay))


def _notes(scored: Scored, speak: Speaker) -> list[Text]:
    notes: list[Any] = [say("By the rules in force now, for the whole period.")]
    if scored.changed and day_of(scored.changed, speak.now) >= scored.period.start:
        notes.append(say("They changed on {day}: the days before are counted by them too.",
                         day=speak.dated(day_of(scored.changed, speak.now))))  # fmt: skip
    if meant := other_kind(scored.every, scored.period):
        notes.append(meant)
    return [Text(Span(speak(joined(notes, " ")), "dim"))]


def other_kind(every: str, period: Period) -> Message | None:
    """What is said where the rules are meant for periods of another kind."""
    from cmcli.domain.period import calendar_unit

    # By its days: a month may be typed as its first and last day.
    if calendar_unit(every, period.start)[1:] == period[1:]:
        return None
    return say("They are meant for a whole {period}; this period is another.",
               period=Code("incentive_period", every))  # fmt: skip


def recognition(found: Recognition, speak: Speaker) -> list[Message]:
    """The best week and the runs, a line each."""
    if not found.best:
        return [say("no promise was kept in the 52 weeks up to {day}",
                    day=speak.dated(found.end))]  # fmt: skip
    week = found.best
    lines = [say(
        "best week of 52: {week}, {kept} of {count} promises kept ({start} to {end})",
        week=_week_name(week), kept=week.kept, count=len(week.promises),
        start=speak.dated(week.monday), end=speak.dated(week.last),
    )]  # fmt: skip
    lines.append(say("longest run: {run}", run=_run(found.longest, speak)))
    current = _run(found.current, speak) if found.current else say("none, the last was not kept")
    if found.end < speak.now.date():
        return [*lines, say("run at the end: {run}", run=current)]
    return [*lines, say("present run: {run}", run=current)]


def _run(run: Sequence[Promise], speak: Speaker) -> Joined:
    first, last = run[0], run[-1]
    start = speak.dated(day_of(first.due, speak.now))
    if len(run) == 1:
        return joined([say("one promise kept"), say("{day} ({ref})", day=start,
                                            ref=ref_of(first.noun, first.id))])  # fmt: skip
    return joined([
        say_n("one kept", "{count} kept in a row", len(run)),
        say("{start} ({first}) to {end} ({last})",
            start=start, first=ref_of(first.noun, first.id),
            end=speak.dated(day_of(last.due, speak.now)), last=ref_of(last.noun, last.id)),
    ])  # fmt: skip
