"""Every figure, defined once: its unit, its facts, its rows, in one line each."""

from datetime import datetime

from cmcli.config import Settings
from cmcli.domain.figures import (
    advice,
    business,
    campaigns,
    clients,
    contacts,
    development,
    gifts,
    goals,
    handoffs,
    holdings,
    incentive,
    insights,
    meetings,
    satisfaction,
    service,
    training,
)
from cmcli.domain.measure import Figure, Measure, figure, span
from cmcli.domain.period import Period
from cmcli.errors import Usage
from cmcli.i18n import LANGUAGES, N_, word_in
from cmcli.messages import joined, say
from cmcli.queries import campaign, gift, handoff, insight, meeting, offered
from cmcli.queries import development as developments
from cmcli.queries import figures as load
from cmcli.queries import goal as targets
from cmcli.queries import incentive as incentives
from cmcli.queries import quiz as quizzes
from cmcli.queries import training as trainings
from cmcli.store import Store


def _aimed(source: load.Source) -> list[development.Aimed]:
    return developments.of_window(source, named)


def aimed(source: load.Source) -> list[goals.Aimed]:
    """The goals of a report's window with the facts they are judged by."""
    return targets.of_window(source, named)


def _ruled(source: load.Source) -> list[incentive.Ruled]:
    return incentives.of_window(source, named)


