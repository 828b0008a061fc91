"""A client's risk tolerance: assessed, dated, and valid for a time.

Source: 金融机构产品适当性管理办法 (NFRA order 2025 no. 7), art. 13 and 29.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Change, Delete, delete, insert
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of, midnight
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused
from cmcli.messages import Joined, Message, joined, say, say_n
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    from cmcli.domain.holding import Held
    from cmcli.domain.sale_check import SaleCheck

LEVELS = ("C1", "C2", "C3", "C4", "C5")
# Art. 29 counts assessments over any 12 months, however long one of them is valid.
_YEAR = 12


class Assessment(NamedTuple):
    """`level` is C1..C5; `score` and `answers` (letters in the order of the questions, separated by
    commas) are None where only a level is known; `questionnaire` names the questions that were
    asked; `expires_on` is the last day on which it is valid.
    """  # noqa: D205

    id: int
    client_id: int
    at: datetime
    level: str
    score: int | None
    answers: str | None
    questionnaire: str | None
    expires_on: date
    confirmed_at: datetime | None
    note: str | None
    created_at: datetime

    def is_valid(self, day: date) -> bool:
        """Whether it holds on that day (NFRA order 2025 no. 7, art. 29: 12 months)."""
        return day <= self.expires_on


class Limits(NamedTuple):
    """How long an assessment is valid, and how many a client may have in a day and in a year."""

    months: int = 12
    per_day: int = 2
    per_year: int = 8


def number_of(level: str) -> int:
    """3 for C3 and for R3."""
    return int(level[1])


def expiry(day: date, months: int) -> date:
    """The last day on which an assessment of `day` is valid: the same day, months later."""
    from cmcli.domain.when_words import add_months

    return add_months(day, months)


# Making one


def assessed(
    new: Assessment, others: Iterable[Assessment], limits: Limits, now: datetime,
    *, confirmed: bool, command: str,
) -> list[Change]:  # fmt: skip
    """The assessment with its expiry; `command` is what to type once the client has confirmed.

    Raises `Refused` beyond the limits of art. 29, and for a change nobody confirmed.
    """
    others = list(others)
    day = day_of(new.at, now)
    within(day, [day_of(other.at, now) for other in others], limits)
    before = preceding(new.at, others)
    changed = before is not None and before.level != new.level
    if changed and before and not confirmed:
        raise unconfirmed(before, new.level, command)
    return [
        insert(
            new._replace(
                expires_on=expiry(day, limits.months), confirmed_at=new.at if changed else None
            )
        )
    ]


def preceding(at: datetime, others: Iterable[Assessment]) -> Assessment | None:
    """The last assessment made before that time, or at it."""
    earlier = [other for other in others if other.at <= at]
    return max(earlier, key=lambda other: (other.at, other.id), default=None)


def unconfirmed(before: Assessment, level: str, command: str) -> Refused:
    """What is said where the level changes and the client has not confirmed it."""
    return Refused(
        say("the level changes from {before} to {level}, and the client has to confirm that "
            "(NFRA order 2025 no. 7, art. 29)", before=before.level, level=level),
        say("once the client has: {command} --confirm", command=command),
    )  # fmt: skip


def within(day: date, days: Iterable[date], limits: Limits) -> None:
    """Raises `Refused` where one more on `day` would be too many beside those of `days`."""
    taken = sorted(days)
    reached = _reached(day, taken, limits)
    if reached is None:
        return
    following = _next_day(day, taken, limits)
    text = say("there were {count} assessments on {day}, and a client may have no more in a day "
               "(NFRA order 2025 no. 7, art. 29)", count=limits.per_day, day=day)  # fmt: skip
    if reached == "year":
        text = say("with {day} there would be more than {count} assessments in 12 months "
                   "(NFRA order 2025 no. 7, art. 29)", count=limits.per_year, day=day)  # fmt: skip
    raise Refused(text, say("the next one is possible on {day}", day=following))


def _reached(day: date, taken: list[date], limits: Limits) -> str | None:
    """Which limit one more on `day` would break: day, year, or none."""
    if taken.count(day) >= limits.per_day:
        return "day"
    # Any 12 months: also those that begin before a day entered later and end after it.
    together = sorted([*taken, day])
    for first, last in zip(together, together[limits.per_year :], strict=False):
        if first <= day <= last < expiry(first, _YEAR):
            return "year"
    return None


def _next_day(day: date, taken: list[date], limits: Limits) -> date:
    """The first day after `day` on which one more is possible."""
    ends = {day + timedelta(days=1)}
    ends |= {one + timedelta(days=1) for one in taken} | {expiry(one, _YEAR) for one in taken}
    later = sorted(end for end in ends if end > day)
    return next(end for end in later if _reached(end, taken, limits) is None)


# What follows from one


def above(held: Iterable["Held"], level: str) -> list["Held"]:
    """What a client of that level holds and no longer should: riskier, and not a debt."""
    most = number_of(level)
    return [
        one
        for one in held
        if one.product.regime != "none" and not one.is_debt and (one.product.level or 0) > most
    ]


def removable(
    assessment: Assessment, sales: Iterable[tuple["SaleCheck", list[Assessment]]], now: datetime
) -> Delete:
    """One that was entered by mistake; raises `Refused` where a sale was judged by it.

    `sales` are those to the client, each with the assessments on record when it was judged.
    """
    used = dict.fromkeys(
        ref_of("deal", check.deal_id)
        for check, known in sales
        if check.regime != "none" and _in_force(known, check.at, now) == assessment
    )
    if used:
        raise Refused(
            say("{ref} stays: a sale was judged by it ({deals})",
                ref=ref_of("assessment", assessment.id), deals=", ".join(used)),
            say("a mistake is mended by a new assessment; cm undo takes the sale back"),
        )  # fmt: skip
    return delete(assessment)


def _in_force(known: list[Assessment], at: datetime, now: datetime) -> Assessment | None:
    """The one that a sale of that day goes by."""
    end = midnight(day_of(at, now) + timedelta(days=1), now.tzinfo) - timedelta(seconds=1)
    return preceding(end, known)


# When one wants attention


class Policy(NamedTuple):
    """Days before its end that an assessment is shown; lines a day of each kind that can wait."""

    notice_days: int = 30
    share: int = 5


class Watch(NamedTuple):
    """A client with the assessment in force, and the levels of what is held above R1."""

    client: ClientTag
    assessment: Assessment | None
    levels: tuple[int, ...] = ()


# Days before the end from which it is at risk; before that it is something to plan.
SOON = 7


def agenda(rows: Iterable[Watch], now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """Assessments that lapse or have lapsed; holdings above a level, or without any.

    One line a client. What can wait is shared out over the days: of clients who hold nothing above
    R1 those that lapse first; of holdings to adjust the key clients', then the riskiest.
    """
    unneeded: list[tuple[Watch, Assessment]] = []
    undated: list[Watch] = []
    for row in rows:
        held = row.assessment
        if held and (held.expires_on - now.date()).days <= policy.notice_days:
            if row.levels:
                yield _ending(row, held, now, policy)
            elif held.is_valid(now.date()):
                unneeded.append((row, held))
        elif _too_high(row):
            undated.append(row)
    unneeded.sort(key=lambda pair: (pair[1].expires_on, pair[0].client.id))
    for row, held in unneeded[: policy.share]:
        yield _ending(row, held, now, policy)
    for row in sorted(undated, key=_urgency)[: policy.share]:
        yield _adjusting(row, policy) if row.assessment else _unknown(row, policy)


def _too_high(row: Watch) -> list[int]:
    """The levels held above the client's own; all where that is not known."""
    most = number_of(row.assessment.level) if row.assessment else 1
    return [level for level in row.levels if level > most]


