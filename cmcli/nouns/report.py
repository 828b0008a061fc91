"""The verbs of a report: show it, write it, explain a figure, keep its plan, submit it."""

import itertools
from datetime import datetime
from typing import TYPE_CHECKING

from cmcli.desk import Desk
from cmcli.domain import report as rules
from cmcli.domain.action import planned
from cmcli.domain.change import insert
from cmcli.domain.client import clean_text
from cmcli.domain.comparison import Difference, compared
from cmcli.domain.days import day_of, is_whole_day, limit, midnight
from cmcli.domain.ref import absent, parse_ref, ref_of
from cmcli.domain.report import FIRST_WEEK, Report
from cmcli.errors import Refused, Usage
from cmcli.measures import MEASURES
from cmcli.messages import Message, joined, say
from cmcli.named import NamedTuple
from cmcli.nouns import action as actions
from cmcli.nouns.report_forms import Wish, present, rendering
from cmcli.queries import report as queries
from cmcli.reports import build, comparison, document, frozen, page
from cmcli.views.write import receipt

if TYPE_CHECKING:
    from cmcli.domain.period import Period


class Asked(NamedTuple):
    """What was asked for beside the page itself, as typed; `kept` is a plan or a submission."""

    explain: str | None = None
    as_of: str | None = None
    diff: str | None = None
    retract: str | None = None
    improve: str | None = None
    kept: bool = False


def one_at_a_time(asked: Asked, due: str | None, *, elsewhere: bool) -> None:
    """Options that do not go together; raises `Usage`. `elsewhere` is a form or a file."""
    alone = {"--diff": asked.diff, "--retract": asked.retract, "--improve": asked.improve}
    given = [name for name, value in alone.items() if value is not None]
    if asked.explain is not None and (given or asked.kept or elsewhere):
        raise Usage(say("--explain goes by itself"), say("cm report PERIOD --explain MEASURE"))
    others = asked.kept or elsewhere or asked.as_of is not None
    if given and (others or len(given) > 1):
        raise Usage(say("{option} goes by itself", option=given[0]), say("cm report --help"))
    if asked.as_of is not None and asked.kept:
        raise Usage(say("the past is only read: --as-of goes without --submit and --note"))
    if due is not None and asked.improve is None:
        raise Usage(say("--due belongs to --improve"), say('cm report --improve "…" --due +7d'))


def answered(here: Desk, over: "Period", asked: Asked, wanted: Wish, due: str | None) -> bool:
    """Whether something beside the page was asked for; it is done and shown then."""
    if asked.diff is not None:
        differences(here, over, asked.diff)
    elif asked.retract is not None:
        retract(here, over, asked.retract)
    elif asked.improve is not None:
        improve(here, over, asked.improve, due)
    elif asked.as_of is not None:
        with here.back_at(moment(here, over, asked.as_of)) as past:
            if asked.explain is not None:
                explain(past, asked.explain, over)
            else:
                present(past, over, wanted, anew=True)
    elif asked.explain is not None:
        explain(here, asked.explain, over)
    else:
        return False
    return True


def period(here: Desk, words: list[str], *, last: bool = False) -> "Period":
    """The period that was typed, this week by default; `last` is the one before it."""
    from cmcli.domain.period import parse_period

    found = parse_period(" ".join(words) or "thisweek", here.now.date())
    return found.previous() if last else found


def moment(here: Desk, over: "Period", text: str) -> datetime:
    """The instant of `--as-of`: a time, the end of a day, or when a report (w3) was submitted.

    On a day on which the report of this period was submitted, the moment of that is meant.
    """
    ref = parse_ref(text)
    if ref and ref.noun == "report":
        handed_in = _handed_in_at(here, queries.of_period(here.store, _days_of(here, ref.id)))
        if not handed_in:
            raise Refused(
                say("{ref} was not submitted", ref=str(ref)),
                say("reports submitted: cm report --list"),
            )
        return handed_in[-1]
    typed = here.when(text, past=True)
    if typed > here.now:
        raise Usage(
            say("{at} is still to come", at=typed), say("--as-of takes a time that has passed")
        )
    if is_whole_day(typed, here.now):
        times = _handed_in_at(here, queries.of_period(here.store, over))
        that_day = [at for at in times if day_of(at, here.now) == day_of(typed, here.now)]
        if that_day:
            return that_day[-1]
    return min(limit(typed, here.now), here.now)


def _days_of(here: Desk, number: int) -> "Period":
    """The period of the report w3, or of a week (w202648)."""
    if number < FIRST_WEEK:
        return period(here, [here.store.get(Report, number).period])
    year, week = divmod(number, 100)
    try:
        return period(here, [f"{year}-W{week:02}"])
    except Usage as error:
        raise absent("report", number) from error


def _handed_in_at(here: Desk, stored: Report | None) -> list[datetime]:
    """When a report was submitted, the times that were taken back among them, the last one last."""
    if stored is None:
        return []
    gone = queries.retractions(here.store, [stored.id]).get(stored.id, [])
    times = [one.submitted_at for one in gone]
    return sorted([*times, stored.submitted_at] if stored.submitted_at else times)


