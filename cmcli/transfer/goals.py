"""Goals from a file: the branch's table of targets."""

from datetime import date
from typing import Any

from cmcli import measures
from cmcli.domain import goal as rules
from cmcli.domain.change import Change, Insert
from cmcli.domain.goal import Aim, Goal, GoalFile
from cmcli.domain.period import Period, parse_period
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.queries import goal as queries
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind
from cmcli.transfer.reading import Cell
from cmcli.transfer.values import Reader, plain


def measure(reader: Reader, cell: Cell) -> str:
    """A measure by its id or its name in either language."""
    found = measures.meant(plain(cell))
    if found.id in rules.NO_GOAL:
        raise Usage(say("{name} counts the goals and cannot be one", name=found.id))
    return found.id


def period(reader: Reader, cell: Cell) -> str:
    """A period by its canonical name; a spreadsheet's date was one before it was rewritten."""
    if isinstance(cell, date):
        raise Usage(
            say("{text} is a day; store the column as text there, like 2026-10", text=plain(cell))
        )
    return parse_period(plain(cell), reader.now.date()).name


def target(_: Reader, cell: Cell) -> str:
    """As it is written: only its measure knows how it is read."""
    return plain(cell)


def _over(facts: Facts, ground: Ground) -> Period:
    return parse_period(facts["period"], ground.now.date())


def _aim(facts: Facts, currency: str) -> Aim:
    return rules.aim(facts["target"], measures.named(facts["measure"]), currency)


def _match(facts: Facts, ground: Ground) -> Goal | None:
    over, given = _over(facts, ground), _aim(facts, facts["currency"])
    found = queries.same(ground.store, facts["measure"], over.start, over.end, given.currency)
    return found.goal if found else None


def _create(facts: Facts, ground: Ground) -> list[Change]:
    over, given = _over(facts, ground), _aim(facts, facts["currency"])
    goal = Goal(ground.numbers.take(), facts["measure"], over.name, over.start, over.end,
                facts.get("note"), ground.now)  # fmt: skip
    return _numbered(rules.fresh(goal, given, None), ground)


def _update(goal: Goal, said: Facts, ground: Ground) -> list[Change]:
    file: GoalFile = queries.file(ground.store, goal.id)
    over = _over({"period": goal.period, **said}, ground)
    if (said.get("measure", goal.measure), over.start, over.end) != (
        goal.measure,
        goal.start_on,
        goal.end_on,
    ):
        raise Usage(say("{ref} is for {measure} in {period}", ref=ref_of("goal", goal.id),
                        measure=goal.measure, period=goal.period))  # fmt: skip
    changes: list[Change] = []
    if "target" in said:
        changes = _retargeted(file, said, ground)
    if "note" in said:
        changes += rules.corrected(file, ground.now.date(), None, note=said["note"])
    return changes


def _retargeted(file: GoalFile, said: Facts, ground: Ground) -> list[Change]:
    """Another target from today on; one that stands already is no change."""
    last = file.targets[-1]
    given = _aim({"measure": file.goal.measure, **said}, said["currency"])
    if (last.amount, last.currency, last.number) == tuple(given):
        return []
    return _numbered(rules.changed(file, given, None, None, ground.now), ground)


def _numbered(changes: list[Change], ground: Ground) -> list[Change]:
    """The targets of a file have numbers of their own; a goal has one already."""
    return [change if _is_goal(change) else _new(change, ground) for change in changes]


def _is_goal(change: Change) -> bool:
    return isinstance(change, Insert) and isinstance(change.record, Goal)


def _new(change: Change, ground: Ground) -> Change:
    if not isinstance(change, Insert):
        return change
    record: Any = change.record
    return Insert(record._replace(id=ground.numbers.take()))


def _key(facts: Facts) -> tuple[Any, ...]:
    """One target a measure, a period and a currency."""
    _, _, code = str(facts["target"]).strip().rpartition(" ")
    money = measures.named(facts["measure"]).unit == "money"
    typed = code.upper() if money and len(code) == 3 and code.isascii() and code.isalpha() else ""
    over = parse_period(facts["period"], date.max)
    days = f"{over.start}..{over.end}"
    return facts["measure"], days, typed or (facts["currency"] if money else "")


GOALS = Kind(
    name="goals",
    noun="goal",
    record=Goal,
    fields={
        "measure": measure,
        "period": period,
        "target": target,
        "currency": values.currency,
        "note": values.text,
    },
    needed=(("measure",), ("period",), ("target",)),
    own_key=_key,
    match=_match,
    create=_create,
    update=_update,
    money="target",
)
