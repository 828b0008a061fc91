"""Figures of the deals. Every sum, mean and factor is of one currency; they never mix."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from cmcli.domain.client import ClientTag
from cmcli.domain.deal import CLOSED_STAGES, OPEN_STAGES, Deal, DealStage, cycle_days, thought
from cmcli.domain.measure import Drawn, Evidence, Row, Said, Span
from cmcli.domain.money import nearest
from cmcli.domain.rounding import percent
from cmcli.messages import Code, Money, joined, say
from cmcli.named import NamedTuple

Sale = tuple[Deal, ClientTag]
# Parts of a whole that a chance is known in.
_FINE = 10**9


class Deals(NamedTuple):
    """Deals, the stages each went through (the oldest first), and each stage's chance."""

    rows: list[Sale]
    stages: dict[int, list[DealStage]]
    chances: dict[str, float]

    def closed(self, over: Span, *stages: str) -> list[Sale]:
        """Those that came to one of these ends in the period."""
        return [
            pair for pair in self.rows if pair[0].stage in stages and over.holds(pair[0].closed_at)
        ]

    def open(self, over: Span) -> list[Sale]:
        """Those open at the period's end."""
        at = over.moment
        return [pair for pair in self.rows if _open(pair[0], at)]


def _open(deal: Deal, at: datetime) -> bool:
    return deal.opened_at <= at and (deal.closed_at is None or deal.closed_at > at)


def _row(deal: Deal, client: ClientTag, value: float | Money = 1, note: Said | None = None) -> Row:
    return Row("deal", deal.id, client, deal.closed_at or deal.opened_at, deal.title, value, note)


def _amounts(pairs: Iterable[Sale]) -> list[Row]:
    """Each deal with its amount; one without an amount adds nothing."""
    return [
        _row(deal, client, Money(deal.amount or 0, deal.currency),
             say("no amount yet") if deal.amount is None else None)
        for deal, client in pairs
    ]  # fmt: skip


def opened(facts: Deals, over: Span) -> Evidence:
    """Deals that began in the period."""
    return Evidence([
        _row(deal, client)._replace(at=deal.opened_at)
        for deal, client in facts.rows if over.holds(deal.opened_at)
    ])  # fmt: skip


def won(facts: Deals, over: Span) -> Evidence:
    """Deals won in the period."""
    return Evidence([_row(*pair) for pair in facts.closed(over, "won")])


def lost(facts: Deals, over: Span) -> Evidence:
    """Deals lost in the period."""
    return Evidence([
        _row(deal, client, note=deal.lost_reason) for deal, client in facts.closed(over, "lost")
    ])  # fmt: skip


def won_amount(facts: Deals, over: Span) -> Evidence:
    """What the deals won in the period came to."""
    return Evidence(_amounts(facts.closed(over, "won")))


def average_won(facts: Deals, over: Span) -> Evidence:
    """The amounts to take the mean of: an unknown one is not a zero."""
    return Evidence(_amounts(p for p in facts.closed(over, "won") if p[0].amount is not None))


def win_rate(facts: Deals, over: Span) -> Evidence:
    """Won or lost, of the deals closed in the period."""
    return Evidence([
        _row(deal, client, int(deal.stage == "won"), Code("stage", deal.stage))
        for deal, client in facts.closed(over, *CLOSED_STAGES)
    ])  # fmt: skip


def cycle(facts: Deals, over: Span) -> Evidence:
    """Days from the opening to the closing of each deal won in the period."""
    return Evidence([
        _row(deal, client, cycle_days(deal, over.now))
        for deal, client in facts.closed(over, "won")
    ])  # fmt: skip


def open_amount(facts: Deals, over: Span) -> Evidence:
    """What the deals open at the period's end may come to."""
    found = facts.open(over)
    values = [Money(deal.amount or 0, deal.currency) for deal, _ in found]

    def draw() -> list[Row]:
        staged = zip(_openings(found), _stages(facts, found, over), strict=True)
        return [row._replace(note=row.note or Code("stage", stage)) for row, stage in staged]

    return Evidence(Drawn(draw, values))


def _openings(pairs: list[Sale]) -> list[Row]:
    """Each deal with its amount, by the day it was opened."""
    both = zip(_amounts(pairs), pairs, strict=True)
    return [row._replace(at=deal.opened_at) for row, (deal, _) in both]


def _stages(facts: Deals, pairs: list[Sale], over: Span) -> list[str]:
    """The stage each was in at the period's end."""
    at = over.moment
    return [stage_at(deal, facts.stages.get(deal.id, []), at) for deal, _ in pairs]


def stage_at(deal: Deal, stages: list[DealStage], at: datetime) -> str:
    """The open stage a deal was in. Where none is on record: today's, or the first of all
    for a deal closed since, the most careful guess.
    """  # noqa: D205
    passed = [entry.stage for entry in stages if entry.at <= at and entry.stage in OPEN_STAGES]
    if passed:
        return passed[-1]
    return deal.stage if deal.stage in OPEN_STAGES else OPEN_STAGES[0]


def weighted_amount(facts: Deals, over: Span) -> Evidence:
    """Amounts open at the period's end, times the chance of the stage each was in then."""
    found = facts.open(over)
    # A chance as it is written: 12.5 % is 125 of a thousand.
    chances = {stage: round(chance * _FINE) for stage, chance in facts.chances.items()}
    stages = _stages(facts, found, over)
    values = _whole([
        (deal.currency, (deal.amount or 0) * chances[stage], _FINE)
        for (deal, _), stage in zip(found, stages, strict=True)
    ])  # fmt: skip

    def draw() -> list[Row]:
        return [
            row._replace(value=value, note=joined([Code("stage", s), _share(facts.chances[s])]))
            for row, value, s in zip(_openings(found), values, stages, strict=True)
        ]

    return Evidence(Drawn(draw, values))


