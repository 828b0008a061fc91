"""The report of a period: every measure over it and the one before, and its sections."""

from datetime import datetime

from cmcli.config import Settings
from cmcli.domain.figures.contacts import Contact
from cmcli.domain.holding import Held
from cmcli.domain.measure import Evidence, Figure, Measure, Row, Span, Value, figure, span
from cmcli.domain.period import Period
from cmcli.domain.report import Report
from cmcli.measures import MEASURES
from cmcli.messages import Money
from cmcli.named import NamedTuple, hasten
from cmcli.queries.figures import Source, window
from cmcli.queries.report import begun, of_period
from cmcli.reports import sections
from cmcli.reports.outcome import TREND, Outcome, of
from cmcli.reports.section import Reading
from cmcli.reports.sections import Found
from cmcli.reports.targets import targets_of
from cmcli.store import Store

hasten(Contact, Evidence, Figure, Held, Money, Row)
# A trend of years would read the whole file; of quarters it is two years.
_LONGEST_TREND = 92


class Built(NamedTuple):
    """A report as the file gives it now; `stored` holds its plan and whether it was submitted."""

    period: Period
    previous: Period
    last_year: Period
    now: datetime
    outcomes: list[Outcome]
    sections: list[Found]
    stored: Report | None
    currency: str

    def value(self, name: str) -> Value:
        """A measure's value over the period."""
        return of(name, self.outcomes).now.value


def build(
    store: Store, settings: Settings, period: Period, now: datetime, *, trend: bool = False,
    year_ago: bool = True, stored: Report | None = None,
) -> Built:  # fmt: skip
    """Compute the report of `period`, with eight periods of each figure where `trend` asks and
    its value a year ago where `year_ago` does.

    `stored` is what is about to be kept of it, where that is not in the file yet.
    """  # noqa: D205
    count = TREND if trend and period.days <= _LONGEST_TREND else 2
    spans = [span(each, now) for each in reversed(period.back(count))]
    targets = targets_of(store, settings, period, now)
    source = Source(store, settings, window(spans))
    earlier = _a_year_ago(source, period, now) if year_ago else {}
    currency = settings["currency"]
    outcomes = [
        _outcome(measure, source, spans, currency)._replace(
            last_year=earlier.get(measure.id), target=targets.get(measure.id)
        )
        for measure in MEASURES
    ]
    stored = stored or of_period(store, period)
    found = sections.found(Reading(source, spans[0], spans[1], stored, outcomes))
    return Built(
        period, spans[1].period, period.year_before(), now, outcomes, found, stored, currency
    )


def _a_year_ago(main: Source, period: Period, now: datetime) -> dict[str, Value]:
    """The values of the same period a year earlier, from a window of its own: the year between
    is not read. None at all where the book had not begun by then.
    """  # noqa: D205
    over = span(period.year_before(), now)
    first = begun(main.store)
    if first is None or first >= over.end:
        return {}
    source, currency = main.over(window([over])), main.settings["currency"]
    return {
        measure.id: figure(measure, source.once(measure.load), over, currency).value
        for measure in MEASURES
    }


def _outcome(measure: Measure, source: Source, spans: list[Span], currency: str) -> Outcome:
    facts = source.once(measure.load)
    figures = [figure(measure, facts, over, currency) for over in spans]
    trend = tuple(found.value for found in reversed(figures)) if len(figures) > 2 else ()
    return Outcome(measure, figures[0], figures[1], trend)


def figures(store: Store, settings: Settings, period: Period, now: datetime) -> list[Figure]:
    """Every measure over a period with the rows behind it, in the order of MEASURES."""
    over = span(period, now)
    source = Source(store, settings, window([over]))
    currency = settings["currency"]
    return [figure(measure, source.once(measure.load), over, currency) for measure in MEASURES]


def explain(
    store: Store, settings: Settings, measure: Measure, period: Period, now: datetime
) -> Figure:
    """One measure over a period, with every row behind it."""
    over = span(period, now)
    source = Source(store, settings, window([over]))
    return figure(measure, source.once(measure.load), over, settings["currency"])
