"""What the rules on complaints add to a request.

Source: 银行业保险业消费投诉处理管理办法, art. 18 (15 days; complex 30 with the reason recorded and
the client told; special 60 with an approval) and art. 43 (days are natural days).
"""

from datetime import datetime

from cmcli.domain import sla
from cmcli.domain.change import Change, insert, update
from cmcli.domain.request import (
    RequestEvent,
    RequestFile,
    after_start,
    resolved,
    still_open,
    waiting,
)  # fmt: skip
from cmcli.errors import Refused, Usage
from cmcli.messages import say

LIMITS = ("plain", "complex", "special")


def limited(
    file: RequestFile, limit: str, reason: str, policy: sla.Policy, now: datetime
) -> list[Change]:
    """A longer limit, counted from the same start; the reason is recorded."""
    _complaint(file)
    still_open(file)
    if not reason.strip():
        raise Usage(
            say("a longer limit needs its reason recorded"),
            say("cm request limit {ref} {limit} --reason …", ref=file.ref, limit=limit),
        )
    days = {"complex": policy.complex_days, "special": policy.special_days}.get(limit)
    clock = file.resolution(policy, now)
    if clock and clock.state(now) == "overdue":
        raise Refused(
            say("the limit of {ref} has passed; it cannot be extended any more", ref=file.ref)
        )
    event = RequestEvent(-1, file.request.id, now, "limit", limit, reason.strip())
    return [*update(file.request, limit_days=days), insert(event)]


def mediated(file: RequestFile, at: datetime) -> list[Change]:
    """A mediation stops the clock until it ends (`resumed`)."""
    _complaint(file)
    return waiting(file, at, "mediation")


def new_facts(file: RequestFile, note: str, at: datetime) -> list[Change]:
    """New facts from the client restart the resolution clock."""
    _complaint(file)
    still_open(file)
    after_start(file, at)
    return [insert(RequestEvent(-1, file.request.id, at, "facts", None, note))]


def withdrawn(file: RequestFile, note: str | None, at: datetime) -> list[Change]:
    """The client takes it back: the request ends, and counts neither as kept nor as broken."""
    event = RequestEvent(-1, file.request.id, at, "withdrawn", None, note)
    return [*resolved(file, at, note), insert(event)]


def passed_on(
    file: RequestFile, kind: str, who: str, note: str | None, now: datetime
) -> list[Change]:
    """Escalated to a person, or handed over to a department; the clocks run on."""
    still_open(file)
    if not who.strip():
        raise Usage(say("to whom?"), say("cm request escalate {ref} 王主任", ref=file.ref))
    return [insert(RequestEvent(-1, file.request.id, now, kind, who.strip(), note))]


def _complaint(file: RequestFile) -> None:
    if file.request.kind != "complaint":
        raise Refused(
            say("{ref} is not a complaint", ref=file.ref),
            say("if it is one: cm edit {ref} kind=complaint", ref=file.ref),
        )