# fmt: off
MEASURES = (
    Measure("clients.total", "count", "sum", load.book, clients.total,
            N_("Clients in the book at the period's end, archived and closed left out."),
            nature="level"),
    Measure("clients.key", "count", "sum", load.book, clients.key,
            N_("Key clients at the period's end, archived and closed left out."), nature="level"),
    Measure("clients.prospects", "count", "sum", load.book, clients.prospects,
            N_("Prospects at the period's end, archived left out."), nature="level"),
    Measure("clients.new", "count", "sum", load.book, clients.new,
            N_("Clients added to the book in the period.")),
    Measure("clients.converted", "count", "sum", load.book, clients.converted,
            N_("Prospects that became active clients in the period.")),
    Measure("contacts.total", "count", "sum", load.contacts, contacts.total,
            N_("Contacts in the period, reached or not.")),
    Measure("contacts.reached", "count", "sum", load.contacts, contacts.reached,
            N_("Contacts in the period that reached the client.")),
    Measure("contacts.visits", "count", "sum", load.contacts, contacts.visits,
            N_("Visits and meetings of the period that reached the client.")),
    Measure("contacts.clients", "count", "sum", load.contacts, contacts.clients,
            N_("Distinct clients reached in the period.")),
    Measure("contacts.minutes", "minutes", "sum", load.contacts, contacts.minutes,
            N_("Minutes of the contacts; where none were typed the channel's default, "
               "marked estimated.")),
    Measure("cadence.key_coverage", "ratio", "share", load.key_contacts, clients.key_coverage,
            N_("Key clients reached by phone, visit, meeting, branch or video in the quarter in "
               "which the period ends, up to its end, over the key clients then."), nature="rate"),
    Measure("callbacks.due", "count", "sum", load.callbacks, service.due,
            N_("Callbacks due in the period, those cancelled before their time left out."),
            better=""),
    Measure("callbacks.done", "count", "sum", load.callbacks, service.done,
            N_("Callbacks done in the period, whenever they were due.")),
    Measure("callbacks.on_time", "ratio", "share", load.callbacks, service.kept,
            N_("Callbacks done by their due time over those due in the period; what is not yet "
               "due is left out."), nature="rate"),
    Measure("requests.received", "count", "sum", load.requests, service.received,
            N_("Requests asked in the period."), better=""),
    Measure("requests.resolved", "count", "sum", load.requests, service.resolved,
            N_("Requests resolved in the period.")),
    Measure("requests.open_overdue", "count", "sum", load.requests, service.open_overdue,
            N_("Requests open at the period's end whose reply or resolution was late then."),
            nature="level", better="less"),
    Measure("sla.response", "ratio", "share", load.requests, service.response,
            N_("First replies in time over the clocks begun in the period; a clock that still "
               "runs in time is left out, a reopened request counts again."), nature="rate"),
    Measure("sla.response_urgent", "ratio", "share", load.requests, service.response_urgent,
            N_("First replies in time to urgent requests, counted in the same way."),
            nature="rate"),
    Measure("sla.response_median", "minutes", "median", load.requests, service.response_time,
            N_("The median of the minutes to the first reply, over the answered clocks begun in "
               "the period."), nature="rate", better="less"),
    Measure("sla.complaints", "ratio", "share", load.requests, service.complaints,
            N_("Complaints received in the period and resolved within their limit; those still "
               "within it are left out."), nature="rate"),
    Measure("flow.rework", "ratio", "share", load.promises, service.rework,
            N_("Requests received that were reopened and callbacks due that were moved three "
               "times or more, over all of them."), nature="rate", better="less"),
    Measure("satisfaction.csat", "ratio", "share", load.opinions, satisfaction.csat,
            N_("Satisfaction of 4 and 5 over all answers from 1 to 5 in the period."),
            nature="rate"),
    Measure("satisfaction.mean", "score", "mean", load.opinions, satisfaction.mean,
            N_("Mean of the satisfaction, 1 to 5, given in the period."), nature="rate"),
    Measure("satisfaction.nps", "score", "mean", load.opinions, satisfaction.nps,
            N_("Per cent of 9 and 10 less per cent of 0 to 6 of those asked in the period whether "
               "they recommend us; a row counts 100, 0 or -100."), nature="rate"),
    Measure("satisfaction.responses", "count", "sum", load.opinions, satisfaction.responses,
            N_("Feedback of the period with a satisfaction or a recommendation.")),
    Measure("feedback.acted", "ratio", "share", load.opinions, satisfaction.acted,
            N_("Opinions of the period on which an action was done; an opinion has words or a "
               "theme, or an action was planned on it."), nature="rate"),
    Measure("plan.coverage", "ratio", "share", load.plans, satisfaction.coverage,
            N_("Key clients at the period's end with a service plan in force then, over all of "
               "them."), nature="rate"),
    Measure("deals.opened", "count", "sum", load.deals, business.opened,
            N_("Deals opened in the period.")),
    Measure("deals.won", "count", "sum", load.deals, business.won,
            N_("Deals won in the period.")),
    Measure("deals.lost", "count", "sum", load.deals, business.lost,
            N_("Deals lost in the period."), better="less"),
    Measure("deals.won_amount", "money", "sum", load.deals, business.won_amount,
            N_("Amounts of the deals won in the period, each currency by itself.")),
    Measure("deals.average_won", "money", "mean", load.deals, business.average_won,
            N_("Mean amount of the deals won in the period, each currency by itself."),
            nature="rate"),
    Measure("deals.win_rate", "ratio", "share", load.deals, business.win_rate,
            N_("Deals won over deals won and lost in the period."), nature="rate"),
    Measure("deals.cycle_days", "days", "mean", load.deals, business.cycle,
            N_("Mean days from opening to closing of the deals won in the period."),
            nature="rate", better="less"),
    Measure("deals.open_amount", "money", "sum", load.deals, business.open_amount,
            N_("Amounts of the deals open at the period's end."), nature="level"),
    Measure("deals.weighted_amount", "money", "sum", load.deals, business.weighted_amount,
            N_("Amounts of the deals open at the period's end, each times the chance of the stage "
               "it was in then."), nature="level"),
    Measure("deals.velocity", "money", "sum", load.deals, business.velocity,
            N_("Money a day: open deals times average won times win rate over cycle days, each "
               "currency by itself."), nature="rate"),
    Measure("aum.total", "money", "sum", load.holdings, holdings.total,
            N_("What clients in the book held at the period's end: units at the last price known "
               "that day, else the principal; loans and cards left out, each currency by itself."),
            nature="level"),
    Measure("aum.net_inflow", "money", "sum", load.holdings, holdings.net_inflow,
            N_("Money of the period that was bought for, less what matured or was redeemed; loans "
               "and cards left out, each currency by itself.")),
    Measure("clients.cross_sell", "ratio", "mean", load.holdings, holdings.cross_sell,
            N_("Distinct products, loans among them, per client in the book who held any at the "
               "period's end."), nature="rate"),
    Measure("advice.given", "count", "sum", offered.of_window, advice.given,
            N_("Advice recorded in the period: times a client was offered something.")),
    Measure("disclosure.complete", "ratio", "share", load.proofs, advice.disclosed,
            N_("Deals won in the period whose client was told of the product's structure, fees "
               "and risks by the day of the closing, over those won that have a product; imported "
               "ones count as well."), nature="rate"),
    Measure("suitability.warned", "count", "sum", load.warned, advice.warned,
            N_("Sales of the period made after a warning."), better="less"),
    Measure("assessment.valid", "ratio", "share", load.tolerances, holdings.assessed,
            N_("Clients in the book whose latest assessment was valid at the period's end, over "
               "those who held a product above R1 then."), nature="rate"),
    Measure("risk.open", "count", "sum", load.risks, advice.open_risks,
            N_("Risks of clients in the book that were open at the period's end."),
            nature="level", better="less"),
    Measure("risk.on_time", "ratio", "share", load.risks, advice.on_time,
            N_("Risk reviews held by their day over those due in the period; what is not yet due "
               "is left out, one that was not held counts as late."), nature="rate"),
    Measure("gifts.given", "count", "sum", gift.of_window, gifts.given,
            N_("Gifts that clients were given in the period."), better=""),
    Measure("gifts.value", "money", "sum", gift.of_window, gifts.value,
            N_("What the gifts given in the period were worth, each currency by itself."),
            better=""),
    Measure("develop.attainment", "ratio", "share", _aimed, development.attainment,
            N_("Targets of the development plans in force at the period's end that were reached "
               "by then, over all of them; each counts from its plan's first day."), nature="rate"),
    Measure("campaigns.leads", "count", "sum", campaign.of_window, campaigns.leads,
            N_("Clients whose first deal or prospect credited to a campaign was opened in the "
               "period; one whom two campaigns brought counts for both.")),
    Measure("campaigns.cost", "money", "sum", campaign.of_window, campaigns.cost,
            N_("What was spent on campaigns in the period, each currency by itself."), better=""),
    Measure("campaigns.won_amount", "money", "sum", campaign.of_window, campaigns.won_amount,
            N_("Amounts of the deals won in the period that are credited to a campaign, each "
               "currency by itself.")),
    Measure("training.hours", "hours", "sum", trainings.of_window, training.hours,
            N_("Hours of the courses and certificates attended in the period.")),
    Measure("training.quiz", "ratio", "share", quizzes.of_window, training.quiz,
            N_("Right answers of the product quiz over all answers of the period."),
            nature="rate"),
    Measure("meetings.actions_on_time", "ratio", "share", meeting.own_actions,
            meetings.actions_on_time,
            N_("Your own actions of meetings done by their date over those due in the period; "
               "what is not yet due is left out."), nature="rate"),
    Measure("insights.shared", "count", "sum", insight.of_window, insights.shared,
            N_("Insights shared in the period, each once, whoever heard of it.")),
    Measure("handoffs.sent", "count", "sum", handoff.of_window, handoffs.sent,
            N_("Hand-offs to other departments sent in the period, those cancelled left out."),
            better=""),
    Measure("handoffs.on_time", "ratio", "share", handoff.of_window, handoffs.kept,
            N_("Hand-offs back by their due time over those due in the period; what is not yet due "
               "is left out. A later due time counts if it was agreed before the earlier one "
               "passed."), nature="rate"),
    Measure("goals.attainment", "ratio", "share", aimed, goals.attainment,
            N_("Goals that share a day with the period and were attained by its end, over all of "
               "them; each counts from its own first day, one that should stay below is settled "
               "when its time is over, and one without a basis yet is left out."), nature="rate"),
    Measure("incentive.points", "points", "sum", _ruled, incentive.points,
            N_("Points by the incentive rules in force now, a row for each rule that pays points; "
               "steps, caps and floors are those of the whole period. What pays money is not in "
               "it."), nature="rate"),
)
# The area of the report's table in which the measures that begin so stand.
AREAS = {
    "clients": "CLIENTS", "contacts": "CONTACTS", "cadence": "CONTACTS",
    "callbacks": "SERVICE", "requests": "SERVICE", "sla": "SERVICE", "flow": "SERVICE",
    "satisfaction": "SATISFACTION", "feedback": "SATISFACTION", "plan": "SATISFACTION",
    "deals": "DEALS", "aum": "HOLDINGS", "advice": "ADVICE", "assessment": "ADVICE",
    "disclosure": "ADVICE", "suitability": "ADVICE", "risk": "ADVICE", "gifts": "CONTACTS",
    "develop": "GROWTH", "campaigns": "GROWTH",
    "goals": "GOALS", "incentive": "GOALS",
    "training": "TEAM", "handoffs": "TEAM", "meetings": "TEAM", "insights": "TEAM",
    # One figure of an area that stands elsewhere.
    "clients.cross_sell": "HOLDINGS",
}
# fmt: on
_BY_ID = {measure.id: measure for measure in MEASURES}


