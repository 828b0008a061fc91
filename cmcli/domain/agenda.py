"""A line of the agenda, and the order in which lines stand."""

from collections.abc import Iterable
from datetime import UTC, datetime

from cmcli.domain.client import ClientTag
from cmcli.messages import Joined, Message
from cmcli.named import NamedTuple

SECTIONS = (
    "service", "callbacks", "key_contact", "pipeline", "maturities", "assessments",
    "growth", "risk", "learning", "team", "dates", "schedule",
)  # fmt: skip

_FAR = datetime.max.replace(tzinfo=UTC)
_STATE_RANK = {"overdue": 0, "at_risk": 1}


class AgendaItem(NamedTuple):
    """`kind` is the noun, or a word of its own for what the line asks for; it chooses with which
    lines this one shares its room (`_LYING` in views/day.py). `state` is overdue, at_risk or open;
    `due` is None where no day is set, and such a line stands last. `when` says the lateness in
    words, `why` names the rule that put the line here and what ends it; a command in it names the
    client where the record has no reference of its own.

    What is overdue or at risk stands under NOW, the rest under TODAY; `key_contact` and `dates`
    have places of their own (of `dates` each has a day), `maturities`, `assessments` and `risk` are
    COMING UP until they are at risk, as are certificates and the hours of `learning`; of lines that
    only lie there a share is shown (views/day.py).
    `weight` breaks ties: 0 urgent request, 1 complaint, 2 other request, 3 callback, 4 the rest.
    """  # noqa: D205

    ref: str
    kind: str
    section: str
    client: ClientTag | None
    title: Message | str
    due: datetime | None
    state: str
    when: Message | Joined
    why: Message | Joined
    weight: int = 4


def rank(item: AgendaItem) -> tuple[int, datetime, int]:
    """Overdue, at risk, then by due time; ties by weight."""
    return _STATE_RANK.get(item.state, 2), item.due or _FAR, item.weight


def ordered(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The items in the order in which the manager should act."""
    return sorted(items, key=rank)