def _share(chance: float) -> str:
    return percent(float(chance))


def _whole(exact: Sequence[tuple[str, int, int]]) -> list[Money]:
    """Whole minor units whose sum is the rounded sum of `exact`, by currency. Each is a currency
    and a fraction, whose denominator is the same for all of that currency.

    Rounding each alone would let many of them drift from what they add up to.
    """  # noqa: D205
    result, sums, said = [], dict[str, int](), dict[str, int]()
    for currency, part, whole in exact:
        sums[currency] = sums.get(currency, 0) + part
        total = nearest(sums[currency], whole)
        result.append(Money(total - said.get(currency, 0), currency))
        said[currency] = total
    return result


class Pace(NamedTuple):
    """What velocity is made of, for one currency: deals open, won, won with an amount and closed,
    the minor units of those amounts, and the days that those won took.
    """  # noqa: D205

    currency: str
    open: int
    amount: int
    priced: int
    won: int
    closed: int
    days: int

    @property
    def each(self) -> tuple[int, int]:
        """Minor units a day that one open deal stands for, as a fraction: the average won times
        the share won, over the mean days to close.
        """  # noqa: D205
        return self.amount * self.won * self.won, self.priced * self.closed * self.days


def velocity(facts: Deals, over: Span) -> Evidence:
    """Open deals x average won x win rate / cycle days, shared out over the open deals."""
    open_deals = facts.open(over)
    closed = facts.closed(over, *CLOSED_STAGES)
    currencies = sorted({deal.currency for deal, _ in [*open_deals, *closed]})
    paces = [pace for c in currencies if (pace := _pace(c, open_deals, closed, over.now))]
    if not paces:
        return Evidence(None)
    each = {pace.currency: pace.each for pace in paces}
    shared = [pair for pair in open_deals if pair[0].currency in each]
    values = _whole([(deal.currency, *each[deal.currency]) for deal, _ in shared])

    def draw() -> list[Row]:
        return [
            _row(*pair, value)._replace(at=pair[0].opened_at)
            for pair, value in zip(shared, values, strict=True)
        ]

    parts = tuple(part for pace in paces for part in _factors(pace))
    return Evidence(Drawn(draw, values), parts)


def _pace(currency: str, open_deals: list[Sale], closed: list[Sale], now: datetime) -> Pace | None:
    ended = [deal for deal, _ in closed if deal.currency == currency]
    sold = [deal for deal in ended if deal.stage == "won"]
    amounts = [deal.amount for deal in sold if deal.amount is not None]
    days = sum(cycle_days(deal, now) for deal in sold)
    if not amounts or days <= 0:
        return None
    return Pace(
        currency, sum(deal.currency == currency for deal, _ in open_deals),
        sum(amounts), len(amounts), len(sold), len(ended), days,
    )  # fmt: skip


def _factors(pace: Pace) -> list[tuple[Said, object]]:
    return [
        (say("open deals"), pace.open),
        (say("average of a deal won"), Money(nearest(pace.amount, pace.priced), pace.currency)),
        (say("won of those closed"), f"{100 * pace.won / pace.closed:.1f} %"),
        (say("mean days to close"), f"{pace.days / pace.won:.1f}"),
    ]


# What the report lists


def coming(facts: Deals, over: Span, until: datetime) -> list[Row]:
    """Next steps and expected closes of open deals, after the period and before `until`."""
    rows: list[Row] = []
    for deal, client in facts.open(over):
        if deal.next_due_at and over.end <= deal.next_due_at < until:
            rows.append(_row(deal, client, note=deal.next)._replace(at=deal.next_due_at))
        elif deal.expected_on and _within(deal.expected_on, over, until):
            note = say("expected to close {day}", day=deal.expected_on)
            rows.append(_row(deal, client, note=note)._replace(at=None))
    return rows


def _within(day: date, over: Span, until: datetime) -> bool:
    return over.period.end < day < until.astimezone(over.now.tzinfo).date()


def sums(pairs: Iterable[Sale]) -> tuple[Money, ...]:
    """What the deals add up to, each currency by itself; one without an amount adds nothing."""
    totals: dict[str, int] = {}
    for deal, _ in pairs:
        totals[deal.currency] = totals.get(deal.currency, 0) + (deal.amount or 0)
    return tuple(Money(total, currency) for currency, total in sorted(totals.items()))


def lost_sums(pairs: Iterable[Sale]) -> tuple[Money, ...]:
    """What deals that were lost had been thought to come to."""
    return sums((deal._replace(amount=thought(deal)), client) for deal, client in pairs)


class Loss(NamedTuple):
    """A reason of losses (None where none was given), how often, and what was lost with it."""

    reason: str | None
    times: int
    amounts: tuple[Money, ...]


def losses(facts: Deals, over: Span) -> list[Loss]:
    """Why deals were lost, the most frequent reason first."""
    found: dict[str | None, list[Sale]] = {}
    for pair in facts.closed(over, "lost"):
        found.setdefault(pair[0].lost_reason, []).append(pair)
    lost = [Loss(reason, len(pairs), lost_sums(pairs)) for reason, pairs in found.items()]
    return sorted(lost, key=lambda loss: (-loss.times, loss.reason is None, loss.reason or ""))


def reasons(facts: Deals, over: Span) -> list[tuple[str | None, int]]:
    """The same without the amounts."""
    return [(loss.reason, loss.times) for loss in losses(facts, over)]
