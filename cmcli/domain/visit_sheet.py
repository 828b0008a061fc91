"""What is better left alone on a visit, and since when that is known."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from cmcli.domain.advice import Advice
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal
from cmcli.domain.plan import Plan
from cmcli.domain.request import RequestFile
from cmcli.messages import Joined, Message, joined, say
from cmcli.named import NamedTuple

# What was refused so long ago may be offered again.
REMEMBERED = timedelta(days=90)


class Topic(NamedTuple):
    """What not to raise: `kind` is taboo, complaint, lost or refused."""

    kind: str
    text: Message | Joined


class Refused(NamedTuple):
    """An advice the client did not want: the products by number and name."""

    advice: Advice
    products: tuple[tuple[int, str], ...]


# A reply is free text: these words decide it, these few turn them round.
_NO = re.compile(
    r"\b(?:no|not|never|declin\w*|refus\w*|reject\w*|won't|doesn't)\b|[不没拒别勿]|算了|免谈", re.I
)
_YET = re.compile(
    r"\b(?:no (?:hurry|problem|objection)|not (?:bad|yet))\b|不错|不反对|不急|没问题|没意见|差不多",
    re.I,
)


def is_refusal(reply: str | None) -> bool:
    """Whether the reply to an advice reads as a no."""
    return bool(reply and _NO.search(_YET.sub("", reply)))


def topics(
    plan: Plan | None, requests: Iterable[RequestFile], lost: Iterable[Deal],
    refused: Iterable[Refused], now: datetime,
) -> list[Topic]:  # fmt: skip
    """The plan's taboo, complaints in other hands, and what was not wanted in the last 90 days."""
    found = []
    if plan and plan.taboo:
        found.append(Topic("taboo", joined([plan.taboo])))
    found += [topic for file in requests if (topic := _complaint(file))]
    for deal in lost:
        if deal.closed_at and deal.closed_at >= now - REMEMBERED:
            found.append(Topic("lost", _lost(deal, deal.closed_at, now)))
    for one in refused:
        if one.advice.at >= now - REMEMBERED:
            names = joined([name for _, name in one.products], ", ")
            text = say("{names}: offered {day}, {reply}", names=names,
                       day=day_of(one.advice.at, now), reply=one.advice.reply)  # fmt: skip
            found.append(Topic("refused", text))
    return found


def _lost(deal: Deal, closed: datetime, now: datetime) -> Message:
    day = day_of(closed, now)
    if not deal.lost_reason:
        return say("{title}: not wanted {day}", title=deal.title, day=day)
    return say("{title}: not wanted {day}, {reason}", title=deal.title, day=day,
               reason=deal.lost_reason)  # fmt: skip


def _complaint(file: RequestFile) -> Topic | None:
    """A complaint that waits for a mediation, or on which another department works."""
    if file.request.kind != "complaint":
        return None
    parts = {"summary": file.request.summary, "ref": file.ref}
    if any(wait.kind == "mediation" and wait.to_at is None for wait in file.waits):
        return Topic("complaint", say("{summary} ({ref}): in mediation", **parts))
    handed = [event.who for event in file.events if event.kind == "handed_over"]
    if handed:
        who = handed[-1] or say("another department")
        return Topic("complaint", say("{summary} ({ref}): {who} works on it", who=who, **parts))
    return None


def unwanted(lost: Iterable[Deal], refused: Iterable[Refused], now: datetime) -> set[int]:
    """Products that are not offered again so soon."""
    since = now - REMEMBERED
    products = {one.product_id for one in lost if one.closed_at and one.closed_at >= since}
    found = {number for number in products if number}
    for one in refused:
        if one.advice.at >= since:
            found |= {number for number, _ in one.products}
    return found
