"""The gate before a deal is won: suitable, disclosed, confirmed; or refused."""

from datetime import datetime

from cmcli.domain.change import Change, insert
from cmcli.domain.deal import Deal
from cmcli.domain.disclosure import level_of
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.sale_check import SaleCheck
from cmcli.domain.suitability import REFUSE, SUITABLE, WARN, Buyer, Verdict
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Joined, Message, joined, say
from cmcli.named import NamedTuple

# The check by this number among the new rows of one decision.
CHECK = -60


class Consent(NamedTuple):
    """What the client said beyond yes: `warned` is why they go on after the written warning,
    `confirmed` that a client of old age confirmed; `who` took it down.
    """  # noqa: D205

    warned: str | None = None
    confirmed: bool = False
    who: str | None = None


class Sale(NamedTuple):
    """A deal about to be won; `untold` are the items not disclosed yet."""

    deal: Deal
    product: Product
    buyer: Buyer
    verdict: Verdict
    untold: tuple[str, ...]

    @property
    def ref(self) -> str:
        """The deal's reference."""
        return ref_of("deal", self.deal.id)


def passed(sale: Sale, consent: Consent, at: datetime) -> list[Change]:
    """The proof that the sale was checked; raises `Refused` naming the command that mends it."""
    if consent.warned is not None and not consent.warned.strip():
        raise Usage(say("why did the client go on after the warning?"), say("--warned '…'"))
    verdict = sale.verdict
    if verdict.outcome == REFUSE:
        raise _refused(sale, _mends(sale, consent))
    if verdict.outcome == WARN and not consent.warned:
        raise _refused(sale, _insists(sale))
    if sale.untold:
        raise _undisclosed(sale)
    if verdict.elder and not consent.confirmed:
        raise _unconfirmed(sale, consent)
    warned = verdict.outcome != SUITABLE
    held = sale.buyer.assessment
    return [
        insert(
            SaleCheck(
                CHECK, sale.deal.id, sale.deal.client_id, sale.product.id, at, sale.product.regime,
                verdict.outcome, level_of(sale.product), held.level if held else None,
                verdict.codes, consent.who if warned else None,
                consent.warned if warned else None, at if verdict.elder else None,
            )
        )
    ]  # fmt: skip


def corrected(sale: Sale, before: SaleCheck | None, at: datetime) -> list[Change]:
    """The proof of a deal that was won, whose product or amount changes.

    What the client accepted before holds on (`before` is None for another product); what nobody
    warned of or confirmed then raises `Refused`.
    """
    known = before.findings.split() if before else []
    new = [finding for finding in sale.verdict.findings if finding.code not in known]
    if sale.verdict.outcome == WARN and new:
        raise Refused(
            say("{ref} not changed: {reason} ({source})", ref=sale.ref, reason=new[0].reason,
                source=new[0].source), _sell_anew(sale),
        )  # fmt: skip
    consent = Consent()
    if before:
        consent = Consent(before.reason, before.confirmed_at is not None, before.who)
    if sale.verdict.elder and not consent.confirmed and not sale.untold:
        raise Refused(_unconfirmed(sale, consent).message, _sell_anew(sale))
    return passed(sale, consent, at)


def _sell_anew(sale: Sale) -> Message:
    return say("it takes a warning or confirmation of its own: take the sale back (cm history "
               "{ref}, cm undo N), then cm deal won {ref} --warned '…' or --confirm",
               ref=sale.ref)  # fmt: skip


class Renewal(NamedTuple):
    """A holding about to go into a product: as much a sale as a deal is."""

    holding_id: int
    product: Product
    buyer: Buyer
    verdict: Verdict
    untold: tuple[str, ...]


