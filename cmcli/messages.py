"""A sentence to be said later, in the reader's language.

Rules and errors are made where no language is known. They carry the English template and its
values; the views translate the template and format each value by its type.
"""

from collections.abc import Iterable
from typing import Any

from cmcli.named import NamedTuple


class Message(NamedTuple):
    """`template` is the English text with `{name}` fields; `params` are (name, value) pairs.

    `plural`, when given, replaces `template` where the value named `count` is not one.
    """

    template: str
    params: tuple[tuple[str, Any], ...] = ()
    plural: str | None = None

    def __str__(self) -> str:
        values = dict(self.params)
        template = self.plural if self.plural and values.get("count") != 1 else self.template
        return template.format(**values)


class Code(NamedTuple):
    """A value of a fixed vocabulary (`tier`, `stage`, ...), shown by its word in the language."""

    vocabulary: str
    value: str

    def __str__(self) -> str:
        return self.value.replace("_", " ")


class Money(NamedTuple):
    """`amount` in the currency's minor unit, `currency` by its ISO 4217 code."""

    amount: int
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class LunarDay(NamedTuple):
    """A day of the lunar calendar (农历) without its year."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


class Joined(NamedTuple):
    """Several values said one after the other."""

    parts: tuple[Any, ...]
    separator: str = " · "

    def __str__(self) -> str:
        return self.separator.join(str(part) for part in self.parts)


def say(template: str, /, **params: Any) -> Message:
    """A message; the template is what the catalogues are keyed by."""
    return Message(template, tuple(params.items()))


def say_n(one: str, many: str, count: int, /, **params: Any) -> Message:
    """A message that depends on a number, available to both templates as `{count}`."""
    return Message(one, (("count", count), *params.items()), many)


def joined(parts: Iterable[Any], separator: str = " · ") -> Joined:
    """`parts` without the empty ones, said in a row."""
    return Joined(tuple(part for part in parts if part not in (None, "")), separator)
