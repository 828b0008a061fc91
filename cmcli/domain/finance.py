"""What a balance tells: ratios of a household or a company, their ranges, what to do about them.

A value that stands exactly on a threshold is in range, but for the two that have to stay below
theirs: debt to assets, and debt service to income.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from cmcli.domain.profile import INVESTED, LIQUID, ProfileFile
from cmcli.messages import Message, Money, say
from cmcli.named import NamedTuple

# Around the share of net worth that should be invested.
_AROUND = 0.2
# Days between two balances whose revenues are a year apart.
_A_YEAR = (275, 456)


class Thresholds(NamedTuple):
    """The settings `finance.*`: liquidity in months, shares from 0 to 1, the others in times."""

    liquidity_low: float = 3.0
    liquidity_high: float = 6.0
    debt: float = 0.5
    debt_service: float = 0.4
    savings: float = 0.3
    investment: float = 0.5
    current_ratio: float = 1.5
    quick_ratio: float = 1.0
    debt_equity: float = 2.0
    interest_cover: float = 3.0
    growth: float = 0.0


class Ratio(NamedTuple):
    """`value` is `top` over `bottom` (minor units), None where there is nothing under the line;
    `low` and `high` are the range, either may be open; `state` is ok, low, high or unknown, and
    ok where no range is set; `unit` is months, share or times; `setting` names the threshold.
    """  # noqa: D205

    name: str
    value: float | None
    low: float | None
    high: float | None
    state: str
    unit: str
    top: int | None
    bottom: int | None
    setting: str | None

    @property
    def is_out(self) -> bool:
        """Whether it is out of its range."""
        return self.state in ("low", "high")


class Finding(NamedTuple):
    """A ratio, and the first day of an unbroken row of balances at which it was out as it is."""

    ratio: Ratio
    since: date | None


def ratios(file: ProfileFile, before: ProfileFile | None, kind: str, t: Thresholds) -> list[Ratio]:
    """The ratios of a balance; `before` is the one about a year earlier, for a company's growth.

    `kind` is person or company.
    """
    return _company(file, before, t) if kind == "company" else _household(file, t)


def _household(file: ProfileFile, t: Thresholds) -> list[Ratio]:
    income, service = file.items.get("income"), debt_service(file)
    saved = None
    out = outgoings(file)
    if income is not None and out is not None:
        saved = income - out
    around = (max(round(t.investment - _AROUND, 6), 0.0), round(t.investment + _AROUND, 6))
    return [
        _ratio("liquidity", "months", file.held(*LIQUID), out,
               t.liquidity_low, t.liquidity_high, "liquidity_low"),
        _ratio("debt_to_assets", "share", file.debts, file.assets, None, t.debt, "debt"),
        _ratio("debt_service", "share", service, income, None, t.debt_service, "debt_service"),
        _ratio("savings_rate", "share", saved, income, t.savings, None, "savings"),
        _ratio("investment_share", "share", file.held(*INVESTED), file.net_worth, *around,
               "investment"),
        _ratio("share_of_wallet", "share", file.items.get("with_us"), file.financial),
    ]  # fmt: skip


def _company(file: ProfileFile, before: ProfileFile | None, t: Thresholds) -> list[Ratio]:
    items = file.items
    current, stock = items.get("current_assets"), items.get("inventory")
    quick = None if current is None or stock is None else current - stock
    revenue, earlier = items.get("revenue"), revenue_before(file, before)
    grown = None if revenue is None or earlier is None else revenue - earlier
    due = items.get("current_debt")
    return [
        _ratio("current_ratio", "times", current, due, t.current_ratio, None, "current_ratio"),
        _ratio("quick_ratio", "times", quick, due, t.quick_ratio, None, "quick_ratio"),
        _ratio("debt_to_equity", "times", file.debts, file.net_worth, None, t.debt_equity,
               "debt_equity"),
        _ratio("interest_cover", "times", items.get("profit"), items.get("interest"),
               t.interest_cover, None, "interest_cover"),
        _ratio("revenue_growth", "share", grown, earlier, t.growth, None, "growth"),
    ]  # fmt: skip


def _ratio(
    name: str, unit: str, top: int | None, bottom: int | None,
    low: float | None = None, high: float | None = None, setting: str | None = None,
) -> Ratio:  # fmt: skip
    value = top / bottom if top is not None and bottom is not None and bottom > 0 else None
    state = _state(name, value, low, high)
    if _unbearable(top, bottom, low, high):
        state = "high"
    return Ratio(name, value, low, high, state, unit, top, bottom,
                 f"finance.{setting}" if setting else None)  # fmt: skip


# These stay below their threshold; the others may stand on it.
BELOW = ("debt_to_assets", "debt_service")


def _state(name: str, value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "unknown"
    if low is not None and value < low:
        return "low"
    over = high is not None and (value >= high if name in BELOW else value > high)
    return "high" if over else "ok"


def _unbearable(top: int | None, bottom: int | None, low: float | None, high: float | None) -> bool:
    """Debts, or their service, that no assets, equity or income bear: beyond any limit."""
    limited = high is not None and low is None
    return limited and bool(top) and bottom is not None and bottom <= 0


# The parts of them that are defined once


def debt_service(file: ProfileFile) -> int | None:
    """A month's instalments; nothing where the balance shows no debts."""
    service = file.items.get("debt_service")
    return 0 if service is None and file.debts == 0 else service


