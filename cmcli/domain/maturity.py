"""What matures, and when its owner is to be spoken with; instalments that are overdue."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

from cmcli.domain.agenda import AgendaItem
from cmcli.domain.days import WorkingDay, day_of, midnight
from cmcli.domain.holding import Held
from cmcli.domain.ref import ref_of
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n
from cmcli.named import NamedTuple


class Policy(NamedTuple):
    """`notice`: working days of the markets before a maturity, falling, at each of which the
    client is to be spoken with; `caution` is what to say of a day whose year's holidays are not
    known.
    """  # noqa: D205

    notice: tuple[int, ...]
    is_trading: WorkingDay
    caution: Callable[[date], Message | None] = lambda _: None


class Maturing(NamedTuple):
    """A holding near its maturity or past it; `expires_on` is the last day of the client's latest
    assessment, `reached_at` the last contact that reached the client.
    """  # noqa: D205

    held: Held
    maturity_on: date
    expires_on: date | None
    reached_at: datetime | None


def stages(maturity: date, policy: Policy) -> list[date]:
    """The day on which each notice begins, the earliest first."""
    days, day, before = [], maturity, 0
    for count in reversed(policy.notice):
        while before < count:
            day -= timedelta(days=1)
            before += policy.is_trading(day)
        days.append(day)
    return days[::-1]


def horizon(notice: tuple[int, ...]) -> int:
    """Natural days within which the first notice of a maturity lies, long holidays included."""
    return notice[0] * 3 // 2 + 15


def agenda(rows: Iterable[Maturing], now: datetime, policy: Policy) -> Iterator[AgendaItem]:
    """From each notice on until the client was reached; past the maturity until it is settled."""
    begins = cache(lambda maturity: stages(maturity, policy))
    caution = cache(policy.caution)
    for row in rows:
        days = begins(row.maturity_on)
        if row.maturity_on < now.date():
            yield _item(row, "overdue", _overdue_title(row), days, now, None)
            continue
        begun = [day for day in days if day <= now.date()]
        if begun and not _reached_since(row, begun[-1], now):
            state = "at_risk" if begun[-1] == days[-1] else "open"
            yield _item(row, state, _title(row), days, now, caution(row.maturity_on))


def _reached_since(row: Maturing, day: date, now: datetime) -> bool:
    return row.reached_at is not None and day_of(row.reached_at, now) >= day


def _what(held: Held) -> tuple[Code, Money]:
    return Code("product_kind", held.product.kind), Money(held.value, held.holding.currency)


def _title(row: Maturing) -> Message:
    kind, amount = _what(row.held)
    if row.held.is_debt:
        return say("{kind} {amount} to be repaid", kind=kind, amount=amount)
    return say("{kind} {amount} matures", kind=kind, amount=amount)


def _overdue_title(row: Maturing) -> Message:
    kind, amount = _what(row.held)
    if row.held.is_debt:
        return say("{kind} {amount}: repaid or extended?", kind=kind, amount=amount)
    return say("{kind} {amount} matured, settle it", kind=kind, amount=amount)


def _item(
    row: Maturing, state: str, title: Message, days: list[date], now: datetime,
    caution: Message | None,
) -> AgendaItem:  # fmt: skip
    held, day = row.held, midnight(row.maturity_on, now.tzinfo)
    past = row.maturity_on < now.date()
    # The day first: on a narrow terminal what stands behind it gives way.
    until = say("matured {day}", day=row.maturity_on) if past else say("{day}", day=day)
    when = joined([until, assessment(row.expires_on, now)])
    return AgendaItem(
        ref_of("holding", held.holding.id), "maturity", "maturities", held.client, title, day,
        state, when, _why(row, days, now, caution),
    )  # fmt: skip


def assessment(expires: date | None, now: datetime) -> Message:
    """Whether what follows can be sold, by the client's assessment."""
    if expires is None:
        return say("no assessment: assess first")
    if expires < now.date():
        return say("assessment lapsed {day}: assess first", day=expires)
    return say("assessment valid to {day}", day=expires)


def _why(
    row: Maturing, days: list[date], now: datetime, caution: Message | None
) -> Joined:  # fmt: skip
    ref, name = ref_of("holding", row.held.holding.id), row.held.client.name
    rule = say("Before a maturity the client is spoken with, on market days: from {days} on "
               "(setting maturity.notice).", days=joined(days, ", "))  # fmt: skip
    reached = say("The client was not reached yet.")
    if row.reached_at:
        reached = say("Last reached {at}.", at=row.reached_at)
    if row.maturity_on < now.date():
        settle = say("It stays here until it is settled: cm done {ref}, or cm holding redeem {ref} "
                     "--all --into PRODUCT.", ref=ref)  # fmt: skip
        if row.held.is_debt:
            settle = say("It stays here until it is settled: cm done {ref}, or cm edit {ref} "
                         "maturity=DATE.", ref=ref)  # fmt: skip
        return joined([rule, settle], " ")
    valid = row.expires_on is not None and row.expires_on >= now.date()
    follow = say("What follows: cm advise {name}", name=name)
    if not valid:
        follow = say("What follows: cm assess {name}, then cm advise {name}", name=name)
    return joined([rule, caution, reached, say("A contact closes this: cm log {name} …", name=name),
                   follow], " ")  # fmt: skip


# Instalments


def overdue(loans: Iterable[Held], now: datetime) -> Iterator[AgendaItem]:
    """Loans with an instalment that is overdue."""
    for held in loans:
        since = held.holding.overdue_on
        if since is not None and since <= now.date():
            yield _loan(held, since, now)


def _loan(held: Held, since: date, now: datetime) -> AgendaItem:
    holding, ref = held.holding, ref_of("holding", held.holding.id)
    late = say_n("since {since}, {count} day", "since {since}, {count} days",
                 (now.date() - since).days, since=since)  # fmt: skip
    instalment = Money(holding.repayment, holding.currency) if holding.repayment else None
    when = joined([
        late, say("instalment {amount}", amount=instalment) if instalment else None,
        say("owes {amount}", amount=Money(held.value, holding.currency)),
    ])  # fmt: skip
    why = say("An instalment of {name} is overdue. Once it is paid: cm edit {ref} overdue=",
              name=held.product.name, ref=ref)  # fmt: skip
    return AgendaItem(ref, "loan", "risk", held.client, say("instalment overdue"),
                      midnight(since, now.tzinfo), "overdue", when, why)  # fmt: skip


# The ladder


class Rung(NamedTuple):
    """What matures in a month; `month` is its first day, None for what is past and still open."""

    month: date | None
    held: list[Held]


def ladder(held: Iterable[Held], months: int, today: date) -> list[Rung]:
    """What is past its maturity, then this month (from today on) and those after it."""
    firsts = [_months_on(today, count) for count in range(months)]
    found: dict[date | None, list[Held]] = {None: [], **{first: [] for first in firsts}}
    for one in held:
        day = one.holding.maturity_on
        if day is None:
            continue
        month = None if day < today else day.replace(day=1)
        if month in found:
            found[month].append(one)
    return [Rung(month, rows) for month, rows in found.items()]


def _months_on(today: date, count: int) -> date:
    years, month = divmod(today.month - 1 + count, 12)
    return date(today.year + years, month + 1, 1)


def ladder_ends(months: int, today: date) -> date:
    """The first day after the ladder."""
    return _months_on(today, months)
