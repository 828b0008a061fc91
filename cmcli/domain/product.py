"""The product catalogue: what can be offered."""

from datetime import datetime
from typing import NamedTuple

from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Usage
from cmcli.messages import say


class Product(NamedTuple):
    """`risk` is R1..R5 or None; `price` is a list price in minor units of `currency`."""

    id: int
    code: str
    name: str
    kind: str
    risk: str | None
    price: int | None
    currency: str | None
    note: str | None
    created_at: datetime


def clean_risk(text: str) -> str:
    """R1 to R5; raises `Usage`."""
    level = text.strip().upper()
    if level not in VOCABULARIES["risk_level"]:
        raise Usage(say("{text} is not a risk level", text=text), say("R1, R2, R3, R4 or R5"))
    return level
