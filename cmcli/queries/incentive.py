"""The rules of the incentives with the facts they count, and the promises of a year."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cmcli.config import Settings
from cmcli.domain.incentive import Named, Rule, parse
from cmcli.domain.period import Period, calendar_unit
from cmcli.domain.recognition import Recognition, recognised, window
from cmcli.storage.rows import to_instant
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.domain.figures.incentive import Ruled
    from cmcli.domain.measure import Measure
    from cmcli.queries.figures import Source

SETTING = "incentive.rules"
# A reply that falls due in the window may have been asked for this long before it: a target in
# working time, over the longest holidays.
_ASKED_BEFORE = timedelta(days=15)


def rules(settings: Settings, named: Named) -> list[Rule]:
    """The rules in force."""
    return parse(settings.text(SETTING), named, settings["currency"])


def period(settings: Settings, today: date) -> Period:
    """The period the rules are meant for that holds `today`."""
    return calendar_unit(settings.text("incentive.period"), today)


def of_window(source: "Source", named: "Callable[[str], Measure]") -> "list[Ruled]":
    """Each rule with the facts of the source's window."""
    from cmcli.domain.figures.incentive import Ruled

    found = []
    for rule in rules(source.settings, named):
        measure = named(rule.measure)
        found.append(Ruled(rule, measure, source.once(measure.load)))
    return found


def changed_at(store: Store) -> datetime | None:
    """When the rules were last changed; None where they are the first ones."""
    sql = """SELECT max(entry.at) FROM setting JOIN image ON image.noun = 'setting'
        AND image.row_id = setting.id JOIN entry ON entry.id = image.entry_id
        WHERE setting.name = ? AND image.before IS NOT NULL AND entry.undone_at IS NULL"""
    found = store.value(sql, SETTING)
    return to_instant(found) if found else None


def recognition(source: "Source", last: date, now: datetime) -> Recognition:
    """The promises due in the 52 weeks up to `last`: the best week and the runs of kept ones."""
    from cmcli.domain.figures.incentive import promises
    from cmcli.domain.measure import span
    from cmcli.queries import figures

    start, end = window(min(last, now.date()))
    over = span(Period("", start, end), now)
    over = over._replace(start=over.start - _ASKED_BEFORE)
    facts = source.over(figures.window([over])).once(figures.promises)
    return recognised(promises(facts, over), start, end, now)
