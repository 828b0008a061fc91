"""The verbs of the flow: a period's time and waits, and the hours of one client."""

from datetime import timedelta

from cmcli.desk import Desk
from cmcli.domain import flow as rules
from cmcli.domain import flow_suggestion as advice
from cmcli.domain.client import Client
from cmcli.domain.days import midnight
from cmcli.domain.measure import Span, span
from cmcli.domain.period import Period, calendar_unit, parse_period
from cmcli.queries import flow as queries
from cmcli.queries.policies import sla_policy
from cmcli.views import flow as view

_WEEKS, _YEAR = 4, 365


def _period(here: Desk, words: list[str]) -> Period:
    """The period typed, else the last four whole weeks: as many weekdays as in the four before."""
    today = here.now.date()
    if words:
        return parse_period(" ".join(words), today).begun(today)
    first, last = calendar_unit("week", today, -_WEEKS), calendar_unit("week", today, -1)
    return Period(f"{first.name}..{last.name}", first.start, last.end)


def _flow(here: Desk, over: Span) -> rules.Flow:
    return rules.flow(queries.facts(here.store, here.settings, over), over)


def show(here: Desk, words: list[str]) -> None:
    """A period beside what was suggested for it by the one before."""
    over = span(_period(here, words), here.now)
    before = span(over.period.previous(), here.now)
    policy = advice.Policy(sla_policy(here.settings).normal)
    found = _flow(here, over)
    earlier = advice.suggestions(_flow(here, before), policy)
    shown = view.Shown(
        over.period, before.period, found, advice.suggestions(found, policy),
        advice.followed(earlier, found), queries.tags(here.store, view.named(found)),
    )  # fmt: skip
    here.show(lambda: view.document(shown, here.speak), lambda: view.page(shown, here.speak))


def of_client(here: Desk, client: Client, words: list[str]) -> None:
    """When calls to a client reached them, over a year where no period was typed."""
    if words:
        over = span(_period(here, words), here.now)
        period, since, until = over.period, over.start, over.end
    else:
        # A month is too little for one client.
        today = here.now.date()
        start = today - timedelta(days=_YEAR)
        period = Period(f"{start}..{today}", start, today)
        since, until = midnight(start, here.zone), here.now
    touches = queries.of_client(here.store, client.id, since, until)
    found = view.Reach(
        period, here.tag(client.id), client.hours,
        rules.hours(touches, queries.usual_minutes(here.settings), here.now),
    )  # fmt: skip
    here.show(lambda: view.reach_document(found), lambda: view.reach_page(found, here.speak))
