"""What the figures of a period suggest, at most three things; and whether it helped."""

import shlex
from collections.abc import Callable
from datetime import timedelta
from math import hypot, sqrt

from cmcli.domain.deal import OPEN_STAGES
from cmcli.domain.flow import Flow, Hour, Waited
from cmcli.domain.measure import median
from cmcli.domain.rounding import percent
from cmcli.messages import Code, Message, say, say_n
from cmcli.named import NamedTuple

MOST = 3
# The least evidence, and the difference that is worth a word.
_CALLS_OF_AN_HOUR, _OTHER_CALLS, _BETTER_BY = 10, 20, 0.10
_PASSAGES, _TIMES_THE_OTHERS, _DAYS = 5, 2, timedelta(days=3)
_REPLIES, _CALLBACKS, _MOVED, _MINUTES = 10, 10, 0.20, 300
_LATE, _LATE_SHARE = 3, 1 / 3
# A figure moved where it did by more than chance has it move (so many standard errors, as in the
# report), and by two of a hundred, or a twentieth of a time or a number.
_SURE, _POINTS, _PART = 2.0, 0.02, 0.05
# The median of so many times is less certain than their mean, what nine of ten do not exceed less
# again: as where times lie about their mean like most things.
_OF_MEDIAN, _OF_P90 = 1.25, 1.71


class Policy(NamedTuple):
    """`reply` is the target of the first reply, of which half is long."""

    reply: timedelta


class Tracked(NamedTuple):
    """The figure a suggestion rests on; None without enough evidence. `unit` is ratio, time (in
    seconds) or count; `error` is by how much chance may have moved it.
    """  # noqa: D205

    value: float | None
    unit: str
    better: str
    error: float = 0


class Suggestion(NamedTuple):
    """`name` is the figure in words; `key` the stage, tier or department, where it is
    about one.
    """  # noqa: D205

    id: str
    text: Message
    name: Message
    command: str
    figure: Tracked
    key: str = ""


class Followed(NamedTuple):
    """A suggestion of the period before, and its figure now: better, worse, same or unknown. Same
    is also a step that chance explains.
    """  # noqa: D205

    suggestion: Suggestion
    now: Tracked

    @property
    def verdict(self) -> str:
        """What became of it; unknown without enough evidence now."""
        before, now = self.suggestion.figure, self.now
        if before.value is None or now.value is None:
            return "unknown"
        step = now.value - before.value
        least = _POINTS if now.unit == "ratio" else _PART * before.value
        if not step or abs(step) < max(least, _SURE * hypot(before.error, now.error)):
            return "same"
        return "better" if (step > 0) == (now.better == "more") else "worse"


def suggestions(flow: Flow, policy: Policy) -> list[Suggestion]:
    """The first three, in this order, that the figures of the period bear out."""
    found = [rule(flow, policy) for rule in _RULES]
    return [suggestion for suggestion in found if suggestion][:MOST]


def followed(before: list[Suggestion], flow: Flow) -> list[Followed]:
    """Each suggestion of the period before with the same figure of this one."""
    return [Followed(suggestion, _FIGURES[suggestion.id](flow, suggestion.key))
            for suggestion in before]  # fmt: skip


# The figures


def _share(part: float, of: int, better: str, *, enough: bool, whole: float = 0) -> Tracked:
    """A share of `whole` (else of the rows), with the error of a share of so many rows."""
    if not enough:
        return Tracked(None, "ratio", better)
    value = part / (whole or of)
    return Tracked(value, "ratio", better, sqrt(max(value * (1 - value), 0) / max(of, 1)))


def _time(value: timedelta | None, found: Waited, times: float, *, enough: bool) -> Tracked:
    if value is None or not enough:
        return Tracked(None, "time", "less")
    return Tracked(value.total_seconds(), "time", "less",
                   times * found.spread / sqrt(found.times))  # fmt: skip


def _lost_calls(flow: Flow, _: str) -> Tracked:
    """The calls of one row come together, so the row is what chance deals out."""
    if flow.tried < _CALLS_OF_AN_HOUR:
        return Tracked(None, "count", "less")
    rows = [one.calls for one in flow.unanswered]
    return Tracked(sum(rows), "count", "less", hypot(*rows))


def _reach(flow: Flow, _: str) -> Tracked:
    return _share(flow.reached, flow.tried, "more", enough=flow.tried >= _OTHER_CALLS)


def _stage_time(flow: Flow, stage: str) -> Tracked:
    found = flow.waited(stage)
    return _time(found.median, found, _OF_MEDIAN, enough=found.times >= _PASSAGES)


def _reply_time(flow: Flow, _: str) -> Tracked:
    found = flow.waited("reply")
    return _time(found.p90, found, _OF_P90, enough=found.times >= _REPLIES)


def _moved_share(flow: Flow, _: str) -> Tracked:
    count = len(flow.callbacks)
    return _share(flow.moved, count, "less", enough=count >= _CALLBACKS)


def _late_share(flow: Flow, department: str) -> Tracked:
    due = [errand for errand in flow.errands if errand.department == department]
    return _share(sum(one.late for one in due), len(due), "less", enough=len(due) >= _LATE)


def _tier_share(flow: Flow, tier: str) -> Tracked:
    mine = sum(share.minutes for share in flow.tiers if share.key == tier)
    total = flow.total
    return _share(mine, total.contacts, "more", enough=total.minutes >= _MINUTES,
                  whole=total.minutes)  # fmt: skip


_FIGURES: dict[str, Callable[[Flow, str], Tracked]] = {
    "unanswered": _lost_calls, "best_hour": _reach, "stage": _stage_time, "reply": _reply_time,
    "moved": _moved_share, "handoffs": _late_share, "key_time": _tier_share,
}  # fmt: skip


