"""The verbs of a goal: set it or change it, list how all stand, show one, correct it."""

from datetime import date
from typing import Any

from cmcli import measures
from cmcli.desk import Desk
from cmcli.domain import goal as rules
from cmcli.domain.client import clean_text
from cmcli.domain.days import midnight
from cmcli.domain.figures.goals import Standing
from cmcli.domain.goal import Aim, Goal, GoalFile
from cmcli.domain.period import Period, parse_period
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Message, say
from cmcli.queries import goal as queries
from cmcli.queries import policies
from cmcli.views import contact as contacts
from cmcli.views import goal as view


def standings(here: Desk, found: list[GoalFile]) -> list[Standing]:
    """Where these goals stand now."""
    return queries.standings(
        here.store, here.settings, found, measures.named, here.now, here.now
    )  # fmt: skip


def set_(
    here: Desk, name: str, target: str, period: str, since: str | None, reason: str | None,
    note: str | None,
) -> None:  # fmt: skip
    """A new goal, or another target of the one there is for this measure and period."""
    measure = measures.meant(name)
    _may_be_aimed_at(measure.id)
    given = rules.aim(target, measure, here.settings["currency"])
    over, why = parse_period(period, here.now.date()), clean_text(reason or "") or None
    day = here.day(since) if since else None
    with here.store.transaction():
        found = queries.same(here.store, measure.id, over.start, over.end, given.currency)
        number, what = _written(here, found, measure.id, over, given, day, why, note)
    answer(here, number, what)


def _may_be_aimed_at(measure: str) -> None:
    if measure in rules.NO_GOAL:
        raise Usage(
            say("{name} counts the goals and cannot be one", name=measure),
            say("for example cm goal set deals.won 20"),
        )


def _written(
    here: Desk, found: GoalFile | None, measure: str, over: Period, given: Aim,
    since: date | None, why: str | None, note: str | None,
) -> tuple[int, Message]:  # fmt: skip
    text = clean_text(note) or None if note is not None else None
    if found is None:
        rules.may_be_set(over, here.now.date())
        if since and since > over.start:
            raise Usage(
                say("{period} has no goal for {measure} yet that could change on {day}",
                    period=over.name, measure=measure, day=since),
                say("a first target holds from the first day: leave --from out"),
            )  # fmt: skip
        goal = Goal(-1, measure, over.name, over.start, over.end, text, here.now)
        applied = here.apply(rules.fresh(goal, given, why), measure, over.name)
        return applied.ids[goal.id], say("a new goal")
    changes = rules.changed(found, given, since, why, here.now)
    if note is not None:
        changes += rules.corrected(found, here.now.date(), None, note=text)
    if changes:
        here.apply(changes, measure, over.name)
    return found.goal.id, say("changed") if changes else say("as it was")


def answer(here: Desk, number: int, what: Message) -> None:
    """The goal as it is now."""
    (one,) = standings(here, [queries.file(here.store, number)])
    here.show(
        lambda: view.whole_document(one, here.zone), lambda: view.written(one, what, here.speak)
    )


def listing(here: Desk, period: str | None, limit: int | None) -> None:
    """Goals that run or are to come; with a period, those that share a day with it."""
    if period:
        over = parse_period(period, here.now.date())
        found = queries.sharing(here.store, over.start, over.end)
    else:
        found = queries.ahead(here.store, here.now.date())
    rows = standings(here, here.cut(found, limit))
    here.show(
        lambda: [view.document(one) for one in rows],
        lambda: view.listing(rows, here.speak),
    )


def show(here: Desk, number: int) -> None:
    """One goal: where it stands, the working, the history of its target."""
    (one,) = standings(here, [queries.file(here.store, number)])
    goal = one.file.goal
    edges = [midnight(day, here.zone) for day in (goal.start_on, goal.end_on)]
    cautions = policies.coverage_warnings(here.settings, edges[0], edges[1])
    here.show(
        lambda: view.whole_document(one, here.zone),
        lambda: view.page(one, cautions, here.speak),
    )


_FIELDS = ("target", "reason", "note")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """A slip of the pen in the target in force, its reason or the note."""
    ref = ref_of("goal", number)
    for name in fields:
        if name not in _FIELDS:
            raise Usage(
                say("a goal has no field {field} to edit", field=name),
                say("fields: {fields}; another period: cm rm {ref}, then cm goal set",
                    fields=", ".join(_FIELDS), ref=ref),
            )  # fmt: skip
    with here.store.transaction():
        file = queries.file(here.store, number)
        given = _corrected(here, file, fields["target"]) if "target" in fields else None
        texts: dict[str, Any] = {
            name: clean_text(fields[name]) or None for name in ("reason", "note") if name in fields
        }
        here.apply(rules.corrected(file, here.now.date(), given, **texts), ref)
    answer(here, number, say("changed"))


def _corrected(here: Desk, file: GoalFile, text: str) -> Aim:
    measure = measures.named(file.goal.measure)
    given = rules.aim(text, measure, file.currency or here.settings["currency"])
    if given.currency != file.currency:
        raise Usage(
            say("{ref} is in {currency}", ref=ref_of("goal", file.goal.id), currency=file.currency),
            say("a goal in another currency is another goal: cm goal set"),
        )
    return given


def remove(here: Desk, number: int) -> None:
    """Set by mistake."""
    ref = ref_of("goal", number)
    with here.store.transaction():
        here.apply(rules.removed(queries.file(here.store, number)), ref)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
