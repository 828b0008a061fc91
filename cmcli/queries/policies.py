"""The rules' policies, read from the settings in force.

A rule's module is imported by the policy that is asked for: every command wants one or two of them.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from cmcli import calendars, clock
from cmcli.config import Settings
from cmcli.messages import Message, say

if TYPE_CHECKING:
    from cmcli.domain import (
        birthday,
        cadence,
        deal,
        feedback,
        handoff,
        insight,
        maturity,
        sla,
        suitability,
        survey,
        worktime,
    )
    from cmcli.domain.finance import Thresholds


def zone(settings: Settings) -> tzinfo:
    """The manager's zone: the setting, else the system's."""
    name = settings.text("timezone")
    return clock.zone_named(name) if name else clock.system_zone()


def sla_policy(settings: Settings) -> "sla.Policy":
    """Targets of the service clocks, and the hours they count."""
    from cmcli.domain import sla

    working = settings["sla.calendar"] == "working"
    return sla.Policy(
        settings["sla.normal"],
        settings["sla.urgent"],
        settings["sla.at_risk"],
        settings["sla.complaint_days"],
        settings["sla.complaint_complex_days"],
        settings["sla.complaint_special_days"],
        working_hours(settings) if working else None,
    )


def working_day(settings: Settings) -> Callable[[date], bool]:
    """The office calendar."""
    return calendars.office_calendar(
        official=settings.text("work.calendar") == "cn",
        holidays=settings["work.holidays"],
        extra_days=settings["work.extra_days"],
        weekdays=settings["work.days"],
    )


def trading_day(settings: Settings) -> Callable[[date], bool]:
    """The market calendar."""
    return calendars.market_calendar(
        official=settings.text("work.calendar") == "cn", holidays=settings["work.holidays"]
    )


def working_hours(settings: Settings) -> "worktime.Hours":
    """The opening hours of the office."""
    from cmcli.domain import worktime

    return worktime.Hours(settings["work.hours"], working_day(settings), zone(settings))


def coverage_warnings(settings: Settings, start: datetime, end: datetime) -> list[Message]:
    """What to say where working days are counted that no official calendar covers yet."""
    days = [at.astimezone(zone(settings)).date() for at in (start, end)]
    return [text for day in days if (text := _caution(settings, day))][:1]


def _caution(settings: Settings, day: date) -> Message | None:
    if settings.text("work.calendar") != "cn" or calendars.covered(day):
        return None
    return say(
        "The official days off are known up to {year}; beyond, only the days of the week "
        "and the days added by hand count (cm config set work.holidays ...).",
        year=calendars.last_official_year(),
    )


def cadence_policy(settings: Settings) -> "cadence.Policy":
    """The key-client contact."""
    from cmcli.domain import cadence

    return cadence.Policy(working_day(settings), settings["cadence.at_risk_days"])


def deal_policy(settings: Settings) -> "deal.Policy":
    """When a deal needs attention."""
    from cmcli.domain import deal

    return deal.Policy(
        settings["pipeline.stalled_days"], settings["pipeline.no_next_days"],
        settings["pipeline.slips"],
    )  # fmt: skip


def handoff_policy(settings: Settings) -> "handoff.Policy":
    """The clock of hand-offs, and how long a receipt may take."""
    from cmcli.domain import handoff

    office = working_hours(settings)
    return handoff.Policy(
        office if settings["handoff.calendar"] == "working" else None, settings["sla.at_risk"],
        timedelta(hours=settings["handoff.receipt_hours"]), office,
    )  # fmt: skip


def survey_policy(settings: Settings) -> "survey.Policy":
    """Whom to ask for satisfaction."""
    from cmcli.domain import survey

    return survey.Policy(settings["feedback.ask_days"], settings["feedback.share"])


def opinion_policy(settings: Settings) -> "feedback.Policy":
    """Opinions that wait for an answer."""
    from cmcli.domain import feedback

    return feedback.Policy(settings["feedback.answer_days"], settings["today.share"])


def insight_policy(settings: Settings) -> "insight.Policy":
    """When what was not shared is shown: on the day of the weekly report."""
    from cmcli.domain import insight

    return insight.Policy(settings["insight.days"], settings["report.due"][0])


def suitability_policy(settings: Settings) -> "suitability.Policy":
    """The age of a stronger warning, and the share of the means that one sale may take."""
    from cmcli.domain import suitability

    return suitability.Policy(settings["suitability.elder_age"], settings["suitability.means"])


def maturity_policy(settings: Settings) -> "maturity.Policy":
    """When the owner of what matures is to be spoken with."""
    from cmcli.domain import maturity

    notice, trading = settings["maturity.notice"], trading_day(settings)
    return maturity.Policy(notice, trading, lambda day: _caution(settings, day))


def birthday_policy(settings: Settings, *, lunar: bool) -> "birthday.Policy":
    """How far ahead; the lunar calendar is read only where somebody keeps a lunar birthday."""
    from cmcli.domain import birthday

    if not lunar:
        return birthday.Policy(settings["birthday.days"], lambda _: None)
    from cmcli.lunar import lunar_day

    return birthday.Policy(settings["birthday.days"], lunar_day)


def finance_thresholds(settings: Settings) -> "Thresholds":
    """The ranges of the ratios of a balance."""
    from cmcli.domain.finance import Thresholds

    return Thresholds(*(settings[f"finance.{name}"] for name in Thresholds._fields))
