"""Clients made unknowable in a text that leaves the house: names, and every number.

What is sure: the whole name of every client ever in the book, as it stands in a file, and every
number of seven digits and more. Of a client that a text is about also what stands beside the name
in the file, the given name, and the surname with a form of address. A nickname is not known here.
"""

import re
from collections.abc import Callable, Iterable

from cmcli.domain.client import Client

HIDDEN = "***"
# Surnames of two characters; every other one has one.
_DOUBLE = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
    "南宫", "端木", "百里", "独孤", "闻人", "长孙", "宇文", "轩辕",
)  # fmt: skip
_CALLED = (
    "总|先生|女士|小姐|太太|老师|阿姨|叔叔|叔|姨|经理|董|主任|老板|医生|教授|院长|校长|局长|处长|"
    "科长|律师|大爷|大妈|奶奶|爷爷|哥|姐"
)
_COMPANY = (
    r"(?:集团)?(?:股份|有限|责任)*公司$|集团$",
    r"(?i),?\s+(?:Co\.?,?\s*Ltd\.?|Ltd\.?|Inc\.?|LLC|GmbH|AG|Corp\.?|Company|Limited|Group)$",
)
_HAN = r"[㐀-鿿]{2,4}"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# A day is a day; anything else of that many digits may be somebody's.
_DAY = r"(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)"
_NUMBER = r"\+?\d(?:[ \-]?\d){6,}[Xx]?"

Part = tuple[str, int | None]
"""A text to hide and the client whose label stands for it; None where nothing has to."""


class Veil:
    """Hides clients in texts; the same client has the same label in all of them.

    `names` are names and numbers of clients; `label` makes one of a letter: A, B, …
    """

    def __init__(self, names: Iterable[tuple[str, int]], label: Callable[[str], str]) -> None:
        self._names = [(name, number) for name, number in names if len(name) > 1]
        self._label = label
        self._labels: dict[int, str] = {}

    def label(self, client: int) -> str:
        """What stands for that client."""
        if client not in self._labels:
            self._labels[client] = self._label(letter(len(self._labels)))
        return self._labels[client]

    def text(self, text: str, parts: Iterable[Part] = ()) -> str:
        """`text` without the names of clients, without `parts` and without long numbers."""
        folded = text.casefold()
        known: list[Part] = [*parts, *self._names]
        found = {part.casefold(): who for part, who in reversed(known) if part.casefold() in folded}
        if found:
            longest = sorted(found, key=len, reverse=True)
            pattern = "|".join(map(_bounded, longest))
            text = re.sub(pattern, lambda m: self._shown(found, m[0]), text, flags=re.IGNORECASE)
        text = re.sub(_EMAIL, HIDDEN, text)
        return re.sub(f"{_DAY}|{_NUMBER}", lambda m: m[0] if m[1] else HIDDEN, text)

    def _shown(self, found: dict[str, int | None], text: str) -> str:
        client = found.get(text.casefold())
        return HIDDEN if client is None else self.label(client)


def _bounded(part: str) -> str:
    """The part as a pattern: a Latin word is not looked for inside of another."""
    before = r"(?<![A-Za-z])" if part[:1].isascii() and part[:1].isalpha() else ""
    after = r"(?![A-Za-z])" if part[-1:].isascii() and part[-1:].isalpha() else ""
    return f"{before}{re.escape(part)}{after}"


def letter(place: int) -> str:
    """The letter of a place from 0 on: A, B, … Z, AA, AB."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def parts(client: Client, text: str) -> list[Part]:
    """What else tells of the client a text is about: ways to call them, their employer, address."""
    own: list[Part] = [(name, client.id) for name in _calls(client, text)]
    beside = (client.employer, client.address, client.wechat, client.email)
    return own + [(value, None) for value in beside if value and len(value) > 1]


def _calls(client: Client, text: str) -> list[str]:
    if client.kind == "company":
        short = {re.sub(pattern, "", client.name) for pattern in _COMPANY}
        return [name for name in short if len(name) > 1]
    if not re.fullmatch(_HAN, client.name):
        return [word for word in client.name.split() if len(word) > 2]
    surname = client.name[: 2 if client.name[:2] in _DOUBLE and len(client.name) > 2 else 1]
    given = client.name[len(surname) :]
    spoken = re.findall(rf"[老小阿]{surname}|{surname}(?:{_CALLED})", text)
    return [*spoken, *([given] if len(given) > 1 else [])]
