"""Today: the sources of its lines, chained and put in order."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from cmcli.config import Settings
from cmcli.domain import (
    action,
    assessment,
    birthday,
    cadence,
    callback,
    campaign_agenda,
    deal,
    development,
    feedback,
    gift,
    goal_agenda,
    handoff_agenda,
    insight,
    maturity,
    meeting,
    plan,
    prospect_agenda,
    report,
    request_agenda,
    risk,
    survey,
    training_agenda,
)
from cmcli.domain.agenda import AgendaItem, ordered
from cmcli.domain.cadence import Forecast
from cmcli.named import NamedTuple
from cmcli.queries import assessment as assessments
from cmcli.queries import campaign_agenda as campaigns
from cmcli.queries import client as clients
from cmcli.queries import development as developments
from cmcli.queries import feedback as opinions
from cmcli.queries import gift as gifts
from cmcli.queries import goal as goals
from cmcli.queries import handoff as handoffs
from cmcli.queries import holding as holdings
from cmcli.queries import insight as insights
from cmcli.queries import meeting as meetings
from cmcli.queries import plan as plans
from cmcli.queries import policies, promises
from cmcli.queries import prospect as prospects
from cmcli.queries import request as requests
from cmcli.queries import risk as risks
from cmcli.queries import training as trainings
from cmcli.queries.morning import Morning
from cmcli.store import Store

Source = Callable[[Morning], Iterable[AgendaItem]]


def _service(m: Morning) -> Iterator[AgendaItem]:
    policy = policies.sla_policy(m.settings)
    return request_agenda.agenda(requests.open_files(m.store), m.now, policy)


def _callbacks(m: Morning) -> Iterator[AgendaItem]:
    return callback.agenda(promises.callbacks_until(m.store, m.tomorrow), m.now)


def _key_contact(m: Morning) -> Iterator[AgendaItem]:
    return cadence.agenda(m.duties, m.now, policies.cadence_policy(m.settings))


def _pipeline(m: Morning) -> Iterator[AgendaItem]:
    return deal.agenda(promises.open_deals(m.store), m.now, policies.deal_policy(m.settings))


def _off_sale(m: Morning) -> Iterator[AgendaItem]:
    return deal.off_sale(promises.unsold_deals(m.store, m.now.date()), m.now)


def _actions(m: Morning) -> Iterator[AgendaItem]:
    yield from action.agenda(opinions.open_actions(m.store, m.tomorrow), m.now)
    yield from feedback.agenda(opinions.untold(m.store), m.now)


def _opinions(m: Morning) -> Iterator[AgendaItem]:
    policy = policies.opinion_policy(m.settings)
    found = opinions.unplanned(m.store, m.now - timedelta(days=policy.days))
    return feedback.unanswered(found, m.now, policy)


def _surveys(m: Morning) -> Iterator[AgendaItem]:
    policy = policies.survey_policy(m.settings)
    resolved = opinions.resolved_since(m.store, m.now - timedelta(days=policy.ask_days))
    asked = opinions.last_asked(m.store, [key.client.id for key in m.key_clients])
    keys = [(key, asked.get(key.client.id)) for key in m.key_clients]
    return survey.agenda(resolved, keys, m.now, policy)


def _plans(m: Morning) -> Iterator[AgendaItem]:
    return plan.agenda(m.plans, plans.signals(m.store), m.now)


def _risks(m: Morning) -> Iterator[AgendaItem]:
    due = risks.due(m.store, m.now.date())
    return risk.agenda(due, m.now, m.settings["risk.review_days"])


def _prospects(m: Morning) -> Iterator[AgendaItem]:
    most = m.settings["prospect.idle_days"]
    return prospect_agenda.agenda(prospects.pending(m.store), m.now, most)


def _developments(m: Morning) -> Iterator[AgendaItem]:
    plans = developments.to_evaluate(m.store, m.now.date())
    return development.agenda(plans, m.now, developments.policy(m.settings))


def _maturities(m: Morning) -> Iterator[AgendaItem]:
    policy = policies.maturity_policy(m.settings)
    ahead = maturity.horizon(policy.notice)
    return maturity.agenda(holdings.maturing(m.store, m.now.date(), ahead), m.now, policy)


def _loans(m: Morning) -> Iterator[AgendaItem]:
    return maturity.overdue(holdings.overdue(m.store, m.now.date()), m.now)


def _assessments(m: Morning) -> Iterator[AgendaItem]:
    policy = assessments.policy(m.settings)
    watched = assessments.watched(m.store, m.now.date(), policy.notice_days)
    return assessment.agenda(watched, m.now, policy)


def _dates(m: Morning) -> Iterator[AgendaItem]:
    lunar = clients.any_lunar_birthday(m.store)
    policy = policies.birthday_policy(m.settings, lunar=lunar)
    days = [m.now.date() + timedelta(days=ahead) for ahead in range(policy.days + 1)]
    endings = [ending for day in days for ending in birthday.keys(day, policy)]
    found = list(birthday.agenda(clients.birthdays(m.store, endings), m.now, policy))
    yield from found
    given = gifts.of_clients(m.store, [item.client.id for item in found if item.client])
    yield from gift.agenda(found, given, gifts.limit_of(m.settings), m.now)


def _campaigns(m: Morning) -> Iterator[AgendaItem]:
    near = campaigns.ongoing(m.store, m.now.date())
    if not near:
        return
    policy = campaigns.policy(m.settings)
    yield from campaign_agenda.calls(
        campaigns.to_ask(m.store, m.settings, near, m.now), m.now, policy
    )
    yield from campaign_agenda.follow_ups(campaigns.attended(m.store, near, m.now), m.now, policy)


def _handoffs(m: Morning) -> Iterator[AgendaItem]:
    return handoff_agenda.agenda(handoffs.out(m.store), m.now, policies.handoff_policy(m.settings))


def _schedule(m: Morning) -> Iterator[AgendaItem]:
    return report.agenda(m.weeks, m.settings["report.due"], m.now)


def _learning(m: Morning) -> Iterator[AgendaItem]:
    today, policy = m.now.date(), trainings.policy(m.settings)
    yield from training_agenda.planned(trainings.planned_until(m.store, today), m.now)
    until = today + timedelta(days=policy.notice[0])
    expiring = trainings.expiring_until(m.store, until)
    yield from training_agenda.certificates(expiring, m.now, policy.notice)
    yield from training_agenda.year_hours(trainings.year(m.store, m.settings, today), m.now, policy)


def _meetings(m: Morning) -> Iterator[AgendaItem]:
    return meeting.agenda(meetings.waiting(m.store, m.tomorrow), m.now)


def _insights(m: Morning) -> Iterator[AgendaItem]:
    policy = policies.insight_policy(m.settings)
    found = insights.unheard(m.store, m.now, policy) if policy.days else []
    return insight.agenda(found, m.now, policy)


def _goals(m: Morning) -> Iterator[AgendaItem]:
    running = goals.running(m.store, m.now.date())
    if not running:
        return
    # Every figure comes with these: a book without goals does not pay for them.
    from cmcli.measures import named

    read = goals.readable(m.store, running, named, m.now)
    found = goals.standings(m.store, m.settings, read, named, m.now, m.now)
    yield from goal_agenda.agenda(found, len(running) - len(read), m.now)


SOURCES: tuple[Source, ...] = (
    _service, _actions, _opinions, _plans, _surveys, _callbacks, _key_contact, _pipeline,
    _off_sale, _maturities, _loans, _risks, _assessments, _dates, _campaigns, _schedule,
    _prospects, _developments, _learning, _meetings, _insights, _handoffs, _goals,
)  # fmt: skip


class Agenda(NamedTuple):
    """The lines in the order in which to act, the forecast of the key-client contacts, and when
    this week's report is due (None once it is submitted).
    """  # noqa: D205

    now: datetime
    items: list[AgendaItem]
    forecast: Forecast
    report_due: datetime | None = None

    def section(self, name: str) -> list[AgendaItem]:
        """The lines of one section."""
        return [item for item in self.items if item.section == name]


def build(store: Store, settings: Settings, now: datetime) -> Agenda:
    """The agenda of the day of `now`, from what is open."""
    morning = Morning(store, settings, now)
    items = ordered(item for source in SOURCES for item in source(morning))
    forecast = cadence.forecast(
        morning.key_clients, now, policies.cadence_policy(settings), settings.text("cadence.key")
    )
    due = report.next_due(morning.weeks, settings["report.due"], now)
    return Agenda(now, items, forecast, due)
