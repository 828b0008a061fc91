"""Finding clients: by reference, name, pinyin, telephone, birthday."""

from collections.abc import Iterator
from typing import Any

from cmcli.domain.client import Client, ClientTag
from cmcli.domain.ref import parse_ref, ref_of
from cmcli.errors import Ambiguous, NotFound
from cmcli.messages import say
from cmcli.queries.conditions import IN_BOOK
from cmcli.store import Store

# Found by name: who is archived is not, whose account is closed still is.
_FOUND = "archived_at IS NULL"


def _prefix(column: str, text: str) -> tuple[str, list[Any]]:
    # A range, so that the index on the column serves; U+10FFFF sorts after every letter.
    return f"{column} >= ? AND {column} < ?", [text, text + "\U0010ffff"]


def _steps(text: str) -> Iterator[tuple[str, list[Any]]]:
    """Conditions from the strongest kind of match to the weakest."""
    yield "name = ?", [text]
    yield "lower(name) = lower(?)", [text]
    yield _prefix("name", text)
    letters = "".join(c for c in text.lower() if c.isalnum())
    if letters and letters.isascii() and not letters.isdigit():
        yield "pinyin = ?", [letters]
        yield _prefix("pinyin", letters)
        yield "initials = ?", [letters]
        yield _prefix("initials", letters)
    digits = "".join(c for c in text if c.isdigit() or c == "+")
    if len(digits) >= 5:
        number = digits.removeprefix("+86")
        yield "phone IN (?, ?)", [number, f"+86{number}"]
    if len(digits) == 4 and digits == text:
        yield "substr(phone, -4) = ?", [digits]


def matches(store: Store, text: str, limit: int = 20) -> list[Client]:
    """The clients that the first kind of match finds; archived ones only by reference."""
    name = " ".join(text.split())
    for condition, values in _steps(name) if name else ():
        found = store.select(
            Client, f"WHERE ({condition}) AND {_FOUND} ORDER BY name, id LIMIT ?", *values, limit
        )
        if found:
            return found
    return []


def resolve(store: Store, text: str) -> Client:
    """The one client that `text` names; raises `NotFound` or `Ambiguous` with the choices.

    The number of a client merged into another leads to that other.
    """
    if not text.strip():
        raise NotFound(say("no client is named"), say("reference, name, pinyin or telephone"))
    ref = parse_ref(text)
    if ref and ref.letter == "c":
        client = store.get(Client, ref.id)
        return store.get(Client, client.merged_into_id) if client.merged_into_id else client
    found = matches(store, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(
            say("no client answers to {text}", text=text),
            say("look with: cm find {text} · new: cm client add {text}", text=text),
        )
    listed = ", ".join(f"{ref_of('client', client.id)} {client.name}" for client in found[:8])
    more = ", …" if len(found) > 8 else ""
    raise Ambiguous(
        say("{text} could be several clients: {listed}", text=text, listed=listed + more),
        found,
        say("say which by its reference"),
    )


def birthdays(store: Store, endings: list[str]) -> list[tuple[ClientTag, str]]:
    """Clients whose stored birthday ends with one of `endings`, and that birthday."""
    condition = " OR ".join("birthday LIKE ?" for _ in endings) or "0"
    rows = store.rows(
        f"SELECT id, name, tier, birthday FROM client WHERE {IN_BOOK} AND ({condition})",
        *[f"%{ending}" for ending in endings],
    )
    return [(ClientTag(*row[:3]), row[3]) for row in rows]


def any_lunar_birthday(store: Store) -> bool:
    """Whether anybody in the book keeps a lunar birthday."""
    sql = "SELECT 1 FROM client WHERE birthday >= 'lunar:' AND birthday < 'lunar;' LIMIT 1"
    return store.value(sql) is not None
