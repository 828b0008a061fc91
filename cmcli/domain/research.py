"""A note of market research, linked to a group of clients: a segment, employer, street, sector."""

from datetime import datetime
from typing import NamedTuple


class Research(NamedTuple):
    """`segment` says what kind of group `value` names: employer, sector, street, tag, tier."""

    id: int
    at: datetime
    segment: str
    value: str
    text: str
    source: str | None
    created_at: datetime
