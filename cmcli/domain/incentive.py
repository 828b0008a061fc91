"""Rules that turn a measure into points or money: so much for each, or for the step reached."""

import re
from collections.abc import Callable, Iterable

from cmcli.domain.measure import Measure
from cmcli.domain.money import format_amount, parse_amount
from cmcli.errors import CmError, Usage
from cmcli.messages import Message, Money, say
from cmcli.named import NamedTuple

Named = Callable[[str], Measure]
# Figures that are made of others: a rule on one of them might pay for what it pays.
MADE_OF_OTHERS = ("incentive.points", "goals.attainment", "develop.attainment")
EXAMPLES = say(
    "for example 'deals.won 10 each, cap 200', 'sla.response 95%: 20, 98%: 50', "
    "'deals.won_amount 100万: 500 CNY, 200万: 1500 CNY'"
)


class Step(NamedTuple):
    """From `at` on (down to it, where less is better) the rule pays `pays`, and nothing of the
    steps before it.
    """  # noqa: D205

    at: float
    pays: float


class Rule(NamedTuple):
    """What one measure pays: `each` for every whole `per` of it, or the highest of `steps`.

    `unit` is that of the measure, a mean's ratio being a score; `basis` the currency of its
    amounts; `pays` the currency it pays, None for points. Amounts are in minor units, a ratio is a
    share. `counted` is whether the figure adds up from single things, `falls` whether it can go
    down within a period.
    """

    measure: str
    unit: str
    basis: str | None
    pays: str | None
    less: bool
    counted: bool
    falls: bool
    each: float = 0
    per: float = 1
    steps: tuple[Step, ...] = ()
    cap: float | None = None
    floor: float | None = None

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """Two rules may not share it: one figure is paid once in a currency."""
        return self.measure, self.basis, self.pays


# Reading


def parse(text: str, named: Named, currency: str) -> list[Rule]:
    """The rules of a text, parted by `;` or lines; raises `Usage` with what is wrong."""
    # A full-width comma always parts: only a narrow one may stand in a number.
    plain = text.replace("，", ", ").translate(str.maketrans("：；％", ":;%"))
    rules = [_rule(part.strip(), named, currency) for part in re.split("[;\n]", plain)
             if part.strip()]  # fmt: skip
    seen = set()
    for rule in rules:
        if rule.key in seen:
            raise Usage(
                say("{measure} has two rules that pay the same", measure=rule.measure),
                say("take one away: cm incentive rules --rm {measure}", measure=rule.measure),
            )
        seen.add(rule.key)
    return rules


