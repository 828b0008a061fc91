"""Feedback: what a client thinks of the service, what was done about it, and telling the client."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cmcli.domain import action as actions
from cmcli.domain.action import Action
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Message, joined, say
from cmcli.named import NamedTuple

SATISFACTION, RECOMMEND = (1, 5), (0, 10)
# The other end of the scales: up to here the client is unhappy.
_POOR, _DETRACTOR = 3, 6


class Feedback(NamedTuple):
    """`satisfaction` 1..5, `recommend` 0..10, or an opinion in `text`; `told_at` is when the
    client heard what was done about it.
    """  # noqa: D205

    id: int
    client_id: int
    at: datetime
    satisfaction: int | None
    recommend: int | None
    theme: str | None
    text: str | None
    interaction_id: int | None
    request_id: int | None
    told_at: datetime | None
    created_at: datetime


class FeedbackFile(NamedTuple):
    """A feedback and its actions, the oldest first."""

    feedback: Feedback
    actions: tuple[Action, ...] = ()

    @property
    def open_actions(self) -> list[Action]:
        """Those not done yet."""
        return [action for action in self.actions if not action.done_at]

    @property
    def acted_at(self) -> datetime | None:
        """When the last of its actions was done; None while there is none, or one is open."""
        ends = [action.done_at for action in self.actions if action.done_at]
        return max(ends) if ends and len(ends) == len(self.actions) else None

    @property
    def state(self) -> str:
        """`told`, `acting` (an action is open), `acted` (all done, client not told), `heard`."""
        if self.feedback.told_at:
            return "told"
        if self.open_actions:
            return "acting"
        return "acted" if self.actions else "heard"

    @property
    def is_open(self) -> bool:
        """Whether the loop is to be closed: actions run, or an opinion or a poor score waits."""
        given = self.feedback
        poor = (
            given.text is not None
            or (given.satisfaction is not None and given.satisfaction <= _POOR)
            or (given.recommend is not None and given.recommend <= _DETRACTOR)
        )
        return self.state in ("acting", "acted") or (self.state == "heard" and poor)


def score(text: str, scale: tuple[int, int]) -> int:
    """A whole number of the scale; raises `Usage`."""
    low, high = scale
    number = int(text) if text.isdecimal() and len(text) <= 3 else low - 1
    if not low <= number <= high:
        raise Usage(
            say("{text} is no score from {low} to {high}", text=text, low=low, high=high),
            say("--satisfaction 1 to 5, --recommend 0 to 10"),
        )
    return number


def given(feedback: Feedback) -> list[Change]:
    """A new feedback."""
    return [insert(_checked(feedback))]


def corrected(feedback: Feedback, **fields: object) -> list[Change]:
    """Other values; something has to be left."""
    _checked(feedback._replace(**fields))  # type: ignore[arg-type]
    return update(feedback, **fields)


def _checked(feedback: Feedback) -> Feedback:
    if feedback.satisfaction is None and feedback.recommend is None and not feedback.text:
        raise Usage(
            say("a feedback holds a score or an opinion"),
            say("cm feedback add CLIENT '…' --satisfaction 1-5 --recommend 0-10"),
        )
    return feedback


def acted(file: FeedbackFile, action: Action, now: datetime) -> list[Change]:
    """Something will be done; where the client was told before, the loop is open again."""
    return [*actions.planned(action, now), *update(file.feedback, told_at=None)]


def told(file: FeedbackFile, at: datetime) -> list[Change]:
    """The client heard what was done; refused while an action is open."""
    feedback = file.feedback
    if feedback.told_at:
        raise Refused(
            say("{ref}: the client was told {at}", ref=_ref(feedback), at=feedback.told_at)
        )
    if file.open_actions:
        refs = [ref_of("action", action.id) for action in file.open_actions]
        raise Refused(
            say("{ref} waits for {actions}", ref=_ref(feedback), actions=", ".join(refs)),
            say("first: cm done {ref} '…'", ref=refs[0]),
        )
    if at < feedback.at:
        raise Usage(say("{at} is before the feedback ({given})", at=at, given=feedback.at))
    return update(feedback, told_at=at)


def removable(file: FeedbackFile) -> Feedback:
    """The feedback, if no action hangs on it; raises `Refused`."""
    if file.actions:
        refs = [ref_of("action", action.id) for action in file.actions]
        raise Refused(
            say("{ref} has actions: {actions}", ref=_ref(file.feedback), actions=", ".join(refs)),
            say("first: cm rm {ref}", ref=refs[0]),
        )
    return file.feedback


def _ref(feedback: Feedback) -> str:
    return ref_of("feedback", feedback.id)


# The agenda


def agenda(files: Iterable[tuple[FeedbackFile, ClientTag]], now: datetime) -> Iterator[AgendaItem]:
    """The clients to tell: all that was planned is done, and they do not know."""
    for file, client in files:
        done_at = file.acted_at
        if file.feedback.told_at or done_at is None:
            continue
        done = day_of(done_at, now)
        why = say(
            "What was planned on the feedback of {given} is done since {done}. The loop closes "
            "when the client hears of it: cm feedback told {ref}",
            given=day_of(file.feedback.at, now), done=done, ref=_ref(file.feedback),
        )  # fmt: skip
        yield AgendaItem(
            _ref(file.feedback), "feedback", "service", client,
            say("tell them what was done"), None, "open",
            joined([say("done {day}", day=done), file.feedback.theme]), why,
        )  # fmt: skip


class Policy(NamedTuple):
    """Days after an opinion in which an answer is asked for; lines a day."""

    days: int = 14
    share: int = 5


def unanswered(
    files: Iterable[tuple[FeedbackFile, ClientTag]], now: datetime, policy: Policy
) -> Iterator[AgendaItem]:
    """Opinions and low scores of late on which nothing was planned, the oldest first."""
    since = now - timedelta(days=policy.days)
    waiting = [
        (file.feedback, client)
        for file, client in files
        if file.state == "heard" and file.is_open and since < file.feedback.at <= now
    ]
    for given, client in sorted(waiting, key=lambda pair: pair[0].at)[: policy.share]:
        ref, day = _ref(given), day_of(given.at, now)
        why = say(
            "{ref} came on {day}, nothing was planned on it and the client heard nothing. Words "
            "and low scores are shown for {days} days (setting feedback.answer_days), {share} a "
            "day (setting today.share): cm feedback act {ref} '…', or cm feedback told {ref}",
            ref=ref, day=day, days=policy.days, share=policy.share,
        )  # fmt: skip
        yield AgendaItem(
            ref, "feedback", "service", client, _heard(given), None, "open",
            joined([say("heard {day}", day=day), given.theme]), why,
        )  # fmt: skip


def _heard(given: Feedback) -> Message:
    if given.text:
        return say("answer: {what}", what=given.text)
    if given.satisfaction is not None and given.satisfaction <= _POOR:
        return say("satisfaction {score} of 5: ask why", score=given.satisfaction)
    return say("recommends {score} of 10: ask why", score=given.recommend)


# Themes


class Summary(NamedTuple):
    """Feedback taken together: how many, the mean satisfaction, the share of opinions acted on."""

    answers: int
    mean: float | None
    acted: float | None


class Theme(NamedTuple):
    """A theme over a period and the one before; `name` is None where none was given."""

    name: str | None
    now: Summary
    before: Summary


def themes(now: list[FeedbackFile], before: list[FeedbackFile]) -> list[Theme]:
    """Each theme of a period, the one heard most often first; without a theme comes last."""
    names: dict[str | None, str | None] = {}
    for file in now + before:
        names.setdefault(_key(file), file.feedback.theme)
    found = [Theme(name, _summary(now, key), _summary(before, key)) for key, name in names.items()]
    return sorted(found, key=lambda theme: (theme.name is None, -theme.now.answers))


def _key(file: FeedbackFile) -> str | None:
    return file.feedback.theme.casefold() if file.feedback.theme else None


def _summary(files: list[FeedbackFile], key: str | None) -> Summary:
    mine = [file for file in files if _key(file) == key]
    scores = [f.feedback.satisfaction for f in mine if f.feedback.satisfaction is not None]
    done = [is_acted(file) for file in mine if is_opinion(file)]
    mean = sum(scores) / len(scores) if scores else None
    return Summary(len(mine), mean, sum(done) / len(done) if done else None)


def is_acted(file: FeedbackFile) -> bool:
    """Whether something was done about it."""
    return any(action.done_at for action in file.actions)


def is_opinion(file: FeedbackFile) -> bool:
    """Whether it asks for an answer: words, a theme, something planned; a bare score does not."""
    return bool(file.feedback.text or file.feedback.theme or file.actions)
