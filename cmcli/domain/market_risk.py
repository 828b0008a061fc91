"""How much what is held moves, and what it may lose: from the daily returns that are known.

Returns are simple and fractions (0.01 is 1 %), the earliest first; losses are positive.
Sources: RiskMetrics Technical Document, 1996; P. Kupiec, Techniques for Verifying the Accuracy of
Risk Measurement Models, 1995. docs/market.md has the formulae.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from cmcli.domain.holding import Held
from cmcli.domain.price import Price, returns
from cmcli.domain.product import Product
from cmcli.named import NamedTuple

# Fewer returns than these tell nothing.
LEAST = 30
YEAR = 252
LEVELS = (0.95, 0.99)
HORIZON = 10
WINDOW = 250
# Prices further apart than this, on the whole, are no daily prices.
_DAILY = 3
# A price that is older than these days says nothing of now.
_STALE = 30
# Below this the exceptions are not by chance.
_CHANCE = 0.05


class Series(NamedTuple):
    """Dated returns; `start` is the day before the first one, None where it is not known."""

    start: date | None
    steps: tuple[tuple[date, float], ...]

    @property
    def returns(self) -> list[float]:
        """The returns alone."""
        return [step for _, step in self.steps]

    @property
    def days(self) -> list[date]:
        """Every day that is known, the start included."""
        return [*([self.start] if self.start else []), *(day for day, _ in self.steps)]

    def last(self, count: int | None) -> "Series":
        """The last so many returns; all where None."""
        left = len(self.steps) - count if count else 0
        return Series(self.steps[left - 1][0], self.steps[left:]) if left > 0 else self


class Policy(NamedTuple):
    """`decay` of the weighted volatility; the figures are of the last `window` days, None: all."""

    decay: float = 0.94
    window: int | None = None


class Volatility(NamedTuple):
    """A standard deviation, of a day and of a year."""

    daily: float
    yearly: float


class Loss(NamedTuple):
    """The loss that is not exceeded on a share `level` of the days: in a day, in ten; `beyond` is
    the mean loss of the days that reach it.
    """  # noqa: D205

    level: float
    day: float
    ten: float
    beyond: float


class Drawdown(NamedTuple):
    """The deepest fall below an earlier peak, as a share of it. `peak_on` is None where the peak
    was before the first day, `trough_on` where there was no fall, `recovered_on` where the peak
    was not reached again.
    """  # noqa: D205

    depth: float
    peak_on: date | None
    trough_on: date | None
    recovered_on: date | None


class Backtest(NamedTuple):
    """On how many days the loss was above what the `window` days before had said; `ratio` is
    Kupiec's likelihood ratio, `p_value` how likely it is to be that large by chance.
    """  # noqa: D205

    level: float
    window: int
    days: int
    exceptions: int
    expected: float
    ratio: float
    p_value: float

    @property
    def is_off(self) -> bool:
        """Whether the figure was wrong more often, or less often, than by chance."""
        return self.p_value < _CHANCE


class Figures(NamedTuple):
    """All figures of a series; `gap` is the longest step between two days, in days."""

    days: int
    since_on: date
    until_on: date
    gap: int
    volatility: Volatility
    weighted: Volatility
    losses: tuple[Loss, ...]
    drawdown: Drawdown
    backtests: tuple[Backtest | None, ...]


# Figures


def volatility(steps: Sequence[float], per_year: int = YEAR) -> Volatility:
    """The sample standard deviation (n - 1)."""
    mean = math.fsum(steps) / len(steps)
    variance = math.fsum((step - mean) ** 2 for step in steps) / (len(steps) - 1)
    return _of_variance(variance, per_year)


def ewma(steps: Sequence[float], decay: float = 0.94, per_year: int = YEAR) -> Volatility:
    """Weighted towards the last days, mean zero, begun with the first squared return."""
    variance = steps[0] ** 2
    for step in steps[1:]:
        variance = decay * variance + (1 - decay) * step**2
    return _of_variance(variance, per_year)


def _of_variance(variance: float, per_year: int) -> Volatility:
    return Volatility(math.sqrt(variance), math.sqrt(variance * per_year))


def value_at_risk(steps: Iterable[float], level: float) -> float:
    """Historical simulation; negative where even that quantile is a gain."""
    return -quantile(sorted(steps), 1 - level)


def shortfall(steps: Sequence[float], level: float) -> float:
    """The mean loss of the days that are as bad as the value at risk, or worse."""
    bound = quantile(sorted(steps), 1 - level)
    tail = [step for step in steps if step <= bound]
    return -math.fsum(tail) / len(tail)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two nearest of `ordered`, linearly, at the place (n - 1) * share."""
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def drawdown(series: Series) -> Drawdown:
    """The deepest fall; of two that are equally deep the earlier."""
    worth, peak, peak_on = 1.0, 1.0, series.start
    found, top = Drawdown(0.0, None, None, None), 1.0
    for day, step in series.steps:
        worth *= 1 + step
        if found.trough_on and not found.recovered_on and worth >= top:
            found = found._replace(recovered_on=day)
        if worth >= peak:
            peak, peak_on = worth, day
        elif 1 - worth / peak > found.depth:
            found, top = Drawdown(1 - worth / peak, peak_on, day, None), peak
    return found


def backtest(steps: Sequence[float], level: float, window: int = WINDOW) -> Backtest | None:
    """The value at risk of every day, from the days before it; None where too few are left."""
    days = len(steps) - window
    if days < LEAST:
        return None
    exceptions = sum(
        -steps[place] > value_at_risk(steps[place - window : place], level)
        for place in range(window, len(steps))
    )
    ratio = kupiec(days, exceptions, 1 - level)
    return Backtest(
        level, window, days, exceptions, days * (1 - level), ratio, math.erfc(math.sqrt(ratio / 2))
    )


