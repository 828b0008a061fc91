"""The report of a period: every measure over it and the one before, and the lists beside them."""

from datetime import datetime, timedelta

from cmcli.config import Settings
from cmcli.domain.feedback import Theme
from cmcli.domain.figures import advice, business, holdings, satisfaction, service
from cmcli.domain.figures.prospects import Sources, sources
from cmcli.domain.interaction import satisfies_contact
from cmcli.domain.measure import Figure, Measure, Row, Span, Value, figure, span
from cmcli.domain.period import Period
from cmcli.domain.report import Report
from cmcli.measures import MEASURES
from cmcli.messages import Code, Money
from cmcli.named import NamedTuple
from cmcli.queries import figures as load
from cmcli.queries.figures import Source, window
from cmcli.queries.prospect_sources import of_window
from cmcli.queries.report import of_period
from cmcli.store import Store

TREND = 8
# A trend of years would read the whole file; of quarters it is two years.
_LONGEST_TREND = 92


class Outcome(NamedTuple):
    """A measure over the period and the one before; `trend` ends with the period, often empty."""

    measure: Measure
    now: Figure
    before: Figure
    trend: tuple[Value, ...] = ()


class Sections(NamedTuple):
    """The lists of a report: contacts that count, deals closed, sales after a warning, what is
    late, what comes next, what clients spoke of, where prospects came from.
    """  # noqa: D205

    met: list[Row]
    won: list[Row]
    lost: list[Row]
    lost_reasons: list[tuple[str | None, int]]
    warned: list[advice.Warned]
    late: list[Row]
    next_week: list[Row]
    themes: list[Theme]
    prospects: Sources


class Built(NamedTuple):
    """A report as the file gives it now; `stored` holds its plan and whether it was submitted."""

    period: Period
    previous: Period
    now: datetime
    outcomes: list[Outcome]
    sections: Sections
    stored: Report | None
    currency: str

    def value(self, name: str) -> Value:
        """A measure's value over the period."""
        return next(o.now.value for o in self.outcomes if o.measure.id == name)


def build(
    store: Store, settings: Settings, period: Period, now: datetime, *, trend: bool = False
) -> Built:
    """Compute the report of `period`, with eight periods of each figure where `trend` asks."""
    count = TREND if trend and period.days <= _LONGEST_TREND else 2
    spans = [span(each, now) for each in _back(period, count)]
    source = Source(store, settings, window(spans))
    currency = settings["currency"]
    outcomes = [_outcome(measure, source, spans, currency) for measure in MEASURES]
    stored = of_period(store, period)
    return Built(period, spans[1].period, now, outcomes, _sections(source, spans), stored, currency)


def _back(period: Period, count: int) -> list[Period]:
    """The period and those before it."""
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous())
    return found


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


def _sections(source: Source, spans: list[Span]) -> Sections:
    over = spans[0]
    contacts, callbacks = source.once(load.contacts), source.once(load.callbacks)
    requests, deals = source.once(load.requests), source.once(load.deals)
    until = over.end + timedelta(days=7)
    coming = [
        *service.coming_callbacks(callbacks, over, until), *business.coming(deals, over, until),
        *holdings.maturing(source.once(load.holdings), over, until),
    ]  # fmt: skip
    late = [
        *(service.open_overdue(requests, over).rows or ()),
        *service.overdue_callbacks(callbacks, over),
    ]
    return Sections(
        met=[
            Row("interaction", contact.id, client, contact.at, contact.note, 1,
                Code("channel", contact.channel))
            for contact, client in contacts.reached(over) if satisfies_contact(contact)
        ],
        won=sorted(business.won_amount(deals, over).rows or [], key=_largest_first),
        lost=list(business.lost(deals, over).rows or []),
        lost_reasons=business.reasons(deals, over),
        warned=advice.warned_in(source.once(load.warned), over),
        late=sorted(late, key=lambda row: row.at or until),
        next_week=sorted(coming, key=lambda row: row.at or until),
        themes=satisfaction.heard(source.once(load.opinions), over, spans[1]),
        prospects=sources(source.once(of_window), over),
    )  # fmt: skip


def _largest_first(row: Row) -> int:
    return -row.value.amount if isinstance(row.value, Money) else 0
