"""The demo book's campaigns: an exhibition that paid, a salon to follow up, a promotion ahead."""

from datetime import date, datetime, timedelta
from random import Random

from cmcli.domain.action import Action
from cmcli.domain.assessment import number_of
from cmcli.domain.campaign import Campaign, CampaignCost, CampaignGuest
from cmcli.domain.client import Client
from cmcli.domain.days import day_of
from cmcli.named import NamedTuple
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text


class Event(NamedTuple):
    """What a campaign is, whom it is for, its budget and costs in whole units."""

    name: Text
    kind: str
    place: Text
    target: str
    budget: int
    costs: tuple[tuple[Text, int], ...]
    product: str | None = None


EXHIBITION = Event(
    ("Autumn home fair", "秋季家居博览会"), "exhibition",
    ("exhibition hall, stand B12", "会展中心 B12 展位"), "kind=person", 30_000,
    ((("stand", "展位费"), 18_000), (("leaflets and gifts", "折页与礼品"), 6_500)),
)  # fmt: skip
SALON = Event(
    ("Salon: planning for retirement", "养老规划沙龙"), "salon",
    ("branch, second floor", "支行二楼贵宾室"), "tier=key", 8_000,
    ((("tea and speaker", "茶歇与讲师"), 5_200),),
)  # fmt: skip
PROMOTION = Event(
    ("Year-end savings week", "年末理财周"), "promotion", ("branch hall", "支行大堂"), "tier=focus",
    12_000, (), "WM-90",
)  # fmt: skip
TASKS: tuple[Text, ...] = (
    ("order the invitations", "印制请柬"),
    ("brief the lobby team", "大堂同事培训"),
)
HELPER: Text = ("lobby manager", "大堂经理")
# Guests of the exhibition and how many came; deals credited to it.
_FAIR, _CAME, _CREDITED = 40, 26, 7
# Guests of the salon who were reached since, and who were not.
_REACHED, _OPEN = 6, 3
# Guests of the promotion who said yes, no, and who are still to be asked.
_YES, _NO, _TO_ASK = 6, 2, 3


def add_campaigns(book: Book) -> None:
    """Three of them; deals of the quarter are credited to the first."""
    dice = book.chance("campaigns")
    _exhibition(book, dice)
    _salon(book, dice)
    _promotion(book, dice)


def _campaign(book: Book, event: Event, start: date, end: date) -> Campaign:
    made = book.at(max(start - timedelta(days=20), book.days[0]), 9)
    product = book.products[event.product].id if event.product else None
    unit = book.amount(1) // 10_000
    campaign = Campaign(
        book.id(), book.text(event.name), event.kind, start, end, book.text(event.place), product,
        event.target, event.budget * unit, book.setup.currency, None, min(made, book.now),
    )  # fmt: skip
    book.campaigns.append(campaign)
    for text, amount in event.costs:
        book.others.append(CampaignCost(
            book.id(), campaign.id, start, book.text(text), amount * unit, book.setup.currency,
            min(book.at(start, 17), book.now),
        ))  # fmt: skip
    return campaign


def _known(book: Book, campaign: Campaign) -> list[Client]:
    """Clients whom the campaign may have asked."""
    return [
        one for one in book.clients
        if one.created_at < campaign.created_at and one.id not in book.quiet
        and one.status == "active"
    ]  # fmt: skip


def _guest(
    book: Book, campaign: Campaign, client: Client, reply: str | None = None,
    came: datetime | None = None,
) -> None:  # fmt: skip
    asked = campaign.created_at + timedelta(days=1) if reply or came else None
    asked = min(asked, book.now) if asked else None
    book.guests.append(CampaignGuest(
        book.id(), campaign.id, client.id, campaign.created_at, asked, reply,
        asked if reply else None, came, None,
    ))  # fmt: skip


def _exhibition(book: Book, dice: Random) -> None:
    first, last = book.back(36), book.back(35)
    campaign = _campaign(book, EXHIBITION, first, last)
    after = [
        (place, deal) for place, deal in enumerate(book.deals)
        if last < day_of(deal.opened_at, book.setup.now) and deal.client_id not in book.quiet
    ]  # fmt: skip
    credited = dice.sample(after, min(len(after), _CREDITED))
    for place, deal in credited:
        book.deals[place] = deal._replace(campaign_id=campaign.id)
    leads = {deal.client_id for _, deal in credited}
    known = _known(book, campaign)
    brought = [one for one in known if one.id in leads]
    others = [one for one in known if one.id not in leads and one.kind == "person"]
    guests = [*brought, *dice.sample(others, min(len(others), _FAIR - len(brought)))]
    for number, client in enumerate(guests):
        came = number < _CAME
        _guest(book, campaign, client, "yes" if came else "no",
               book.at(last, 10 + number % 6) if came else None)  # fmt: skip


def _salon(book: Book, dice: Random) -> None:
    day = book.back(2)
    campaign = _campaign(book, SALON, day, day)
    over = book.at(day + timedelta(days=1))
    reached = {
        one.client_id for one in book.interactions if one.outcome == "reached" and one.at >= over
    }
    known = [one for one in _known(book, campaign) if one.kind == "person"]
    spoken = [one for one in known if one.id in reached]
    silent = [one for one in known if one.tier == "key" and one.id not in reached]
    guests = dice.sample(spoken, min(len(spoken), _REACHED))
    guests += dice.sample(silent, min(len(silent), _OPEN))
    for number, client in enumerate(guests):
        _guest(book, campaign, client, "yes", book.at(day, 14, number))


def _promotion(book: Book, dice: Random) -> None:
    first = book.ahead(6)
    campaign = _campaign(book, PROMOTION, first, book.ahead(10))
    able = {
        one.client_id for one in book.assessments
        if number_of(one.level) >= 2 and one.expires_on > first
    }  # fmt: skip
    known = [one for one in _known(book, campaign) if one.id in able and one.tier == "focus"]
    replies = [*["yes"] * _YES, *["no"] * _NO, *[None] * _TO_ASK]
    for client, reply in zip(dice.sample(known, min(len(known), len(replies))), replies,
                             strict=False):  # fmt: skip
        _guest(book, campaign, client, reply)
    for text, ahead in zip(TASKS, (2, 4), strict=True):
        book.others.append(Action(
            book.id(), None, None, book.text(text), book.text(HELPER), book.at(book.ahead(ahead)),
            None, None, campaign.created_at, campaign_id=campaign.id,
        ))  # fmt: skip
