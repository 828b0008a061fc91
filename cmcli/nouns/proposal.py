"""What the rules propose for the risk register: listed, accepted, dismissed."""

from datetime import date
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import risk as register
from cmcli.domain import risk_rules as rules
from cmcli.domain.client import Client, clean_text
from cmcli.domain.ref import ref_of
from cmcli.domain.risk import Risk
from cmcli.domain.risk_rules import Facts, Policy, Proposal
from cmcli.messages import Code, joined, say
from cmcli.nouns import risk as noun
from cmcli.queries import risk as queries
from cmcli.queries import risk_facts
from cmcli.views import proposal as view

# What a terminal shows of the whole book's proposals unless `--limit` says otherwise.
SHARE = 25


def listing(
    here: Desk, client: int | None, limit: int | None, *, tier: str | None, kind: str | None,
    severity: str | None,
) -> None:  # fmt: skip
    """What the rules see and the register has not, the gravest first."""
    taken, policy = queries.by_rule(here.store), risk_facts.policy(here.settings)
    found = [
        one
        for one in _seen(here, policy, client)
        if one.client.tier == (tier or one.client.tier)
        and one.kind == (kind or one.kind)
        and one.severity == (severity or one.severity)
        and not rules.hidden(one, taken, policy, here.now)
    ]
    found.sort(key=lambda one: -register.SEVERITIES.index(one.severity))
    if client:
        found = here.cut(found, limit)
    here.show(
        lambda: [view.document(one, here.speak) for one in found[:limit]],
        lambda: (
            view.explained(found, here.speak)
            if client
            else view.listing(found[: limit or SHARE], len(found), here.speak)
        ),
    )


def _seen(here: Desk, policy: Policy, client: int | None) -> list[Proposal]:
    facts: list[Facts] = risk_facts.facts(here.store, here.settings, here.now)
    return [
        proposal
        for one in facts
        if one.client.id == (client or one.client.id)
        for proposal in rules.proposals(one, policy, here.now)
    ]


def _named(here: Desk, client: Client, rule: str) -> Proposal:
    policy = risk_facts.policy(here.settings)
    found, taken = _seen(here, policy, client.id), queries.by_rule(here.store)
    return rules.named(found, rule, taken, policy, here.now)


def _risk(here: Desk, proposal: Proposal, review_on: date | None, **given: Any) -> Risk:
    """The proposal as a risk, in the language in use, but for what is given."""
    spoken = {
        "title": here.speak(proposal.title),
        "measure": here.speak(proposal.measure),
        "severity": proposal.severity,
    }
    values = {**spoken, **{name: value for name, value in given.items() if value}}
    return Risk(
        -1, proposal.client.id, kind=proposal.kind, review_on=review_on, rule=proposal.rule,
        opened_at=here.now, closed_at=None, outcome=None, reason=None, created_at=here.now,
        **values,
    )  # fmt: skip


def accept(here: Desk, client: Client, rule: str, review: str | None, **given: str | None) -> None:
    """Into the register; severity, measure and title may be given."""
    day = noun.review_day(here, review)
    typed = {name: noun.line(text or "") for name, text in given.items()}
    with here.store.transaction():
        risk = _risk(here, _named(here, client, rule), day, **typed)
        applied = here.apply(register.added(risk), ref_of("client", client.id), risk.rule)
    noun.answer(here, applied.ids[risk.id], noun.said(risk))


def dismiss(here: Desk, client: Client, rule: str, reason: str | None) -> None:
    """No risk, and why; it stays away for a time."""
    given = clean_text(reason or "")
    with here.store.transaction():
        risk = _risk(here, _named(here, client, rule), None)
        changes = register.dismissed(risk, given)
        applied = here.apply(changes, ref_of("client", client.id), risk.rule)
    days = risk_facts.policy(here.settings).dismissed_days
    away = say("not proposed again for {days} days", days=days)
    noun.answer(here, applied.ids[risk.id], joined([Code("risk_outcome", "dismissed"), away]))
