"""Whether a product may be sold to a client: pure verdicts with source and reason.

Sources: 金融机构产品适当性管理办法 (NFRA order 2025 no. 7, in force 2026-02-01), and for funds
证券期货投资者适当性管理办法 (CSRC order 130, art. 19): who insists on a riskier product is warned
in writing once it is certain that they are not of the lowest level, so an assessment must be valid.
"""

from datetime import date

from cmcli.domain.assessment import Assessment, number_of
from cmcli.domain.client import ClientTag
from cmcli.domain.product import Product
from cmcli.messages import Message, Money, say
from cmcli.named import NamedTuple

SUITABLE, WARN, REFUSE = "suitable", "warned", "refused"
# Above this level a client of old age is warned more strongly (art. 46).
_QUIET_LEVEL = 2


class Buyer(NamedTuple):
    """A client as a sale sees them: `assessment` is the one in force then, valid or not; `means`
    the financial assets of the latest balance; either is None where nobody recorded it.
    """  # noqa: D205

    client: ClientTag
    age: int | None = None
    assessment: Assessment | None = None
    means: Money | None = None


class Policy(NamedTuple):
    """`means` is the share of the financial assets that one sale may take."""

    elder_age: int = 65
    means: float = 1.0


class Finding(NamedTuple):
    """One thing that speaks against a sale: unrated, unassessed, lapsed, level or means."""

    code: str
    reason: Message
    source: Message


class Verdict(NamedTuple):
    """`outcome` is suitable, warned (only after a written warning) or refused; of `findings` the
    first is the gravest; `elder` asks for an explicit confirmation whatever the outcome.
    """  # noqa: D205

    outcome: str
    findings: tuple[Finding, ...]
    elder: bool

    @property
    def codes(self) -> str:
        """The codes of the findings, separated by spaces."""
        return " ".join(finding.code for finding in self.findings)


def judge(
    product: Product, buyer: Buyer, amount: Money | None, day: date, policy: Policy
) -> Verdict:
    """Whether `amount` of the product may be sold on that day, under the product's regime."""
    if product.regime == "none":
        return Verdict(SUITABLE, (), elder=False)
    found = [*_of_level(product, buyer, day), *_of_means(product, buyer, amount, policy)]
    outcomes = {_outcome(finding, product, buyer, day) for finding in found}
    outcome = next((one for one in (REFUSE, WARN) if one in outcomes), SUITABLE)
    return Verdict(outcome, tuple(found), elder=is_elder(product, buyer, policy))


def is_elder(product: Product, buyer: Buyer, policy: Policy) -> bool:
    """Whether the client is of an age at which this product takes a stronger warning (art. 46)."""
    old = buyer.age is not None and buyer.age >= policy.elder_age
    return old and product.regime != "none" and (product.level or 0) > _QUIET_LEVEL


def valid_level(buyer: Buyer, day: date) -> int | None:
    """1 to 5 where an assessment is valid on that day."""
    held = buyer.assessment
    return number_of(held.level) if held and held.is_valid(day) else None


def _of_level(product: Product, buyer: Buyer, day: date) -> list[Finding]:
    name, held = buyer.client.name, buyer.assessment
    if product.level is None:
        text = say("{product} has no risk level", product=product.name)
        return [Finding("unrated", text, _article("22"))]
    if held is None:
        text = say("the risk tolerance of {name} was never assessed", name=name)
        return [Finding("unassessed", text, _article("12"))]
    if not held.is_valid(day):
        text = say("the assessment of {name} ({level}) lapsed after {day}",
                   name=name, level=held.level, day=held.expires_on)  # fmt: skip
        return [Finding("lapsed", text, _article("29"))]
    if product.level > number_of(held.level):
        text = say("{name} is {level} and {product} is {risk}", name=name, level=held.level,
                   product=product.name, risk=f"R{product.level}")  # fmt: skip
        return [Finding("level", text, _mismatch(product))]
    return []


def _of_means(
    product: Product, buyer: Buyer, amount: Money | None, policy: Policy
) -> list[Finding]:
    means = buyer.means
    if amount is None or means is None or means.currency != amount.currency:
        return []
    if amount.amount <= means.amount * policy.means:
        return []
    text = say("{amount} is beyond the means of {name}: financial assets {means}",
               amount=amount, name=buyer.client.name, means=means)  # fmt: skip
    return [Finding("means", text, _mismatch(product))]


def _outcome(finding: Finding, product: Product, buyer: Buyer, day: date) -> str:
    """What a finding means under the regime: refused, or possible after a warning."""
    if finding.code == "unrated" or product.regime == "nfra":
        return REFUSE
    if product.regime == "insurance":
        return WARN
    # Whoever is of the lowest level, or of none that is known, may not insist.
    level = valid_level(buyer, day)
    return WARN if level is not None and level > 1 else REFUSE


def _article(number: str) -> Message:
    return say("NFRA order 2025 no. 7, art. {article}", article=number)


def _mismatch(product: Product) -> Message:
    if product.regime == "csrc":
        return say("CSRC order 130, art. {article}", article="19")
    return _article("38" if product.regime == "insurance" else "12")
