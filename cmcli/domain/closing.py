"""What follows a promise kept: the client's satisfaction, and an after-care call."""

from datetime import datetime, timedelta

from cmcli.domain.callback import Callback
from cmcli.domain.change import Change, insert
from cmcli.domain.days import WorkingDay
from cmcli.domain.feedback import Feedback
from cmcli.domain.recurrence import off_days_off

# New rows of one decision refer to each other by these numbers.
SATISFACTION, AFTERCARE = -70, -80


def satisfied(client_id: int, request_id: int, score: int, at: datetime, now: datetime) -> Change:
    """How satisfied the client is with what was done."""
    return insert(
        Feedback(SATISFACTION, client_id, at, score, None, None, None, None, request_id, None, now)
    )


def aftercare_due(now: datetime, days: int, is_working: WorkingDay) -> datetime:
    """The whole day `days` from now, or the next working day."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return off_days_off(day, is_working, now)


def aftercare(
    client_id: int,
    due: datetime,
    purpose: str,
    now: datetime,
    *,
    request_id: int | None = None,
    deal_id: int | None = None,
) -> Change:
    """The call that asks whether all is well."""
    return insert(
        Callback(
            AFTERCARE, client_id, due, purpose, None, due, 0, None, None, request_id, deal_id, now
        )
    )
