"""What a rule of the incentives pays for a figure, its working in words, and what comes next."""

from collections.abc import Iterable
from math import floor

from cmcli.domain.incentive import Rule, Step, plain
from cmcli.domain.measure import Figure, Value, values_of
from cmcli.domain.money import format_amount
from cmcli.messages import Joined, Message, Money, joined, say
from cmcli.named import NamedTuple

Next = tuple[Message, float]


class Earned(NamedTuple):
    """What a rule pays for `value`; `ahead` is what the next step would bring, and `gain` how much
    more that is, where the period still runs.
    """  # noqa: D205

    rule: Rule
    value: float | None
    pay: float
    working: Message | Joined
    ahead: Message | None = None
    gain: float = 0

    def with_next(self, found: "Next | None") -> "Earned":
        """The same with what the next step would bring, if that can be said."""
        return self._replace(ahead=found[0], gain=found[1]) if found else self

    @property
    def points(self) -> float:
        """The points; zero where the rule pays money."""
        return 0 if self.rule.pays else self.pay

    @property
    def money(self) -> Money | None:
        """The amount; None where the rule pays points."""
        return Money(int(self.pay), self.rule.pays) if self.rule.pays else None


def coded(money: Money) -> Message | str:
    """An amount with its currency, also the manager's own: it stands beside points."""
    amount = format_amount(money)
    if money.currency == "CNY":
        return say("{amount} CNY", amount=amount)
    return f"{amount} {money.currency}"


def said_pay(rule: Rule, pay: float) -> Message | str:
    """Points or an amount in words."""
    if rule.pays:
        return coded(Money(round(pay), rule.pays))
    return say("1 point") if pay == 1 else say("{n} points", n=f"{round(pay, 2):,.10g}")


def said_figure(rule: Rule, number: float) -> Money | Message | str:
    """A figure of the rule's measure, exact."""
    if rule.unit == "money":
        return Money(round(number), rule.basis or "")
    if rule.unit == "ratio":
        return f"{number * 100:.4g} %" if number < 1 else "100 %"
    if rule.unit == "minutes":
        return say("{n} min", n=f"{round(number, 2):,.10g}")
    if rule.unit == "hours":
        return say("{n} h", n=f"{round(number, 2):,.10g}")
    if rule.unit == "days":
        return say("{n} d", n=f"{round(number, 2):,.10g}")
    return f"{round(number, 2):,.10g}"


def _value(rule: Rule, value: Value) -> float | None:
    if isinstance(value, tuple):
        return sum(money.amount for money in value if money.currency == rule.basis)
    return value


def earned(rule: Rule, figure: Figure, *, running: bool) -> Earned:
    """The rule over a figure; `running` is whether the period can still bring more."""
    value = _value(rule, figure.value)
    if value is None:
        found = Earned(rule, None, 0, say("no basis in the period, so nothing"))
        return found.with_next(_ahead(rule, None, 0)) if running else found
    pay, working = (_stepped if rule.steps else _each)(rule, value)
    found = Earned(rule, value, pay, joined([_parts(rule, figure), working, _others(rule, figure)]))
    return found.with_next(_ahead(rule, value, pay)) if running else found


def _parts(rule: Rule, figure: Figure) -> Message | None:
    """What a share is a share of, so that it can be recomputed."""
    if rule.unit != "ratio" or not figure.rows:
        return None
    part = sum(values_of(figure.rows))
    return say("{part} of {count}", part=part, count=len(figure.rows))


def _others(rule: Rule, figure: Figure) -> Message | None:
    values = figure.value if isinstance(figure.value, tuple) else ()
    others = [money for money in values if money.currency != rule.basis and money.amount]
    return say("{others} not counted", others=joined(others, " + ")) if others else None


# So much for each


def _units(rule: Rule, value: float) -> float:
    """What is paid for: whole amounts; of a number every part of it."""
    return floor(value / rule.per) if rule.unit == "money" else value


def _due(rule: Rule, value: float) -> tuple[float, float]:
    """What is paid, and what it would be without the cap."""
    if value <= 0 or (rule.floor is not None and value < rule.floor):
        return 0, 0
    raw = _units(rule, value) * rule.each
    raw = round(raw) if rule.pays else round(raw, 2)
    return (raw if rule.cap is None else min(raw, rule.cap)), raw


