"""What a client was offered, why, and what the client said."""

from datetime import datetime
from typing import NamedTuple


class Advice(NamedTuple):
    """Products offered on one occasion; `reply` is the client's, None until there is one."""

    id: int
    client_id: int
    at: datetime
    reply: str | None
    note: str | None
    created_at: datetime


class AdviceItem(NamedTuple):
    """A product of an advice: its place in the ranking, and the reasons in words."""

    id: int
    advice_id: int
    product_id: int
    place: int
    why: str
