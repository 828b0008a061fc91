"""The product catalogue: what can be offered, to whom, and since when."""

import re
from datetime import date, datetime
from typing import Any

from cmcli.domain.change import Change, insert, update
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Usage
from cmcli.messages import Code, say
from cmcli.named import NamedTuple

# The rules a kind is sold under, unless the catalogue says otherwise.
REGIME_OF = {"wealth": "nfra", "fund": "csrc", "insurance": "insurance"}


class Product(NamedTuple):
    """`risk` is the issuer's rating R1..R5, `seller_risk` the bank's own where it differs; `price`
    and `minimum` are in minor units of `currency`; `term` in days; `expected_return` in percent a
    year; on sale from `from_on` to `until_on`, both included, None meaning without end;
    `equity` is the share in percent that moves with shares, `duration` in years.
    """  # noqa: D205

    id: int
    code: str
    name: str
    kind: str
    risk: str | None
    price: int | None
    currency: str | None
    note: str | None
    created_at: datetime
    regime: str = "none"
    seller_risk: str | None = None
    minimum: int | None = None
    term: int | None = None
    expected_return: float | None = None
    fees: str | None = None
    structure: str | None = None
    risks: str | None = None
    target: str | None = None
    from_on: date | None = None
    until_on: date | None = None
    equity: float | None = None
    duration: float | None = None

    @property
    def level(self) -> int | None:
        """The risk that counts: the higher of the two ratings (NFRA order 2025 no. 7, art. 22)."""
        ratings = [int(rating[1]) for rating in (self.risk, self.seller_risk) if rating]
        return max(ratings, default=None)

    def on_sale(self, day: date) -> bool:
        """Whether it is offered on that day."""
        return (self.from_on or day) <= day <= (self.until_on or day)


def regime_of(kind: str) -> str:
    """The regime a kind is sold under by default."""
    return REGIME_OF.get(kind, "none")


def clean_risk(text: str) -> str:
    """R1 to R5; raises `Usage`."""
    level = text.strip().upper()
    if level not in VOCABULARIES["risk_level"]:
        raise Usage(say("{text} is not a risk level", text=text), say("R1, R2, R3, R4 or R5"))
    return level


def clean_term(text: str) -> int:
    """Whole days, at most a hundred years; raises `Usage`."""
    match = re.fullmatch(r"(\d{1,5})\s*(?:d|days?|天)?", text.strip().lower())
    if not match or not 0 < int(match[1]) <= 36_500:
        raise Usage(say("{text} is no term in days", text=text), say("for example 90 or 365"))
    return int(match[1])


def clean_return(text: str) -> float:
    """Percent a year, `2.85` or `2.85%`; raises `Usage`."""
    match = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,4})?)\s*%?", text.strip())
    if not match or not -100 <= float(match[1]) <= 100:
        raise Usage(say("{text} is no return in percent", text=text), say("for example 2.85"))
    return float(match[1])


def clean_equity(text: str) -> float:
    """The share that moves with shares, `60` or `60%`, 0 to 100; raises `Usage`."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*[%％]?", text.strip())
    if not match or float(match[1]) > 100:
        raise Usage(say("{text} is no share in percent", text=text), say("0 … 100"))
    return float(match[1])


def clean_duration(text: str) -> float:
    """Years, `2.5`, 0 to 100; raises `Usage`."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*(?:y|years?|年)?", text.strip().lower())
    if not match or float(match[1]) > 100:
        raise Usage(
            say("{text} is no duration in years", text=text), say("for example 2.5; 0 … 100")
        )
    return float(match[1])


def added(product: Product) -> list[Change]:
    """A new product."""
    return [insert(_checked(product))]


def edited(product: Product, **fields: Any) -> list[Change]:
    """New facts; what was said before stays in the history.

    A kind that is sold under a regime brings it along; no kind takes one away.
    """
    kind = fields.get("kind", product.kind)
    regime = REGIME_OF.get(kind)
    if regime and kind != product.kind and product.regime == "none":
        fields = {"regime": regime, **fields}
    _checked(product._replace(**fields))
    return update(product, **fields)


def _checked(product: Product) -> Product:
    if product.regime != "none" and product.level is None:
        raise Usage(
            say("a product sold under {regime} needs a risk level", regime=product.regime),
            say("--risk R1 … R5; or --regime none where there is no investment risk"),
        )
    if product.regime == "none" and product.kind in REGIME_OF and (product.level or 0) > 1:
        raise Usage(
            say("{name} is a {kind} of {risk}; without a regime nothing would be checked",
                name=product.name, kind=Code("product_kind", product.kind),
                risk=f"R{product.level}"),
            say("--regime {regime}; or --risk R1 where there is no investment risk",
                regime=regime_of(product.kind)),
        )  # fmt: skip
    if product.from_on and product.until_on and product.until_on < product.from_on:
        raise Usage(
            say("the sale ends on {until}, before it begins on {start}",
                until=product.until_on, start=product.from_on)
        )  # fmt: skip
    return product