def kupiec(days: int, exceptions: int, share: float) -> float:
    """The likelihood ratio of so many exceptions where a `share` of the days is expected."""

    def likelihood(chance: float) -> float:
        # What did not happen has no part in it: log(0) is never asked for.
        missed = (days - exceptions) * math.log(1 - chance) if exceptions < days else 0.0
        return missed + (exceptions * math.log(chance) if exceptions else 0.0)

    return max(0.0, -2 * (likelihood(share) - likelihood(exceptions / days)))


def why_not(series: Series) -> str | None:
    """What forbids figures, a code of `unmeasured`; None where nothing does."""
    if not series.steps:
        return "no_prices"
    if len(series.steps) < LEAST:
        return "too_few_days"
    gaps = sorted((later - earlier).days for earlier, later in pairwise(series.days))
    return "not_daily" if gaps[len(gaps) // 2] > _DAILY else None


def measured(series: Series, policy: Policy) -> Figures | None:
    """All figures of the last days; None where `why_not` says why not."""
    if why_not(series):
        return None
    # The backtest looks back as far as it can: each of its days has a window of its own.
    window = policy.window or WINDOW
    tests = tuple(backtest(series.returns, level, window) for level in LEVELS)
    recent = series.last(policy.window)
    steps = recent.returns
    return Figures(
        len(steps), recent.steps[0][0], recent.steps[-1][0],
        max((later - earlier).days for earlier, later in pairwise(recent.days)),
        volatility(steps), ewma(steps, policy.decay),
        tuple(_loss(steps, level) for level in LEVELS), drawdown(recent), tests,
    )  # fmt: skip


def _loss(steps: Sequence[float], level: float) -> Loss:
    day = value_at_risk(steps, level)
    return Loss(level, day, day * math.sqrt(HORIZON), shortfall(steps, level))


# What is held


class LeftOut(NamedTuple):
    """A holding that the figures do not cover, and why: a code of `unmeasured`."""

    held: Held
    reason: str


class Portfolio(NamedTuple):
    """Holdings of one currency with the returns they would have had, weighted as they are now."""

    currency: str
    held: tuple[Held, ...]
    series: Series

    @property
    def value(self) -> int:
        """Minor units."""
        return sum(one.value for one in self.held)

    @property
    def reason(self) -> str | None:
        """Why there are no figures: each has prices, but they may have few days in common."""
        reason = why_not(self.series)
        return "too_few_days" if reason == "no_prices" else reason


def series_of(prices: Iterable[Price]) -> Series:
    """The returns of one product."""
    ordered = sorted(prices, key=lambda price: price.valued_on)
    return Series(ordered[0].valued_on if ordered else None, tuple(returns(ordered)))


def sifted(
    held: Iterable[Held], known: Mapping[int, Series], day: date, window: int | None = None
) -> tuple[list[Held], list[LeftOut]]:  # fmt: skip
    """What figures can be made of on `day`, by the series of each product, and what is left out;
    where a `window` is asked for also what is too young for it.
    """  # noqa: D205
    covered: list[Held] = []
    left: list[LeftOut] = []
    for one in held:
        reason = _reason(one, known.get(one.product.id, Series(None, ())), day, window)
        if reason:
            left.append(LeftOut(one, reason))
        else:
            covered.append(one)
    return covered, left


def _reason(one: Held, series: Series, day: date, window: int | None) -> str | None:
    if one.is_debt:
        return "owed"
    if one.value <= 0:
        return "no_value"
    if one.product.kind == "deposit" and not series.steps:
        return "deposit"
    reason = why_not(series)
    if reason:
        return reason
    if (day - series.steps[-1][0]).days > _STALE:
        return "old_prices"
    return "too_few_days" if len(series.steps) < (window or 0) else None


def portfolios(held: Iterable[Held], known: Mapping[int, Series]) -> list[Portfolio]:
    """Each currency by itself."""
    groups: dict[str, list[Held]] = {}
    for one in held:
        groups.setdefault(one.holding.currency, []).append(one)
    return [
        Portfolio(currency, tuple(rows), _combined(rows, known))
        for currency, rows in sorted(groups.items())
    ]


def _combined(held: Iterable[Held], known: Mapping[int, Series]) -> Series:
    weights: dict[int, int] = {}
    for one in held:
        weights[one.product.id] = weights.get(one.product.id, 0) + one.value
    return combined([(known[product], weight) for product, weight in weights.items()])


def combined(parts: Sequence[tuple[Series, int]]) -> Series:
    """Weighted returns between the days that all series know."""
    common = set.intersection(*(set(series.days) for series, _ in parts))
    total = sum(weight for _, weight in parts)
    rows = [(_between(series, common), weight) for series, weight in parts]
    days = sorted(common)
    steps = tuple(
        (day, math.fsum(steps[day] * weight for steps, weight in rows) / total) for day in days[1:]
    )
    return Series(days[0] if days else None, steps)


def _between(series: Series, days: set[date]) -> dict[date, float]:
    """The returns from each of these days to the next."""
    found: dict[date, float] = {}
    so_far: float | None = None
    for day, step in series.steps:
        so_far = step if so_far is None else (1 + so_far) * (1 + step) - 1
        if day in days:
            found[day] = so_far
            so_far = None
    return found


def youngest(portfolio: Portfolio, known: Mapping[int, Series]) -> Product | None:
    """The product whose prices begin last; None where all begin on one day."""
    products = {one.product.id: one.product for one in portfolio.held}
    begins = {number: known[number].days[0] for number in products}
    if len(set(begins.values())) < 2:
        return None
    return products[max(begins, key=lambda number: begins[number])]