class _Parts:
    """A rule while it is read: what it counts, and what it pays once that is known."""

    def __init__(self, measure: Measure, currency: str) -> None:
        self.measure = measure
        self.unit = unit_of(measure)
        self.basis = currency if self.unit == "money" else None
        self._own = currency
        self._said_basis = False
        # Empty until something is paid; None for points.
        self._pays: str | None = ""
        self.found: dict[str, float] = {}
        self.steps: list[Step] = []

    @property
    def pays(self) -> str | None:
        return self._pays or None

    def wrong(self, what: Message) -> Usage:
        return Usage(
            say("the rule for {measure}: {what}", measure=self.measure.id, what=what), EXAMPLES
        )

    def put(self, name: str, value: float) -> None:
        if name in self.found:
            raise self.wrong(say("{word} stands there twice", word=name))
        self.found[name] = value

    def pay(self, text: str) -> float:
        """Points or an amount; a bare one is of the kind that the rule named first."""
        match = re.fullmatch(r"([\d.,]+\s*(?:k|m|千万|百万|千|万|亿)?)\s*"
                             r"(points?|积?分|元|[A-Za-z]{3})?", text.strip())  # fmt: skip
        if not match:
            raise self.wrong(say("{text} is neither points nor an amount", text=text))
        unit = match[2]
        kind = None if unit in ("point", "points", "分", "积分") else unit and unit.upper()
        kind = "CNY" if kind == "元" else kind
        if self._pays == "":
            self._pays = kind
        elif unit and kind != self._pays:
            raise self.wrong(say("it pays points or one currency, not both"))
        return self._amount(match[1], self.pays) if self.pays else self._points(match[1])

    def _points(self, text: str) -> float:
        found = re.fullmatch(r"\d{1,7}(\.\d{1,2})?", text.strip())
        if not found or not float(text):
            raise self.wrong(say("{text} is no number of points", text=text))
        return _tidy(float(text))

    def _amount(self, text: str, currency: str | None) -> int:
        try:
            return parse_amount(text, currency or self._own)
        except CmError as error:
            raise self.wrong(error.message) from error

    def at(self, text: str) -> float:
        """A figure of the measure, in its unit."""
        typed = text.strip()
        if self.unit == "money":
            return self._money(typed)
        if self.unit == "ratio":
            return self._share(typed)
        whole = self.unit == "count"
        if not re.fullmatch(r"\d{1,9}" if whole else r"\d{1,9}(\.\d{1,4})?", typed):
            what = say("{text} is no whole number", text=typed) if whole else say(
                "{text} is no number", text=typed)  # fmt: skip
            raise self.wrong(what)
        return _tidy(float(typed))

    def _money(self, typed: str) -> float:
        match = re.fullmatch(r"(.*?)\s*([A-Za-z]{3})?", typed)
        assert match is not None
        code = match[2] and match[2].upper()
        if code and self._said_basis and code != self.basis:
            raise self.wrong(say("its amounts are in one currency"))
        self._said_basis = True
        self.basis = code or self.basis
        return self._amount(match[1], self.basis)

    def _share(self, typed: str) -> float:
        match = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,4}))?(\s*%)?", typed)
        # Of whole numbers, so that 99.9% is 0.999 and not the nearest to a hundredth of 99.9.
        part = (match and match[2]) or ""
        unit: int = 10 ** len(part) * (100 if match and match[3] else 1)
        share = int(match[1] + part) / unit if match else -1.0
        if not 0 <= share <= 1:
            raise self.wrong(say("{text} is no share; write 95%", text=typed))
        return share


def _rule(text: str, named: Named, currency: str) -> Rule:
    name, _, rest = text.partition(" ")
    measure = named(name)
    if measure.id in MADE_OF_OTHERS:
        raise Usage(say("{measure} is made of other figures and has no rule", measure=measure.id),
                    EXAMPLES)  # fmt: skip
    if not measure.better:
        raise Usage(say("neither more nor less of {measure} is better, so it has no rule",
                        measure=measure.id), EXAMPLES)  # fmt: skip
    parts = _Parts(measure, currency)
    # A comma before three digits belongs to a number: 1,000,000.
    for word in re.split(r"(?<!\d),|,(?!\d{3}(?!\d))", rest):
        _read(parts, word.strip())
    _judge(parts)
    found = parts.found
    return Rule(
        measure.id, parts.unit, parts.basis, parts.pays, measure.better == "less",
        measure.nature != "rate", measure.nature != "flow",
        found.get("each", 0), found.get("per", 1), tuple(parts.steps), found.get("cap"),
        found.get("floor"),
    )  # fmt: skip


def _read(parts: _Parts, word: str) -> None:
    lower = word.lower()
    if match := re.fullmatch(r"(?:cap|封顶)\s*(.+)", lower):
        parts.put("cap", parts.pay(match[1]))
    elif match := re.fullmatch(r"(?:floor|起算)\s*(.+)|不足\s*(.+?)\s*不计", lower):
        parts.put("floor", parts.at(match[1] or match[2]))
    elif match := re.fullmatch(r"(.+?)\s+per\s+(.+)", lower):
        parts.put("each", parts.pay(match[1]))
        parts.put("per", parts.at(match[2]))
    elif match := re.fullmatch(r"(?:每个\s*(.+)|(.+?)\s*each)", lower):
        parts.put("each", parts.pay(match[1] or match[2]))
    elif match := re.fullmatch(r"(?:达到|不超过)?([^:]+):([^:]+)", word):
        at = parts.at(match[1])
        parts.steps.append(Step(at, parts.pay(match[2])))
    else:
        raise parts.wrong(say("{text} is not understood", text=word or "…"))


