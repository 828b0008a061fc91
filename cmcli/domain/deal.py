"""A deal: a possible sale on its way through the stages."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, is_whole_day, limit
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n
from cmcli.named import NamedTuple

OPEN_STAGES = ("lead", "contacted", "proposal", "negotiation")
CLOSED_STAGES = ("won", "lost")


class Deal(NamedTuple):
    """`amount` in minor units of `currency`; `touched_at` is the last contact or change; `moved`
    counts how often the expected close went to a later day, `first_expected_on` is the first one;
    `expected_amount` is what a sale was thought to come to, where it came to something else.
    """  # noqa: D205

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
    expected_amount: int | None = None


class DealStage(NamedTuple):
    """The stage a deal entered at `at`."""

    id: int
    deal_id: int
    stage: str
    at: datetime


class Policy(NamedTuple):
    """Days without a touch that stall a deal; days it may go without a next step; how often the
    expected close moves to a later day before a deal is slipping.
    """  # noqa: D205

    stalled_days: int = 30
    no_next_days: int = 7
    slips: int = 2


def added(deal: Deal) -> list[Change]:
    """A new deal and the stage it begins in."""
    if deal.stage in CLOSED_STAGES:
        raise Usage(
            say("a new deal cannot be {stage}", stage=Code("stage", deal.stage)),
            say("add it, then: cm deal won D or cm deal lost D"),
        )
    deal = deal._replace(first_expected_on=deal.expected_on)
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
    thought = {} if final == deal.amount else {"expected_amount": deal.amount}
    return _closed(deal, "won", at, now, amount=final, **thought)


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
    """One line a deal, the most pressing; what has no time stands in this order: an expected
    close that has passed, one put off too often, nobody in touch for long, no next step.
    """  # noqa: D205
    lines = [found for pair in open_deals for found in _lines(*pair, now, policy)]
    yield from (item for _, item in sorted(lines, key=lambda line: line[0]))


def _lines(
    deal: Deal, client: ClientTag, now: datetime, policy: Policy
) -> Iterator[tuple[int, AgendaItem]]:
    """The line of a deal, with its place among those that have no time."""
    if deal.next_due_at is not None and day_of(deal.next_due_at, now) <= now.date():
        yield 0, _next_step(deal, client, deal.next_due_at, now)
    elif overdue_days(deal, now):
        yield 1, _passed(deal, client, now)
    elif is_slipping(deal, policy) and not _soon(deal, now, policy):
        why = say("{what}. A deal put off {limit} times or more wants a step within "
                  "{days} days, or its end.", what=slipped(deal), limit=policy.slips,
                  days=policy.no_next_days)  # fmt: skip
        when = say_n("put off {count} time", "put off {count} times", deal.moved)
        yield 2, _undated(deal, client, deal.next or say("slipping"), when, why)
    elif deal.next_due_at is None:
        yield from ((3, item) for item in _lying(deal, client, now, policy))


def _soon(deal: Deal, now: datetime, policy: Policy) -> bool:
    """Whether a dated next step lies so near that a slipping deal needs no reminder."""
    if deal.next_due_at is None:
        return False
    return (day_of(deal.next_due_at, now) - now.date()).days <= policy.no_next_days


def _passed(deal: Deal, client: ClientTag, now: datetime) -> AgendaItem:
    count = overdue_days(deal, now)
    why = say("{title} was expected to close {day}. Won, lost, or another day: "
              "cm deal expect {ref} WHEN.", title=deal.title, day=deal.expected_on,
              ref=_ref(deal))  # fmt: skip
    when = say_n("{count} day past its close", "{count} days past its close", count)
    return _undated(deal, client, say("still open"), when, why)


def _lying(deal: Deal, client: ClientTag, now: datetime, policy: Policy) -> Iterator[AgendaItem]:
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


def off_sale(
    rows: Iterable[tuple[Deal, ClientTag, Product]], now: datetime
) -> Iterator[AgendaItem]:
    """A line for each open deal whose product is no longer on sale, what is gone longest first.

    What is not on sale yet may still be waited for.
    """
    gone = [
        (product.until_on, deal, client, product) for deal, client, product in rows
        if product.until_on is not None and product.until_on < now.date()
    ]  # fmt: skip
    for until, deal, client, product in sorted(gone, key=lambda row: (row[0], row[1].id)):
        count = (now.date() - until).days
        why = say(
            "{product} ({code}) was on sale until {day} and {ref} is still open: offer something "
            "else. What fits: cm advise {name}. Agreed: cm edit {ref} product=…; not wanted: "
            "cm deal lost {ref}.", product=product.name, code=product.code, day=until,
            ref=_ref(deal), name=client.name,
        )  # fmt: skip
        when = say_n("for {count} day", "for {count} days", count)
        yield _undated(deal, client, say("off sale"), when, why)._replace(kind="offer")


def expecting(deal: Deal, day: date | None) -> dict[str, Any]:
    """The fields of a deal that is expected to close on `day`. A later day than before counts as
    moved; a closed deal is only corrected.
    """  # noqa: D205
    before = deal.expected_on
    later = not deal.closed_at and before is not None and day is not None and day > before
    first = deal.first_expected_on or before or day
    return {"expected_on": day, "first_expected_on": first, "moved": deal.moved + later}


def expected(deal: Deal, day: date, now: datetime) -> list[Change]:
    """Expected to close on a day that lies ahead, or today."""
    still_open(deal)
    if day < now.date():
        raise Usage(
            say("{day} is past; an expected close lies ahead", day=day),
            say("if it closed then: cm deal won {ref} --at …, cm deal lost {ref} --at …",
                ref=_ref(deal)),
        )  # fmt: skip
    return update(deal, **expecting(deal, day), touched_at=now)


def thought(deal: Deal) -> int | None:
    """What a deal was thought to come to, before it was won for something else or lost."""
    return deal.amount if deal.expected_amount is None else deal.expected_amount


def overdue_days(deal: Deal, now: datetime) -> int:
    """Days by which an open deal is past its expected close; 0 where it is not."""
    if deal.closed_at or deal.expected_on is None:
        return 0
    return max((now.date() - deal.expected_on).days, 0)


def is_slipping(deal: Deal, policy: Policy) -> bool:
    """Whether the expected close of an open deal was put off once too often."""
    return not deal.closed_at and deal.moved >= policy.slips


def passed(deal: Deal) -> Message:
    """That the expected close is over."""
    return say("expected close {day} has passed", day=deal.expected_on)


def slipped(deal: Deal) -> Message:
    """How often the expected close was put off."""
    return say_n("put off {count} time, first expected {day}",
                 "put off {count} times, first expected {day}",
                 deal.moved, day=deal.first_expected_on)  # fmt: skip


def step_moved(deal: Deal, due: datetime, now: datetime) -> list[Change]:
    """The next step at another time, which lies ahead."""
    still_open(deal)
    if limit(due, now) < now:
        raise Usage(say("{due} is past; a next step lies ahead", due=due))
    return update(deal, next_due_at=due)
