"""Figures of the gifts. Amounts of different currencies never mix."""

from cmcli.domain.client import ClientTag
from cmcli.domain.gift import Gift
from cmcli.domain.measure import Evidence, Row, Span
from cmcli.messages import Money

Pair = tuple[Gift, ClientTag]


def given(facts: list[Pair], over: Span) -> Evidence:
    """Gifts that clients were given in the period."""
    return Evidence([_row(gift, client, 1) for gift, client in _given(facts, over)])


def value(facts: list[Pair], over: Span) -> Evidence:
    """What they were worth."""
    return Evidence([
        _row(gift, client, Money(gift.amount, gift.currency))
        for gift, client in _given(facts, over)
    ])  # fmt: skip


def _given(facts: list[Pair], over: Span) -> list[Pair]:
    return [pair for pair in facts if pair[0].kind == "given" and over.holds(pair[0].at)]


def _row(gift: Gift, client: ClientTag, worth: int | Money) -> Row:
    return Row("gift", gift.id, client, gift.at, gift.text, worth, gift.occasion)
