"""A question about a product, made from the catalogue: the wrong options are other products'."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cmcli.domain.product import Product
from cmcli.messages import Message, Money, say, say_n
from cmcli.named import NamedTuple

if TYPE_CHECKING:
    from random import Random

TOPICS = ("level", "risks", "fees", "structure", "term", "minimum", "return", "sale")
# With the right one.
_OPTIONS = 4


class Option(NamedTuple):
    """`key` is what is kept of it, in no language; `shown` is what is read."""

    key: str
    shown: Any


class Question(NamedTuple):
    """What one of `topic` is for `product`; `right` is the place of the right option."""

    product: Product
    topic: str
    options: tuple[Option, ...]
    right: int


def fact(product: Product, topic: str) -> Option | None:
    """What the catalogue says of it; None where it says nothing."""
    if topic in ("risks", "fees", "structure"):
        words = " ".join((getattr(product, topic) or "").split())
        return Option(words, words) if words else None
    return _figure(product, topic)


def _figure(product: Product, topic: str) -> Option | None:
    if topic == "level" and product.level:
        return Option(f"R{product.level}", f"R{product.level}")
    if topic == "term" and product.term:
        return Option(str(product.term), say_n("{count} day", "{count} days", product.term))
    if topic == "minimum" and product.minimum is not None and product.currency:
        least = Money(product.minimum, product.currency)
        return Option(str(least), least)
    if topic == "return" and product.expected_return is not None:
        percent = f"{product.expected_return:g}"
        return Option(percent, say("{percent} % a year", percent=percent))
    if topic == "sale" and (product.from_on or product.until_on):
        return Option(f"{product.from_on or ''}..{product.until_on or ''}", _window(product))
    return None


def _window(product: Product) -> Message:
    start, until = product.from_on, product.until_on
    if start and until:
        return say("{start} to {until}", start=start, until=until)
    if until:
        return say("until {until}", until=until)
    return say("from {start} on", start=start)


def question(
    product: Product, topic: str, catalogue: Iterable[Product], dice: "Random"
) -> Question | None:
    """The question; None where the catalogue has no second option for it."""
    right = fact(product, topic)
    wrong = _wrong(product, topic, catalogue, dice) if right else []
    if right is None or not wrong:
        return None
    options = [right, *wrong[: _OPTIONS - 1]]
    dice.shuffle(options)
    return Question(product, topic, tuple(options), options.index(right))


def _wrong(
    product: Product, topic: str, catalogue: Iterable[Product], dice: "Random"
) -> list[Option]:
    """What is said of others and not of it, each once: of its own kind first, since that is what
    one might take it for.
    """  # noqa: D205
    right = fact(product, topic)
    seen = {_same(right)} if right else set()
    found: list[Option] = []
    others = [other for other in catalogue if other.id != product.id]
    dice.shuffle(others)
    for other in sorted(others, key=lambda other: other.kind != product.kind):
        option = fact(other, topic)
        if option and _same(option) not in seen:
            seen.add(_same(option))
            found.append(option)
    return found


def _same(option: Option) -> str:
    """Texts that differ in capitals or in a full stop say the same."""
    return option.key.casefold().rstrip(".。;； ")