def over_periods(
    name: str, periods: list[Period], store: Store, settings: Settings, now: datetime
) -> list[Figure]:
    """One measure over several periods, its facts read once."""
    measure = named(name)
    spans = [span(period, now) for period in periods]
    source = load.Source(store, settings, load.window(spans))
    facts = source.once(measure.load)
    return [figure(measure, facts, over, settings["currency"]) for over in spans]


def area_of(measure: str) -> str:
    """The area in which a measure stands."""
    return AREAS.get(measure) or AREAS[measure.partition(".")[0]]


def named(text: str) -> Measure:
    """The measure with that id; raises `Usage` with the nearest ones."""
    if text in _BY_ID:
        return _BY_ID[text]
    from difflib import get_close_matches

    called = text.casefold()
    ids = {name: measure for measure in _BY_ID for name in _names(measure)}
    close = get_close_matches(called, ids, 5, 0.5)
    near = [ids[name] for name in close] or [m for m in _BY_ID if called and _is_part(called, m)]
    hint = say("near it: {names}", names=joined(list(dict.fromkeys(near))[:3], ", "))
    raise Usage(
        say("no measure is called {name}", name=text),
        hint if near else say("for example {names}", names="deals.won_amount, sla.response"),
    )


def meant(text: str) -> Measure:
    """The measure of that id, or of that name in either language; raises `Usage`."""
    return _called(text.strip()) or named(text.strip())


def sought(text: str) -> Measure:
    """The measure `meant`, or the only one with the text in its id or name; raises `Usage`."""
    typed = text.strip()
    if exact := _called(typed):
        return exact
    found = [measure for measure in _BY_ID if typed and _is_part(typed.casefold(), measure)]
    if len(found) < 2:
        return named(found[0] if found else typed)
    raise Usage(
        say("{name} stands in several measures", name=typed),
        say("one of them: {names}", names=joined(found[:6], ", ")),
    )


def _called(text: str) -> Measure | None:
    called = text.casefold()
    return next((measure for measure in MEASURES if called in _names(measure.id)), None)


def _is_part(called: str, measure: str) -> bool:
    return any(called in name for name in _names(measure))


def _names(measure: str) -> set[str]:
    return {measure, *(word_in(each, "measure", measure).casefold() for each in LANGUAGES)}
