"""What to offer a client, and what not: ranked by parts that are each said, never by a bare score.

Points are small whole numbers; the reasons beside them are the explanation. Nothing that the rules
of suitability forbid or warn of is ever offered.
"""

from collections.abc import Iterable
from datetime import date

from cmcli.domain.needs import Theme, matching
from cmcli.domain.product import Product
from cmcli.domain.suitability import (
    SUITABLE,
    Buyer,
    Finding,
    Policy,
    is_elder,
    judge,
    valid_level,
)
from cmcli.messages import Message, Money, joined, say
from cmcli.named import NamedTuple

# Credit, cards and services are no investment.
INVESTMENTS = ("deposit", "wealth", "fund", "insurance")
LIQUID_MONTHS = 3
# A longer term than this ties money up.
LONG_TERM = 365


class Kept(NamedTuple):
    """A holding of the client: its product, value, and the day it matures, if any."""

    product_id: int
    name: str
    kind: str
    value: Money
    maturity_on: date | None = None


class Situation(NamedTuple):
    """What is known of the client: `amount` to invest where it is known, `needs` in their words,
    `liquidity` months of spending that liquid assets cover, `holdings` with us.
    """  # noqa: D205

    buyer: Buyer
    needs: str = ""
    amount: Money | None = None
    liquidity: float | None = None
    holdings: tuple[Kept, ...] = ()


class Terms(NamedTuple):
    """`concentration` is the greatest share of one product; `ahead` the days in which a holding
    that matures is money to place.
    """  # noqa: D205

    suitability: Policy
    concentration: float = 0.5
    ahead: int = 90
    liquidity_low: float = LIQUID_MONTHS


class Part(NamedTuple):
    """One reason for or against, with its points; `name` is fit, need, maturity, means,
    liquidity, spread or age.
    """  # noqa: D205

    name: str
    points: int
    reason: Message


_TELLING = ("maturity", "need", "fit", "age", "liquidity", "spread", "means")


class Offer(NamedTuple):
    """A product that may be offered, and why."""

    product: Product
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        """The sum of the parts."""
        return sum(part.points for part in self.parts)


class Reason(NamedTuple):
    """Why a product is not offered; `code` is off_sale, minimum or a finding's code."""

    code: str
    text: Message
    source: Message | None = None


class Excluded(NamedTuple):
    """A product that is not offered, and every reason."""

    product: Product
    reasons: tuple[Reason, ...]


class Advised(NamedTuple):
    """The offers, the best first, and what was left out."""

    offers: tuple[Offer, ...]
    excluded: tuple[Excluded, ...]


def advise(products: Iterable[Product], found: Situation, day: date, terms: Terms) -> Advised:
    """Every product of the catalogue, offered or excluded."""
    offers, excluded = [], []
    for product in products:
        reasons = against(product, found, day, terms)
        if reasons:
            excluded.append(Excluded(product, reasons))
        else:
            offers.append(Offer(product, tuple(_parts(product, found, day, terms))))
    offers.sort(key=lambda offer: (-offer.score, offer.product.level or 0, offer.product.code))
    excluded.sort(key=lambda one: one.product.code)
    return Advised(tuple(offers), tuple(excluded))


def against(product: Product, found: Situation, day: date, terms: Terms) -> tuple[Reason, ...]:
    """Why a product is not offered to this client; empty where it may be."""
    if product.kind not in INVESTMENTS:
        return (Reason("no_investment", say("no investment")),)
    reasons: list[Reason] = []
    if not product.on_sale(day):
        reasons.append(Reason("off_sale", say("not on sale on {day}", day=day)))
    reasons += _too_little(product, found)
    reasons += _above(product, found, day)
    # What is asked for at least is judged where nobody said how much.
    amount = found.amount or _minimum(product)
    verdict = judge(product, found.buyer, amount, day, terms.suitability)
    if verdict.outcome != SUITABLE:
        said = {reason.code for reason in reasons}
        reasons += [
            Reason(one.code, short(one, product, found.buyer), one.source)
            for one in verdict.findings
            if not (one.code == "means" and "minimum" in said)
        ]
    return tuple(reasons)


def _above(product: Product, found: Situation, day: date) -> list[Reason]:
    """A level above the client's, also where no regime asks for one: never offered."""
    level, held = valid_level(found.buyer, day), found.buyer.assessment
    if product.regime != "none" or level is None or held is None or (product.level or 0) <= level:
        return []
    text = say("R{risk} is above {level}", risk=product.level, level=held.level)
    return [Reason("level", text)]


def short(finding: Finding, product: Product, buyer: Buyer) -> Message:
    """A finding where product and client stand beside it: neither need be named."""
    held = buyer.assessment
    if finding.code == "level" and held:
        return say("R{risk} is above {level}", risk=product.level, level=held.level)
    if finding.code == "unassessed":
        return say("no assessment")
    if finding.code == "lapsed" and held:
        return say("the assessment lapsed after {day}", day=held.expires_on)
    return finding.reason


def _minimum(product: Product) -> Money | None:
    if product.minimum is None or product.currency is None:
        return None
    return Money(product.minimum, product.currency)


def _too_little(product: Product, found: Situation) -> list[Reason]:
    least = _minimum(product)
    if least is None or least.amount == 0:
        return []
    for have in (found.amount, found.buyer.means):
        if have and have.currency == least.currency and have.amount < least.amount:
            text = say("from {least}, and there are {have}", least=least, have=have)
            return [Reason("minimum", text)]
    return []


