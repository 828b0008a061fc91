"""Gifts to and from clients, and how much a calendar year allows to be given to one of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.days import day_of
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused
from cmcli.messages import Money, say
from cmcli.named import NamedTuple

# Per cent of the limit from which a birthday is a reason to look at what was given.
_NEAR = 80


class Gift(NamedTuple):
    """`kind` is given or received; `approved_by` is who allowed it beyond the limit of the year."""

    id: int
    client_id: int
    kind: str
    at: datetime
    text: str
    amount: int
    currency: str
    occasion: str | None
    approved_by: str | None
    created_at: datetime


def used(gifts: Iterable[Gift], year: int, currency: str, now: datetime) -> Money:
    """What these gifts of a calendar year came to: those given, in one currency."""
    return Money(
        sum(
            gift.amount for gift in gifts
            if gift.kind == "given" and gift.currency == currency and _year(gift, now) == year
        ),
        currency,
    )  # fmt: skip


def _year(gift: Gift, now: datetime) -> int:
    return day_of(gift.at, now).year


def recorded(gift: Gift, others: Iterable[Gift], limit: Money, now: datetime) -> list[Change]:
    """A new gift beside the client's others; raises `Refused` beyond the limit of its year."""
    _within(gift, others, limit, now)
    return [insert(gift)]


def corrected(
    gift: Gift, others: Iterable[Gift], limit: Money, now: datetime, **fields: object
) -> list[Change]:
    """Other values. An approval holds for what was approved: for more, or in another year, it is
    given anew.
    """  # noqa: D205
    changed = gift._replace(**fields)  # type: ignore[arg-type]
    more = changed.amount > gift.amount or _year(changed, now) != _year(gift, now)
    if more and "approved_by" not in fields:
        changed = changed._replace(approved_by=None)
    if more or (gift.approved_by and not changed.approved_by):
        _within(changed, others, limit, now)
    return update(gift, **changed._asdict())


def _within(gift: Gift, others: Iterable[Gift], limit: Money, now: datetime) -> None:
    if gift.kind != "given" or gift.approved_by or gift.currency != limit.currency:
        return
    before = used((other for other in others if other.id != gift.id), _year(gift, now),
                  limit.currency, now)  # fmt: skip
    total = before._replace(amount=before.amount + gift.amount)
    if total.amount > limit.amount:
        raise Refused(
            say("gifts to this client would come to {total} in {year}, the limit is {limit}",
                total=total, year=str(_year(gift, now)), limit=limit),
            say("where somebody allows it: --approved NAME (limit: cm config get gift.limit)"),
        )  # fmt: skip


# The agenda


def agenda(
    birthdays: Iterable[AgendaItem], gifts: Mapping[int, list[Gift]], limit: Money, now: datetime
) -> Iterator[AgendaItem]:
    """A birthday is near and little is left for a present; `gifts` of this year, by client."""
    for item in birthdays:
        mine = gifts.get(item.client.id, []) if item.client else []
        given = used(mine, now.year, limit.currency, now)
        if not given.amount or given.amount * 100 < limit.amount * _NEAR:
            continue
        last = max(mine, key=lambda gift: (gift.kind == "given", gift.at, gift.id))
        why = say(
            "A birthday is near, and the gifts of the year reached {share} % of the limit (cm "
            "config get gift.limit). Beyond it a gift is refused unless somebody allows it.",
            share=_NEAR,
        )
        yield AgendaItem(
            ref_of("gift", last.id), "gift", "dates", item.client,
            say("gifts of the year: {given} of {limit}", given=given, limit=limit),
            item.due, "open", item.when, why,
        )  # fmt: skip
