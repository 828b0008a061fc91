"""A client's risk tolerance: assessed, dated, and valid for a time."""

from datetime import date, datetime
from typing import NamedTuple

LEVELS = ("C1", "C2", "C3", "C4", "C5")


class Assessment(NamedTuple):
    """`level` is C1..C5; `score` and `answers` (letters in the order of the questions, separated by
    commas) are None where only a level is known; `questionnaire` names the questions that were
    asked; `expires_on` is the last day on which it is valid.
    """  # noqa: D205

    id: int
    client_id: int
    at: datetime
    level: str
    score: int | None
    answers: str | None
    questionnaire: str | None
    expires_on: date
    confirmed_at: datetime | None
    note: str | None
    created_at: datetime

    def is_valid(self, day: date) -> bool:
        """Whether it holds on that day (NFRA order 2025 no. 7, art. 29: 12 months)."""
        return day <= self.expires_on


def number_of(level: str) -> int:
    """3 for C3 and for R3."""
    return int(level[1])
