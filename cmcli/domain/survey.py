"""Asking for satisfaction: after a request was resolved, and once a quarter of a key client."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.cadence import KeyClient
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, quarter_start
from cmcli.domain.ref import ref_of
from cmcli.domain.request import Request
from cmcli.messages import Joined, Message, say
from cmcli.named import NamedTuple


class Policy(NamedTuple):
    """Days after a request in which satisfaction is asked; lines a day of each kind of asking."""

    ask_days: int = 14
    share: int = 2


class Resolved(NamedTuple):
    """A resolved request, its client, and when that client last gave a feedback."""

    request: Request
    client: ClientTag
    heard_at: datetime | None


def agenda(
    resolved: Iterable[Resolved],
    key_clients: Iterable[tuple[KeyClient, datetime | None]],
    now: datetime,
    policy: Policy,
) -> Iterator[AgendaItem]:
    """Whom to ask today: after a request, and the key clients met but not asked this quarter.

    `key_clients` come with the last time they gave a satisfaction. At most `policy.share` lines
    of each; the request resolved longest ago first, the key client not asked for longest first.
    """
    latest = {found.client.id: found for found in _unasked(resolved, now, policy)}
    waiting = sorted(latest.values(), key=lambda found: found.request.resolved_at or now)
    for found in waiting[: policy.share]:
        yield _after_request(found, policy)
    start = quarter_start(now.date())
    due = [
        (key, asked)
        for key, asked in key_clients
        if key.client.id not in latest
        and key.last_met_at
        and day_of(key.last_met_at, now) >= start
        and (asked is None or day_of(asked, now) < start)
    ]
    for key, asked in sorted(due, key=_longest_not_asked)[: policy.share]:
        yield _this_quarter(key, asked, now)


def _unasked(resolved: Iterable[Resolved], now: datetime, policy: Policy) -> list[Resolved]:
    """Requests resolved of late without a feedback since, the oldest first."""
    since = now - timedelta(days=policy.ask_days)
    found = [
        one
        for one in resolved
        if one.request.resolved_at
        and since <= one.request.resolved_at <= now
        and (one.heard_at is None or one.heard_at < one.request.resolved_at)
    ]
    return sorted(found, key=lambda one: one.request.resolved_at or now)


def _longest_not_asked(pair: tuple[KeyClient, datetime | None]) -> tuple[bool, datetime]:
    key, asked = pair
    return asked is not None, asked or key.since_at


def _after_request(found: Resolved, policy: Policy) -> AgendaItem:
    request = found.request
    ref = ref_of("request", request.id)
    why = say(
        "{ref} was resolved {at} and no feedback came since; satisfaction is asked within {days} "
        "days (setting feedback.ask_days): cm feedback add {name} --satisfaction 1-5 "
        "--request {ref}",
        ref=ref, at=request.resolved_at, days=policy.ask_days, name=found.client.name,
    )  # fmt: skip
    return _survey(ref, found.client, say("satisfied? {what}", what=request.summary),
                   say("resolved {at}", at=request.resolved_at), why)  # fmt: skip


def _this_quarter(key: KeyClient, asked: datetime | None, now: datetime) -> AgendaItem:
    last = say("last asked {day}", day=day_of(asked, now)) if asked else say("never asked")
    met = day_of(key.last_met_at, now) if key.last_met_at else now.date()
    why = say(
        "A key client is asked once a quarter; this one was met on {met} and gave no satisfaction "
        "this quarter. A few are shown a day (setting feedback.share): "
        "cm log {name} --satisfaction 1-5",
        met=met, name=key.client.name,
    )  # fmt: skip
    return _survey(ref_of("client", key.client.id), key.client,
                   say("satisfied with the service?"), last, why)  # fmt: skip


def _survey(
    ref: str, client: ClientTag, title: Message, when: Message | Joined, why: Message
) -> AgendaItem:
    return AgendaItem(ref, "survey", "service", client, title, None, "open", when, why)
