"""Days and instants as files write them; a day that could be read two ways is not guessed."""

import re
from datetime import UTC, date, datetime, time, tzinfo

from cmcli.errors import CmError, Usage
from cmcli.messages import say
from cmcli.transfer.reading import Cell

_TIME = r"(?:[T\s]*(\d{1,2})[:：时点](\d{1,2})分?(?:[:：]?(\d{1,2})(?:\.\d+)?秒?)?)?"
_ZONE = r"\s*(Z|[+-]\d\d:?\d\d)?"
_YEAR_FIRST = re.compile(
    rf"(?:(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})日?|(\d{{4}})(\d\d)(\d\d))"
    rf"{_TIME}{_ZONE}"
)
_TWO_WAYS = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d\d)(\s.*)?")


def checked_format(date_format: str | None, now: datetime) -> str | None:
    """A `--date-format` that can be read and tells the whole day; raises `Usage`."""
    if date_format is None:
        return None
    try:
        read = datetime.strptime(now.strftime(date_format), date_format)  # noqa: DTZ007 a day
    except ValueError:
        read = None
    if read is None or read.date() != now.date():
        raise Usage(
            say("{format} does not describe a day", format=date_format),
            say("for example %m/%d/%Y for 3/31/2026, %d.%m.%Y for 31.3.2026"),
        )
    return date_format


def _parsed(cell: Cell, date_format: str | None) -> date:
    if not isinstance(cell, str):
        return cell
    if date_format is None:
        return _year_first(cell)
    try:
        # Without a zone on purpose: the file's day is the manager's.
        return datetime.strptime(cell, date_format)  # noqa: DTZ007
    except ValueError:
        raise Usage(
            say("this is no day in the form of --date-format {format}", format=date_format)
        ) from None


def _year_first(text: str) -> date:
    match = _YEAR_FIRST.fullmatch(text)
    if not match:
        raise _not_understood(text)
    parts = [int(part) for part in (match.groups()[:3] if match[1] else match.groups()[3:6])]
    try:
        day = date(*parts)
        if match[7] is None:
            return day
        clock = time(int(match[7]), int(match[8]), int(match[9] or 0))
    except ValueError:
        raise Usage(say("{text} is not in the calendar", text=text)) from None
    zone = datetime.fromisoformat(f"2000-01-01T00:00:00{match[10]}").tzinfo if match[10] else None
    return datetime.combine(day, clock, zone)


def _not_understood(text: str) -> CmError:
    # Without the text: one reason for a thousand lines says more than a thousand reasons.
    if _TWO_WAYS.fullmatch(text):
        return Usage(
            say("a day like 3/1/2026 could be read two ways; say which with --date-format "
                "%m/%d/%Y or %d/%m/%Y")
        )  # fmt: skip
    return Usage(
        say("this is no day like 2026-01-02, 2026/1/2 or 2026年1月2日; --date-format says how the "
            "file writes them")
    )  # fmt: skip


def instant(cell: Cell, date_format: str | None, zone: tzinfo | None) -> datetime:
    """The instant of a cell, in UTC; a day is its local midnight. Raises `Usage`."""
    found = _parsed(cell, date_format)
    if not isinstance(found, datetime):
        found = datetime.combine(found, time())
    _plausible(found.year, cell)
    local = found if found.tzinfo else found.replace(tzinfo=zone)
    return local.replace(microsecond=0).astimezone(UTC)


def day(cell: Cell, date_format: str | None, zone: tzinfo | None) -> date:
    """The local day of a cell; raises `Usage`."""
    return instant(cell, date_format, zone).astimezone(zone).date()


def _plausible(year: int, cell: Cell) -> None:
    if not 1900 <= year <= 2200:
        raise Usage(say("the year of {text} cannot be right", text=str(cell)))