def _urgency(row: Watch) -> tuple[bool, int, int, int]:
    return row.client.tier != "key", -max(row.levels), -len(_too_high(row)), row.client.id


def _ending(row: Watch, held: Assessment, now: datetime, policy: Policy) -> AgendaItem:
    lapsed = not held.is_valid(now.date())
    day, name = held.expires_on, row.client.name
    title = say("assessment {level} lapses", level=held.level)
    rule = say(
        "{level} of {made} is valid through {day} and is shown {days} days before "
        "(setting assessment.notice_days).", level=held.level, made=day_of(held.at, now), day=day,
        days=policy.notice_days,
    )  # fmt: skip
    if lapsed:
        title = say("assessment {level} lapsed", level=held.level)
        rule = say(
            "{level} of {made} was valid through {day} (NFRA order 2025 no. 7, art. 29; setting "
            "assessment.months).", level=held.level, made=day_of(held.at, now), day=day,
        )  # fmt: skip
    soon = (day - now.date()).days <= SOON
    state = ("overdue" if lapsed else "at_risk" if soon else "open") if row.levels else "open"
    holds = say_n("holds {count} product above R1", "holds {count} products above R1",
                  len(row.levels))  # fmt: skip
    valid = say("valid to {day}", day=midnight(day, now.tzinfo))
    if lapsed:
        valid = say("was valid to {day}", day=day)
    when = joined([valid, holds if row.levels else None])
    parts = (rule, _holds(row, policy), _over(row), say("A new one: cm assess {name}", name=name))
    return _item(row, title, midnight(day, now.tzinfo), state, when, joined(parts, " "))


