"""A product's price or net asset value on a day."""

from datetime import date, datetime
from typing import NamedTuple


class Price(NamedTuple):
    """`value` is the price of one unit (单位净值); `total` adds all that was paid out (累计净值);
    `growth` is the day's return in percent as the source gives it (日增长率).
    """  # noqa: D205

    id: int
    product_id: int
    valued_on: date
    value: float
    total: float | None
    growth: float | None
    created_at: datetime
