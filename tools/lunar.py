"""Write cmcli/lunar.py's table of lunar years from lunar_python, which takes too long at start-up."""

from datetime import date, timedelta
from pathlib import Path

from lunar_python import Lunar, LunarYear, Solar

PAGE = Path(__file__).parents[1] / "cmcli" / "lunar.py"
FIRST, LAST = 1990, 2099
_BEGIN, _END = "YEARS = (\n", ")  # fmt: skip\n"


def code(year: int) -> int:
    """The months of a lunar year: the leap month (0 none) above 13 bits, of which the first month
    is the lowest; a bit is set where the month has 30 days.
    """  # noqa: D205
    months = [m for m in LunarYear.fromYear(year).getMonths() if m.getYear() == year]
    leap = next((-m.getMonth() for m in months if m.getMonth() < 0), 0)
    bits = sum(1 << place for place, month in enumerate(months) if month.getDayCount() == 30)
    return (leap << 13) | bits


def new_year(year: int) -> date:
    """The day on which a lunar year begins."""
    solar = Lunar.fromYmd(year, 1, 1).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def by_library(day: date) -> tuple[int, int] | None:
    """What the library says of a day."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = int(lunar.getMonth())
    return (month, int(lunar.getDay())) if month > 0 else None


def rows() -> list[str]:
    """The lines of the table, ten years each."""
    codes = [f"0x{code(year):05x}" for year in range(FIRST, LAST + 1)]
    return [f"    {', '.join(codes[i : i + 10])}," for i in range(0, len(codes), 10)]


def main() -> None:
    """Put the table into the module."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(_BEGIN)
    tail = rest.partition(_END)[2]
    PAGE.write_text(head + _BEGIN + "\n".join(rows()) + "\n" + _END + tail, encoding="utf-8")
    print(
        f"{FIRST} begins on {new_year(FIRST)}, {LAST + 1} on {new_year(LAST) + timedelta(384)} or so"
    )


if __name__ == "__main__":
    main()
