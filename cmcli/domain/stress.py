"""What a shock would cost: scenarios of markets, the loss of each client, and who accepts it.

A book of scenarios is a TOML text; `read` checks all of it before anything is kept.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cmcli.domain.assessment import LEVELS, Assessment
from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held, is_debt
from cmcli.domain.product import Product
from cmcli.domain.questionnaire import Words
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Usage
from cmcli.messages import Message, joined, say
from cmcli.named import NamedTuple

_LONGEST = 80
_MOST = 50
# How far each shock may go: percent, basis points, percent.
_SHOCKS = {"equity": (-100, 100), "rates": (-1000, 1000), "currency": (-100, 100)}
_FACTS = {"equity": (0, 100), "duration": (0, 100)}
# Paid back in full, whatever the markets do.
_SAFE = "deposit"


class Scenario(NamedTuple):
    """`equity` and `currency` are changes in percent, `rates` one in basis points."""

    name: str
    title: Words
    equity: float
    rates: float
    currency: float


class Assumption(NamedTuple):
    """What moves a product of that kind, and of that level where one is said."""

    kind: str
    level: str | None
    equity: float
    duration: float


class Scenarios(NamedTuple):
    """A book of scenarios; where it has no assumptions of its own, the built-in ones hold."""

    scenarios: tuple[Scenario, ...]
    assumptions: tuple[Assumption, ...]


class Exposure(NamedTuple):
    """What moves a product; `assumed` where the catalogue left something open."""

    product: Product
    equity: float
    duration: float
    assumed: bool


class Total(NamedTuple):
    """What is owned in one currency, and what it loses, in minor units."""

    currency: str
    value: int
    loss: int

    @property
    def share(self) -> float:
        """The loss as a share of the value."""
        return self.loss / self.value


class Hit(NamedTuple):
    """A client's loss in one currency against what the level accepts, in percent; `verdict` is
    within, beyond, or unknown where something is lost without a valid assessment.
    """  # noqa: D205

    client: ClientTag
    total: Total
    level: str | None
    accepted: float | None
    verdict: str


class Outcome(NamedTuple):
    """A scenario with its sums by currency, and the clients, the gravest first."""

    scenario: Scenario
    totals: tuple[Total, ...]
    hits: tuple[Hit, ...]


class Tolerance(NamedTuple):
    """Percents that C1 … C5 accept, and the level of each client with a valid assessment."""

    percents: tuple[float, ...]
    levels: Mapping[int, str]


# What it would cost


def exposure(product: Product, assumptions: Iterable[Assumption]) -> Exposure:
    """As the catalogue says; what it leaves open is assumed by kind and level."""
    equity, duration = product.equity, product.duration
    if product.kind == _SAFE:
        return Exposure(product, equity or 0.0, duration or 0.0, assumed=False)
    if equity is not None and duration is not None:
        return Exposure(product, equity, duration, assumed=False)
    found = assumed(product, assumptions)
    return Exposure(
        product, found.equity if equity is None else equity,
        found.duration if duration is None else duration, assumed=True,
    )  # fmt: skip


def assumed(product: Product, assumptions: Iterable[Assumption]) -> Assumption:
    """Of its kind and level, else of its kind; else all of it moves with shares."""
    known = {(one.kind, one.level): one for one in assumptions}
    level = f"R{product.level}" if product.level else None
    careful = Assumption(product.kind, None, 100.0, 0.0)
    return known.get((product.kind, level)) or known.get((product.kind, None)) or careful


def loss_of(value: int, currency: str, own: str, moves: Exposure, scenario: Scenario) -> int:
    """Minor units that a value loses, negative for a gain; never more than there is.

    The parts are added: shares, interest rates by duration, and the currency unless it is `own`.
    """
    change = moves.equity * scenario.equity / 10_000 - moves.duration * scenario.rates / 10_000
    if currency != own:
        change += scenario.currency / 100
    return round(-value * max(change, -1.0))


def owned(held: Iterable[Held]) -> list[Held]:
    """What is owned and worth something: a debt does not lose."""
    return [one for one in held if not is_debt(one.product) and one.value > 0]


def outcome(
    held: Iterable[Held], exposures: Mapping[int, Exposure], scenario: Scenario, own: str,
    tolerance: Tolerance,
) -> Outcome:  # fmt: skip
    """What a scenario would cost; `exposures` by product, `own` is the manager's currency."""
    sums: dict[tuple[ClientTag, str], Total] = {}
    for one in held:
        currency = one.holding.currency
        loss = loss_of(one.value, currency, own, exposures[one.product.id], scenario)
        so_far = sums.get((one.client, currency), Total(currency, 0, 0))
        sums[one.client, currency] = Total(currency, so_far.value + one.value, so_far.loss + loss)
    hits = [_hit(client, total, tolerance) for (client, _), total in sums.items()]
    order = ("beyond", "unknown", "within")
    hits.sort(key=lambda hit: (order.index(hit.verdict), -hit.total.share, hit.client.id))
    return Outcome(scenario, tuple(_by_currency(sums.values())), tuple(hits))


def _by_currency(totals: Iterable[Total]) -> list[Total]:
    sums: dict[str, Total] = {}
    for one in totals:
        so_far = sums.get(one.currency, Total(one.currency, 0, 0))
        sums[one.currency] = Total(one.currency, so_far.value + one.value, so_far.loss + one.loss)
    return [sums[currency] for currency in sorted(sums)]