def _judge(parts: _Parts) -> None:
    """What fits together: `each` with a figure that adds up, steps in their order."""
    found, measure = parts.found, parts.measure
    if "each" in found and parts.steps:
        raise parts.wrong(say("it has steps or pays for each, not both"))
    if "each" not in found and not parts.steps:
        raise parts.wrong(say("it says nothing that is paid"))
    if parts.steps:
        if "cap" in found or "floor" in found:
            raise parts.wrong(say("steps have no cap and no floor: the last and first step are"))
        _judge_steps(parts)
        return
    if measure.better == "less" or measure.nature == "rate":
        raise parts.wrong(say("this figure has steps, not so much for each"))
    if (parts.unit == "money") != ("per" in found):
        raise parts.wrong(
            say("an amount pays per amount: 5 per 10万") if parts.unit == "money"
            else say("a number pays for each: 10 each")
        )  # fmt: skip
    if "per" in found and not found["per"]:
        raise parts.wrong(say("per nothing"))


def _judge_steps(parts: _Parts) -> None:
    ats, pays = [s.at for s in parts.steps], [s.pays for s in parts.steps]
    down = parts.measure.better == "less"
    if len(set(ats)) < len(ats):
        raise parts.wrong(say("two steps begin at the same figure"))
    if ats != sorted(ats, reverse=down):
        raise parts.wrong(
            say("less is better here, so its steps fall: 60: 10, 30: 20") if down
            else say("its steps do not rise")
        )  # fmt: skip
    if pays != sorted(set(pays)):
        raise parts.wrong(say("a better step pays no more than the one before"))


def unit_of(measure: Measure) -> str:
    """The unit a figure is written in: the mean of so many each is a number, not a share."""
    return "score" if (measure.unit, measure.fold) == ("ratio", "mean") else measure.unit


def _tidy(number: float) -> float:
    return int(number) if number == int(number) else number


# Writing


def written(rules: Iterable[Rule]) -> str:
    """The rules as they are kept: every currency named, read back as the same rules."""
    return "; ".join(map(_written, rules))


def _written(rule: Rule) -> str:
    each = _typed(rule.each, rule.pays)
    if rule.steps:
        said = [f"{_at(step.at, rule)}: {_typed(step.pays, rule.pays)}" for step in rule.steps]
    else:
        said = [f"{each} per {_at(rule.per, rule)}" if rule.unit == "money" else f"{each} each"]
    if rule.cap is not None:
        said.append(f"cap {_typed(rule.cap, rule.pays)}")
    if rule.floor is not None:
        said.append(f"floor {_at(rule.floor, rule)}")
    return f"{rule.measure} {', '.join(said)}"


def _typed(number: float, currency: str | None) -> str:
    if currency is None:
        return plain(number)
    text = format_amount(Money(int(number), currency)).replace(",", "")
    return f"{text} {currency}"


def _at(number: float, rule: Rule) -> str:
    if rule.unit == "ratio":
        return f"{number * 100:.10g}%"
    return _typed(number, rule.basis)


def plain(number: float) -> str:
    """A number without needless decimals."""
    return f"{round(number, 4):.10g}"


def without(rules: list[Rule], wanted: str) -> list[Rule]:
    """The rules but the one of that number in the list, or those of that measure."""
    if wanted.isdecimal() and 0 < int(wanted) <= len(rules):
        return [rule for place, rule in enumerate(rules, 1) if place != int(wanted)]
    left = [rule for rule in rules if rule.measure != wanted]
    if len(left) == len(rules):
        raise Usage(
            say("there is no rule {text}", text=wanted), say("see them: cm incentive rules")
        )
    return left