def outgoings(file: ProfileFile) -> int | None:
    """A month's spending with the debt service, as far as that is known; None without spending."""
    spending = file.items.get("spending")
    return None if spending is None else spending + (debt_service(file) or 0)


def revenue_before(file: ProfileFile, before: ProfileFile | None) -> int | None:
    """The revenue of the year before: as stated, else that of the balance `before`."""
    stated = file.items.get("revenue_before")
    if stated is not None or before is None:
        return stated
    same = before.profile.currency == file.profile.currency
    return before.items.get("revenue") if same else None


def year_earlier(file: ProfileFile, history: Iterable[ProfileFile]) -> ProfileFile | None:
    """The balance nearest to a year before, nine to fifteen months back."""
    least, most = _A_YEAR

    def days(other: ProfileFile) -> int:
        return (file.profile.as_of_on - other.profile.as_of_on).days

    found = [other for other in history if least <= days(other) <= most]
    return min(found, key=lambda other: abs(days(other) - 365), default=None)


# Over the history


def findings(
    file: ProfileFile, history: Iterable[ProfileFile], kind: str, t: Thresholds
) -> list[Finding]:
    """Every ratio of a balance, and since when it is out of range, by today's thresholds."""
    known = sorted(history, key=_order)
    earlier = [other for other in known if _order(other) < _order(file)]
    found = ratios(file, year_earlier(file, known), kind, t)
    past = [(other, ratios(other, year_earlier(other, known), kind, t)) for other in earlier]
    return [
        Finding(ratio, _since(place, ratio, file, past) if ratio.is_out else None)
        for place, ratio in enumerate(found)
    ]


def _order(file: ProfileFile) -> tuple[date, int]:
    return file.profile.as_of_on, file.profile.id


def _since(
    place: int, ratio: Ratio, file: ProfileFile, past: Sequence[tuple[ProfileFile, list[Ratio]]]
) -> date:
    first = file.profile.as_of_on
    for older, then in reversed(past):
        if then[place].state != ratio.state:
            break
        first = older.profile.as_of_on
    return first


# In words


def in_words(value: float | None, unit: str) -> Message | str:
    """`2.9 months`, `41.3 %`, `1.5`; – where there is none."""
    if value is None:
        return "–"
    text = number(value, unit)
    if unit == "months":
        return say("1 month") if text == "1" else say("{number} months", number=text)
    return f"{text} %" if unit == "share" else text


