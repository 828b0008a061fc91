"""The lunar calendar (农历) of a hundred and ten years, as a table of its months.

Made from the package lunar_python by tools/lunar.py and held to it day by day by a test: computing
the months anew takes longer than everything else that `cm today` does.
"""

from datetime import date

FIRST, _NEW_YEAR = 1990, date(1990, 1, 27)
# A year each: the leap month above 13 bits; a bit is set where the month has 30 days.
YEARS = (
    0x0be92, 0x00e92, 0x00d26, 0x06a56, 0x00a57, 0x114d6, 0x0035a, 0x006d5, 0x0b6c9, 0x00749,
    0x00693, 0x0952b, 0x0052b, 0x00a5b, 0x0555a, 0x0056a, 0x0fb55, 0x00ba4, 0x00b49, 0x0ba93,
    0x00a95, 0x0052d, 0x08aad, 0x00ab5, 0x135aa, 0x005d2, 0x00da5, 0x0dd4a, 0x00d4a, 0x00c95,
    0x0952e, 0x00556, 0x00ab5, 0x055b2, 0x006d2, 0x0cea5, 0x00725, 0x0064b, 0x0ac97, 0x00cab,
    0x0055a, 0x06ad6, 0x00b69, 0x17752, 0x00b52, 0x00b25, 0x0da4b, 0x00a4b, 0x004ab, 0x0a55b,
    0x005ad, 0x00b6a, 0x05b52, 0x00d92, 0x0fd25, 0x00d25, 0x00a55, 0x0b4ad, 0x004b6, 0x005b5,
    0x06daa, 0x00ec9, 0x11e92, 0x00e92, 0x00d26, 0x0ca56, 0x00a57, 0x004d6, 0x086d5, 0x00755,
    0x00749, 0x06e93, 0x00693, 0x0f52b, 0x0052b, 0x00a5b, 0x0b55a, 0x0056a, 0x00b65, 0x0974a,
    0x00b4a, 0x11a95, 0x00a95, 0x0052d, 0x0caad, 0x00ab5, 0x005aa, 0x08ba5, 0x00da5, 0x00d4a,
    0x07c95, 0x00c96, 0x0f94e, 0x00556, 0x00ab5, 0x0b5b2, 0x006d2, 0x00ea5, 0x08e4a, 0x0068b,
    0x10c97, 0x004ab, 0x0055b, 0x0cad6, 0x00b6a, 0x00752, 0x09725, 0x00b45, 0x00a8b, 0x0549b,
)  # fmt: skip


def _year(ordinal: int) -> tuple[int, int] | None:
    """The ordinal of the new year before that day, and the code of that lunar year."""
    first = _NEW_YEAR.toordinal()
    for code in YEARS:
        days = 29 * (13 if code >> 13 else 12) + (code & 0x1FFF).bit_count()
        if first <= ordinal < first + days:
            return first, code
        first += days
    return None


def lunar_day(day: date) -> tuple[int, int] | None:
    """(month, day) of the lunar calendar; None in a leap month and beyond the table."""
    found = _year(day.toordinal())
    if found is None:
        return None
    within, code = day.toordinal() - found[0], found[1]
    leap = code >> 13
    names = [month for n in range(1, 13) for month in ((n, -n) if n == leap else (n,))]
    for place, month in enumerate(names):
        length = 29 + (code >> place & 1)
        if within < length:
            return (month, within + 1) if month > 0 else None
        within -= length
    return None
