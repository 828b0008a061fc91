"""What a client owns or owes: bought, redeemed, matured, repaid."""

from datetime import date, datetime
from typing import NamedTuple


class Holding(NamedTuple):
    """`amount` is the principal still held (of a loan: still owed) in minor units of `currency`,
    `units` the units still held of a product with a price; `rate` in percent a year; `repayment`
    is a loan's monthly instalment, `overdue_on` the day since which one is overdue.
    """  # noqa: D205

    id: int
    client_id: int
    product_id: int
    amount: int
    currency: str
    units: float | None
    start_on: date
    maturity_on: date | None
    rate: float | None
    repayment: int | None
    overdue_on: date | None
    deal_id: int | None
    note: str | None
    closed_on: date | None
    created_at: datetime


class HoldingMove(NamedTuple):
    """One movement; `kind` is bought, redeemed, matured, borrowed or repaid. `amount` is the money
    that moved, `principal` what it took off (or put on) the holding's principal, both positive.
    """  # noqa: D205

    id: int
    holding_id: int
    kind: str
    moved_on: date
    amount: int
    principal: int
    units: float | None
    note: str | None
    created_at: datetime