def may_renew(renewal: Renewal) -> None:
    """Raise `Refused` where the product may not be sold without more ado; a warning or a
    confirmation needs a deal, which keeps it.
    """  # noqa: D205
    ref, name = ref_of("holding", renewal.holding_id), renewal.buyer.client.name
    verdict, code = renewal.verdict, renewal.product.code
    if verdict.outcome != SUITABLE:
        finding = verdict.findings[0]
        mend = say("what suits: cm advise {name}", name=name)
        if finding.code in ("unassessed", "lapsed"):
            mend = say("first: cm assess {name}", name=name)
        elif verdict.outcome == WARN:
            mend = _as_deal(name, code)
        raise Refused(
            say("{ref} not renewed: {reason} ({source})", ref=ref, reason=finding.reason,
                source=finding.source), mend,
        )  # fmt: skip
    if renewal.untold:
        raise Refused(
            say("{ref} not renewed: {name} was not told of {product}: {items}", ref=ref, name=name,
                product=renewal.product.name, items=_items(renewal.untold)),
            say("cm disclose {name} {code}", name=name, code=code),
        )  # fmt: skip
    if verdict.elder:
        raise Refused(
            say("{ref} not renewed: {name} is {age}, and an explicit confirmation is needed "
                "(NFRA order 2025 no. 7, art. 46)", ref=ref, name=name, age=renewal.buyer.age),
            _as_deal(name, code),
        )  # fmt: skip


def _as_deal(name: str, code: str) -> Message:
    return say("sell it as a deal, which keeps that: cm deal add {name} … --product {code}",
               name=name, code=code)  # fmt: skip


def _items(untold: tuple[str, ...]) -> Joined:
    return joined([Code("disclosed", item) for item in untold], ", ")


def _refused(sale: Sale, mend: Message) -> Refused:
    finding = sale.verdict.findings[0]
    text = say("{ref} not closed: {reason} ({source})", ref=sale.ref, reason=finding.reason,
               source=finding.source)  # fmt: skip
    return Refused(text, mend)


def _mends(sale: Sale, consent: Consent) -> Message:
    """What to do where no warning helps."""
    code, name = sale.verdict.findings[0].code, sale.buyer.client.name
    if code == "unrated":
        return say("cm product edit {code} --risk R1 … R5", code=sale.product.code)
    if code in ("unassessed", "lapsed"):
        return say("first: cm assess {name}", name=name)
    if code == "means":
        return say("a smaller amount, or the balance as it is now: cm profile set {name} …",
                   name=name)  # fmt: skip
    suits = say("what suits: cm advise {name} · new assessment: cm assess {name}", name=name)
    if consent.warned:
        return say("no warning overrides this; {suits}", suits=suits)
    return suits


def _insists(sale: Sale) -> Message:
    """What to do where the client may go on after a warning."""
    name = sale.buyer.client.name
    if sale.product.regime == "insurance":
        return say(
            "advise against it; with the client's written confirmation: cm deal won {ref} "
            "--warned '…' · what suits: cm advise {name}", ref=sale.ref, name=name,
        )  # fmt: skip
    return say(
        "if the client insists after a special written warning: cm deal won {ref} --warned '…' "
        "· what suits: cm advise {name}", ref=sale.ref, name=name,
    )  # fmt: skip


def _undisclosed(sale: Sale) -> Refused:
    name, code = sale.buyer.client.name, sale.product.code
    items = _items(sale.untold)
    return Refused(
        say("{ref} not closed: {name} was not told of {product}: {items}", ref=sale.ref, name=name,
            product=sale.product.name, items=items),
        say("cm disclose {name} {code}", name=name, code=code),
    )  # fmt: skip


def _unconfirmed(sale: Sale, consent: Consent) -> Refused:
    options = "--warned '…' --confirm" if consent.warned else "--confirm"
    return Refused(
        say("{ref} not closed: {name} is {age}, and {product} is {risk}: a stronger warning and an "
            "explicit confirmation are needed (NFRA order 2025 no. 7, art. 46)", ref=sale.ref,
            name=sale.buyer.client.name, age=sale.buyer.age, product=sale.product.name,
            risk=level_of(sale.product)),
        say("once the client has confirmed: cm deal won {ref} {options}", ref=sale.ref,
            options=options),
    )  # fmt: skip
