"""A day's agenda in parts: what stands under which heading, and how much of it is shown."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from cmcli.domain.agenda import AgendaItem
from cmcli.messages import Message, say
from cmcli.named import NamedTuple

More = Callable[[int], Message]
MARKED = ("overdue", "at_risk")

_APART = ("key_contact", "dates")
# What is prepared rather than done today, unless it is late or about to be.
_AHEAD = ("maturities", "assessments", "risk")
# The same, of a section whose other lines are done on their day.
_AHEAD_KINDS = ("certificate", "hours")
_WEEK = timedelta(days=7)
# A part needs an empty line, its heading, and a line that says what more there is.
_FRAME = 3


def _everything(left: int) -> Message:
    return say("{n} more: cm today --limit {all}", n=left, all=999)


def _deals(left: int) -> Message:
    return say("{n} more: cm deal list", n=left)


def _prospects(left: int) -> Message:
    return say("{n} more: cm prospect list --stale", n=left)


def _duties(left: int) -> Message:
    return say("{n} more: cm client list --due", n=left)


# Lines that only lie there, of which the day shows a share.
_LYING: tuple[tuple[Callable[[AgendaItem], bool], More], ...] = (
    (lambda item: item.kind == "deal" and item.due is None, _deals),
    (lambda item: item.kind == "offer", _deals),
    (lambda item: item.kind == "prospect" and item.due is None, _prospects),
    (lambda item: item.kind == "follow_up", _everything),
)


class Part(NamedTuple):
    """Items in order; `left` is how many more there are and where each of them is listed, `rest`
    where those are that find no room.
    """  # noqa: D205

    items: list[AgendaItem]
    rest: More = _everything
    left: tuple[tuple[More, int], ...] = ()

    def cut(self, most: int) -> "Part":
        """The first `most` of them."""
        gone = max(len(self.items) - max(most, 0), 0)
        if not gone:
            return self
        left = dict(self.left)
        left[self.rest] = left.get(self.rest, 0) + gone
        return self._replace(items=self.items[: len(self.items) - gone], left=tuple(left.items()))

    @property
    def more(self) -> list[Message]:
        """What else there is, and how to see it."""
        return [told(count) for told, count in self.left]


class Day(NamedTuple):
    """The parts in the order in which they are read."""

    now: Part
    today: Part
    duties: Part
    ahead: Part

    def limited(self, most: int) -> "Day":
        """At most so many lines in all."""
        parts = []
        for part in self:
            parts.append(part.cut(most))
            most -= len(part.items)
        return Day(*parts)

    def fitted(self, height: int, headings: int) -> "Day":
        """As much as so many lines hold: each part keeps one or two, the earlier are filled first.

        `headings` is how many of the parts stand on the page.
        """
        room = height - _FRAME * headings
        few = 2 if room >= 2 * headings else 1
        free = room - sum(min(len(part.items), few) for part in self)
        parts = []
        for part in self:
            shown = min(len(part.items), few + max(free, 0))
            free -= shown - min(len(part.items), few)
            parts.append(part.cut(shown))
        return Day(*parts)


def parted(items: list[AgendaItem], now: datetime, share: int) -> Day:
    """The day's parts; of what lies there, of duties and of what comes later only a share."""
    urgent = [item for item in items if item.state in MARKED and item.section not in _APART]
    ahead = sorted(filter(_is_ahead, items), key=lambda item: item.due is None)
    today = [
        item for item in items
        if item.state not in MARKED and item.section not in _APART and not _is_ahead(item)
    ]  # fmt: skip
    duties = [item for item in items if item.section == "key_contact"]

    def later(item: AgendaItem) -> bool:
        return item.due is None or item.due > now + _WEEK

    return Day(
        _shared(urgent, share, _LYING), _shared(today, share, _LYING),
        Part(duties, _duties).cut(share), _shared(ahead, share, ((later, _everything),)),
    )  # fmt: skip


def _is_ahead(item: AgendaItem) -> bool:
    later = item.section in _AHEAD or item.kind in _AHEAD_KINDS
    return item.section == "dates" or (later and item.state not in MARKED)


def _shared(
    items: list[AgendaItem], share: int, kinds: Iterable[tuple[Callable[[AgendaItem], bool], More]]
) -> Part:
    left: dict[More, int] = {}
    for belongs, told in kinds:
        gone = [item for item in items if belongs(item)][share:]
        if gone:
            left[told] = left.get(told, 0) + len(gone)
            items = [item for item in items if item not in gone]
    return Part(items, left=tuple(left.items()))
