"""What a campaign puts on the agenda: guests to ask before it, guests to speak with after it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.campaign import Campaign
from cmcli.domain.client import ClientTag
from cmcli.domain.days import WorkingDay, day_of, limit, midnight, working_days
from cmcli.domain.ref import ref_of
from cmcli.messages import Message, joined, say, say_n
from cmcli.named import NamedTuple

# Working days to the follow-up call, and natural days after which nobody asks for it any more.
FOLLOW_UP, GIVE_UP = 2, 30


class Policy(NamedTuple):
    """Days before the event from which guests are to be asked, and lines a day of them."""

    is_working: WorkingDay
    call_days: int = 14
    share: int = 5


class ToAsk(NamedTuple):
    """A campaign and its guests whom nobody asked yet."""

    campaign: Campaign
    guests: tuple[ClientTag, ...]


class Attended(NamedTuple):
    """A guest who was there, and when somebody last reached them."""

    campaign: Campaign
    client: ClientTag
    reached_at: datetime | None


def calls(rows: Iterable[ToAsk], now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """Guests to ask, key clients first: a share a day of each campaign, and how many are left."""
    today = now.date()
    for campaign, guests in rows:
        ahead = (campaign.start_on - today).days
        if not guests or ahead > policy.call_days or today > campaign.end_on:
            continue
        by = campaign.start_on if ahead > 0 else campaign.end_on
        ordered = sorted(guests, key=lambda guest: (guest.tier != "key", guest.id))
        for guest in ordered[: policy.share]:
            yield _call(campaign, guest, by, now, policy)
        left = len(guests) - policy.share
        if left > 0:
            yield _more(campaign, left, len(guests), by, now, policy)


def _call(
    campaign: Campaign, guest: ClientTag, by: date, now: datetime, policy: Policy
) -> AgendaItem:
    title = say("invite to {campaign}", campaign=campaign.name)
    why = say(
        "On the guest list of {ref} ({start} to {end}) and not asked yet; guests are to be asked "
        "from {days} days before (setting campaign.call_days). Asked: cm campaign invite {ref} "
        "{name} --reply yes", ref=campaign.ref, start=campaign.start_on, end=campaign.end_on,
        days=policy.call_days, name=guest.name,
    )  # fmt: skip
    when = joined([_by(midnight(by, now.tzinfo), now), campaign.ref])
    return AgendaItem(
        ref_of("client", guest.id), "invitation", "growth", guest, title,
        midnight(by, now.tzinfo), "open", when, why,
    )  # fmt: skip


def _more(
    campaign: Campaign, left: int, waiting: int, by: date, now: datetime, policy: Policy
) -> AgendaItem:
    days = max(working_days(now.date(), by - timedelta(days=1), policy.is_working), 1)
    pace = -(-waiting // days)
    why = say("{n} guests of {ref} are not asked yet, and {days} working days are left.",
              n=waiting, ref=campaign.ref, days=days)  # fmt: skip
    title = say_n("{campaign}: {count} more to ask", "{campaign}: {count} more to ask", left,
                  campaign=campaign.name)  # fmt: skip
    when = joined([
        say("{n} a day", n=pace), say("cm campaign show {ref}", ref=campaign.ref),
    ])  # fmt: skip
    return AgendaItem(
        campaign.ref, "campaign", "growth", None, title, midnight(by, now.tzinfo), "open", when, why
    )


def follow_ups(rows: Iterable[Attended], now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """Guests who were there and whom nobody has reached since it ended."""
    for campaign, client, reached_at in rows:
        over = midnight(campaign.end_on + timedelta(days=1), now.tzinfo)
        gone = (now.date() - campaign.end_on).days
        if gone < 1 or gone > GIVE_UP or (reached_at and reached_at >= over):
            continue
        yield _follow_up(campaign, client, now, policy)


def _follow_up(campaign: Campaign, client: ClientTag, now: datetime, policy: Policy) -> AgendaItem:
    due = midnight(follow_up_day(campaign.end_on, policy.is_working), now.tzinfo)
    late = limit(due, now) < now
    why = say(
        "{name} was at {campaign} ({ref}), which ended on {day}, and nobody has reached them "
        "since: a guest is called by the second working day after. A contact that reaches them "
        "ends it; it is given up after {days} days.", name=client.name, campaign=campaign.name,
        ref=campaign.ref, day=campaign.end_on, days=GIVE_UP,
    )  # fmt: skip
    return AgendaItem(
        ref_of("client", client.id), "follow_up", "growth", client,
        say("call after {campaign}", campaign=campaign.name), due,
        "overdue" if late else "open", joined([_by(due, now), campaign.ref]), why,
    )  # fmt: skip


def _by(due: datetime, now: datetime) -> Message:
    if limit(due, now) < now:
        return say("was due {due}", due=due)
    return say("today") if day_of(due, now) == now.date() else say("by {day}", day=due)


def follow_up_day(end: date, is_working: WorkingDay) -> date:
    """The second working day after the last day of the event."""
    day, left = end, FOLLOW_UP
    while left:
        day += timedelta(days=1)
        left -= is_working(day)
    return day
