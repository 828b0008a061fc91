"""A development plan: targets of a period, the groups to work, and how it goes."""

from datetime import date, datetime
from typing import NamedTuple


class Development(NamedTuple):
    """`segments` are the groups of clients to work, one a line, each as conditions."""

    id: int
    name: str
    start_on: date
    end_on: date
    segments: str | None
    note: str | None
    created_at: datetime


class DevelopmentTarget(NamedTuple):
    """What a measure is to come to: a number, or minor units of `currency`; with `product_id`
    only what was sold of that product counts.
    """  # noqa: D205

    id: int
    development_id: int
    measure: str
    product_id: int | None
    amount: int
    currency: str | None


class DevelopmentReview(NamedTuple):
    """A written evaluation; `figures` are those of its day, as JSON."""

    id: int
    development_id: int
    at: datetime
    text: str
    figures: str
