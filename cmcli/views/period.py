"""A period as a line and as JSON."""

from cmcli.domain.period import Period
from cmcli.messages import Message, say
from cmcli.views.speech import Speaker


def days(period: Period, speak: Speaker) -> Message:
    """From when to when a period goes."""
    return say("{start} to {end}", start=speak.long_day(period.start),
               end=speak.long_day(period.end))  # fmt: skip


def period_document(period: Period) -> dict[str, str]:
    """A period as JSON."""
    return {
        "name": period.name, "start": period.start.isoformat(), "end": period.end.isoformat(),
    }  # fmt: skip
