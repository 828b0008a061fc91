"""What the figures of a period suggest, at most three things; and whether it helped."""

from collections.abc import Callable
from datetime import timedelta

from cmcli.domain.deal import OPEN_STAGES
from cmcli.domain.flow import Flow, Hour
from cmcli.domain.measure import median
from cmcli.domain.rounding import percent
from cmcli.messages import Code, Message, say, say_n
from cmcli.named import NamedTuple

MOST = 3
# The least evidence, and the difference that is worth a word.
_CALLS_OF_AN_HOUR, _OTHER_CALLS, _BETTER_BY = 10, 20, 0.10
_PASSAGES, _TIMES_THE_OTHERS, _DAYS = 5, 2, timedelta(days=3)
_REPLIES, _CALLBACKS, _MOVED, _MINUTES = 10, 10, 0.20, 300


class Policy(NamedTuple):
    """`reply` is the target of the first reply, of which half is long."""

    reply: timedelta


class Tracked(NamedTuple):
    """The figure a suggestion rests on; None without enough evidence. `unit` is ratio, time (in
    seconds) or count.
    """  # noqa: D205

    value: float | None
    unit: str
    better: str


class Suggestion(NamedTuple):
    """`name` is the figure in words; `key` the stage, where it is about one."""

    id: str
    text: Message
    name: Message
    command: str
    figure: Tracked
    key: str = ""


class Followed(NamedTuple):
    """A suggestion of the period before, and its figure now: better, worse, same or unknown."""

    suggestion: Suggestion
    now: Tracked

    @property
    def verdict(self) -> str:
        """What became of it; unknown without enough evidence now."""
        then, now = _rough(self.suggestion.figure), _rough(self.now)
        if then is None or now is None:
            return "unknown"
        if then == now:
            return "same"
        return "better" if (now > then) == (self.now.better == "more") else "worse"


def _rough(figure: Tracked) -> float | None:
    """As exact as it is shown: a difference that cannot be seen is none."""
    if figure.value is None or figure.unit == "count":
        return figure.value
    return round(figure.value, 2) if figure.unit == "ratio" else figure.value // 60


def suggestions(flow: Flow, policy: Policy) -> list[Suggestion]:
    """The first three, in this order, that the figures of the period bear out."""
    found = [rule(flow, policy) for rule in _RULES]
    return [suggestion for suggestion in found if suggestion][:MOST]


def followed(before: list[Suggestion], flow: Flow) -> list[Followed]:
    """Each suggestion of the period before with the same figure of this one."""
    return [Followed(suggestion, _FIGURES[suggestion.id](flow, suggestion.key))
            for suggestion in before]  # fmt: skip


# The figures


def _lost_calls(flow: Flow, _: str) -> Tracked:
    enough = flow.tried >= _CALLS_OF_AN_HOUR
    return Tracked(sum(one.calls for one in flow.unanswered) if enough else None, "count", "less")


def _reach(flow: Flow, _: str) -> Tracked:
    enough = flow.tried >= _OTHER_CALLS
    return Tracked(flow.reached / flow.tried if enough else None, "ratio", "more")


def _stage_time(flow: Flow, stage: str) -> Tracked:
    found = flow.waited(stage)
    value = found.median if found.times >= _PASSAGES else None
    return Tracked(value.total_seconds() if value is not None else None, "time", "less")


def _reply_time(flow: Flow, _: str) -> Tracked:
    found = flow.waited("reply")
    value = found.p90 if found.times >= _REPLIES else None
    return Tracked(value.total_seconds() if value is not None else None, "time", "less")


def _moved_share(flow: Flow, _: str) -> Tracked:
    count = len(flow.callbacks)
    return Tracked(flow.moved / count if count >= _CALLBACKS else None, "ratio", "less")


def _tier_share(flow: Flow, tier: str) -> Tracked:
    mine = sum(share.minutes for share in flow.tiers if share.key == tier)
    total = flow.total.minutes
    return Tracked(mine / total if total >= _MINUTES else None, "ratio", "more")


_FIGURES: dict[str, Callable[[Flow, str], Tracked]] = {
    "unanswered": _lost_calls, "best_hour": _reach, "stage": _stage_time, "reply": _reply_time,
    "moved": _moved_share, "key_time": _tier_share,
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


_RULES = (_unanswered, _best_hour, _stage, _reply, _moved, _key_time)
