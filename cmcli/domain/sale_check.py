"""What was checked when a deal was won, kept as proof."""

from datetime import datetime

from cmcli.named import NamedTuple


class SaleCheck(NamedTuple):
    """`outcome` is suitable or warned; levels are R1..R5 and C1..C5 as they were; `findings` are
    codes separated by spaces; `who` and `reason` stand where the client went on after a warning,
    `confirmed_at` where a client of old age confirmed.
    """  # noqa: D205

    id: int
    deal_id: int
    client_id: int
    product_id: int
    at: datetime
    regime: str
    outcome: str
    product_level: str | None
    client_level: str | None
    findings: str
    who: str | None
    reason: str | None
    confirmed_at: datetime | None