def number(value: float, unit: str) -> str:
    """The figure alone, of a share in percent: one decimal, none where it is 0."""
    text = f"{value * 100 if unit == 'share' else value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def measure(ratio: Ratio, currency: str) -> Message | None:
    """What to do about a ratio that is out of range, with the amount; None where it is not."""
    if not ratio.is_out:
        return None
    if ratio.value is None:
        return say("nothing bears the debts: no new credit; agree with the lender on a plan")
    return _MEASURES[ratio.name, ratio.state](ratio, currency)


def _away(ratio: Ratio, currency: str) -> Money:
    """How much the top is away from the limit it missed."""
    limit = (ratio.low if ratio.state == "low" else ratio.high) or 0.0
    return Money(abs(round(limit * (ratio.bottom or 0)) - (ratio.top or 0)), currency)


def _limit(ratio: Ratio) -> Message | str:
    return in_words(ratio.low if ratio.state == "low" else ratio.high, ratio.unit)


def _fund(ratio: Ratio, currency: str) -> Message:
    whole = Money(round((ratio.low or 0) * (ratio.bottom or 0)), currency)
    return say("build an emergency fund of {limit} of outgoings, {whole}: {away} is lacking",
               limit=_limit(ratio), whole=whole, away=_away(ratio, currency))  # fmt: skip


def _idle(ratio: Ratio, currency: str) -> Message:
    return say("{away} lies idle beyond {limit} of outgoings: invest it within the risk tolerance",
               away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _debts(ratio: Ratio, currency: str) -> Message:
    return say("debts are {away} above {limit} of the assets: no new loans, repay the dearest "
               "first", away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _service(ratio: Ratio, currency: str) -> Message:
    return say("instalments are {away} a month above {limit} of the income: no new loans, a "
               "longer term or a cheaper loan",
               away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _save(ratio: Ratio, currency: str) -> Message:
    return say("save {away} a month more to reach {limit}: a budget, and a standing order on pay "
               "day", away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _invest(ratio: Ratio, currency: str) -> Message:
    return say("{away} more could be invested to reach {limit} of the net worth, within the risk "
               "tolerance", away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _spread(ratio: Ratio, currency: str) -> Message:
    return say("{away} is invested above {limit} of the net worth: move it to deposits, spread "
               "the rest", away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _working_capital(ratio: Ratio, currency: str) -> Message:
    return say("{away} of current assets is lacking: turn short loans into longer ones, collect "
               "what is owed", away=_away(ratio, currency))  # fmt: skip


def _stock(ratio: Ratio, currency: str) -> Message:
    return say("{away} of quick assets is lacking: sell off stock, collect what is owed",
               away=_away(ratio, currency))  # fmt: skip


def _equity(ratio: Ratio, currency: str) -> Message:
    return say("debts are {away} above {limit} times the equity: no new debt, retain profits or "
               "add capital", away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _cover(ratio: Ratio, currency: str) -> Message:
    return say("{away} of profit is lacking to cover interest {limit} times: refinance at a lower "
               "rate before new credit",
               away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


def _growth(ratio: Ratio, currency: str) -> Message:
    if not ratio.low:
        return say("revenue fell by {away}: ask about orders and receivables, review the credit "
                   "line", away=_away(ratio, currency))  # fmt: skip
    return say("revenue is {away} short of {limit} growth: ask about orders and receivables, "
               "review the credit line",
               away=_away(ratio, currency), limit=_limit(ratio))  # fmt: skip


_MEASURES = {
    ("liquidity", "low"): _fund,
    ("liquidity", "high"): _idle,
    ("debt_to_assets", "high"): _debts,
    ("debt_service", "high"): _service,
    ("savings_rate", "low"): _save,
    ("investment_share", "low"): _invest,
    ("investment_share", "high"): _spread,
    ("current_ratio", "low"): _working_capital,
    ("quick_ratio", "low"): _stock,
    ("debt_to_equity", "high"): _equity,
    ("interest_cover", "low"): _cover,
    ("revenue_growth", "low"): _growth,
}
