"""The rules' policies, read from the settings in force."""

from collections.abc import Callable
from datetime import date

from cmcli import calendars
from cmcli.config import Settings
from cmcli.domain import birthday, cadence, deal, sla


def sla_policy(settings: Settings) -> sla.Policy:
    """Targets of the service clocks."""
    return sla.Policy(
        settings["sla.normal"],
        settings["sla.urgent"],
        settings["sla.at_risk"],
        settings["sla.complaint_days"],
    )


def working_day(settings: Settings) -> Callable[[date], bool]:
    """The office calendar."""
    return calendars.office_calendar(
        official=settings.text("work.calendar") == "cn",
        holidays=settings["work.holidays"],
        extra_days=settings["work.extra_days"],
    )


def cadence_policy(settings: Settings) -> cadence.Policy:
    """The key-client contact."""
    return cadence.Policy(working_day(settings), settings["cadence.at_risk_days"])


def deal_policy(settings: Settings) -> deal.Policy:
    """When a deal needs attention."""
    return deal.Policy(settings["pipeline.stalled_days"], settings["pipeline.no_next_days"])


def birthday_policy(settings: Settings, *, lunar: bool) -> birthday.Policy:
    """How far ahead; the lunar calendar is read only where somebody keeps a lunar birthday."""
    return birthday.Policy(
        settings["birthday.days"], calendars.lunar_day if lunar else lambda _: None
    )
