"""Days and times as a manager types them, in English and Chinese.

A phrase is a moment (`+1h`, 半小时后), a day (`fri`, 三天后), an hour (15:00, 下午3点), or a day
and an hour in either order. `when_grammar` has a table for each. Every reading is tried: a phrase
that can be read in two ways is refused, as is one that cannot be read.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, tzinfo
from functools import partial

from cmcli.domain.when_grammar import clocks, days, moments
from cmcli.domain.when_rules import Ask, at, nearest
from cmcli.domain.when_words import EARLIEST, BadPhrase, normalise, shown, spell_out, splits
from cmcli.messages import say
from cmcli.named import NamedTuple

__all__ = ["BadPhrase", "When", "parse"]


class When(NamedTuple):
    """What a phrase means: a `date`, or an `instant` in the zone of the `now` it was read at."""

    kind: str
    value: date | datetime

    def start(self, zone: tzinfo) -> datetime:
        """The instant, in UTC; a day starts at 00:00 in `zone`, or when the clocks skip that."""
        if isinstance(self.value, datetime):
            return self.value.astimezone(UTC)
        return datetime.combine(self.value, time(), zone).astimezone(UTC)


def parse(
    phrase: str,
    now: datetime,
    *,
    past: bool = False,
    working_day: Callable[[date], bool] | None = None,
) -> When:
    """What `phrase` means at `now`, an aware time in the manager's zone.

    Bare forms mean the next one, or with `past` the last one; words that say their direction
    (昨天, `+3d`) keep it. `working_day` tells which days count; without it, all but weekends.
    Raises `BadPhrase` for what is not understood, or can be read in two ways.
    """
    ask = Ask(shown(phrase), now.replace(microsecond=0), past, working_day or _is_weekday)
    if not ask.phrase:
        raise ask.bad(say("a day or a time is missing"))
    meanings: set[When] = set()
    refusals: list[BadPhrase] = []
    for reading in _readings(spell_out(normalise(phrase))):
        try:
            meanings.add(_in_range(reading(ask)))
        except BadPhrase as refusal:
            refusals.append(refusal)
        except OverflowError:
            refusals.append(ask.bad(say("'{phrase}' is too far away", phrase=ask.phrase)))
        except ValueError:
            refusals.append(
                ask.bad(say("'{phrase}': there is no such day or hour", phrase=ask.phrase))
            )
    if len(meanings) > 1:
        raise ask.two_ways()
    if not meanings:
        raise refusals[0] if refusals else ask.unknown()
    return meanings.pop()


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _in_range(when: When) -> When:
    """The same, if it is in a year that can be meant and kept."""
    if when.value.year < EARLIEST:
        raise OverflowError
    when.start(UTC)
    return when


def _readings(text: str) -> Iterator[Callable[[Ask], When]]:
    """Every way the tables read `text`."""
    yield from (partial(_moment, moment) for moment in moments(text))
    yield from (partial(_day, day) for day in days(text))
    yield from (partial(_clock, clock) for clock in clocks(text))
    for left, right in splits(text):
        for day_text, clock_text in ((left, right), (right, left)):
            for day in days(day_text):
                yield from (partial(_both, day, clock) for clock in clocks(clock_text))


def _moment(moment: Callable[[Ask], datetime], ask: Ask) -> When:
    return When("instant", moment(ask))


def _day(day: Callable[[Ask], date], ask: Ask) -> When:
    return When("date", day(ask))


def _clock(clock: Callable[[Ask], time], ask: Ask) -> When:
    return When("instant", nearest(clock(ask), ask))


def _both(day: Callable[[Ask], date], clock: Callable[[Ask], time], ask: Ask) -> When:
    return When("instant", at(day(ask), clock(ask), ask))
