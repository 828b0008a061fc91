"""How deals move: the days past deals spent in a stage, their outcome, and what that says of an
open one.
"""  # noqa: D205

from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise

from cmcli.domain import deal as rules
from cmcli.domain.days import day_of
from cmcli.domain.deal import OPEN_STAGES, Deal
from cmcli.domain.measure import median
from cmcli.messages import Code, Message, say, say_n
from cmcli.named import NamedTuple

# A median of fewer deals is an accident, not a habit.
LEAST_FOR_MEDIAN = 5


class Past(NamedTuple):
    """A deal that was won or lost. `path` are the stages it entered, with the day of each, the end
    last; of an imported one often only the end. `ratio` is what it came to over what it was
    thought to come to: 0 where it was lost.
    """  # noqa: D205

    won: bool
    opened_on: date
    closed_on: date
    path: tuple[tuple[str, date], ...] = ()
    ratio: float = 1.0

    def days_in(self, stage: str) -> int | None:
        """Days spent in a stage, all visits together; None where it was never there."""
        steps = pairwise(self.path)
        found = [(after - day).days for (name, day), (_, after) in steps if name == stage]
        return sum(found) if found else None

    def entered(self, stage: str) -> bool:
        """Whether it was in this stage, as far as is on record."""
        return any(name == stage for name, _ in self.path)


def ratio(won: bool, amount: int | None, thought: int | None) -> float:  # noqa: FBT001 a fact
    """What a deal came to over what it was thought to come to, 1 where nothing else is known."""
    if not won:
        return 0.0
    return amount / thought if amount is not None and thought else 1.0


class Norm(NamedTuple):
    """The median days of past deals: in the stage, or (`basis` cycle) from opening to close."""

    median: float
    deals: int
    basis: str


class Chance(NamedTuple):
    """Past deals that entered a stage, and those of them that were won."""

    won: int
    closed: int
    least: int

    @property
    def share(self) -> Fraction | None:
        """The share that was won; None of too few to speak of a share."""
        return Fraction(self.won, self.closed) if 0 < self.closed >= self.least else None


class Habits(NamedTuple):
    """What past deals teach of each stage."""

    norms: dict[str, Norm]
    chances: dict[str, Chance]
    ageing: float = 2.0


def habits(past: list[Past], least: int, ageing: float) -> Habits:
    """Medians and chances by stage; `ageing` times the median makes an open deal old."""
    chances = {stage: _chance(past, stage, least) for stage in OPEN_STAGES}
    cycles = [(each.closed_on - each.opened_on).days for each in past]
    norms = {
        stage: norm for stage in OPEN_STAGES
        if (norm := _norm(_days(past, stage), "stage") or _norm(cycles, "cycle"))
    }  # fmt: skip
    return Habits(norms, chances, ageing)


def _chance(past: list[Past], stage: str, least: int) -> Chance:
    entered = [each for each in past if each.entered(stage)]
    return Chance(sum(each.won for each in entered), len(entered), least)


def _days(past: list[Past], stage: str) -> list[int]:
    return [days for each in past if (days := each.days_in(stage)) is not None]


def _norm(days: list[int], basis: str) -> Norm | None:
    middle = median(days)
    if middle is None or len(days) < LEAST_FOR_MEDIAN:
        return None
    return Norm(middle, len(days), basis)


class Ageing(NamedTuple):
    """Days in the present stage, or since the opening where the norm counts those."""

    days: int
    norm: Norm | None
    late: bool


def ageing(deal: Deal, entered_at: datetime | None, found: Habits, now: datetime) -> Ageing:
    """How long an open deal lies, against the habit; a median below a day counts as one."""
    norm = found.norms.get(deal.stage)
    cycle = norm is not None and norm.basis == "cycle"
    since = deal.opened_at if cycle else entered_at or deal.opened_at
    days = (now.date() - day_of(since, now)).days
    return Ageing(days, norm, norm is not None and days > found.ageing * max(norm.median, 1))


# The gravest first.
SIGNS = ("passed", "slipping", "ageing", "stalled")


class Sign(NamedTuple):
    """Something about an open deal that wants a look: its code, the reason in a sentence, and as
    short as it goes.
    """  # noqa: D205

    code: str
    text: Message
    brief: Message


class Card(NamedTuple):
    """An open deal's age and what is the matter with it."""

    age: Ageing
    signs: tuple[Sign, ...]


Judge = Callable[[Deal], Card | None]


def card(
    deal: Deal, entered_at: datetime | None, found: Habits, policy: rules.Policy, now: datetime
) -> Card | None:
    """The age of an open deal, and its signs: past its close, put off, ageing, stalled."""
    if deal.closed_at:
        return None
    age = ageing(deal, entered_at, found, now)
    return Card(age, tuple(_signs(deal, age, policy, now)))


def _signs(deal: Deal, age: Ageing, policy: rules.Policy, now: datetime) -> Iterable[Sign]:
    if rules.overdue_days(deal, now):
        yield Sign("passed", rules.passed(deal), say("past {day}", day=deal.expected_on))
    if rules.is_slipping(deal, policy):
        brief = say_n("put off {count} time", "put off {count} times", deal.moved)
        yield Sign("slipping", rules.slipped(deal), brief)
    if age.late and age.norm:
        brief = say("{days} d, median {median}", days=age.days, median=f"{age.norm.median:g}")
        yield Sign("ageing", aged(deal, age), brief)
    idle = rules.idle_days(deal, now)
    if idle >= policy.stalled_days:
        text = say_n("untouched for {count} day", "untouched for {count} days", idle)
        yield Sign("stalled", text, say("untouched {days} d", days=idle))


def aged(deal: Deal, age: Ageing) -> Message:
    """The days an open deal lies, and the median it is held against."""
    if age.norm is None:
        return say_n("{count} day in {stage}", "{count} days in {stage}", age.days,
                     stage=Code("stage", deal.stage))  # fmt: skip
    middle = f"{age.norm.median:g}"
    if age.norm.basis == "cycle":
        return say_n(
            "open {count} day, median to close {median}",
            "open {count} days, median to close {median}",
            age.days,
            median=middle,
        )
    return say_n("{count} day in {stage}, median {median}",
                 "{count} days in {stage}, median {median}", age.days,
                 stage=Code("stage", deal.stage), median=middle)  # fmt: skip
