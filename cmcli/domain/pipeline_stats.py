"""What came of deals, by stage, product, source, size or tier; why and when they were lost."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.deal import CLOSED_STAGES, OPEN_STAGES, Deal, thought
from cmcli.domain.figures import business
from cmcli.domain.figures.business import Deals, Loss, Sale
from cmcli.domain.measure import Said, Span, Value, median
from cmcli.domain.money import exponent
from cmcli.errors import Usage
from cmcli.messages import Code, Money, say
from cmcli.named import NamedTuple

BY = ("stage", "product", "source", "size", "tier")

# A measure's value over some of the deals: there is one definition of each, and it is not here.
Figures = Callable[[str, Deals], Value]


class Key(NamedTuple):
    """A group: its place, how a program and a person call it. A `code` of None is the rest."""

    place: tuple[Any, ...]
    code: str | None
    name: Said


Keys = Callable[[Deal, ClientTag], list[Key]]


class Line(NamedTuple):
    """The figures of a group of deals."""

    key: Key | None
    open: int
    won: int
    lost: int
    win_rate: Value
    won_amount: Value
    average_won: Value
    cycle_days: Value
    cycle_median: float | None
    velocity: Value


class Quarter(NamedTuple):
    """The ends of a calendar quarter, as far as it lies in the period; what was lost in it."""

    name: str
    won: int
    lost: int
    lost_amounts: tuple[Money, ...]

    @property
    def win_rate(self) -> float | None:
        """Won over won and lost."""
        return self.won / (self.won + self.lost) if self.won + self.lost else None


class Stats(NamedTuple):
    """The figures of all deals and of each group, the losses by reason and by quarter."""

    total: Line
    groups: list[Line]
    losses: list[Loss]
    quarters: list[Quarter]


def stats(facts: Deals, over: Span, keys: Keys, figures: Figures) -> Stats:
    """The deals of a period; one may stand in several groups, as it was in several stages."""
    groups: dict[Key, list[Sale]] = {}
    for pair in _within(facts, over):
        for key in keys(*pair):
            groups.setdefault(key, []).append(pair)
    ordered = sorted(groups.items(), key=lambda item: (item[0].code is None, item[0].place))
    lines = [_line(key, facts._replace(rows=rows), over, figures) for key, rows in ordered]
    return Stats(
        _line(None, facts, over, figures),
        lines,
        business.losses(facts, over),
        _quarters(facts, over),
    )


def _within(facts: Deals, over: Span) -> list[Sale]:
    closed, open_ = facts.closed(over, *CLOSED_STAGES), facts.open(over)
    known = {deal.id for deal, _ in closed}
    return [*closed, *(pair for pair in open_ if pair[0].id not in known)]


def _line(key: Key | None, facts: Deals, over: Span, figures: Figures) -> Line:
    days = [row.value for row in business.cycle(facts, over).rows or []]
    return Line(
        key, len(facts.open(over)), len(facts.closed(over, "won")),
        len(facts.closed(over, "lost")), figures("deals.win_rate", facts),
        figures("deals.won_amount", facts), figures("deals.average_won", facts),
        figures("deals.cycle_days", facts), median([d for d in days if not isinstance(d, Money)]),
        figures("deals.velocity", facts),
    )  # fmt: skip


def _quarters(facts: Deals, over: Span) -> list[Quarter]:
    """Every quarter from the first end to the last."""
    ends: dict[int, list[Sale]] = {}
    for deal, client in facts.closed(over, *CLOSED_STAGES):
        assert deal.closed_at
        day = day_of(deal.closed_at, over.now)
        ends.setdefault(4 * day.year + (day.month - 1) // 3, []).append((deal, client))
    span = range(min(ends), max(ends) + 1) if ends else range(0)
    return [_quarter(number, ends.get(number, [])) for number in span]


def _quarter(number: int, ends: list[Sale]) -> Quarter:
    lost = [pair for pair in ends if pair[0].stage == "lost"]
    name = f"{number // 4}Q{number % 4 + 1}"
    return Quarter(name, len(ends) - len(lost), len(lost), business.lost_sums(lost))


# Groups ---------------------------------------------------------------------------------------


def by_stage(facts: Deals) -> Keys:
    """Each open stage that a deal entered; an imported one often has none on record."""
    rest = Key((), None, say("stages not on record"))

    def keys(deal: Deal, client: ClientTag) -> list[Key]:
        entered = {entry.stage for entry in facts.stages.get(deal.id, [])}
        found = [
            Key((place,), stage, Code("stage", stage))
            for place, stage in enumerate(OPEN_STAGES) if stage in entered
        ]  # fmt: skip
        return found or [rest]

    return keys


def by_product(names: dict[int, str]) -> Keys:
    """The product that was to be sold."""
    rest = Key((), None, say("no product"))

    def keys(deal: Deal, client: ClientTag) -> list[Key]:
        name = names.get(deal.product_id or 0)
        return [Key((name,), f"p{deal.product_id}", name) if name else rest]

    return keys


def by_source(sources: dict[int, str]) -> Keys:
    """How the client came to us."""
    rest = Key((), None, say("source not known"))

    def keys(deal: Deal, client: ClientTag) -> list[Key]:
        source = sources.get(client.id)
        return [Key((source,), source, source) if source else rest]

    return keys


def by_tier(deal: Deal, client: ClientTag) -> list[Key]:
    """The tier of the client today."""
    place = ("key", "focus", "standard").index(client.tier)
    return [Key((place,), client.tier, Code("tier", client.tier))]


def by_size(bounds: tuple[int, ...]) -> Keys:
    """The band of what a deal was thought to come to, in whole units of its own currency."""
    rest = Key((), None, say("no amount"))
    names = _bands(bounds)

    def keys(deal: Deal, client: ClientTag) -> list[Key]:
        amount = thought(deal)
        if amount is None:
            return [rest]
        band = bisect_right(bounds, amount / 10 ** exponent(deal.currency))
        return [names[band]]

    return keys


def _bands(bounds: tuple[int, ...]) -> list[Key]:
    if not bounds:
        return [Key((0,), "0", say("any amount"))]
    first = Key((0,), f"0..{bounds[0]}", say("below {top}", top=f"{bounds[0]:,}"))
    pairs = pairwise(bounds)
    middle = [
        Key((place,), f"{low}..{top}", say("{low} to {top}", low=f"{low:,}", top=f"{top:,}"))
        for place, (low, top) in enumerate(pairs, 1)
    ]
    last = Key((len(bounds),), f"{bounds[-1]}..",
               say("from {low} on", low=f"{bounds[-1]:,}"))  # fmt: skip
    return [first, *middle, last]


def checked_by(text: str) -> str:
    """What to group by; raises `Usage` with what there is."""
    if text in BY:
        return text
    raise Usage(say("{text} is nothing to group deals by", text=text),
                say("one of: {names}", names=", ".join(BY)))  # fmt: skip
