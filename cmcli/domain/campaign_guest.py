"""The guests of a campaign: put on the list, asked, replied, there."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from cmcli.domain.campaign import Campaign, CampaignGuest
from cmcli.domain.campaign import state as state_of
from cmcli.domain.change import Change, delete, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, midnight
from cmcli.errors import Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

# Guests by the number of their client.
Guests = Mapping[int, CampaignGuest]


class Told(NamedTuple):
    """When somebody was asked, and what they said; both None where they are only listed."""

    at: datetime | None = None
    reply: str | None = None


class Outcome(NamedTuple):
    """What is written, for whom something is new, and for whom it was so already."""

    changes: list[Change]
    new: list[ClientTag]
    already: list[ClientTag]


def invited(
    campaign: Campaign, guests: Guests, clients: Iterable[ClientTag], told: Told, now: datetime
) -> Outcome:
    """Each on the list, and asked where `told` says so; raises `Refused` once it is over."""
    found = Outcome([], [], [])
    for number, client in enumerate(dict.fromkeys(clients), start=1):
        guest = guests.get(client.id)
        if guest is None:
            _still_to_come(campaign, now)
            guest = CampaignGuest(
                -number, campaign.id, client.id, now, None, None, None, None, None
            )
            found.changes.append(insert(guest._replace(**_answer(guest, told))))  # type: ignore[arg-type]
            found.new.append(client)
            continue
        changes = update(guest, **_answer(guest, told))
        found.changes.extend(changes)
        (found.new if changes else found.already).append(client)
    return found


def _answer(guest: CampaignGuest, told: Told) -> dict[str, object]:
    """The columns that being asked and replying fill; the first time somebody was asked stays."""
    if told.at is None:
        return {}
    asked: dict[str, object] = {"invited_at": guest.invited_at or told.at}
    if told.reply and told.reply != guest.reply:
        asked |= {"reply": told.reply, "replied_at": told.at}
    return asked


def _still_to_come(campaign: Campaign, now: datetime) -> None:
    if state_of(campaign, now.date()) == "over":
        raise Refused(
            say("{ref} ended on {day}", ref=campaign.ref, day=campaign.end_on),
            say("who came without being invited: cm campaign attend {ref} CLIENT --walk-in",
                ref=campaign.ref),
        )  # fmt: skip


def taken_off(campaign: Campaign, guests: Guests, clients: Iterable[ClientTag]) -> Outcome:
    """Off the list; raises `Refused` for somebody who was there or never stood on it."""
    found = Outcome([], [], [])
    for client in dict.fromkeys(clients):
        guest = guests.get(client.id)
        if guest is None:
            raise _not_listed(campaign, client)
        if guest.attended_at:
            raise Refused(say("{name} was there, and stays on the list", name=client.name))
        found.changes.append(delete(guest))
        found.new.append(client)
    return found


def _not_listed(campaign: Campaign, client: ClientTag) -> Refused:
    return Refused(
        say("{name} is not on the guest list of {ref}", name=client.name, ref=campaign.ref),
        say("cm campaign invite {ref} {name} · who just came: --walk-in",
            ref=campaign.ref, name=client.name),
    )  # fmt: skip


def there_at(campaign: Campaign, at: datetime | None, now: datetime) -> datetime:
    """When somebody was there: now while it runs, its last day once it is over, else `at`.

    Raises `Refused` before it begins and `Usage` for a day that is none of its own.
    """
    if now.date() < campaign.start_on:
        raise Refused(
            say("{ref} begins on {day}; nobody was there yet", ref=campaign.ref,
                day=campaign.start_on)
        )  # fmt: skip
    if at is None:
        over = state_of(campaign, now.date()) == "over"
        return midnight(campaign.end_on, now.tzinfo) if over else now
    if not campaign.start_on <= day_of(at, now) <= campaign.end_on:
        raise Usage(
            say("{at} is no day of {ref}: {start} to {end}", at=at, ref=campaign.ref,
                start=campaign.start_on, end=campaign.end_on)
        )  # fmt: skip
    return at


def attended(
    campaign: Campaign, guests: Guests, clients: Iterable[ClientTag], at: datetime,
    *, walk_in: bool,
) -> Outcome:  # fmt: skip
    """Each was there. Somebody who is not on the list is refused, unless as a walk-in."""
    found = Outcome([], [], [])
    for number, client in enumerate(dict.fromkeys(clients), start=1):
        guest = guests.get(client.id)
        if guest and guest.attended_at:
            found.already.append(client)
            continue
        if guest:
            found.changes.extend(update(guest, attended_at=at))
        elif walk_in:
            found.changes.append(insert(CampaignGuest(
                -number, campaign.id, client.id, at, None, None, None, at, None, 1
            )))  # fmt: skip
        else:
            raise _not_listed(campaign, client)
        found.new.append(client)
    return found


def asked_by_contact(
    campaign: Campaign, guest: CampaignGuest | None, at: datetime, now: datetime
) -> list[Change]:
    """A contact about the campaign, up to its end, asks a guest who was not asked yet."""
    if guest is None or guest.invited_at or guest.attended_at or guest.reply:
        return []
    return update(guest, invited_at=at) if day_of(at, now) <= campaign.end_on else []


def joined(kept: CampaignGuest, other: CampaignGuest) -> list[Change]:
    """Two rows of one person, whose files are merged: the earliest of each time, the last reply."""
    later = max((kept, other), key=lambda one: (one.replied_at is not None, one.replied_at or 0))
    return [
        *update(
            kept, listed_at=min(kept.listed_at, other.listed_at),
            invited_at=_first(kept.invited_at, other.invited_at),
            reply=later.reply, replied_at=later.replied_at,
            attended_at=_first(kept.attended_at, other.attended_at),
            note=kept.note or other.note, walk_in=min(kept.walk_in, other.walk_in),
        ),
        delete(other),
    ]  # fmt: skip


def _first(*times: datetime | None) -> datetime | None:
    return min((at for at in times if at), default=None)


def state(guest: CampaignGuest) -> str:
    """`walk_in`, `attended`, the reply (`yes`, `no`, `maybe`), `asked` or `listed`."""
    if guest.attended_at:
        return "walk_in" if guest.walk_in else "attended"
    return guest.reply or ("asked" if guest.invited_at else "listed")
