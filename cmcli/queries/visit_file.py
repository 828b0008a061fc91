"""What a visit sheet says of a client, read at once."""

from datetime import datetime

from cmcli.config import Settings
from cmcli.domain import advise as ranking
from cmcli.domain import birthday
from cmcli.domain.advise import Offer, Situation
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.cadence import KeyClient, state
from cmcli.domain.callback import Callback
from cmcli.domain.client import Client, tag_of
from cmcli.domain.deal import Deal
from cmcli.domain.feedback import Feedback
from cmcli.domain.opening import Opening, open_hours
from cmcli.domain.product import Product
from cmcli.domain.visit_sheet import Refused, Topic, is_refusal, topics, unwanted
from cmcli.named import NamedTuple
from cmcli.queries import advice, cadence, client_file, policies, wealth
from cmcli.queries.client_file import ClientFile
from cmcli.queries.wealth import Wealth
from cmcli.store import Store

# What is offered, and for how long ahead a birthday is worth a word.
OFFERS, AHEAD = 3, 30


class VisitFile(NamedTuple):
    """The client file with what a visit needs: the visit that is booked, the contact duty and its
    state, what may be offered, the next birthday, what the client said last, what not to raise.
    """  # noqa: D205

    file: ClientFile
    wealth: Wealth
    visit: Callback | None
    duty: tuple[KeyClient, str] | None
    opening: Opening | None
    situation: Situation
    offers: tuple[Offer, ...]
    birthday: AgendaItem | None
    said: Feedback | None
    topics: list[Topic]


def of(
    store: Store, settings: Settings, client: Client, visit: Callback | None, now: datetime
) -> VisitFile:
    """Everything on one client, as of now."""
    file = client_file.file(store, client, 1)
    # The visit itself is no promise to be kept on the visit.
    others = [one for one in file.callbacks if visit is None or one.id != visit.id]
    file = file._replace(callbacks=others)
    lost, refused = _lost(store, client.id), _refused(store, client.id)
    situation = advice.situation(store, settings, client, None, now)
    return VisitFile(
        file, wealth.of(store, client.id, now.date()), visit, _duty(store, settings, client, now),
        open_hours(client, file.plan), situation,
        _offers(store, settings, situation, unwanted(lost, refused, now), now),
        _birthday(settings, client, now), _said(store, client.id),
        topics(file.plan, file.requests, lost, refused, now),
    )  # fmt: skip


def _duty(
    store: Store, settings: Settings, client: Client, now: datetime
) -> tuple[KeyClient, str] | None:
    duty = cadence.duty_of(store, settings, client.id)
    if duty is None:
        return None
    return duty, state(duty.last_met_at, now, policies.cadence_policy(settings), duty.every)


def _offers(
    store: Store, settings: Settings, situation: Situation, gone: set[int], now: datetime
) -> tuple[Offer, ...]:
    """The best of what suits; before a valid assessment nothing, and nothing refused of late."""
    held = situation.buyer.assessment
    if held is None or not held.is_valid(now.date()):
        return ()
    shelf = store.select(Product, "ORDER BY code")
    found = ranking.advise(shelf, situation, now.date(), advice.terms(settings))
    return tuple(one for one in found.offers if one.product.id not in gone)[:OFFERS]


def _lost(store: Store, client_id: int) -> list[Deal]:
    rest = "WHERE client_id = ? AND stage = 'lost' ORDER BY closed_at DESC, id DESC"
    return store.select(Deal, rest, client_id)


def _refused(store: Store, client_id: int) -> list[Refused]:
    files = [one for one in advice.given(store, client_id) if is_refusal(one.advice.reply)]
    names = {one.id: one.name for one in store.select(Product)} if files else {}
    return [
        Refused(one.advice, tuple((i.product_id, names[i.product_id]) for i in one.items))
        for one in files
    ]


def _birthday(settings: Settings, client: Client, now: datetime) -> AgendaItem | None:
    if not client.birthday:
        return None
    lunar = client.birthday.startswith("lunar:")
    policy = policies.birthday_policy(settings, lunar=lunar)._replace(days=AHEAD)
    return next(birthday.agenda([(tag_of(client), client.birthday)], now, policy), None)


def _said(store: Store, client_id: int) -> Feedback | None:
    """The last opinion in words."""
    rest = "WHERE client_id = ? AND text IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1"
    return next(iter(store.select(Feedback, rest, client_id)), None)
