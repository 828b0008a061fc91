"""References: a letter for the noun and the row's number (`c12`)."""

import re

from cmcli.errors import NotFound, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

# Fixed once printed: a new noun takes a letter that is free, at the end.
LETTERS = {
    "c": "client",
    "i": "interaction",
    "b": "callback",
    "r": "request",
    "d": "deal",
    "p": "product",
    "h": "holding",
    "k": "risk",
    "s": "plan",
    "m": "campaign",
    "f": "feedback",
    "g": "goal",
    "t": "training",
    "o": "handoff",
    "e": "meeting",
    "n": "insight",
    "a": "action",
    "x": "assessment",
    "y": "disclosure",
    "q": "profile",
    "w": "report",
    "j": "gift",
    "v": "development",
    "u": "research",
    "z": "appraisal",
}
LISTED = (
    "appraisal", "callback", "campaign", "client", "deal", "feedback", "gift", "goal", "handoff",
    "holding", "insight", "meeting", "plan", "product", "request", "risk", "training",
)  # fmt: skip
"""The nouns with a `list` of their own."""
_BY_NOUN = {noun: letter for letter, noun in LETTERS.items()}
_FORM = re.compile(r"([a-zA-Z])([0-9]{1,15})")


class Ref(NamedTuple):
    """`letter` is a key of LETTERS, `id` the row's number."""

    letter: str
    id: int

    def __str__(self) -> str:
        return f"{self.letter}{self.id}"

    @property
    def noun(self) -> str:
        """The noun, which is also the table."""
        return LETTERS[self.letter]


def parse_ref(text: str) -> Ref | None:
    """The reference that `text` spells, or None where it is something else (a name)."""
    match = _FORM.fullmatch(text.strip())
    if not match or match[1].lower() not in LETTERS:
        return None
    return Ref(match[1].lower(), int(match[2]))


def need_ref(text: str, *nouns: str) -> Ref:
    """The reference that `text` spells, of one of `nouns`; raises `Usage`."""
    ref = parse_ref(text)
    if ref is None or (nouns and ref.noun not in nouns):
        letters = ", ".join(f"{_BY_NOUN[noun]}12" for noun in nouns) or "c12, b3, r7"
        raise Usage(
            say("{text} is not a reference", text=text),
            say("a reference is a letter and a number: {examples}", examples=letters),
        )
    return ref


def ref_of(noun: str, number: int) -> str:
    """The reference of a row: `ref_of("client", 12)` is `c12`; what is no record has none."""
    return f"{_BY_NOUN[noun]}{number}" if noun else ""


def absent(noun: str, number: int) -> NotFound:
    """What is said of a row that is not there, and where to look for it."""
    # A table without a letter is never asked for by the user.
    name = ref_of(noun, number) if noun in _BY_NOUN else f"{noun} {number}"
    look = say("look for it: cm find TEXT · cm {noun} list", noun=noun)
    elsewhere = say("look for it: cm find TEXT")
    return NotFound(say("there is no {ref}", ref=name), look if noun in LISTED else elsewhere)
