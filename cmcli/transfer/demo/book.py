"""The book while it is being made up: its records, its days, its language."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from operator import attrgetter
from random import Random

from cmcli.domain.action import Action
from cmcli.domain.advice import Advice, AdviceItem
from cmcli.domain.assessment import Assessment
from cmcli.domain.callback import Callback
from cmcli.domain.campaign import Campaign, CampaignGuest
from cmcli.domain.change import Change, Record, insert
from cmcli.domain.client import Client, Standing
from cmcli.domain.days import WorkingDay, day_of, quarter_start
from cmcli.domain.deal import Deal, DealStage
from cmcli.domain.disclosure import Disclosure
from cmcli.domain.feedback import Feedback
from cmcli.domain.holding import Holding, HoldingMove
from cmcli.domain.interaction import MEETING_CHANNELS, Interaction
from cmcli.domain.money import exponent
from cmcli.domain.plan import Plan
from cmcli.domain.price import Price
from cmcli.domain.product import Product
from cmcli.domain.profile import Profile, ProfileItem
from cmcli.domain.prospect import Prospect, ProspectStage
from cmcli.domain.request import Request, RequestClock, RequestWait
from cmcli.domain.risk import Risk, RiskReview
from cmcli.domain.sale_check import SaleCheck
from cmcli.domain.setting import Setting
from cmcli.named import NamedTuple
from cmcli.transfer.demo.names import Text

DAYS = 100

LunarDay = Callable[[date], tuple[int, int] | None]


class Setup(NamedTuple):
    """What a demo book depends on: the moment, the language, the currency, the calendars."""

    now: datetime
    language: str
    currency: str
    is_working: WorkingDay
    lunar: LunarDay
    sound: Callable[[str, bool], tuple[str, str]]


class Book:
    """Records are collected in any order and numbered by their time when they are written."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.now = setup.now.astimezone(UTC)
        self.today = setup.now.date()
        self._ids = count(-1, -1)
        self._column = 1 if setup.language == "zh_CN" else 0
        back = (self.today - timedelta(days=n) for n in range(DAYS, 0, -1))
        self.days = [day for day in back if setup.is_working(day)]
        self.settings: list[Setting] = []
        self.clients: list[Client] = []
        self.standings: list[Standing] = []
        self.products: dict[str, Product] = {}
        self.requests: list[Request] = []
        self.clocks: list[RequestClock] = []
        self.waits: list[RequestWait] = []
        self.deals: list[Deal] = []
        self.stages: list[DealStage] = []
        self.callbacks: list[Callback] = []
        self.interactions: list[Interaction] = []
        self.feedback: list[Feedback] = []
        self.actions: list[Action] = []
        self.plans: list[Plan] = []
        self.assessments: list[Assessment] = []
        # By the product's code, the oldest first.
        self.prices: dict[str, list[Price]] = {}
        self.holdings: list[Holding] = []
        self.moves: list[HoldingMove] = []
        self.disclosures: list[Disclosure] = []
        self.checks: list[SaleCheck] = []
        self.profiles: list[Profile] = []
        self.profile_items: list[ProfileItem] = []
        self.advices: list[Advice] = []
        self.advice_items: list[AdviceItem] = []
        self.risks: list[Risk] = []
        self.reviews: list[RiskReview] = []
        self.prospects: list[Prospect] = []
        self.prospect_stages: list[ProspectStage] = []
        self.campaigns: list[Campaign] = []
        self.guests: list[CampaignGuest] = []
        # What no other part of the book reads: a noun of its own needs no list here.
        self.others: list[Record] = []
        # What belongs to one of the others, in the order in which it was added.
        self.parts: list[Record] = []
        # Sales after a warning, and the client whose level fell.
        self.warned: set[int] = set()
        self.fallen: int | None = None
        # Key clients met this quarter, and clients whose last days belong to the morning alone.
        self.met: set[int] = set()
        self.quiet: set[int] = set()

    def chance(self, part: str) -> Random:
        """The dice of one part: what another part rolls changes nothing in it."""
        return Random(f"cm demo {part}")  # noqa: S311 believable, not secret

    def id(self) -> int:
        """The number of a new record."""
        return next(self._ids)

    def text(self, text: Text, **fields: str) -> str:
        """A text in the language of the book."""
        return text[self._column].format(**fields)

    def amount(self, ten_thousands: int) -> int:
        """Minor units of so many ten thousands."""
        return int(ten_thousands * 10_000 * 10 ** exponent(self.setup.currency))

    # Times

    def at(self, day: date, hour: int = 0, minute: int = 0) -> datetime:
        """An instant of a local day."""
        return datetime.combine(day, time(hour, minute), self.setup.now.tzinfo).astimezone(UTC)

    def office_time(self, dice: Random, day: date, *, until: int = 17) -> datetime:
        """A moment of working hours, rounded to a minute nobody would make up."""
        hours = [hour for hour in (9, 9, 10, 10, 11, 13, 14, 14, 15, 16, 17) if hour <= until]
        hour = dice.choice(hours)
        minute = dice.randrange(30, 60) if hour == 13 else dice.randrange(0, 55)
        return self.at(day, hour, minute)

    def back(self, working_days: int) -> date:
        """The working day so many before today."""
        return self.days[max(len(self.days) - working_days, 0)]

    def ahead(self, working_days: int) -> date:
        """The working day so many after today."""
        day = self.today
        while working_days:
            day += timedelta(days=1)
            working_days -= self.setup.is_working(day)
        return day

    def worked(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.setup.is_working(day):
            day -= timedelta(days=1)
        return day

    def traded(self, day: date) -> date:
        """The day itself, or the next on which the markets are open."""
        while day.weekday() >= 5 or not self.setup.is_working(day):
            day += timedelta(days=1)
        return day

    @property
    def quarter(self) -> date:
        """The first day of the present quarter."""
        return quarter_start(self.today)

    def in_quarter(self, at: datetime) -> bool:
        """Whether an instant lies in the present quarter."""
        return day_of(at, self.setup.now) >= self.quarter

    # Records

    def client(self, name: str) -> Client:
        """The client of that name."""
        return next(client for client in self.clients if client.name == name)

    def contact(
        self, client_id: int, at: datetime, channel: str, note: str | None, *,
        direction: str = "out", outcome: str = "reached", minutes: int | None = None,
        callback: int | None = None, request: int | None = None, deal: int | None = None,
    ) -> None:  # fmt: skip
        """A contact; a key client not met this quarter was only written to in it."""
        counts = outcome == "reached" and channel in MEETING_CHANNELS
        if counts and self.in_quarter(at) and not self._may_meet(client_id):
            channel, minutes = "wechat", None
        self.interactions.append(
            Interaction(self.id(), client_id, at, channel, direction, outcome, minutes, note,
                        callback, request, deal, min(at + timedelta(minutes=6), self.now))
        )  # fmt: skip

    def _may_meet(self, client_id: int) -> bool:
        tier = next(client.tier for client in self.clients if client.id == client_id)
        return tier != "key" or client_id in self.met

    def changes(self) -> list[Change]:
        """Everything, each noun in the order of its time."""
        nouns: list[Iterable[Record]] = [
            self.settings,
            self.products.values(),
            sorted(self.campaigns, key=attrgetter("created_at")),
            sorted(self.clients, key=attrgetter("created_at")),
            sorted(self.standings, key=attrgetter("since_at")),
            sorted(self.requests, key=attrgetter("asked_at")),
            sorted(self.clocks, key=attrgetter("started_at")),
            sorted(self.waits, key=attrgetter("from_at")),
            sorted(self.deals, key=attrgetter("opened_at")),
            sorted(self.stages, key=attrgetter("at")),
            sorted(self.callbacks, key=attrgetter("created_at")),
            sorted(self.interactions, key=attrgetter("at")),
            sorted(self.feedback, key=attrgetter("at")),
            sorted(self.actions, key=attrgetter("created_at")),
            sorted(self.plans, key=attrgetter("created_at")),
            (price for prices in self.prices.values() for price in prices),
            sorted(self.assessments, key=attrgetter("at")),
            sorted(self.holdings, key=attrgetter("created_at")),
            sorted(self.moves, key=attrgetter("moved_on")),
            sorted(self.disclosures, key=attrgetter("at")),
            sorted(self.checks, key=attrgetter("at")),
            sorted(self.profiles, key=attrgetter("as_of_on")),
            self.profile_items,
            sorted(self.advices, key=attrgetter("at")),
            self.advice_items,
            sorted(self.risks, key=attrgetter("opened_at")),
            sorted(self.reviews, key=attrgetter("at")),
            sorted(self.prospects, key=attrgetter("opened_at")),
            sorted(self.prospect_stages, key=attrgetter("at")),
            sorted(self.guests, key=attrgetter("listed_at")),
            sorted(self.others, key=attrgetter("created_at")),
            self.parts,
        ]
        return [insert(record) for noun in nouns for record in noun]
