"""Proof that structure, fees and risks of a product were explained to a client."""

from datetime import datetime
from typing import NamedTuple

ITEMS = ("structure", "fees", "risks")


class Disclosure(NamedTuple):
    """`items` are those told, separated by spaces; `structure`, `fees` and `risks` the words of the
    catalogue at that time, `level` its risk level then; `channel` is how, `heard_by` to whom where
    it was not the client alone.
    """  # noqa: D205

    id: int
    client_id: int
    product_id: int
    at: datetime
    items: str
    structure: str | None
    fees: str | None
    risks: str | None
    level: str | None
    channel: str
    heard_by: str | None
    note: str | None
    created_at: datetime
