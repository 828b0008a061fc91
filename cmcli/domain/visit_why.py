"""Why a client is visited: what is promised, negotiated, maturing or due by that day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from cmcli.domain import maturity
from cmcli.domain.action import Action
from cmcli.domain.cadence import KeyClient
from cmcli.domain.callback import Callback, is_visit
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, limit
from cmcli.domain.deal import Deal
from cmcli.domain.holding import Held
from cmcli.domain.ref import ref_of
from cmcli.domain.visit import Reason
from cmcli.messages import Code, Money, joined, say

Found = Iterator[tuple[ClientTag, Reason]]


def promises(callbacks: Iterable[tuple[Callback, ClientTag]], now: datetime) -> Found:
    """Callbacks due by then; a visit that is booked is no reason for another."""
    for callback, client in callbacks:
        if not is_visit(callback):
            ref = ref_of("callback", callback.id)
            text = callback.purpose or say("call back")
            promised = say("{text} ({ref})", text=text, ref=ref)
            yield client, Reason("promise", promised, late=limit(callback.due_at, now) < now)


def actions(found: Iterable[tuple[Action, ClientTag | None]], now: datetime) -> Found:
    """What the manager has promised to do by then; what others do is no reason to come."""
    for action, client in found:
        if client and action.due_at and not action.owner:
            text = say("{text} ({ref})", text=action.text, ref=ref_of("action", action.id))
            yield client, Reason("promise", text, late=limit(action.due_at, now) < now)


def deals(found: Iterable[tuple[Deal, ClientTag]], until: datetime, now: datetime) -> Found:
    """Deals that are negotiated, and next steps due before `until`."""
    for deal, client in found:
        due = deal.next_due_at
        stepping = due is not None and due < until
        if deal.stage != "negotiation" and not stepping:
            continue
        amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
        head = say("{text} ({ref})", text=deal.title, ref=ref_of("deal", deal.id))
        parts = [head, deal.next if stepping else None, amount, Code("stage", deal.stage)]
        late = due is not None and limit(due, now) < now
        yield client, Reason("deal", joined(parts, ", "), late=late)


def maturities(held: Iterable[Held], day: date, policy: maturity.Policy) -> Found:
    """What matures so soon that its owner is to be spoken with by that day."""
    for one in held:
        ends = one.holding.maturity_on
        if ends is None or maturity.stages(ends, policy)[0] > day:
            continue
        kind = Code("product_kind", one.product.kind)
        text = say("{kind} {amount} matures {day} ({ref})", kind=kind,
                   amount=Money(one.value, one.holding.currency), day=ends,
                   ref=ref_of("holding", one.holding.id))  # fmt: skip
        yield one.client, Reason("maturity", text, late=ends < day)


def contacts(waiting: Iterable[KeyClient], now: datetime) -> Found:
    """Who is to be met in the running period and was not yet."""
    for key in waiting:
        every = Code("cadence", key.every)
        text = say("contact of the {every} due, never met", every=every)
        if key.last_met_at:
            text = say("contact of the {every} due, last met {day}", every=every,
                       day=day_of(key.last_met_at, now))  # fmt: skip
        yield key.client, Reason("contact", text)


def by_client(*found: Found) -> dict[int, tuple[Reason, ...]]:
    """The reasons of each client, the most pressing first."""
    reasons: dict[int, list[Reason]] = {}
    for source in found:
        for client, reason in source:
            reasons.setdefault(client.id, []).append(reason)
    return {number: tuple(sorted(mine, key=lambda one: one.rank))
            for number, mine in reasons.items()}  # fmt: skip