# The rules


def _unanswered(flow: Flow, _: Policy) -> Suggestion | None:
    figure = _lost_calls(flow, "")
    if not figure.value:
        return None
    count = len(flow.unanswered)
    text = say_n(
        "one client did not answer {calls} calls in a row: try another channel or hour",
        "{count} clients did not answer three calls or more in a row, {calls} calls: try another "
        "channel or hour", count, calls=int(figure.value),
    )  # fmt: skip
    command = f"cm flow --client c{flow.unanswered[0].client}"
    return Suggestion("unanswered", text, say("calls unanswered in a row"), command, figure)


def _best_hour(flow: Flow, _: Policy) -> Suggestion | None:
    able = [hour for hour in flow.hours if hour.tried >= _CALLS_OF_AN_HOUR]
    best = max(able, key=lambda hour: (hour.reached / hour.tried, hour.tried), default=None)
    if best is None:
        return None
    others = Hour(0, 0, flow.tried - best.tried, flow.reached - best.reached)
    if others.tried < _OTHER_CALLS:
        return None
    rate, usual = best.reached / best.tried, others.reached / others.tried
    if rate - usual < _BETTER_BY:
        return None
    text = say(
        "call between {start} and {end}: {reached} of {tried} calls reached the client ({rate}), "
        "at other hours {others} of {rest} ({usual})",
        start=f"{best.hour}:00", end=f"{best.hour + 1}:00", reached=best.reached,
        tried=best.tried, rate=_percent(rate), others=others.reached, rest=others.tried,
        usual=_percent(usual),
    )  # fmt: skip
    return Suggestion("best_hour", text, say("calls that reach the client"),
                      "cm callback list", _reach(flow, ""))  # fmt: skip


def _percent(share: float) -> str:
    return percent(share)


def _stage(flow: Flow, _: Policy) -> Suggestion | None:
    stages = [w for w in (flow.waited(stage) for stage in OPEN_STAGES) if w.times >= _PASSAGES]
    slow = max(stages, key=lambda w: w.median or timedelta(), default=None)
    if slow is None or slow.median is None or slow.median < _DAYS:
        return None
    rest = [w.median.total_seconds() for w in stages if w is not slow and w.median is not None]
    usual = median(rest)
    if usual is None or slow.median.total_seconds() < _TIMES_THE_OTHERS * usual:
        return None
    text = say(
        "deals stayed {median} in the stage {stage} (median of {count}), {usual} in the others: "
        "set a next step there",
        median=slow.median, stage=Code("stage", slow.step), count=slow.times,
        usual=timedelta(seconds=usual),
    )  # fmt: skip
    name = say("days in the stage {stage}", stage=Code("stage", slow.step))
    return Suggestion("stage", text, name, f"cm deal list --stage {slow.step}",
                      _stage_time(flow, slow.step), slow.step)  # fmt: skip


def _reply(flow: Flow, policy: Policy) -> Suggestion | None:
    found, figure = flow.waited("reply"), _reply_time(flow, "")
    if figure.value is None or figure.value <= policy.reply.total_seconds() / 2:
        return None
    text = say(
        "nine of ten first replies came within {p90} ({count} replies), the target is {target}: "
        "go through the open requests before the end of the day",
        p90=found.p90, count=found.times, target=policy.reply,
    )  # fmt: skip
    return Suggestion("reply", text, say("first reply, nine of ten within"),
                      "cm request review", figure)  # fmt: skip


def _moved(flow: Flow, _: Policy) -> Suggestion | None:
    figure = _moved_share(flow, "")
    if figure.value is None or figure.value < _MOVED:
        return None
    text = say(
        "{part} of {count} callbacks due were moved ({share}): promise a later day at once",
        part=flow.moved, count=len(flow.callbacks), share=_percent(figure.value),
    )  # fmt: skip
    return Suggestion("moved", text, say("callbacks moved"), "cm callback list", figure)


def _handoffs(flow: Flow, _: Policy) -> Suggestion | None:
    """The department with the most late, of those that are late often enough to say so."""
    late: dict[str, int] = {}
    for one in flow.errands:
        late[one.department] = late.get(one.department, 0) + one.late
    able = {name: count for name, count in late.items() if count >= _LATE
            and (_late_share(flow, name).value or 0) >= _LATE_SHARE}  # fmt: skip
    name = max(able, key=lambda each: (able[each], each), default=None)
    if name is None:
        return None
    text = say(
        "{late} of {count} hand-offs due at {department} were late: agree on a time they can keep, "
        "and ask the day before",
        late=able[name], count=sum(one.department == name for one in flow.errands),
        department=name,
    )  # fmt: skip
    return Suggestion(
        "handoffs", text, say("late hand-offs at {department}", department=name),
        f"cm handoff list --late --department {shlex.quote(name)}", _late_share(flow, name), name,
    )  # fmt: skip


def _key_time(flow: Flow, _: Policy) -> Suggestion | None:
    mine, theirs = _tier_share(flow, "key"), _tier_share(flow, "standard")
    if mine.value is None or theirs.value is None or mine.value >= theirs.value:
        return None
    text = say(
        "key clients had {mine} of the time, standard clients {theirs}: begin with the key clients "
        "who are due", mine=_percent(mine.value), theirs=_percent(theirs.value),
    )  # fmt: skip
    return Suggestion("key_time", text, say("time for key clients"), "cm client list --due",
                      mine, "key")  # fmt: skip


_RULES = (_unanswered, _best_hour, _stage, _reply, _moved, _handoffs, _key_time)