# The parts of a score


def _parts(product: Product, found: Situation, day: date, terms: Terms) -> list[Part]:
    parts = [
        _fit(product, found, day),
        *_needs(product, found),
        *_maturities(product, found, day, terms),
        *_means(product, found),
        *_liquidity(product, found, terms),
        *_spread(product, found, terms),
    ]
    if is_elder(product, found.buyer, terms.suitability):
        reason = say("{age} years old: a stronger warning and an explicit confirmation",
                     age=found.buyer.age)  # fmt: skip
        parts.append(Part("age", -15, reason))
    return parts


def _fit(product: Product, found: Situation, day: date) -> Part:
    """The nearer to the client's level the better: too careful is not wrong, but less fitting."""
    level = valid_level(found.buyer, day)
    if product.level is None or level is None:
        return Part("fit", 10, say("no investment risk"))
    below = level - product.level
    held = found.buyer.assessment
    text = say("R{risk} within {level}", risk=product.level, level=held.level if held else "")
    return Part("fit", 30 - 8 * below, text)


def _needs(product: Product, found: Situation) -> list[Part]:
    themes = [theme for theme in matching(found.needs) if _serves(product, theme)]
    return [
        Part("need", 20, say("serves the need: {theme}", theme=theme.name)) for theme in themes[:2]
    ]


def in_one(parts: Iterable[Part]) -> list[Part]:
    """The parts as they are told: several needs in one, where the first of them stands."""
    found = list(parts)
    needs = [part for part in found if part.name == "need"]
    if len(needs) < 2:
        return found
    themes = joined([dict(part.reason.params)["theme"] for part in needs], ", ")
    one = Part("need", sum(part.points for part in needs),
               say("serves the needs: {themes}", themes=themes))  # fmt: skip
    return [one if part == needs[0] else part for part in found if part not in needs[1:]]


def telling(offer: Offer) -> list[Message]:
    """The reasons in a line, first what tells this client from the others of a list."""
    parts = sorted(in_one(offer.parts), key=lambda part: _TELLING.index(part.name))
    return [_briefly(part) for part in parts]


def _briefly(part: Part) -> Message:
    """Without what every line of a list would repeat."""
    said = dict(part.reason.params)
    if part.name == "maturity":
        return say("{value} matures {day}", value=said["value"], day=said["day"])
    if part.name == "need":
        return say("serves {themes}", themes=said.get("themes") or said["theme"])
    return part.reason


def _serves(product: Product, theme: Theme) -> bool:
    """By its kind, term and level, or since the catalogue says whom it is for."""
    in_words = any(word in (product.target or "").lower() for word in theme.words)
    in_time = theme.longest is None or (product.term or 0) <= theme.longest
    in_care = theme.least <= (product.level or 0) <= theme.most
    return in_words or (product.kind in theme.kinds and in_time and in_care)


def _maturities(product: Product, found: Situation, day: date, terms: Terms) -> list[Part]:
    """A holding that matures soon is money to place, best in something of its own kind."""
    soon = [
        one for one in found.holdings
        if one.maturity_on and 0 <= (one.maturity_on - day).days <= terms.ahead
    ]  # fmt: skip
    same = next((one for one in soon if one.kind == product.kind), None)
    if same is None:
        return []
    text = say("follows {value} in {name}, which matures {day}", value=same.value, name=same.name,
               day=same.maturity_on)  # fmt: skip
    return [Part("maturity", 15, text)]


def _means(product: Product, found: Situation) -> list[Part]:
    means, amount = found.buyer.means, found.amount or _minimum(product)
    if means is None or amount is None or means.currency != amount.currency or not means.amount:
        return []
    part = amount.amount / means.amount
    points = 10 if part <= 0.3 else 5 if part <= 0.5 else -10
    share = f"{100 * part:.0f} %" if part >= 0.01 else "<1 %"
    text = say("{share} of the financial assets", share=share)
    return [Part("means", points, text)]


def _liquidity(product: Product, found: Situation, terms: Terms) -> list[Part]:
    """Who has little at hand is not tied up."""
    if found.liquidity is None or found.liquidity >= terms.liquidity_low:
        return []
    months = f"{found.liquidity:.1f}"
    if (product.term or 0) > LONG_TERM:
        text = say("ties money up, and cash covers only {months} months", months=months)
        return [Part("liquidity", -15, text)]
    return [
        Part("liquidity", 5, say("cash covers only {months} months: kept short", months=months))
    ]


def _spread(product: Product, found: Situation, terms: Terms) -> list[Part]:
    """Another product spreads the risk; more of what is most of it already does not."""
    if product.regime == "none" or not found.holdings:
        return []
    currency = product.currency or found.holdings[0].value.currency
    mine = [one for one in found.holdings if one.value.currency == currency]
    total = sum(one.value.amount for one in mine)
    held = sum(one.value.amount for one in mine if one.product_id == product.id)
    if total and held / total > terms.concentration:
        text = say("already {share} of what the client holds", share=f"{100 * held / total:.0f} %")
        return [Part("spread", -20, text)]
    if not held and not any(one.kind == product.kind for one in mine):
        return [Part("spread", 8, say("spreads: the client holds none of this kind"))]
    return []