def _each(rule: Rule, value: float) -> tuple[float, Message]:
    shown, (pay, raw) = said_figure(rule, value), _due(rule, value)
    if rule.floor is not None and value < rule.floor:
        return 0, say("{value} is below the floor of {floor}: nothing", value=shown,
                      floor=said_figure(rule, rule.floor))  # fmt: skip
    if value < 0:
        return 0, say("{value}: nothing earned, nothing taken away", value=shown)
    values = {"value": shown, "each": _bare(rule, rule.each), "pay": said_pay(rule, raw)}
    if rule.unit == "money":
        values |= {"per": said_figure(rule, rule.per), "n": f"{_units(rule, value):,}"}
        line = say("{value} / {per}: {n} whole × {each} = {pay}", **values)
    else:
        line = say("{value} × {each} = {pay}", **values)
    if pay == raw:
        return pay, line
    return pay, say("{working}, capped at {cap}", working=line, cap=_bare(rule, rule.cap or 0))


def _bare(rule: Rule, pay: float) -> Message | str:
    return coded(Money(round(pay), rule.pays)) if rule.pays else plain(pay)


# Steps


def _has(rule: Rule, value: float, step: Step) -> bool:
    return value <= step.at if rule.less else value >= step.at


def _stepped(rule: Rule, value: float) -> tuple[float, Message]:
    shown = said_figure(rule, value)
    reached = [step for step in rule.steps if _has(rule, value, step)]
    if not reached:
        first = said_figure(rule, rule.steps[0].at)
        return 0, say("{value} has not reached the first step, {at}: nothing", value=shown,
                      at=first)  # fmt: skip
    step = reached[-1]
    at, pay = said_figure(rule, step.at), said_pay(rule, step.pays)
    if rule.less:
        return step.pays, say("{value} is within step {at}: {pay}", value=shown, at=at, pay=pay)
    return step.pays, say("{value} reached step {at}: {pay}", value=shown, at=at, pay=pay)


# What comes next


def _ahead(rule: Rule, value: float | None, pay: float) -> Next | None:
    """What the next step would bring; nothing where that could not be said honestly."""
    return _next_step(rule, value, pay) if rule.steps else _next_unit(rule, value or 0, pay)


def _next_unit(rule: Rule, value: float, pay: float) -> Next | None:
    if rule.cap is not None and pay >= rule.cap:
        return say("the cap is reached"), 0
    low = rule.floor is not None and value < rule.floor
    target = rule.floor if low and rule.floor else (floor(max(value, 0) / rule.per) + 1) * rule.per
    gain = _due(rule, target)[0] - pay
    # That another one pays as much as each does is said by the working already.
    if gain <= 0 or not (low or rule.unit == "money"):
        return None
    distance, more = said_figure(rule, target - value), said_pay(rule, gain)
    if low:
        return say("{distance} more: the floor, +{gain}", distance=distance, gain=more), gain
    return say("{distance} more: +{gain}", distance=distance, gain=more), gain


def _next_step(rule: Rule, value: float | None, pay: float) -> Next | None:
    left = [s for s in rule.steps if value is None or not _has(rule, value, s)]
    # What only grows within the period does not fall to a lower step again.
    if rule.less and not rule.falls and value is not None:
        return None
    if not left:
        return say("the last step is reached"), 0
    gain = left[0].pays - pay
    at, more = said_figure(rule, left[0].at), said_pay(rule, gain)
    if not rule.counted or value is None:
        return say("step {at}: +{gain}", at=at, gain=more), gain
    distance = said_figure(rule, abs(left[0].at - value))
    values = {"distance": distance, "at": at, "gain": more}
    if rule.less:
        return say("{distance} fewer: step {at}, +{gain}", **values), gain
    return say("{distance} more: step {at}, +{gain}", **values), gain


# Sums


def points(found: Iterable[Earned]) -> float | None:
    """All points; None where no rule pays any."""
    mine = [each.pay for each in found if each.rule.pays is None]
    return round(sum(mine), 2) if mine else None


def money(found: Iterable[Earned]) -> tuple[Money, ...]:
    """The amounts, each currency by itself."""
    sums: dict[str, int] = {}
    for each in found:
        if each.rule.pays:
            sums[each.rule.pays] = sums.get(each.rule.pays, 0) + int(each.pay)
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))
