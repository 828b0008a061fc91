"""Figures of what clients think: scores, opinions acted on, service plans."""

from collections.abc import Callable, Iterable

from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.feedback import Feedback, FeedbackFile, Theme, is_acted, is_opinion, themes
from cmcli.domain.figures.clients import Book, InBook, key_clients
from cmcli.domain.measure import Drawn, Evidence, Row, Said, Span
from cmcli.domain.plan import Plan
from cmcli.messages import joined, say
from cmcli.named import NamedTuple

Opinion = tuple[FeedbackFile, ClientTag]
# Of 0..10: from here on a promoter, below the other a detractor.
_PROMOTER, _PASSIVE = 9, 7
_SATISFIED = 4


class Plans(NamedTuple):
    """The book, and every revision of each client's plan."""

    book: Book
    plans: dict[int, list[Plan]]


def _within(found: Iterable[Opinion], over: Span) -> list[Opinion]:
    return [pair for pair in found if over.holds(pair[0].feedback.at)]


def _row(feedback: Feedback, client: ClientTag, value: float, note: Said | None) -> Row:
    text = feedback.text or feedback.theme
    return Row("feedback", feedback.id, client, feedback.at, text, value, note)


def _scored(
    found: Iterable[Opinion], over: Span, score: str, value: Callable[[int], float]
) -> Evidence:
    """A row for each answer to one of the two questions."""
    answers = [(f.feedback, c, getattr(f.feedback, score)) for f, c in _within(found, over)]
    return Evidence([
        _row(feedback, client, value(given), say("scored {score}", score=given))
        for feedback, client, given in answers if given is not None
    ])  # fmt: skip


def csat(found: list[Opinion], over: Span) -> Evidence:
    """Satisfaction of 4 and 5 among the answers."""
    return _scored(found, over, "satisfaction", lambda given: int(given >= _SATISFIED))


def mean(found: list[Opinion], over: Span) -> Evidence:
    """Satisfaction of 1 to 5."""
    return _scored(found, over, "satisfaction", lambda given: given)


def nps(found: list[Opinion], over: Span) -> Evidence:
    """100 for each 9 or 10, -100 for each 0 to 6: their mean is promoters less detractors."""
    return _scored(found, over, "recommend", _promotes)


def _promotes(given: int) -> int:
    if given >= _PROMOTER:
        return 100
    return 0 if given >= _PASSIVE else -100


def responses(found: list[Opinion], over: Span) -> Evidence:
    """Feedback with an answer to either question."""
    rows = []
    for file, client in _within(found, over):
        given = file.feedback
        scores = [s for s in (given.satisfaction, given.recommend) if s is not None]
        if scores:
            note = say("scored {score}", score=joined(map(str, scores), ", "))
            rows.append(_row(given, client, 1, note))
    return Evidence(rows)


def acted(found: list[Opinion], over: Span) -> Evidence:
    """Opinions of the period, those with an action done counting one."""
    return Evidence([
        _row(file.feedback, client, int(is_acted(file)),
             say("acted on") if is_acted(file) else say("nothing done yet"))
        for file, client in _within(found, over) if is_opinion(file)
    ])  # fmt: skip


def coverage(facts: Plans, over: Span) -> Evidence:
    """Key clients at the period's end, those with a plan in force then counting one."""
    found = [
        (fact, _in_force(facts.plans.get(fact.client.id, []), over))
        for fact, _ in key_clients(facts.book, over.moment)
    ]
    values = [int(plan is not None) for _, plan in found]
    return Evidence(Drawn(lambda: [_planned(fact, plan, over) for fact, plan in found], values))


def _planned(fact: InBook, plan: Plan | None, over: Span) -> Row:
    note = say("no plan")
    if plan:
        note = say("plan of {day}", day=day_of(plan.created_at, over.at))
    made = plan.created_at if plan else None
    return Row("client", fact.client.id, fact.client, made, None, int(plan is not None), note)


def _in_force(plans: list[Plan], over: Span) -> Plan | None:
    at = over.moment
    found = [p for p in plans if p.created_at <= at and not (p.replaced_at and p.replaced_at <= at)]
    return max(found, key=lambda plan: plan.created_at, default=None)


def heard(found: list[Opinion], over: Span, before: Span) -> list[Theme]:
    """The themes of a period beside those of the one before; none where nobody named one."""
    now, then = ([file for file, _ in _within(found, span)] for span in (over, before))
    found_themes = themes(now, then)
    return found_themes if any(theme.name for theme in found_themes) else []
