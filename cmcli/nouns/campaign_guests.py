"""The guests of a campaign: picked by its target group, put on the list, asked, ticked off."""

from datetime import datetime
from pathlib import Path

from cmcli.desk import Desk
from cmcli.domain import campaign as campaigns
from cmcli.domain import campaign_guest as rules
from cmcli.domain.campaign import Campaign
from cmcli.domain.campaign_guest import Told
from cmcli.domain.client import Client, tag_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Message, say, say_n
from cmcli.queries import campaign as queries
from cmcli.queries import campaign_targets
from cmcli.queries.campaign_targets import Target
from cmcli.views import guests as view
from cmcli.views.guests import Written


def targets(here: Desk, campaign: Campaign, where: list[str] | None) -> None:
    """The target group as it is today, nothing written; `where` tries other conditions."""
    found = _picked(here, campaign, where)
    listed = set(_guests(here, campaign))
    here.show(
        lambda: view.targets_document(campaign, found, listed, here.speak),
        lambda: view.targets_page(campaign, found, listed, here.speak),
    )


def _picked(here: Desk, campaign: Campaign, where: list[str] | None = None) -> list[Target]:
    conditions = where or campaigns.conditions(campaign)
    if not conditions:
        raise Usage(
            say("{ref} has no target group", ref=campaign.ref),
            say("cm edit {ref} where='tier=key; age>=60', or name the clients", ref=campaign.ref),
        )
    wheres = here.wheres(conditions)
    return campaign_targets.targets(here.store, here.settings, campaign, wheres, here.now)


def _guests(here: Desk, campaign: Campaign) -> dict[int, campaigns.CampaignGuest]:
    return {client.id: guest for guest, client in queries.guests_of(here.store, campaign.id)}


def invite(here: Desk, campaign: Campaign, clients: list[Client] | None, told: Told) -> None:
    """Onto the list, and asked where `told` says so; without clients the whole target group.

    Nobody for whom the product is not suitable comes onto the list.
    """
    with here.store.transaction():
        guests = _guests(here, campaign)
        wanted = _wanted(here, campaign, clients, guests)
        fitting = [one.client for one in wanted if one.fits or one.client.id in guests]
        found = rules.invited(campaign, guests, fitting, told, here.now)
        here.apply(found.changes, campaign.ref)
    unsuitable = [one for one in wanted if not one.fits and one.client.id not in guests]
    _answer(here, Written(campaign, _said(told), found.new, found.already, unsuitable))


def _wanted(
    here: Desk, campaign: Campaign, clients: list[Client] | None,
    guests: dict[int, campaigns.CampaignGuest],
) -> list[Target]:  # fmt: skip
    if clients is None:
        found = _picked(here, campaign)
        if not found:
            raise campaigns.nobody(campaign)
        return found
    named = campaign_targets.named(here.store, here.settings, campaign, clients, here.now)
    for one in named:
        if not one.fits and one.client.id not in guests:
            raise Refused(
                say("{name} is not listed: {why}", name=one.client.name, why=view.against(one)),
                say("what suits: cm advise {name}", name=one.client.name),
            )
    return named


def _said(told: Told) -> Message:
    if told.reply:
        return say("said {reply}", reply=Code("reply", told.reply))
    return say("asked") if told.at else say("on the guest list")


def take_off(here: Desk, campaign: Campaign, clients: list[Client]) -> None:
    """Off the list."""
    with here.store.transaction():
        found = rules.taken_off(campaign, _guests(here, campaign), map(tag_of, clients))
        here.apply(found.changes, campaign.ref)
    _answer(here, Written(campaign, say("off the guest list"), found.new))


def attend(
    here: Desk, campaign: Campaign, clients: list[Client] | None, at: datetime | None,
    *, walk_in: bool,
) -> None:  # fmt: skip
    """They were there; without clients everybody who said yes."""
    with here.store.transaction():
        pairs = queries.guests_of(here.store, campaign.id)
        came = [client for guest, client in pairs if guest.reply == "yes"]
        if clients is not None:
            came = [tag_of(client) for client in clients]
        _tick(here, Written(campaign, say("came"), came), at, walk_in=walk_in)


def attend_file(
    here: Desk, campaign: Campaign, path: Path, at: datetime | None, *, walk_in: bool, strict: bool
) -> None:
    """Those whom a sign-in list names; whoever it does not find or who is not on the guest list is
    told, and with `strict` nothing is written then.
    """  # noqa: D205
    from cmcli.transfer import guest_list

    lines = guest_list.read(path)
    with here.store.transaction():
        guests = set(_guests(here, campaign))
        found, unknown = guest_list.matched(here.store, lines, guests)
        uninvited = [] if walk_in else [one for one in found if one.id not in guests]
        came = [one for one in found if one not in uninvited]
        wrong = len(unknown) + len(uninvited)
        done = Written(
            campaign, say("came"), came, uninvited=uninvited, unknown=unknown,
            written=not (strict and wrong),
        )  # fmt: skip
        _tick(here, done, at, walk_in=walk_in)
    if strict and wrong:
        raise Usage(
            say_n("{count} line was rejected; with --strict nothing is written",
                  "{count} lines were rejected; with --strict nothing is written", wrong)
        )  # fmt: skip


def _tick(here: Desk, done: Written, at: datetime | None, *, walk_in: bool) -> None:
    """Tick off whom `done` has as new, unless it is not to be written, and say what came of it."""
    campaign = done.campaign
    moment = rules.there_at(campaign, at, here.now)
    guests = _guests(here, campaign)
    found = rules.attended(campaign, guests, done.new, moment, walk_in=walk_in)
    if done.written:
        here.apply(found.changes, campaign.ref)
    _answer(here, done._replace(new=found.new, already=found.already))


def _answer(here: Desk, done: Written) -> None:
    here.show(lambda: view.document(done, here.speak), lambda: view.page(done, here.speak))
