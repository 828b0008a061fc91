"""What the facts of a client propose for the risk register."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cmcli.domain.assessment import Assessment, number_of
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.finance import Finding, Ratio, in_words, measure
from cmcli.domain.holding import Held
from cmcli.domain.profile import ProfileFile
from cmcli.domain.ref import ref_of
from cmcli.domain.request import RequestFile
from cmcli.domain.risk import Risk
from cmcli.domain.sla import Policy as Clocks
from cmcli.errors import NotFound, Refused
from cmcli.messages import Code, Message, Money, say, say_n
from cmcli.named import NamedTuple

# A loan that is overdue for so many days is a grave risk.
OVERDUE_DAYS = 30
# From this product level up a risk that comes with the product is grave.
GRAVE_LEVEL = 4
# Up to this level a client's only product is no concentration.
FIRST_LEVEL = 2
# What was closed is not proposed again for so many days, though the facts have not changed.
CLOSED_DAYS = 30
# Beyond these a ratio is grave: nothing saved, debts above the assets, interest not earned, less
# than a month in hand.
_GRAVE = {"savings_rate": 0.0, "debt_to_assets": 1.0, "interest_cover": 1.0, "liquidity": 1.0}
# What lies idle is a chance rather than a danger.
_SLIGHT = (("liquidity", "high"), ("investment_share", "low"))


class Proposal(NamedTuple):
    """A risk that a rule sees; `rule` is a stable key that names the rule and what it is about."""

    client: ClientTag
    rule: str
    kind: str
    title: Message
    severity: str
    measure: Message
    why: Message


class Facts(NamedTuple):
    """What is known of one client: holdings and debts, the latest assessment and balance, what the
    balance tells, the complaints that are not resolved.
    """  # noqa: D205

    client: ClientTag
    held: tuple[Held, ...] = ()
    assessment: Assessment | None = None
    balance: ProfileFile | None = None
    findings: tuple[Finding, ...] = ()
    complaints: tuple[RequestFile, ...] = ()


class Policy(NamedTuple):
    """`concentration` is the share of one product, at most; `dismissed_days` how long a dismissed
    proposal stays away; `clocks` are those of complaints.
    """  # noqa: D205

    concentration: float = 0.5
    dismissed_days: int = 180
    clocks: Clocks = Clocks()


def proposals(facts: Facts, policy: Policy, now: datetime) -> list[Proposal]:
    """Everything the rules see in the facts of a client."""
    return [
        *_ratios(facts),
        *_concentration(facts, policy),
        *_assessment(facts, now),
        *_levels(facts, now),
        *_loans(facts, now),
        *_complaints(facts, policy, now),
    ]


def _ratios(facts: Facts) -> Iterator[Proposal]:
    if facts.balance is None:
        return
    profile = facts.balance.profile
    for ratio, since in facts.findings:
        advice = measure(ratio, profile.currency)
        if advice is None:
            continue
        name, value = Code("ratio", ratio.name), in_words(ratio.value, ratio.unit)
        yield Proposal(
            facts.client, f"ratio:{ratio.name}", "ratio", _ratio_title(ratio), _ratio_weight(ratio),
            advice,
            say("{ratio} is {value} in the balance of {day}, out of range since {since} "
                "({setting}).", ratio=name, value=value, day=profile.as_of_on,
                since=since, setting=ratio.setting),
        )  # fmt: skip


def _ratio_title(ratio: Ratio) -> Message:
    name, value = Code("ratio", ratio.name), in_words(ratio.value, ratio.unit)
    if ratio.value is None:
        return say("{ratio}: nothing bears the debts", ratio=name)
    if ratio.state == "low":
        low = in_words(ratio.low, ratio.unit)
        return say("{ratio} {value}, below {limit}", ratio=name, value=value, limit=low)
    high = in_words(ratio.high, ratio.unit)
    return say("{ratio} {value}, above {limit}", ratio=name, value=value, limit=high)


def _ratio_weight(ratio: Ratio) -> str:
    if (ratio.name, ratio.state) in _SLIGHT:
        return "low"
    bound = _GRAVE.get(ratio.name)
    if ratio.value is None:
        return "high"
    if bound is None:
        return "medium"
    beyond = ratio.value < bound if ratio.state == "low" else ratio.value > bound
    return "high" if beyond else "medium"


def _exposed(facts: Facts) -> list[Held]:
    """The holdings above R1 that need an assessment."""
    return [
        held
        for held in facts.held
        if not held.is_debt and held.product.regime != "none" and (held.product.level or 0) > 1
    ]


def _by_level(level: int | None) -> str:
    return "high" if (level or 0) >= GRAVE_LEVEL else "medium"


def _concentration(facts: Facts, policy: Policy) -> Iterator[Proposal]:
    owned = [held for held in facts.held if not held.is_debt]
    seen = set()
    for currency in sorted({held.holding.currency for held in owned}):
        here = [held for held in owned if held.holding.currency == currency]
        total = sum(held.value for held in here)
        for held in here:
            product = held.product
            value = sum(one.value for one in here if one.product.id == product.id)
            if product.id in seen or not value or value / total <= policy.concentration:
                continue
            if _concentrates(held, alone=value == total):
                seen.add(product.id)
                sums = Money(value, currency), Money(total, currency)
                yield _concentrated(facts.client, held, sums, policy)


def _concentrates(held: Held, *, alone: bool) -> bool:
    """Whether too much of it is a risk: of an insured deposit never; of R1 and R2 only where the
    client holds something else with us, since a first product is always the whole.
    """  # noqa: D205
    level = held.product.level or 0
    return held.product.regime != "none" and (level > FIRST_LEVEL or not alone)


def _concentrated(
    client: ClientTag, held: Held, sums: tuple[Money, Money], policy: Policy
) -> Proposal:
    value, total = sums
    product, share = held.product, _percent(value.amount / total.amount)
    return Proposal(
        client, f"concentration:{ref_of('product', product.id)}", "concentration",
        say("{share} % of the holdings in {product}", share=share, product=product.name),
        _by_level(product.level),
        say("no more of {product}; spread what matures over other products",
            product=product.name),
        say("{value} of {total} held with us are in {product}; more than {limit} % in one product "
            "is a concentration (risk.concentration).", value=value, total=total,
            product=product.name, limit=_percent(policy.concentration)),
    )  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0")


def _assessment(facts: Facts, now: datetime) -> Iterator[Proposal]:
    exposed, found = _exposed(facts), facts.assessment
    if not exposed or (found and found.is_valid(now.date())):
        return
    holds = say_n("{count} holding is above R1", "{count} holdings are above R1", len(exposed))
    if found:
        rule, title = "assessment:lapsed", say("assessment lapsed, products above R1 held")
        why = say("The assessment {level} was valid to {day}; {holds}.",
                  level=Code("tolerance", found.level), day=found.expires_on,
                  holds=holds)  # fmt: skip
    else:
        rule, title = "assessment:missing", say("never assessed, products above R1 held")
        why = say("There is no assessment; {holds}.", holds=holds)
    yield Proposal(
        facts.client, rule, "assessment", title,
        _by_level(max(held.product.level or 0 for held in exposed)),
        say("assess before anything else is sold"), why,
    )  # fmt: skip


def _levels(facts: Facts, now: datetime) -> Iterator[Proposal]:
    found = facts.assessment
    if found is None or not found.is_valid(now.date()):
        return
    for held in _exposed(facts):
        product, above = held.product, (held.product.level or 0) - number_of(found.level)
        if above < 1:
            continue
        level = f"R{product.level}"
        yield Proposal(
            facts.client, f"level:{ref_of('holding', held.holding.id)}", "level",
            say("{product} is {level}, the client {tolerance}", product=product.name, level=level,
                tolerance=found.level),
            "high" if above > 1 else "medium",
            say("advise to adjust, and keep what the client decided"),
            say("{ref} {product} is {level}; the assessment of {day} allows up to {limit}.",
                ref=ref_of("holding", held.holding.id), product=product.name, level=level,
                day=day_of(found.at, now), limit=f"R{number_of(found.level)}"),
        )  # fmt: skip


def _loans(facts: Facts, now: datetime) -> Iterator[Proposal]:
    for held in facts.held:
        since = held.holding.overdue_on
        if not held.is_debt or since is None or since > now.date():
            continue
        days = (now.date() - since).days
        yield Proposal(
            facts.client, f"loan:{ref_of('holding', held.holding.id)}", "loan",
            say("instalment overdue: {product}", product=held.product.name),
            "high" if days >= OVERDUE_DAYS else "medium",
            say("call, agree on a day of payment, ask what changed in the income"),
            say("An instalment of {ref} {product} is overdue since {day}, {days} days; from "
                "{limit} days on that is a high risk.",
                ref=ref_of("holding", held.holding.id), product=held.product.name, day=since,
                days=days, limit=OVERDUE_DAYS),
        )  # fmt: skip


def _complaints(facts: Facts, policy: Policy, now: datetime) -> Iterator[Proposal]:
    for file in facts.complaints:
        request = file.request
        if request.kind != "complaint" or request.status == "resolved":
            continue
        late = file.state(policy.clocks, now) == "overdue"
        yield Proposal(
            facts.client, f"complaint:{file.ref}", "complaint",
            say("complaint open: {summary}", summary=request.summary),
            "high" if late else "medium",
            say("resolve within the limit, tell the client each step"),
            say("{ref} came in on {day} and is not resolved; past its limit that is a high risk.",
                ref=file.ref, day=day_of(request.asked_at, now)),
        )  # fmt: skip


# What of it is shown


def hidden(proposal: Proposal, register: Iterable[Risk], policy: Policy, now: datetime) -> bool:
    """Whether it stands in the register, or was dismissed or closed lately."""
    return any(
        _hides(risk, policy, now)
        for risk in register
        if (risk.client_id, risk.rule) == (proposal.client.id, proposal.rule)
    )


def _hides(risk: Risk, policy: Policy, now: datetime) -> bool:
    if risk.closed_at is None:
        return True
    days = policy.dismissed_days if risk.outcome == "dismissed" else CLOSED_DAYS
    return now.date() < day_of(risk.closed_at, now) + timedelta(days=days)


def named(
    found: Iterable[Proposal], rule: str, register: Iterable[Risk], policy: Policy, now: datetime
) -> Proposal:
    """The proposal of a client that `rule` names; raises `NotFound`, and `Refused` where the
    register has it.
    """  # noqa: D205
    everything, taken, key = list(found), list(register), rule.strip().lower()
    for proposal in everything:
        if proposal.rule == key:
            _not_taken(proposal, taken)
            return proposal
    shown = [one.rule for one in everything if not hidden(one, taken, policy, now)]
    raise NotFound(
        say("no rule proposes {rule} for this client now", rule=rule),
        say("proposed: {rules}", rules=", ".join(shown))
        if shown
        else say("nothing is proposed: cm risk list --proposed"),
    )


def _not_taken(proposal: Proposal, register: Iterable[Risk]) -> None:
    for risk in register:
        same = (risk.client_id, risk.rule) == (proposal.client.id, proposal.rule)
        if same and risk.closed_at is None:
            ref = ref_of("risk", risk.id)
            raise Refused(
                say("{ref} stands in the register for {rule}", ref=ref, rule=proposal.rule),
                say("cm risk review {ref} NOTE · cm risk close {ref} REASON", ref=ref),
            )