def _hit(client: ClientTag, total: Total, tolerance: Tolerance) -> Hit:
    level = tolerance.levels.get(client.id)
    if level is None:
        # Whoever loses nothing accepts it, whatever the level would be.
        return Hit(client, total, None, None, "unknown" if total.loss > 0 else "within")
    accepted = tolerance.percents[LEVELS.index(level)]
    beyond = total.loss * 100 > accepted * total.value
    return Hit(client, total, level, accepted, "beyond" if beyond else "within")


def tolerance(
    percents: tuple[float, ...], latest: Iterable[Assessment], day: date
) -> Tolerance:  # fmt: skip
    """What clients accept by their latest assessments; one that has lapsed says nothing."""
    return Tolerance(percents, {one.client_id: one.level for one in latest if one.is_valid(day)})


def named(book: Scenarios, text: str) -> Scenario:
    """The scenario of that name, or of that title; raises `Usage` that lists them."""
    wanted = text.strip().casefold()
    for one in book.scenarios:
        names = (one.name, one.title.en, one.title.zh)
        if wanted in [name.casefold() for name in names if name]:
            return one
    names_all = ", ".join(one.name for one in book.scenarios)
    raise Usage(
        say("no scenario is called {text}", text=text), say("there are: {names}", names=names_all)
    )


# Reading and checking


def read(text: str, built_in: str) -> Scenarios:
    """The scenarios in a TOML text; raises `Usage` that names the place of what is wrong."""
    table = _parsed(text)
    _only(table, ("scenarios", "assumptions"), say("at the top"))
    scenarios = tuple(
        _scenario(one, number) for number, one in enumerate(_tables(table, "scenarios"), 1)
    )
    if not scenarios:
        raise _wrong(say("scenarios"), say("there is none"))
    names = [one.name.casefold() for one in scenarios]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise _wrong(say("scenarios"), say("{name} is there twice", name=twice))
    if "assumptions" not in table:
        table = _parsed(built_in)
    assumptions = tuple(
        _assumption(one, number) for number, one in enumerate(_tables(table, "assumptions"), 1)
    )
    return Scenarios(scenarios, _distinct(assumptions))


def _parsed(text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage(say("this is not TOML: {why}", why=str(error))) from error


def _wrong(place: Message, problem: Message) -> Usage:
    return Usage(say("{place}: {problem}", place=place, problem=problem))


def _only(table: dict[str, Any], known: Iterable[str], place: Message) -> None:
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        raise _wrong(
            place,
            say("the key {key} is unknown; known: {known}", key=unknown, known=", ".join(known)),
        )


def _tables(table: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _wrong(say("at the top"), say("{key} is no list of tables", key=key))
    if len(found) > _MOST:
        raise _wrong(say("at the top"), say("there are more than {most}", most=_MOST))
    return found


def _scenario(table: dict[str, Any], number: int) -> Scenario:
    place = say("scenario {number}", number=number)
    _only(table, ("name", "title", *_SHOCKS), place)
    name = _plain(table.get("name"), place)
    shocks = {
        key: _number(table.get(key, 0), key, limits, place) for key, limits in _SHOCKS.items()
    }
    if not any(shocks.values()):
        raise _wrong(place, say("nothing happens in it; one of {names} is needed",
                                names=", ".join(_SHOCKS)))  # fmt: skip
    return Scenario(name, _words(table.get("title", name), place), **shocks)


def _assumption(table: dict[str, Any], number: int) -> Assumption:
    place = say("assumption {number}", number=number)
    _only(table, ("kind", "level", *_FACTS), place)
    kind, level = table.get("kind"), table.get("level")
    for key, value, words in (
        ("kind", kind, VOCABULARIES["product_kind"]),
        ("level", "R1" if level is None else level, VOCABULARIES["risk_level"]),
    ):
        if value not in words:
            raise _wrong(place, say("{key} is none of {words}", key=key, words=", ".join(words)))
    facts = {key: _number(table.get(key), key, limits, place) for key, limits in _FACTS.items()}
    return Assumption(str(kind), level, **facts)


def _distinct(assumptions: tuple[Assumption, ...]) -> tuple[Assumption, ...]:
    seen: set[tuple[str, str | None]] = set()
    for number, one in enumerate(assumptions, 1):
        if (one.kind, one.level) in seen:
            name = joined([one.kind, one.level], " ")
            raise _wrong(say("assumption {number}", number=number),
                         say("{name} is there twice", name=name))  # fmt: skip
        seen.add((one.kind, one.level))
    return assumptions


def _number(value: Any, key: str, limits: tuple[float, float], place: Message) -> float:
    low, high = limits
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if not plain or not low <= value <= high:
        raise _wrong(place, say("{key} is a number from {low} to {high}", key=key, low=low,
                                high=high))  # fmt: skip
    return float(value)


def _plain(value: Any, place: Message) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise _wrong(place, say("a name or title of 1 to {most} characters is needed",
                                most=_LONGEST))  # fmt: skip
    return text


def _words(value: Any, place: Message) -> Words:
    if not isinstance(value, dict):
        plain = _plain(value, place)
        return Words(plain, plain)
    _only(value, Words._fields, place)
    said = {language: _plain(text, place) for language, text in value.items()}
    if not said:
        raise _wrong(place, say("a title has {names}", names="en, zh"))
    return Words(said.get("en"), said.get("zh"))
