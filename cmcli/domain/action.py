"""An action: what somebody will do about a feedback or for a plan, by when, and what came of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, insert, update
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, is_whole_day, limit
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Message, joined, say
from cmcli.named import NamedTuple

# An action further ahead than this has a mistyped year.
_LONGEST = timedelta(days=2 * 366)


class Action(NamedTuple):
    """`owner` is None where it is the manager's own; `due_at` at local midnight is the whole day;
    `result` is what came of it.
    """  # noqa: D205

    id: int
    client_id: int | None
    feedback_id: int | None
    text: str
    owner: str | None
    due_at: datetime | None
    done_at: datetime | None
    result: str | None
    created_at: datetime
    development_id: int | None = None
    campaign_id: int | None = None
    meeting_id: int | None = None
    report_id: int | None = None


def planned(action: Action, now: datetime) -> list[Change]:
    """A new action; what is to be done is said, and its date lies ahead."""
    if not action.text:
        raise Usage(say("what will be done?"), say("cm feedback act F '…' --owner NAME --due +3d"))
    if action.due_at:
        _ahead(action.due_at, now)
    return [insert(action)]


def completed(action: Action, at: datetime, result: str | None) -> list[Change]:
    """Done, with what came of it."""
    _still_open(action)
    return update(action, done_at=at, result=result)


def moved(action: Action, due: datetime, now: datetime) -> list[Change]:
    """Another date, or the first one."""
    _still_open(action)
    _ahead(due, now)
    if due == action.due_at:
        raise Refused(say("{ref} is due then already", ref=_ref(action)),
                      say("another time: cm snooze {ref} WHEN", ref=_ref(action)))  # fmt: skip
    return update(action, due_at=due)


def _still_open(action: Action) -> None:
    if action.done_at:
        raise Refused(say("{ref} was done at {at}", ref=_ref(action), at=action.done_at),
                      say("what came of it: cm edit {ref} result=…", ref=_ref(action)))  # fmt: skip


def _ahead(due: datetime, now: datetime) -> None:
    if limit(due, now) < now:
        raise Usage(say("{due} is past; an action is due in the future", due=due),
                    say("for example 明天下午3点, fri, +3d"))  # fmt: skip
    if due - now > _LONGEST:
        raise Usage(say("{due} is more than two years ahead", due=due),
                    say("check the year; for example 明天下午3点, fri, +3d"))  # fmt: skip


def _ref(action: Action) -> str:
    return ref_of("action", action.id)


def state(action: Action, now: datetime) -> str:
    """`done`, `overdue`, `due` (today) or `open`."""
    if action.done_at:
        return "done"
    if action.due_at is None:
        return "open"
    if limit(action.due_at, now) < now:
        return "overdue"
    return "due" if day_of(action.due_at, now) <= now.date() else "open"


def agenda(
    open_actions: Iterable[tuple[Action, ClientTag | None]], now: datetime
) -> Iterator[AgendaItem]:
    """The actions that are overdue or due today, and those without a date."""
    for action, client in open_actions:
        if action.due_at and day_of(action.due_at, now) > now.date():
            continue
        # What a colleague took on at a meeting is asked for at the next one.
        if action.meeting_id and action.owner:
            continue
        late = state(action, now) == "overdue"
        section = _section(action)
        yield AgendaItem(
            _ref(action), "action", section, client, action.text, action.due_at,
            "overdue" if late else "open",
            joined([_when(action, now), action.owner, _work(action)]),
            _why(action),
        )  # fmt: skip


def _section(action: Action) -> str:
    if action.meeting_id:
        return "team"
    if action.report_id:
        return "schedule"
    return "growth" if _work(action) else "service"


def _when(action: Action, now: datetime) -> Message:
    due = action.due_at
    if due is None:
        return say("no date")
    if limit(due, now) < now:
        return say("was due {due}", due=due)
    return say("today") if is_whole_day(due, now) else say("{due}", due=due)


def source_of(action: Action) -> str | None:
    """The reference of what it was planned for: a feedback, a meeting, a campaign, a plan."""
    if action.feedback_id:
        return ref_of("feedback", action.feedback_id)
    return _work(action)


def _work(action: Action) -> str | None:
    if action.meeting_id:
        return ref_of("meeting", action.meeting_id)
    if action.campaign_id:
        return ref_of("campaign", action.campaign_id)
    if action.report_id:
        return ref_of("report", action.report_id)
    return ref_of("development", action.development_id) if action.development_id else None


def _why(action: Action) -> Message:
    source = source_of(action) or _ref(action)
    if action.due_at is None:
        return say("An action of {source} without a date stays here until it is done or gets one: "
                   "cm snooze {ref} WHEN", source=source, ref=_ref(action))  # fmt: skip
    if action.development_id:
        return say("A measure of the development plan {source} is due {due}; it stays here until "
                   "it is done or moved.", source=source, due=action.due_at)  # fmt: skip
    if action.report_id:
        return say("A line of the improvement plan in {source} is due {due}; it stays here until "
                   "it is done or moved.", source=source, due=action.due_at)  # fmt: skip
    return say("An action of {source}, due {due}, stays here until it is done or moved.",
               source=source, due=action.due_at)  # fmt: skip