def show(here: Desk, number: int) -> None:
    """A stored report (w3), or that of a week (w202648)."""
    over = _days_of(here, number)
    present(here, over, Wish("json" if here.json else "term"))


def explain(here: Desk, name: str, over: "Period") -> None:
    """The definition of a figure and every row behind it."""
    from cmcli.measures import sought

    measure = sought(name)
    over.begun(here.now.date(), rules.ahead(over))
    found = build.explain(here.store, here.settings, measure, over, here.now)
    here.show(
        lambda: document.explanation(measure, found, over, here.speak),
        lambda: page.explanation(measure, found, over, here.speak),
    )


def keep(here: Desk, over: "Period", note: str | None, *, submit: bool) -> None:
    """Keep the improvement plan, submit the report, or both as one entry of the history."""
    if submit:
        over.begun(here.now.date(), rules.ahead(over))
    with here.store.transaction():
        stored = queries.of_period(here.store, over)
        report = rules.draft(stored, over)
        if note is not None:
            report = rules.noted(report, clean_text(note))
        if submit:
            report = _submitted(here, over, report)
        here.apply(rules.kept(stored, report), over.name)
    saved = queries.of_period(here.store, over)
    if saved:
        plan = say("improvement plan kept") if report.note else say("improvement plan cleared")
        _answer(here, saved, say("submitted") if submit else plan)


def improve(here: Desk, over: "Period", text: str, due: str | None) -> None:
    """One more thing to do better, by the end of the next period; done by `cm done a12`."""
    if not clean_text(text):
        raise Usage(say("what will be done better?"), say('cm report --improve "…" --due +7d'))
    until = here.when(due) if due else midnight(over.next().end, here.zone)
    with here.store.transaction():
        stored = queries.of_period(here.store, over)
        report = rules.draft(stored, over)
        action = rules.improvement(report, clean_text(text), until, here.now)
        changes = [*([] if stored else [insert(report)]), *planned(action, here.now)]
        done = here.apply(changes, over.name)
    actions.answer(here, done.ids[action.id], say("improvement plan of {period}", period=over.name))


def retract(here: Desk, over: "Period", reason: str) -> None:
    """Take a submission back, with the reason; the period can be submitted again."""
    with here.store.transaction():
        stored = queries.of_period(here.store, over)
        here.apply(rules.retracted(stored, clean_text(reason), here.now), over.name)
    saved = queries.of_period(here.store, over)
    if saved:
        _answer(here, saved, say("retracted"))


def differences(here: Desk, over: "Period", against: str) -> None:
    """The figures beside those of the period before, or those that were submitted."""
    over.begun(here.now.date(), rules.ahead(over))
    if against == "last":
        built = build.build(here.store, here.settings, over, here.now)
        found = [Difference(o.measure, o.before.value, o.now.value) for o in built.outcomes]
        page_of = comparison.Compared(over, built.previous.name, None, found)
    else:
        at = _handed_in(here, over, against)
        with here.back_at(at) as past:
            then = build.figures(past.store, past.settings, over, past.now)
        now = build.figures(here.store, here.settings, over, here.now)
        pairs = zip(MEASURES, then, now, strict=True)
        found = [each for each in itertools.starmap(compared, pairs) if each.is_change]
        page_of = comparison.Compared(over, "", at, found)
    here.show(
        lambda: comparison.document(page_of, here.speak),
        lambda: comparison.page(page_of, here.speak, comparison.SHARE if here.shortens else None),
    )


def _handed_in(here: Desk, over: "Period", against: str) -> datetime:
    """When the report was submitted that is compared with."""
    if against != "submitted":
        return moment(here, over, against)
    stored = queries.of_period(here.store, over)
    if not stored or not stored.submitted_at:
        raise Refused(
            say("the report of {period} was not submitted", period=over.name),
            say("with the period before: --diff last · with an earlier day: --diff 2026-11-20"),
        )
    return stored.submitted_at


def _submitted(here: Desk, over: "Period", report: Report) -> Report:
    built = build.build(here.store, here.settings, over, here.now, trend=True, stored=report)
    figures = frozen.freeze(built, here.speak)
    return rules.submitted(report, here.now, figures, rendering(here, built))


def _answer(here: Desk, stored: Report, what: Message) -> None:
    days = say("{start} to {end}", start=stored.start_on, end=stored.end_on)
    head = joined([ref_of("report", stored.id), stored.period, days, what])
    hint = say("as a file: cm report {period} -o report.md", period=stored.period)
    taken_back = queries.retractions(here.store, [stored.id])
    here.show(
        lambda: document.listed(stored, taken_back, here.speak),
        lambda: receipt(here.speak, head, hint=hint if stored.submitted_at else None),
    )


def listing(here: Desk) -> None:
    """Past submissions."""
    found = queries.submissions(here.store)
    taken_back = queries.retractions(here.store, [stored.id for stored in found])
    here.show(
        lambda: [document.listed(stored, taken_back, here.speak) for stored in found],
        lambda: page.listing(found, taken_back, here.speak),
    )
