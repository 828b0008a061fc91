"""Birthdays on the agenda, by the calendar of the day's light or the lunar one (农历)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.client import ClientTag, lunar_of
from cmcli.domain.days import midnight
from cmcli.domain.ref import ref_of
from cmcli.messages import Message, say
from cmcli.named import NamedTuple

# The lunar month (1..12) and day (1..30) of a date; None in a leap month.
LunarDay = Callable[[date], tuple[int, int] | None]


class Policy(NamedTuple):
    """How many days ahead a birthday is shown, and how to read the lunar calendar."""

    days: int
    lunar: LunarDay


def keys(day: date, policy: Policy) -> list[str]:
    """What a stored birthday ends with when it falls on `day`: `-05-01`, `lunar:10-15`.

    29 February is kept on 28 February where the year has none; a lunar 30th on the month's 29th
    where it has no 30th.
    """
    found = [f"-{day:%m-%d}"]
    following = day + timedelta(days=1)
    if (day.month, day.day) == (2, 28) and following.month == 3:
        found.append("-02-29")
    lunar = policy.lunar(day)
    if lunar:
        found.append(f"lunar:{lunar[0]:02}-{lunar[1]:02}")
        if lunar[1] == 29 and policy.lunar(following) != (lunar[0], 30):
            found.append(f"lunar:{lunar[0]:02}-30")
    return found


def agenda(
    clients: Iterable[tuple[ClientTag, str]], now: datetime, policy: Policy
) -> Iterator[AgendaItem]:
    """The birthdays of today and the coming days; pairs of client and stored birthday."""
    people = list(clients)
    for ahead in range(policy.days + 1):
        day = now.date() + timedelta(days=ahead)
        endings = keys(day, policy) if people else []
        for client, birthday in people:
            if any(birthday.endswith(ending) for ending in endings):
                yield _item(client, birthday, day, now)


def _item(client: ClientTag, birthday: str, day: date, now: datetime) -> AgendaItem:
    lunar = birthday.startswith("lunar:")
    what = say("birthday (lunar {day})", day=lunar_of(birthday)) if lunar else _age(birthday, day)
    due = midnight(day, now.tzinfo)
    why = say("A birthday is shown some days ahead: cm config get birthday.days.")
    return AgendaItem(
        ref_of("client", client.id), "birthday", "dates", client, what,
        due, "open", say("{day}", day=due), why,
    )  # fmt: skip


def _age(birthday: str, day: date) -> Message:
    years = day.year - int(birthday[:4])
    return say("turns {years}", years=years) if 0 < years < 130 else say("birthday")
