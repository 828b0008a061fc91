"""What a client was offered, why, and what the client said."""

from collections.abc import Iterable
from datetime import datetime

from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.errors import Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple


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


class AdviceFile(NamedTuple):
    """An advice with its products, the first place first."""

    advice: Advice
    items: tuple[AdviceItem, ...]


class Offered(NamedTuple):
    """An advice as a figure needs it: the names of its products, the first place first."""

    advice: Advice
    client: ClientTag
    names: tuple[str, ...]


def given(
    client_id: int, offered: Iterable[tuple[int, str]], reply: str | None, note: str | None,
    at: datetime, now: datetime,
) -> list[Change]:  # fmt: skip
    """What was offered: pairs of product number and reasons, in the order of the ranking."""
    pairs = list(offered)
    if not pairs:
        raise Refused(
            say("nothing suits, so nothing was offered"),
            say("what stands in the way: cm advise CLIENT"),
        )
    changes: list[Change] = [insert(Advice(-1, client_id, at, reply, note, now))]
    changes += [
        insert(AdviceItem(-1 - place, -1, product, place, why))
        for place, (product, why) in enumerate(pairs, start=1)
    ]
    return changes


def replied(advice: Advice | None, reply: str, name: str) -> list[Change]:
    """The client's answer to the last advice."""
    if not reply:
        raise Usage(say("what did the client say?"), say("--reply '…'"))
    if advice is None:
        raise Refused(
            say("nothing was offered to {name} yet", name=name),
            say("cm advise {name} --record", name=name),
        )
    return update(advice, reply=reply)
