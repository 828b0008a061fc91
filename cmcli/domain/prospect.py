"""A prospect: how somebody came to us, how promising it is, and the way to becoming a client."""

from datetime import datetime
from typing import NamedTuple


class Prospect(NamedTuple):
    """The file of a client on the way into the book. `source` says how they came, `referrer_id`
    is the client who sent them; `fit` and `interest` are low, medium or high.
    """  # noqa: D205

    id: int
    client_id: int
    source: str
    referrer_id: int | None
    campaign_id: int | None
    fit: str | None
    interest: str | None
    stage: str
    next: str | None
    next_due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    reason: str | None


class ProspectStage(NamedTuple):
    """The stage a prospect entered at `at`."""

    id: int
    prospect_id: int
    stage: str
    at: datetime
