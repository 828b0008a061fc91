"""The risk register: identified risks of clients, their control measures and reviews."""

from datetime import date, datetime
from typing import NamedTuple


class Risk(NamedTuple):
    """`kind` and `severity` are codes; `measure` is the control measure; `rule` names the rule that
    proposed it, None where the manager saw it; `outcome` is closed or dismissed, None while open.
    """  # noqa: D205

    id: int
    client_id: int
    kind: str
    title: str
    severity: str
    measure: str | None
    review_on: date | None
    rule: str | None
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    reason: str | None
    created_at: datetime


class RiskReview(NamedTuple):
    """A review that was held: the day it was due, and what was found."""

    id: int
    risk_id: int
    due_on: date | None
    at: datetime
    severity: str
    note: str | None
