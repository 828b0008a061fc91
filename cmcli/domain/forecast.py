"""What the open deals of a period may come to: by their stages, and by the past's own dice."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from random import Random

from cmcli.domain.deal import OPEN_STAGES, Deal
from cmcli.domain.figures.business import Sale, sums
from cmcli.domain.measure import Span
from cmcli.domain.pipeline import Chance, Past
from cmcli.errors import Usage
from cmcli.messages import Money, say
from cmcli.named import NamedTuple

DRAWS = 2000
# From the 10th to the 90th of a hundred draws.
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
# Any number will do as long as it stays the same.
_SEED = "cm deal forecast"


class Pile(NamedTuple):
    """Some open deals."""

    deals: list[Sale]

    @property
    def amounts(self) -> tuple[Money, ...]:
        """What they add up to, each currency by itself."""
        return sums(self.deals)

    @property
    def unvalued(self) -> int:
        """How many have no amount yet."""
        return sum(deal.amount is None for deal, _ in self.deals)


def weighted(deals: Sequence[Sale], chances: dict[str, Fraction]) -> tuple[Money, ...]:
    """Amounts times the chance of each deal's stage, each currency by itself, rounded once."""
    exact: dict[str, Fraction] = {}
    for deal, _ in deals:
        part = (deal.amount or 0) * chances[deal.stage]
        exact[deal.currency] = exact.get(deal.currency, Fraction()) + part
    return tuple(Money(round(total), currency) for currency, total in sorted(exact.items()))


class Stage(NamedTuple):
    """The deals of a stage that are expected in the period, and its two chances."""

    stage: str
    pile: Pile
    chance: Fraction
    history: Chance


class Forecast(NamedTuple):
    """Open deals by what is known of their close. `best` are those expected in the period,
    `committed` those of them in negotiation, `overdue` those whose day has passed; `earlier` were
    expected before the period, `undated` have no day. `closed` is the size of the history.
    """  # noqa: D205

    stages: list[Stage]
    best: Pile
    committed: Pile
    overdue: Pile
    earlier: Pile
    undated: Pile
    closed: int

    @property
    def by_setting(self) -> tuple[Money, ...]:
        """The period's deals, each times the chance of its stage by the settings."""
        return weighted(self.best.deals, {line.stage: line.chance for line in self.stages})

    @property
    def by_history(self) -> tuple[Money, ...] | None:
        """The same by past deals; None where a stage in use has too few of them."""
        known = {line.stage: line.history.share for line in self.stages}
        found = {stage: share for stage, share in known.items() if share is not None}
        if any(deal.stage not in found for deal, _ in self.best.deals):
            return None
        return weighted(self.best.deals, found)


def not_past(over: Span) -> None:
    """Raise `Usage` for a period that is over."""
    if over.period.end < over.now.date():
        raise Usage(
            say("{period} is over; a forecast looks ahead", period=over.period.name),
            say("what came of it: cm deal stats {period}", period=over.period.name),
        )


def forecast(
    deals: list[Sale], over: Span, chances: dict[str, float], history: dict[str, Chance],
    closed: int,
) -> Forecast:  # fmt: skip
    """Open deals sorted by when they are expected to close."""
    first, last, today = over.period.start, over.period.end, over.now.date()
    days = [(pair, pair[0].expected_on) for pair in deals]
    best = Pile([pair for pair, day in days if day and first <= day <= last])
    stages = [
        Stage(stage, Pile([pair for pair in best.deals if pair[0].stage == stage]),
              Fraction(str(chances[stage])), history[stage])
        for stage in OPEN_STAGES
    ]  # fmt: skip
    return Forecast(
        stages, best, stages[-1].pile,
        Pile([pair for pair, day in days if day and first <= day <= last and day < today]),
        Pile([pair for pair, day in days if day and day < first]),
        Pile([pair for pair, day in days if day is None]),
        closed,
    )  # fmt: skip


# The range ------------------------------------------------------------------------------------


class Range(NamedTuple):
    """Sums of all draws by currency, in order; and the same with what is won already."""

    draws: dict[str, list[int]]

    def at(self, currency: str, share: float) -> int:
        """The sum below which that share of the draws lies."""
        return percentile(self.draws[currency], share)

    def reached(self, currency: str, gap: int) -> float:
        """The share of the draws that come to at least `gap`."""
        found = self.draws.get(currency, [0] * DRAWS)
        return sum(total >= gap for total in found) / len(found)


def percentile(ordered: Sequence[int], share: float) -> int:
    """The value at that share of the way through, between two of them in proportion."""
    place = share * (len(ordered) - 1)
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return round(low + (high - low) * (place - floor(place)))


def drawn(deals: Sequence[Deal], past: list[Past], least: int, draws: int = DRAWS) -> Range | None:
    """Let each deal end as a past one did, drawn at random, many times over.

    Drawn from those that were in its stage, or from all where these are fewer than `least`; None
    where all are. The same deals and the same past give the same range: each deal has dice of its
    own, so that one more deal moves no other.
    """
    if len(past) < least:
        return None
    pools = {stage: _pool(past, stage, least) for stage in OPEN_STAGES}
    totals: dict[str, list[float]] = {}
    for deal in sorted(deals, key=lambda deal: deal.id):
        # No secret: the same dice every time are the point.
        roll, pool = Random(f"{_SEED} {deal.id}").random, pools[deal.stage]  # noqa: S311
        size, amount = len(pool), deal.amount or 0
        before = totals.get(deal.currency, [0.0] * draws)
        totals[deal.currency] = [total + amount * pool[int(roll() * size)] for total in before]
    return Range({
        currency: sorted(round(total) for total in found) for currency, found in totals.items()
    })  # fmt: skip


def _pool(past: list[Past], stage: str, least: int) -> list[float]:
    same = [each.ratio for each in past if each.entered(stage)]
    return same if len(same) >= least else [each.ratio for each in past]


# The goal -------------------------------------------------------------------------------------


class Gap(NamedTuple):
    """What is missing to a goal: deals of the average size to be won, and to be worked on at the
    win rate of the past (None where it knows none); the open deals that would close it first, and
    what would still be missing after them.
    """  # noqa: D205

    goal: Money
    amount: int
    average: int | None
    win_rate: float | None
    to_win: int | None
    to_work: int | None
    closing: list[Sale]
    missing: int


def gap(goal: Money, won: int, average: int | None, win_rate: float | None, found: Forecast) -> Gap:
    """From what is won already to the goal; nothing is missing once it is reached."""
    amount = max(goal.amount - won, 0)
    to_win = ceil(Fraction(amount, average)) if average else None
    to_work = None
    if average and win_rate:
        to_work = ceil(Fraction(amount) / (average * Fraction(win_rate).limit_denominator(10**6)))
    closing, missing = _first(found, amount, goal.currency)
    return Gap(goal, amount, average, win_rate, to_win, to_work, closing, missing)


def _first(found: Forecast, amount: int, currency: str) -> tuple[list[Sale], int]:
    """Deals of the period until the gap is closed: the likeliest stage, the nearest day, the
    larger amount first.
    """  # noqa: D205
    chance = {line.stage: line.chance for line in found.stages}
    able = [pair for pair in found.best.deals if pair[0].currency == currency and pair[0].amount]
    able.sort(key=lambda pair: (-chance[pair[0].stage], pair[0].expected_on, -(pair[0].amount or 0),
                                pair[0].id))  # fmt: skip
    closing: list[Sale] = []
    for pair in able:
        if amount <= 0:
            break
        closing.append(pair)
        amount -= pair[0].amount or 0
    return closing, max(amount, 0)