def _holds(row: Watch, policy: Policy) -> Message:
    if not row.levels:
        return say("The client holds nothing above R1; {share} such clients are shown a day "
                   "(setting today.share); all: cm assess --show.", share=policy.share)  # fmt: skip
    return say("The client holds products up to R{level}, so an assessment must be valid.",
               level=max(row.levels))  # fmt: skip


def _over(row: Watch) -> Message | None:
    count = len(_too_high(row))
    if not count or not row.assessment:
        return None
    return say_n("{count} holding is above {level}: advise an adjustment.",
                 "{count} holdings are above {level}: advise an adjustment.", count,
                 level=row.assessment.level)  # fmt: skip


def _adjusting(row: Watch, policy: Policy) -> AgendaItem:
    level = row.assessment.level if row.assessment else ""
    count, name = len(_too_high(row)), row.client.name
    title = say_n("{count} holding above {level}: adjust", "{count} holdings above {level}: adjust",
                  count, level=level)  # fmt: skip
    why = say(
        "What a client holds should not be above the client's level (NFRA order 2025 no. 7): "
        "advise an adjustment with cm advise {name}, or assess anew with cm assess "
        "{name}. {share} such clients are shown a day (setting today.share); all: cm assess --show",
        name=name, share=policy.share,
    )  # fmt: skip
    return _item(row, title, None, "open", say("up to R{level}", level=max(row.levels)), why)


def _unknown(row: Watch, policy: Policy) -> AgendaItem:
    why = say(
        "Whoever holds products above R1 needs a valid assessment (NFRA order 2025 no. 7, art. 29) "
        "and none is recorded: cm assess {name}. {share} such clients are shown a day (setting "
        "today.share); all: cm assess --show", name=row.client.name, share=policy.share,
    )  # fmt: skip
    when = say("holds up to R{level}", level=max(row.levels))
    return _item(row, say("no risk assessment"), None, "open", when, why)


def _item(
    row: Watch, title: Message, due: datetime | None, state: str, when: Message | Joined,
    why: Message | Joined,
) -> AgendaItem:  # fmt: skip
    held = row.assessment
    ref = ref_of("assessment", held.id) if held else ref_of("client", row.client.id)
    return AgendaItem(ref, "assessment", "assessments", row.client, title, due, state, when, why)
