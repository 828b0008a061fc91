"""The only place that reads the system's clock and time zone."""

import os
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cmcli.errors import Usage
from cmcli.messages import say


def now(zone: tzinfo) -> datetime:
    """The present instant in `zone`; `CM_NOW` (ISO 8601 with an offset) replaces the clock."""
    text = os.environ.get("CM_NOW")
    if not text:
        return datetime.now(zone).replace(microsecond=0)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise Usage(
            say("CM_NOW is not a time with an offset: {text}", text=text),
            say("for example 2026-11-23T08:30:00+08:00"),
        )
    return instant.astimezone(zone).replace(microsecond=0)


@cache
def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone called `name`; raises `Usage` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Usage(
            say("no time zone is called {name}", name=name),
            say("for example Asia/Shanghai or Europe/Berlin"),
        ) from error


def system_zone() -> tzinfo:
    """The zone of the machine: `TZ`, else what /etc/localtime points to, else its fixed offset."""
    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        target = os.path.realpath("/etc/localtime")
        name = target.partition("zoneinfo/")[2]
    if name:
        try:
            return zone_named(name)
        except Usage:
            # A TZ such as "CST-8" is legal and no IANA name: the offset below is what is known.
            pass
    return datetime.now(UTC).astimezone().tzinfo or UTC
