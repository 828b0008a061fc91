"""Points by the rules of the incentives, and the promises they are praised for."""

from collections.abc import Iterable, Iterator
from typing import Any

from cmcli.domain import earning
from cmcli.domain.days import limit
from cmcli.domain.earning import Earned
from cmcli.domain.figures import service
from cmcli.domain.incentive import Rule
from cmcli.domain.measure import Evidence, Measure, Row, Span, figure
from cmcli.domain.recognition import Promise
from cmcli.messages import Code, joined, say
from cmcli.named import NamedTuple


class Ruled(NamedTuple):
    """A rule with the measure it is about and the facts of the window."""

    rule: Rule
    measure: Measure
    facts: Any


def earned(facts: Iterable[Ruled], over: Span) -> list[Earned]:
    """What each rule pays over the period."""
    return [
        earning.earned(
            each.rule, figure(each.measure, each.facts, over, each.rule.basis or ""),
            running=over.start <= over.now < over.end,
        )
        for each in facts
    ]  # fmt: skip


def points(facts: list[Ruled], over: Span) -> Evidence:
    """The points of the period, a row for each rule; what pays money stands beside it."""
    found = earned(facts, over)
    rows = [
        Row("", place, None, None, None, each.pay, joined([
            Code("measure", each.rule.measure), each.working,
        ]))
        for place, each in enumerate(found, 1) if each.rule.pays is None
    ]  # fmt: skip
    parts = tuple((say("in money, beside the points"), amount) for amount in earning.money(found))
    if not rows:
        return Evidence(None, ((say("rules that pay points"), 0), *parts))
    return Evidence(rows, parts)


def promises(facts: service.Promises, over: Span) -> Iterator[Promise]:
    """Every promise of the period that is decided: kept by its due time or not."""
    for callback, client, kept in service.decided(facts.callbacks, over)[0]:
        due = limit(callback.due_at, over.now)
        yield Promise("callback", callback.id, client, due, bool(kept), callback.purpose)
    for file, client, clock in service.replies(facts.requests, over):
        state = clock.state(over.now)
        if state not in ("open", "at_risk"):
            yield Promise("request", file.request.id, client, clock.due, state == "met",
                          file.request.summary, say("first reply"))  # fmt: skip
