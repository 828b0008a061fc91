"""A deal: a possible sale on its way through the stages."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, is_whole_day, limit
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n

OPEN_STAGES = ("lead", "contacted", "proposal", "negotiation")
CLOSED_STAGES = ("won", "lost")


class Deal(NamedTuple):
    """`amount` in minor units of `currency`; `touched_at` is the last contact or change."""

    id: int
    client_id: int
    title: str
    product_id: int | None
    stage: str
    amount: int | None
    currency: str
    opened_at: datetime
    closed_at: datetime | None
    expected_on: date | None
    next: str | None
    next_due_at: datetime | None
    lost_reason: str | None
    touched_at: datetime
    campaign_id: int | None = None
    first_expected_on: date | None = None
    moved: int = 0


class DealStage(NamedTuple):
    """The stage a deal entered at `at`."""

    id: int
    deal_id: int
    stage: str
    at: datetime


class Policy(NamedTuple):
    """Days without a touch that stall a deal; days it may go without a next step."""

    stalled_days: int = 30
    no_next_days: int = 7


def added(deal: Deal) -> list[Change]:
    """A new deal and the stage it begins in."""
    if deal.stage in CLOSED_STAGES:
        raise Usage(
            say("a new deal cannot be {stage}", stage=Code("stage", deal.stage)),
            say("add it, then: cm deal won D or cm deal lost D"),
        )
    return [insert(deal), insert(DealStage(deal.id - 1, deal.id, deal.stage, deal.opened_at))]


def moved(deal: Deal, stage: str, now: datetime) -> list[Change]:
    """Into another open stage."""
    still_open(deal)
    if stage in CLOSED_STAGES:
        raise Usage(
            say("a deal is closed with its own command"),
            say("cm deal {stage} {ref}", stage=stage, ref=ref_of("deal", deal.id)),
        )
    if stage == deal.stage:
        raise Refused(
            say("{ref} is in {stage} already", ref=_ref(deal), stage=Code("stage", stage))
        )
    return [
        *update(deal, stage=stage, touched_at=now),
        insert(DealStage(-1, deal.id, stage, now)),
    ]


def won(deal: Deal, amount: int | None, at: datetime, now: datetime) -> list[Change]:
    """Sold, for `amount` where it differs from what was expected."""
    if amount is None and deal.amount is None:
        raise Usage(
            say("{ref} has no amount yet", ref=_ref(deal)),
            say("cm deal won {ref} --amount 5万", ref=_ref(deal)),
        )
    final = deal.amount if amount is None else amount
    return _closed(deal, "won", at, now, amount=final)


def lost(deal: Deal, reason: str | None, at: datetime, now: datetime) -> list[Change]:
    """Not sold, and why."""
    return _closed(deal, "lost", at, now, lost_reason=reason)


def _closed(deal: Deal, stage: str, at: datetime, now: datetime, **fields: object) -> list[Change]:
    still_open(deal)
    if day_of(at, now) < day_of(deal.opened_at, now):
        raise Usage(
            say("{at} is before the deal was opened ({opened})", at=at, opened=deal.opened_at)
        )
    changes = update(
        deal, stage=stage, closed_at=at, touched_at=now, next=None, next_due_at=None, **fields
    )
    return [*changes, insert(DealStage(-1, deal.id, stage, at))]


def still_open(deal: Deal) -> None:
    """Raise `Refused` where the deal is closed."""
    if deal.closed_at:
        raise Refused(
            say("{ref} is closed: {stage} on {at}", ref=_ref(deal),
                stage=Code("stage", deal.stage), at=deal.closed_at),
            say("if that was wrong: cm history {ref}, cm undo N", ref=_ref(deal)),
        )  # fmt: skip


def _ref(deal: Deal) -> str:
    return ref_of("deal", deal.id)


def cycle_days(deal: Deal, now: datetime) -> int:
    """Closing date minus opening date."""
    if deal.closed_at is None:
        raise ValueError("an open deal has no cycle yet")
    return (day_of(deal.closed_at, now) - day_of(deal.opened_at, now)).days


def idle_days(deal: Deal, now: datetime) -> int:
    """Days since the last contact or change."""
    return (now.date() - day_of(deal.touched_at, now)).days


def agenda(
    open_deals: Iterable[tuple[Deal, ClientTag]], now: datetime, policy: Policy
) -> Iterator[AgendaItem]:
    """Next steps due, deals without a next step, deals nobody touched for long."""
    for deal, client in open_deals:
        if deal.next_due_at is not None:
            if day_of(deal.next_due_at, now) <= now.date():
                yield _next_step(deal, client, deal.next_due_at, now)
            continue
        idle = idle_days(deal, now)
        if idle >= policy.stalled_days:
            why = say("Stalled: no contact or change for {days} days (limit {limit}).",
                      days=idle, limit=policy.stalled_days)  # fmt: skip
            when = say_n("untouched for {count} day", "untouched for {count} days", idle)
            yield _undated(deal, client, deal.next or say("stalled"), when, why)
        elif not deal.next and idle >= policy.no_next_days:
            why = say("An open deal has a next step; this one has had none for {days} days.",
                      days=idle)  # fmt: skip
            when = say_n("for {count} day", "for {count} days", idle)
            yield _undated(deal, client, say("no next step"), when, why)


def _next_step(deal: Deal, client: ClientTag, due: datetime, now: datetime) -> AgendaItem:
    late = limit(due, now) < now
    when: Message | None = say("was due {due}", due=due) if late else say("today")
    if not late and not is_whole_day(due, now):
        when = say("{due}", due=due)
    why = say("The next step of {title}: due {due}.", title=deal.title, due=due)
    title = deal.next or say("next step")
    return _item(deal, client, title, due, "overdue" if late else "open", when, why)


def _undated(
    deal: Deal, client: ClientTag, title: Message | str, when: Message, why: Message
) -> AgendaItem:
    head = say("{title}, {state}", title=deal.title, state=title)
    return _item(deal, client, head, None, "open", when, why)


def _item(
    deal: Deal,
    client: ClientTag,
    title: Message | str,
    due: datetime | None,
    state: str,
    when: Message | None,
    why: Message,
) -> AgendaItem:
    amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
    detail: Joined = joined([when, amount, Code("stage", deal.stage)])
    return AgendaItem(_ref(deal), "deal", "pipeline", client, title, due, state, detail, why)


def step_moved(deal: Deal, due: datetime, now: datetime) -> list[Change]:
    """The next step at another time, which lies ahead."""
    still_open(deal)
    if limit(due, now) < now:
        raise Usage(say("{due} is past; a next step lies ahead", due=due))
    return update(deal, next_due_at=due)
