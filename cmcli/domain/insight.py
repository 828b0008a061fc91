"""An insight: market information or a case worth sharing, and with whom it was shared."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, delete, insert, update
from cmcli.domain.client import clean_tags
from cmcli.domain.days import day_of
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.messages import Joined, Message, joined, say, say_n
from cmcli.named import NamedTuple

# What is older than this is nothing to share any more, and the agenda does not read it.
STALE_DAYS = 90


class Insight(NamedTuple):
    """`kind` is market, success, failure or practice; `source` is where it comes from."""

    id: int
    kind: str
    at: datetime
    title: str
    text: str | None
    source: str | None
    client_id: int | None
    deal_id: int | None
    created_at: datetime


class InsightTag(NamedTuple):
    """A word under which it is found again."""

    id: int
    insight_id: int
    tag: str


class InsightShare(NamedTuple):
    """With whom it was shared, and when."""

    id: int
    insight_id: int
    at: datetime
    audience: str


class InsightFile(NamedTuple):
    """An insight with its tags and with whom it was shared, the first first."""

    insight: Insight
    tags: tuple[InsightTag, ...] = ()
    shares: tuple[InsightShare, ...] = ()

    @property
    def ref(self) -> str:
        """`n3`."""
        return ref_of("insight", self.insight.id)

    @property
    def words(self) -> tuple[str, ...]:
        """Its tags."""
        return tuple(tag.tag for tag in self.tags)


def noted(insight: Insight, words: Sequence[str]) -> list[Change]:
    """A new one with its tags."""
    _titled(insight)
    return [insert(insight), *_tags(insight.id, words, insight.id - 1)]


def corrected(
    file: InsightFile, words: Sequence[str] | None = None, **fields: object
) -> list[Change]:
    """Other values; `words`, where given, are all tags it has from now on."""
    _titled(file.insight._replace(**fields))  # type: ignore[arg-type]
    changes = update(file.insight, **fields)
    if words is None or tuple(clean_tags(list(words)).split()) == file.words:
        return changes
    return [*changes, *map(delete, file.tags), *_tags(file.insight.id, words, -1)]


def _tags(insight: int, words: Sequence[str], number: int) -> list[Change]:
    found = clean_tags(list(words)).split()
    return [insert(InsightTag(number - n, insight, tag)) for n, tag in enumerate(found)]


def _titled(insight: Insight) -> None:
    if not insight.title:
        raise Usage(say("an insight needs a title"),
                    say("cm insight add '存款利率下调' --kind market"))  # fmt: skip


def shared(
    files: Sequence[InsightFile], audience: str, at: datetime, now: datetime
) -> list[Change]:
    """Shared with an audience at a time; who heard of one already, does not hear of it twice."""
    if not audience:
        raise Usage(say("shared with whom?"), say("--with 网点例会"))
    early = next((file for file in files if day_of(file.insight.at, now) > day_of(at, now)), None)
    if early:
        raise Usage(
            say("{at} is before {ref} ({day})", at=at, ref=early.ref,
                day=day_of(early.insight.at, now)),
            say("shared on that day or later: check --at"),
        )  # fmt: skip
    new = [file for file in files if not heard(file, audience)]
    return [
        insert(InsightShare(-1 - n, file.insight.id, at, audience)) for n, file in enumerate(new)
    ]


def heard(file: InsightFile, audience: str) -> bool:
    """Whether it was shared with that audience before."""
    return any(share.audience.casefold() == audience.casefold() for share in file.shares)


def removed(file: InsightFile) -> list[Change]:
    """It was entered by mistake: gone with its tags and sharings."""
    return [*map(delete, file.tags), *map(delete, file.shares), delete(file.insight)]


# A story begun from a deal

_STORY = {"won": "success", "lost": "failure"}


def story(stage: str) -> str:
    """What kind of case a deal in that stage makes."""
    return _STORY.get(stage, "practice")


def course(
    stages: Iterable[tuple[Message | str, datetime]], days: int, end: Message | None,
    product: str | None, now: datetime,
) -> Joined:  # fmt: skip
    """How a deal went, in one line: product, stages with their days, how long, how it ended."""
    steps = [joined([stage, say("{day}", day=day_of(at, now))], " ") for stage, at in stages]
    length = say_n("{count} day", "{count} days", days)
    return joined([product, joined(steps, " → "), length, end])


# The agenda


class Policy(NamedTuple):
    """Days after which what was not shared is shown, 0 for never; the weekday, Monday 0."""

    days: int = 7
    weekday: int = 4


def agenda(waiting: Sequence[Insight], now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """One line, one day a week: what lies unshared; `waiting` has the oldest first."""
    if not waiting or now.weekday() != policy.weekday:
        return
    first = waiting[0]
    why = say(
        "These lie for {days} days or more and nobody heard of them (setting insight.days; the day "
        "of the weekly report, setting report.due): cm insight share {ref} --with …, or all of a "
        "period: cm insight share thismonth --with …",
        days=policy.days, ref=ref_of("insight", first.id),
    )  # fmt: skip
    yield AgendaItem(
        ref_of("insight", first.id), "insight", "team", None,
        say_n("one insight not shared yet", "{count} insights not shared yet", len(waiting)),
        None, "open", joined([say("since {day}", day=day_of(first.at, now)), first.title]), why,
    )  # fmt: skip
