"""The risk register: identified risks of clients, their control measures and reviews."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, delete, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, midnight
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Message, say
from cmcli.named import NamedTuple

# The gravest last, as in the vocabulary.
SEVERITIES = ("low", "medium", "high")


class Risk(NamedTuple):
    """`kind` and `severity` are codes; `measure` is the control measure; `rule` names the rule that
    proposed it, None where the manager saw it; `outcome` is closed or dismissed, None while open.
    """  # noqa: D205

    id: int
    client_id: int
    kind: str
    title: str
    severity: str
    measure: str | None
    review_on: date | None
    rule: str | None
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    reason: str | None
    created_at: datetime


class RiskReview(NamedTuple):
    """A review that was held: the day it was due, and what was found."""

    id: int
    risk_id: int
    due_on: date | None
    at: datetime
    severity: str
    note: str | None


class Found(NamedTuple):
    """What a review found; None leaves the severity or the measure as it is."""

    note: str | None = None
    severity: str | None = None
    measure: str | None = None


def review_day(given: date | None, days: int, now: datetime) -> date:
    """The day of the next review: the one that is given, else `days` ahead; raises `Usage`."""
    if given is None:
        return now.date() + timedelta(days=days)
    if given < now.date():
        raise Usage(say("{day} is past; a risk is reviewed in the future", day=given))
    return given


def added(risk: Risk) -> list[Change]:
    """A new risk; what it is has to be said."""
    if not risk.title:
        raise Usage(say("what is the risk?"), say("cm risk add CLIENT TITLE"))
    return [insert(risk)]


def dismissed(risk: Risk, reason: str) -> list[Change]:
    """A proposal that is no risk: kept with its reason, so that it is not proposed every day."""
    hint = say("cm risk dismiss CLIENT RULE REASON")
    given = _reason(reason, say("why is it no risk?"), hint)
    return [insert(risk._replace(
        review_on=None, closed_at=risk.opened_at, outcome="dismissed", reason=given,
    ))]  # fmt: skip


def reviewed(risk: Risk, found: Found, following: date, now: datetime) -> list[Change]:
    """A review was held: what it found, the day it was due, and the next one."""
    still_open(risk, now)
    severity = found.severity or risk.severity
    changes = update(
        risk, severity=severity, measure=found.measure or risk.measure, review_on=following
    )
    return [*changes, insert(RiskReview(-1, risk.id, risk.review_on, now, severity, found.note))]


def postponed(risk: Risk, day: date, now: datetime) -> list[Change]:
    """Another day for the review."""
    still_open(risk, now)
    return update(risk, review_on=review_day(day, 0, now))


def closed(risk: Risk, reason: str, now: datetime) -> list[Change]:
    """No longer a risk, and why."""
    still_open(risk, now)
    ref = ref_of("risk", risk.id)
    given = _reason(reason, say("why is {ref} no longer a risk?", ref=ref),
                    say("cm risk close {ref} REASON", ref=ref))  # fmt: skip
    return update(risk, closed_at=now, outcome="closed", reason=given)


def edited(risk: Risk, now: datetime, **fields: Any) -> list[Change]:
    """Other words, severity or day; a closed risk has no review, an open one no reason."""
    if "review_on" in fields:
        still_open(risk, now)
        review_day(fields["review_on"], 0, now)
    if "reason" in fields and risk.closed_at is None:
        ref = ref_of("risk", risk.id)
        raise Usage(say("{ref} is open; it has no reason yet", ref=ref),
                    say("cm risk close {ref} REASON", ref=ref))  # fmt: skip
    return update(risk, **fields)


def removed(risk: Risk, reviews: Iterable[RiskReview]) -> list[Change]:
    """A risk entered by mistake; one that was reviewed is closed instead."""
    ref = ref_of("risk", risk.id)
    if any(True for _ in reviews):
        raise Refused(
            say("{ref} was reviewed; it stays in the register", ref=ref),
            say("cm risk close {ref} REASON", ref=ref),
        )
    return [delete(risk)]


def still_open(risk: Risk, now: datetime) -> None:
    """Raises `Refused` where it was closed or dismissed."""
    if risk.closed_at:
        raise Refused(
            say("{ref} was {outcome} on {day}", ref=ref_of("risk", risk.id),
                outcome=Code("risk_outcome", risk.outcome or "closed"),
                day=day_of(risk.closed_at, now)),
            say("cm undo takes that back; cm risk add begins a new one"),
        )  # fmt: skip


def _reason(text: str, question: Message, hint: Message) -> str:
    if not text:
        raise Usage(question, hint)
    return text


# When a risk wants attention


def is_due(risk: Risk, now: datetime) -> bool:
    """Whether the day of the review has come."""
    return risk.closed_at is None and risk.review_on is not None and risk.review_on <= now.date()


def is_late(risk: Risk, now: datetime) -> bool:
    """Whether the day of the review is over."""
    return is_due(risk, now) and risk.review_on != now.date()


def days_late(review: RiskReview, now: datetime) -> int:
    """Days between the day a review was due and the day it was held; 0 where it was on time."""
    if review.due_on is None:
        return 0
    return max((day_of(review.at, now) - review.due_on).days, 0)


def agenda(
    risks: Iterable[tuple[Risk, ClientTag]], now: datetime, days: int
) -> Iterator[AgendaItem]:
    """The reviews that are due or late, of one day the gravest first; `days` between reviews."""
    due = [(risk, client) for risk, client in risks if is_due(risk, now)]
    for risk, client in sorted(due, key=lambda pair: -SEVERITIES.index(pair[0].severity)):
        yield _item(risk, client, now, days)


def _item(risk: Risk, client: ClientTag, now: datetime, days: int) -> AgendaItem:
    ref, day, late = ref_of("risk", risk.id), risk.review_on, is_late(risk, now)
    assert day is not None
    why = say(
        "Open since {opened}, to be reviewed on {day}; without another date a risk is reviewed "
        "every {days} days (risk.review_days). cm risk review {ref} NOTE holds the review, "
        "cm risk close {ref} REASON ends it.",
        opened=day_of(risk.opened_at, now), day=day, days=days, ref=ref,
    )  # fmt: skip
    return AgendaItem(
        ref, "risk", "risk", client,
        say("review {severity} risk: {title}", severity=Code("severity", risk.severity),
            title=risk.title),
        midnight(day, now.tzinfo), "overdue" if late else "open",
        say("was due {due}", due=day) if late else say("today"), why,
    )  # fmt: skip
