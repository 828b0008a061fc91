"""What a client file says of the service plan and of the client's satisfaction."""

from datetime import datetime, tzinfo
from typing import Any

from cmcli.domain.client import Client, ClientTag
from cmcli.domain.days import day_of, quarter_start
from cmcli.domain.feedback import Feedback
from cmcli.domain.plan import Plan, is_due
from cmcli.domain.ref import ref_of
from cmcli.i18n import N_
from cmcli.messages import Code, Joined, joined, say
from cmcli.views.record import as_json


def in_a_row(lines: str) -> Joined:
    """Lines of a plan beside each other."""
    return joined(lines.splitlines(), ", ")


def plan_fields(plan: Plan, client: ClientTag, zone: tzinfo | None) -> dict[str, Any]:
    """A plan as JSON: needs and measures as lists."""
    return as_json(plan, zone, client=client) | {
        "needs": plan.needs.splitlines(),
        "measures": (plan.measures or "").splitlines(),
    }


def facts(
    client: Client, plan: Plan | None, scored: Feedback | None, now: datetime
) -> list[tuple[Any, str]]:
    """Lines of the client file with their styles: the plan in force, the last satisfaction."""
    lines: list[tuple[Any, str]] = []
    if plan:
        lines += _plan(client, plan, now)
    if scored:
        text = say("last satisfaction: {score} of 5 on {day} ({ref})", score=scored.satisfaction,
                   day=day_of(scored.at, now), ref=ref_of("feedback", scored.id))  # fmt: skip
        lines.append((text, ""))
    return lines


def _plan(client: Client, plan: Plan, now: datetime) -> list[tuple[Any, str]]:
    ref = ref_of("plan", plan.id)
    needs = in_a_row(plan.needs) if plan.needs else say("no needs noted")
    lines: list[tuple[Any, str]] = [(say("plan {ref}: {needs}", ref=ref, needs=needs), "")]
    # The channel that the file has at its head is not said twice.
    other = plan.channel if plan.channel != client.channel else None
    reach = joined([Code("channel", other) if other else None, plan.hours])
    if reach.parts:
        lines.append((say("reach by: {text}", text=reach), ""))
    if plan.taboo:
        lines.append((say("avoid: {text}", text=plan.taboo), "risk"))
    if plan.review_on:
        text = say("review the plan by {day}", day=plan.review_on)
        lines.append((text, "risk" if is_due(plan, now) else ""))
    return lines


def missing(client: Client, plan: Plan | None, scored: Feedback | None, now: datetime) -> list[str]:
    """What the standard asks of a key client and the file does not hold."""
    if client.tier != "key":
        return []
    asked = scored is not None and day_of(scored.at, now) >= quarter_start(now.date())
    return [
        *([] if plan else [N_("service plan")]),
        *([] if asked else [N_("satisfaction this quarter")]),
    ]
